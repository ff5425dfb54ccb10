using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>Change from baseline, and how many improved by so much.</summary>
internal static class ChangeTables
{
    public static CohortTable Changes(CohortTally tally, CohortOptions options, string topic, string id, string title)
    {
        var table = new TableBuilder(id, title, [
            .. TableKey.Columns,
            TableBuilder.Text("point", "the point of the course; series for the whole of it"),
            TableBuilder.Count("count", "how many have both scores; the means before are of these people alone"),
            TableBuilder.Number("before_mean", "mean baseline, in points"),
            TableBuilder.Number("before_sd", "sample SD of the baseline"),
            TableBuilder.Number("after_mean", "mean score, in points"),
            TableBuilder.Number("after_sd", "sample SD of the score"),
            TableBuilder.Number("change_mean", "mean of score minus baseline, in points: negative where scores fell"),
            TableBuilder.Number("change_sd", "its sample SD"),
            TableBuilder.Number("change_median", "its median"),
            TableBuilder.Number("change_q1", "its lower quartile (type 7)"),
            TableBuilder.Number("change_q3", "its upper quartile (type 7)"),
            TableBuilder.Number("correlation", "Pearson's, of baseline and score"),
            TableBuilder.Number("standardized", "mean change over the SD before, corrected for small numbers (Becker)"),
            TableBuilder.Number("standardized_low", "lower end of its interval"),
            TableBuilder.Number("standardized_high", "upper end"),
            TableBuilder.Number("by_average_sd", "mean change over the mean of both SDs, uncorrected"),
            TableBuilder.Text("warning", "few-people: a small subgroup"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Pairs>(topic))
        {
            var pairs = cell.Counts;
            var effect = StandardizedChange.Estimate(pairs, options.Level);
            table.AddKey(key).Add(key.Point).Add(pairs.Count)
                .Add(pairs.Before.Mean).Add(pairs.Before.StandardDeviation).Add(pairs.After.Mean).Add(pairs.After.StandardDeviation)
                .Add(pairs.Change.Mean).Add(pairs.Change.StandardDeviation).Add(pairs.Change.Median)
                .Add(pairs.Change.Quantile(new Fraction(1, 4))).Add(pairs.Change.Quantile(new Fraction(3, 4))).Add(pairs.Correlation)
                .Add(effect?.Value).Add(effect?.Interval.Low).Add(effect?.Interval.High).Add(effect?.ByAverageSd)
                .Add(TableKey.Few(key, pairs.Count, options)).EndRow();
        }

        return table.Build();
    }

    /// <summary>How many had at least so much improvement at their best and at each point: the cumulative response curve in steps of ten percent.</summary>
    public static CohortTable CumulativeResponse(CohortTally tally, CohortOptions options, InstrumentCatalogue catalogue)
    {
        var table = new TableBuilder("cumulative-response", "How many scores fell by at least so many percent of the baseline", [
            .. TableKey.Columns,
            TableBuilder.Text("point", "the point of the course; series for the best score after baseline"),
            TableBuilder.Count("at_least", "percent of the baseline by which the score fell, raw; for scales on which higher is better it rose"),
            TableBuilder.Count("known", "how many have both scores and a baseline above 0"),
            TableBuilder.Count("count", "how many of them"),
            TableBuilder.Number("percent", "of known, one decimal"),
            TableBuilder.Number("low", "lower end of Wilson's interval, in percent"),
            TableBuilder.Number("high", "upper end"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Pairs>())
        {
            var known = cell.Counts.Bins.Where(bin => bin.Pair.Before > Fraction.Zero).ToList();
            var all = known.Sum(bin => bin.Times);
            var sign = HigherIsBetter(key, catalogue) ? 1 : -1;
            for (var percent = 10; percent <= 100; percent += 10)
            {
                var count = known.Where(bin => bin.Pair.Change * (100 * sign) >= bin.Pair.Before * percent).Sum(bin => bin.Times);
                var share = new Proportion(count, all);
                var interval = share.Wilson(options.Level);
                table.AddKey(key).Add(key.Point).Add((long)percent).Add(all).Add(count).Add(share.Percent()).Add(100 * interval?.Low).Add(100 * interval?.High).EndRow();
            }
        }

        return table.Build();
    }

    private static bool HigherIsBetter(CellKey key, InstrumentCatalogue catalogue) => catalogue.Find(key.Instrument)?.FindScale(key.Scale)?.Direction == Direction.HigherIsBetter;
}
