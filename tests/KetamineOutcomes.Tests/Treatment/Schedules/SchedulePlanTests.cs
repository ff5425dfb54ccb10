using KetamineOutcomes.Treatment.Schedules;
using static KetamineOutcomes.Tests.Treatment.Schedules.TestSchedules;

namespace KetamineOutcomes.Tests.Treatment.Schedules;

/// <summary>Due dates counted by hand on the calendar of 2026: 5 January is a Monday, February has 28 days.</summary>
public sealed class SchedulePlanTests
{
    [Fact]
    public void Murrough_2013_gives_six_infusions_in_12_days()
    {
        // Monday, Wednesday, Friday, twice: 5 to 16 January is 12 days, both ends counted.
        var plan = Shipped("murrough-2013").From("2026-01-05");

        plan.DueFirst(10).Days().Should().Be("01-05 01-07 01-09 01-12 01-14 01-16");
        plan.EndAfter(At("2026-01-16")).Should().Be(PlanEnd.Ended);
        plan.EndAfter(At("2026-01-15")).Should().Be(PlanEnd.GoesOn);
    }

    [Fact]
    public void Singh_2016_gives_8_or_12_infusions_in_4_weeks()
    {
        // Mondays and Thursdays of four weeks; Mondays, Wednesdays and Fridays of four weeks.
        Shipped("singh-2016-twice-weekly").From("2026-01-05").DueFirst(100).Days().Should().Be("01-05 01-08 01-12 01-15 01-19 01-22 01-26 01-29");
        Shipped("singh-2016-thrice-weekly").From("2026-01-05").DueFirst(100).Days()
            .Should().Be("01-05 01-07 01-09 01-12 01-14 01-16 01-19 01-21 01-23 01-26 01-28 01-30");
    }

    [Fact]
    public void The_Spravato_label_stops_at_week_9_until_a_branch_is_recorded()
    {
        // Weeks 1 to 4 as above; week 5 begins on 2 February, week 8 on the 23rd, week 9 on 2 March.
        const string EightWeeks = "01-05 01-08 01-12 01-15 01-19 01-22 01-26 01-29 02-02 02-09 02-16 02-23";
        var undecided = Shipped("spravato-label").From("2026-01-05");
        undecided.DueFirst(100).Days().Should().Be(EightWeeks);
        undecided.EndAfter(At("2026-03-01")).Should().Be(PlanEnd.Undecided);
        undecided.NextDue(At("2026-02-24")).Should().BeNull();

        var less = Shipped("spravato-label").From("2026-01-05", null, ("every-2-weeks", "2026-03-02"), ("weekly", "2026-04-06"));
        less.DueFirst(17).Days().Should().Be(EightWeeks + " 03-02 03-16 03-30 04-06 04-13");
        less.DueFirst(17)[12].Step.Should().Be("every-2-weeks");
    }

    [Fact]
    public void The_ladder_of_Phillips_2020_goes_down_by_calendar_months()
    {
        // Weekly to before 5 February: 5, 12, 19, 26 January, 2 February; the next Monday is 9 February. Every two weeks to before 9 April: 9, 23 February,
        // 9, 23 March, 6 April; the next is 20 April. Monthly for three months: 20 April, May, June.
        var plan = Shipped("phillips-2020-ladder").From("2026-01-05");

        plan.DueFirst(100).Days().Should().Be("01-05 01-12 01-19 01-26 02-02 02-09 02-23 03-09 03-23 04-06 04-20 05-20 06-20");
        plan.EndAfter(At("2026-06-20")).Should().Be(PlanEnd.Ended);
    }

    [Fact]
    public void A_relapse_takes_the_ladder_back_to_every_two_weeks()
    {
        // From 5 June every two weeks to before 5 August: 5, 19 June, 3, 17, 31 July; then monthly from 14 August.
        Shipped("phillips-2020-ladder").From("2026-01-05", null, ("every-2-weeks", "2026-06-05")).DueFirst(100).Skip(10).Days()
            .Should().Be("04-20 05-20 06-05 06-19 07-03 07-17 07-31 08-14 09-14 10-14");
    }

    [Fact]
    public void SUSTAIN_2_asks_at_the_end_of_induction_and_of_the_four_weeks()
    {
        var undecided = Shipped("sustain-2").From("0");
        undecided.DueFirst(100).Days().Should().Be("0 3 7 10 14 17 21 24");
        undecided.EndAfter(At("24")).Should().Be(PlanEnd.Undecided);

        Shipped("sustain-2").From("0", null, ("weekly-for-4-weeks", "28"), ("every-2-weeks", "56")).DueFirst(15).Days()
            .Should().Be("0 3 7 10 14 17 21 24 28 35 42 49 56 70 84");
    }

    [Theory]
    [InlineData("2026-01-31", "01-31 02-28 03-31 04-30 05-31 06-30")] // never drifts down to the 28th
    [InlineData("2028-01-31", "01-31 02-29 03-31 04-30 05-31 06-30")] // 2028 is a leap year
    [InlineData("2026-01-30", "01-30 02-28 03-30 04-30 05-30 06-30")]
    [InlineData("2026-02-28", "02-28 03-28 04-28 05-28 06-28 07-28")] // the last day of February is the 28th, not "the last"
    [InlineData("2026-10-31", "10-31 11-30 12-31 01-31 02-28 03-31")]
    public void Months_fall_on_the_same_day_or_the_last_of_a_shorter_month(string anchor, string expected) =>
        Read(Step("monthly", """{"months":1}""")).From(anchor).DueFirst(6).Days().Should().Be(expected);

