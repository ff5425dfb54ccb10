namespace KetamineOutcomes.Treatment;

/// <summary>Why nobody asks the patient any more.</summary>
public enum FollowUpEndReason
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>The planned follow-up is complete.</summary>
    Completed,

    /// <summary>The patient withdrew.</summary>
    Withdrew,

    /// <summary>The patient could not be reached.</summary>
    LostToFollowUp,

    /// <summary>Care went to someone else.</summary>
    Transferred,

    /// <summary>The patient died.</summary>
    Died,

    /// <summary>The study or service closed.</summary>
    Administrative,
}

/// <summary>The end of follow-up and its reason: after it, silence is not missing data.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Reason">Why.</param>
public sealed record FollowUpEnd(ClinicalTime At, FollowUpEndReason Reason)
{
    /// <summary>When it ended.</summary>
    public ClinicalTime At { get; } = At;

    /// <summary>Why.</summary>
    public FollowUpEndReason Reason { get; } = Reason;
}
