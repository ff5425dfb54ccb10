using System.Text.Json.Nodes;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes what was noticed as an OperationOutcome.</summary>
internal static class OutcomeWriter
{
    public static JsonObject Write(IEnumerable<Issue> issues) => FhirJson.Object(
        ("resourceType", "OperationOutcome"),
        ("issue", FhirJson.List(issues.Select(WriteIssue))
            ?? FhirJson.List(FhirJson.Object(("severity", "information"), ("code", "informational"), ("details", FhirJson.Object(("text", "Nothing was noticed.")))))));

    private static JsonObject WriteIssue(Issue issue)
    {
        // The value set of types is closed and coarse (valueset-issue-type.html); the project's own code says which issue it is.
        var (severity, type) = issue.Severity switch
        {
            IssueSeverity.Error => ("error", "invalid"),
            IssueSeverity.Warning => ("warning", "processing"),
            _ => ("information", "informational"),
        };
        return FhirJson.Object(
            ("severity", severity),
            ("code", type),
            ("details", FhirJson.Concept([FhirJson.Coding(FhirSystems.Issues, issue.Code)], issue.Message)),
            ("diagnostics", string.IsNullOrEmpty(issue.Place) ? null : issue.Place));
    }
}
