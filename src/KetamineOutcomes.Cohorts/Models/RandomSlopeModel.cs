using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Models;

/// <summary>One score of one person.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Time">The time, in the unit that the slope shall have (days, weeks).</param>
/// <param name="Value">The score, in points.</param>
public readonly record struct RepeatedScore(string Person, double Time, double Value)
{
    /// <summary>The person's id.</summary>
    public string Person { get; } = Person;

    /// <summary>The time, in the unit that the slope shall have.</summary>
    public double Time { get; } = Time;

    /// <summary>The score, in points.</summary>
    public double Value { get; } = Value;
}

/// <summary>A fixed effect.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="StandardError">Its standard error; no correction of its degrees of freedom is made.</param>
public readonly record struct FixedEffect(double Estimate, double StandardError)
{
    /// <summary>The estimate.</summary>
    public double Estimate { get; } = Estimate;

    /// <summary>Its standard error.</summary>
    public double StandardError { get; } = StandardError;

    /// <summary>The interval by the normal distribution, a little too narrow with few people.</summary>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <returns>The interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public NumberInterval Interval(double level = 0.95)
    {
        var half = Quantiles.TwoSidedNormal(level) * StandardError;
        return new NumberInterval(Estimate - half, Estimate + half, level);
    }
}

/// <summary>
/// A straight line over time for a cohort in which people differ in level and in slope: score = (b0 + u0) + (b1 + u1) time + noise, u0 and u1 normal and correlated. It uses
/// everybody with at least one score and takes it that scores are missing for reasons that the scores before them show. A course of ketamine is seldom a straight line: look at
/// the trajectories first, or model a stretch of them.
/// </summary>
/// <remarks>Laird NM, Ware JH. Biometrics 1982;38:963-974. Fitted by (restricted) maximum likelihood, profiled as in Bates D et al. J Stat Softw 2015;67(1) (R's lme4).</remarks>
public sealed class RandomSlopeModel
{
    private RandomSlopeModel()
    {
    }

    /// <summary>The mean score at time 0, in points.</summary>
    public FixedEffect Intercept { get; private init; }

    /// <summary>The mean change of the score in one unit of time.</summary>
    public FixedEffect Slope { get; private init; }

    /// <summary>The variance of people's levels at time 0.</summary>
    public double InterceptVariance { get; private init; }

    /// <summary>The variance of people's slopes.</summary>
    public double SlopeVariance { get; private init; }

    /// <summary>The covariance of people's levels and slopes.</summary>
    public double Covariance { get; private init; }

    /// <summary>The variance of the noise.</summary>
    public double ResidualVariance { get; private init; }

    /// <summary>The logarithm of the (restricted) likelihood.</summary>
    public double LogLikelihood { get; private init; }

    /// <summary>Whether the likelihood is the restricted one (REML).</summary>
    public bool IsRestricted { get; private init; }

    /// <summary>Whether the data do not tell people's levels and slopes apart: a variance is 0 or the correlation is 1 or -1. Means and slopes hold; the variances are no evidence.</summary>
    public bool IsSingular { get; private init; }

    /// <summary>How many scores it rests on.</summary>
    public int Scores { get; private init; }

    /// <summary>How many people.</summary>
    public int People { get; private init; }

    /// <summary>How each person's level and slope differ from the mean's (best linear unbiased predictions), by id.</summary>
    public IReadOnlyDictionary<string, (double Intercept, double Slope)> Deviations { get; private init; } = new Dictionary<string, (double, double)>(StringComparer.Ordinal);

    /// <summary>Fits the model. It needs every score: sums of parts of a cohort do not merge.</summary>
    /// <param name="scores">The scores, in any order.</param>
    /// <param name="restricted">Whether by restricted likelihood; by plain likelihood for comparing models with other fixed effects.</param>
    /// <returns>The model; <see langword="null"/> if fewer than three people have scores, all scores are at one time, or there are no more than four of them.</returns>
    public static RandomSlopeModel? Fit(IEnumerable<RepeatedScore> scores, bool restricted = true)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var rows = scores.OrderBy(row => row.Person, StringComparer.Ordinal).ThenBy(row => row.Time).ThenBy(row => row.Value).ToArray();
        var spread = rows.Length == 0 ? 0 : rows.Max(row => row.Time) - rows.Min(row => row.Time);
        // A unit of time in which the slope's variance is of the size of the intercept's, and scores around 0: the search then has one scale, and little cancels.
        var unit = spread / 4;
        var people = rows.GroupBy(row => row.Person, StringComparer.Ordinal).ToArray();
        if (people.Length < 3 || rows.Length <= 4 || !(spread > 0))
        {
            return null;
        }

        var centre = rows.Average(row => row.Value);
        var profile = new LikelihoodProfile([.. people.Select(person => new PersonSums(person.Select(row => (row.Time / unit, row.Value - centre))))], restricted);
        var theta = Simplex.Minimize(profile.Deviance, [1, 0, 0.5]);
        var fit = profile.At(theta);
        // Signs of a column of the factor are free; the product is what counts.
        var (a, b, c) = (theta[0], theta[1], theta[2]);
        var singular = Math.Abs(a) < 1e-4 || Math.Abs(c) < 1e-4;
        return new RandomSlopeModel
        {
            Intercept = new FixedEffect(fit.Intercept + centre, Math.Sqrt(fit.Residual * fit.InterceptVariance)),
            Slope = new FixedEffect(fit.Slope / unit, Math.Sqrt(fit.Residual * fit.SlopeVariance) / unit),
            InterceptVariance = fit.Residual * a * a,
            SlopeVariance = fit.Residual * ((b * b) + (c * c)) / (unit * unit),
            Covariance = fit.Residual * a * b / unit,
            ResidualVariance = fit.Residual,
            // The restricted likelihood depends on the unit of time through the determinant of X'X.
            LogLikelihood = -(fit.Deviance / 2) - (restricted ? Math.Log(unit) : 0),
            IsRestricted = restricted,
            IsSingular = singular,
            Scores = rows.Length,
            People = people.Length,
            Deviations = people.Zip(fit.Deviations).ToDictionary(pair => pair.First.Key, pair => (pair.Second.Intercept, pair.Second.Slope / unit), StringComparer.Ordinal),
        };
    }
}
