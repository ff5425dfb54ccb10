using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Onset;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Onset;

/// <summary>When a gain counts as held: by run, 7 to 45 days on, and what else can be said.</summary>
public sealed class ConfirmationRuleTests
{
    private static (Judgement, int?) Decide(ConfirmationRule rule, bool isClosed, params (int Day, bool Holds)[] visits) => rule.Decide(visits, 0, isClosed);

    [Theory]
    [InlineData(6, null)]
    [InlineData(7, 1)]
    [InlineData(45, 1)]
    [InlineData(46, null)]
    public void Both_ends_of_the_window_count(int day, int? by) =>
        Decide(ConfirmationRule.Week, isClosed: true, (0, true), (day, true)).Should().Be((by is null ? Judgement.CannotConfirm : Judgement.Met, by));

    [Fact]
    public void Assessments_before_the_week_is_over_must_hold_too()
    {
        Decide(ConfirmationRule.Week, isClosed: false, (0, true), (3, true), (7, true)).Should().Be((Judgement.Met, 2));
        Decide(ConfirmationRule.Week, isClosed: false, (0, true), (3, false), (7, true)).Should().Be((Judgement.NotMet, 1));
    }

    [Fact]
    public void Nothing_yet_is_unconfirmed_while_the_window_is_open() =>
        Decide(ConfirmationRule.Week, isClosed: false, (0, true), (3, true)).Should().Be((Judgement.Unconfirmed, (int?)null));

    [Fact]
    public void Another_form_of_the_same_day_says_nothing_of_later_days() =>
        Decide(ConfirmationRule.Week, isClosed: false, (0, true), (0, false), (8, true)).Should().Be((Judgement.Met, 2));

    [Fact]
    public void The_next_rating_rule_is_decided_by_the_next_later_day()
    {
        Decide(ConfirmationRule.NextRating, isClosed: false, (0, true), (1, true), (2, false)).Should().Be((Judgement.Met, 1));
        Decide(ConfirmationRule.NextRating, isClosed: false, (0, true), (1, false), (2, true)).Should().Be((Judgement.NotMet, 1));
    }

    [Fact]
    public void A_window_closes_by_the_clock_the_end_of_follow_up_or_the_next_series()
    {
        var at = Given.Day(10);
        ConfirmationRule.Week.IsClosed(at, new NowSpan(Given.Day(55)), null).Should().BeFalse();
        ConfirmationRule.Week.IsClosed(at, new NowSpan(Given.Day(56)), null).Should().BeTrue();
        ConfirmationRule.Week.IsClosed(at, new NowSpan(Given.Day(12)), new FollowUpEnd(Given.Day(12), FollowUpEndReason.Withdrew)).Should().BeTrue();
        ConfirmationRule.Week.IsClosed(at, new NowSpan(Given.Day(12)), null, Given.Day(12)).Should().BeTrue();
        ConfirmationRule.Week.Window(at).Should().Be(new ConfirmBy(Given.Day(17), Given.Day(55)));
    }

    [Fact]
    public void After_a_gain_that_did_not_last_the_next_one_can_be_confirmed()
    {
        // Lost on day 3; then 60, which nobody confirmed within 45 days; then 120 and 127.
        (int, bool)[] visits = [(0, true), (3, false), (60, true), (120, true), (127, true)];
        FirstGain.Find(visits).Should().Be(0);
        FirstGain.FindHeld(visits, ConfirmationRule.Week, _ => true).Should().Be((3, Judgement.Met, (int?)4));
    }

    [Fact]
    public void A_gain_of_the_same_run_can_be_the_one_that_is_confirmed()
    {
        // From day 0 the next visit of use is 47 days on, which is too late; from day 3 it is 44.
        FirstGain.FindHeld([(0, true), (3, true), (47, true)], ConfirmationRule.Week, _ => true).Should().Be((1, Judgement.Met, (int?)2));
    }

    [Fact]
    public void What_may_still_come_goes_before_what_nobody_can_say_and_that_before_what_was_lost()
    {
        FirstGain.FindHeld([(0, true), (3, false), (60, true), (200, true)], ConfirmationRule.Week, i => i < 3).Should().Be((3, Judgement.Unconfirmed, (int?)null));
        FirstGain.FindHeld([(0, true), (3, false), (60, true)], ConfirmationRule.Week, _ => true).Should().Be((2, Judgement.CannotConfirm, (int?)null));
        FirstGain.FindHeld([(0, true), (3, false)], ConfirmationRule.Week, _ => true).Should().Be((0, Judgement.NotMet, (int?)1));
        FirstGain.FindHeld([(0, false)], ConfirmationRule.Week, _ => true).Should().BeNull();
        FirstGain.FindHeld([], ConfirmationRule.Week, _ => true).Should().BeNull();
    }
}
