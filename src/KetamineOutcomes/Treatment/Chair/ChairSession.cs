using System.Globalization;

namespace KetamineOutcomes.Treatment.Chair;

/// <summary>What was seen around one infusion, in order of the minutes from its start.</summary>
/// <remarks>Immutable; compares by value. The order of input plays no part. A reading at minute 0 counts as before the infusion.</remarks>
public sealed record ChairSession
{
    private ChairSession(Infusion infusion, EquatableArray<PlacedReading> readings, EquatableArray<PlacedSighting> sightings, Fraction? observedUntil)
    {
        Infusion = infusion;
        Readings = readings;
        Sightings = sightings;
        ObservedUntil = observedUntil;
    }

    /// <summary>The infusion.</summary>
    public Infusion Infusion { get; }

    /// <summary>The readings, by minute, then measure, then value.</summary>
    public EquatableArray<PlacedReading> Readings { get; }

    /// <summary>Side effects seen or asked for and not seen, by minute, then word.</summary>
    public EquatableArray<PlacedSighting> Sightings { get; }

    /// <summary>The minute at which observation ended, as stated; <see langword="null"/> if that was not said.</summary>
    public Fraction? ObservedUntil { get; }

    /// <summary>
    /// Readings by the clock that have no minute from the start: the infusion or the reading has a date alone, or one has an offset from UTC and the other is a
    /// local time. Nobody knows on which side of the start they lie; in order of the clock as written.
    /// </summary>
    public EquatableArray<ChairReading> UntimedReadings { get; private init; } = [];

    /// <summary>Sightings of side effects that have no minute from the start, as <see cref="UntimedReadings"/>.</summary>
    public EquatableArray<SideEffectSighting> UntimedSightings { get; private init; } = [];

    /// <summary>The stated ends of observation that have no minute from the start, as <see cref="UntimedReadings"/>.</summary>
    public EquatableArray<ClinicalTime> UntimedEnds { get; private init; } = [];

    /// <summary>The minute of the last thing seen, or <see langword="null"/>. What has no minute is not counted.</summary>
    public Fraction? LastSeen
    {
        get
        {
            Fraction? last = null;
            foreach (var minute in Minutes)
            {
                last = last is { } known ? Fraction.Max(known, minute) : minute;
            }

            return last;
        }
    }

