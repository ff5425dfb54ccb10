namespace KetamineOutcomes.Treatment.ConcurrentCare;

/// <summary>The care that went on beside a course, as intervals; and the kinds that were asked about and were none.</summary>
/// <remarks>Immutable; compares by value. The order of input plays no part. A kind with neither an interval nor "none" was not asked about.</remarks>
public sealed record CareLog
{
    private CareLog(EquatableArray<CareInterval> intervals, EquatableArray<CareKind> none)
    {
        Intervals = intervals;
        None = none;
    }

    /// <summary>A log of which nothing is known.</summary>
    public static CareLog Empty { get; } = new([], []);

    /// <summary>The intervals, by kind, name, beginning (what was there before the record first) and end.</summary>
    public EquatableArray<CareInterval> Intervals { get; }

    /// <summary>The kinds that were asked about and were none.</summary>
    public EquatableArray<CareKind> None { get; }

    /// <summary>Puts a log together.</summary>
    /// <param name="intervals">The intervals, in any order; identical ones are collapsed with a notice.</param>
    /// <param name="none">The kinds that were asked about and were none.</param>
    /// <returns>
    /// The log; or the issue <see cref="IssueCodes.MixedTimeScales"/>, <see cref="IssueCodes.CareEndsBefore"/>, or
    /// <see cref="IssueCodes.CareContradiction"/> if a kind is listed and also said to be none.
    /// </returns>
    public static ReadResult<CareLog> Create(IEnumerable<CareInterval> intervals, IEnumerable<CareKind>? none = null)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        var given = intervals.ToList();
        var kinds = (none ?? []).Distinct().Order().ToEquatableArray();
        var times = given.SelectMany(interval => new[] { interval.From, interval.To }).OfType<ClinicalTime>().ToList();
        if (times.Exists(time => time.IsRelative) && times.Exists(time => !time.IsRelative))
        {
            return Fail(IssueCodes.MixedTimeScales, "Calendar dates and relative days stand in one log of care; give one or the other.");
        }

        if (given.Exists(interval => interval.From is { } from && interval.To is { } to && to.CompareKnown(from) < 0))
        {
            return Fail(IssueCodes.CareEndsBefore, "Care ends before it begins.");
        }

        if (given.Exists(interval => kinds.Contains(interval.Kind)))
        {
            return Fail(IssueCodes.CareContradiction, "A kind of care is listed and also said to be none.");
        }

