using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

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

    /// <summary>The tool's exit code: 0 fine (incomplete forms are fine), 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : Errors.IsEmpty ? 0 : 1;
}

/// <summary>Reads courses from long tables: assessments, treatments and events, one a row, columns in any order.</summary>
/// <remarks>
/// Assessments: <c>patient_id,[course_id],instrument,assessed_at|assessed_day,[timing],[rater],[recorded_at|recorded_day],score|items</c>. Treatments:
/// <c>patient_id,[course_id],given_at|given_day,[agent],[route],[dose_mg],[weight_kg],[minutes],[kind]</c>. Events:
/// <c>patient_id,[course_id],event,occurred_at|occurred_day,[reason]</c>. Unknown columns are kept out with a notice. See docs/wire.md.
/// </remarks>
public static class CourseTables
{
    /// <summary>Reads courses.</summary>
    /// <param name="assessments">The questionnaires.</param>
    /// <param name="treatments">The infusions, or <see langword="null"/> for data without treatments.</param>
    /// <param name="events">The events, or <see langword="null"/> if they were not recorded.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The courses, or why the tables cannot be used.</returns>
    public static CourseTablesResult Read(
        TableSource assessments,
        TableSource? treatments = null,
        TableSource? events = null,
        InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(assessments);
        var reading = new Reading(catalogue ?? InstrumentCatalogue.Shipped);
        if (reading.TryRead(assessments, AssessmentColumns, reading.ReadAssessment)
            && (treatments is null || reading.TryRead(treatments, TreatmentColumns, reading.ReadTreatment))
            && (events is null || reading.TryRead(events, EventColumns, reading.ReadEvent)))
        {
            return reading.Finish(events is not null);
        }

        return new CourseTablesResult { Error = reading.Error };
    }

    private static readonly LongColumns AssessmentColumns = new(
        ["patient_id", "instrument"],
        ["course_id", "timing", "rater", "score"],
        [("assessed_at", "assessed_day"), ("recorded_at", "recorded_day")],
        HasItems: true);

    private static readonly LongColumns TreatmentColumns = new(
        ["patient_id"],
        ["course_id", "agent", "route", "dose_mg", "weight_kg", "minutes", "kind"],
        [("given_at", "given_day")],
        HasItems: false);

    private static readonly LongColumns EventColumns = new(
        ["patient_id", "event"],
        ["course_id", "reason"],
        [("occurred_at", "occurred_day")],
        HasItems: false);

    /// <summary>What one course has collected so far.</summary>
    private sealed record Collected
    {
        public required string FirstFile { get; init; }

        public required long FirstLine { get; init; }

        public List<Administration> Administrations { get; } = [];

        public List<Infusion> Infusions { get; } = [];

        public List<ClinicalEvent> Events { get; } = [];

        public FollowUpEnd? FollowUpEnd { get; set; }
    }

    private sealed class Reading
    {
        private readonly InstrumentCatalogue _catalogue;
        private readonly Dictionary<(string Patient, string Course), Collected> _courses = [];
        private readonly List<TableError> _errors = [];
        private readonly List<TableError> _notices = [];
        private long _rows;

        public Reading(InstrumentCatalogue catalogue) => _catalogue = catalogue;

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
            var timing = row.Word("timing", Timings, Timing.Unspecified);
            var rater = row.Word("rater", Raters, null);
            if (recorded is { } r && at is { } a && !r.SharesScaleWith(a))
            {
                row.Fail(TableCodes.ValueContradiction, "recorded_at", "One of the two times is a date and the other a relative day.");
            }

            var (instrument, scale) = id is null ? (null, null) : FindInstrument(row, id);
            if (instrument is null)
            {
                return;
            }

            var content = ReadContent(row, instrument, scale);
            if (patient is null || at is null || content is null || row.HasFailed)
            {
                return;
            }

            Find(patient, row).Administrations.Add(new Administration(instrument.Id, at.Value, content, timing, rater, recorded));
        }

