namespace KetamineOutcomes.Treatment.ConcurrentCare;

/// <summary>What goes on beside the ketamine.</summary>
public enum CareKind
{
    /// <summary>Psychotherapy.</summary>
    Psychotherapy,

    /// <summary>An antidepressant.</summary>
    Antidepressant,

    /// <summary>A benzodiazepine.</summary>
    Benzodiazepine,

    /// <summary>Any other medicine.</summary>
    OtherMedication,

    /// <summary>A life event, for example a bereavement or a new job.</summary>
    LifeEvent,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>How an interval of care ends.</summary>
public enum CareEnd
{
    /// <summary>It goes on.</summary>
    Ongoing,

    /// <summary>On a stated day.</summary>
    Stated,

    /// <summary>It ended, or may have; when is not known.</summary>
    Unknown,
}

/// <summary>Whether care is in force at a time.</summary>
public enum CareState
{
    /// <summary>It is.</summary>
    InForce,

    /// <summary>It is not.</summary>
    NotInForce,

    /// <summary>The record does not tell.</summary>
    Unknown,
}

/// <summary>Care that runs from one time to another, both inclusive, with one dose; a change of dose is a new interval. A life event that begins and ends on one day is a point.</summary>
/// <remarks>
/// Immutable; compares by value. Names that differ in case or in blanks alone are one name. A record of the same care, beginning and dose that was entered
/// later stands in place of an earlier one: so an end can be entered when it is known.
/// </remarks>
public sealed record CareInterval
{
    /// <summary>Makes an interval.</summary>
    /// <param name="kind">What kind.</param>
    /// <param name="name">What exactly, an opaque word, for example <c>sertraline</c>; kept in lower case. Not <c>none</c>, which says that there was none.</param>
    /// <param name="from">Its first day or time; <see langword="null"/> if it was there before the record begins.</param>
    /// <param name="to">Its last day or time, or <see langword="null"/>.</param>
    /// <param name="isEndUnknown">Without <paramref name="to"/>: whether the end is not known; else it goes on.</param>
    /// <param name="dose">The dose in <paramref name="unit"/>, 0 or more, or <see langword="null"/>.</param>
    /// <param name="unit">The dose's unit as the clinic writes it, for example <c>mg/day</c>, or <see langword="null"/>.</param>
    /// <param name="recordedAt">When the record was entered, or <see langword="null"/>: then it counts as known from its beginning, and its end from the end.</param>
    /// <exception cref="ArgumentException">The name is empty or <c>none</c>, the times are of unlike scales, or an end is given and also said to be unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dose is negative.</exception>
    public CareInterval(CareKind kind, string name, ClinicalTime? from = null, ClinicalTime? to = null, bool isEndUnknown = false, Fraction? dose = null, string? unit = null, ClinicalTime? recordedAt = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var word = Normal(name);
        if (word == NoneWord)
        {
            throw new ArgumentException("The name \"none\" says that there was no care of the kind; give it as such.", nameof(name));
        }

        ClinicalTime?[] times = [from, to, recordedAt];
        if (times.Any(time => time?.IsRelative == true) && times.Any(time => time?.IsRelative == false))
        {
            throw new ArgumentException("A calendar date and a relative day cannot stand in one record.", nameof(to));
        }

        if (to is not null && isEndUnknown)
        {
            throw new ArgumentException("An end is given and said to be unknown.", nameof(isEndUnknown));
        }

        if (dose is { } amount && amount < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(dose), "A dose is 0 or more.");
        }

        Kind = kind;
        Name = word;
        RecordedAt = recordedAt;
        From = from;
        To = to;
        End = to is not null ? CareEnd.Stated : isEndUnknown ? CareEnd.Unknown : CareEnd.Ongoing;
        Dose = dose;
        Unit = unit;
    }

    /// <summary>What kind.</summary>
    public CareKind Kind { get; }

    /// <summary>What exactly, in lower case.</summary>
    public string Name { get; }

