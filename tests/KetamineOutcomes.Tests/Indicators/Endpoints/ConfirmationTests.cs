using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Treatment;
using static KetamineOutcomes.Tests.Indicators.Endpoints.Timelines;

namespace KetamineOutcomes.Tests.Indicators.Endpoints;

/// <summary>Confirmation, literal and by run, at both edges of each window. The line is a MADRS of 22 or more throughout; baseline 30, days as written.</summary>
public sealed class ConfirmationTests
{
    private static string Literal(string visits, int? asOf = null, string visit = "next", int assessments = 2, string date = "confirming", FollowUpEnd? end = null, string missing = "ignore", bool latch = true) =>
        Say(Judge(
            Profile($$$"""
                {"ever":{"meets":{"score":{"is":">=","value":22}},"confirm":{"by":"literal","visit":"{{{visit}}}","assessments":{{{assessments}}},"from":5,"to":15},
                 "date":"{{{date}}}","missing":"{{{missing}}}","latch":{{{(latch ? "true" : "false")}}}}}
                """),
            Of("madrs/total", 30, visits, asOf: asOf, end: end)));

    private static string Run(string visits, int? asOf = null, int assessments = 2, int days = 7, int maxGap = 13, string missing = "ignore", FollowUpEnd? end = null) =>
        Say(Judge(
            Profile($$$"""{"ever":{"meets":{"score":{"is":">=","value":22}},"confirm":{"by":"run","assessments":{{{assessments}}},"days":{{{days}}},"maxGap":{{{maxGap}}}},"date":"confirming","missing":"{{{missing}}}"}}"""),
            Of("madrs/total", 30, visits, asOf: asOf, end: end)));

    [Theory]
    // Two consecutive assessments, from 5 to 15 days apart, both ends inclusive.
    [InlineData("10:22 15:22", "met 15")]
    [InlineData("10:22 25:22", "met 25")]
    [InlineData("10:22 15:21", "not-met")]
    [InlineData("10:21 15:22", "unconfirmed 20..30")]
    // Outside the window, early or late, above the line or below: never not-met.
    [InlineData("10:22 14:21", "cannot-confirm")]
    [InlineData("10:22 26:21", "cannot-confirm")]
    [InlineData("10:22 14:22", "unconfirmed 19..29")]
    [InlineData("10:22 26:22", "unconfirmed 31..41")]
    // Day 10 to 13 is 3 days, 13 to 17 is 4: no two consecutive ones are 5 days apart, whatever the stretch of 7 days says.
    [InlineData("10:24 13:24 17:24", "unconfirmed 22..32")]
    [InlineData("10:24 13:24 17:24 22:24", "met 22")]
    // The visit of day 14 came too early and the one of day 18 says no in the window: it was not so.
    [InlineData("10:22 14:21 18:20", "not-met")]
    // 3 days apart, then below in the window of both (day 20 is 10 and 7 days on).
    [InlineData("10:24 13:24 20:8", "not-met")]
    // Below in the window of the second only (day 28 is 18 and 15 days on).
    [InlineData("10:24 13:24 28:8", "cannot-confirm")]
    // What was confirmed once stays so.
    [InlineData("10:24 17:23 24:3 31:2", "met 17")]
    [InlineData("3:8 10:9", "not-met")]
    public void Literal_means_the_next_assessment_in_the_window(string visits, string expected) => Literal(visits).Should().Be(expected);

    [Theory]
    [InlineData(10, "unconfirmed 15..25")]
    [InlineData(25, "unconfirmed 15..25")]
    [InlineData(26, "cannot-confirm")]
    public void Without_a_later_visit_it_waits_to_the_end_of_the_window(int asOf, string expected) => Literal("10:22", asOf).Should().Be(expected);

    [Fact]
    public void After_the_end_of_follow_up_nothing_can_confirm()
    {
        Literal("10:22", end: new FollowUpEnd(Day(14), FollowUpEndReason.Withdrew)).Should().Be("cannot-confirm");
        Run("10:22", end: new FollowUpEnd(Day(14), FollowUpEndReason.Withdrew)).Should().Be("cannot-confirm");
    }

    [Theory]
    // The first one that lies in the window decides; earlier ones play no part.
    [InlineData("10:24 12:8 15:24", "met 15")]
    // Day 15 says no to day 10; day 17 is 5 days after day 12.
    [InlineData("10:24 12:24 15:8 17:24", "met 17")]
    [InlineData("10:24 14:24", "unconfirmed 19..29")]
    [InlineData("10:24 15:8", "not-met")]
    [InlineData("10:24 26:8", "cannot-confirm")]
    public void First_in_window_looks_past_what_comes_too_early(string visits, string expected) => Literal(visits, visit: "first-in-window").Should().Be(expected);

    [Theory]
    // Any one in the window confirms, whatever lies between; only when the window has closed can it be said that none did.
    [InlineData("10:24 15:8 17:24", null, "met 17")]
    [InlineData("10:24 15:8", 25, "unconfirmed 15..25")]
    [InlineData("10:24 15:8", 26, "not-met")]
    [InlineData("10:24 26:8", null, "cannot-confirm")]
    public void Any_in_window_waits_until_the_window_has_closed(string visits, int? asOf, string expected) => Literal(visits, asOf, "any-in-window").Should().Be(expected);

