using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>Goals over a course. Two goals without weights: sqrt(0.7 * 2 + 0.3 * 4) = sqrt(2.6) = 1.612452; a level is worth 10 / 1.612452 = 6.201737.</summary>
public sealed class GoalIndicatorTests
{
    private static readonly Goal[] Two = [new("a"), new("b")];

    private static GoalRating Rate(string goal, int day, int? level, Timing timing = Timing.Unspecified, RaterKind? rater = null, int? recorded = null) =>
        new(goal, Given.Day(day), level, timing, rater, recorded is { } r ? Given.Day(r) : null);

    private static Course Course(Goal[] goals, GoalRating[] ratings, Infusion[]? infusions = null) =>
        KetamineOutcomes.Treatment.Course.Create("p", "1", [], infusions ?? [Given.Dose(0)], goals: goals, goalRatings: ratings).GetValueOrThrow();

    private static readonly GoalRating[] BeforeAndAfter = [Rate("a", -1, -1), Rate("b", -1, -1), Rate("a", 7, 1), Rate("b", 7, 0)];

    private static IndicatorResult One(AssessmentReport report, string indicator, string scale = "total") =>
        report.Results.Single(result => result.Instrument == "gas" && result.Indicator == indicator && result.Scale == scale);

    private static string Printed(AssessmentReport report, string indicator, string scale = "total") => One(report, indicator, scale).Outcome switch
    {
        IndicatorOutcome.Measured measured => measured.Rounded.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => One(report, indicator, scale).Said(),
    };

    [Fact]
    public void Baseline_attained_and_change_are_T_scores()
    {
        var report = Course(Two, BeforeAndAfter).Assess("last");

        // 50 - 2 * 6.201737 = 37.5965; 50 + 6.201737 = 56.2017; the change is 3 * 6.201737 = 18.6052.
        Printed(report, "baseline").Should().Be("37.6");
        Printed(report, "score").Should().Be("56.2");
        Printed(report, "change").Should().Be("18.6");
        report.Results.Should().HaveCount(3, "without weights the two scales are one");
        One(report, "change").Should().Match<IndicatorResult>(row => row.Point == "last" && row.At == Given.Day(7) && row.Day == 7 && row.Rule == "points");
        One(report, "score").Evidence.Rule.Should().Be("gas/total/total 1.0.0");
        One(report, "score").Evidence.Sources.Should().Contain(source => source.Contains("erratum", StringComparison.Ordinal)).And.HaveCount(2);
        One(report, "score").Evidence.Parameters.Should().Contain(new Parameter("rho", "0.3")).And.Contain(new Parameter("levels", "a: 1, weight 1; b: 0, weight 1"));
        One(report, "change").Evidence.Observations.Select(o => (o.Role, o.Score, o.Rater)).Should().Equal(("baseline", "37.6", "unspecified"), ("score", "56.2", "unspecified"));
        One(report, "score").Explain().Should().Be("Goal attainment (T) of 2 goals was 56.2 on day 7; 50 is every goal attained as expected.");
        One(report, "change").Explain().Should().Be("Goal attainment (T) went from 37.6 at baseline to 56.2 on day 7: better by 18.6.");
        One(report, "baseline").Explain().Should().Be("Goal attainment (T) before series 1 was 37.6 (last-before:30, -1).");
    }

    [Fact]
    public void Weighted_goals_are_given_with_and_without_their_weights()
    {
        // a: 3 x 2 = 6, b: 1 x 1 = 1; levels 1 and -1: S = 5; 0.7 * 37 + 0.3 * 49 = 40.6; 50 / sqrt(40.6) = 7.8470; unweighted S = 0.
        var report = Course([new("a", importance: 3, difficulty: 2), new("b", importance: 1, difficulty: 1)], [Rate("a", 7, 1), Rate("b", 7, -1)]).Assess("last");

        Printed(report, "score").Should().Be("57.8");
        Printed(report, "score", "unweighted").Should().Be("50.0");
        One(report, "score").Evidence.Flags.Should().Contain("weighted-by-difficulty");
        One(report, "score", "unweighted").Evidence.Flags.Should().NotContain("weighted-by-difficulty");
        One(report, "score").Evidence.Parameters.Should().Contain(new Parameter("levels", "a: 1, weight 6; b: -1, weight 1"));
    }

