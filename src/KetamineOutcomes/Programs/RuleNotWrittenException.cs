using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Programs;

/// <summary>A rule that cannot be said exactly in whole numbers and conditions; caught at the door of an export or of columns and turned into an issue.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made in one way only: with a code.")]
[SuppressMessage("Design", "CA1064", Justification = "It is always caught at a door.")]
internal sealed class RuleNotWrittenException(string code, string message) : Exception(message)
{
    // The lowering's own reasons, under the names that the exports publish.
    public const string ValueSetNeeded = "export-value-set-needed";

    public const string BoundsNotSupported = "export-bounds-not-supported";

    public const string RuleNotSupported = "export-rule-not-supported";

    public string Code { get; } = code;
}
