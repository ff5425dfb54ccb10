using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace KetamineOutcomes.Fhir;

/// <summary>The way from bytes to one JSON document: UTF-8, whole, no member twice, not too deep; and no exception for what the text says.</summary>
internal static class ResourceJson
{
    /// <summary>The deepest nesting that is read: some eighty items within items.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonReaderOptions Tokens = new() { MaxDepth = MaxDepth };

    /// <summary>Parses a document.</summary>
    /// <param name="utf8Json">The bytes.</param>
    /// <param name="issue">Why there is no document.</param>
    /// <returns>The document, to be disposed of; or <see langword="null"/>.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> utf8Json, out Issue? issue)
    {
        if (utf8Json.Span.StartsWith("\uFEFF"u8))
        {
            utf8Json = utf8Json[3..];
        }

        if (!Utf8.IsValid(utf8Json.Span) || HasHalfPair(utf8Json.Span))
        {
            issue = Malformed("The text is not valid UTF-8, or an escape in it is half of a surrogate pair.");
            return null;
        }

        try
        {
            issue = null;
            return JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            // Parsed again, so as to tell a member that stands twice from what is no JSON.
        }

        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            issue = new Issue(
                IssueCodes.JsonMemberDuplicate, IssueSeverity.Error, "A member stands twice in one object: which of the two holds cannot be told.", FindTwice(document.RootElement, "") ?? "$");
        }
        catch (JsonException e)
        {
            issue = Malformed(e);
        }

        return null;
    }

    public static Issue Malformed(JsonException e) =>
        Malformed(string.Create(CultureInfo.InvariantCulture, $"The text is not JSON, is cut off or nests too deep (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it)."));

    private static Issue Malformed(string message) => new(IssueCodes.JsonMalformed, IssueSeverity.Error, message, "$");

    private static string? FindTwice(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var child in element.EnumerateArray())
            {
                if (FindTwice(child, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]")) is { } found)
                {
                    return found;
                }

                index++;
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var inside = FhirNode.Join(path, Safe(member.Name));
                if (!names.Add(member.Name))
                {
                    return inside;
                }

                if (FindTwice(member.Value, inside) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>A member's name if it is one of FHIR's that matter here; any other could be anything, a patient's name too.</summary>
    private static string Safe(string name) => KnownNames.Contains(name) ? name : "?";

    private static readonly HashSet<string> KnownNames = new(StringComparer.Ordinal)
    {
        "resourceType", "id", "meta", "extension", "contained", "status", "subject", "encounter", "context", "authored", "author", "source", "questionnaire",
        "item", "linkId", "text", "answer", "definition", "reference", "identifier", "system", "code", "display", "value", "unit", "coding", "url",
        "valueCoding", "valueInteger", "valueDecimal", "valueQuantity", "valueString", "valueBoolean", "valueTime", "valueCodeableConcept", "valueDateTime",
        "valueDate", "valueReference", "_valueInteger", "_valueDecimal", "category", "component", "hasMember", "derivedFrom", "effectiveDateTime",
        "effectiveInstant", "effectivePeriod", "issued", "dataAbsentReason", "interpretation", "method", "performer", "entry", "resource", "fullUrl", "type",
        "answerOption", "answerValueSet", "compose", "include", "concept", "expansion", "contains", "property",
    };

    /// <summary>Whether a text holds an escape such as \ud800 without its other half, on which the JSON reader would throw later.</summary>
    private static bool HasHalfPair(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.IndexOf("\\u"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8Json, Tokens);
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
