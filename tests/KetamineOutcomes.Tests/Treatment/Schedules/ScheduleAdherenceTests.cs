using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;
using static KetamineOutcomes.Tests.Treatment.Schedules.TestSchedules;

namespace KetamineOutcomes.Tests.Treatment.Schedules;

/// <summary>
/// Weekly doses on days 0, 7, 14, 21 with windows of two days on both sides. The days of the doses, from the window's first to before the next one's: -2 to 4, 5 to 11,
/// 12 to 18, 19 to 25.
/// </summary>
public sealed class ScheduleAdherenceTests
{
    private static ScheduleAdherence Compare(params int[] days) => Weekly.From("0").Compare(Log(days));

    [Fact]
    public void On_time_are_both_ends_of_the_window() => Compare(0, 9, 12, 21).Said().Should().Be("OnTime:0 OnTime:2 OnTime:-2 OnTime:0");

    [Fact]
    public void Late_is_after_the_window_and_before_the_next_one_s()
    {
        Compare(0, 10).Said().Should().Be("OnTime:0 Late:3 Pending");
        Compare(0, 11).Said().Should().Be("OnTime:0 Late:4 Pending");

        // Day 12 lies in the window of the third dose, so the second was missed, since that day.
        var missed = Compare(0, 12);
        missed.Said().Should().Be("OnTime:0 Missed OnTime:-2 Pending");
        missed.Doses[1].MissedSince.Should().Be(ClinicalTime.OnDay(12));
    }

    [Fact]
    public void Early_is_strictly_nearer_to_the_next_dose_than_to_the_one_before()
    {
        // Day 4 is 3 days before day 7 and 4 after day 0; day 3 is 4 and 3.
        Compare(0, 4).Said().Should().Be("OnTime:0 Early:-3 Pending");
        Compare(0, 3).Said().Should().Be("OnTime:0 Pending extra 3");
        // An even gap has a middle: 5 days from both; it counts for neither.
        Read(Step("s", """{"days":[10]}""", before: 1, after: 1)).From("0").Compare(Log(0, 5)).Said().Should().Be("OnTime:0 Pending extra 5");
    }

    [Fact]
    public void A_dose_is_given_once() => Compare(0, 7, 8, 9, 14).Said().Should().Be("OnTime:0 OnTime:0 OnTime:0 Pending extra 8 9");

    [Fact]
    public void After_an_early_dose_the_next_one_is_not_early_too() => Compare(0, 4, 5).Said().Should().Be("OnTime:0 Early:-3 Pending extra 5");

    [Fact]
    public void What_lies_before_or_after_the_plan_is_outside_it()
    {
        // Before the first dose: nearer than half of the first gap of 7 days, so up to 3 days.
        Compare(-3, 7).Said().Should().Be("Early:-3 OnTime:0 Pending");
        Compare(-4, 0).Said().Should().Be("OnTime:0 Pending outside -4");
        Compare(0, 7, 14, 21, 25, 26).Said().Should().Be("OnTime:0 OnTime:0 OnTime:0 OnTime:0 extra 25 outside 26");
        Compare(0, 7, 14, 25).Said().Should().Be("OnTime:0 OnTime:0 OnTime:0 Late:4");
    }

