namespace KetamineOutcomes.Columns;

/// <summary>The stable codes of what columns refuse.</summary>
/// <remarks>A code is never renamed and never used for two things.</remarks>
public static class ColumnCodes
{
    /// <summary>The scale's definition does not list the reader <c>columns</c>.</summary>
    public const string ReaderNotDeclared = "columns-reader-not-declared";

    /// <summary>The rule has a part that columns cannot say exactly: it is refused and never approximated.</summary>
    public const string RuleNotSupported = "columns-rule-not-supported";

    /// <summary>There is no missing-item policy of that name.</summary>
    public const string PolicyUnknown = "columns-policy-unknown";

    /// <summary>There is no set of bands of that id.</summary>
    public const string BandSetUnknown = "columns-band-set-unknown";

    /// <summary>The instrument has no scale of that id.</summary>
    public const string ScaleUnknown = "columns-scale-unknown";
}
