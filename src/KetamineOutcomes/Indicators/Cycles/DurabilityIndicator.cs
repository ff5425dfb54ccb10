using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Cycles;

/// <summary>
/// How long response and remission held after each infusion that begins a cycle (the last of induction, then each booster): until when it was seen to hold, and by when it
/// was seen to be gone. A booster that comes before a loss ends the watch: the cycle is censored, and informatively, since boosters are given to people who are slipping.
/// </summary>
/// <remarks>
/// How boosters are spaced is the clinic's policy and no evidence of drift. Rows: <c>ENTRY/held-until</c> and <c>ENTRY/lost-by</c> in days since the infusion, for each cycle;
/// and with three or more cycles a summary at the point <c>series</c>. It recommends no interval.
/// </remarks>
internal sealed class DurabilityIndicator : IScaleIndicator
{
    /// <summary>Cycles that a person's summary needs (project policy; fewer say nothing of a habit).</summary>
    private const int CyclesForSummary = 3;

    private const string Policy = "KetamineOutcomes project policy (docs/cycles.md)";

    public string Id => "durability";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        var cycles = BoosterCycle.Find(trajectory, context.NextSeriesFirst);
        return cycles.Count == 0 ? [] : trajectory.Scale.Endpoints.Where(entry => entry.IsDefault).SelectMany(entry => Assess(context, trajectory, entry, cycles));
    }

    private static IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory, EndpointEntry entry, List<BoosterCycle> cycles)
    {
        var held = new List<double>();
        var lost = new List<double?>();
        var used = new List<TrajectoryVisit>();
        var withoutGain = 0;
        foreach (var cycle in cycles)
        {
            var found = trajectory.Memory.Recall("durability", entry.Id, cycle.InfusionNumber, cycle.Visits, cycle.Next, () => Judge(context, trajectory, entry, cycle));
            foreach (var finding in found.Rows)
            {
                yield return finding;
            }

            if (found.Durability is not { } durability)
            {
                yield break;
            }

            switch (durability)
            {
                case CycleDurability.Lost gone:
                    held.Add(gone.HeldUntil);
                    lost.Add(gone.LostBy);
                    used.AddRange(cycle.Visits);
                    break;
                case CycleDurability.Held until:
                    held.Add(until.AtLeast);
                    lost.Add(null);
                    used.AddRange(cycle.Visits);
                    break;
                case CycleDurability.NotHeldAtFirst none when held.Count > 0:
                    // Once a gain was there: it was lost by the first score of the cycle, or the infusion did not bring it back.
                    held.Add(0);
                    lost.Add(none.Days);
                    used.AddRange(cycle.Visits);
                    withoutGain++;
                    break;
                default:
                    break;
            }
        }

        foreach (var finding in Summary(context, trajectory, entry, held, lost, used, withoutGain))
        {
            yield return finding;
        }
    }

    /// <summary>One cycle: how long the gain held, or <see langword="null"/> where that is no question; and its rows.</summary>
    private sealed record JudgedCycle(CycleDurability? Durability, IReadOnlyList<IndicatorFinding> Rows);

    private static JudgedCycle Judge(SeriesContext context, ScaleTrajectory trajectory, EndpointEntry entry, BoosterCycle cycle)
    {
        var judged = new List<(double Days, bool Holds)>();
        foreach (var visit in cycle.Visits)
        {
            if (!trajectory.Judge.TryJudge(visit, entry, out var met, out var missing))
            {
                // The baseline forbids the question (none, too good, or another rater's): it does for every visit alike.
                return new JudgedCycle(null, [Row(context, trajectory, entry, "held-until", IndicatorFinding.SeriesPoint, missing, [visit], [], NotKnown(trajectory, entry, missing))]);
            }

            judged.Add((visit.LastInfusion!.Days, met));
        }

        var durability = CycleDurability.Of(judged);
        return new JudgedCycle(durability, [.. Rows(context, trajectory, entry, cycle, durability)]);
    }

    private static IEnumerable<IndicatorFinding> Rows(SeriesContext context, ScaleTrajectory trajectory, EndpointEntry entry, BoosterCycle cycle, CycleDurability durability)
    {
        var word = Word(entry);
        var after = string.Create(CultureInfo.InvariantCulture, $"after infusion {cycle.InfusionNumber} of the series");
        var name = trajectory.Scale.Name;
        switch (durability)
        {
            case CycleDurability.NotAsked:
                yield return Row(context, trajectory, entry, "held-until", cycle.Point, new IndicatorOutcome.Indeterminate(Reasons.NoAssessment), [], [], $"How long {word} on {name} held {after} is not known: no usable score lies in this cycle.");
                break;
            case CycleDurability.NotHeldAtFirst none:
                yield return Row(
                    context,
                    trajectory,
                    entry,
                    "held-until",
                    cycle.Point,
                    new IndicatorOutcome.NotApplicable(Reasons.GainNotSeen),
                    [cycle.Visits[0]],
                    [],
                    $"At the first score {after} ({Days(none.Days)} later) there was no {word} on {name}, so there is none to lose in this cycle.",
                    [new Parameter("first-score-days", none.Days.ToString("R", CultureInfo.InvariantCulture))]);
                break;
            case CycleDurability.Lost lost:
                var until = cycle.Visits.First(visit => visit.LastInfusion!.Days >= lost.HeldUntil);
                var by = cycle.Visits.First(visit => visit.LastInfusion!.Days >= lost.LostBy);
                var sentence = $"{Capital(word)} on {name} was there {Days(lost.HeldUntil)} {after} and gone by {Days(lost.LostBy)}{(lost.CameBack ? "; a later score of the same cycle shows it again" : "")}.";
                string[] flags = lost.CameBack ? ["came-back"] : [];
                yield return Row(context, trajectory, entry, "held-until", cycle.Point, Measured(lost.HeldUntil), [until], flags, sentence);
                yield return Row(context, trajectory, entry, "lost-by", cycle.Point, Measured(lost.LostBy), [until, by], flags, sentence);
                break;
            case CycleDurability.Held held:
                var early = cycle.Next is not null;
                var why = early ? "the next infusion came before a loss was seen" : "no later score is there";
                var said = $"{Capital(word)} on {name} was still there {Days(held.AtLeast)} {after}; {why}, so it held at least so long.";
                string[] censored = early ? ["censored-by-infusion"] : ["censored-by-end-of-records"];
                yield return Row(context, trajectory, entry, "held-until", cycle.Point, Measured(held.AtLeast), [cycle.Visits[^1]], censored, said);
                yield return Row(context, trajectory, entry, "lost-by", cycle.Point, new IndicatorOutcome.NotApplicable(Reasons.LossNotSeen), [cycle.Visits[^1]], censored, said);
                break;
            default:
                throw new InvalidOperationException("A durability has no rule.");
        }
    }

    /// <summary>The middle of the lower and of the upper ends over a person's cycles. Where half the cycles or more were censored, the upper one has no middle.</summary>
    private static IEnumerable<IndicatorFinding> Summary(SeriesContext context, ScaleTrajectory trajectory, EndpointEntry entry, List<double> held, List<double?> lost, List<TrajectoryVisit> used, int withoutGain)
    {
        var count = held.Count.ToString(CultureInfo.InvariantCulture);
        List<Parameter> parameters = [new("cycles", count), new("losses-seen", lost.Count(value => value is not null).ToString(CultureInfo.InvariantCulture)), new("cycles-without-gain", withoutGain.ToString(CultureInfo.InvariantCulture))];
        var what = $"{Capital(Word(entry))} on {trajectory.Scale.Name}";
        if (held.Count < CyclesForSummary)
        {
            var few = $"{what}: {count} {(held.Count == 1 ? "cycle" : "cycles")} with a gain to lose; a summary needs {CyclesForSummary.ToString(CultureInfo.InvariantCulture)}.";
            yield return Row(context, trajectory, entry, "held-until", IndicatorFinding.SeriesPoint, new IndicatorOutcome.Indeterminate(Reasons.FewCyclesWithGain), used, [], few, parameters);
            yield break;
        }

        string[] flags = [.. lost.Contains(null) ? new[] { "some-cycles-censored" } : [], .. withoutGain > 0 ? new[] { "cycles-without-gain" } : []];
        var middle = Median(held);
        yield return Row(
            context,
            trajectory,
            entry,
            "held-until",
            IndicatorFinding.SeriesPoint,
            new IndicatorOutcome.Measured(Exact(middle), "days", 1, Exact(held.Min()), Exact(held.Max())),
            used,
            flags,
            $"{what} was seen to hold for a median of {Days(middle)} over {count} cycles ({Days(held.Min())} to {Days(held.Max())}). An observation, not a recommended interval.",
            parameters);
        var upper = lost.ConvertAll(value => value ?? double.PositiveInfinity);
        var last = Median(upper);
        IndicatorOutcome outcome = double.IsPositiveInfinity(last)
            ? new IndicatorOutcome.Indeterminate(Reasons.LossSeldomSeen)
            : new IndicatorOutcome.Measured(Exact(last), "days", 1, Exact(upper.Min()), double.IsPositiveInfinity(upper.Max()) ? null : Exact(upper.Max()));
        yield return Row(
            context,
            trajectory,
            entry,
            "lost-by",
            IndicatorFinding.SeriesPoint,
            outcome,
            used,
            flags,
            double.IsPositiveInfinity(last)
                ? $"By when {Word(entry)} on {trajectory.Scale.Name} is lost has no median: in half of the {count} cycles or more no loss was seen."
                : $"{what} was seen to be gone by a median of {Days(last)} over {count} cycles. An observation, not a recommended interval.",
            parameters);
    }

    private static IndicatorFinding Row(
        SeriesContext context,
        ScaleTrajectory trajectory,
        EndpointEntry entry,
        string rule,
        string point,
        IndicatorOutcome outcome,
        List<TrajectoryVisit> visits,
        string[] flags,
        string sentence,
        List<Parameter>? parameters = null) =>
        new(trajectory, $"{entry.Id}/{rule}", point, outcome, sentence)
        {
            At = visits.Count > 0 ? visits.Last().At : null,
            KnownAt = visits.Count > 0 ? trajectory.KnownAt(visits) : null,
            Sources = [.. ScaleJudge.Cite(entry), Policy],
            Parameters = [new Parameter("baseline-policy", trajectory.BaselinePolicy), .. parameters ?? []],
            Observations = [.. trajectory.BaselineObservations, .. visits.Select(visit => visit.ToObservation("score"))],
            Flags = ["project-policy", .. flags, .. context.Series!.StartsInMidTreatment ? [Reasons.StartsInMidTreatment] : Array.Empty<string>()],
        };

    private static string NotKnown(ScaleTrajectory trajectory, EndpointEntry entry, IndicatorOutcome missing) =>
        Phrases.Unknown($"How long {Word(entry)} on {trajectory.Scale.Name} held", missing);

    private static string Word(EndpointEntry entry) => entry.Kind == EndpointKind.Response ? "response" : "remission";

    private static string Capital(string word) => string.Concat(char.ToUpperInvariant(word[0]).ToString(), word.AsSpan(1));

    private static string Days(double days) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(days, 1, MidpointRounding.AwayFromZero)} {(days == 1 ? "day" : "days")}");

    private static IndicatorOutcome.Measured Measured(double days) => new(Exact(days), "days", 1);

    private static Fraction Exact(double days) => Fraction.FromDecimal(decimal.Round((decimal)days, 4, MidpointRounding.AwayFromZero));

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
