using System.Text.Json.Nodes;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>Routes as SNOMED CT codes (FHIR value set route-codes) and as words.</summary>
internal static class InfusionRoutes
{
    private const string Snomed = "http://snomed.info/sct";

    private static readonly (Route Route, string Word, string Code)[] Routes =
    [
        (Route.Intravenous, "intravenous", "47625008"),
        (Route.Intramuscular, "intramuscular", "78421000"),
        (Route.Subcutaneous, "subcutaneous", "34206005"),
        (Route.Intranasal, "intranasal", "46713006"),
        (Route.Oral, "oral", "26643006"),
        (Route.Sublingual, "sublingual", "37839007"),
    ];

    public static JsonObject? Write(Route route)
    {
        foreach (var known in Routes)
        {
            if (known.Route == route)
            {
                return FhirJson.Concept([FhirJson.Coding(Snomed, known.Code)], known.Word);
            }
        }

        return null;
    }

    /// <summary>The route of a concept: by code, else by our word; <see langword="null"/> where it is one that is not known.</summary>
    public static Route? Find(FhirNode concept)
    {
        var codes = concept.List("coding", issues: null).Select(coding => Coding.Read(coding)).OfType<Coding>().Where(coding => coding.System == Snomed).Select(coding => coding.Code).ToList();
        var text = concept.Text("text", issues: null);
        foreach (var known in Routes)
        {
            if (codes.Contains(known.Code, StringComparer.Ordinal) || (codes.Count == 0 && text == known.Word))
            {
                return known.Route;
            }
        }

        return null;
    }
}
