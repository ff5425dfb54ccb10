using System.Globalization;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>The small parts of which written resources are made.</summary>
internal static class FhirJson
{
    /// <summary>An object of those members that have a value, in this order.</summary>
    public static JsonObject Object(params (string Name, JsonNode? Value)[] members)
    {
        var json = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                json.Add(name, value);
            }
        }

        return json;
    }

    /// <summary>A list, or <see langword="null"/> for an empty one, which FHIR does not allow.</summary>
    public static JsonArray? List(IEnumerable<JsonNode?> elements)
    {
        var list = new JsonArray();
        foreach (var element in elements)
        {
            if (element is not null)
            {
                list.Add(element);
            }
        }

        return list.Count > 0 ? list : null;
    }

    public static JsonArray? List(params JsonNode?[] elements) => List((IEnumerable<JsonNode?>)elements);

    public static JsonObject Coding(string system, string code, string? display = null, string? version = null) =>
        Object(("system", system), ("version", version), ("code", code), ("display", display));

    public static JsonObject Concept(IEnumerable<JsonNode?> codings, string? text) => Object(("coding", List(codings)), ("text", text));

    public static JsonObject Quantity(decimal value, string code) =>
        Object(("value", value), ("unit", code), ("system", FhirSystems.Ucum), ("code", code));

    public static JsonObject Extension(string url, string type, JsonNode value) => Object(("url", url), ("value" + type, value));

    /// <summary>A patient, or anything else that is referred to: a reference where the text is one, else an identifier.</summary>
    public static JsonObject? Reference(string? text) =>
        text is null ? null
        : text.Contains('/', StringComparison.Ordinal) || text.StartsWith("urn:", StringComparison.Ordinal) || text.StartsWith('#') ? Object(("reference", text))
        : Object(("identifier", Object(("value", text))));

    /// <summary>A fraction as a decimal without trailing zeros.</summary>
    /// <returns><see langword="false"/> where no decimal is exactly that.</returns>
    public static bool TryDecimal(Fraction value, out decimal number)
    {
        number = Plain((decimal)value.Numerator / value.Denominator);
        return Fraction.TryFromDecimal(number, out var back) && back == value;
    }

    public static decimal Decimal(Fraction value, string what) =>
        TryDecimal(value, out var number) ? number : throw new ArgumentException($"The number of {what} has no end as a decimal and cannot be written.", nameof(value));

    /// <summary>40.0 and 40 are equal and print alike.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    public static string Text(decimal value) => Plain(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>The LOINC codes of a role; <see langword="null"/> as role stands for an item's own codes.</summary>
    public static IEnumerable<string> Loinc(EquatableArray<Code> codes, string? role) =>
        codes.Where(code => code.System == "loinc" && (role is null ? code.Role is null or "item" : code.Role == role)).Select(code => code.Value).Distinct(StringComparer.Ordinal);
}
