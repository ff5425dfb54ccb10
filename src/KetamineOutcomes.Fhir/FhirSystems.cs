namespace KetamineOutcomes.Fhir;

/// <summary>The code systems that reading and writing share.</summary>
public static class FhirSystems
{
    /// <summary>LOINC.</summary>
    public const string Loinc = "http://loinc.org";

    /// <summary>UCUM, for units; a score has the unit <c>{score}</c>.</summary>
    public const string Ucum = "http://unitsofmeasure.org";

    /// <summary>
    /// The project's own code system, for what has no LOINC code: <c>madrs</c> is the panel, <c>madrs/item1</c> an item, <c>madrs/total</c> a
    /// scale, and an option is its id. A caller may use another name for it (<see cref="FhirReadOptions.ProjectSystem"/>).
    /// </summary>
    /// <remarks>A private name (<c>urn:x-</c>) and no address: the project owns no domain.</remarks>
    public const string Project = "urn:x-ketamine-outcomes:instruments";

    /// <summary>What an alert says: <c>raised</c>, <c>clear</c> or <c>not-assessed</c>.</summary>
    public const string AlertStatus = "urn:x-ketamine-outcomes:alert-status";

    /// <summary>The stable codes of issues (<see cref="IssueCodes"/>, <see cref="FhirCodes"/>), as an OperationOutcome has them.</summary>
    public const string Issues = "urn:x-ketamine-outcomes:issues";

    internal const string DataAbsentReason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

    internal const string NullFlavor = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
}
