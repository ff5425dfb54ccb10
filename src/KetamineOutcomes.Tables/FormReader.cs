using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Reads filled-in forms of one instrument from a table; shared by scoring and checking.</summary>
internal sealed class FormReader : IDisposable
{
    private readonly Instrument _instrument;
    private readonly FormTableOptions _options;
    private readonly TableReader _reader;
    private readonly ItemColumns? _columns;
    private readonly MissingCodes _missing = MissingCodes.None;
    private readonly List<int> _keep = [];
    private readonly List<Issue> _rowIssues = [];
    private readonly List<TableError> _errors = [];
    private readonly List<TableError> _warnings = [];

    private FormReader(Stream input, Instrument instrument, FormTableOptions options)
    {
        _instrument = instrument;
        _options = options;
        _columns = ItemColumns.Create(instrument, options.Map, options is ScoreTableOptions { CutOffs: true }, out var error);
        Error = error;
        if (Error is null && MissingCodes.Read(options.MissingCodes, instrument, out error) is { } codes)
        {
            _missing = codes;
        }

        Error ??= error;
        // An unusable call is found before the input is touched.
        var source = Error is null ? input : Stream.Null;
        var read = new TableReadOptions { FileName = options.FileName, Format = options.InputFormat };
        _reader = options.IsCareful ? TableReader.OpenCareful(source, read) : TableReader.Open(source, read);
        Error ??= _reader.Error ?? _columns!.Bind(_reader) ?? BindKeep();
        if (Error is null && !_reader.HasOpenColumns)
        {
            NoticeIgnored();
        }
    }

    /// <summary>Why there is nothing (more) to read, or <see langword="null"/>.</summary>
    public TableError? Error { get; private set; }

    public long Row => _reader.Row;

    public TableProgress Progress => new(_reader.Row, _reader.BytesRead);

    /// <summary>The answers of the current form; <see langword="null"/> where the row's fields cannot be told apart.</summary>
    public AnswerSet? Answers { get; private set; }

    public Fraction? StatedTotal { get; private set; }

    /// <summary>What the row says of the person beside the answers.</summary>
    public Covariates Covariates { get; private set; } = Covariates.None;

    /// <summary>What is wrong with the row apart from its answers.</summary>
    public IReadOnlyList<Issue> RowIssues => _rowIssues;

    public EquatableArray<TableError> Notices => _reader.Notices;

    public EquatableArray<TableError> Errors => _errors.ToEquatableArray();

    public EquatableArray<TableError> Warnings => _warnings.ToEquatableArray();

    public long ErrorCount { get; private set; }

    public long WarningCount { get; private set; }

    public static FormReader Open(Stream input, Instrument instrument, FormTableOptions options) => new(input, instrument, options);

    /// <summary>Whether the table says anything of the person beside the answers that is asked for.</summary>
    public bool HasCovariates => _columns!.Sex >= 0 || _columns.Age >= 0;

    /// <summary>Whether the current row's answers are plain and stand where <see cref="Read(WideScorer?, WideBatch?)"/> was told to put them; <see cref="Answers"/> is then not made.</summary>
    public bool IsPlain { get; private set; }

    public PlainCells MakePlainCells() => new(_instrument, _missing);

    /// <summary>The kinds of the current row's cells, if they were read for columns and each has one that columns know.</summary>
    public UInt128 Pattern { get; private set; }

    /// <summary>Whether <see cref="Pattern"/> says something of the current row.</summary>
    public bool HasPattern { get; private set; }

    /// <summary>The errors and warnings of the current row, if it is plain.</summary>
    public EquatableArray<Issue> Listed { get; private set; }

    public bool Read() => Read(wide: null, batch: null);

    /// <summary>Goes to the next row; the answers of one with plain cells, and no total to compare, go into the batch.</summary>
    public bool Read(WideScorer? wide, WideBatch? batch)
    {
        IsPlain = false;
        HasPattern = false;
        _rowIssues.Clear();
        StatedTotal = null;
        Covariates = Covariates.None;
        Answers = null;
        if (Error is not null)
        {
            return false;
        }

        if (!_reader.Read())
        {
            Error = _reader.Error;
            if (Error is null && _reader.HasOpenColumns)
            {
                Error = _columns!.FindMissing(_reader) ?? BindKeep(atEnd: true);
                NoticeIgnored();
            }

            return false;
        }

        if (_columns!.BoundColumns != _reader.ColumnCount)
        {
            Error = _columns.Bind(_reader) ?? BindKeep();
            if (Error is not null)
            {
                return false;
            }
        }

        if (_reader.RowError is { } rowError)
        {
            _rowIssues.Add(new Issue(rowError.Code, IssueSeverity.Error, rowError.Message));
            List(rowError);
            return true;
        }

        EquatableArray<Issue> listed = default;
        if (wide is not null && (_columns.StatedTotal < 0 || _reader.Utf8(_columns.StatedTotal).IsEmpty))
        {
            HasPattern = wide.Plain.TryRead(_reader, _columns.Items, batch!.NextCells, out var pattern);
            Pattern = pattern;
            IsPlain = HasPattern && (pattern == 0 || wide.TryListed(pattern, out listed));
            Listed = listed;
        }

        if (!IsPlain)
        {
            ReadAnswers();
        }

        return true;
    }

