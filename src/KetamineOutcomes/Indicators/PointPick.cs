using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>The time as of which answers hold: what the caller gave, and what counts as now (else the course's last record).</summary>
/// <remarks>Only a given time lets a window be called not yet due: the last record says nothing about when the data were taken.</remarks>
internal readonly record struct AssessmentClock(ClinicalTime? AsOf, ClinicalTime? Now);

/// <summary>The reading at a point of a series, or why there is none.</summary>
internal sealed record PointPick<TReading>(string Point, TReading? Reading, string? Fault, bool IsNotApplicable = false)
    where TReading : Reading
{
    /// <summary>What the point itself asks readers to bear in mind.</summary>
    public EquatableArray<string> Flags { get; init; }

    /// <summary>The windows by which it was found, as named numbers.</summary>
    public EquatableArray<Parameter> Parameters { get; init; }

    /// <summary>The picks that a point asks for: one, or one a visit.</summary>
    public static IEnumerable<PointPick<TReading>> Find(AssessmentPoint point, SeriesWindow<TReading> window, Baseline<TReading> baseline, Course course, AssessmentClock clock)
    {
        var after = After(window, baseline);
        var comparable = PreferComparable(after, baseline);
        switch (point)
        {
            case AssessmentPoint.EveryVisit:
                return after.Select(reading => Take(VisitName(reading), reading));
            case AssessmentPoint.Last:
                return [Label(FindLast(point.Name, comparable, course, clock), "stale-after-days", Text(AssessmentPoint.StaleAfterDays))];
            case AssessmentPoint.EndOfInduction:
                return [Label(FindEndOfInduction(point.Name, window, comparable, course, clock), "window-days", $"1 to {Text(AssessmentPoint.WindowAfterInfusion)}")];
            case AssessmentPoint.AfterInfusion infusion:
                return [Label(FindAfterInfusion(infusion, window, comparable, course, clock), "window-days", $"0 to {Text(AssessmentPoint.WindowAfterInfusion)}")];
            case AssessmentPoint.Visit visit:
                return [FindVisit(visit, comparable, course, clock)];
            case AssessmentPoint.Day day:
                var anchor = window.Series?.First.At ?? baseline.Anchor;
                return [anchor is { } start ? FindDay(day, start, comparable, course, clock) : new PointPick<TReading>(point.Name, null, Reasons.NoBaseline)];
            default:
                throw new InvalidOperationException("A point has no rule.");
        }
    }

    /// <summary>The readings of a series after its baseline.</summary>
    /// <remarks>The baseline itself is never an outcome, and neither is what came before it (an explicit baseline may lie inside the series).</remarks>
    public static List<TReading> After(SeriesWindow<TReading> window, Baseline<TReading> baseline)
    {
        var from = window.After.FindIndex(reading => ReferenceEquals(reading, baseline.Reading));
        return from < 0 ? window.After : window.After.Skip(from + 1).Where(reading => IsLater(reading, baseline.Reading!)).ToList();
    }

    /// <summary>The name of a visit's point: raters other than the instrument's usual one are named, so that keys stay apart.</summary>
    public static string VisitName(TReading reading) => reading.IsUsualRater ? "every-visit" : $"every-visit:{reading.RaterWord}";

    // Where the baseline's rater rated again, those readings are compared; what another rater says at the same visit is no replacement.
    private static List<TReading> PreferComparable(List<TReading> after, Baseline<TReading> baseline)
    {
        // A rating of change has no baseline; there the usual rater goes first.
        var same = after.Where(candidate => candidate.IsChange ? candidate.IsUsualRater : baseline.Reading is { } reading && candidate.Rater == reading.Rater).ToList();
        return same.Count > 0 ? same : after;
    }

    /// <summary>Marks a point whose window is this project's own.</summary>
    private static PointPick<TReading> Label(PointPick<TReading> pick, string parameter, string value) => pick with
    {
        Flags = [.. pick.Flags, "project-policy"],
        Parameters = [new Parameter(parameter, value)],
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Readings are in order of time; of one time only post is later.
    private static bool IsLater(TReading reading, TReading than) => reading.At.ToMoment() != than.At.ToMoment()
        || (reading.Timing == Timing.Post && than.Timing != Timing.Post);

    private static PointPick<TReading> Take(string point, TReading reading) =>
        reading.TryGetExact(out _) || !reading.IsNumeric ? new(point, reading, null) : new(point, reading, reading.Fault, reading.IsNotApplicable);

    private static PointPick<TReading> FindLast(string point, List<TReading> after, Course course, AssessmentClock clock)
    {
        if (after.Count == 0)
        {
            return Nothing(point, course, window: null, clock);
        }

        // The last form that was filled in: a visit without one, past or planned, says nothing of how the patient is.
        var last = after.FindLast(reading => reading.IsFilledIn);
        if (last is null)
        {
            return Take(point, after[^1]);
        }

        return clock.Now is { } now && now.DaysSince(last.At) > AssessmentPoint.StaleAfterDays
            ? new PointPick<TReading>(point, last, Reasons.Stale)
            : Take(point, last);
    }

    private static PointPick<TReading> FindEndOfInduction(string point, SeriesWindow<TReading> window, List<TReading> after, Course course, AssessmentClock clock)
    {
        if (window.Series is not { } series)
        {
            return new PointPick<TReading>(point, null, Reasons.NoInfusions);
        }

        if (series.LastOfInduction is not { } end)
        {
            return new PointPick<TReading>(point, null, series.GapDays is null ? Reasons.InductionNotLabelled : Reasons.InductionNotFound);
        }

        var pick = FirstWithin(point, after, new DayWindow(end.At, 1, AssessmentPoint.WindowAfterInfusion), course, clock);

        // Soon after the last infusion on record nobody knows yet that it was the last.
        return ReferenceEquals(end, series.Infusions[^1]) && clock.Now is { } now && now.DaysSince(end.At) < Math.Max(AssessmentPoint.WindowAfterInfusion, series.GapDays ?? 0)
            ? pick with { Flags = ["induction-may-continue"] }
            : pick;
    }

    private static PointPick<TReading> FindAfterInfusion(AssessmentPoint.AfterInfusion point, SeriesWindow<TReading> window, List<TReading> after, Course course, AssessmentClock clock)
    {
        if (window.Series is not { } series)
        {
            return new PointPick<TReading>(point.Name, null, Reasons.NoInfusions);
        }

        if (point.Number > series.Infusions.Count)
        {
            return new PointPick<TReading>(point.Name, null, Reasons.NoSuchInfusion, IsNotApplicable: true);
        }

        var infusion = series.Infusions[point.Number - 1];
        var next = point.Number < series.Infusions.Count ? series.Infusions[point.Number] : null;
        var between = after.Where(reading => !reading.IsBefore(infusion) && (next is null || reading.IsBefore(next))).ToList();
        var closes = Math.Min(AssessmentPoint.WindowAfterInfusion, next?.At.DaysSince(infusion.At) ?? AssessmentPoint.WindowAfterInfusion);
        return FirstWithin(point.Name, between, new DayWindow(infusion.At, 0, closes), course, clock);
    }

    private static PointPick<TReading> FirstWithin(string point, List<TReading> readings, DayWindow window, Course course, AssessmentClock clock)
    {
        var within = readings.Where(reading => window.Contains(reading.At)).ToList();
        if (within.Count == 0)
        {
            return Nothing(point, course, window, clock);
        }

        // The first usable one; if none is, the first says why.
        return Take(point, within.Find(reading => reading.IsConflict || reading.HasResult) ?? within[0]);
    }

    private static PointPick<TReading> FindDay(AssessmentPoint.Day day, ClinicalTime start, List<TReading> after, Course course, AssessmentClock clock)
    {
        var window = new DayWindow(start, (long)day.Number - day.Window, (long)day.Number + day.Window);
        var within = after.Where(reading => window.Contains(reading.At)).ToList();
        if (within.Count == 0)
        {
            return Nothing(day.Name, course, window, clock);
        }

        var candidates = within.Where(reading => reading.IsConflict || reading.HasResult).ToList();
        return Take(day.Name, Nearest(candidates.Count > 0 ? candidates : within, start, day.Number));
    }

    /// <summary>The first usable reading that the schedule calls so, whatever day it was; if none is usable, the first says why.</summary>
    private static PointPick<TReading> FindVisit(AssessmentPoint.Visit visit, List<TReading> after, Course course, AssessmentClock clock)
    {
        var named = after.Where(reading => string.Equals(reading.Visit, visit.NominalName, StringComparison.Ordinal)).ToList();
        return named.Count == 0
            ? Nothing(visit.Name, course, window: null, clock)
            : Take(visit.Name, named.Find(reading => reading.IsConflict || reading.HasResult) ?? named[0]);
    }

    private static TReading Nearest(List<TReading> readings, ClinicalTime start, int day)
    {
        var nearest = readings[0];
        foreach (var reading in readings)
        {
            if (Math.Abs(reading.At.DaysSince(start) - day) <= Math.Abs(nearest.At.DaysSince(start) - day))
            {
                nearest = reading;
            }
        }

        return nearest;
    }

    private static PointPick<TReading> Nothing(string point, Course course, DayWindow? window, AssessmentClock clock)
    {
        if (course.FollowUpEnd is { } end && window is { } opens && end.At.DaysSince(opens.Anchor) < opens.First)
        {
            return new PointPick<TReading>(point, null, Reasons.FollowUpEnded);
        }

        return clock.AsOf is { } now && window is { } closes && now.DaysSince(closes.Anchor) < closes.Last
            ? new PointPick<TReading>(point, null, Reasons.NotYetDue)
            : new PointPick<TReading>(point, null, Reasons.NoAssessment);
    }

    /// <summary>Days counted from a time, both ends inclusive. Never turned into dates, which end in the year 9999.</summary>
    private readonly record struct DayWindow(ClinicalTime Anchor, long First, long Last)
    {
        public bool Contains(ClinicalTime time) => time.DaysSince(Anchor) is var day && day >= First && day <= Last;
    }
}
