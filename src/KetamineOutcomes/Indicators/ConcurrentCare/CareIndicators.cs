using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Indicators.ConcurrentCare;

/// <summary>Which care went on beside a series, and what began, ended or changed in it. Observations, so that outcomes can be read against more than dose.</summary>
internal static class CareIndicators
{
    private static readonly EquatableArray<Evidence> Own =
        [new Evidence { Source = new Source { Key = "project-policy", Citation = "KetamineOutcomes, decision of this project." }, Status = EvidenceStatus.ProjectPolicy, Note = "Both ends of an interval are inclusive." }];

    /// <summary>The rows, each known from the time from which on it was said: a later entry that changes nothing of a row does not make it known later.</summary>
    public static IReadOnlyList<IndicatorResult> Assess(Course course, CareLog log, ClinicalTime? now, IReadOnlyList<UnreadableRecord> unreadable) => Assess(course, log, now, unreadable, []);

    private static List<IndicatorResult> Assess(Course course, CareLog log, ClinicalTime? now, IReadOnlyList<UnreadableRecord> unreadable, Dictionary<int, List<IndicatorResult>> earlier)
    {
        // Days on which something was entered at one time only: of several hours of a day one may take back what another said. The calendar's first day has none before it.
        var entered = log.Intervals.Select(interval => interval.RecordedAt).OfType<ClinicalTime>().Where(time => time.IsRelative || time.DayNumber > 0).Distinct()
            .GroupBy(time => time.DayNumber).Where(times => !times.Skip(1).Any()).SelectMany(times => times).ToHashSet();
        return [.. Rows(course, log, now, unreadable).Select(row => row.KnownAt is { } known && entered.Contains(known) ? Before(known).Find(row.IsSaidBy) ?? row : row)];

        // What was said on the day before an entry, from the records of then.
        List<IndicatorResult> Before(ClinicalTime entry)
        {
            if (!earlier.TryGetValue(entry.DayNumber, out var rows))
            {
                var day = entry.WholeDay.AddDays(-1);
                rows = Assess(course.AsOf(day), log.AsOf(day), day, [.. unreadable.Where(record => record.At is not { } at || at.CompareKnown(day) <= 0)], earlier);
                earlier.Add(entry.DayNumber, rows);
            }

            return rows;
        }
    }

    private static bool IsSaidBy(this IndicatorResult row, IndicatorResult other) => other.KnownAt is not null && (row with { KnownAt = other.KnownAt }) == other;

    private static IEnumerable<IndicatorResult> Rows(Course course, CareLog log, ClinicalTime? now, IReadOnlyList<UnreadableRecord> unreadable)
    {
        // How many records of a kind could not be read that may have begun by a time.
        int Lost(CareKind kind, ClinicalTime by) => unreadable.Count(record => record.MayBeAbout(UnreadableRecord.Care, kind.ToWord()) && (record.At is not { } at || at.CompareKnown(by) <= 0));
        if (log.Intervals.IsEmpty && log.None.IsEmpty && !unreadable.Any(record => Enum.GetValues<CareKind>().Any(kind => record.MayBeAbout(UnreadableRecord.Care, kind.ToWord()))))
        {
            yield break;
        }

        for (var i = 0; i < course.Series.Count; i++)
        {
            var series = course.Series[i];
            var rows = new NoteRows(course, series, "care");
            var start = series.First.At;
            foreach (var kind in Enum.GetValues<CareKind>())
            {
                yield return InForce(rows, log, kind, start, name: null, Lost(kind, start));
                foreach (var name in log.ListedAt(kind, start).Select(interval => interval.Name).Distinct(StringComparer.Ordinal))
                {
                    yield return InForce(rows, log, kind, start, name, Lost(kind, start));
                }
            }

            // Up to the next series, or to the end of the record.
            var end = i + 1 < course.Series.Count ? course.Series[i + 1].First.At : now ?? LastOf(log, course.LastRecord ?? start);
            var known = log.ChangesBetween(start, end).Where(change => now is not { } asOf || change.IsKnownBy(asOf)).ToList();

            // Intervals of one name may overlap: what happened alike at one time is one row.
            foreach (var changes in known.GroupBy(change => (change.Care.Kind, change.Care.Name, change.Kind, change.At)))
            {
                yield return Change(rows, [.. changes], Lost(changes.Key.Item1, end));
            }

            foreach (var stops in known.Where(change => change.Kind == CareChangeKind.Stopped && IsNothingLeft(log, change) && Lost(change.Care.Kind, change.At.WholeDay.AddDays(1)) == 0).GroupBy(change => (change.Care.Kind, change.At)))
            {
                yield return NothingLeft(rows, log, [.. stops]);
            }
        }
    }

    // The last of its kind: on the day after nothing of the kind is in force, or may be.
    private static bool IsNothingLeft(CareLog log, CareChange stop) =>
        stop.Care.Kind != CareKind.LifeEvent && log.StateAt(stop.Care.Kind, stop.At.WholeDay.AddDays(1)) == CareState.NotInForce;

