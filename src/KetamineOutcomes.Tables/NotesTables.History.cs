using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
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
            var sex = row.Word("sex", Sexes, null);
            var age = row.Number("age");
            if (age is { } years && (!years.IsInteger || years < 0 || years > Covariates.MaxAge))
            {
                row.Fail(TableCodes.CovariateUnreadable, "age", "Expected an age in whole years, 0 to 130.");
                age = null;
            }

            // A sex or an age that cannot be read counts as not given: what the row says of the history stands without it.
            row.Keep();
            var patient = row.Required("patient_id");
            HistoryEntry? entry = null;
            var isOfHistory = row.Text("history") is not null;
            var at = row.Time("asked_at", "asked_day", required: isOfHistory);
            if (isOfHistory)
            {
                var flag = row.Word("history", Flags, HistoryFlag.Psychosis);

                // Without an answer it was not asked: a missing cell is no "not known".
                var isAnswered = row.Text("answer") is not null;
                var answer = row.Word("answer", Answers, HistoryAnswer.NotKnown);
                entry = isAnswered && at is { } time ? new HistoryEntry(flag, answer, time) : null;
            }

            if (patient is null || row.HasFailed || Find(patient, row, "history") is not { } course || !SharesScale(row, course, "asked_at", at))
            {
                if (isOfHistory && row.Text("answer") is not null)
                {
                    Lose(row, patient, About(UnreadableRecord.History, row.Text("history"), Flags), at);
                }

                return;
            }

            if (entry is not null)
            {
                course.History.Add(entry);
            }

            TakeSex(row, course, sex);
            TakeAge(row, course, (int?)age?.Numerator, at);
        }

        private static void TakeSex(LongRow row, Collected course, Sex? sex)
        {
            if (sex is not null && course.Sex is not null && sex != course.Sex)
            {
                row.Fail(TableCodes.ValueContradiction, "sex", "An earlier row says otherwise of this person; the sex of this row is not used.");
                return;
            }

            course.Sex ??= sex;
        }

        private static void TakeAge(LongRow row, Collected course, int? age, ClinicalTime? at)
        {
            if (age is not { } years)
            {
                return;
            }

            if (!course.Ages.TrueForAll(other => AreOfOnePerson(other, (years, at))))
            {
                row.Fail(TableCodes.ValueContradiction, "age", "An earlier row says otherwise of this person; the age of this row is not used.");
                return;
            }

            course.Ages.Add((years, at));
        }

        /// <summary>People grow older: two ages agree where some birthday gives both. Of one without a day only the same age is known to agree.</summary>
        private static bool AreOfOnePerson((int Years, ClinicalTime? At) one, (int Years, ClinicalTime? At) other)
        {
            if (one.Years == other.Years && (one.At is null || other.At is null))
            {
                return true;
            }

            if (one.At is not { } first || other.At is not { } second)
            {
                return false;
            }

            // Between d days there are at least as many birthdays as whole years of 366 days, and at most as many as begun years of 365.
            var days = second.DaysSince(first);
            var (elapsed, grown) = days < 0 ? (-days, one.Years - other.Years) : (days, other.Years - one.Years);
            return grown >= elapsed / 366 && grown <= (elapsed + 364) / 365;
        }
    }
}
