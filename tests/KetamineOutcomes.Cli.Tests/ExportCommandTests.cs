using System.Text.Json;

namespace KetamineOutcomes.Cli.Tests;

public sealed class ExportCommandTests
{
    [Fact]
    public void Without_a_part_the_help_names_all_four()
    {
        var call = Call.Run("export");
        call.Code.Should().Be(0);
        call.Output.Should().Contain("fhirpath").And.Contain("sql").And.Contain("rules").And.Contain("vectors").And.Contain("Exit codes:");
    }

    [Theory]
    [InlineData("fhirpath")]
    [InlineData("sql")]
    [InlineData("rules")]
    [InlineData("vectors")]
    public void Each_has_help_with_examples(string part)
    {
        var call = Call.Run("export", part, "--help");
        call.Code.Should().Be(0);
        call.Output.Should().Contain("Examples:").And.Contain($"ketamine-outcomes export {part}").And.Contain("Exit codes:");
    }

    [Fact]
    public void Fhirpath_of_one_scale_is_one_expression()
    {
        var call = Call.Run("export", "fhirpath", "--instrument", "phq-2", "--scale", "total", "--map", "item1=/44250-9,item2=/44255-8");
        call.Code.Should().Be(0);
        call.Output.Should().StartWith("iif(").And.EndWith(", {})\n").And.Contain("linkId in ('/44250-9' | '/44255-8')").And.NotContain("item1");
    }

    [Fact]
    public void Fhirpath_of_an_instrument_is_a_line_a_scale_and_a_notice_for_each_that_is_refused()
    {
        var call = Call.Run("export", "fhirpath", "--instrument", "eq-5d-5l");
        call.Code.Should().Be(0);
        call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("scale").GetString()).Should().Equal("profile", "vas");
        call.Error.Should().Be("eq-5d-5l/index: export-reader-not-declared: The definition of this scale does not list the reader fhirpath.\n");
    }

    [Fact]
    public void A_scale_that_is_refused_and_asked_for_alone_is_an_unusable_call()
    {
        var call = Call.Run("export", "sql", "--instrument", "eq-5d-5l", "--scale", "index");
        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain("export-reader-not-declared");
    }

    [Fact]
    public void Sql_takes_names_and_codes_from_options()
    {
        var call = Call.Run("export", "sql", "--instrument", "phq-9", "--scale", "total", "--dialect", "spark", "--table", "nhanes.dpq", "--key", "seqn", "--map", "item1=DPQ010", "--missing-code", "7,9");
        call.Code.Should().Be(0);
        call.Output.Should().Contain("FROM `nhanes`.`dpq`").And.Contain("`DPQ010` AS ko_r0").And.Contain("`seqn`").And.Contain("IN (7, 9)");
    }

    [Theory]
    [InlineData("export sql --instrument phq-9 --dialect oracle", "option-invalid")]
    [InlineData("export sql --instrument phq-9 --missing-code x", "option-invalid")]
    [InlineData("export sql --instrument phq-9 --missing-code 3", "export-code-legal")]
    [InlineData("export sql --instrument phq-9 --map item99=a", "option-invalid")]
    [InlineData("export sql --instrument phq-9 --map item1=a,item1=b", "option-invalid")]
    [InlineData("export sql --instrument phq-9 --missing-policy no-such", "export-policy-unknown")]
    [InlineData("export sql --instrument phq-9 --scale totla", "scale-unknown")]
    [InlineData("export sql --map item1=a", "option-invalid")]
    [InlineData("export fhirpath --instrument phq-99", "instrument-unknown")]
    [InlineData("export vectors --instrument phq-9 --count -1", "option-invalid")]
    [InlineData("export vectors --instrument phq-9 --missing-policy no-such", "export-policy-unknown")]
    public void An_unusable_call_ends_with_2_and_a_code(string line, string code)
    {
        var call = Call.Run(line.Split(' '));
        call.Code.Should().Be(2);
        call.Error.Should().Contain(code);
        call.Output.Should().BeEmpty();
    }

    [Fact]
    public void A_slip_in_a_part_points_to_the_help_of_that_part() =>
        Call.Run("export", "sql", "--dialekt", "spark").Error.Should().Contain("Did you mean --dialect?").And.EndWith("See: ketamine-outcomes export sql --help\n");

    [Fact]
    public void Rules_are_the_file_to_the_byte_and_all_of_them_a_line_each()
    {
        Call.Run("export", "rules", "--instrument", "phq-9").Output.Should().Be(Call.Catalogue.Find("phq-9")!.DefinitionJson);
        var all = Call.Run("export", "rules").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        all.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Should().Equal(Call.Catalogue.Ids);
    }

    [Fact]
    public void Vectors_of_one_instrument_under_one_policy()
    {
        var call = Call.Run("export", "vectors", "--instrument", "phq-9", "--count", "3", "--missing-policy", "apa-prorate-2");
        call.Code.Should().Be(0);
        var lines = call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Should().HaveCount(3);
        lines.Should().OnlyContain(line => line.GetProperty("missingPolicy").GetString() == "apa-prorate-2");
    }
}
