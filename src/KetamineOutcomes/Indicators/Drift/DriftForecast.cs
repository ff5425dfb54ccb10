namespace KetamineOutcomes.Indicators.Drift;

/// <summary>
/// When a named threshold would be crossed if the worsening went on as it did. Never given unasked, and never beyond one visit interval (the median of
/// the person's gaps).
/// </summary>
internal abstract record DriftForecast
{
    private DriftForecast()
    {
    }

    private protected abstract void Closed();

    /// <summary>A forecast for a watch.</summary>
    /// <param name="watch">The watch.</param>
    /// <param name="threshold">The badness at or above which the threshold counts as crossed.</param>
    /// <returns>The forecast.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is no number.</exception>
    public static DriftForecast Of(DriftWatch watch, double threshold)
    {
        if (!double.IsFinite(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), "A threshold is a number.");
        }

        if (watch.State is not (DriftState.Watch or DriftState.Drift) || watch.Visits.Count < 3)
        {
            return new NotGiven(watch.State);
        }

        var horizon = Horizon(watch);
        var rate = DriftRate.Of(watch);
        var last = watch.Visits[^1].Day;
        if (rate.LevelIn(0).Below(threshold) <= 0.05)
        {
            return new AlreadyCrossed();
        }

        // The earliest day on which crossing is no longer unlikely (5 %), and the first on which it is all but certain (95 %).
        double? from = null;
        for (var day = 1; day <= horizon; day++)
        {
            var below = rate.LevelIn(day).Below(threshold);
            if (from is null && below <= 0.95)
            {
                from = last + day;
            }

            if (below <= 0.05)
            {
                return new Crossing(from ?? (last + day), last + day);
            }
        }

        return from is { } earliest ? new Crossing(earliest, null) : new NotWithin(last + horizon);
    }

    private static int Horizon(DriftWatch watch)
    {
        var gaps = Enumerable.Range(1, watch.Visits.Count - 1).Select(i => watch.Visits[i].Day - watch.Visits[i - 1].Day).Order().ToArray();
        return (int)Math.Floor(gaps[gaps.Length / 2]);
    }

    /// <summary>Nothing speaks for a worsening, or there are fewer than three scores.</summary>
    /// <param name="State">The watch's state.</param>
    internal sealed record NotGiven(DriftState State) : DriftForecast
    {
        private protected override void Closed()
        {
        }
    }

    /// <summary>The level lies beyond the threshold already, with 95 % probability.</summary>
    internal sealed record AlreadyCrossed : DriftForecast
    {
        private protected override void Closed()
        {
        }
    }

    /// <summary>It would be crossed within the interval, by the day on which that is 5 % and the day on which it is 95 % probable.</summary>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day; none where it lies beyond one visit interval.</param>
    internal sealed record Crossing(double From, double? To) : DriftForecast
    {
        private protected override void Closed()
        {
        }
    }

    /// <summary>It would not be crossed within one visit interval (less than 5 % probable).</summary>
    /// <param name="Day">The end of the interval.</param>
    internal sealed record NotWithin(double Day) : DriftForecast
    {
        private protected override void Closed()
        {
        }
    }
}
