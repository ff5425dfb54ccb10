using System.Text.Json;
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
            .And.Contain("Missing items, mean-2: the person's mean fills up to 2 of all.")
            .And.Contain("Bands made-up (default): low from 0, high from 10.")
            .And.Contain("item9  suicidality: raised from 1 of item9")
            .And.Contain("made-up  Made up for the tests");
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
    public void Json_gives_the_definition_itself() =>
        Call.Run("instruments", "test-9", "--json").Output.Should().Be(TestForms.Nine.DefinitionJson);

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
