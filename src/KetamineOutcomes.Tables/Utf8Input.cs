using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace KetamineOutcomes.Tables;

/// <summary>Hands on bytes only if they are UTF-8 without NUL; drops a byte order mark; counts lines.</summary>
/// <remarks>
/// Decoders replace bad bytes by U+FFFD, and a replaced character in a name or an id is a silent change of data. What lies before the bad
/// byte is handed on, then reading throws <see cref="UnusableInputException"/>. Memory: one buffer.
/// </remarks>
[SuppressMessage("Usage", "CA2213", Justification = "The stream is the caller's and stays open.")]
internal sealed class Utf8Input : Stream
{
    private const int Size = 64 * 1024;
    private readonly Stream _inner;
    private readonly string _file;
    private readonly byte[] _buffer = new byte[Size];
    private TableError? _pending;
    private bool _started;
    private bool _ended;
    private int _position;
    private int _checked;
    private int _filled;
    private long _lineBreaks;

    public Utf8Input(Stream inner, string file)
    {
        _inner = inner;
        _file = file;
    }

    /// <summary>The bytes taken from the stream so far.</summary>
    public long BytesRead { get; private set; }

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
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_position == _checked)
        {
            if (_pending is { } error)
            {
                throw new UnusableInputException(error);
            }

            if (!Fill() && _pending is null && _position == _checked)
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _checked - _position);
        _buffer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <summary>The start of the input up to the first line break outside quotes, as far as one buffer holds it; nothing is consumed.</summary>
    public ReadOnlySpan<byte> PeekHeader()
    {
        var scanned = 0;
        var quoted = false;
        do
        {
            var bytes = _buffer.AsSpan(_position, _checked - _position);
            for (; scanned < bytes.Length; scanned++)
            {
                var b = bytes[scanned];
                quoted ^= b == '"';
                if (!quoted && b is (byte)'\n' or (byte)'\r' && bytes[..scanned].ContainsAnyExcept((byte)'\r', (byte)'\n'))
                {
                    return bytes[..scanned];
                }
            }
        }
        while (Fill());

        return _buffer.AsSpan(_position, _checked - _position);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Makes more bytes available behind those that are; false when there are no more, the buffer is full or an error waits.
    private bool Fill()
    {
        if (_position > 0)
        {
            _buffer.AsSpan(_position, _filled - _position).CopyTo(_buffer);
            _checked -= _position;
            _filled -= _position;
            _position = 0;
        }

        while (_pending is null && !_ended && _filled < Size)
        {
            var count = _inner.Read(_buffer, _filled, Size - _filled);
            BytesRead += count;
            _filled += count;
            _ended = count == 0;
            if (!_started)
            {
                if (_filled < 3 && !_ended)
                {
                    continue;
                }

                _started = true;
                if (_buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8))
                {
                    _position = _checked = 3;
                }
            }

            var before = _checked;
            Check();
            if (_checked > before)
            {
                return true;
            }
        }

        return false;
    }

    private void Check()
    {
        var fresh = _buffer.AsSpan(_checked, _filled - _checked);
        var whole = _ended ? fresh : fresh[..^CountIncomplete(fresh)];
        if (!Utf8.IsValid(whole))
        {
            whole = whole[..FindInvalid(whole)];
            _pending = Unusable(TableCodes.InputNotUtf8, "The file must be UTF-8: save it as \"CSV UTF-8\", or convert it first.", whole);
        }

        var nul = whole.IndexOf((byte)0);
        if (nul >= 0)
        {
            whole = whole[..nul];
            _pending = Unusable(TableCodes.InputNulByte, "A text file holds no NUL byte: the file is damaged, is UTF-16, or is no text.", whole);
        }

        _lineBreaks += whole.Count((byte)'\n');
        _checked += whole.Length;
    }

    private TableError Unusable(string code, string message, ReadOnlySpan<byte> before) =>
        new(code, IssueSeverity.Error, message, _file, _lineBreaks + before.Count((byte)'\n') + 1);

    // The bytes of a last character of which the rest is still to come.
    private static int CountIncomplete(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if ((b & 0b1100_0000) == 0b1000_0000)
            {
                continue;
            }

            var length = b >= 0b1111_0000 ? 4 : b >= 0b1110_0000 ? 3 : b >= 0b1100_0000 ? 2 : 1;
            return length > back ? back : 0;
        }

        return 0;
    }

    private static int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
