using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

public sealed class RecodeAndLookupNodeTests
{
    private static readonly Instrument Recode = TestDefinitions.WithRule(
        2, """{"recode":{"of":{"sum":["item1","item2"]},"map":[{"from":0,"to":0},{"from":1,"to":1},{"from":2,"to":1},{"from":3,"to":2},{"from":4,"to":2},{"from":5,"to":3},{"from":6,"to":3}]}}""", "0", "3");

    private static readonly Instrument Lookup = TestDefinitions.WithRule(
        2, """{"lookup":{"of":{"sum":["item1","item2"]},"rows":[{"from":0,"value":37.1,"standardError":5.5},{"from":"3/2","value":50},{"from":6,"value":81.3,"standardError":"13/4"}]}}""", "37.1", "81.3", more: ",\"decimals\":1");

    [Theory]
    [InlineData("0 0", "0")]
    [InlineData("1 1", "1")]
    [InlineData("3 2", "3")]
    [InlineData("3 .", "incomplete")]
    public void A_recode_replaces_each_value(string answers, string expected) => Recode.Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("0 0", "37.1")]
    [InlineData("1 0", "37.1")] // 1 is below 3/2
    [InlineData("1 1", "50.0")]
    [InlineData("3 2", "50.0")] // up to, not including, 6
    [InlineData("3 3", "81.3")] // the lower bound belongs to the row; the last row has no end
    [InlineData("3 .", "incomplete")]
    public void A_table_row_holds_from_its_lower_bound_to_the_next(string answers, string expected) => Lookup.Score(answers).Outcome().Should().Be(expected);

    [Fact]
    public void The_standard_error_of_the_row_comes_with_the_value()
    {
        ((ScoreValue.Number)Lookup.Score("0 0").Value!).StandardError.Should().Be(new Fraction(11, 2));
        ((ScoreValue.Number)Lookup.Score("1 1").Value!).StandardError.Should().BeNull();
        ((ScoreValue.Number)Lookup.Score("3 3").Value!).StandardError.Should().Be(new Fraction(13, 4));
        Lookup.Score("0 0").Explain().Should().Contain("standard error 5.5");
    }

    [Fact]
    public void A_condition_on_an_unknown_table_value_uses_the_rows_that_are_still_possible()
    {
        // item1 = 3: the sum is 3 to 6, so the value is 50 or 81.3 and never below 50.
        var form = TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(2), TestDefinitions.Scale(
            """{"atLeast":{"of":{"lookup":{"of":{"sum":["item1","item2"]},"rows":[{"from":0,"value":37},{"from":3,"value":50},{"from":6,"value":81}]}},"value":50}}""", "0", "1", result: "flag")));

        form.Score("3 .").Outcome().Should().Be("met");
        form.Score("2 .").Outcome().Should().Be("incomplete");
    }

    [Fact]
    public void A_printed_table_may_begin_below_the_lowest_answer()
    {
        // The table's first row is 0 to 3, and a sum of two answers of 1 to 5 begins at 2.
        var form = TestDefinitions.Read(TestDefinitions.Form(
            $"{TestDefinitions.Item("item1", 1, 5)},{TestDefinitions.Item("item2", 1, 5)}",
            TestDefinitions.Scale("""{"lookup":{"of":{"sum":["item1","item2"]},"rows":[{"from":0,"value":3},{"from":4,"value":2}]}}""", "2", "3")));

        form.Score("1 1").Outcome().Should().Be("3");
        form.Score("1 2").Outcome().Should().Be("3");
        form.Score("2 2").Outcome().Should().Be("2");
    }
}
