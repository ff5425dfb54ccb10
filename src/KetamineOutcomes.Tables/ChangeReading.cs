using System.Globalization;
using System.Text;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>Reads visits, puts those of a course together and has them judged: ordinary ones by what is known of their two scores, all others by <see cref="ChangeScorer.Assess"/>.</summary>
internal sealed class ChangeReading
{
    private const int MostListed = 20;

    private readonly TableReader _reader;
    private readonly ChangeScorer _scorer;
    private readonly ChangeRows _rows;
    private readonly TableWriter _writer;
    private readonly ChangeTableOptions _options;
    private readonly ListedErrors _listed = new(MostListed);
    private readonly List<TableError> _rowErrors = [];
    private readonly List<TableError> _notices = [];
    private readonly LongRow _row;
    private readonly CourseOrder _order = new();
    private readonly string[] _names;
    private PlainVisits? _plain;
    private TableError? _error;

    // The course that is being read.
    private bool _hasCourse;
    private long _firstLine;
    private readonly List<Administration> _visits = [];
    private RaterKind? _rater;
    private bool _hasRater;

    private long _courses;
    private long _without;
    private long _judged;
    private long _others;

    public ChangeReading(TableReader reader, ChangeScorer scorer, ChangeRows rows, TableWriter writer, ChangeTableOptions options)
    {
        _reader = reader;
        _scorer = scorer;
        _rows = rows;
        _writer = writer;
        _options = options;
        _names = ReferenceEquals(scorer.Instrument.TotalScale, scorer.Scale)
            ? [scorer.Instrument.Id, $"{scorer.Instrument.Id}/{scorer.Scale.Id}"]
            : [$"{scorer.Instrument.Id}/{scorer.Scale.Id}"];
        var columns = new LongColumns(["patient_id", "score"], ["course_id", "instrument", "timing", "rater"], [("assessed_at", "assessed_day")], HasItems: false);
        _row = new LongRow(reader, columns, _rowErrors, score: options.ScoreColumn == "score" ? null : options.ScoreColumn);
    }

    /// <summary>Looks at the header.</summary>
    /// <returns>Whether there is something to read.</returns>
    public bool Begin(bool isCareful)
    {
        _error = _reader.Error ?? (_reader.HasOpenColumns ? null : _row.FindMissing());
        if (_error is not null)
        {
            return false;
        }

        _plain = isCareful || _options.InputFormat != TableFormat.Csv || _options.OutputFormat != TableFormat.Csv ? null : PlainVisits.Find(_reader, _row, _names, _scorer, _rows, _writer);
        return true;
    }

    /// <summary>Reads a record.</summary>
    /// <returns><see langword="false"/> at the end, or where the table cannot be used further.</returns>
    public bool Read()
    {
        if (!_reader.Read())
        {
            return false;
        }

        if (_plain is not null && _reader.RowError is null && _reader.Plain is { } plain && _plain.TryRead(plain))
        {
            return ReadPlain();
        }

        ReadCarefully();
        return _error is null;
    }

    /// <summary>Judges the last course.</summary>
    public void End()
    {
        _error ??= _reader.Error ?? (_reader.HasOpenColumns ? _row.FindMissing() : null);
        if (_error is not null)
        {
            return;
        }

        EndCourse();
        _row.NoticeUnknown(_notices, InstrumentCatalogue.Shipped);
        if (_others > 0)
        {
            _notices.Add(new TableError(TableCodes.OtherInstruments, IssueSeverity.Notice, string.Create(CultureInfo.InvariantCulture, $"{_others} rows are of other instruments and were passed over."), _options.FileName, field: "instrument"));
        }

        if (_listed.NoticeCount > _listed.Notices.Count)
        {
            _notices.Add(new TableError(TableCodes.MoreNotices, IssueSeverity.Notice, string.Create(CultureInfo.InvariantCulture, $"{_listed.NoticeCount - _listed.Notices.Count} more notices of courses are not listed."), _options.FileName));
        }
    }

    public ChangeTableSummary Summarise() => new()
    {
        Error = _error,
        Rows = _reader.Row,
        Courses = _courses,
        CoursesWithoutRows = _without,
        Visits = _judged,
        Errors = _listed.Errors,
        ErrorCount = _listed.ErrorCount,
        Warnings = _listed.Warnings,
        WarningCount = _listed.WarningCount,
        Notices = _listed.Notices.Concat(_notices).Concat(_reader.Notices).ToEquatableArray(),
    };

    private bool ReadPlain()
    {
        var visits = _plain!;
        if (!_hasCourse || !_order.IsLast(visits.Patient, visits.Course))
        {
            if (!BeginCourse(visits.Patient, visits.Course))
            {
                return false;
            }

            visits.Begin();
        }

        if (visits.IsCollecting && !visits.TryAdd())
        {
            // Not in the order of time, or twice at one: from here on the course is read carefully.
            _visits.AddRange(visits.TakeAll());
        }
        else if (visits.IsCollecting)
        {
            // Further records of the course, straight from the bytes.
            var length = visits.AddFrom(_reader.PlainRest, out var records);
            _reader.PassPlain(length, records);
        }

        if (!visits.IsCollecting)
        {
            _visits.Add(visits.ToVisit());
        }

        return true;
    }

