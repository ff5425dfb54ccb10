using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Reads a caller's own value set (<see cref="ValueSet"/>) from a table with the columns <c>profile</c> and <c>value</c>.</summary>
public static class ValueSetTable
{
    /// <summary>Reads a value set.</summary>
    /// <param name="input">The table. It stays open.</param>
    /// <param name="instrument">The id of the instrument, for example <c>eq-5d-5l</c>.</param>
    /// <param name="name">A name of the value set, for example a country and year.</param>
    /// <param name="citation">Where it was published.</param>
    /// <param name="options">How to read, or <see langword="null"/> for the defaults.</param>
    /// <param name="error">What is wrong with the table, or <see langword="null"/>.</param>
    /// <returns>The value set, or <see langword="null"/> if the table cannot be used: nothing of it is skipped.</returns>
    /// <exception cref="ArgumentException">The instrument, name or citation is empty.</exception>
    public static ValueSet? Read(Stream input, string instrument, string name, string citation, TableReadOptions? options, out TableError? error)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(citation);
        var rows = new Dictionary<string, decimal>(StringComparer.Ordinal);
        using var reader = TableReader.Open(input, options ?? new TableReadOptions());
        while (reader.Read())
        {
            error = reader.RowError ?? ReadRow(reader, rows);
            if (error is not null)
            {
                return null;
            }
        }

        error = reader.Error ?? (rows.Count == 0
            ? new TableError(TableCodes.ValueSetUnusable, IssueSeverity.Error, "The value set must have a row for each profile.", reader.FileName)
            : null);
        return error is null ? ValueSet.Create(instrument, name, citation, rows) : null;
    }

    private static TableError? ReadRow(TableReader reader, Dictionary<string, decimal> rows)
    {
        var profileColumn = reader.FindColumn("profile");
        var valueColumn = reader.FindColumn("value");
        if (profileColumn < 0 || valueColumn < 0)
        {
            var missing = profileColumn < 0 ? "profile" : "value";
            return new TableError(TableCodes.ColumnMissing, IssueSeverity.Error, "A value set has the columns profile and value.", reader.FileName, 1, missing);
        }

        var profile = reader[profileColumn]?.Trim() ?? "";
        if (profile.Length is 0 or > 9 || profile.Any(digit => !char.IsAsciiDigit(digit)))
        {
            return Wrong(reader, "profile", "The profile must be 1 to 9 digits.");
        }

        // A published value: a decimal as it is written, with a point.
        if (!decimal.TryParse(reader[valueColumn]?.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || !Fraction.TryFromDecimal(value, out _))
        {
            return Wrong(reader, "value", "The value must be a number such as -0.594.");
        }

        return rows.TryAdd(profile, value) ? null : Wrong(reader, "profile", "The profile stands twice.");
    }

    private static TableError Wrong(TableReader reader, string field, string message) =>
        new(TableCodes.ValueSetUnusable, IssueSeverity.Error, message, reader.FileName, reader.Line, field);
}
