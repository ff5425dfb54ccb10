using KetamineOutcomes.Cohorts.Rates;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>Who is in the cohort, response and remission, who has no answer and why, and categories of reliable change.</summary>
internal static class RateTables
{
    /// <summary>Who is in the cohort: a row a group.</summary>
    public static CohortTable Members(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder(
            "members",
            "Members by group",
            TableKey.Columns[0],
            TableKey.Columns[1],
            TableBuilder.Count("members", "series counted as members"),
            TableBuilder.Number("percent", "of all members, one decimal"),
            TableBuilder.Text("warning", $"few-people: fewer than the {options.FewPeople} below which a subgroup says little (project policy)"));
        foreach (var (key, cell) in tally.Of<CohortCell.People>(Topics.Members))
        {
            table.Add(key.Group).Add(key.Level).Add(cell.Count).Add(new Proportion(cell.Count, tally.Members).Percent()).Add(TableKey.Few(key, cell.Count, options)).EndRow();
        }

        return table.Build();
    }

    public static CohortTable Rates(CohortTally tally, CohortOptions options)
    {
        var table = new TableBuilder("rates", "Response and remission at each point", [
            .. TableKey.Columns,
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
        foreach (var (key, cell) in tally.Of<CohortCell.Rate>())
        {
            var interval = cell.Observed.Wilson(options.Level);
            var warnings = new[] { TableKey.Few(key, cell.Due, options), cell.Unknown * 2 > cell.Due ? TableKey.HalfMissing : null }.OfType<string>();
            table.AddKey(key).Add(key.Topic).Add(key.Rule).Add(key.Point)
                .Add(cell.Due).Add(cell.Observed.Of).Add(cell.Met).Add(cell.Observed.Percent())
                .Add(100 * interval?.Low).Add(100 * interval?.High)
                .Add(cell.WorstCase.Percent()).Add(cell.BestCase.Percent()).Add(cell.CarriedForward.Percent())
                .Add(string.Join(';', warnings)).EndRow();
        }

        return table.Build();
    }

    public static CohortTable Missing(CohortTally tally)
    {
        var table = new TableBuilder("missing", "Who has no answer, why, and what was last known of them", [
            .. TableKey.Columns,
            TableBuilder.Text("indicator", "response or remission"),
            TableBuilder.Text("rule", "the published rule"),
            TableBuilder.Text("point", "the point of the course"),
            TableBuilder.Count("due", "members of the group who ever had the instrument; all of them for the primary one"),
            TableBuilder.Text("reason", "why there is no answer, as in the table of indicators; answered: those who have one"),
            TableBuilder.Text("before", "what the same rule said at the last visit before: met, not-met, never-known; empty for those answered"),
            TableBuilder.Count("count", "how many"),
            TableBuilder.Number("percent", "of due, one decimal"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.Rate>())
        {
            foreach (var entry in cell.Missing.Prepend(new MissingCount("answered", "", cell.Met + cell.NotMet)))
            {
                table.AddKey(key).Add(key.Topic).Add(key.Rule).Add(key.Point).Add(cell.Due).Add(entry.Reason).Add(entry.Before).Add(entry.Count).Add(new Proportion(entry.Count, cell.Due).Percent()).EndRow();
            }
        }

        return table.Build();
    }

    public static CohortTable States(CohortTally tally)
    {
        var table = new TableBuilder("reliable-change", "Categories of reliable change at each point", [
            .. TableKey.Columns,
            TableBuilder.Text("rule", "the method, as in the table of indicators"),
            TableBuilder.Text("point", "the point of the course"),
            TableBuilder.Text("state", "the category; indeterminate:WHY for those who have none"),
            TableBuilder.Count("count", "how many"),
            TableBuilder.Number("percent", "of all members of the group, one decimal"),
        ]);
        foreach (var (key, cell) in tally.Of<CohortCell.States>())
        {
            var all = cell.Counts.Sum(state => state.Count);
            foreach (var state in cell.Counts)
            {
                table.AddKey(key).Add(key.Rule).Add(key.Point).Add(state.State).Add(state.Count).Add(new Proportion(state.Count, all).Percent()).EndRow();
            }
        }

        return table.Build();
    }
}
