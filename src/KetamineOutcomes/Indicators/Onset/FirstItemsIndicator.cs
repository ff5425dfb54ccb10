using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Onset;

/// <summary>Which items moved first, and which have moved most: answers against those of the baseline, each item by the way in which it is better.</summary>
/// <remarks>A single answer is no reliable measure; nothing is said about whether the move is more than chance.</remarks>
internal sealed class FirstItemsIndicator : IScaleIndicator
{
    public string Id => "first-items";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory) =>
        SeriesRow.IsMain(trajectory) && HasAnswers(trajectory) ? [Earliest(trajectory), Largest(trajectory)] : [];

    // Totals alone have no items to speak of.
    private static bool HasAnswers(ScaleTrajectory trajectory) => trajectory.Before.Concat(trajectory.Visits).Any(visit => ItemGain.AnswersOf(visit) is not null);

    private static IndicatorFinding Earliest(ScaleTrajectory trajectory)
    {
        var row = Row(trajectory, "earliest");
        var what = $"Which items of {trajectory.Scale.Name} were better first";
        if (!TryBaseline(trajectory, out var before, out var missing))
        {
            return row.SayUnknown(what, missing);
        }

        var without = new List<TrajectoryVisit>();
        List<ItemGain>? gains = null;
        TrajectoryVisit? at = null;
        foreach (var visit in trajectory.Visits)
        {
            gains = Compare(trajectory, before, visit);
            if (gains is null)
            {
                continue;
            }

            if (gains.Exists(gain => gain.Points > 0))
            {
                at = visit;
                break;
            }

            without.Add(visit);
        }

        if (at is null || gains is null)
        {
            return without.Count == 0 ? row.SayUnknown(what, NoAnswers(trajectory)) : None(trajectory, row, without);
        }

        var better = Sorted(gains);
        row.LookAt(without).Cite("onset", at).AfterInfusion(at).With("items", List(better));
        row.At = at.At;
        return row.Say(
            new IndicatorOutcome.Measured(better.Count, "items", 0),
            $"{Phrases.Text(better.Count)} of {Phrases.Text(gains.Count)} items of {trajectory.Scale.Name} were better than at baseline for the first time on {Phrases.Where(at.At)}, {SeriesRow.Place(trajectory, at)}: {Words(better)}. One answer is no reliable change.");
    }

    private static IndicatorFinding Largest(ScaleTrajectory trajectory)
    {
        var row = Row(trajectory, "largest");
        var what = $"Which items of {trajectory.Scale.Name} have improved most";
        if (!TryBaseline(trajectory, out var before, out var missing))
        {
            return row.SayUnknown(what, missing);
        }

        List<ItemGain>? gains = null;
        TrajectoryVisit? at = null;
        for (var i = trajectory.Visits.Count - 1; i >= 0 && gains is null; i--)
        {
            at = trajectory.Visits[i];
            gains = Compare(trajectory, before, at);
        }

        if (at is null || gains is null)
        {
            return row.SayUnknown(what, NoAnswers(trajectory));
        }

        var better = Sorted(gains);
        if (better.Count == 0)
        {
            return None(trajectory, row, [at]);
        }

        better = better.FindAll(gain => gain.Share == better[0].Share);
        row.Cite("score", at).AfterInfusion(at).With("items", List(better));
        row.At = at.At;
        return row.Say(
            new IndicatorOutcome.Measured(better[0].Share, "% of the item's range", 0),
            $"On {Phrases.Where(at.At)}, the items of {trajectory.Scale.Name} that had improved most against baseline were {Words(better)}. One answer is no reliable change.");
    }

    private static SeriesRow Row(ScaleTrajectory trajectory, string rule) => new SeriesRow(trajectory) { Rule = rule }.Flag("project-policy");

    private static IndicatorFinding None(ScaleTrajectory trajectory, SeriesRow row, List<TrajectoryVisit> visits)
    {
        var last = visits[^1];
        row.LookAt(visits).Cite("score", last);
        return row.Say(
            new IndicatorOutcome.Judged(Judgement.NotMet),
            $"No item of {trajectory.Scale.Name} was better than at baseline {(visits.Count == 1 ? $"on {Phrases.Where(last.At)}" : $"at any of {Phrases.Text(visits.Count)} assessments up to {Phrases.Where(last.At)}")}.");
    }

    /// <summary>The answers at baseline, against which later ones are held.</summary>
    private static bool TryBaseline(ScaleTrajectory trajectory, out AnswerSet before, out IndicatorOutcome missing)
    {
        before = AnswerSet.Empty;
        if (trajectory.Baseline is null || trajectory.BaselineVisit is not { } baseline)
        {
            missing = new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline);
            return false;
        }

        if (ItemGain.AnswersOf(baseline) is { } answers)
        {
            (before, missing) = (answers, null!);
            return true;
        }

        missing = NoAnswers(trajectory);
        return false;
    }

    private static IndicatorOutcome NoAnswers(ScaleTrajectory trajectory) =>
        trajectory.Visits.Any(visit => visit.Score is not null) ? new IndicatorOutcome.Indeterminate(Reasons.NoItemAnswers) : SeriesRow.Unusable(trajectory);

    /// <summary>The items of a visit against those of the baseline, or <see langword="null"/> where none can be.</summary>
    private static List<ItemGain>? Compare(ScaleTrajectory trajectory, AnswerSet before, TrajectoryVisit visit) =>
        visit.Score is not (null or Score.Invalid) && ItemGain.AnswersOf(visit) is { } after && ItemGain.Between(trajectory.Scale, before, after) is { Count: > 0 } gains ? gains : null;

    /// <summary>Those that are better, by share of the item's range and then in the form's order.</summary>
    private static List<ItemGain> Sorted(List<ItemGain> gains) => [.. gains.Where(gain => gain.Points > 0).OrderByDescending(gain => gain.Share)];

    private static string List(List<ItemGain> gains) => string.Join(';', gains.Select(gain => $"{gain.Item.Id} {Points(gain)}"));

    private static string Words(List<ItemGain> gains) => string.Join(", ", gains.Select(gain => $"{gain.Item.Label} ({gain.Item.Id}) by {Points(gain)}"));

    private static string Points(ItemGain gain) => gain.Points.IsInteger ? gain.Points.ToString() : Phrases.Print(gain.Points, 1);
}