    [Theory]
    [InlineData("10:22 17:22 24:22", "met 24")]
    [InlineData("10:22 17:22", "unconfirmed 22..32")]
    [InlineData("10:22 17:22 24:21", "not-met")]
    // The chain from day 10 breaks (40 - 17 is 23 days); that from day 40 waits.
    [InlineData("10:22 17:22 40:22", "unconfirmed 45..55")]
    [InlineData("10:22 17:22 40:21", "cannot-confirm")]
    public void Three_in_a_row_are_a_chain(string visits, string expected) => Literal(visits, assessments: 3).Should().Be(expected);

    [Theory]
    [InlineData("first", "met 10")]
    [InlineData("second", "met 17")]
    [InlineData("confirming", "met 24")]
    public void The_date_is_the_one_that_the_profile_names(string date, string expected) => Literal("10:22 17:22 24:22", assessments: 3, date: date).Should().Be(expected);

    [Theory]
    // All between are over the line, 7 days or more, no gap above 13.
    [InlineData("10:22 17:22", "met 17")]
    [InlineData("10:22 16:22", "unconfirmed 17..29")]
    [InlineData("10:22 13:22 17:22", "met 17")]
    [InlineData("10:22 23:22", "met 23")]
    [InlineData("10:22 24:22", "unconfirmed 31..37")]
    [InlineData("10:22 13:21 17:22", "unconfirmed 24..30")]
    [InlineData("10:22 13:21", "not-met")]
    [InlineData("10:22 23:21", "not-met")]
    [InlineData("10:22 24:21", "cannot-confirm")]
    [InlineData("10:22 17:22 18:3", "met 17")]
    public void By_run_all_between_count(string visits, string expected) => Run(visits).Should().Be(expected);

    [Theory]
    [InlineData(23, "unconfirmed 17..23")]
    [InlineData(24, "cannot-confirm")]
    public void A_run_dies_when_the_gap_has_grown_too_long(int asOf, string expected) => Run("10:22", asOf).Should().Be(expected);

    [Fact]
    public void A_run_too_short_for_its_gap_is_kept_alive_by_the_next_assessment() =>
        // 21 days cannot be reached from day 10 within a gap of 14: any assessment from day 11 to 24 keeps it alive.
        Run("10:22", days: 21, maxGap: 14).Should().Be("unconfirmed 11..24");

    [Fact]
    public void The_same_scores_can_be_confirmed_by_run_and_not_by_the_letter()
    {
        Literal("10:24 13:24 17:24", asOf: 40).Should().Be("cannot-confirm");
        Run("10:24 13:24 17:24", asOf: 40).Should().Be("met 17");
    }

    [Theory]
    [InlineData("ignore", "met 17")]
    [InlineData("fail", "not-met")]
    [InlineData("not-evaluable", "cannot-confirm")]
    public void A_form_without_a_score_is_what_the_profile_says(string missing, string expected)
    {
        // Day 15 lies in the window and has no score; day 17 is over the line and confirms day 10 only where day 15 is passed over.
        var said = Literal("10:24 15:. 17:24 24:3 40:3", missing: missing);

        said.Should().Be(expected);
    }

    [Fact]
    public void Different_scores_at_one_time_are_never_passed_over()
    {
        Literal("10:24 15:! 40:3").Should().Be("cannot-confirm");
        Run("10:24 15:! 17:24 18:3").Should().Be("cannot-confirm");
        Literal("10:8 15:! 40:3").Should().Be("indeterminate:conflicting-scores");
    }

    [Fact]
    public void Without_a_latch_it_has_to_hold_at_the_last_assessment()
    {
        Literal("10:24 17:23 24:3", latch: false).Should().Be("not-met");
        Literal("10:24 17:23 24:3 31:24", latch: false).Should().Be("unconfirmed 36..46");
        Literal("3:3 10:24 17:23 24:22", latch: false).Should().Be("met 17");
    }

    [Fact]
    public void The_answer_says_which_confirmation_was_used_and_what_it_rests_on()
    {
        var verdict = Judge(
            Profile("""{"ever":{"meets":{"score":{"is":">=","value":22}},"confirm":{"by":"literal","from":5,"to":15},"date":"second"}}"""),
            Of("madrs/total", 30, "3:9 10:24 17:23 24:3"));

        verdict.Confirmation.Should().Be("literal");
        verdict.DatedOn.Should().Be(EventDate.Second);
        verdict.Used.Select(used => $"{used.Role} {used.Reading.At}").Should().Equal("onset 10", "confirmation 17");
        verdict.KnownAt.Should().Be(Day(17));
        verdict.Text.Should().Be("MADRS total was 24 on day 10 and 23 on day 17 (asked: madrs/total >= 22, 2 assessments, each the next and 5 to 15 days after the one before), 7 days apart");
    }
}
