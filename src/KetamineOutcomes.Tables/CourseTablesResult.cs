using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables;

/// <summary>The courses that came of reading tables, and what was wrong with rows.</summary>
public sealed class CourseTablesResult
{
    internal CourseTablesResult()
    {
    }

    /// <summary>Why the tables cannot be used, or <see langword="null"/>. If it is not, there are no courses.</summary>
    public TableError? Error { get; internal init; }

    /// <summary>The courses, by patient and course, compared ordinally.</summary>
    public EquatableArray<Course> Courses { get; internal init; }

    /// <summary>The data records read from all tables.</summary>
    public long Rows { get; internal init; }

    /// <summary>The rows' errors, in order of table and line. A row that cannot be read is left out and listed here; one with an invalid form is kept.</summary>
    public EquatableArray<TableError> Errors { get; internal init; }

    /// <summary>How many errors there are: those of <see cref="Errors"/>, and those beyond what is kept of courses that come as FHIR.</summary>
    public long ErrorCount => Errors.Count + ErrorsNotKept;

    /// <summary>Warnings and notices, in order.</summary>
    public EquatableArray<TableError> Notices { get; internal init; }

    /// <summary>How many errors were counted and not kept, so that memory does not grow with what is wrong.</summary>
    internal long ErrorsNotKept { get; init; }

    /// <summary>Where the infusions were read; of identical ones the first.</summary>
    internal IReadOnlyDictionary<(string Patient, string Course, Infusion Infusion), (string File, long Line)> InfusionLines { get; init; } = new Dictionary<(string, string, Infusion), (string, long)>();

    /// <summary>The tool's exit code: 0 fine (incomplete forms are fine), 1 some rows have errors, 2 unusable.</summary>
    public int ExitCode => Error is not null ? 2 : Errors.IsEmpty ? 0 : 1;
}
