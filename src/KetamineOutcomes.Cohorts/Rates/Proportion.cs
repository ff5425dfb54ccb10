using KetamineOutcomes.Cohorts.Numerics;

namespace KetamineOutcomes.Cohorts.Rates;

/// <summary>So many out of so many: a count with its denominator. Adding two gives the proportion of both groups together.</summary>
public readonly record struct Proportion
{
    /// <summary>A count with its denominator.</summary>
    /// <param name="count">How many, 0 to <paramref name="of"/>.</param>
    /// <param name="of">Out of how many, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the count is above its denominator.</exception>
    public Proportion(long count, long of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, of);
        Count = count;
        Of = of;
    }

    /// <summary>How many.</summary>
    public long Count { get; }

    /// <summary>Out of how many.</summary>
    public long Of { get; }

    /// <summary>The share, exact; <see langword="null"/> of nobody.</summary>
    public Fraction? Share => Of == 0 ? null : new Fraction(Count, Of);

    /// <summary>Both groups together.</summary>
    /// <param name="left">One group.</param>
    /// <param name="right">Another, with nobody in common.</param>
    /// <returns>The sum of the counts over the sum of the denominators.</returns>
    public static Proportion operator +(Proportion left, Proportion right) => Add(left, right);

    /// <inheritdoc cref="op_Addition(Proportion, Proportion)"/>
    public static Proportion Add(Proportion left, Proportion right) => new(left.Count + right.Count, left.Of + right.Of);

    /// <summary>The percentage as tables print it.</summary>
    /// <param name="decimals">Decimals, 0 or more.</param>
    /// <returns>The percentage, rounded once and half away from zero (10 of 32 is 31.3, not 31.2); <see langword="null"/> of nobody.</returns>
    public decimal? Percent(int decimals = 1) => Share is { } share ? (share * 100).Round(decimals) : null;

    /// <summary>Wilson's score interval of the share, without continuity correction.</summary>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <returns>The interval, within 0 and 1; <see langword="null"/> of nobody.</returns>
    /// <remarks>Wilson EB. J Am Stat Assoc 1927;22:209-212. Good at small numbers and at 0 and all, where the textbook interval has no width.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public NumberInterval? Wilson(double level = 0.95)
    {
        var z = Quantiles.TwoSidedNormal(level);
        if (Of == 0)
        {
            return null;
        }

        double n = Of;
        var share = Count / n;
        var centre = share + (z * z / (2 * n));
        var half = z * Math.Sqrt((share * (1 - share) / n) + (z * z / (4 * n * n)));
        var scale = 1 + (z * z / n);
        // At none and at all the end is exact; the subtraction would leave a few last bits.
        var low = Count == 0 ? 0 : (centre - half) / scale;
        var high = Count == Of ? 1 : (centre + half) / scale;
        return new NumberInterval(low, high, level);
    }
}
