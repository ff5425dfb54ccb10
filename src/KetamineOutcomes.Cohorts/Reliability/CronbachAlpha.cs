using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Reliability;

/// <summary>Cronbach's alpha of a scale with Feldt's interval, from a cohort's own complete forms.</summary>
/// <param name="Alpha">The coefficient, at most 1; below 0 if the items run against each other.</param>
/// <param name="Interval">Feldt's interval, which takes the items to be essentially tau-equivalent and normal.</param>
/// <param name="StandardDeviation">The sample SD of the total of these forms, in points.</param>
/// <param name="Forms">How many complete forms it rests on.</param>
/// <param name="Items">How many items.</param>
public sealed record CronbachAlpha(double Alpha, NumberInterval Interval, double StandardDeviation, long Forms, int Items)
{
    /// <summary>The coefficient, at most 1; below 0 if the items run against each other.</summary>
    public double Alpha { get; } = Alpha;

    /// <summary>Feldt's interval.</summary>
    public NumberInterval Interval { get; } = Interval;

    /// <summary>The sample SD of the total of these forms, in points.</summary>
    public double StandardDeviation { get; } = StandardDeviation;

    /// <summary>How many complete forms it rests on.</summary>
    public long Forms { get; } = Forms;

    /// <summary>How many items.</summary>
    public int Items { get; } = Items;

    /// <summary>The standard error of measurement, SD times the root of 1 - alpha, in points; <see langword="null"/> where alpha is below 0.</summary>
    public double? StandardErrorOfMeasurement => Alpha < 0 ? null : StandardDeviation * Math.Sqrt(1 - Alpha);

    /// <summary>Estimates alpha.</summary>
    /// <param name="moments">The sums of complete forms.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <returns>The coefficient; <see langword="null"/> of fewer than two forms, or if all have the same total.</returns>
    /// <remarks>Cronbach LJ. Psychometrika 1951;16:297-334. Feldt LS, Woodruff DJ, Salih FA. Appl Psychol Meas 1987;11:93-103.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static CronbachAlpha? Estimate(ItemMoments moments, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(moments);
        var tail = (1 - Quantiles.Level(level)) / 2;
        if (moments.Count < 2)
        {
            return null;
        }

        var (own, total, items) = (0.0, 0.0, moments.Items);
        for (var i = 0; i < items; i++)
        {
            own += moments.Covariance(i, i) ?? 0;
            for (var j = 0; j < items; j++)
            {
                total += moments.Covariance(i, j) ?? 0;
            }
        }

        if (total <= 0)
        {
            return null;
        }

        var alpha = items / (items - 1.0) * (1 - (own / total));
        double people = moments.Count - 1;
        var rest = people * (items - 1);
        var interval = new NumberInterval(1 - ((1 - alpha) * Quantiles.F(people, rest, 1 - tail)), 1 - ((1 - alpha) * Quantiles.F(people, rest, tail)), level);
        return new CronbachAlpha(alpha, interval, Math.Sqrt(total), moments.Count, items);
    }
}
