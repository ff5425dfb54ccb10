namespace KetamineOutcomes.Cli;

/// <summary>Standard output: a write that fails means that nobody reads any more.</summary>
internal sealed class OutputStream(Stream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => Guard(static (stream, _) => stream.Flush(), default);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Guard(static (stream, bytes) => stream.Write(bytes.Span), buffer.AsMemory(offset, count));

    private void Guard(Action<Stream, ReadOnlyMemory<byte>> write, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            write(inner, bytes);
        }
        catch (IOException e)
        {
            throw new OutputClosedException(e);
        }
    }
}
