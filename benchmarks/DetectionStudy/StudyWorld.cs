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
/// <param name="OnsetHigh">The change begins at a day uniform from 0 (the end of the series) to this one; not used where <see cref="OnsetVisits"/> is above 0.</param>
/// <param name="HeavyTails">The noise's innovations have heavier tails (one in ten has three times the SD; the SD as a whole is kept).</param>
/// <param name="OnsetVisits">Where above 0: the change begins at a day uniform from the end of the series to the person's visit of that number.</param>
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
    bool HeavyTails = false,
    int OnsetVisits = 0)
{
    /// <summary>
    /// Where rules are reported, and whose priors the Bayes factor is told: people as unlike at the end of a series as published scores are, and onsets
    /// over the whole of the follow-up (docs/detection-study.md, "The people").
    /// </summary>
    public static StudyWorld Report { get; } = new(
        "report", 6, SdLogUniform: true, 1.2, 4.5, 0.0, 0.6, 7, 6, 20, 0.5, 1.2, 5, 14, 0, OnsetVisits: 10);

    /// <summary>The world reported until the fourth attempt: people alike at the end of a series, and no onset after day 70.</summary>
    public static StudyWorld Earlier { get; } = new(
        "reported earlier", 2, SdLogUniform: true, 1.2, 4.5, 0.0, 0.6, 6, 3, 15, 0.5, 1.2, 5, 14, 70);

    /// <summary>Where the watch was tuned until then.</summary>
    public static StudyWorld Tuning { get; } = new(
        "tuning, earlier", 1, SdLogUniform: false, 1.2, 4.5, 0.1, 0.5, 7, 3.5, 16, 0.3, 1.0, 4, -21, 100);

    /// <summary>For tuning: SDs level in points, people who end a series less well, a straight wear-off, onsets up to the last visit but one.</summary>
    public static StudyWorld TuningLevel { get; } = new(
        "tuning 1", 7, SdLogUniform: false, 1.2, 4.5, 0.1, 0.5, 9, 5, 20, 0.3, 1.0, 4, -21, 0, OnsetVisits: 11);

    /// <summary>For tuning: people from the floor to far from well, noise that lasts longer, a strong quick wear-off, onsets up to the eighth visit.</summary>
    public static StudyWorld TuningWide { get; } = new(
        "tuning 2", 8, SdLogUniform: true, 1.2, 4.5, 0.2, 0.65, 4, 8, 22, 0.8, 1.5, 6, 9, 0, OnsetVisits: 8);

    /// <summary>For tuning: people rather alike, noise that hardly lasts, onsets in the first 120 days.</summary>
    public static StudyWorld TuningEarly { get; } = new(
        "tuning 3", 9, SdLogUniform: false, 1.2, 4.5, 0.0, 0.4, 6.5, 4, 16, 0.2, 0.8, 4, -28, 120);

    /// <summary>The worlds the watch is tuned in; none is the reported one.</summary>
    public static IReadOnlyList<StudyWorld> ForTuning { get; } = [TuningLevel, TuningWide, TuningEarly];

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

    /// <summary>Changes beyond the goal's: what a plain relapse looks like.</summary>
    public static IReadOnlyList<StudyChange> Plain { get; } = [new("step of 8", 0, 8), new("step of 10", 0, 10)];

    /// <summary>What the tuning has to find at the second visit in nine of ten steady people.</summary>
    public static IReadOnlyList<StudyChange> Guard { get; } = [.. Plain, new("step of 12", 0, 12)];

    /// <summary>All that may happen.</summary>
    public static IReadOnlyList<StudyChange> All { get; } = [.. Changes, .. Plain];

    /// <summary>The points above the stable level.</summary>
    public double At(double day, double onset) => day <= onset ? 0 : Step + (PerWeek * (day - onset) / 7);
}
