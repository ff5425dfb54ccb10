using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Tables;

/// <summary>A table to be read: its stream, the name that errors repeat, and how it is written.</summary>
/// <param name="Input">The stream. It stays open.</param>
/// <param name="FileName">The name that errors repeat.</param>
/// <param name="Format">How it is written.</param>
public sealed record TableSource(Stream Input, string FileName, TableFormat Format)
{
    /// <summary>The stream.</summary>
    public Stream Input { get; } = Input;

    /// <summary>The name that errors repeat.</summary>
    public string FileName { get; } = FileName;

    /// <summary>How it is written.</summary>
    public TableFormat Format { get; } = Format;
}

/// <summary>The courses that came of reading tables, and what was wrong with rows.</summary>
public sealed class CourseTablesResult
{
    internal CourseTablesResult()
    {
    }

    /// <summary>Why the tables cannot be used, or <see langword="null"/>. If it is not, there are no courses.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>The courses, by patient and course, compared ordinally.</summary>
    public EquatableArray<Course> Courses { get; internal init; }

    /// <summary>The data records read from all tables.</summary>
    public long Rows { get; internal init; }

    /// <summary>The rows' errors, in order of table and line. A row that cannot be read is left out and listed here; one with an invalid form is kept.</summary>
    public EquatableArray<TableError> Errors { get; internal init; }

    /// <summary>Warnings and notices, in order.</summary>
    public EquatableArray<TableError> Notices { get; internal init; }

    /// <summary>Where the infusions were read; of identical ones the first.</summary>
    internal IReadOnlyDictionary<(string Patient, string Course, Infusion Infusion), (string File, long Line)> InfusionLines { get; init; } = new Dictionary<(string, string, Infusion), (string, long)>();

    /// <summary>The tool's exit code: 0 fine (incomplete forms are fine), 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : Errors.IsEmpty ? 0 : 1;
}

/// <summary>Reads courses from long tables: assessments, treatments, events and ratings of goals, one a row, columns in any order.</summary>
/// <remarks>
/// Assessments: <c>patient_id,[course_id],instrument,assessed_at|assessed_day,[timing],[rater],[recorded_at|recorded_day],score|items</c>. Treatments:
/// <c>patient_id,[course_id],given_at|given_day,[agent],[route],[dose_mg]|[devices],[weight_kg],[minutes],[kind]</c>. Events:
/// <c>patient_id,[course_id],event,occurred_at|occurred_day,[reason]</c>. Goals, one rating a row:
/// <c>patient_id,[course_id],goal,[weight],[importance],[difficulty],[set_at|set_day],rated_at|rated_day,[timing],[rater],[recorded_at|recorded_day],rating</c>.
/// Unknown columns are kept out with a notice. See docs/wire.md.
/// </remarks>
public static class CourseTables
{
    /// <summary>Reads courses.</summary>
    /// <param name="assessments">The questionnaires, or <see langword="null"/> where only treatments are looked at.</param>
    /// <param name="treatments">The infusions, or <see langword="null"/> for data without treatments.</param>
    /// <param name="events">The events, or <see langword="null"/> if they were not recorded.</param>
    /// <param name="goals">The patients' own goals with their ratings, or <see langword="null"/> if there are none.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <param name="progress">Told from time to time how far the reading is, on the caller's thread; or <see langword="null"/>.</param>
    /// <returns>The courses, or why the tables cannot be used.</returns>
    /// <exception cref="ArgumentException">There are neither questionnaires nor treatments.</exception>
    public static CourseTablesResult Read(
        TableSource? assessments,
        TableSource? treatments = null,
        TableSource? events = null,
        TableSource? goals = null,
        InstrumentCatalogue? catalogue = null,
        IProgress<TableProgress>? progress = null)
    {
        if (assessments is null && treatments is null)
        {
            throw new ArgumentException("Give questionnaires or treatments.", nameof(assessments));
        }

        var reading = new Reading(catalogue ?? InstrumentCatalogue.Shipped, progress);
        if ((assessments is null || reading.TryRead(assessments, AssessmentColumns, reading.ReadAssessment))
            && (treatments is null || reading.TryRead(treatments, TreatmentColumns, reading.ReadTreatment))
            && (events is null || reading.TryRead(events, EventColumns, reading.ReadEvent))
            && (goals is null || reading.TryRead(goals, GoalColumns, reading.ReadGoal)))
        {
            return reading.Finish(treatments is not null, events is not null, assessments?.FileName, treatments?.FileName);
        }

        return new CourseTablesResult { Error = reading.Error };
    }

    private const int ProgressEvery = 1024;

    // More is a slip of the keyboard: mg in the column of devices.
    private const int MostDevices = 20;

    private static readonly LongColumns AssessmentColumns = new(
        ["patient_id", "instrument"],
        ["course_id", "timing", "rater", "score"],
        [("assessed_at", "assessed_day"), ("recorded_at", "recorded_day")],
        HasItems: true);

    private static readonly LongColumns TreatmentColumns = new(
        ["patient_id"],
        ["course_id", "agent", "route", "dose_mg", "devices", "weight_kg", "minutes", "kind"],
        [("given_at", "given_day")],
        HasItems: false);

