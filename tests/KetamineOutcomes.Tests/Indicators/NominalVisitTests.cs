using KetamineOutcomes.Indicators;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tests.Indicators.Suicidality;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>What a schedule calls a visit is a point of the course, and never stands in for the day on which it took place.</summary>
public sealed class NominalVisitTests
{
    private static Administration Madrs(int day, int total, string? visit) => new("madrs", Given.Day(day), new AdministrationContent.TotalOnly(total, null, "test"), visit: visit);

    /// <summary>"Week 1" took place on day 11: the point finds it there, and the day stays 11. Day 7 finds the other form.</summary>
    [Fact]
    public void A_visit_is_found_by_its_name_and_keeps_its_day()
    {
        var course = Given.Course([Madrs(-1, 30, "baseline"), Madrs(7, 25, null), Madrs(11, 20, "week-1")]);

        var answer = course.Assess("visit:week-1").One("score");
        (answer.Said(), answer.Day, answer.Point).Should().Be(("20", 11, "visit:week-1"));
        course.Assess("day:7").Said("score").Should().Be("25");
    }

    [Fact]
    public void A_visit_that_is_not_there_has_no_answer() =>
        Given.Course([Madrs(-1, 30, "baseline"), Madrs(7, 25, "week-1")]).Assess("visit:week-2").Said("score").Should().Be("indeterminate:no-assessment");

    /// <summary>A baseline is never an outcome, and neither is what came before it, whatever it is called.</summary>
    [Fact]
    public void The_baselines_visit_is_no_outcome() =>
        Given.Course([Madrs(-3, 28, "week-1"), Madrs(-1, 30, "baseline")]).Assess("visit:baseline").Said("score").Should().Be("indeterminate:no-assessment");

    [Fact]
    public void Of_several_forms_of_a_visit_the_first_usable_one_counts()
    {
        var missed = new Administration("madrs", Given.Day(7), new AdministrationContent.NotDone(), visit: "week-1");

        Given.Course([Madrs(-1, 30, null), missed, Madrs(9, 20, "week-1"), Madrs(10, 10, "week-1")]).Assess("visit:week-1").Said("score").Should().Be("20");
        Given.Course([Madrs(-1, 30, null), missed]).Assess("visit:week-1").Said("score").Should().Be("indeterminate:not-done");
    }

    [Fact]
    public void Suicidality_at_a_visit_is_that_of_its_forms()
    {
        Administration Item9(int day, string answer, string visit) =>
            new("phq-9", Given.Day(day), new AdministrationContent.Answered(((AdministrationContent.Answered)Given.Item9(day, answer).Content).Answers), visit: visit);
        var rows = Given.Course([Item9(-1, "0", "baseline"), Item9(7, "2", "week-1"), Item9(14, "0", "week-2")]).Suicidality("visit:week-1,visit:week-2");

        rows.Worst("visit:week-1").Outcome.State.Should().NotBe(rows.Worst("visit:week-2").Outcome.State);
        rows.Item(point: "visit:week-1").Day.Should().Be(7);
        rows.Item(point: "visit:week-2").Day.Should().Be(14);
    }

    [Fact]
    public void A_course_keeps_its_visits_in_JSON()
    {
        var course = Given.Course([Madrs(-1, 30, "baseline"), Madrs(7, 25, null)]);

        var read = OutcomesJson.ReadCourse(OutcomesJson.Write(course)).GetValueOrThrow();
        read.Administrations.Select(form => form.Visit).Should().Equal("baseline", null);
        OutcomesJson.ReadCourse(OutcomesJson.Write(course).Replace("\"baseline\"", "\"Week 1\"", StringComparison.Ordinal)).IsSuccess.Should().BeFalse();
    }

    [Theory]
    [InlineData("Week 1", "week-1")]
    [InlineData(" week_1_arm_1 ", "week-1-arm-1")]
    [InlineData("BASELINE", "baseline")]
    [InlineData("Day -1", null)] // would else be day 1
    [InlineData("Week 1.5", null)]
    [InlineData("Über", null)]
    [InlineData("-", null)]
    [InlineData("", null)]
    public void A_name_is_read_from_words_alone(string text, string? name)
    {
        NominalVisit.TryRead(text, out var read).Should().Be(name is not null);
        read.Should().Be(name);
    }

    [Theory]
    [InlineData("visit:week-1", true)]
    [InlineData("visit:", false)]
    [InlineData("visit:Week 1", false)]
    [InlineData("visit:week--1", false)]
    public void A_point_names_a_visit(string text, bool reads) => AssessmentPoint.Parse(text).IsSuccess.Should().Be(reads);

    [Fact]
    public void What_is_no_name_is_refused()
    {
        FluentActions.Invoking(() => new AssessmentPoint.Visit("Week 1")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Madrs(1, 2, "Week 1")).Should().Throw<ArgumentException>();
    }
}
