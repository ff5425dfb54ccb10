using System.Globalization;
using KetamineOutcomes.Indicators.Drift;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.DetectionStudy;

/// <summary>
/// The watch, with parameters as asked for, beside the told rule in the worlds of tuning, never in the reported one: `tune-watch [NAME=VALUE ...]`.
/// The told rule's results are kept in the file that `told=FILE` names.
/// </summary>
internal static class WatchTuning
{
    private const double Most = 26;
    private static readonly bool[] Groups = [false, true];

    public static void Run(string[] args)
    {
        var given = args.Skip(1).Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        double Number(string name, double standard) => given.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : standard;
        double[]? Numbers(string name) => given.TryGetValue(name, out var text) ? [.. text.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture))] : null;
        var seed = (ulong)Number("seed", 7777);
        var persons = (int)Number("persons", 1000);
        var told = given.TryGetValue("told", out var file) && File.Exists(file) ? Read(file) : Told(seed, persons, file);

        var p = WatchRule.Shipped;
        const double Sem = 2.5;
        p = p with
        {
            StableTilt = Number("tilt", p.StableTilt),
            HazardVisitDays = Number("visit", p.HazardVisitDays),
            HazardHalfDays = Number("half", p.HazardHalfDays),
            WatchShare = Number("watch", p.WatchShare),
            HazardFadeDays = Number("fade", p.HazardFadeDays),
            HazardRest = Number("rest", p.HazardRest),
            WeeklyCorrelation = Number("corr", p.WeeklyCorrelation),
            PopulationMean = 27 * Number("mean", p.PopulationMean / 27),
            PopulationSd = 27 * Number("spread", p.PopulationSd / 27),
            LevelShift = Sem * Number("shift", p.LevelShift / Sem),
            LevelSd = Sem * Number("shiftsd", p.LevelSd / Sem),
            WearOffMean = Sem * Number("wear", p.WearOffMean / Sem),
            WearOffSd = Sem * Number("wearsd", p.WearOffSd / Sem),
            WearOffDays = Number("weardays", p.WearOffDays),
        };
        if (Numbers("sds") is { } sds)
        {
            p = p with { NoiseSds = [.. sds.Select(sd => sd * Sem)] };
        }

        if (Numbers("rates") is { } rates && Numbers("steps") is { } steps && Numbers("weights") is { } weights)
        {
            p = p with { Changes = [.. rates.Concat(steps).Select((size, i) => new DriftChange(i < rates.Length ? size * Sem : 0, i < rates.Length ? 0 : size * Sem, weights[i]))] };
        }

        p = p with { AlarmOdds = 1, AlarmOddsWithBoosters = 1 };
        var line = Number("line", 0.048);
        var smooth = new List<(string Change, string Kind, double Ratio)>();
        var (alarms, top) = (new List<double>(), new List<double>());
        var means = new List<(string Change, string Kind, double Delay, double Share)>();
        foreach (var boosters in Groups)
        {
            var rule = new WatchRule(p, calibratesBoosters: boosters);
            var stable = StudyWorld.ForTuning.Select(world => StudyCell.Of(rule, StudyCell.Draw(world, StudyChange.Stable, boosters, seed + 1, 4 * persons))).ToList();
            var odds = PortableMath.Exp(StudyCell.Calibrate(stable, line));
            p = boosters ? p with { AlarmOddsWithBoosters = odds } : p with { AlarmOdds = odds };
            var log = PortableMath.Log(odds);
            var pooled = StudyReport.Bands.Select(band => stable.Average(cell => cell.Alarmed(log, person => person.Sd >= band.Low && person.Sd < band.High))).ToList();
            Console.WriteLine($"{(boosters ? "boosters" : "none")}: odds {Text(odds, 3)}, all worlds by band of SD {string.Join(' ', pooled.Select(share => Text(100 * share, 1)))}, watched {Text(100 * stable.Average(cell => cell.Alarmed(log + PortableMath.Log(p.WatchShare))), 1)}");
            foreach (var (world, cell) in StudyWorld.ForTuning.Zip(stable))
            {
                alarms.Add(cell.Alarmed(log));
                top.Add(cell.Alarmed(log, person => person.Sd >= StudyReport.Bands[^1].Low));
                var bands = string.Join(' ', StudyReport.Bands.Select(band => Text(100 * cell.Alarmed(log, person => person.Sd >= band.Low && person.Sd < band.High), 1)));
                Console.Write(FormattableString.Invariant($"  {world.Name}: {100 * cell.Alarmed(log):0.0} ({bands}) "));
                foreach (var change in StudyChange.All)
                {
                    var found = StudyCell.Of(new WatchRule(p), StudyCell.Draw(world, change, boosters, seed, persons));
                    var lines = new List<string>();
                    foreach (var kind in new[] { "told", "held" })
                    {
                        var other = told[$"{kind}|{world.Name}|{boosters}|{change.Name}"];
                        var q = other[3] > 0.52 ? 0 : other[3] > 0.42 ? 1 : 2;
                        var mine = found.WeeksUntil(0, q switch { 0 => 0.5, 1 => 0.4, _ => 0.25 });
                        var share = found.Detection(0).Share;
                        lines.Add($"{Text(mine / other[q], 2)}{new string('\'', q)}/{Text(share / other[3], 2)}");
                        if (other.Length > 4)
                        {
                            smooth.Add((change.Name, kind, PortableMath.Log(found.MeanWeeks(0, Most) / other[4])));
                        }

                        if (double.IsInfinity(other[q]))
                        {
                            continue;
                        }

                        means.Add((change.Name, kind, Math.Min(mine / other[q], 2.5), share / other[3]));
                    }

                    if (!given.ContainsKey("short"))
                    {
                        Console.Write($"| {change.Name} {string.Join("  ", lines)} ");
                    }
                }

                Console.WriteLine();
            }
        }

        foreach (var change in StudyChange.Guard)
        {
            Console.Write($"| {change.Name}:");
            foreach (var boosters in Groups)
            {
                var cells = StudyWorld.ForTuning.Select(world => StudyCell.Of(new WatchRule(p), StudyCell.Draw(world, change, boosters, seed, persons))).ToList();
                Console.Write($" {Text(100 * cells.Average(cell => cell.FoundBy(0, 2, person => person.Sd <= 3)), 1)} %");
            }

            Console.Write(" ");
        }

        Console.WriteLine("by the second visit, SD up to 3, without and with boosters");

        // The demo clinic's relapses, D18 and D06 (and D06 with 15 as its last score): a week and four weeks after the series, then, four and five weeks after a booster, the slide.
        foreach (var (name, baseline, end, scores) in new (string, double, double, double[])[]
            {
                ("D18", 22, 9, [8, 7, 19, 20]),
                ("D06", 15, 6, [6, 4, 13, 13]),
                ("D06 with 15", 15, 6, [6, 4, 13, 15]),
            })
        {
            var watch = DriftWatch.Start(new DriftPrior(baseline, end, 2), p).Append(7, scores[0], 7, false).Append(28, scores[1], 28, false).Append(56, scores[2], 28, true).Append(63, scores[3], 35, true);
            Console.Write($"{name} {Text(watch.Evidence, 2)} {watch.State}; ");
        }

        Console.WriteLine();

        // What nobody should miss, for the eye: -, w(atch), D(rift) after each score.
        foreach (var (end, gap, scores) in new (double, double, double[])[]
            {
                (7, 7, [7, 6, 8, 12, 15, 17, 18]),
                (5, 7, [6, 8, 9, 11, 12, 14, 15, 16, 17]),
                (5, 7, [5, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
                (5, 14, [5, 5, 6, 8, 10, 12, 14]),
                (7, 7, [7, 6, 7, 8, 9, 10]),
                (7, 7, [7, 6, 8, 14, 17, 18]),
                (5, 7, [20, 22, 21]),
                (5, 28, [6, 15, 15, 14]),
                (5, 28, [6, 13, 13, 12]),
                (9, 7, [8, 7, 19, 20]),
                (9, 30, [8, 19, 20]),
                (6, 14, [5, 7, 4, 6, 14, 15]),
                (6, 14, [5, 7, 4, 6, 16, 15]),
            })
        {
            var watch = DriftWatch.Start(new DriftPrior(20, end, 2), p);
            for (var i = 0; i < scores.Length; i++)
            {
                watch = watch.Append((i + 1) * gap, scores[i], (i + 1) * gap, false);
                Console.Write(watch.State == DriftState.Drift ? "D" : watch.Evidence >= p.WatchShare ? "w" : "-");
            }

            Console.Write("  ");
        }

        Console.WriteLine();
        Console.WriteLine($"loss {Text(smooth.Count == 0 ? 0 : smooth.Average(row => row.Ratio) + (2 * alarms.Average(rate => Math.Abs(rate - line))) + (3 * Math.Max(0, top.Average() - 0.077)), 4)} top {Text(100 * top.Average(), 1)} {string.Join(' ', smooth.GroupBy(row => (row.Kind, row.Change), (key, all) => $"{key.Kind} {key.Change} {Text(PortableMath.Exp(all.Average(row => row.Ratio)), 3)};"))}");
        foreach (var kind in new[] { "told", "held" })
        {
            var rows = means.Where(row => row.Kind == kind).GroupBy(row => row.Change, (change, all) => $"{change} {Text(all.Average(row => row.Delay), 3)}/{Text(all.Average(row => row.Share), 3)}", StringComparer.Ordinal);
            Console.WriteLine($"mean beside {kind}: {string.Join(" | ", rows)}");
        }
    }

    private static string Text(double number, int digits) => number.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Dictionary<string, double[]> Read(string file) =>
        File.ReadLines(file).Select(line => line.Split('\t')).ToDictionary(
            cells => cells[0], cells => cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray(), StringComparer.Ordinal);

    private static Dictionary<string, double[]> Told(ulong seed, int persons, string? file)
    {
        var results = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var world in StudyWorld.ForTuning)
        {
            foreach (var boosters in Groups)
            {
                var told = ToldComparators.Of(world, StudyChange.All, boosters, seed + 2, 4 * persons);
                foreach (var change in StudyChange.All)
                {
                    var people = StudyCell.Draw(world, change, boosters, seed, persons);
                    var (factor, sds) = StudyCell.Of(told.Rule, people);
                    foreach (var (kind, cell, line) in new[] { ("told", factor, told.Line), ("held", factor.Less(sds, told.Slope), told.HeldLine) })
                    {
                        results[$"{kind}|{world.Name}|{boosters}|{change.Name}"] =
                            [cell.Detection(line).MedianWeeks, cell.WeeksUntil(line, 0.4), cell.WeeksUntil(line, 0.25), cell.Detection(line).Share, cell.MeanWeeks(line, Most)];
                    }
                }

                Console.WriteLine(FormattableString.Invariant($"told {world.Name} {boosters}: line {told.Line:0.00}, slope {told.Slope:0.00}, line {told.HeldLine:0.00}"));
            }
        }

        if (file is not null)
        {
            File.WriteAllLines(file, results.Select(row => row.Key + "\t" + string.Join('\t', row.Value.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
        }

        return results;
    }
}
