using System.Globalization;
using System.Text;
using KetamineOutcomes.Indicators.Plateau;
using KetamineOutcomes.Statistics;

namespace KetamineOutcomes.Benchmarks.PlateauStudy;

/// <summary>Simulates people whose true course is known and counts what each rule says of them. Deterministic: the text is the same on every machine and run.</summary>
internal static class Study
{
    private const int People = 400;

    private delegate PlateauState Rule(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, Scenario scenario, double sd);

    private static readonly (string Name, Rule Rule)[] Rules =
    [
        ("shipped: expected gain", (days, scores, scenario, _) => PlateauRule.Judge(days, scores, true, Figures(scenario)).State),
        ("starting rule: slope, SD 0.64 MCID", (days, scores, scenario, _) => Slope(days, scores, scenario, 0.64 * scenario.Mcid)),
        ("slope, told the person's SD", (days, scores, scenario, sd) => Slope(days, scores, scenario, sd)),
        ("no new best in the last three", (days, scores, scenario, _) => Named(scores, scenario, PlateauRule.NoNewBest(scores, scenario.Mcid))),
        ("trend not significant", (days, scores, scenario, _) => Named(scores, scenario, MannKendall.Test(scores).P > 0.05)),
    ];

    private static readonly (double Low, double High)[] Bands = [(1.2, 2.3), (2.3, 3.4), (3.4, 4.5)];

    public static string Run(ulong seed)
    {
        var text = new StringBuilder();
        Line(text, Introduction(seed));
        Line(text, "| rule | steady improvers called by 6 | by SD 1.2-2.3 / 2.3-3.4 / 3.4-4.5 | by days: called by 6 | flat found by 8 | by SD | fast, then flat: found by 8 | bending slowly: called by 6 |");
        Line(text, "|---|---|---|---|---|---|---|---|");
        foreach (var (name, rule) in Rules)
        {
            Line(text, $"| {name} | {Cell(rule, Shape.OneMcidPerThreeVisits, 6, Main, seed)} | {Banded(rule, Shape.OneMcidPerThreeVisits, 6, Main, seed)} | {Cell(rule, Shape.OneMcidPerThreeVisitsOfDays, 6, Main, seed)} | {Cell(rule, Shape.Flat, 8, Main, seed)} | {Banded(rule, Shape.Flat, 8, Main, seed)} | {Cell(rule, Shape.FastThenFlat, 8, Main, seed)} | {Cell(rule, Shape.SlowlyBending, 6, Main, seed)} |");
        }

        Line(text, "");
        Line(text, "The shipped rule, scenario by scenario:");
        Line(text, "");
        Line(text, "| MCID / top / gaps / persistence | improvers called by 6 | by days | flat found by 8 | fast, then flat by 8 | half an MCID: called by 8 | two MCIDs: called by 6 |");
        Line(text, "|---|---|---|---|---|---|---|");
        foreach (var scenario in Main)
        {
            Scenario[] one = [scenario];
            var rule = Rules[0].Rule;
            Line(text, $"| {scenario.Name} | {Cell(rule, Shape.OneMcidPerThreeVisits, 6, one, seed)} | {Cell(rule, Shape.OneMcidPerThreeVisitsOfDays, 6, one, seed)} | {Cell(rule, Shape.Flat, 8, one, seed)} | {Cell(rule, Shape.FastThenFlat, 8, one, seed)} | {Cell(rule, Shape.HalfMcidPerThreeVisits, 8, one, seed)} | {Cell(rule, Shape.TwoMcidPerThreeVisits, 6, one, seed)} |");
        }

        Line(text, "");
        Line(text, "What the shipped rule says at one visit (per cent of people), all scenarios:");
        Line(text, "");
        Line(text, "| truth | visit | worsening | at floor | still improving | plateau | undetermined |");
        Line(text, "|---|---|---|---|---|---|---|");
        foreach (var shape in new[] { Shape.Flat, Shape.HalfMcidPerThreeVisits, Shape.OneMcidPerThreeVisits, Shape.TwoMcidPerThreeVisits, Shape.FastThenFlat, Shape.SlowlyBending, Shape.Worsening })
        {
            foreach (var visit in new[] { 4, 6, 8 })
            {
                var counts = new int[5];
                var all = 0;
                foreach (var scenario in Main)
                {
                    var random = new SplitMix(seed);
                    for (var person = 0; person < People / 4; person++)
                    {
                        var drawn = Person.Draw(scenario, shape, visit, 1.2, 4.5, random);
                        counts[(int)Rules[0].Rule(drawn.Days, drawn.Scores, scenario, drawn.Sd)]++;
                        all++;
                    }
                }

                Line(text, $"| {Words(shape)} | {visit} | {string.Join(" | ", counts.Select(count => Percent(count, all)))} |");
            }
        }

        Line(text, "");
        Line(text, Reading);
        return text.ToString();
    }

