using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Cycles;

public sealed class WearOffTests
{
    // Induction on days 0, 3 and 7; boosters on days 40 and 80.
    private static Course Course(params (int Day, int Total)[] scores) => Given.Course(
        [Given.Madrs(-1, 30), .. scores.Select(score => Given.Madrs(score.Day, score.Total))],
        [.. Given.Induction(0, 3, 7), Given.Dose(40, InfusionKind.Booster), Given.Dose(80, InfusionKind.Booster)]);

    private static string Said(Course course, string rule, string point) =>
        course.Assess("last").Results.Single(result => result.Indicator == "wear-off" && result.Rule == rule && result.Point == point && result.Instrument == "madrs").Said();

    [Fact]
    public void A_saw_tooth_that_repeats_itself_rises_within_its_cycles_and_not_across_them()
    {
        // 2 and 30 days after each infusion: 8 and 16, three times over.
        var course = Course((9, 8), (37, 16), (42, 8), (70, 16), (82, 8), (110, 16));

        Said(course, "rise", "cycle:1").Should().Be("8");
        Said(course, "rise", "cycle:3").Should().Be("8");
        Said(course, "matched-rise", "last").Should().Be("0");
    }

    [Fact]
    public void Drift_across_cycles_shows_at_like_times()
    {
        // Day 112 is 32 days after its booster; the earliest score within 3 days of that is day 37, 30 days after day 7: 16 to 21.
        var course = Course((9, 8), (37, 16), (42, 10), (70, 18), (112, 21));

        Said(course, "matched-rise", "last").Should().Be("5");
        course.Assess("last").One("wear-off", "matched-rise").Evidence.Parameters.Should().Contain(new Parameter("reference-cycle", "1"));
    }

    [Theory]
    [InlineData(37, "5")] // 30 days after day 7, the last score 33 days after day 80: 3 days apart
    [InlineData(36, "indeterminate:phase-not-matched")] // 4 days apart
    public void Scores_late_and_early_in_their_cycles_are_not_compared(int day, string said)
    {
        Said(Course((9, 8), (day, 16), (113, 21)), "matched-rise", "last").Should().Be(said);
    }

    [Fact]
    public void One_score_in_a_cycle_is_no_rise()
    {
        Said(Course((9, 8)), "rise", "cycle:1").Should().Be("indeterminate:single-visit");
        Said(Course((9, 8)), "rise", "cycle:2").Should().Be("indeterminate:no-assessment");
    }

    [Fact]
    public void More_is_worse_whichever_way_the_scale_runs()
    {
        // WHO-5 (0 to 100) runs the other way: from 60 to 40 is 20 worse.
        var course = Given.Course(
            [Given.Total("who-5", Given.Day(-1), 20), Given.Total("who-5", Given.Day(9), 60), Given.Total("who-5", Given.Day(30), 40)],
            Given.Induction(0, 3, 7));

        course.Assess("last").Results.Single(result => result is { Indicator: "wear-off", Rule: "rise" }).Said().Should().Be("20");
    }
}
