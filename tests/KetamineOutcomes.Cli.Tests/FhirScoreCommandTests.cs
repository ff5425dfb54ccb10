using System.Text;

namespace KetamineOutcomes.Cli.Tests;

public sealed class FhirScoreCommandTests
{
    private static readonly string[] Items = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];

    /// <summary>A PHQ-9 of numbers: 2+1+0+3+2+1+0+1+0 = 10.</summary>
    private static string Phq9(string more = "", string subject = "Patient/1", string item9 = "0")
    {
        string[] answers = ["2", "1", "0", "3", "2", "1", "0", "1", item9];
        var items = string.Join(',', Items.Select((code, i) => $$"""{"linkId":"/{{code}}","answer":[{"valueInteger":{{answers[i]}}}]}"""));
        return $$"""{"resourceType":"QuestionnaireResponse","id":"r","status":"completed","authored":"2026-03-01","subject":{"reference":"{{subject}}"},"item":[{{items}}{{more}}]}""";
    }

    private const string Total = """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"70274-6"}]},"valueString":"12"}""";

    [Fact]
    public void Response_on_standard_input_is_scored_to_the_table_of_scores()
    {
        var call = Call.RunWith(Phq9(), "fhir", "score", "-", "--keep", "subject,at,id");

        call.Code.Should().Be(0, call.Error);
        var lines = call.Output.Split('\n');
        lines[0].Should().Be("row,subject,at,id,instrument,scale,status,score,severity,answered,issues");
        lines[1].Should().Be("1,Patient/1,2026-03-01,r,phq-9,total,scored,10,moderate,9,");
        lines.Should().Contain("1,Patient/1,2026-03-01,r,phq-9,phq-2,scored,3,,2,").And.Contain(line => line.StartsWith("1,Patient/1,2026-03-01,r,phq-9,alert:", StringComparison.Ordinal) && line.EndsWith(",clear,,,,", StringComparison.Ordinal));
        call.Error.Should().Be("1 forms and 0 totals: 0 incomplete, 0 invalid. 0 resources refused, 0 of other kinds skipped.\n");
    }

    [Fact]
    public void Same_rows_as_score_prints_for_the_same_answers()
    {
        var table = Call.RunWith(
            "item1,item2,item3,item4,item5,item6,item7,item8,item9\n2,1,0,3,2,1,0,1,0\n", "score", "--instrument", "phq-9");

        Call.RunWith(Phq9(), "fhir", "score").Output.Should().Be(table.Output);
    }

    [Fact]
    public void Ndjson_goes_on_after_a_line_that_cannot_be_read_and_says_which()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("forms.ndjson", $"{Phq9()}\n{{\"resourceType\":\"Observ\n{{\"resourceType\":\"Patient\",\"name\":\"Jane\"}}\n{Total}\n{Phq9(item9: "7")}\n");
        var call = Call.Run("fhir", "score", file);

        call.Code.Should().Be(1);
        call.Output.Should().Contain("\n2,,,invalid,,,,json-malformed:$\n").And.Contain("\n4,gad-7,total,scored,12,moderate,0,").And.Contain("\n5,phq-9,total,invalid,,,");
        call.Error.Should().Contain($"{file}:2: $: json-malformed: ").And.Contain($"{file}:5: item9: item-out-of-range: ").And.NotContain("Jane");
        call.Error.Should().EndWith("2 forms and 1 totals: 0 incomplete, 1 invalid. 1 resources refused, 1 of other kinds skipped.\n");
    }

    [Fact]
    public void Wrong_stated_total_is_a_warning_with_its_place()
    {
        var call = Call.RunWith(Phq9(""",{"linkId":"44261-6","answer":[{"valueDecimal":13}]}"""), "fhir", "score");

        call.Code.Should().Be(0);
        call.Output.Should().Contain("1,phq-9,total,scored,10,moderate,9,stated-total-differs:total\n");
        call.Error.Should().StartWith("-: resource 1, total: stated-total-differs: ").And.Contain("(at item[9])").And.NotContain("13");
    }

    [Fact]
    public void Map_answers_and_Questionnaire_come_from_the_call()
    {
        using var folder = new TemporaryFolder();
        const string Response = """{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"http://example.org/q","item":[{"linkId":"a","answer":[{"valueCoding":{"system":"s","code":"More than half"}}]},{"linkId":"b","answer":[{"valueCoding":{"system":"s","code":"Several"}}]}]}""";
        var form = folder.Write("q.json", """{"resourceType":"Questionnaire","url":"http://example.org/q","item":[{"linkId":"a","code":[{"system":"http://loinc.org","code":"44250-9"}]},{"linkId":"b","code":[{"system":"http://loinc.org","code":"44255-8"}]}]}""");

        Call.RunWith(Response, "fhir", "score", "--instrument", "phq-2", "--map", "item1=a,item2=b", "--answer", "s|More than half=2", "--answer", "Several=1")
            .Output.Should().Contain("1,phq-2,total,scored,3,");
        Call.RunWith(Response, "fhir", "score", "--instrument", "phq-2", "--questionnaire", form, "--answer", "More than half=2", "--answer", "Several=1")
            .Output.Should().Contain("1,phq-2,total,scored,3,");
    }

    [Theory]
    [InlineData("", "fhir-input-empty")]
    [InlineData("{", "json-malformed")]
    [InlineData("{}", "fhir-resource-type-missing")]
    public void Input_that_is_no_resource_is_unusable(string input, string code)
    {
        using var folder = new TemporaryFolder();
        var call = Call.RunWith(input, "fhir", "score", "-", "--output", folder["out.csv"]);

        call.Code.Should().Be(2);
        call.Error.Should().Contain($": {code}: ");
        File.Exists(folder["out.csv"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("--instrument", "phq-99", "instrument-unknown")]
    [InlineData("--map", "item1=a", "option-invalid")]
    [InlineData("--answer", "a=1", "option-invalid")]
    [InlineData("--keep", "name", "option-invalid")]
    [InlineData("--keep", "id,id", "option-invalid")]
    [InlineData("--questionnaire", "no-such-file.json", "file-not-found")]
    [InlineData("--input-format", "xml", "option-invalid")]
    public void Call_that_cannot_be_used_says_so(string option, string value, string code)
    {
        var call = Call.RunWith(Phq9(), "fhir", "score", option, value);

        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain($"{code}: ");
    }

    [Theory]
    [InlineData("item1=")]
    [InlineData("item99=a")]
    [InlineData("item1=a,item2=/a")]
    public void Map_that_cannot_be_used_says_so(string map) =>
        Call.RunWith(Phq9(), "fhir", "score", "--instrument", "phq-9", "--map", map).Error.Should().StartWith("--map: option-invalid: ");

    [Fact]
    public void Form_without_a_known_item_is_a_warning_that_names_the_way_out()
    {
        var call = Call.RunWith("""{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"q1","answer":[{"valueInteger":1}]}]}""", "fhir", "score");

        call.Code.Should().Be(0);
        call.Output.Should().Be("row,instrument,scale,status,score,severity,answered,issues\n");
        call.Error.Should().StartWith("-: resource 1, item: fhir-form-unknown: ");
    }

    [Fact]
    public void Help_names_the_command_and_an_unknown_option_points_to_it()
    {
        Call.Run("fhir", "score", "--help").Output.Should().Contain("--questionnaire").And.Contain("ketamine-outcomes fhir score responses.ndjson");
        Call.Run("fhir", "score", "--no-such").Error.Should().EndWith("See: ketamine-outcomes fhir score --help\n");
        Call.Run("fhir").Error.Should().EndWith("See: ketamine-outcomes fhir --help\n");
    }

    [Fact]
    public void Run_can_be_interrupted()
    {
        using var ending = new CancellationTokenSource();
        ending.Cancel();

        Call.RunWith(Encoding.UTF8.GetBytes(Phq9()), host => host with { Interrupt = ending.Token }, "fhir", "score").Code.Should().Be(130);
    }
}
