using System.Globalization;
using KetamineOutcomes;
using KetamineOutcomes.Fhir;

namespace ClinicService;

/// <summary>A filled-in form in, its Observations and alerts out.</summary>
internal static class FormEndpoint
{
    public static async Task<IResult> Post(HttpContext context, ClinicLimits limits)
    {
        if (!RequestBody.Is(context.Request, "application/fhir+json") && !RequestBody.Is(context.Request, "application/json"))
        {
            return RequestBody.Unsupported();
        }

        var body = await RequestBody.ReadAsync(context);
        var records = FhirReader.Read(body, new FhirReadOptions { Format = FhirFormat.Json, MaxResourceBytes = Math.Max(limits.FormBytes, 1024) });
        context.RequestAborted.ThrowIfCancellationRequested();
        var issues = new List<Issue>();
        var resources = new List<FhirResource>();
        var number = 0;
        foreach (var record in records)
        {
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
