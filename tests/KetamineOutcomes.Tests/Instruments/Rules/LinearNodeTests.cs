namespace KetamineOutcomes.Tests.Instruments.Rules;

/// <summary>Weight, reverse and linear.</summary>
public sealed class LinearNodeTests
{
    [Fact]
    public void A_weight_multiplies()
    {
        var form = TestDefinitions.WithRule(1, """{"weight":{"of":"item1","by":"-1/2"}}""", "-1.5", "0", more: ",\"decimals\":1");

        form.Score("3").Outcome().Should().Be("-1.5");
    }

    [Theory]
    [InlineData("1", "5")] // 1 + 5 - 1
    [InlineData("5", "1")]
    [InlineData("3", "3")]
    [InlineData(".", "incomplete")]
    public void A_reversed_item_is_its_lowest_plus_its_highest_minus_itself(string answers, string expected) =>
        TestDefinitions.WithRule(1, """{"reverse":"item1"}""", "1", "5", min: 1, max: 5).Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("21", "58.33")] // 21 * 100 / 36 = 58.333...
    [InlineData("36", "100.00")]
    [InlineData("0", "0.00")]
    public void A_linear_part_is_exact_until_the_final_rounding(string answers, string expected) =>
        TestDefinitions.WithRule(1, """{"linear":{"of":"item1","multiply":"25/9"}}""", "0", "100", max: 36, more: ",\"decimals\":2")
            .Score(answers).Outcome().Should().Be(expected);

    [Fact]
    public void A_negative_factor_turns_the_range_round()
    {
        // 10 - 2 * item: from 10 - 6 = 4 to 10.
        var form = TestDefinitions.WithRule(1, """{"linear":{"of":"item1","multiply":-2,"add":10}}""", "4", "10");

        form.Score("3").Outcome().Should().Be("4");
        form.MainScale.Range.ToString().Should().Be("4 to 10");
    }
}
