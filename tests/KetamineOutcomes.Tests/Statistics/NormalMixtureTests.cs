using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Tests.Statistics;

public sealed class NormalMixtureTests
{
    [Fact]
    public void One_part_has_the_quantiles_of_its_normal_distribution()
    {
        var mixture = new NormalMixture([new(3, 10, 2)]);

        mixture.Mean.Should().Be(10);

        // 10 - 1.644854 * 2
        mixture.Quantile(0.05).Should().BeApproximately(6.710293, 1e-5);
        mixture.Below(10).Should().BeApproximately(0.5, 1e-8);
    }

    [Fact]
    public void Parts_count_by_their_weight()
    {
        var mixture = new NormalMixture([new(1, 0, 0.001), new(3, 100, 0.001)]);

        mixture.Mean.Should().BeApproximately(75, 1e-12);
        mixture.Below(50).Should().BeApproximately(0.25, 1e-9);
        mixture.Quantile(0.2).Should().BeApproximately(0, 0.01);
        mixture.Quantile(0.3).Should().BeApproximately(100, 0.01);
    }
}
