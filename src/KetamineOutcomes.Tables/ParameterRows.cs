using System.Globalization;

namespace KetamineOutcomes.Tables;

/// <summary>Which rows of a table of ADaM's shape are read: those of parameters that the layout names, as far as they were observed.</summary>
internal sealed class ParameterRows(TableLayout layout)
{
    private readonly HashSet<string> _named = layout.Forms.Select(form => form.Rows).Where(rows => rows is { Column: "PARAMCD" }).Select(rows => rows!.Value.Text).ToHashSet(StringComparer.Ordinal);
    private readonly SortedSet<string> _others = new(StringComparer.Ordinal);
    private long _notMapped;
    private long _imputed;

    /// <summary>Whether a record is read.</summary>
    public bool Keep(TableReader reader)
    {
        if (layout.Name != TableLayout.Adam)
        {
            return true;
        }

        if (Cell(reader, "PARAMCD") is not { } code || !_named.Contains(code))
        {
            _notMapped++;
            _others.Add(Cell(reader, "PARAMCD") ?? "none");
            return false;
        }

        // DTYPE says how a row was derived (LOCF, AVERAGE); a score that was carried forward is no observation.
        if (Cell(reader, "DTYPE") is { } type && !layout.Observed.Contains(type, StringComparer.Ordinal))
        {
            _imputed++;
            return false;
        }

        return true;
    }

    /// <summary>What was left out.</summary>
    public IEnumerable<TableError> Notices(string file)
    {
        if (_notMapped > 0)
        {
            yield return new TableError(TableCodes.RowsNotMapped, IssueSeverity.Notice, string.Create(CultureInfo.InvariantCulture, $"{_notMapped} rows are of parameters that the layout does not name: {TableError.OneLine(string.Join(", ", _others), 200)}."), file, field: "PARAMCD");
        }

        if (_imputed > 0)
        {
            yield return new TableError(TableCodes.ImputedLeftOut, IssueSeverity.Notice, string.Create(CultureInfo.InvariantCulture, $"{_imputed} rows have a DTYPE, so that they were derived and not observed: they were left out. A layout names the words that mean observed."), file, field: "DTYPE");
        }
    }

    private static string? Cell(TableReader reader, string column) => reader.FindColumn(column) is >= 0 and var index && reader[index] is { } text && !Cells.IsMissing(text) ? text.Trim() : null;
}
