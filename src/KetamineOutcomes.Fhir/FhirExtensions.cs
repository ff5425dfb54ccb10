namespace KetamineOutcomes.Fhir;

/// <summary>The addresses of extensions that are written and read: the project's own, for what FHIR has no element for.</summary>
internal static class FhirExtensions
{
    /// <summary>The time of day of a time without an offset, on the primitive that holds its date: a FHIR dateTime with a time must have an offset.</summary>
    public const string LocalTime = "urn:x-ketamine-outcomes:extension/local-time";

    /// <summary>A relative day, on a primitive without a value.</summary>
    public const string RelativeDay = "urn:x-ketamine-outcomes:extension/relative-day";

    /// <summary>Before or after that day's infusion.</summary>
    public const string Timing = "urn:x-ketamine-outcomes:extension/timing";

    /// <summary>Who answered.</summary>
    public const string Rater = "urn:x-ketamine-outcomes:extension/rater";

    /// <summary>When it was entered.</summary>
    public const string RecordedAt = "urn:x-ketamine-outcomes:extension/recorded-at";

    /// <summary>Where a total without answers came from.</summary>
    public const string Provenance = "urn:x-ketamine-outcomes:extension/total-provenance";

    /// <summary>That a total came without the name of its scale.</summary>
    public const string ScaleUnstated = "urn:x-ketamine-outcomes:extension/scale-unstated";

    /// <summary>What the clinic calls an infusion.</summary>
    public const string InfusionKind = "urn:x-ketamine-outcomes:extension/infusion-kind";

    /// <summary>The body weight at an infusion.</summary>
    public const string Weight = "urn:x-ketamine-outcomes:extension/body-weight";

    /// <summary>How long an infusion ran.</summary>
    public const string Minutes = "urn:x-ketamine-outcomes:extension/minutes";

    /// <summary>The route of a Procedure.</summary>
    public const string Route = "urn:x-ketamine-outcomes:extension/route";

    /// <summary>The dose of a Procedure.</summary>
    public const string Dose = "urn:x-ketamine-outcomes:extension/dose";

    /// <summary>The project's own JSON of what a course holds beside forms and infusions.</summary>
    public const string Course = "urn:x-ketamine-outcomes:extension/course";

    public const string ItemWeight = "http://hl7.org/fhir/StructureDefinition/itemWeight";

    public const string OrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";

    public const string MinValue = "http://hl7.org/fhir/StructureDefinition/minValue";

    public const string MaxValue = "http://hl7.org/fhir/StructureDefinition/maxValue";

    public const string UnitOption = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";

    public const string CalculatedExpression = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";

    public const string DataAbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    public const string Variable = "http://hl7.org/fhir/StructureDefinition/variable";

    /// <summary>The first extension of an address.</summary>
    public static FhirNode? Find(FhirNode element, string url)
    {
        foreach (var extension in element.List("extension", issues: null))
        {
            if (extension.Text("url", issues: null) == url)
            {
                return extension;
            }
        }

        return null;
    }
}
