using KetamineOutcomes.Cohorts.Distributions;
using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Reliability;
using KetamineOutcomes.Cohorts.Survival;
using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>The tables of a cohort, from its tally.</summary>
public static class CohortTables
{
    private const string FewWarning = "few-people";

    private static readonly CohortColumn[] Key =
    [
        TableBuilder.Text("group", "the grouping: all, route, dose, baseline-severity or the caller's own"),
        TableBuilder.Text("level", "the part of it"),
        TableBuilder.Text("instrument", "the instrument's id"),
        TableBuilder.Text("scale", "the scale's id"),
    ];

    /// <summary>All tables.</summary>
    /// <param name="tally">What was counted.</param>
    /// <param name="options">The options that it was counted with.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The tables, in the order in which a paper has them.</returns>
    public static EquatableArray<CohortTable> All(CohortTally tally, CohortOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(tally);
        options ??= CohortOptions.Default;
        return
        [
            Members(tally, options), Rates(tally, options), Missing(tally), Changes(tally, options, Topics.Change, "changes", "Change from baseline at each point"),
            Changes(tally, options, Topics.Best, "best-change", "Change from baseline to the best score after it"), CumulativeResponse(tally, options, catalogue ?? InstrumentCatalogue.Shipped), States(tally),
            Times(tally, options), Curves(tally, options), Bounds(tally), LogRanks(tally), Reliabilities(tally, options),
        ];
    }

    /// <summary>Who is in the cohort: a row a group.</summary>
    private static CohortTable Members(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder(
            "members",
            "Members by group",
            Key[0],
            Key[1],
            TableBuilder.Count("members", "series counted as members"),
            TableBuilder.Number("percent", "of all members, one decimal"),
            TableBuilder.Text("warning", $"few-people: fewer than the {options.FewPeople} below which a subgroup says little (project policy)"));
        foreach (var (key, cell) in Of<CohortCell.People>(tally, Topics.Members))
        {
            table.Add(key.Group).Add(key.Level).Add(cell.Count).Add(new Proportion(cell.Count, tally.Members).Percent()).Add(Few(key, cell.Count, options)).EndRow();
        }

        return table.Build();
    }

    private static CohortTable Rates(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("rates", "Response and remission at each point", [
            .. Key,
            TableBuilder.Text("indicator", "response or remission"),
            TableBuilder.Text("rule", "the published rule, as in the table of indicators"),
            TableBuilder.Text("point", "the point of the course"),
            TableBuilder.Count("due", "members of the group who ever had the instrument; all of them for the primary one"),
            TableBuilder.Count("known", "of those, how many have an answer"),
            TableBuilder.Count("met", "of those, how many met the rule"),
            TableBuilder.Number("percent", "met of known, one decimal, half away from zero; empty if none is known"),
            TableBuilder.Number("low", "lower end of Wilson's interval of that share, in percent"),
            TableBuilder.Number("high", "upper end"),
            TableBuilder.Number("worst_percent", "met of due: if none of the others met it"),
            TableBuilder.Number("best_percent", "of due: if each of the others met it"),
            TableBuilder.Number("carried_percent", "of those with any answer by then, the last one carried forward; for comparison with papers that did so"),
            TableBuilder.Text("warning", "few-people: a small subgroup; half-missing: more than half have no answer"),
        ]);
        foreach (var (key, cell) in Of<CohortCell.Rate>(tally))
        {
            var interval = cell.Observed.Wilson(options.Level);
            var warnings = new[] { Few(key, cell.Due, options), cell.Unknown * 2 > cell.Due ? "half-missing" : null }.OfType<string>();
            AddKey(table, key).Add(key.Topic).Add(key.Rule).Add(key.Point)
                .Add(cell.Due).Add(cell.Observed.Of).Add(cell.Met).Add(cell.Observed.Percent())
                .Add(100 * interval?.Low).Add(100 * interval?.High)
                .Add(cell.WorstCase.Percent()).Add(cell.BestCase.Percent()).Add(cell.CarriedForward.Percent())
                .Add(string.Join(';', warnings)).EndRow();
        }

        return table.Build();
    }

