using KetamineOutcomes.Cohorts.Rates;

namespace KetamineOutcomes.Cohorts.Tests;

public sealed class ProportionTests
{
    [Fact]
    public void Wilson_agrees_with_R()
    {
        var rows = Oracle.Read("oracles/stats/proportion_ci.csv").Where(row => row["method"] == "wilson").ToList();

        foreach (var row in rows)
        {
            var interval = new Proportion(long.Parse(row["x"], System.Globalization.CultureInfo.InvariantCulture), long.Parse(row["n"], System.Globalization.CultureInfo.InvariantCulture))
                .Wilson(Oracle.Number(row["conf_level"])!.Value);

            var where = $"{row["x"]} of {row["n"]} at {row["conf_level"]}";
            interval!.Value.Low.ShouldAgree(Oracle.Number(row["lower"])!.Value, where);
            interval.Value.High.ShouldAgree(Oracle.Number(row["upper"])!.Value, where);
        }

        rows.Should().HaveCount(315);
    }

    /// <summary>10 of 32 is 31.25, which PMC10439056 (table 3) prints as 31.3: half away from zero, not to the even digit.</summary>
    [Theory]
    [InlineData(10, 32, "31.3")]
    [InlineData(23, 32, "71.9")]
    [InlineData(0, 5, "0")]
    [InlineData(5, 5, "100")]
    public void Percentages_are_rounded_as_papers_do(long count, long of, string percent) =>
        new Proportion(count, of).Percent().Should().Be(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Of_nobody_there_is_no_share()
    {
        var nobody = new Proportion(0, 0);

        nobody.Share.Should().BeNull();
        nobody.Percent().Should().BeNull();
        nobody.Wilson().Should().BeNull();
    }

    [Fact]
    public void Groups_add_up() => (new Proportion(3, 7) + new Proportion(0, 0) + new Proportion(2, 5)).Should().Be(new Proportion(5, 12));

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    public void A_count_lies_within_its_denominator(long count, long of) =>
        FluentActions.Invoking(() => new Proportion(count, of)).Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_level_lies_strictly_between_0_and_1(double level) =>
        new Proportion(1, 2).Invoking(proportion => proportion.Wilson(level)).Should().Throw<ArgumentOutOfRangeException>();
}
