using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Tables;

public static partial class NotesTables
{
    private static readonly LongColumns HistoryColumns = new(
        ["patient_id"],
        ["course_id", "history", "answer", "sex", "age"],
        [("asked_at", "asked_day")],
        HasItems: false,
        NeedsTime: false);

    private static readonly Dictionary<string, HistoryFlag> Flags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["psychosis"] = HistoryFlag.Psychosis,
        ["mania"] = HistoryFlag.Mania,
        ["uncontrolled-blood-pressure"] = HistoryFlag.UncontrolledBloodPressure,
    };

    private static readonly Dictionary<string, HistoryAnswer> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["present"] = HistoryAnswer.Present,
        ["yes"] = HistoryAnswer.Present,
        ["absent"] = HistoryAnswer.Absent,
        ["no"] = HistoryAnswer.Absent,
        ["not-known"] = HistoryAnswer.NotKnown,
    };

    private static readonly Dictionary<string, Sex?> Sexes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["male"] = Sex.Male,
        ["m"] = Sex.Male,
        ["female"] = Sex.Female,
        ["f"] = Sex.Female,
    };

    private sealed partial class Reading
    {
        public void ReadHistory(LongRow row)
        {
            var patient = row.Required("patient_id");
            var sex = row.Word("sex", Sexes, null);
            var age = row.Number("age");
            if (age is { } years && (!years.IsInteger || years < 0 || years > Covariates.MaxAge))
            {
                row.Fail(TableCodes.CovariateUnreadable, "age", "Expected an age in whole years, 0 to 130.");
            }

            HistoryEntry? entry = null;
            if (row.Text("history") is not null)
            {
                var flag = row.Word("history", Flags, HistoryFlag.Psychosis);
                var at = row.Time("asked_at", "asked_day", required: true);

                // Without an answer it was not asked: a missing cell is no "not known".
                var isAnswered = row.Text("answer") is not null;
                var answer = row.Word("answer", Answers, HistoryAnswer.NotKnown);
                entry = isAnswered && at is { } time ? new HistoryEntry(flag, answer, time) : null;
            }

            if (patient is null || row.HasFailed || Find(patient, row, "history") is not { } course || !SharesScale(row, course, "asked_at", entry?.At))
            {
                return;
            }

            if ((sex is not null && course.Sex is not null && sex != course.Sex) || (age is { } now && course.Age is { } before && now != before))
            {
                row.Fail(TableCodes.ValueContradiction, sex is not null && sex != course.Sex ? "sex" : "age", "An earlier row says otherwise of this person.");
                return;
            }

            course.Sex ??= sex;
            course.Age ??= age is { } a ? (int)a.Numerator : null;
            if (entry is not null)
            {
                course.History.Add(entry);
            }
        }
    }
}
