using System.Globalization;
using KetamineOutcomes;
using KetamineOutcomes.Fhir;

namespace ClinicService;

/// <summary>A filled-in form in, its Observations and alerts out.</summary>
internal static class FormEndpoint
{
    // A text of a megabyte can hold many more things that are wrong than anyone reads.
    private const int MostIssues = 1000;

    public static async Task<IResult> Post(HttpContext context, ClinicLimits limits)
    {
        if (!RequestBody.Is(context.Request, "application/fhir+json") && !RequestBody.Is(context.Request, "application/json"))
        {
            return RequestBody.Unsupported();
        }

        var body = await RequestBody.ReadAsync(context);
        using var input = new MemoryStream(body.ToArray(), writable: false);
        var issues = new List<Issue>();
        var resources = new List<FhirResource>();
        var number = 0;
        foreach (var record in FhirReader.Read(input, new FhirReadOptions { Format = FhirFormat.Json, MaxResourceBytes = Math.Max(limits.FormBytes, 1024) }))
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            if (issues.Count >= MostIssues)
            {
                break;
            }

            if (record is FhirRecord.Form { Value: { Source.ResourceType: "QuestionnaireResponse" } form })
            {
                number++;
                issues.AddRange(form.Score().Issues);
                resources.AddRange(FhirWriter.Observations(form, string.Create(CultureInfo.InvariantCulture, $"form-{number}")));
            }
            else
            {
                issues.AddRange(record.Issues);
            }
        }

        if (resources.Count == 0)
        {
            return Problems.Refuse(
                issues.Exists(issue => issue.Severity == IssueSeverity.Error)
                    ? issues
                    : [.. issues, new Issue(FhirCodes.FormUnknown, IssueSeverity.Error, "Expected a QuestionnaireResponse with items of a known instrument.", "$")]);
        }

        if (issues.Count > 0)
        {
            resources.Add(FhirWriter.Outcome(issues.Distinct()));
        }

        return Results.Bytes(FhirWriter.Bundle(resources).ToUtf8(), "application/fhir+json; charset=utf-8");
    }
}