    private const string Reading = """
        ## Reading it

        - A slope that is "not significant" calls nearly every steady improver plateaued, and "no new best in the last three" two in three. Neither is a rule; the second stands
          beside the answer as a description.
        - Both goals are met over all people; that of the steady improvers also in each band of SD and in each scenario. With an MCID of 3 points (where an SD of 4.5 is one
          and a half MCIDs) the flat are found less often, in most such scenarios in less than 75 %: a miss. The slope rules that find more of the flat call more of the improvers too.
        - Someone who fell fast and is flat since is found late: a curve that bends and one that still falls look alike for a while. The rule of the straight slope finds fewer of them.
        - Of people who rise by one MCID per three visits, one in six is called plateaued at visit 6 (half are found worsening by then, four in five by visit 8); of the flat, about one in
          twenty is called worsening at a visit, nearly all of them where the SD is more than one MCID.
        - Half an MCID per three visits is a gain that the rule's own question calls too small to expect more from, so those called there are no error of it; a reader may see that differently.
        """;

    private static string Introduction(ulong seed) => $"""
        # The plateau study

        Written by `dotnet run -c Release --project benchmarks -- plateau-study > docs/plateau-study.md`; nothing here is edited by hand. Seed {seed}. Nothing in it
        comes from patients: it says how often a rule would be right if people were like these.

        **People.** Scores after the first infusion: a true course, plus noise whose SD is uniform from 1.2 to 4.5 points and differs between people, rounded to whole points
        and cut off at both ends of the scale. MCIDs of 3, 5 and 6 points; gaps between visits of 3 and 4, of 2, 2 and 3, of 2 to 10 and of 5 to 30 days; a deviation
        lasts to the next week by 0, 0.3 or 0.6. The courses: flat; a steady gain of half an MCID, one MCID, two MCIDs per three visits (by visits, and by days at the mean
        gap); `fast, then flat` (two MCIDs, with a rate of 1 a visit); `bending slowly` (three MCIDs, with a rate of 0.3 a visit); a steady rise. Visits are judged from the
        fourth after baseline on, each from what was there by then; *called by 6* is the share of people in state plateau at visit 4, 5 or 6, *found by 8* at any visit up to 8.
        200 people in each of the 36 scenarios for the first table (7200 a cell), 400 for the second, 100 for the third.

        **Tuned on** seed 1 with the MCID of 5 points, gaps of 2 to 10 days and persistence 0 and 0.3 (the weights of the bends, the 97.5 %, the spread of the amount); the
        state still-improving and the limit on a loss were checked on seed 1 with all scenarios. **Reported on** another seed and all scenarios, most of them never tuned on.

        **Goals** (issue 5): at most 12 % of the steady improvers of one MCID per three visits called by visit 6; at least 75 % of the flat found by visit 8.

        The rules do not know a person's SD, but for the one that is told. The shipped rule takes it to be 0.6 MCID and lets the scores correct that. In per cent of people:

        """;

