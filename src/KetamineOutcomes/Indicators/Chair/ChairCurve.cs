using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>One measure around one infusion as the readings tell it. Between two readings not too far apart it crosses a threshold at most once.</summary>
internal sealed class ChairCurve
{
    private readonly List<(Fraction Minute, List<Fraction> Values)> _after;
    private readonly List<ChairReading> _untimed;
    private readonly List<Fraction> _maybeBaseline;
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
        _untimed = [.. session.UntimedReadings.Where(reading => reading.Measure == measure)];
        ThatDay = [.. _untimed.Where(reading => session.IsThatDay(reading.Moment))];
        _maybeBaseline = [.. _untimed.Where(reading => MayPrecede(ChairSession.ClockOf(reading.Moment), session.Infusion.At)).Select(reading => reading.Value)];
        HasReadings = points.Count > 0 || HasUntimed;
        _after = points.FindAll(point => point.Minute > 0);
        var before = points.FindAll(point => point.Minute <= 0 && point.Minute >= -ChairRules.BaselineWindow.Value);
        if (before.Count == 0)
        {
            BaselineFault = HasUntimed ? Reasons.ReadingsNotTimed : Reasons.NoReadingBefore;
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

    /// <summary>Whether some readings have no minute from the start: each may lie before it or after it.</summary>
    public bool HasUntimed => _untimed.Count > 0;

    /// <summary>The readings without a minute that were taken on the day of the infusion.</summary>
    public List<ChairReading> ThatDay { get; }

    /// <summary>Why nothing can be said of the time after the start, where no reading surely lies there.</summary>
    public string NothingAfter => HasUntimed ? Reasons.ReadingsNotTimed : Reasons.NoReadingAfter;

    /// <summary>Whether the readings after the start end before the stated end of observation: what came later was not seen.</summary>
    public bool EndsEarly => LastMinute is { } last && last < ChairRules.Observation.Value;

    /// <summary>Whether readings go on to a minute. Gaps are another matter.</summary>
    public bool GoesOnTo(int minute) => LastMinute is { } last && last >= minute;

    public Fraction? Baseline { get; }

    /// <summary>The baseline from which the change is least, should a reading without a minute have been the last before the start.</summary>
    public Fraction? WorstBaseline => Baseline is not { } known ? null
        : Measure.IsLowerWorse() ? _maybeBaseline.Append(known).Min()
        : _maybeBaseline.Append(known).Max();

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

        // In a gap, or at a time nobody knows, the measure may have been worse than any reading, so that the readings beside the worst bound nothing.
        return HasGap || HasUntimed
            ? (worst, _after[at].Minute, 0, null)
            : (worst, _after[at].Minute, at == 0 ? 0 : _after[at - 1].Minute, last + 1 < _after.Count && !EndsEarly ? _after[last + 1].Minute : null);
    }

    /// <summary>
    /// Whether a limit was reached after the start: seen, surely not, or not told (the reason). A limit of the value itself that only a reading without a minute
    /// reached, on the day of the infusion, is seen too, and said to be so: it errs on the side of saying what was seen.
    /// </summary>
    public (bool? Holds, string? Reason, bool IsUntimed) Reaches(ChairLimit limit, int coverMinutes)
    {
        if (limit.IsRise && Baseline is null)
        {
            return (null, BaselineFault, false);
        }

        // One of several readings of a minute suffices: it errs on the side of saying that it was seen.
        if (_after.Exists(point => point.Values.Exists(value => Holds(limit, value))))
        {
            // Of a rise only if it is one from every reading that may be the baseline.
            return limit.IsRise && !_after.Exists(point => point.Values.Exists(value => limit.Comparator.Holds(value - WorstBaseline!.Value, limit.Value)))
                ? (null, Reasons.ReadingsNotTimed, false)
                : (true, null, false);
        }

        if (!limit.IsRise && ThatDay.Exists(reading => Holds(limit, reading.Value)))
        {
            return (true, null, true);
        }

        if (_after.Count == 0)
        {
            return (null, NothingAfter, false);
        }

        return MayHold(limit) ? (null, Reasons.ReadingsNotTimed, false)
            : IsCovered(coverMinutes) ? (false, null, false)
            : (null, NotCovered(coverMinutes), false);
    }

    /// <summary>
    /// How many minutes after the start a limit was surely and at most reached; no upper end where the last reading still reached it, where readings end before the
    /// minute up to which they must go on, or where a reading without a minute reached it. <see langword="null"/>, with the reason, where readings without a minute
    /// leave the rise open, and where nothing tells how long: from 0 minutes to no end is no answer.
    /// </summary>
    public (Fraction Low, Fraction? High)? MinutesOf(ChairLimit limit, int coverMinutes, out string? reason)
    {
        reason = limit.IsRise && Baseline is null ? BaselineFault
            : _after.Count == 0 ? NothingAfter
            : limit.IsRise && HasUntimed ? Reasons.ReadingsNotTimed
            : null;
        if (reason is not null)
        {
            return null;
        }

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

        // A last minute that tells nothing, one that still reached it, and readings that end early leave the end open.
        var isEnded = state == false && GoesOnTo(coverMinutes);

        // So does a reading without a minute: it may lie between any two, on either side of the limit.
        var surely = _untimed.Exists(reading => !Holds(limit, reading.Value)) ? 0 : low;
        Fraction? atMost = isEnded && !MayHold(limit) ? high : null;
        if (surely == 0 && atMost is null)
        {
            reason = low > 0 || isEnded ? Reasons.ReadingsNotTimed : NotCovered(coverMinutes);
            return null;
        }

        return (surely, atMost);
    }

