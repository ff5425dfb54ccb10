using System.Text;
using KetamineOutcomes.Tables.Tests;

namespace KetamineOutcomes.Cli.Tests;

public sealed class ScoreCommandTests
{
    private const string Header = "item1,item2,item3,item4,item5,item6,item7,item8,item9\n";
    private const string Row = "0,1,2,3,0,1,2,3,0\n";

    [Fact]
    public void Standard_input_is_scored_to_standard_output()
    {
        var call = Call.RunWith("id," + Header + "a," + Row, "score", "--instrument", "test-9", "--keep", "id");
        call.Code.Should().Be(0);
        call.Output.Should().Be(
            """
            row,id,instrument,scale,status,score,severity,answered,issues
            1,a,test-9,total,scored,12,high,9,
            1,a,test-9,pair,scored,1,,2,
            1,a,test-9,alert:item9,clear,,,,

            """);
        call.Error.Should().Be("1 rows: 1 scored, 0 prorated, 0 incomplete, 0 invalid. Alert item9: 0 raised, 1 clear, 0 not assessed.\n");
    }

    [Fact]
    public void Incomplete_forms_are_fine()
    {
        var call = Call.RunWith(Header + "0,1,2,,0,1,2,3,0\n", "score", "--instrument", "test-9");
        call.Code.Should().Be(0);
        call.Output.Should().Contain("1,test-9,total,incomplete,,,8,item-missing:item4");
    }

