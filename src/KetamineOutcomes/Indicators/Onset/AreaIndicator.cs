namespace KetamineOutcomes.Indicators.Onset;

/// <summary>The area under the scores of a series by trapezoids, and the score of its average day.</summary>
internal sealed class AreaIndicator : IScaleIndicator
{
    public string Id => "area";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory)
    {
        foreach (var isAverage in new[] { false, true })
        {
            var row = new SeriesRow(trajectory) { Rule = isAverage ? "per-day" : "trapezoid" };
            if (!SeriesCurve.TryMake(trajectory, row, out var curve, out var missing))
            {
                yield return row.SayUnknown($"The {(isAverage ? "average day" : "area under the scores")} of {trajectory.Scale.Name} in series {Phrases.Text(trajectory.Number)}", missing);
                continue;
            }

            var decimals = trajectory.Scale.Decimals + 1;
            var span = $"over {SeriesRow.CountDays(curve.Length)} up to {Phrases.Where(row.At!.Value)}, with straight lines between assessments at most {SeriesRow.CountDays(curve.LongestGap)} apart";
            var average = curve.Area / curve.Length;
            yield return isAverage
                ? row.Say(
                    new IndicatorOutcome.Measured(average, trajectory.Scale.Unit, decimals),
                    $"{trajectory.Scale.Name} was {Phrases.Print(average, decimals)} on the average day {span}; the baseline was {Phrases.Print(trajectory.Baseline!.Value, trajectory.Judge.BaselineDecimals)}.")
                : row.Say(
                    new IndicatorOutcome.Measured(curve.Area, $"{trajectory.Scale.Unit} x days", decimals),
                    $"The area under {trajectory.Scale.Name} was {Phrases.Print(curve.Area, decimals)} {trajectory.Scale.Unit} times days {span}.");
        }
    }
}
