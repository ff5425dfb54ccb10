using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>What the tables of a cohort share: the columns that say whom and what a row is about, and the warning of small groups.</summary>
internal static class TableKey
{
    public const string FewWarning = "few-people";

    public const string HalfMissing = "half-missing";

    public static readonly CohortColumn[] Columns =
    [
        TableBuilder.Text("group", "the grouping: all, route, dose, baseline-severity, psychotherapy or the caller's own"),
        TableBuilder.Text("level", "the part of it"),
        TableBuilder.Text("instrument", "the instrument's id"),
        TableBuilder.Text("scale", "the scale's id"),
    ];

    public static TableBuilder AddKey(this TableBuilder table, CellKey key) => table.Add(key.Group).Add(key.Level).Add(key.Instrument).Add(key.Scale);

    /// <summary>The cells of a kind, in order of their keys.</summary>
    public static IEnumerable<(CellKey Key, TCell Cell)> Of<TCell>(this CohortTally tally, string? topic = null)
        where TCell : CohortCell =>
        tally.Cells.Where(cell => topic is null || cell.Key.Topic == topic).Select(cell => (cell.Key, Cell: cell.Value as TCell)).Where(cell => cell.Cell is not null).Select(cell => (cell.Key, cell.Cell!));

    /// <summary>Whether a grouping parts people whose part is known: neither everybody nor those not known.</summary>
    public static bool IsPart(this CellKey key) => key.Group != CohortGroup.Everybody.Name && key.Level != StandardGroups.Unknown;

    public static string? Few(CellKey key, long count, CohortOptions options) => key.Group != CohortGroup.Everybody.Name && count < options.FewPeople ? FewWarning : null;
}
