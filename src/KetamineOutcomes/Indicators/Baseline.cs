namespace KetamineOutcomes.Indicators;

/// <summary>The state before a series, or why it is not known.</summary>
internal sealed record Baseline<TReading>
    where TReading : Reading
{
    /// <summary>The exact score, or <see langword="null"/>.</summary>
    public Fraction? Value { get; private init; }

    /// <summary>Why there is none (<see cref="Reasons"/>).</summary>
    public string? Fault { get; private init; }

    /// <summary>The reading whose rater and items later scores are compared with; the last of several.</summary>
    public TReading? Reading { get; private init; }

    /// <summary>When the last of the scores that it uses was known.</summary>
    public ClinicalTime? KnownAt { get; private init; }

    public required BaselinePolicy Policy { get; init; }

    /// <summary>From when days count in data without treatments.</summary>
    public ClinicalTime? Anchor => Reading?.At ?? StartsAt;

    private ClinicalTime? StartsAt { get; init; }

    public List<Observation> Observations { get; private init; } = [];

    /// <summary>No baseline, because what is rated is a change already; days count from the first rating.</summary>
    public static Baseline<TReading> None(SeriesWindow<TReading> window, BaselinePolicy policy) => new()
    {
        Policy = policy,
        Fault = Reasons.NoBaseline,
        StartsAt = window.After.Count > 0 ? window.After[0].At : null,
    };

    public static Baseline<TReading> Find(SeriesWindow<TReading> window, BaselinePolicy policy)
    {
        if (policy is BaselinePolicy.First)
        {
            // Where there are treatments, the first score of all; it may lie before or in the series.
            return Choose(policy, [.. window.Before.Concat(window.After)], usable => [usable[0]]);
        }

        if (policy is BaselinePolicy.Explicit named)
        {
            return Choose(
                policy,
                [.. window.Before.Concat(window.After).Where(reading => reading.At.SharesScaleWith(named.At) && reading.At.CompareKnown(named.At) == 0)],
                usable => [usable[^1]]);
        }

        if (window.Series is null)
        {
            return new Baseline<TReading> { Policy = policy, Fault = Reasons.NoInfusions };
        }

        if (window.Series.StartsInMidTreatment)
        {
            return new Baseline<TReading> { Policy = policy, Fault = Reasons.StartsInMidTreatment };
        }

        var start = window.Series.First.At;
        List<TReading> Within(int days) => [.. window.Before.Where(reading => start.DaysSince(reading.At) <= days)];
        return policy switch
        {
            BaselinePolicy.LastBefore last => Choose(policy, Within(last.Days), usable => [usable[^1]]),
            BaselinePolicy.WorstBefore worst => Choose(policy, Within(worst.Days), usable => [Worst(usable)]),
            BaselinePolicy.MeanBefore mean => Choose(policy, Within(mean.Days), usable => usable),
            _ => throw new InvalidOperationException("A baseline policy has no rule."),
        };
    }

    private static TReading Worst(List<TReading> usable)
    {
        var worst = usable[0];
        foreach (var reading in usable)
        {
            _ = reading.TryGetExact(out var value);
            _ = worst.TryGetExact(out var held);
            var isWorse = reading.HigherIsBetter ? value <= held : value >= held;
            worst = isWorse ? reading : worst;
        }

        return worst;
    }

    private static Baseline<TReading> Choose(BaselinePolicy policy, List<TReading> candidates, Func<List<TReading>, List<TReading>> choose)
    {
        if (candidates.Count == 0)
        {
            return new Baseline<TReading> { Policy = policy, Fault = Reasons.NoBaseline };
        }

        var usable = candidates.Where(reading => reading.TryGetExact(out _)).ToList();
        if (usable.Count == 0)
        {
            return new Baseline<TReading>
            {
                Policy = policy,
                Fault = candidates.Exists(reading => reading.IsConflict) ? Reasons.BaselineConflicting : Reasons.BaselineNotScored,
                Observations = [.. candidates.Select(reading => reading.ToObservation("passed-over"))],
            };
        }

        // A conflict nearer to treatment than the score that would be used makes the baseline unknown, not older.
        var chosen = choose(usable);
        var index = candidates.IndexOf(chosen[^1]);
        if (policy is BaselinePolicy.LastBefore or BaselinePolicy.Explicit && candidates.FindIndex(index, reading => reading.IsConflict) >= 0
            || (policy is BaselinePolicy.WorstBefore or BaselinePolicy.MeanBefore && candidates.Exists(reading => reading.IsConflict))
            || (policy is BaselinePolicy.First && candidates.FindIndex(0, index, reading => reading.IsConflict) >= 0))
        {
            return new Baseline<TReading>
            {
                Policy = policy,
                Fault = Reasons.BaselineConflicting,
                Observations = [.. candidates.Select(reading => reading.ToObservation("passed-over"))],
            };
        }

        // Scores of unlike raters or items have no mean and no worst.
        if (policy is BaselinePolicy.WorstBefore or BaselinePolicy.MeanBefore
            && usable.Exists(reading => reading.Rater != usable[0].Rater || reading.Basis != usable[0].Basis))
        {
            return new Baseline<TReading>
            {
                Policy = policy,
                Fault = Reasons.BaselineNotComparable,
                Observations = [.. candidates.Select(reading => reading.ToObservation("passed-over"))],
            };
        }

        Fraction sum = 0;
        foreach (var reading in chosen)
        {
            _ = reading.TryGetExact(out var value);
            sum += value;
        }

        return new Baseline<TReading>
        {
            Policy = policy,
            Value = sum / chosen.Count,
            Reading = chosen[^1],
            KnownAt = chosen.Select(reading => reading.KnownAt).Aggregate((x, y) => y.CompareKnown(x) > 0 ? y : x),
            Observations =
            [
                .. chosen.Select(reading => reading.ToObservation("baseline")),
                // What came after the first score was not passed over for it.
                .. candidates.Where((reading, i) => !reading.TryGetExact(out _) && (policy is not BaselinePolicy.First || i < index)).Select(reading => reading.ToObservation("passed-over")),
            ],
        };
    }
}
