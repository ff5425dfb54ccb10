namespace KetamineOutcomes.Indicators.Onset;

/// <summary>How many days of a series were spent in response and in remission, by the default entries of the scale.</summary>
/// <remarks>A stretch between two assessments counts by its first one; the interval says what is certain to be seen at both ends and what is possible. Project policy.</remarks>
internal sealed class TimeInIndicator : IScaleIndicator
{
    public string Id => "time-in";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory) =>
        OnsetCriterion.Of(trajectory).Where(criterion => criterion.IsDefault).Select(criterion => Assess(trajectory, criterion));

    private static IndicatorFinding Assess(ScaleTrajectory trajectory, OnsetCriterion criterion)
    {
        var row = new SeriesRow(trajectory) { Rule = criterion.Id, Sources = criterion.Sources.Append(Phrases.OwnRule).ToEquatableArray() };
        row.With(criterion.Parameters);
        var what = $"How long {trajectory.Scale.Name} showed {criterion.Name} in series {Phrases.Text(trajectory.Number)}";
        if (!criterion.TryBaseline(out var missing) || !SeriesCurve.TryMake(trajectory, row, out var curve, out missing))
        {
            return row.SayUnknown(what, missing);
        }

        var (low, days, high) = curve.TimeIn(criterion.Holds);
        return row.Say(
            new IndicatorOutcome.Measured(days, "days", SeriesRow.DayDecimals(low, days, high), low, high),
            $"{trajectory.Scale.Name} showed {criterion.Name} on {SeriesRow.Days(days)} of {SeriesRow.CountDays(curve.Length)} up to {Phrases.Where(row.At!.Value)} ({SeriesRow.Days(low)} with it at both ends of a stretch between assessments, {SeriesRow.Days(high)} with it at one; assessments at most {SeriesRow.CountDays(curve.LongestGap)} apart).");
    }
}
