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

/// <summary>Care that runs from one time to another, both inclusive, with one dose; a change of dose is a new interval.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record CareInterval
{
    /// <summary>Makes an interval.</summary>
    /// <param name="kind">What kind.</param>
    /// <param name="name">What exactly, an opaque word, for example <c>sertraline</c>.</param>
    /// <param name="from">Its first day or time; <see langword="null"/> if it was there before the record begins.</param>
    /// <param name="to">Its last day or time, or <see langword="null"/>.</param>
    /// <param name="isEndUnknown">Without <paramref name="to"/>: whether the end is not known; else it goes on.</param>
    /// <param name="dose">The dose in <paramref name="unit"/>, 0 or more, or <see langword="null"/>.</param>
    /// <param name="unit">The dose's unit as the clinic writes it, for example <c>mg/day</c>, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The name is empty, the times are of unlike scales, or an end is given and also said to be unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dose is negative.</exception>
    public CareInterval(CareKind kind, string name, ClinicalTime? from = null, ClinicalTime? to = null, bool isEndUnknown = false, Fraction? dose = null, string? unit = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (from is { } f && to is { } t && !f.SharesScaleWith(t))
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
        Name = name;
        From = from;
        To = to;
        End = to is not null ? CareEnd.Stated : isEndUnknown ? CareEnd.Unknown : CareEnd.Ongoing;
        Dose = dose;
        Unit = unit;
    }

    /// <summary>What kind.</summary>
    public CareKind Kind { get; }

    /// <summary>What exactly.</summary>
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
}

/// <summary>One change in care.</summary>
public sealed record CareChange
{
    internal CareChange(CareChangeKind kind, ClinicalTime at, CareInterval? before, CareInterval? after)
    {
        Kind = kind;
        At = at;
        Before = before;
        After = after;
    }

    /// <summary>What changed.</summary>
    public CareChangeKind Kind { get; }

    /// <summary>When.</summary>
    public ClinicalTime At { get; }

    /// <summary>What was before, or <see langword="null"/> for a start.</summary>
    public CareInterval? Before { get; }

    /// <summary>What is after, or <see langword="null"/> for an end.</summary>
    public CareInterval? After { get; }

    /// <summary>The care that changed.</summary>
    public CareInterval Care => (After ?? Before)!;
}
