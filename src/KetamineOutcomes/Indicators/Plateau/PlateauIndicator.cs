using System.Globalization;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>Whether a series still improves, has reached a plateau or gets worse, at each point, from what was there up to it; and the same across booster cycles.</summary>
internal sealed class PlateauIndicator : IScaleIndicator
{
    private const string OwnRule = "KetamineOutcomes, project policy: a plateau is declared only where little further gain is to be expected (docs/plateau.md, docs/plateau-study.md).";
    private const string SenSource = "Sen PK. Estimates of the regression coefficient based on Kendall's tau. J Am Stat Assoc 1968;63:1379-1389; interval as in R's EnvStats (Gilbert), agreement tested.";

    /// <summary>The visit of a booster cycle that is compared lies so many days after its infusion at most.</summary>
    private const int LatestPhaseDays = 14;

    /// <summary>The phases of the cycles compared may differ by so many days.</summary>
    private const int PhaseSpreadDays = 7;

    public string Id => "plateau";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        if (trajectory.Scale.Direction == Direction.None)
        {
            yield break;
        }

        var profile = FigureChoices.For(trajectory, context.Options);
        foreach (var point in trajectory.Points)
        {
            foreach (var finding in At(trajectory, point, profile))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<IndicatorFinding> At(ScaleTrajectory trajectory, TrajectoryPoint point, ReliabilityProfile profile)
    {
        if (!PointReading.TryFind(trajectory, point, out var visit, out var missing))
        {
            yield return Missing(trajectory, point, "expected-gain", missing, []);
            yield break;
        }

        var visits = trajectory.UsableUntil(visit);
        if (IsAfterBooster(trajectory, visit))
        {
            yield return Missing(trajectory, point, "expected-gain", new IndicatorOutcome.NotApplicable(Reasons.AfterBooster), [visit]);
            yield return AcrossCycles(trajectory, point, profile, [.. visits.Where(candidate => IsAfterBooster(trajectory, candidate))]);
            yield break;
        }

        var series = Steps([.. visits.Where(candidate => !IsAfterBooster(trajectory, candidate))]);
        if (Fault(profile, series.Count) is { } fault)
        {
            yield return Missing(trajectory, point, "expected-gain", new IndicatorOutcome.Indeterminate(fault), series);
            yield break;
        }

        yield return Judge(trajectory, point, profile, series, "expected-gain", "visits");
        yield return NoNewBest(trajectory, point, profile, series);
        yield return Slope(trajectory, point, series);
    }

    /// <summary>Cycles are compared by the first visit behind each booster, where the boosters' effect is fullest, if these lie about as far from their infusions.</summary>
    private static IndicatorFinding AcrossCycles(ScaleTrajectory trajectory, TrajectoryPoint point, ReliabilityProfile profile, List<TrajectoryVisit> visits)
    {
        var cycles = Steps([.. visits
            .Where(visit => visit.LastInfusion!.Days <= LatestPhaseDays)
            .GroupBy(visit => visit.LastInfusion!.Number)
            .Select(cycle => cycle.FirstOrDefault(visit => visit.LastInfusion!.Days >= 1) ?? cycle.First())]);
        var fault = profile.Mcid is null ? Reasons.McidUnknown
            : cycles.Count < PlateauRule.MinimumVisits ? Reasons.TooFewCycles
            : cycles.Max(visit => visit.LastInfusion!.Days) - cycles.Min(visit => visit.LastInfusion!.Days) > PhaseSpreadDays ? Reasons.PhaseDiffers
            : null;
        return fault is null
            ? Judge(trajectory, point, profile, cycles, "across-cycles", "cycles")
            : Missing(trajectory, point, "across-cycles", new IndicatorOutcome.Indeterminate(fault), cycles);
    }

    private static IndicatorFinding Judge(ScaleTrajectory trajectory, TrajectoryPoint point, ReliabilityProfile profile, List<TrajectoryVisit> visits, string rule, string unit)
    {
        var (figures, figureParameters, flags) = Figures(trajectory, profile);
        var finding = PlateauRule.Judge(Days(visits), Badness(trajectory, visits), trajectory.Scale.BestPossible is not null, figures);
        var last = visits[^1];
        var gain = finding.Gain;
        var (word, where) = finding.State switch
        {
            PlateauState.Worsening => ("worsening", ""),
            PlateauState.AtFloor => ("at-floor", ""),
            PlateauState.StillImproving => ("still-improving", ""),
            PlateauState.Plateau => Standing(trajectory, last.Value),
            _ => ("undetermined", ""),
        };
        var what = $"{trajectory.Scale.Name}: {visits.Count} {unit} since baseline, the last {Score(trajectory, last.Value)} on {PointReading.Where(last.At)}.";
        var expected = $"Over the next three {unit} ({Print(finding.Horizon)} days) a {(gain.Expected < 0 ? "loss" : "gain")} of {Print(Math.Abs(gain.Expected))} is to be expected (95 % interval {Print(gain.Low)} to {Print(gain.High)}; MCID {Print(figures.Mcid)})";
        var sentence = finding.State switch
        {
            PlateauState.Worsening => $"{what} The scores have worsened by the reliable change of {Print(figures.ReliableChange)} or more against the level of the series: worsening.",
            PlateauState.AtFloor => $"{what} That is less than the MCID of {Print(figures.Mcid)} from the best possible score: at the floor.",
            PlateauState.StillImproving => $"{what} {expected}: still improving.",
            PlateauState.Plateau => $"{what} {expected}: a plateau{where}. That is no statement about whether to stop.",
            _ => $"{what} {expected}: the scores do not tell plateau from further gain.",
        };
        return Finding(
            trajectory,
            point,
            rule,
            new IndicatorOutcome.Classified(word),
            [OwnRule, .. profile.Mcid is { } mcid ? new[] { mcid.Source } : []],
            [
                new("visits", visits.Count.ToString(CultureInfo.InvariantCulture)),
                new("expected-gain", Print(gain.Expected)),
                new("gain-low", Print(gain.Low)),
                new("gain-high", Print(gain.High)),
                new("horizon-days", Print(finding.Horizon)),
                .. figureParameters,
            ],
            ["project-policy", .. flags],
            visits,
            sentence);
    }

    private static IndicatorFinding NoNewBest(ScaleTrajectory trajectory, TrajectoryPoint point, ReliabilityProfile profile, List<TrajectoryVisit> visits)
    {
        var mcid = profile.Mcid!;
        var none = PlateauRule.NoNewBest(Badness(trajectory, visits), mcid.Number);
        return Finding(
            trajectory,
            point,
            "no-new-best",
            new IndicatorOutcome.Judged(none ? Judgement.Met : Judgement.NotMet),
            [OwnRule, mcid.Source],
            [new("mcid", mcid.Value.ToString()), new("last", "3")],
            ["project-policy", "descriptive"],
            visits,
            $"{trajectory.Scale.Name}: the last three of {visits.Count} visits {(none ? "brought no" : "brought a")} new best by the MCID of {mcid.Value}. A description and no plateau: most slow but steady improvers meet it at some visit.");
    }

    private static IndicatorFinding Slope(ScaleTrajectory trajectory, TrajectoryPoint point, List<TrajectoryVisit> visits)
    {
        const int week = 7;
        var line = Statistics.TheilSen.Fit(Days(visits), Badness(trajectory, visits), 0.95);
        var better = Exact(-line.Slope * week);
        Fraction? low = line.SlopeInterval is { } interval ? Exact(-interval.High * week) : null;
        Fraction? high = line.SlopeInterval is { } ends ? Exact(-ends.Low * week) : null;
        var range = low is null ? "too few visits for an interval" : $"95 % interval {Number(low.Value)} to {Number(high!.Value)}";
        return Finding(
            trajectory,
            point,
            "slope",
            new IndicatorOutcome.Measured(better, $"{trajectory.Scale.Unit}/week", 2, low, high),
            [SenSource],
            [new("method", "theil-sen")],
            ["descriptive"],
            visits,
            $"{trajectory.Scale.Name} {(better == 0 ? "did not change" : $"got {(better < 0 ? "worse" : "better")} by {Number(Fraction.Abs(better))} a week")} over {visits.Count} visits (median of all slopes; {range}). A slope that cannot be told from 0 is no plateau.");
    }

    /// <summary>In remission, in response, in partial response (30 % or more, project policy) or without, by the scale's default entries; without entries, none of them.</summary>
    private static (string Word, string Where) Standing(ScaleTrajectory trajectory, Fraction score)
    {
        var scale = trajectory.Scale;
        if (scale.Endpoints.FirstOrDefault(entry => entry.Kind == EndpointKind.Remission && entry.IsDefault) is { } remission && remission.Comparator.Holds(score, remission.Value))
        {
            return ("plateau-in-remission", " in remission");
        }

        if (scale.Endpoints.FirstOrDefault(entry => entry.Kind == EndpointKind.Response && entry.IsDefault) is not { } response)
        {
            return ("plateau", "");
        }

        var baseline = trajectory.Baseline!.Value;
        var from = response.PercentageRule == PercentageRule.Raw || scale.BestPossible is not { } best ? baseline : Fraction.Abs(baseline - best);
        if (from == 0)
        {
            return ("plateau", "");
        }

        var percentage = -trajectory.Worsening(baseline, score) * 100 / Fraction.Abs(from);
        return response.Comparator.Holds(percentage, response.Value) ? ("plateau-in-response", " in response without remission")
            : percentage >= PartialResponse ? ("plateau-in-partial-response", " in partial response")
            : ("plateau-without-response", " without response");
    }

    private const int PartialResponse = 30;

    private static (PlateauFigures Figures, List<Parameter> Parameters, List<string> Flags) Figures(ScaleTrajectory trajectory, ReliabilityProfile profile)
    {
        var mcid = profile.Mcid!;
        var parameters = new List<Parameter> { new("mcid", mcid.Value.ToString()), new("mcid-population", mcid.Population), new("partial-response", $">= {PartialResponse} %") };
        var flags = new List<string>();
        double sd;
        if (profile.VisitSd is { } given)
        {
            sd = given.Number;
            parameters.Add(new Parameter("visit-sd-population", given.Population));
        }
        else
        {
            // Both are guesses about one person; the larger errs on the side of no plateau.
            sd = Math.Max(GainPrior.SdInMcids * mcid.Number, profile.Sem ?? 0);
            parameters.Add(new Parameter("visit-sd-rule", profile.Sem > GainPrior.SdInMcids * mcid.Number ? "standard error of measurement" : "0.6 MCID (project policy)"));
        }

        parameters.Add(new Parameter("visit-sd", Print(sd)));
        var (change, rule) = ReliablePoints(trajectory, profile, sd);
        parameters.Add(new Parameter("reliable-change-points", Print(change)));
        parameters.Add(new Parameter("reliable-change-rule", rule));
        if (mcid.Status is null || profile.VisitSd is { Status: null })
        {
            flags.Add("caller-figure");
        }

        return (new PlateauFigures(mcid.Number, sd, change), parameters, flags);
    }

    // Watched over weeks: a library error below half the MCID counts as half of it.
    private static (double Points, string Rule) ReliablePoints(ScaleTrajectory trajectory, ReliabilityProfile profile, double sd) => profile.SemOverTime is { } error && profile.Sem < error
        ? (ReliableChangeRule.JacobsonTruaxPoints(error), "jacobson-truax, error of 0.5 MCID (project policy)")
        : ReliableUnit.Find(trajectory, profile) is { } unit
            ? (unit.Points.ToDouble(), unit.Rule)
            : (ReliableChangeRule.JacobsonTruaxPoints(sd), "1.96 x sqrt(2) x visit-sd (project policy)");

    private static string? Fault(ReliabilityProfile profile, int visits) => profile.Mcid is null ? Reasons.McidUnknown : visits < PlateauRule.MinimumVisits ? Reasons.TooFewVisits : null;

    private static bool IsAfterBooster(ScaleTrajectory trajectory, TrajectoryVisit visit)
    {
        if (trajectory.Series is not { LastOfInduction: { } last } series || visit.LastInfusion is not { } infusion)
        {
            return false;
        }

        for (var i = 0; i < infusion.Number - 1; i++)
        {
            if (ReferenceEquals(series.Infusions[i], last))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One visit a moment: of several on one day without a time of day the last counts.</summary>
    private static List<TrajectoryVisit> Steps(List<TrajectoryVisit> visits)
    {
        var steps = new List<TrajectoryVisit>();
        foreach (var visit in visits)
        {
            if (steps.Count > 0 && visit.Day <= steps[^1].Day)
            {
                steps[^1] = visit;
            }
            else
            {
                steps.Add(visit);
            }
        }

        return steps;
    }

    private static double[] Days(List<TrajectoryVisit> visits) => [.. visits.Select(visit => visit.Day)];

    /// <summary>Points from the best possible score, or, where there is none, the score or its mirror.</summary>
    private static double[] Badness(ScaleTrajectory trajectory, List<TrajectoryVisit> visits) =>
        [.. visits.Select(visit => trajectory.Worsening(trajectory.Scale.BestPossible ?? Fraction.Zero, visit.Value).ToDouble())];

    private static IndicatorFinding Missing(ScaleTrajectory trajectory, TrajectoryPoint point, string rule, IndicatorOutcome outcome, List<TrajectoryVisit> visits) => Finding(
        trajectory,
        point,
        rule,
        outcome,
        [OwnRule],
        [],
        ["project-policy"],
        visits,
        PointReading.Because($"Whether {trajectory.Scale.Name} has reached a plateau ({rule}) at {point.Name}", outcome));

    private static IndicatorFinding Finding(
        ScaleTrajectory trajectory,
        TrajectoryPoint point,
        string rule,
        IndicatorOutcome outcome,
        IEnumerable<string> sources,
        IEnumerable<Parameter> parameters,
        IEnumerable<string> flags,
        List<TrajectoryVisit> visits,
        string sentence) =>
        new(trajectory, rule, point.Name, outcome, sentence)
        {
            At = point.Visit?.At,
            KnownAt = point.Visit is null ? null : trajectory.KnownAt(visits.Count > 0 ? visits : [point.Visit]),
            Sources = sources.ToEquatableArray(),
            Parameters = [.. parameters, .. point.Parameters],
            Observations = visits.Select(visit => visit.ToObservation("score")).ToEquatableArray(),
            Flags = flags.Concat(point.Flags).Distinct(StringComparer.Ordinal).ToEquatableArray(),
        };

    private static Fraction Exact(double value) => Fraction.FromDecimal(decimal.Round((decimal)value, 6, MidpointRounding.AwayFromZero));

    private static string Number(Fraction value) => value.Round(2).ToString(CultureInfo.InvariantCulture);

    private static string Score(ScaleTrajectory trajectory, Fraction value) => value.Round(trajectory.Scale.Decimals).ToString(CultureInfo.InvariantCulture);

    // Plus 0 turns -0 into 0.
    private static string Print(double value) => (Math.Round(value, 2, MidpointRounding.AwayFromZero) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
