using System.Text.Json;
using System.Text.Unicode;

namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>The way into every definition file: UTF-8, one JSON document, and no exception for what the text says.</summary>
internal static class StrictDocument
{
    /// <summary>Reads a document; the reader adds what it finds to the issues.</summary>
    /// <typeparam name="T">What the document becomes.</typeparam>
    /// <param name="utf8Json">The bytes.</param>
    /// <param name="issues">The list into which the reader writes.</param>
    /// <param name="read">Makes the value of the root and of the text as it was read; what it returns counts only without issues.</param>
    /// <returns>The value, or the issues.</returns>
    public static ReadResult<T> Read<T>(ReadOnlyMemory<byte> utf8Json, List<Issue> issues, Func<StrictValue, string, T?> read)
        where T : class
    {
        if (!Utf8.IsValid(utf8Json.Span) || HasHalfPair(utf8Json.Span))
        {
            return ReadResult<T>.Failure([new Issue(
                IssueCodes.JsonMalformed, IssueSeverity.Error, "The text is not valid UTF-8, or an escape in it is half of a surrogate pair.", "$")]);
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException e)
        {
            return ReadResult<T>.Failure([new Issue(
                IssueCodes.JsonMalformed,
                IssueSeverity.Error,
                $"The text is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it).",
                "$")]);
        }

        using (document)
        {
            var text = System.Text.Encoding.UTF8.GetString(utf8Json.Span);
            T? value = null;
            try
            {
                value = read(new StrictValue(document.RootElement, "$", issues), text);
            }
            catch (OverflowException)
            {
                // Exact arithmetic refuses to wrap; ranges are derived while reading.
                issues.Add(new Issue(IssueCodes.DefinitionRange, IssueSeverity.Error, "The numbers are too large for the rule to be computed exactly.", "$"));
            }

            return issues.Count == 0
                ? ReadResult<T>.Success(value!)
                : ReadResult<T>.Failure(issues.ToEquatableArray());
        }
    }

    /// <summary>Whether a text holds an escape such as \ud800 without its other half, on which the JSON reader would throw later.</summary>
    private static bool HasHalfPair(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (JsonException)
        {
            // Not JSON at all: the caller's own reading says where.
        }

        return false;
    }
}
