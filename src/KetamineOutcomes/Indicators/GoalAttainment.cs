using System.Numerics;
using KetamineOutcomes.Statistics;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>One goal as the T-score uses it: its level, if it was rated, and its weight.</summary>
/// <param name="Level">The level, -2 to 2, or <see langword="null"/> if the goal was not rated.</param>
/// <param name="Weight">The weight, 0 or more; 1 where goals are not weighted.</param>
public readonly record struct GoalLevel(int? Level, Fraction Weight);

/// <summary>Goal Attainment Scaling: the T-score of Kiresuk and Sherman over a patient's own goals.</summary>
/// <remarks>
/// <para>
/// T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2), with x from -2 to 2, weights w and rho, the correlation that the goals are expected
/// to have, by convention 0.3. 50 means that the goals were attained exactly as expected; higher is better.
/// </para>
/// <para>
/// The formulas printed in Turner-Stokes 2009 on pages 364 and 367 have an erratum of the publisher. This is the corrected form: the first sum in the
/// root is of the squared weights, the second is the square of the sum of the weights, and the root is over both.
/// </para>
/// </remarks>
public static class GoalAttainment
{
    /// <summary>The id under which answers stand: <c>gas</c>.</summary>
    public const string Id = "gas";

    /// <summary>The version of the rule; a change that can change a number raises the major.</summary>
    public const string Version = "1.0.0";

    /// <summary>The decimals to which T is printed.</summary>
    public const int Decimals = 1;

    /// <summary>The correlation of the goals that is used by convention, 0.3.</summary>
    public static Fraction ConventionalRho { get; } = new(3, 10);

    /// <summary>Where the rule was read.</summary>
    public static EquatableArray<string> Sources { get; } =
    [
        "Turner-Stokes L. Goal attainment scaling (GAS) in rehabilitation: a practical guide. Clin Rehabil 2009;23(4):362-370, with the publisher's erratum to the formulas of pages 364 and 367. https://doi.org/10.1177/0269215508101742",
        "Kiresuk TJ, Sherman RE. Goal attainment scaling: a general method for evaluating comprehensive community mental health programs. Community Ment Health J 1968;4(6):443-453 (cited by the first). https://doi.org/10.1007/BF01530764",
    ];

    /// <summary>The T-score of a set of goals.</summary>
    /// <param name="goals">The goals, one or more.</param>
    /// <param name="rho">The expected correlation of the goals, 0 to 1 with at most three decimals; <see langword="null"/> for 0.3.</param>
    /// <returns>
    /// <see cref="IndicatorOutcome.Measured"/> in the unit <c>T</c>. The root is seldom a fraction: the value holds nine of its decimals, so that rounding it
    /// to fewer gives what rounding T itself would. <see cref="IndicatorOutcome.Indeterminate"/> (<see cref="Reasons.GoalNotRated"/>) if a goal with a
    /// weight above 0 has no level: none is guessed. <see cref="IndicatorOutcome.NotApplicable"/> (<see cref="Reasons.GoalWeightsZero"/>) if every weight
    /// is 0. A goal of weight 0 changes nothing, rated or not.
    /// </returns>
    /// <exception cref="ArgumentException">There is no goal.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A level, a weight or <paramref name="rho"/> lies outside its range.</exception>
    public static IndicatorOutcome TScore(IEnumerable<GoalLevel> goals, Fraction? rho = null)
    {
        ArgumentNullException.ThrowIfNull(goals);
        var list = goals.ToList();
        if (list.Count == 0)
        {
            throw new ArgumentException("A T-score is of one goal or more.", nameof(goals));
        }

        if (list.Exists(goal => goal.Level is < GoalRating.Lowest or > GoalRating.Highest || !IsWeight(goal.Weight)))
        {
            throw new ArgumentOutOfRangeException(nameof(goals), "Levels lie between -2 and 2, and weights between 0 and 1000000 with at most six decimals.");
        }

        if (rho is { } given && (given < 0 || given > 1 || 1000 % given.Denominator != 0))
        {
            throw new ArgumentOutOfRangeException(nameof(rho), "A correlation lies between 0 and 1 and has at most three decimals.");
        }

        var weights = new GoalWeights(list.Select(goal => goal.Weight), rho ?? ConventionalRho);
        if (weights.AreZero)
        {
            return new IndicatorOutcome.NotApplicable(Reasons.GoalWeightsZero);
        }

        return list.Exists(goal => goal.Level is null && goal.Weight > 0)
            ? new IndicatorOutcome.Indeterminate(Reasons.GoalNotRated)
            : new IndicatorOutcome.Measured(weights.ToT(WeightedSum(list)), "T", Decimals);
    }

    /// <summary>The sum of weight times level: what of T depends on the levels.</summary>
    internal static Fraction WeightedSum(IEnumerable<GoalLevel> goals) =>
        goals.Aggregate(Fraction.Zero, (sum, goal) => sum + (goal.Weight * (goal.Level ?? 0)));

    // Importance times difficulty, each of up to three decimals.
    private static bool IsWeight(Fraction weight) => weight >= 0 && weight <= Goal.MaxWeight * Goal.MaxWeight && 1_000_000 % weight.Denominator == 0;
}

/// <summary>What of T depends on the weights alone: the root under which the weighted sum is divided.</summary>
internal sealed class GoalWeights
{
    // Weights times a million are whole numbers, and so is their product with rho times a thousand.
    private const int Scale = 1_000_000;

    private readonly BigInteger _squareOfRoot;

    public GoalWeights(IEnumerable<Fraction> weights, Fraction rho)
    {
        var whole = weights.Select(weight => (BigInteger)(weight * Scale).Numerator).ToList();
        var sum = whole.Aggregate(BigInteger.Zero, (total, weight) => total + weight);
        var squares = whole.Aggregate(BigInteger.Zero, (total, weight) => total + (weight * weight));
        var thousandths = (rho * 1000).Numerator;
        _squareOfRoot = ((1000 - thousandths) * squares) + (thousandths * sum * sum);
    }

    public bool AreZero => _squareOfRoot.IsZero;

    /// <summary>T for a weighted sum of levels.</summary>
    public Fraction ToT(Fraction weightedSum) => 50 + ToPoints(weightedSum);

    /// <summary>The points of T that a weighted sum, or a difference of two, is worth.</summary>
    public Fraction ToPoints(Fraction weightedSum)
    {
        // (10 S / sqrt(Q / (1000 scale^2)))^2 = 100 S^2 * 1000 scale^2 / Q
        var numerator = BigInteger.Pow(weightedSum.Numerator, 2) * 100 * 1000 * Scale * Scale;
        var points = SquareRoot.Of(numerator, BigInteger.Pow(weightedSum.Denominator, 2) * _squareOfRoot);
        return weightedSum.Numerator < 0 ? -points : points;
    }
}
