using System.Text;
using System.Text.Json;
using CsvHelper;

namespace KetamineOutcomes.Tables;

/// <summary>How a table is to be read.</summary>
public sealed record TableReadOptions
{
    /// <summary>The name of the file as errors repeat it.</summary>
    /// <value>The default value is <c>-</c>.</value>
    public string FileName { get; init; } = "-";

    /// <summary>How the table is written.</summary>
    /// <value>The default value is <see cref="TableFormat.Csv"/>.</value>
    public TableFormat Format { get; init; }
}

/// <summary>Reads a table record by record from a stream: CSV (comma, semicolon or tab) or JSON Lines, UTF-8 with or without a byte order mark.</summary>
/// <remarks>
/// Reading never throws for what the input says: an unusable input ends <see cref="Read"/> and stands in <see cref="Error"/>, a row of the
/// wrong length stands in <see cref="RowError"/>. Memory does not grow with the input. Blank lines are passed over. In JSON Lines the columns
/// are the members seen so far, a member that is absent or null reads as <see langword="null"/>, numbers read as they are written.
/// Not safe for use by several threads at once; the stream stays open.
/// </remarks>
public sealed class TableReader : IDisposable
{
    /// <summary>The longest field, in bytes of UTF-8.</summary>
    public const int MaxFieldBytes = 1024 * 1024;

    /// <summary>The longest record, in bytes of UTF-8.</summary>
    public const int MaxRecordBytes = 4 * 1024 * 1024;

    // Members of JSON Lines may differ from line to line: a bound keeps hostile input from filling the memory.
    private const int MaxColumns = 100_000;

    private readonly Utf8Input _input;
    private readonly TableFormat _format;
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<TableError> _notices = [];
    private readonly PlainRecords? _plain;
    private readonly Utf8Lines? _lines;
    private readonly List<string?> _values = [];
    private readonly char _separator;

    // Reads from the first unusual record on; null before.
    private CsvReader? _csv;
    private long _linesBefore;
    private CsvMalformedReason? _malformed;

    private TableReader(Stream input, TableReadOptions options, bool careful)
    {
        FileName = options.FileName;
        _format = options.Format;
        _input = new Utf8Input(input, FileName);
        try
        {
            if (_format == TableFormat.JsonLines)
            {
                _lines = new Utf8Lines(_input, MaxRecordBytes);
                return;
            }

            var header = _input.PeekHeader();
            _separator = DetectSeparator(header);

            // A second byte order mark is the careful reader's to judge.
            if (careful || header.StartsWith("\uFEFF"u8))
            {
                _csv = ReadCarefully(_input);
            }
            else
            {
                _plain = new PlainRecords(_input, _separator);
            }

            if (_separator != ',')
            {
                var name = _separator == ';' ? "semicolons" : "tabs";
                _notices.Add(new TableError(TableCodes.SeparatorDetected, IssueSeverity.Notice, $"The columns are separated by {name}.", FileName, 1));
            }

            ReadHeader();
        }
        catch (UnusableInputException e)
        {
            Error = e.Error;
        }
    }

    /// <summary>The file's name as errors repeat it.</summary>
    public string FileName { get; }

    /// <summary>Why reading ended before the end, or <see langword="null"/>.</summary>
    public TableError? Error { get; private set; }

    /// <summary>What was noticed so far.</summary>
    public EquatableArray<TableError> Notices => _notices.ToEquatableArray();

    /// <summary>The columns by name, blanks at the ends taken away; in JSON Lines the members seen so far.</summary>
    public EquatableArray<string> Columns => _columns.ToEquatableArray();

    /// <summary>How many columns there are; grows only in JSON Lines.</summary>
    public int ColumnCount => _columns.Count;

    /// <summary>Whether the columns can grow while reading (JSON Lines).</summary>
    public bool HasOpenColumns => _format == TableFormat.JsonLines;

    /// <summary>The number of the current data record, from 1; 0 before the first.</summary>
    public long Row { get; private set; }

    /// <summary>The line where the current record starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with the shape of the current record, or <see langword="null"/>; its fields cannot be told apart if something is.</summary>
    public TableError? RowError { get; private set; }

    /// <summary>The bytes taken from the stream so far.</summary>
    public long BytesRead => _input.BytesRead;

    /// <summary>A field of the current record.</summary>
    /// <param name="column">The column's index, from 0.</param>
    /// <returns>Its text as it stands; <see langword="null"/> where the record has no such field.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="column"/> is negative.</exception>
    public string? this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            if (_format == TableFormat.JsonLines)
            {
                return column < _values.Count ? _values[column] : null;
            }

