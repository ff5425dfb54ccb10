namespace KetamineOutcomes.Programs;

/// <summary>Why a rule cannot be turned into whole numbers and conditions.</summary>
internal static class ProgramCodes
{
    public const string ValueSetNeeded = "export-value-set-needed";

    public const string BoundsNotSupported = "export-bounds-not-supported";

    public const string RuleNotSupported = "export-rule-not-supported";
}
