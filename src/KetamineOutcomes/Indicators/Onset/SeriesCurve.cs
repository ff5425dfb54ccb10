namespace KetamineOutcomes.Indicators.Onset;

/// <summary>The curve of a scale over a series: the baseline on the day of the first infusion, then every usable score on its day.</summary>
internal static class SeriesCurve
{
    /// <summary>The curve, or why there is none. Cites what it rests on.</summary>
    public static bool TryMake(ScaleTrajectory trajectory, SeriesRow row, out ScoreCurve curve, out IndicatorOutcome missing)
    {
        curve = null!;
        missing = new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline);
        if (trajectory.Baseline is null)
        {
            return false;
        }

        if (trajectory.Curve is not { } found)
        {
            missing = SeriesRow.Unusable(trajectory);
            return false;
        }

        curve = found;
        row.CiteScores();
        if (curve.Length == 0)
        {
            missing = new IndicatorOutcome.Indeterminate(Reasons.NoTimeElapsed);
            return false;
        }

        row.At = trajectory.Usable[^1].At;
        row.With("from-day", SeriesRow.Days(curve.Start))
            .With("to-day", SeriesRow.Days(curve.End))
            .With("usable-visits", Phrases.Text(trajectory.Usable.Count))
            .With("longest-gap-days", SeriesRow.Days(curve.LongestGap))
            .Flag("project-policy")
            .Flag("long-gap", curve.LongestGap > AssessmentPoint.StaleAfterDays);
        return true;
    }

    /// <summary>The curve of a scale, or <see langword="null"/> without a baseline or a usable score after it.</summary>
    public static ScoreCurve? Of(ScaleTrajectory trajectory)
    {
        if (trajectory.Baseline is not { } baseline || trajectory.Usable.IsEmpty)
        {
            return null;
        }

        // The baseline says how the patient came to the first infusion; one inside the series stands where it is.
        var start = SeriesRow.ToExact(Math.Max(0, trajectory.BaselineVisit?.Day ?? 0));
        List<(Fraction Day, Fraction Score)> points = [(start, baseline)];
        foreach (var visit in trajectory.Usable)
        {
            points.Add((Fraction.Max(start, SeriesRow.ToExact(visit.Day)), visit.Value));
        }

        return new ScoreCurve(points);
    }
}
