using System.Text.Json.Nodes;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes an infusion, or a dose by another route.</summary>
internal sealed class InfusionWriter
{
    private readonly FhirWriteOptions _options;

    public InfusionWriter(FhirWriteOptions options) => _options = options;

    public JsonObject Write(Infusion infusion, FhirResourceOptions context)
    {
        var isProcedure = _options.Infusions == FhirInfusionForm.Procedure;
        var isR5 = _options.Version == FhirVersion.R5;
        var route = InfusionRoutes.Write(infusion.Route);
        var dose = infusion.DoseMg is { } mg ? FhirJson.Quantity(mg, "mg") : null;
        var json = FhirJson.Object(
            ("resourceType", isProcedure ? "Procedure" : "MedicationAdministration"),
            ("id", context.Id),
            ("extension", FhirJson.List(
                FhirWords.Word(FhirWords.Kinds, infusion.Kind) is { } kind ? FhirJson.Extension(FhirExtensions.InfusionKind, "Code", kind) : null,
                infusion.WeightKg is { } kg ? FhirJson.Extension(FhirExtensions.Weight, "Quantity", FhirJson.Quantity(kg, "kg")) : null,
                infusion.Minutes is { } minutes ? FhirJson.Extension(FhirExtensions.Minutes, "Quantity", FhirJson.Quantity(minutes, "min")) : null,
                isProcedure && route is not null ? FhirJson.Extension(FhirExtensions.Route, "CodeableConcept", route) : null,
                isProcedure && dose is not null ? FhirJson.Extension(FhirExtensions.Dose, "Quantity", dose) : null)),
            ("status", context.Status ?? "completed"));
        var agent = FhirJson.Object(("text", infusion.Agent));
        if (isProcedure)
        {
            json.Add("code", FhirJson.Concept([FhirJson.Coding(_options.ProjectSystem, InfusionReader.ProcedureCode, "Infusion visit")], null));
        }
        else if (isR5)
        {
            // A CodeableReference in R5 (medicationadministration.html), a choice of concept and reference in R4.
            json.Add("medication", FhirJson.Object(("concept", agent)));
        }
        else
        {
            json.Add("medicationCodeableConcept", agent);
        }

        // The subject is 1..1 in both resources and both releases: where nobody is named, the element says why.
        json.Add("subject", FhirJson.Reference(context.Subject)
            ?? FhirJson.Object(("extension", FhirJson.List(FhirJson.Extension(FhirExtensions.DataAbsentReason, "Code", "unknown")))));

        if (FhirJson.Reference(context.Encounter) is { } encounter)
        {
            // "context" in R4's MedicationAdministration, "encounter" everywhere else.
            json.Add(isProcedure || isR5 ? "encounter" : "context", encounter);
        }

        FhirTimes.Add(json, TimeName(isProcedure, isR5), infusion.At);
        if (isProcedure)
        {
            json.Add(isR5 ? "used" : "usedCode", FhirJson.List(isR5 ? FhirJson.Object(("concept", agent)) : agent));
        }
        else if (route is not null || dose is not null)
        {
            // mad-1: a dosage has a dose or a rate; where only the route is known, the extension says it.
            if (dose is null)
            {
                var extension = FhirJson.Extension(FhirExtensions.Route, "CodeableConcept", route!);
                if (json["extension"] is JsonArray list)
                {
                    list.Add((JsonNode)extension);
                }
                else
                {
                    json.Insert(json.ContainsKey("id") ? 2 : 1, "extension", FhirJson.List(extension));
                }
            }
            else
            {
                json.Add("dosage", FhirJson.Object(("route", route), ("dose", dose)));
            }
        }

        return json;
    }

    // R5 spells it so: MedicationAdministration.occurence[x], but Procedure.occurrence[x].
    private static string TimeName(bool isProcedure, bool isR5) => (isProcedure, isR5) switch
    {
        (false, false) => "effectiveDateTime",
        (false, true) => "occurenceDateTime",
        (true, false) => "performedDateTime",
        (true, true) => "occurrenceDateTime",
    };
}
