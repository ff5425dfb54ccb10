using System.Runtime.InteropServices;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>The numbers of a scale that decide about a plateau, all in points.</summary>
/// <param name="Mcid">The minimal clinically important difference.</param>
/// <param name="Sd">The SD of one score about the person's course.</param>
/// <param name="ReliableChange">The reliable change between two scores.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlateauFigures(double Mcid, double Sd, double ReliableChange);

/// <summary>What was found about a series, and from which numbers.</summary>
/// <param name="State">The state.</param>
/// <param name="Gain">The gain to be expected over the next three visits.</param>
/// <param name="Horizon">How many days three visits are.</param>
/// <param name="Level">The level of the series up to the visit before the last.</param>
/// <param name="Line">The line of medians.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlateauFinding(PlateauState State, GainForecast Gain, double Horizon, double Level, TheilSen Line);

/// <summary>Tells plateau, gain and loss in the scores of a series after its baseline. Scores are badness above the best possible: higher is worse, 0 is the floor.</summary>
internal static class PlateauRule
{
    // Two doubles that differ by less are the same number: scores with decimals must not answer otherwise than the same scores in whole points.
    private const double Same = 1e-9;

    /// <summary>Fewer visits after the baseline are not judged.</summary>
    public const int MinimumVisits = 4;

    /// <summary>How many visits ahead the gain is forecast.</summary>
    public const int VisitsAhead = 3;

    /// <summary>Judges a series at its last visit, from nothing later.</summary>
    /// <param name="days">Days, strictly ascending, at least <see cref="MinimumVisits"/>.</param>
    /// <param name="scores">As many scores as badness.</param>
    /// <param name="hasFloor">Whether the scale has a best possible score, 0 here.</param>
    /// <param name="figures">The scale's numbers.</param>
    public static PlateauFinding Judge(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, bool hasFloor, PlateauFigures figures)
    {
        TimeSeries.Require(days, scores, MinimumVisits);
        var last = scores.Length - 1;
        var span = days[last] - days[0];
        var horizon = VisitsAhead * span / last;
        var gain = GainForecast.Of(days, scores, horizon, figures.Mcid, figures.Sd);
        var level = GainForecast.LevelOf(days[..last], scores[..last], figures.Mcid, figures.Sd);
        var line = TheilSen.Fit(days, scores, 0.95);
        var state =
            scores[last] - level >= figures.ReliableChange - Same || line.Slope * span >= figures.ReliableChange - Same ? PlateauState.Worsening
            : hasFloor && scores[last] < figures.Mcid - Same ? PlateauState.AtFloor
            : gain.Low > 0 && gain.Expected >= figures.Mcid / 2 ? PlateauState.StillImproving
            : gain.High < figures.Mcid && gain.ShareLostMcid < GainPrior.LossTail ? PlateauState.Plateau
            : PlateauState.Undetermined;
        return new PlateauFinding(state, gain, horizon, level, line);
    }

    /// <summary>Whether none of the last three scores is better by the MCID than the best before them. Descriptive: most slow but steady improvers meet it at some visit.</summary>
    /// <param name="scores">At least <see cref="MinimumVisits"/> scores as badness.</param>
    /// <param name="mcid">The MCID in points.</param>
    public static bool NoNewBest(ReadOnlySpan<double> scores, double mcid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Length, MinimumVisits, nameof(scores));
        var before = double.PositiveInfinity;
        var after = double.PositiveInfinity;
        for (var i = 0; i < scores.Length; i++)
        {
            if (i < scores.Length - VisitsAhead)
            {
                before = Math.Min(before, scores[i]);
            }
            else
            {
                after = Math.Min(after, scores[i]);
            }
        }

        return after > before - mcid + Same;
    }
}
