using System.Text;
using System.Text.Json.Nodes;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Small made-up resources, and short ways to read them.</summary>
internal static class Resources
{
    /// <summary>The LOINC codes of the PHQ-9's items in printed order (US Core, Questionnaire phq-9-example).</summary>
    public static readonly string[] Phq9Items =
        ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];

    /// <summary>The LOINC answer codes of list LL358-3, 0 to 3 (US Core, the same).</summary>
    public static readonly string[] Frequency = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"];

    public static string Coding(int value) => $$$"""{"valueCoding":{"system":"http://loinc.org","code":"{{{Frequency[value]}}}"}}""";

    public static string Item(string linkId, string? answer, string more = "") =>
        answer is null ? $$"""{"linkId":"{{linkId}}"{{more}}}""" : $$"""{"linkId":"{{linkId}}","answer":[{{answer}}]{{more}}}""";

    public static string Response(string items, string more = "", string status = "completed") =>
        $$"""{"resourceType":"QuestionnaireResponse","status":"{{status}}","authored":"2026-03-01T10:00:00Z"{{more}},"item":[{{items}}]}""";

    /// <summary>The items of a PHQ-9 with LOINC answers; null leaves an item out.</summary>
    public static string Phq9(params int?[] answers) =>
        string.Join(",", answers.Select((answer, i) => answer is { } value ? Item(Phq9Items[i], Coding(value)) : null).Where(item => item is not null));

    public static string Observation(string codes, string value, string more = "") =>
        $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{{codes}}]}{{(value.Length > 0 ? "," + value : "")}}{{more}}}""";

    public static string Loinc(string code) => $$"""{"system":"http://loinc.org","code":"{{code}}"}""";

    public static EquatableArray<FhirRecord> Read(string json, FhirReadOptions? options = null) => FhirReader.Read(Encoding.UTF8.GetBytes(json), options);

    public static FhirForm Form(string json, FhirReadOptions? options = null) =>
        Read(json, options).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Form>().Which.Value;

    public static FhirTotal Total(string json, FhirReadOptions? options = null) =>
        Read(json, options).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Total>().Which.Value;

    public static FhirRecord.Refused Refused(string json, FhirReadOptions? options = null) =>
        Read(json, options).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Refused>().Which;

    public static FhirRecord.Skipped Skipped(string json, FhirReadOptions? options = null) =>
        Read(json, options).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Skipped>().Which;

    /// <summary>The main score as printed, or the case's word.</summary>
    public static string Outcome(this FhirForm form) => form.Score().Sheet.Scores[0].Outcome();

    public static IEnumerable<string> Codes(this IEnumerable<Issue> issues) => issues.Select(issue => issue.Code);

    public static FhirDefinitions Definitions(params string[] documents) =>
        FhirDefinitions.Read(documents.Select(document => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(document)));

    public static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}
