namespace KetamineOutcomes.Treatment;

/// <summary>A record that could not be read: of what alerts read, which is in no answer, and answers about suicidality say that it is there; or of an infusion.</summary>
/// <remarks>Immutable; compares by value. It holds nothing of what was answered.</remarks>
public sealed record UnreadableRecord
{
    /// <summary>What <see cref="About"/> is of an event that could not be read.</summary>
    public const string SuicideAttempt = "suicide-attempt";

    /// <summary>What <see cref="About"/> is of an event of which nobody knows what it was: it may have been a suicide attempt.</summary>
    public const string UnknownEvent = "unknown-event";

    /// <summary>What <see cref="About"/> is where the instrument itself is not known.</summary>
    public const string UnknownInstrument = "unknown-instrument";

    /// <summary>What <see cref="About"/> is of an infusion: the numbers of those that were read may not be the clinic's. It asks nothing, so that no answer about suicidality tells of it.</summary>
    public const string Infusion = "infusion";

    /// <summary>What <see cref="About"/> is of a note about concurrent care whose kind is not known; else it has the kind behind it, <c>care/benzodiazepine</c>.</summary>
    public const string Care = "care";

    /// <summary>What <see cref="About"/> is of an answer of the history of which nobody knows to what; else it has that behind it, <c>history/mania</c>.</summary>
    public const string History = "history";

    /// <summary>Names a record.</summary>
    /// <param name="about">The instrument's id, <see cref="UnknownInstrument"/>, <see cref="SuicideAttempt"/>, <see cref="UnknownEvent"/> or <see cref="Infusion"/>.</param>
    /// <param name="at">When it was filled in or happened; <see langword="null"/> where that cannot be read.</param>
    /// <exception cref="ArgumentException"><paramref name="about"/> is empty.</exception>
    public UnreadableRecord(string about, ClinicalTime? at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(about);
        About = about;
        At = at;
    }

    /// <summary>The instrument's id, <see cref="UnknownInstrument"/>, <see cref="SuicideAttempt"/>, <see cref="UnknownEvent"/> or <see cref="Infusion"/>; of notes <see cref="Care"/> or <see cref="History"/>, and what behind it.</summary>
    public string About { get; }

    /// <summary>Whether it may be about something of a kind: it is, or nobody knows of which of the kind it is.</summary>
    internal bool MayBeAbout(string what, string which) => About == what || About == $"{what}/{which}";

    /// <summary>When it was filled in or happened, or <see langword="null"/> where that cannot be read: then it may belong to any day.</summary>
    public ClinicalTime? At { get; }
}
