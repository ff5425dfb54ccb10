using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Schedules;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Tests.Treatment.Schedules;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using KetamineOutcomes.Treatment.Segments;
using static KetamineOutcomes.Tests.Treatment.Schedules.TestSchedules;

namespace KetamineOutcomes.Tests.Indicators.Schedules;

/// <summary>A plan in each series by itself, with anchors, changes and stops. <c>Weekly</c>: days 0, 7, 14, 21, windows of two days on both sides.</summary>
public sealed class SeriesAdherenceTests
{
    private static ClinicPlan PlanOf(Schedule schedule, params PlanRecord[] records) => new([new PlannedSchedule(schedule, records: records)]);

    private static PlanRecord Record(int? anchor = null, int series = 1, params (string Step, int Day)[] changes) =>
        new("p", "1", series, anchor is { } day ? Given.Day(day) : null, changes.Select(change => new StepChange(change.Step, Given.Day(change.Day))).ToEquatableArray());

    private static string[] Doses(Course course, ClinicPlan plan, AssessmentOptions? options = null) =>
        [.. ScheduleAssessment.Assess(course, plan, options).Results.Where(row => row.Indicator == "dose").Select(row => $"{row.Series} {row.Point} {row.At?.ToString() ?? "-"} {row.Said()}")];

    private static Infusion[] Labelled(InfusionKind kind, params int[] days) => [.. days.Select(day => Given.Dose(day, kind))];

    [Fact]
    public void A_reinduction_has_the_schedule_anew_from_its_own_first_infusion()
    {
        var course = Given.Course([], [.. Labelled(InfusionKind.Induction, 0, 7, 14, 21), .. Labelled(InfusionKind.Reinduction, 60, 67, 75)]);

        // 60 + 7 = 67 on the day, 60 + 14 = 74 and one day after.
        Doses(course, PlanOf(Weekly)).Should().Equal(
            "1 dose:1 0 on-time", "1 dose:2 7 on-time", "1 dose:3 14 on-time", "1 dose:4 21 on-time",
            "2 dose:1 60 on-time", "2 dose:2 67 on-time", "2 dose:3 75 on-time", "2 dose:4 - pending");
        var shares = ScheduleAssessment.Assess(course, PlanOf(Weekly)).Results.Where(row => row.Indicator == "adherence" && row.Point == "given").Select(row => $"{row.Series} {row.Said()}");
        shares.Should().Equal("1 100", "2 100");
    }

    [Fact]
    public void Without_labels_the_rule_says_where_a_series_begins()
    {
        // McInnes 2022 with a gap of 14 days: 4 infusions in 21 days are a series, and 4 more from day 60 on a re-induction.
        var course = Given.Course([], [.. new[] { 0, 7, 14, 21, 60, 67, 74, 81 }.Select(day => Given.Dose(day, InfusionKind.Unspecified))]);

        Doses(course, PlanOf(Weekly), new AssessmentOptions { Segmentation = SegmentationRules.McInnes2022Gap14 }).Where(row => row.EndsWith("on-time", StringComparison.Ordinal)).Should().HaveCount(8);

        // By labels alone there is one series, and what comes after its plan is outside it.
        Doses(course, PlanOf(Weekly)).Where(row => row.EndsWith("outside-plan", StringComparison.Ordinal)).Should().Equal("1 unplanned:5 60 outside-plan", "1 unplanned:6 67 outside-plan", "1 unplanned:7 74 outside-plan", "1 unplanned:8 81 outside-plan");
    }

