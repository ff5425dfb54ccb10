namespace KetamineOutcomes.Indicators;

/// <summary>The usable visit at a point of a trajectory, or the answer that stands in its place.</summary>
internal static class PointReading
{
    /// <summary>Finds the visit; without a baseline nothing that came after it can be told.</summary>
    public static bool TryFind(ScaleTrajectory trajectory, TrajectoryPoint point, out TrajectoryVisit visit, out IndicatorOutcome missing)
    {
        visit = null!;
        var reason = point.Reason ?? point.Visit?.Fault;
        if (reason is not null || point.Visit is null)
        {
            reason ??= Reasons.NoAssessment;
            missing = point.IsNotApplicable ? new IndicatorOutcome.NotApplicable(reason) : new IndicatorOutcome.Indeterminate(reason);
            return false;
        }

        if (trajectory.Baseline is null)
        {
            missing = new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline);
            return false;
        }

        visit = point.Visit;
        missing = null!;
        return true;
    }

    /// <summary>The reason of an answer that is none, for its sentence: what does not apply is not judged, the rest is not known.</summary>
    public static string Because(string what, IndicatorOutcome missing)
    {
        var (verb, reason) = missing switch
        {
            IndicatorOutcome.NotApplicable none => ("is not judged", none.Reason),
            IndicatorOutcome.Indeterminate unknown => ("is not known", unknown.Reason),
            _ => throw new ArgumentException("The answer has no reason.", nameof(missing)),
        };
        return $"{what} {verb}: {Reasons.Explain(reason)} ({reason}).";
    }

    /// <summary>The day as sentences print it.</summary>
    public static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();
}
