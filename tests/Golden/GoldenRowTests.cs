using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>The harness itself, held to a small example, so that a row that ought to fail does.</summary>
public sealed class GoldenRowTests
{
    private static readonly Instrument Form = TestDefinitions.Complete;

    private static string Differences(string row) =>
        string.Join("; ", GoldenRow.Read(Form.Id, GoldenRow.Header + "\n" + row + "\n")[0].Differences(Form));

    [Theory]
    [InlineData("a,1 1 1 0,total,,scored,3,low,item4=clear,made up")]
    [InlineData("a,1 1 1 2,total,,scored,5,high,item4=raised,made up")]
    [InlineData("a,1 1 . 1,total,,incomplete,,,item4=raised,made up")]
    [InlineData("a,1 1 . 1,total,person-mean,prorated,4,low,item4=raised,made up")]
    [InlineData("a,1 1 9 .,total,,invalid,,,item4=not-assessed,made up")]
    [InlineData("a,1 1 x .,total,,invalid,,,,made up")]
    [InlineData("a,total=12,total,,scored,12,high,item4=not-assessed,made up")]
    [InlineData("a,total=13,total,,invalid,,,,made up")]
    [InlineData("a,. . . . 8 1.5 . . . . . . . . . .,adjusted,,scored,10.5,,,\"8 + 4 - 1.5, made up\"")]
    [InlineData("a,. . . . na 4,adjusted,,scored,0,,,made up")]
    [InlineData("a,. . . . . . some .,alternative,,incomplete,,,,made up")]
    [InlineData("a,. . . . . . . . 23:00 07:00 360,efficiency,,scored,0.75,,,360 of 480 minutes")]
    [InlineData("a,2 2 0 0,pattern,,scored,met,,,made up")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5,profile,,scored,25,,,made up")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5 sex=female,by-sex,,scored,3,,,\"2 + 1, made up\"")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5 age=70 sex=male,by-sex,,scored,2,,,\"2 + 0, made up\"")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5,by-sex,,incomplete,,,,the sex is not stated")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5 25=-0.125 24=0.5,index,,scored,-0.125,,,made up")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5 24=0.5,index,,invalid,,,,the set lacks the profile")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5,index,,incomplete,,,,no value set")]
    [InlineData("a,total=6 sex=female,total,,scored,6,high,cut-6=reached,made up")]
    [InlineData("a,2 2 1 0 sex=female,total,,scored,5,high,item4=clear;cut-6=not-reached,made up")]
    [InlineData("a,2 2 2 0 sex=male,total,,scored,6,high,cut-6=other-sex,made up")]
    [InlineData("a,2 2 2 0,total,,scored,6,high,cut-6=sex-unknown,made up")]
    public void A_right_row_has_no_difference(string row) => Differences(row).Should().BeEmpty();

    [Theory]
    [InlineData("a,1 1 1 0,total,,scored,4,low,,made up", "score 3 and not 4")]
    [InlineData("a,1 1 1 0,total,,scored,3,high,,made up", "severity low and not high")]
    [InlineData("a,1 1 1 0,total,,scored,3,,,made up", "severity low and not ")]
    [InlineData("a,1 1 1 0,total,,incomplete,3,low,,made up", "status scored and not incomplete ()")]
    [InlineData("a,1 1 1 0,total,,scored,3,low,item4=raised,made up", "alert item4 clear and not raised")]
    [InlineData("a,1 1 1 0,total,,scored,3,low,item9=raised,made up", "alert item9 no such alert and not raised")]
    [InlineData("a,1 1 . 0,total,,incomplete,0,,,made up", "score  and not 0")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5 sex=female,by-sex,,scored,2,,,made up", "score 3 and not 2")]
    [InlineData("a,. . . . . . . . . . . . . . 2 5 25=-0.125,index,,scored,0.5,,,made up", "score -0.125 and not 0.5")]
    [InlineData("a,total=6 sex=female,total,,scored,6,high,cut-6=not-reached,made up", "cut-off cut-6 reached and not not-reached")]
    [InlineData("a,1 1 . 0 sex=female,total,,incomplete,,,cut-6=reached,made up", "cut-off cut-6 not read and not reached")]
    public void A_wrong_row_is_found_out(string row, string difference) => Differences(row).Should().Be(difference);

    [Theory]
    [InlineData("a,1 1 1 0,nothing,,scored,3,low,,made up")]
    [InlineData("a,1 1 1 0,total,nothing,scored,3,low,,made up")]
    [InlineData("a,1 1 1 0,total,,scored,3,low,made up")]
    [InlineData("a,total=x,total,,scored,3,low,,made up")]
    [InlineData("a,\"1 1 1 0,total,,scored,3,low,,made up")]
    [InlineData("a,1 1 1 0 sex=other,total,,scored,3,low,,made up")]
    [InlineData("a,1 1 1 0 sex=male sex=male,total,,scored,3,low,,made up")]
    [InlineData("a,1 1 1 0 age=old,total,,scored,3,low,,made up")]
    [InlineData("a,1 1 1 0 weight=70,total,,scored,3,low,,made up")]
    public void A_row_that_cannot_be_tested_throws(string row)
    {
        var test = () => Differences(row);

        test.Should().Throw<FormatException>();
    }

    [Fact]
    public void A_row_with_more_answers_than_items_throws()
    {
        var test = () => Differences("a,1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1,total,,scored,4,low,,made up");

        test.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Quoted_fields_are_split_as_written() =>
        GoldenRow.Split("a,\"b, \"\"c\"\"\",,d").Should().Equal("a", "b, \"c\"", "", "d");
}