    private static ClinicalTime LastOf(CareLog log, ClinicalTime end) => log.Intervals
        .SelectMany(interval => new[] { interval.From, interval.To })
        .OfType<ClinicalTime>()
        .Aggregate(end, (last, time) => time.CompareKnown(last) > 0 ? time : last);

    // A name goes behind a word of its own, so that no care can be called like the row of its kind.
    private static string Rule(string? name) => name is null ? "any" : "name:" + name;

    private static IndicatorResult InForce(NoteRows rows, CareLog log, CareKind kind, ClinicalTime at, string? name, int lost)
    {
        // A record that could not be read may be the one that was in force.
        var stated = log.StateAt(kind, at, name);
        var state = lost > 0 && stated == CareState.NotInForce ? CareState.Unknown : stated;
        var listed = log.ListedAt(kind, at, name);

        // Until the log has its first record nothing is known to have been asked.
        var known = listed.Aggregate(CareLog.Later(at, log.KnownSince), (last, interval) => CareLog.Later(last, interval.RecordedAt));
        var word = kind.ToWord();
        var what = name is null ? word : $"{word} {name}";
        var reason = listed.IsEmpty && lost == 0 ? Reasons.NotAsked : Reasons.CareUnclear;
        IndicatorOutcome outcome = state switch
        {
            CareState.InForce => new IndicatorOutcome.Classified("in-force"),
            CareState.NotInForce => new IndicatorOutcome.Classified("not-in-force"),
            _ => new IndicatorOutcome.Indeterminate(reason),
        };
        var doses = listed.Where(interval => interval.InForceAt(at) == CareState.InForce).Select(Describe).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return rows.Row(
            word,
            "in-force",
            Rule(name),
            "first-infusion",
            at,
            known,
            outcome,
            Own,
            doses.Count > 0 ? [new Parameter("in-force", string.Join("; ", doses))] : [],
            lost > 0 ? [NoteRows.RecordsUnreadable] : [],
            (state == CareState.Unknown ? NoteRows.Because($"Whether {what} was in force at the first infusion of the series", reason) : $"At the first infusion of the series ({NoteRows.Where(at)}) {what} was {(state == CareState.InForce ? $"in force: {string.Join("; ", doses)}" : "not in force")}.") + NoteRows.Unreadable(lost));
    }

    private static IndicatorResult Change(NoteRows rows, List<CareChange> changes, int lost)
    {
        var change = changes[0];
        var state = change.Kind switch { CareChangeKind.Started => "started", CareChangeKind.Stopped => "stopped", CareChangeKind.Occurred => "occurred", _ => "dose-changed" };
        List<Parameter> parameters = [];
        parameters.AddRange(changes.Select(one => one.Before).OfType<CareInterval>().Select(Describe).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => new Parameter("before", text)));
        parameters.AddRange(changes.Select(one => one.After).OfType<CareInterval>().Select(Describe).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => new Parameter("after", text)));
        var sentences = changes.Select(one => one.Kind switch
        {
            CareChangeKind.Started => $"{Describe(one.After!)} began on {NoteRows.Where(one.At)}.",
            CareChangeKind.Occurred => $"{Describe(one.After!)} happened on {NoteRows.Where(one.At)}.",
            CareChangeKind.Stopped => $"{Describe(one.Before!)} ended on {NoteRows.Where(one.At)}.",
            _ => $"{Describe(one.Before!)} became {Describe(one.After!)} on {NoteRows.Where(one.At)}.",
        });

        return rows.Row(
            change.Care.Kind.ToWord(),
            "change",
            $"{Rule(change.Care.Name)}/{state}",
            "during-series",
            change.At,
            KnownAt(changes),
            new IndicatorOutcome.Classified(state),
            Own,
            parameters,
            lost > 0 ? [NoteRows.RecordsUnreadable] : [],
            string.Join(' ', sentences.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + NoteRows.Unreadable(lost));
    }

    private static IndicatorResult NothingLeft(NoteRows rows, CareLog log, List<CareChange> stops)
    {
        var stop = stops[0];
        var kind = stop.Care.Kind.ToWord();
        var after = stop.At.WholeDay.AddDays(1);
        var known = log.ListedAt(stop.Care.Kind, after).Aggregate(KnownAt(stops), (last, interval) => CareLog.Later(last, interval.RecordedAt));
        return rows.Row(
            kind,
            "change",
            Rule(name: null) + "/stopped",
            "during-series",
            stop.At,
            known,
            new IndicatorOutcome.Classified("stopped"),
            Own,
            [.. stops.Select(one => Describe(one.Before!)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => new Parameter("before", text))],
            [],
            $"On {NoteRows.Where(stop.At)} the last {kind} on record ended; on the day after none was in force.");
    }

    private static ClinicalTime? KnownAt(List<CareChange> changes) => changes.Aggregate((ClinicalTime?)null, (last, change) => CareLog.Later(last, change.KnownAt));

    private static string Describe(CareInterval interval) =>
        interval.Name + (interval.Dose is { } dose ? $" {dose}{(interval.Unit is { } unit ? " " + unit : "")}" : "");
}
