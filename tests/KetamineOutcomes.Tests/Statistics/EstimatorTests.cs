using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Tests.Statistics;

public sealed class EstimatorTests
{
    // The most extreme order of n different values is one of n!, and so is its reverse: two-sided 2/n!.
    [Theory]
    [InlineData(3, 2.0 / 6)]
    [InlineData(4, 2.0 / 24)]
    [InlineData(5, 2.0 / 120)]
    [InlineData(9, 2.0 / 362880)]
    public void The_best_exact_p_is_two_in_all_orders(int count, double expected)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(i => (double)-i)];

        var test = MannKendall.Test(values);

        test.IsExact.Should().BeTrue();
        test.Score.Should().Be(-count * (count - 1) / 2);
        test.P.Should().BeApproximately(expected, 1e-15);
    }

    [Theory]
    [InlineData("3,1,2,5,4")]
    [InlineData("1,1,2,3,3,3")]
    [InlineData("7,5,5,6,2,2,2")]
    [InlineData("4,4,1,1")]
    [InlineData("2,2,2,2")]
    public void The_exact_p_is_the_share_of_all_orders_that_are_as_extreme(string text)
    {
        double[] values = [.. text.Split(',').Select(part => double.Parse(part, System.Globalization.CultureInfo.InvariantCulture))];
        var observed = Math.Abs(MannKendall.Test(values).Score);
        var scores = Orders([.. values]).Select(order => Math.Abs(Score(order))).ToList();

        MannKendall.Test(values).P.Should().BeApproximately((double)scores.Count(score => score >= observed) / scores.Count, 1e-12);
    }

    [Fact]
    public void Equal_values_have_no_trend_and_no_variance()
    {
        var test = MannKendall.Test([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]);

        (test.Score, test.ScoreVariance, test.P, test.IsExact).Should().Be((0, 0, 1, false));
    }

    [Fact]
    public void One_odd_value_moves_the_line_of_medians_little()
    {
        // Slopes: 6 of -1; with the last point (4, 20): (20-10)/4 = 2.5, (20-9)/3 = 3.67, (20-8)/2 = 6, (20-7)/1 = 13. The median of ten is -1.
        var fit = TheilSen.Fit([0, 1, 2, 3, 4], [10, 9, 8, 7, 20], 0.95);

        fit.Slope.Should().Be(-1);
        fit.Intercept.Should().Be(10);
        fit.SlopeInterval.Should().BeNull();
    }

    [Fact]
    public void A_known_sd_gives_the_error_of_a_slope()
    {
        // Times 0 to 3: squares about the mean 1.5 sum to 5; 2 / sqrt(5). At time 3: 2 sqrt(1/4 + 1.5^2 / 5).
        var fit = LeastSquares.Fit([0, 1, 2, 3], [4, 3, 2, 1]);

        fit.Slope.Should().BeApproximately(-1, 1e-15);
        fit.At(4).Should().BeApproximately(0, 1e-14);
        fit.SlopeError(2).Should().BeApproximately(0.894427190999916, 1e-15);
        fit.ErrorAt(3, 2).Should().BeApproximately(1.6733200530681511, 1e-15);
        fit.ResidualSd.Should().BeApproximately(0, 1e-14);
        LeastSquares.Fit([0, 1], [4, 3]).ResidualSd.Should().BeNull();
    }

    [Fact]
    public void A_weighted_mean_weighs() => WeightedMean.Of([1, 5], [3, 1]).Should().Be(2);

    [Fact]
    public void What_cannot_be_estimated_is_refused()
    {
        FluentActions.Invoking(() => TheilSen.Fit([1], [2], 0.95)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TheilSen.Fit([1, 1], [2, 3], 0.95)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => LeastSquares.Fit([1, 2], [2])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => LeastSquares.Fit([1, 2], [2, double.NaN])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => MannKendall.Test([1])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Ordered.Median([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => WeightedMean.Of([1], [0])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => NormalDistribution.Quantile(1)).Should().Throw<ArgumentException>();
    }

    private static int Score(double[] values) =>
        Enumerable.Range(0, values.Length).Sum(i => Enumerable.Range(i + 1, values.Length - i - 1).Sum(j => Math.Sign(values[j] - values[i])));

    private static IEnumerable<double[]> Orders(double[] values)
    {
        if (values.Length == 1)
        {
            yield return values;
            yield break;
        }

        for (var i = 0; i < values.Length; i++)
        {
            foreach (var rest in Orders([.. values[..i], .. values[(i + 1)..]]))
            {
                yield return [values[i], .. rest];
            }
        }
    }
}