    [Theory]
    [InlineData(null)] // there is no row
    [InlineData("listed")] // a row without a level
    public void A_goal_without_a_rating_leaves_the_score_unknown_and_is_named(string? how)
    {
        GoalRating[] missing = how is null ? [] : [Rate("b", 7, null)];
        var report = Course(Two, [Rate("a", -1, -1), Rate("b", -1, -1), Rate("a", 7, 1), .. missing]).Assess("last");

        Printed(report, "score").Should().Be("indeterminate:goal-not-rated");
        Printed(report, "change").Should().Be("indeterminate:goal-not-rated");
        Printed(report, "baseline").Should().Be("37.6");
        One(report, "score").Explain().Should().Contain("(goal-not-rated)").And.EndWith("Not rated: b.");
        One(report, "score").Evidence.Observations.Single().Should().Match<Observation>(o => o.Role == "passed-over" && o.Status == "incomplete" && o.Score == null);
    }

    [Fact]
    public void Without_a_rating_before_treatment_there_is_a_score_and_no_change()
    {
        var report = Course(Two, [Rate("a", 7, 1), Rate("b", 7, 0)]).Assess("last");

        Printed(report, "baseline").Should().Be("indeterminate:no-baseline");
        Printed(report, "score").Should().Be("56.2");
        Printed(report, "change").Should().Be("indeterminate:no-baseline");
    }

    [Fact]
    public void A_goal_of_weight_0_need_not_be_rated()
    {
        var report = Course([new("a", weight: 1), new("b", weight: 0)], [Rate("a", -1, -1), Rate("a", 7, 0)]).Assess("last");

        // One goal that counts: ten points a level. Without weights b counts and is not rated.
        Printed(report, "baseline").Should().Be("40.0");
        Printed(report, "score").Should().Be("50.0");
        Printed(report, "change").Should().Be("10.0");
        One(report, "score").Evidence.Flags.Should().Contain("goal-without-weight");
        Printed(report, "score", "unweighted").Should().Be("indeterminate:goal-not-rated");
    }

    [Fact]
    public void Goals_of_no_weight_at_all_have_no_weighted_score()
    {
        var report = Course([new("a", importance: 0), new("b", importance: 0)], BeforeAndAfter).Assess("last");

        Printed(report, "score").Should().Be("not-applicable:goal-weights-zero");
        Printed(report, "score", "unweighted").Should().Be("56.2");
    }

    [Fact]
    public void Where_one_goal_has_a_weight_and_another_none_nobody_guesses_it()
    {
        var mixed = Course([new("a", weight: 2), new("b")], BeforeAndAfter).Assess("last");
        var kinds = Course([new("a", importance: 2), new("b", importance: 2, difficulty: 1)], BeforeAndAfter).Assess("last");

        Printed(mixed, "score").Should().Be("indeterminate:goal-weights-mixed");
        Printed(mixed, "baseline").Should().Be("indeterminate:baseline-not-scored");
        Printed(mixed, "score", "unweighted").Should().Be("56.2");
        Printed(kinds, "score").Should().Be("indeterminate:goal-weights-mixed");
    }

    [Fact]
    public void A_goal_set_later_is_not_missed_before_and_stops_the_comparison()
    {
        var report = Course([.. Two, new("c", setAt: Given.Day(5))], [.. BeforeAndAfter, Rate("c", 7, -1)]).Assess("last");

        // Three goals: 0.7 * 3 + 0.3 * 9 = 4.8; S = 1 + 0 - 1 = 0.
        Printed(report, "baseline").Should().Be("37.6");
        Printed(report, "score").Should().Be("50.0");
        Printed(report, "change").Should().Be("indeterminate:goals-differ");
    }

