using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Indicators.Domains;

/// <summary>The public part of the core: which instrument counts on which side.</summary>
public sealed class DomainMapTests
{
    private static LifeDomain? Find(string id, DomainMap? map = null) => (map ?? DomainMap.Default).Find(InstrumentCatalogue.Shipped.Find(id)!);

    [Theory]
    [InlineData("phq-9", LifeDomain.Mood)]
    [InlineData("madrs", LifeDomain.Mood)]
    [InlineData("shaps", LifeDomain.Mood)]
    [InlineData("wsas", LifeDomain.Functioning)]
    [InlineData("whodas-12", LifeDomain.Functioning)]
    [InlineData("q-les-q-sf", LifeDomain.Functioning)]
    [InlineData("who-5", LifeDomain.Functioning)]
    [InlineData("isi", LifeDomain.Functioning)]
    [InlineData("gad-7", null)]
    [InlineData("sidas", null)]
    [InlineData("cadss-23", null)]
    public void Shipped_instruments_stand_by_the_domain_of_their_definition(string id, LifeDomain? domain) => Find(id).Should().Be(domain);

    [Fact]
    public void Every_word_of_the_map_is_the_domain_of_some_instrument()
    {
        var words = InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!.Domain).ToHashSet(StringComparer.Ordinal);
        DomainMap.Default.Entries.Select(entry => entry.Word).Should().OnlyContain(word => words.Contains(word));
    }

    [Fact]
    public void A_caller_draws_the_line_elsewhere()
    {
        var own = new DomainMap([new DomainEntry("anxiety", LifeDomain.Mood), new DomainEntry("pain", LifeDomain.Functioning)]);

        (Find("gad-7", own), Find("phq-9", own)).Should().Be((LifeDomain.Mood, null));
        own.Should().Be(new DomainMap([new DomainEntry("anxiety", LifeDomain.Mood), new DomainEntry("pain", LifeDomain.Functioning)]));
    }

    [Fact]
    public void A_word_stands_once()
    {
        var twice = () => new DomainMap([new DomainEntry("pain", LifeDomain.Mood), new DomainEntry("pain", LifeDomain.Functioning)]);
        twice.Should().Throw<ArgumentException>();
        var empty = () => new DomainMap([new DomainEntry(" ", LifeDomain.Mood)]);
        empty.Should().Throw<ArgumentException>();
    }
}
