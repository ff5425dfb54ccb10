using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>A way of worsening that the watch looks for.</summary>
/// <param name="PerWeek">Points a week from its onset on.</param>
/// <param name="Step">Points at its onset, kept.</param>
/// <param name="Weight">Its share among the ways of worsening.</param>
internal readonly record struct DriftChange(double PerWeek, double Step, double Weight)
{
    /// <summary>The points above the person's level.</summary>
    /// <param name="days">Days since the onset, 0 or more.</param>
    /// <returns>Points of badness.</returns>
    public double After(double days) => Step + (PerWeek * days / 7);
}

/// <summary>
/// What the watch takes for granted of people and of a scale, in the scale's points. All amounts are multiples of the scale's standard error of
/// measurement (SEM) or of its range, so a scale whose points are stretched with its SEM and range gives the same states.
/// The multiples and the two alarm lines are this project's own policy (`project-policy`): they were tuned in three simulated worlds and are reported in
/// another (docs/detection-study.md). None is a published constant.
/// </summary>
internal sealed record DriftWatchParameters
{
    private DriftWatchParameters()
    {
    }

    /// <summary>The scale's standard error of measurement: the typical SD of one person's scores while nothing changes.</summary>
    public required double Sem { get; init; }

    /// <summary>The best (lowest) badness a scale can show: a score there means "no more than this".</summary>
    public required double Best { get; init; }

    /// <summary>The distance between two neighbouring scores.</summary>
    public required double Resolution { get; init; }

    /// <summary>A gain from baseline to the end of the series below this is no gain to lose.</summary>
    public required double MinimalGain { get; init; }

    /// <summary>The SDs that a person's noise may have; all equally likely.</summary>
    public required EquatableArray<double> NoiseSds { get; init; }

    /// <summary>The correlation of the noise at two times a week apart; it fades exponentially in time.</summary>
    public double WeeklyCorrelation { get; init; } = 0.33;

    /// <summary>The ways of worsening looked for.</summary>
    public required EquatableArray<DriftChange> Changes { get; init; }

    /// <summary>The mean level of people at the end of a series.</summary>
    public required double PopulationMean { get; init; }

    /// <summary>The SD of that level over people.</summary>
    public required double PopulationSd { get; init; }

    /// <summary>How much higher than at the end of the series the level settles, on average.</summary>
    public required double LevelShift { get; init; }

    /// <summary>The SD of that shift over people.</summary>
    public required double LevelSd { get; init; }

    /// <summary>The mean of the wear-off between boosters at its full height.</summary>
    public required double WearOffMean { get; init; }

    /// <summary>Its SD over people.</summary>
    public required double WearOffSd { get; init; }

    /// <summary>The days since the last infusion after which the wear-off has its full height.</summary>
    public double WearOffDays { get; init; } = 21;

    /// <summary>The chance of a change a day at the end of the series; only ratios to <see cref="HazardRest"/> matter, the alarm lines are set with it.</summary>
    public double HazardPerDay { get; init; } = 1.0 / 365;

    /// <summary>
    /// What a visit adds to the days before it, at most, as days: someone seen weekly has twelve looks in three months, someone seen monthly in a year,
    /// and neither should be alarmed falsely much more often for it. The days themselves always count, so that a change within a long gap is likelier.
    /// </summary>
    public double HazardVisitDays { get; init; } = 28;

    /// <summary>The days between two visits at which half of that is added.</summary>
    public double HazardHalfDays { get; init; } = 14;

    /// <summary>The days in which the excess of that chance falls by a factor e: relapses come early after a series.</summary>
    public double HazardFadeDays { get; init; } = 90;

    /// <summary>The part of the chance that never fades: a relapse may come at any time.</summary>
    public double HazardRest { get; init; } = 0.1;

    /// <summary>
    /// The power of (SD / SEM) by which "stable" is favoured: a person with wide swings needs more evidence, so that the share of false alarms is alike
    /// for steady and for unsteady people.
    /// </summary>
    public double StableTilt { get; init; } = 3.4;

    /// <summary>The days in which the weight of a score in the size of the worsening falls by a factor e.</summary>
    public double RecentDays { get; init; } = 14;

    /// <summary>The most onsets kept apart; beyond it the least likely is joined to its later neighbour.</summary>
    public int MostOnsets { get; init; } = 16;

