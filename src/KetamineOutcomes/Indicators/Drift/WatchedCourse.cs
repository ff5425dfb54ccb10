using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>The scores of a series that are watched, and the watch after each.</summary>
/// <remarks>
/// An answer at a visit rests on nothing later. A watch begins with the end of the series. Where too little was gained by then, and later scores show a gain (some respond late), it begins
/// with these. A reference that the clinic logged begins another; what was said before it stands.
/// </remarks>
internal sealed class WatchedCourse
{
    private readonly Dictionary<TrajectoryVisit, Watched> _watched = new(ReferenceEqualityComparer.Instance);
    private readonly int _sign;

    private WatchedCourse(ScaleTrajectory trajectory) => _sign = trajectory.Scale.Direction == Direction.HigherIsBetter ? -1 : 1;

    /// <summary>Why nothing can be watched (<see cref="Reasons"/>), or <see langword="null"/>.</summary>
    public string? Fault { get; private init; }

    /// <summary>The number of the last infusion of the induction, where the watch has no start for want of a score near it.</summary>
    private int? LastOfInduction { get; init; }

    public List<TrajectoryVisit> Visits { get; } = [];

    public double Badness(TrajectoryVisit visit) => Badness(visit.Value);

    public double Badness(Fraction score) => _sign * score.ToDouble();

    /// <summary>A badness as the scale prints it.</summary>
    public double Score(double badness) => _sign * badness;

    /// <summary>Whether a visit lies before the end of induction, so that nothing is watched yet whatever comes later.</summary>
    public bool IsBeforeWatch(TrajectoryVisit visit) => LastOfInduction is { } number && !(visit.LastInfusion?.Number >= number);

    /// <summary>The watch as it stood at a visit for which a point of the trajectory asks, or <see langword="null"/> where nothing was watched then.</summary>
    public DriftWatch? At(TrajectoryVisit visit) => _watched.GetValueOrDefault(visit)?.Watch;

    /// <summary>From when the scores are watched that speak at a visit.</summary>
    public ClinicalTime FromAt(TrajectoryVisit visit) => _watched[visit].From;

    public EquatableArray<string> FlagsAt(TrajectoryVisit visit) => _watched[visit].Flags;

    public List<TrajectoryVisit> Until(TrajectoryVisit visit) => [.. Visits.TakeWhile(candidate => !ReferenceEquals(candidate, visit)), visit];

