namespace KetamineOutcomes.Tables;

/// <summary>How a table of visits is read, and what is written of it.</summary>
public sealed record ChangeTableOptions
{
    /// <summary>The name of the input as errors repeat it.</summary>
    /// <value>The default value is <c>-</c>.</value>
    public string FileName { get; init; } = "-";

    /// <summary>How the input is written.</summary>
    /// <value>The default value is <see cref="TableFormat.Csv"/>.</value>
    public TableFormat InputFormat { get; init; }

    /// <summary>How the output is written.</summary>
    /// <value>The default value is <see cref="TableFormat.Csv"/>.</value>
    public TableFormat OutputFormat { get; init; }

    /// <summary>The column that holds the score, by its exact name.</summary>
    /// <value>The default value is <c>score</c>.</value>
    public string ScoreColumn { get; init; } = "score";

    /// <summary>How many threads may work side by side, from 1. With two or more, rows are written while the next are read; the input is read, and progress told, on the caller's thread, and the output is the same with any number.</summary>
    /// <value>The default value is 1: everything is done on the caller's thread.</value>
    public int Threads { get; init; } = 1;
}
