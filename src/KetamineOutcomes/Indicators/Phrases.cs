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

    /// <summary>A number with its unit, which is in the singular beside a 1 alone.</summary>
    /// <param name="value">The number.</param>
    /// <param name="decimals">The decimals that are printed, at least so many as are needed to tell it is a 1.</param>
    /// <param name="unit">The unit in the plural, such as <c>points</c>.</param>
    public static string Count(Fraction value, int decimals, string unit)
    {
        var text = Print(value, decimals);
        return $"{text} {(text == "1" && unit.EndsWith('s') ? unit[..^1] : unit)}";
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Reason(IndicatorOutcome outcome) => outcome switch
    {
        IndicatorOutcome.NotApplicable notApplicable => notApplicable.Reason,
        IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
        _ => throw new InvalidOperationException("The outcome has no reason."),
    };
}