    /// <summary>A kept column of the current row of CSV as UTF-8, valid until the next row is read.</summary>
    public ReadOnlySpan<byte> KeptUtf8(int index) => _reader.RowError is null && _keep[index] >= 0 ? _reader.Utf8(_keep[index]) : [];

    public string? Kept(int index) => _reader.RowError is null && _keep[index] >= 0 ? _reader[_keep[index]] : null;

    /// <summary>Lists what is wrong with the current form's answers; never the answers.</summary>
    public void List(EquatableArray<Issue> issues)
    {
        foreach (var issue in issues)
        {
            if (issue.Severity != IssueSeverity.Notice && Count(issue.Severity) is { } list)
            {
                list.Add(new TableError(issue.Code, issue.Severity, issue.Message, _reader.FileName, _reader.Line, FieldOf(issue.Place)));
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private void ReadAnswers()
    {
        var answers = new List<KeyValuePair<string, Answer>>(_instrument.Items.Count);
        for (var i = 0; i < _instrument.Items.Count; i++)
        {
            if (_columns!.Items[i] >= 0)
            {
                var item = _instrument.Items[i];
                answers.Add(new(item.Id, Cells.ReadAnswer(item, _reader[_columns.Items[i]], _missing)));
            }
        }

        Answers = AnswerSet.Create(answers);
        if (Given(_columns!.StatedTotal) is { } text)
        {
            if (Cells.TryNumber(text, out var total))
            {
                StatedTotal = total;
            }
            else
            {
                // A warning: the total is only compared, and the score comes from the answers.
                ListRow(TableCodes.TotalUnreadable, IssueSeverity.Warning, "The stated total must be a number; it was not compared.", _columns.StatedTotal);
            }
        }

        ReadCovariates();
    }

    private void ReadCovariates()
    {
        Sex? sex = null;
        if (Given(_columns!.Sex) is { } word)
        {
            sex = word.ToLowerInvariant() switch
            {
                "male" or "m" => Sex.Male,
                "female" or "f" => Sex.Female,
                _ => null,
            };
            if (sex is null)
            {
                ListRow(TableCodes.CovariateUnreadable, IssueSeverity.Error, "The sex must be male, m, female or f, as the rule's source distinguishes.", _columns.Sex);
            }
        }

        int? age = null;
        if (Given(_columns.Age) is { } years)
        {
            if (Cells.TryNumber(years, out var number) && number.IsInteger && number >= 0 && number <= Covariates.MaxAge)
            {
                age = (int)number.Numerator;
            }
            else
            {
                ListRow(TableCodes.CovariateUnreadable, IssueSeverity.Error, "The age must be whole years, 0 to 130.", _columns.Age);
            }
        }

        Covariates = new Covariates(sex, age);
    }

    /// <summary>The text of a cell, or <see langword="null"/> where there is no such column or it says that nothing is there.</summary>
    private string? Given(int column) =>
        column >= 0 && _reader[column] is { } text && !Cells.IsMissing(text) && !_missing.Contains(text.Trim()) ? text.Trim() : null;

    private void ListRow(string code, IssueSeverity severity, string message, int column)
    {
        _rowIssues.Add(new Issue(code, severity, message));
        List(new TableError(code, severity, message, _reader.FileName, _reader.Line, _reader.ColumnName(column)));
    }

    private string? FieldOf(string? place)
    {
        for (var i = 0; i < _instrument.Items.Count; i++)
        {
            if (string.Equals(_instrument.Items[i].Id, place, StringComparison.Ordinal) && _columns!.Items[i] >= 0)
            {
                return _reader.ColumnName(_columns.Items[i]);
            }
        }

        return place;
    }

    private void List(TableError error) => Count(error.Severity)?.Add(error);

    // Counts an error or warning; the list for it, while it is not full.
    private List<TableError>? Count(IssueSeverity severity)
    {
        var isError = severity == IssueSeverity.Error;
        _ = isError ? ErrorCount++ : WarningCount++;
        var list = isError ? _errors : _warnings;
        return list.Count < _options.MaxListed ? list : null;
    }

    private TableError? BindKeep(bool atEnd = false)
    {
        _keep.Clear();
        foreach (var name in _options.Keep)
        {
            var index = _reader.FindColumn(name);
            _keep.Add(index);
            if (index < 0 && (atEnd || !_reader.HasOpenColumns))
            {
                return new TableError(
                    TableCodes.ColumnUnknown,
                    IssueSeverity.Error,
                    $"The table has no such column to keep.{Nearest.Suggest(name, _reader.Columns)}",
                    _reader.FileName,
                    _reader.HasOpenColumns ? null : 1,
                    name);
            }
        }

        return null;
    }

    private void NoticeIgnored()
    {
        const int Most = 10;
        var ignored = Enumerable.Range(0, _reader.ColumnCount)
            .Where(i => _reader.ColumnName(i).Length > 0 && !_columns!.Uses(i) && !_keep.Contains(i))
            .Select(_reader.ColumnName)
            .ToList();
        if (ignored.Count > 0)
        {
            var names = string.Join(", ", ignored.Take(Most)) + (ignored.Count > Most ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" and {ignored.Count - Most} more") : "");
            _reader.AddNotice(new TableError(TableCodes.ColumnsIgnored, IssueSeverity.Notice, $"Columns not used: {TableError.OneLine(names, 400)}.", _reader.FileName));
        }
    }
}