    /// <summary>The odds at which the state is Drift while no booster was given since the series.</summary>
    public double AlarmOdds { get; init; } = 1.25;

    /// <summary>The odds at which the state is Drift once a booster was given.</summary>
    public double AlarmOddsWithBoosters { get; init; } = 1.46;

    /// <summary>The share of the alarm odds from which on the state is Watch.</summary>
    public double WatchShare { get; init; } = 0.2;

    /// <summary>The scores that form the reference.</summary>
    public int ReferenceVisits { get; init; } = 3;

    /// <summary>The days they span at least (endpoints.md 2.5 C: 3 to 4 scores, 7 days or more).</summary>
    public double ReferenceDays { get; init; } = 7;

    /// <summary>The probability, given drift, from which on "the drift may have begun inside the reference" is said.</summary>
    public double InsideReference { get; init; } = 0.2;

    /// <summary>The policy for a scale.</summary>
    /// <param name="sem">Its standard error of measurement in points, above 0.</param>
    /// <param name="best">Its best score as badness.</param>
    /// <param name="worst">Its worst score as badness, above the best.</param>
    /// <param name="resolution">The distance between neighbouring scores, above 0.</param>
    /// <param name="minimalGain">The gain in points below which there is nothing to lose (the scale's MCID), above 0.</param>
    /// <returns>The parameters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static DriftWatchParameters For(double sem, double best, double worst, double resolution, double minimalGain)
    {
        if (!(sem > 0) || !double.IsFinite(sem))
        {
            throw new ArgumentOutOfRangeException(nameof(sem), "The standard error of measurement is above 0.");
        }

        if (!double.IsFinite(best))
        {
            throw new ArgumentOutOfRangeException(nameof(best), "The best score is a number.");
        }

        if (!(worst > best) || !double.IsFinite(worst))
        {
            throw new ArgumentOutOfRangeException(nameof(worst), "The worst score as badness is above the best.");
        }

        if (!(resolution > 0) || !double.IsFinite(resolution))
        {
            throw new ArgumentOutOfRangeException(nameof(resolution), "The distance between scores is above 0.");
        }

        if (!(minimalGain > 0) || !double.IsFinite(minimalGain))
        {
            throw new ArgumentOutOfRangeException(nameof(minimalGain), "The smallest gain that counts is above 0.");
        }

        var range = worst - best;
        return new DriftWatchParameters
        {
            Sem = sem,
            Best = best,
            Resolution = resolution,
            MinimalGain = minimalGain,
            NoiseSds = [0.55 * sem, 0.8 * sem, 1.05 * sem, 1.35 * sem, 1.7 * sem],
            Changes = [new(0.16 * sem, 0, 0.23), new(0.45 * sem, 0, 0.13), new(0, 2 * sem, 0.32), new(0, 3.6 * sem, 0.19), new(0, 5 * sem, 0.13)],
            PopulationMean = best + (0.3 * range),
            PopulationSd = 0.22 * range,
            LevelShift = 0.1 * sem,
            LevelSd = 0.7 * sem,
            WearOffMean = 0.8 * sem,
            WearOffSd = 0.6 * sem,
        };
    }

    /// <summary>The wear-off as a share of its full height: a straight rise, then level.</summary>
    /// <param name="days">Days since the last infusion.</param>
    /// <returns>0 to 1.</returns>
    public double WearOffAt(double days) => Math.Min(days, WearOffDays) / WearOffDays;

    /// <summary>The chance that a change began between two visits: so much for each day between them, and a bounded share for the visit.</summary>
    /// <param name="gap">The days between them.</param>
    /// <param name="day">Days from the end of the series to the middle between them.</param>
    /// <returns>A chance; 0 for two scores of one day.</returns>
    public double Chance(double gap, double day) =>
        HazardPerDay * (gap + (HazardVisitDays * gap / (gap + HazardHalfDays))) * (HazardRest + ((1 - HazardRest) * PortableMath.Exp(-day / HazardFadeDays)));

    /// <summary>What is left of the noise after some days, as a correlation.</summary>
    /// <param name="days">The days.</param>
    /// <returns>0 to 1.</returns>
    public double Kept(double days) => PortableMath.Exp(PortableMath.Log(WeeklyCorrelation) * days / 7);
}
