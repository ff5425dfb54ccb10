namespace KetamineOutcomes.Export.Sql;

/// <summary>How the forms stand in the table that a statement reads.</summary>
public enum SqlLayout
{
    /// <summary>One row a form, one column an item.</summary>
    Wide,

    /// <summary>One row an answer: the form's key, the item's id and the number.</summary>
    Long,
}

/// <summary>What a caller chooses of a statement that scores.</summary>
/// <remarks>Every name is written as a quoted identifier and every code as a number, so that nothing in them can become SQL.</remarks>
public sealed record SqlOptions
{
    /// <summary>The engine.</summary>
    public SqlDialect Dialect { get; init; }

    /// <summary>The shape of the table.</summary>
    public SqlLayout Layout { get; init; }

    /// <summary>The table; dots separate catalogue, schema and table.</summary>
    public string Table { get; init; } = "forms";

    /// <summary>The columns that name a form. They are repeated; of a long table they are also what its rows are grouped by.</summary>
    public EquatableArray<string> Keys { get; init; } = ["form_id"];

    /// <summary>The column of an item in a wide table, or the text by which a long one names it, by the item's id; an item that is not named goes by its id.</summary>
    /// <remarks>Also <c>sex</c> and <c>age</c>, where a rule asks for them.</remarks>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of a long table, the column with the item's id.</summary>
    public string ItemColumn { get; init; } = "item";

    /// <summary>Of a long table, the column with the number.</summary>
    public string ValueColumn { get; init; } = "value";

    /// <summary>Of a long table with several instruments, the column with the instrument's id; <see langword="null"/> where all rows are of this one.</summary>
    public string? InstrumentColumn { get; init; }

    /// <summary>Numbers that mean a missing answer; none may be one of the items' answers. <c>NULL</c> is always missing.</summary>
    public EquatableArray<Fraction> MissingCodes { get; init; }

    /// <summary>Numbers that mean "not applicable", for items that offer it.</summary>
    public EquatableArray<Fraction> NotApplicableCodes { get; init; }

    /// <summary>A missing-item policy by name; <see langword="null"/> is each scale's default.</summary>
    public string? MissingPolicy { get; init; }
}
