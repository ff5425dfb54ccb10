using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>The columns of a long table: needed, optional, and pairs of which one is a date and the other a relative day.</summary>
internal sealed record LongColumns(string[] Required, string[] Optional, (string At, string Day)[] Times, bool HasItems, bool NeedsTime = true);

/// <summary>One row of a long table, read by column name; what is wrong is listed with its line and field, never its value.</summary>
internal sealed class LongRow
{
    private readonly TableReader _reader;
    private readonly LongColumns _columns;
    private readonly List<TableError> _errors;
    private Dictionary<string, int> _indexes = [];
    private readonly LayoutForm? _form;
    private readonly string? _score;
    private int _bound = -1;
    private string? _twice;

    /// <param name="reader">The table.</param>
    /// <param name="columns">The columns of the library's own shape.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="form">Where these columns stand in a table of another shape; <see langword="null"/> for one of the library's own.</param>
    /// <param name="score">The column that holds the score, where that is not <c>score</c>.</param>
    public LongRow(TableReader reader, LongColumns columns, List<TableError> errors, LayoutForm? form = null, string? score = null)
    {
        _form = form;
        _score = score;
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

        if (_form is not null)
        {
            return FindMissing(_form);
        }

        foreach (var name in _columns.Required)
        {
            if (!_indexes.ContainsKey(name))
            {
                return Missing($"The table needs the column {TableError.OneLine(Theirs(name))}.{Nearest.Suggest(Theirs(name), _reader.Columns)}", Theirs(name));
            }
        }

        var (at, day) = _columns.Times[0];
        if (_columns.HasItems && !_indexes.ContainsKey("score") && !_indexes.Keys.Any(name => name.Contains("item", StringComparison.OrdinalIgnoreCase)))
        {
            return Missing($"The table needs the column score, or columns of items such as item1.{Nearest.Suggest("score", _reader.Columns)}", "score");
        }

        return !_columns.NeedsTime || _indexes.ContainsKey(at) || _indexes.ContainsKey(day) ? null : Missing($"The table needs the column {at} (dates) or {day} (relative days).", at);
    }

    /// <summary>A column that the layout names and the table does not have.</summary>
    private TableError? FindMissing(LayoutForm form) => form.Columns.Values.Concat(form.Rows is { } rows ? [rows.Column] : [])
        .Where(column => _reader.FindColumn(column) < 0)
        .Select(column => new TableError(
            TableCodes.ColumnUnknown, IssueSeverity.Error, $"The layout names a column that the table does not have.{Nearest.Suggest(column, _reader.Columns)}", FileName, _reader.HasOpenColumns ? null : 1, column))
        .FirstOrDefault();

    /// <summary>Whether the row holds what the layout looks for: it is of that kind, and any column of it has something.</summary>
    public bool Holds() => _form is null
        || ((_form.Rows is not { } rows || Cell(rows.Column) == rows.Text) && _form.Own.Any(column => Cell(column) is not null));

    private string? Cell(string column) => _reader.FindColumn(column) is >= 0 and var index && _reader[index] is { } text && !Cells.IsMissing(text) ? text.Trim() : null;

    private TableError Missing(string message, string field) =>
        new(TableCodes.ColumnMissing, IssueSeverity.Error, message, FileName, _reader.HasOpenColumns ? null : 1, field);

    public void NoticeUnknown(List<TableError> notices, InstrumentCatalogue catalogue)
    {
        var known = _columns.Required.Concat(_columns.Optional).Concat(_columns.Times.SelectMany(pair => new[] { pair.At, pair.Day })).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = _reader.Columns.Where(name => name.Length > 0 && !known.Contains(Key(name)) && name != _score && !(_columns.HasItems && IsItem(name, catalogue))).ToList();
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
        if (_form is not null)
        {
            foreach (var (ours, theirs) in _form.Columns)
            {
                if (_reader.FindColumn(theirs) is >= 0 and var index)
                {
                    _indexes[ours] = index;
                }
            }

            return;
        }

        for (var i = 0; i < _bound; i++)
        {
            var name = _reader.ColumnName(i);
            if (name.Length > 0)
            {
                var key = Key(name);
                if (_score is not null && (name == _score || string.Equals(key, "score", StringComparison.OrdinalIgnoreCase)))
                {
                    // Where another column holds the score, one of that name is not read.
                    key = name == _score ? "score" : "";
                }

                if (key.Length > 0 && !_indexes.TryAdd(key, i))
                {
                    _twice ??= name;
                }
            }
        }
    }

    /// <summary>Whether the table has a column.</summary>
    public bool HasColumn(string column) => _indexes.ContainsKey(column);

    /// <summary>The index of a column, -1 where there is none.</summary>
    public int Find(string column) => _indexes.GetValueOrDefault(column, -1);

    /// <summary>A text, or <see langword="null"/> where the cell or its column is missing.</summary>
    public string? Text(string column)
    {
        if (_form is not null && _form.Values.TryGetValue(column, out var constant))
        {
            return constant;
        }

        if (!_indexes.TryGetValue(column, out var index) || _reader[index] is not { } cell || Cells.IsMissing(cell))
        {
            return null;
        }

        var text = cell.Trim();
        if (_form is null)
        {
            return text;
        }

        if (column == "score" && _form.Missing.Contains(text))
        {
            return null;
        }

        if (!_form.Words.TryGetValue(column, out var words))
        {
            return text;
        }

        if (words.TryGetValue(text, out var word))
        {
            return word;
        }

        Fail(TableCodes.ValueUnreadable, column, "The layout says of this column what its codes mean, and has no such code.");
        return null;
    }