    private static CohortTable Missing(CohortTally tally)
    {
        var table = new TableBuilder("missing", "Who has no answer, why, and what was last known of them", [
            .. Key,
            TableBuilder.Text("indicator", "response or remission"),
            TableBuilder.Text("rule", "the published rule"),
            TableBuilder.Text("point", "the point of the course"),
            TableBuilder.Count("due", "members of the group who ever had the instrument; all of them for the primary one"),
            TableBuilder.Text("reason", "why there is no answer, as in the table of indicators; answered: those who have one"),
            TableBuilder.Text("before", "what the same rule said at the last visit before: met, not-met, never-known; empty for those answered"),
            TableBuilder.Count("count", "how many"),
            TableBuilder.Number("percent", "of due, one decimal"),
        ]);
        foreach (var (key, cell) in Of<CohortCell.Rate>(tally))
        {
            foreach (var entry in cell.Missing.Prepend(new MissingCount("answered", "", cell.Met + cell.NotMet)))
            {
                AddKey(table, key).Add(key.Topic).Add(key.Rule).Add(key.Point).Add(cell.Due).Add(entry.Reason).Add(entry.Before).Add(entry.Count).Add(new Proportion(entry.Count, cell.Due).Percent()).EndRow();
            }
        }

        return table.Build();
    }

