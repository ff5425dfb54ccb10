using KetamineOutcomes.Cohorts.Reliability;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>Internal consistency of the forms that the cohort filled in.</summary>
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
}
