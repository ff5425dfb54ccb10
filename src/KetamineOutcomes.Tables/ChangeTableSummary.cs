namespace KetamineOutcomes.Tables;

/// <summary>What came of judging a table of visits.</summary>
public sealed record ChangeTableSummary
{
    internal ChangeTableSummary()
    {
    }

    /// <summary>Why the run ended before its end, or <see langword="null"/>. If it is not, the output is not to be used.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>The data records read.</summary>
    public long Rows { get; internal init; }

    /// <summary>The courses that were judged.</summary>
    public long Courses { get; internal init; }

    /// <summary>Courses without a visit after their first usable score: they have no row in the output.</summary>
    public long CoursesWithoutRows { get; internal init; }

    /// <summary>The visits that were judged, a row each in the output.</summary>
    public long Visits { get; internal init; }

    /// <summary>The first errors of rows, in order.</summary>
    public EquatableArray<TableError> Errors { get; internal init; }

    /// <summary>All errors of rows, the listed ones too.</summary>
    public long ErrorCount { get; internal init; }

    /// <summary>The first warnings, in order: the answer stands and a person should look.</summary>
    public EquatableArray<TableError> Warnings { get; internal init; }

    /// <summary>All warnings, the listed ones too.</summary>
    public long WarningCount { get; internal init; }

    /// <summary>What was noticed; of courses the first ones.</summary>
    public EquatableArray<TableError> Notices { get; internal init; }

    /// <summary>The tool's exit code: 0 fine, 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : ErrorCount > 0 ? 1 : 0;
}
