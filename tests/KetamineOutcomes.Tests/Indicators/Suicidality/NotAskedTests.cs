using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Suicidality;

/// <summary>Where nothing was asked, a row says so: at each point, at each visit, and once a series.</summary>
public sealed class NotAskedTests
{
    [Theory]
    [InlineData("last", "not-asked")]
    [InlineData("day:7", "not-asked")]
    [InlineData("infusion:1", "not-asked")]
    [InlineData("infusion:2", "not-applicable:no-such-infusion")]
    [InlineData("end-of-induction", "indeterminate:induction-not-labelled")]
    public void Each_point_has_a_row_also_where_the_primary_instrument_does_not_ask(string point, string said)
    {
        var row = Given.Course([Given.Total("gad-7", Given.Day(-1), 15), Given.Total("gad-7", Given.Day(7), 5)]).Suicidality(point, primary: "gad-7").Worst(point);

        row.Said().Should().Be(said);
        row.Evidence.Sources.Should().NotBeEmpty();
    }

    [Fact]
    public void Each_visit_says_what_was_filled_in_and_when_it_was_last_asked()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Total("gad-7", Given.Day(3), 9), Given.Total("who-5", Given.Day(3), 40), Given.Item9(8, "0")]).Suicidality("every-visit");

        rows.Where(row => row.Rule == "worst").Select(row => (row.At, row.Said())).Should().Equal((Given.Day(3), "not-asked"), (Given.Day(8), "clear"));
        var visit = rows.Single(row => row.At == Given.Day(3));
        visit.Explain().Should().Be("Nothing about suicidality was asked at every-visit on day 3: GAD-7, WHO-5 do not ask. It was last answered on day -1, 4 days before (PHQ-9 item 9: clear).");
        visit.Parameter("last-asked").Should().Be("-1");
    }

    [Fact]
    public void An_empty_window_says_what_was_raised_before_it_and_nothing_of_what_came_after()
    {
        var row = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "2"), Given.Item9(40, "0")]).Suicidality("day:20").Worst("day:20");

        (row.Said(), row.Parameter("last-asked"), row.Has("raised-not-asked-again")).Should().Be(("not-asked", "5", true));
        row.Explain().Should().Be("Nothing about suicidality was asked at day:20: no form was filled in. It was last answered on day 5, 15 days before (PHQ-9 item 9: raised). Raised before and not asked again: PHQ-9 item 9 (on day 5).");
    }

    [Fact]
    public void An_old_clear_answer_of_one_instrument_does_not_hide_a_recent_one_of_another() =>
        Given.Course([SuicidalityGiven.Madrs10(-1, "1"), SuicidalityGiven.Madrs10(5, "0"), Given.Item9(60, "0")]).Suicidality("last").Worst().Said().Should().Be("clear");

    [Fact]
    public void An_instrument_that_the_catalogue_does_not_have_did_not_ask() =>
        Given.Course([Given.Total("no-such-form", Given.Day(3), 9)]).Suicidality("every-visit").Worst("every-visit").Said().Should().Be("not-asked");

    [Fact]
    public void How_long_ago_it_was_asked_is_measured_as_of_now()
    {
        var course = Given.Course(
            [Given.Item9(-1, "0"), Given.Item9(4, "1"), Given.Total("gad-7", Given.Day(9), 9), Given.Item9(12, ".")],
            Given.Induction(0, 3, 7, 10));

        var row = course.Suicidality("last", asOf: Given.Day(20)).Single(one => one.Rule == "last-asked");
        (row.Said(), row.At, row.Parameter("visits"), row.Parameter("visits-not-asked"), row.Parameter("infusions-since")).Should().Be(("16", Given.Day(4), "3", "2", "2"));
        row.Explain().Should().Be("Suicidality was last asked and answered on day 4 (PHQ-9 item 9: raised), 16 days before day 20, 2 infusions ago; 2 of 3 visits of the series did not ask.");
    }

    [Fact]
    public void Of_a_series_that_is_over_it_is_measured_to_its_end()
    {
        var rows = Given.Course(
            [Given.Item9(-1, "0"), Given.Item9(30, "0"), Given.Item9(101, "0")],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)]).Suicidality("last");

        rows.Where(row => row.Rule == "last-asked").Select(row => (row.Series, row.Said())).Should().Equal((1, "70"), (2, "0"));
    }

    [Fact]
    public void Never_asked_is_said()
    {
        var row = Given.Course([Given.Total("gad-7", Given.Day(3), 9)]).Suicidality("last").Single(one => one.Rule == "last-asked");

        row.Said().Should().Be("indeterminate:not-asked");
        row.Explain().Should().Contain("Nothing about suicidality has been asked and answered up to day 3");
    }

    [Fact]
    public void A_course_of_infusions_without_a_single_form_says_so() =>
        Given.Course([], Given.Induction(0, 3)).Suicidality("last").Select(row => (row.Rule, row.Said())).Should().BeEquivalentTo([("worst", "not-asked"), ("last-asked", "indeterminate:not-asked")]);

    [Theory]
    [InlineData(14, "indeterminate:not-yet-due")]
    [InlineData(15, "not-asked")]
    public void A_window_that_is_still_open_is_said_to_be(int asOf, string said) =>
        Given.Course([Given.Item9(-1, "0")], Given.Induction(0, 1)).Suicidality("end-of-induction", asOf: Given.Day(asOf)).Worst("end-of-induction").Said().Should().Be(said);

    [Fact]
    public void After_the_end_of_follow_up_nothing_is_asked_any_more() =>
        Given.Course([Given.Item9(-1, "0")], end: new FollowUpEnd(Given.Day(20), FollowUpEndReason.LostToFollowUp)).Suicidality("day:30").Worst("day:30").Said().Should().Be("indeterminate:follow-up-ended");

    [Fact]
    public void A_visit_that_is_only_planned_is_no_visit()
    {
        var course = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "0"), Given.NotDone("phq-9", 90)]);

        course.Suicidality().Where(row => row.Rule == "worst" && row.Point == "every-visit").Select(row => row.At).Should().Equal(Given.Day(5));
        course.Suicidality(asOf: Given.Day(100)).Where(row => row.Rule == "worst" && row.Point == "every-visit").Select(row => row.Said()).Should().Equal("clear", "not-answered");
    }

    [Fact]
    public void Data_without_treatments_begin_with_the_first_answer()
    {
        var rows = Course.Create("p", "1", [Given.Item9(10, "1"), Given.Item9(20, "2"), Given.Item9(30, "1")]).GetValueOrThrow().Suicidality(hasTreatments: false);

        rows.Visits().Should().Be("10 raised, 20 worsening, 30 persisting");
    }

    [Fact]
    public void A_suicide_attempt_on_record_stands_beside_clear_answers()
    {
        var course = Course.Create("p", "1", [Given.Item9(-1, "0"), Given.Item9(9, "0")], [Given.Dose(0)], [new ClinicalEvent(ClinicalEventKind.SuicideAttempt, Given.Day(5))]).GetValueOrThrow();
        var rows = course.Suicidality();

        var attempt = rows.Single(row => row.Rule == "suicide-attempt");
        (attempt.Said(), attempt.At, attempt.Point).Should().Be(("recorded", Given.Day(5), "series"));
        rows.Worst().Has("suicide-attempt-recorded").Should().BeTrue();
        rows.Worst().Said().Should().Be("raised");
        rows.Worst().Explain().Should().EndWith("A suicide attempt is on record. So this is raised whatever the questionnaires say: it was on day 5.");
    }

    [Theory]
    [InlineData("0", "last", "new")] // nothing was asked since
    [InlineData("0", "day:9+-4", "new")]
    [InlineData("0", "day:5", "clear")] // nothing looks ahead
    [InlineData("0", "every-visit", "clear")]
    [InlineData("1", "last", "new")]
    [InlineData("0 0", "last", "raised")] // asked on day 12 and denied: the attempt stands
    [InlineData("0 3", "last", "new")]
    public void A_suicide_attempt_turns_the_state_from_then_on(string item9, string point, string said)
    {
        var forms = item9.Split(' ').Select((answer, index) => Given.Item9(5 + (7 * index), answer));
        var row = Course.Create("p", "1", [Given.Item9(-1, "0"), .. forms], [Given.Dose(0)], [new ClinicalEvent(ClinicalEventKind.SuicideAttempt, Given.Day(8))]).GetValueOrThrow().Suicidality(point).Worst(point);

        row.Said().Should().Be(said);
        row.Has("suicide-attempt-recorded").Should().Be(said != "clear");
        row.KnownAt!.Value.DayNumber.Should().Be(said == "clear" ? 5 : item9.Contains(' ', StringComparison.Ordinal) ? 12 : 8);
    }

    [Fact]
    public void A_suicide_attempt_of_a_later_series_does_not_turn_an_earlier_one()
    {
        var rows = Course.Create("p", "1", [Given.Item9(-1, "0"), Given.Item9(30, "0"), Given.Item9(120, "0")], [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)], [new ClinicalEvent(ClinicalEventKind.SuicideAttempt, Given.Day(110))]).GetValueOrThrow().Suicidality();

        rows.Worst(series: 1).Said().Should().NotBe("raised").And.NotBe("new");
        rows.Worst(series: 2).Said().Should().Be("raised");
        rows.Worst(series: 2).Parameter("state-by-answers").Should().Be("clear");
    }

    [Fact]
    public void A_suicide_attempt_without_any_form_is_raised() =>
        Course.Create("p", "1", [], [Given.Dose(0)], [new ClinicalEvent(ClinicalEventKind.SuicideAttempt, Given.Day(8))]).GetValueOrThrow().Suicidality("last").Worst().Said().Should().Be("new");

    [Theory]
    [InlineData(20, 27, "indeterminate:no-reliable-unit")] // SIDAS has no verified standard deviation
    public void Whether_a_scale_is_reliably_worse_needs_verified_figures(int before, int after, string said) =>
        Given.Course([Given.Total("sidas", Given.Day(-1), before), Given.Total("sidas", Given.Day(9), after)]).Suicidality("last")
            .Single(row => row.Rule == "reliable-deterioration").Said().Should().Be(said);

    // An SD of 125/49 and a reliability of .5 make 1.96 sqrt(2 x .5) 125/49 = 5 points exactly.
    [Theory]
    [InlineData(4, 9, "not-met")] // 5 is not more than 5
    [InlineData(4, 10, "met")]
    [InlineData(10, 4, "not-met")]
    public void With_figures_of_the_caller_it_is_told(int before, int after, string said)
    {
        var figures = new ReliabilityProfile("sidas", "total", clinicalSd: new ChangeFigure(new Fraction(125, 49), "made up", "made up"), reliability: new ChangeFigure(new Fraction(1, 2), "made up", "made up"));
        var row = CourseAssessment.Assess(
            Given.Course([Given.Total("sidas", Given.Day(-1), before), Given.Total("sidas", Given.Day(9), after)]),
            new AssessmentOptions { Reliability = [figures], Include = ["suicidality"] }).Results.Single(result => result is { Rule: "reliable-deterioration", Point: "last" });

        row.Said().Should().Be(said);
        row.Evidence.Flags.Should().Contain("caller-figure");
    }
}
