using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KetamineOutcomes.Tests.Instruments.Schema;

/// <summary>A small evaluator of JSON Schema 2020-12: only the keywords that our schema uses. Any other fails the test rather than being ignored.</summary>
internal sealed class JsonSchema
{
    private readonly JsonElement _root;
    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);

    private readonly JsonSchema[] _others;

    /// <summary>Reads a schema.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="others">The schemas to which it refers by their <c>$id</c>.</param>
    public JsonSchema(string json, params JsonSchema[] others)
    {
        _root = JsonDocument.Parse(json).RootElement;
        _others = others;
    }

    public JsonElement Root => _root;

    /// <summary>The places of the schema whose properties were met, as pointers: what an instance made use of.</summary>
    public HashSet<string> Met { get; } = new(StringComparer.Ordinal);

    public bool Accepts(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Accepts(document.RootElement);
    }

    public bool Accepts(JsonElement instance) => Accepts(_root, "#", instance);

    private bool Accepts(JsonElement schema, string place, JsonElement instance)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.GetBoolean();
        }

        // What an object has and lacks is looked at first, so that an alternative that does not fit is left without descending.
        return Shape(schema, instance) && schema.EnumerateObject().All(keyword => Holds(schema, place, keyword, instance));
    }

    private static bool Shape(JsonElement schema, JsonElement instance)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        if (schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(name => !instance.TryGetProperty(name.GetString()!, out _)))
        {
            return false;
        }

        if (!schema.TryGetProperty("additionalProperties", out var additional))
        {
            return true;
        }

        if (additional.ValueKind != JsonValueKind.False)
        {
            throw new NotSupportedException("Only additionalProperties false is known.");
        }

        var properties = schema.GetProperty("properties");
        return instance.EnumerateObject().All(member => properties.TryGetProperty(member.Name, out _));
    }

    private bool Holds(JsonElement schema, string place, JsonProperty keyword, JsonElement instance)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "$schema" or "$id" or "$defs" or "title" or "description" or "required" or "additionalProperties" or "then":
                return true;
            case "$ref":
                var name = value.GetString()!;
                return Array.Find(_others, other => other.Root.GetProperty("$id").GetString() == name)?.Accepts(instance) ?? Accepts(Resolve(name), name, instance);
            case "type":
                return IsType(value.GetString()!, instance);
            case "properties":
                return instance.ValueKind != JsonValueKind.Object || value.EnumerateObject().All(property => HoldsProperty(property, place, instance));
            case "items":
                return instance.ValueKind != JsonValueKind.Array || instance.EnumerateArray().All(item => Accepts(value, place + "/items", item));
            case "minItems":
                return instance.ValueKind != JsonValueKind.Array || instance.GetArrayLength() >= value.GetInt32();
            case "minLength":
                return instance.ValueKind != JsonValueKind.String || new StringInfo(instance.GetString()!).LengthInTextElements >= value.GetInt32();
            case "minimum":
                return instance.ValueKind != JsonValueKind.Number || instance.GetDouble() >= value.GetDouble();
            case "maximum":
                return instance.ValueKind != JsonValueKind.Number || instance.GetDouble() <= value.GetDouble();
            case "pattern":
                return instance.ValueKind != JsonValueKind.String || Pattern(value.GetString()!).IsMatch(instance.GetString()!);
            case "const":
                return JsonElement.DeepEquals(value, instance);
            case "enum":
                return value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, instance));
            case "anyOf":
                return value.EnumerateArray().Any(each => Accepts(each, place, instance));
            case "oneOf":
                return value.EnumerateArray().Where((each, index) => Accepts(each, $"{place}/oneOf/{index}", instance)).Take(2).Count() == 1;
            case "allOf":
                return value.EnumerateArray().All(each => Accepts(each, place + "/allOf", instance));
            case "if":
                return !Accepts(value, place + "/if", instance) || Accepts(schema.GetProperty("then"), place + "/then", instance);
            default:
                throw new NotSupportedException($"The evaluator of the tests does not know the keyword {keyword.Name}.");
        }
    }

    private bool HoldsProperty(JsonProperty property, string place, JsonElement instance)
    {
        if (!instance.TryGetProperty(property.Name, out var member))
        {
            return true;
        }

        Met.Add($"{place}/properties/{property.Name}");
        return Accepts(property.Value, $"{place}/properties/{property.Name}", member);
    }

    /// <summary>The schema that a reference names.</summary>
    public JsonElement Resolve(string reference)
    {
        const string Prefix = "#/$defs/";
        if (!reference.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"Only references into $defs are known, not {reference}.");
        }

        return _root.GetProperty("$defs").GetProperty(reference[Prefix.Length..]);
    }

    private static bool IsType(string type, JsonElement instance) => type switch
    {
        "object" => instance.ValueKind == JsonValueKind.Object,
        "array" => instance.ValueKind == JsonValueKind.Array,
        "string" => instance.ValueKind == JsonValueKind.String,
        "boolean" => instance.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => instance.ValueKind == JsonValueKind.Number,
        "integer" => instance.ValueKind == JsonValueKind.Number && instance.TryGetInt64(out _),
        _ => throw new NotSupportedException($"The evaluator of the tests does not know the type {type}."),
    };

    private Regex Pattern(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out var regex))
        {
            // In JSON Schema "$" is the very end; in .NET it also stands before a last line break.
            var text = pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern;
            regex = new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
            _patterns.Add(pattern, regex);
        }

        return regex;
    }
}
