using System.Globalization;
using KetamineOutcomes.Cohorts.Rates;

namespace KetamineOutcomes.Cohorts.Tests;

/// <summary>Counts and percentages as papers print them (../shared/facts/endpoints.md, section 3.5).</summary>
public sealed class PublishedRatesTests
{
    /// <summary>SUSTAIN-3 subgroups, PMC10439056, table 3: response and remission by MADRS and PHQ-9 in two groups at the end of induction, week 24 and week 52.</summary>
    [Theory]
    [InlineData("23/32 71.9; 47/64 73.4; 15/32 46.9; 40/63 63.5; 20/32 62.5; 39/64 60.9; 7/32 21.9; 34/64 53.1")]
    [InlineData("12/32 37.5; 43/62 69.4; 10/32 31.3; 35/61 57.4; 13/32 40.6; 36/62 58.1; 9/32 28.1; 26/62 41.9")]
    [InlineData("13/32 40.6; 34/62 54.8; 10/32 31.3; 30/61 49.2; 12/32 37.5; 26/62 41.9; 9/32 28.1; 21/62 33.9")]
    public void Percentages_of_SUSTAIN_3_are_reproduced(string cells)
    {
        foreach (var (share, printed) in Parse(cells))
        {
            share.Percent().Should().Be(printed, $"{share.Count} of {share.Of}");
        }
    }

    /// <summary>
    /// Daly 2018, PMC5838571, table 2: 17 of 41 is 41.46 % and printed 42, 10 of 22 is 45.45 % and printed 46: rounded twice. Rounded once they are 41 and 45, and the
    /// library prints those.
    /// </summary>
    [Theory]
    [InlineData("22/34 65; 23/41 56", 0)]
    [InlineData("17/41 42; 10/22 46", 1)]
    public void Where_a_paper_rounded_twice_the_library_rounds_once(string cells, int differs)
    {
        foreach (var (share, printed) in Parse(cells))
        {
            share.Percent(0).Should().Be(printed - differs, $"{share.Count} of {share.Of}");
        }
    }

    /// <summary>Daly 2018, table 1, at 24 hours, whole percent but for one cell: 1 of 33, 4 of 11, 3 of 11 (27.3), 5 of 12.</summary>
    [Fact]
    public void Percentages_at_24_hours_are_reproduced()
    {
        foreach (var (share, printed) in Parse("1/33 3; 4/11 36; 5/12 42"))
        {
            share.Percent(0).Should().Be(printed);
        }

        new Proportion(3, 11).Percent().Should().Be(27.3m);
    }

    /// <summary>ESCAPE-TRD, remission at week 8: 91 of 336 and 60 of 340; unadjusted odds ratio 1.733 (91 x 280 / (245 x 60)) and risk ratio 1.535, recomputed in R.</summary>
    [Fact]
    public void Odds_and_risk_ratios_of_ESCAPE_follow_from_the_counts()
    {
        var (one, other) = (new Proportion(91, 336), new Proportion(60, 340));

        var odds = new Fraction(one.Count * (other.Of - other.Count), (one.Of - one.Count) * other.Count);
        odds.Round(3).Should().Be(1.733m);
        (one.Share!.Value / other.Share!.Value).Round(3).Should().Be(1.535m);
    }

    private static IEnumerable<(Proportion Share, decimal Printed)> Parse(string cells) => cells.Split(';', StringSplitOptions.TrimEntries).Select(cell =>
    {
        var parts = cell.Split('/', ' ');
        return (new Proportion(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture)), decimal.Parse(parts[2], CultureInfo.InvariantCulture));
    });
}
