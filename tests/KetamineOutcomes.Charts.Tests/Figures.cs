using KetamineOutcomes.Charts.CohortFigures;
using KetamineOutcomes.Charts.PatientFigures;

namespace KetamineOutcomes.Charts.Tests;

/// <summary>One of each figure, drawn with a name wherever a caller's word can stand.</summary>
internal static class Figures
{
    public static IReadOnlyDictionary<string, Func<string, FigureOptions, Figure>> All { get; } = new Dictionary<string, Func<string, FigureOptions, Figure>>(StringComparer.Ordinal)
    {
        ["survival"] = (name, options) => SurvivalFigure.Draw(name, name, [new(name, [new(3, 10, 0, 0.9, 0.6, 0.98), new(8, 8, 2, 0.7, 0.4, 0.9)]), new("other", [new(5, 4, 4, 1, null, null)])], options),
        ["rates"] = (name, options) => RateFigure.Draw(name, [new(name, [new(name, 3, 10, 0.1, 0.6, 0.25, 0.5), new("last", 0, 0, 0, 0, 0, 1)]), new("other", [new(name, 1, 10, 0, 0.4, 0.1, 0.3), new("last", 4, 4, 0.5, 1, 0.4, 1)])], options),
        ["waterfall"] = (name, options) => WaterfallFigure.Draw(name, [100, 55.5, 0, -30], 50, options: options),
        ["waterfall-up"] = (name, options) => WaterfallFigure.Draw(name, [100, 55.5, 0, -30], 50, higherIsBetter: true, options),
        ["cumulative"] = (name, options) => CumulativeResponseFigure.Draw(name, [new(name, [new(10, 9, 10, 0.6, 0.98), new(50, 4, 10, 0.2, 0.7)]), new("other", [new(10, 2, 4, null, null), new(100, 0, 4, null, null)])], 50, options),
        ["trajectories"] = (name, options) => TrajectoriesFigure.Draw(name, name, 0, 27, [[(-3, 20), (7, 10.5)], [(0, 18)]], [(0, 19, 18, 20, 2), (7, 10.5, 5, 15, 1)], name, options),
        ["scatter"] = (name, options) => ChangeScatterFigure.Draw(name, Patients.Phq9.FindScale("total")!, [(20, 5), (20, 5), (18, 17), (10, 22)], 6.93, 10, options),
        ["swimmer"] = (name, options) => SwimmerFigure.Draw(name, [name, "remission"], [new(name, 100, [new(10, 60, 0), new(60, 80, 1)], [0, 3, 6], [40], true), new("b", 30, [], [0], [], false)], options),
        ["forest"] = (name, options) => ForestFigure.Draw(name, name, 55, [new(name, 20, 50, 30, 70), new("b", 3, 80, 20, 99, true), new("c", 0, null, null, null)], options),
        ["trajectory"] = (name, options) => TrajectoryFigure.Draw(name, Patients.Dated, Patients.Report(Patients.Dated), [(Patients.Phq9, "total"), (Patients.Wsas, "total")], FigureTime.Dates, options),
        ["trajectory-days"] = (name, options) => TrajectoryFigure.Draw(name, Patients.Relative, Patients.Report(Patients.Relative), [(Patients.Phq9, "total")], FigureTime.Days, options),
        ["cycles"] = (name, options) => CyclesFigure.Draw(name, Patients.Relative, Patients.Report(Patients.Relative), Patients.Phq9, "total", options),
        ["chair"] = (name, options) => ChairFigure.Draw(name, Patients.Session, options),
    };
}
