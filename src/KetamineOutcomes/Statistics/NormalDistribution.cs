using MathNet.Numerics.Distributions;

namespace KetamineOutcomes.Statistics;

/// <summary>The standard normal distribution, through the static functions of MathNet.Numerics.</summary>
internal static class NormalDistribution
{
    /// <summary>The share of the distribution at or below a value.</summary>
    public static double Below(double z) => Normal.CDF(0, 1, z);

    /// <summary>The value below which a share of the distribution lies.</summary>
    /// <param name="share">Above 0, below 1.</param>
    public static double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        return Normal.InvCDF(0, 1, share);
    }
}
