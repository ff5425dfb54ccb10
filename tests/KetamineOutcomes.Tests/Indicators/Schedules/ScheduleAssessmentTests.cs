using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Schedules;
using KetamineOutcomes.Tests.Treatment.Schedules;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Tests.Indicators.Schedules;

public sealed class ScheduleAssessmentTests
{
    private static string Row(IndicatorResult row) => $"{row.Indicator} {row.Point} {row.At?.ToString() ?? "-"} {row.Said()}";

    private static Course CourseOf(IEnumerable<Administration> forms, params int[] days) => Given.Course(forms, TestSchedules.Log(days));

    [Fact]
    public void Doses_are_tidy_rows_with_days_off_and_a_share()
    {
        // Weekly, days 0, 7, 14, 21, windows of 2 days: 0 on time; 10 is 3 late; day 14 missed since day 19; 20 is 1 before, on time; 22 is extra.
        var rows = ScheduleAssessment.Adherence(CourseOf([], 0, 10, 20, 22), TestSchedules.Weekly.From("0"));

        rows.Select(Row).Should().Equal(
            "adherence given - 75", // 3 of 4
            "adherence on-time - 50", // 2 of 4
            "days-off dose:1 0 0",
            "days-off dose:2 10 3",
            "days-off dose:4 20 -1",
            "dose dose:1 0 on-time",
            "dose dose:2 10 late",
            "dose dose:3 - missed",
            "dose dose:4 20 on-time",
            "dose unplanned:4 22 extra");
        rows.Should().OnlyContain(row => row.Instrument == "treatment" && row.Scale == "doses" && row.Rule == "made-up" && row.Series == 1);
        rows[6].Explain().Should().Be("Dose 2 (weekly), due on day 7, was given on day 10: late, 3 days after.");
        (rows[6].Day, rows[6].KnownAt).Should().Be((10, ClinicalTime.OnDay(10)));
        rows[7].KnownAt.Should().Be(ClinicalTime.OnDay(19));
        rows[7].Evidence.Parameters.Should().Contain(new Parameter("due", "14")).And.Contain(new Parameter("window", "12 to 16"));
        rows[0].Explain().Should().Be("Of 4 doses of made-up that were given or missed, 3 were given.");
    }

    [Fact]
    public void Overdue_is_said_of_a_stated_day_only()
    {
        var course = CourseOf([Given.Madrs(10, 20)], 0);
        var plan = TestSchedules.Weekly.From("0");

        ScheduleAssessment.Adherence(course, plan).Single(row => row.Indicator == "dose" && row.Point == "dose:2").Said().Should().Be("pending");
        ScheduleAssessment.Adherence(course, plan, Given.Day(10)).Single(row => row.Indicator == "dose" && row.Point == "dose:2").Said().Should().Be("overdue");
        ScheduleAssessment.Adherence(course, plan, Given.Day(-1)).Select(Row).Should().Equal(
            "adherence given - indeterminate:not-yet-due", "adherence on-time - indeterminate:not-yet-due", "dose dose:1 - pending", "dose dose:2 - pending");
    }

    [Fact]
    public void A_closing_day_is_told()
    {
        var course = Course.Create("p", "1", [], [new Infusion(Given.At("2026-01-05")), new Infusion(Given.At("2026-01-13"))]).GetValueOrThrow();
        var plan = TestSchedules.Weekly.From("2026-01-05", new ClosingDays([new DateOnly(2026, 1, 12)]));

        var row = ScheduleAssessment.Adherence(course, plan).Single(each => each.Indicator == "days-off" && each.Point == "dose:2");
        row.Said().Should().Be("0");
        row.Evidence.Flags.Should().Equal("project-policy", "moved-by-closing-day");
        row.Evidence.Parameters.Should().Contain(new Parameter("planned", "2026-01-12")).And.Contain(new Parameter("due", "2026-01-13"));
    }