    [Fact]
    public void Doses_due_after_the_treatment_was_stopped_are_not_missed()
    {
        var stopped = Course.Create("p", "1", [Given.Madrs(50, 10)], TestSchedules.Log(0, 7), [new ClinicalEvent(ClinicalEventKind.Discontinuation, Given.Day(10))]).GetValueOrThrow();
        Doses(stopped, PlanOf(Weekly)).Should().Equal("1 dose:1 0 on-time", "1 dose:2 7 on-time", "1 dose:3 - not-applicable:treatment-stopped", "1 dose:4 - not-applicable:treatment-stopped");
        ScheduleAssessment.Assess(stopped, PlanOf(Weekly)).Results.Where(row => row.Indicator == "adherence").Select(row => row.Said()).Should().Equal("100", "100");

        var died = Course.Create("p", "1", [], TestSchedules.Log(0), [new ClinicalEvent(ClinicalEventKind.Death, Given.Day(3))]).GetValueOrThrow();
        Doses(died, PlanOf(Weekly)).Should().Equal("1 dose:1 0 on-time", "1 dose:2 - not-applicable:died");
        var lost = Course.Create("p", "1", [], TestSchedules.Log(0), followUpEnd: new FollowUpEnd(Given.Day(3), FollowUpEndReason.LostToFollowUp)).GetValueOrThrow();
        Doses(lost, PlanOf(Weekly)).Should().Equal("1 dose:1 0 on-time", "1 dose:2 - not-applicable:follow-up-ended");

        // A stop that was entered later was not known before.
        var late = Course.Create("p", "1", [], TestSchedules.Log(0), [new ClinicalEvent(ClinicalEventKind.Discontinuation, Given.Day(3), Given.Day(40))]).GetValueOrThrow();
        Doses(late, PlanOf(Weekly), new AssessmentOptions { AsOf = Given.Day(12) }).Should().Equal("1 dose:1 0 on-time", "1 dose:2 - missed", "1 dose:3 - pending", "1 dose:4 - pending");
        Doses(late, PlanOf(Weekly), new AssessmentOptions { AsOf = Given.Day(40) })[1].Should().Be("1 dose:2 - not-applicable:treatment-stopped");
    }

    [Fact]
    public void A_stated_anchor_and_chosen_steps_count()
    {
        // Due from day 0 on, begun on day 2: two days late, inside the window.
        Doses(Given.Course([], TestSchedules.Log(2, 7)), PlanOf(Weekly, Record(anchor: 0)))[..2].Should().Equal("1 dose:1 2 on-time", "1 dose:2 7 on-time");

        // Spravato label: 8 doses in weeks 1 to 4 (days 0, 3, ... 24), weekly on days 28, 35, 42, 49; from day 56 on as chosen: every two weeks.
        int[] given = [0, 3, 7, 10, 14, 17, 21, 24, 28, 35, 42, 49, 56, 70];
        var course = Given.Course([], TestSchedules.Log(given));
        Doses(course, PlanOf(Shipped("spravato-label"))).Count(row => row.EndsWith("outside-plan", StringComparison.Ordinal)).Should().Be(2);
        var chosen = Doses(course, PlanOf(Shipped("spravato-label"), Record(changes: ("every-2-weeks", 56))));
        chosen.Count(row => row.EndsWith("on-time", StringComparison.Ordinal)).Should().Be(14);
        chosen[^1].Should().NotEndWith("outside-plan");
    }

    [Fact]
    public void An_anchor_of_the_second_series_and_a_change_in_it_are_its_own()
    {
        var course = Given.Course([], [.. Labelled(InfusionKind.Induction, 0, 7), .. Labelled(InfusionKind.Reinduction, 60, 66)]);
        var plan = PlanOf(Weekly, Record(anchor: 59, series: 2));

        Doses(course, plan).Where(row => row.StartsWith("2 ", StringComparison.Ordinal)).Should().Equal("2 dose:1 60 on-time", "2 dose:2 66 on-time", "2 dose:3 - pending");
        var issue = ScheduleAssessment.Assess(course, PlanOf(Weekly, Record(anchor: 99, series: 3) with { Place = "plan.json: $.schedules[0].records[0]" })).Issues.Single();
        (issue.Code, issue.Severity, issue.Place).Should().Be((IssueCodes.ScheduleSeriesUnknown, IssueSeverity.Error, "plan.json: $.schedules[0].records[0].series"));
        ScheduleAssessment.Assess(course, PlanOf(Weekly, Record(anchor: 99, series: 3))).Issues.Single().Place.Should().Be(Weekly.Id, "a plan made in code has no place");
    }

