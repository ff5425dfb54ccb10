using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>T-scores from papers and from another program's printed example, and arithmetic that is shown.</summary>
public sealed class GoalAttainmentTests
{
    private static GoalLevel[] Goals(params (int? Level, Fraction Weight)[] goals) => [.. goals.Select(goal => new GoalLevel(goal.Level, goal.Weight))];

    private static GoalLevel[] Alike(int count, int level) => [.. Enumerable.Repeat(new GoalLevel(level, 1), count)];

    private static decimal T(IEnumerable<GoalLevel> goals, Fraction? rho = null) =>
        GoalAttainment.TScore(goals, rho).Should().BeOfType<IndicatorOutcome.Measured>().Subject.Rounded;

    // Turner-Stokes and Williams, Clin Rehabil 2010;24(1):66-73, abstract (243 patients, 1 to 6 goals): median baseline 34.9 with quartiles 31.9 and 35.5;
    // with every baseline set to -2, median 21.0 with quartiles 19.8 and 22.6. The corrected formula gives these numbers for 3, 4 and 5 goals alike:
    // 5 goals at -1: 50 - 50 / sqrt(0.7 * 5 + 0.3 * 25) = 50 - 50 / sqrt(11) = 34.924
    // 4 goals at -1: 50 - 40 / sqrt(0.7 * 4 + 0.3 * 16) = 50 - 40 / sqrt(7.6) = 35.490
    // 4 goals at -2: 50 - 80 / sqrt(7.6) = 20.981; 5 at -2: 50 - 100 / sqrt(11) = 19.849; 3 at -2: 50 - 60 / sqrt(2.1 + 2.7) = 22.614
    [Theory]
    [InlineData(5, -1, 34.9)]
    [InlineData(4, -1, 35.5)]
    [InlineData(4, -2, 21.0)]
    [InlineData(5, -2, 19.8)]
    [InlineData(3, -2, 22.6)]
    public void Goals_alike_give_the_quartiles_that_Turner_Stokes_and_Williams_2010_print(int goals, int level, double t) =>
        T(Alike(goals, level)).Should().Be((decimal)t);

    [Fact]
    public void Two_goals_of_weight_six_give_what_PhysioClinical_prints()
    {
        // PhysioClinical (R), example of scoreGAS: importance 3, difficulty 2 at +1; importance 2, difficulty 3 at 0; printed T = 56.20.
        // 6 / sqrt(0.7 * 72 + 0.3 * 144) = 6 / sqrt(93.6) = 0.62017.
        var outcome = (IndicatorOutcome.Measured)GoalAttainment.TScore(Goals((1, 6), (0, 6)));

        outcome.Value.Round(2).Should().Be(56.20m);
        outcome.Rounded.Should().Be(56.2m);
        outcome.Unit.Should().Be("T");
    }

    [Fact]
    public void Six_goals_of_unlike_weights_can_have_a_root_without_remainder()
    {
        // The goals are those of the example of gasr (R) calc_tscore, which prints no result. By hand:
        // sum w x = -6 + 0 - 1 + 8 + 0 + 6 = 7; sum w^2 = 9 + 25 + 1 + 16 + 4 + 36 = 91; (sum w)^2 = 21^2 = 441;
        // 0.7 * 91 + 0.3 * 441 = 63.7 + 132.3 = 196 = 14^2; T = 50 + 70 / 14 = 55.
        var outcome = (IndicatorOutcome.Measured)GoalAttainment.TScore(Goals((-2, 3), (0, 5), (-1, 1), (2, 4), (0, 2), (1, 6)));

        outcome.Value.Should().Be((Fraction)55);
    }

    [Fact]
    public void The_printed_formula_of_2009_is_not_used_where_its_erratum_changes_the_result()
    {
        // Weights 1 and 3, levels 2 and -1: sum w x = 2 - 3 = -1.
        // Corrected: sqrt(0.7 * (1 + 9) + 0.3 * 16) = sqrt(11.8) = 3.43511, T = 50 - 10 / 3.43511 = 47.0889.
        // Both sums squared after adding would be sqrt(0.7 * 16 + 0.3 * 16) = 4, T = 47.5; both of squares sqrt(10) = 3.16228, T = 46.8;
        // the root over the first sum alone sqrt(7) + 4.8 = 7.44575, T = 48.7.
        T(Goals((2, 1), (-1, 3))).Should().Be(47.1m);
    }

    [Theory]
    [InlineData(-2, 30)]
    [InlineData(-1, 40)]
    [InlineData(0, 50)]
    [InlineData(1, 60)]
    [InlineData(2, 70)]
    public void One_goal_is_ten_points_a_level_whatever_its_weight(int level, int t)
    {
        // w x / sqrt(0.7 w^2 + 0.3 w^2) = x.
        foreach (Fraction weight in new[] { 1, 9, new Fraction(1, 8), Fraction.FromDecimal(0.001m), 1000 })
        {
            ((IndicatorOutcome.Measured)GoalAttainment.TScore(Goals((level, weight)))).Value.Should().Be((Fraction)t);
        }
    }

    [Fact]
    public void The_correlation_can_be_another()
    {
        // Two goals at +1: rho 0 gives 50 + 20 / sqrt(2) = 64.142; rho 1 gives 50 + 20 / 2 = 60.
        T(Alike(2, 1), Fraction.Zero).Should().Be(64.1m);
        T(Alike(2, 1), Fraction.One).Should().Be(60.0m);
        T(Alike(2, 1)).Should().Be(T(Alike(2, 1), new Fraction(3, 10)));
    }

    [Fact]
    public void A_missing_level_is_never_guessed() =>
        GoalAttainment.TScore(Goals((1, 1), (null, 1))).Should().BeOfType<IndicatorOutcome.Indeterminate>().Which.Reason.Should().Be(Reasons.GoalNotRated);

    [Fact]
    public void A_goal_of_weight_0_changes_nothing_rated_or_not()
    {
        // gasr keeps such a goal too; PhysioClinical refuses it. It adds 0 to each sum.
        T(Goals((1, 6), (0, 6), (-2, 0))).Should().Be(56.2m);
        T(Goals((1, 6), (0, 6), (null, 0))).Should().Be(56.2m);
    }

    [Fact]
    public void Without_any_weight_there_is_no_score()
    {
        // gasr sets all weights to 1 then, which nobody asked for.
        GoalAttainment.TScore(Goals((1, 0), (2, 0))).Should().BeOfType<IndicatorOutcome.NotApplicable>().Which.Reason.Should().Be(Reasons.GoalWeightsZero);
    }

    [Fact]
    public void A_callers_mistake_throws()
    {
        Throws<ArgumentException>([]);
        Throws<ArgumentOutOfRangeException>(Goals((3, 1)));
        Throws<ArgumentOutOfRangeException>(Goals((-3, 1)));
        Throws<ArgumentOutOfRangeException>(Goals((0, -1)));
        Throws<ArgumentOutOfRangeException>(Goals((0, new Fraction(1, 3))));
        Throws<ArgumentOutOfRangeException>(Alike(2, 1), new Fraction(-1, 10));
        Throws<ArgumentOutOfRangeException>(Alike(2, 1), new Fraction(11, 10));
        Throws<ArgumentOutOfRangeException>(Alike(2, 1), new Fraction(1, 3));

        static void Throws<T>(GoalLevel[] goals, Fraction? rho = null)
            where T : Exception =>
            FluentActions.Invoking(() => GoalAttainment.TScore(goals, rho)).Should().ThrowExactly<T>();
    }
}
