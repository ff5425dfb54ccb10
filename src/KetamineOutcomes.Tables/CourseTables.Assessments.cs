using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

public static partial class CourseTables
{
    private static readonly LongColumns AssessmentColumns = new(
        ["patient_id", "instrument"],
        ["course_id", "timing", "rater", "score", "visit"],
        [("assessed_at", "assessed_day"), ("recorded_at", "recorded_day")],
        HasItems: true);

    private sealed partial class Reading
    {
        public bool TryReadAssessments(TableSource source)
        {
            if (_layout is not { Forms.Count: > 0 } layout)
            {
                return TryRead(source, AssessmentColumns, ReadAssessment, UnreadableRecord.UnknownInstrument);
            }

            var rows = new ParameterRows(layout);
            var isRead = TryRead(source, AssessmentColumns, ReadAssessment, UnreadableRecord.UnknownInstrument, layout.Forms, rows.Keep);
            _notices.AddRange(rows.Notices(source.FileName));
            return isRead;
        }

        public void ReadAssessment(LongRow row)
        {
            var patient = row.Required("patient_id");
            var id = row.Required("instrument");
            var at = row.Time("assessed_at", "assessed_day", required: true);
            var recorded = row.Time("recorded_at", "recorded_day", required: false);
            var visit = row.Visit(_layout?.Visits);
            var timing = row.Word("timing", CourseWords.Timings, Timing.Unspecified);
            var rater = row.Word("rater", CourseWords.Raters, null);
            if (recorded is { } r && at is { } a && !r.SharesScaleWith(a))
            {
                row.Fail(TableCodes.ValueContradiction, "recorded_at", "One of the two times is a date and the other a relative day.");
            }

            var (instrument, scale) = id is null ? (null, null) : FindInstrument(row, id);
            var content = instrument is null ? null : ReadContent(row, instrument, scale);
            if (patient is null || at is null || instrument is null || content is null || row.HasFailed)
            {
                KeepFromSilence(row, patient, at, instrument ?? FindNamed(id));
                return;
            }

            Find(patient, row).Administrations.Add(new Administration(instrument.Id, at.Value, content, timing, rater, recorded, visit));
        }

        /// <summary>A row that is left out may hold an answer that needs a person: it is said that there was one, and the patient's course knows of it.</summary>
        private void KeepFromSilence(LongRow row, string? patient, ClinicalTime? at, Instrument? instrument)
        {
            if (row.FindAlert(instrument, _catalogue) is not { } field)
            {
                return;
            }

            row.WarnOfAlert(field, instrument is not null
                ? $"The row of {instrument.Id} has something that alerts read, and was not assessed: look at it."
                : "The row has something that alerts of some instrument read, and was not assessed, its instrument not being known: look at it.");
            if (patient is not null)
            {
                Find(patient, row).Unreadable.Add(new UnreadableRecord(instrument?.Id ?? UnreadableRecord.UnknownInstrument, at));
            }
        }

        /// <summary>The instrument of a row whose scale is not known.</summary>
        private Instrument? FindNamed(string? id) => id is null ? null : _catalogue.Find(id.Split('/')[0].ToLowerInvariant());

        private (Instrument? Instrument, string? Scale) FindInstrument(LongRow row, string id)
        {
            var slash = id.IndexOf('/', StringComparison.Ordinal);
            var name = (slash < 0 ? id : id[..slash]).ToLowerInvariant();
            var scale = slash < 0 ? null : id[(slash + 1)..].ToLowerInvariant();
            if (_catalogue.Find(name) is not { } instrument)
            {
                var where = name == GoalAttainment.Id ? " A patient's own goals stand in the table of goals." : Nearest.Suggest(name, _catalogue.Ids);
                row.Fail(IssueCodes.InstrumentUnknown, "instrument", $"The catalogue has no such instrument.{where}");
                return (null, null);
            }

            if (scale is not null && instrument.FindScale(scale) is not { Result: ResultKind.Number })
            {
                row.Fail(IssueCodes.InstrumentUnknown, "instrument", $"{instrument.Id} has no such scale with a total.{Nearest.Suggest(scale, instrument.Scales.Select(s => s.Id))}");
                return (null, null);
            }

            return (instrument, scale);
        }

        private static AdministrationContent? ReadContent(LongRow row, Instrument instrument, string? scale)
        {
            var answers = row.Answers(instrument);
            if (scale is not null && answers.Items.Any())
            {
                row.Fail(TableCodes.ValueContradiction, "instrument", "A scale is named for a total; give answers to items under the instrument's id alone.");
            }

            if (row.HasFailed)
            {
                return null;
            }

            var stated = row.Number("score");
            if (answers.Items.Any())
            {
                // An unreadable total is listed; the answers, and the alerts that they raise, stand without it.
                row.Keep();
                row.List(instrument, instrument.ScoreAll(answers, new ScoringOptions { StatedTotal = stated }).Issues);
                return new AdministrationContent.Answered(answers, stated);
            }

            if (row.HasFailed)
            {
                return null;
            }

            if (stated is not { } total)
            {
                return new AdministrationContent.NotDone();
            }

            if (scale is null && instrument.TotalScale is null)
            {
                var number = instrument.Scales.FirstOrDefault(candidate => candidate.Result == ResultKind.Number);
                var name = number is null ? "" : $"name the scale, for example {instrument.Id}/{number.Id}, or ";
                row.Fail(TableCodes.ValueUnreadable, "score", $"{instrument.Id} has no total: {name}give the answers to its items.");
                return null;
            }

            row.List(instrument, instrument.ScoreTotal(total, scale).Issues, "score");
            return new AdministrationContent.TotalOnly(total, scale, "table");
        }
    }
}