    /// <summary>Puts a session together.</summary>
    /// <param name="infusion">The infusion.</param>
    /// <param name="readings">The readings, in any order.</param>
    /// <param name="sightings">The side effects seen, in any order.</param>
    /// <param name="observedUntil">When observation ended, if that was said.</param>
    /// <returns>
    /// The session. Warnings: <see cref="IssueCodes.ChairNotTimed"/> for a clock time that cannot be placed beside the start (it is kept in
    /// <see cref="UntimedReadings"/> and its like; one that is a relative day beside a date, or the reverse, is left out), <see cref="IssueCodes.ChairFar"/> for one left out as farther than <see cref="ChairMoment.FarthestMinute"/>, <see cref="IssueCodes.ChairPressuresSwapped"/>
    /// for a minute at which the diastolic pressure is not below the systolic one. Identical duplicates are collapsed with a notice.
    /// </returns>
    public static ReadResult<ChairSession> Create(
        Infusion infusion,
        IEnumerable<ChairReading> readings,
        IEnumerable<SideEffectSighting>? sightings = null,
        ChairMoment? observedUntil = null)
    {
        ArgumentNullException.ThrowIfNull(infusion);
        ArgumentNullException.ThrowIfNull(readings);
        var issues = new List<Issue>();
        var (untimed, unlike, far) = (0, 0, 0);
        var placed = new List<PlacedReading>();
        var loose = new List<ChairReading>();
        foreach (var reading in readings)
        {
            if (Place(reading.Moment, out var isLoose) is { } minute)
            {
                placed.Add(new PlacedReading(reading.Measure, reading.Value, minute));
            }
            else if (isLoose)
            {
                loose.Add(reading);
            }
        }

        var seen = new List<PlacedSighting>();
        var looseSeen = new List<SideEffectSighting>();
        foreach (var sighting in sightings ?? [])
        {
            if (Place(sighting.Moment, out var isLoose) is { } minute)
            {
                seen.Add(new PlacedSighting(sighting.Effect, sighting.IsPresent, minute));
            }
            else if (isLoose)
            {
                looseSeen.Add(sighting);
            }
        }

        var isLooseEnd = false;
        var until = observedUntil is null ? null : Place(observedUntil, out isLooseEnd);
        EquatableArray<ClinicalTime> looseEnds = isLooseEnd ? [((ChairMoment.Clock)observedUntil!).At] : [];
        var distinct = placed.Distinct().ToList();
        var repeats = placed.Count - distinct.Count + seen.Count - seen.Distinct().Count()
            + loose.Count - loose.Distinct().Count() + looseSeen.Count - looseSeen.Distinct().Count();
        Add(issues, repeats, IssueCodes.DuplicateCollapsed, IssueSeverity.Notice, "identical reading(s) in the chair were collapsed.");
        Add(
            issues,
            untimed,
            IssueCodes.ChairNotTimed,
            IssueSeverity.Warning,
            "reading(s) in the chair have no minute from the start (one of the two has no time of day, or only one has an offset from UTC): they count for what was seen that day and for nothing else.");
        Add(issues, unlike, IssueCodes.ChairNotTimed, IssueSeverity.Warning, "reading(s) in the chair were left out: a relative day stands beside a date, or the reverse.");
        Add(issues, far, IssueCodes.ChairFar, IssueSeverity.Warning, "reading(s) in the chair were left out: more than seven days from the infusion.");
        var swapped = FindSwapped(distinct).Count + FindSwapped(loose).Count;
        Add(issues, swapped, IssueCodes.ChairPressuresSwapped, IssueSeverity.Warning, "blood pressure reading(s) were left out: the diastolic pressure is not below the systolic one.");
        return ReadResult<ChairSession>.Success(Order(infusion, distinct, seen, until, loose, looseSeen, looseEnds), issues.ToEquatableArray());

        Fraction? Place(ChairMoment moment, out bool isLoose)
        {
            isLoose = false;
            var minute = moment.MinuteFrom(infusion.At);
            if (minute is { } found && Fraction.Abs(found) <= ChairMoment.FarthestMinute)
            {
                return found;
            }

            if (minute is null && moment is ChairMoment.Clock { At: var at })
            {
                if (!at.SharesScaleWith(infusion.At))
                {
                    unlike++;
                    return null;
                }

                if (Math.Abs(at.DaysSince(infusion.At)) <= ChairMoment.FarthestMinute / (24 * 60))
                {
                    untimed++;
                    isLoose = true;
                    return null;
                }
            }

            far++;
            return null;
        }
    }

    /// <summary>The session as it was known at a time.</summary>
    /// <param name="asOf">The time, inclusive; a date without a time takes in the whole day.</param>
    /// <returns>What had been seen by then, or <see langword="null"/> if the infusion had not begun.</returns>
    /// <exception cref="ArgumentException">One is a calendar date and the other a relative day.</exception>
    public ChairSession? AsOf(ClinicalTime asOf) => Infusion.At.CompareKnown(asOf) > 0
        ? null
        : new ChairSession(
            Infusion,
            Readings.Where(reading => IsKnown(reading.Minute, asOf)).ToEquatableArray(),
            Sightings.Where(sighting => IsKnown(sighting.Minute, asOf)).ToEquatableArray(),
            ObservedUntil is { } until && IsKnown(until, asOf) ? until : null)
        {
            UntimedReadings = UntimedReadings.Where(reading => ClockOf(reading.Moment).CompareKnown(asOf) <= 0).ToEquatableArray(),
            UntimedSightings = UntimedSightings.Where(sighting => ClockOf(sighting.Moment).CompareKnown(asOf) <= 0).ToEquatableArray(),
            UntimedEnds = UntimedEnds.Where(end => end.CompareKnown(asOf) <= 0).ToEquatableArray(),
        };

