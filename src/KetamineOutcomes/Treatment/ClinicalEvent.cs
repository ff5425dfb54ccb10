namespace KetamineOutcomes.Treatment;

/// <summary>What happened.</summary>
public enum ClinicalEventKind
{
    /// <summary>Admission to a psychiatric hospital.</summary>
    Hospitalisation,

    /// <summary>A suicide attempt.</summary>
    SuicideAttempt,

    /// <summary>The treatment was stopped.</summary>
    Discontinuation,

    /// <summary>The patient died.</summary>
    Death,

    /// <summary>Something else that the clinic marks as clinically relevant.</summary>
    Other,
}

/// <summary>An event beside the questionnaires that endpoints may refer to.</summary>
public sealed record ClinicalEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="at">When it began.</param>
    /// <param name="recordedAt">When it was entered, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="recordedAt"/> and <paramref name="at"/> are of unlike scales.</exception>
    public ClinicalEvent(ClinicalEventKind kind, ClinicalTime at, ClinicalTime? recordedAt = null)
    {
        if (recordedAt is { } recorded && !recorded.SharesScaleWith(at))
        {
            throw new ArgumentException("A calendar date and a relative day cannot stand in one record.", nameof(recordedAt));
        }

        Kind = kind;
        At = at;
        RecordedAt = recordedAt;
    }

    /// <summary>What happened.</summary>
    public ClinicalEventKind Kind { get; }

    /// <summary>When it began.</summary>
    public ClinicalTime At { get; }

    /// <summary>When it was entered, or <see langword="null"/>.</summary>
    public ClinicalTime? RecordedAt { get; }
}

/// <summary>Whether a course's events were recorded at all. Without it, "no event" means nothing.</summary>
public enum EventRecording
{
    /// <summary>Events were not recorded: none listed does not mean that none happened.</summary>
    NotRecorded,

    /// <summary>Events were recorded: none listed means that none happened.</summary>
    Recorded,
}
