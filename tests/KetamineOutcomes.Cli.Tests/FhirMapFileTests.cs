using System.Text.Json.Nodes;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>A clinic's own form, known to nobody but it, through a map in a file.</summary>
public sealed class FhirMapFileTests
{
    // q1 to q9 with local codes; 2 for the first, 1 for the ninth, 0 else: 3.
    private static readonly string Response =
        $$"""{"resourceType":"QuestionnaireResponse","id":"r","status":"completed","authored":"2026-03-01","subject":{"reference":"Patient/1"},"item":[{{string.Join(',', Enumerable.Range(1, 9).Select(i => $$$"""{"linkId":"q{{{i}}}","answer":[{"valueCoding":{"system":"http://clinic.example/a","code":"{{{(i == 1 ? "often" : i == 9 ? "some" : "never")}}}"}}]}"""))}}]}""";

    private static readonly string Map =
        $$"""{"format":1,"instrument":"phq-9","links":[{{string.Join(',', Enumerable.Range(1, 9).Select(i => $$"""{"linkId":"q{{i}}","target":"item{{i}}"}"""))}}],"answers":[{"code":"never","value":0},{"code":"some","value":1},{"system":"http://clinic.example/a","code":"often","value":2}]}""";

    [Fact]
    public void Each_command_that_reads_forms_takes_it()
    {
        using var folder = new TemporaryFolder();
        var map = folder.Write("map.json", Map);

        Call.RunWith(Response, "fhir", "score", "--map-file", map).Output.Should().Contain(",phq-9,total,scored,3,minimal,").And.Contain(",phq-9,alert:item9,raised,");
        var observations = Call.RunWith(Response, "fhir", "observations", "--map-file", map).Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        ((decimal)observations.Single(json => (string?)json["id"] == "r-phq-9-score-total")["valueQuantity"]!["value"]!).Should().Be(3);
        ((string)observations.Single(json => (string?)json["id"] == "r-phq-9-alert-item9")["valueCodeableConcept"]!["coding"]![0]!["code"]!).Should().Be("raised");
        Call.RunWith($$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{{Response}}}]}""", "assess", "--fhir", "-", "--map-file", map, "--at", "last", "--indicator", "score")
            .Output.Should().Contain("Patient/1,1,").And.Contain(",measured,3,");
    }

    [Fact]
    public void Without_the_map_the_form_is_not_known() =>
        Call.RunWith(Response, "fhir", "score").Error.Should().Contain("fhir-form-unknown");

    [Fact]
    public void A_map_for_one_form_is_not_used_for_another()
    {
        using var folder = new TemporaryFolder();
        var map = folder.Write("map.json", Map.Replace("\"links\"", "\"questionnaire\":\"http://clinic.example/other\",\"links\"", StringComparison.Ordinal));

        Call.RunWith(Response, "fhir", "score", "--map-file", map).Error.Should().Contain("fhir-form-unknown");
    }

    [Fact]
    public void A_map_that_cannot_be_used_is_named_with_the_place()
    {
        using var folder = new TemporaryFolder();
        var map = folder.Write("map.json", Map.Replace("\"item4\"", "\"item44\"", StringComparison.Ordinal));
        var call = Call.RunWith(Response, "fhir", "score", "--map-file", map);

        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain($"{map}: $.links[3].target: json-value-invalid: Expected an item of phq-9");
        Call.RunWith(Response, "fhir", "score", "--map-file", folder["gone.json"]).Error.Should().Contain("file-not-found");
    }
}
