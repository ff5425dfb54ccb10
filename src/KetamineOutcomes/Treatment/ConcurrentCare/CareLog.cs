namespace KetamineOutcomes.Treatment.ConcurrentCare;

/// <summary>The care that went on beside a course, as intervals; and the kinds that were asked about and were none.</summary>
/// <remarks>Immutable; compares by value. The order of input plays no part. A kind with neither an interval nor "none" was not asked about.</remarks>
public sealed record CareLog
{
    // Intervals that no later-entered record replaces: what every answer goes by.
    private readonly EquatableArray<CareInterval> _standing;

    private CareLog(EquatableArray<CareInterval> intervals, EquatableArray<CareKind> none)
    {
        Intervals = intervals;
        None = none;
        _standing = Standing(intervals);
    }

    /// <summary>A log of which nothing is known.</summary>
    public static CareLog Empty { get; } = new([], []);

    /// <summary>The intervals, by kind, name, beginning (what was there before the record first) and end; also those that a later-entered record replaces.</summary>
    public EquatableArray<CareInterval> Intervals { get; }

    /// <summary>The kinds that were asked about and were none. Where care of the kind is listed all the same, that holds from its beginning on.</summary>
    public EquatableArray<CareKind> None { get; }

    /// <summary>Puts a log together.</summary>
    /// <param name="intervals">The intervals, in any order; identical ones are collapsed with a notice.</param>
    /// <param name="none">The kinds that were asked about and were none.</param>
    /// <returns>
    /// The log; or the issue <see cref="IssueCodes.MixedTimeScales"/> or <see cref="IssueCodes.CareEndsBefore"/>. A kind that is listed and also said to be
    /// none is the warning <see cref="IssueCodes.CareContradiction"/> beside the log, whose place names the kind.
    /// </returns>
    public static ReadResult<CareLog> Create(IEnumerable<CareInterval> intervals, IEnumerable<CareKind>? none = null)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        var given = intervals.ToList();
        var kinds = (none ?? []).Distinct().Order().ToEquatableArray();
        var times = given.SelectMany(interval => new[] { interval.From, interval.To, interval.RecordedAt }).OfType<ClinicalTime>().ToList();
        if (times.Exists(time => time.IsRelative) && times.Exists(time => !time.IsRelative))
        {
            return Fail(IssueCodes.MixedTimeScales, "Calendar dates and relative days stand in one log of care; give one or the other.");
        }

        if (given.Exists(interval => interval.From is { } from && interval.To is { } to && to.CompareKnown(from) < 0))
        {
            return Fail(IssueCodes.CareEndsBefore, "Care ends before it begins.");
        }

        var issues = kinds
            .Where(kind => given.Exists(interval => interval.Kind == kind))
            .Select(kind => new Issue(IssueCodes.CareContradiction, IssueSeverity.Warning, Contradiction, "care/" + kind.ToWord()))
            .ToList();
        var distinct = given.Distinct().ToList();
        distinct.Sort(Compare);
        if (distinct.Count < given.Count)
        {
            issues.Add(new Issue(IssueCodes.DuplicateCollapsed, IssueSeverity.Notice, "Identical records of care were collapsed.", "care"));
        }

