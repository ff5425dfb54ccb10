using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>Times to an event: Kaplan-Meier, Turnbull, and the log-rank test between the parts of a grouping.</summary>
internal static class TimeTables
{
    private static CohortColumn[] TimeKey =>
    [
        .. TableKey.Columns,
        TableBuilder.Text("topic", "onset: days from the first infusion; loss: days from reaching the gain; durability: days from each booster, one row a cycle and so several a person"),
        TableBuilder.Text("rule", "what is reached or lost, as in the table of indicators"),
    ];

    public static CohortTable Times(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("times", "Times to an event, by Kaplan-Meier and by Turnbull", [
            .. TimeKey,
            TableBuilder.Count("count", "how many were at risk"),
            TableBuilder.Count("events", "how many had the event"),
            TableBuilder.Count("not_known", "how many more were, or may have been, at risk and have no time: no baseline, no visit, scores that contradict each other"),
            TableBuilder.Number("median", "days by which half had it (Kaplan-Meier, dated at the visit at which it was seen); empty if fewer had"),
            TableBuilder.Number("low", "lower end of its interval (log-log); empty for durability, whose cycles are not independent"),
            TableBuilder.Number("high", "upper end; empty if nothing bounds it"),
            TableBuilder.Number("median_after", "Turnbull: half had it after this day, ..."),
            TableBuilder.Number("median_up_to", "... and by this one; empty if fewer had"),
            TableBuilder.Text("warning", "few-people: a small subgroup; cycles-of-the-same-people: no interval is given"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Times>())
        {
            var curve = KaplanMeier.Estimate(cell.Observed, options.Level);
            var between = Turnbull.Estimate(cell.Bounds).Median();
            var independent = key.Topic != Topics.Durability;
            var median = curve.Median;
            var warnings = new[] { TableKey.Few(key, cell.Observed.Count, options), independent ? null : "cycles-of-the-same-people" }.OfType<string>();
            table.AddKey(key).Add(key.Topic).Add(key.Rule).Add(cell.Observed.Count).Add(cell.Observed.Events).Add(cell.Unknown)
                .Add(median.Time).Add(independent ? median.Low : null).Add(independent ? median.High : null)
                .Add(between is { UpTo: < double.PositiveInfinity } ? between.Value.After : null).Add(between is { UpTo: < double.PositiveInfinity } ? between.Value.UpTo : null)
                .Add(string.Join(';', warnings)).EndRow();
        }

        return table.Build();
    }

    public static CohortTable Curves(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("curves", "Kaplan-Meier curves", [
            .. TimeKey,
            TableBuilder.Number("day", "the day"),
            TableBuilder.Count("at_risk", "how many were followed without the event just before it"),
            TableBuilder.Count("events", "how many had it then"),
            TableBuilder.Count("censored", "how many were last seen then without it"),
            TableBuilder.Number("without", "share without the event after it, 0 to 1"),
            TableBuilder.Number("standard_error", "Greenwood's"),
            TableBuilder.Number("low", "lower end of the log-log interval; empty where it has none, and for durability"),
            TableBuilder.Number("high", "upper end"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Times>())
        {
            foreach (var step in KaplanMeier.Estimate(cell.Observed, options.Level).Steps)
            {
                var interval = key.Topic == Topics.Durability ? null : step.Interval;
                table.AddKey(key).Add(key.Topic).Add(key.Rule).Add(step.Row.Time).Add(step.Row.AtRisk).Add(step.Row.Events).Add(step.Row.Censored)
                    .Add(step.Survival).Add(step.StandardError).Add(interval?.Low).Add(interval?.High).EndRow();
            }
        }

        return table.Build();
    }

    public static CohortTable Bounds(CohortTally tally)
    {
        var table = new TableBuilder("bounds", "Turnbull's estimate: events that fell between two visits", [
            .. TimeKey,
            TableBuilder.Number("after", "the interval begins after this day"),
            TableBuilder.Number("up_to", "and ends with this one; empty: the event was never seen"),
            TableBuilder.Number("mass", "share of people whose event lies in it"),
            TableBuilder.Number("without", "share without the event after it"),
            TableBuilder.Text("warning", "not-converged: the estimate is not at its maximum"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Times>())
        {
            var estimate = Turnbull.Estimate(cell.Bounds);
            foreach (var step in estimate.Steps)
            {
                table.AddKey(key).Add(key.Topic).Add(key.Rule).Add(step.After).Add(step.UpTo).Add(step.Mass).Add(step.SurvivalAfter).Add(estimate.Converged ? null : "not-converged").EndRow();
            }
        }

        return table.Build();
    }

    public static CohortTable LogRanks(CohortTally tally)
    {
        var table = new TableBuilder(
            "log-rank",
            "Whether the parts of a grouping differ in the time to an event",
            TableKey.Columns[0],
            TableKey.Columns[2],
            TableKey.Columns[3],
            TableBuilder.Text("topic", "onset or loss"),
            TableBuilder.Text("rule", "what is reached or lost"),
            TableBuilder.Count("levels", "how many parts were compared"),
            TableBuilder.Number("chi_square", "the log-rank statistic"),
            TableBuilder.Count("degrees_of_freedom", "parts that could be compared, less one"),
            TableBuilder.Number("p", "probability of so large a statistic if the parts were alike; not corrected for how many tests there are"));
        foreach (var group in tally.Of<CohortCell.Times>().Where(cell => cell.Key.IsPart() && cell.Key.Topic != Topics.Durability)
            .GroupBy(cell => (cell.Key.Group, cell.Key.Instrument, cell.Key.Scale, cell.Key.Topic, cell.Key.Rule)))
        {
            var parts = group.Select(cell => cell.Cell.Observed).ToList();
            if (parts.Count >= 2 && LogRank.Test(parts) is { } test)
            {
                table.Add(group.Key.Group).Add(group.Key.Instrument).Add(group.Key.Scale).Add(group.Key.Topic).Add(group.Key.Rule).Add((long)parts.Count)
                    .Add(test.ChiSquare).Add((long)test.DegreesOfFreedom).Add(test.PValue).EndRow();
            }
        }

        return table.Build();
    }
}
