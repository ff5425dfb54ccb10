using KetamineOutcomes;
using Microsoft.AspNetCore.WebUtilities;

namespace ClinicService;

/// <summary>One thing that was noticed, as it goes out: a stable code, a place and what was expected, never an answer.</summary>
public sealed record IssueLine(string Code, string Severity, string? Place, string Message)
{
    /// <summary>An issue of the library.</summary>
    public static IssueLine Of(Issue issue) => new(issue.Code, issue.Severity.ToString().ToLowerInvariant(), issue.Place, issue.Message);
}

/// <summary>Errors as problem details (RFC 9457): status, what is wrong in general, and the issues with their codes and places.</summary>
internal static class Problems
{
    /// <summary>What a caller has to know of a form or course that was not taken.</summary>
    public const string NothingAssessed = "Nothing was scored and no alert was assessed: someone has to look at what was sent.";

    /// <summary>A problem.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="detail">One sentence, or <see langword="null"/>.</param>
    /// <param name="issues">What was noticed.</param>
    public static IResult Of(int status, string? detail = null, IEnumerable<Issue>? issues = null) => Results.Problem(
        detail,
        statusCode: status,
        title: ReasonPhrases.GetReasonPhrase(status),
        extensions: issues is null ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["issues"] = issues.Distinct().Select(IssueLine.Of).ToArray() });

    /// <summary>What cannot be taken: 400 where it is no JSON, 413 where it is too long, 422 where it can be read and says nothing that can be used.</summary>
    public static IResult Refuse(IReadOnlyCollection<Issue> issues)
    {
        var errors = issues.Where(issue => issue.Severity == IssueSeverity.Error).Select(issue => issue.Code).ToList();
        var status = errors.Contains(KetamineOutcomes.Fhir.FhirCodes.ResourceTooLarge, StringComparer.Ordinal) ? StatusCodes.Status413PayloadTooLarge
            : errors.Exists(code => code is IssueCodes.JsonMalformed or KetamineOutcomes.Fhir.FhirCodes.InputEmpty) ? StatusCodes.Status400BadRequest
            : StatusCodes.Status422UnprocessableEntity;
        return Of(status, NothingAssessed, issues);
    }
}
