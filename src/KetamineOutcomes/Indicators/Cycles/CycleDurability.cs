namespace KetamineOutcomes.Indicators.Cycles;

/// <summary>How long a gain held in one cycle, as far as visits tell: a closed set of cases.</summary>
/// <remarks>
/// A loss between two visits is known to lie between them and no better; nothing is put in the middle. The first loss counts, also where the gain came back in the same
/// cycle.
/// </remarks>
internal abstract record CycleDurability
{
    private CycleDurability()
    {
    }

    /// <summary>What the visits of a cycle say, each as days since the infusion and whether the gain was there.</summary>
    public static CycleDurability Of(IReadOnlyList<(double Days, bool Holds)> visits)
    {
        if (visits.Count == 0)
        {
            return new NotAsked();
        }

        if (!visits[0].Holds)
        {
            return new NotHeldAtFirst(visits[0].Days);
        }

        for (var i = 1; i < visits.Count; i++)
        {
            if (!visits[i].Holds)
            {
                return new Lost(visits[i - 1].Days, visits[i].Days, visits.Skip(i + 1).Any(visit => visit.Holds));
            }
        }

        return new Held(visits[^1].Days);
    }

    /// <summary>No usable visit lies in the cycle.</summary>
    public sealed record NotAsked : CycleDurability;

    /// <summary>At the first visit after the infusion the gain was not there: it had been lost by then, or the infusion did not bring it back.</summary>
    public sealed record NotHeldAtFirst(double Days) : CycleDurability;

    /// <summary>The gain was there at the first visit and gone at a later one.</summary>
    /// <param name="HeldUntil">Days since the infusion of the last visit before the loss.</param>
    /// <param name="LostBy">Days since the infusion of the visit that showed it.</param>
    /// <param name="CameBack">Whether a later visit of the same cycle showed the gain again.</param>
    public sealed record Lost(double HeldUntil, double LostBy, bool CameBack) : CycleDurability;

    /// <summary>The gain was there at every visit: it held at least so long.</summary>
    public sealed record Held(double AtLeast) : CycleDurability;
}
