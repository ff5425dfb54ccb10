using System.Globalization;
using KetamineOutcomes.Indicators.Plateau;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.PlateauStudy;

internal delegate bool Rule(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double mcid);

internal static class Explore
{
    public static void Run(ulong seed)
    {
        var rules = new List<(string, Rule)>
        {
            ("ols 3.2", (d, s, m) => Ols(d, s, m, 3.2)),
            ("ols .7M", (d, s, m) => Ols(d, s, m, .7 * m)),
        };
        foreach (var line in new[] { .5, .75 })
        {
            foreach (var ar in new[] { 0, .5 })
            {
                foreach (var amount in new[] { 3.0, 6 })
                {
                var prior = new GainPrior
                {
                    Bends = [new(0, line), new(.3, (1 - line) * .4), new(.6, (1 - line) * .3), new(1.2, (1 - line) * .3)],
                    Sds = [new(.4, .25), new(.6, .35), new(.85, .25), new(1.2, .15)],
                    Persistence = ar == 0 ? [new(0, 1)] : [new(0, 1 - ar), new(.35, ar)],
                    AmountInMcids = amount,
                };
                foreach (var alpha in new[] { .05, .025, .0125 })
                {
                    rules.Add(($"b L{line} A{ar} T{amount} {alpha}", (d, s, m) => GainForecast.Of(d, s, Horizon(d), m, prior).ShareAtLeastMcid < alpha));
                }
                }
            }
        }

        foreach (var mcid in new[] { (5.0, 27.0) })
        {
            foreach (var gaps in new[] { Gaps.Irregular })
            {
                foreach (var persistence in new[] { 0, .3 })
                {
                    var scenario = new Scenario("x", mcid.Item1, mcid.Item2, gaps, persistence);
                    Console.WriteLine($"--- mcid {mcid.Item1} {gaps} ar {persistence}");
                    foreach (var (name, rule) in rules)
                    {
                        var line = name.PadRight(20);
                        foreach (var (shape, by) in new[] { (Shape.OneMcidPerThreeVisits, 6), (Shape.Flat, 8), (Shape.FastThenFlat, 8), (Shape.SlowlyBending, 8) })
                        {
                            line += $" {shape.ToString().PadRight(28)[..4]}:";
                            foreach (var (low, high) in new[] { (1.2, 4.5), (1.2, 2.3), (3.4, 4.5) })
                            {
                                line += " " + Share(scenario, shape, by, low, high, rule, seed).ToString("0.00", CultureInfo.InvariantCulture);
                            }
                        }

                        Console.WriteLine(line);
                    }
                }
            }
        }
    }

    public static double Horizon(ReadOnlySpan<double> days) => 3 * (days[^1] - days[0]) / (days.Length - 1);

    private static bool Ols(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, double mcid, double sd)
    {
        var fit = LeastSquares.Fit(days, scores);
        return (-fit.Slope + (1.645 * fit.SlopeError(sd))) * Horizon(days) < mcid;
    }

    private static bool NoBest(ReadOnlySpan<double> scores, double mcid)
    {
        double before = double.MaxValue, after = double.MaxValue;
        for (var i = 0; i < scores.Length; i++)
        {
            if (i < scores.Length - 3) before = Math.Min(before, scores[i]); else after = Math.Min(after, scores[i]);
        }

        return after > before - mcid;
    }

    private static double Share(Scenario scenario, Shape shape, int by, double low, double high, Rule rule, ulong seed)
    {
        const int people = 1000;
        var random = new SplitMix(seed);
        var called = 0;
        for (var p = 0; p < people; p++)
        {
            var person = Person.Draw(scenario, shape, by, low, high, random);
            for (var n = 4; n <= by; n++)
            {
                if (person.Scores[n - 1] >= scenario.Mcid && rule(person.Days.AsSpan(0, n), person.Scores.AsSpan(0, n), scenario.Mcid))
                {
                    called++;
                    break;
                }
            }
        }

        return called / (double)people;
    }
}