    [Fact]
    public void A_schedule_of_maintenance_begins_with_the_first_booster_of_a_series()
    {
        var maintenance = Schedule.Read(TestSchedules.Json(Step("s", """{"days":[14]}""", before: 2, after: 2)).Replace("\"steps\"", "\"begins\":\"first-booster\",\"steps\"", StringComparison.Ordinal)).GetValueOrThrow();
        Schedule.Read(maintenance.ToJson()).GetValueOrThrow().Should().Be(maintenance);
        var course = Given.Course([], [.. Labelled(InfusionKind.Induction, 0, 3, 7), .. Labelled(InfusionKind.Booster, 21, 36)]);

        Doses(course, PlanOf(maintenance)).Should().Equal("1 dose:1 21 on-time", "1 dose:2 36 on-time", "1 dose:3 - pending");
        var without = ScheduleAssessment.Assess(Given.Course([], Labelled(InfusionKind.Induction, 0, 3, 7)), PlanOf(maintenance)).Results;
        without.Select(row => $"{row.Indicator} {row.Point} {row.Said()}").Should().Equal("adherence given indeterminate:no-booster", "adherence on-time indeterminate:no-booster");
        Shipped("phillips-2020-ladder").Begins.Should().Be(ScheduleStart.FirstBooster);
    }

    [Fact]
    public void A_schedule_of_maintenance_has_no_first_day_where_the_first_booster_is_not_known()
    {
        // Every 14 days from the first booster on.
        var ladder = Schedule.Read(TestSchedules.Json(Step("s", """{"days":[14]}""", before: 2, after: 2)).Replace("\"steps\"", "\"begins\":\"first-booster\",\"steps\"", StringComparison.Ordinal)).GetValueOrThrow();
        string[] Said(Course course, SegmentationRule? rule = null, params PlanRecord[] records) =>
            [.. ScheduleAssessment.Assess(course, PlanOf(ladder, records), new AssessmentOptions { Segmentation = rule }).Results.Where(row => row.Scale == "doses").Select(row => $"{row.Indicator} {row.Point} {row.Said()}")];
        static string[] NotKnown(string reason) => [$"adherence given indeterminate:{reason}", $"adherence on-time indeterminate:{reason}"];

        // The log begins with a booster: earlier ones may lie before it.
        var boosters = Given.Course([], Labelled(InfusionKind.Booster, 0, 28));
        Said(boosters).Should().Equal(NotKnown("starts-in-mid-treatment"));
        Said(boosters, null, Record(anchor: 0)).Should().Contain("dose dose:1 on-time", "a stated anchor is known");

        // Nine infusions in a row are more than a series of 4 to 8: where it ended, and so which was the first booster, cannot be told.
        int[] nine = [0, 3, 6, 9, 12, 15, 18, 21, 24];
        Said(Given.Course([], [.. nine.Append(60).Select(day => Given.Dose(day, InfusionKind.Unspecified))]), SegmentationRules.McInnes2022Gap14).Should().Equal(NotKnown("too-many-infusions"));
        Said(Given.Course([], [.. nine.Select(day => Given.Dose(day, InfusionKind.Unspecified)), .. Labelled(InfusionKind.Booster, 60)]), SegmentationRules.McInnes2022Gap14).Should().Equal(NotKnown("too-many-infusions"));

        // Two infusions without a label and no rule.
        Said(Given.Course([], [.. new[] { 0, 28 }.Select(day => Given.Dose(day, InfusionKind.Unspecified))])).Should().Equal(NotKnown("not-labelled"));
    }

    [Fact]
    public void A_log_that_starts_with_a_booster_has_no_first_day_for_an_induction()
    {
        var course = Given.Course([], Labelled(InfusionKind.Booster, 0, 28));

        ScheduleAssessment.Assess(course, PlanOf(Weekly)).Results.Select(row => row.Said()).Should().Equal("indeterminate:starts-in-mid-treatment", "indeterminate:starts-in-mid-treatment");
        Doses(course, PlanOf(Weekly, Record(anchor: 0))).Should().NotBeEmpty();
    }

