using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>Functional markers over a course: crying alone is answered, item 1.</summary>
public sealed class MilestoneTests
{
    private static Administration Crying(int day, string rating, RaterKind? rater = null, int? recorded = null) =>
        Given.Form("functional-markers", Given.Day(day), rating + " . . . . . . . .", rater, recorded is { } r ? Given.Day(r) : null);

    private static Course Course(params Administration[] forms) => Given.Course(forms, Given.Induction(0, 3));

    private static IndicatorResult[] Milestones(AssessmentReport report, string rule = "better", string scale = "crying") =>
        [.. report.Results.Where(row => row.Indicator == "milestone" && row.Rule == rule && row.Scale == scale)];

    private static (string Point, int? Day, string Said)[] Said(AssessmentReport report, string rule = "better", string scale = "crying") =>
        [.. Milestones(report, rule, scale).Select(row => (row.Point, row.Day, row.Said()))];

    [Fact]
    public void The_first_time_is_found_with_what_came_before_and_whether_it_was_held()
    {
        // "I have not cried once since my last treatment": 2 on day 5, after 0 on day 1, and again on day 12.
        var report = Course(Crying(1, "0"), Crying(5, "2"), Crying(12, "2")).Assess("last");

        Said(report).Should().Equal(("first", 5, "met"));
        Said(report, "much-better").Should().Equal(("first", 5, "met"));
        var row = Milestones(report, "much-better").Single();
        row.At.Should().Be(Given.Day(5));
        row.KnownAt.Should().Be(Given.Day(12), "held is known when the next rating is");
        row.Evidence.Rule.Should().Be("functional-markers/crying/much-better 1.0.0");
        row.Evidence.Observations.Select(o => (o.Role, o.At, o.Score)).Should().Equal(("before", Given.Day(1), "0"), ("onset", Given.Day(5), "2"), ("confirmation", Given.Day(12), "2"));
        row.Evidence.Parameters.Select(p => (p.Name, p.Value)).Should().Equal(("threshold", ">= 2"), ("confirm-within-days", "1 to 45"), ("infusion", "2"), ("days-since-infusion", "2"));
        row.Evidence.Flags.Should().Equal("project-policy");
        row.Explain().Should().Be("Crying, change: first recorded as much better on day 5 (2 days after infusion 2 of the series), after 0 on day 1; held at the next rating (2 on day 12).");
    }

    [Fact]
    public void Until_the_next_rating_it_is_unconfirmed_with_the_days_that_can_confirm()
    {
        var report = Course(Crying(1, "0"), Crying(5, "1")).Assess("last");

        Said(report).Should().Equal(("first", 5, "unconfirmed"));
        Said(report, "much-better").Should().Equal(("first", null, "not-met"));
        ((IndicatorOutcome.Judged)Milestones(report).Single().Outcome).ConfirmBy.Should().Be(new ConfirmBy(Given.Day(6), Given.Day(50)));
        Milestones(report).Single().Explain().Should().EndWith("no later rating says yet whether it was held.");
        Milestones(report, "much-better").Single().Explain().Should().Be("Crying, change: not recorded as much better in series 1 up to day 5.");
    }

    [Fact]
    public void What_was_not_held_is_still_the_first_time_and_a_later_one_that_was_is_named_too()
    {
        var report = Course(Crying(4, "1"), Crying(8, "-1"), Crying(12, "1"), Crying(20, "2")).Assess("last");

        Said(report).Should().Equal(("first", 4, "not-met"), ("first-held", 12, "met"));
        Milestones(report)[0].Evidence.Flags.Should().Contain("not-held");
        Milestones(report)[0].Explain().Should().Contain("the first rating there is").And.EndWith("not held at the next rating (-1 on day 8).");
        Said(report, "much-better").Should().Equal(("first", 20, "unconfirmed"));
    }

