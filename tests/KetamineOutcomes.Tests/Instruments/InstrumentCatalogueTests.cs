using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments;

public sealed class InstrumentCatalogueTests
{
    private static Instrument Version(string version, string id = "test-form", int max = 3) => TestDefinitions.Read(
        TestDefinitions.Form(TestDefinitions.Items(1, max: max), TestDefinitions.Scale("\"item1\"", "0", max.ToString()), version: version, id: id));

    [Fact]
    public void An_added_instrument_is_found_by_id_and_version()
    {
        var added = Version("1.0.0");
        var catalogue = InstrumentCatalogue.Shipped.With(added);

        catalogue.Find("test-form").Should().BeSameAs(added);
        catalogue.Find("test-form", "1.0.0").Should().BeSameAs(added);
        catalogue.Find("test-form", "9.9.9").Should().BeNull();
        catalogue.Find("nothing").Should().BeNull();
        catalogue.Find("nothing", "1.0.0").Should().BeNull();
        catalogue.Ids.Should().Contain("test-form").And.BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void Adding_leaves_the_catalogue_unchanged()
    {
        _ = InstrumentCatalogue.Shipped.With(Version("1.0.0"));

        InstrumentCatalogue.Shipped.Find("test-form").Should().BeNull();
        InstrumentCatalogue.Shipped.Ids.Should().NotContain("test-form");
    }

    [Fact]
    public void An_old_version_stays_loadable_beside_a_new_one()
    {
        var catalogue = InstrumentCatalogue.Shipped.With(Version("1.0.0")).With(Version("2.0.0", max: 4));

        catalogue.Find("test-form")!.Version.Should().Be("2.0.0");
        catalogue.Find("test-form", "1.0.0")!.MainScale.Range.ToString().Should().Be("0 to 3");
        catalogue.Find("test-form", "2.0.0")!.MainScale.Range.ToString().Should().Be("0 to 4");
    }

    [Fact]
    public void A_changed_definition_needs_another_version()
    {
        var catalogue = InstrumentCatalogue.Shipped.With(Version("1.0.0"));
        var same = () => catalogue.With(Version("1.0.0"));
        var changed = () => catalogue.With(Version("1.0.0", max: 4));

        same.Should().NotThrow();
        changed.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_shipped_definition_cannot_be_replaced_under_its_own_version()
    {
        var id = InstrumentCatalogue.Shipped.Ids is { IsEmpty: false } ids ? ids[0] : null;
        Assert.SkipWhen(id is null, "No definition ships with this build.");
        var shipped = InstrumentCatalogue.Shipped.Find(id)!;
        var replace = () => InstrumentCatalogue.Shipped.With(Version(shipped.Version, id));

        replace.Should().Throw<ArgumentException>();
        var newer = InstrumentCatalogue.Shipped.With(Version("99.0.0", id));
        newer.Find(id)!.Version.Should().Be("99.0.0");
        newer.Find(id, shipped.Version).Should().BeSameAs(shipped);
    }

    [Fact]
    public void An_id_that_is_null_throws()
    {
        var find = () => InstrumentCatalogue.Shipped.Find(null!);
        var add = () => InstrumentCatalogue.Shipped.With(null!);

        find.Should().Throw<ArgumentNullException>();
        add.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_definition_is_read_when_it_is_first_asked_for()
    {
        var catalogue = InstrumentCatalogue.LoadShipped();

        catalogue.Ids.Should().NotBeEmpty();
        catalogue.CountRead.Should().Be(0, "ids are known without reading");
        catalogue.Find("no-such-form").Should().BeNull();
        catalogue.CountRead.Should().Be(0);
        var first = catalogue.Find(catalogue.Ids[0]);
        catalogue.CountRead.Should().Be(1);
        catalogue.Find(catalogue.Ids[0]).Should().BeSameAs(first, "it is read once");
        catalogue.CountRead.Should().Be(1);
    }
}
