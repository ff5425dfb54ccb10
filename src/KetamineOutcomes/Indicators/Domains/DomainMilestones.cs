using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Domains;

/// <summary>Something on the way: its row, whether it was reached, and its name in a list.</summary>
internal sealed record DomainMilestone(string Key, string Label, bool IsReached, IndicatorFinding Finding)
{
    /// <summary>Whether it is told in a row of its own; functional markers have theirs as <c>milestone</c>.</summary>
    public bool HasRow { get; init; } = true;
}

/// <summary>The milestones of a series: the first reliable gain of each scale, the first time in each better severity band, goals reached, and functional markers.</summary>
internal static class DomainMilestones
{
    private const string OwnRule = "KetamineOutcomes project policy (docs/domains.md)";

    public static IEnumerable<DomainMilestone> Find(SeriesContext context, DomainMap map, List<DomainScale> scales) =>
        scales.SelectMany(scale => Bands(scale).Prepend(FirstGain(scale))).Concat(Goals(context)).Concat(Markers(context, map));

    private static DomainMilestone FirstGain(DomainScale scale)
    {
        if (scale.Fault is { } fault || scale.Usable.IsEmpty)
        {
            var reason = scale.Fault ?? Reasons.NoAssessment;
            return Make(scale, "first-reliable-gain", "", null, [], new IndicatorOutcome.Indeterminate(reason), $"Whether {scale.Name} has clearly improved is not known: {ReasonTexts.All[reason]} ({reason}).");
        }

        var visits = scale.Usable.ToList();
        var first = visits.FindIndex(visit => scale.Change(visit) == DomainChange.Better);
        return first < 0
            ? Make(scale, "first-reliable-gain", "", null, visits, new IndicatorOutcome.Judged(Judgement.NotMet), $"{scale.Name} has not clearly improved up to {DomainIndicator.Where(visits[^1].At)}: {Best(scale, visits)}.")
            : Make(
                scale,
                "first-reliable-gain",
                $"{scale.Name} clearly better",
                visits[first],
                visits.Take(first + 1),
                new IndicatorOutcome.Judged(Judgement.Met),
                $"{scale.Name} was clearly better for the first time on {DomainIndicator.Where(visits[first].At)}{AfterInfusion(visits[first])}: {scale.Say(visits[first])}.",
                IsLost(visits, first, visit => scale.Change(visit) == DomainChange.Better));
    }

    private static IEnumerable<DomainMilestone> Bands(DomainScale scale)
    {
        var visits = scale.Usable.Where(visit => visit.Score!.NotApplicableItems.IsEmpty).ToList();
        if (scale.Trajectory.Scale is not { DefaultBandSet: { } set, Direction: not Direction.None } || scale.Trajectory.Baseline is not { } baseline || visits.Count == 0
            || scale.Trajectory.BaselineVisit?.Score is { NotApplicableItems.IsEmpty: false })
        {
            yield break;
        }

        // From the best band to the worst, as the scale counts.
        var bands = scale.Trajectory.Scale.Direction == Direction.HigherIsBetter ? set.Bands.Reverse().ToList() : [.. set.Bands];
        int Place(Fraction value) => bands.IndexOf(set.Find(value));
        for (var i = Place(baseline) - 1; i >= 0; i--)
        {
            var target = i;
            var first = visits.FindIndex(visit => Place(visit.Value) <= target);
            var band = bands[i];
            yield return first < 0
                ? Make(scale, $"band:{band.Id}", "", null, visits, new IndicatorOutcome.Judged(Judgement.NotMet), $"{scale.Name} has not been in the band \"{band.Label}\" or a better one ({set.Id}) up to {DomainIndicator.Where(visits[^1].At)}.")
                : Make(
                    scale,
                    $"band:{band.Id}",
                    $"{scale.Name} {band.Label.ToLowerInvariant()} or better",
                    visits[first],
                    visits.Take(first + 1),
                    new IndicatorOutcome.Judged(Judgement.Met),
                    $"{scale.Name} was in the band \"{band.Label}\" or a better one ({set.Id}) for the first time on {DomainIndicator.Where(visits[first].At)}{AfterInfusion(visits[first])}: {scale.Print(visits[first].Value)}, from {scale.Print(baseline)} at the start.",
                    IsLost(visits, first, visit => Place(visit.Value) <= target));
        }
    }

