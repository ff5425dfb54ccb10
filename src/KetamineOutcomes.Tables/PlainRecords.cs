using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KetamineOutcomes.Tables;

/// <summary>Cuts ordinary CSV into fields: records of one line, LF or CRLF, quotes around whole fields. What is not ordinary is left to the careful reader.</summary>
/// <remarks>
/// It says <see cref="PlainRecord.Unusual"/> of a record that has a quote within a field, a doubled quote, a line break in quotes, a CR alone, or more bytes than the buffer holds, and gives no answer about it: the careful reader starts
/// anew where that record starts (<see cref="Rest"/>). A test holds the two equal on hostile input.
/// Of an input that turns out to be no text, the two may tell more or fewer rows before the error, as their buffers fall; the error is the same, and nothing told before it is to be used.
/// </remarks>
internal sealed class PlainRecords
{
    private const int Size = 64 * 1024;

    private readonly Stream _input;
    private readonly byte _separator;
    private readonly byte[] _buffer = new byte[Size];

    // Where separators, quotes, CR and LF stand in the buffer, in order.
    private readonly int[] _marks = new int[Size];
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];
    private int _markCount;
    private int _mark;
    private int _start;
    private int _end;
    private bool _ended;
    private long _nextLine = 1;

    public PlainRecords(Stream input, char separator)
    {
        _input = input;
        _separator = (byte)separator;
    }

    private enum Cut
    {
        Whole,
        Blank,
        Unfinished,
        Unusual,
    }

    /// <summary>How many fields the record has.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The line of the record, from 1; of an unusual one too.</summary>
    public long Line { get; private set; }

    /// <summary>A field of the current record, without the quotes around it; valid until the next record is read.</summary>
    public ReadOnlySpan<byte> this[int column] => _buffer.AsSpan(_starts[column], _ends[column] - _starts[column]);

    /// <summary>Goes to the next record; blank lines are passed over.</summary>
    public PlainRecord Read()
    {
        while (true)
        {
            switch (CutRecord())
            {
                case Cut.Whole:
                    Line = _nextLine++;
                    return PlainRecord.Read;
                case Cut.Blank:
                    _nextLine++;
                    break;
                case Cut.Unusual:
                    Line = _nextLine;
                    return PlainRecord.Unusual;
                default:
                    if (_ended)
                    {
                        return PlainRecord.End;
                    }

                    if (_start == 0 && _end == Size)
                    {
                        Line = _nextLine;
                        return PlainRecord.Unusual;
                    }

                    Fill();
                    break;
            }
        }
    }

    /// <summary>What was read and not cut into records yet.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Passes over whole records of <see cref="Unread"/>, each of one line; the last of them is the current one, but for its fields.</summary>
    public void Pass(int bytes, int records)
    {
        _start += bytes;
        _nextLine += records;
        Line = _nextLine - 1;
        while (_mark < _markCount && _marks[_mark] < _start)
        {
            _mark++;
        }
    }

    /// <summary>The input from the unusual record on; nothing else may be read from here after that.</summary>
    public Stream Rest() => new Remainder(_buffer.AsMemory(_start, _end - _start), _input);

    private Cut CutRecord()
    {
        var buffer = _buffer;
        var marks = _marks.AsSpan(0, _markCount);
        var fieldStart = _start;
        var field = 0;
        var isQuoted = false;
        var mark = _mark;
        while (mark < marks.Length)
        {
            var at = marks[mark++];
            var fieldEnd = at;
            if (buffer[at] == '"')
            {
                if (at != fieldStart)
                {
                    return Cut.Unusual;
                }

                // The next quote must close the field: only separators may stand before it.
                while (mark < marks.Length && buffer[marks[mark]] == _separator)
                {
                    mark++;
                }

                if (mark == marks.Length)
                {
                    return _ended ? Cut.Unusual : Cut.Unfinished;
                }

                if (buffer[marks[mark]] != '"')
                {
                    return Cut.Unusual;
                }

                fieldStart++;
                fieldEnd = marks[mark++];
                isQuoted = true;
                if (mark == marks.Length)
                {
                    // Nothing but the end of the input may follow.
                    return !_ended ? Cut.Unfinished : fieldEnd + 1 != _end ? Cut.Unusual : Finish(field, fieldStart, fieldEnd, _end, mark);
                }

                at = marks[mark++];
                if (at != fieldEnd + 1)
                {
                    return Cut.Unusual;
                }
            }

            if (buffer[at] == _separator)
            {
                Add(field++, fieldStart, fieldEnd);
                fieldStart = at + 1;
                continue;
            }

            if (buffer[at] == '\r')
            {
                if (at + 1 == _end && !_ended)
                {
                    return Cut.Unfinished;
                }

                if (at + 1 == _end || buffer[at + 1] != '\n')
                {
                    return Cut.Unusual;
                }

                mark++;
                return End(field, fieldStart, fieldEnd, at + 2, mark, isQuoted);
            }

            // A quote here follows a closing one, and doubles it.
            return buffer[at] == '\n' ? End(field, fieldStart, fieldEnd, at + 1, mark, isQuoted) : Cut.Unusual;
        }

        // The last line may lack its end.
        return _ended && _start < _end ? Finish(field, fieldStart, _end, _end, mark) : Cut.Unfinished;
    }

    private Cut End(int field, int fieldStart, int fieldEnd, int next, int mark, bool isQuoted)
    {
        if (field == 0 && fieldStart == fieldEnd && !isQuoted)
        {
            _start = next;
            _mark = mark;
            return Cut.Blank;
        }

        return Finish(field, fieldStart, fieldEnd, next, mark);
    }

    private Cut Finish(int field, int fieldStart, int fieldEnd, int next, int mark)
    {
        Add(field, fieldStart, fieldEnd);
        FieldCount = field + 1;
        _start = next;
        _mark = mark;
        return Cut.Whole;
    }

    private void Add(int field, int start, int end)
    {
        if (field == _starts.Length)
        {
            Array.Resize(ref _starts, 2 * field);
            Array.Resize(ref _ends, 2 * field);
        }

        _starts[field] = start;
        _ends[field] = end;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        // To the brim, as the careful reader does it: an input that ends in no text is refused before its first rows are told.
        while (!_ended && _end < Size)
        {
            var count = _input.Read(_buffer, _end, Size - _end);
            _end += count;
            _ended = count == 0;
        }

        // The record that was cut off is marked again: its marks have moved.
        _mark = 0;
        Mark(_end);
    }

    private void Mark(int to)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_buffer);
        var separators = Vector256.Create(_separator);
        var quotes = Vector256.Create((byte)'"');
        var feeds = Vector256.Create((byte)'\n');
        var returns = Vector256.Create((byte)'\r');
        var marks = _marks;
        var count = 0;
        var at = 0;
        for (; at + Vector256<byte>.Count <= to; at += Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref first, (nuint)at);
            var found = (Vector256.Equals(bytes, separators) | Vector256.Equals(bytes, quotes) | Vector256.Equals(bytes, feeds) | Vector256.Equals(bytes, returns)).ExtractMostSignificantBits();
            while (found != 0)
            {
                marks[count++] = at + BitOperations.TrailingZeroCount(found);
                found &= found - 1;
            }
        }

        for (; at < to; at++)
        {
            var b = _buffer[at];
            if (b == _separator || b is (byte)'"' or (byte)'\n' or (byte)'\r')
            {
                marks[count++] = at;
            }
        }

        _markCount = count;
    }

    /// <summary>A blank line, then what was read already, then the rest of the input.</summary>
    /// <remarks>The blank line is passed over like any other. Without it, a byte order mark that a field starts with would be taken for the input's own.</remarks>
    private sealed class Remainder(ReadOnlyMemory<byte> first, Stream input) : Stream
    {
        private ReadOnlyMemory<byte> _first = first;
        private bool _began;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (!_began && !buffer.IsEmpty)
            {
                _began = true;
                buffer[0] = (byte)'\n';
                return 1;
            }

            if (_first.IsEmpty)
            {
                return input.Read(buffer);
            }

            var count = Math.Min(buffer.Length, _first.Length);
            _first.Span[..count].CopyTo(buffer);
            _first = _first[count..];
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>What came of reading one record by <see cref="PlainRecords"/>.</summary>
internal enum PlainRecord
{
    /// <summary>A record was read.</summary>
    Read,

    /// <summary>There is none left.</summary>
    End,

    /// <summary>The next record is for the careful reader.</summary>
    Unusual,
}
