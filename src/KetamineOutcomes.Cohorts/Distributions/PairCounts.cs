namespace KetamineOutcomes.Cohorts.Distributions;

/// <summary>A person's score before and after.</summary>
/// <param name="Before">The score before, in points.</param>
/// <param name="After">The score after, in points.</param>
public readonly record struct ScorePair(Fraction Before, Fraction After) : IComparable<ScorePair>
{
    /// <summary>The score before, in points.</summary>
    public Fraction Before { get; } = Before;

    /// <summary>The score after, in points.</summary>
    public Fraction After { get; } = After;

    /// <summary>After minus before.</summary>
    public Fraction Change => After - Before;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(ScorePair left, ScorePair right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(ScorePair left, ScorePair right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(ScorePair left, ScorePair right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(ScorePair left, ScorePair right) => left.CompareTo(right) >= 0;

    /// <summary>Orders by the score before, then by the score after.</summary>
    /// <param name="other">The other pair.</param>
    /// <returns>Below 0, 0 or above 0.</returns>
    public int CompareTo(ScorePair other) => Before.CompareTo(other.Before) is not 0 and var order ? order : After.CompareTo(other.After);
}

/// <summary>How often each pair of scores before and after occurs. It merges exactly and in any order, and gives change, correlation and effect sizes of the whole.</summary>
public sealed class PairCounts : IEquatable<PairCounts>
{
    private readonly SortedDictionary<ScorePair, long> _counts;

    private PairCounts(SortedDictionary<ScorePair, long> counts)
    {
        _counts = counts;
        Before = ValueCounts.FromBins(counts.Select(bin => (bin.Key.Before, bin.Value)));
        After = ValueCounts.FromBins(counts.Select(bin => (bin.Key.After, bin.Value)));
        Change = ValueCounts.FromBins(counts.Select(bin => (bin.Key.Change, bin.Value)));
    }

    /// <summary>Nobody.</summary>
    public static PairCounts Empty { get; } = new([]);

    /// <summary>How many people there are.</summary>
    public long Count => Before.Count;

    /// <summary>Each pair once with how often it occurs, in order.</summary>
    public IEnumerable<(ScorePair Pair, long Times)> Bins => _counts.Select(bin => (bin.Key, bin.Value));

    /// <summary>The scores before, of these people alone.</summary>
    public ValueCounts Before { get; }

    /// <summary>The scores after.</summary>
    public ValueCounts After { get; }

    /// <summary>The differences, after minus before.</summary>
    public ValueCounts Change { get; }

    /// <summary>Pearson's correlation of before and after, -1 to 1; <see langword="null"/> of fewer than two people, or if one of them never varies.</summary>
    public double? Correlation
    {
        get
        {
            // var(change) = var(before) + var(after) - 2 cov, all three from exact sums.
            if (Before.Variance is not { } before || After.Variance is not { } after || Change.Variance is not { } change || before == 0 || after == 0)
            {
                return null;
            }

            return Math.Clamp((before + after - change) / (2 * Math.Sqrt(before * after)), -1, 1);
        }
    }

    /// <summary>Counts people.</summary>
    /// <param name="pairs">One pair a person.</param>
    /// <returns>The counts.</returns>
    public static PairCounts Of(IEnumerable<ScorePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return FromBins(pairs.Select(pair => (pair, 1L)));
    }

    /// <summary>Takes counts that were made elsewhere.</summary>
    /// <param name="bins">Pairs with how often each occurs; one that is named twice is added up.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static PairCounts FromBins(IEnumerable<(ScorePair Pair, long Times)> bins) => new(Histogram.Collect(bins));

    /// <summary>The people of both.</summary>
    /// <param name="other">The pairs of other people.</param>
    /// <returns>The counts of all, exact.</returns>
    public PairCounts Merge(PairCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FromBins(Bins.Concat(other.Bins));
    }

    /// <summary>Whether both hold the same counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(PairCounts? left, PairCounts? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(PairCounts? left, PairCounts? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(PairCounts? other) => other is not null && _counts.SequenceEqual(other._counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PairCounts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Before, After);
}