        return ReadResult<CareLog>.Success(new CareLog(distinct.ToEquatableArray(), kinds), issues.ToEquatableArray());
    }

    private const string Contradiction = "This kind of care is listed and also said to be none; what is listed holds from its beginning on.";

    /// <summary>The log as it was known at a time: what began or was entered later is left out, and an end that lies later is still open.</summary>
    /// <param name="asOf">The time, inclusive; a date without a time takes in the whole day.</param>
    /// <returns>The log without what came later.</returns>
    /// <exception cref="ArgumentException">The times are of unlike scales.</exception>
    public CareLog AsOf(ClinicalTime asOf) => new(
        Intervals.Where(interval => IsBy(interval.From, asOf) && IsBy(interval.RecordedAt, asOf))
            .Select(interval => interval.To is { } to && to.CompareKnown(asOf) > 0
                ? new CareInterval(interval.Kind, interval.Name, interval.From, dose: interval.Dose, unit: interval.Unit, recordedAt: interval.RecordedAt)
                : interval)
            .Distinct()
            .Order(Comparer<CareInterval>.Create(Compare))
            .ToEquatableArray(),
        None);

    private static bool IsBy(ClinicalTime? time, ClinicalTime asOf) => time is not { } at || at.CompareKnown(asOf) <= 0;

    private static EquatableArray<CareInterval> Standing(EquatableArray<CareInterval> intervals) => intervals
        .GroupBy(interval => (interval.Kind, interval.Name, interval.From, interval.Dose, interval.Unit))
        .SelectMany(group => group.Where(interval => !group.Any(other => IsEnteredLater(other, interval))))
        .ToEquatableArray();

    private static bool IsEnteredLater(CareInterval other, CareInterval interval) =>
        other.RecordedAt is { } later && (interval.RecordedAt is not { } earlier || later.CompareKnown(earlier) > 0);

    /// <summary>The first time at which anything of the log was known; <see langword="null"/> if something is from the beginning.</summary>
    internal ClinicalTime? KnownSince
    {
        get
        {
            if (!None.IsEmpty)
            {
                return null;
            }

            ClinicalTime? since = null;
            foreach (var interval in Intervals)
            {
                if (Later(interval.From, interval.RecordedAt) is not { } known)
                {
                    return null;
                }

                since = since is { } first && first.CompareKnown(known) <= 0 ? first : known;
            }

            return since;
        }
    }

    /// <summary>What a statement about a kind, or a kind and name, at a time rests on: what had begun by then.</summary>
    internal EquatableArray<CareInterval> ListedAt(CareKind kind, ClinicalTime at, string? name = null) => _standing
        .Where(interval => interval.Kind == kind && IsBy(interval.From, at) && (name is null || interval.Name == CareInterval.Normal(name)))
        .ToEquatableArray();

    /// <summary>The later of two times, of which either may be missing.</summary>
    internal static ClinicalTime? Later(ClinicalTime? one, ClinicalTime? other) => one is { } a && other is { } b ? (a.CompareKnown(b) >= 0 ? a : b) : one ?? other;

    /// <summary>What is in force at a time.</summary>
    /// <param name="at">The time.</param>
    /// <returns>The intervals that are surely in force.</returns>
    public EquatableArray<CareInterval> InForceAt(ClinicalTime at) => _standing.Where(interval => interval.InForceAt(at) == CareState.InForce).ToEquatableArray();

    /// <summary>Whether care of a kind, or of a kind and name, is in force at a time.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="at">The time.</param>
    /// <param name="name">What exactly, or <see langword="null"/> for anything of the kind.</param>
    /// <returns>
    /// The state; <see cref="CareState.Unknown"/> where the kind was not asked about, or an end is not known. What begins later plays no part: care
    /// that is listed from a later day does not say that there was none before.
    /// </returns>
    public CareState StateAt(CareKind kind, ClinicalTime at, string? name = null)
    {
        if (ListedAt(kind, at).IsEmpty)
        {
            return None.Contains(kind) ? CareState.NotInForce : CareState.Unknown;
        }

        var states = ListedAt(kind, at, name).Select(interval => interval.InForceAt(at)).ToList();
        return states.Contains(CareState.InForce) ? CareState.InForce
            : states.Contains(CareState.Unknown) ? CareState.Unknown
            : CareState.NotInForce;
    }

    /// <summary>What began, ended, changed its dose or happened after one time and up to another.</summary>
    /// <param name="after">The time after which changes count; a change on that very day or moment does not.</param>
    /// <param name="upTo">The time up to which they count, inclusive.</param>
    /// <returns>
    /// The changes by time, kind of care and name. An interval that begins on the last day of another of the same name, or on the day after, with
    /// another dose is a change of dose; with the same dose it is no change. So is one that begins while another of the same name is open or may be, and
    /// the end of one while another of the name goes on, dated to the last day of what ended. What was there before the record has no beginning. A life event of one day
    /// is one change.
    /// </returns>
    /// <exception cref="ArgumentException">The times are of unlike scales.</exception>
    public EquatableArray<CareChange> ChangesBetween(ClinicalTime after, ClinicalTime upTo)
    {
        var changes = new List<CareChange>();
        foreach (var group in _standing.GroupBy(interval => (interval.Kind, interval.Name)))
        {
            var runs = group.Where(interval => !interval.IsPoint).ToList();
            changes.AddRange(group.Where(interval => interval.IsPoint).Select(point => Change(CareChangeKind.Occurred, point.From!.Value, isKnownAtOnce: true, null, point, [point])));
            foreach (var run in runs)
            {
                var before = runs.Find(other => Continues(other, run) && HasSameDose(other, run)) ?? runs.Find(other => Continues(other, run)) ?? Beside(runs.Where(other => IsBesideTheBeginning(other, run)), run);
                if (run.From is { } from && (before is null || !HasSameDose(before, run)))
                {
                    changes.Add(Change(
                        before is null ? CareChangeKind.Started : CareChangeKind.DoseChanged,
                        from,
                        !runs.Exists(other => IsBesideTheBeginning(other, run)),
                        before,
                        run,
                        runs));
                }

                if (run.To is not { } to || runs.Exists(other => Continues(run, other)))
                {
                    continue;
                }

                // Where another interval of the name goes on, what ends is a part of the dose and not the care.
                var rest = Beside(runs.Where(other => Covers(other, run)), run);
                if (rest is null || !HasSameDose(rest, run))
                {
                    changes.Add(Change(rest is null ? CareChangeKind.Stopped : CareChangeKind.DoseChanged, to, isKnownAtOnce: false, run, rest, runs));
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

    private static CareChange Change(CareChangeKind kind, ClinicalTime at, bool isKnownAtOnce, CareInterval? before, CareInterval? after, List<CareInterval> runs)
    {
        var seen = isKnownAtOnce ? at : at.WholeDay.AddDays(1);

        // It rests on all records of the name that had begun by then: one that was entered later makes it known later.
        var entered = runs.Where(run => IsBy(run.From, seen)).Aggregate((ClinicalTime?)null, (last, run) => Later(last, run.RecordedAt));
        return entered is { } late && late.CompareKnown(seen) > 0
            ? new CareChange(kind, at, late, takesWholeDay: false, before, after)
            : new CareChange(kind, at, seen, takesWholeDay: !isKnownAtOnce, before, after);
    }

    // Until the day is over an interval that is open on the day on which another of its name begins may end on that day, or go on beside it.
    private static bool IsBesideTheBeginning(CareInterval other, CareInterval run) =>
        !ReferenceEquals(other, run)
        && run.From is { } from
        && (other.From is not { } began || began.CompareKnown(from) < 0)
        && (other.To is not { } to || to.DaysSince(from) >= 0);

    // One of several beside it: of the same dose if there is one, else the one that began last. The choice goes by nothing that is known later, so by no end.
    private static CareInterval? Beside(IEnumerable<CareInterval> others, CareInterval run) => others
        .OrderByDescending(other => HasSameDose(other, run))
        .ThenByDescending(other => other.From is not null)
        .ThenByDescending(other => other.From ?? default, Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten))
        .ThenBy(other => other.Dose ?? -1)
        .ThenBy(other => other.Unit, StringComparer.Ordinal)
        .FirstOrDefault();

    private static bool HasSameDose(CareInterval one, CareInterval other) => one.Dose == other.Dose && string.Equals(one.Unit, other.Unit, StringComparison.OrdinalIgnoreCase);

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
        result = result != 0 ? result : CompareTimes(x.RecordedAt, y.RecordedAt);
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
