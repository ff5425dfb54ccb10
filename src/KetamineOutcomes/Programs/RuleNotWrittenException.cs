using System.Diagnostics.CodeAnalysis;

namespace KetamineOutcomes.Programs;

/// <summary>A rule that an export cannot say exactly; caught at the export's door and turned into an issue.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is made in one way only: with a code.")]
[SuppressMessage("Design", "CA1064", Justification = "It is always caught in this assembly.")]
internal sealed class RuleNotWrittenException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