    [Theory]
    [InlineData(49, "met")] // 45 days after day 4
    [InlineData(50, "cannot-confirm")]
    public void A_rating_confirms_for_45_days(int day, string said) => Said(Course(Crying(4, "1"), Crying(day, "1")).Assess("last"))[0].Should().Be(("first", 4, said));

    [Fact]
    public void When_the_days_have_passed_it_can_no_longer_be_confirmed()
    {
        var course = Course(Crying(4, "1"));

        Said(course.Assess("last", asOf: Given.Day(49))).Should().Equal(("first", 4, "unconfirmed"));
        Said(course.Assess("last", asOf: Given.Day(50))).Should().Equal(("first", 4, "cannot-confirm"));
    }

    [Fact]
    public void After_the_end_of_follow_up_nobody_asks_again()
    {
        var course = Given.Course([Crying(4, "1")], end: new FollowUpEnd(Given.Day(10), FollowUpEndReason.Completed));

        Said(course.Assess("last")).Should().Equal(("first", 4, "cannot-confirm"));
    }

    [Fact]
    public void The_same_day_confirms_nothing()
    {
        var report = Course(Crying(4, "1"), new Administration("functional-markers", Given.Day(4), Crying(4, "2").Content, Timing.Post)).Assess("last");

        Said(report).Should().Equal(("first", 4, "unconfirmed"));
    }

    [Fact]
    public void What_stands_before_the_first_infusion_is_no_milestone_and_can_be_what_came_before()
    {
        var report = Course(Crying(-3, "2"), Crying(2, "1")).Assess("last");

        Said(report).Should().Equal(("first", 2, "unconfirmed"));
        Milestones(report).Single().Evidence.Observations.Select(o => (o.Role, o.At)).Should().Equal(("before", Given.Day(-3)), ("onset", Given.Day(2)));
    }

    [Fact]
    public void Nothing_looks_ahead()
    {
        var course = Course(Crying(1, "0"), Crying(5, "1"), Crying(9, "0"), Crying(12, "2", recorded: 15));

        Said(course.Assess("last", asOf: Given.Day(4))).Should().Equal(("first", null, "not-met"));
        Said(course.Assess("last", asOf: Given.Day(6))).Should().Equal(("first", 5, "unconfirmed"));
        Said(course.Assess("last", asOf: Given.Day(9))).Should().Equal(("first", 5, "not-met"));
        Said(course.Assess("last", asOf: Given.Day(14)), "much-better").Should().Equal(("first", null, "not-met"));
        Said(course.Assess("last", asOf: Given.Day(15)), "much-better").Should().Equal(("first", 12, "unconfirmed"));
    }

    [Fact]
    public void A_gap_is_passed_over_and_named()
    {
        var report = Course(Crying(4, "1"), Crying(6, "."), Crying(8, "1")).Assess("last");

        Said(report).Should().Equal(("first", 4, "met"));
        Milestones(report).Single().Evidence.Observations.Select(o => (o.Role, o.At, o.Status)).Should().Equal(
            ("onset", Given.Day(4), "scored"), ("passed-over", Given.Day(6), "incomplete"), ("confirmation", Given.Day(8), "scored"));
    }

    [Fact]
    public void A_marker_that_never_applied_has_no_milestone_and_one_that_was_never_answered_is_unknown()
    {
        var report = Course(Given.Form("functional-markers", Given.Day(4), "1 . 0 0 0 na 0 0 0")).Assess("last");

        Said(report, scale: "as-needed-benzodiazepine").Should().Equal(("first", null, "not-applicable:does-not-apply"));
        Said(report, scale: "sleep").Should().Equal(("first", null, "indeterminate:score-incomplete"));
        Said(report, scale: "energy").Should().Equal(("first", null, "not-met"));
        report.One("score", scale: "as-needed-benzodiazepine").Said().Should().Be("not-applicable:does-not-apply");
        report.One("score", scale: "sleep").Said().Should().Be("indeterminate:score-incomplete");
    }

