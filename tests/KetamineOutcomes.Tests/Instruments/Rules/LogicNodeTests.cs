using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

public sealed class LogicNodeTests
{
    private static Instrument Flag(string rule) =>
        TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(3, max: 1), TestDefinitions.Scale(rule, "0", "1", result: "flag")));

    [Theory]
    [InlineData("1 1 1", "met")]
    [InlineData("1 0 1", "not-met")]
    [InlineData("1 . 1", "incomplete")]
    [InlineData("0 . .", "not-met")] // one that fails decides
    public void And_is_decided_by_the_first_that_fails(string answers, string expected) =>
        Flag("""{"and":["item1","item2","item3"]}""").Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("0 0 0", "not-met")]
    [InlineData("0 1 0", "met")]
    [InlineData("0 . 0", "incomplete")]
    [InlineData("1 . .", "met")] // one that holds decides
    public void Or_is_decided_by_the_first_that_holds(string answers, string expected) =>
        Flag("""{"or":["item1","item2","item3"]}""").Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("1 1 .", "met")] // 2 of 3 is reached whatever the third says
    [InlineData("0 0 .", "not-met")] // 2 can no longer be reached
    [InlineData("1 0 .", "incomplete")]
    public void A_threshold_of_an_unknown_sum_is_known_once_the_sum_cannot_cross_it(string answers, string expected) =>
        Flag("""{"atLeast":{"of":{"sum":["item1","item2","item3"]},"value":2}}""").Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("0 1 0", "met")]
    [InlineData("0 1 1", "not-met")]
    [InlineData("1 1 .", "not-met")]
    [InlineData("0 0 .", "met")]
    [InlineData("1 0 .", "incomplete")]
    public void At_most_mirrors_at_least(string answers, string expected) =>
        Flag("""{"atMost":{"of":{"sum":["item1","item2","item3"]},"value":1}}""").Score(answers).Outcome().Should().Be(expected);
}
