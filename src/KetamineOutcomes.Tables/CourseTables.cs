using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>Reads courses from long tables: assessments, treatments, events and ratings of goals, one a row, columns in any order.</summary>
/// <remarks>
/// Assessments: <c>patient_id,[course_id],instrument,assessed_at|assessed_day,[timing],[rater],[recorded_at|recorded_day],score|items</c>. Treatments:
/// <c>patient_id,[course_id],given_at|given_day,[agent],[route],[dose_mg]|[devices],[weight_kg],[minutes],[kind]</c>. Events:
/// <c>patient_id,[course_id],event,occurred_at|occurred_day,[reason]</c>. Goals, one rating a row:
/// <c>patient_id,[course_id],goal,[weight],[importance],[difficulty],[set_at|set_day],rated_at|rated_day,[timing],[rater],[recorded_at|recorded_day],rating</c>.
/// Unknown columns are kept out with a notice. See docs/wire.md.
/// </remarks>
public static partial class CourseTables
{
    /// <summary>Reads courses.</summary>
    /// <param name="assessments">The questionnaires, or <see langword="null"/> where only treatments are looked at.</param>
    /// <param name="treatments">The infusions, or <see langword="null"/> for data without treatments.</param>
    /// <param name="events">The events, or <see langword="null"/> if they were not recorded.</param>
    /// <param name="goals">The patients' own goals with their ratings, or <see langword="null"/> if there are none.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <param name="progress">Told from time to time how far the reading is, on the caller's thread; or <see langword="null"/>.</param>
    /// <param name="layout">How questionnaires and infusions of another shape are read, or <see langword="null"/> for tables of the library's own.</param>
    /// <returns>The courses, or why the tables cannot be used.</returns>
    /// <exception cref="ArgumentException">There are neither questionnaires nor treatments.</exception>
    public static CourseTablesResult Read(
        TableSource? assessments,
        TableSource? treatments = null,
        TableSource? events = null,
        TableSource? goals = null,
        InstrumentCatalogue? catalogue = null,
        IProgress<TableProgress>? progress = null,
        TableLayout? layout = null)
    {
        if (assessments is null && treatments is null)
        {
            throw new ArgumentException("Give questionnaires or treatments.", nameof(assessments));
        }

        var reading = new Reading(catalogue ?? InstrumentCatalogue.Shipped, progress, layout);
        if ((assessments is null || reading.TryReadAssessments(assessments))
            && (treatments is null || reading.TryRead(treatments, TreatmentColumns, reading.ReadTreatment, UnreadableRecord.Infusion, layout?.Treatments is { } given ? [given] : null))
            && (events is null || reading.TryRead(events, EventColumns, reading.ReadEvent, UnreadableRecord.UnknownEvent))
            && (goals is null || reading.TryRead(goals, GoalColumns, reading.ReadGoal, lost: null)))
        {
            return reading.Finish(treatments is not null, events is not null, assessments?.FileName, treatments?.FileName);
        }

        return new CourseTablesResult { Error = reading.Error };
    }

    /// <summary>What one course has collected so far.</summary>
    private sealed record Collected
    {
        public required string FirstFile { get; init; }

        public required long FirstLine { get; init; }

        public List<Administration> Administrations { get; } = [];

        public List<(Infusion Infusion, string File, long Line)> Infusions { get; } = [];

        public List<ClinicalEvent> Events { get; } = [];

        public SortedDictionary<string, GoalFacts> Goals { get; } = new(StringComparer.Ordinal);

        public List<(GoalRating Rating, string File, long Line)> GoalRatings { get; } = [];

        public FollowUpEnd? FollowUpEnd { get; set; }

        public List<UnreadableRecord> Unreadable { get; } = [];
    }

    private sealed partial class Reading
    {
        private readonly InstrumentCatalogue _catalogue;
        private readonly LongTables _tables;
        private readonly List<TableError> _errors;
        private readonly List<TableError> _notices;
        private readonly Dictionary<(string Patient, string Course), Collected> _courses = [];
        private readonly HashSet<(string Patient, string Course)> _lostInfusions = [];
        private readonly List<(string Patient, string? Course, string About)> _misshapen = [];

        private readonly TableLayout? _layout;

        public Reading(InstrumentCatalogue catalogue, IProgress<TableProgress>? progress, TableLayout? layout)
        {
            _layout = layout;
            _catalogue = catalogue;
            _tables = new LongTables(catalogue, progress);
            _errors = _tables.Errors;
            _notices = _tables.Notices;
        }

        public TableError? Error => _tables.Error;

        /// <param name="source">The table.</param>
        /// <param name="columns">Its columns.</param>
        /// <param name="read">Reads one row.</param>
        /// <param name="lost">What a row of the wrong length may have been; <see langword="null"/> where nothing rests on it.</param>
        /// <param name="forms">Where the columns stand in a table of another shape.</param>
        /// <param name="keep">Whether a record of another shape is looked at.</param>
        public bool TryRead(TableSource source, LongColumns columns, Action<LongRow> read, string? lost, IReadOnlyList<LayoutForm>? forms = null, Func<TableReader, bool>? keep = null) => _tables.TryRead(
            source,
            columns,
            read,
            row =>
            {
                if (lost is not null && row.Text("patient_id") is { } patient)
                {
                    _misshapen.Add((patient, row.Text("course_id"), lost));
                }
            },
            forms,
            keep);