    /// <summary>What the schedule calls the visit. What is no name is counted and left out: the form is kept.</summary>
    public string? Visit(IReadOnlyDictionary<string, string>? names)
    {
        if (Text("visit") is not { } text)
        {
            return null;
        }

        if (names is { Count: > 0 } ? names.TryGetValue(text, out var name) : NominalVisit.TryRead(text, out name))
        {
            return name;
        }

        VisitsNotRead++;
        return null;
    }

    /// <summary>How many rows so far have a visit that is no name, or none that the caller named.</summary>
    public long VisitsNotRead { get; private set; }

    public string? Required(string column)
    {
        var text = Text(column);
        if (text is null)
        {
            Fail(TableCodes.ValueMissing, column, "The row needs a value here.");
        }

        return text;
    }

    public T Word<T>(string column, Dictionary<string, T> words, T fallback, Func<string, string>? normal = null)
    {
        if (Text(column) is not { } text)
        {
            return fallback;
        }

        if (words.TryGetValue(normal is null ? text : normal(text), out var value))
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

    public decimal? Decimal(string column, int low, int high)
    {
        if (Number(column) is not { } number)
        {
            return null;
        }

        if (number >= low && number <= high)
        {
            return (decimal)number.Numerator / number.Denominator;
        }

        Fail(TableCodes.ValueUnreadable, column, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Expected a number, {low} to {high}."));
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
            // REDCap writes a blank between date and time.
            if (ClinicalTime.TryParse(_form is not null && date.Length >= 16 && date[10] == ' ' ? string.Concat(date.AsSpan(0, 10), "T", date.AsSpan(11)) : date, out var time))
            {
                return time;
            }

            Fail(TableCodes.ValueUnreadable, at, "Expected a date such as 2026-03-01, or with a time 2026-03-01T14:30 or 2026-03-01T14:30+01:00.");
            return null;
        }

        if (Cells.TryNumber(number, out var relative) && Fraction.Abs(relative) <= ClinicalTime.MaxRelativeDay)
        {
            if (_form is { HasNoDayZero: true })
            {
                if (relative == Fraction.Zero)
                {
                    Fail(TableCodes.ValueUnreadable, day, "Expected a day that is not 0: ADaM counts the day of the first dose as 1 and the day before as -1.");
                    return null;
                }

                relative = relative > Fraction.Zero ? relative - 1 : relative;
            }

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
                var answer = ReadAnswer(item, index);
                if (answer is not Answer.NoAnswer)
                {
                    answers.Add(new(item.Id, answer));
                }
            }
        }

        return AnswerSet.Create(answers);
    }

    /// <summary>
    /// The column of something in the row that alerts read, or <see langword="null"/> where there is nothing: an item with an alert, or of an instrument about suicidality
    /// any item and the total. Whatever stands there: the answer plays no part.
    /// </summary>
    /// <param name="instrument">The row's instrument; <see langword="null"/> where it is not known, so that any with such an item may be meant.</param>
    /// <param name="catalogue">The instruments.</param>
    public string? FindAlert(Instrument? instrument, InstrumentCatalogue catalogue)
    {
        foreach (var candidate in instrument is null ? catalogue.Ids.Select(id => catalogue.Find(id)!) : [instrument])
        {
            var isOwn = candidate.Alerts.Any(rule => string.Equals(rule.Topic, candidate.Domain, StringComparison.Ordinal));
            var prefix = Plain(candidate.Id).Replace('-', '_') + "_";
            foreach (var item in candidate.Items.Where(item => isOwn || candidate.Alerts.Any(rule => rule.Item == item.Id)))
            {
                if (TryFindItem(prefix, item.Id, out var index) && ReadAnswer(item, index) is not Answer.NoAnswer)
                {
                    return _reader.ColumnName(index);
                }
            }

            if (isOwn && instrument is not null && Text("score") is not null)
            {
                return Theirs("score");
            }
        }

        return null;
    }

    private Answer ReadAnswer(Item item, int index)
    {
        var missing = _form?.Missing ?? MissingCodes.None;
        if (_form is null || !(_form.Words.TryGetValue(item.Id, out var words) || _form.Words.TryGetValue("items", out words)) || Cells.IsMissing(_reader[index]) || missing.Contains(_reader[index]!.Trim()))
        {
            return Cells.ReadAnswer(item, _reader[index], missing);
        }

        // A code that was not named is never taken for an answer that happens to look like it.
        return words.TryGetValue(_reader[index]!.Trim(), out var word) ? Cells.ReadAnswer(item, word, MissingCodes.None) : Answer.Unreadable;
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
                var place = field is not null ? Theirs(field) : (issue.Place is { } item && TryFindItem(prefix, item, out var index) ? _reader.ColumnName(index) : issue.Place);
                _errors.Add(new TableError(issue.Code, issue.Severity, issue.Message, FileName, Line, place));
            }
        }
    }

    /// <summary>Says that the row was lost although alerts read something of it. Never what that says, nor whether it would have raised one.</summary>
    public void WarnOfAlert(string field, string message) => _errors.Add(new TableError(TableCodes.AlertRowUnreadable, IssueSeverity.Warning, message, FileName, Line, field));

    /// <summary>Takes the row although something of it could not be read; what that was stays listed.</summary>
    public void Keep() => HasFailed = false;

    public void Fail(string code, string field, string message)
    {
        HasFailed = true;
        _errors.Add(new TableError(code, IssueSeverity.Error, message, FileName, Line, Theirs(field)));
    }

    /// <summary>A column as the caller's table calls it.</summary>
    private string Theirs(string column) => column == "score" && _score is not null ? _score : _form is not null && _form.Columns.TryGetValue(column, out var theirs) ? theirs : column;
}
