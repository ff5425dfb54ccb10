using System.Text.Json;

namespace KetamineOutcomes.Fhir;

/// <summary>Finds <c>value[x]</c>.</summary>
internal static class Values
{
    private static readonly string[] Types =
    [
        "Coding", "CodeableConcept", "Integer", "Decimal", "Quantity", "String", "Boolean", "Time", "Date", "DateTime", "Reference", "Attachment", "Uri",
        "Period", "Range", "Ratio", "SampledData", "Integer64",
    ];

    /// <summary>Every value that an object holds, with its type: <c>valueCoding</c>, and <c>value: { Coding }</c> as Aidbox writes it.</summary>
    /// <remarks>Names that begin with "value" and that FHIR does not have count too: they are a second value all the same.</remarks>
    public static List<(string Type, FhirNode Value)> Of(FhirNode holder)
    {
        var values = new List<(string, FhirNode)>();
        foreach (var member in holder.Element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null || !member.Name.StartsWith("value", StringComparison.Ordinal))
            {
                continue;
            }

            if (member.Name.Length == 5)
            {
                if (member.Value.ValueKind == JsonValueKind.Object)
                {
                    foreach (var inner in member.Value.EnumerateObject())
                    {
                        var type = char.ToUpperInvariant(inner.Name.Length > 0 ? inner.Name[0] : '?') + (inner.Name.Length > 1 ? inner.Name[1..] : "");
                        Add(type, inner.Value, FhirNode.Join(holder.Path, "value"));
                    }
                }
                else
                {
                    Add("?", member.Value, holder.Path);
                }
            }
            else if (char.IsAsciiLetterUpper(member.Name[5]))
            {
                Add(member.Name[5..], member.Value, FhirNode.Join(holder.Path, ""));
            }
        }

        return values;

        void Add(string type, JsonElement value, string path)
        {
            // Only names of FHIR get into a path.
            var known = Array.IndexOf(Types, type) >= 0 ? type : "?";
            values.Add((known, new FhirNode(value, path.EndsWith('.') ? $"{path}value{known}" : path.Length == 0 ? $"value{known}" : $"{path}.{known}")));
        }
    }

    /// <summary>The objects beside primitive values that carry their extensions: <c>_valueInteger</c>.</summary>
    public static IEnumerable<FhirNode> Shadows(FhirNode holder)
    {
        foreach (var type in Types)
        {
            if (holder.TryGet("_value" + type, out var shadow))
            {
                yield return shadow;
            }
        }
    }

    /// <summary>Whether a quantity's unit is none, or one that scores are given in.</summary>
    public static bool IsScoreUnit(string? unit) => unit is null or "" or "1" or "{score}" or "score" or "{scores}" or "scores" or "points" or "{points}" or "pts" or "pts." or "{#}" or "{count}";
}
