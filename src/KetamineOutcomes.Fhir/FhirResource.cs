using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KetamineOutcomes.Fhir;

/// <summary>A resource as it is written: plain JSON, the same bytes for the same content.</summary>
/// <remarks>Its text (<see cref="ToString"/>) is its type alone: the content is about a patient.</remarks>
public sealed class FhirResource
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    internal FhirResource(JsonObject json) => Json = json;

    /// <summary>The type, for example <c>Observation</c>.</summary>
    public string ResourceType => (string)Json["resourceType"]!;

    /// <summary>The logical id, or <see langword="null"/>.</summary>
    public string? Id => (string?)Json["id"];

    internal JsonObject Json { get; }

    /// <summary>The resource as JSON.</summary>
    /// <param name="indented">Whether to indent it; else it is one line, as NDJSON wants it.</param>
    /// <returns>UTF-8, without a byte order mark and without a newline at the end.</returns>
    public ReadOnlyMemory<byte> ToUtf8(bool indented = false)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, indented ? Indented : Compact))
        {
            Json.WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The resource as JSON text; see <see cref="ToUtf8"/>.</summary>
    /// <param name="indented">Whether to indent it.</param>
    /// <returns>The text.</returns>
    public string ToJson(bool indented = false) => System.Text.Encoding.UTF8.GetString(ToUtf8(indented).Span);

    /// <summary>The type.</summary>
    /// <returns>The text, without the content.</returns>
    public override string ToString() => ResourceType;
}