    private void ReadCarefully()
    {
        _row.Begin();
        if (_reader.RowError is { } shape)
        {
            _listed.Add(shape);
            return;
        }

        var patient = _row.Required("patient_id");
        var course = _row.Text("course_id") ?? "1";
        var isOther = false;
        var hasInstrument = !_row.HasColumn("instrument") || (_row.Required("instrument") is { } name && IsOurs(name, out isOther));
        if (isOther)
        {
            _others++;
            _rowErrors.Clear();
            return;
        }

        var at = _row.Time("assessed_at", "assessed_day", required: true);
        var timing = _row.Word("timing", CourseWords.Timings, Timing.Unspecified);
        var rater = _row.Word("rater", CourseWords.Raters, null);
        var score = _row.Number("score");
        if (score is { } total)
        {
            _row.List(_scorer.Instrument, _scorer.Instrument.ScoreTotal(total, _scorer.Scale.Id).Issues, "score");
        }

        if (!_row.HasFailed && hasInstrument && (timing == Timing.Post || (_hasRater && rater != _rater)))
        {
            _error = new TableError(
                TableCodes.VisitsUnlike,
                IssueSeverity.Error,
                "One form a visit by one kind of rater is compared here: leave out the others, or use assess, which tells raters and forms before and after an infusion apart.",
                _options.FileName,
                _reader.Line,
                timing == Timing.Post ? "timing" : "rater");
            return;
        }

        if (_row.HasFailed && _row.FindAlert(_scorer.Instrument, InstrumentCatalogue.Shipped) is { } field)
        {
            _row.WarnOfAlert(field, $"The row of {_scorer.Instrument.Id} has something that alerts read, and was not assessed: look at it.");
        }

        var hasFailed = _row.HasFailed;
        foreach (var error in _rowErrors)
        {
            _listed.Add(error);
        }

        _rowErrors.Clear();
        if (hasFailed || patient is null || at is null)
        {
            return;
        }

        (_rater, _hasRater) = (rater, true);
        var (patientBytes, courseBytes) = (Encoding.UTF8.GetBytes(patient), Encoding.UTF8.GetBytes(course));
        if (!_hasCourse || !_order.IsLast(patientBytes, courseBytes))
        {
            if (!BeginCourse(patientBytes, courseBytes))
            {
                return;
            }
        }
        else if (_plain is { IsCollecting: true })
        {
            _visits.AddRange(_plain.TakeAll());
        }

        AdministrationContent content = score is { } stated ? new AdministrationContent.TotalOnly(stated, _scorer.Scale.Id, "table") : new AdministrationContent.NotDone();
        _visits.Add(new Administration(_scorer.Instrument.Id, at.Value, content, timing, rater));
    }

    private bool IsOurs(string name, out bool isOther)
    {
        isOther = false;
        if (Array.Exists(_names, own => string.Equals(own, name, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var id = name.Split('/')[0].ToLowerInvariant();
        isOther = id == _scorer.Instrument.Id || InstrumentCatalogue.Shipped.Find(id) is not null;
        if (!isOther)
        {
            _row.Fail(IssueCodes.InstrumentUnknown, "instrument", $"The catalogue has no such instrument.{Nearest.Suggest(id, InstrumentCatalogue.Shipped.Ids)}");
        }

        return false;
    }

    private bool BeginCourse(ReadOnlySpan<byte> patient, ReadOnlySpan<byte> course)
    {
        EndCourse();
        if (!_order.TryTake(patient, course))
        {
            _error = new TableError(
                TableCodes.CoursesNotSorted,
                IssueSeverity.Error,
                "The records of a course must stand together, and courses ascend (by bytes, or numbers by size): sort the table by patient_id, then course_id.",
                _options.FileName,
                _reader.Line,
                "patient_id");
            return false;
        }

        _firstLine = _reader.Line;
        _hasCourse = true;
        return true;
    }

    private void EndCourse()
    {
        if (!_hasCourse)
        {
            return;
        }

        _hasCourse = false;
        _courses++;
        if (_plain is { IsCollecting: true })
        {
            if (_plain.TryEnd(out var written))
            {
                Count(written);
                return;
            }

            _visits.AddRange(_plain.TakeAll());
        }

        var read = _scorer.Assess(_visits);
        _visits.Clear();
        foreach (var issue in read.Issues)
        {
            _listed.Add(new TableError(issue.Code, issue.Severity, issue.Message, _options.FileName, _firstLine, issue.Place));
        }

        var rows = read.TryGetValue(out var judged) ? judged.Rows : [];
        var (patient, course) = (_order.Patient, _order.Course);
        foreach (var row in rows)
        {
            ChangeRows.Write(_writer, patient, course, row);
        }

        Count(rows.Count);
    }

    private void Count(int visits)
    {
        _judged += visits;
        _without += visits == 0 ? 1 : 0;
    }
}
