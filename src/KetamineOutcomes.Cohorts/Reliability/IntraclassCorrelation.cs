using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Reliability;

/// <summary>Which intraclass correlation, in the notation of Shrout and Fleiss.</summary>
public enum IntraclassForm
{
    /// <summary>ICC(1,1): each person seen by other raters, or at other times; one rating.</summary>
    OneWay,

    /// <summary>ICC(2,1): the same raters for all, drawn from many; one rating, absolute agreement.</summary>
    TwoWayAgreement,

    /// <summary>ICC(3,1): the same raters for all, and only these; one rating, consistency.</summary>
    TwoWayConsistency,

    /// <summary>ICC(1,k): as <see cref="OneWay"/>, of the mean of the ratings.</summary>
    OneWayMean,

    /// <summary>ICC(2,k): as <see cref="TwoWayAgreement"/>, of the mean of the ratings.</summary>
    TwoWayAgreementMean,

    /// <summary>ICC(3,k): as <see cref="TwoWayConsistency"/>, of the mean of the ratings.</summary>
    TwoWayConsistencyMean,
}

/// <summary>An intraclass correlation with its interval: how alike repeated ratings of a person are, beside how people differ.</summary>
/// <param name="Form">Which one.</param>
/// <param name="Value">The coefficient, at most 1.</param>
/// <param name="Interval">Its interval by Shrout and Fleiss, which takes ratings to be normal.</param>
/// <param name="People">How many people.</param>
/// <param name="Ratings">How many ratings each.</param>
public sealed record IntraclassCorrelation(IntraclassForm Form, double Value, NumberInterval Interval, int People, int Ratings)
{
    /// <summary>Which one.</summary>
    public IntraclassForm Form { get; } = Form;

    /// <summary>The coefficient, at most 1.</summary>
    public double Value { get; } = Value;

    /// <summary>Its interval by Shrout and Fleiss.</summary>
    public NumberInterval Interval { get; } = Interval;

    /// <summary>How many people.</summary>
    public int People { get; } = People;

    /// <summary>How many ratings each.</summary>
    public int Ratings { get; } = Ratings;

    /// <summary>Estimates an intraclass correlation.</summary>
    /// <param name="form">Which one.</param>
    /// <param name="ratings">One row a person with as many ratings each, none missing.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <returns>The coefficient; <see langword="null"/> of fewer than two people, or if ratings of a person never differ, for then nothing bounds it.</returns>
    /// <remarks>Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">People have fewer than two ratings, or unlike numbers of them.</exception>
    public static IntraclassCorrelation? Estimate(IntraclassForm form, IReadOnlyList<IReadOnlyList<double>> ratings, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        var tail = 1 - ((1 - Quantiles.Level(level)) / 2);
        var n = ratings.Count;
        if (n < 2)
        {
            return null;
        }

        var k = ratings[0].Count;
        if (k < 2 || ratings.Any(row => row.Count != k))
        {
            throw new ArgumentException("Each person has the same number of ratings, two or more.", nameof(ratings));
        }

        var table = new TwoWayTable(ratings, n, k);
        var (value, low, high) = form switch
        {
            IntraclassForm.OneWay => OneWay(table, tail),
            IntraclassForm.OneWayMean => OfMeans(OneWay(table, tail), k),
            IntraclassForm.TwoWayAgreement => Agreement(table, tail),
            IntraclassForm.TwoWayAgreementMean => OfMeans(Agreement(table, tail), k),
            IntraclassForm.TwoWayConsistency => Consistency(table, tail),
            _ => OfMeans(Consistency(table, tail), k),
        };
        return double.IsFinite(low) && double.IsFinite(high) ? new IntraclassCorrelation(form, value, new NumberInterval(low, high, level), n, k) : null;
    }

    private static (double Value, double Low, double High) OneWay(TwoWayTable table, double tail) =>
        ByRatio(table.BetweenPeople, table.WithinPeople, table.People - 1, table.People * (table.Ratings - 1), table.Ratings, tail);

    private static (double Value, double Low, double High) Consistency(TwoWayTable table, double tail) =>
        ByRatio(table.BetweenPeople, table.Residual, table.People - 1, (table.People - 1) * (table.Ratings - 1), table.Ratings, tail);

    private static (double Value, double Low, double High) ByRatio(double between, double within, int betweenFreedom, int withinFreedom, int k, double tail)
    {
        var ratio = between / within;
        var low = ratio / Quantiles.F(betweenFreedom, withinFreedom, tail);
        var high = ratio * Quantiles.F(withinFreedom, betweenFreedom, tail);
        return ((between - within) / (between + ((k - 1) * within)), (low - 1) / (low + k - 1), (high - 1) / (high + k - 1));
    }

    private static (double Value, double Low, double High) Agreement(TwoWayTable table, double tail)
    {
        double n = table.People, k = table.Ratings;
        var (rows, columns, error) = (table.BetweenPeople, table.BetweenRatings, table.Residual);
        var value = (rows - error) / (rows + ((k - 1) * error) + (k * (columns - error) / n));
        var ratio = columns / error;
        var rest = (n * (1 + ((k - 1) * value))) - (k * value);
        var upper = (k * value * ratio) + rest;
        var freedom = (k - 1) * (n - 1) * upper * upper / (((n - 1) * k * k * value * value * ratio * ratio) + (rest * rest));
        var first = Quantiles.F(n - 1, freedom, tail);
        var second = Quantiles.F(freedom, n - 1, tail);
        var common = (k * columns) + (((k * n) - k - n) * error);
        return (value, n * (rows - (first * error)) / ((first * common) + (n * rows)), n * ((second * rows) - error) / (common + (n * second * rows)));
    }

    /// <summary>The same of the mean of k ratings, by Spearman and Brown; ends step up as the value does.</summary>
    private static (double Value, double Low, double High) OfMeans((double Value, double Low, double High) one, int k) => (StepUp(one.Value, k), StepUp(one.Low, k), StepUp(one.High, k));

    private static double StepUp(double one, int k) => k * one / (1 + ((k - 1) * one));

    /// <summary>Mean squares of people by ratings.</summary>
    private sealed class TwoWayTable
    {
        public TwoWayTable(IReadOnlyList<IReadOnlyList<double>> ratings, int n, int k)
        {
            (People, Ratings) = (n, k);
            var grand = ratings.Sum(row => row.Sum()) / (n * k);
            var rows = ratings.Select(row => row.Average()).ToArray();
            var columns = Enumerable.Range(0, k).Select(j => ratings.Average(row => row[j])).ToArray();
            BetweenPeople = k * rows.Sum(mean => Square(mean - grand)) / (n - 1);
            BetweenRatings = n * columns.Sum(mean => Square(mean - grand)) / (k - 1);
            var (within, residual) = (0.0, 0.0);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < k; j++)
                {
                    within += Square(ratings[i][j] - rows[i]);
                    residual += Square(ratings[i][j] - rows[i] - columns[j] + grand);
                }
            }

            WithinPeople = within / (n * (k - 1));
            Residual = residual / ((n - 1) * (k - 1));
        }

        public int People { get; }

        public int Ratings { get; }

        public double BetweenPeople { get; }

        public double BetweenRatings { get; }

        public double WithinPeople { get; }

        public double Residual { get; }

        private static double Square(double value) => value * value;
    }
}