    private static IEnumerable<DomainMilestone> Goals(SeriesContext context)
    {
        foreach (var goal in context.Course.Goals)
        {
            var ratings = context.Course.GoalRatings.Where(rating => rating.Goal == goal.Id).ToList();
            var inside = Standing(ratings.Where(rating => IsInside(context, rating)));
            if (inside.Count == 0)
            {
                continue;
            }

            var before = Standing(ratings.Where(rating => context.Series is { } series && rating.IsBefore(series.First)));
            var first = inside.Find(rating => rating.Level >= 0);
            var wasReached = before.Count > 0 && before[^1].Level >= 0;
            var reached = first is not null && !wasReached;
            var sentence = wasReached ? $"Goal {goal.Id} was reached before the series already (rated {before[^1].Level} on {DomainIndicator.Where(before[^1].At)})."
                : reached ? $"Goal {goal.Id} was reached for the first time on {DomainIndicator.Where(first!.At)}: rated {Signed(first.Level!.Value)}, {(first.Level == 0 ? "as expected" : "better than expected")}."
                : $"Goal {goal.Id} has not been reached up to {DomainIndicator.Where(inside[^1].At)}: the best so far was {inside.Max(rating => rating.Level)}.";
            yield return new DomainMilestone(
                $"goal:{goal.Id}",
                $"goal {goal.Id} reached",
                reached,
                new IndicatorFinding(
                    GoalAttainment.Id,
                    "total",
                    GoalAttainment.Version,
                    $"goal:{goal.Id}",
                    IndicatorFinding.SeriesPoint,
                    wasReached ? new IndicatorOutcome.NotApplicable(Reasons.ReachedBefore) : new IndicatorOutcome.Judged(reached ? Judgement.Met : Judgement.NotMet),
                    sentence)
                {
                    At = reached ? first!.At : null,
                    KnownAt = reached ? first!.KnownAt : inside[^1].KnownAt,
                    Sources = [OwnRule],
                    Parameters = [new Parameter("level", ">= 0")],
                    Flags = ["project-policy"],
                });
        }
    }

    /// <summary>The first milestone of each marker of functioning, as the rows <c>milestone</c> find it: here for the list alone, not as a further row.</summary>
    private static IEnumerable<DomainMilestone> Markers(SeriesContext context, DomainMap map)
    {
        foreach (var id in context.Course.Administrations.Select(administration => administration.Instrument).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (context.Catalogue.Find(id) is not { } instrument || map.Find(instrument) != LifeDomain.Functioning)
            {
                continue;
            }

            foreach (var scale in instrument.Scales.Where(scale => scale.Measures == MeasureKind.Change && !scale.Milestones.IsEmpty))
            {
                var readings = ScaleReading.Collect(context.Course.Administrations, instrument, scale, context.Options.MissingPolicy, []);
                var window = SeriesWindow<ScaleReading>.Split(context.Course, readings)[context.Number - 1];
                var milestone = scale.Milestones[0];
                if (window.After.Find(reading => reading.TryGetExact(out var value) && milestone.Comparator.Holds(value, milestone.Value)) is { } first)
                {
                    yield return new DomainMilestone(
                        $"{instrument.Id}/{scale.Id}",
                        $"{scale.Name} {milestone.Label}",
                        true,
                        new IndicatorFinding(instrument.Id, scale.Id, instrument.Version, $"marker:{milestone.Id}", IndicatorFinding.SeriesPoint, new IndicatorOutcome.Judged(Judgement.Met), $"{scale.Name} was rated {milestone.Label} for the first time on {DomainIndicator.Where(first.At)}.")
                        {
                            At = first.At,
                            KnownAt = first.KnownAt,
                            Sources = [.. milestone.Evidence.Select(evidence => evidence.Source.Citation), OwnRule],
                            Observations = [first.ToObservation("onset")],
                            Flags = ["project-policy"],
                        })
                    {
                        HasRow = false,
                    };
                }
            }
        }
    }

