using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Treatment;

public sealed class InfusionSeriesTests
{
    /// <summary>One infusion a week by the letters i (induction), b (booster), r (re-induction), - (not labelled); the series as counts.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("i", "1")]
    [InlineData("iiiiii", "6")]
    [InlineData("iiibb", "5")]
    [InlineData("iiibbrr", "5,2")]
    [InlineData("iiirrr", "3,3")]
    [InlineData("iibii", "3,2")]
    [InlineData("iirrii", "2,2,2")]
    [InlineData("iirrbrr", "2,3,2")]
    [InlineData("----", "4")]
    [InlineData("-ii-b-", "6")]
    [InlineData("bb", "2")]
    [InlineData("rrb", "3")]
    [InlineData("iib-ii", "4,2")] // the unlabelled one belongs to the series in which it falls: the booster before it still ends the induction
    [InlineData("iir-r", "2,3")] // and does not cut a re-induction in two
    public void Labels_make_the_series(string kinds, string expected)
    {
        var course = Given.Course([], kinds.Select((kind, index) => Given.Dose(index * 7, Kind(kind))));

        string.Join(',', course.Series.Select(series => series.Infusions.Count)).Should().Be(expected);
        course.Series.Select(series => series.Number).Should().Equal(Enumerable.Range(1, course.Series.Count));
        course.Series.SelectMany(series => series.Infusions).Should().Equal(course.Infusions);
    }

    [Theory]
    [InlineData("iib", 1)]
    [InlineData("i-b", null)] // the unlabelled one may have been induction too
    [InlineData("i-ib", 2)]
    [InlineData("ib-", 0)]
    [InlineData("--", null)]
    [InlineData("bb", null)]
    [InlineData("rrb", 1)]
    public void The_last_infusion_of_induction_is_the_last_one_that_is_labelled_so(string kinds, int? index)
    {
        var series = Given.Course([], kinds.Select((kind, i) => Given.Dose(i * 7, Kind(kind)))).Series[0];

        series.LastOfInduction.Should().Be(index is { } i ? series.Infusions[i] : null);
    }

    [Theory]
    [InlineData("ii", false)]
    [InlineData("--", false)]
    [InlineData("bi", true)]
    [InlineData("r", true)]
    public void A_log_that_begins_with_a_booster_or_a_reinduction_starts_in_mid_treatment(string kinds, bool starts) =>
        Given.Course([], kinds.Select((kind, i) => Given.Dose(i * 7, Kind(kind)))).Series[0].StartsInMidTreatment.Should().Be(starts);

    [Fact]
    public void A_later_series_does_not_start_in_mid_treatment() =>
        Given.Course([], "iirr".Select((kind, i) => Given.Dose(i * 7, Kind(kind)))).Series[1].StartsInMidTreatment.Should().BeFalse();

    [Fact]
    public void The_dose_by_weight_is_exact()
    {
        new Infusion(Given.Day(0), doseMg: 40, weightKg: 80).MgPerKg.Should().Be(new Fraction(1, 2));
        new Infusion(Given.Day(0), doseMg: 35.5m, weightKg: 72).MgPerKg.Should().Be(new Fraction(71, 144)); // 35.5 / 72
        new Infusion(Given.Day(0), doseMg: 0, weightKg: 72).MgPerKg.Should().Be(Fraction.Zero);
        new Infusion(Given.Day(0), doseMg: 40).MgPerKg.Should().BeNull();
        new Infusion(Given.Day(0), weightKg: 80).MgPerKg.Should().BeNull();
    }

    [Fact]
    public void Numbers_outside_their_range_are_a_mistake_of_the_caller()
    {
        var dose = () => new Infusion(Given.Day(0), doseMg: -1);
        var weight = () => new Infusion(Given.Day(0), weightKg: 0);
        var minutes = () => new Infusion(Given.Day(0), minutes: -1);
        var agent = () => new Infusion(Given.Day(0), " ");

        dose.Should().Throw<ArgumentOutOfRangeException>();
        weight.Should().Throw<ArgumentOutOfRangeException>();
        minutes.Should().Throw<ArgumentOutOfRangeException>();
        agent.Should().Throw<ArgumentException>();
    }

    private static InfusionKind Kind(char kind) => kind switch
    {
        'i' => InfusionKind.Induction,
        'b' => InfusionKind.Booster,
        'r' => InfusionKind.Reinduction,
        _ => InfusionKind.Unspecified,
    };
}
