using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Cycles;

/// <summary>One cycle of a series as one scale sees it: from the last infusion of induction, or from a booster, up to the next infusion.</summary>
/// <param name="Number">The number of the cycle, from 1: the first begins with the last infusion of induction.</param>
/// <param name="InfusionNumber">The number in the series of the infusion with which it begins.</param>
/// <param name="Visits">The usable visits in it, in order of time. One filled in before the next infusion of the same day still belongs to it.</param>
/// <param name="Next">The infusion that ends it, or <see langword="null"/> where none is known.</param>
internal sealed record BoosterCycle(int Number, int InfusionNumber, IReadOnlyList<TrajectoryVisit> Visits, Infusion? Next)
{
    /// <summary>The point under which its rows stand.</summary>
    public string Point => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cycle:{Number}");

    /// <summary>The cycles of a series.</summary>
    /// <param name="trajectory">The scale.</param>
    /// <param name="nextSeries">The first infusion of the next series, which ends the last cycle too, or <see langword="null"/>.</param>
    /// <returns>None where neither labels nor a rule say which infusion ended induction.</returns>
    public static List<BoosterCycle> Find(ScaleTrajectory trajectory, Infusion? nextSeries)
    {
        var cycles = new List<BoosterCycle>();
        if (trajectory.Series is not { InductionInfusions: > 0 } series)
        {
            return cycles;
        }

        var first = series.InductionInfusions - 1;
        for (var i = first; i < series.Infusions.Count; i++)
        {
            var number = i + 1;
            cycles.Add(new BoosterCycle(
                i - first + 1,
                number,
                trajectory.UsableAfter(number),
                number < series.Infusions.Count ? series.Infusions[number] : nextSeries));
        }

        return cycles;
    }
}
