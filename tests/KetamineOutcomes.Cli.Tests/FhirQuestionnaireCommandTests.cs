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

    [Theory]
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
