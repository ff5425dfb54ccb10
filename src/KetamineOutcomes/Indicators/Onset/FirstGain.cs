namespace KetamineOutcomes.Indicators.Onset;

/// <summary>The first assessment with a gain, and the first one that was held.</summary>
internal static class FirstGain
{
    /// <summary>The place of the first assessment with the gain, or <see langword="null"/>.</summary>
    public static int? Find(IReadOnlyList<(int Day, bool Holds)> visits)
    {
        for (var i = 0; i < visits.Count; i++)
        {
            if (visits[i].Holds)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>
    /// The first assessment whose gain was held. Where none was: the first that can still be confirmed, else the first of which nobody can say, else the first, which was
    /// not held; <see langword="null"/> where the gain was never seen.
    /// </summary>
    public static (int Index, Judgement Verdict, int? By)? FindHeld(IReadOnlyList<(int Day, bool Holds)> visits, ConfirmationRule rule, Func<int, bool> isClosed)
    {
        (int Index, Judgement Verdict, int? By)? best = null;
        for (var i = 0; i < visits.Count; i++)
        {
            if (!visits[i].Holds)
            {
                continue;
            }

            var (verdict, by) = rule.Decide(visits, i, isClosed(i));
            if (verdict == Judgement.Met)
            {
                return (i, verdict, by);
            }

            if (best is null || Rank(verdict) > Rank(best.Value.Verdict))
            {
                best = (i, verdict, by);
            }
        }

        return best;
    }

    private static int Rank(Judgement verdict) => verdict switch
    {
        Judgement.Unconfirmed => 2,
        Judgement.CannotConfirm => 1,
        _ => 0,
    };
}
