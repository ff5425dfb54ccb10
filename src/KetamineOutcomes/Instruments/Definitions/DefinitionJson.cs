using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>What the writers of definitions share: a text that people read, and the parts that <see cref="CitationReader"/> and <see cref="StrictValue"/> read again.</summary>
internal static class DefinitionJson
{
    // Signs such as >= stay readable; the text is a file of its own and never part of a page.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of one object, with a line break at its end.</summary>
    public static string Write(Action<Utf8JsonWriter> writeMembers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    public static void WriteSources(this Utf8JsonWriter json, IEnumerable<Source> sources)
    {
        json.WriteStartArray("sources");
        foreach (var source in sources)
        {
            json.WriteStartObject();
            json.WriteString("key", source.Key);
            json.WriteString("citation", source.Citation);
            json.WriteOptional("url", source.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteEvidence(this Utf8JsonWriter json, IEnumerable<Evidence> evidence)
    {
        json.WriteStartArray("evidence");
        foreach (var each in evidence)
        {
            json.WriteStartObject();
            json.WriteString("source", each.Source.Key);
            json.WriteString("status", Word(Words.Statuses, each.Status));
            json.WriteOptional("note", each.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>The member <c>value</c>: a number, or a fraction as text.</summary>
    public static void WriteValue(this Utf8JsonWriter json, Fraction value)
    {
        var text = value.ToString();
        if (text.Contains('/', StringComparison.Ordinal))
        {
            json.WriteString("value", text);
        }
        else
        {
            json.WritePropertyName("value");
            json.WriteRawValue(text);
        }
    }

    /// <summary>The word that the reader takes for a value.</summary>
    public static string Word<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct => words.First(pair => EqualityComparer<T>.Default.Equals(pair.Value, value)).Key;
}
