using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Cycles;

public sealed class DurabilityTests
{
    // Induction on days 0, 3 and 7, boosters later. MADRS of 30 before: response is 15 or less, remission by the default entry 10 or less.
    private static Infusion[] Infusions(params int[] boosters) =>
        [.. Given.Induction(0, 3, 7), .. boosters.Select(day => Given.Dose(day, InfusionKind.Booster))];

    private static Course Course(int[] boosters, params (int Day, int Total)[] scores) =>
        Given.Course([Given.Madrs(-1, 30), .. scores.Select(score => Given.Madrs(score.Day, score.Total))], Infusions(boosters));

    /// <summary>What is said of response, as "cycle:1 held-until = 13".</summary>
    private static List<string> Response(Course course) =>
    [
        .. course.Assess("last").Results
            .Where(result => result.Indicator == "durability" && result.Rule.StartsWith("response-50/", StringComparison.Ordinal))
            .Select(result => $"{result.Point} {result.Rule["response-50/".Length..]} = {result.Said()}"),
    ];

    private static IndicatorResult Row(Course course, string rule, string point, int series = 1) => course.Assess("last").Results
        .Single(result => result.Indicator == "durability" && result.Rule == "response-50/" + rule && result.Point == point && result.Series == series);

    [Fact]
    public void A_loss_lies_between_two_scores_counted_from_the_infusion_of_the_cycle()
    {
        // Days 9, 20 and 35 are 2, 13 and 28 days after the last infusion of induction (day 7); a score in the middle of induction plays no part.
        Response(Course([], (5, 28), (9, 14), (20, 15), (35, 16))).Should().Equal(
            "cycle:1 held-until = 13",
            "series held-until = indeterminate:few-cycles-with-gain",
            "cycle:1 lost-by = 28");
    }

    [Fact]
    public void A_booster_before_a_loss_censors_the_cycle_and_says_so()
    {
        var course = Course([30], (9, 10), (27, 12), (32, 11), (60, 13));

        Response(course).Should().Contain("cycle:1 held-until = 20") // day 27 is 20 days after day 7
            .And.Contain("cycle:1 lost-by = not-applicable:loss-not-seen")
            .And.Contain("cycle:2 held-until = 30"); // day 60 is 30 days after day 30
        Row(course, "held-until", "cycle:1").Evidence.Flags.Should().Contain("censored-by-infusion");
        Row(course, "held-until", "cycle:2").Evidence.Flags.Should().Contain("censored-by-end-of-records").And.NotContain("censored-by-infusion");
    }

    [Fact]
    public void A_score_on_the_day_of_the_booster_not_marked_as_after_belongs_to_the_cycle_that_ends()
    {
        Response(Course([30], (9, 10), (30, 22), (32, 11))).Should().Contain("cycle:1 lost-by = 23").And.Contain("cycle:2 held-until = 2");
    }

    [Fact]
    public void The_first_loss_counts_and_a_return_is_said()
    {
        var course = Course([], (9, 10), (20, 20), (30, 12));

        Response(course).Should().Contain("cycle:1 held-until = 2").And.Contain("cycle:1 lost-by = 13");
        Row(course, "lost-by", "cycle:1").Evidence.Flags.Should().Contain("came-back");
    }

    [Fact]
    public void A_cycle_that_begins_without_the_gain_has_none_to_lose()
    {
        Response(Course([30], (9, 20), (28, 22), (33, 10))).Should().Contain("cycle:1 held-until = not-applicable:gain-not-seen").And.NotContain(said => said.StartsWith("cycle:1 lost-by", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cycle_without_a_score_is_not_known()
    {
        Response(Course([30], (32, 10))).Should().Contain("cycle:1 held-until = indeterminate:no-assessment");
    }

    [Fact]
    public void Three_cycles_have_a_median_of_either_end()
    {
        // Lower ends 13, 10, 20; upper ends 28, 25, none: medians 13 and 28.
        var course = Course([40, 70], (9, 10), (20, 10), (35, 20), (42, 10), (50, 10), (65, 20), (72, 10), (90, 10));

        Response(course).Should().Contain("series held-until = 13").And.Contain("series lost-by = 28");
        var row = Row(course, "held-until", "series");
        ((IndicatorOutcome.Measured)row.Outcome).Should().Match<IndicatorOutcome.Measured>(measured => measured.Low == 10 && measured.High == 20);
        row.Evidence.Flags.Should().Contain("some-cycles-censored");
        row.Explain().Should().Contain("not a recommended interval");
    }

    [Fact]
    public void Cycles_in_which_the_gain_is_gone_at_the_first_score_count_once_there_was_one()
    {
        // Held 13 days once; then three cycles of 3 days in which it was gone: lower ends 13, 0, 0, 0, upper ends 28, 3, 3, 3.
        var course = Course([40, 70, 100], (9, 10), (20, 10), (35, 20), (43, 20), (73, 20), (103, 20));

        Response(course).Should().Contain("series held-until = 0").And.Contain("series lost-by = 3");
        Row(course, "held-until", "series").Evidence.Flags.Should().Contain("cycles-without-gain");
        Response(Course([40, 70, 100], (9, 20), (43, 20), (73, 20), (103, 20))).Should().Contain("series held-until = indeterminate:few-cycles-with-gain");
    }

    [Fact]
    public void Where_losses_are_seldom_seen_the_upper_end_has_no_median()
    {
        // One loss in four cycles: in half of them or more none was seen.
        Response(Course([30, 60, 90], (9, 10), (20, 20), (32, 10), (62, 10), (92, 10)))
            .Should().Contain("series lost-by = indeterminate:loss-seldom-seen");
    }

    [Fact]
    public void Without_labels_or_a_rule_no_cycle_is_known()
    {
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(9, 10)], [Given.Dose(0), Given.Dose(30)]).Assess("last").Results
            .Should().NotContain(result => result.Indicator == "durability");
    }

    [Fact]
    public void A_baseline_that_forbids_response_is_said_once()
    {
        // MADRS of 8 before treatment: in remission already.
        var course = Given.Course([Given.Madrs(-1, 8), Given.Madrs(9, 3)], Infusions());

        Response(course).Should().ContainSingle().Which.Should().Contain("not-applicable:");
    }

    [Fact]
    public void The_next_series_ends_the_last_cycle()
    {
        var course = Given.Course(
            [Given.Madrs(-1, 30), Given.Madrs(9, 10), Given.Madrs(40, 12)],
            [.. Infusions(), Given.Dose(50, InfusionKind.Reinduction)]);

        Row(course, "held-until", "cycle:1").Evidence.Flags.Should().Contain("censored-by-infusion");
    }
}
