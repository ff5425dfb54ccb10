namespace KetamineOutcomes.Tables;

/// <summary>A short text of UTF-8 that is held until the next one takes its place, without new memory each time.</summary>
internal struct Utf8Word
{
    private byte[]? _bytes;
    private int _length;

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public readonly bool Is(ReadOnlySpan<byte> text) => text.SequenceEqual(Span);

    public void Set(ReadOnlySpan<byte> text)
    {
        if (_bytes is null || _bytes.Length < text.Length)
        {
            _bytes = new byte[Math.Max(32, 2 * text.Length)];
        }

        text.CopyTo(_bytes);
        _length = text.Length;
    }
}
