using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>Ends the tool with one error: an unusable call or input, exit code 2.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made in one way only: with the error.")]
[SuppressMessage("Design", "CA1064", Justification = "It is always caught in this assembly.")]
internal sealed class ToolException : Exception
{
    public ToolException(TableError error, Exception? inner = null)
        : base(error.ToString(), inner) => Error = error;

    public ToolException(string code, string message, string? file = null, string? field = null, Exception? inner = null)
        : this(new TableError(code, IssueSeverity.Error, message, file, line: null, field), inner)
    {
    }

    public TableError Error { get; }
}

/// <summary>Nobody reads standard output any more (a broken pipe): the tool ends quietly.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made in one way only.")]
[SuppressMessage("Design", "CA1064", Justification = "It is always caught in this assembly.")]
internal sealed class OutputClosedException(Exception inner) : Exception("Standard output is closed.", inner);
