using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

public sealed class CaseNodeTests
{
    private static readonly Instrument Case = TestDefinitions.WithRule(
        2, """{"case":{"branches":[{"if":{"atLeast":{"of":"item1","value":2}},"then":2},{"if":{"atLeast":{"of":"item2","value":2}},"then":1}],"else":0}}""", "0", "2");

    [Theory]
    [InlineData("3 3", "2")]
    [InlineData("0 3", "1")]
    [InlineData("0 0", "0")]
    [InlineData("2 .", "2")] // the first condition holds; the second is not looked at
    [InlineData(". 3", "incomplete")]
    [InlineData("0 .", "incomplete")]
    public void The_first_condition_that_holds_decides(string answers, string expected) => Case.Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData(". 3", "1")] // both ways lead to 1
    [InlineData(". 0", "incomplete")]
    public void An_open_condition_does_not_matter_where_both_ways_agree(string answers, string expected)
    {
        var form = TestDefinitions.WithRule(
            2, """{"case":{"branches":[{"if":{"atLeast":{"of":"item1","value":2}},"then":1},{"if":{"atLeast":{"of":"item2","value":2}},"then":1}],"else":0}}""", "0", "1");

        form.Score(answers).Outcome().Should().Be(expected);
    }
}