    /// <summary>5 and 6 points are the MCIDs of the PHQ-9 and the MADRS, 3 the hardest: there an SD of 4.5 is one and a half MCIDs.</summary>
    private static Scenario[] Main { get; } =
    [
        .. from scale in new[] { (Mcid: 3.0, Top: 27.0), (Mcid: 5.0, Top: 27.0), (Mcid: 6.0, Top: 60.0) }
           from gaps in new[] { Gaps.TwiceWeekly, Gaps.ThriceWeekly, Gaps.Irregular, Gaps.Wide }
           from persistence in new[] { 0, 0.3, 0.6 }
           select new Scenario(string.Create(CultureInfo.InvariantCulture, $"{scale.Mcid} / {scale.Top} / {Words(gaps)} / {persistence}"), scale.Mcid, scale.Top, gaps, persistence),
    ];

    private static PlateauFigures Figures(Scenario scenario) =>
        new(scenario.Mcid, GainPrior.SdInMcids * scenario.Mcid, 1.96 * Math.Sqrt(2) * GainPrior.SdInMcids * scenario.Mcid);

    private static PlateauState Slope(ReadOnlySpan<double> days, ReadOnlySpan<double> scores, Scenario scenario, double sd)
    {
        var fit = LeastSquares.Fit(days, scores);
        var horizon = 3 * (days[^1] - days[0]) / (days.Length - 1);
        return Named(scores, scenario, (-fit.Slope + (NormalDistribution.Quantile(0.95) * fit.SlopeError(sd))) * horizon < scenario.Mcid);
    }

    private static PlateauState Named(ReadOnlySpan<double> scores, Scenario scenario, bool isPlateau) =>
        scores[^1] < scenario.Mcid ? PlateauState.AtFloor : isPlateau ? PlateauState.Plateau : PlateauState.Undetermined;

    private static string Banded(Rule rule, Shape shape, int by, Scenario[] scenarios, ulong seed) =>
        string.Join(" / ", Bands.Select(band => Percent(Called(rule, shape, by, scenarios, band, seed, out var all), all)));

    private static string Cell(Rule rule, Shape shape, int by, Scenario[] scenarios, ulong seed) =>
        Percent(Called(rule, shape, by, scenarios, (1.2, 4.5), seed, out var all), all);

    private static int Called(Rule rule, Shape shape, int by, Scenario[] scenarios, (double Low, double High) sds, ulong seed, out int all)
    {
        var called = 0;
        all = 0;
        foreach (var scenario in scenarios)
        {
            var random = new SplitMix(seed);
            var people = scenarios.Length == 1 ? People : People / 2;
            for (var i = 0; i < people; i++)
            {
                var person = Person.Draw(scenario, shape, by, sds.Low, sds.High, random);
                all++;
                for (var n = PlateauRule.MinimumVisits; n <= by; n++)
                {
                    if (rule(person.Days.AsSpan(0, n), person.Scores.AsSpan(0, n), scenario, person.Sd) == PlateauState.Plateau)
                    {
                        called++;
                        break;
                    }
                }
            }
        }

        return called;
    }

    private static string Percent(int count, int all) => (100.0 * count / all).ToString("0.0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Words(Gaps gaps) => gaps switch
    {
        Gaps.TwiceWeekly => "3 and 4 days",
        Gaps.ThriceWeekly => "2, 2 and 3 days",
        Gaps.Irregular => "2 to 10 days",
        _ => "5 to 30 days",
    };

    private static string Words(Shape shape) => shape switch
    {
        Shape.Flat => "flat",
        Shape.HalfMcidPerThreeVisits => "half an MCID per three visits",
        Shape.OneMcidPerThreeVisits => "one MCID per three visits",
        Shape.TwoMcidPerThreeVisits => "two MCIDs per three visits",
        Shape.FastThenFlat => "fast, then flat",
        Shape.SlowlyBending => "bending slowly",
        _ => "rising by one MCID per three visits",
    };
}
