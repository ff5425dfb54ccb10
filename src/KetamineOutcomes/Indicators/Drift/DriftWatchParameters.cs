using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>What the watch takes for granted of people and of a scale, all in the scale's points.</summary>
internal sealed record DriftWatchParameters
{
    /// <summary>A noise that people may have: its SD, its correlation a week apart, and how common it is.</summary>
    internal readonly struct NoiseCell(double sd, double weeklyCorrelation, double weight)
    {
        public double Sd { get; } = sd;

        public double Weight { get; } = weight;

        private double LogPerDay { get; } = PortableMath.Log(weeklyCorrelation) / 7;

        public double KeptOver(double days) => PortableMath.Exp(LogPerDay * days);
    }

    /// <summary>A way of worsening: points a week from the onset on, or a step at it.</summary>
    internal readonly struct Worsening(double perWeek, double step, double weight)
    {
        public double PerWeek { get; } = perWeek;

        public double Step { get; } = step;

        public double Weight { get; } = weight;

        public double At(double daysSinceOnset) => Step + (PerWeek * daysSinceOnset / 7);
    }

    public required NoiseCell[] Cells { get; init; }

    public required Worsening[] Changes { get; init; }

    public double LevelShift { get; init; }

    public double LevelSd { get; init; }

    public double PopulationMean { get; init; } = 7.5;

    public double PopulationSd { get; init; } = 4.5;

    public double WearOffMean { get; init; }

    public double WearOffSd { get; init; }

    public double WearOffDays { get; init; } = 28;

    public double Floor { get; init; }

    public double Resolution { get; init; } = 1;

    public double HazardPerDay { get; init; } = 1.0 / 365;

    public double HazardFade { get; init; } = 90;

    public double HazardRest { get; init; } = 1;

    public double Hazard(double day) => HazardPerDay * (HazardRest + ((1 - HazardRest) * PortableMath.Exp(-day / HazardFade)));

    public int MostOnsets { get; init; } = 16;

    public double WearOffAt(double days) => Math.Min(days, WearOffDays) / WearOffDays;

    public static DriftWatchParameters For(double sem, double[] sds, double[] sdWeights, double[] correlations, double[] correlationWeights, (double Week, double Step, double Weight)[] changes) => new()
    {
        Cells = [.. from s in Enumerable.Range(0, sds.Length) from c in Enumerable.Range(0, correlations.Length) select new NoiseCell(sem * sds[s], correlations[c], sdWeights[s] * correlationWeights[c])],
        Changes = [.. changes.Select(change => new Worsening(sem * change.Week, sem * change.Step, change.Weight))],
        LevelShift = 0.1 * sem,
        LevelSd = 0.6 * sem,
        WearOffMean = 0.2 * sem,
        WearOffSd = 0.6 * sem,
    };
}
