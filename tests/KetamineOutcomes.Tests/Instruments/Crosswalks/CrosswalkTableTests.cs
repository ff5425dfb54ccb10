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

    // The same table, the columns IDS-SR, QIDS-SR and HRSD17. The row of QIDS-SR 25 prints 62-24 for the IDS-SR and is left out.
    [Theory]
    [InlineData("0", "0", "0")]
    [InlineData("3", "0", "0")]
    [InlineData("4", "1", "1 to 2")]
    [InlineData("5", "1", "1 to 2")]
    [InlineData("6", "2", "3")]
    [InlineData("7", "3", "4")]
    [InlineData("8", "3", "4")]
    [InlineData("9", "4", "5 to 6")]
    [InlineData("11", "4", "5 to 6")]
    [InlineData("12", "5", "7")]
    [InlineData("13", "5", "7")]
    [InlineData("14", "6", "8")]
    [InlineData("16", "6", "8")]
    [InlineData("17", "7", "9 to 10")]
    [InlineData("18", "7", "9 to 10")]
    [InlineData("19", "8", "11")]
    [InlineData("21", "8", "11")]
    [InlineData("22", "9", "12")]
    [InlineData("23", "9", "12")]
    [InlineData("24", "10", "13")]
    [InlineData("25", "10", "13")]
    [InlineData("26", "11", "14 to 15")]
    [InlineData("28", "11", "14 to 15")]
    [InlineData("29", "12", "16")]
    [InlineData("30", "12", "16")]
    [InlineData("31", "13", "17")]
    [InlineData("33", "13", "17")]
    [InlineData("34", "14", "18 to 19")]
    [InlineData("36", "14", "18 to 19")]
    [InlineData("37", "15", "18 to 19")]
    [InlineData("38", "15", "18 to 19")]
    [InlineData("39", "16", "20")]
    [InlineData("40", "16", "20")]
    [InlineData("41", "17", "21 to 22")]
    [InlineData("43", "17", "21 to 22")]
    [InlineData("44", "18", "23")]
    [InlineData("45", "18", "23")]
    [InlineData("46", "19", "24")]
    [InlineData("47", "19", "24")]
    [InlineData("48", "20", "25")]
    [InlineData("49", "21", "26 to 27")]
    [InlineData("53", "21", "26 to 27")]
    [InlineData("54", "22", "28")]
    [InlineData("55", "22", "28")]
    [InlineData("56", "23", "29")]
    [InlineData("58", "23", "29")]
    [InlineData("59", "24", "30 to 31")]
    [InlineData("61", "24", "30 to 31")]
    [InlineData("62", "none", "none")]
    [InlineData("64", "none", "none")]
    [InlineData("65", "26", "33 to 35")]
    [InlineData("67", "26", "33 to 35")]
    [InlineData("68", "27", "36 to 52")]
    [InlineData("84", "27", "36 to 52")]
    [InlineData("85", "none", "none")]
    public void IDS_to_QIDS_and_to_HAM_D17_is_as_printed_without_the_misprint(string ids, string qids, string hamD)
    {
        Look("ids-sr30-to-qids-sr16", ids).Should().Be(qids);
        Look("ids-sr30-to-ham-d17", ids).Should().Be(hamD);
    }

    [Theory]
    [InlineData("0", "0 to 3")]
    [InlineData("1", "4 to 5")]
    [InlineData("2", "6")]
    [InlineData("3", "7 to 8")]
    [InlineData("4", "9 to 11")]
    [InlineData("5", "12 to 13")]
    [InlineData("6", "14 to 16")]
    [InlineData("7", "17 to 18")]
    [InlineData("8", "19 to 21")]
    [InlineData("9", "22 to 23")]
    [InlineData("10", "24 to 25")]
    [InlineData("11", "26 to 28")]
    [InlineData("12", "29 to 30")]
    [InlineData("13", "31 to 33")]
    [InlineData("14", "34 to 36")]
    [InlineData("15", "37 to 38")]
    [InlineData("16", "39 to 40")]
    [InlineData("17", "41 to 43")]
    [InlineData("18", "44 to 45")]
    [InlineData("19", "46 to 47")]
    [InlineData("20", "48")]
    [InlineData("21", "49 to 53")]
    [InlineData("22", "54 to 55")]
    [InlineData("23", "56 to 58")]
    [InlineData("24", "59 to 61")]
    [InlineData("25", "none")]
    [InlineData("26", "65 to 67")]
    [InlineData("27", "68 to 84")]
    [InlineData("28", "none")]
    public void QIDS_to_IDS_is_as_printed_without_the_misprint(string qids, string ids) => Look("qids-sr16-to-ids-sr30", qids).Should().Be(ids);

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
    public void Only_the_table_that_is_published_both_ways_leads_back()
    {
        var directions = CrosswalkCatalogue.Shipped.All.Select(crosswalk => (crosswalk.From.Instrument, crosswalk.To.Instrument)).Distinct().ToList();

        // ids-qids.org calls its table a conversion between IDS-SR and QIDS-SR; the HRSD17 column has a misprint, and the others were read one way.
        directions.Where(direction => directions.Contains((direction.Item2, direction.Item1))).Should().BeEquivalentTo([("ids-sr30", "qids-sr16"), ("qids-sr16", "ids-sr30")]);
        directions.Should().NotContain(("ham-d17", "qids-sr16")).And.NotContain(("madrs", "qids-sr16")).And.NotContain(("madrs", "ham-d17")).And.NotContain(("ham-d17", "ids-sr30"))
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