            return column < FieldCount ? Text(column) : null;
        }
    }

    /// <summary>Starts to read a table; its header is read at once.</summary>
    /// <param name="input">The stream, from its current position. It stays open.</param>
    /// <param name="options">How to read, or <see langword="null"/> for CSV without a file name.</param>
    /// <returns>The reader; look at <see cref="Error"/> before and after reading.</returns>
    public static TableReader Open(Stream input, TableReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new TableReader(input, options ?? new TableReadOptions(), careful: false);
    }

    /// <summary>Starts to read a table without <see cref="PlainRecords"/>: what a test holds it to.</summary>
    internal static TableReader OpenCareful(Stream input, TableReadOptions options) => new(input, options, careful: true);

    /// <summary>The index of a column by its exact name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The index, or -1 if there is none of that name (so far, in JSON Lines).</returns>
    public int FindColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _indexes.TryGetValue(name, out var index) ? index : -1;
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns><see langword="false"/> at the end of the input, or when <see cref="Error"/> says why it cannot be read further.</returns>
    public bool Read()
    {
        RowError = null;
        if (Error is not null)
        {
            return false;
        }

        try
        {
            if (!(_format == TableFormat.Csv ? ReadCsv() : ReadJson()))
            {
                if (Row == 0 && _format == TableFormat.JsonLines)
                {
                    Error = Unusable(TableCodes.InputEmpty, "The input is empty: expected one JSON object a line.", line: null);
                }

                return false;
            }

            Row++;
            return true;
        }
        catch (UnusableInputException e)
        {
            Error = e.Error;
            return false;
        }
    }

    /// <summary>Gives back the reader's buffers; the stream stays open.</summary>
    public void Dispose()
    {
        _csv?.Dispose();
        _input.Dispose();
    }

    /// <summary>A field of the current record of CSV as UTF-8, valid until the next one is read; empty where the record has no such field.</summary>
    internal ReadOnlySpan<byte> Utf8(int column) => column >= FieldCount ? [] : _csv is not null ? _csv.GetSpan(column) : _plain![column];

    /// <summary>Where the current record of CSV stands while all records were plain; its fields are right for the columns where <see cref="RowError"/> is null.</summary>
    internal PlainRecords? Plain => _csv is null ? _plain : null;

    /// <summary>The bytes behind the current record that were read already, while all records were plain. What stands there may be cut off anywhere.</summary>
    internal ReadOnlySpan<byte> PlainRest => _plain!.Unread;

    /// <summary>Passes over whole records of <see cref="PlainRest"/>, each of one line, that somebody else has read.</summary>
    internal void PassPlain(int bytes, int records)
    {
        if (records > 0)
        {
            _plain!.Pass(bytes, records);
            Row += records;
            Line = _plain.Line;
        }
    }

    internal char Separator => _separator;

    // Of the current record of CSV.
    private int FieldCount => _csv is not null ? _csv.FieldCount : _plain!.FieldCount;

    private string Text(int column) => _csv is not null ? _csv.GetString(column) : Encoding.UTF8.GetString(_plain![column]);

    internal string ColumnName(int column) => _columns[column];

    internal void AddNotice(TableError notice) => _notices.Add(notice);

    private static char DetectSeparator(ReadOnlySpan<byte> header)
    {
        Span<int> counts = [0, 0, 0];
        var quoted = false;
        foreach (var b in header)
        {
            quoted ^= b == '"';
            if (!quoted && ",;\t"u8.IndexOf(b) is >= 0 and var which)
            {
                counts[which]++;
            }
        }

        // A tie is a comma's: a notice for the usual case would only be noise.
        return counts[1] > counts[0] && counts[1] >= counts[2] ? ';' : counts[2] > counts[0] ? '\t' : ',';
    }

    private void ReadHeader()
    {
        if (!ReadCsvRecord())
        {
            throw new UnusableInputException(Unusable(TableCodes.InputEmpty, "The input is empty: expected a header line with the names of the columns.", line: null));
        }

        for (var i = 0; i < FieldCount; i++)
        {
            var name = Text(i).Trim();
            _columns.Add(name);

            // Nameless columns (R's row names, a trailing separator) may repeat: nobody can ask for them.
            if (name.Length > 0 && !_indexes.TryAdd(name, i))
            {
                throw new UnusableInputException(Unusable(TableCodes.HeaderDuplicate, "The name stands over two columns: rename one.", Line, name));
            }
        }
    }

    private bool ReadCsv()
    {
        if (!ReadCsvRecord())
        {
            return false;
        }

        if (FieldCount != _columns.Count)
        {
            var isShort = FieldCount < _columns.Count;
            RowError = Unusable(
                isShort ? TableCodes.RowShort : TableCodes.RowLong,
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The row has {FieldCount} fields and the header {_columns.Count}."),
                Line);
        }

        return true;
    }

    private bool ReadCsvRecord()
    {
        if (_csv is null)
        {
            switch (_plain!.Read())
            {
                case PlainRecord.Read:
                    Line = _plain.Line;
                    return true;
                case PlainRecord.End:
                    return false;
                default:
                    // What is left starts with a blank line of its own.
                    _linesBefore = _plain.Line - 2;
                    _csv = ReadCarefully(_plain.Rest());
                    break;
            }
        }

        return ReadCarefulRecord();
    }

    private CsvReader ReadCarefully(Stream input) => CsvReader.Create(
        input,
        new CsvReaderOptions
        {
            // The header is read as a record: its checks and its errors are ours.
            HasHeader = false,
            Separator = _separator,
            DetectSeparatorHint = false,
            Encoding = Encoding.UTF8,
            MaxRecordSize = MaxRecordBytes,
            TrackLineNumbers = true,
            OnMalformedRecord = record => _malformed = record.Reason,
        },
        leaveOpen: true);

    private bool ReadCarefulRecord()
    {
        try
        {
            if (!_csv!.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            // With recovery on, the one thing that CsvHelper refuses is a record beyond MaxRecordSize.
            throw TooLong(e.LineNumber + _linesBefore, field: null);
        }

        Line = _csv.LineNumber + _linesBefore;
        switch (_malformed)
        {
            case null:
                break;
            case CsvMalformedReason.UnterminatedQuote:
                throw new UnusableInputException(Unusable(TableCodes.QuoteUnclosed, "A field that starts with a quote in this record is never closed.", Line));
            default:
                // CsvHelper reports the first fault of a record only, so a stray quote may hide an unclosed one: neither is guessed at.
                throw new UnusableInputException(Unusable(TableCodes.QuoteMisplaced, "A quote inside a field must be doubled, and the field stand in quotes.", Line));
        }

        if (_csv.RawRecord.Length > MaxFieldBytes)
        {
            for (var i = 0; i < _csv.FieldCount; i++)
            {
                if (_csv.GetRawSpan(i).Length > MaxFieldBytes)
                {
                    throw TooLong(Line, i < _columns.Count ? _columns[i] : null);
                }
            }
        }

        return true;
    }

    private bool ReadJson()
    {
        do
        {
            if (!_lines!.Read())
            {
                return false;
            }

            Line = _lines.Line;
            if (_lines.IsTooLong)
            {
                throw TooLong(Line, field: null);
            }
        }
        while (_lines.Current.Span.Trim(" \t\r"u8).IsEmpty);

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(_lines.Current);
        }
        catch (JsonException e)
        {
            var place = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The line is not a whole JSON object (byte {e.BytePositionInLine + 1}).");
            throw new UnusableInputException(Unusable(TableCodes.JsonLineMalformed, place, Line));
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new UnusableInputException(Unusable(TableCodes.JsonLineNotObject, "Expected one JSON object a line.", Line));
            }

            TakeMembers(document.RootElement);
        }

        return true;
    }

    private void TakeMembers(JsonElement record)
    {
        var seen = new HashSet<int>();
        for (var i = 0; i < _values.Count; i++)
        {
            _values[i] = null;
        }

        foreach (var member in record.EnumerateObject())
        {
            string name;
            string? value;
            try
            {
                name = member.Name.Trim();
                value = member.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => member.Value.GetString(),
                    _ => member.Value.GetRawText(),
                };
            }
            catch (InvalidOperationException)
            {
                // System.Text.Json says it so: an escape names half a surrogate pair, which is no text.
                throw new UnusableInputException(Unusable(TableCodes.JsonLineMalformed, "An escape in the line is no character.", Line));
            }

            if (!_indexes.TryGetValue(name, out var index))
            {
                index = _columns.Count;
                if (index == MaxColumns)
                {
                    throw TooLong(Line, field: null);
                }

                _columns.Add(name);
                _indexes.Add(name, index);
                _values.Add(null);
            }

            if (!seen.Add(index))
            {
                throw new UnusableInputException(Unusable(TableCodes.JsonLineDuplicateMember, "The member stands twice in the line's object.", Line, name));
            }

            if (value is not null && Encoding.UTF8.GetByteCount(value) > MaxFieldBytes)
            {
                throw TooLong(Line, name);
            }

            _values[index] = value;
        }
    }

    private UnusableInputException TooLong(long line, string? field) =>
        new(Unusable(TableCodes.InputTooLong, "A field holds at most 1 MiB and a record at most 4 MiB: a quote may be missing its end.", line, field));

    private TableError Unusable(string code, string message, long? line, string? field = null) =>
        new(code, IssueSeverity.Error, message, FileName, line, field);
}
