using System.Globalization;
using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Indicators;

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

    /// <summary>The same 24 cells as rows of the table of rates, where counts, denominators and percent stand beside each other.</summary>
    [Fact]
    public void The_table_of_rates_prints_the_cells_of_SUSTAIN_3()
    {
        const string Cells = "23/32 71.9; 47/64 73.4; 15/32 46.9; 40/63 63.5; 20/32 62.5; 39/64 60.9; 7/32 21.9; 34/64 53.1; 12/32 37.5; 43/62 69.4; 10/32 31.3; 35/61 57.4; 13/32 40.6; 36/62 58.1; 9/32 28.1; 26/62 41.9; "
            + "13/32 40.6; 34/62 54.8; 10/32 31.3; 30/61 49.2; 12/32 37.5; 26/62 41.9; 9/32 28.1; 21/62 33.9";
        var cells = Parse(Cells).ToList();
        var tally = CohortTally.FromCells(cells.Select((cell, i) => KeyValuePair.Create(
            new CellKey("all", "all", "madrs", "total", Topics.Response, "response-50", $"infusion:{i + 1}"),
            (CohortCell)new CohortCell.Rate(cell.Share.Count, cell.Share.Of - cell.Share.Count, []))));

        var table = CohortTables.All(tally).Single(candidate => candidate.Id == "rates");

        var names = table.Columns.Select(column => column.Name).ToList();
        table.Rows.Select(row => $"{row[names.IndexOf("met")]}/{row[names.IndexOf("known")]} {row[names.IndexOf("percent")]}").Should().Equal(Cells.Split("; "));
        cells.Should().HaveCount(24);
    }

    /// <summary>
    /// Lii 2023, PMC10769130, extended table 1, response to ketamine on days 1, 2, 3, 5, 7 and 14, counted through the whole of it: twenty made-up people of whom on each day as many as printed have half of
    /// their score at screening or less, and on the last three days one was not seen. The percentages follow: 12/20 is 60, 7/19 is 36.8; of all twenty at worst 7/20, 35, and at best 8/20, 40.
    /// </summary>
    [Fact]
    public void Counts_of_Lii_come_out_of_a_clinic_that_has_them()
    {
        (int Day, int Met, int Seen)[] days = [(1, 12, 20), (2, 10, 20), (3, 9, 20), (5, 7, 19), (7, 6, 19), (14, 8, 19)];
        var forms = "patient_id,instrument,assessed_day,score\n"
            + string.Concat(Enumerable.Range(1, 20).Select(id => string.Create(CultureInfo.InvariantCulture, $"p{id},madrs,-1,30\n")))
            + string.Concat(days.SelectMany(day => Enumerable.Range(1, day.Seen).Select(id => string.Create(CultureInfo.InvariantCulture, $"p{id},madrs,{day.Day},{(id <= day.Met ? 15 : 16)}\n"))));
        var infusions = "patient_id,given_day\n" + string.Concat(Enumerable.Range(1, 20).Select(id => string.Create(CultureInfo.InvariantCulture, $"p{id},0\n")));
        var options = CohortOptions.Default with { Assessment = AssessmentOptions.Default with { Primary = "madrs", Points = days.Select(day => (AssessmentPoint)new AssessmentPoint.Day(day.Day)).ToEquatableArray() } };

        var tally = CohortTally.Of(Clinic.Courses(forms, infusions).SelectMany(course => CohortAssessment.Assess(course, options).Members), options);

        var table = CohortTables.All(tally, options).Single(candidate => candidate.Id == "rates");
        var names = table.Columns.Select(column => column.Name).ToList();
        table.Rows.Where(row => row[0] == "all" && row[names.IndexOf("rule")] == "response-50")
            .Select(row => string.Join(' ', new[] { "point", "due", "known", "met", "percent", "worst_percent", "best_percent" }.Select(name => row[names.IndexOf(name)])))
            .Should().Equal("day:1 20 20 12 60 60 60", "day:2 20 20 10 50 50 50", "day:3 20 20 9 45 45 45", "day:5 20 19 7 36.8 35 40", "day:7 20 19 6 31.6 30 35", "day:14 20 19 8 42.1 40 45");
    }

    /// <summary>
    /// PMC9656070, table 3: MADRS 37.75 (6.2) before and 16.75 (9.71) after in 16 people, d = 2.6. Made-up people with these means and SDs give it by the mean of both SDs: 21 / 8.15 = 2.58. By
    /// the SD before it would be 21 / 6.2 = 3.39: the paper's d is not the one that this library prints first.
    /// </summary>
    [Fact]
    public void The_effect_size_of_a_paper_is_that_by_the_mean_of_both_SDs()
    {
        int[] before = [30, 31, 33, 33, 34, 36, 36, 37, 38, 38, 39, 40, 40, 40, 42, 57];
        int[] after = [0, 6, 8, 9, 11, 11, 12, 13, 17, 17, 22, 23, 26, 28, 31, 34];
        var pairs = PairCounts.Of(before.Zip(after, (x, y) => new ScorePair(x, y)));

        (pairs.Before.Mean, pairs.After.Mean).Should().Be((37.75, 16.75));
        Math.Round(pairs.Before.StandardDeviation!.Value, 1).Should().Be(6.2);
        Math.Round(pairs.After.StandardDeviation!.Value, 2).Should().Be(9.71);
        var change = StandardizedChange.Estimate(pairs)!;
        Math.Round(change.ByAverageSd, 1).Should().Be(-2.6);
        Math.Round(change.ByAverageSd, 2).Should().Be(-2.58);
        Math.Round(change.Raw, 1).Should().Be(-3.4);
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
