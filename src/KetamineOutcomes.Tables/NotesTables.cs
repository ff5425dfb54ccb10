using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Tables;

/// <summary>A course and the notes beside its log.</summary>
public sealed record CourseNotes
{
    internal CourseNotes(Course course, TreatmentNotes notes)
    {
        Course = course;
        Notes = notes;
    }

    /// <summary>The course.</summary>
    public Course Course { get; }

    /// <summary>Its notes.</summary>
    public TreatmentNotes Notes { get; }
}

/// <summary>The notes that came of reading tables, and what was wrong with rows.</summary>
public sealed class NotesTablesResult
{
    internal NotesTablesResult()
    {
    }

    /// <summary>Why the tables cannot be used, or <see langword="null"/>. If it is not, there are no notes.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>One entry for each course given, in that order; a course without rows has empty notes.</summary>
    public EquatableArray<CourseNotes> Courses { get; internal init; }

    /// <summary>The data records read from all tables.</summary>
    public long Rows { get; internal init; }

    /// <summary>The rows' errors, in order of table and line. Such a row is left out.</summary>
    public EquatableArray<TableError> Errors { get; internal init; }

    /// <summary>Warnings and notices, in order.</summary>
    public EquatableArray<TableError> Notices { get; internal init; }

    /// <summary>The tool's exit code: 0 fine, 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : Errors.IsEmpty ? 0 : 1;
}

/// <summary>Reads what a clinic notes beside its log: readings in the chair, concurrent care, history; one record a row, columns in any order.</summary>
/// <remarks>
/// Chair: <c>patient_id,[course_id],infusion|given_at|given_day,minutes|measured_at|measured_day,measure,value</c>. Care:
/// <c>patient_id,[course_id],kind,[name],[from_at|from_day],[to_at|to_day],[end],[dose],[unit]</c>. History:
/// <c>patient_id,[course_id],history,answer,asked_at|asked_day,[sex],[age]</c>. Unknown columns are kept out with a notice. See docs/wire.md.
/// </remarks>
public static class NotesTables
{
    /// <summary>Reads notes for courses that were read before (<see cref="CourseTables"/>).</summary>
    /// <param name="courses">The courses; a row belongs to the one with its patient and course.</param>
    /// <param name="chair">Readings in the chair, or <see langword="null"/>.</param>
    /// <param name="care">Concurrent care, or <see langword="null"/>.</param>
    /// <param name="history">History, sex and age, or <see langword="null"/>.</param>
    /// <param name="progress">Told from time to time how far the reading is, on the caller's thread; or <see langword="null"/>.</param>
    /// <returns>The notes, or why the tables cannot be used.</returns>
    public static NotesTablesResult Read(
        IReadOnlyList<Course> courses,
        TableSource? chair = null,
        TableSource? care = null,
        TableSource? history = null,
        IProgress<TableProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(courses);
        var reading = new Reading(courses, progress);
        return (chair is null || reading.TryRead(chair, ChairColumns, reading.ReadChair))
            && (care is null || reading.TryRead(care, CareColumns, reading.ReadCare))
            && (history is null || reading.TryRead(history, HistoryColumns, reading.ReadHistory))
            ? reading.Finish()
            : new NotesTablesResult { Error = reading.Error };
    }

    private const int ProgressEvery = 1024;
    private const string SideEffect = "side-effect:";

    private static readonly LongColumns ChairColumns = new(
        ["patient_id", "measure", "value"],
        ["course_id", "infusion", "minutes"],
        [("given_at", "given_day"), ("measured_at", "measured_day")],
        HasItems: false,
        NeedsTime: false);

    private static readonly LongColumns CareColumns = new(
        ["patient_id", "kind", "name"],
        ["course_id", "end", "dose", "unit"],
        [("from_at", "from_day"), ("to_at", "to_day")],
        HasItems: false,
        NeedsTime: false);

    private static readonly LongColumns HistoryColumns = new(
        ["patient_id"],
        ["course_id", "history", "answer", "sex", "age"],
        [("asked_at", "asked_day")],
        HasItems: false,
        NeedsTime: false);

