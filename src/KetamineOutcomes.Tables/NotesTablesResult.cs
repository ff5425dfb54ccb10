namespace KetamineOutcomes.Tables;

/// <summary>The notes that came of reading tables, and what was wrong with rows.</summary>
public sealed class NotesTablesResult
{
    internal NotesTablesResult()
    {
    }

    /// <summary>No tables.</summary>
    internal static NotesTablesResult Empty { get; } = new();

    /// <summary>Why the tables cannot be used, or <see langword="null"/>. If it is not, there are no notes.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>One entry for each course given, in that order; a course without rows has empty notes.</summary>
    public EquatableArray<CourseNotes> Courses { get; internal init; }

    /// <summary>The data records read from all tables.</summary>
    public long Rows { get; internal init; }

    /// <summary>The rows' errors, in order of table and line. Such a row is left out.</summary>
    public EquatableArray<TableError> Errors { get; internal init; }

    /// <summary>Warnings and notices, in order.</summary>
    public EquatableArray<TableError> Notices { get; internal init; }

    /// <summary>The tool's exit code: 0 fine, 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : Errors.IsEmpty ? 0 : 1;
}