    [Fact]
    public void Different_ratings_of_a_goal_at_one_visit_conflict_unless_one_was_entered_later()
    {
        var conflict = Course(Two, [.. BeforeAndAfter, Rate("a", 7, 2)]).Assess("last");
        var corrected = Course(Two, [Rate("a", -1, -1), Rate("b", -1, -1), Rate("a", 7, 1, recorded: 7), Rate("a", 7, 2, recorded: 8), Rate("b", 7, 0)]).Assess("last");

        Printed(conflict, "score").Should().Be("indeterminate:conflicting-scores");
        One(conflict, "score").Evidence.Observations.Single().Status.Should().Be("conflicting");
        // 50 + 2 * 6.201737 = 62.4035
        Printed(corrected, "score").Should().Be("62.4");
        One(corrected, "score").KnownAt.Should().Be(Given.Day(8));
        corrected.Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.Corrected);
    }

    [Fact]
    public void Goals_rated_minutes_apart_are_one_visit_and_an_infusion_parts_a_day()
    {
        var infusion = new Infusion(Given.At("2026-03-01T10:00"));
        GoalRating At(string goal, string time, int level) => new(goal, Given.At(time), level);
        var report = Course(
            Two,
            [At("a", "2026-03-01T09:00", -1), At("b", "2026-03-01T09:07", -1), At("a", "2026-03-01T15:00", 0), At("b", "2026-03-01T15:20", 0)],
            [infusion]).Assess("last");

        Printed(report, "baseline").Should().Be("37.6");
        Printed(report, "score").Should().Be("50.0");
        One(report, "score").At.Should().Be(Given.At("2026-03-01T15:00"));
    }

    [Fact]
    public void Goals_rated_on_two_days_are_two_visits_and_nothing_is_carried_forward()
    {
        var report = Course(Two, [Rate("a", -1, -1), Rate("b", -1, -1), Rate("a", 6, 1), Rate("b", 7, 0)]).Assess("every-visit");

        report.Results.Where(row => row.Indicator == "score").Select(row => (row.Day, row.Said())).Should().Equal((6, "indeterminate:goal-not-rated"), (7, "indeterminate:goal-not-rated"));
    }

    [Fact]
    public void Raters_are_kept_apart()
    {
        var report = Course(Two, [Rate("a", -1, -1), Rate("b", -1, -1), Rate("a", 7, 2, rater: RaterKind.Clinician), Rate("b", 7, 2, rater: RaterKind.Clinician)]).Assess("every-visit");

        One(report, "score").Point.Should().Be("every-visit:clinician");
        Printed(report, "change").Should().Be("indeterminate:raters-differ");
    }

    [Fact]
    public void Nothing_looks_ahead()
    {
        var course = Course(Two, [.. BeforeAndAfter, Rate("a", 20, -2), Rate("b", 20, -2)]);

        Printed(course.Assess("last", asOf: Given.Day(10)), "score").Should().Be("56.2");
        // 50 - 4 * 6.201737 = 25.193
        Printed(course.Assess("last"), "score").Should().Be("25.2");
        One(course.Assess("last"), "change").Explain().Should().EndWith("worse by 12.4.");
    }

    [Fact]
    public void A_mean_of_baselines_is_the_mean_of_their_T_scores()
    {
        // Days -8 and -1: T 37.5965 and 43.7983, mean 40.6974; the change to 50 is 9.3026.
        var report = Course(Two, [Rate("a", -8, -1), Rate("b", -8, -1), Rate("a", -1, -1), Rate("b", -1, 0), Rate("a", 7, 0), Rate("b", 7, 0)]).Assess("last", "mean-before");

        Printed(report, "baseline").Should().Be("40.7");
        Printed(report, "change").Should().Be("9.3");
    }

    [Fact]
    public void Without_treatments_the_first_ratings_are_the_baseline()
    {
        var course = KetamineOutcomes.Treatment.Course.Create("p", "1", [], goals: Two, goalRatings: BeforeAndAfter).GetValueOrThrow();

        var report = course.Assess("day:8", hasTreatments: false);
        Printed(report, "baseline").Should().Be("37.6");
        Printed(report, "change").Should().Be("18.6");
        One(report, "change").Day.Should().Be(8);
    }

    [Fact]
    public void Answers_about_goals_read_back_from_JSON()
    {
        foreach (var result in Course(Two, BeforeAndAfter).Assess("last").Results)
        {
            OutcomesJson.ReadIndicatorResult(OutcomesJson.Write(result)).GetValueOrThrow().Should().Be(result);
        }
    }

    [Fact]
    public void A_course_without_goals_has_no_row_about_them() =>
        Given.Course([Given.Madrs(-1, 30)]).Assess("last").Results.Should().OnlyContain(row => row.Instrument == "madrs");
}