    private static CohortTable Changes(CohortTally tally, CohortOptions options, string topic, string id, string title)
    {
        var table = new TableBuilder(id, title, [
            .. Key,
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
        foreach (var (key, cell) in Of<CohortCell.Pairs>(tally, topic))
        {
            var pairs = cell.Counts;
            var effect = StandardizedChange.Estimate(pairs, options.Level);
            AddKey(table, key).Add(key.Point).Add(pairs.Count)
                .Add(pairs.Before.Mean).Add(pairs.Before.StandardDeviation).Add(pairs.After.Mean).Add(pairs.After.StandardDeviation)
                .Add(pairs.Change.Mean).Add(pairs.Change.StandardDeviation).Add(pairs.Change.Median)
                .Add(pairs.Change.Quantile(new Fraction(1, 4))).Add(pairs.Change.Quantile(new Fraction(3, 4))).Add(pairs.Correlation)
                .Add(effect?.Value).Add(effect?.Interval.Low).Add(effect?.Interval.High).Add(effect?.ByAverageSd)
                .Add(Few(key, pairs.Count, options)).EndRow();
        }

        return table.Build();
    }

    /// <summary>How many had at least so much improvement at their best and at each point: the cumulative response curve in steps of ten percent.</summary>
    private static CohortTable CumulativeResponse(CohortTally tally, CohortOptions options, InstrumentCatalogue catalogue)
    {
        var table = new TableBuilder("cumulative-response", "How many scores fell by at least so many percent of the baseline", [
            .. Key,
            TableBuilder.Text("point", "the point of the course; series for the best score after baseline"),
            TableBuilder.Count("at_least", "percent of the baseline by which the score fell, raw; for scales on which higher is better it rose"),
            TableBuilder.Count("known", "how many have both scores and a baseline above 0"),
            TableBuilder.Count("count", "how many of them"),
            TableBuilder.Number("percent", "of known, one decimal"),
            TableBuilder.Number("low", "lower end of Wilson's interval, in percent"),
            TableBuilder.Number("high", "upper end"),
        ]);
        foreach (var (key, cell) in Of<CohortCell.Pairs>(tally))
        {
            var known = cell.Counts.Bins.Where(bin => bin.Pair.Before > Fraction.Zero).ToList();
            var all = known.Sum(bin => bin.Times);
            var sign = HigherIsBetter(key, catalogue) ? 1 : -1;
            for (var percent = 10; percent <= 100; percent += 10)
            {
                var count = known.Where(bin => bin.Pair.Change * (100 * sign) >= bin.Pair.Before * percent).Sum(bin => bin.Times);
                var share = new Proportion(count, all);
                var interval = share.Wilson(options.Level);
                AddKey(table, key).Add(key.Point).Add((long)percent).Add(all).Add(count).Add(share.Percent()).Add(100 * interval?.Low).Add(100 * interval?.High).EndRow();
            }
        }

        return table.Build();
    }

    private static CohortTable States(CohortTally tally)
    {
        var table = new TableBuilder("reliable-change", "Categories of reliable change at each point", [
            .. Key,
            TableBuilder.Text("rule", "the method, as in the table of indicators"),
            TableBuilder.Text("point", "the point of the course"),
            TableBuilder.Text("state", "the category; indeterminate:WHY for those who have none"),
            TableBuilder.Count("count", "how many"),
            TableBuilder.Number("percent", "of all members of the group, one decimal"),
        ]);
        foreach (var (key, cell) in Of<CohortCell.States>(tally))
        {
            var all = cell.Counts.Sum(state => state.Count);
            foreach (var state in cell.Counts)
            {
                AddKey(table, key).Add(key.Rule).Add(key.Point).Add(state.State).Add(state.Count).Add(new Proportion(state.Count, all).Percent()).EndRow();
            }
        }

        return table.Build();
    }

    private static CohortColumn[] TimeKey =>
    [
        .. Key,
        TableBuilder.Text("topic", "onset: days from the first infusion; loss: days from reaching the gain; durability: days from each booster, one row a cycle and so several a person"),
        TableBuilder.Text("rule", "what is reached or lost, as in the table of indicators"),
    ];

    private static CohortTable Times(CohortTally tally, CohortOptions options)
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
        foreach (var (key, cell) in Of<CohortCell.Times>(tally))
        {
            var curve = KaplanMeier.Estimate(cell.Observed, options.Level);
            var between = Turnbull.Estimate(cell.Bounds).Median();
            var independent = key.Topic != Topics.Durability;
            var median = curve.Median;
            var warnings = new[] { Few(key, cell.Observed.Count, options), independent ? null : "cycles-of-the-same-people" }.OfType<string>();
            AddKey(table, key).Add(key.Topic).Add(key.Rule).Add(cell.Observed.Count).Add(cell.Observed.Events).Add(cell.Unknown)
                .Add(median.Time).Add(independent ? median.Low : null).Add(independent ? median.High : null)
                .Add(between is { UpTo: < double.PositiveInfinity } ? between.Value.After : null).Add(between is { UpTo: < double.PositiveInfinity } ? between.Value.UpTo : null)
                .Add(string.Join(';', warnings)).EndRow();
        }

        return table.Build();
    }

    private static CohortTable Curves(CohortTally tally, CohortOptions options)
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
        foreach (var (key, cell) in Of<CohortCell.Times>(tally))
        {
            foreach (var step in KaplanMeier.Estimate(cell.Observed, options.Level).Steps)
            {
                var interval = key.Topic == Topics.Durability ? null : step.Interval;
                AddKey(table, key).Add(key.Topic).Add(key.Rule).Add(step.Row.Time).Add(step.Row.AtRisk).Add(step.Row.Events).Add(step.Row.Censored)
                    .Add(step.Survival).Add(step.StandardError).Add(interval?.Low).Add(interval?.High).EndRow();
            }
        }

        return table.Build();
    }

