using System.Text.Json.Nodes;

namespace KetamineOutcomes.Cli.Tests;

public sealed class FhirObservationsCommandTests
{
    private static readonly string[] Items = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];

    /// <summary>A PHQ-9 of ones: 9 where all nine are answered.</summary>
    private static string Phq9(int answered) =>
        $$"""{"resourceType":"QuestionnaireResponse","id":"r","status":"completed","authored":"2026-03-01","subject":{"reference":"Patient/1"},"item":[{{string.Join(',', Items.Take(answered).Select(code => $$"""{"linkId":"/{{code}}","answer":[{"valueInteger":1}]}"""))}}]}""";

    private static JsonNode Total(string output) =>
        output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).Single(json => (string?)json["id"] == "r-phq-9-score-total");

    [Fact]
    public void A_form_gives_its_total_with_source_and_subject_and_the_tool_reads_it_back()
    {
        var call = Call.RunWith(Phq9(9), "fhir", "observations");

        call.Code.Should().Be(0, call.Error);
        var total = Total(call.Output);
        ((decimal)total["valueQuantity"]!["value"]!).Should().Be(9);
        ((string)total["derivedFrom"]![0]!["reference"]!).Should().Be("QuestionnaireResponse/r");
        ((string)total["subject"]!["reference"]!).Should().Be("Patient/1");
        Call.RunWith(call.Output, "fhir", "score").Output.Should().Contain(",phq-9,total,scored,9,mild,");
    }

    [Fact]
    public void Without_one_answer_there_is_a_reason_and_no_value()
    {
        var total = Total(Call.RunWith(Phq9(8), "fhir", "observations").Output);

        ((string)total["dataAbsentReason"]!["coding"]![0]!["code"]!).Should().Be("unknown");
        total["valueQuantity"].Should().BeNull();
    }

    [Fact]
    public void What_cannot_be_read_is_named_and_gives_no_observation()
    {
        var call = Call.RunWith("{\"resourceType\":\"Observ", "fhir", "observations");

        call.Code.Should().Be(1);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain("json-malformed");
    }
}
