using System.Globalization;

namespace KetamineOutcomes.Tests;

public sealed class FractionTests
{
    [Theory]
    [InlineData(6, 4, 3, 2)]
    [InlineData(-6, 4, -3, 2)]
    [InlineData(6, -4, -3, 2)]
    [InlineData(-6, -4, 3, 2)]
    [InlineData(0, -7, 0, 1)]
    [InlineData(long.MaxValue, long.MaxValue, 1, 1)]
    public void A_fraction_is_kept_in_lowest_terms_with_the_sign_above(long numerator, long denominator, long expectedNumerator, long expectedDenominator)
    {
        var value = new Fraction(numerator, denominator);

        value.Numerator.Should().Be(expectedNumerator);
        value.Denominator.Should().Be(expectedDenominator);
    }

    [Fact]
    public void Default_is_zero()
    {
        default(Fraction).Should().Be(Fraction.Zero);
        default(Fraction).Denominator.Should().Be(1);
        default(Fraction).ToString().Should().Be("0");
        (default(Fraction) + Fraction.One).Should().Be(Fraction.One);
    }

    [Fact]
    public void A_denominator_of_zero_throws()
    {
        var make = () => new Fraction(1, 0);
        var divide = () => Fraction.One / Fraction.Zero;

        make.Should().Throw<DivideByZeroException>();
        divide.Should().Throw<DivideByZeroException>();
    }

    [Fact]
    public void Arithmetic_beyond_the_range_throws_and_never_wraps()
    {
        var large = new Fraction(long.MaxValue, 1);
        var add = () => large + 1;
        var multiply = () => large * large;
        var negate = () => -new Fraction(long.MinValue, 1);
        var divide = () => Fraction.One / large / large;

        add.Should().Throw<OverflowException>();
        multiply.Should().Throw<OverflowException>();
        negate.Should().Throw<OverflowException>();
        divide.Should().Throw<OverflowException>();
    }

    [Fact]
    public void Arithmetic_is_exact()
    {
        // 1/3 + 1/6 = 1/2; 1/2 - 2/3 = -1/6; 25/9 * 9 = 25; (1/3)/(2/3) = 1/2.
        (new Fraction(1, 3) + new Fraction(1, 6)).Should().Be(new Fraction(1, 2));
        (new Fraction(1, 2) - new Fraction(2, 3)).Should().Be(new Fraction(-1, 6));
        (new Fraction(25, 9) * 9).Should().Be((Fraction)25);
        (new Fraction(1, 3) / new Fraction(2, 3)).Should().Be(new Fraction(1, 2));
    }

    [Fact]
    public void A_decimal_becomes_exactly_itself()
    {
        Fraction.FromDecimal(0.1m).Should().Be(new Fraction(1, 10));
        Fraction.FromDecimal(-2.50m).Should().Be(new Fraction(-5, 2));
        Fraction.FromDecimal(0m).Should().Be(Fraction.Zero);
        Fraction.FromDecimal(9223372036854775807m).Should().Be(new Fraction(long.MaxValue, 1));
        Fraction.TryFromDecimal(9223372036854775808m, out _).Should().BeFalse();
        Fraction.TryFromDecimal(0.0000000000000000001m, out _).Should().BeFalse("1e-19 needs a denominator beyond 64 bits");
    }

