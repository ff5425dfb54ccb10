using System.Text.Json;
using System.Text.Json.Serialization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Json;

/// <summary>Reads numbers as they are written.</summary>
internal static class JsonNumber
{
    /// <summary>A number as a decimal; one too small for a decimal is refused, where the framework would read 0.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out decimal value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out value))
        {
            return false;
        }

        var text = reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan;
        var exponent = text.IndexOfAny("eE"u8);
        var digits = exponent < 0 ? text : text[..exponent];
        return value != 0 || digits.IndexOfAnyInRange((byte)'1', (byte)'9') < 0;
    }
}

/// <summary>A calendar time as ISO 8601 text, a relative day as a number.</summary>
internal sealed class ClinicalTimeConverter : JsonConverter<ClinicalTime>
{
    public override ClinicalTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (JsonNumber.TryRead(ref reader, out var day) && Math.Abs(day) <= ClinicalTime.MaxRelativeDay)
        {
            return ClinicalTime.OnDay(day);
        }

        return reader.TokenType == JsonTokenType.String && ClinicalTime.TryParse(reader.GetString(), out var time)
            ? time
            : throw new JsonException("Expected a date, a date with a time, or a relative day as a number.");
    }

    public override void Write(Utf8JsonWriter writer, ClinicalTime value, JsonSerializerOptions options)
    {
        if (value.IsRelative)
        {
            writer.WriteRawValue(value.ToString());
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}

/// <summary>A whole or decimal number as a number, any other fraction as text such as <c>"25/9"</c>.</summary>
internal sealed class FractionConverter : JsonConverter<Fraction>
{
    public override Fraction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (JsonNumber.TryRead(ref reader, out var number) && Fraction.TryFromDecimal(number, out var value))
        {
            return value;
        }

        return reader.TokenType == JsonTokenType.String && Fraction.TryParse(reader.GetString(), out value)
            ? value
            : throw new JsonException("Expected a number, or a fraction such as \"25/9\".");
    }

    public override void Write(Utf8JsonWriter writer, Fraction value, JsonSerializerOptions options)
    {
        var text = value.ToString();
        if (text.Contains('/', StringComparison.Ordinal))
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteRawValue(text);
        }
    }
}

/// <summary>A number as a number, an option as text, the other cases as <c>{"case": "not-applicable"}</c> or <c>{"case": "unreadable"}</c>.</summary>
internal sealed class AnswerConverter : JsonConverter<Answer>
{
    private const string Expected = "Expected a number, an option's id, {\"case\": \"not-applicable\"}, {\"case\": \"unreadable\"} or {\"fraction\": \"1/3\"}.";

    public override Answer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when JsonNumber.TryRead(ref reader, out var number) && Fraction.TryFromDecimal(number, out var value):
                return Answer.Number(value);
            case JsonTokenType.String when reader.GetString() is { Length: > 0 } option && !string.IsNullOrWhiteSpace(option):
                return Answer.Option(option);
            case JsonTokenType.StartObject:
                return ReadObject(ref reader);
            default:
                throw new JsonException(Expected);
        }
    }

    private static Answer ReadObject(ref Utf8JsonReader reader)
    {
        _ = reader.Read();
        var name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
        _ = reader.Read();
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException(Expected);
        }

        return (name, text) switch
        {
            ("case", "not-applicable") => Answer.NotApplicable,
            ("case", "unreadable") => Answer.Unreadable,
            ("fraction", _) when Fraction.TryParse(text, out var value) => Answer.Number(value),
            _ => throw new JsonException(Expected),
        };
    }

    public override void Write(Utf8JsonWriter writer, Answer value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case Answer.Numeric numeric when numeric.Value.ToString().Contains('/', StringComparison.Ordinal):
                WriteObject(writer, "fraction", numeric.Value.ToString());
                break;
            case Answer.Numeric numeric:
                writer.WriteRawValue(numeric.Value.ToString());
                break;
            case Answer.Coded coded:
                writer.WriteStringValue(coded.Option);
                break;
            default:
                WriteObject(writer, "case", value is Answer.DoesNotApply ? "not-applicable" : "unreadable");
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}

/// <summary>An enum as its lower-case word, <c>lost-to-follow-up</c>; numbers are refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Word, value => value, StringComparer.Ordinal);

    public static string Word(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException("Expected one of " + string.Join(", ", Values.Keys) + ".");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Word(value));
}

/// <summary>A measure as the word of the tables, <c>spo2</c> or an instrument's id.</summary>
internal sealed class ChairMeasureConverter : JsonConverter<ChairMeasure>
{
    private static readonly Dictionary<string, ChairMeasure> Values = ChairMeasures.All.ToDictionary(measure => measure.ToWord(), StringComparer.Ordinal);

    public override ChairMeasure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
            ? value
            : throw new JsonException("Expected one of " + string.Join(", ", Values.Keys) + ".");

    public override void Write(Utf8JsonWriter writer, ChairMeasure value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToWord());
}
