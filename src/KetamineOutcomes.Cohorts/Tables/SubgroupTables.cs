using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>
/// Response and remission in the parts of a grouping beside each other. People of a clinic were not put into them by chance: who gets a higher dose or psychotherapy differs in much else, so that a difference
/// is an observation and no effect of what the grouping is called by.
/// </summary>
internal static class SubgroupTables
{
    private const string NoEffect = "people were not assigned to these parts, so that a difference is no moderator effect";

    // Cochran's rule of thumb.
    private const double FewestExpected = 5;

    public static CohortTable Differences(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("subgroup-differences", $"Response and remission in the parts of a grouping beside its largest part; {NoEffect}", [
            .. TableKey.Columns,
            .. WhatColumns,
            TableBuilder.Text("reference", "the part with most members, to which this one is compared"),
            TableBuilder.Count("known", "how many of this part have an answer"),
            TableBuilder.Count("met", "of those, how many met the rule"),
            TableBuilder.Count("reference_known", "the same of the reference"),
            TableBuilder.Count("reference_met", "the same of the reference"),
            TableBuilder.Number("difference", "percent met less that of the reference, in percentage points; empty where one has no answer"),
            TableBuilder.Number("low", "lower end of Newcombe's interval of it"),
            TableBuilder.Number("high", "upper end"),
            TableBuilder.Number("fisher_p", "Fisher's exact test, two-sided; not corrected for how many comparisons there are"),
            TableBuilder.Text("warning", $"few-people: one of the two has fewer than the {options.FewPeople} below which it says little; half-missing: of one more than half have no answer; not-independent: people count more than once"),
        ]);
        foreach (var parts in Comparable(tally))
        {
            var references = tally.Of<CohortCell.People>().Where(cell => cell.Key.Group == parts.Key.Group && cell.Key.IsPart()).OrderByDescending(cell => cell.Cell.Count).Select(cell => cell.Key.Level);
            var reference = references.Select(level => parts.FirstOrDefault(cell => cell.Key.Level == level)).First(cell => cell.Cell is not null);
            foreach (var (key, cell) in parts.Where(cell => cell.Key != reference.Key))
            {
                var (one, other) = (cell.Observed, reference.Cell.Observed);
                var difference = RiskDifference.Between(one, other, options.Level);
                table.AddKey(key).Add(key.Topic).Add(key.Rule).Add(key.Point).Add(reference.Key.Level)
                    .Add(one.Of).Add(one.Count).Add(other.Of).Add(other.Count)
                    .Add(100 * difference?.Value).Add(100 * difference?.Interval.Low).Add(100 * difference?.Interval.High).Add(FisherExact.Test(one, other))
                    .Add(Warnings(options, [cell, reference.Cell])).EndRow();
            }
        }

        return table.Build();
    }

    public static CohortTable Tests(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("subgroup-tests", $"Whether response and remission differ between the parts of a grouping; {NoEffect}", [
            TableKey.Columns[0], TableKey.Columns[2], TableKey.Columns[3],
            .. WhatColumns,
            TableBuilder.Count("levels", "how many parts have an answer"),
            TableBuilder.Count("known", "how many people of them have one"),
            TableBuilder.Count("met", "of those, how many met the rule"),
            TableBuilder.Number("chi_square", "Pearson's statistic, without continuity correction"),
            TableBuilder.Count("degrees_of_freedom", "parts less one"),
            TableBuilder.Number("p", "probability of so large a statistic if the parts were alike; not corrected for how many tests there are"),
            TableBuilder.Text("warning", "small-expected: an expected count is below 5, and p is rough; few-people, half-missing, not-independent: as in subgroup-differences, of any part"),
        ]);
        foreach (var parts in Comparable(tally))
        {
            var all = parts.Select(cell => cell.Cell.Observed).Where(share => share.Of > 0).ToList();
            if (SharesTest.Of(all) is { } test)
            {
                var (group, instrument, scale, topic, rule, point) = parts.Key;
                var warnings = new[] { test.SmallestExpected < FewestExpected ? "small-expected" : null, Warnings(options, [.. parts.Select(cell => cell.Cell)]) }.Where(word => !string.IsNullOrEmpty(word));
                table.Add(group).Add(instrument).Add(scale).Add(topic).Add(rule).Add(point)
                    .Add((long)all.Count).Add(all.Sum(share => share.Of)).Add(all.Sum(share => share.Count))
                    .Add(test.ChiSquare).Add((long)test.DegreesOfFreedom).Add(test.PValue).Add(string.Join(';', warnings)).EndRow();
            }
        }

        return table.Build();
    }

    private static CohortColumn[] WhatColumns =>
    [
        TableBuilder.Text("indicator", "response or remission"),
        TableBuilder.Text("rule", "the published rule, as in the table of indicators"),
        TableBuilder.Text("point", "the point of the course"),
    ];

    /// <summary>The rates of a rule at a point by the parts of a grouping, where there are two parts or more that are known.</summary>
    private static IEnumerable<IGrouping<(string Group, string Instrument, string Scale, string Topic, string Rule, string Point), (CellKey Key, CohortCell.Rate Cell)>> Comparable(CohortTally tally) =>
        tally.Of<CohortCell.Rate>().Where(cell => cell.Key.IsPart())
            .GroupBy(cell => (cell.Key.Group, cell.Key.Instrument, cell.Key.Scale, cell.Key.Topic, cell.Key.Rule, cell.Key.Point))
            .Where(parts => parts.Skip(1).Any());

    private static string Warnings(CohortOptions options, IReadOnlyCollection<CohortCell.Rate> parts) => string.Join(';', new[]
    {
        parts.Any(part => part.Observed.Of < options.FewPeople) ? TableKey.FewWarning : null,
        parts.Any(part => part.Unknown * 2 > part.Due) ? TableKey.HalfMissing : null,
        options.Series == SeriesChoice.Each ? "not-independent" : null,
    }.OfType<string>());
}
