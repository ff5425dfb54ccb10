namespace KetamineOutcomes.Indicators.Onset;

/// <summary>The curve of a scale over a series: the baseline on the day of the first infusion, then every usable score on its day.</summary>
internal static class SeriesCurve
{
    /// <summary>The curve, or why there is none. Cites what it rests on.</summary>
    public static bool TryMake(ScaleTrajectory trajectory, SeriesRow row, out ScoreCurve curve, out IndicatorOutcome missing)
    {
        curve = null!;
        missing = new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline);
        if (trajectory.Baseline is not { } baseline)
        {
            return false;
        }

        var usable = trajectory.Visits.Where(visit => visit.IsUsable).ToList();
        if (usable.Count == 0)
        {
            missing = SeriesRow.Unusable(trajectory);
            return false;
        }

        // The baseline says how the patient came to the first infusion; one inside the series stands where it is.
        var start = SeriesRow.ToExact(Math.Max(0, trajectory.BaselineVisit?.Day ?? 0));
        List<(Fraction Day, Fraction Score)> points = [(start, baseline)];
        foreach (var visit in usable)
        {
            points.Add((Fraction.Max(start, SeriesRow.ToExact(visit.Day)), visit.Value));
            row.Cite("score", visit);
        }

        curve = new ScoreCurve(points);
        if (curve.Length == 0)
        {
            missing = new IndicatorOutcome.Indeterminate(Reasons.NoTimeElapsed);
            return false;
        }

        row.At = usable[^1].At;
        row.With("from-day", SeriesRow.Days(start))
            .With("to-day", SeriesRow.Days(points[^1].Day))
            .With("usable-visits", Phrases.Text(usable.Count))
            .With("longest-gap-days", SeriesRow.Days(curve.LongestGap))
            .Flag("project-policy")
            .Flag("long-gap", curve.LongestGap > AssessmentPoint.StaleAfterDays);
        return true;
    }
}