    /// <summary>The first minute after the start at which a limit was seen to be reached, or <see langword="null"/>.</summary>
    public Fraction? FirstSeen(ChairLimit limit)
    {
        var at = limit.IsRise && Baseline is null ? -1 : _after.FindIndex(point => point.Values.Exists(value => Holds(limit, value)));
        return at < 0 ? null : _after[at].Minute;
    }

    /// <summary>
    /// When the measure was back near its baseline for good: after the last reading away from it (<c>Low</c>), seen back at the next (<c>Seen</c>), and not after
    /// <c>High</c>: that next one, or the end of the last later gap; none where readings end before the stated end of observation, for it may have left once more.
    /// A reading without a minute may have been the last before the start: an answer is given where it is the same from every reading that may be the baseline.
    /// </summary>
    public (Fraction Low, Fraction Seen, Fraction? High)? Return(Fraction tolerance, int coverMinutes, out string? reason, out Fraction? lastAway)
    {
        lastAway = null;
        reason = Baseline is null ? BaselineFault : _after.Count == 0 ? NothingAfter : null;
        if (reason is not null)
        {
            return null;
        }

        var answers = _maybeBaseline.Append(Baseline!.Value).Select(start => ReturnTo(start, tolerance, coverMinutes)).Distinct().ToList();
        if (answers.Count > 1)
        {
            reason = Reasons.ReadingsNotTimed;
            return null;
        }

        (var back, reason, lastAway) = answers[0];
        return back;
    }

    private ((Fraction Low, Fraction Seen, Fraction? High)? Back, string? Reason, Fraction? LastAway) ReturnTo(Fraction start, Fraction tolerance, int coverMinutes)
    {
        bool IsAway(Fraction value) => Measure.IsLowerWorse() ? value < start - tolerance : value > start + tolerance;
        var away = _after.FindLastIndex(point => point.Values.Exists(IsAway));
        Fraction? lastAway = away < 0 ? null : _after[away].Minute;
        if (away == _after.Count - 1)
        {
            return (null, Reasons.NotBackWhileObserved, lastAway);
        }

        if (_untimed.Exists(reading => IsAway(reading.Value)))
        {
            return (null, Reasons.ReadingsNotTimed, lastAway);
        }

        if (away < 0)
        {
            return (null, IsCovered(coverMinutes) ? Reasons.NoRiseSeen : NotCovered(coverMinutes), lastAway);
        }

        // Before that minute the dose may still be running: that it came back once says nothing of what follows.
        if (!GoesOnTo(coverMinutes))
        {
            return (null, Reasons.ReadingsEndEarly, lastAway);
        }

        var seen = _after[away + 1].Minute;
        var high = seen;
        for (var i = away + 2; i < _after.Count; i++)
        {
            high = _after[i].Minute - _after[i - 1].Minute > _gap ? _after[i].Minute : high;
        }

        return ((_after[away].Minute, seen, EndsEarly ? null : high), null, lastAway);
    }

    /// <summary>
    /// The worst value after the start, or its rise over the baseline, as a number to hold beside those of other infusions; <see langword="null"/>, with the reason,
    /// where readings do not go on long enough for the worst to be the worst, or where a reading without a minute could make the number another.
    /// </summary>
    public Fraction? Comparable(bool isRise, int coverMinutes, out string? reason)
    {
        reason = isRise && Baseline is null ? BaselineFault : _after.Count == 0 ? NothingAfter : GoesOnTo(coverMinutes) ? null : Reasons.ReadingsEndEarly;
        if (reason is not null)
        {
            return null;
        }

        var worst = Worst().Value;
        if (_untimed.Exists(reading => Measure.IsLowerWorse() ? reading.Value < worst : reading.Value > worst) || (isRise && _maybeBaseline.Exists(value => value != Baseline)))
        {
            reason = Reasons.ReadingsNotTimed;
            return null;
        }

        return isRise ? worst - Baseline!.Value : worst;
    }

    /// <summary>Whether a reading without a minute, were it after the start or the baseline, would reach a limit that no other reading reached.</summary>
    private bool MayHold(ChairLimit limit)
    {
        if (!limit.IsRise)
        {
            return _untimed.Exists(reading => Holds(limit, reading.Value));
        }

        List<Fraction> loose = [.. _untimed.Select(reading => reading.Value)];
        List<Fraction> before = [Baseline!.Value, .. loose];
        List<Fraction> after = [.. _after.SelectMany(point => point.Values), .. loose];
        return loose.Count > 0 && before.Exists(start => after.Exists(value => limit.Comparator.Holds(value - start, limit.Value)));
    }

    /// <summary>Whether a time that has no minute can be the last before the start: not one that is a day off, whatever its offset from UTC may be.</summary>
    private static bool MayPrecede(ClinicalTime clock, ClinicalTime start) =>
        clock.DaysSince(start) is var days && days >= -1 && days <= (clock.HasTimeOfDay && start.HasTimeOfDay ? 1 : 0);

    private bool IsCovered(int minutes) => GoesOnTo(minutes) && !HasGapUpTo(minutes);

    private string NotCovered(int minutes) => HasGapUpTo(Fraction.Min(minutes, _after[^1].Minute)) ? Reasons.ReadingsGap : Reasons.ReadingsEndEarly;

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