    /// <summary>Its first day or time; <see langword="null"/> if it was there before the record begins.</summary>
    public ClinicalTime? From { get; }

    /// <summary>Its last day or time, or <see langword="null"/>.</summary>
    public ClinicalTime? To { get; }

    /// <summary>How it ends.</summary>
    public CareEnd End { get; }

    /// <summary>The dose, or <see langword="null"/>.</summary>
    public Fraction? Dose { get; }

    /// <summary>The dose's unit, or <see langword="null"/>.</summary>
    public string? Unit { get; }

    /// <summary>When the record was entered, or <see langword="null"/>.</summary>
    public ClinicalTime? RecordedAt { get; }

    /// <summary>The name that says that there was none of a kind.</summary>
    internal const string NoneWord = "none";

    /// <summary>A name as it is compared: lower case, one blank between words.</summary>
    internal static string Normal(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    /// <summary>Whether it is an event of one day.</summary>
    internal bool IsPoint => Kind == CareKind.LifeEvent && From is { } from && To is { } to && from.DayNumber == to.DayNumber;

    /// <summary>Whether it is in force at a time; both ends are inclusive, and a date without a time takes in the whole day.</summary>
    /// <param name="at">The time.</param>
    /// <returns>The state; <see cref="CareState.Unknown"/> after the beginning of an interval whose end is not known.</returns>
    /// <exception cref="ArgumentException">The times are of unlike scales.</exception>
    public CareState InForceAt(ClinicalTime at)
    {
        if (From is { } from && at.CompareKnown(from) < 0)
        {
            return CareState.NotInForce;
        }

        // On its first day an interval is in force whatever its end.
        return End switch
        {
            CareEnd.Stated => at.CompareKnown(To!.Value) <= 0 ? CareState.InForce : CareState.NotInForce,
            CareEnd.Unknown => From is { } first && at.CompareKnown(first) == 0 ? CareState.InForce : CareState.Unknown,
            _ => CareState.InForce,
        };
    }
}

/// <summary>What changed in care.</summary>
public enum CareChangeKind
{
    /// <summary>It began.</summary>
    Started,

    /// <summary>It ended; the time is the last on which it was in force.</summary>
    Stopped,

    /// <summary>It went on with another dose; the time is the first of the new dose.</summary>
    DoseChanged,

    /// <summary>A life event of one day happened.</summary>
    Occurred,
}

/// <summary>One change in care.</summary>
public sealed record CareChange
{
    internal CareChange(CareChangeKind kind, ClinicalTime at, ClinicalTime knownAt, bool takesWholeDay, CareInterval? before, CareInterval? after)
    {
        Kind = kind;
        At = at;
        KnownAt = knownAt;
        TakesWholeDay = takesWholeDay;
        Before = before;
        After = after;
    }

    /// <summary>What changed.</summary>
    public CareChangeKind Kind { get; }

    /// <summary>When.</summary>
    public ClinicalTime At { get; }

    /// <summary>
    /// When it was known: when the record was entered, where that was said and is later; else at once, but a stop on the day after, when nothing has
    /// followed, and so a beginning beside an interval of the same name that may end on that day.
    /// </summary>
    public ClinicalTime KnownAt { get; }

    /// <summary>Whether <see cref="KnownAt"/> must be over before the change is known.</summary>
    internal bool TakesWholeDay { get; }

    /// <summary>Whether it is known at a time, which takes in its day where it has no time of day.</summary>
    internal bool IsKnownBy(ClinicalTime asOf) => KnownAt.CompareKnown(asOf) is var order && (order < 0 || (order == 0 && !(TakesWholeDay && asOf.HasTimeOfDay)));

    /// <summary>What was before, or <see langword="null"/> for a start.</summary>
    public CareInterval? Before { get; }

    /// <summary>What is after, or <see langword="null"/> for an end.</summary>
    public CareInterval? After { get; }

    /// <summary>The care that changed.</summary>
    public CareInterval Care => (After ?? Before)!;
}