        private (Instrument? Instrument, string? Scale) FindInstrument(LongRow row, string id)
        {
            var slash = id.IndexOf('/', StringComparison.Ordinal);
            var name = (slash < 0 ? id : id[..slash]).ToLowerInvariant();
            var scale = slash < 0 ? null : id[(slash + 1)..].ToLowerInvariant();
            if (_catalogue.Find(name) is not { } instrument)
            {
                row.Fail(IssueCodes.InstrumentUnknown, "instrument", $"The catalogue has no such instrument.{Nearest.Suggest(name, _catalogue.Ids)}");
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

            if (scale is null && (instrument.Scales.IsEmpty || instrument.Scales[0].Result != ResultKind.Number))
            {
                row.Fail(TableCodes.ValueUnreadable, "score", $"{instrument.Id} has no total: give the answers to its items.");
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
            var route = row.Word("route", Routes, Route.Unspecified);
            var kind = row.Word("kind", InfusionKinds, InfusionKind.Unspecified);
            var dose = row.Decimal("dose_mg", allowZero: true);
            var weight = row.Decimal("weight_kg", allowZero: false);
            var minutes = row.Decimal("minutes", allowZero: true);
            if (patient is not null && at is not null && !row.HasFailed)
            {
                Find(patient, row).Infusions.Add(new Infusion(at.Value, agent, route, kind, dose, weight, minutes));
            }
        }

        public void ReadEvent(LongRow row)
        {
            var patient = row.Required("patient_id");
            var at = row.Time("occurred_at", "occurred_day", required: true);
            if (string.Equals(row.Text("event"), "follow-up-end", StringComparison.OrdinalIgnoreCase))
            {
                var reason = row.Word("reason", FollowUpEnds, FollowUpEndReason.Completed);
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

            _ = row.Required("event");
            var kind = row.Word("event", Events, ClinicalEventKind.Other);
            if (patient is not null && at is not null && !row.HasFailed)
            {
                Find(patient, row).Events.Add(new ClinicalEvent(kind, at.Value));
            }
        }

        public CourseTablesResult Finish(bool eventsRecorded)
        {
            var courses = new List<Course>();
            foreach (var ((patient, course), collected) in _courses.OrderBy(pair => pair.Key.Patient, StringComparer.Ordinal).ThenBy(pair => pair.Key.Course, StringComparer.Ordinal))
            {
                var created = Course.Create(
                    patient,
                    course,
                    collected.Administrations,
                    collected.Infusions,
                    collected.Events,
                    eventsRecorded ? EventRecording.Recorded : EventRecording.NotRecorded,
                    collected.FollowUpEnd);
                if (created.TryGetValue(out var value))
                {
                    courses.Add(value);
                }

                foreach (var issue in created.Issues)
                {
                    (issue.Severity == IssueSeverity.Error ? _errors : _notices)
                        .Add(new TableError(issue.Code, issue.Severity, issue.Message, collected.FirstFile, collected.FirstLine, issue.Place));
                }
            }

            return new CourseTablesResult
            {
                Courses = courses.ToEquatableArray(),
                Rows = _rows,
                Errors = _errors.Where(error => error.Severity == IssueSeverity.Error).ToEquatableArray(),
                Notices = _errors.Where(error => error.Severity != IssueSeverity.Error).Concat(_notices).ToEquatableArray(),
            };
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

    private static readonly Dictionary<string, Timing> Timings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pre"] = Timing.Pre,
        ["post"] = Timing.Post,
        ["unspecified"] = Timing.Unspecified,
    };

    private static readonly Dictionary<string, RaterKind?> Raters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["self"] = RaterKind.Self,
        ["clinician"] = RaterKind.Clinician,
        ["proxy"] = RaterKind.Proxy,
    };

    private static readonly Dictionary<string, Route> Routes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iv"] = Route.Intravenous,
        ["intravenous"] = Route.Intravenous,
        ["im"] = Route.Intramuscular,
        ["intramuscular"] = Route.Intramuscular,
        ["sc"] = Route.Subcutaneous,
        ["subcutaneous"] = Route.Subcutaneous,
        ["in"] = Route.Intranasal,
        ["nasal"] = Route.Intranasal,
        ["intranasal"] = Route.Intranasal,
        ["po"] = Route.Oral,
        ["oral"] = Route.Oral,
        ["sl"] = Route.Sublingual,
        ["sublingual"] = Route.Sublingual,
        ["unspecified"] = Route.Unspecified,
    };

    private static readonly Dictionary<string, InfusionKind> InfusionKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["induction"] = InfusionKind.Induction,
        ["booster"] = InfusionKind.Booster,
        ["maintenance"] = InfusionKind.Booster,
        ["reinduction"] = InfusionKind.Reinduction,
        ["re-induction"] = InfusionKind.Reinduction,
        ["unspecified"] = InfusionKind.Unspecified,
    };

