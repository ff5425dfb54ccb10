namespace KetamineOutcomes.Treatment.Segments;

/// <summary>The time that one segment has to hold: from its last infusion to the first of the next. Between single boosters, from one booster to the next.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record TreatmentCycle
{
    internal TreatmentCycle(int number, ClinicalTime from, ClinicalTime? to, int? daysSoFar)
    {
        Number = number;
        From = from;
        To = to;
        DaysSoFar = daysSoFar;
        var hours = to?.HoursSince(from);
        Hours = hours >= 0 ? hours : null;
    }

    /// <summary>The number of the cycle: that of the segment with which it begins, from 1.</summary>
    public int Number { get; }

    /// <summary>The last infusion of that segment (so far).</summary>
    public ClinicalTime From { get; }

    /// <summary>The first infusion of the next segment, or <see langword="null"/> while there is none.</summary>
    public ClinicalTime? To { get; }

    /// <summary>Its calendar days, or <see langword="null"/> while it is open.</summary>
    public int? Days => To is { } to ? to.DaysSince(From) : null;

    /// <summary>Its hours where both infusions have a time of day on one clock, else <see langword="null"/>.</summary>
    public decimal? Hours { get; }

    /// <summary>For an open cycle, the days without a further infusion as of now: it is at least as long. <see langword="null"/> if it has ended.</summary>
    public int? DaysSoFar { get; }
}