    private static readonly LongColumns EventColumns = new(
        ["patient_id", "event"],
        ["course_id", "reason"],
        [("occurred_at", "occurred_day")],
        HasItems: false);

    private static readonly LongColumns GoalColumns = new(
        ["patient_id", "goal", "rating"],
        ["course_id", "weight", "importance", "difficulty", "timing", "rater"],
        [("rated_at", "rated_day"), ("set_at", "set_day"), ("recorded_at", "recorded_day")],
        HasItems: false);

    /// <summary>What the rows have said of one goal so far: each may repeat it or leave it out.</summary>
    private sealed class GoalFacts
    {
        public Fraction? Weight { get; set; }

        public Fraction? Importance { get; set; }

        public Fraction? Difficulty { get; set; }

        public ClinicalTime? SetAt { get; set; }
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

    private sealed class Reading
    {
        private readonly InstrumentCatalogue _catalogue;
        private readonly IProgress<TableProgress>? _progress;
        private readonly Dictionary<(string Patient, string Course), Collected> _courses = [];
        private readonly List<TableError> _errors = [];
        private readonly List<TableError> _notices = [];
        private readonly HashSet<(string Patient, string Course)> _lostInfusions = [];
        private long _rows;

        public Reading(InstrumentCatalogue catalogue, IProgress<TableProgress>? progress)
        {
            _catalogue = catalogue;
            _progress = progress;
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

            row.NoticeUnknown(_notices, _catalogue);
            _notices.AddRange(reader.Notices);
            return true;
        }

