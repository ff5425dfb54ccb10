using System.Text.Json.Nodes;

namespace KetamineOutcomes.Cli.Tests;

public sealed class FhirQuestionnaireCommandTests
{
    [Theory]
    [InlineData("r4", "choice")]
    [InlineData("r5", "coding")]
    public void A_form_is_written_for_the_release_that_is_asked_for(string release, string type)
    {
        var call = Call.Run("fhir", "questionnaire", "--instrument", "phq-9", "--release", release, "--weights", "ordinal-value");

        call.Code.Should().Be(0, call.Error);
        var form = JsonNode.Parse(call.Output)!;
        ((string)form["resourceType"]!).Should().Be("Questionnaire");
        ((string)form["item"]![0]!["type"]!).Should().Be(type);
        ((string)form["item"]![0]!["answerOption"]![3]!["extension"]![0]!["url"]!).Should().Be("http://hl7.org/fhir/StructureDefinition/ordinalValue");
        call.Output.Should().EndWith("}\n");
    }

    // PHQ-9: four scales, the bands of Kroenke 2001 for two of them (docs/instruments/phq-9.md). SDC calculatedExpression; guarded, so that nothing is summed of a form with gaps.
    [Theory]
    [InlineData("all", "phq-9/total phq-9/total/severity phq-9/phq-2 phq-9/phq-8 phq-9/phq-8/severity phq-9/major-depressive-pattern")]
    [InlineData("main", "phq-9/total phq-9/total/severity")]
    [InlineData("none", "")]
    public void A_form_computes_its_totals_itself(string totals, string expected)
    {
        var call = Call.Run("fhir", "questionnaire", "--instrument", "phq-9", "--totals", totals);

        call.Code.Should().Be(0, call.Error);
        var form = JsonNode.Parse(call.Output)!;
        var computed = form["item"]!.AsArray().Where(item => item!["readOnly"] is not null).ToList();
        string.Join(' ', computed.Select(item => (string)item!["linkId"]!)).Should().Be(expected);
        computed.ForEach(item => ((string)item!["extension"]![0]!["valueExpression"]!["expression"]!)
            .Should().StartWith("iif((").And.EndWith(", {})").And.Contain("%items.where(linkId in ('phq-9/item1' | 'phq-9/item2'"));
        (form["extension"]?[0]!["valueExpression"]!["name"]?.GetValue<string>()).Should().Be(expected.Length > 0 ? "items" : null);
    }

    // EQ-5D-5L: no value set travels with a form, so that its index has no expression; its profile has one.
    [Fact]
    public void A_scale_that_FHIRPath_cannot_say_is_not_on_the_form()
    {
        var call = Call.Run("fhir", "questionnaire", "--instrument", "eq-5d-5l");

        call.Code.Should().Be(0, call.Error);
        call.Output.Should().NotContain("\"eq-5d-5l/index\"").And.Contain("\"linkId\": \"eq-5d-5l/profile\"");
    }

    [Theory]
    [InlineData("fhir", "questionnaire", "--instrument", "phq-9", "--totals", "some")]
    [InlineData("fhir", "questionnaire")]
    [InlineData("fhir", "questionnaire", "--instrument", "no-such-scale")]
    [InlineData("fhir", "questionnaire", "--instrument", "phq-9", "--release", "r3")]
    public void What_it_cannot_write_is_an_unusable_call(params string[] arguments)
    {
        var call = Call.Run(arguments);

        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
    }
}