    [Theory]
    [InlineData(9, "OnTime:0 Pending")] // the window's last day
    [InlineData(10, "OnTime:0 Overdue Pending")]
    [InlineData(11, "OnTime:0 Overdue Pending")]
    [InlineData(12, "OnTime:0 Missed Pending Pending")]
    [InlineData(26, "OnTime:0 Missed Missed Missed")]
    public void Overdue_needs_a_day(int day, string expected)
    {
        var plan = Weekly.From("0");

        // Pending ends with the first dose ahead: of day 9 that is the second's window still open, and the third ahead.
        var said = plan.Compare(Log(0), asOf: ClinicalTime.OnDay(day)).Said();
        said.Should().Be(day == 9 ? expected + " Pending" : expected);
        plan.Compare(Log(0), lastRecord: ClinicalTime.OnDay(day)).Said().Should().Be(said.Replace("Overdue", "Pending", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_looks_ahead()
    {
        var plan = Weekly.From("0");

        plan.Compare(Log(0, 7, 12, 21), asOf: ClinicalTime.OnDay(8)).Said().Should().Be("OnTime:0 OnTime:0 Pending");
        plan.Compare(Log(0, 7, 12, 21), asOf: ClinicalTime.OnDay(8)).Should().Be(plan.Compare(Log(0, 7), asOf: ClinicalTime.OnDay(8)));
    }

    [Fact]
    public void A_change_that_lies_ahead_is_not_known_yet()
    {
        var plan = Shipped("spravato-label").From("0", null, ("every-2-weeks", "10"));

        plan.Compare(Log(0, 3, 7), asOf: ClinicalTime.OnDay(8)).Next!.Dose.Step.Should().Be("weeks-1-to-4");
        plan.Compare(Log(0, 3, 7, 10), asOf: ClinicalTime.OnDay(11)).Next!.Dose.Due.Should().Be(ClinicalTime.OnDay(24));
    }

    [Theory]
    [InlineData(StopReason.FollowUpEnded)]
    [InlineData(StopReason.Discontinued)]
    [InlineData(StopReason.Died)]
    public void After_a_stop_no_dose_is_expected_and_none_is_missed(StopReason reason)
    {
        var plan = Weekly.From("0");
        ScheduleAdherence Stopped(int day, int? resumed = null) => plan.Compare(
            Log([0, .. resumed is { } back ? new[] { back } : []]),
            asOf: ClinicalTime.OnDay(60),
            stops: [new TreatmentStop(ClinicalTime.OnDay(day), reason, resumedAt: resumed is { } at ? ClinicalTime.OnDay(at) : null)]);

        // The second dose belongs to days 5 to 11 and would be missed from day 12 on: on day 11 it still could have been given.
        Stopped(11).Said().Should().Be("OnTime:0 NotExpected NotExpected NotExpected");
        Stopped(12).Said().Should().Be("OnTime:0 Missed NotExpected NotExpected");
        (Stopped(11).Next, Stopped(11).End).Should().Be(((DoseAdherence?)null, PlanEnd.Stopped));
        Stopped(11).Doses[1].Stop!.Reason.Should().Be(reason);

        // Taken up again on day 14, so that the doses of days 14 and 21 are expected again.
        Stopped(6, resumed: 14).Said().Should().Be("OnTime:0 NotExpected OnTime:0 Missed");

        // What is known as of a day before the stop says nothing of it.
        plan.Compare(Log(0), asOf: ClinicalTime.OnDay(10), stops: [new TreatmentStop(ClinicalTime.OnDay(11), reason)]).Said().Should().Be("OnTime:0 Overdue Pending");
    }

    [Fact]
    public void The_next_series_takes_over_its_own_doses()
    {
        // From day 13 on the doses are the next series'; that of day 7 was missed on day 12.
        var adherence = Weekly.From("0").Compare(Log(0), lastRecord: ClinicalTime.OnDay(60), until: ClinicalTime.OnDay(13));
        (adherence.Said(), adherence.End).Should().Be(("OnTime:0 Missed", PlanEnd.Stopped));

        // From day 10 on: the dose of day 7 could still have been given.
        Weekly.From("0").Compare(Log(0), lastRecord: ClinicalTime.OnDay(60), until: ClinicalTime.OnDay(10)).Doses[1].Stop!.Reason.Should().Be(StopReason.NewSeries);
    }

    [Fact]
    public void Doses_that_closing_days_put_on_one_day_are_two_doses()
    {
        // Wednesday 7 and Friday 9 January move to Monday 12, which has a dose of its own: one visit gives one of the three.
        var closing = new ClosingDays(Enumerable.Range(7, 5).Select(day => new DateOnly(2026, 1, day)));
        var plan = Shipped("murrough-2013").From("2026-01-05", closing);
        plan.DueFirst(6).Days().Should().Be("01-05 01-12 01-12 01-12 01-14 01-16");

        var log = new[] { "2026-01-05", "2026-01-12", "2026-01-14", "2026-01-16" }.Select(day => new Infusion(At(day)));
        plan.Compare(log).Said().Should().Be("OnTime:0 OnTime:0 Missed Missed OnTime:0 OnTime:0");
    }

    [Fact]
    public void A_window_opens_after_the_dose_before_it_is_due()
    {
        // Doses of a on days 0, 2, 17, 19, 34, 36 and 51, of b on 53, 60, ...; b's window would open on day 47, before that of day 51 does (50). It opens on day 52.
        var plan = Read(Step("a", """{"days":[2,15]}""", "\"length\":{\"doses\":7},\"then\":\"b\",", before: 1), Step("b", """{"days":[7]}""", before: 6)).From("0");
        plan.DueFirst(9).Select(dose => (dose.Due.DayNumber, dose.Opens.DayNumber)).Should().Equal(
            (0, -1), (2, 1), (17, 16), (19, 18), (34, 33), (36, 35), (51, 50), (53, 52), (60, 54));

        // Day 2 is on time for the second dose; 11 is nearer to 17 (6 days) than to 2 (9); 16 lies between a dose given early and the window that opens on 18, nearer to 17 (1) than to 19 (3);
        // 45 lies between 35 and 49, so late for 36. Day 47 is then nearer to 51 (4 days) than to 36 (11).
        plan.Compare(Log(47, 2, 11, 45, 16)).Said().Should().Be("Missed OnTime:0 Early:-6 Missed Missed Late:9 Early:-4 Pending extra 16");
    }

    [Fact]
    public void A_window_of_the_next_step_does_not_reach_before_the_first_dose()
    {
        // Doses on days 0, 1, 2, 3, 13, ...; the window of day 3 would open on day -1.
        var plan = Read(Step("a", """{"days":[1]}""", "\"length\":{\"doses\":3},\"then\":\"b\","), Step("b", """{"days":[10]}""", before: 4, after: 1)).From("0");

        plan.Compare(Log(-1)).Said().Should().Be("Pending outside -1");
        plan.Compare(Log(-1, 33)).Said().Should().Be("Missed Missed Missed Missed Missed Missed OnTime:0 Pending outside -1");
    }

    [Fact]
    public void A_plan_without_a_log_waits_for_its_first_dose()
    {
        var adherence = Weekly.From("0").Compare([]);

        adherence.Said().Should().Be("Pending");
        adherence.Next!.Dose.Number.Should().Be(1);
        adherence.Count(DoseStatus.Pending).Should().Be(1);
        adherence.End.Should().Be(PlanEnd.GoesOn);
    }

    [Fact]
    public void Times_of_day_and_offsets_play_no_part()
    {
        var plan = Weekly.From("2026-01-05");
        var log = new[] { "2026-01-05T23:59:00-05:00", "2026-01-12T00:00:00+13:00", "2026-01-19" }.Select(time => new Infusion(At(time)));

        plan.Compare(log).Said().Should().Be("OnTime:0 OnTime:0 OnTime:0 Pending");
        FluentActions.Invoking(() => plan.Compare(Log(0))).Should().Throw<ArgumentException>();
    }
}
