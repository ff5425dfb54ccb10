using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>One measure around one infusion as the readings tell it. Between two readings not too far apart it crosses a threshold at most once.</summary>
internal sealed class ChairCurve
{
    private readonly List<(Fraction Minute, List<Fraction> Values)> _after;
    private readonly Fraction _gap = ChairRules.LongestGap.Value;

    public ChairCurve(ChairSession session, ChairMeasure measure)
    {
        Measure = measure;
        var points = session.Readings
            .Where(reading => reading.Measure == measure)
            .GroupBy(reading => reading.Minute)
            .OrderBy(group => group.Key)
            .Select(group => (Minute: group.Key, Values: group.Select(reading => reading.Value).Distinct().Order().ToList()))
            .ToList();
        HasReadings = points.Count > 0;
        _after = points.FindAll(point => point.Minute > 0);
        var before = points.FindAll(point => point.Minute <= 0 && point.Minute >= -ChairRules.BaselineWindow.Value);
        if (before.Count == 0)
        {
            BaselineFault = Reasons.NoReadingBefore;
        }
        else if (before[^1].Values.Count > 1)
        {
            BaselineFault = Reasons.ConflictingReadings;
        }
        else
        {
            Baseline = before[^1].Values[0];
            BaselineMinute = before[^1].Minute;
        }
    }

    public ChairMeasure Measure { get; }

    public bool HasReadings { get; }

    public bool HasReadingsAfter => _after.Count > 0;

    public Fraction? Baseline { get; }

    public Fraction? BaselineMinute { get; }

    public string? BaselineFault { get; }

    public Fraction? LastMinute => _after.Count > 0 ? _after[^1].Minute : null;

    /// <summary>Whether two neighbours after the start, the start included, are too far apart.</summary>
    public bool HasGap => HasGapUpTo(LastMinute ?? 0);

    /// <summary>The worst reading after the start and where it stands: the earliest of the worst, and the readings before and after it.</summary>
    public (Fraction Value, Fraction Minute, Fraction Low, Fraction? High) Worst()
    {
        var lower = Measure.IsLowerWorse();
        var worst = lower ? _after.Min(point => point.Values[0]) : _after.Max(point => point.Values[^1]);
        var at = _after.FindIndex(point => point.Values.Contains(worst));
        var last = _after.FindLastIndex(point => point.Values.Contains(worst));

        // In a gap the measure may have been worse than any reading, so that the readings beside the worst bound nothing.
        return HasGap
            ? (worst, _after[at].Minute, 0, null)
            : (worst, _after[at].Minute, at == 0 ? 0 : _after[at - 1].Minute, last + 1 < _after.Count ? _after[last + 1].Minute : null);
    }

    /// <summary>Whether a limit was reached after the start: seen, surely not, or not told (the reason).</summary>
    public (bool? Holds, string? Reason) Reaches(ChairLimit limit, int coverMinutes)
    {
        if (limit.IsRise && Baseline is null)
        {
            return (null, BaselineFault);
        }

        if (_after.Count == 0)
        {
            return (null, Reasons.NoReadingAfter);
        }

        // One of several readings of a minute suffices: it errs on the side of saying that it was seen.
        if (_after.Exists(point => point.Values.Exists(value => Holds(limit, value))))
        {
            return (true, null);
        }

        return IsCovered(coverMinutes) ? (false, null) : (null, Reasons.ReadingsGap);
    }

    /// <summary>How many minutes after the start a limit was surely and at most reached; no upper end where the last reading still reached it.</summary>
    public (Fraction Low, Fraction? High) MinutesOf(ChairLimit limit)
    {
        var (low, high) = (Fraction.Zero, Fraction.Zero);
        var minute = Fraction.Zero;

        // The distance to the first reading counts from the baseline's own minute, the time above from the start.
        var read = BaselineMinute ?? 0;
        bool? state = Baseline is { } baseline ? Holds(limit, baseline) : null;
        foreach (var point in _after)
        {
            // Readings of one minute on both sides: it may have been above there, and on either side of it.
            var holding = point.Values.Count(value => Holds(limit, value));
            bool? now = holding == 0 ? false : holding == point.Values.Count ? true : null;
            var length = point.Minute - minute;
            var wide = point.Minute - read > _gap;
            low += !wide && state == true && now == true ? length : 0;
            high += !wide && state == false && now == false ? 0 : length;
            (minute, read, state) = (point.Minute, point.Minute, now);
        }

        // A last minute that tells nothing, or one that still reached it, leaves the end open.
        return (low, state == false ? high : null);
    }

    /// <summary>When the measure was back near its baseline for good: after the last reading away from it, not after the next.</summary>
    public (Fraction Low, Fraction High)? Return(Fraction tolerance, int coverMinutes, out string? reason, out Fraction? lastAway)
    {
        lastAway = null;
        reason = Baseline is null ? BaselineFault : _after.Count == 0 ? Reasons.NoReadingAfter : null;
        if (reason is not null)
        {
            return null;
        }

        var away = _after.FindLastIndex(point => point.Values.Exists(value => IsAway(value, tolerance)));
        if (away < 0)
        {
            reason = IsCovered(coverMinutes) ? Reasons.NoRiseSeen : Reasons.ReadingsGap;
            return null;
        }

        lastAway = _after[away].Minute;
        if (away == _after.Count - 1)
        {
            reason = Reasons.NotBackWhileObserved;
            return null;
        }

        return (_after[away].Minute, _after[away + 1].Minute);
    }

    private bool IsCovered(int minutes) => _after[^1].Minute >= minutes && !HasGapUpTo(minutes);

    private bool IsAway(Fraction value, Fraction tolerance) =>
        Measure.IsLowerWorse() ? value < Baseline!.Value - tolerance : value > Baseline!.Value + tolerance;

    private bool Holds(ChairLimit limit, Fraction value) => limit.Comparator.Holds(limit.IsRise ? value - Baseline!.Value : value, limit.Value);

    private bool HasGapUpTo(Fraction end)
    {
        var previous = BaselineMinute ?? Fraction.Zero;
        foreach (var (minute, _) in _after)
        {
            if (previous >= end)
            {
                return false;
            }

            if (minute - previous > _gap)
            {
                return true;
            }

            previous = minute;
        }

        return end - previous > _gap;
    }
}
