using System.Text.Json;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables.Tests;

namespace KetamineOutcomes.Cli.Tests;

public sealed class InstrumentsCommandTests
{
    [Fact]
    public void The_list_names_each_instrument_with_its_facts()
    {
        var call = Call.Run("instruments");
        call.Code.Should().Be(0);
        var lines = call.Output.Split('\n');
        lines[0].Should().MatchRegex("^id +items +domain +rater +wording +name$");
        lines.Should().ContainSingle(line => line.StartsWith("test-9 ", StringComparison.Ordinal)).Which.Should().MatchRegex("^test-9 +10 +testing +self +allowed +Made-up nine$");
    }

    [Fact]
    public void The_list_as_json_names_the_same_ids()
    {
        using var json = JsonDocument.Parse(Call.Run("instruments", "--json").Output);
        json.RootElement.EnumerateArray().Select(e => e.GetProperty("id").GetString()).Should().Equal(Call.Catalogue.Ids);
    }

    [Fact]
    public void A_sheet_shows_items_scales_policies_bands_alerts_and_sources()
    {
        var sheet = Call.Run("instruments", "test-9").Output;
        sheet.Should().Contain("item1  symptom 1: 0 to 3")
            .And.Contain("item10  difficulty: 0 to 3 (asked, never scored)")
            .And.Contain("Scale total: T9 total, the main scale")
            .And.Contain("0 to 27 points; higher is worse")
            .And.Contain("Missing items, none (default): nothing is filled in. [made-up, project policy]")
            .And.Contain("Missing items, mean-2: in the sum of items 1 to 9 up to 2 of 9 parts may be missing; each gets the mean of the person's answered parts")
            .And.Contain("Bands made-up (default): low from 0, high from 10.")
            .And.Contain("item9  suicidality: raised from 1 of item9")
            .And.Contain("made-up  Made up for the tests");
    }

    [Theory]
    [InlineData("instruments gas", "assess --goals")] // goals are not items: "Did you mean gaf?" sent people to another scale
    [InlineData("score --instrument gas", "assess --goals")]
    [InlineData("instruments kset", "no score")]
    [InlineData("instruments prise", "Did you mean prise-m?")]
    [InlineData("instruments PRISE", "Did you mean prise-m?")]
    public void An_id_that_people_look_for_and_that_is_no_instrument_says_where_to_go(string line, string expected)
    {
        var call = Call.Run(line.Split(' '));
        call.Code.Should().Be(2);
        call.Error.Should().Contain("instrument-unknown").And.Contain(expected).And.NotContain("gaf");
    }

    [Fact]
    public void A_sheet_lists_the_crosswalks_of_the_instrument_and_says_what_they_are_not_for()
    {
        var sheet = Call.Run("instruments", "ham-d17").Output;
        sheet.Should().Contain("Crosswalks (for groups, never for one person's response)\n")
            .And.Contain("  ham-d17-to-madrs-carmody-2006  from ham-d17/total to madrs/total, some scores.")
            .And.Contain("  qids-sr16-to-ham-d17  from qids-sr16/total to ham-d17/total, all scores.");
        Call.Run("instruments", "test-9").Output.Should().NotContain("Crosswalks");
    }

    [Fact]
    public void A_sheet_says_each_rule_in_words_and_as_a_formula() =>
        Call.Run("instruments", "test-mix").Output.Should()
            .Contain("\n    The sum of items 1 and 2.\n    total = item1 + item2\n")
            .And.Contain("\n    The minutes from item 3 to item 4 (on the next day where that is earlier on the clock).\n    bed = minutes(item3 -> item4)\n");

    [Fact]
    public void A_sheet_has_the_tables_that_its_rules_look_up_in() =>
        Call.Run("instruments", "promis-depression-8a").Output.Should()
            .Contain("total = A[items]\n    items = sum(item1..item8)\n    Table A: 38.2 from 8 (standard error 5.7), 44.7 from 9 (standard error 3.3)");

    [Fact]
    public void Json_gives_the_definition_itself() =>
        Call.Run("instruments", "test-9", "--json").Output.Should().Be(TestForms.Nine.DefinitionJson);

