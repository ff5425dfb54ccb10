using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>What a rule says of a timeline.</summary>
internal enum Truth
{
    Yes,
    No,
    Unconfirmed,
    CannotConfirm,
    Unknown,
    NotApplicable,
}

/// <summary>A reading that an answer used, and as what.</summary>
internal sealed record UsedReading(EndpointTrack Track, EndpointReading Reading, string Role);

/// <summary>What a rule says of a timeline, since when, and from what.</summary>
internal sealed record EndpointVerdict(Truth Truth, string Text)
{
    /// <summary>Why it is unknown or does not apply (<see cref="Reasons"/>).</summary>
    public string? Reason { get; init; }

    /// <summary>The date of the event or of the assessment that decides.</summary>
    public ClinicalTime? Date { get; init; }

    /// <summary>When it was established: the time of the last thing it rests on.</summary>
    public ClinicalTime? EstablishedAt { get; init; }

    /// <summary>When all that it rests on was known.</summary>
    public ClinicalTime? KnownAt { get; init; }

    public ConfirmBy? ConfirmBy { get; init; }

    /// <summary>The kind of confirmation used, or <see langword="null"/>.</summary>
    public string? Confirmation { get; init; }

    /// <summary>On which assessment it is dated, where there were several.</summary>
    public EventDate? DatedOn { get; init; }

    /// <summary>Whether a window was still open, so that a later assessment may say otherwise.</summary>
    public bool IsProvisional { get; init; }

    public EquatableArray<UsedReading> Used { get; init; }

    public EquatableArray<ClinicalEvent> Events { get; init; }

    public static EndpointVerdict Unknown(string reason, string text) => new(Truth.Unknown, text) { Reason = reason };

    public static EndpointVerdict NotApplicable(string reason, string text) => new(Truth.NotApplicable, text) { Reason = reason };
}