    private static readonly Dictionary<string, ClinicalEventKind> Events = new(StringComparer.OrdinalIgnoreCase)
    {
        ["hospitalisation"] = ClinicalEventKind.Hospitalisation,
        ["hospitalization"] = ClinicalEventKind.Hospitalisation,
        ["suicide-attempt"] = ClinicalEventKind.SuicideAttempt,
        ["discontinuation"] = ClinicalEventKind.Discontinuation,
        ["death"] = ClinicalEventKind.Death,
        ["other"] = ClinicalEventKind.Other,
        ["follow-up-end"] = ClinicalEventKind.Other,
    };

    private static readonly Dictionary<string, FollowUpEndReason> FollowUpEnds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["completed"] = FollowUpEndReason.Completed,
        ["withdrew"] = FollowUpEndReason.Withdrew,
        ["lost-to-follow-up"] = FollowUpEndReason.LostToFollowUp,
        ["transferred"] = FollowUpEndReason.Transferred,
        ["died"] = FollowUpEndReason.Died,
        ["administrative"] = FollowUpEndReason.Administrative,
    };
}

/// <summary>The columns of a long table: needed, optional, and pairs of which one is a date and the other a relative day.</summary>
internal sealed record LongColumns(string[] Required, string[] Optional, (string At, string Day)[] Times, bool HasItems);

/// <summary>One row of a long table, read by column name; what is wrong is listed with its line and field, never its value.</summary>
internal sealed class LongRow
{
    private readonly TableReader _reader;
    private readonly LongColumns _columns;
    private readonly List<TableError> _errors;
    private Dictionary<string, int> _indexes = [];
    private int _bound = -1;
    private string? _twice;

    public LongRow(TableReader reader, LongColumns columns, List<TableError> errors)
    {
        _reader = reader;
        _columns = columns;
        _errors = errors;
    }

    public string FileName => _reader.FileName;

    public long Line => _reader.Line;

    /// <summary>Whether something of this row could not be read.</summary>
    public bool HasFailed { get; private set; }

    public void Begin()
    {
        HasFailed = false;
        Bind();
    }

    public TableError? FindMissing()
    {
        Bind();
        if (_twice is { } twice)
        {
            return new TableError(
                TableCodes.ColumnAmbiguous,
                IssueSeverity.Error,
                "Two columns have this name, but for capitals and hyphens: rename one.",
                FileName,
                _reader.HasOpenColumns ? null : 1,
                twice);
        }

        foreach (var name in _columns.Required)
        {
            if (!_indexes.ContainsKey(name))
            {
                return Missing($"The table needs the column {name}.{Nearest.Suggest(name, _reader.Columns)}", name);
            }
        }

        var (at, day) = _columns.Times[0];
        return _indexes.ContainsKey(at) || _indexes.ContainsKey(day) ? null : Missing($"The table needs the column {at} (dates) or {day} (relative days).", at);
    }

    private TableError Missing(string message, string field) =>
        new(TableCodes.ColumnMissing, IssueSeverity.Error, message, FileName, _reader.HasOpenColumns ? null : 1, field);

    public void NoticeUnknown(List<TableError> notices, InstrumentCatalogue catalogue)
    {
        var known = _columns.Required.Concat(_columns.Optional).Concat(_columns.Times.SelectMany(pair => new[] { pair.At, pair.Day })).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = _reader.Columns.Where(name => name.Length > 0 && !known.Contains(Key(name)) && !(_columns.HasItems && IsItem(name, catalogue))).ToList();
        if (unknown.Count > 0)
        {
            notices.Add(new TableError(TableCodes.ColumnsIgnored, IssueSeverity.Notice, $"Columns not used: {TableError.OneLine(string.Join(", ", unknown), 400)}.", FileName));
        }
    }

    private static bool IsItem(string name, InstrumentCatalogue catalogue)
    {
        var at = name.LastIndexOf("item", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || (at > 0 && name[at - 1] != '_'))
        {
            return false;
        }

        var item = name[at..].ToLowerInvariant();
        return catalogue.Ids.Any(id => (at == 0 || Plain(id) == Plain(name[..(at - 1)])) && catalogue.Find(id)!.FindItem(item) is not null);
    }

    private static string Plain(string id) => id.Replace('_', '-').ToLowerInvariant();

    private static string Key(string column) => Plain(column).Replace('-', '_');

