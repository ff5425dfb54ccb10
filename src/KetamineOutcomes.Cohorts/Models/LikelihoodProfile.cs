namespace KetamineOutcomes.Cohorts.Models;

/// <summary>What a person's scores add to the likelihood: sums over 1, time and score.</summary>
internal sealed class PersonSums
{
    public PersonSums(IEnumerable<(double Time, double Value)> rows)
    {
        foreach (var (time, value) in rows)
        {
            Count++;
            Time += time;
            TimeSquared += time * time;
            Value += value;
            TimeValue += time * value;
            ValueSquared += value * value;
        }
    }

    public int Count { get; }

    public double Time { get; }

    public double TimeSquared { get; }

    public double Value { get; }

    public double TimeValue { get; }

    public double ValueSquared { get; }
}

/// <summary>The fit at one choice of the factor of the people's covariance.</summary>
/// <param name="Deviance">Minus twice the (restricted) log-likelihood.</param>
/// <param name="Intercept">The mean at time 0.</param>
/// <param name="Slope">The mean slope.</param>
/// <param name="Residual">The variance of the noise.</param>
/// <param name="InterceptVariance">The variance of the intercept in units of the residual variance.</param>
/// <param name="SlopeVariance">The variance of the slope in units of the residual variance.</param>
/// <param name="Deviations">How each person differs, in the order of the sums.</param>
internal sealed record ProfiledFit(double Deviance, double Intercept, double Slope, double Residual, double InterceptVariance, double SlopeVariance, (double Intercept, double Slope)[] Deviations);

/// <summary>
/// The (restricted) likelihood of a line with people's intercepts and slopes, as a function of the factor of their covariance alone: the means and the residual variance have a
/// closed form given it. The factor is [[a, 0], [b, c]] in units of the residual SD, as in lme4.
/// </summary>
internal sealed class LikelihoodProfile(PersonSums[] people, bool restricted)
{
    private const int FixedEffects = 2;

    private readonly double _scores = people.Sum(person => person.Count);

    public double Deviance(double[] theta) => At(theta, withDeviations: false).Deviance;

    public ProfiledFit At(double[] theta) => At(theta, withDeviations: true);

    private ProfiledFit At(double[] theta, bool withDeviations)
    {
        var (logDeterminant, xx00, xx01, xx11, xy0, xy1, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var person in people)
        {
            var reduced = new Reduced(person, theta);
            logDeterminant += reduced.LogDeterminant;
            xx00 += person.Count - (reduced.X00 * reduced.X00) - (reduced.X10 * reduced.X10);
            xx01 += person.Time - (reduced.X00 * reduced.X01) - (reduced.X10 * reduced.X11);
            xx11 += person.TimeSquared - (reduced.X01 * reduced.X01) - (reduced.X11 * reduced.X11);
            xy0 += person.Value - (reduced.X00 * reduced.Y0) - (reduced.X10 * reduced.Y1);
            xy1 += person.TimeValue - (reduced.X01 * reduced.Y0) - (reduced.X11 * reduced.Y1);
            yy += person.ValueSquared - (reduced.Y0 * reduced.Y0) - (reduced.Y1 * reduced.Y1);
        }

        var determinant = (xx00 * xx11) - (xx01 * xx01);
        var intercept = ((xx11 * xy0) - (xx01 * xy1)) / determinant;
        var slope = ((xx00 * xy1) - (xx01 * xy0)) / determinant;
        var squares = Math.Max(double.Epsilon, yy - (intercept * xy0) - (slope * xy1));
        var freedom = restricted ? _scores - FixedEffects : _scores;
        var deviance = logDeterminant + (freedom * (1 + Math.Log(2 * Math.PI * squares / freedom))) + (restricted ? Math.Log(determinant) : 0);
        var deviations = withDeviations ? people.Select(person => new Reduced(person, theta).Deviation(theta, intercept, slope)).ToArray() : [];
        return new ProfiledFit(double.IsNaN(deviance) ? double.PositiveInfinity : deviance, intercept, slope, squares / freedom, xx11 / determinant, xx00 / determinant, deviations);
    }

    /// <summary>One person's cross-products behind the Cholesky factor L of T'Z'ZT + I, T being the factor of the covariance.</summary>
    private readonly struct Reduced
    {
        private readonly double _l00;
        private readonly double _l10;
        private readonly double _l11;

        public Reduced(PersonSums person, double[] theta)
        {
            var (a, b, c) = (theta[0], theta[1], theta[2]);
            // Rows of T'Z'X: T' is [[a, b], [0, c]] and Z'X = Z'Z is [[n, t], [t, tt]].
            var r00 = (a * person.Count) + (b * person.Time);
            var r01 = (a * person.Time) + (b * person.TimeSquared);
            var r10 = c * person.Time;
            var r11 = c * person.TimeSquared;
            var m00 = (r00 * a) + (r01 * b) + 1;
            var m10 = (r10 * a) + (r11 * b);
            var m11 = (r11 * c) + 1;
            _l00 = Math.Sqrt(m00);
            _l10 = m10 / _l00;
            _l11 = Math.Sqrt(m11 - (_l10 * _l10));
            X00 = r00 / _l00;
            X01 = r01 / _l00;
            X10 = (r10 - (_l10 * X00)) / _l11;
            X11 = (r11 - (_l10 * X01)) / _l11;
            Y0 = ((a * person.Value) + (b * person.TimeValue)) / _l00;
            Y1 = ((c * person.TimeValue) - (_l10 * Y0)) / _l11;
        }

        public double X00 { get; }

        public double X01 { get; }

        public double X10 { get; }

        public double X11 { get; }

        public double Y0 { get; }

        public double Y1 { get; }

        public double LogDeterminant => 2 * (Math.Log(_l00) + Math.Log(_l11));

        public (double Intercept, double Slope) Deviation(double[] theta, double intercept, double slope)
        {
            var d0 = Y0 - (X00 * intercept) - (X01 * slope);
            var d1 = Y1 - (X10 * intercept) - (X11 * slope);
            var u1 = d1 / _l11;
            var u0 = (d0 - (_l10 * u1)) / _l00;
            return (theta[0] * u0, (theta[1] * u0) + (theta[2] * u1));
        }
    }
}