    /// <summary>Watches a scale after its series.</summary>
    /// <param name="context">The series.</param>
    /// <param name="trajectory">The scale.</param>
    /// <param name="figures">Its figures, without fault.</param>
    /// <param name="seriesEndScores">Scores of which the end of the series is the mean.</param>
    /// <param name="days">Days before the end of induction within which such a score must lie, and days after it within which a first score may stand for it.</param>
    public static WatchedCourse Find(SeriesContext context, ScaleTrajectory trajectory, DriftFigures figures, int seriesEndScores, int days)
    {
        if (trajectory.Series is not { } series)
        {
            return new WatchedCourse(trajectory) { Fault = Reasons.NoInfusions };
        }

        if (series.LastOfInduction is not { } last)
        {
            return new WatchedCourse(trajectory) { Fault = series.GapDays is null ? Reasons.InductionNotLabelled : Reasons.InductionNotFound };
        }

        if (trajectory.Baseline is not { } baseline)
        {
            return new WatchedCourse(trajectory) { Fault = trajectory.BaselineFault ?? Reasons.NoBaseline };
        }

        var number = series.InductionInfusions;
        var usable = trajectory.Usable;
        var after = usable.Where(visit => visit.LastInfusion?.Number >= number).ToList();
        var ends = usable.Where(visit => visit.LastInfusion is { } infusion && infusion.Number < number && last.At.DaysSince(visit.At) <= days).TakeLast(seriesEndScores).ToList();
        EquatableArray<string> flags = [];
        if (ends.Count == 0)
        {
            // No score near the end of the series: the first one soon after it stands for it, and is not watched itself.
            if (after.Count == 0 || after[0].At.DaysSince(last.At) > days)
            {
                return new WatchedCourse(trajectory) { Fault = Reasons.SeriesEndUnknown, LastOfInduction = number };
            }

            ends = [after[0]];
            after.RemoveAt(0);
            flags = ["series-end-from-first-score"];
        }

        // A watch is large: those are kept at which somebody looks.
        var asked = trajectory.Points.Select(point => point.Visit).OfType<TrajectoryVisit>().ToHashSet<TrajectoryVisit>(ReferenceEqualityComparer.Instance);
        var course = new WatchedCourse(trajectory);
        var best = course.Badness(trajectory.Scale.BestPossible!.Value);
        var worst = course.Badness(trajectory.Scale.Direction == Direction.HigherIsBetter ? trajectory.Scale.Range.Low : trajectory.Scale.Range.High!.Value);
        var step = trajectory.Scale.Decimals == 0 ? 1 : Math.Pow(10, -trajectory.Scale.Decimals);
        var parameters = DriftWatchParameters.For(figures.Sem, best, worst, step, figures.Mcid);
        DriftWatch Start(List<TrajectoryVisit> reference, double origin) =>
            DriftWatch.Start(new DriftPrior(course.Badness(baseline), reference.Average(course.Badness), reference.Count, origin), parameters);

        // Days of the watch are those of the series. A score of the infusion's own day has no later day than the infusion where neither has a time of day.
        var start = DaysBetween(series.First.At, last.At);
        DriftWatch watch;
        var (from, isLogged, seen) = (last.At, false, new List<TrajectoryVisit>(after.Count));
        if (trajectory.Memory.Find<Progress>("drift", "watch", number) is { } before && before.GoesOnWith(ends, after, asked))
        {
            // The answers at earlier visits stand: the watch goes on from where it was.
            (watch, from, flags, isLogged) = (before.Watch, before.From, before.Flags, before.IsLogged);
            seen.AddRange(before.Seen);
            course.Visits.AddRange(before.Seen);
            foreach (var (visit, watched) in before.Watched)
            {
                course._watched[visit] = watched;
            }
        }
        else
        {
            watch = Start(ends, after.Count > 0 ? Math.Min(start, after[0].Day) : start);
        }

        foreach (var visit in after.Skip(seen.Count).ToList())
        {
            if (!isLogged && context.Options.DriftReferenceAt is { } logged && logged.SharesScaleWith(visit.At) && logged.CompareKnown(last.At) > 0 && visit.At.CompareKnown(logged) > 0)
            {
                isLogged = true;
                watch = Start([.. ends.Concat(seen).TakeLast(seriesEndScores)], Math.Min(DaysBetween(series.First.At, logged), visit.Day));
                (from, flags) = (logged, ["logged-reference"]);
            }

            seen.Add(visit);
            watch = watch.Append(visit.Day, course.Badness(visit), visit.LastInfusion!.Days, visit.LastInfusion.Number > number);
            if (watch.State == DriftState.NotApplicable && Late(seen, parameters) is { } gained && Start(gained, visit.Day) is { State: not DriftState.NotApplicable } late)
            {
                watch = late;
                (from, flags) = (visit.At, ["gain-from-later-scores"]);
            }

            course.Visits.Add(visit);
            if (asked.Contains(visit))
            {
                course._watched[visit] = new Watched(watch, from, flags);
            }
        }

        trajectory.Memory.Keep("drift", "watch", number, new Progress(ends, seen, watch, from, flags, isLogged, [.. course._watched.Where(pair => asked.Contains(pair.Key))]));
        return course;
    }

    /// <summary>The last scores after the series, as many and as long as a reference needs.</summary>
    private static List<TrajectoryVisit>? Late(List<TrajectoryVisit> seen, DriftWatchParameters parameters)
    {
        var first = seen.Count - parameters.ReferenceVisits;
        return first >= 0 && seen[^1].Day - seen[first].Day >= parameters.ReferenceDays ? seen.GetRange(first, parameters.ReferenceVisits) : null;
    }

    private static double DaysBetween(ClinicalTime start, ClinicalTime at) => at.HoursSince(start) is { } hours ? (double)hours / 24 : at.DaysSince(start);

    /// <summary>The watch after the scores that were there, so that it can go on with later ones.</summary>
    private sealed record Progress(
        List<TrajectoryVisit> Ends,
        List<TrajectoryVisit> Seen,
        DriftWatch Watch,
        ClinicalTime From,
        EquatableArray<string> Flags,
        bool IsLogged,
        EquatableArray<KeyValuePair<TrajectoryVisit, Watched>> Watched)
    {
        /// <summary>Whether the scores are those seen, and perhaps more after them; and whether all that is asked about those seen is known.</summary>
        public bool GoesOnWith(List<TrajectoryVisit> ends, List<TrajectoryVisit> after, HashSet<TrajectoryVisit> asked) => Seen.Count > 0
            && Seen.Count <= after.Count
            && AreSame(Ends, ends, ends.Count)
            && AreSame(Seen, after, Seen.Count)
            && Seen.TrueForAll(visit => !asked.Contains(visit) || Watched.Any(pair => ReferenceEquals(pair.Key, visit)));

        private static bool AreSame(List<TrajectoryVisit> left, List<TrajectoryVisit> right, int count)
        {
            var isSame = left.Count == count;
            for (var i = 0; i < count && isSame; i++)
            {
                isSame = ReferenceEquals(left[i], right[i]);
            }

            return isSame;
        }
    }

    private sealed record Watched(DriftWatch Watch, ClinicalTime From, EquatableArray<string> Flags);
}
