namespace KetamineOutcomes.Cli;

/// <summary>Standard output: a broken pipe means that nobody reads any more, and every other failure (a full disk behind a redirection) is an error.</summary>
/// <remarks>The console's own stream drops what is written into a broken pipe; other streams throw.</remarks>
internal sealed class OutputStream(Stream inner) : Stream
{
    // EPIPE of Unix; ERROR_BROKEN_PIPE and ERROR_NO_DATA of Windows.
    private static readonly int[] BrokenPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

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
        catch (IOException e) when (Array.IndexOf(BrokenPipe, e.HResult) >= 0)
        {
            throw new OutputClosedException(e);
        }
        catch (IOException e)
        {
            throw Files.Unwritable(Files.StandardStream, e);
        }
    }
}