    [Fact]
    public void Every_second_month_counts_from_the_first_date() =>
        Read(Step("s", """{"months":2}""")).From("2025-12-31").DueFirst(4).Days().Should().Be("12-31 02-28 04-30 06-30");

    [Fact]
    public void A_length_of_a_month_from_the_31st_ends_on_the_last_of_February() =>
        // Weekly before 28 February: 31 January, 7, 14, 21 February; the next rhythm's date is the 28th itself.
        Read(Step("a", """{"days":[7]}""", "\"length\":{\"months\":1},\"then\":\"b\","), Step("b", """{"months":1}""")).From("2026-01-31").DueFirst(6).Days()
            .Should().Be("01-31 02-07 02-14 02-21 02-28 03-28");

    [Fact]
    public void A_fixed_interval_goes_on() =>
        Read(Step("s", """{"days":[10]}""")).From("2026-02-20").DueThrough(At("2026-03-22")).Days().Should().Be("02-20 03-02 03-12 03-22");

    [Theory]
    [InlineData(ClosedDayRule.NextOpen, "01-05 01-08 01-12 01-12 01-14 01-16")]
    [InlineData(ClosedDayRule.PreviousOpen, "01-05 01-06 01-08 01-12 01-14 01-16")]
    [InlineData(ClosedDayRule.NearestOpen, "01-05 01-08 01-08 01-12 01-14 01-16")] // the 7th lies between two open days: the later; the 9th is nearer to the 8th than to the 12th
    public void A_closing_day_moves_its_own_dose_and_no_other(ClosedDayRule rule, string expected)
    {
        // Closed: weekends, Wednesday the 7th, Friday the 9th.
        var closing = new ClosingDays([new DateOnly(2026, 1, 9), new DateOnly(2026, 1, 7)], [DayOfWeek.Sunday, DayOfWeek.Saturday], rule);
        var doses = Shipped("murrough-2013").From("2026-01-05", closing).DueFirst(6);

        doses.Days().Should().Be(expected);
        doses.Select(dose => dose.IsMoved).Should().Equal(false, true, true, false, false, false);
        doses[1].Planned.Should().Be(At("2026-01-07"));
        doses[2].Closes.Should().Be(doses[2].Due.AddDays(1), "the window moves with the dose");
    }

    [Fact]
    public void The_next_dose_is_due_today_or_later()
    {
        var plan = Weekly.From("2026-01-05");

        plan.NextDue(At("2026-01-12"))!.Due.Should().Be(At("2026-01-12"));
        plan.NextDue(At("2026-01-13"))!.Number.Should().Be(3);
        plan.NextDue(At("2026-01-26"))!.Number.Should().Be(4);
        plan.NextDue(At("2026-01-27")).Should().BeNull();
        plan.NextDue(At("2025-06-01"))!.Number.Should().Be(1);
    }

    [Fact]
    public void The_step_in_force_is_that_of_the_last_dose_due()
    {
        var plan = Shipped("sustain-2").From("0", null, ("weekly-for-4-weeks", "28"));

        new[] { "-5", "27", "28", "300" }.Select(day => plan.StepOn(At(day)).Id).Should().Equal("induction", "induction", "weekly-for-4-weeks", "weekly-for-4-weeks");
    }

    [Fact]
    public void The_calendar_s_end_is_the_plan_s_end()
    {
        Read(Step("s", """{"days":[1000]}""", before: 400, after: 400)).From("9997-01-01").DueFirst(9).Days().Should().Be("01-01 09-28");
        Read(Step("s", """{"months":12}""")).From("9998-06-01").DueFirst(9).Days().Should().Be("06-01 06-01");
    }

    [Fact]
    public void What_does_not_fit_together_is_an_issue()
    {
        static string Code(Schedule schedule, string anchor, ClosingDays? closing, params StepChange[] changes) =>
            SchedulePlan.Create(schedule, At(anchor), changes, closing).Issues.Single().Code;

        Code(Shipped("phillips-2020-ladder"), "0", null).Should().Be(IssueCodes.ScheduleNeedsDates);
        Code(Weekly, "0", new ClosingDays([new DateOnly(2026, 1, 1)])).Should().Be(IssueCodes.MixedTimeScales);
        Code(Weekly, "0", null, new StepChange("weekly", At("2026-01-01"))).Should().Be(IssueCodes.MixedTimeScales);
        Code(Weekly, "0", null, new StepChange("daily", At("7"))).Should().Be(IssueCodes.ScheduleStepUnknown);
        Code(Weekly, "0", null, new StepChange("weekly", At("-1"))).Should().Be(IssueCodes.ScheduleChangeOrder);
        Code(Shipped("spravato-label"), "0", null, new StepChange("weekly", At("9")), new StepChange("every-2-weeks", At("9"))).Should().Be(IssueCodes.ScheduleChangeOrder);
        FluentActions.Invoking(() => Weekly.From("0").NextDue(At("2026-01-01"))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new ClosingDays(weekdays: Enum.GetValues<DayOfWeek>())).Should().Throw<ArgumentException>();
    }
}
