namespace KetamineOutcomes.Indicators.Drift;

/// <summary>What is known of a person before the first score that is watched. Badness: higher is worse.</summary>
internal sealed record DriftPrior
{
    /// <summary>The state before the watch.</summary>
    /// <param name="baseline">The badness before the treatment.</param>
    /// <param name="seriesEnd">The mean badness of the last scores within the series.</param>
    /// <param name="readings">How many scores that mean is of, 1 or more.</param>
    /// <param name="origin">The day from which the watch runs: 0 for the series' last infusion, or the day of a new, logged reference.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or there is no reading.</exception>
    public DriftPrior(double baseline, double seriesEnd, int readings, double origin = 0)
    {
        if (!double.IsFinite(baseline))
        {
            throw new ArgumentOutOfRangeException(nameof(baseline), "The baseline is a number.");
        }

        if (!double.IsFinite(seriesEnd))
        {
            throw new ArgumentOutOfRangeException(nameof(seriesEnd), "The end of the series is a number.");
        }

        if (!double.IsFinite(origin))
        {
            throw new ArgumentOutOfRangeException(nameof(origin), "The first day is a number.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(readings, 1);
        Baseline = baseline;
        SeriesEnd = seriesEnd;
        Readings = readings;
        Origin = origin;
    }

    /// <summary>The badness before the treatment.</summary>
    public double Baseline { get; }

    /// <summary>The mean badness of the last scores within the series.</summary>
    public double SeriesEnd { get; }

    /// <summary>How many scores that mean is of.</summary>
    public int Readings { get; }

    /// <summary>The day from which the watch runs.</summary>
    public double Origin { get; }

    /// <summary>Points gained from baseline to the end of the series.</summary>
    public double Gain => Baseline - SeriesEnd;
}

/// <summary>One score that is watched.</summary>
/// <param name="Day">Days from the same zero as the prior's origin.</param>
/// <param name="Badness">The score, higher is worse.</param>
/// <param name="DaysSinceInfusion">Days since the last infusion before the score.</param>
/// <param name="AfterBooster">Whether that infusion was a booster, given after the origin.</param>
internal readonly record struct DriftVisit(double Day, double Badness, double DaysSinceInfusion, bool AfterBooster);
