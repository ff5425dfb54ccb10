using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>Finds the readings of a series at the points asked for: what the points share is put together once.</summary>
internal sealed class PointPicker<TReading>
    where TReading : Reading
{
    private readonly SeriesWindow<TReading> _window;
    private readonly Baseline<TReading> _baseline;
    private readonly Course _course;
    private readonly AssessmentClock _clock;
    private readonly List<TReading> _comparable;

    // The latest day up to a reading, and the earliest from it on.
    private readonly int[] _latestDays;
    private readonly int[] _earliestDays;

    public PointPicker(SeriesWindow<TReading> window, Baseline<TReading> baseline, Course course, AssessmentClock clock)
    {
        _window = window;
        _baseline = baseline;
        _course = course;
        _clock = clock;
        After = FindAfter(window, baseline);
        _comparable = PreferComparable(After, baseline);
        _latestDays = _comparable.ConvertAll(reading => reading.At.DayNumber).ToArray();
        _earliestDays = (int[])_latestDays.Clone();
        for (var i = 1; i < _latestDays.Length; i++)
        {
            _latestDays[i] = Math.Max(_latestDays[i], _latestDays[i - 1]);
        }

        for (var i = _earliestDays.Length - 2; i >= 0; i--)
        {
            _earliestDays[i] = Math.Min(_earliestDays[i], _earliestDays[i + 1]);
        }
    }

    /// <summary>The picks that a point asks for: one, or one a visit.</summary>
    public IEnumerable<PointPick<TReading>> Find(AssessmentPoint point)
    {
        switch (point)
        {
            case AssessmentPoint.EveryVisit:
                return After.Select(reading => Take(PointPick<TReading>.VisitName(reading), reading));
            case AssessmentPoint.Last:
                return [Label(FindLast(point.Name), "stale-after-days", Text(AssessmentPoint.StaleAfterDays))];
            case AssessmentPoint.EndOfInduction:
                return [Label(FindEndOfInduction(point.Name), "window-days", $"1 to {Text(AssessmentPoint.WindowAfterInfusion)}")];
            case AssessmentPoint.AfterInfusion infusion:
                return [Label(FindAfterInfusion(infusion), "window-days", $"0 to {Text(AssessmentPoint.WindowAfterInfusion)}")];
            case AssessmentPoint.Visit visit:
                return [FindVisit(visit)];
            case AssessmentPoint.Day day:
                var anchor = _window.Series?.First.At ?? _baseline.Anchor;
                return [anchor is { } start ? FindDay(day, start) : new PointPick<TReading>(point.Name, null, Reasons.NoBaseline)];
            default:
                throw new InvalidOperationException("A point has no rule.");
        }
    }

    /// <summary>The readings of a series after its baseline.</summary>
    /// <remarks>The baseline itself is never an outcome, and neither is what came before it (an explicit baseline may lie inside the series).</remarks>
    public List<TReading> After { get; }

    private static List<TReading> FindAfter(SeriesWindow<TReading> window, Baseline<TReading> baseline)
    {
        var from = window.After.FindIndex(reading => ReferenceEquals(reading, baseline.Reading));
        return from < 0 ? window.After : window.After.Skip(from + 1).Where(reading => IsLater(reading, baseline.Reading!)).ToList();
    }

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

    private PointPick<TReading> FindLast(string point)
    {
        var after = _comparable;
        if (after.Count == 0)
        {
            return Nothing(point, null);
        }

        // The last form that was filled in: a visit without one, past or planned, says nothing of how the patient is.
        var last = after.FindLast(reading => reading.IsFilledIn);
        if (last is null)
        {
            return Take(point, after[^1]);
        }

        return _clock.Now.IsAfter(last.At, AssessmentPoint.StaleAfterDays)
            ? new PointPick<TReading>(point, last, Reasons.Stale)
            : Take(point, last);
    }

    private PointPick<TReading> FindEndOfInduction(string point)
    {
        if (_window.Series is not { } series)
        {
            return new PointPick<TReading>(point, null, Reasons.NoInfusions);
        }

        if (series.LastOfInduction is not { } end)
        {
            return new PointPick<TReading>(point, null, series.GapDays is null ? Reasons.InductionNotLabelled : Reasons.InductionNotFound);
        }

        var pick = FirstWithin(point, new DayWindow(end.At, 1, AssessmentPoint.WindowAfterInfusion), _ => true);

        // Soon after the last infusion on record nobody knows yet that it was the last.
        return ReferenceEquals(end, series.Infusions[^1]) && _clock.Now.IsWithin(end.At, Math.Max(AssessmentPoint.WindowAfterInfusion, series.GapDays ?? 0))
            ? pick with { Flags = ["induction-may-continue"] }
            : pick;
    }

    private PointPick<TReading> FindAfterInfusion(AssessmentPoint.AfterInfusion point)
    {
        if (_window.Series is not { } series)
        {
            return new PointPick<TReading>(point.Name, null, Reasons.NoInfusions);
        }

        if (point.Number > series.Infusions.Count)
        {
            return new PointPick<TReading>(point.Name, null, Reasons.NoSuchInfusion, IsNotApplicable: true);
        }

        var infusion = series.Infusions[point.Number - 1];
        var next = point.Number < series.Infusions.Count ? series.Infusions[point.Number] : null;
        var closes = Math.Min(AssessmentPoint.WindowAfterInfusion, next?.At.DaysSince(infusion.At) ?? AssessmentPoint.WindowAfterInfusion);
        return FirstWithin(point.Name, new DayWindow(infusion.At, 0, closes), reading => !reading.IsBefore(infusion) && (next is null || reading.IsBefore(next)));
    }

    private PointPick<TReading> FirstWithin(string point, DayWindow window, Func<TReading, bool> isWanted)
    {
        var within = Within(window).FindAll(reading => isWanted(reading));
        if (within.Count == 0)
        {
            return Nothing(point, window);
        }

        // The first usable one; if none is, the first says why.
        return Take(point, within.Find(reading => reading.IsConflict || reading.HasResult) ?? within[0]);
    }

    private PointPick<TReading> FindDay(AssessmentPoint.Day day, ClinicalTime start)
    {
        var window = new DayWindow(start, (long)day.Number - day.Window, (long)day.Number + day.Window);
        var within = Within(window);
        if (within.Count == 0)
        {
            return Nothing(day.Name, window);
        }

        var candidates = within.Where(reading => reading.IsConflict || reading.HasResult).ToList();
        return Take(day.Name, Nearest(candidates.Count > 0 ? candidates : within, start, day.Number));
    }

    /// <summary>The first usable reading that the schedule calls so, whatever day it was; if none is usable, the first says why.</summary>
    private PointPick<TReading> FindVisit(AssessmentPoint.Visit visit)
    {
        var named = _comparable.Where(reading => string.Equals(reading.Visit, visit.NominalName, StringComparison.Ordinal)).ToList();
        return named.Count == 0
            ? Nothing(visit.Name, null)
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

    private PointPick<TReading> Nothing(string point, DayWindow? window)
    {
        if (_course.FollowUpEnd is { } end && window is { } opens && end.At.DaysSince(opens.Anchor) < opens.First)
        {
            return new PointPick<TReading>(point, null, Reasons.FollowUpEnded);
        }

        return _clock.AsOf is { } now && window is { } closes && now.DaysSince(closes.Anchor) < closes.Last
            ? new PointPick<TReading>(point, null, Reasons.NotYetDue)
            : new PointPick<TReading>(point, null, Reasons.NoAssessment);
    }

    /// <summary>The comparable readings of some days.</summary>
    private List<TReading> Within(DayWindow window)
    {
        // Readings are in order of time, but those of one moment may be written on days that differ: hence the latest day so far, and the earliest from there on.
        var first = window.Anchor.DayNumber + window.First;
        var (low, high) = (0, _comparable.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _latestDays[middle] < first ? (middle + 1, high) : (low, middle);
        }

        var within = new List<TReading>();
        for (var i = low; i < _comparable.Count && _earliestDays[i] <= window.Anchor.DayNumber + window.Last; i++)
        {
            if (window.Contains(_comparable[i].At))
            {
                within.Add(_comparable[i]);
            }
        }

        return within;
    }

    /// <summary>Days counted from a time, both ends inclusive. Never turned into dates, which end in the year 9999.</summary>
    private readonly record struct DayWindow(ClinicalTime Anchor, long First, long Last)
    {
        public bool Contains(ClinicalTime time) => time.DaysSince(Anchor) is var day && day >= First && day <= Last;
    }
}
