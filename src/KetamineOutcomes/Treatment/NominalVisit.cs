using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Treatment;

/// <summary>Names of nominal visits: what a schedule calls a visit ("Week 1"), whatever day it took place.</summary>
/// <remarks>A name is lower-case ASCII letters and digits in words joined by single hyphens, at most 64 characters: <c>week-1</c>.</remarks>
public static class NominalVisit
{
    private const int Longest = 64;

    /// <summary>Whether a text is a name.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool IsName([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: > 0 and <= Longest } || text[0] == '-' || text[^1] == '-' || text.Contains("--", StringComparison.Ordinal))
        {
            return false;
        }

        return text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
    }

    /// <summary>The name that a table's text stands for: capitals are lowered, and a blank or an underscore is a hyphen.</summary>
    /// <param name="text">The text, for example <c>Week 1</c> or <c>week_1_arm_1</c>.</param>
    /// <param name="name">The name.</param>
    /// <returns><see langword="false"/> where the text has anything else, <c>Day -1</c> too: leaving out the minus would make it day 1.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = text.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');
        name = IsName(read) ? read : null;
        return name is not null;
    }
}
