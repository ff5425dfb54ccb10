namespace KetamineOutcomes.Treatment.Segments;

/// <summary>An infusion with its place in the course. No later infusion changes any of it.</summary>
public sealed record NumberedInfusion
{
    internal NumberedInfusion(Infusion infusion, Infusion? previous, int number, int segment, int numberInSegment)
    {
        Infusion = infusion;
        Number = number;
        Segment = segment;
        NumberInSegment = numberInSegment;
        Dose = DoseByWeight.Of(infusion);
        DaysSinceLast = previous is null ? null : infusion.At.DaysSince(previous.At);
        var hours = previous is null ? null : infusion.At.HoursSince(previous.At);
        HoursSinceLast = hours >= 0 ? hours : null;
        NoHoursReason = HoursSinceLast is not null ? null
            : previous is null ? DoseReasons.NoEarlierInfusion
            : hours is null ? DoseReasons.NoHours(previous.At, infusion.At)
            : DoseReasons.ClocksDisagree;
    }

    /// <summary>The infusion.</summary>
    public Infusion Infusion { get; }

    /// <summary>Its number in the course, from 1.</summary>
    public int Number { get; }

    /// <summary>The number of its segment, from 1.</summary>
    public int Segment { get; }

    /// <summary>Its number in the segment, from 1: the third infusion of an induction series has 3, a single booster 1.</summary>
    public int NumberInSegment { get; }

    /// <summary>The number of the cycle in which it lies (<see cref="TreatmentCycle"/>): a cycle begins with each segment.</summary>
    public int Cycle => Segment;

    /// <summary>Calendar days since the infusion before, or <see langword="null"/> for the first.</summary>
    public int? DaysSinceLast { get; }

    /// <summary>Hours since the infusion before, exact between instants and by the wall clock between local times; or <see langword="null"/>.</summary>
    public decimal? HoursSinceLast { get; }

    /// <summary>Why there are no hours (<see cref="DoseReasons"/>), or <see langword="null"/>.</summary>
    public string? NoHoursReason { get; }

    /// <summary>The dose by weight.</summary>
    public DoseByWeight Dose { get; }
}
