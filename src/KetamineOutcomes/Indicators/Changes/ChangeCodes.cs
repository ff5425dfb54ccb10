namespace KetamineOutcomes.Indicators.Changes;

/// <summary>The stable codes of what <see cref="ChangeScorer"/> refuses.</summary>
/// <remarks>A code is never renamed and never used for two things.</remarks>
public static class ChangeCodes
{
    /// <summary>The instrument has no scale of that id, or no total and none was named.</summary>
    public const string ScaleUnknown = "change-scale-unknown";

    /// <summary>The scale gives no number, a number without an upper or a better end, or a rating that is a change already.</summary>
    public const string ScaleUnfit = "change-scale-unfit";

    /// <summary>The scale has no rule of that id.</summary>
    public const string RuleUnknown = "change-rule-unknown";
}
