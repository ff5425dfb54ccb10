using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Rates;

/// <summary>Pearson's chi-square test of whether several shares are alike.</summary>
/// <remarks>Without continuity correction, as R's <c>chisq.test(correct = FALSE)</c>. With an expected count below 5 the p value is rough (Cochran WG. Biometrics 1954;10:417-451).</remarks>
public sealed record SharesTest
{
    private SharesTest(double chiSquare, int degreesOfFreedom, double smallestExpected)
    {
        ChiSquare = chiSquare;
        DegreesOfFreedom = degreesOfFreedom;
        SmallestExpected = smallestExpected;
    }

    /// <summary>The statistic, 0 or more.</summary>
    public double ChiSquare { get; }

    /// <summary>The number of groups that have anybody, less one.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The smallest count that would be expected if all shares were alike.</summary>
    public double SmallestExpected { get; }

    /// <summary>The probability of so large a statistic or a larger if the shares were alike.</summary>
    public double PValue => Quantiles.ChiSquareAbove(DegreesOfFreedom, ChiSquare);

    /// <summary>Compares groups.</summary>
    /// <param name="groups">Groups of different people; empty ones are left out.</param>
    /// <returns>The test; <see langword="null"/> where fewer than two groups have anybody, or all or none met it.</returns>
    public static SharesTest? Of(IEnumerable<Proportion> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var used = groups.Where(group => group.Of > 0).ToList();
        double met = used.Sum(group => group.Count);
        double all = used.Sum(group => group.Of);
        if (used.Count < 2 || met == 0 || met.Equals(all))
        {
            return null;
        }

        var (statistic, smallest) = (0.0, double.PositiveInfinity);
        foreach (var group in used)
        {
            var expected = group.Of * met / all;
            var expectedNot = group.Of * (all - met) / all;
            var difference = group.Count - expected;
            statistic += difference * difference * ((1 / expected) + (1 / expectedNot));
            smallest = Math.Min(smallest, Math.Min(expected, expectedNot));
        }

        return new SharesTest(statistic, used.Count - 1, smallest);
    }
}
