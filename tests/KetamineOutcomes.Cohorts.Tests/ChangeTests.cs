using System.Globalization;
using KetamineOutcomes.Cohorts.Distributions;

namespace KetamineOutcomes.Cohorts.Tests;

public sealed class ChangeTests
{
    [Theory]
    [InlineData("claus_bdi_1_4", "claus_bdi")]
    [InlineData("claus_hamd_1_4", "claus_hamd")]
    public void Standardized_change_agrees_with_R(string name, string dataset)
    {
        var expected = Oracle.Read("oracles/stats/effect_sizes_within.csv").Single(row => row["case"] == name);
        var pairs = PairCounts.Of(Oracle.Read("oracles/stats/trajectory_input.csv").Where(row => row["dataset"] == dataset).GroupBy(row => row["id"], StringComparer.Ordinal)
            .Where(person => person.Any(row => row["t"] == "1") && person.Any(row => row["t"] == "4"))
            .Select(person => new ScorePair(Score(person.Single(row => row["t"] == "1")), Score(person.Single(row => row["t"] == "4")))));

        var change = StandardizedChange.Estimate(pairs)!;

        pairs.Count.Should().Be((long)Oracle.Number(expected["n"])!.Value);
        pairs.Before.Mean.ShouldAgree(Oracle.Number(expected["m_pre"]), name);
        pairs.Before.StandardDeviation.ShouldAgree(Oracle.Number(expected["sd_pre"]), name);
        pairs.After.Mean.ShouldAgree(Oracle.Number(expected["m_post"]), name);
        pairs.After.StandardDeviation.ShouldAgree(Oracle.Number(expected["sd_post"]), name);
        pairs.Change.Mean.ShouldAgree(Oracle.Number(expected["mean_change"]), name);
        pairs.Change.StandardDeviation.ShouldAgree(Oracle.Number(expected["sd_change"]), name);
        pairs.Correlation.ShouldAgree(Oracle.Number(expected["r"]), name);
        change.Raw.ShouldAgree(Oracle.Number(expected["es_baseline_sd"])!.Value, name);
        change.Value.ShouldAgree(Oracle.Number(expected["smcr"])!.Value, name);
        // 1.959963984540054 standard errors, from R's variance.
        var half = 1.959963984540054 * Math.Sqrt(Oracle.Number(expected["smcr_var"])!.Value);
        change.Interval.High.ShouldAgree(change.Value + half, name);
        change.Interval.Low.ShouldAgree(change.Value - half, name);
    }

    /// <summary>1, 3, 4, 8: a quarter lies at place 0.75 from 0, which is 1 + (3 - 1) x 0.75 = 2.5.</summary>
    [Fact]
    public void Quantiles_are_those_of_R_by_default()
    {
        var values = ValueCounts.Of([4, 1, 8, 3]);

        values.Quantile(new Fraction(1, 4)).Should().Be(new Fraction(5, 2));
        values.Median.Should().Be(new Fraction(7, 2));
        values.Quantile(Fraction.Zero).Should().Be((Fraction)1);
        values.Quantile(Fraction.One).Should().Be((Fraction)8);
    }

    /// <summary>2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares about it 32, sample variance 32/7.</summary>
    [Fact]
    public void Mean_and_variance_are_exact_and_merge_in_any_order()
    {
        Fraction[] all = [2, 4, 4, 4, 5, 5, 7, 9];
        var whole = ValueCounts.Of(all);

        whole.Mean.Should().Be(5);
        whole.Variance.ShouldAgree(32.0 / 7, "variance", 1e-15);
        ValueCounts.Of(all[3..]).Merge(ValueCounts.Of(all[..3])).Should().Be(whole);
        ValueCounts.Empty.Merge(whole).Should().Be(whole);
    }

    [Fact]
    public void Of_nothing_there_is_no_mean()
    {
        ValueCounts.Empty.Mean.Should().BeNull();
        ValueCounts.Empty.Median.Should().BeNull();
        ValueCounts.Of([3]).StandardDeviation.Should().BeNull();
        PairCounts.Empty.Correlation.Should().BeNull();
        StandardizedChange.Estimate(PairCounts.Of([new ScorePair(20, 10), new ScorePair(18, 10)])).Should().BeNull("two people are too few");
    }

    /// <summary>Thirds have no end in decimals: 1/3 and 2/3 have the mean 1/2 and the variance 1/18.</summary>
    [Fact]
    public void Fractions_stay_exact()
    {
        var thirds = ValueCounts.Of([new Fraction(1, 3), new Fraction(2, 3)]);

        thirds.Mean.Should().Be(0.5);
        thirds.Variance.ShouldAgree(1.0 / 18, "variance", 1e-15);
    }

    private static Fraction Score(Dictionary<string, string> row) => Fraction.FromDecimal(decimal.Parse(row["y"], CultureInfo.InvariantCulture));
}
