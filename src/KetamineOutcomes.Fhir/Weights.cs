namespace KetamineOutcomes.Fhir;

/// <summary>The extensions that say what a coded answer is worth, in all the names they have had.</summary>
internal static class Weights
{
    // itemWeight replaced ordinalValue, and both are in use; the three longer names are of STU3 and of the element they stood on.
    private static readonly HashSet<string> Urls = new(StringComparer.Ordinal)
    {
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
        "http://hl7.org/fhir/StructureDefinition/ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
    };

    private const string AbsentUrl = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /// <summary>The weights that an element carries, each value once; two are enough to know that they differ.</summary>
    public static void Collect(FhirNode element, List<Fraction> weights)
    {
        foreach (var extension in element.List("extension", issues: null))
        {
            if (weights.Count > 1)
            {
                return;
            }

            if (extension.Text("url", issues: null) is { } url && Urls.Contains(url)
                && (extension.TryGet("valueDecimal", out var value) || extension.TryGet("valueInteger", out value))
                && value.TryNumber(out var weight) && !weights.Contains(weight))
            {
                weights.Add(weight);
            }
        }
    }

    /// <summary>The one weight that an element carries; <see langword="null"/> where it has none or several that differ.</summary>
    public static Fraction? Find(FhirNode element)
    {
        var weights = new List<Fraction>();
        Collect(element, weights);
        return weights.Count == 1 ? weights[0] : null;
    }

    /// <summary>Whether an element says that its value is absent.</summary>
    public static bool SaysAbsent(FhirNode element) =>
        element.List("extension", issues: null).Any(extension => extension.Text("url", issues: null) == AbsentUrl);
}
