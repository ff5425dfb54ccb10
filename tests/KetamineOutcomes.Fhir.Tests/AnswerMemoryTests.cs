namespace KetamineOutcomes.Fhir.Tests;

/// <summary>An answer that stood in an earlier resource is not read again; nothing may be said of it that a reading would not say.</summary>
public sealed class AnswerMemoryTests
{
    // LOINC's answer "several days" is 1 in the PHQ-9; this code system says 2.
    private const string OtherWeights =
        """{"resourceType":"CodeSystem","url":"http://loinc.org","concept":[{"code":"LA6569-3","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":2}]}]}""";

    private static readonly string Nine = Resources.Response(Resources.Phq9(1, 1, 1, 1, 1, 1, 1, 1, 1));

    [Fact]
    public void A_definition_that_comes_later_counts_from_there_on()
    {
        var records = Resources.Read($"{Nine}\n{Nine}\n{OtherWeights}\n{Nine}\n{Nine}");

        // Nine answers of 1 are 9; with a weight of 2 beside them they contradict themselves.
        records.OfType<FhirRecord.Form>().Select(form => form.Value.Outcome()).Should().Equal("9", "9", "invalid", "invalid");
        records.OfType<FhirRecord.Form>().Skip(2).Should().AllSatisfy(form => form.Issues.Codes().Should().Contain("fhir-answer-contradiction"));
    }

    [Fact]
    public void What_a_resource_contains_counts_for_it_alone()
    {
        var contains = Resources.Response(Resources.Phq9(1, 1, 1, 1, 1, 1, 1, 1, 1), $",\"contained\":[{OtherWeights}]");
        Resources.Read($"{Nine}\n{contains}\n{Nine}").OfType<FhirRecord.Form>().Select(form => form.Value.Outcome()).Should().Equal("9", "invalid", "9");
        Resources.Read($"{contains}\n{Nine}\n{contains}").OfType<FhirRecord.Form>().Select(form => form.Value.Outcome()).Should().Equal("invalid", "9", "invalid");
    }

    [Fact]
    public void An_answer_with_an_issue_is_told_at_each_place()
    {
        var unknown = Resources.Item(Resources.Phq9Items[2], """{"valueCoding":{"system":"http://loinc.org","code":"LA0-0"}}""");
        var form = Resources.Response($"{Resources.Phq9(1, 1)},{unknown}");
        var later = Resources.Response($"{Resources.Phq9(1)},{unknown}");

        var records = Resources.Read($"{form}\n{form}\n{later}");
        var places = records.Select(record => record.Issues.Single(issue => issue.Code == "fhir-answer-code-unknown").Place).ToList();
        places.Should().HaveCount(3);
        places[0].Should().Be(places[1]).And.StartWith("item[2]");
        places[2].Should().StartWith("item[1]");
    }

    [Fact]
    public void The_same_text_in_another_item_is_another_answer()
    {
        // 1 is an answer of each; what 4 is depends on the item: PHQ-9 takes 0 to 3, the GAD-7 too, the BDI-II's pessimism 0 to 3, SIDAS 0 to 10.
        static string Form(string id, int items, int value) =>
            Resources.Response(string.Join(",", Enumerable.Range(1, items).Select(i => Resources.Item($"{id}/item{i}", $$"""{"valueInteger":{{value}}}"""))));

        var records = Resources.Read($"{Form("phq-9", 9, 1)}\n{Form("gad-7", 7, 1)}\n{Form("phq-9", 9, 4)}\n{Form("sidas", 5, 4)}\n{Form("phq-9", 9, 1)}");
        records.OfType<FhirRecord.Form>().Select(form => $"{form.Value.Instrument.Id} {form.Value.Score().Sheet.Scores[0].Kind}")
            .Should().Equal("phq-9 scored", "gad-7 scored", "phq-9 invalid", "sidas scored", "phq-9 scored");
    }
}
