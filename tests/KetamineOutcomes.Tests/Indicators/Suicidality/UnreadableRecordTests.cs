using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Suicidality;

/// <summary>A record that could not be read may hold a raised answer: what is said of suicidality beside it says so.</summary>
public sealed class UnreadableRecordTests
{
    private const string Flag = "records-unreadable";

    // Item 9 clear before and on day 5; one more PHQ-9 of which not even the day is known, or that of a day.
    private static Course With(params UnreadableRecord[] unreadable) =>
        Course.Create("p", "1", [Given.Item9(-1, "0"), Given.Item9(5, "0")], [Given.Dose(0)], unreadable: unreadable).GetValueOrThrow();

    [Fact]
    public void Without_a_time_it_may_belong_anywhere_and_no_row_is_clear_without_a_word()
    {
        var rows = With(new UnreadableRecord("phq-9", null)).Suicidality("every-visit,last,day:5+-2");

        rows.Should().OnlyContain(row => row.Has(Flag));
        rows.Worst().Said().Should().Be("clear");
        rows.Worst().Parameter(Flag).Should().Be("1");
        rows.Worst().Explain().Should().EndWith("One record that asks about suicidality could not be read and is not in this: it needs a person's attention.");
    }

    [Fact]
    public void Two_of_them_are_counted() =>
        With(new("phq-9", null), new("phq-9", null)).Suicidality("last").Worst().Explain().Should().EndWith("2 records that ask about suicidality could not be read and are not in this: they need a person's attention.");

    [Fact]
    public void With_a_time_visits_before_it_stay_as_they_were()
    {
        var rows = With(new UnreadableRecord("phq-9", Given.Day(4))).Suicidality("every-visit,last,day:-1,day:5+-2");

        rows.Where(row => row.Point.StartsWith("every-visit", StringComparison.Ordinal)).Select(row => (row.At, row.Has(Flag))).Distinct().Should().Equal((Given.Day(5), true));
        rows.Worst().Has(Flag).Should().BeTrue();
        rows.Worst("day:-1").Has(Flag).Should().BeFalse("it looks ahead at nothing");
        rows.Worst("day:5+-2").Has(Flag).Should().BeTrue();
        With(new UnreadableRecord("phq-9", Given.Day(6))).Suicidality("every-visit").Where(row => row.Point == "every-visit").Should().OnlyContain(row => !row.Has(Flag));
    }

    [Fact]
    public void As_of_an_earlier_day_it_is_not_there_yet()
    {
        var course = With(new("phq-9", Given.Day(4)), new("madrs", null));
        course.Suicidality("last", asOf: Given.Day(3)).Worst().Parameter(Flag).Should().Be("1", "nobody knows when the other was filled in");
        course.AsOf(Given.Day(3)).Unreadable.Should().Equal(new UnreadableRecord("madrs", null));
    }

    [Theory]
    [InlineData("madrs", true)] // item 10
    [InlineData("c-ssrs-screener", true)]
    [InlineData("suicide-attempt", true)] // an event
    [InlineData("no-such-form", true)] // which form it was is not known
    [InlineData("wsas", false)] // does not ask
    public void It_counts_where_it_may_say_something_of_suicidality(string about, bool counts) =>
        With(new UnreadableRecord(about, null)).Suicidality("last").Worst().Has(Flag).Should().Be(counts);

    [Fact]
    public void A_patient_of_whom_nothing_else_is_known_is_not_passed_over()
    {
        var course = Course.Create("p", "1", [], unreadable: [new("phq-9", null)]).GetValueOrThrow();
        var worst = course.Suicidality("last").Worst();
        (worst.Said(), worst.Has(Flag)).Should().Be(("not-asked", true));
    }

    [Fact]
    public void A_later_series_does_not_change_what_was_said_of_an_earlier_one()
    {
        var course = Course.Create(
            "p",
            "1",
            [Given.Item9(-1, "0"), Given.Item9(5, "0"), Given.Item9(105, "0")],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)],
            unreadable: [new("phq-9", Given.Day(103))]).GetValueOrThrow();
        var rows = course.Suicidality("last");
        (rows.Worst().Has(Flag), rows.Worst(series: 2).Has(Flag)).Should().Be((false, true));
    }

    [Fact]
    public void It_is_written_and_read_as_json()
    {
        var course = With(new("phq-9", Given.Day(4)), new("madrs", null));
        var text = OutcomesJson.Write(course);
        text.Should().Contain("\"unreadable\":[{\"about\":\"madrs\"},{\"about\":\"phq-9\",\"at\":4}]");
        OutcomesJson.ReadCourse(text).GetValueOrThrow().Should().Be(course);
    }

    [Fact]
    public void A_time_on_the_other_scale_says_nothing_of_the_day() =>
        With(new UnreadableRecord("phq-9", Given.At("2026-03-01"))).Unreadable.Should().Equal(new UnreadableRecord("phq-9", null));
}