    [Theory]
    [InlineData(12, "met", "not-met")]
    [InlineData(13, "not-met", "met")]
    public void A_step_condition_is_judged_by_the_last_score(int madrs, string less, string more)
    {
        // MADRS 12 or less is remission (Nijs 2020, abstract): every two weeks; more is not: weekly.
        var plan = TestSchedules.Shipped("sustain-2").From("0", null, ("weekly-for-4-weeks", "28"));
        var rows = ScheduleAssessment.StepConditions(CourseOf([Given.Madrs(-1, 34), Given.Madrs(54, madrs)], 0, 28, 49), plan);

        rows.Select(Row).Should().Equal($"step-condition weekly-for-4-weeks:every-2-weeks:score 54 {less}", $"step-condition weekly-for-4-weeks:weekly:score 54 {more}");
        rows[0].Explain().Should().Contain("It is an observation and no order.").And.Contain("madrs/total at most 12");
        rows[0].Evidence.Sources.Should().ContainSingle().Which.Should().StartWith("Nijs M");
        rows[0].Evidence.Observations.Should().ContainSingle(observation => observation.Role == "score");
    }

    [Theory]
    [InlineData(17, "met")] // (34 - 17) / 34 = 50 %
    [InlineData(18, "not-met")] // 47.06 %
    public void Response_is_judged_by_per_cent_of_baseline(int madrs, string expected)
    {
        var plan = TestSchedules.Shipped("sustain-2").From("0");

        ScheduleAssessment.StepConditions(CourseOf([Given.Madrs(-1, 34), Given.Madrs(25, madrs)], 0, 24), plan).Select(Row)
            .Should().Equal($"step-condition induction:weekly-for-4-weeks:percentage 25 {expected}");
    }

    [Fact]
    public void A_condition_that_cannot_be_judged_says_why()
    {
        var sustain = TestSchedules.Shipped("sustain-2").From("0", null, ("weekly-for-4-weeks", "28"));
        string[] Said(Course course, SchedulePlan plan) => [.. ScheduleAssessment.StepConditions(course, plan).Select(row => row.Said()).Distinct(StringComparer.Ordinal)];

        // The score of day 25 belongs to the induction: it says nothing of the weekly step that began on day 28.
        Said(CourseOf([Given.Madrs(-1, 34), Given.Madrs(25, 8)], 0, 28, 35), sustain).Should().Equal("indeterminate:before-step");
        Said(CourseOf([], 0, 28, 35), sustain).Should().Equal("indeterminate:no-assessment");
        Said(CourseOf([Given.Madrs(26, 15)], 0, 24), TestSchedules.Shipped("sustain-2").From("0")).Should().Equal("indeterminate:no-baseline");
        Said(CourseOf([], 0, 49), TestSchedules.Shipped("spravato-label").From("0")).Should().Equal("indeterminate:clinic-judges");
        Said(CourseOf([], 0), TestSchedules.Weekly.From("0")).Should().BeEmpty();
    }

    [Fact]
    public void Assessments_have_a_denominator()
    {
        var plan = new AssessmentPlan([new PlannedAssessment("madrs", Given.Day(0), 7, 0), new PlannedAssessment("madrs", Given.Day(7), 1, 1), new PlannedAssessment("madrs", Given.Day(14), 1, 3), new PlannedAssessment("phq-9", Given.Day(14))]);
        var course = Course.Create("p", "1", [Given.Madrs(-1, 30), Given.NotDone("madrs", 7), Given.Madrs(20, 9)], TestSchedules.Log(0), plan: plan).GetValueOrThrow();
        string[] Said(int? asOf) => [.. ScheduleAssessment.Assessments(course, asOf is { } day ? Given.Day(day) : null).Where(row => row.Indicator == "assessment-due").Select(row => $"{row.Instrument} {row.Point} {row.Said()}")];

        Said(null).Should().Equal("madrs due:0-7+0 done", "madrs due:14-1+3 missed", "madrs due:7-1+1 missed", "phq-9 due:14-0+0 missed");
        Said(15).Should().Equal("madrs due:0-7+0 done", "madrs due:14-1+3 overdue", "madrs due:7-1+1 missed", "phq-9 due:14-0+0 missed");
        Said(14).Should().Equal("madrs due:0-7+0 done", "madrs due:14-1+3 pending", "madrs due:7-1+1 missed", "phq-9 due:14-0+0 pending");
        ScheduleAssessment.Assessments(course).Where(row => row.Indicator == "assessment-due").Select(row => row.At?.ToString()).Should().Equal("-1", null, null, null);

        // Of three MADRS forms one was done and two were missed; as of day 15 one of them is overdue and counts for neither.
        string[] Shares(int? asOf) => [.. ScheduleAssessment.Assessments(course, asOf is { } day ? Given.Day(day) : null).Where(row => row.Indicator == "completion").Select(row => $"{row.Instrument} {row.Rule} {row.Said()}")];
        Shares(null).Should().Equal("madrs plan 100/3", "phq-9 plan 0");
        Shares(15).Should().Equal("madrs plan 50", "phq-9 plan 0");
        Shares(14).Should().Equal("madrs plan 50", "phq-9 plan indeterminate:not-yet-due");
        ScheduleAssessment.Assessments(Given.Course([Given.Madrs(1, 3)])).Should().BeEmpty();
    }