        /// <summary>
        /// A row of the wrong length was a record of somebody. Its fields may have moved, so that its patient and course are believed only where other rows know them too;
        /// with a course that no other row knows it may be of any course of that patient.
        /// </summary>
        private void MarkMisshapen()
        {
            foreach (var (patient, course, about) in _misshapen)
            {
                var isKnown = course is not null && _courses.ContainsKey((patient, course));
                foreach (var (key, collected) in _courses.Where(each => each.Key.Patient == patient && (!isKnown || each.Key.Course == course)))
                {
                    if (about == UnreadableRecord.Infusion)
                    {
                        _lostInfusions.Add(key);
                    }
                    else
                    {
                        collected.Unreadable.Add(new UnreadableRecord(about, null));
                    }
                }
            }
        }

        public CourseTablesResult Finish(bool hasTreatments, bool eventsRecorded, string? assessments, string? treatments)
        {
            MarkMisshapen();
            var courses = new List<Course>();
            foreach (var ((patient, course), collected) in _courses.OrderBy(pair => pair.Key.Patient, StringComparer.Ordinal).ThenBy(pair => pair.Key.Course, StringComparer.Ordinal))
            {
                var created = Course.Create(
                    patient,
                    course,
                    collected.Administrations,
                    collected.Infusions.Select(row => row.Infusion),
                    collected.Events,
                    eventsRecorded ? EventRecording.Recorded : EventRecording.NotRecorded,
                    collected.FollowUpEnd,
                    goals: collected.Goals.Select(goal => new Goal(goal.Key, goal.Value.Weight, goal.Value.Importance, goal.Value.Difficulty, goal.Value.SetAt)),
                    goalRatings: CheckRatings(collected),
                    unreadable: _lostInfusions.Contains((patient, course)) ? [.. collected.Unreadable, new UnreadableRecord(UnreadableRecord.Infusion, null)] : collected.Unreadable);
                if (created.TryGetValue(out var value))
                {
                    courses.Add(value);
                    NoticeAfterDeath(value, collected);
                }
                else if (collected.Events.Exists(happened => happened.Kind == ClinicalEventKind.SuicideAttempt) || collected.Administrations.Exists(IsReadByAlerts))
                {
                    _errors.Add(new TableError(
                        TableCodes.AlertRowUnreadable,
                        IssueSeverity.Warning,
                        "Rows of this course have something that alerts read, and nothing of the course was assessed: look at them.",
                        collected.FirstFile,
                        collected.FirstLine));
                }

                foreach (var issue in created.Issues.Where(issue => issue.Code != IssueCodes.AfterDeath))
                {
                    (issue.Severity == IssueSeverity.Error ? _errors : _notices)
                        .Add(new TableError(issue.Code, issue.Severity, issue.Message, collected.FirstFile, collected.FirstLine, issue.Place));
                }
            }

            if (hasTreatments && assessments is not null)
            {
                NoticeUnmatched(courses.Count(course => course.Infusions.IsEmpty && !course.Administrations.IsEmpty), "questionnaires and no infusion", assessments);
                NoticeUnmatched(courses.Count(course => course.Administrations.IsEmpty && !course.Infusions.IsEmpty), "infusions and no questionnaire", treatments!);
            }

            return new CourseTablesResult
            {
                Courses = courses.ToEquatableArray(),
                Rows = _tables.Rows,
                InfusionLines = _courses
                    .SelectMany(course => course.Value.Infusions, (course, row) => ((course.Key.Patient, course.Key.Course, row.Infusion), (row.File, row.Line)))
                    .DistinctBy(place => place.Item1)
                    .ToDictionary(place => place.Item1, place => place.Item2),
                Errors = _errors.Where(error => error.Severity == IssueSeverity.Error).ToEquatableArray(),
                Notices = _errors.Where(error => error.Severity != IssueSeverity.Error).Concat(_notices).ToEquatableArray(),
            };
        }

        // The core counts them; a table can name each row.
        private void NoticeAfterDeath(Course course, Collected collected)
        {
            foreach (var (infusion, file, line) in collected.Infusions.Where(row => course.Death is { } death && row.Infusion.At.CompareKnown(death) > 0))
            {
                _notices.Add(new TableError(IssueCodes.AfterDeath, IssueSeverity.Notice, "The infusion is after the recorded death; it counts as any other. Correct the one or the other.", file, line, infusion.At.IsRelative ? "given_day" : "given_at"));
            }
        }

        private bool IsReadByAlerts(Administration form)
        {
            var instrument = _catalogue.Find(form.Instrument)!;
            var isOwn = instrument.Alerts.Any(rule => string.Equals(rule.Topic, instrument.Domain, StringComparison.Ordinal));
            return form.Content switch
            {
                AdministrationContent.Answered answered => isOwn || instrument.Alerts.Any(rule => answered.Answers[rule.Item] is not Answer.NoAnswer),
                AdministrationContent.TotalOnly => isOwn,
                _ => false,
            };
        }

        private void NoticeUnmatched(int count, string what, string file)
        {
            if (count > 0)
            {
                _notices.Add(new TableError(
                    TableCodes.CourseUnmatched,
                    IssueSeverity.Notice,
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} courses have {what}: is patient_id or course_id written differently in the two tables?"),
                    file));
            }
        }

        private Collected Find(string patient, LongRow row)
        {
            var key = (patient, row.Text("course_id") ?? "1");
            if (!_courses.TryGetValue(key, out var course))
            {
                course = new Collected { FirstFile = row.FileName, FirstLine = row.Line };
                _courses.Add(key, course);
            }

            return course;
        }
    }
}