    private static readonly Dictionary<string, ChairMeasure> Measures = ChairMeasures.All.ToDictionary(measure => measure.ToWord(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, bool> Presence = new(StringComparer.OrdinalIgnoreCase)
    {
        ["present"] = true,
        ["yes"] = true,
        ["1"] = true,
        ["absent"] = false,
        ["no"] = false,
        ["0"] = false,
    };

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

    /// <summary>What one course has collected so far.</summary>
    private sealed class Collected
    {
        public required Course Course { get; init; }

        public SortedDictionary<int, (List<ChairReading> Readings, List<SideEffectSighting> Sightings, List<ChairMoment> Ends)> Chair { get; } = [];

        public List<CareInterval> Care { get; } = [];

        public HashSet<CareKind> None { get; } = [];

        public List<HistoryEntry> History { get; } = [];

        public Sex? Sex { get; set; }

        public int? Age { get; set; }

        /// <summary>The table and line of the first row of care, for what is wrong with the whole of it.</summary>
        public (string File, long Line) CareAt { get; set; } = ("-", 1);

        public (string File, long Line) ChairAt { get; set; } = ("-", 1);

        /// <summary>The time scale of the course's records, or of the first note where the course has none.</summary>
        public bool? IsRelative { get; set; }
    }

    private sealed class Reading
    {
        private readonly IProgress<TableProgress>? _progress;
        private readonly List<Collected> _order;
        private readonly Dictionary<(string Patient, string Course), Collected> _courses = [];
        private readonly Dictionary<(string File, string Table), HashSet<(string, string)>> _unmatched = [];
        private readonly List<TableError> _errors = [];
        private readonly List<TableError> _notices = [];
        private long _rows;

        public Reading(IReadOnlyList<Course> courses, IProgress<TableProgress>? progress)
        {
            _progress = progress;
            _order = [.. courses.Select(course => new Collected { Course = course, IsRelative = course.LastRecord?.IsRelative })];
            foreach (var collected in _order)
            {
                _courses.Add((collected.Course.PatientId, collected.Course.CourseId), collected);
            }
        }

        public TableError? Error { get; private set; }

        public bool TryRead(TableSource source, LongColumns columns, Action<LongRow> read)
        {
            using var reader = TableReader.Open(source.Input, new TableReadOptions { FileName = source.FileName, Format = source.Format });
            var row = new LongRow(reader, columns, _errors);
            if (reader.Error is null && !reader.HasOpenColumns)
            {
                Error = row.FindMissing();
            }

            while (Error is null && reader.Read())
            {
                _rows++;
                if (_rows % ProgressEvery == 0)
                {
                    _progress?.Report(new TableProgress(_rows, reader.BytesRead));
                }

                if (reader.RowError is { } shape)
                {
                    _errors.Add(shape);
                    continue;
                }

                row.Begin();
                read(row);
            }

            Error ??= reader.Error ?? (reader.HasOpenColumns ? row.FindMissing() : null);
            if (Error is not null)
            {
                return false;
            }

            row.NoticeUnknown(_notices, InstrumentCatalogue.Shipped);
            _notices.AddRange(reader.Notices);
            return true;
        }

        public void ReadChair(LongRow row)
        {
            var patient = row.Required("patient_id");
            var measure = row.Required("measure");
            var moment = ReadMoment(row);
            var number = ReadWhole(row, "infusion");
            var given = row.Time("given_at", "given_day", required: number is null && !row.HasFailed);
            if (number is not null && given is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "infusion", "Give the infusion's number or its time, not both.");
            }

            if (patient is null || measure is null || moment is null || row.HasFailed || Find(patient, row, "chair") is not { } course || FindInfusion(row, course.Course, number, given) is not { } index)
            {
                return;
            }

            if (!course.Chair.TryGetValue(index, out var session))
            {
                session = ([], [], []);
            }

            if (course.Chair.Count == 0)
            {
                course.ChairAt = (row.FileName, row.Line);
            }

            if (ReadMeasure(row, measure, moment, session.Readings, session.Sightings, session.Ends))
            {
                course.Chair[index] = session;
            }
        }

        private static ChairMoment? ReadMoment(LongRow row)
        {
            var minutes = row.Number("minutes");
            if (row.HasFailed)
            {
                return null;
            }

            var clock = row.Time("measured_at", "measured_day", required: minutes is null);
            if (minutes is not { } minute)
            {
                return clock is { } at ? new ChairMoment.Clock(at) : null;
            }

            if (clock is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "minutes", "Give the minutes from the start or the time, not both.");
                return null;
            }

            if (Fraction.Abs(minute) > ChairMoment.FarthestMinute)
            {
                row.Fail(TableCodes.ValueUnreadable, "minutes", $"Expected minutes from the start of the infusion, -{ChairMoment.FarthestMinute.ToString(CultureInfo.InvariantCulture)} to {ChairMoment.FarthestMinute.ToString(CultureInfo.InvariantCulture)}.");
                return null;
            }

            return new ChairMoment.Minute((decimal)minute.Numerator / minute.Denominator);
        }

        private static bool ReadMeasure(LongRow row, string measure, ChairMoment moment, List<ChairReading> readings, List<SideEffectSighting> sightings, List<ChairMoment> ends)
        {
            if (string.Equals(measure, "observed-until", StringComparison.OrdinalIgnoreCase))
            {
                ends.Add(moment);
                return true;
            }

            if (measure.StartsWith(SideEffect, StringComparison.OrdinalIgnoreCase))
            {
                var effect = measure[SideEffect.Length..].Trim().ToLowerInvariant();
                if (effect.Length == 0)
                {
                    row.Fail(TableCodes.ValueUnreadable, "measure", "Expected a side effect behind the colon, for example side-effect:nausea.");
                    return false;
                }

                if (row.Text("value") is null)
                {
                    return false;
                }

                var present = row.Word("value", Presence, fallback: false);
                if (!row.HasFailed)
                {
                    sightings.Add(new SideEffectSighting(effect, present, moment));
                }

                return !row.HasFailed;
            }

            if (string.Equals(measure, "blood-pressure", StringComparison.OrdinalIgnoreCase))
            {
                return ReadPressure(row, moment, readings);
            }

            if (!Measures.TryGetValue(measure, out var known))
            {
                row.Fail(TableCodes.ValueUnreadable, "measure", "Expected one of " + string.Join(", ", Measures.Keys) + ", blood-pressure, observed-until, side-effect:NAME.");
                return false;
            }

            // A missing value is a reading that was not taken.
            if (row.Number("value") is not { } value)
            {
                return false;
            }

            if (!known.CanBe(value))
            {
                row.Fail(TableCodes.ValueUnreadable, "value", "The measure has no such value.");
                return false;
            }

            readings.Add(new ChairReading(known, value, moment));
            return true;
        }

        private static bool ReadPressure(LongRow row, ChairMoment moment, List<ChairReading> readings)
        {
            if (row.Text("value") is not { } text)
            {
                return false;
            }

            var parts = text.Split('/');
            if (parts.Length != 2
                || !Cells.TryNumber(parts[0].Trim(), out var systolic) || !Cells.TryNumber(parts[1].Trim(), out var diastolic)
                || diastolic <= 0 || systolic <= diastolic)
            {
                row.Fail(TableCodes.ValueUnreadable, "value", "Expected a blood pressure such as 120/80.");
                return false;
            }

            readings.Add(new ChairReading(ChairMeasure.Systolic, systolic, moment));
            readings.Add(new ChairReading(ChairMeasure.Diastolic, diastolic, moment));
            return true;
        }

        private static int? FindInfusion(LongRow row, Course course, int? number, ClinicalTime? given)
        {
            if (number is { } wanted)
            {
                if (wanted <= course.Infusions.Count)
                {
                    return wanted - 1;
                }

                row.Fail(TableCodes.InfusionUnmatched, "infusion", "The course has fewer infusions.");
                return null;
            }

            var at = given!.Value;
            var found = Enumerable.Range(0, course.Infusions.Count).Where(i => course.Infusions[i].At.SharesScaleWith(at) && course.Infusions[i].At.CompareKnown(at) == 0).ToList();
            if (found.Count == 1)
            {
                return found[0];
            }

            row.Fail(TableCodes.InfusionUnmatched, at.IsRelative ? "given_day" : "given_at", found.Count == 0 ? "The course has no infusion at this time." : "The course has more than one infusion at this time: give the time of day, or the infusion's number.");
            return null;
        }

        private static int? ReadWhole(LongRow row, string column)
        {
            if (row.Number(column) is not { } number)
            {
                return null;
            }

            if (number.IsInteger && number >= 1 && number <= int.MaxValue)
            {
                return (int)number.Numerator;
            }

            row.Fail(TableCodes.ValueUnreadable, column, "Expected a whole number from 1.");
            return null;
        }

        public void ReadCare(LongRow row)
        {
            var patient = row.Required("patient_id");
            _ = row.Required("kind");
            var kind = row.Word("kind", Kinds, CareKind.Other);
            var from = row.Time("from_at", "from_day", required: false);
            var to = row.Time("to_at", "to_day", required: false);
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
            var isNone = string.Equals(name, "none", StringComparison.Ordinal);
            if (isNone && (from is not null || to is not null || dose is not null))
            {
                row.Fail(TableCodes.ValueContradiction, "name", "A kind of which there was none has no times and no dose.");
            }

            if (patient is null || row.HasFailed || Find(patient, row, "care") is not { } course || !SharesScale(row, course, "from_at", from) || !SharesScale(row, course, "to_at", to))
            {
                return;
            }

            if (from is { } begin && to is { } end && end.CompareKnown(begin) < 0)
            {
                row.Fail(TableCodes.ValueContradiction, end.IsRelative ? "to_day" : "to_at", "Care ends before it begins.");
                return;
            }

            if (course.Care.Count == 0 && course.None.Count == 0)
            {
                course.CareAt = (row.FileName, row.Line);
            }

            if (isNone)
            {
                course.None.Add(kind);
                return;
            }

            course.Care.Add(new CareInterval(kind, name!, from, to, unknown, dose, row.Text("unit")));
        }

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

        private static bool SharesScale(LongRow row, Collected course, string field, ClinicalTime? time)
        {
            if (time is not { } at)
            {
                return true;
            }

            course.IsRelative ??= at.IsRelative;
            if (course.IsRelative == at.IsRelative)
            {
                return true;
            }

            row.Fail(IssueCodes.MixedTimeScales, field, "The course has dates and this is a relative day, or the reverse.");
            return false;
        }

        private Collected? Find(string patient, LongRow row, string table)
        {
            var key = (patient, row.Text("course_id") ?? "1");
            if (_courses.TryGetValue(key, out var course))
            {
                return course;
            }

            if (!_unmatched.TryGetValue((row.FileName, table), out var missing))
            {
                _unmatched[(row.FileName, table)] = missing = [];
            }

            missing.Add(key);
            return null;
        }

        public NotesTablesResult Finish()
        {
            var courses = _order.ConvertAll(collected => new CourseNotes(collected.Course, Put(collected)));
            foreach (var ((file, table), missing) in _unmatched)
            {
                _notices.Add(new TableError(
                    TableCodes.CourseUnmatched,
                    IssueSeverity.Notice,
                    string.Create(CultureInfo.InvariantCulture, $"{missing.Count} courses of the table of {table} are in no other table; their rows were not used."),
                    file));
            }

            return new NotesTablesResult
            {
                Courses = courses.ToEquatableArray(),
                Rows = _rows,
                Errors = _errors.Where(error => error.Severity == IssueSeverity.Error).ToEquatableArray(),
                Notices = _errors.Where(error => error.Severity != IssueSeverity.Error).Concat(_notices).ToEquatableArray(),
            };
        }

        private TreatmentNotes Put(Collected collected)
        {
            var sessions = new List<ChairSession>();
            foreach (var (index, (readings, sightings, ends)) in collected.Chair)
            {
                // Several stated ends: the latest stands, as where sessions are put together.
                var infusion = collected.Course.Infusions[index];
                var records = ends.Count == 0 ? [ChairSession.Create(infusion, readings, sightings)] : ends.ConvertAll(end => ChairSession.Create(infusion, readings, sightings, end));
                sessions.AddRange(records.Select(record => record.GetValueOrThrow()));
                Take(records[0].Issues, collected.ChairAt);
            }

            var care = CareLog.Create(collected.Care, collected.None);
            Take(care.Issues, collected.CareAt);
            return new TreatmentNotes(
                sessions,
                care.TryGetValue(out var log) ? log : null,
                collected.History,
                new Covariates(collected.Sex, collected.Age));
        }

        private void Take(EquatableArray<Issue> issues, (string File, long Line) at)
        {
            foreach (var issue in issues)
            {
                (issue.Severity == IssueSeverity.Error ? _errors : _notices).Add(new TableError(issue.Code, issue.Severity, issue.Message, at.File, at.Line, issue.Place));
            }
        }
    }
}
