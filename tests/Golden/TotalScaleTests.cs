using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>What a number without a scale's name means.</summary>
public sealed class TotalScaleTests
{
    [Theory]
    [InlineData("phq-9", "total")]
    [InlineData("whodas-12", "total")]
    [InlineData("moaa-s", "total")]
    [InlineData("bpi-sf", null)] // severity or interference?
    [InlineData("cgi", null)] // severity or improvement?
    [InlineData("c-ssrs", null)]
    [InlineData("c-ssrs-screener", null)] // risk is a category, ideation a number
    [InlineData("eq-5d-5l", null)] // VAS or index?
    [InlineData("athf-sf", null)]
    [InlineData("functional-markers", null)]
    public void It_is_the_total_or_it_needs_a_name(string id, string? scale)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        instrument.TotalScale?.Id.Should().Be(scale);
        (instrument.TotalScale is null).Should().Be(scale is null);
    }

    [Fact]
    public void A_bare_number_of_a_form_without_a_total_is_refused()
    {
        var bare = () => Instruments.Instruments.BpiSf.ScoreTotal(7);
        bare.Should().Throw<ArgumentException>().WithMessage("bpi-sf has no total: name the scale.*");
        Instruments.Instruments.BpiSf.ScoreTotal(7, "interference").Kind.Should().Be("scored");
    }
}
