using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace KetamineOutcomes.Tables;

/// <summary>Records of CSV as bytes: commas, LF, quotes where a field holds a comma, a quote, CR or LF, UTF-8.</summary>
/// <remarks>Kept in one buffer, which goes to the stream when it is full at the end of a record. A test holds it to CsvHelper's writer, byte by byte.</remarks>
internal sealed class CsvBytes(Stream output)
{
    private const int FlushAt = 64 * 1024;
    private static readonly SearchValues<byte> Quoted = SearchValues.Create(",\"\r\n"u8);

    private byte[] _buffer = new byte[256];
    private int _length;
    private int _recordStart;
    private bool _isFirst = true;

    // Where records begin that may yet be taken back; -1 where there are none.
    private int _held = -1;

    /// <summary>A text as a field, with the quotes that it needs.</summary>
    public static byte[] FieldOf(ReadOnlySpan<byte> value)
    {
        var one = new CsvBytes(Stream.Null);
        one.Field(value);
        return one._buffer.AsSpan(0, one._length).ToArray();
    }

    /// <summary>Whether a text as a field is another than as it stands.</summary>
    public static bool NeedsQuotes(ReadOnlySpan<byte> value) => value.IndexOfAny(Quoted) >= 0;

    /// <summary>Writes a field of UTF-16 text; half a surrogate pair becomes U+FFFD.</summary>
    public void Field(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= 256)
        {
            Span<byte> bytes = stackalloc byte[256];
            Field(bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
            return;
        }

        Field(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes a field of UTF-8, as it is.</summary>
    public void Field(ReadOnlySpan<byte> value)
    {
        Separate();
        Text(value);
    }

    /// <summary>Writes a whole number as a field.</summary>
    public void Field(long value)
    {
        Separate();
        Room(20);
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>Adds bytes that are CSV already: whole fields with the commas between and before them.</summary>
    public void Append(ReadOnlySpan<byte> csv)
    {
        Room(csv.Length);
        csv.CopyTo(_buffer.AsSpan(_length));
        _length += csv.Length;
        _isFirst = false;
    }

    /// <summary>Writes a record whose parts are CSV already, around a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Record(ReadOnlySpan<byte> start, ReadOnlySpan<byte> middle, long number, ReadOnlySpan<byte> end)
    {
        Room(start.Length + middle.Length + end.Length + 32);
        var to = _buffer.AsSpan(_length);
        start.CopyTo(to);
        middle.CopyTo(to[start.Length..]);
        var length = start.Length + middle.Length;
        to[length++] = (byte)',';
        if (number is >= 0 and < 10)
        {
            to[length++] = (byte)('0' + number);
        }
        else
        {
            _ = Utf8Formatter.TryFormat(number, to[length..], out var written);
            length += written;
        }

        end.CopyTo(to[length..]);
        _length += length + end.Length;
        EndRecord();
    }

    /// <summary>Ends the record.</summary>
    public void EndRecord()
    {
        if (_length == _recordStart)
        {
            // One empty field: the line is not to be taken for a blank one.
            Append("\"\""u8);
        }

        Room(1);
        _buffer[_length++] = (byte)'\n';
        _isFirst = true;
        _recordStart = _length;
        if (_length >= FlushAt && _held < 0)
        {
            Flush();
        }
    }

    /// <summary>Keeps the records that follow from the stream, until they are let go or taken back.</summary>
    public void Hold() => _held = _length;

    /// <summary>Lets the records go that were held.</summary>
    public void LetGo()
    {
        _held = -1;
        if (_length >= FlushAt)
        {
            Flush();
        }
    }

    /// <summary>Takes the records back that were held.</summary>
    public void TakeBack()
    {
        _length = _recordStart = _held;
        _held = -1;
    }

    /// <summary>Hands what is there to the stream.</summary>
    public void Flush()
    {
        var length = _length;

        // Before the stream may refuse: what was refused is not offered again.
        _length = _recordStart = 0;
        if (length > 0)
        {
            output.Write(_buffer, 0, length);
        }
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            Room(1);
            _buffer[_length++] = (byte)',';
        }

        _isFirst = false;
    }

    private void Text(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny(Quoted) < 0)
        {
            Room(value.Length);
            value.CopyTo(_buffer.AsSpan(_length));
            _length += value.Length;
            return;
        }

        Room((2 * value.Length) + 2);
        _buffer[_length++] = (byte)'"';
        while (value.IndexOf((byte)'"') is >= 0 and var at)
        {
            value[..(at + 1)].CopyTo(_buffer.AsSpan(_length));
            _length += at + 1;
            _buffer[_length++] = (byte)'"';
            value = value[(at + 1)..];
        }

        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
        _buffer[_length++] = (byte)'"';
    }

    private void Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        }
    }
}