    /// <summary>The session without what was seen at or after the start of the next infusion of a course: that may be the next dose's doing.</summary>
    /// <param name="course">The course of the infusion.</param>
    /// <returns>
    /// The session, with the warning <see cref="IssueCodes.ChairAfterNext"/> where something was left out; nothing is moved to the other infusion. Where only dates are known,
    /// what was seen on the day of the next infusion is left out too; of what has no minute from the start, only what surely lies after it. The notice
    /// <see cref="IssueCodes.AfterDeath"/> where something surely lies after the recorded death; it is kept.
    /// </returns>
    /// <exception cref="ArgumentException">The course has calendar dates and the session relative days, or the reverse.</exception>
    public ReadResult<ChairSession> Within(Course course)
    {
        ArgumentNullException.ThrowIfNull(course);
        var later = course.Infusions.Where(infusion => infusion.At.CompareKnown(Infusion.At) > 0).Select(infusion => infusion.At).ToList();
        var issues = new List<Issue>();
        Add(
            issues,
            course.Death is { } death ? Notes(this).Count(time => time.CompareKnown(death) > 0) : 0,
            IssueCodes.AfterDeath,
            IssueSeverity.Notice,
            "reading(s) in the chair are after the recorded death; they count as any other. Correct the one or the other.");
        if (later.Count == 0)
        {
            return ReadResult<ChairSession>.Success(this, issues.ToEquatableArray());
        }

        var next = later[0];
        var kept = new ChairSession(
            Infusion,
            Readings.Where(reading => IsBefore(reading.Minute)).ToEquatableArray(),
            Sightings.Where(sighting => IsBefore(sighting.Minute)).ToEquatableArray(),
            ObservedUntil is { } until && IsBefore(until) ? until : null)
        {
            UntimedReadings = UntimedReadings.Where(reading => !IsSurelyAfter(ClockOf(reading.Moment))).ToEquatableArray(),
            UntimedSightings = UntimedSightings.Where(sighting => !IsSurelyAfter(ClockOf(sighting.Moment))).ToEquatableArray(),
            UntimedEnds = UntimedEnds.Where(end => !IsSurelyAfter(end)).ToEquatableArray(),
        };
        Add(
            issues,
            Notes(this).Count() - Notes(kept).Count(),
            IssueCodes.ChairAfterNext,
            IssueSeverity.Warning,
            "reading(s) in the chair were left out: they were taken at or after the start of the next infusion. Give them with that infusion if they belong to it.");
        return ReadResult<ChairSession>.Success(kept, issues.ToEquatableArray());

        bool IsBefore(Fraction minute) => minute <= 0 || TimeOf(minute).CompareKnown(next) < 0;

        bool IsSurelyAfter(ClinicalTime clock) => clock.CompareKnown(next) is var order && (order > 0 || (order == 0 && clock.SharesClockWith(next)));

        static IEnumerable<ClinicalTime> Notes(ChairSession session) => session.Minutes.Concat(session.ObservedUntil is { } until ? [until] : [])
            .Select(session.TimeOf).Concat(session.UntimedClocks);
    }

    /// <summary>A session of an infusion about which nothing was noted.</summary>
    internal static ChairSession Empty(Infusion infusion) => new(infusion, [], [], observedUntil: null);

    /// <summary>Two records of one infusion as one; the later stated end of observation stands.</summary>
    internal static ChairSession Merge(ChairSession one, ChairSession other) => Order(
        one.Infusion,
        one.Readings.Concat(other.Readings),
        one.Sightings.Concat(other.Sightings),
        one.ObservedUntil is { } a && other.ObservedUntil is { } b ? Fraction.Max(a, b) : one.ObservedUntil ?? other.ObservedUntil,
        one.UntimedReadings.Concat(other.UntimedReadings),
        one.UntimedSightings.Concat(other.UntimedSightings),
        one.UntimedEnds.Concat(other.UntimedEnds));

    /// <summary>The clock times of everything that has no minute from the start.</summary>
    internal IEnumerable<ClinicalTime> UntimedClocks => UntimedReadings.Select(reading => ClockOf(reading.Moment))
        .Concat(UntimedSightings.Select(sighting => ClockOf(sighting.Moment)))
        .Concat(UntimedEnds);

    /// <summary>Whether something without a minute was written down for the day of the infusion, by the dates as written.</summary>
    internal bool IsThatDay(ChairMoment moment) => ClockOf(moment).DaysSince(Infusion.At) == 0;

    /// <summary>The clock of what has no minute: nothing else is kept without one.</summary>
    internal static ClinicalTime ClockOf(ChairMoment moment) => ((ChairMoment.Clock)moment).At;

    /// <summary>When a minute of the session was.</summary>
    internal ClinicalTime TimeOf(Fraction minute) => Infusion.At.AddMinutes(minute);

    /// <summary>When all was known that was seen up to a minute; what has no minute counts whenever it was.</summary>
    internal ClinicalTime KnownUpTo(Fraction? minute) => UntimedClocks.Aggregate(Begun(minute ?? 0), ClinicalTime.Later);

    /// <summary>When the first of it was known, or <see langword="null"/> if there is nothing: before that nobody knows that anything will be noted.</summary>
    internal ClinicalTime? FirstNoted
    {
        get
        {
            var times = Minutes.Concat(ObservedUntil is { } until ? [until] : []).Select(Begun)
                .Concat(UntimedClocks.Select(clock => ClinicalTime.Later(Infusion.At, clock)))
                .ToList();
            return times.Count == 0 ? null : times.Aggregate(ClinicalTime.Earlier);
        }
    }

