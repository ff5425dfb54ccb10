using System.Globalization;
using System.Text.Json.Nodes;

namespace KetamineOutcomes.Fhir;

/// <summary>Times that FHIR cannot say in its own words: local times without an offset and relative days. They stand in extensions and are read from there.</summary>
internal static class FhirTimes
{
    /// <summary>Adds a dateTime.</summary>
    public static void Add(JsonObject json, string name, ClinicalTime? time)
    {
        switch (time)
        {
            case null:
                return;
            case { IsRelative: true } relative:
                json.Add("_" + name, Shadow(FhirExtensions.RelativeDay, "Decimal", decimal.Parse(relative.ToString(), CultureInfo.InvariantCulture)));
                return;
            case { Kind: ClinicalTimeKind.LocalDateTime } local:
                // A dateTime with a time of day must have an offset (datatypes.html#dateTime): the date is said, the clock stands beside it.
                var text = local.ToString();
                json.Add(name, text[..10]);
                json.Add("_" + name, Shadow(FhirExtensions.LocalTime, "Time", text[11..]));
                return;
            default:
                json.Add(name, time.Value.ToString());
                return;
        }
    }

    /// <summary>The time that stands in the extension of a primitive, beside the text of its value.</summary>
    public static ClinicalTime? ReadShadow(FhirNode node, string name, string? date)
    {
        if (!node.TryGet("_" + name, out var shadow))
        {
            return null;
        }

        if (date is { Length: 10 } && FhirExtensions.Find(shadow, FhirExtensions.LocalTime)?.Text("valueTime", issues: null) is { } clock)
        {
            return ClinicalTime.TryParse($"{date}T{clock}", out var local) && local.Kind == ClinicalTimeKind.LocalDateTime ? local : null;
        }

        return date is null
            && FhirExtensions.Find(shadow, FhirExtensions.RelativeDay) is { } extension
            && extension.TryGet("valueDecimal", out var value)
            && value.Element.ValueKind == System.Text.Json.JsonValueKind.Number
            && value.Element.TryGetDecimal(out var day)
            && Math.Abs(day) <= ClinicalTime.MaxRelativeDay
            ? ClinicalTime.OnDay(day)
            : null;
    }

    private static JsonObject Shadow(string url, string type, JsonNode value) =>
        FhirJson.Object(("extension", FhirJson.List(FhirJson.Extension(url, type, value))));
}
