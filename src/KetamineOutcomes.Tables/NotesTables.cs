using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Tables;

/// <summary>Reads what a clinic notes beside its log: readings in the chair, concurrent care, history; one record a row, columns in any order.</summary>
/// <remarks>
/// Chair: <c>patient_id,[course_id],infusion|given_at|given_day,minutes|measured_at|measured_day,measure,value</c>. Care:
/// <c>patient_id,[course_id],kind,[name],[from_at|from_day],[to_at|to_day],[end],[dose],[unit],[recorded_at|recorded_day]</c>. History:
/// <c>patient_id,[course_id],history,answer,asked_at|asked_day,[sex],[age]</c>. Unknown columns are kept out with a notice. See docs/wire.md.
/// </remarks>
public static partial class NotesTables
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
        return (chair is null || reading.TryRead(chair, ChairColumns, reading.ReadChair, lost: null))
            && (care is null || reading.TryRead(care, CareColumns, reading.ReadCare, UnreadableRecord.Care))
            && (history is null || reading.TryRead(history, HistoryColumns, reading.ReadHistory, UnreadableRecord.History))
            ? reading.Finish()
            : new NotesTablesResult { Error = reading.Error };
    }

    /// <summary>What one course has collected so far.</summary>
    private sealed class Collected
    {
        public required Course Course { get; init; }

        public SortedDictionary<int, (List<ChairReading> Readings, List<SideEffectSighting> Sightings, List<ChairMoment> Ends)> Chair { get; } = [];

        public List<CareInterval> Care { get; } = [];

        public List<(CareKind Kind, string File, long Line)> None { get; } = [];

        public List<HistoryEntry> History { get; } = [];

        public List<UnreadableRecord> Unreadable { get; } = [];

        public Sex? Sex { get; set; }

        /// <summary>The ages that were given, which agree with each other, and when.</summary>
        public List<(int Years, ClinicalTime? At)> Ages { get; } = [];

        /// <summary>The table and line of the first row of care, for what is wrong with the whole of it.</summary>
        public (string File, long Line) CareAt { get; set; } = ("-", 1);

        public (string File, long Line) ChairAt { get; set; } = ("-", 1);

        /// <summary>The time scale of the course's records, or of the first note where the course has none.</summary>
        public bool? IsRelative { get; set; }
    }

    private sealed partial class Reading
    {
        private readonly LongTables _tables;
        private readonly List<Collected> _order;
        private readonly Dictionary<(string Patient, string Course), Collected> _courses = [];
        private readonly HashSet<string> _patients = new(StringComparer.Ordinal);
        private readonly List<string> _files = [];
        private readonly List<TableError> _errors;
        private readonly List<TableError> _notices;

        public Reading(IReadOnlyList<Course> courses, IProgress<TableProgress>? progress)
        {
            _tables = new LongTables(InstrumentCatalogue.Shipped, progress);
            _errors = _tables.Errors;
            _notices = _tables.Notices;
            _order = [.. courses.Select(course => new Collected { Course = course, IsRelative = course.LastRecord?.IsRelative })];
            foreach (var collected in _order)
            {
                _courses.Add((collected.Course.PatientId, collected.Course.CourseId), collected);
                _patients.Add(collected.Course.PatientId);
            }
        }

        public TableError? Error => _tables.Error;

        /// <param name="source">The table.</param>
        /// <param name="columns">Its columns.</param>
        /// <param name="read">Reads one row.</param>
        /// <param name="lost">What a row of the wrong length may have been; <see langword="null"/> where nothing rests on it.</param>
        public bool TryRead(TableSource source, LongColumns columns, Action<LongRow> read, string? lost)
        {
            _files.Add(source.FileName);
            return _tables.TryRead(source, columns, read, row =>
            {
                // Its fields may have moved: the patient and course are believed where they are known.
                if (lost is not null)
                {
                    Lose(row, row.Text("patient_id"), lost, at: null);
                }
            });
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

        /// <summary>A row that is left out was a record all the same: the rows that may rest on it say so.</summary>
        private void Lose(LongRow row, string? patient, string about, ClinicalTime? at)
        {
            if (patient is not null && _courses.TryGetValue((patient, row.Text("course_id") ?? "1"), out var course) && !course.Course.Infusions.IsEmpty)
            {
                course.Unreadable.Add(new UnreadableRecord(about, at is { } time && time.IsRelative == course.IsRelative ? time : null));
            }
        }

        private static string About<T>(string table, string? text, Dictionary<string, T> words) => text is not null && words.ContainsKey(text) ? $"{table}/{text.ToLowerInvariant()}" : table;

        private Collected? Find(string patient, LongRow row, string table)
        {
            // No row of answers can come of a note without its treatment: it is listed, never passed over.
            if (_courses.TryGetValue((patient, row.Text("course_id") ?? "1"), out var course))
            {
                if (!course.Course.Infusions.IsEmpty)
                {
                    return course;
                }

                row.Fail(TableCodes.CourseMissing, "patient_id", $"The course has no infusion beside which {table} could stand; the row is left out.");
                return null;
            }

            var isPatientKnown = _patients.Contains(patient);
            row.Fail(
                TableCodes.CourseMissing,
                isPatientKnown ? "course_id" : "patient_id",
                isPatientKnown ? $"The patient has no such course in the tables that {table} is read beside; the row is left out."
                    : $"The patient is in none of the tables that {table} is read beside; the row is left out.");
            return null;
        }

        public NotesTablesResult Finish()
        {
            var courses = _order.ConvertAll(collected => new CourseNotes(collected.Course, Put(collected)));

            // What is wrong with several rows together is found last, and listed where its row stands.
            var errors = _errors.OrderBy(error => _files.IndexOf(error.File ?? "")).ThenBy(error => error.Line ?? 0).ToList();
            return new NotesTablesResult
            {
                Courses = courses.ToEquatableArray(),
                Rows = _tables.Rows,
                Errors = errors.Where(error => error.Severity == IssueSeverity.Error).ToEquatableArray(),
                Notices = errors.Where(error => error.Severity != IssueSeverity.Error).Concat(_notices).ToEquatableArray(),
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
                Take(records[0].Issues.Where(issue => !IsOfOneRow(issue.Code)), collected.ChairAt);
            }

            return new TreatmentNotes(
                sessions,
                PutCare(collected),
                collected.History,
                // The youngest age is the one given first, however the rows are ordered: nothing looks ahead.
                new Covariates(collected.Sex, collected.Ages.Count == 0 ? null : collected.Ages.Min(age => age.Years)),
                collected.Unreadable);
        }

        private void Take(IEnumerable<Issue> issues, (string File, long Line) at)
        {
            foreach (var issue in issues)
            {
                (issue.Severity == IssueSeverity.Error ? _errors : _notices).Add(new TableError(issue.Code, issue.Severity, issue.Message, at.File, at.Line, issue.Place));
            }
        }
    }
}
