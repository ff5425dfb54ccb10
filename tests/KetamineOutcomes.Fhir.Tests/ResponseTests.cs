using KetamineOutcomes.Instruments;
using static KetamineOutcomes.Fhir.Tests.Resources;

namespace KetamineOutcomes.Fhir.Tests;

public sealed class ResponseTests
{
    // 2+1+0+3+2+1+0+1+0 = 10
    private static readonly int?[] Ten = [2, 1, 0, 3, 2, 1, 0, 1, 0];

    [Fact]
    public void Items_are_found_by_the_linkId_that_is_their_code_at_any_depth()
    {
        var deep = Phq9(Ten);
        for (var i = 0; i < 20; i++)
        {
            deep = $$"""{"linkId":"g{{i}}","item":[{{deep}}]}""";
        }

        Form(Response(deep)).Outcome().Should().Be("10");
    }

    [Fact]
    public void Items_below_an_answer_are_found()
    {
        var nested = Item("gate", """{"valueBoolean":true,"item":[""" + Phq9(Ten) + "]}");

        Form(Response(nested)).Outcome().Should().Be("10");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/44249-1/")]
    public void Slashes_before_the_code_play_no_part(string before)
    {
        var items = string.Join(',', Phq9Items.Select((code, i) => Item(before + code, Coding(Ten[i]!.Value))));

        Form(Response(items)).Outcome().Should().Be("10");
    }

    [Fact]
    public void CDISC_codes_and_the_wires_own_names_are_linkIds_too()
    {
        var cdisc = string.Join(',', Enumerable.Range(1, 9).Select(i => Item($"PHQ010{i}", """{"valueInteger":1}""")));
        var wire = string.Join(',', Enumerable.Range(1, 10).Select(i => Item($"madrs_item{i}", """{"valueInteger":4}""")));
        var path = string.Join(',', Enumerable.Range(1, 10).Select(i => Item($"madrs/item{i}", """{"valueDecimal":4.0}""")));
        var bare = string.Join(',', Enumerable.Range(1, 10).Select(i => Item($"item{i}", """{"valueInteger":4}""")));

        Form(Response(cdisc)).Outcome().Should().Be("9");
        Form(Response(wire)).Outcome().Should().Be("40");
        Form(Response(path)).Outcome().Should().Be("40");
        Form(Response(bare), new FhirReadOptions { Instrument = "madrs" }).Outcome().Should().Be("40");
        Read(Response(bare)).Should().ContainSingle().Which.Should().BeOfType<FhirRecord.Skipped>("item1 is an item of every instrument");
    }

    [Fact]
    public void Code_of_the_Questionnaires_item_goes_before_the_linkId_and_the_linkId_before_the_map()
    {
        // The form's linkId 44255-8 (item 2) has the code of item 1; the map calls it item 3.
        var questionnaire = """
            {"resourceType":"Questionnaire","url":"http://example.org/q","item":[{"linkId":"44255-8","code":[{"system":"http://loinc.org","code":"44250-9"}]}]}
            """;
        var form = Form(Response(Item("44255-8", Coding(3)) + "," + Item("44260-8", Coding(0)), ",\"questionnaire\":\"http://example.org/q\""), new FhirReadOptions
        {
            Instrument = "phq-9",
            Definitions = Definitions(questionnaire),
            Maps = [new FhirFormMap("phq-9", [new("44255-8", "item3")])],
        });

        form.Answers["item1"].Should().Be(Answer.Number(3));
        form.Answers.Items.Should().BeEquivalentTo("item1", "item9");
        form.Issues.Codes().Should().Equal("fhir-item-contradiction");
        form.Issues[0].Place.Should().Be("item[0]");
    }

    [Fact]
    public void Map_of_another_form_does_not_apply()
    {
        var options = new FhirReadOptions { Maps = [new FhirFormMap("phq-9", [new("q1", "item1")], questionnaire: "http://example.org/a")] };

        Read(Response(Item("q1", Coding(1)), ",\"questionnaire\":\"http://example.org/a|2.0\""), options)[0].Should().BeOfType<FhirRecord.Form>();
        Read(Response(Item("q1", Coding(1)), ",\"questionnaire\":\"http://example.org/b\""), options)[0].Should().BeOfType<FhirRecord.Skipped>();
    }

    [Fact]
    public void Missing_items_leave_the_score_incomplete_and_a_stated_total_is_not_believed()
    {
        // GAD-7 with five of seven items, the total stated as if it were whole (fact sheet 1.2, bad data).
        var items = string.Join(',', new[] { "69725-0", "68509-9", "69733-4", "69734-2", "69735-9" }.Select(code => Item("/" + code, Coding(2))))
            + "," + Item("/70274-6", """{"valueDecimal":10}""");
        var form = Form(Response(items));
        var scores = form.Score();

        form.Instrument.Id.Should().Be("gad-7");
        scores.Sheet["total"].Should().BeOfType<Score.Incomplete>();
        scores.TotalIssues.Should().ContainSingle().Which.ToString().Should().Be("fhir-total-unsupported:total");
    }

    [Fact]
    public void Wrong_total_and_wrong_subtotal_are_both_reported()
    {
        // Items 2 and 1 make 3 for the PHQ-2, 10 in all.
        var items = Phq9(Ten) + "," + Item("/44261-6", """{"valueInteger":23}""") + "," + Item("55758-7", """{"valueQuantity":{"value":4,"code":"{score}"}}""");

        Form(Response(items)).Score().TotalIssues.Select(issue => issue.ToString()).Should().Equal("stated-total-differs:total", "stated-total-differs:phq-2");
    }

    [Fact]
    public void Difficulty_is_read_and_never_summed()
    {
        var items = Phq9(Ten) + "," + Item("/69722-7", """{"valueCoding":{"system":"http://loinc.org","code":"LA6575-0"}}""");
        var form = Form(Response(items));

        form.Answers["item10"].Should().Be(Answer.Number(2), "LA6575-0 is very difficult (LL359-1)");
        form.Outcome().Should().Be("10");
    }

    [Fact]
    public void Difficulty_alone_beside_another_instrument_makes_no_second_form()
    {
        var gad = string.Join(',', new[] { "69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7" }.Select(code => Item(code, Coding(1))));

        Form(Response(gad + "," + Item("69722-7", """{"valueCoding":{"system":"http://loinc.org","code":"LA6572-7"}}"""))).Instrument.Id.Should().Be("gad-7");
    }

    [Fact]
    public void One_response_may_hold_two_forms()
    {
        var gad = string.Join(',', new[] { "69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7" }.Select(code => Item(code, Coding(1))));
        var records = Read(Response(Phq9(Ten) + "," + gad));

        records.Should().AllBeOfType<FhirRecord.Form>();
        records.Cast<FhirRecord.Form>().Select(record => (record.Value.Instrument.Id, record.Value.Outcome())).Should().Equal(("phq-9", "10"), ("gad-7", "7"));
        records.Select(record => record.Place.Resource).Should().Equal(1, 1);
    }

    [Fact]
    public void Two_items_of_a_PHQ_2_are_a_PHQ_2_unless_the_caller_or_the_form_says_otherwise()
    {
        var items = Phq9(2, 1);
        var alone = Form(Response(items));

        alone.Instrument.Id.Should().Be("phq-2");
        alone.Outcome().Should().Be("3");
        alone.Issues.Codes().Should().Equal("fhir-instrument-chosen");
        Form(Response(items), new FhirReadOptions { Instrument = "phq-9" }).Outcome().Should().Be("incomplete");
        Form(Response($$"""{"linkId":"/44249-1","item":[{{items}}]}""")).Instrument.Id.Should().Be("phq-9");
        Form(Response(items, ",\"questionnaire\":\"http://loinc.org/q/44249-1\"")).Instrument.Id.Should().Be("phq-9");
    }

    [Fact]
    public void One_item_of_two_instruments_is_ambiguous()
    {
        var refused = Refused(Response(Phq9(2)));

        refused.Issues.Codes().Should().Equal("fhir-instrument-ambiguous");
        refused.Issues[0].Message.Should().Contain("phq-2 and phq-9");
    }

    [Theory]
    [InlineData("""{"valueCoding":{"system":"http://loinc.org","code":"LA6570-1"},"valueInteger":1}""", "fhir-value-several", "item[0].answer[0]")]
    [InlineData("""{"valueInteger":2},{"valueInteger":2}""", "fhir-answers-several", "item[0].answer")]
    [InlineData("""{"valueString":"2"}""", "fhir-value-unexpected", "item[0].answer[0].valueString")]
    [InlineData("""{"valueQuantity":{"value":2,"code":"mg"}}""", "fhir-value-unexpected", "item[0].answer[0].valueQuantity")]
    [InlineData("""{"valueBoolean":true}""", "fhir-value-unexpected", "item[0].answer[0].valueBoolean")]
    [InlineData("""{"valueInteger":"2"}""", "json-value-invalid", "item[0].answer[0].valueInteger")]
    [InlineData("""{"valueCoding":{"system":"http://loinc.org","code":"LA6572-7"}}""", "fhir-answer-code-unknown", "item[0].answer[0].valueCoding")]
    [InlineData("""{"valueCoding":{"system":"http://example.org","code":"LA6570-1"}}""", "fhir-answer-code-unknown", "item[0].answer[0].valueCoding")]
    [InlineData("""{"valueCoding":{"display":"Several days"}}""", "fhir-value-missing", "item[0].answer[0].valueCoding")]
    [InlineData("7", "json-value-invalid", "item[0].answer[0]")]
    [InlineData("""{"valueInteger":0.0000000000000000000000000000000001}""", "json-value-invalid", "item[0].answer[0].valueInteger")]
    [InlineData("""{"valueCoding":{"system":"http://loinc.org","code":"LA6571-9","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":4}]}}""", "fhir-answer-contradiction", "item[0].answer[0].valueCoding")]
    [InlineData("""{"valueCoding":{"code":"x","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":1},{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}}""", "fhir-answer-contradiction", "item[0].answer[0]")]
    public void Answer_that_cannot_be_told_is_an_error_with_its_place_and_never_a_score(string answer, string code, string place)
    {
        var rest = string.Join(',', Phq9Items[1..].Select(item => Item(item, Coding(0))));
        var form = Form(Response(Item(Phq9Items[0], answer) + "," + rest));

        form.Answers["item1"].Should().Be(Answer.Unreadable);
        form.Issues.Should().ContainSingle().Which.ToString().Should().Be($"{code}:{place}");
        form.Issues[0].Severity.Should().Be(IssueSeverity.Error);
        form.Outcome().Should().Be("invalid");
    }

    [Fact]
    public void Answer_beyond_the_items_range_is_the_scorers_to_refuse()
    {
        // "valueInteger 300" of a CMS159 test (fact sheet 1.2).
        var rest = string.Join(',', Phq9Items[1..].Select(item => Item(item, Coding(0))));

        Form(Response(Item(Phq9Items[0], """{"valueInteger":300}""") + "," + rest)).Score().Issues.Select(issue => issue.ToString()).Should().Contain("item-out-of-range:item1");
    }

    [Fact]
    public void Item_that_stands_twice_has_no_answer_even_where_both_are_alike()
    {
        var form = Form(Response(Phq9(Ten) + "," + Item("/44250-9", Coding(2))));

        form.Answers["item1"].Should().Be(Answer.Unreadable);
        form.Issues.Select(issue => issue.ToString()).Should().Contain("fhir-item-twice:item[9]");
        form.Outcome().Should().Be("invalid");
    }

    [Fact]
    public void LinkId_that_stands_twice_is_said_and_an_unanswered_twin_does_no_harm()
    {
        var form = Form(Response(Phq9(Ten) + "," + Item("44250-9", null)));

        form.Issues.Select(issue => issue.ToString()).Should().Equal("fhir-link-id-twice:item[9]");
        form.Outcome().Should().Be("10");
    }

    [Theory]
    [InlineData("itemWeight")]
    [InlineData("ordinalValue")]
    [InlineData("questionnaire-ordinalValue")]
    [InlineData("codesystem-ordinalValue")]
    [InlineData("valueset-ordinalValue")]
    [InlineData("iso21090-CO-value")]
    public void Weight_is_read_by_each_of_its_names(string name)
    {
        var extension = $$"""[{"url":"http://hl7.org/fhir/StructureDefinition/{{name}}","valueDecimal":2.0}]""";
        var onCoding = string.Join(',', Phq9Items.Select(item => Item(item, $$$"""{"valueCoding":{"system":"http://example.org","code":"c","extension":{{{extension}}}}}""")));
        var onAnswer = string.Join(',', Phq9Items.Select(item => Item(item, $$$"""{"extension":{{{extension}}},"valueCoding":{"system":"http://example.org","code":"c"}}""")));

        Form(Response(onCoding)).Outcome().Should().Be("18");
        Form(Response(onAnswer)).Outcome().Should().Be("18");
    }

    [Fact]
    public void Weights_of_form_and_code_system_that_contradict_a_known_code_give_no_answer()
    {
        // HL7's adaptive value set weighs "Nearly every day" 4.0 (fact sheet 1.1).
        var questionnaire = """
            {"resourceType":"Questionnaire","url":"http://example.org/q","item":[{"linkId":"44250-9","answerOption":[
              {"valueCoding":{"system":"http://loinc.org","code":"LA6571-9"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":4.0}]}]}]}
            """;
        var form = Form(Response(Item("44250-9", Coding(3)), ",\"questionnaire\":\"http://example.org/q\""), new FhirReadOptions { Instrument = "phq-9", Definitions = Definitions(questionnaire) });

        form.Answers["item1"].Should().Be(Answer.Unreadable);
        form.Issues.Codes().Should().Equal("fhir-answer-contradiction");
    }

    [Fact]
    public void Nearer_weight_goes_before_a_farther_one_with_a_warning()
    {
        var response = """
            {"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"#q","contained":[
              {"resourceType":"Questionnaire","id":"q","item":[{"linkId":"44250-9","answerValueSet":"#v"}],"contained":[{"resourceType":"ValueSet","id":"v","compose":{"include":[
                {"system":"http://example.org","concept":[{"code":"c","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":3}]}]}]}}]}],
             "item":[{"linkId":"44250-9","answer":[{"valueCoding":{"system":"http://example.org","code":"c","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":1}]}}]}]}
            """;
        var form = Form(response, new FhirReadOptions { Instrument = "phq-9" });

        form.Answers["item1"].Should().Be(Answer.Number(1));
        form.Issues.Codes().Should().Equal("fhir-weights-differ");
        Form(response.Replace(",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/itemWeight\",\"valueDecimal\":1}]", ""), new FhirReadOptions { Instrument = "phq-9" })
            .Answers["item1"].Should().Be(Answer.Number(3), "the contained value set weighs it");
    }

    [Fact]
    public void Aidbox_writes_the_values_type_as_a_member_and_is_read()
    {
        var items = string.Join(',', Phq9Items.Select(item => Item(item, """{"value":{"Coding":{"system":"http://loinc.org","code":"LA6569-3"}}}""")));

        Form(Response(items)).Outcome().Should().Be("9");
    }

    [Fact]
    public void Yes_and_no_are_read_as_options_codes_and_booleans()
    {
        // C-SSRS screener, LA33-6 yes and LA32-8 no (US BH, fact sheet 1.3).
        var form = Form(Response(
            Item("93246-7", """{"valueCoding":{"system":"http://loinc.org","code":"LA33-6"}}""") + "," + Item("93247-5", """{"valueBoolean":false}""")),
            new FhirReadOptions { Instrument = "c-ssrs-screener" });

        form.Answers["item1"].Should().Be(Answer.Number(1));
        form.Answers["item2"].Should().Be(Answer.Option("no"));
    }

    [Fact]
    public void No_response_and_reasons_for_absence_are_missing_answers()
    {
        var form = Form(
            Response(
                Item("44260-8", """{"valueCoding":{"system":"http://loinc.org","code":"LA10996-9"}}""") + ","
                + Item("44259-0", """{"_valueCoding":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"asked-declined"}]}}""") + ","
                + Item("44254-1", """{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-NullFlavor","code":"ASKU"}}""")));

        form.Answers.Should().Be(AnswerSet.Empty);
        form.Issues.Codes().Should().Equal("fhir-answer-declined", "fhir-answer-declined", "fhir-answer-declined");
        form.Score().Sheet.Alerts[0].Status.Should().Be(AlertStatus.NotAssessed, "whoever declines the question on suicide has not answered no");
    }

    [Theory]
    [InlineData("Section-4/D0200A1")]
    [InlineData("D0150I2")]
    [InlineData("/54636-6")]
    [InlineData("/89204-2")]
    public void Variants_of_the_PHQ_9_are_refused(string linkId)
    {
        var refused = Refused(Response(Phq9(Ten) + "," + Item(linkId, """{"valueInteger":1}""")));

        refused.Issues.Codes().Should().Equal("fhir-variant-refused");
    }

    [Fact]
    public void Variant_beside_another_instrument_does_not_hide_it()
    {
        var gad = string.Join(',', new[] { "69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7" }.Select(code => Item(code, Coding(1))));
        var records = Read(Response(gad + "," + Item("89204-2", """{"valueInteger":1}""")));

        records.Select(record => record.Kind).Should().Equal("refused", "form");
    }

    [Theory]
    [InlineData("entered-in-error", "refused", "fhir-status-void")]
    [InlineData("in-progress", "form", "fhir-status-not-final")]
    [InlineData("stopped", "form", "fhir-status-not-final")]
    [InlineData("unknown", "form", "fhir-status-not-final")]
    [InlineData("amended", "form", "")]
    public void Status_is_kept_and_judged(string status, string kind, string code)
    {
        var record = Read(Response(Phq9(Ten), status: status))[0];

        record.Kind.Should().Be(kind);
        string.Join(';', record.Issues.Codes()).Should().Be(code);
    }

    [Fact]
    public void Source_keeps_references_as_they_stand_and_a_partial_date_as_text()
    {
        var form = Form($$$"""
            {"resourceType":"QuestionnaireResponse","id":"r1","status":"completed","authored":"2026-03","subject":{"identifier":{"value":"mrn-1"}},
             "encounter":{"reference":"Encounter/7"},"questionnaire":"http://example.org/q|2","item":[{{{Phq9(Ten)}}}]}
            """);

        form.Source.Id.Should().Be("r1");
        form.Source.Subject.Should().Be("mrn-1");
        form.Source.Encounter.Should().Be("Encounter/7");
        form.Source.Questionnaire.Should().Be("http://example.org/q|2");
        form.Source.At.Should().BeNull();
        form.Source.AtText.Should().Be("2026-03");
        form.Issues.Select(issue => issue.ToString()).Should().Equal("fhir-time-unreadable:authored");
    }

    [Fact]
    public void Texts_hold_nothing_of_the_patient()
    {
        var record = Read(Response(Phq9(Ten), ",\"subject\":{\"reference\":\"Patient/Jane-Doe\"}"))[0];
        var form = ((FhirRecord.Form)record).Value;

        $"{record} {form} {form.Source}".Should().Be("form: resource 1 phq-9: 9 answers QuestionnaireResponse");
    }

    [Fact]
    public void Other_questions_are_counted_and_not_repeated()
    {
        var form = Form(Response(Item("patientName", """{"valueString":"Jane Doe"}""") + "," + Phq9(Ten) + "," + Item("note", """{"valueString":"secret"}""")));

        form.Issues.Should().ContainSingle().Which.ToString().Should().Be("fhir-items-ignored:item[0]");
        form.Issues[0].Message.Should().Contain(": 2,").And.NotContain("Jane").And.NotContain("patientName");
    }

    [Fact]
    public void AUDIT_total_under_the_AUDIT_C_code_is_told()
    {
        var items = string.Join(',', Enumerable.Range(1, 10).Select(i => Item($"audit/item{i}", """{"valueInteger":1}"""))) + "," + Item("75626-2", """{"valueInteger":10}""");

        Form(Response(items), new FhirReadOptions { Instrument = "audit" }).Issues.Codes().Should().Equal("fhir-code-misused");
    }

    [Fact]
    public void Form_with_the_panels_code_as_its_total_is_compared_all_the_same()
    {
        var form = Form(Response(Phq9(Ten) + "," + Item("44249-1", """{"valueInteger":11}""")));

        form.Issues.Codes().Should().Equal("fhir-panel-as-total");
        form.Score().TotalIssues.Codes().Should().Equal("stated-total-differs");
    }

    [Fact]
    public void Times_of_day_and_durations_are_read_in_their_own_units()
    {
        // PSQI items 1 and 3 are times of day, 2 and 4 lengths of time: read as 23:30 = 1410 minutes, half an hour, 7 hours.
        var psqi = Instruments.Instruments.Psqi;
        var time = psqi.Items.First(item => item.Kind == ItemKind.TimeOfDay).Id;
        var duration = psqi.Items.First(item => item.Kind == ItemKind.Duration).Id;
        var form = Form(Response(Item($"psqi/{time}", """{"valueTime":"23:30:00"}""") + "," + Item($"psqi/{duration}", """{"valueQuantity":{"value":0.5,"code":"h"}}""")));

        form.Answers[time].Should().Be(Answer.Number(1410));
        form.Answers[duration].Should().Be(Answer.Number(30));
    }
}
