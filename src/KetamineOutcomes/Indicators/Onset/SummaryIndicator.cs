using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Onset;

/// <summary>One set of rows a scale and series: baseline, current, change, percentage, best.</summary>
internal sealed class SummaryIndicator : IScaleIndicator
{
    public string Id => "summary";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        yield return Baseline(trajectory);
        var last = trajectory.Find(new AssessmentPoint.Last());
        yield return Current(trajectory, last);
        yield return Change(trajectory, last);
        if (trajectory.Scale.Endpoints.FirstOrDefault(entry => entry.Kind == EndpointKind.Response && entry.IsDefault) is { } entry)
        {
            yield return Percentage(trajectory, last, entry);
        }

        yield return Best(trajectory);
    }

    private static IndicatorFinding Baseline(ScaleTrajectory trajectory)
    {
        var row = new SeriesRow(trajectory) { Rule = "baseline" }.Flag("project-policy");
        row.At = trajectory.BaselineVisit?.At;
        var decimals = trajectory.Judge.BaselineDecimals;
        return trajectory.Baseline is { } value
            ? row.Say(
                new IndicatorOutcome.Measured(value, trajectory.Scale.Unit, decimals),
                $"{trajectory.Scale.Name} was {Phrases.Print(value, decimals)} at baseline ({trajectory.BaselinePolicy}).")
            : row.SayUnknown($"{trajectory.Scale.Name} at baseline", new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline));
    }

    private static IndicatorFinding Current(ScaleTrajectory trajectory, TrajectoryPoint last)
    {
        var row = Row(trajectory, "current", last, usesBaseline: false);

        // It is a score even where other items applied than at baseline; only the change is then not known.
        return last is { Reason: null, Visit: { } visit } && visit.Reading.TryGetExact(out var value)
            ? row.Say(
                new IndicatorOutcome.Measured(value, trajectory.Scale.Unit, trajectory.Scale.Decimals),
                $"{trajectory.Scale.Name} was last {Phrases.Print(value, trajectory.Scale.Decimals)} on {Phrases.Where(visit.At)}, {SeriesRow.Place(trajectory, visit)}.")
            : row.SayUnknown($"The current {trajectory.Scale.Name}", Missing(last));
    }

    private static IndicatorFinding Change(ScaleTrajectory trajectory, TrajectoryPoint last)
    {
        var row = Row(trajectory, "change", last);
        if (!TryCurrent(last, out var visit, out var missing) || !trajectory.Judge.TryCompare(visit.Reading, out var from, out missing))
        {
            return row.SayUnknown($"The change of {trajectory.Scale.Name} since baseline", missing);
        }

        var change = trajectory.Judge.Improvement(from, visit.Value);
        var decimals = Math.Max(trajectory.Scale.Decimals, trajectory.Judge.BaselineDecimals);
        return row.Say(
            new IndicatorOutcome.Measured(change, trajectory.Scale.Unit, decimals),
            $"{From(trajectory, from, visit)}: {Words(change, Phrases.Count(Fraction.Abs(change), decimals, trajectory.Scale.Unit))}.");
    }

    private static IndicatorFinding Percentage(ScaleTrajectory trajectory, TrajectoryPoint last, EndpointEntry entry)
    {
        var row = Row(trajectory, "percentage", last).With("percentage", entry.PercentageRule == PercentageRule.Raw ? "raw" : "range-to-best");
        if (!TryCurrent(last, out var visit, out var missing) || !trajectory.Judge.TryCompare(visit.Reading, out var from, out missing)
            || !trajectory.Judge.TryPercentage(visit.Value, entry, out var percentage, out missing))
        {
            return row.SayUnknown($"The percentage change of {trajectory.Scale.Name} since baseline", missing);
        }

        return row.Say(
            new IndicatorOutcome.Measured(percentage, "%", 1),
            $"{From(trajectory, from, visit)}: {Words(percentage, $"{Phrases.Print(Fraction.Abs(percentage), 1)} % of baseline")}.");
    }

    private static IndicatorFinding Best(ScaleTrajectory trajectory)
    {
        var usable = trajectory.Usable;
        var row = new SeriesRow(trajectory) { Rule = "best", UsesBaseline = false }.Flag("project-policy");
        if (usable.Count == 0)
        {
            return row.SayUnknown($"The best {trajectory.Scale.Name} in series {Phrases.Text(trajectory.Number)}", SeriesRow.Unusable(trajectory));
        }

        var best = SeriesRow.Best(trajectory, usable);
        row.LookAt(usable).Cite("best", best).AfterInfusion(best).With("usable-visits", Phrases.Text(usable.Count));
        row.At = best.At;
        return row.Say(
            new IndicatorOutcome.Measured(best.Value, trajectory.Scale.Unit, trajectory.Scale.Decimals),
            usable.Count == 1
                ? $"The one {trajectory.Scale.Name} of the series was {SeriesRow.Seen(trajectory, best)}, {SeriesRow.Place(trajectory, best)}."
                : $"The best of {Phrases.Text(usable.Count)} scores of {trajectory.Scale.Name} was {SeriesRow.Seen(trajectory, best)}, {SeriesRow.Place(trajectory, best)}. The best of several is better than the patient is on average.");
    }

    private static SeriesRow Row(ScaleTrajectory trajectory, string rule, TrajectoryPoint last, bool usesBaseline = true)
    {
        var row = new SeriesRow(trajectory) { Rule = rule, UsesBaseline = usesBaseline }.Flag("project-policy").With(last.Parameters);
        if (last.Visit is { } visit)
        {
            row.At = visit.At;
            row.Cite(last.Reason is null && visit.IsUsable ? "score" : "passed-over", visit);
        }

        return row;
    }

    private static bool TryCurrent(TrajectoryPoint last, out TrajectoryVisit visit, out IndicatorOutcome missing)
    {
        visit = last.Visit!;
        missing = Missing(last);
        return last is { Reason: null, Visit.IsUsable: true };
    }

    private static IndicatorOutcome Missing(TrajectoryPoint last)
    {
        var reason = last.Reason ?? last.Visit?.Fault ?? Reasons.NoAssessment;
        return last.IsNotApplicable ? new IndicatorOutcome.NotApplicable(reason) : new IndicatorOutcome.Indeterminate(reason);
    }

    private static string From(ScaleTrajectory trajectory, Fraction from, TrajectoryVisit visit) =>
        $"{trajectory.Scale.Name} went from {Phrases.Print(from, trajectory.Judge.BaselineDecimals)} at baseline to {SeriesRow.Seen(trajectory, visit)}";

    private static string Words(Fraction change, string amount) => change == 0 ? "unchanged" : $"{(change < 0 ? "worse" : "better")} by {amount}";
}