    [Theory]
    [InlineData("7", 7, 1)]
    [InlineData("-2.5", -5, 2)]
    [InlineData("+3", 3, 1)]
    [InlineData("25/9", 25, 9)]
    [InlineData("-6/4", -3, 2)]
    [InlineData("007", 7, 1)]
    [InlineData("2.0", 2, 1)]
    public void Numbers_and_fractions_are_read(string text, long numerator, long denominator)
    {
        Fraction.TryParse(text, out var value).Should().BeTrue();
        value.Should().Be(new Fraction(numerator, denominator));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" 7")]
    [InlineData("7 ")]
    [InlineData("2,5")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1/0")]
    [InlineData("1/-2")]
    [InlineData("1.5/2")]
    [InlineData("1/2/3")]
    [InlineData("/2")]
    [InlineData("1/")]
    [InlineData("(3)")]
    [InlineData("\u0667")]
    [InlineData("99999999999999999999999999999999")]
    public void Anything_else_is_refused(string? text)
    {
        Fraction.TryParse(text, out var value).Should().BeFalse();
        value.Should().Be(Fraction.Zero);
    }

    [Theory]
    [InlineData("1.00000000000000000000000000000000000001")]
    [InlineData("0.00000000000000000000000000000000000001")]
    public void A_number_with_too_many_digits_is_refused_rather_than_rounded(string text) =>
        Fraction.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData(5, 2, 0, "3")]
    [InlineData(-5, 2, 0, "-3")]
    [InlineData(1, 2, 0, "1")]
    [InlineData(1, 3, 2, "0.33")]
    [InlineData(2, 3, 2, "0.67")]
    [InlineData(13, 1, 1, "13.0")]
    [InlineData(1, 8, 2, "0.13")]
    [InlineData(-1, 8, 2, "-0.13")]
    [InlineData(525, 9, 2, "58.33")]
    [InlineData(0, 1, 2, "0.00")]
    public void Rounding_is_half_away_from_zero_with_the_asked_decimals(long numerator, long denominator, int decimals, string expected) =>
        new Fraction(numerator, denominator).Round(decimals).ToString(CultureInfo.InvariantCulture).Should().Be(expected);

    [Fact]
    public void A_small_negative_number_rounds_to_a_zero_without_a_sign() =>
        new Fraction(-1, 10).Round(0).ToString(CultureInfo.InvariantCulture).Should().Be("0");

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    public void Rounding_to_other_decimals_throws(int decimals)
    {
        var round = () => Fraction.One.Round(decimals);

        round.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Order_is_that_of_the_numbers()
    {
        var third = new Fraction(1, 3);
        var half = new Fraction(1, 2);

        (third < half).Should().BeTrue();
        (half > third).Should().BeTrue();
        (third <= new Fraction(2, 6)).Should().BeTrue();
        (third >= new Fraction(2, 6)).Should().BeTrue();
        (third != half).Should().BeTrue();
        third.GetHashCode().Should().Be(new Fraction(2, 6).GetHashCode());
        third.Equals((object)new Fraction(2, 6)).Should().BeTrue();
        third.Equals("1/3").Should().BeFalse();
        Fraction.Max(third, half).Should().Be(half);
        Fraction.Min(third, half).Should().Be(third);
        Fraction.Abs(-half).Should().Be(half);
        new Fraction(long.MaxValue, 3).CompareTo(new Fraction(long.MaxValue - 1, 3)).Should().BePositive("the cross products exceed 64 bits");
    }

    [Theory]
    [InlineData(5, 2, "2.5")]
    [InlineData(25, 9, "25/9")]
    [InlineData(-1, 3, "-1/3")]
    [InlineData(1, 1000000, "0.000001")]
    [InlineData(1, 10000000, "1/10000000")]
    public void Text_is_a_decimal_where_that_is_exact(long numerator, long denominator, string expected) =>
        new Fraction(numerator, denominator).ToString().Should().Be(expected);

    [Fact]
    public void The_greatest_common_divisor_of_fractions_divides_both()
    {
        // 3/2 and 5/4: both are whole multiples of 1/4 and of nothing larger.
        Fraction.GreatestCommonDivisor(new Fraction(3, 2), new Fraction(5, 4)).Should().Be(new Fraction(1, 4));
    }

    [Theory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void Culture_plays_no_part(string culture)
    {
        Cultures.In(culture, () => new Fraction(-5, 2).ToString()).Should().Be("-2.5");
        Cultures.In(culture, () => Fraction.TryParse("-2.5", out var value) ? value : 0).Should().Be(new Fraction(-5, 2));
        Cultures.In(culture, () => Fraction.TryParse("2,5", out _)).Should().BeFalse();
    }

    [Fact]
    public void The_nearest_double_is_given_for_charts() => new Fraction(1, 4).ToDouble().Should().Be(0.25);
}
