using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of the T-score of goals, whatever the levels and weights.</summary>
public sealed class GoalLaws
{
    private static readonly Gen<GoalLevel> Goal =
        from level in Gen.Choose(-2, 2)
        from weight in Gen.Choose(1, 12)
        select new GoalLevel(level, weight);

    private static readonly Arbitrary<GoalLevel[]> Goals = Arb.From(Gen.Choose(1, 8).SelectMany(count => Gen.ArrayOf(Goal, count)));

    private static void Check(Func<GoalLevel[], bool> law) => Prop.ForAll(Goals, law).MustHold();

    private static Fraction T(IEnumerable<GoalLevel> goals, Fraction? rho = null) => ((IndicatorOutcome.Measured)GoalAttainment.TScore(goals, rho)).Value;

    private static GoalLevel[] Each(GoalLevel[] goals, Func<GoalLevel, GoalLevel> change) => [.. goals.Select(change)];

    [Fact]
    public void Every_weight_times_one_constant_changes_nothing() => Check(goals =>
        T(Each(goals, goal => goal with { Weight = goal.Weight * 7 })) == T(goals) && T(Each(goals, goal => goal with { Weight = goal.Weight / 8 })) == T(goals));

    [Fact]
    public void The_order_of_the_goals_changes_nothing() => Check(goals => T(Enumerable.Reverse(goals)) == T(goals) && T(goals.OrderBy(goal => goal.Level)) == T(goals));

    [Fact]
    public void All_goals_as_expected_are_exactly_50() => Check(goals => T(Each(goals, goal => goal with { Level = 0 })) == 50);

    [Fact]
    public void Levels_turned_round_turn_T_round_50() => Check(goals => T(Each(goals, goal => goal with { Level = -goal.Level })) + T(goals) == 100);

    [Fact]
    public void A_higher_level_of_one_goal_is_a_higher_T() => Check(goals =>
        goals[0].Level == 2 || T([goals[0] with { Level = goals[0].Level + 1 }, .. goals[1..]]) > T(goals));

    [Fact]
    public void A_goal_of_weight_0_changes_nothing() => Check(goals => T([.. goals, new GoalLevel(2, 0)]) == T(goals) && T([new GoalLevel(null, 0), .. goals]) == T(goals));

    [Fact]
    public void Goals_wholly_correlated_are_the_weighted_mean_level() => Check(goals =>
    {
        // rho = 1: 10 sum(w x) / sum(w). Nine decimals are kept.
        var sum = goals.Aggregate(Fraction.Zero, (total, goal) => total + (goal.Weight * goal.Level!.Value));
        var weights = goals.Aggregate(Fraction.Zero, (total, goal) => total + goal.Weight);
        return Fraction.Abs(T(goals, Fraction.One) - 50 - (10 * sum / weights)) < new Fraction(2, 1_000_000_000);
    });

    [Fact]
    public void The_formula_in_binary_floating_point_agrees() => Check(goals =>
    {
        var weights = goals.Select(goal => goal.Weight.ToDouble()).ToList();
        var sum = goals.Sum(goal => goal.Weight.ToDouble() * goal.Level!.Value);
        var t = 50 + (10 * sum / Math.Sqrt((0.7 * weights.Sum(weight => weight * weight)) + (0.3 * Math.Pow(weights.Sum(), 2))));
        return Math.Abs(t - T(goals).ToDouble()) < 1e-8;
    });
}
