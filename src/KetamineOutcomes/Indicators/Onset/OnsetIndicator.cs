namespace KetamineOutcomes.Indicators.Onset;

/// <summary>When an improvement, response and remission began, as seen first and as held: days from the first infusion, between the last assessment without it and the first with it.</summary>
internal sealed class OnsetIndicator : IScaleIndicator
{
    private static readonly ConfirmationRule Confirmation = ConfirmationRule.Week;

    public string Id => "onset";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory) =>
        OnsetCriterion.Of(trajectory).SelectMany(criterion => Assess(context, trajectory, criterion));

    private static IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory, OnsetCriterion criterion)
    {
        var usable = trajectory.Usable;
        if (!criterion.TryBaseline(out var missing) || usable.Count == 0)
        {
            missing = missing is IndicatorOutcome.NotApplicable || trajectory.Baseline is null ? missing : SeriesRow.Unusable(trajectory);
            foreach (var isHeld in new[] { false, true })
            {
                yield return Row(trajectory, criterion, isHeld).SayUnknown($"When {trajectory.Scale.Name} first showed {criterion.Name} in series {Phrases.Text(trajectory.Number)}", missing);
            }

            yield break;
        }

        var visits = new List<(int Day, bool Holds)>(usable.Count);
        foreach (var visit in usable)
        {
            visits.Add((visit.At.DayNumber, criterion.Holds(visit)));
        }

        yield return FirstGain.Find(visits) is { } first
            ? Seen(trajectory, criterion, usable, first)
            : NotSeen(trajectory, criterion, usable, isHeld: false);
        yield return FirstGain.FindHeld(visits, Confirmation, index => Confirmation.IsClosed(usable[index].At, context.Clock, context.Course.FollowUpEnd, context.NextSeriesAt)) is { } held
            ? Held(trajectory, criterion, usable, held)
            : NotSeen(trajectory, criterion, usable, isHeld: true);
    }

    private static SeriesRow Row(ScaleTrajectory trajectory, OnsetCriterion criterion, bool isHeld)
    {
        var row = new SeriesRow(trajectory)
        {
            Rule = isHeld ? $"{criterion.Id}-confirmed" : criterion.Id,
            Sources = isHeld ? criterion.Sources.Append(Phrases.OwnRule).ToEquatableArray() : criterion.Sources,
        };
        row.With(criterion.Parameters).Flag("project-policy", isHeld || criterion.IsProjectPolicy);
        return isHeld ? row.With("confirm-within-days", Confirmation.Text).With("confirmation", "by-run") : row;
    }

    private static IndicatorFinding Seen(ScaleTrajectory trajectory, OnsetCriterion criterion, EquatableArray<TrajectoryVisit> usable, int index)
    {
        var row = Row(trajectory, criterion, isHeld: false);
        var before = Cite(row, trajectory, criterion, usable, index);
        return row.Say(
            Day(usable[index], before),
            $"{trajectory.Scale.Name} first showed {criterion.Name} with {SeriesRow.Seen(trajectory, usable[index])}, {SeriesRow.Place(trajectory, usable[index])}; {Before(trajectory, before)}.");
    }

    private static IndicatorFinding Held(ScaleTrajectory trajectory, OnsetCriterion criterion, EquatableArray<TrajectoryVisit> usable, (int Index, Judgement Verdict, int? By) held)
    {
        var onset = usable[held.Index];
        var row = Row(trajectory, criterion, isHeld: true);
        var before = Cite(row, trajectory, criterion, usable, held.Index);
        var sentence = $"{trajectory.Scale.Name} showed {criterion.Name} with {SeriesRow.Seen(trajectory, onset)}, {SeriesRow.Place(trajectory, onset)}, and ";
        if (held.By is { } by)
        {
            row.LookAt(usable.Take(by + 1)).Cite("confirmation", usable[by]).Flag("not-held", held.Verdict == Judgement.NotMet);
            sentence += held.Verdict == Judgement.Met
                ? $"held it up to {SeriesRow.Seen(trajectory, usable[by])}; {Before(trajectory, before)}."
                : $"no longer did with {SeriesRow.Seen(trajectory, usable[by])}; it was never held for {Confirmation.Text} days.";
            return row.Say(held.Verdict == Judgement.Met ? Day(onset, before) : new IndicatorOutcome.Judged(Judgement.NotMet), sentence);
        }

        row.LookAt(usable);
        return held.Verdict == Judgement.Unconfirmed
            ? row.Say(
                new IndicatorOutcome.Judged(Judgement.Unconfirmed, Confirmation.Window(onset.At)),
                sentence + $"an assessment from {Phrases.Where(Confirmation.Window(onset.At).From)} to {Phrases.Where(Confirmation.Window(onset.At).To)} can still confirm it.")
            : row.Say(
                new IndicatorOutcome.Judged(Judgement.CannotConfirm),
                sentence + $"no assessment {Confirmation.Text} days later says whether it was held.");
    }

    private static IndicatorFinding NotSeen(ScaleTrajectory trajectory, OnsetCriterion criterion, EquatableArray<TrajectoryVisit> usable, bool isHeld)
    {
        var best = SeriesRow.Best(trajectory, usable);
        var row = Row(trajectory, criterion, isHeld).LookAt(usable).Cite("best", best);
        if (!ReferenceEquals(best, usable[^1]))
        {
            row.Cite("score", usable[^1]);
        }

        row.With("usable-visits", Phrases.Text(usable.Count)).With("observed-until-day", SeriesRow.Days(SeriesRow.ToExact(usable[^1].Day)));
        return row.Say(
            new IndicatorOutcome.Judged(Judgement.NotMet),
            $"{trajectory.Scale.Name} did not show {criterion.Name} at {Count(usable.Count)} up to {Phrases.Where(usable[^1].At)}; the best was {SeriesRow.Seen(trajectory, best)}.");
    }

    /// <summary>Cites the last assessment without the gain, what was passed over after it, and the first with it.</summary>
    private static TrajectoryVisit? Cite(SeriesRow row, ScaleTrajectory trajectory, OnsetCriterion criterion, EquatableArray<TrajectoryVisit> usable, int index)
    {
        var onset = usable[index];
        var earlier = trajectory.Before.Concat(trajectory.Visits).TakeWhile(visit => !ReferenceEquals(visit, onset)).ToList();
        var place = earlier.FindLastIndex(visit => visit.IsUsable && !criterion.Holds(visit));
        if (place >= 0)
        {
            // The baseline is cited as such.
            _ = ReferenceEquals(earlier[place], trajectory.BaselineVisit) ? row : row.Cite("before", earlier[place]);
            foreach (var visit in earlier.Skip(place + 1).Where(visit => !visit.IsUsable && visit.Score is not null))
            {
                row.Cite("passed-over", visit);
            }
        }

        row.LookAt(usable.Take(index)).Cite("onset", onset).AfterInfusion(onset);
        row.At = onset.At;
        return place >= 0 ? earlier[place] : null;
    }

    private static IndicatorOutcome.Measured Day(TrajectoryVisit onset, TrajectoryVisit? before)
    {
        var day = SeriesRow.ToExact(onset.Day);
        Fraction? from = before is null ? null : SeriesRow.ToExact(before.Day);
        return new IndicatorOutcome.Measured(day, "days", SeriesRow.DayDecimals(day, from), from, day);
    }

    private static string Before(ScaleTrajectory trajectory, TrajectoryVisit? before)
    {
        if (before is null)
        {
            return "no assessment before it was without it";
        }

        var what = ReferenceEquals(before, trajectory.BaselineVisit) ? "the baseline" : "the assessment";
        return $"the last without it was {what} of {Phrases.Where(before.At)} ({SeriesRow.Score(trajectory, before)})";
    }

    private static string Count(int visits) => visits == 1 ? "the one usable assessment" : $"any of {Phrases.Text(visits)} usable assessments";
}
