namespace KetamineOutcomes.Tables;

/// <summary>Cuts a stream into lines of bytes, LF or CRLF, in one buffer that grows to a limit and no further.</summary>
internal sealed class Utf8Lines
{
    private readonly Stream _input;
    private readonly int _limit;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    public Utf8Lines(Stream input, int limit)
    {
        _input = input;
        _limit = limit;
    }

    /// <summary>The current line without its line break; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>The number of the current line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Whether the current line is longer than the limit; there is no reading on.</summary>
    public bool IsTooLong { get; private set; }

    public bool Read()
    {
        var scanned = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                Take(scanned + at, andBreak: 1);
                return true;
            }

            scanned = _end - _start;
            if (_ended)
            {
                if (scanned == 0)
                {
                    return false;
                }

                Take(scanned, andBreak: 0);
                return true;
            }

            if (scanned >= _limit)
            {
                Line++;
                IsTooLong = true;
                return true;
            }

            MakeRoom();
            var count = _input.Read(_buffer, _end, _buffer.Length - _end);
            _end += count;
            _ended = count == 0;
        }
    }

    private void Take(int length, int andBreak)
    {
        Line++;
        IsTooLong = length > _limit;
        Current = _buffer.AsMemory(_start, length);
        _start += length + andBreak;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, _limit + 1));
        }
    }
}
