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

    /// <summary>The minute of the last thing seen, or <see langword="null"/>.</summary>
    public Fraction? LastSeen
    {
        get
        {
            Fraction? last = null;
            foreach (var minute in Readings.Select(reading => reading.Minute).Concat(Sightings.Select(sighting => sighting.Minute)))
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
    /// The session. Warnings name what was left out: <see cref="IssueCodes.ChairNotTimed"/> for a clock time that cannot be placed beside the start,
    /// <see cref="IssueCodes.ChairFar"/> for one farther than <see cref="ChairMoment.FarthestMinute"/>, <see cref="IssueCodes.ChairPressuresSwapped"/>
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
        var (untimed, far) = (0, 0);
        var placed = new List<PlacedReading>();
        foreach (var reading in readings)
        {
            if (Place(reading.Moment) is { } minute)
            {
                placed.Add(new PlacedReading(reading.Measure, reading.Value, minute));
            }
        }

        var seen = new List<PlacedSighting>();
        foreach (var sighting in sightings ?? [])
        {
            if (Place(sighting.Moment) is { } minute)
            {
                seen.Add(new PlacedSighting(sighting.Effect, sighting.IsPresent, minute));
            }
        }

        var until = observedUntil is null ? null : Place(observedUntil);
        var distinct = placed.Distinct().ToList();
        var repeats = placed.Count - distinct.Count + seen.Count - seen.Distinct().Count();
        Add(issues, repeats, IssueCodes.DuplicateCollapsed, IssueSeverity.Notice, "identical reading(s) in the chair were collapsed.");
        Add(issues, untimed, IssueCodes.ChairNotTimed, IssueSeverity.Warning, "reading(s) in the chair were left out: the start of the infusion or the reading has no time of day.");
        Add(issues, far, IssueCodes.ChairFar, IssueSeverity.Warning, "reading(s) in the chair were left out: more than seven days from the infusion.");
        var swapped = FindSwapped(distinct);
        Add(issues, swapped.Count, IssueCodes.ChairPressuresSwapped, IssueSeverity.Warning, "blood pressure reading(s) were left out: the diastolic pressure is not below the systolic one.");
        return ReadResult<ChairSession>.Success(Order(infusion, distinct, seen, until), issues.ToEquatableArray());

        Fraction? Place(ChairMoment moment)
        {
            var minute = moment.MinuteFrom(infusion.At);
            if (minute is not { } found)
            {
                untimed++;
                return null;
            }

            if (Fraction.Abs(found) > ChairMoment.FarthestMinute)
            {
                far++;
                return null;
            }

            return found;
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
            ObservedUntil is { } until && IsKnown(until, asOf) ? until : null);

    /// <summary>A session of an infusion about which nothing was noted.</summary>
    internal static ChairSession Empty(Infusion infusion) => new(infusion, [], [], observedUntil: null);

    /// <summary>Two records of one infusion as one; the later stated end of observation stands.</summary>
    internal static ChairSession Merge(ChairSession one, ChairSession other) => Order(
        one.Infusion,
        one.Readings.Concat(other.Readings),
        one.Sightings.Concat(other.Sightings),
        one.ObservedUntil is { } a && other.ObservedUntil is { } b ? Fraction.Max(a, b) : one.ObservedUntil ?? other.ObservedUntil);

    /// <summary>When a minute of the session was.</summary>
    internal ClinicalTime TimeOf(Fraction minute) => Infusion.At.AddMinutes(minute);

    private bool IsKnown(Fraction minute, ClinicalTime asOf) => TimeOf(minute).CompareKnown(asOf) <= 0;

    private static ChairSession Order(Infusion infusion, IEnumerable<PlacedReading> readings, IEnumerable<PlacedSighting> sightings, Fraction? until)
    {
        var distinct = readings.Distinct().ToList();
        var swapped = FindSwapped(distinct);
        return new ChairSession(
            infusion,
            distinct
                .Where(reading => !IsPressure(reading) || !swapped.Contains(reading.Minute))
                .OrderBy(reading => reading.Minute).ThenBy(reading => reading.Measure).ThenBy(reading => reading.Value)
                .ToEquatableArray(),
            sightings.Distinct()
                .OrderBy(sighting => sighting.Minute).ThenBy(sighting => sighting.Effect, StringComparer.Ordinal).ThenBy(sighting => sighting.IsPresent)
                .ToEquatableArray(),
            until);
    }

    private static HashSet<Fraction> FindSwapped(IEnumerable<PlacedReading> readings) =>
        [.. readings.Where(IsPressure).GroupBy(reading => reading.Minute).Where(IsSwapped).Select(group => group.Key)];

    private static bool IsPressure(PlacedReading reading) => reading.Measure is ChairMeasure.Systolic or ChairMeasure.Diastolic;

    private static bool IsSwapped(IGrouping<Fraction, PlacedReading> readings)
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
