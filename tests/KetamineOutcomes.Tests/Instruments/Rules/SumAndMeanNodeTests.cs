using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

public sealed class SumAndMeanNodeTests
{
    private static readonly Instrument Sum = TestDefinitions.WithRule(3, """{"sum":["item1","item2","item3"]}""", "0", "9");
    private static readonly Instrument Mean = TestDefinitions.WithRule(3, """{"mean":["item1","item2","item3"]}""", "0", "3", more: ",\"decimals\":2");

    [Theory]
    [InlineData("0 0 0", "0")]
    [InlineData("1 2 3", "6")]
    [InlineData("3 3 3", "9")]
    [InlineData("1 . 3", "incomplete")]
    [InlineData(". . .", "incomplete")]
    public void A_sum_adds_and_is_unknown_as_soon_as_a_part_is(string answers, string expected) => Sum.Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("1 2 3", "2.00")]
    [InlineData("1 1 0", "0.67")] // 2/3
    [InlineData("1 . 1", "incomplete")]
    public void A_mean_is_exact_and_rounded_once(string answers, string expected) => Mean.Score(answers).Outcome().Should().Be(expected);

    [Fact]
    public void The_exact_mean_is_kept_beside_the_rounded_one()
    {
        Mean.Score("1 1 0").TryGetExact(out var exact).Should().BeTrue();
        exact.Should().Be(new Fraction(2, 3));
    }

    [Fact]
    public void Constants_and_nested_sums_add_up()
    {
        var form = TestDefinitions.WithRule(3, """{"sum":[{"sum":["item1","item2"]},"item3",-1,"1/2"]}""", "-0.5", "8.5", more: ",\"decimals\":1");

        form.Score("1 2 3").Outcome().Should().Be("5.5", "1 + 2 + 3 - 1 + 1/2");
    }
}
