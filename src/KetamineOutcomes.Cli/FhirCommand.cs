namespace KetamineOutcomes.Cli;

/// <summary><c>fhir</c>: what the tool does with FHIR.</summary>
internal sealed class FhirCommand : ToolCommand
{
    public FhirCommand(ToolHost host)
        : base(
            "fhir",
            "Reads FHIR (QuestionnaireResponse and Observation of R4, R4B and R5) and writes Questionnaires, Observations and courses of treatment.",
            $"""
            {Tool.Name} fhir score responses.ndjson --keep subject,at --output scores.csv
            {Tool.Name} fhir observations responses.ndjson
            {Tool.Name} fhir course --assessments phq9.csv --treatments infusions.csv --output courses.ndjson
            {Tool.Name} fhir questionnaire --instrument phq-9
            """)
    {
        Add(new FhirScoreCommand(host));
        Add(new FhirObservationsCommand(host));
        Add(new FhirCourseCommand(host));
        Add(new FhirQuestionnaireCommand(host));
    }
}