    /// <summary>One rating a visit: the one entered last; of several that conflict, the lowest.</summary>
    private static List<GoalRating> Standing(IEnumerable<GoalRating> ratings) =>
    [
        .. ratings.Where(rating => rating.Level is not null)
            .GroupBy(rating => (At: rating.At.ToMoment(), IsPost: rating.Timing == Timing.Post))
            .Select(visit =>
            {
                var last = visit.Aggregate((x, y) => y.RecordedAt is { } later && (x.RecordedAt is not { } earlier || later.CompareKnown(earlier) > 0) ? y : x);
                return visit.Where(rating => rating.RecordedAt == last.RecordedAt).MinBy(rating => rating.Level)!;
            }),
    ];

    private static bool IsInside(SeriesContext context, GoalRating rating) =>
        (context.Series is not { } series || !rating.IsBefore(series.First))
        && (context.Number >= context.Course.Series.Count || rating.IsBefore(context.Course.Series[context.Number].First));

    private static bool IsLost(List<TrajectoryVisit> visits, int first, Func<TrajectoryVisit, bool> holds) => first + 1 < visits.Count && !holds(visits[first + 1]);

    private static DomainMilestone Make(
        DomainScale scale,
        string rule,
        string label,
        TrajectoryVisit? reached,
        IEnumerable<TrajectoryVisit> used,
        IndicatorOutcome outcome,
        string sentence,
        bool isLost = false)
    {
        var visits = used.ToList();
        var parameters = new List<Parameter> { new("domain", DomainIndicator.Word(scale.Domain)), new("baseline-policy", scale.Trajectory.BaselinePolicy) };
        if (rule == "first-reliable-gain")
        {
            parameters.AddRange(DomainIndicator.UnitParameters(scale));
        }

        if (reached is { LastInfusion: { } infusion })
        {
            parameters.Add(new Parameter("infusion", infusion.Number.ToString(CultureInfo.InvariantCulture)));
        }

        if (reached is not null)
        {
            // It was reached after the visit before, which may be long ago.
            var before = visits.Count > 1 ? visits[^2] : scale.Trajectory.BaselineVisit;
            parameters.AddRange(before is null ? [] : [new Parameter("not-yet-on", before.At.ToString())]);
        }

        var finding = new IndicatorFinding(scale.Trajectory, rule, IndicatorFinding.SeriesPoint, outcome, isLost ? $"{sentence} At the next rating it no longer was." : sentence)
        {
            At = reached?.At,
            KnownAt = scale.Trajectory.KnownAt(visits),
            Sources = rule == "first-reliable-gain"
                ? [.. scale.Unit?.Sources ?? [], OwnRule]
                : [.. scale.Trajectory.Scale.DefaultBandSet!.Evidence.Select(evidence => evidence.Source.Citation), OwnRule],
            Parameters = parameters.ToEquatableArray(),
            Observations = [.. scale.Trajectory.BaselineObservations, .. visits.TakeLast(1).Select(visit => visit.ToObservation(reached is null ? "score" : "onset"))],
            Flags = isLost ? ["project-policy", "not-held"] : ["project-policy"],
        };
        return new DomainMilestone($"{scale.Trajectory.Instrument.Id}/{rule}", label, reached is not null, finding);
    }

    private static string Best(DomainScale scale, List<TrajectoryVisit> visits)
    {
        var best = visits.MaxBy(scale.Gain)!;
        return scale.Gain(best) > 0 ? $"at its best so far, on {DomainIndicator.Where(best.At)}, {scale.Say(best)}" : "no rating was better than at the start";
    }

    private static string AfterInfusion(TrajectoryVisit visit) => visit.LastInfusion is { } infusion ? string.Create(CultureInfo.InvariantCulture, $", after infusion {infusion.Number}") : "";

    private static string Signed(int level) => level > 0 ? string.Create(CultureInfo.InvariantCulture, $"+{level}") : level.ToString(CultureInfo.InvariantCulture);
}