    [Fact]
    public void Raters_have_milestones_of_their_own()
    {
        var report = Course(Crying(4, "0"), Crying(4, "1", RaterKind.Proxy), Crying(8, "1")).Assess("last");

        Said(report).Should().Equal(("first", 8, "unconfirmed"), ("first:proxy", 4, "unconfirmed"));
    }

    [Fact]
    public void Each_series_has_its_own()
    {
        var report = Given.Course(
            [Crying(4, "1"), Crying(8, "1"), Crying(104, "1")],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)]).Assess("last");

        Milestones(report).Select(row => (row.Series, row.Day, row.Said())).Should().Equal((1, 4, "met"), (2, 4, "unconfirmed"));
    }

    [Fact]
    public void A_rating_of_change_is_never_compared_with_a_baseline()
    {
        var report = Course(Crying(-1, "-2"), Crying(5, "2")).Assess("every-visit");

        report.Results.Select(row => row.Indicator).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo("score", "milestone");
        report.Said("score", scale: "crying").Should().Be("2");
        report.Results.Where(row => row.Indicator == "score").Should().OnlyContain(row => row.Evidence.Parameters.All(p => p.Name != "baseline-policy"));
        report.Results.Select(row => row.Scale).Distinct(StringComparer.Ordinal).Should().HaveCount(9, "every marker is assessed, not the first alone");
    }

    [Fact]
    public void Without_treatments_no_rating_is_taken_for_a_baseline()
    {
        var course = Given.Course([Crying(1, "1"), Crying(3, "2")], []);

        var report = course.Assess("every-visit", hasTreatments: false);
        report.Results.Where(row => row.Indicator == "score" && row.Scale == "crying").Select(row => (row.Day, row.Said())).Should().Equal((0, "1"), (2, "2"));
        course.Assess("day:2", hasTreatments: false).Said("score", scale: "crying").Should().Be("2");
        Said(report).Should().Equal(("first", 0, "met"));
    }

    [Fact]
    public void The_last_rating_is_the_usual_raters_where_they_rated()
    {
        Course(Crying(5, "1"), Crying(6, "-1", RaterKind.Clinician)).Assess("last").Said("score", scale: "crying").Should().Be("1");
        Course(Crying(6, "-1", RaterKind.Clinician)).Assess("last").Said("score", scale: "crying").Should().Be("-1");
    }

    [Fact]
    public void The_end_of_the_calendar_is_no_crash()
    {
        var late = Given.Form("functional-markers", Given.At("9999-12-30"), "1 . . . . . . . .");
        var far = Given.Form("functional-markers", ClinicalTime.OnDay(ClinicalTime.MaxRelativeDay), "1 . . . . . . . .");

        foreach (var form in new[] { late, far })
        {
            var report = KetamineOutcomes.Treatment.Course.Create("p", "1", [form]).GetValueOrThrow().Assess("last", hasTreatments: false);
            Said(report)[0].Said.Should().Be("unconfirmed");
            report.Results.Should().AllSatisfy(row => OutcomesJson.ReadIndicatorResult(OutcomesJson.Write(row)).GetValueOrThrow().Should().Be(row));
        }
    }

    [Fact]
    public void Milestones_of_a_rating_where_less_is_better_go_downwards()
    {
        // The made-up form's improvement: 1 best to 5 worst; better is 2 or less, best less than 2.
        var form = TestDefinitions.Complete;
        var catalogue = InstrumentCatalogue.Shipped.With(form);
        Administration At(int day, int value) => new(form.Id, Given.Day(day), new AdministrationContent.TotalOnly(value, "improvement"));
        var report = Given.Course([At(1, 4), At(5, 2), At(9, 1)]).Assess("last", catalogue: catalogue);

        Said(report, "better", "improvement").Should().Equal(("first", 5, "met"));
        Said(report, "best", "improvement").Should().Equal(("first", 9, "unconfirmed"));
        report.Results.Where(row => row.Scale == "improvement").Select(row => row.Indicator).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo("score", "milestone");
    }
}
