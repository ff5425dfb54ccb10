using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads an infusion out of a MedicationAdministration or a Procedure, of R4 and R5.</summary>
internal static class InfusionReader
{
    /// <summary>The project's code for a Procedure that is an infusion; other procedures are none.</summary>
    public const string ProcedureCode = "infusion";

    private static readonly string[] Times = ["effective", "occurence", "performed", "occurrence"];

    /// <summary>Whether the resource says that it is an infusion: any MedicationAdministration, and a Procedure with the project's code.</summary>
    public static bool IsOne(FhirNode resource, string projectSystem) => resource.Text("resourceType", issues: null) switch
    {
        "MedicationAdministration" => true,
        "Procedure" => resource.TryGet("code", out var code)
            && code.List("coding", issues: null).Select(coding => Coding.Read(coding)).Contains(new Coding(projectSystem, ProcedureCode)),
        _ => false,
    };

    /// <summary>Reads one.</summary>
    /// <returns>The infusion; <see langword="null"/> with a notice for one that did not take place, and with an error for one that cannot be read.</returns>
    public static Infusion? Read(FhirNode resource, List<Issue> issues)
    {
        switch (resource.Text("status", issues))
        {
            case "completed":
                break;
            case "in-progress" or "on-hold" or "stopped" or "unknown":
                issues.Add(new Issue(FhirCodes.StatusNotFinal, IssueSeverity.Warning, "The infusion is not completed, or does not say that it is; it was read all the same.", "status"));
                break;
            default:
                issues.Add(new Issue(FhirCodes.StatusVoid, IssueSeverity.Notice, "The infusion did not take place, was entered in error, or has no status: it is not read.", "status"));
                return null;
        }

        if (ReadTime(resource, issues) is not { } at)
        {
            return Fail(issues, "Expected the time of the infusion: a whole date, with or without a time.", "effectiveDateTime");
        }

        if (FindAgent(resource) is not { Length: > 0 } agent || string.IsNullOrWhiteSpace(agent))
        {
            return Fail(issues, "Expected what was given, as a text or a coding with a display.", "medicationCodeableConcept");
        }

        var route = Route.Unspecified;
        if ((FindValue(resource, FhirExtensions.Route, "valueCodeableConcept") ?? FindDosage(resource, "route")) is { } concept)
        {
            if (InfusionRoutes.Find(concept) is not { } known)
            {
                return Fail(issues, "Expected a route that is known: intravenous, intramuscular, subcutaneous, intranasal, oral or sublingual.", "dosage.route");
            }

            route = known;
        }

        var doseNode = FindValue(resource, FhirExtensions.Dose, "valueQuantity") ?? FindDosage(resource, "dose");
        var weightNode = FindValue(resource, FhirExtensions.Weight, "valueQuantity");
        var minutesNode = FindValue(resource, FhirExtensions.Minutes, "valueQuantity");
        if (!TryQuantity(doseNode, "mg", out var dose) || !TryQuantity(weightNode, "kg", out var weight) || !TryQuantity(minutesNode, "min", out var minutes))
        {
            return Fail(issues, "Expected a dose in mg, a weight in kg and a length in min: one is no number, or in another unit.", "dosage.dose");
        }

        var kindWord = FindValue(resource, FhirExtensions.InfusionKind, "valueCode") is { Element.ValueKind: System.Text.Json.JsonValueKind.String } word ? word.Element.GetString() : null;
        try
        {
            return new Infusion(at, agent, route, FhirWords.Find(FhirWords.Kinds, kindWord) ?? InfusionKind.Unspecified, dose, weight, minutes);
        }
        catch (ArgumentOutOfRangeException)
        {
            return Fail(issues, "Dose, weight or length is no number that an infusion can have.", "dosage.dose");
        }
    }

    private static FhirNode? FindDosage(FhirNode resource, string name) =>
        resource.TryGet("dosage", out var dosage) && dosage.TryGet(name, out var value) ? value : null;

    private static ClinicalTime? ReadTime(FhirNode resource, List<Issue> issues)
    {
        foreach (var name in Times)
        {
            if (SourceReader.ReadTime(resource, name + "DateTime", issues).At is { } at)
            {
                return at;
            }

            if (resource.TryGet(name + "Period", out var period) && SourceReader.ReadTime(period, "start", issues).At is { } start)
            {
                return start;
            }
        }

        return null;
    }

    private static string? FindAgent(FhirNode resource)
    {
        if (resource.TryGet("medicationCodeableConcept", out var concept))
        {
            return TextOf(concept);
        }

        if (resource.TryGet("medication", out var medication) && medication.TryGet("concept", out concept))
        {
            return TextOf(concept);
        }

        foreach (var used in resource.List("usedCode", issues: null))
        {
            return TextOf(used);
        }

        foreach (var used in resource.List("used", issues: null))
        {
            return used.TryGet("concept", out concept) ? TextOf(concept) : null;
        }

        return null;
    }

    private static string? TextOf(FhirNode concept) =>
        concept.Text("text", issues: null) ?? concept.List("coding", issues: null).Select(coding => coding.Text("display", issues: null)).FirstOrDefault(display => display is not null);

    private static FhirNode? FindValue(FhirNode resource, string url, string member) =>
        FhirExtensions.Find(resource, url) is { } extension && extension.TryGet(member, out var value) ? value : null;

    /// <summary>A quantity in exactly this unit; no quantity at all is none.</summary>
    private static bool TryQuantity(FhirNode? node, string unit, out decimal? number)
    {
        number = null;
        if (node is not { } quantity)
        {
            return true;
        }

        if (quantity.TryGet("comparator", out _)
            || (quantity.Text("code", issues: null) ?? quantity.Text("unit", issues: null)) != unit
            || !quantity.TryGet("value", out var value)
            || !value.TryNumber(out var fraction)
            || !FhirJson.TryDecimal(fraction, out var exact))
        {
            return false;
        }

        number = exact;
        return true;
    }

    private static Infusion? Fail(List<Issue> issues, string message, string path)
    {
        issues.Add(new Issue(FhirCodes.InfusionUnreadable, IssueSeverity.Error, message, path));
        return null;
    }
}