    /// <summary>The minutes at which something was read or seen.</summary>
    internal IEnumerable<Fraction> Minutes => Readings.Select(reading => reading.Minute).Concat(Sightings.Select(sighting => sighting.Minute));

    // What was noted before the infusion belongs to it from its start on.
    private ClinicalTime Begun(Fraction minute) => minute > 0 ? TimeOf(minute) : Infusion.At;

    private bool IsKnown(Fraction minute, ClinicalTime asOf) => TimeOf(minute).CompareKnown(asOf) <= 0;

    private static ChairSession Order(
        Infusion infusion,
        IEnumerable<PlacedReading> readings,
        IEnumerable<PlacedSighting> sightings,
        Fraction? until,
        IEnumerable<ChairReading> loose,
        IEnumerable<SideEffectSighting> looseSeen,
        IEnumerable<ClinicalTime> looseEnds)
    {
        var asWritten = Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten);
        var distinct = readings.Distinct().ToList();
        var swapped = FindSwapped(distinct);
        var untimed = loose.Distinct().ToList();
        var looseSwapped = FindSwapped(untimed);
        return new ChairSession(
            infusion,
            distinct
                .Where(reading => !IsPressure(reading.Measure) || !swapped.Contains(reading.Minute))
                .OrderBy(reading => reading.Minute).ThenBy(reading => reading.Measure).ThenBy(reading => reading.Value)
                .ToEquatableArray(),
            sightings.Distinct()
                .OrderBy(sighting => sighting.Minute).ThenBy(sighting => sighting.Effect, StringComparer.Ordinal).ThenBy(sighting => sighting.IsPresent)
                .ToEquatableArray(),
            until)
        {
            UntimedReadings = untimed
                .Where(reading => !IsPressure(reading.Measure) || !looseSwapped.Contains(ClockOf(reading.Moment)))
                .OrderBy(reading => ClockOf(reading.Moment), asWritten).ThenBy(reading => reading.Measure).ThenBy(reading => reading.Value)
                .ToEquatableArray(),
            UntimedSightings = looseSeen.Distinct()
                .OrderBy(sighting => ClockOf(sighting.Moment), asWritten).ThenBy(sighting => sighting.Effect, StringComparer.Ordinal).ThenBy(sighting => sighting.IsPresent)
                .ToEquatableArray(),
            UntimedEnds = looseEnds.Distinct().Order(asWritten).ToEquatableArray(),
        };
    }

    private static HashSet<Fraction> FindSwapped(IEnumerable<PlacedReading> readings) =>
        FindSwapped(readings.Select(reading => (reading.Minute, reading.Measure, reading.Value)));

    // A date alone is many moments: pressures of one day belong to no pair.
    private static HashSet<ClinicalTime> FindSwapped(IEnumerable<ChairReading> readings) => FindSwapped(readings
        .Where(reading => ClockOf(reading.Moment).HasTimeOfDay)
        .Select(reading => (ClockOf(reading.Moment), reading.Measure, reading.Value)));

    private static HashSet<TMoment> FindSwapped<TMoment>(IEnumerable<(TMoment Moment, ChairMeasure Measure, Fraction Value)> readings) =>
        [.. readings.Where(reading => IsPressure(reading.Measure)).GroupBy(reading => reading.Moment).Where(IsSwapped).Select(group => group.Key)];

    private static bool IsPressure(ChairMeasure measure) => measure is ChairMeasure.Systolic or ChairMeasure.Diastolic;

    private static bool IsSwapped<TMoment>(IEnumerable<(TMoment Moment, ChairMeasure Measure, Fraction Value)> readings)
    {
        var both = readings.ToLookup(reading => reading.Measure, reading => reading.Value);
        var systolic = both[ChairMeasure.Systolic].ToList();
        var diastolic = both[ChairMeasure.Diastolic].ToList();

        // A retake within one minute (120/80, then 200/130) is no swap: the worst diastolic lies below the worst systolic.
        return systolic.Count > 0 && diastolic.Count > 0 && diastolic.Max() >= systolic.Max();
    }

    private static void Add(List<Issue> issues, int count, string code, IssueSeverity severity, string what)
    {
        if (count > 0)
        {
            issues.Add(new Issue(code, severity, string.Create(CultureInfo.InvariantCulture, $"{count} {what}"), "chair"));
        }
    }
}
