namespace KetamineOutcomes.Instruments;

/// <summary>How a score stands to a published threshold.</summary>
public enum CutOffStatus
{
    /// <summary>The score meets the threshold by its comparator.</summary>
    Reached,

    /// <summary>It does not.</summary>
    NotReached,

    /// <summary>The threshold is for the other sex.</summary>
    OtherSex,

    /// <summary>The threshold is for one sex, and the person's was not given (<see cref="ScoringOptions.Covariates"/>).</summary>
    SexUnknown,
}

/// <summary>A published threshold of a scale and how a score stands to it. An observation, not a diagnosis.</summary>
public sealed record CutOffReading
{
    internal CutOffReading(CutOff cutOff, CutOffStatus status)
        : this(cutOff.Id, cutOff.Purpose, cutOff.Comparator, cutOff.Value, status)
    {
    }

    internal CutOffReading(string id, string purpose, Comparator comparator, Fraction threshold, CutOffStatus status)
    {
        Id = id;
        Purpose = purpose;
        Comparator = comparator;
        Threshold = threshold;
        Status = status;
    }

    /// <summary>The threshold's stable id, for example <c>kroenke-2001-10</c>.</summary>
    public string Id { get; }

    /// <summary>What it separates, in our own words.</summary>
    public string Purpose { get; }

    /// <summary>How the exact score is held against it.</summary>
    public Comparator Comparator { get; }

    /// <summary>The threshold in the scale's points.</summary>
    public Fraction Threshold { get; }

    /// <summary>How the score stands to it.</summary>
    public CutOffStatus Status { get; }
}
