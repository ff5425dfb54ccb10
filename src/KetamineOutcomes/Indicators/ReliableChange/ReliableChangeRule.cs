using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.ReliableChange;

/// <summary>The arithmetic of Jacobson and Truax and of Edwards and Nunnally for one person. Scores as printed; the direction says which way is better.</summary>
internal static class ReliableChangeRule
{
    /// <summary>The critical value of both; a change has to be beyond it.</summary>
    public const double Critical = 1.96;

    // Two doubles that differ by less are the same number: what is beyond a limit must not hang on the last bit.
    private const double Same = 1e-9;

    /// <summary>The points beyond which a change is reliable by Jacobson and Truax: 1.96 x sqrt(2) x SEM.</summary>
    public static double JacobsonTruaxPoints(double sem) => Critical * Math.Sqrt(2) * sem;

    /// <summary>How many standard errors of a difference a change is, better being positive.</summary>
    public static double JacobsonTruaxIndex(double baseline, double score, double sem, Direction direction) => Better(baseline, score, direction) / (Math.Sqrt(2) * sem);

    /// <summary>The score to be expected at baseline after regression to the mean: R (score - M) + M.</summary>
    public static double Regressed(double baseline, double reliability, double mean) => (reliability * (baseline - mean)) + mean;

    /// <summary>How far the later score is from the regressed baseline in standard errors of measurement, better being positive (Speer 1992).</summary>
    public static double EdwardsNunnallyIndex(double baseline, double score, double reliability, double mean, double sem, Direction direction) =>
        Better(Regressed(baseline, reliability, mean), score, direction) / sem;

    /// <summary>Cut-off a: two SDs of the clinical population from its mean, towards the better end.</summary>
    public static double CutOffA(double mean, double sd, Direction direction) => mean + (2 * sd * Towards(direction));

    /// <summary>Cut-off b: two SDs of the functional population (its own SD) from its mean, towards the worse end.</summary>
    public static double CutOffB(double mean, double sd, Direction direction) => mean - (2 * sd * Towards(direction));

    /// <summary>Cut-off c: between both means, each weighed by the other population's SD.</summary>
    public static double CutOffC(double clinicalMean, double clinicalSd, double functionalMean, double functionalSd) =>
        ((clinicalSd * functionalMean) + (functionalSd * clinicalMean)) / (clinicalSd + functionalSd);

    /// <summary>The category.</summary>
    /// <param name="index">The index, better being positive.</param>
    /// <param name="critical">The critical value; the index has to be beyond it.</param>
    /// <param name="baseline">The earlier score.</param>
    /// <param name="score">The later score.</param>
    /// <param name="cutOff">The cut-off between the populations, or <see langword="null"/>; a score on it counts as clinical.</param>
    /// <param name="direction">Which way is better.</param>
    public static ChangeCategory Categorise(double index, double critical, double baseline, double score, double? cutOff, Direction direction)
    {
        if (index > critical + Same)
        {
            return cutOff is { } limit && !IsFunctional(baseline, limit, direction) && IsFunctional(score, limit, direction) ? ChangeCategory.Recovered : ChangeCategory.Improved;
        }

        if (index < -critical - Same)
        {
            return cutOff is { } limit && IsFunctional(baseline, limit, direction) && !IsFunctional(score, limit, direction) ? ChangeCategory.Harmed : ChangeCategory.Deteriorated;
        }

        return ChangeCategory.Unchanged;
    }

    /// <summary>A change against a published number of points.</summary>
    /// <param name="change">The change, better being positive.</param>
    /// <param name="points">The published number.</param>
    /// <param name="isStrict">Whether the change has to be more than it, and not just as much.</param>
    public static ChangeCategory Categorise(Fraction change, Fraction points, bool isStrict)
    {
        var size = Fraction.Abs(change);
        return size < points || (isStrict && size == points) ? ChangeCategory.Unchanged : change > 0 ? ChangeCategory.Improved : ChangeCategory.Deteriorated;
    }

    private static bool IsFunctional(double score, double cutOff, Direction direction) => (score - cutOff) * Towards(direction) > Same;

    private static double Better(double from, double to, Direction direction) => (to - from) * Towards(direction);

    private static int Towards(Direction direction) => direction == Direction.HigherIsBetter ? 1 : -1;
}