    public static TheoryData<string> Shipped => [.. InstrumentCatalogue.Shipped.Ids];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Json_of_a_shipped_instrument_is_its_file_to_the_byte(string id)
    {
        using var file = typeof(Instrument).Assembly.GetManifestResourceStream($"definitions/{id}.json")!;
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        using var output = new MemoryStream();

        Tool.Run(["instruments", id, "--json"], new ToolHost { Input = Stream.Null, Output = output, Error = TextWriter.Null, Catalogue = InstrumentCatalogue.Shipped }).Should().Be(0);

        output.ToArray().Should().Equal(bytes);
    }

    [Theory]
    [InlineData("--domain", "testing", "test-9 test-mix")]
    [InlineData("--rater", "clinician", "test-mix")]
    [InlineData("--licence", "allowed", "test-9 test-mix")]
    [InlineData("--licence", "not-allowed", "")]
    public void A_filter_narrows_the_list(string filter, string word, string madeUp)
    {
        var call = Call.Run("instruments", filter, word);
        call.Code.Should().Be(0);
        call.Output.Split('\n').Select(line => line.Split(' ')[0]).Intersect(["test-9", "test-mix"], StringComparer.Ordinal)
            .Should().Equal(madeUp.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Filters_add_up_and_hold_for_the_json_list_too()
    {
        using var json = JsonDocument.Parse(Call.Run("instruments", "--domain", "testing", "--rater", "self", "--licence", "allowed", "--json").Output);
        json.RootElement.EnumerateArray().Select(e => e.GetProperty("id").GetString()).Should().Contain("test-9").And.NotContain(["test-mix", "phq-9"]);
    }

    [Fact]
    public void A_list_with_nothing_on_it_is_an_answer()
    {
        var call = Call.Run("instruments", "--domain", "testing", "--rater", "proxy");
        call.Code.Should().Be(0);
        call.Output.Should().MatchRegex("^id +items +domain +rater +wording +name\n$");
    }

    [Theory]
    [InlineData("--rater", "doctor", "Allowed: clinician, interviewer, proxy, self.")]
    [InlineData("--licence", "free", "Allowed: allowed, ask-first, not-allowed.")]
    [InlineData("--domain", "testin", "Did you mean testing?")]
    [InlineData("--domain", "mood", "depression, ")]
    public void A_word_that_a_filter_does_not_know_is_an_unusable_call(string filter, string word, string message)
    {
        var call = Call.Run("instruments", filter, word);
        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain("option-invalid").And.Contain(filter).And.Contain(message);
    }

    [Fact]
    public void A_filter_beside_an_id_is_an_unusable_call()
    {
        var call = Call.Run("instruments", "test-9", "--rater", "self");
        call.Code.Should().Be(2);
        call.Error.Should().Contain("--rater").And.Contain("A filter narrows the list");
    }

    [Fact]
    public void The_help_of_the_filters_names_their_words() =>
        Call.Run("instruments", "--help").Output.ReplaceLineEndings(" ").Should().Contain("--domain").And.Contain("--licence").And.MatchRegex("self, clinician,\\s+proxy,\\s+interviewer");

    [Fact]
    public void An_unknown_id_gets_a_suggestion()
    {
        var call = Call.Run("instruments", "TEST_9");
        call.Code.Should().Be(2);
        call.Error.Should().Contain("instrument-unknown").And.Contain("Did you mean test-9?");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("instruments", "--help")]
    [InlineData("validate", "--help")]
    [InlineData("score", "--help")]
    public void Every_help_has_an_example_and_the_exit_codes(params string[] args)
    {
        var call = Call.Run(args);
        call.Code.Should().Be(0);
        call.Output.Should().Contain("Examples:\n  ketamine-outcomes ").And.Contain("Exit codes:");
    }

    [Fact]
    public void No_command_shows_the_help() => Call.Run().Output.Should().Contain("Examples:");

    [Theory]
    [InlineData("scor", "Did you mean score?")]
    [InlineData("scroe", "Did you mean score?")]
    [InlineData("instrument", "Did you mean instruments?")]
    public void A_mistyped_command_gets_a_suggestion(string command, string hint)
    {
        var call = Call.Run(command);
        call.Code.Should().Be(2);
        call.Error.Should().Contain(hint);
    }
}
