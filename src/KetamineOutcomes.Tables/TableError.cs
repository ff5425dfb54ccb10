using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace KetamineOutcomes.Tables;

/// <summary>Something about a table that the caller should know: file, line, field, a stable code, and what was expected. Never the value that was found.</summary>
/// <remarks>Compares by value.</remarks>
public sealed record TableError
{
    /// <summary>Makes an error or notice.</summary>
    /// <param name="code">A stable code of <see cref="TableCodes"/> or <see cref="IssueCodes"/>.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="message">One plain sentence in English: what was expected.</param>
    /// <param name="file">The file's name as the caller gave it, <c>-</c> for a stream; <see langword="null"/> where the call is at fault and no file.</param>
    /// <param name="line">The line, from 1; <see langword="null"/> where no line is meant.</param>
    /// <param name="field">The column or option; <see langword="null"/> where none is meant.</param>
    /// <exception cref="ArgumentException">The code or the message is empty.</exception>
    public TableError(string code, IssueSeverity severity, string message, string? file = null, long? line = null, string? field = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        Code = code;
        Severity = severity;
        Message = message;
        File = file;
        Line = line;
        Field = field;
    }

    /// <summary>The stable code.</summary>
    public string Code { get; }

    /// <summary>How much it matters.</summary>
    public IssueSeverity Severity { get; }

    /// <summary>One plain sentence in English.</summary>
    public string Message { get; }

    /// <summary>The file's name as the caller gave it, or <see langword="null"/>.</summary>
    public string? File { get; }

    /// <summary>The line where the record starts, from 1, or <see langword="null"/>.</summary>
    public long? Line { get; }

    /// <summary>The column or option, or <see langword="null"/>.</summary>
    public string? Field { get; }

    /// <summary>The form for people: <c>file:line: field: code: sentence</c>, what is not known left out.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File);
            if (Line is { } line)
            {
                text.Append(CultureInfo.InvariantCulture, $":{line}");
            }

            text.Append(": ");
        }

        if (Field is not null)
        {
            text.Append(OneLine(Field)).Append(": ");
        }

        return text.Append(Code).Append(": ").Append(Message).ToString();
    }

    // A column's name comes from outside and may hold anything; an error stays on its line and says nothing to a terminal.
    internal static string OneLine(string text, int longest = 80)
    {
        var safe = new string([.. text.Take(longest).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > longest ? safe + "..." : safe;
    }
}

/// <summary>Ends the reading of an unusable input; never leaves this assembly.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made in one way only: with the error.")]
[SuppressMessage("Design", "CA1064", Justification = "It is always caught in this assembly and becomes a value.")]
internal sealed class UnusableInputException : Exception
{
    public UnusableInputException(TableError error)
        : base(error.ToString()) => Error = error;

    public TableError Error { get; }
}
