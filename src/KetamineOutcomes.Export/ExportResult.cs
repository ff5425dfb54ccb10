using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Export;

/// <summary>What came of an export: a text, or the reason why there is none.</summary>
/// <remarks>What an engine cannot compute exactly is refused with a code of <see cref="ExportCodes"/>.</remarks>
public sealed class ExportResult
{
    private ExportResult(string? text, Issue? refusal)
    {
        Text = text;
        Refusal = refusal;
    }

    /// <summary>The text, or <see langword="null"/> where it was refused.</summary>
    public string? Text { get; }

    /// <summary>Why there is no text, or <see langword="null"/>.</summary>
    public Issue? Refusal { get; }

    /// <summary>The text, if there is one.</summary>
    /// <param name="text">The text, or <see langword="null"/>.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = Text;
        return text is not null;
    }

    /// <summary>The text, for callers to whom a refusal is their own mistake.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="InvalidOperationException">It was refused; the message says why.</exception>
    [SuppressMessage("Design", "CA1024", Justification = "It throws, as the same method of ReadResult does.")]
    public string GetTextOrThrow() => Text ?? throw new InvalidOperationException($"{Refusal}: {Refusal!.Message}");

    internal static ExportResult Of(string text) => new(text, refusal: null);

    internal static ExportResult Refused(string code, string message, string? place) => new(text: null, new Issue(code, IssueSeverity.Error, message, place));
}
