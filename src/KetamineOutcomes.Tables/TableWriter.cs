using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KetamineOutcomes.Tables;

/// <summary>Writes a table to a stream: CSV (RFC 4180 quoting, LF, UTF-8 without byte order mark) or JSON Lines. The same rows give the same bytes everywhere.</summary>
/// <remarks>
/// One call a field, in the columns' order, then <see cref="EndRow"/>. In JSON Lines a missing value is <c>null</c>, in CSV an empty field.
/// Text is written as it is: a field that starts with <c>=</c>, <c>+</c>, <c>-</c> or <c>@</c> is not changed, for these are data and not a
/// spreadsheet. Not safe for use by several threads at once; the stream stays open.
/// </remarks>
[SuppressMessage("Usage", "CA2213", Justification = "The stream is the caller's and stays open.")]
public sealed class TableWriter : IDisposable
{
    private const int FlushAt = 64 * 1024;
    private readonly Stream _output;
    private readonly EquatableArray<string> _columns;
    private readonly CsvBytes? _csv;
    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter? _json;
    private int _column;

    private TableWriter(Stream output, TableFormat format, EquatableArray<string> columns)
    {
        _output = output;
        _columns = columns;
        if (format == TableFormat.JsonLines)
        {
            // Relaxed: names are not for a web page, and people read them.
            _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            return;
        }

        _csv = new CsvBytes(output);
        foreach (var column in columns)
        {
            _csv.Field(column);
        }

        _csv.EndRecord();
    }

    /// <summary>Starts a table; CSV gets its header line.</summary>
    /// <param name="output">The stream. It stays open.</param>
    /// <param name="format">How to write.</param>
    /// <param name="columns">The columns' names, each once, one or more.</param>
    /// <returns>The writer; dispose of it to write what is left.</returns>
    /// <exception cref="ArgumentException">There is no column, or a name stands twice.</exception>
    public static TableWriter Create(Stream output, TableFormat format, EquatableArray<string> columns)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (columns.IsEmpty || columns.Distinct(StringComparer.Ordinal).Count() != columns.Count)
        {
            throw new ArgumentException("A table needs columns, each name once.", nameof(columns));
        }

        return new TableWriter(output, format, columns);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="value">The text, or <see langword="null"/> for a missing value.</param>
    /// <exception cref="InvalidOperationException">The row has no column left.</exception>
    public void Write(string? value)
    {
        var column = NextColumn();
        if (_csv is not null)
        {
            _csv.Field(value ?? "");
        }
        else if (value is null)
        {
            _json!.WriteNull(column);
        }
        else
        {
            _json!.WriteString(column, value);
        }
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="InvalidOperationException">The row has no column left.</exception>
    public void Write(long value)
    {
        if (_csv is null)
        {
            WriteNumber(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        _ = NextColumn();
        _csv.Field(value);
    }

    /// <summary>Writes a number with its decimals as they are (<c>13.0</c> stays so).</summary>
    /// <param name="value">The number, or <see langword="null"/> for a missing value.</param>
    /// <exception cref="InvalidOperationException">The row has no column left.</exception>
    public void Write(decimal? value)
    {
        if (value is { } number)
        {
            WriteNumber(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            Write((string?)null);
        }
    }

    /// <summary>Writes a text of UTF-8 in CSV.</summary>
    internal void WriteUtf8(ReadOnlySpan<byte> value)
    {
        _ = NextColumn();
        _csv!.Field(value);
    }

    /// <summary>The bytes of CSV, for whole rows that somebody else puts together; no row may be begun.</summary>
    internal CsvBytes Csv => _column == 0 && _csv is not null ? _csv : throw new InvalidOperationException("A row of CSV is begun, or none is written.");

    /// <summary>Ends the row.</summary>
    /// <exception cref="InvalidOperationException">Columns of the row are not written yet.</exception>
    public void EndRow()
    {
        if (_column != _columns.Count)
        {
            throw new InvalidOperationException("The row is not complete.");
        }

        _column = 0;
        if (_csv is not null)
        {
            _csv.EndRecord();
            return;
        }

        _json!.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.WriteByte((byte)'\n');
        if (_buffer.Length >= FlushAt)
        {
            WriteBuffer();
        }
    }

    /// <summary>Writes what is left; the stream stays open.</summary>
    public void Dispose()
    {
        if (_csv is not null)
        {
            _csv.Flush();
        }
        else
        {
            _json!.Dispose();
            WriteBuffer();
        }

        _output.Flush();
        _buffer.Dispose();
    }

    private void WriteNumber(string digits)
    {
        var column = NextColumn();
        if (_csv is not null)
        {
            _csv.Field(digits);
        }
        else
        {
            _json!.WritePropertyName(column);
            _json.WriteRawValue(digits);
        }
    }

    private string NextColumn()
    {
        if (_column == _columns.Count)
        {
            throw new InvalidOperationException("The row has no column left.");
        }

        if (_column == 0 && _json is not null)
        {
            _json.WriteStartObject();
        }

        return _columns[_column++];
    }

    private void WriteBuffer()
    {
        _output.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
        _buffer.SetLength(0);
    }
}
