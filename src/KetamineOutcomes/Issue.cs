namespace KetamineOutcomes;

/// <summary>How much an <see cref="Issue"/> matters.</summary>
public enum IssueSeverity
{
    /// <summary>Something the reader should know; the answer stands.</summary>
    Notice,

    /// <summary>Something that may be wrong; the answer stands and a person should look.</summary>
    Warning,

    /// <summary>The answer cannot be given from this input.</summary>
    Error,
}

/// <summary>Something about input that a caller should know: a stable code, where it is, and a sentence. Never a patient's answers.</summary>
/// <remarks>Compares by value. Programmers' mistakes throw instead.</remarks>
public sealed record Issue
{
    /// <summary>Makes an issue.</summary>
    /// <param name="code">A stable code in lower-case words joined by hyphens, for example <c>item-out-of-range</c> (<see cref="IssueCodes"/>).</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="message">One plain sentence in English: what was expected, never the answer that was found.</param>
    /// <param name="place">Where: an item id, a JSON path, or a file, line and field; <see langword="null"/> when the code says all.</param>
    /// <exception cref="ArgumentException">The code or the message is empty.</exception>
    public Issue(string code, IssueSeverity severity, string message, string? place = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        Code = code;
        Severity = severity;
        Message = message;
        Place = place;
    }

    /// <summary>The stable code.</summary>
    public string Code { get; }

    /// <summary>How much it matters.</summary>
    public IssueSeverity Severity { get; }

    /// <summary>One plain sentence in English.</summary>
    public string Message { get; }

    /// <summary>Where it is, or <see langword="null"/>.</summary>
    public string? Place { get; }

    /// <summary>The form used in tables: <c>code</c> or <c>code:place</c>.</summary>
    /// <returns>The text, without the message.</returns>
    public override string ToString() => Place is null ? Code : $"{Code}:{Place}";
}
