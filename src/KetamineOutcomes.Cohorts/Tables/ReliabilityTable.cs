using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Reliability;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>Internal consistency of the forms that the cohort filled in, and how alike two of a person are.</summary>
internal static class ReliabilityTable
{
    public static CohortTable Reliabilities(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("reliability", "Cronbach's alpha of complete forms at baseline", [
            .. TableKey.Columns,
            TableBuilder.Count("forms", "complete forms"),
            TableBuilder.Count("items", "how many items the scale sums"),
            TableBuilder.Number("alpha", "Cronbach's alpha; patients chosen for a high score have less spread, and so a lower alpha than people at large"),
            TableBuilder.Number("low", "lower end of Feldt's interval"),
            TableBuilder.Number("high", "upper end"),
            TableBuilder.Number("sd", "sample SD of the total, in points"),
            TableBuilder.Number("sem", "standard error of measurement, in points"),
            TableBuilder.Text("warning", "few-people: a small subgroup"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Answers>())
        {
            if (CronbachAlpha.Estimate(cell.Moments, options.Level) is { } alpha)
            {
                table.AddKey(key).Add(alpha.Forms).Add((long)alpha.Items).Add(alpha.Alpha).Add(alpha.Interval.Low).Add(alpha.Interval.High)
                    .Add(alpha.StandardDeviation).Add(alpha.StandardErrorOfMeasurement).Add(TableKey.Few(key, alpha.Forms, options)).EndRow();
            }
        }

        return table.Build();
    }

    public static CohortTable Retests(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("retest", "The baseline beside the score before it: intraclass correlation", [
            .. TableKey.Columns,
            TableBuilder.Count("people", $"people with a complete score in the {BaselineRetest.MaxDaysApart} days before the baseline, by the same rater"),
            TableBuilder.Number("icc", "ICC(2,1) of Shrout and Fleiss: one score, absolute agreement; empty for fewer than two people, or if no two scores of a person differ. People who improved or got worse while they waited lower it"),
            TableBuilder.Number("low", "lower end of its interval"),
            TableBuilder.Number("high", "upper end"),
            TableBuilder.Number("sd", "sample SD at baseline of these people, in points"),
            TableBuilder.Number("mean_difference", "baseline minus the score before it, in points"),
            TableBuilder.Number("sem", "standard error of measurement, SD times the root of 1 - ICC, in points; empty where the ICC is below 0"),
            TableBuilder.Text("warning", "few-people: a small subgroup"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Pairs>(Topics.Retest))
        {
            var icc = IntraclassCorrelation.Estimate(IntraclassForm.TwoWayAgreement, RatingsOf(cell.Counts), options.Level);
            var sd = cell.Counts.After.Variance is { } variance ? Math.Sqrt(variance) : (double?)null;
            table.AddKey(key).Add(cell.Counts.Count).Add(icc?.Value).Add(icc?.Interval.Low).Add(icc?.Interval.High).Add(sd).Add(cell.Counts.Change.Mean)
                .Add(icc is { Value: >= 0 and <= 1 } ? sd * Math.Sqrt(1 - icc.Value) : null).Add(TableKey.Few(key, cell.Counts.Count, options)).EndRow();
        }

        return table.Build();
    }

    private static List<double[]> RatingsOf(PairCounts pairs)
    {
        var ratings = new List<double[]>();
        foreach (var (pair, times) in pairs.Bins)
        {
            for (var person = 0L; person < times; person++)
            {
                ratings.Add([pair.Before.ToDouble(), pair.After.ToDouble()]);
            }
        }

        return ratings;
    }
}
