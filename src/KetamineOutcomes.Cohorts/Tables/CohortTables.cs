using KetamineOutcomes.Cohorts.Tallies;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>The tables of a cohort, from its tally.</summary>
public static class CohortTables
{
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
            RateTables.Members(tally, options), RateTables.Rates(tally, options), RateTables.Missing(tally),
            ChangeTables.Changes(tally, options, Topics.Change, "changes", "Change from baseline at each point"),
            ChangeTables.Changes(tally, options, Topics.Best, "best-change", "Change from baseline to the best score after it"),
            ChangeTables.CumulativeResponse(tally, options, catalogue ?? InstrumentCatalogue.Shipped), RateTables.States(tally),
            SubgroupTables.Differences(tally, options), SubgroupTables.Tests(tally, options),
            TimeTables.Times(tally, options), TimeTables.Curves(tally, options), TimeTables.Bounds(tally), TimeTables.LogRanks(tally), ReliabilityTable.Reliabilities(tally, options), ReliabilityTable.Retests(tally, options),
        ];
    }
}
