using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using static KetamineOutcomes.Tests.Treatment.Schedules.TestSchedules;

namespace KetamineOutcomes.Tests.Treatment.Schedules;

public sealed class AssessmentRuleTests
{
    private static string Said(ReadResult<AssessmentPlan> plan) => string.Join(' ', plan.GetValueOrThrow().Assessments.Select(each => $"{each.Instrument}@{each.Due}"));

    [Fact]
    public void Days_from_planned_doses_are_due_whether_these_were_given_or_not()
    {
        // Doses on days 0, 7, 14, 21: before each (-1), a day after every second from the second (8, 22).
        AssessmentRule[] rules = [new AssessmentRule.FromDoses("phq-9", -1), new AssessmentRule.FromDoses("madrs", 1, first: 2, every: 2, daysBefore: 1, daysAfter: 2)];
        var plan = AssessmentPlans.FromPlan(rules, Weekly.From("0"), At("30"));

        Said(plan).Should().Be("phq-9@-1 phq-9@6 madrs@8 phq-9@13 phq-9@20 madrs@22");
        var madrs = plan.GetValueOrThrow().Assessments[2];
        (madrs.DaysBefore, madrs.DaysAfter).Should().Be((1, 2));
    }

    [Fact]
    public void What_is_due_after_the_last_day_is_not_in_the_plan() =>
        Said(AssessmentPlans.FromPlan([new AssessmentRule.FromDoses("madrs", 1)], Weekly.From("0"), At("14"))).Should().Be("madrs@1 madrs@8");

    [Fact]
    public void A_dose_that_a_closing_day_moved_takes_its_assessment_along() =>
        Said(AssessmentPlans.FromPlan([new AssessmentRule.FromDoses("madrs", 1)], Weekly.From("2026-01-05", new ClosingDays([new DateOnly(2026, 1, 12)])), At("2026-01-15")))
            .Should().Be("madrs@2026-01-06 madrs@2026-01-14");

    [Fact]
    public void Rhythms_count_from_the_anchor_and_months_keep_its_day()
    {
        AssessmentRule[] rules = [AssessmentRule.Repeating.EveryMonths("phq-9", 1), AssessmentRule.Repeating.EveryDays("madrs", 28)];

        // 31 January + 28 days = 28 February, + 28 = 28 March.
        Said(AssessmentPlans.FromInfusions(rules, [], At("2026-01-31T10:00"), At("2026-03-31")))
            .Should().Be("madrs@2026-01-31 phq-9@2026-01-31 madrs@2026-02-28 phq-9@2026-02-28 madrs@2026-03-28 phq-9@2026-03-31");
        AssessmentPlans.FromInfusions(rules, [], At("0"), At("30")).Issues.Single().Code.Should().Be(IssueCodes.ScheduleNeedsDates);
    }

    [Fact]
    public void Doses_that_were_given_count_once_a_day() =>
        Said(AssessmentPlans.FromInfusions([new AssessmentRule.FromDoses("madrs", 1), new AssessmentRule.FromDoses("madrs", 1)], [.. Log(3, 0), new Infusion(ClinicalTime.OnDay(0.5m))], At("0"), At("30")))
            .Should().Be("madrs@1 madrs@4");

    [Fact]
    public void A_mistake_throws()
    {
        FluentActions.Invoking(() => new AssessmentRule.FromDoses("", 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new AssessmentRule.FromDoses("madrs", 1, every: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => AssessmentRule.Repeating.EveryDays("madrs", 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => AssessmentPlans.FromPlan([], Weekly.From("0"), At("2026-01-01"))).Should().Throw<ArgumentException>();
    }
}
