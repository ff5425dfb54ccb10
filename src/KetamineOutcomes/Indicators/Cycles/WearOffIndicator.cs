using System.Globalization;

namespace KetamineOutcomes.Indicators.Cycles;

/// <summary>
/// What happens between boosters, told from what happens across them: the rise within a cycle (wear-off), and the change from an earlier cycle at as many days since the
/// infusion. A score late in one cycle says nothing of drift beside one early in another.
/// </summary>
/// <remarks>Rows: <c>rise</c> for each cycle, and <c>matched-rise</c> at each point asked for; points of the scale, more being worse.</remarks>
internal sealed class WearOffIndicator : IScaleIndicator
{
    /// <summary>How many days since the infusion two scores may differ in and still be compared (project policy).</summary>
    private const int MatchDays = 3;

    private const string Policy = "KetamineOutcomes project policy (docs/cycles.md)";

    public string Id => "wear-off";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        var cycles = BoosterCycle.Find(trajectory, context.NextSeriesFirst);
        return cycles.Count == 0 ? [] : cycles.Select(cycle => trajectory.Memory.Recall("wear-off", "rise", cycle.InfusionNumber, cycle.Visits, null, () => Rise(trajectory, cycle))).Concat(MatchedRises(trajectory, cycles));
    }

    private static IndicatorFinding Rise(ScaleTrajectory trajectory, BoosterCycle cycle)
    {
        var after = string.Create(CultureInfo.InvariantCulture, $"after infusion {cycle.InfusionNumber} of the series");
        if (cycle.Visits.Count < 2 || cycle.Visits[^1].LastInfusion!.Days <= cycle.Visits[0].LastInfusion!.Days)
        {
            return Row(
                trajectory,
                "rise",
                cycle.Point,
                new IndicatorOutcome.Indeterminate(cycle.Visits.Count == 0 ? Reasons.NoAssessment : Reasons.SingleVisit),
                cycle.Visits,
                [],
                $"Whether {trajectory.Scale.Name} rose {after} is not known: {(cycle.Visits.Count == 0 ? "no usable score lies" : "only one usable score lies")} in this cycle.");
        }

        var first = cycle.Visits[0];
        var last = cycle.Visits[^1];
        var rise = trajectory.Worsening(first.Value, last.Value);
        return Row(
            trajectory,
            "rise",
            cycle.Point,
            new IndicatorOutcome.Measured(rise, trajectory.Scale.Unit, trajectory.Scale.Decimals),
            [first, last],
            [new Parameter("from-day-since-infusion", Number(first.LastInfusion!.Days)), new Parameter("to-day-since-infusion", Number(last.LastInfusion!.Days))],
            $"{trajectory.Scale.Name} went from {Print(trajectory, first)} to {Print(trajectory, last)} between day {Number(first.LastInfusion.Days)} and day {Number(last.LastInfusion.Days)} {after}: {Direction(trajectory, rise)}.");
    }

    private static IEnumerable<IndicatorFinding> MatchedRises(ScaleTrajectory trajectory, List<BoosterCycle> cycles)
    {
        foreach (var point in trajectory.Points)
        {
            if (point.Visit is { IsUsable: true, LastInfusion: { } position } visit
                && cycles.Find(cycle => cycle.InfusionNumber == position.Number) is { Number: > 1 } current)
            {
                yield return MatchedRise(trajectory, point.Name, visit, position, [.. cycles.Take(current.Number - 1)]);
            }
        }
    }

    private static IndicatorFinding MatchedRise(ScaleTrajectory trajectory, string point, TrajectoryVisit visit, InfusionPosition position, List<BoosterCycle> earlier)
    {
        var match = earlier
            .Select(cycle => (cycle, at: cycle.Visits
                .Where(candidate => Math.Abs(candidate.LastInfusion!.Days - position.Days) <= MatchDays)
                .MinBy(candidate => Math.Abs(candidate.LastInfusion!.Days - position.Days))))
            .FirstOrDefault(pair => pair.at is not null);
        if (match.at is not { } reference)
        {
            return Row(
                trajectory,
                "matched-rise",
                point,
                new IndicatorOutcome.Indeterminate(Reasons.PhaseNotMatched),
                [visit],
                [new Parameter("match-within-days", Number(MatchDays)), new Parameter("day-since-infusion", Number(position.Days))],
                $"{trajectory.Scale.Name} {CountDays(position.Days)} after an infusion cannot be held against an earlier cycle: none has a score within {Number(MatchDays)} days of that.");
        }

        var change = trajectory.Worsening(reference.Value, visit.Value);
        return Row(
            trajectory,
            "matched-rise",
            point,
            new IndicatorOutcome.Measured(change, trajectory.Scale.Unit, trajectory.Scale.Decimals),
            [reference, visit],
            [
                new Parameter("match-within-days", Number(MatchDays)),
                new Parameter("day-since-infusion", Number(position.Days)),
                new Parameter("reference-day-since-infusion", Number(reference.LastInfusion!.Days)),
                new Parameter("reference-cycle", Number(match.cycle.Number)),
            ],
            $"{trajectory.Scale.Name} was {Print(trajectory, visit)} {CountDays(position.Days)} after the last infusion, and {Print(trajectory, reference)} {CountDays(reference.LastInfusion.Days)} after that of cycle {Number(match.cycle.Number)}: {Direction(trajectory, change)} at the same time since the infusion.");
    }

    private static IndicatorFinding Row(ScaleTrajectory trajectory, string rule, string point, IndicatorOutcome outcome, IReadOnlyCollection<TrajectoryVisit> visits, EquatableArray<Parameter> parameters, string sentence) =>
        new(trajectory, rule, point, outcome, sentence)
        {
            At = visits.Count > 0 ? visits.Last().At : null,
            KnownAt = visits.Count > 0 ? trajectory.KnownAt(visits, withBaseline: false) : null,
            Sources = [Policy],
            Parameters = parameters,
            Observations = visits.Select(visit => visit.ToObservation("score")).ToEquatableArray(),
            Flags = ["project-policy"],
        };

    private static string Direction(ScaleTrajectory trajectory, Fraction worsening) => worsening == 0
        ? "unchanged"
        : $"{(worsening > 0 ? "worse" : "better")} by {Fraction.Abs(worsening).Round(trajectory.Scale.Decimals).ToString(CultureInfo.InvariantCulture)}";

    private static string Print(ScaleTrajectory trajectory, TrajectoryVisit visit) => visit.Value.Round(trajectory.Scale.Decimals).ToString(CultureInfo.InvariantCulture);

    private static string CountDays(double days) => $"{Number(days)} {(days == 1 ? "day" : "days")}";

    private static string Number(double number) => Math.Round(number, 1, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture);
}
