namespace KetamineOutcomes.Cohorts.Survival;

/// <summary>What happened at one time.</summary>
/// <param name="Time">The time, in the unit of the table (days, unless its maker says otherwise), 0 or more.</param>
/// <param name="AtRisk">How many were still being followed without an event just before it.</param>
/// <param name="Events">How many had the event at it.</param>
/// <param name="Censored">How many were last seen at it without the event; they count as at risk at that time.</param>
public readonly record struct RiskRow(double Time, long AtRisk, long Events, long Censored)
{
    /// <summary>The time, 0 or more.</summary>
    public double Time { get; } = Time;

    /// <summary>How many were still being followed without an event just before it.</summary>
    public long AtRisk { get; } = AtRisk;

    /// <summary>How many had the event at it.</summary>
    public long Events { get; } = Events;

    /// <summary>How many were last seen at it without the event.</summary>
    public long Censored { get; } = Censored;
}

/// <summary>How many had an event and how many were last seen without it, at each time. It merges exactly and in any order.</summary>
public sealed class RiskTable : IEquatable<RiskTable>
{
    private readonly SortedDictionary<double, (long Events, long Censored)> _times;

    private RiskTable(SortedDictionary<double, (long Events, long Censored)> times) => _times = times;

    /// <summary>Nobody.</summary>
    public static RiskTable Empty { get; } = new([]);

    /// <summary>How many people there are.</summary>
    public long Count => _times.Values.Sum(at => at.Events + at.Censored);

    /// <summary>How many events there are.</summary>
    public long Events => _times.Values.Sum(at => at.Events);

    /// <summary>One row for each time at which somebody had the event or was last seen, in rising order.</summary>
    public IEnumerable<RiskRow> Rows
    {
        get
        {
            var atRisk = Count;
            foreach (var (time, (events, censored)) in _times)
            {
                yield return new RiskRow(time, atRisk, events, censored);
                atRisk -= events + censored;
            }
        }
    }

    /// <summary>Counts people.</summary>
    /// <param name="people">For each person the time, and whether the event was then (else the person was last seen then without it).</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, infinite or no number.</exception>
    public static RiskTable Of(IEnumerable<(double Time, bool Event)> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return FromCounts(people.Select(person => (person.Time, person.Event ? 1L : 0, person.Event ? 0L : 1)));
    }

    /// <summary>Takes counts that were made elsewhere.</summary>
    /// <param name="counts">Times with their numbers of events and of people last seen; a time that is named twice is added up.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, infinite or no number, or a count is negative.</exception>
    public static RiskTable FromCounts(IEnumerable<(double Time, long Events, long Censored)> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var times = new SortedDictionary<double, (long Events, long Censored)>();
        foreach (var (time, events, censored) in counts)
        {
            if (!double.IsFinite(time) || time < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(counts), time, "A time of follow-up is a number from 0 on.");
            }

            ArgumentOutOfRangeException.ThrowIfNegative(events, nameof(counts));
            ArgumentOutOfRangeException.ThrowIfNegative(censored, nameof(counts));
            if (events + censored > 0)
            {
                var before = times.GetValueOrDefault(time);
                times[time] = (before.Events + events, before.Censored + censored);
            }
        }

        return new RiskTable(times);
    }

    /// <summary>The people of both.</summary>
    /// <param name="other">The table of other people.</param>
    /// <returns>The table of all, exact.</returns>
    public RiskTable Merge(RiskTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return FromCounts(_times.Concat(other._times).Select(at => (at.Key, at.Value.Events, at.Value.Censored)));
    }

    /// <summary>How many are still being followed without an event at a time, for the numbers below a figure.</summary>
    /// <param name="time">The time.</param>
    /// <returns>Those whose time is not before it.</returns>
    public long AtRisk(double time) => _times.Where(at => at.Key >= time).Sum(at => at.Value.Events + at.Value.Censored);

    /// <summary>Whether both hold the same counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(RiskTable? left, RiskTable? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(RiskTable? left, RiskTable? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(RiskTable? other) => other is not null && _times.SequenceEqual(other._times);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RiskTable);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (time, at) in _times)
        {
            hash.Add(time);
            hash.Add(at);
        }

        return hash.ToHashCode();
    }
}
