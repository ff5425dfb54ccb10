using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using static KetamineOutcomes.Fhir.Tests.Resources;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Alerts as Observations: one for each that the instrument has, whatever the score's case is.</summary>
public sealed class AlertObservationTests
{
    private static readonly FhirResourceOptions Context = new() { Id = "f", Subject = "Patient/1", DerivedFrom = "QuestionnaireResponse/f", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1)) };

    private static List<JsonNode> Write(string id, params (string Item, int Value)[] answers) =>
        [.. FhirWriter.Observations(InstrumentCatalogue.Shipped.Find(id)!, AnswerSet.Of(answers), Context).Select(resource => Parse(resource.ToJson()))];

    private static string StatusOf(JsonNode observation)
    {
        ((string)observation["valueCodeableConcept"]!["coding"]![0]!["system"]!).Should().Be("urn:x-ketamine-outcomes:alert-status");
        return (string)observation["valueCodeableConcept"]!["coding"]![0]!["code"]!;
    }

    private static string[] References(JsonNode observation, string name) => [.. observation[name]!.AsArray().Select(reference => (string)reference!["reference"]!)];

    // Raised from 1 on (definition of the PHQ-9, project policy); eight other answers are missing, and the alert stands all the same.
    [Theory]
    [InlineData(1, "raised")]
    [InlineData(0, "clear")]
    public void Alert_of_an_incomplete_form_says_what_its_item_says(int answer, string expected)
    {
        var written = Write("phq-9", ("item9", answer));
        var alert = written.Single(json => (string?)json["id"] == "f-alert-item9");

        StatusOf(alert).Should().Be(expected);
        ((string)alert["code"]!["coding"]![0]!["code"]!).Should().Be("phq-9/alert/item9");
        ((string)alert["method"]!["coding"]![0]!["version"]!).Should().Be("1.0.0");
        ((string)alert["subject"]!["reference"]!).Should().Be("Patient/1");
        ((string)alert["effectiveDateTime"]!).Should().Be("2026-03-01");
        References(alert, "derivedFrom").Should().Equal("QuestionnaireResponse/f", "Observation/f-item9");
        References(written[0], "hasMember").Should().Contain("Observation/f-alert-item9");
        written.Single(json => (string?)json["id"] == "f-score-total")["dataAbsentReason"].Should().NotBeNull();
    }

    [Fact]
    public void Alert_of_an_item_without_an_answer_is_not_assessed_and_never_clear()
    {
        var alert = Write("phq-9", ("item1", 3)).Single(json => (string?)json["id"] == "f-alert-item9");

        StatusOf(alert).Should().Be("not-assessed");
        References(alert, "derivedFrom").Should().Equal("QuestionnaireResponse/f");
    }

    // Levels of the MADRS's item 10: flag from 2, urgent from 4 (its definition).
    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "madrs/alert/item10/flag")]
    [InlineData(4, "madrs/alert/item10/urgent")]
    public void Published_level_that_is_reached_is_the_interpretation(int answer, string? expected)
    {
        var alert = Write("madrs", ("item10", answer)).Single(json => (string?)json["id"] == "f-alert-item10");

        StatusOf(alert).Should().Be("raised");
        ((string?)alert["interpretation"]?[0]!["coding"]![0]!["code"]).Should().Be(expected);
    }

    [Fact]
    public void Every_alert_of_every_instrument_is_written_once_with_ids_that_FHIR_allows()
    {
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!))
        {
            // An id of the longest kind that FHIR allows leaves no room for names behind it; one with room is kept.
            foreach (var (own, begin) in new[] { (new string('x', 64), "form-1"), ("r1", "r1") })
            {
                var form = Form(FhirWriter.Response(instrument, AnswerSet.Of((instrument.Items.First(item => item.IsScored).Id, 1)), new FhirResourceOptions { Id = own }).ToJson());
                var written = FhirWriter.Observations(form, "form-1").Select(resource => resource.Id!).ToList();

                written.Where(id => id.Contains("-alert-", StringComparison.Ordinal)).Should().Equal(instrument.Alerts.Select(alert => $"{begin}-{instrument.Id}-alert-{alert.Id}"), instrument.Id);
                written.Should().OnlyHaveUniqueItems().And.OnlyContain(id => id.Length <= 64);
            }
        }
    }

    [Fact]
    public void A_raised_alert_is_no_score_and_is_told_where_it_is_read_again()
    {
        var written = FhirWriter.Observations(InstrumentCatalogue.Shipped.Find("phq-9")!, AnswerSet.Of(("item9", 2)), Context);
        var alert = written.Single(resource => resource.Id == "f-alert-item9").ToJson();

        Skipped(alert).Issues.Codes().Should().Equal("fhir-alert-raised");
        Skipped(alert.Replace("\"raised\"", "\"clear\"", StringComparison.Ordinal)).Issues.Codes().Should().Equal("fhir-not-a-score");
        Skipped(alert.Replace("\"final\"", "\"entered-in-error\"", StringComparison.Ordinal)).Issues.Codes().Should().Equal("fhir-not-a-score");
    }

    [Fact]
    public void A_course_knows_of_a_raised_alert_whose_form_is_not_there_and_of_no_other_twice()
    {
        var instrument = InstrumentCatalogue.Shipped.Find("phq-9")!;
        var answers = AnswerSet.Of(("item9", 2));
        var form = FhirWriter.Response(instrument, answers, new FhirResourceOptions { Id = "f", Subject = "Patient/1", At = Context.At });
        var observations = FhirWriter.Observations(instrument, answers, Context);

        var whole = FhirCourses.Read(FhirWriter.Bundle([form, .. observations]).ToUtf8());
        whole.GetCourseOrThrow().Unreadable.Should().BeEmpty();
        whole.Issues.Codes().Should().NotContain("fhir-alert-raised");

        var alone = FhirCourses.Read(FhirWriter.Bundle(observations).ToUtf8());
        alone.GetCourseOrThrow().Unreadable.Should().Equal(new UnreadableRecord("phq-9", Context.At));
        alone.Issues.Codes().Should().Contain("fhir-alert-raised");
    }

    [Fact]
    public void An_OperationOutcome_has_code_severity_and_place()
    {
        var json = Parse(FhirWriter.Outcome([new Issue(FhirCodes.ItemTwice, IssueSeverity.Error, "Two items are one.", "item[3]"), new Issue(FhirCodes.CodeMisused, IssueSeverity.Notice, "Misused.")]).ToJson());

        ((string)json["issue"]![0]!["severity"]!).Should().Be("error");
        ((string)json["issue"]![0]!["details"]!["coding"]![0]!["code"]!).Should().Be("fhir-item-twice");
        ((string)json["issue"]![0]!["diagnostics"]!).Should().Be("item[3]");
        ((string)json["issue"]![1]!["severity"]!).Should().Be("information");
        Parse(FhirWriter.Outcome([]).ToJson())["issue"]!.AsArray().Should().ContainSingle("FHIR wants one at least");
    }
}
