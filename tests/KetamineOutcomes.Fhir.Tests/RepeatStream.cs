using System.Text;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>A long input that is made while it is read: a beginning, one piece many times, an end.</summary>
internal sealed class RepeatStream(string first, string repeated, long times, string last = "") : Stream
{
    private readonly byte[] _repeated = Encoding.UTF8.GetBytes(repeated);
    private readonly byte[] _last = Encoding.UTF8.GetBytes(last);
    private byte[] _current = Encoding.UTF8.GetBytes(first);
    private int _position;
    private long _left = times;
    private bool _ended;

    public long Handed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_position == _current.Length)
        {
            if (_left > 0)
            {
                _left--;
                _current = _repeated;
            }
            else if (!_ended)
            {
                _ended = true;
                _current = _last;
            }
            else
            {
                return 0;
            }

            _position = 0;
        }

        var taken = Math.Min(count, _current.Length - _position);
        Array.Copy(_current, _position, buffer, offset, taken);
        _position += taken;
        Handed += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
