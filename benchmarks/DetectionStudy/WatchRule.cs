using KetamineOutcomes.Indicators.Drift;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>The library's own watch as it is shipped; its statistic is the logarithm of the evidence, the threshold 0.</summary>
internal sealed class WatchRule(DriftWatchParameters parameters, bool calibratesBoosters = false) : StudyRule
{
    public override string Name => "**drift watch**";

    /// <summary>The policy for the study's scale, from 0 to 27 in whole numbers with an SEM of 2.5 (PHQ-9: an MCID of 5 said to be 2 SEM, Loewe 2004).</summary>
    public static DriftWatchParameters Shipped { get; } = DriftWatchParameters.For(2.5, 0, StudyWorld.Highest, 1, 5);

    public static DriftWatch Start(StudyPerson person, DriftWatchParameters parameters) =>
        DriftWatch.Start(new DriftPrior(person.BaselineScore, person.SeriesEnd, person.SeriesEndReadings), parameters);

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

/// <summary>Sets the two alarm lines in the worlds of tuning together, on seeds that nothing else uses, and prints what bounds them.</summary>
internal static class WatchCalibration
{
    private const ulong Seed = 3003;

    // Less than the goal's 5 %: another world is not like these, least of all with boosters. Bands of SD are printed; none may be above 7.6 %.
    private const double Share = 0.045;

    public static void Run(int persons)
    {
        var parameters = WatchRule.Shipped with { AlarmOdds = 1, AlarmOddsWithBoosters = 1 };
        foreach (var boosters in new[] { false, true })
        {
            var rule = new WatchRule(parameters, calibratesBoosters: boosters);
            var cells = StudyWorld.ForTuning.Select(world => StudyCell.Of(rule, StudyCell.Draw(world, StudyChange.Stable, boosters, Seed, persons))).ToList();
            var line = StudyCell.Calibrate(cells, Share);
            var odds = PortableMath.Exp(line);
            parameters = boosters ? parameters with { AlarmOddsWithBoosters = odds } : parameters with { AlarmOdds = odds };
            var bands = StudyReport.Bands.Select(band => FormattableString.Invariant($"{100 * cells.Average(cell => cell.Alarmed(line, person => person.Sd >= band.Low && person.Sd < band.High)):0.0}"));
            Console.WriteLine(FormattableString.Invariant($"{(boosters ? "with boosters" : "no boosters")}: alarm odds {odds:0.0000}; all worlds by band of SD: {string.Join(' ', bands)}"));
        }
    }
}
