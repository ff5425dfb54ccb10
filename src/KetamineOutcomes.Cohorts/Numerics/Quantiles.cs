using MathNet.Numerics;

namespace KetamineOutcomes.Cohorts.Numerics;

/// <summary>Quantiles of the distributions that intervals rest on: MathNet's probabilities inverted to the last bits, because its own inverses stop at 1e-8.</summary>
internal static class Quantiles
{
    /// <summary>The z with a share of a standard normal below it.</summary>
    public static double Normal(double share) => Invert(z => MathNet.Numerics.Distributions.Normal.CDF(0, 1, z), share, -40, 40);

    /// <summary>The z of a two-sided interval: 1.96 for 0.95.</summary>
    public static double TwoSidedNormal(double level) => -Normal((1 - Level(level)) / 2);

    /// <summary>Student's t with a share below it.</summary>
    public static double StudentT(double freedom, double share) => share < 0.5
        ? -StudentT(freedom, 1 - share)
        : Invert(t => MathNet.Numerics.Distributions.StudentT.CDF(0, 1, freedom, t), share, 0, 1e9);

    /// <summary>Fisher's F with a share below it.</summary>
    public static double F(double numerator, double denominator, double share)
    {
        // F = d2 x / (d1 (1 - x)), x being beta with d1/2 and d2/2.
        var x = Invert(value => SpecialFunctions.BetaRegularized(numerator / 2, denominator / 2, value), share, 0, 1);
        return denominator * x / (numerator * (1 - x));
    }

    /// <summary>The share of a chi-square above a value.</summary>
    public static double ChiSquareAbove(double freedom, double value) => value <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2, value / 2);

    /// <summary>The share of F above a value.</summary>
    public static double FAbove(double numerator, double denominator, double value) =>
        value <= 0 ? 1 : SpecialFunctions.BetaRegularized(denominator / 2, numerator / 2, denominator / (denominator + (numerator * value)));

    /// <summary>A confidence level, strictly between 0 and 1.</summary>
    public static double Level(double level) => level is > 0 and < 1
        ? level
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies strictly between 0 and 1.");

    /// <summary>Where a rising function reaches a value, by bisection until neighbouring numbers.</summary>
    public static double Invert(Func<double, double> rising, double target, double low, double high)
    {
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (rising(middle) < target)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }
}
