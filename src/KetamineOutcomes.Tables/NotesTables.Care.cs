using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.ConcurrentCare;

namespace KetamineOutcomes.Tables;

public static partial class NotesTables
{
    private static readonly LongColumns CareColumns = new(
        ["patient_id", "kind", "name"],
        ["course_id", "end", "dose", "unit"],
        [("from_at", "from_day"), ("to_at", "to_day"), ("recorded_at", "recorded_day")],
        HasItems: false,
        NeedsTime: false);

    private static readonly Dictionary<string, CareKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["psychotherapy"] = CareKind.Psychotherapy,
        ["antidepressant"] = CareKind.Antidepressant,
        ["benzodiazepine"] = CareKind.Benzodiazepine,
        ["other-medication"] = CareKind.OtherMedication,
        ["life-event"] = CareKind.LifeEvent,
        ["other"] = CareKind.Other,
    };

    private static readonly Dictionary<string, bool> Ends = new(StringComparer.OrdinalIgnoreCase) { ["ongoing"] = false, ["unknown"] = true };

    private sealed partial class Reading
    {
        public void ReadCare(LongRow row)
        {
            var patient = row.Required("patient_id");
            _ = row.Required("kind");
            var kind = row.Word("kind", Kinds, CareKind.Other);
            var from = row.Time("from_at", "from_day", required: false);
            var to = row.Time("to_at", "to_day", required: false);
            var recorded = row.Time("recorded_at", "recorded_day", required: false);
            var unknown = row.Word("end", Ends, fallback: false);
            var dose = row.Number("dose");
            if (dose is { } amount && amount < 0)
            {
                row.Fail(TableCodes.ValueUnreadable, "dose", "Expected a number, 0 or more.");
            }

            if (to is not null && row.Text("end") is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "end", "Give the last day, or say that it goes on or is unknown; not both.");
            }

            // An empty name is missing and not "none": nothing is taken for an answer.
            var name = row.Required("name");
            var isNone = string.Equals(name, "none", StringComparison.OrdinalIgnoreCase);
            if (isNone && (from is not null || to is not null || recorded is not null || dose is not null || row.Text("end") is not null || row.Text("unit") is not null))
            {
                row.Fail(TableCodes.ValueContradiction, "name", "A kind of which there was none has no times, no end and no dose.");
            }

            if (patient is null || row.HasFailed || Find(patient, row, "care") is not { } course || !SharesScale(row, course, "from_at", from) || !SharesScale(row, course, "to_at", to) || !SharesScale(row, course, "recorded_at", recorded))
            {
                Lose(row, patient, About(UnreadableRecord.Care, row.Text("kind"), Kinds), from);
                return;
            }

            if (from is { } begin && to is { } end && end.CompareKnown(begin) < 0)
            {
                row.Fail(TableCodes.ValueContradiction, end.IsRelative ? "to_day" : "to_at", "Care ends before it begins.");

                // The beginning may be what is wrong.
                Lose(row, patient, About(UnreadableRecord.Care, row.Text("kind"), Kinds), at: null);
                return;
            }

            if (course.Care.Count == 0)
            {
                course.CareAt = (row.FileName, row.Line);
            }

            if (isNone)
            {
                course.None.Add((kind, row.FileName, row.Line));
                return;
            }

            course.Care.Add(new CareInterval(kind, name!, from, to, unknown, dose, row.Text("unit"), recorded));
        }

        private CareLog PutCare(Collected collected)
        {
            // What is wrong with a row was listed with its line before, so that the log can always be put together.
            var care = CareLog.Create(collected.Care, collected.None.Select(none => none.Kind));
            Take(care.Issues.Where(issue => issue.Code != IssueCodes.CareContradiction).ToEquatableArray(), collected.CareAt);

            // None is said of the time before treatment: care of the kind that begins with the first infusion or later takes nothing from it.
            ClinicalTime? first = collected.Course.Infusions.IsEmpty ? null : collected.Course.Infusions[0].At;
            foreach (var (kind, file, line) in collected.None.Where(none => collected.Care.Exists(interval => interval.Kind == none.Kind && (interval.From is not { } from || first is not { } start || from.CompareKnown(start) < 0))))
            {
                _errors.Add(new TableError(IssueCodes.CareContradiction, IssueSeverity.Error, "This kind of care is listed in other rows; what is listed holds from its beginning on.", file, line, "name"));
            }

            return care.GetValueOrThrow();
        }
    }
}