    [Fact]
    public void Invalid_rows_are_listed_with_file_line_field_code_and_sentence()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("forms.csv", "A," + Header + "0," + Row + "5,5,1,2,3,0,1,2,3,0\n");
        var call = Call.Run("score", "--instrument", "test-9", "--input", file, "--map", "item1=A");
        call.Code.Should().Be(1);
        call.Error.Split('\n').Should().Contain($"{file}:3: A: item-out-of-range: The answer must be a whole number, 0 to 3.");
        call.Output.Should().Contain("1,test-9,total,scored,12,high,9,\n").And.Contain("2,test-9,total,invalid,");
    }

    [Fact]
    public void Options_reach_the_tables()
    {
        var call = Call.RunWith(
            "a;b;item3;item4;item5;item6;item7;item8;item9\n1;1;1;1;1;1;7;-9;0\n",
            "score", "--instrument", "test-9", "--map", "item1=a,item2=b", "--missing-code", "7,-9", "--missing-policy", "mean-2", "--wide", "--format", "jsonl");

        // Seven answered, sum 6: 6 + 2 * 6/7 = 54/7 = 7.71, rounded 8.
        call.Code.Should().Be(0, call.Error);
        call.Output.Should().Be("""{"row":1,"instrument":"test-9","total_status":"prorated","total":8,"total_severity":"low","pair_status":"scored","pair":2,"pair_severity":null,"alert_item9":"clear","issues":null}""" + "\n");
        call.Error.Should().StartWith("-:1: separator-detected: ");
    }

    [Fact]
    public void A_value_set_comes_from_a_file()
    {
        using var folder = new TemporaryFolder();
        var set = folder.Write("made-up.csv", "profile,value\n12,0.25\n");
        var call = Call.RunWith("item1,item2\n1,2\n", "score", "--instrument", "test-person", "--value-set", set, "--value-set-source", "Made up");
        call.Code.Should().Be(0, call.Error);
        call.Output.Should().Contain("1,test-person,index,scored,0.250,,2,");
    }

    [Fact]
    public void A_value_set_that_cannot_be_used_ends_the_call_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var set = folder.Write("made-up.csv", "profile,value\n12,high\n");
        var call = Call.RunWith("item1,item2\n1,2\n", "score", "--instrument", "test-person", "--value-set", set);
        call.Code.Should().Be(2);
        call.Error.Should().Contain($"{set}:2: value: value-set-unusable: ");
        Call.RunWith("item1,item2\n1,2\n", "score", "--instrument", "test-person", "--value-set-source", "Made up").Code.Should().Be(2);
    }

    [Fact]
    public void A_missing_code_may_be_a_negative_number() =>
        Call.RunWith(Header + "-9" + Row[1..], "score", "--instrument", "test-9", "--missing-code", "-9").Output
            .Should().Contain("1,test-9,total,incomplete,,,8,item-missing:item1");

    [Theory]
    [InlineData("", "input-empty")]
    [InlineData("item1\n1\n", "column-missing")]
    [InlineData(Header + "\"1", "quote-unclosed")]
    [InlineData("item1," + Header, "header-duplicate")]
    public void Unusable_input_is_exit_code_two(string input, string code)
    {
        var call = Call.RunWith(input, "score", "--instrument", "test-9");
        call.Code.Should().Be(2);
        call.Error.Should().Contain($" {code}: ").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("--instrument test9", "instrument-unknown", "Did you mean test-9?")]
    [InlineData("--instrument nothing-like-it", "instrument-unknown", "ketamine-outcomes instruments")]
    [InlineData("", "option-invalid", "--instrument ID")]
    [InlineData("--instrument test-9 --missing-policy mean", "missing-policy-unknown", "Did you mean mean-2?")]
    [InlineData("--instrument test-9 --missing-code 3", "missing-code-legal", "item1")]
    [InlineData("--instrument test-9 --map item1", "option-invalid", "item=column")]
    [InlineData("--instrument test-9 --map item99=x", "map-item-unknown", "item1 to item10")]
    [InlineData("--instrument test-9 --map item1=item1x", "column-unknown", "Did you mean item1?")]
    [InlineData("--instrument test-9 --keep idd", "column-unknown", "no such column")]
    [InlineData("--instrument test-9 --format xml", "option-invalid", "csv")]
    [InlineData("--instrument test-9 --input no-such-file.csv", "file-not-found", "no-such-file.csv")]
    [InlineData("--instrument test-9 --input .", "file-unreadable", "folder")]
    [InlineData("--instrument test-9 --output no-such-folder/scores.csv", "file-unwritable", "--output")]
    [InlineData("--instrument test-9 --wid", "option-invalid", "Did you mean --wide?")]
    [InlineData("--definition no-such-file.json", "file-not-found", "no-such-file.json")]
    public void An_unusable_call_is_exit_code_two_with_a_hint(string arguments, string code, string hint)
    {
        var call = Call.RunWith(Header + Row, ["score", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        call.Code.Should().Be(2);
        call.Error.Should().Contain($"{code}: ").And.Contain(hint).And.NotContain("   at ");
        call.Output.Should().BeEmpty();
    }

    [Fact]
    public void A_file_appears_only_when_it_is_complete()
    {
        using var folder = new TemporaryFolder();
        var output = folder.Write("scores.csv", "what was there before");
        Call.RunWith(Header + Row + "\"1", "score", "--instrument", "test-9", "--output", output).Code.Should().Be(2);
        File.ReadAllText(output).Should().Be("what was there before");
        Directory.GetFiles(folder.Path).Should().Equal(output);

        Call.RunWith(Header + Row, "score", "--instrument", "test-9", "--output", output).Code.Should().Be(0);
        File.ReadAllText(output).Should().StartWith("row,instrument,scale,");
        Directory.GetFiles(folder.Path).Should().Equal(output);
    }

    [Fact]
    public void A_file_with_invalid_rows_is_complete()
    {
        using var folder = new TemporaryFolder();
        Call.RunWith(Header + "9" + Row[1..], "score", "--instrument", "test-9", "--output", folder["scores.csv"]).Code.Should().Be(1);
        File.ReadAllText(folder["scores.csv"]).Should().Contain("1,test-9,total,invalid,");
    }

    [Fact]
    public void Writing_onto_the_input_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("forms.csv", Header + Row);
        var call = Call.Run("score", "--instrument", "test-9", "--input", file, "--output", Path.Combine(folder.Path, ".", "forms.csv"));
        call.Code.Should().Be(2);
        call.Error.Should().Contain("output-is-input");
        File.ReadAllText(file).Should().Be(Header + Row);
    }

    [Fact]
    public void Writing_onto_the_input_through_a_link_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right on Windows.");
        using var folder = new TemporaryFolder();
        var file = folder.Write("forms.csv", Header + Row);
        File.CreateSymbolicLink(folder["link.csv"], file);
        Call.Run("score", "--instrument", "test-9", "--input", file, "--output", folder["link.csv"]).Error.Should().Contain("output-is-input");
    }

    [Fact]
    public void Extensions_say_the_formats()
    {
        using var folder = new TemporaryFolder();
        var input = folder.Write("forms.jsonl", """{"item1":0,"item2":1,"item3":2,"item4":3,"item5":0,"item6":1,"item7":2,"item8":3,"item9":0}""");
        Call.Run("score", "--instrument", "test-9", "--input", input, "--output", folder["scores.jsonl"]).Code.Should().Be(0);
        File.ReadAllText(folder["scores.jsonl"]).Should().StartWith("""{"row":1,"instrument":"test-9","scale":"total","status":"scored","score":12,""");
    }

    [Fact]
    public void An_own_definition_is_the_instrument_meant()
    {
        using var folder = new TemporaryFolder();
        var definition = folder.Write("own.json", TestForms.Nine.DefinitionJson.Replace("\"test-9\"", "\"own-9\"", StringComparison.Ordinal));
        Call.RunWith(Header + Row, "score", "--definition", definition).Output.Should().Contain("1,own-9,total,scored,12,high,9,");
    }

    [Fact]
    public void A_definition_with_errors_is_unusable_and_its_errors_are_listed()
    {
        using var folder = new TemporaryFolder();
        var definition = folder.Write("own.json", TestForms.Nine.DefinitionJson.Replace("\"high\": 27", "\"high\": 28", StringComparison.Ordinal));
        var call = Call.RunWith(Header + Row, "score", "--definition", definition);
        call.Code.Should().Be(2);
        call.Error.Should().Contain($"{definition}: $.scales[0].range: definition-range: ").And.Contain("definition-unusable");
    }

    [Fact]
    public void A_broken_pipe_ends_quietly()
    {
        var rows = new StringBuilder(Header).Insert(Header.Length, Row, 50_000);
        var call = Call.RunWith(Encoding.UTF8.GetBytes(rows.ToString()), host => host with { Output = new FailingStream(32) }, "score", "--instrument", "test-9");
        call.Code.Should().Be(0);
        call.Error.Should().BeEmpty();
    }

    [Fact]
    public void A_full_disk_behind_standard_output_is_no_broken_pipe()
    {
        var call = Call.RunWith(Encoding.UTF8.GetBytes(Header + Row), host => host with { Output = new FailingStream(28) }, "score", "--instrument", "test-9");
        call.Code.Should().Be(2);
        call.Error.Should().StartWith("-: --output: file-unwritable: ");
    }

    [Fact]
    public void A_full_device_is_an_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        var call = Call.RunWith(Header + Row, "score", "--instrument", "test-9", "--output", "/dev/full");
        call.Code.Should().Be(2);
        call.Error.Should().Contain("file-unwritable");
    }

    [Fact]
    public void Progress_is_shown_on_a_terminal_when_the_work_is_long()
    {
        var rows = new StringBuilder(Header).Insert(Header.Length, Row, 3 * 1024);
        var bytes = Encoding.UTF8.GetBytes(rows.ToString());
        Call.RunWith(bytes, host => host with { IsErrorTerminal = true, Time = new Leaps() }, "score", "--instrument", "test-9").Error.Should().Contain("\r1,024 rows, ");
        Call.RunWith(bytes, host => host with { IsErrorTerminal = false, Time = new Leaps() }, "score", "--instrument", "test-9").Error.Should().NotContain("\r");
    }

    [Fact]
    public void An_interrupted_run_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var call = Call.RunWith(Encoding.UTF8.GetBytes(Header + Row), host => host with { Interrupt = new CancellationToken(canceled: true) }, "score", "--instrument", "test-9", "--output", folder["scores.csv"]);
        call.Code.Should().Be(130);
        Directory.GetFiles(folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Validate_says_what_is_missing()
    {
        var call = Call.RunWith(Header + "0,1,,3,0,1,2,3,0\n", "validate", "--instrument", "test-9");
        call.Code.Should().Be(0);
        call.Output.Should().Be("row,instrument,ready,missing,issues\n1,test-9,no,item3,\n");
        call.Error.Should().Be("1 rows: 0 ready, 1 not.\n");
    }

    /// <summary>Fails as the system does; the number is the system's (Unix: 32 EPIPE, 28 ENOSPC).</summary>
    private sealed class FailingStream(int error) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("It failed.", error);

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("It failed.", error);
    }

    /// <summary>Two seconds pass from one look at the clock to the next.</summary>
    private sealed class Leaps : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now += 2;
    }
}
