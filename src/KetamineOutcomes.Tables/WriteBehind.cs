using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace KetamineOutcomes.Tables;

/// <summary>A stream that hands what it is given to another by a second thread, in order, a few pieces behind. A fault of the other is thrown at the next write, or when it is finished.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "The stream is the caller's and stays open.")]
internal sealed class WriteBehind : Stream
{
    // Large: to hand a piece over takes longer than to copy many bytes.
    private const int PieceSize = 1 << 20;
    private const int Pieces = 4;

    private readonly Stream _output;
    private readonly BlockingCollection<(byte[] Bytes, int Length)> _full = [];
    private readonly BlockingCollection<byte[]> _empty = [];
    private readonly Task _writing;
    private volatile ExceptionDispatchInfo? _fault;
    private byte[] _piece = new byte[PieceSize];
    private int _length;

    public WriteBehind(Stream output)
    {
        _output = output;
        for (var i = 1; i < Pieces; i++)
        {
            _empty.Add(new byte[PieceSize]);
        }

        _writing = Task.Factory.StartNew(WritePieces, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _fault?.Throw();
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, PieceSize - _length);
            buffer[..count].CopyTo(_piece.AsSpan(_length));
            _length += count;
            buffer = buffer[count..];
            if (_length == PieceSize)
            {
                Hand();
                _piece = _empty.Take();
            }
        }
    }

    public override void Flush()
    {
    }

    /// <summary>Waits until all is written.</summary>
    public void Finish()
    {
        End();
        _fault?.Throw();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            _full.Dispose();
            _empty.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Hand()
    {
        if (_length > 0)
        {
            _full.Add((_piece, _length));
            _length = 0;
        }
    }

    private void End()
    {
        if (!_full.IsAddingCompleted)
        {
            Hand();
            _full.CompleteAdding();
            _writing.Wait();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "It is thrown again on the caller's thread, as it is.")]
    private void WritePieces()
    {
        foreach (var (bytes, length) in _full.GetConsumingEnumerable())
        {
            if (_fault is null)
            {
                try
                {
                    _output.Write(bytes, 0, length);
                }
                catch (Exception e)
                {
                    _fault = ExceptionDispatchInfo.Capture(e);
                }
            }

            _empty.Add(bytes);
        }
    }
}
