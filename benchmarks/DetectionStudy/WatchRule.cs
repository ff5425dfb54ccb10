using KetamineOutcomes.Indicators.Drift;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>The library's own watch as it is shipped; its statistic is the logarithm of the evidence, the threshold 0.</summary>
internal sealed class WatchRule(DriftWatchParameters parameters, bool calibratesBoosters = false) : StudyRule
{
    public override string Name => "**drift watch**";

    /// <summary>The policy for the study's scale, from 0 to 27 in whole numbers with an SEM of 2.5 (PHQ-9: an MCID of 5 said to be 2 SEM, Loewe 2004).</summary>
    public static DriftWatchParameters Shipped { get; } = For(StudyWorld.Report);

    /// <summary>The policy for a world's scale: its standard error of measurement is 2.5 of its units.</summary>
    public static DriftWatchParameters For(StudyWorld world) => DriftWatchParameters.For(2.5 * world.Unit, 0, world.Top, 1, 5 * world.Unit);

    /// <summary>The watch of a person. The noise of the last scores of the series is drawn independent: to the watch they are of days far apart.</summary>
    public static DriftWatch Start(StudyPerson person, DriftWatchParameters parameters) =>
        DriftWatch.Start(new DriftPrior(person.BaselineScore, [.. person.SeriesEndScores.Select((score, i) => new DriftReading(-1000 * (i + 1), score))]), parameters);

    public override double[] Of(StudyPerson person)
    {
        var watch = Start(person, parameters);
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            var after = person.DaysSinceInfusion[i] < person.Days[i];
            watch = watch.Append(person.Days[i], person.Scores[i], person.DaysSinceInfusion[i], after);
            statistic[i] = PortableMath.Log(watch.Evidence);
            if (calibratesBoosters && !after)
            {
                // The line of those without boosters is set already.
                statistic[i] = statistic[i] >= 0 ? 1e9 : -1e9;
            }
        }

        return statistic;
    }
}

/// <summary>Sets the two alarm lines in the tuning worlds together, on seeds that nothing else uses.</summary>
internal static class WatchCalibration
{
    private const ulong Seed = 3003;

    // Less than the goal's 5 %: another world is not like these.
    private const double Share = 0.049;

    public static void Run(int persons)
    {
        var none = Line(false, 1, persons);
        var with = Line(true, none, persons);
        Console.WriteLine(FormattableString.Invariant($"alarm odds {none:0.0000}, with boosters {with:0.0000}"));
    }

    private static double Line(bool boosters, double none, int persons)
    {
        var cells = StudyWorld.ForTuning.Select(world =>
        {
            var rule = new WatchRule(WatchRule.For(world) with { AlarmOdds = none, AlarmOddsWithBoosters = 1 }, calibratesBoosters: boosters);
            return StudyCell.Of(rule, StudyCell.Draw(world, StudyChange.Stable, boosters, Seed, persons));
        }).ToList();
        var line = StudyCell.Calibrate(cells, Share);
        foreach (var cell in cells)
        {
            Console.WriteLine(FormattableString.Invariant($"{cell.People[0].World.Name}, {(boosters ? "boosters" : "no boosters")}: {100 * cell.Alarmed(line):0.0} %"));
        }

        return PortableMath.Exp(line);
    }
}
