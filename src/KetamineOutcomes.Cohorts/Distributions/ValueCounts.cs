using System.Numerics;

namespace KetamineOutcomes.Cohorts.Distributions;

/// <summary>
/// How often each value occurs: a histogram with one bin a value. It merges exactly and in any order, and gives mean, SD and quantiles of the whole, so that parts of a
/// cohort that were counted on several machines give what one machine would.
/// </summary>
public sealed class ValueCounts : IEquatable<ValueCounts>
{
    private readonly SortedDictionary<Fraction, long> _counts;

    private ValueCounts(SortedDictionary<Fraction, long> counts) => _counts = counts;

    /// <summary>No values.</summary>
    public static ValueCounts Empty { get; } = new([]);

    /// <summary>How many values there are.</summary>
    public long Count => _counts.Values.Sum();

    /// <summary>Each value once with how often it occurs, in rising order.</summary>
    public IEnumerable<(Fraction Value, long Times)> Bins => _counts.Select(bin => (bin.Key, bin.Value));

    /// <summary>The mean; <see langword="null"/> of nothing.</summary>
    public double? Mean => Count == 0 ? null : Sums() is var (sum, _, scale) ? (double)sum / ((double)scale * Count) : null;

    /// <summary>The sample SD (divisor n - 1); <see langword="null"/> of fewer than two values.</summary>
    public double? StandardDeviation => Variance is { } variance ? Math.Sqrt(variance) : null;

    /// <summary>The sample variance (divisor n - 1), from exact sums; <see langword="null"/> of fewer than two values.</summary>
    public double? Variance
    {
        get
        {
            var n = Count;
            if (n < 2)
            {
                return null;
            }

            // n * sum(x^2) - sum(x)^2 is exact here, so nothing cancels.
            var (sum, squares, scale) = Sums();
            var numerator = (n * squares) - (sum * sum);
            return (double)numerator / (double)scale / (double)scale / ((double)n * (n - 1));
        }
    }

    /// <summary>The smallest value; <see langword="null"/> of nothing.</summary>
    public Fraction? Minimum => _counts.Count == 0 ? null : _counts.Keys.First();

    /// <summary>The largest value; <see langword="null"/> of nothing.</summary>
    public Fraction? Maximum => _counts.Count == 0 ? null : _counts.Keys.Last();

    /// <summary>The median: the middle value, or the mean of the two middle ones; <see langword="null"/> of nothing.</summary>
    public Fraction? Median => Quantile(new Fraction(1, 2));

    /// <summary>Counts values.</summary>
    /// <param name="values">The values, in any order.</param>
    /// <returns>The counts.</returns>
    public static ValueCounts Of(IEnumerable<Fraction> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FromBins(values.Select(value => (value, 1L)));
    }

    /// <summary>Takes counts that were made elsewhere.</summary>
    /// <param name="bins">Each value with how often it occurs; a value that is named twice is added up.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static ValueCounts FromBins(IEnumerable<(Fraction Value, long Times)> bins) => new(Histogram.Collect(bins));

    /// <summary>The values of both.</summary>
    /// <param name="other">The counts of other people.</param>
    /// <returns>The counts of all, exact.</returns>
    public ValueCounts Merge(ValueCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FromBins(Bins.Concat(other.Bins));
    }

    /// <summary>A quantile by linear interpolation between the values in order (Hyndman and Fan's type 7, the default of R and of NumPy).</summary>
    /// <param name="share">The share below it, 0 to 1.</param>
    /// <returns>The quantile, exact; <see langword="null"/> of nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public Fraction? Quantile(Fraction share)
    {
        if (share < Fraction.Zero || share > Fraction.One)
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A quantile's share lies between 0 and 1.");
        }

        var n = Count;
        if (n == 0)
        {
            return null;
        }

        var place = share * new Fraction(n - 1, 1);
        var whole = place.Numerator / place.Denominator;
        var rest = place - new Fraction(whole, 1);
        var lower = At(whole);
        return rest == Fraction.Zero ? lower : lower + ((At(whole + 1) - lower) * rest);
    }

    /// <summary>Whether both hold the same counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(ValueCounts? left, ValueCounts? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(ValueCounts? left, ValueCounts? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(ValueCounts? other) => other is not null && _counts.SequenceEqual(other._counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueCounts);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (value, times) in _counts)
        {
            hash.Add(value);
            hash.Add(times);
        }

        return hash.ToHashCode();
    }

    private Fraction At(long index)
    {
        foreach (var (value, times) in _counts)
        {
            if (index < times)
            {
                return value;
            }

            index -= times;
        }

        throw new InvalidOperationException("The index lies behind the last value.");
    }

    /// <summary>The sums of the values and of their squares as whole numbers, times a common denominator and its square.</summary>
    private (BigInteger Sum, BigInteger Squares, BigInteger Scale) Sums()
    {
        var scale = BigInteger.One;
        foreach (var value in _counts.Keys)
        {
            scale = scale / BigInteger.GreatestCommonDivisor(scale, value.Denominator) * value.Denominator;
        }

        var (sum, squares) = (BigInteger.Zero, BigInteger.Zero);
        foreach (var (value, times) in _counts)
        {
            var scaled = value.Numerator * (scale / value.Denominator);
            sum += scaled * times;
            squares += scaled * scaled * times;
        }

        return (sum, squares, scale);
    }
}
