using System.Text;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables.Tests;

/// <summary>All values are made up.</summary>
public sealed class ValueSetTableTests
{
    private static ValueSet? Read(string text, out TableError? error) => ValueSetTable.Read(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "test-person", "Made-up 2026", "Made up", new TableReadOptions { FileName = "set.csv" }, out error);

    [Fact]
    public void The_index_comes_from_the_set()
    {
        var set = Read("profile,value\n12,0.25\n55,-0.5944\n", out var error);
        error.Should().BeNull();
        var run = Run.Score("item1,item2\n1,2\n5,5\n1,1\n", new ScoreTableOptions { ValueSet = set, FileName = "forms.csv" }, TestForms.Person);
        run.Lines.Where(line => line.Contains(",index,", StringComparison.Ordinal)).Should().Equal(
            "1,test-person,index,scored,0.250,,2,",
            "2,test-person,index,scored,-0.594,,2,",
            "3,test-person,index,invalid,,,2,value-set-incomplete");
        run.Summary.ExitCode.Should().Be(1);
    }

    [Theory]
    [InlineData("profile,worth\n12,0.5\n", TableCodes.ColumnMissing, 1, "value")]
    [InlineData("profile,value\n1-2,0.5\n", TableCodes.ValueSetUnusable, 2, "profile")]
    [InlineData("profile,value\n12,high\n", TableCodes.ValueSetUnusable, 2, "value")]
    [InlineData("profile,value\n12,\n", TableCodes.ValueSetUnusable, 2, "value")]
    [InlineData("profile,value\n12,0.5\n12,0.5\n", TableCodes.ValueSetUnusable, 3, "profile")]
    [InlineData("profile,value\n12\n", TableCodes.RowShort, 2, null)]
    [InlineData("profile,value\n", TableCodes.ValueSetUnusable, null, null)]
    [InlineData("", TableCodes.InputEmpty, null, null)]
    public void A_table_that_does_not_fit_gives_no_set(string text, string code, int? line, string? field)
    {
        Read(text, out var error).Should().BeNull();
        error!.Code.Should().Be(code);
        error.File.Should().Be("set.csv");
        error.Field.Should().Be(field);
        if (line is { } expected)
        {
            error.Line.Should().Be(expected);
        }
    }

    [Fact]
    public void A_set_for_an_instrument_that_does_not_ask_is_an_unusable_call()
    {
        var set = Read("profile,value\n12,0.25\n", out _);
        Run.Score(Run.Header, new ScoreTableOptions { ValueSet = set }).Summary.Error!.Code.Should().Be(TableCodes.ValueSetNotAsked);
    }
}
