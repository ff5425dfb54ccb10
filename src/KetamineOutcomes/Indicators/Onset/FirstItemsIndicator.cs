namespace KetamineOutcomes.Indicators.Onset;

/// <summary>Which items moved first, and which have moved most: answers against those of the baseline, each item by the way in which it is better.</summary>
/// <remarks>A single answer is no reliable measure; nothing is said about whether the move is more than chance.</remarks>
internal sealed class FirstItemsIndicator : IIndicator
{
    public string Id => "first-items";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context) =>
        from trajectory in context.Trajectories
        where SeriesRow.IsMain(trajectory) && HasAnswers(trajectory)
        from finding in new[] { Earliest(trajectory), Largest(trajectory) }
        select finding;

    // Totals alone have no items to speak of.
    private static bool HasAnswers(ScaleTrajectory trajectory) => trajectory.Before.Concat(trajectory.Visits).Any(visit => ItemGain.AnswersOf(visit) is not null);

    private static IndicatorFinding Earliest(ScaleTrajectory trajectory)
    {
        var row = Row(trajectory, "earliest");
        var what = $"Which items of {trajectory.Scale.Name} were better first";
        if (!TryCompare(trajectory, out var visits, out var missing))
        {
            return row.SayUnknown(what, missing);
        }

        var index = visits.FindIndex(visit => visit.Gains.Exists(gain => gain.Points > 0));
        if (index < 0)
        {
            return None(trajectory, row, visits);
        }

        var (at, gains) = visits[index];
        var better = Sorted(gains);
        row.LookAt(visits.Take(index).Select(visit => visit.Visit)).Cite("onset", at).AfterInfusion(at).With("items", List(better));
        row.At = at.At;
        return row.Say(
            new IndicatorOutcome.Measured(better.Count, "items", 0),
            $"{Phrases.Text(better.Count)} of {Phrases.Text(gains.Count)} items of {trajectory.Scale.Name} were better than at baseline for the first time on {Phrases.Where(at.At)}, {SeriesRow.Place(trajectory, at)}: {Words(better)}. One answer is no reliable change.");
    }

    private static IndicatorFinding Largest(ScaleTrajectory trajectory)
    {
        var row = Row(trajectory, "largest");
        var what = $"Which items of {trajectory.Scale.Name} have improved most";
        if (!TryCompare(trajectory, out var visits, out var missing))
        {
            return row.SayUnknown(what, missing);
        }

        var (at, gains) = visits[^1];
        var better = Sorted(gains);
        if (better.Count == 0)
        {
            return None(trajectory, row, [visits[^1]]);
        }

        better = better.FindAll(gain => gain.Share == better[0].Share);
        row.Cite("score", at).AfterInfusion(at).With("items", List(better));
        row.At = at.At;
        return row.Say(
            new IndicatorOutcome.Measured(better[0].Share, "% of the item's range", 0),
            $"On {Phrases.Where(at.At)}, the items of {trajectory.Scale.Name} that had improved most against baseline were {Words(better)}. One answer is no reliable change.");
    }

    private static SeriesRow Row(ScaleTrajectory trajectory, string rule) => new SeriesRow(trajectory) { Rule = rule }.Flag("project-policy");

    private static IndicatorFinding None(ScaleTrajectory trajectory, SeriesRow row, List<(TrajectoryVisit Visit, List<ItemGain> Gains)> visits)
    {
        var last = visits[^1].Visit;
        row.LookAt(visits.Select(visit => visit.Visit)).Cite("score", last);
        return row.Say(
            new IndicatorOutcome.Judged(Judgement.NotMet),
            $"No item of {trajectory.Scale.Name} was better than at baseline {(visits.Count == 1 ? $"on {Phrases.Where(last.At)}" : $"at any of {Phrases.Text(visits.Count)} assessments up to {Phrases.Where(last.At)}")}.");
    }

    /// <summary>The visits after baseline whose items can be held against those of the baseline.</summary>
    private static bool TryCompare(ScaleTrajectory trajectory, out List<(TrajectoryVisit Visit, List<ItemGain> Gains)> visits, out IndicatorOutcome missing)
    {
        visits = [];
        missing = new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline);
        if (trajectory.Baseline is null || trajectory.BaselineVisit is not { } baseline)
        {
            return false;
        }

        missing = trajectory.Visits.Any(visit => visit.Score is not null) ? new IndicatorOutcome.Indeterminate(Reasons.NoItemAnswers) : SeriesRow.Unusable(trajectory);
        if (ItemGain.AnswersOf(baseline) is not { } before)
        {
            return false;
        }

        visits = trajectory.Visits
            .Where(visit => visit.Reading.Score is not (null or Instruments.Score.Invalid))
            .Select(visit => (visit, after: ItemGain.AnswersOf(visit)))
            .Where(pair => pair.after is not null)
            .Select(pair => (pair.visit, ItemGain.Between(trajectory.Scale, before, pair.after!)))
            .Where(pair => pair.Item2.Count > 0)
            .ToList();
        return visits.Count > 0;
    }

    /// <summary>Those that are better, by share of the item's range and then in the form's order.</summary>
    private static List<ItemGain> Sorted(List<ItemGain> gains) => [.. gains.Where(gain => gain.Points > 0).OrderByDescending(gain => gain.Share)];

    private static string List(List<ItemGain> gains) => string.Join(';', gains.Select(gain => $"{gain.Item.Id} {Points(gain)}"));

    private static string Words(List<ItemGain> gains) => string.Join(", ", gains.Select(gain => $"{gain.Item.Label} ({gain.Item.Id}) by {Points(gain)}"));

    private static string Points(ItemGain gain) => gain.Points.IsInteger ? gain.Points.ToString() : Phrases.Print(gain.Points, 1);
}
