using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>An item (<c>item1</c>; or <c>total</c> for the stated total, <c>sex</c> and <c>age</c> where they are asked for) and the column that holds it.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Column">The column's exact name.</param>
public readonly record struct ItemMapping(string Item, string Column);

/// <summary>How a table of filled-in forms is read, one form a record.</summary>
/// <remarks>The cases are <see cref="ScoreTableOptions"/> and <see cref="ValidateTableOptions"/>.</remarks>
public abstract record FormTableOptions
{
    private protected FormTableOptions()
    {
    }

    // A record's copy constructor is protected; an internal abstract member keeps other assemblies out.
    internal abstract void Close();

    /// <summary>The name of the input as errors repeat it.</summary>
    /// <value>The default value is <c>-</c>.</value>
    public string FileName { get; init; } = "-";

    /// <summary>How the input is written.</summary>
    /// <value>The default value is <see cref="TableFormat.Csv"/>.</value>
    public TableFormat InputFormat { get; init; }

    /// <summary>How the output is written.</summary>
    /// <value>The default value is <see cref="TableFormat.Csv"/>.</value>
    public TableFormat OutputFormat { get; init; }

    /// <summary>The columns of items that are not named after them.</summary>
    /// <value>The default value is empty: items are found by name.</value>
    public EquatableArray<ItemMapping> Map { get; init; }

    /// <summary>Codes that mean "no answer", numbers or words. One that is a legal answer makes the call unusable.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<string> MissingCodes { get; init; }

    /// <summary>Columns to repeat in the output, as they stand.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<string> Keep { get; init; }

    /// <summary>How many errors, and how many warnings, of rows the summary lists; the others are counted.</summary>
    /// <value>The default value is 20.</value>
    public int MaxListed { get; init; } = 20;

    /// <summary>Whether nothing is taken the quick way: what a test holds the quick way to.</summary>
    internal bool IsCareful { get; init; }
}

/// <summary>How a table of filled-in forms is scored.</summary>
public sealed record ScoreTableOptions : FormTableOptions
{
    /// <summary>A missing-item policy by name; scales without one of that name keep their default, but one scale must have it.</summary>
    /// <value>The default value is <see langword="null"/>: each scale's own default.</value>
    public string? MissingPolicy { get; init; }

    /// <summary>The caller's own value set, for an instrument with a rule that asks for one (EQ-5D index).</summary>
    /// <value>The default value is <see langword="null"/>: none, and such a scale is incomplete.</value>
    public ValueSet? ValueSet { get; init; }

    /// <summary>Whether the output also says how each score stands to the published cut-offs of its scale; those for one sex need a column <c>sex</c>.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool CutOffs { get; init; }

    /// <summary>One output row a form, instead of one a scale and alert.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Wide { get; init; }

    /// <summary>How many threads may work side by side, from 1. With two or more, rows of long wide tables are written while the next are read; the input is read, and progress told, on the caller's thread, and the output is the same with any number.</summary>
    /// <value>The default value is 1: everything is done on the caller's thread.</value>
    public int Threads { get; init; } = 1;

    internal override void Close()
    {
    }
}

/// <summary>How a table of filled-in forms is checked.</summary>
public sealed record ValidateTableOptions : FormTableOptions
{
    internal override void Close()
    {
    }
}

/// <summary>How far a run has come.</summary>
/// <param name="Rows">Records read.</param>
/// <param name="Bytes">Bytes of the input read.</param>
public readonly record struct TableProgress(long Rows, long Bytes);
