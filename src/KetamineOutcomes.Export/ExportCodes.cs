namespace KetamineOutcomes.Export;

/// <summary>The stable codes of what an export refuses. A scale that an engine cannot compute exactly is refused and never approximated.</summary>
/// <remarks>A code is never renamed and never used for two things.</remarks>
public static class ExportCodes
{
    /// <summary>The scale's definition does not list the reader that is asked for.</summary>
    public const string ReaderNotDeclared = "export-reader-not-declared";

    /// <summary>The rule needs a value set of the caller's choice, and none travels with an export.</summary>
    public const string ValueSetNeeded = "export-value-set-needed";

    /// <summary>The rule asks for a fact about the person that the engine's input does not hold.</summary>
    public const string CovariateNeeded = "export-covariate-needed";

    /// <summary>The rule bounds a part that may still be unknown, and the bounds of that kind of part are not written.</summary>
    public const string BoundsNotSupported = "export-bounds-not-supported";

    /// <summary>The rule uses a combination of parts that is not written.</summary>
    public const string RuleNotSupported = "export-rule-not-supported";

    /// <summary>A number on the way could leave the whole numbers of the engine.</summary>
    public const string NumberTooLarge = "export-number-too-large";

    /// <summary>The written text would be longer than the limit.</summary>
    public const string TextTooLong = "export-text-too-long";

    /// <summary>A name cannot be written as an identifier: it is empty, holds a control character, or stands twice.</summary>
    public const string NameInvalid = "export-name-invalid";

    /// <summary>A code for missing or "not applicable" is one of an item's answers.</summary>
    public const string CodeLegal = "export-code-legal";

    /// <summary>There is no missing-item policy of that name.</summary>
    public const string PolicyUnknown = "export-policy-unknown";

    /// <summary>The scale has nothing of what is asked for: no number, or a rating of change where a baseline is needed.</summary>
    public const string ScaleUnfit = "export-scale-unfit";
}
