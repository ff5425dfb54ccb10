namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>From what people are drawn. Points are those of a scale from 0 to 27 in whole numbers, higher is worse.</summary>
/// <param name="Name">The world's name.</param>
/// <param name="Stream">Its stream of random numbers.</param>
/// <param name="SdLogUniform">The within-person SD is uniform in its logarithm, not in points.</param>
/// <param name="SdLow">The smallest within-person SD.</param>
/// <param name="SdHigh">The largest.</param>
/// <param name="WeeklyCorrelationLow">The smallest correlation of two noises a week apart.</param>
/// <param name="WeeklyCorrelationHigh">The largest.</param>
/// <param name="EndMean">The mean true level at the end of the series, over people.</param>
/// <param name="EndSd">Its SD over people.</param>
/// <param name="EndHigh">Levels are drawn again unless between 0 and </param>
/// <param name="ShiftMean">How much higher the level is after the series than at its end, on average.</param>
/// <param name="ShiftSd">The SD of that over people.</param>
/// <param name="WearOffHigh">The wear-off between boosters is uniform from 0 to this many points.</param>
/// <param name="WearOffDays">The time constant of the wear-off in days, 1 - exp(-d/this); or, where negative, minus the days of a straight rise to the full amount.</param>
/// <param name="OnsetHigh">The change begins at a day uniform from 0 (the end of the series) to </param>
/// <param name="HeavyTails">The noise's innovations have heavier tails (one in ten has three times the SD; the SD as a whole is kept).</param>
internal sealed record StudyWorld(
    string Name,
    ulong Stream,
    bool SdLogUniform,
    double SdLow,
    double SdHigh,
    double WeeklyCorrelationLow,
    double WeeklyCorrelationHigh,
    double EndMean,
    double EndSd,
    double EndHigh,
    double ShiftMean,
    double ShiftSd,
    double WearOffHigh,
    double WearOffDays,
    double OnsetHigh,
    bool HeavyTails = false)
{
    /// <summary>Where the watch was tuned.</summary>
    public static StudyWorld Tuning { get; } = new(
        "tuning", 1, SdLogUniform: false, 1.2, 4.5, 0.1, 0.5, 7, 3.5, 16, 0.3, 1.0, 4, -21, 100);

    /// <summary>Where it is reported, and whose priors the Bayes factor is told.</summary>
    public static StudyWorld Report { get; } = new(
        "report", 2, SdLogUniform: true, 1.2, 4.5, 0.0, 0.6, 6, 3, 15, 0.5, 1.2, 5, 14, 70);

    /// <summary>As reported, with heavy tails: how the rules bear what none of them was made for.</summary>
    public static StudyWorld HeavyTailed { get; } = Report with { Name = "heavy-tailed", Stream = 3, HeavyTails = true };

    /// <summary>As reported, but people end the series unwell: levels about 12 rather than 6.</summary>
    public static StudyWorld Unwell { get; } = Report with { Name = "unwell at the end", Stream = 4, EndMean = 12, EndSd = 4, EndHigh = 20 };

    /// <summary>As reported, with noise that lasts: correlations of 0.6 to 0.85 a week.</summary>
    public static StudyWorld Sticky { get; } =
        Report with { Name = "noise that lasts", Stream = 5, WeeklyCorrelationLow = 0.6, WeeklyCorrelationHigh = 0.85 };

    /// <summary>The scale's highest score.</summary>
    public const int Highest = 27;

    /// <summary>The wear-off at so many days since the last infusion, as a share of its full amount.</summary>
    /// <param name="days">The days.</param>
    /// <returns>0 to 1.</returns>
    public double WearOffAt(double days) =>
        WearOffDays < 0
            ? Math.Min(days, -WearOffDays) / -WearOffDays
            : 1 - Statistics.PortableMath.Exp(-days / WearOffDays);
}

/// <summary>What happens to a person.</summary>
/// <param name="Name">The name.</param>
/// <param name="PerWeek">Points a week from the onset on.</param>
/// <param name="Step">Points at the onset, kept.</param>
internal sealed record StudyChange(string Name, double PerWeek, double Step)
{
    public static StudyChange Stable { get; } = new("stable", 0, 0);

    public static IReadOnlyList<StudyChange> Changes { get; } =
        [new("0.3 a week", 0.3, 0), new("0.5 a week", 0.5, 0), new("1 a week", 1, 0), new("step of 3", 0, 3), new("step of 5", 0, 5)];

    /// <summary>The points above the stable level.</summary>
    public double At(double day, double onset) => day <= onset ? 0 : Step + (PerWeek * (day - onset) / 7);
}
