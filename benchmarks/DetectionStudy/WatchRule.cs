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

    // A little less than the goal's 5 %: another world is not like these. Bands of SD are printed; none may be above 7.6 %.
    private const double Share = 0.048;

    // Each band counts by its width in the logarithm of the SD: SDs that are uniform in points, as in two of the worlds, would let the unsteady set the line for all.
    private static readonly double[] Widths = [.. StudyReport.Bands.Select(band => PortableMath.Log(band.High / band.Low))];

    public static void Run(int persons)
    {
        var parameters = WatchRule.Shipped with { AlarmOdds = 1, AlarmOddsWithBoosters = 1 };
        foreach (var boosters in new[] { false, true })
        {
            var rule = new WatchRule(parameters, calibratesBoosters: boosters);
            var cells = StudyWorld.ForTuning.Select(world => StudyCell.Of(rule, StudyCell.Draw(world, StudyChange.Stable, boosters, Seed, persons))).ToList();
            var line = Line(cells);
            var odds = PortableMath.Exp(line);
            parameters = boosters ? parameters with { AlarmOddsWithBoosters = odds } : parameters with { AlarmOdds = odds };
            var bands = InBands(cells, line).Select(share => FormattableString.Invariant($"{100 * share:0.0}"));
            Console.WriteLine(FormattableString.Invariant($"{(boosters ? "with boosters" : "no boosters")}: alarm odds {odds:0.0000}; all worlds by band of SD: {string.Join(' ', bands)}"));
        }
    }

    /// <summary>The lowest line at which no more than the share is alarmed.</summary>
    private static double Line(List<StudyCell> cells)
    {
        var (low, high) = (-4.0, 4.0);
        while (high - low > 1e-4)
        {
            var middle = (low + high) / 2;
            (low, high) = InBands(cells, middle).Zip(Widths, (share, width) => share * width).Sum() / Widths.Sum() > Share ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static IEnumerable<double> InBands(List<StudyCell> cells, double line) =>
        StudyReport.Bands.Select(band => cells.Average(cell => cell.Alarmed(line, person => person.Sd >= band.Low && person.Sd < band.High)));
}
