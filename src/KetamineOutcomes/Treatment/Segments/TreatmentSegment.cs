namespace KetamineOutcomes.Treatment.Segments;

/// <summary>What a segment is.</summary>
public enum SegmentKind
{
    /// <summary>Neither labels nor the rule say; <see cref="TreatmentSegment.Reason"/> says why.</summary>
    Unclassified,

    /// <summary>The first series.</summary>
    Induction,

    /// <summary>One infusion, or a few close together, to hold the effect.</summary>
    Booster,

    /// <summary>A later series.</summary>
    Reinduction,
}

/// <summary>What says what a segment is.</summary>
public enum SegmentBasis
{
    /// <summary>Nothing does.</summary>
    None,

    /// <summary>The clinic's label.</summary>
    Label,

    /// <summary>The rule.</summary>
    Rule,
}

/// <summary>The stable words that say why a segment is unclassified.</summary>
/// <remarks>A word is never renamed and never used for two things.</remarks>
public static class SegmentReasons
{
    /// <summary>No infusion of the segment has a label, and no rule was chosen.</summary>
    public const string NotLabelled = "not-labelled";

    /// <summary>Too few infusions for a series, and none was there before for which they could be boosters.</summary>
    public const string TooFewInfusions = "too-few-infusions";

    /// <summary>More infusions than a series has, without a gap: where induction ended cannot be told.</summary>
    public const string TooManyInfusions = "too-many-infusions";

    /// <summary>Enough infusions, in fewer days than a series takes.</summary>
    public const string SpanTooShort = "span-too-short";

    /// <summary>More days than a series takes, without a gap: where induction ended cannot be told.</summary>
    public const string SpanTooLong = "span-too-long";
}

/// <summary>Infusions that belong together: an induction series, a booster, a re-induction series.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record TreatmentSegment
{
    internal TreatmentSegment(int number, EquatableArray<NumberedInfusion> infusions, SegmentKind kind, SegmentBasis basis, string? reason)
    {
        Number = number;
        Infusions = infusions;
        Kind = kind;
        Basis = basis;
        Reason = reason;
    }

    /// <summary>The number of the segment in the course, from 1.</summary>
    public int Number { get; }

    /// <summary>Its infusions, in order; one or more.</summary>
    public EquatableArray<NumberedInfusion> Infusions { get; }

    /// <summary>What it is: final unless <see cref="IsProvisional"/>.</summary>
    public SegmentKind Kind { get; }

    /// <summary>What says so.</summary>
    public SegmentBasis Basis { get; }

    /// <summary>Why it is unclassified (<see cref="SegmentReasons"/>), or <see langword="null"/>.</summary>
    public string? Reason { get; }

    /// <summary>Whether a later infusion may still belong to it, so that what it is may change.</summary>
    public bool IsProvisional { get; internal init; }

    /// <summary>
    /// From when the rule can close it: the first day on which an infusion would begin a new segment. For one that a later segment closed earlier (a change
    /// of agent or label), the day of that. <see langword="null"/> for a single labelled booster, closed from the start, and where no rule can close it.
    /// </summary>
    public ClinicalTime? ClosesFrom { get; internal init; }

    /// <summary>The first infusion.</summary>
    public Infusion First => Infusions[0].Infusion;

    /// <summary>The last infusion so far.</summary>
    public Infusion Last => Infusions[^1].Infusion;

    /// <summary>Calendar days from the first infusion to the last.</summary>
    public int Days => Last.At.DaysSince(First.At);
}
