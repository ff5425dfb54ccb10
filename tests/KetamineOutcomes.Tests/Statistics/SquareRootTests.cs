using System.Numerics;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Tests.Statistics;

public sealed class SquareRootTests
{
    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(1, 1, "1")]
    [InlineData(196, 1, "14")]
    [InlineData(1, 4, "0.5")]
    [InlineData(9, 4, "1.5")]
    [InlineData(51, 2, "5.049752469")] // 5.0497524691...
    [InlineData(2, 1, "1.414213562")] // 1.4142135623..., cut off
    [InlineData(3, 1, "1.732050807")] // 1.7320508075..., cut off and not rounded
    [InlineData(10, 1, "3.162277661")] // 3.1622776601...: cut off behind a 0, which goes up by one
    [InlineData(11, 1, "3.316624791")] // 3.3166247903...: the same
    [InlineData(17, 1, "4.123105626")] // 4.1231056256...: cut off behind a 5, which goes up by one
    [InlineData(100_000_001, 1, "10000.000049999")] // 10000.00004999999987...
    public void A_root_is_cut_off_and_never_ends_in_a_false_tie(long numerator, long denominator, string expected)
    {
        var root = SquareRoot.Of(numerator, denominator);

        root.Round(9).Should().Be(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_root_a_hair_above_a_tie_is_told_from_the_tie()
    {
        // 5.05^2 = 25.5025; the root of 25.5025 + 10^-14 is 5.05 + 10^-14 / 10.1.
        var tie = SquareRoot.Of(255025, 10000);
        var above = SquareRoot.Of((BigInteger)255025 * 10_000_000_000 + 1, (BigInteger)10000 * 10_000_000_000);

        tie.Should().Be(new Fraction(505, 100));
        above.Should().BeGreaterThan(tie);

        // 50 - 5.05 = 44.95 is a tie and goes away from zero; a hair less does not.
        (50 - tie).Round(1).Should().Be(45.0m);
        (50 - above).Round(1).Should().Be(44.9m);
    }

    [Fact]
    public void Large_squares_have_roots()
    {
        // (10^9 - 1)^2 = 999999998000000001.
        SquareRoot.Of(999_999_998_000_000_001, 1).Should().Be((Fraction)999_999_999);
    }
}
