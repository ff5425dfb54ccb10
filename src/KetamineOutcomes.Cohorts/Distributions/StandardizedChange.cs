using KetamineOutcomes.Cohorts.Numerics;
using MathNet.Numerics;

namespace KetamineOutcomes.Cohorts.Distributions;

/// <summary>
/// A mean change in units of the SD before treatment: comparable between scales, with an interval. Without a control group it holds everything that changed meanwhile: treatment,
/// time, and that people come when they are worst.
/// </summary>
/// <param name="Raw">Mean change over the SD before, with its sign; the direction of the scale is not turned round.</param>
/// <param name="Value">The same with the correction for small numbers (exact, by gamma functions).</param>
/// <param name="Interval">The large-sample interval of <paramref name="Value"/>.</param>
/// <param name="ByAverageSd">Mean change over the mean of the two SDs (root of the mean variance), uncorrected, which some papers call Cohen's d.</param>
/// <param name="Count">How many people.</param>
public sealed record StandardizedChange(double Raw, double Value, NumberInterval Interval, double ByAverageSd, long Count)
{
    /// <summary>Mean change over the SD before, with its sign.</summary>
    public double Raw { get; } = Raw;

    /// <summary>The same with the correction for small numbers.</summary>
    public double Value { get; } = Value;

    /// <summary>The large-sample interval of <see cref="Value"/>.</summary>
    public NumberInterval Interval { get; } = Interval;

    /// <summary>Mean change over the mean of the two SDs, uncorrected.</summary>
    public double ByAverageSd { get; } = ByAverageSd;

    /// <summary>How many people.</summary>
    public long Count { get; } = Count;

    /// <summary>Estimates it.</summary>
    /// <param name="pairs">Scores before and after of the same people.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <returns>The effect size; <see langword="null"/> of fewer than three people, or if scores before or after never vary.</returns>
    /// <remarks>
    /// Becker BJ. Br J Math Stat Psychol 1988;41:257-278 (change over the SD before), with the variance 2 (1 - r) / n + d^2 / (2 n), as R's metafor has it (SMCR).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static StandardizedChange? Estimate(PairCounts pairs, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var z = Quantiles.TwoSidedNormal(level);
        double n = pairs.Count;
        if (n < 3 || pairs.Correlation is not { } correlation || pairs.Change.Mean is not { } change || pairs.Before.Variance is not { } before || pairs.After.Variance is not { } after)
        {
            return null;
        }

        var freedom = n - 1;
        var correction = Math.Exp(SpecialFunctions.GammaLn(freedom / 2) - SpecialFunctions.GammaLn((freedom - 1) / 2)) / Math.Sqrt(freedom / 2);
        var raw = change / Math.Sqrt(before);
        var value = correction * raw;
        var error = Math.Sqrt((2 * (1 - correlation) / n) + (value * value / (2 * n)));
        return new StandardizedChange(raw, value, new NumberInterval(value - (z * error), value + (z * error), level), change / Math.Sqrt((before + after) / 2), pairs.Count);
    }
}
