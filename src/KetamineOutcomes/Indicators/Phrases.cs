using System.Globalization;

namespace KetamineOutcomes.Indicators;

/// <summary>The words and numbers in which all indicators are explained.</summary>
internal static class Phrases
{
    /// <summary>The source of what is this project's own rule.</summary>
    public const string OwnRule = "KetamineOutcomes project policy (docs/intended-use.md)";

    /// <summary>A time as it stands in a sentence.</summary>
    public static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();

    /// <summary>That something is not known, with the reason in words and as its stable word.</summary>
    public static string Unknown(string what, string reason) => $"{what} is not known: {ReasonTexts.All[reason]} ({reason}).";

    /// <summary>That something is not known or does not apply, with the reason in words and as its stable word.</summary>
    public static string Unknown(string what, IndicatorOutcome outcome) => outcome is IndicatorOutcome.NotApplicable
        ? $"{what} does not apply: {ReasonTexts.All[Reason(outcome)]} ({Reason(outcome)})."
        : Unknown(what, Reason(outcome));

    public static string Print(Fraction value, int decimals) => value.Round(decimals).ToString(CultureInfo.InvariantCulture);

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Reason(IndicatorOutcome outcome) => outcome switch
    {
        IndicatorOutcome.NotApplicable notApplicable => notApplicable.Reason,
        IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
        _ => throw new InvalidOperationException("The outcome has no reason."),
    };
}
