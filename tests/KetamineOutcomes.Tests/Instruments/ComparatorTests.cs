using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments;

public sealed class ComparatorTests
{
    [Theory]
    [InlineData(Comparator.AtLeast, ">=", false, true, true)]
    [InlineData(Comparator.MoreThan, ">", false, false, true)]
    [InlineData(Comparator.AtMost, "<=", true, true, false)]
    [InlineData(Comparator.LessThan, "<", true, false, false)]
    public void Comparators_decide_below_at_and_above(Comparator comparator, string sign, bool below, bool at, bool above)
    {
        comparator.Holds(new Fraction(19, 10), 2).Should().Be(below);
        comparator.Holds(2, 2).Should().Be(at);
        comparator.Holds(new Fraction(21, 10), 2).Should().Be(above);
        comparator.ToSign().Should().Be(sign);
    }

    [Fact]
    public void A_comparator_that_does_not_exist_throws()
    {
        var holds = () => ((Comparator)9).Holds(1, 1);
        var sign = () => ((Comparator)9).ToSign();

        holds.Should().Throw<ArgumentOutOfRangeException>();
        sign.Should().Throw<ArgumentOutOfRangeException>();
    }
}