    [Fact]
    public void Several_plans_and_branches_alike_share_no_key()
    {
        var twice = Schedule.Read(TestSchedules.Json(Step("a", """{"days":[7]}""", """
            "moves":[{"to":"b","when":{"score":{"instrument":"madrs","scale":"total","comparator":"<=","value":12}},"evidence":[{"source":"made-up","status":"project-policy"}]},
            {"to":"b","when":{"score":{"instrument":"phq-9","scale":"total","comparator":"<=","value":5}},"evidence":[{"source":"made-up","status":"project-policy"}]}],
            """), Step("b", """{"days":[14]}"""))).GetValueOrThrow();
        var plan = new ClinicPlan([new PlannedSchedule(twice, "one"), new PlannedSchedule(twice, "two"), new PlannedSchedule(Weekly)]);

        // Two unlike infusions at one time, both for no dose.
        var course = Given.Course([Given.Madrs(1, 10)], [.. TestSchedules.Log(0, 3), new Infusion(Given.Day(3), "esketamine")]);
        var rows = ScheduleAssessment.Assess(course, plan).Results;
        rows.Select(row => (row.Series, row.Instrument, row.Scale, row.Indicator, row.Rule, row.Point, row.At?.ToString())).Should().OnlyHaveUniqueItems();
        rows.Where(row => row.Indicator == "step-condition" && row.Rule == "one").Select(row => row.Point).Should().Equal("a:b:score", "a:b:score:2");
        FluentActions.Invoking(() => new ClinicPlan([new PlannedSchedule(twice), new PlannedSchedule(Weekly)])).Should().Throw<ArgumentException>("both have the id made-up");
    }

    [Fact]
    public void Forms_are_due_by_the_doses_that_were_given_in_each_series()
    {
        var forms = new PlannedForms("day-after", new AssessmentRule.FromDoses("madrs", 1, daysAfter: 2));
        var weekly = new PlannedForms("weekly", AssessmentRule.Repeating.EveryDays("phq-9", 7, daysBefore: 1, daysAfter: 1));
        var course = Given.Course([Given.Madrs(2, 20), Given.Madrs(61, 9)], [.. Labelled(InfusionKind.Induction, 0, 7), .. Labelled(InfusionKind.Reinduction, 60)]);
        string[] Said(int asOf) => [.. ScheduleAssessment.Assess(course, new ClinicPlan(forms: [forms, weekly]), new AssessmentOptions { AsOf = Given.Day(asOf) }).Results
            .Where(row => row.Instrument == "madrs").Select(row => $"{row.Series} {row.Indicator} {row.Rule} {row.Point} {row.Said()}")];

        // Due on days 1, 8 and 61, each until two days later.
        Said(62).Should().Equal(
            "1 assessment-due day-after due:1-0+2 done", "1 assessment-due day-after due:8-0+2 missed", "1 completion day-after done 50",
            "2 assessment-due day-after due:61-0+2 done", "2 completion day-after done 100");
        Said(9).Should().Equal("1 assessment-due day-after due:1-0+2 done", "1 assessment-due day-after due:8-0+2 overdue", "1 completion day-after done 100");

        // Every 7 days from day 0 on, and from day 60 anew: 0, 7, ... 56, then 60 and 67 (whose window opens on day 66).
        var rows = ScheduleAssessment.Assess(course, new ClinicPlan(forms: [weekly]), new AssessmentOptions { AsOf = Given.Day(66) }).Results;
        rows.Count(row => row.Series == 1 && row.Indicator == "assessment-due").Should().Be(9);
        rows.Where(row => row.Series == 2 && row.Indicator == "assessment-due").Select(row => $"{row.Point} {row.Said()}").Should().Equal("due:60-1+1 missed", "due:67-1+1 pending");
        rows[0].Evidence.Sources.Should().Equal("the clinic's own rule");
        rows[0].Evidence.Parameters.Should().Contain(new Parameter("due-rule", "once a week, the first time with the first infusion"));
    }

    [Fact]
    public void Nothing_looks_ahead_over_a_reinduction()
    {
        Infusion[] first = Labelled(InfusionKind.Induction, 0, 7, 14, 21);
        var options = new AssessmentOptions { AsOf = Given.Day(30) };
        var later = Given.Course([], [.. first, .. Labelled(InfusionKind.Reinduction, 60, 67)]);

        TreatmentAssessment.Assess(later, PlanOf(Weekly), TreatmentNotes.Empty, options).Results.Select(row => row.Explain())
            .Should().Equal(TreatmentAssessment.Assess(Given.Course([], first), PlanOf(Weekly), TreatmentNotes.Empty, options).Results.Select(row => row.Explain()));
    }
}
