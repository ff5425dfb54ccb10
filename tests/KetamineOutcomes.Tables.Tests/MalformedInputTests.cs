using System.Text;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>Whatever comes in ends in a coded error or a row's issue.</summary>
public sealed class MalformedInputTests
{
    private const string Row = "0,1,2,3,0,1,2,3,0\n";

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\r\n\n")]
    public void An_empty_input_is_unusable(string input)
    {
        var run = Run.Score(input);
        run.Summary.Error!.Code.Should().Be("input-empty");
        run.Summary.ExitCode.Should().Be(2);
        run.Bytes.Should().BeEmpty();
    }

    [Fact]
    public void An_empty_json_lines_input_is_unusable() => Run.ScoreJson("").Summary.Error!.Code.Should().Be("input-empty");

    [Fact]
    public void A_header_alone_gives_no_rows_and_is_fine()
    {
        var run = Run.Score(Run.Header);
        run.Summary.ExitCode.Should().Be(0);
        run.Summary.Rows.Should().Be(0);
        run.Lines.Should().Equal("row,instrument,scale,status,score,severity,answered,issues");
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
    {
        // 0+1+2+3+0+1+2+3+0 = 12, band high from 10.
        Run.Score("\uFEFF" + Run.Header + Row).Lines[1].Should().Be("1,test-9,total,scored,12,high,9,");
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Other_line_ends_are_read_like_line_feeds(string lineEnd)
    {
        var run = Run.Score((Run.Header + Row + Row).Replace("\n", lineEnd, StringComparison.Ordinal));
        run.Output.Should().Be(Run.Score(Run.Header + Row + Row).Output);
        run.Summary.Rows.Should().Be(2);
    }

    [Theory]
    [InlineData(";", "semicolons")]
    [InlineData("\t", "tabs")]
    public void Semicolons_and_tabs_are_detected_and_said(string separator, string name)
    {
        var run = Run.Score((Run.Header + Row).Replace(",", separator, StringComparison.Ordinal));
        run.Lines[1].Should().Be("1,test-9,total,scored,12,high,9,");
        run.Summary.Notices.Should().ContainSingle().Which.ToString().Should().Be($"forms.csv:1: separator-detected: The columns are separated by {name}.");
    }

    [Fact]
    public void A_separator_inside_a_quoted_name_is_not_counted()
    {
        var run = Run.Score("\"a;b;c;d;e;f;g;h;i;j;k\"," + Run.Header + "x," + Row);
        run.Lines[1].Should().Be("1,test-9,total,scored,12,high,9,");
    }

    [Fact]
    public void A_line_break_inside_quotes_belongs_to_the_field()
    {
        var run = Run.Score("remark," + Run.Header + "\"one\r\ntwo, \"\"three\"\"\"," + Row + "x," + Row, new ScoreTableOptions { Keep = ["remark"] });
        run.Summary.Rows.Should().Be(2);
        run.Output.Should().Contain("1,\"one\r\ntwo, \"\"three\"\"\",test-9,total,scored,12,high,9,\n");
    }

    [Fact]
    public void An_error_names_the_line_where_its_record_starts()
    {
        var run = Run.Score("remark," + Run.Header + "\"one\ntwo\"," + Row + "x,9,1,2,3,0,1,2,3,0\n");

        // Header 1, the first record lines 2 and 3, so the second starts on line 4.
        run.Summary.Errors.Should().ContainSingle().Which.Line.Should().Be(4);
    }

    [Fact]
    public void A_missing_column_is_unusable_and_named()
    {
        var run = Run.Score("item1,item2,item3,item4,item5,item6,item7,item8,itme9\n" + Row);
        run.Summary.Error!.Code.Should().Be("column-missing");
        run.Summary.Error.Field.Should().Be("item9");
        run.Summary.Error.Message.Should().Contain("Did you mean itme9?");
        run.Summary.ExitCode.Should().Be(2);
    }

    [Fact]
    public void A_column_of_an_item_that_is_never_scored_may_be_missing() =>
        Run.Score(Run.Header + Row).Summary.ExitCode.Should().Be(0, "item10 has no column");

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1_048_577)]
    public void A_field_beyond_one_mebibyte_is_unusable(int length)
    {
        var run = Run.Score("remark," + Run.Header + new string('x', length) + "," + Row);
        run.Summary.Error!.Code.Should().Be("input-too-long");
        run.Summary.Error.Line.Should().Be(2);
    }