    private static CohortTable Bounds(CohortTally tally)
    {
        var table = new TableBuilder("bounds", "Turnbull's estimate: events that fell between two visits", [
            .. TimeKey,
            TableBuilder.Number("after", "the interval begins after this day"),
            TableBuilder.Number("up_to", "and ends with this one; empty: the event was never seen"),
            TableBuilder.Number("mass", "share of people whose event lies in it"),
            TableBuilder.Number("without", "share without the event after it"),
            TableBuilder.Text("warning", "not-converged: the estimate is not at its maximum"),
        ]);
        foreach (var (key, cell) in Of<CohortCell.Times>(tally))
        {
            var estimate = Turnbull.Estimate(cell.Bounds);
            foreach (var step in estimate.Steps)
            {
                AddKey(table, key).Add(key.Topic).Add(key.Rule).Add(step.After).Add(step.UpTo).Add(step.Mass).Add(step.SurvivalAfter).Add(estimate.Converged ? null : "not-converged").EndRow();
            }
        }

        return table.Build();
    }

    private static CohortTable LogRanks(CohortTally tally)
    {
        var table = new TableBuilder(
            "log-rank",
            "Whether the parts of a grouping differ in the time to an event",
            Key[0],
            Key[2],
            Key[3],
            TableBuilder.Text("topic", "onset or loss"),
            TableBuilder.Text("rule", "what is reached or lost"),
            TableBuilder.Count("levels", "how many parts were compared"),
            TableBuilder.Number("chi_square", "the log-rank statistic"),
            TableBuilder.Count("degrees_of_freedom", "parts that could be compared, less one"),
            TableBuilder.Number("p", "probability of so large a statistic if the parts were alike; not corrected for how many tests there are"));
        foreach (var group in Of<CohortCell.Times>(tally).Where(cell => cell.Key.Group != CohortGroup.Everybody.Name && cell.Key.Topic != Topics.Durability && cell.Key.Level != StandardGroups.Unknown)
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

    private static CohortTable Reliabilities(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("reliability", "Cronbach's alpha of complete forms at baseline", [
            .. Key,
            TableBuilder.Count("forms", "complete forms"),
            TableBuilder.Count("items", "how many items the scale sums"),
            TableBuilder.Number("alpha", "Cronbach's alpha; patients chosen for a high score have less spread, and so a lower alpha than people at large"),
            TableBuilder.Number("low", "lower end of Feldt's interval"),
            TableBuilder.Number("high", "upper end"),
            TableBuilder.Number("sd", "sample SD of the total, in points"),
            TableBuilder.Number("sem", "standard error of measurement, in points"),
            TableBuilder.Text("warning", "few-people: a small subgroup"),
        ]);
        foreach (var (key, cell) in Of<CohortCell.Answers>(tally))
        {
            if (CronbachAlpha.Estimate(cell.Moments, options.Level) is { } alpha)
            {
                AddKey(table, key).Add(alpha.Forms).Add((long)alpha.Items).Add(alpha.Alpha).Add(alpha.Interval.Low).Add(alpha.Interval.High)
                    .Add(alpha.StandardDeviation).Add(alpha.StandardErrorOfMeasurement).Add(Few(key, alpha.Forms, options)).EndRow();
            }
        }

        return table.Build();
    }

    private static IEnumerable<(CellKey Key, TCell Cell)> Of<TCell>(CohortTally tally, string? topic = null)
        where TCell : CohortCell =>
        tally.Cells.Where(cell => topic is null || cell.Key.Topic == topic).Select(cell => (cell.Key, Cell: cell.Value as TCell)).Where(cell => cell.Cell is not null).Select(cell => (cell.Key, cell.Cell!));

    private static TableBuilder AddKey(TableBuilder table, CellKey key) => table.Add(key.Group).Add(key.Level).Add(key.Instrument).Add(key.Scale);

    private static string? Few(CellKey key, long count, CohortOptions options) => key.Group != CohortGroup.Everybody.Name && count < options.FewPeople ? FewWarning : null;

    private static bool HigherIsBetter(CellKey key, InstrumentCatalogue catalogue) => catalogue.Find(key.Instrument)?.FindScale(key.Scale)?.Direction == Direction.HigherIsBetter;
}
