namespace KetamineOutcomes.Indicators.Onset;

/// <summary>Hours from the first infusion to the first assessment with 20, 30 and 50 per cent improvement, where the clock and the questions' recall allow it.</summary>
internal sealed class OnsetHoursIndicator : IScaleIndicator
{
    private static readonly int[] Levels = [20, 30, 50];

    public string Id => "onset-hours";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory) =>
        // Data that have no treatments at all have no hour from which to count.
        context.Options.HasTreatments
            ? Levels.Select(level => OnsetCriterion.Improvement(trajectory, level)).OfType<OnsetCriterion>().Select(criterion => Assess(trajectory, criterion))
            : [];

    private static IndicatorFinding Assess(ScaleTrajectory trajectory, OnsetCriterion criterion)
    {
        var usable = trajectory.Usable;
        var row = new SeriesRow(trajectory) { Rule = criterion.Id, Sources = criterion.Sources.Append(Phrases.OwnRule).ToEquatableArray() };
        row.With(criterion.Parameters).Flag("project-policy");
        var what = $"How many hours it took until {trajectory.Scale.Name} first showed {criterion.Name}";
        if (trajectory.Instrument.Recall.Hours is { } recall)
        {
            row.With("recall-hours", Phrases.Text(recall));
        }

        if (trajectory.Series is not { } series)
        {
            return row.SayUnknown(what, new IndicatorOutcome.Indeterminate(Reasons.NoInfusions));
        }

        if (!criterion.TryBaseline(out var missing))
        {
            return row.SayUnknown(what, missing);
        }

        if (usable.Count == 0)
        {
            return row.SayUnknown(what, SeriesRow.Unusable(trajectory));
        }

        if (trajectory.Instrument.Recall.Hours is null)
        {
            return row.SayUnknown(what, new IndicatorOutcome.Indeterminate(Reasons.RecallUnknown));
        }

        var index = 0;
        while (index < usable.Count && !criterion.Holds(usable[index]))
        {
            index++;
        }

        if (index == usable.Count)
        {
            return NotSeen(trajectory, criterion, usable, row, what);
        }

        var onset = usable[index];
        row.LookAt(usable.Take(index)).Cite("onset", onset).AfterInfusion(onset);
        row.At = onset.At;
        if (trajectory.Judge.OverlapsRecall(onset.Reading))
        {
            return row.SayUnknown(what, new IndicatorOutcome.Indeterminate(Reasons.RecallOverlap));
        }

        if (HoursSince(series.First.At, onset.At) is not { } hours)
        {
            return row.SayUnknown(what, new IndicatorOutcome.Indeterminate(Reasons.NoClockTime));
        }

        // An answer that looks back before treatment cannot say that there was no improvement after it.
        var before = usable.Take(index).LastOrDefault(visit => !trajectory.Judge.OverlapsRecall(visit.Reading) && HoursSince(series.First.At, visit.At) is not null);
        Fraction low = 0;
        if (before is not null)
        {
            row.Cite("before", before);
            low = Fraction.Min(HoursSince(series.First.At, before.At)!.Value, hours);
        }

        var from = before is null ? "no earlier assessment tells" : $"{Hours(low)} without it";
        return row.Say(
            new IndicatorOutcome.Measured(hours, "hours", hours.IsInteger && low.IsInteger ? 0 : 1, low, hours),
            $"{trajectory.Scale.Name} first showed {criterion.Name} with {SeriesRow.Seen(trajectory, onset)}, {Hours(hours)} after the first infusion ({from}).");
    }

    private static IndicatorFinding NotSeen(ScaleTrajectory trajectory, OnsetCriterion criterion, EquatableArray<TrajectoryVisit> usable, SeriesRow row, string what)
    {
        var best = SeriesRow.Best(trajectory, usable);
        row.LookAt(usable).Cite("best", best);
        return usable.All(visit => trajectory.Judge.OverlapsRecall(visit.Reading))
            ? row.SayUnknown(what, new IndicatorOutcome.Indeterminate(Reasons.RecallOverlap))
            : row.Say(
                new IndicatorOutcome.Judged(Judgement.NotMet),
                $"{trajectory.Scale.Name} did not show {criterion.Name} up to {Phrases.Where(usable[^1].At)}; the best was {SeriesRow.Seen(trajectory, best)}.");
    }

    /// <summary>Hours to the minute; an instant and a local time have none between them.</summary>
    private static Fraction? HoursSince(ClinicalTime start, ClinicalTime at) =>
        at.Kind == start.Kind && at.HoursSince(start) is { } hours ? new Fraction((long)Math.Round(Math.Max(hours, 0) * 60), 60) : null;

    private static string Hours(Fraction hours) => $"{(hours.IsInteger ? hours.ToString() : Phrases.Print(hours, 1))} {(hours == 1 ? "hour" : "hours")}";
}