    [Fact]
    public void A_field_of_one_mebibyte_is_read() =>
        Run.Score("remark," + Run.Header + new string('x', 1_048_576) + "," + Row).Lines[1].Should().Be("1,test-9,total,scored,12,high,9,");

    [Theory]
    [InlineData(10_000_000)]
    [InlineData(1_048_577)]
    public void A_json_line_with_such_a_field_is_unusable(int length) =>
        Run.ScoreJson($$"""{"remark":"{{new string('x', length)}}"}""").Summary.Error!.Code.Should().Be("input-too-long");

    [Theory]
    [InlineData(new byte[] { 0xE9 }, "Latin-1 e acute")]
    [InlineData(new byte[] { 0xC3 }, "half a character")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "half a surrogate pair")]
    [InlineData(new byte[] { 0xC0, 0x80 }, "an overlong NUL")]
    public void Bytes_that_are_not_utf8_are_unusable_and_never_replaced(byte[] bad, string because)
    {
        byte[] input = [.. Encoding.UTF8.GetBytes("name," + Run.Header + "a," + Row), .. bad, .. Encoding.UTF8.GetBytes("," + Row)];
        var run = Run.Score(input);
        run.Summary.Error!.Code.Should().Be("input-not-utf8", because);
        run.Summary.Error.Line.Should().Be(3);
        run.Summary.ExitCode.Should().Be(2);
    }

    [Fact]
    public void A_character_cut_off_by_the_end_is_unusable()
    {
        byte[] input = [.. Encoding.UTF8.GetBytes("name," + Run.Header), (byte)'a', 0xC3];
        Run.Score(input).Summary.Error!.Code.Should().Be("input-not-utf8");
    }

    [Fact]
    public void Utf16_is_unusable() =>
        Run.Score([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Run.Header + Row)]).Summary.Error!.Code.Should().Be("input-not-utf8");

    [Fact]
    public void Utf16_without_a_byte_order_mark_is_unusable() =>
        Run.Score(Encoding.Unicode.GetBytes(Run.Header + Row)).Summary.Error!.Code.Should().Be("input-nul-byte");

    [Fact]
    public void A_nul_byte_is_unusable()
    {
        var error = Run.Score(Run.Header + Row + "0,1\0,2,3,0,1,2,3,0\n").Summary.Error!;
        error.Code.Should().Be("input-nul-byte");
        error.Line.Should().Be(3);
    }

    [Fact]
    public void Characters_that_lie_across_two_reads_are_whole()
    {
        // One byte a read: each of the four bytes of the character comes alone.
        using var output = new MemoryStream();
        var input = new TrickleStream(Encoding.UTF8.GetBytes("\uFEFFname," + Run.Header + "\U0001F600é," + Row));
        var summary = ScoreTable.Run(input, output, TestForms.Nine, new ScoreTableOptions { Keep = ["name"], Wide = true }, null, TestContext.Current.CancellationToken);
        summary.Error.Should().BeNull();
        Encoding.UTF8.GetString(output.ToArray()).Should().Contain("1,\U0001F600é,test-9,scored,12,high,scored,1,,clear,\n");
    }

    [Fact]
    public void A_doubled_column_is_unusable()
    {
        var error = Run.Score("item1,item2,item3,item4,item5,item6,item7,item8,item9, item9\n" + Row).Summary.Error!;
        error.ToString().Should().Be("forms.csv:1: item9: header-duplicate: The name stands over two columns: rename one.");
    }

    [Theory]
    [InlineData("0,1,2\n", "row-short")]
    [InlineData("0,1,2,3,0,1,2,3,0,0\n", "row-long")]
    public void A_row_of_the_wrong_length_is_invalid_and_the_run_goes_on(string bad, string code)
    {
        var run = Run.Score(Run.Header + bad + Row);
        run.Summary.ExitCode.Should().Be(1);
        run.Summary.Errors.Should().ContainSingle().Which.Should().Match<TableError>(e => e.Code == code && e.Line == 2);
        run.Lines.Should().Equal(
            "row,instrument,scale,status,score,severity,answered,issues",
            $"1,test-9,total,invalid,,,,{code}",
            $"1,test-9,pair,invalid,,,,{code}",
            $"1,test-9,alert:item9,not-assessed,,,,{code}",
            "2,test-9,total,scored,12,high,9,",
            "2,test-9,pair,scored,1,,2,",
            "2,test-9,alert:item9,clear,,,,");
    }

    [Theory]
    [InlineData("\"0,1,2,3,0,1,2,3,0\n", "quote-unclosed")]
    [InlineData("0,1,2,3,0,1,2,3,\"0", "quote-unclosed")]
    [InlineData("\"0\"0,1,2,3,0,1,2,3,0\n", "quote-misplaced")]
    [InlineData("0\"0,1,2,3,0,1,2,3,0\n", "quote-misplaced")]
    public void Quotes_that_do_not_pair_are_unusable(string bad, string code)
    {
        var error = Run.Score(Run.Header + Row + bad).Summary.Error!;
        error.Code.Should().Be(code);
        error.Line.Should().Be(3);
    }

    [Theory]
    [InlineData("-1", "item-out-of-range")]
    [InlineData("4", "item-out-of-range")]
    [InlineData("1.5", "item-out-of-range")]
    [InlineData("1e400", "item-unreadable")]
    [InlineData("1e-400", "item-unreadable")]
    [InlineData("-1e400", "item-unreadable")]
    [InlineData("99999999999999999999999999999999", "item-unreadable")]
    [InlineData("2.0000000000000000000000000000001", "item-unreadable")]
    [InlineData("Inf", "item-unreadable")]
    [InlineData("-", "item-unreadable")]
    [InlineData("1 2", "item-unreadable")]
    [InlineData("0x1", "item-unreadable")]
    [InlineData("TRUE", "item-unreadable")]
    [InlineData("1,0", "item-unreadable")]
    [InlineData("n/a", "item-not-applicable")]
    public void A_value_that_cannot_be_makes_its_row_invalid_with_the_item_named(string value, string code)
    {
        var run = Run.Score($"{Run.Header}0,1,2,\"{value}\",0,1,2,3,0\n{Row}");
        run.Summary.ExitCode.Should().Be(1);
        run.Summary.Invalid.Should().Be(1);
        run.Summary.Scored.Should().Be(1);
        run.Lines[1].Should().Be($"1,test-9,total,invalid,,,8,{code}:item4");
        run.Lines[2].Should().Be("1,test-9,pair,scored,1,,2,", "item4 is no part of it");
        var error = run.Summary.Errors.Should().ContainSingle().Which;
        error.Field.Should().Be("item4");
        error.ToString().Should().NotContain(value.Length > 2 ? value : "found");
    }

    [Theory]
    [InlineData("{\"item1\":0,\"item2\"", "json-line-malformed")]
    [InlineData("{\"item1\":0}}", "json-line-malformed")]
    [InlineData("{\"item1\":NaN}", "json-line-malformed")]
    [InlineData("{\"item1\":\"\\ud800\"}", "json-line-malformed")]
    [InlineData("[1,2]", "json-line-not-object")]
    [InlineData("7", "json-line-not-object")]
    [InlineData("{\"item1\":0,\"item1\":1}", "json-line-duplicate-member")]
    public void A_json_line_that_is_none_is_unusable_and_its_line_named(string bad, string code)
    {
        const string Good = """{"item1":0,"item2":1,"item3":2,"item4":3,"item5":0,"item6":1,"item7":2,"item8":3,"item9":0}""";
        var run = Run.ScoreJson(Good + "\n\n" + bad);
        run.Summary.Error!.Code.Should().Be(code);
        run.Summary.Error.Line.Should().Be(3);
        run.Summary.ExitCode.Should().Be(2);
    }

    [Fact]
    public void Json_nested_too_deep_is_unusable() =>
        Run.ScoreJson("{\"a\":" + new string('[', 100_000) + "}").Summary.Error!.Code.Should().Be("json-line-malformed");

    [Fact]
    public void Every_prefix_of_a_good_file_ends_in_a_code_and_never_in_an_exception()
    {
        var whole = Encoding.UTF8.GetBytes("\uFEFFname," + Run.Header + "\"é\n\"\"x\"\"\"," + Row + "b,1e400,,NA,-1,0,0,0,0,1\r\n");
        for (var length = 0; length <= whole.Length; length++)
        {
            var summary = Run.Score(whole[..length]).Summary;
            summary.ExitCode.Should().BeInRange(0, 2);
            (summary.Error is null).Should().Be(summary.ExitCode != 2);
        }
    }

    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
