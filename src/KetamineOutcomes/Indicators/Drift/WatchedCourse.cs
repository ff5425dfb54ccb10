using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>The scores of a series that are watched, and the watch after each.</summary>
/// <remarks>An answer at a visit rests on nothing later: the watch after a visit is that of the visits up to it.</remarks>
internal sealed class WatchedCourse
{
    private readonly Dictionary<TrajectoryVisit, DriftWatch> _watches = new(ReferenceEqualityComparer.Instance);
    private readonly int _sign;

    private WatchedCourse(ScaleTrajectory trajectory, ClinicalTime from)
    {
        _sign = trajectory.Scale.Direction == Direction.HigherIsBetter ? -1 : 1;
        From = from;
    }

    /// <summary>From when scores are watched.</summary>
    public ClinicalTime From { get; }

    /// <summary>Why nothing can be watched (<see cref="Reasons"/>), or <see langword="null"/>.</summary>
    public string? Fault { get; private init; }

    public List<TrajectoryVisit> Visits { get; } = [];

    public List<string> Flags { get; } = [];

    public double Badness(TrajectoryVisit visit) => Badness(visit.Value);

    public double Badness(Fraction score) => _sign * score.ToDouble();

    /// <summary>A badness as the scale prints it.</summary>
    public double Score(double badness) => _sign * badness;

    public DriftWatch? At(TrajectoryVisit visit) => _watches.GetValueOrDefault(visit);

    public List<TrajectoryVisit> Until(TrajectoryVisit visit) => [.. Visits.TakeWhile(candidate => !ReferenceEquals(candidate, visit)), visit];

    public static WatchedCourse Find(SeriesContext context, ScaleTrajectory trajectory, DriftFigures figures, int seriesEndScores, int lateDays)
    {
        if (trajectory.Series is not { } series)
        {
            return Faulty(trajectory, context, Reasons.NoInfusions);
        }

        if (series.LastOfInduction is not { } last)
        {
            return Faulty(trajectory, context, series.GapDays is null ? Reasons.InductionNotLabelled : Reasons.InductionNotFound);
        }

        if (trajectory.Baseline is not { } baseline)
        {
            return Faulty(trajectory, context, trajectory.BaselineFault ?? Reasons.NoBaseline);
        }

        var number = 1;
        while (!ReferenceEquals(series.Infusions[number - 1], last))
        {
            number++;
        }

        var logged = context.Options.DriftReferenceAt is { } reference && reference.SharesScaleWith(last.At) && reference.CompareKnown(last.At) > 0
            && (context.NextSeriesAt is not { } next || reference.CompareKnown(next) < 0) ? reference : (ClinicalTime?)null;
        var from = logged ?? last.At;
        bool IsWatched(TrajectoryVisit visit) => logged is { } at ? visit.At.CompareKnown(at) > 0 : visit.LastInfusion?.Number >= number;
        var usable = trajectory.Visits.Where(visit => visit.IsUsable).ToList();
        var before = usable.Where(visit => !IsWatched(visit) && visit.LastInfusion is not null).ToList();
        var after = usable.Where(IsWatched).ToList();
        var course = new WatchedCourse(trajectory, from);
        var ends = before.TakeLast(seriesEndScores).ToList();
        if (ends.Count == 0)
        {
            // No score in the series: the first one soon after it stands for its end, and is not watched itself.
            if (after.Count == 0 || after[0].At.DaysSince(from) > lateDays)
            {
                return Faulty(trajectory, context, Reasons.SeriesEndUnknown);
            }

            ends = [after[0]];
            after.RemoveAt(0);
            course.Flags.Add("series-end-from-first-score");
        }

        if (logged is not null)
        {
            course.Flags.Add("logged-reference");
        }

        // Days of the watch are those of the series. A score of the infusion's own day has no later day than the infusion where neither has a time of day.
        var origin = DaysBetween(series.First.At, from);
        origin = after.Count > 0 ? Math.Min(origin, after[0].Day) : origin;
        var best = course._sign * trajectory.Scale.BestPossible!.Value.ToDouble();
        var worst = course._sign * (trajectory.Scale.Direction == Direction.HigherIsBetter ? trajectory.Scale.Range.Low : trajectory.Scale.Range.High!.Value).ToDouble();
        var step = trajectory.Scale.Decimals == 0 ? 1 : Math.Pow(10, -trajectory.Scale.Decimals);
        var parameters = DriftWatchParameters.For(figures.Sem, best, worst, step, figures.Mcid);
        var watch = DriftWatch.Start(
            new DriftPrior(course._sign * baseline.ToDouble(), ends.Average(course.Badness), ends.Count, origin),
            parameters);
        foreach (var visit in after)
        {
            watch = watch.Append(visit.Day, course.Badness(visit), visit.LastInfusion!.Days, visit.LastInfusion.Number > number);
            course.Visits.Add(visit);
            course._watches[visit] = watch;
        }

        return course;
    }

    private static double DaysBetween(ClinicalTime start, ClinicalTime at) => at.HoursSince(start) is { } hours ? (double)hours / 24 : at.DaysSince(start);

    private static WatchedCourse Faulty(ScaleTrajectory trajectory, SeriesContext context, string fault) =>
        new(trajectory, trajectory.Series?.First.At ?? context.Now ?? default) { Fault = fault };
}
