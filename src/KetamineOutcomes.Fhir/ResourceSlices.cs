using System.Buffers;
using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>A piece of the input that should be one JSON document.</summary>
/// <param name="Line">The line of NDJSON, or <see langword="null"/>.</param>
/// <param name="Entry">The entry of a Bundle too long to be read as a whole, from 0; or <see langword="null"/>.</param>
/// <param name="Json">The bytes; valid until the next piece is asked for.</param>
/// <param name="Error">Why there are no bytes.</param>
internal readonly record struct ResourceSlice(long? Line, long? Entry, ReadOnlyMemory<byte> Json, Issue? Error);

/// <summary>Cuts a stream into resources. Memory is bounded by the longest resource that the caller allows, not by the stream.</summary>
internal static class ResourceSlices
{
    private const int SmallestBuffer = 64 * 1024;

    public static IEnumerable<ResourceSlice> Cut(Stream input, FhirFormat format, int limit)
    {
        if (format == FhirFormat.Ndjson)
        {
            return CutLines(ReadOnlyMemory<byte>.Empty, input, limit);
        }

        var head = ReadHead(input, limit, out var isWhole);
        if (format == FhirFormat.Auto && IsLines(head.Span, isWhole))
        {
            return CutLines(head, input, limit);
        }

        if (!isWhole)
        {
            return BundleSlices.Cut(head, input, limit);
        }

        return IsBlank(head.Span) ? [] : [new ResourceSlice(null, null, head, null)];
    }

    /// <summary>The documents of a stream, each as a whole: a Bundle that is longer than the limit is not cut up.</summary>
    public static IEnumerable<ResourceSlice> CutWhole(Stream input, FhirFormat format, int limit)
    {
        if (format == FhirFormat.Ndjson)
        {
            return CutLines(ReadOnlyMemory<byte>.Empty, input, limit);
        }

        var head = ReadHead(input, limit, out var isWhole);
        if (format == FhirFormat.Auto && IsLines(head.Span, isWhole))
        {
            return CutLines(head, input, limit);
        }

        return !isWhole ? [new ResourceSlice(null, null, default, TooLarge(limit))] : IsBlank(head.Span) ? [] : [new ResourceSlice(null, null, head, null)];
    }

    public static Issue TooLarge(int limit) => new(
        FhirCodes.ResourceTooLarge,
        IssueSeverity.Error,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A resource has at most {limit} bytes."),
        "$");

    private static bool IsBlank(ReadOnlySpan<byte> head) => head.Trim(" \t\r\n"u8).Length is 0 || head.SequenceEqual("\uFEFF"u8);

    private static ReadOnlyMemory<byte> ReadHead(Stream input, int limit, out bool isWhole)
    {
        var buffer = new byte[SmallestBuffer];
        var length = 0;
        while (true)
        {
            var count = input.Read(buffer, length, buffer.Length - length);
            length += count;
            if (count == 0 || length > limit)
            {
                isWhole = count == 0;
                return buffer.AsMemory(0, length);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, (long)limit + 1));
            }
        }
    }

    /// <summary>Whether the first line that is not blank is a whole JSON object with something behind it.</summary>
    private static bool IsLines(ReadOnlySpan<byte> head, bool isWhole)
    {
        var text = (head.StartsWith("\uFEFF"u8) ? head[3..] : head).TrimStart(" \t\r\n"u8);
        var end = text.IndexOf((byte)'\n');
        if (end < 0 || (isWhole && text[end..].Trim(" \t\r\n"u8).IsEmpty))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(text[..end], new JsonReaderOptions { MaxDepth = ResourceJson.MaxDepth });
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            return isObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<ResourceSlice> CutLines(ReadOnlyMemory<byte> head, Stream input, int limit)
    {
        var line = 0L;
        var buffer = new ArrayBufferWriter<byte>(SmallestBuffer);
        var isTooLong = false;
        var chunk = new byte[SmallestBuffer];
        var rest = head;
        while (true)
        {
            if (rest.IsEmpty)
            {
                var count = input.Read(chunk, 0, chunk.Length);
                if (count == 0)
                {
                    break;
                }

                rest = chunk.AsMemory(0, count);
            }

            var end = rest.Span.IndexOf((byte)'\n');
            if (end >= 0 && buffer.WrittenCount == 0 && !isTooLong)
            {
                // A line that stands in the chunk as a whole needs no copy.
                var whole = rest[..end];
                rest = rest[(end + 1)..];
                if (Take(++line, whole, whole.Length > limit) is { } here)
                {
                    yield return here;
                }

                continue;
            }

            var part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? ReadOnlyMemory<byte>.Empty : rest[(end + 1)..];
            isTooLong |= (long)buffer.WrittenCount + part.Length > limit;
            if (!isTooLong)
            {
                buffer.Write(part.Span);
            }

            if (end >= 0)
            {
                line++;
                if (Take(line, buffer.WrittenMemory, isTooLong) is { } slice)
                {
                    yield return slice;
                }

                buffer.ResetWrittenCount();
                isTooLong = false;
            }
        }

        line++;
        if (Take(line, buffer.WrittenMemory, isTooLong) is { } last)
        {
            yield return last;
        }

        ResourceSlice? Take(long number, ReadOnlyMemory<byte> text, bool tooLong) =>
            tooLong ? new ResourceSlice(number, null, default, TooLarge(limit))
            : text.Span.Trim(" \t\r"u8).IsEmpty || (number == 1 && text.Span.SequenceEqual("\uFEFF"u8)) ? null
            : new ResourceSlice(number, null, text, null);
    }
}
