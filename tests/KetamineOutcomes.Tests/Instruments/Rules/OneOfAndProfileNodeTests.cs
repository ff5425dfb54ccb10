using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

public sealed class OneOfAndProfileNodeTests
{
    private static readonly Instrument OneOf = TestDefinitions.Read(TestDefinitions.Form(
        TestDefinitions.Item("item1") + "," + TestDefinitions.Item("item16a", max: 2) + "," + TestDefinitions.Item("item16b", max: 2, more: ",\"notRated\":[3]"),
        TestDefinitions.Scale("""{"sum":["item1",{"oneOf":["item16a","item16b"]}]}""", "0", "5")));

    [Theory]
    [InlineData("3 2 .", "5")]
    [InlineData("3 . 1", "4")]
    [InlineData("3 . .", "incomplete")]
    [InlineData("3 . 3", "incomplete")] // 3 on 16B: not rated
    [InlineData("3 1 3", "4")]
    [InlineData("3 1 1", "invalid")]
    public void One_of_the_alternatives_is_used(string answers, string expected) => OneOf.Score(answers).Outcome().Should().Be(expected);

    [Fact]
    public void Two_answered_alternatives_are_an_error_that_names_both()
    {
        OneOf.Score("3 1 1").Issues.Should().ContainSingle()
            .Which.ToString().Should().Be("alternatives-both-answered:item16a+item16b");
    }

    [Theory]
    [InlineData("1 1 1", "111")]
    [InlineData("5 1 3", "513")]
    [InlineData("5 . 3", "incomplete")]
    [InlineData("5 6 3", "invalid")]
    public void A_profile_sets_digits_side_by_side(string answers, string expected) =>
        TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(3, 1, 5),
            TestDefinitions.Scale("""{"profile":["item1","item2","item3"]}""", "111", "555", result: "profile"))).Score(answers).Outcome().Should().Be(expected);
}
