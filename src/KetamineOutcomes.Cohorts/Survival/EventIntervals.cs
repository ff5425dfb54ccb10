using KetamineOutcomes.Cohorts.Distributions;

namespace KetamineOutcomes.Cohorts.Survival;

/// <summary>
/// Between which times an event fell: after <paramref name="After"/> and at or before <paramref name="UpTo"/>. Equal times say that it fell exactly then; an infinite
/// <paramref name="UpTo"/> that it had not happened when the person was last seen.
/// </summary>
/// <param name="After">The last time at which it had not happened, 0 or more.</param>
/// <param name="UpTo">The first time at which it had, or infinity.</param>
public readonly record struct EventInterval(double After, double UpTo)
{
    /// <summary>The last time at which it had not happened.</summary>
    public double After { get; } = After;

    /// <summary>The first time at which it had, or infinity.</summary>
    public double UpTo { get; } = UpTo;
}

/// <summary>How often each interval occurs: what is left of visits between which an event fell. It merges exactly and in any order.</summary>
public sealed class EventIntervals : IEquatable<EventIntervals>
{
    private readonly SortedDictionary<EventInterval, long> _counts;

    private EventIntervals(SortedDictionary<EventInterval, long> counts) => _counts = counts;

    private static IComparer<EventInterval> Order { get; } = Comparer<EventInterval>.Create((x, y) =>
        x.After.CompareTo(y.After) is not 0 and var order ? order : x.UpTo.CompareTo(y.UpTo));

    /// <summary>Nobody.</summary>
    public static EventIntervals Empty { get; } = FromBins([]);

    /// <summary>How many people there are.</summary>
    public long Count => _counts.Values.Sum();

    /// <summary>How many of them had the event.</summary>
    public long Events => _counts.Where(bin => double.IsFinite(bin.Key.UpTo)).Sum(bin => bin.Value);

    /// <summary>Each interval once with how often it occurs, by its start and then its end.</summary>
    public IEnumerable<(EventInterval Interval, long Times)> Bins => _counts.Select(bin => (bin.Key, bin.Value));

    /// <summary>Counts people.</summary>
    /// <param name="intervals">One interval a person.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An interval starts before 0 or without a number, or ends before it starts.</exception>
    public static EventIntervals Of(IEnumerable<EventInterval> intervals)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        return FromBins(intervals.Select(interval => (interval, 1L)));
    }

    /// <summary>Takes counts that were made elsewhere.</summary>
    /// <param name="bins">Intervals with how often each occurs; one that is named twice is added up.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An interval starts before 0 or without a number, or ends before it starts; or a count is negative.</exception>
    public static EventIntervals FromBins(IEnumerable<(EventInterval Interval, long Times)> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        return new EventIntervals(Histogram.Collect(bins.Select(bin => bin.Interval is { After: >= 0, UpTo: var upTo } interval && double.IsFinite(interval.After) && upTo >= interval.After
            ? bin
            : throw new ArgumentOutOfRangeException(nameof(bins), bin.Interval, "An interval starts at a number from 0 on and does not end before it.")), Order));
    }

    /// <summary>The people of both.</summary>
    /// <param name="other">The intervals of other people.</param>
    /// <returns>The counts of all, exact.</returns>
    public EventIntervals Merge(EventIntervals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FromBins(Bins.Concat(other.Bins));
    }

    /// <summary>Whether both hold the same counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(EventIntervals? left, EventIntervals? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(EventIntervals? left, EventIntervals? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(EventIntervals? other) => other is not null && _counts.SequenceEqual(other._counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EventIntervals);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var bin in _counts)
        {
            hash.Add(bin);
        }

        return hash.ToHashCode();
    }
}