    [Fact]
    public void A_dose_that_was_not_given_stands_in_the_series_in_which_it_was_due()
    {
        // The first series is days 0 and 7, the second begins on day 60; the doses of days 14 and 21 were missed.
        var course = Given.Course([], [.. Given.Induction(0, 7), Given.Dose(60, InfusionKind.Reinduction)]);
        var rows = ScheduleAssessment.Adherence(course, TestSchedules.Weekly.From("0"));

        rows.Where(row => row.Said() == "missed").Select(row => $"{row.Point} {row.Series}").Should().Equal("dose:3 1", "dose:4 1");
        rows.Should().OnlyContain(row => row.Series == 1);
    }

    [Fact]
    public void All_rows_come_in_one_go_anchored_at_the_first_infusion()
    {
        var plan = new AssessmentPlan([new PlannedAssessment("madrs", Given.Day(7))]);
        var course = Course.Create("p", "1", [Given.Madrs(-1, 34), Given.Madrs(7, 15)], TestSchedules.Log(0, 3, 7), plan: plan).GetValueOrThrow();
        var report = ScheduleAssessment.Assess(course, TestSchedules.Shipped("sustain-2"));

        report.Issues.Should().BeEmpty();
        report.Results.Select(row => $"{row.Instrument} {row.Indicator}").Distinct(StringComparer.Ordinal).Should().Equal("madrs assessment-due", "madrs completion", "treatment adherence", "treatment days-off", "treatment dose", "treatment step-condition");
        report.Results.Should().Contain(ScheduleAssessment.Adherence(course, TestSchedules.Shipped("sustain-2").From("0")));
    }

    [Fact]
    public void Where_no_plan_can_be_made_the_issue_says_why()
    {
        var report = ScheduleAssessment.Assess(Given.Course([], [Given.Dose(0, InfusionKind.Booster)]), TestSchedules.Shipped("phillips-2020-ladder"), Given.Day(0));

        (report.Results.Count, report.Issues.Single().Code).Should().Be((0, IssueCodes.ScheduleNeedsDates));
        ScheduleAssessment.Assess(CourseOf([], 0), TestSchedules.Weekly, Given.At("2026-01-05")).Issues.Single().Code.Should().Be(IssueCodes.MixedTimeScales);
        ScheduleAssessment.Assess(CourseOf([Given.Madrs(1, 3)]), TestSchedules.Weekly).Results.Should().BeEmpty();
    }

    [Fact]
    public void One_form_is_one_assessment_and_goes_where_the_window_closes_first()
    {
        var plan = new AssessmentPlan([new PlannedAssessment("madrs", Given.Day(7), 3, 3), new PlannedAssessment("madrs", Given.Day(10), 3, 3)]);
        var course = Course.Create("p", "1", [Given.Madrs(8, 30)], TestSchedules.Log(0), plan: plan, followUpEnd: new FollowUpEnd(Given.Day(30), FollowUpEndReason.Completed)).GetValueOrThrow();

        ScheduleAssessment.Assessments(course).Where(row => row.Indicator == "assessment-due").Select(row => $"{row.Point} {row.Said()}").Should().Equal("due:10-3+3 missed", "due:7-3+3 done");
    }
}
