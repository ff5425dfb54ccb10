using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Tables.Tests;

public sealed class ScoreTableTests
{
    private const string Row = "0,1,2,3,0,1,2,3,0\n";

    [Fact]
    public void One_row_a_scale_and_one_an_alert()
    {
        var run = Run.Score(Run.Header + "3,3,3,3,3,3,3,3,3\n0,0,,0,0,0,0,0,\n");
        run.Output.Should().Be(
            """
            row,instrument,scale,status,score,severity,answered,issues
            1,test-9,total,scored,27,high,9,
            1,test-9,pair,scored,6,,2,
            1,test-9,alert:item9,raised,,,,
            2,test-9,total,incomplete,,,7,item-missing:item3;item-missing:item9
            2,test-9,pair,scored,0,,2,
            2,test-9,alert:item9,not-assessed,,,,

            """);
        run.Summary.ExitCode.Should().Be(0, "an incomplete form is no error");
        run.Summary.Should().Match<ScoreTableSummary>(s => s.Rows == 2 && s.Scored == 1 && s.Incomplete == 1 && s.Invalid == 0 && s.Prorated == 0);
        run.Summary.Alerts.Should().Equal(new AlertCount("item9", 1, 0, 1));
    }

    [Fact]
    public void Wide_is_one_row_a_form()
    {
        var run = Run.Score("id," + Run.Header + "a,3,3,3,3,3,3,3,3,3\nb,0,0,,0,0,0,0,0,\n", new ScoreTableOptions { Wide = true, Keep = ["id"] });
        run.Output.Should().Be(
            """
            row,id,instrument,total_status,total,total_severity,pair_status,pair,pair_severity,alert_item9,issues
            1,a,test-9,scored,27,high,scored,6,,raised,
            2,b,test-9,incomplete,,,scored,0,,not-assessed,item-missing:item3;item-missing:item9

            """);
    }

    [Fact]
    public void Json_lines_hold_numbers_and_nulls()
    {
        var run = Run.Score("id," + Run.Header + "\"=1+1 é\",3,3,3,3,3,3,3,3,3\n", new ScoreTableOptions { OutputFormat = TableFormat.JsonLines, Keep = ["id"] });
        run.Output.Should().Be(
            """
            {"row":1,"id":"=1+1 é","instrument":"test-9","scale":"total","status":"scored","score":27,"severity":"high","answered":9,"issues":null}
            {"row":1,"id":"=1+1 é","instrument":"test-9","scale":"pair","status":"scored","score":6,"severity":null,"answered":2,"issues":null}
            {"row":1,"id":"=1+1 é","instrument":"test-9","scale":"alert:item9","status":"raised","score":null,"severity":null,"answered":null,"issues":null}

            """);
    }

    [Fact]
    public void Json_lines_in_give_what_csv_gives()
    {
        var csv = Run.Score(Run.Header + "1,NA,2.0,1e0,,0,0,0,3\n");
        var json = Run.ScoreJson("""{"item9":"3","item1":1,"item2":"NA","item3":2.0,"item4":1e0,"item5":null,"item6":0,"item7":0,"item8":0}""" + "\r\n");
        json.Output.Should().Be(csv.Output);
        json.Lines[1].Should().Be("1,test-9,total,incomplete,,,7,item-missing:item2;item-missing:item5");
    }

    [Fact]
    public void A_member_that_a_json_line_leaves_out_is_missing()
    {
        // R's jsonlite leaves NA out.
        var run = Run.ScoreJson("""
            {"item1":1,"item2":0,"item3":0,"item4":0,"item5":0,"item6":0,"item7":0,"item8":0}
            {"item1":1,"item2":0,"item3":0,"item4":0,"item5":0,"item6":0,"item7":0,"item8":0,"item9":1}
            """);
        run.Summary.ExitCode.Should().Be(0);
        run.Lines[1].Should().Be("1,test-9,total,incomplete,,,8,item-missing:item9");
        run.Lines[4].Should().Be("2,test-9,total,scored,2,low,9,");
    }

    [Fact]
    public void An_item_that_no_json_line_has_is_unusable()
    {
        var error = Run.ScoreJson("""{"item1":1,"item2":0,"item3":0,"item4":0,"item5":0,"item6":0,"item7":0,"item8":0}""").Summary.Error!;
        error.Code.Should().Be("column-missing");
        error.Field.Should().Be("item9");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("NA")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData(".")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("<NA>")]
    [InlineData("7")]
    [InlineData("7.0")]
    [InlineData("refused")]
    public void Words_and_codes_for_missing_are_missing(string word)
    {
        var run = Run.Score($"{Run.Header}0,1,2,{word},0,1,2,3,0\n", new ScoreTableOptions { MissingCodes = ["7", "9", "refused"] });
        run.Lines[1].Should().Be("1,test-9,total,incomplete,,,8,item-missing:item4");
        run.Summary.ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("3.0")]
    [InlineData("3.")]
    [InlineData("+3")]
    [InlineData(" 3 ")]
    [InlineData("03")]
    [InlineData("30e-1")]
    [InlineData("0.3e1")]
    [InlineData("3E0")]
    [InlineData("3.00000000000000000000000000000")]
    public void Numbers_are_read_as_pandas_and_r_write_them(string three) =>
        Run.Score($"{Run.Header}0,1,2,{three},0,1,2,3,0\n").Lines[1].Should().Be("1,test-9,total,scored,12,high,9,");

