namespace KetamineOutcomes.Tables.Tests;

public sealed class CovariateTests
{
    private static Run Score(string input, params ItemMapping[] map) =>
        Run.Score(input, new ScoreTableOptions { FileName = "forms.csv", Map = map.ToEquatableArray() }, TestForms.Person);

    private static IEnumerable<string> Totals(Run run) => run.Lines.Where(line => line.Contains(",total,", StringComparison.Ordinal));

    [Fact]
    public void Sex_and_age_are_read_where_a_rule_asks()
    {
        // 1 + 2 = 3; a woman + 1; from 65 on + 2.
        var run = Score("item1,item2,sex,Age\n1,2,male,64\n1,2,F,64\n1,2,Female,65.0\n1,2, m ,130\n");
        Totals(run).Should().Equal(
            "1,test-person,total,scored,3,,2,",
            "2,test-person,total,scored,4,,2,",
            "3,test-person,total,scored,6,,2,",
            "4,test-person,total,scored,5,,2,");
        run.Summary.ExitCode.Should().Be(0);
    }

    [Fact]
    public void Columns_of_other_names_are_mapped()
    {
        var run = Score("item1,item2,RIAGENDR,years\n1,2,f,64\n", new ItemMapping("sex", "RIAGENDR"), new ItemMapping("age", "years"));
        Totals(run).Should().Equal("1,test-person,total,scored,4,,2,");
    }

    [Fact]
    public void Not_given_the_form_is_incomplete_and_says_so()
    {
        var run = Score("item1,item2,sex\n1,2,NA\n");
        Totals(run).Should().Equal("1,test-person,total,incomplete,,,2,covariate-missing:sex;covariate-missing:age");
        run.Summary.ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("2,64", "sex")]
    [InlineData("other,64", "sex")]
    [InlineData("f,131", "age")]
    [InlineData("f,64.5", "age")]
    [InlineData("f,old", "age")]
    public void What_cannot_be_read_is_an_error_and_counts_as_not_given(string person, string field)
    {
        var run = Score($"item1,item2,sex,age\n1,2,{person}\n");
        run.Summary.ExitCode.Should().Be(1);
        var error = run.Summary.Errors.Should().ContainSingle().Subject;
        error.Code.Should().Be(TableCodes.CovariateUnreadable);
        error.Field.Should().Be(field);
        error.Line.Should().Be(2);
        Totals(run).Should().Equal($"1,test-person,total,incomplete,,,2,covariate-missing:{field};covariate-unreadable");
    }

    [Fact]
    public void Cut_offs_are_read_with_the_sex_when_they_are_wanted()
    {
        var options = new ScoreTableOptions { CutOffs = true, FileName = "forms.csv" };
        var auditC = KetamineOutcomes.Instruments.Instruments.AuditC;

        // 2 + 1 + 0 = 3: from 3 on for women, from 4 on for men.
        var long_ = Run.Score("item1,item2,item3,sex\n2,1,0,f\n2,1,0,m\n2,1,0,\n2,,0,f\n", options, auditC).Lines;
        foreach (var (row, women, men) in new[] { (1, "reached", "other-sex"), (2, "other-sex", "not-reached"), (3, "sex-unknown", "sex-unknown"), (4, "not-assessed", "not-assessed") })
        {
            long_.Should().ContainSingle(line => line.StartsWith($"{row},audit-c,cut-off:total/women-3,", StringComparison.Ordinal)).Which.Should().EndWith($",{women},,,,");
            long_.Should().ContainSingle(line => line.StartsWith($"{row},audit-c,cut-off:total/men-4,", StringComparison.Ordinal)).Which.Should().EndWith($",{men},,,,");
        }

        var wide = Run.Score("item1,item2,item3,sex\n2,1,0,f\n", options with { Wide = true }, auditC);
        wide.Lines[0].Should().Contain(",cut-off_total_women-3,");
        wide.Lines[0].Split(',').Should().HaveSameCount(wide.Lines[1].Split(','));
        wide.Summary.Notices.Should().BeEmpty("the column sex is used");
    }

    [Fact]
    public void An_instrument_that_does_not_ask_reads_no_such_column()
    {
        var run = Run.Score("sex," + Run.Header + "other,3,3,3,3,3,3,3,3,3\n");
        run.Summary.ExitCode.Should().Be(0);
        run.Summary.Notices.Should().ContainSingle().Which.Code.Should().Be(TableCodes.ColumnsIgnored);
        Run.Score("sex," + Run.Header, new ScoreTableOptions { Map = [new ItemMapping("sex", "sex")] })
            .Summary.Error!.Code.Should().Be(TableCodes.MapItemUnknown);
    }
}