    private void Bind()
    {
        if (_bound == _reader.ColumnCount)
        {
            return;
        }

        _bound = _reader.ColumnCount;
        _twice = null;
        _indexes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _bound; i++)
        {
            var name = _reader.ColumnName(i);
            if (name.Length > 0)
            {
                if (!_indexes.TryAdd(Key(name), i))
                {
                    _twice ??= name;
                }
            }
        }
    }

    /// <summary>A text, or <see langword="null"/> where the cell or its column is missing.</summary>
    public string? Text(string column) =>
        _indexes.TryGetValue(column, out var index) && _reader[index] is { } text && !Cells.IsMissing(text) ? text.Trim() : null;

    public string? Required(string column)
    {
        var text = Text(column);
        if (text is null)
        {
            Fail(TableCodes.ValueMissing, column, "The row needs a value here.");
        }

        return text;
    }

    public T Word<T>(string column, Dictionary<string, T> words, T fallback)
    {
        if (Text(column) is not { } text)
        {
            return fallback;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Fail(TableCodes.ValueUnreadable, column, "Expected one of " + string.Join(", ", words.Keys) + ".");
        return fallback;
    }

    public Fraction? Number(string column)
    {
        if (Text(column) is not { } text)
        {
            return null;
        }

        if (Cells.TryNumber(text, out var number))
        {
            return number;
        }

        Fail(TableCodes.ValueUnreadable, column, "Expected a number.");
        return null;
    }

    public decimal? Decimal(string column, bool allowZero)
    {
        if (Number(column) is not { } number)
        {
            return null;
        }

        if (number > 0 || (allowZero && number == 0))
        {
            return (decimal)number.Numerator / number.Denominator;
        }

        Fail(TableCodes.ValueUnreadable, column, allowZero ? "Expected a number, 0 or more." : "Expected a number, more than 0.");
        return null;
    }

    public ClinicalTime? Time(string at, string day, bool required)
    {
        var date = Text(at);
        var number = Text(day);
        if (date is not null && number is not null)
        {
            Fail(TableCodes.ValueContradiction, at, $"Give {at} or {day}, not both.");
            return null;
        }

        if (date is null && number is null)
        {
            if (required)
            {
                Fail(TableCodes.ValueMissing, _indexes.ContainsKey(at) ? at : day, "The row needs a time.");
            }

            return null;
        }

        if (date is not null)
        {
            if (ClinicalTime.TryParse(date, out var time))
            {
                return time;
            }

            Fail(TableCodes.ValueUnreadable, at, "Expected a date such as 2026-03-01, or with a time 2026-03-01T14:30 or 2026-03-01T14:30+01:00.");
            return null;
        }

        if (Cells.TryNumber(number, out var relative) && Fraction.Abs(relative) <= 100000)
        {
            return ClinicalTime.OnDay((decimal)relative.Numerator / relative.Denominator);
        }

        Fail(TableCodes.ValueUnreadable, day, "Expected a relative day: a number, -100000 to 100000.");
        return null;
    }

    /// <summary>The row's answers to an instrument's items: its own column (<c>phq-9_item1</c>) before the shared one (<c>item1</c>).</summary>
    public AnswerSet Answers(Instrument instrument)
    {
        var prefix = Plain(instrument.Id).Replace('-', '_') + "_";
        var answers = new List<KeyValuePair<string, Answer>>();
        foreach (var item in instrument.Items)
        {
            if (TryFindItem(prefix, item.Id, out var index))
            {
                var answer = Cells.ReadAnswer(item, _reader[index], MissingCodes.None);
                if (answer is not Answer.NoAnswer)
                {
                    answers.Add(new(item.Id, answer));
                }
            }
        }

        return AnswerSet.Create(answers);
    }

    private bool TryFindItem(string prefix, string item, out int index) =>
        _indexes.TryGetValue(prefix + item, out index) || _indexes.TryGetValue(item, out index);

    /// <summary>Lists what is wrong with the row's form or total; the row itself is kept, and its score is invalid.</summary>
    public void List(Instrument instrument, EquatableArray<Issue> issues, string? field = null)
    {
        var prefix = Plain(instrument.Id).Replace('-', '_') + "_";
        foreach (var issue in issues)
        {
            if (issue.Severity != IssueSeverity.Notice)
            {
                var place = field ?? (issue.Place is { } item && TryFindItem(prefix, item, out var index) ? _reader.ColumnName(index) : issue.Place);
                _errors.Add(new TableError(issue.Code, issue.Severity, issue.Message, FileName, Line, place));
            }
        }
    }

    /// <summary>Takes the row although something of it could not be read; what that was stays listed.</summary>
    public void Keep() => HasFailed = false;

    public void Fail(string code, string field, string message)
    {
        HasFailed = true;
        _errors.Add(new TableError(code, IssueSeverity.Error, message, FileName, Line, field));
    }
}