    [Theory]
    [InlineData("3")]
    [InlineData("0.0")]
    [InlineData("1e0")]
    public void A_missing_code_inside_an_items_range_is_an_unusable_call(string code)
    {
        var run = Run.Score(Run.Header + Row, new ScoreTableOptions { MissingCodes = ["9", code] });
        run.Summary.Error!.Code.Should().Be("missing-code-legal");
        run.Summary.Error.Message.Should().Contain($"{code} lies among the legal answers of item1");
        run.Summary.ExitCode.Should().Be(2);
        run.Bytes.Should().BeEmpty();
    }

    [Fact]
    public void A_missing_word_that_is_an_option_is_an_unusable_call() =>
        Run.Score("item1,item2,item3,item4\n", new ScoreTableOptions { MissingCodes = ["None"] }, TestForms.Mixed).Summary.Error!.Code.Should().Be("missing-code-legal");

    [Theory]
    [InlineData("item1", "item9")]
    [InlineData("ITEM1", "Item9")]
    [InlineData("test-9_item1", "TEST_9_ITEM9")]
    public void Items_are_found_by_name_alone_or_behind_the_instrument(string first, string last)
    {
        var run = Run.Score($"{last},other-9_item1,item2,item3,item4,item5,item6,item7,item8,{first}\n3,9,0,0,0,0,0,0,0,1\n");
        run.Lines[1].Should().Be("1,test-9,total,scored,4,low,9,");
        run.Lines[2].Should().Be("1,test-9,pair,scored,1,,2,", "item1 is the last column");
        run.Summary.Notices.Should().ContainSingle().Which.Message.Should().Be("Columns not used: other-9_item1.");
    }

    [Fact]
    public void Two_columns_for_one_item_are_ambiguous()
    {
        var error = Run.Score("test-9_item9," + Run.Header + "0," + Row).Summary.Error!;
        error.Code.Should().Be("column-ambiguous");
        error.Message.Should().Contain("item9");
    }

    [Fact]
    public void The_callers_map_goes_before_names()
    {
        // item1 is mapped to the column x, and the column item1 to item2: names no longer count for these two.
        var run = Run.Score(
            "x,item1,item3,item4,item5,item6,item7,item8,item9\n1,2,0,0,0,0,0,0,0\n",
            new ScoreTableOptions { Map = [new("item1", "x"), new("item2", "item1")] });
        run.Lines[1].Should().Be("1,test-9,total,scored,3,low,9,");
    }

    [Theory]
    [InlineData("item11", "x", "map-item-unknown")]
    [InlineData("item1", "y", "column-unknown")]
    public void A_map_to_nothing_is_an_unusable_call(string item, string column, string code) =>
        Run.Score("x," + Run.Header + "0," + Row, new ScoreTableOptions { Map = [new(item, column)] }).Summary.Error!.Code.Should().Be(code);

    [Fact]
    public void Mapping_twice_is_an_unusable_call()
    {
        Run.Score(Run.Header, new ScoreTableOptions { Map = [new("item1", "item2"), new("ITEM1", "item3")] }).Summary.Error!.Code.Should().Be("map-twice");
        Run.Score(Run.Header, new ScoreTableOptions { Map = [new("item1", "item2"), new("item2", "item2")] }).Summary.Error!.Code.Should().Be("map-twice");
    }

    [Theory]
    [InlineData("idd", "column-unknown")]
    [InlineData("score", "column-reserved")]
    public void A_kept_column_that_is_not_there_or_is_an_output_column_is_an_unusable_call(string keep, string code) =>
        Run.Score("id,score," + Run.Header, new ScoreTableOptions { Keep = [keep] }).Summary.Error!.Code.Should().Be(code);

    [Theory]
    [InlineData("total", "12", "")]
    [InlineData("TEST_9_total", "12.0", "")]
    [InlineData("total", "NA", "")]
    [InlineData("total", "13", "stated-total-differs:total")]
    [InlineData("total", "twelve", "total-unreadable")]
    public void A_stated_total_is_compared_and_never_used(string column, string stated, string issues)
    {
        var run = Run.Score($"{column},{Run.Header}{stated},{Row}", new ScoreTableOptions { Wide = true });
        run.Lines[1].Should().Be($"1,test-9,scored,12,high,scored,1,,clear,{issues}");
        run.Summary.ExitCode.Should().Be(0, "the score stands");
        run.Summary.WarningCount.Should().Be(issues.Length == 0 ? 0 : 1);
    }

