using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Tests.Statistics;

public sealed class PortableMathTests
{
    // Constants of analysis (e, sqrt(e), ln 2, ln 10), to the last digit of a double.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2.718281828459045)]
    [InlineData(0.5, 1.6487212707001282)]
    [InlineData(-1, 0.36787944117144233)]
    [InlineData(-2.302585092994046, 0.1)]
    public void The_exponential_of_a_known_number(double x, double expected) =>
        PortableMath.Exp(x).Should().BeApproximately(expected, 5e-16 * Math.Max(1, expected));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.6931471805599453)]
    [InlineData(10, 2.302585092994046)]
    [InlineData(0.1, -2.302585092994046)]
    public void The_logarithm_of_a_known_number(double x, double expected) => PortableMath.Log(x).Should().BeApproximately(expected, 5e-16 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Exponential_and_logarithm_undo_each_other_and_agree_with_the_platform()
    {
        for (var x = -700.0; x < 700; x += 0.37)
        {
            PortableMath.Log(PortableMath.Exp(x)).Should().BeApproximately(x, 1e-13 * Math.Max(1, Math.Abs(x)));
            (PortableMath.Exp(x) / Math.Exp(x)).Should().BeApproximately(1, 1e-15);
        }
    }

    [Fact]
    public void Beyond_the_range_of_a_double_the_exponential_is_0_or_infinite_and_the_logarithm_of_0_is_minus_infinity()
    {
        PortableMath.Exp(-1000).Should().Be(0);
        PortableMath.Exp(1000).Should().Be(double.PositiveInfinity);
        PortableMath.Log(0).Should().Be(double.NegativeInfinity);
        FluentActions.Invoking(() => PortableMath.Log(-1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => PortableMath.Log(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
    }

    // Standard tables of the normal distribution.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-1.644853626951473, 0.05)]
    [InlineData(-3, 0.0013498980316300946)]
    [InlineData(-8, 6.22096057427178e-16)]
    public void The_share_of_a_normal_distribution_below_a_value(double x, double expected) =>
        (PortableMath.NormalCdf(x) / expected).Should().BeApproximately(1, 1e-7);

    [Fact]
    public void The_tail_goes_on_below_the_table()
    {
        // Phi(-12) = 1.776482e-33, its logarithm -75.410673.
        PortableMath.LogNormalCdf(-12).Should().BeApproximately(-75.410673, 2e-5);
        PortableMath.LogNormalCdf(-10.000001).Should().BeApproximately(PortableMath.LogNormalCdf(-9.999999), 1e-3);
        PortableMath.LogNormalCdf(30).Should().Be(0);
    }

    [Fact]
    public void The_hazard_below_is_density_over_share()
    {
        // 0.3989422804 / 0.5, and 0.2419707245 / 0.1586552539.
        PortableMath.LowerHazard(0).Should().BeApproximately(0.7978845608, 1e-7);
        PortableMath.LowerHazard(-1).Should().BeApproximately(1.5251352762, 1e-6);
        PortableMath.LowerHazard(40).Should().Be(0);
        PortableMath.LowerHazard(-40).Should().BeApproximately(40.025, 1e-2);
    }
}
