using System.Globalization;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>A watch in one or two plain sentences with its numbers, in words that fit either direction of a scale.</summary>
internal static class DriftExplanation
{
    /// <summary>The sentences.</summary>
    /// <param name="watch">The watch.</param>
    /// <param name="sign">-1 for a scale of which more is better, so that its scores are printed as the scale prints them.</param>
    /// <returns>English text.</returns>
    public static string Of(DriftWatch watch, int sign) => watch.State switch
    {
        DriftState.NotApplicable =>
            Text($"There was no gain to lose: {Counted(watch.Prior.Gain)} from baseline to the end of the series, less than {Points(watch.Parameters.MinimalGain)}."),
        DriftState.TooEarly when watch.Visits.IsEmpty =>
            "There is no score after the series yet.",
        DriftState.TooEarly =>
            Text($"Scores after the series: {watch.Visits.Count}; a reference needs {watch.Parameters.ReferenceVisits} over {Points(watch.Parameters.ReferenceDays)} days. They do not yet tell a lasting worsening from chance ({Strength(watch)})."),
        DriftState.Stable =>
            Text($"The {watch.Visits.Count} scores do not speak for a lasting worsening ({Strength(watch)}). {Size(watch, sign)}"),
        DriftState.Watch =>
            Text($"Something speaks for a lasting worsening, less than an alarm needs ({Strength(watch)}). {Size(watch, sign)}"),
        _ =>
            Text($"A lasting worsening was found on day {Points(watch.AlarmDay!.Value)}; the alarm stays until a re-induction or a new reference (now {Strength(watch)}). {Size(watch, sign)}"),
    };

    private static string Strength(DriftWatch watch) => Text($"evidence {watch.Evidence:0.00} of the alarm line");

    private static string Size(DriftWatch watch, int sign)
    {
        if (watch.Reference is not { } reference)
        {
            return "No reference is formed yet, so no size is given.";
        }

        if (watch.Magnitude is not { } magnitude)
        {
            return Text($"The reference of {Points(sign * reference.Level)} was formed with the last score, so no size is given yet.");
        }

        var share = magnitude is { Points: > 0, ShareOfGainLost: { } lost } ? Text($", {Math.Round(100 * lost, MidpointRounding.AwayFromZero) + 0.0:0} % of the gain") : "";
        var inside = reference.DriftMayHaveBegunInside ? " It may have begun before the reference was formed." : "";
        return Text($"The scores since then are {Counted(Math.Abs(magnitude.Points))} {(magnitude.Points < 0 ? "better" : "worse")} than the reference of {Points(sign * reference.Level)} (90 %: {Points(magnitude.Low)} to {Points(magnitude.High)}; {Points(magnitude.Sems)} SEM{share}; more is worse).{inside}");
    }

    private static string Points(double value) => (Math.Round(value, 1, MidpointRounding.AwayFromZero) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Counted(double value) => Points(value) is var text && text == "1" ? "1 point" : text + " points";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
