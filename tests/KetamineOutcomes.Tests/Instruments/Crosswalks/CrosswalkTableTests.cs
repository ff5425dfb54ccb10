using KetamineOutcomes.Instruments.Crosswalks;

namespace KetamineOutcomes.Tests.Instruments.Crosswalks;

/// <summary>What the shipped tables say, row by row, copied from the sources a second time and by hand.</summary>
public sealed class CrosswalkTableTests
{
    private static Crosswalk Find(string id) => CrosswalkCatalogue.Shipped.Find(id)!;

    private static string Look(string id, string score)
    {
        Fraction.TryParse(score, out var value).Should().BeTrue();
        return Find(id).FindEntry(value)?.To.ToString() ?? "none";
    }

    // ids-qids.org, interpretation, the columns QIDS-SR and HRSD17 of the table of corresponding total scores.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1 to 2")]
    [InlineData("2", "3")]
    [InlineData("3", "4")]
    [InlineData("4", "5 to 6")]
    [InlineData("5", "7")]
    [InlineData("6", "8")]
    [InlineData("7", "9 to 10")]
    [InlineData("8", "11")]
    [InlineData("9", "12")]
    [InlineData("10", "13")]
    [InlineData("11", "14 to 15")]
    [InlineData("12", "16")]
    [InlineData("13", "17")]
    [InlineData("14", "18 to 19")]
    [InlineData("15", "18 to 19")]
    [InlineData("16", "20")]
    [InlineData("17", "21 to 22")]
    [InlineData("18", "23")]
    [InlineData("19", "24")]
    [InlineData("20", "25")]
    [InlineData("21", "26 to 27")]
    [InlineData("22", "28")]
    [InlineData("23", "29")]
    [InlineData("24", "30 to 31")]
    [InlineData("25", "32")]
    [InlineData("26", "33 to 35")]
    [InlineData("27", "36 to 52")]
    [InlineData("-1", "none")]
    [InlineData("28", "none")]
    [InlineData("11/2", "none")]
    public void QIDS_to_HAM_D17_is_as_printed(string qids, string hamD) => Look("qids-sr16-to-ham-d17", qids).Should().Be(hamD);

    // Carmody 2006, J Affect Disord, abstract: a QIDS-SR16 total of 5 is comparable to a MADRS total of 7 or 8 (7.5).
    [Theory]
    [InlineData("5", "7 to 8")]
    [InlineData("4", "none")]
    [InlineData("6", "none")]
    public void QIDS_to_MADRS_of_Carmody_has_the_row_of_the_abstract(string qids, string madrs) => Look("qids-sr16-to-madrs-carmody-2006", qids).Should().Be(madrs);

    // Carmody 2006, Eur Neuropsychopharmacol, abstract: an HRSD17 of 7 corresponds to 8 or 9 on the MADRS.
    [Theory]
    [InlineData("7", "8 to 9")]
    [InlineData("6", "none")]
    [InlineData("8", "none")]
    public void HAM_D17_to_MADRS_of_Carmody_has_the_row_of_the_abstract(string hamD, string madrs) => Look("ham-d17-to-madrs-carmody-2006", hamD).Should().Be(madrs);

    // Liu 2014, abstract: 6-10, 11-15, 16-20, 21+ beside 9-17, 18-24, 25-33, 34+; up to 5 beside up to 7 or 8 (7.5). MADRS ends at 60.
    [Theory]
    [InlineData("0", "0 to 8")]
    [InlineData("5", "0 to 8")]
    [InlineData("6", "9 to 17")]
    [InlineData("10", "9 to 17")]
    [InlineData("11", "18 to 24")]
    [InlineData("15", "18 to 24")]
    [InlineData("16", "25 to 33")]
    [InlineData("20", "25 to 33")]
    [InlineData("21", "34 to 60")]
    [InlineData("27", "34 to 60")]
    [InlineData("28", "none")]
    public void QIDS_to_MADRS_of_Liu_sets_bands_beside_bands(string qids, string madrs) => Look("qids-sr16-to-madrs-liu-2014", qids).Should().Be(madrs);

    // Kim 2023, abstract: PHQ-9 1, 15 and 27 correspond approximately to MADRS 1, 24 and 48.
    [Theory]
    [InlineData("1", "1")]
    [InlineData("15", "24")]
    [InlineData("27", "48")]
    [InlineData("0", "none")]
    [InlineData("2", "none")]
    [InlineData("14", "none")]
    [InlineData("16", "none")]
    [InlineData("26", "none")]
    public void PHQ9_to_MADRS_of_Kim_has_the_rows_of_the_abstract(string phq, string madrs) => Look("phq-9-to-madrs-kim-2023", phq).Should().Be(madrs);

    // A paper that cites Gibbons 2011: the PROMIS equivalents of the PHQ-9 thresholds 5, 10 and 15 are 52.5, 59.9 and 65.8.
    [Theory]
    [InlineData("5", "52.5")]
    [InlineData("10", "59.9")]
    [InlineData("15", "65.8")]
    [InlineData("4", "none")]
    [InlineData("9", "none")]
    [InlineData("11", "none")]
    [InlineData("16", "none")]
    [InlineData("27", "none")]
    public void PHQ9_to_PROMIS_has_the_rows_on_which_two_copies_agree(string phq, string t) => Look("phq-9-to-promis-depression", phq).Should().Be(t);

    [Fact]
    public void Only_Kim_calls_its_rows_approximate() =>
        CrosswalkCatalogue.Shipped.All.Where(crosswalk => crosswalk.IsApproximate).Select(crosswalk => crosswalk.Id).Should().Equal("phq-9-to-madrs-kim-2023");

    [Fact]
    public void No_table_leads_back()
    {
        var directions = CrosswalkCatalogue.Shipped.All.Select(crosswalk => (crosswalk.From.Instrument, crosswalk.To.Instrument)).Distinct().ToList();

        // None of the shipped sources could be read with both ways and without a misprint.
        directions.Should().NotContain(("ham-d17", "qids-sr16")).And.NotContain(("madrs", "qids-sr16")).And.NotContain(("madrs", "ham-d17"))
            .And.NotContain(("madrs", "phq-9")).And.NotContain(("promis-depression-8a", "phq-9"));
    }

    [Fact]
    public void The_catalogue_finds_by_id_and_by_instrument()
    {
        CrosswalkCatalogue.Shipped.Ids.Should().BeInAscendingOrder(StringComparer.Ordinal).And.Contain("qids-sr16-to-ham-d17");
        CrosswalkCatalogue.Shipped.Find("nothing").Should().BeNull();
        CrosswalkCatalogue.Shipped.From("ham-d17").Select(crosswalk => crosswalk.Id).Should().Equal("ham-d17-to-madrs-carmody-2006");
        CrosswalkCatalogue.Shipped.From("nothing").Should().BeEmpty();
        CrosswalkCatalogue.Shipped.Find("phq-9-to-madrs-kim-2023").Should().BeSameAs(CrosswalkCatalogue.Shipped.Find("phq-9-to-madrs-kim-2023"));

        var find = () => CrosswalkCatalogue.Shipped.Find(null!);
        var from = () => CrosswalkCatalogue.Shipped.From(null!);
        find.Should().Throw<ArgumentNullException>();
        from.Should().Throw<ArgumentNullException>();
    }
}
