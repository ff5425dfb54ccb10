using KetamineOutcomes.Instruments;

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
        if (_columns.HasItems && !_indexes.ContainsKey("score") && !_indexes.Keys.Any(name => name.Contains("item", StringComparison.OrdinalIgnoreCase)))
        {
            return Missing($"The table needs the column score, or columns of items such as item1.{Nearest.Suggest("score", _reader.Columns)}", "score");
        }

        return !_columns.NeedsTime || _indexes.ContainsKey(at) || _indexes.ContainsKey(day) ? null : Missing($"The table needs the column {at} (dates) or {day} (relative days).", at);
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
            if (ClinicalTime.TryParse(date, out var time))
            {
                return time;
            }

            Fail(TableCodes.ValueUnreadable, at, "Expected a date such as 2026-03-01, or with a time 2026-03-01T14:30 or 2026-03-01T14:30+01:00.");
            return null;
        }

        if (Cells.TryNumber(number, out var relative) && Fraction.Abs(relative) <= ClinicalTime.MaxRelativeDay)
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
                if (TryFindItem(prefix, item.Id, out var index) && Cells.ReadAnswer(item, _reader[index], MissingCodes.None) is not Answer.NoAnswer)
                {
                    return _reader.ColumnName(index);
                }
            }

            if (isOwn && instrument is not null && Text("score") is not null)
            {
                return "score";
            }
        }

        return null;
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

    /// <summary>Says that the row was lost although alerts read something of it. Never what that says, nor whether it would have raised one.</summary>
    public void WarnOfAlert(string field, string message) => _errors.Add(new TableError(TableCodes.AlertRowUnreadable, IssueSeverity.Warning, message, FileName, Line, field));

    /// <summary>Takes the row although something of it could not be read; what that was stays listed.</summary>
    public void Keep() => HasFailed = false;

    public void Fail(string code, string field, string message)
    {
        HasFailed = true;
        _errors.Add(new TableError(code, IssueSeverity.Error, message, FileName, Line, field));
    }
}