        public void ReadAssessment(LongRow row)
        {
            var patient = row.Required("patient_id");
            var id = row.Required("instrument");
            var at = row.Time("assessed_at", "assessed_day", required: true);
            var recorded = row.Time("recorded_at", "recorded_day", required: false);
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

            Find(patient, row).Administrations.Add(new Administration(instrument.Id, at.Value, content, timing, rater, recorded));
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

        public void ReadTreatment(LongRow row)
        {
            var patient = row.Required("patient_id");
            var at = row.Time("given_at", "given_day", required: true);
            var agent = row.Text("agent")?.ToLowerInvariant() ?? "ketamine";
            var route = row.Word("route", CourseWords.Routes, Route.Unspecified);
            var kind = row.Word("kind", CourseWords.InfusionKinds, InfusionKind.Unspecified);
            var stated = row.Decimal("dose_mg", 0, Infusion.MaxDoseMg);
            var devices = ReadDevices(row, agent, route);
            if (stated is { } mg && devices is { } counted && mg != counted)
            {
                row.Fail(TableCodes.ValueContradiction, "devices", "The devices and dose_mg are not the same dose.");
            }

            var dose = stated ?? devices;
            var weight = row.Decimal("weight_kg", Infusion.MinWeightKg, Infusion.MaxWeightKg);
            var minutes = row.Decimal("minutes", 0, Infusion.MaxMinutes);
            if (patient is not null && at is not null && !row.HasFailed)
            {
                Find(patient, row).Infusions.Add((new Infusion(at.Value, agent, route, kind, dose, weight, minutes), row.FileName, row.Line));
            }
            else if (patient is not null)
            {
                // It makes no course by itself; in one that other rows make, the infusions behind it are numbered as if it had not been given.
                _lostInfusions.Add((patient, row.Text("course_id") ?? "1"));
            }
        }

        /// <summary>The mg of a number of devices, which is how nasal esketamine is dosed; for anything else the column says nothing.</summary>
        private static decimal? ReadDevices(LongRow row, string agent, Route route)
        {
            if (row.Number("devices") is not { } devices)
            {
                return null;
            }

            if (!devices.IsInteger || devices < 0 || devices > MostDevices)
            {
                row.Fail(TableCodes.ValueUnreadable, "devices", $"Expected a whole number of devices, 0 to {MostDevices.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
                return null;
            }

            if (route != Route.Intranasal || agent != "esketamine")
            {
                row.Fail(TableCodes.ValueContradiction, "devices", "Only nasal esketamine is dosed in devices: give dose_mg.");
                return null;
            }

            return (decimal)devices.Numerator * EsketamineDevice.Mg;
        }

        public void ReadEvent(LongRow row)
        {
            var patient = row.Required("patient_id");
            var at = row.Time("occurred_at", "occurred_day", required: true);
            var word = row.Required("event") is { } text ? CourseWords.EventWord(text) : null;
            if (string.Equals(word, "follow-up-end", StringComparison.OrdinalIgnoreCase))
            {
                var reason = row.Word("reason", CourseWords.FollowUpEnds, FollowUpEndReason.Unspecified);
                if (patient is null || at is null || row.HasFailed)
                {
                    return;
                }

                var end = new FollowUpEnd(at.Value, reason);
                var course = Find(patient, row);
                if (course.FollowUpEnd is not null && course.FollowUpEnd != end)
                {
                    row.Fail(TableCodes.ValueContradiction, "event", "The course has another end of follow-up.");
                    return;
                }

                course.FollowUpEnd = end;
                return;
            }

            // What the event was is not known where its word is missing or is none of the known ones: it may have been an attempt.
            var isUnknown = word is null || !CourseWords.Events.ContainsKey(word);
            var kind = row.Word("event", CourseWords.Events, ClinicalEventKind.Other, CourseWords.EventWord);
            if (patient is not null && at is not null && !row.HasFailed)
            {
                Find(patient, row).Events.Add(new ClinicalEvent(kind, at.Value));
            }
            else if (isUnknown || kind == ClinicalEventKind.SuicideAttempt)
            {
                row.WarnOfAlert("event", isUnknown
                    ? "The row may be a suicide attempt, its event not being known, and was not used: look at it."
                    : "The row is a suicide attempt, and was not used: look at it.");
                if (patient is not null)
                {
                    Find(patient, row).Unreadable.Add(new UnreadableRecord(isUnknown ? UnreadableRecord.UnknownEvent : UnreadableRecord.SuicideAttempt, at));
                }
            }
        }

        public void ReadGoal(LongRow row)
        {
            var patient = row.Required("patient_id");
            var goal = row.Required("goal");
            var set = row.Time("set_at", "set_day", required: false);
            var rating = ReadLevel(row);
            var rated = row.Time("rated_at", "rated_day", required: rating is not null);
            var recorded = row.Time("recorded_at", "recorded_day", required: false);
            var timing = row.Word("timing", CourseWords.Timings, Timing.Unspecified);
            var rater = row.Word("rater", CourseWords.Raters, null);
            var weight = ReadWeight(row, "weight");
            var importance = ReadWeight(row, "importance");
            var difficulty = ReadWeight(row, "difficulty");
            if (recorded is { } r && rated is { } a && !r.SharesScaleWith(a))
            {
                row.Fail(TableCodes.ValueContradiction, "recorded_at", "One of the two times is a date and the other a relative day.");
            }

            if (weight is not null && (importance ?? difficulty) is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "weight", WeighedTwice);
            }

            if (patient is null || goal is null || row.HasFailed)
            {
                return;
            }

            var course = Find(patient, row);
            if (!course.Goals.TryGetValue(goal, out var facts))
            {
                facts = new GoalFacts();
            }

            var merged = new GoalFacts
            {
                Weight = Merge(row, "weight", facts.Weight, weight),
                Importance = Merge(row, "importance", facts.Importance, importance),
                Difficulty = Merge(row, "difficulty", facts.Difficulty, difficulty),
                SetAt = Merge(row, "set_at", facts.SetAt, set),
            };
            if (merged.Weight is not null && (merged.Importance ?? merged.Difficulty) is not null)
            {
                row.Fail(TableCodes.ValueContradiction, "weight", WeighedTwice);
            }

            if (row.HasFailed)
            {
                return;
            }

            course.Goals[goal] = merged;
            if (rated is { } at)
            {
                course.GoalRatings.Add((new GoalRating(goal, at, rating, timing, rater, recorded), row.FileName, row.Line));
            }
        }

        private const string WeighedTwice = "Give a goal's weight, or its importance and difficulty; not both.";

        private static int? ReadLevel(LongRow row)
        {
            if (row.Number("rating") is not { } level)
            {
                return null;
            }

            if (level.IsInteger && level >= GoalRating.Lowest && level <= GoalRating.Highest)
            {
                return (int)level.Numerator;
            }

            row.Fail(TableCodes.ValueUnreadable, "rating", "Expected a level of attainment: -2, -1, 0, 1 or 2.");
            return null;
        }

        private static Fraction? ReadWeight(LongRow row, string column)
        {
            var weight = row.Number(column);
            if (weight is { } given && !Goal.IsWeight(given))
            {
                row.Fail(TableCodes.ValueUnreadable, column, "Expected a number from 0 to 1000 with at most three decimals.");
            }

            return weight;
        }

        private static T? Merge<T>(LongRow row, string column, T? known, T? given)
            where T : struct, IEquatable<T>
        {
            if (known is { } before && given is { } now && !before.Equals(now))
            {
                row.Fail(TableCodes.ValueContradiction, column, "An earlier row says otherwise of this goal.");
            }

            return known ?? given;
        }

        /// <summary>The ratings of a course, without those from before their goal was set, which are listed.</summary>
        private List<GoalRating> CheckRatings(Collected collected)
        {
            var ratings = new List<GoalRating>();
            foreach (var (rating, file, line) in collected.GoalRatings)
            {
                if (collected.Goals[rating.Goal].SetAt is { } set && set.SharesScaleWith(rating.At) && rating.At.CompareKnown(set) < 0)
                {
                    _errors.Add(new TableError(TableCodes.ValueContradiction, IssueSeverity.Error, "The goal is rated before it was set.", file, line, rating.At.IsRelative ? "rated_day" : "rated_at"));
                }
                else
                {
                    ratings.Add(rating);
                }
            }

            return ratings;
        }

        public CourseTablesResult Finish(bool hasTreatments, bool eventsRecorded, string? assessments, string? treatments)
        {
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
                Rows = _rows,
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