        var distinct = given.Distinct().ToList();
        distinct.Sort(Compare);
        return ReadResult<CareLog>.Success(
            new CareLog(distinct.ToEquatableArray(), kinds),
            distinct.Count == given.Count ? [] : [new Issue(IssueCodes.DuplicateCollapsed, IssueSeverity.Notice, "Identical records of care were collapsed.", "care")]);
    }

    /// <summary>The log as it was known at a time: what began later is left out, and an end on its day or later is still open: that nothing follows is known the day after.</summary>
    /// <param name="asOf">The time, inclusive.</param>
    /// <returns>The log without what came later.</returns>
    public CareLog AsOf(ClinicalTime asOf) => new(
        Intervals
            .Where(interval => interval.From is not { } from || from.CompareKnown(asOf) <= 0)
            .Select(interval => interval.To is { } to && to.DaysSince(asOf) >= 0
                ? new CareInterval(interval.Kind, interval.Name, interval.From, dose: interval.Dose, unit: interval.Unit)
                : interval)
            .Distinct()
            .Order(Comparer<CareInterval>.Create(Compare))
            .ToEquatableArray(),
        None);

    /// <summary>What is in force at a time.</summary>
    /// <param name="at">The time.</param>
    /// <returns>The intervals that are surely in force.</returns>
    public EquatableArray<CareInterval> InForceAt(ClinicalTime at) => Intervals.Where(interval => interval.InForceAt(at) == CareState.InForce).ToEquatableArray();

    /// <summary>Whether care of a kind, or of a kind and name, is in force at a time.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="at">The time.</param>
    /// <param name="name">What exactly, or <see langword="null"/> for anything of the kind.</param>
    /// <returns>The state; <see cref="CareState.Unknown"/> where the kind was not asked about, or an end is not known.</returns>
    public CareState StateAt(CareKind kind, ClinicalTime at, string? name = null)
    {
        var listed = Intervals.Where(interval => interval.Kind == kind).ToList();
        if (listed.Count == 0)
        {
            return None.Contains(kind) ? CareState.NotInForce : CareState.Unknown;
        }

        var states = listed.Where(interval => name is null || string.Equals(interval.Name, name, StringComparison.Ordinal)).Select(interval => interval.InForceAt(at)).ToList();
        return states.Contains(CareState.InForce) ? CareState.InForce
            : states.Contains(CareState.Unknown) ? CareState.Unknown
            : CareState.NotInForce;
    }

    /// <summary>What began, ended or changed its dose after one time and up to another.</summary>
    /// <param name="after">The time after which changes count; a change on that very day or moment does not.</param>
    /// <param name="upTo">The time up to which they count, inclusive.</param>
    /// <returns>
    /// The changes by time, kind of care and name. An interval that begins on the last day of another of the same name, or on the day after, with
    /// another dose is a change of dose; with the same dose it is no change. What was there before the record has no beginning.
    /// </returns>
    /// <exception cref="ArgumentException">The times are of unlike scales.</exception>
    public EquatableArray<CareChange> ChangesBetween(ClinicalTime after, ClinicalTime upTo)
    {
        var changes = new List<CareChange>();
        foreach (var group in Intervals.GroupBy(interval => (interval.Kind, interval.Name)))
        {
            var runs = group.ToList();
            foreach (var run in runs)
            {
                var before = runs.Find(other => Continues(other, run));
                if (run.From is { } from && (before is null || before.Dose != run.Dose || before.Unit != run.Unit))
                {
                    changes.Add(new CareChange(before is null ? CareChangeKind.Started : CareChangeKind.DoseChanged, from, before, run));
                }

                if (run.To is { } to && !runs.Exists(other => Continues(run, other) || Covers(other, run)))
                {
                    changes.Add(new CareChange(CareChangeKind.Stopped, to, run, after: null));
                }
            }
        }

        return changes
            .Where(change => change.At.CompareKnown(after) > 0 && change.At.CompareKnown(upTo) <= 0)
            .OrderBy(change => change.At, Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten))
            .ThenBy(change => change.Care.Kind)
            .ThenBy(change => change.Care.Name, StringComparer.Ordinal)
            .ThenBy(change => change.Kind)
            .ToEquatableArray();
    }

    private static bool Continues(CareInterval earlier, CareInterval later) =>
        !ReferenceEquals(earlier, later)
        && earlier.To is { } to && later.From is { } from
        && from.DaysSince(to) is 0 or 1
        && (earlier.From is not { } began || began.CompareKnown(from) < 0);

    private static bool Covers(CareInterval wide, CareInterval run) =>
        !ReferenceEquals(wide, run) && wide.InForceAt(run.To!.Value) == CareState.InForce && (wide.To is not { } to || to.CompareKnown(run.To.Value) > 0);

    private static ReadResult<CareLog> Fail(string code, string message) => ReadResult<CareLog>.Failure([new Issue(code, IssueSeverity.Error, message, "care")]);

    private static int Compare(CareInterval x, CareInterval y)
    {
        var result = x.Kind.CompareTo(y.Kind);
        result = result != 0 ? result : string.CompareOrdinal(x.Name, y.Name);
        result = result != 0 ? result : CompareTimes(x.From, y.From);
        result = result != 0 ? result : CompareTimes(x.To, y.To);
        result = result != 0 ? result : x.End.CompareTo(y.End);
        result = result != 0 ? result : Nullable.Compare(x.Dose, y.Dose);
        return result != 0 ? result : string.CompareOrdinal(x.Unit, y.Unit);
    }

    private static int CompareTimes(ClinicalTime? x, ClinicalTime? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        ({ } left, { } right) => ClinicalTime.CompareAsWritten(left, right),
    };
}
