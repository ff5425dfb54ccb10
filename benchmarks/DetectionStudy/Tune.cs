using System.Globalization;
using KetamineOutcomes.Indicators.Drift;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

internal sealed class FilterRule(string name, DriftWatchParameters parameters, double slope, double power = 0, bool replay = true) : StudyRule
{
    public override string Name => name;

    public override double[] Of(StudyPerson person)
    {
        var filter = DriftFilter.Start(person.SeriesEnd, person.SeriesEndReadings, parameters, !replay);
        var boosters = !replay;
        var statistic = new double[StudyPerson.Visits];
        for (var i = 0; i < statistic.Length; i++)
        {
            if (!boosters && person.DaysSinceInfusion[i] < person.Days[i])
            {
                boosters = true;
                filter = DriftFilter.Start(person.SeriesEnd, person.SeriesEndReadings, parameters, true);
                for (var k = 0; k < i; k++)
                {
                    filter = filter.Append(person.Days[k], person.Scores[k], person.DaysSinceInfusion[k]);
                }
            }

            filter = filter.Append(person.Days[i], person.Scores[i], person.DaysSinceInfusion[i]);
            statistic[i] = Math.Log(filter.Tilted(power)) - (slope * filter.MeanLogSd(false));
        }

        return statistic;
    }
}

internal static class Tune
{
    private static readonly bool[] Which = Environment.GetEnvironmentVariable("B") is null ? [false, true] : [false];

    public static void Run(string[] args)
    {
        var persons = int.Parse(args[1]);
        var world = args[2] == "report" ? StudyWorld.Report : StudyWorld.Tuning;
        double[] sds = [0.5, 0.7, 1.0, 1.35, 1.8];
        double[] even = [0.2, 0.2, 0.2, 0.2, 0.2];
        double[] cors = [0.05, 0.3, 0.55];
        double[] corw = [0.3, 0.4, 0.3];
        (double, double, double)[] changes = [(0.12, 0, .2), (0.2, 0, .2), (.4, 0, .2), (0, 1.2, .2), (0, 2, .2)];
        (double, double, double)[] fewer = [(0.12, 0, .33), (.32, 0, .33), (0, 1.6, .33)];
        (double, double, double)[] stepHeavy = [(0.12, 0, .15), (.32, 0, .25), (0, 1.2, .2), (0, 2, .4)];
        var b = DriftWatchParameters.For(2.5, sds, even, cors, corw, changes);
        double[] s5 = [.55, .8, 1.05, 1.35, 1.7];
        (double, double, double)[] four = [(0.14, 0, .25), (.35, 0, .25), (0, 1.2, .25), (0, 2, .25)];
        var p = DriftWatchParameters.For(2.5, s5, even, [.1, .45], [1, 1], four) with { HazardRest = .05, HazardFade = 70 };
        DriftWatchParameters With(double[] s, double[] w, double[] c, (double, double, double)[] ch, double rest, double fade) =>
            DriftWatchParameters.For(2.5, s, w, c, [.. c.Select(_ => 1.0)], ch) with { HazardRest = rest, HazardFade = fade };
        (double, double, double)[] t = [(.16, 0, .3), (.4, 0, .3), (0, 2, .4)];
        var r = With(s5, even, [.3], t, .05, 50);
        List<StudyRule> rules =
        [
            new FilterRule("r", r, 0, 1.3),
            new FilterRule("wear .6/.6", r with { WearOffMean = 1.5 }, 0, 1.3),
            new FilterRule("wear .6/.4", r with { WearOffMean = 1.5, WearOffSd = 1 }, 0, 1.3),
            new FilterRule("wear .4/.8", r with { WearOffMean = 1, WearOffSd = 2 }, 0, 1.3),
            new FilterRule("wear 21 d", r with { WearOffMean = 1, WearOffDays = 21 }, 0, 1.3),
            new FilterRule("pop 7, 3.5", r with { PopulationMean = 7, PopulationSd = 3.5 }, 0, 1.3),
            new FilterRule("level 1", r with { LevelSd = 1 }, 0, 1.3),
            new FilterRule("tilt 1", r, 0, 1),
            new FilterRule("7 sds", With([.5, .65, .85, 1.05, 1.3, 1.6, 1.9], [.7,1,1,1,1,.7,.5], [.3], t, .05, 50), 0, 1),
            new FilterRule("more steps", With(s5, even, [.3], [(.16, 0, .2), (.45, 0, .3), (0, 1.4, .1), (0, 2.2, .4)], .05, 50), 0, 1.3),
        ];
        if (args.Length > 3)
        {
            rules.Add(new ToldBayesFactor(world));
        }

        Print(rules, world, persons);
    }

    public static void Print(IEnumerable<StudyRule> rules, StudyWorld world, int persons)
    {
        var people = new Dictionary<(bool, StudyChange), StudyPerson[]>();
        foreach (var boosters in Which)
        {
            foreach (var change in StudyChange.Changes.Prepend(StudyChange.Stable))
            {
                people[(boosters, change)] = StudyCell.Draw(world, change, boosters, 77, change == StudyChange.Stable ? persons * 4 : persons);
            }
        }

        foreach (var rule in rules)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var stable = Which.ToDictionary(x => x, x => StudyCell.Of(rule, people[(x, StudyChange.Stable)]));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rule.Name}"));
            foreach (var boosters in Which)
            {
                var cell = stable[boosters];
                var threshold = StudyCell.Calibrate([cell], 0.05);
                Console.Write(string.Create(CultureInfo.InvariantCulture, $"  {threshold:0.000} {(boosters ? "b" : "-")} FA {cell.Alarmed(threshold):0.000} ["));
                foreach (var (low, high) in new[] { (1.2, 2.0), (2.0, 3.0), (3.0, 3.8), (3.8, 4.5) })
                {
                    Console.Write(string.Create(CultureInfo.InvariantCulture, $" {cell.Alarmed(threshold, p => p.Sd >= low && p.Sd < high):0.000}"));
                }

                Console.Write(" ]");
                foreach (var change in StudyChange.Changes)
                {
                    var found = StudyCell.Of(rule, people[(boosters, change)]).Detection(threshold);
                    Console.Write(string.Create(CultureInfo.InvariantCulture, $" | {found.MedianWeeks:0.0} {found.Share:0.000}"));
                }

                Console.WriteLine();
            }

            Console.WriteLine($"   {clock.Elapsed.TotalSeconds:0.0} s");
        }
    }
}
