namespace KetamineOutcomes.Indicators.Drift;

/// <summary>One onset and SD of the noise: its weight (as a logarithm until all are known), and what is then known after the last score.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Level">The mean of the level, without wear-off and noise.</param>
/// <param name="LevelVariance">Its variance.</param>
/// <param name="Rate">The mean of the rate, in points a week.</param>
/// <param name="RateVariance">Its variance, above 0.</param>
/// <param name="Covariance">That of level and rate.</param>
/// <param name="DaysSinceOnset">From the onset to the last score.</param>
internal sealed record RateLine(double Weight, double Level, double LevelVariance, double Rate, double RateVariance, double Covariance, double DaysSinceOnset)
{
    /// <summary>So that no SD is 0.</summary>
    public const double LeastVariance = 1e-12;
}