    [Fact]
    public void A_missing_item_policy_is_asked_for_by_name()
    {
        // Six answered items of 1, 1, 1, 1, 1, 1 and the alert's item 0: 7 answered, sum 6; mean 6/7 for each of 2: 6 + 12/7 = 54/7 = 7.71, rounded 8.
        var run = Run.Score(Run.Header + "1,1,1,1,1,1,,,0\n", new ScoreTableOptions { MissingPolicy = "mean-2" });
        run.Lines[1].Should().Be("1,test-9,total,prorated,8,low,7,");
        run.Summary.Prorated.Should().Be(1);
        run.Lines[2].Should().Be("1,test-9,pair,scored,2,,2,", "the scale has no such policy and keeps its own");
    }

    [Fact]
    public void A_policy_that_no_scale_has_is_an_unusable_call()
    {
        var error = Run.Score(Run.Header + Row, new ScoreTableOptions { MissingPolicy = "mean2" }).Summary.Error!;
        error.Code.Should().Be("missing-policy-unknown");
        error.Message.Should().Contain("Did you mean mean-2?");
    }

    [Theory]
    [InlineData("4,some,23:30,7:00", "scored,5,,scored,450,", "")]
    [InlineData("4.0,1,23:30:00,07:00", "scored,5,,scored,450,", "")]
    [InlineData("4,None,,.", "incomplete,,,incomplete,,", "item-missing:item2;item-missing:item3;item-missing:item4")]
    [InlineData("4,none,00:00,00:00", "scored,4,,scored,0,", "")]
    [InlineData("not-applicable,Some,00:00,00:01", "scored,1,,scored,1,", "")]
    [InlineData("N/A,Some,00:00,00:01", "scored,1,,scored,1,", "")]
    [InlineData("NA,Some,00:00,00:01", "incomplete,,,scored,1,", "item-missing:item1")]
    [InlineData("4,often,23,7:60", "invalid,,,invalid,,", "item-unreadable:item2;item-unreadable:item3;item-unreadable:item4")]
    [InlineData("4,2,23:30:30,24:00", "invalid,,,invalid,,", "item-out-of-range:item2;item-unreadable:item3;item-unreadable:item4")]
    public void Choices_times_and_not_applicable_are_read(string cells, string scores, string issues)
    {
        var run = Run.Score("item1,item2,item3,item4\n" + cells + "\n", new ScoreTableOptions { Wide = true }, TestForms.Mixed);
        run.Lines[1].Should().Be($"1,test-mix,{scores},{issues}");
    }

    [Fact]
    public void Kept_columns_are_kept_as_they_are()
    {
        var run = Run.Score("note," + Run.Header + " =SUM(A1) ," + Row + "\"a,\"\"b\"\"\"," + Row + "-," + Row, new ScoreTableOptions { Keep = ["note"], Wide = true });
        run.Lines[1].Should().StartWith("1, =SUM(A1) ,test-9,");
        run.Lines[2].Should().StartWith("2,\"a,\"\"b\"\"\",test-9,");
        run.Lines[3].Should().StartWith("3,-,test-9,");
    }

    [Fact]
    public void Errors_beyond_the_limit_are_counted_and_not_listed()
    {
        var rows = string.Concat(Enumerable.Repeat("9,0,0,0,0,0,0,0,0\n", 30));
        var summary = Run.Score(Run.Header + rows, new ScoreTableOptions { MaxListed = 3 }).Summary;
        summary.Errors.Should().HaveCount(3);
        summary.ErrorCount.Should().Be(30);
        summary.Invalid.Should().Be(30);
    }

    [Fact]
    public void Validating_says_what_a_form_lacks()
    {
        using var output = new MemoryStream();
        var input = Encoding.UTF8.GetBytes("id," + Run.Header + "a," + Row + "b,1,,0,0,0,0,0,0,\nc,8,0,0,0,0,0,0,0,0\nd,1\n");
        var summary = ValidateTable.Run(new MemoryStream(input), output, TestForms.Nine, new ValidateTableOptions { Keep = ["id"] }, null, TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(output.ToArray()).Should().Be(
            """
            row,id,instrument,ready,missing,issues
            1,a,test-9,yes,,
            2,b,test-9,no,item2;item9,
            3,c,test-9,no,,item-out-of-range:item1
            4,,test-9,no,,row-short

            """);
        summary.Should().Match<ValidateTableSummary>(s => s.Rows == 4 && s.Ready == 1 && s.ErrorCount == 2 && s.ExitCode == 1);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void The_same_bytes_in_every_culture(string culture)
    {
        var input = "ID,TEST_9_ITEM1,ITEM2,item3,item4,item5,item6,item7,item8,item9,total\nİı,1.0,1e0,0,0,0,0,0,0,,2\nx,1.5,0,0,0,0,0,0,0,0,2.5\n";
        var options = new ScoreTableOptions { Keep = ["ID"], OutputFormat = TableFormat.JsonLines };
        var expected = Run.Score(input, options).Bytes;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var run = Run.Score(input, options);
            run.Bytes.Should().Equal(expected);
            run.Output.Should().Contain("\"answered\":8").And.Contain("item-out-of-range:item1");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_again()
    {
        var input = Run.Header + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i % 4},{i % 5},0,0,0,0,0,0,{i % 3}\n"));
        Run.Score(input).Bytes.Should().Equal(Run.Score(input).Bytes);
    }
}
