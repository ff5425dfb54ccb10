using System.Globalization;

namespace KetamineOutcomes.Cohorts.Tables;

/// <summary>Collects the rows of a table, cell by cell and in the order of its columns.</summary>
internal sealed class TableBuilder(string id, string title, params CohortColumn[] columns)
{
    private readonly List<EquatableArray<string?>> _rows = [];
    private List<string?> _row = [];

    public static CohortColumn Text(string name, string meaning) => new(name, "text", meaning);

    public static CohortColumn Count(string name, string meaning) => new(name, "count", meaning);

    public static CohortColumn Number(string name, string meaning) => new(name, "number", meaning);

    public TableBuilder Add(string? text)
    {
        _row.Add(string.IsNullOrEmpty(text) ? null : text);
        return this;
    }

    public TableBuilder Add(long? count) => Add(count?.ToString(CultureInfo.InvariantCulture));

    public TableBuilder Add(decimal? number) => Add(number?.ToString("0.######", CultureInfo.InvariantCulture));

    public TableBuilder Add(Fraction? number) => Add(number?.Round(6));

    public TableBuilder Add(double? number) => Add(number is { } value && double.IsFinite(value) ? Six(value) : null);

    public void EndRow()
    {
        if (_row.Count != columns.Length)
        {
            throw new InvalidOperationException($"A row of {id} has {_row.Count} cells for {columns.Length} columns.");
        }

        _rows.Add(_row.ToEquatableArray());
        _row = [];
    }

    public CohortTable Build() => new(id, title, columns.ToEquatableArray(), _rows);

    /// <summary>Six decimals, half away from zero, without zeros at the end and without a minus before 0.</summary>
    private static string Six(double value)
    {
        var text = Math.Abs(value) < 1e15 ? Math.Round((decimal)value, 6, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }
}
