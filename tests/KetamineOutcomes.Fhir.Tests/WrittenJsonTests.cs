using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>The JSON itself, element by element, against FHIR's pages and ../shared/facts/interop.md.</summary>
public sealed class WrittenJsonTests
{
    private static readonly Instrument Phq9 = InstrumentCatalogue.Shipped.Find("phq-9")!;

    // Items 1 to 8 one each, item 9 none: 8, and by Kroenke 2001 5 to 9 is mild.
    private static readonly AnswerSet Eight = AnswerSet.Create(
        Enumerable.Range(1, 9).Select(i => new KeyValuePair<string, Answer>($"item{i}", Answer.Number(i == 9 ? 0 : 1))));

    private static readonly FhirResourceOptions Context = new()
    {
        Id = "q1",
        Subject = "Patient/1",
        Encounter = "Encounter/2",
        At = ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 1, 14, 30, 0, TimeSpan.FromHours(1))),
        DerivedFrom = "QuestionnaireResponse/q1",
    };

    private static JsonObject Json(FhirResource resource) => JsonNode.Parse(resource.ToUtf8().Span)!.AsObject();

    private static JsonObject Observation(AnswerSet answers, string id) =>
        FhirWriter.Observations(Phq9, answers, Context).Select(Json).Single(json => (string?)json["id"] == id);

    private static void ShouldBe(JsonNode? actual, string expected) => (actual?.ToJsonString()).Should().Be(JsonNode.Parse(expected)!.ToJsonString());

    // questionnaire.html (R4): item.type "choice", answerOption.value[x]; interop.md 1.1: itemWeight goes on answerOption where possible.
    // interop.md 1.3: panel 44249-1, first item 44250-9, LA6568-5 = 0, LA6571-9 = 3.
    [Fact]
    public void A_Questionnaire_has_coded_options_with_weights()
    {
        var form = Json(FhirWriter.Questionnaire(Phq9));

        ShouldBe(form["url"], "\"urn:x-ketamine-outcomes:instruments/phq-9\"");
        ShouldBe(form["code"], """[{"system":"http://loinc.org","code":"44249-1"},{"system":"urn:x-ketamine-outcomes:instruments","code":"phq-9","display":"PHQ-9"}]""");
        var item = form["item"]![0]!;
        ShouldBe(item["linkId"], "\"phq-9/item1\"");
        ShouldBe(item["type"], "\"choice\"");
        ShouldBe(item["code"]![0], """{"system":"http://loinc.org","code":"44250-9"}""");
        ShouldBe(item["text"], "\"Loss of interest or pleasure\"");
        ShouldBe(item["answerOption"]![0], """
            {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":0}],
             "valueCoding":{"system":"http://loinc.org","code":"LA6568-5","display":"Not at all"}}
            """);
        ((string)item["answerOption"]![3]!["valueCoding"]!["code"]!).Should().Be("LA6571-9");
        ((decimal)item["answerOption"]![3]!["extension"]![0]!["valueDecimal"]!).Should().Be(3);
        form["item"]!.AsArray().Should().HaveCount(10, "nine items and the difficulty, which no scale sums; no total without an expression");
        ((string)form["copyright"]!).Should().Contain("Pfizer").And.Contain("http://loinc.org/license");
    }

    // questionnaire.html (R5): item.type "coding" where R4 has "choice" (interop.md 1.2). ordinalValue is what R4 systems know (1.1).
    [Fact]
    public void R5_and_ordinalValue_are_options()
    {
        var form = Json(FhirWriter.Questionnaire(Phq9, new FhirWriteOptions { Version = FhirVersion.R5, Weights = FhirWeightExtension.OrdinalValue, LinkIds = FhirLinkIds.Loinc }));

        ShouldBe(form["item"]![0]!["type"], "\"coding\"");
        ShouldBe(form["item"]![0]!["linkId"], "\"44250-9\"");
        ShouldBe(form["item"]![0]!["answerOption"]![1]!["extension"], """[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":1}]""");
    }

    // SDC, StructureDefinition-sdc-questionnaire-calculatedExpression: valueExpression with language and expression, on an item.
    [Fact]
    public void A_total_has_an_item_where_the_caller_gives_its_expression()
    {
        var form = Json(FhirWriter.Questionnaire(Phq9, new FhirWriteOptions
        {
            Expression = (_, scale, linkId) => scale.Id == "total" ? $"%resource.item.where(linkId='{linkId("item1")}')" : null,
        }));

        ShouldBe(form["item"]![10]!["extension"], """
            [{"url":"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
              "valueExpression":{"language":"text/fhirpath","expression":"%resource.item.where(linkId='phq-9/item1')"}}]
            """);
        ShouldBe(form["item"]![10]!["readOnly"], "true");
        ShouldBe(form["item"]![10]!["code"]![0], """{"system":"http://loinc.org","code":"44261-6"}""");
        form["item"]!.AsArray().Should().HaveCount(11);
    }

    // StructureDefinition variable: valueExpression with a name, on the Questionnaire. questionnaire.html, item-type: boolean, string.
    [Fact]
    public void A_form_has_the_variables_of_its_expressions_and_severities_beside_totals()
    {
        var options = new FhirWriteOptions
        {
            Variables = [new FhirVariable("items", "%resource.item")],
            Expression = (_, scale, _) => scale.Id is "total" or "major-depressive-pattern" ? $"'{scale.Id}'" : null,
            SeverityExpression = (_, scale, _) => $"'severity of {scale.Id}'",
        };
        var form = Json(FhirWriter.Questionnaire(Phq9, options));

        ShouldBe(form["extension"], """
            [{"url":"http://hl7.org/fhir/StructureDefinition/variable","valueExpression":{"name":"items","language":"text/fhirpath","expression":"%resource.item"}}]
            """);
        form["item"]!.AsArray().Skip(10).Select(item => ((string)item!["linkId"]!, (string)item["type"]!, (string)item["extension"]![0]!["valueExpression"]!["expression"]!)).Should().Equal(
            ("phq-9/total", "decimal", "'total'"),
            ("phq-9/total/severity", "string", "'severity of total'"),
            ("phq-9/major-depressive-pattern", "boolean", "'major-depressive-pattern'"));

        Json(FhirWriter.Questionnaire(Phq9, new FhirWriteOptions { Variables = options.Variables })).ContainsKey("extension").Should().BeFalse("no expression uses them");
    }

    [Theory]
    [InlineData("madrs", "urn:x-ketamine-outcomes:instruments", "urn:x-ketamine-outcomes:instruments")]
    [InlineData("madrs", "http://clinic.example/codes", "http://clinic.example/codes")]
    public void Without_LOINC_codes_the_projects_system_stands_or_the_callers(string id, string system, string expected)
    {
        var form = Json(FhirWriter.Questionnaire(InstrumentCatalogue.Shipped.Find(id)!, new FhirWriteOptions { ProjectSystem = system }));

        ShouldBe(form["code"], $$"""[{"system":"{{expected}}","code":"madrs","display":"MADRS"}]""");
        ShouldBe(form["item"]![0]!["code"], $$"""[{"system":"{{expected}}","code":"madrs/item1","display":"Sadness, seen by the rater"}]""");

        // MADRS items are 0 to 6 in single points.
        ShouldBe(form["item"]![0]!["type"], "\"integer\"");
        ShouldBe(form["item"]![0]!["extension"], """
            [{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":0},{"url":"http://hl7.org/fhir/StructureDefinition/maxValue","valueInteger":6}]
            """);
        ((string)form["copyright"]!).Should().NotContain("LOINC");
    }

    // questionnaireresponse.html: questionnaire (canonical with version), status, subject, encounter, authored, item.linkId, item.answer.value[x].
    [Fact]
    public void A_response_has_the_answered_items_alone()
    {
        var json = Json(FhirWriter.Response(Phq9, AnswerSet.Of(("item2", 3)), Context));

        ShouldBe(json, """
            {"resourceType":"QuestionnaireResponse","id":"q1","questionnaire":"urn:x-ketamine-outcomes:instruments/phq-9|1.0.0","status":"completed",
             "subject":{"reference":"Patient/1"},"encounter":{"reference":"Encounter/2"},"authored":"2026-03-01T14:30:00+01:00",
             "item":[{"linkId":"phq-9/item2","text":"Low or hopeless mood","answer":[{"valueCoding":{
               "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":3}],
               "system":"http://loinc.org","code":"LA6571-9","display":"On nearly every day"}}]}]}
            """);
    }

    // datatypes.html#dateTime: a time of day needs an offset. datatypes.html#ele-1: a value or an extension.
    [Fact]
    public void A_local_time_and_a_relative_day_stand_in_extensions()
    {
        var local = Json(FhirWriter.Response(Phq9, Eight, Context with { At = ClinicalTime.AtLocal(new DateOnly(2026, 3, 1), new TimeOnly(9, 5)) }));
        var relative = Json(FhirWriter.Response(Phq9, Eight, Context with { At = ClinicalTime.OnDay(2.25m) }));

        ShouldBe(local["authored"], "\"2026-03-01\"");
        ShouldBe(local["_authored"], """{"extension":[{"url":"urn:x-ketamine-outcomes:extension/local-time","valueTime":"09:05:00"}]}""");
        relative.ContainsKey("authored").Should().BeFalse();
        ShouldBe(relative["_authored"], """{"extension":[{"url":"urn:x-ketamine-outcomes:extension/relative-day","valueDecimal":2.25}]}""");
    }

    // observation.html; interop.md 1.1: category survey, the panel's hasMember, derivedFrom the response; 7.4: valueQuantity {score}.
    [Fact]
    public void A_total_is_a_quantity_of_scores_with_its_rule_band_and_source()
    {
        var total = Observation(Eight, "q1-score-total");

        ShouldBe(total["code"]!["coding"]![0], """{"system":"http://loinc.org","code":"44261-6"}""");
        ShouldBe(total["category"]![0]!["coding"]![0]!["code"], "\"survey\"");
        ShouldBe(total["valueQuantity"], """{"value":8,"unit":"{score}","system":"http://unitsofmeasure.org","code":"{score}"}""");
        ShouldBe(total["effectiveDateTime"], "\"2026-03-01T14:30:00+01:00\"");
        ShouldBe(total["interpretation"], """
            [{"coding":[{"system":"urn:x-ketamine-outcomes:instruments","code":"phq-9/total/kroenke-2001/mild","display":"Mild"}],"text":"Mild"}]
            """);
        ShouldBe(total["method"], """
            {"coding":[{"system":"urn:x-ketamine-outcomes:instruments","version":"1.0.0","code":"phq-9/total"}],"text":"phq-9/total 1.0.0, missing-item policy none"}
            """);
        ShouldBe(total["derivedFrom"]![0], """{"reference":"QuestionnaireResponse/q1"}""");
        total["derivedFrom"]!.AsArray().Should().HaveCount(10, "the form and the nine items that the rule sums");
        total.ContainsKey("dataAbsentReason").Should().BeFalse();

        var panel = Observation(Eight, "q1-panel");
        ShouldBe(panel["code"]!["coding"]![0], """{"system":"http://loinc.org","code":"44249-1"}""");
        panel["hasMember"]!.AsArray().Select(node => (string)node!["reference"]!).Should().Contain(["Observation/q1-score-total", "Observation/q1-item9"]);
        ShouldBe(Observation(Eight, "q1-item1")["valueCodeableConcept"]!["coding"]![0]!["code"], "\"LA6569-3\"");
    }

    // observation.html, obs-6: a dataAbsentReason only where there is no value. CodeSystem data-absent-reason: unknown, error.
    [Theory]
    [InlineData(null, "unknown")]
    [InlineData(4, "error")]
    public void Without_a_score_there_is_a_reason_and_never_a_value(int? ninth, string reason)
    {
        var answers = Eight.With("item9", ninth is { } value ? Answer.Number(value) : Answer.Missing);
        var total = Observation(answers, "q1-score-total");

        ShouldBe(total["dataAbsentReason"]!["coding"]![0]!["code"], $"\"{reason}\"");
        total.Select(member => member.Key).Should().NotContain(key => key.StartsWith("value", StringComparison.Ordinal));
        total.ContainsKey("interpretation").Should().BeFalse();
    }

    // medicationadministration.html (R4): medicationCodeableConcept, effectiveDateTime, context, dosage; route-codes: 47625008 is intravenous.
    [Fact]
    public void An_infusion_is_a_MedicationAdministration_of_R4()
    {
        var infusion = new Infusion(ClinicalTime.OnDate(new DateOnly(2026, 3, 1)), "ketamine", Route.Intravenous, InfusionKind.Induction, 40m, 80m, 40m);

        ShouldBe(Json(FhirWriter.Infusion(infusion, Context)), """
            {"resourceType":"MedicationAdministration","id":"q1","extension":[
               {"url":"urn:x-ketamine-outcomes:extension/infusion-kind","valueCode":"induction"},
               {"url":"urn:x-ketamine-outcomes:extension/body-weight","valueQuantity":{"value":80,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}},
               {"url":"urn:x-ketamine-outcomes:extension/minutes","valueQuantity":{"value":40,"unit":"min","system":"http://unitsofmeasure.org","code":"min"}}],
             "status":"completed","medicationCodeableConcept":{"text":"ketamine"},"subject":{"reference":"Patient/1"},"context":{"reference":"Encounter/2"},
             "effectiveDateTime":"2026-03-01",
             "dosage":{"route":{"coding":[{"system":"http://snomed.info/sct","code":"47625008"}],"text":"intravenous"},
                       "dose":{"value":40,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}}
            """);
    }

    // StructureDefinition MedicationAdministration and Procedure, R4 and R5: subject has the cardinality 1..1. An element that must be there and has no value says
    // why by the extension data-absent-reason (extensibility.html, "missing data"). Found by fhir, @medplum/core and the JSON schemas of R4 and R5.
    [Theory]
    [InlineData(FhirVersion.R4, FhirInfusionForm.MedicationAdministration)]
    [InlineData(FhirVersion.R4, FhirInfusionForm.Procedure)]
    [InlineData(FhirVersion.R5, FhirInfusionForm.MedicationAdministration)]
    [InlineData(FhirVersion.R5, FhirInfusionForm.Procedure)]
    public void An_infusion_of_nobody_says_that_the_subject_is_not_known(FhirVersion version, FhirInfusionForm form)
    {
        var written = FhirWriter.Infusion(new Infusion(ClinicalTime.OnDate(new DateOnly(2026, 3, 1))), null, new FhirWriteOptions { Version = version, Infusions = form });

        ShouldBe(Json(written)["subject"], """{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}""");
        Resources.Read(written.ToJson()).Should().NotContain(record => record.Issues.Any(issue => issue.Severity == IssueSeverity.Error));
    }

    // R5, medicationadministration.html: medication is a CodeableReference, occurence[x] is spelled with one r; procedure.html: occurrence[x] with two, used.
    [Fact]
    public void R5_has_other_names_for_an_infusion()
    {
        var infusion = new Infusion(ClinicalTime.OnDate(new DateOnly(2026, 3, 1)));
        var r5 = new FhirWriteOptions { Version = FhirVersion.R5 };

        ShouldBe(Json(FhirWriter.Infusion(infusion, null, r5)), """
            {"resourceType":"MedicationAdministration","status":"completed","medication":{"concept":{"text":"ketamine"}},
             "subject":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},"occurenceDateTime":"2026-03-01"}
            """);
        ShouldBe(Json(FhirWriter.Infusion(infusion, null, r5 with { Infusions = FhirInfusionForm.Procedure })), """
            {"resourceType":"Procedure","status":"completed",
             "code":{"coding":[{"system":"urn:x-ketamine-outcomes:instruments","code":"infusion","display":"Infusion visit"}]},
             "subject":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},
             "occurrenceDateTime":"2026-03-01","used":[{"concept":{"text":"ketamine"}}]}
            """);
    }

    // RFC 9562, 5.8: version 8, variant 10.
    [Fact]
    public void Entries_have_addresses_and_references_among_them_follow()
    {
        var form = FhirWriter.Response(Phq9, Eight, Context);
        var bundle = Json(FhirWriter.Bundle([form, .. FhirWriter.Observations(Phq9, Eight, Context)]));
        var urls = bundle["entry"]!.AsArray().Select(entry => (string)entry!["fullUrl"]!).ToList();

        urls.Should().OnlyHaveUniqueItems().And.AllSatisfy(url => url.Should().MatchRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        ShouldBe(bundle["entry"]![1]!["resource"]!["derivedFrom"]![0]!["reference"], $"\"{urls[0]}\"");
        bundle["entry"]![1]!["resource"]!["hasMember"]!.AsArray().Select(node => (string)node!["reference"]!).Should().BeSubsetOf(urls);
        form.ToJson().Should().NotContain("urn:uuid", "a resource itself is not changed");
    }

    [Fact]
    public void What_a_caller_got_wrong_throws_and_no_text_holds_the_patient()
    {
        var unknown = () => FhirWriter.Response(Phq9, AnswerSet.Of(("item77", 1)));
        var endless = () => FhirWriter.Response(Phq9, AnswerSet.Create([new("item1", Answer.Number(new Fraction(1, 3)))]));
        var nameless = () => FhirWriter.Observations(Phq9, Eight, FhirResourceOptions.Empty);
        var badId = () => new FhirResourceOptions { Id = "a b" };

        unknown.Should().Throw<ArgumentException>();
        endless.Should().Throw<ArgumentException>();
        nameless.Should().Throw<ArgumentException>();
        badId.Should().Throw<ArgumentException>();
        (Context + FhirWriter.Response(Phq9, Eight, Context).ToString()).Should().Be("FhirResourceOptionsQuestionnaireResponse");
    }
}
