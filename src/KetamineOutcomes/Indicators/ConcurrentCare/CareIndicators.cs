using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Indicators.ConcurrentCare;

/// <summary>Which care went on beside a series, and what began, ended or changed in it. Observations, so that outcomes can be read against more than dose.</summary>
internal static class CareIndicators
{
    private static readonly EquatableArray<Evidence> Own =
        [new Evidence { Source = new Source { Key = "project-policy", Citation = "KetamineOutcomes, decision of this project." }, Status = EvidenceStatus.ProjectPolicy, Note = "Both ends of an interval are inclusive." }];

    public static IEnumerable<IndicatorResult> Assess(Course course, CareLog log, ClinicalTime? now)
    {
        if (log.Intervals.IsEmpty && log.None.IsEmpty)
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
                yield return InForce(rows, log, kind, "any", start, log.StateAt(kind, start), name: null);
            }

            foreach (var name in log.Intervals.Select(interval => (interval.Kind, interval.Name)).Distinct())
            {
                yield return InForce(rows, log, name.Kind, name.Name, start, log.StateAt(name.Kind, start, name.Name), name.Name);
            }

            // Up to the next series, or to the end of the record.
            var end = i + 1 < course.Series.Count ? course.Series[i + 1].First.At : now ?? LastOf(log, course.LastRecord ?? start);
            // Intervals of one name may overlap: what happened alike at one time is one row.
            foreach (var changes in log.ChangesBetween(start, end).GroupBy(change => (change.Care.Kind, change.Care.Name, change.Kind, change.At)))
            {
                yield return Change(rows, [.. changes]);
            }
        }
    }

    private static ClinicalTime LastOf(CareLog log, ClinicalTime end) => log.Intervals
        .SelectMany(interval => new[] { interval.From, interval.To })
        .OfType<ClinicalTime>()
        .Aggregate(end, (last, time) => time.CompareKnown(last) > 0 ? time : last);

    private static IndicatorResult InForce(NoteRows rows, CareLog log, CareKind kind, string rule, ClinicalTime at, CareState state, string? name)
    {
        var word = CareWords.Of(kind);
        var what = name is null ? word : $"{word} {name}";
        var listed = log.Intervals.Any(interval => interval.Kind == kind);
        var reason = listed ? Reasons.CareUnclear : Reasons.NotAsked;
        IndicatorOutcome outcome = state switch
        {
            CareState.InForce => new IndicatorOutcome.Classified("in-force"),
            CareState.NotInForce => new IndicatorOutcome.Classified("not-in-force"),
            _ => new IndicatorOutcome.Indeterminate(reason),
        };
        var doses = log.InForceAt(at).Where(interval => interval.Kind == kind && (name is null || interval.Name == name)).Select(Describe).ToList();
        return rows.Row(
            word,
            "in-force",
            rule,
            "first-infusion",
            at,
            at,
            outcome,
            Own,
            doses.Count > 0 ? [new Parameter("in-force", string.Join("; ", doses))] : [],
            [],
            state == CareState.Unknown ? NoteRows.Because($"Whether {what} was in force at the first infusion of the series", reason) : $"At the first infusion of the series ({NoteRows.Where(at)}) {what} was {(state == CareState.InForce ? $"in force: {string.Join("; ", doses)}" : "not in force")}.");
    }

    private static IndicatorResult Change(NoteRows rows, List<CareChange> changes)
    {
        var change = changes[0];
        var state = change.Kind switch { CareChangeKind.Started => "started", CareChangeKind.Stopped => "stopped", _ => "dose-changed" };
        List<Parameter> parameters = [];
        parameters.AddRange(changes.Select(one => one.Before).OfType<CareInterval>().Select(Describe).Distinct(StringComparer.Ordinal).Select(text => new Parameter("before", text)));
        parameters.AddRange(changes.Select(one => one.After).OfType<CareInterval>().Select(Describe).Distinct(StringComparer.Ordinal).Select(text => new Parameter("after", text)));
        var sentences = changes.Select(one => one.Kind switch
        {
            CareChangeKind.Started => $"{Describe(one.After!)} began on {NoteRows.Where(one.At)}.",
            CareChangeKind.Stopped => $"{Describe(one.Before!)} ended on {NoteRows.Where(one.At)}.",
            _ => $"{Describe(one.Before!)} became {Describe(one.After!)} on {NoteRows.Where(one.At)}.",
        });

        // That it ended and did not go on with another dose is known the day after.
        var known = change.Kind == CareChangeKind.Stopped ? change.At.AddDays(1) : change.At;
        return rows.Row(
            CareWords.Of(change.Care.Kind),
            "change",
            $"{change.Care.Name}/{state}",
            "during-series",
            change.At,
            known,
            new IndicatorOutcome.Classified(state),
            Own,
            parameters,
            [],
            string.Join(' ', sentences.Distinct(StringComparer.Ordinal)));
    }

    private static string Describe(CareInterval interval) =>
        interval.Name + (interval.Dose is { } dose ? $" {dose}{(interval.Unit is { } unit ? " " + unit : "")}" : "");
}

/// <summary>The stable words of the kinds of care.</summary>
internal static class CareWords
{
    public static string Of(CareKind kind) => kind switch
    {
        CareKind.Psychotherapy => "psychotherapy",
        CareKind.Antidepressant => "antidepressant",
        CareKind.Benzodiazepine => "benzodiazepine",
        CareKind.OtherMedication => "other-medication",
        CareKind.LifeEvent => "life-event",
        _ => "other",
    };
}
