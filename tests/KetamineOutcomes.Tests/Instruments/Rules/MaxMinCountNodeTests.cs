using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

public sealed class MaxMinCountNodeTests
{
    private static readonly Instrument Max = TestDefinitions.WithRule(3, """{"max":["item1","item2","item3"]}""", "0", "3");
    private static readonly Instrument Min = TestDefinitions.WithRule(3, """{"min":["item1","item2","item3"]}""", "0", "3");
    private static readonly Instrument Count = TestDefinitions.WithRule(3, """{"count":{"of":["item1","item2","item3"],"atLeast":2}}""", "0", "3");

    [Theory]
    [InlineData("0 1 2", "2")]
    [InlineData("3 . .", "3")] // nothing exceeds 3
    [InlineData("2 . 1", "incomplete")]
    [InlineData(". . .", "incomplete")]
    public void A_maximum_is_known_once_the_highest_value_is_there(string answers, string expected) => Max.Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("3 1 2", "1")]
    [InlineData("0 . .", "0")] // nothing is below 0
    [InlineData("1 . 2", "incomplete")]
    public void A_minimum_is_known_once_the_lowest_value_is_there(string answers, string expected) => Min.Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("0 1 1", "0")]
    [InlineData("2 3 1", "2")]
    [InlineData("3 3 3", "3")]
    [InlineData("2 . 1", "incomplete")]
    public void A_count_counts_the_parts_that_reach_the_value(string answers, string expected) => Count.Score(answers).Outcome().Should().Be(expected);

    [Fact]
    public void A_count_is_known_if_no_answer_can_reach_the_value()
    {
        // item2 goes to 1 at most and so never counts, answered or not.
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Item("item1") + "," + TestDefinitions.Item("item2", max: 1),
            TestDefinitions.Scale("""{"count":{"of":["item1","item2"],"atLeast":2}}""", "0", "1")));

        form.Score("2 .").Outcome().Should().Be("1");
    }

    [Fact]
    public void A_maximum_over_an_open_count_is_never_known_early()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Item("item1") + ",{\"id\":\"item2\",\"label\":\"how many\",\"kind\":\"count\"}",
            TestDefinitions.Scale("""{"max":["item1","item2"]}""", "0", null)));

        form.Score("3 .").Outcome().Should().Be("incomplete");
        form.Score("3 1000").Outcome().Should().Be("1000");
    }
}
