namespace KetamineOutcomes.Treatment;

/// <summary>A record that alerts read and that could not be read itself: it is in no answer, and answers about suicidality say that it is there.</summary>
/// <remarks>Immutable; compares by value. It holds nothing of what was answered.</remarks>
public sealed record UnreadableRecord
{
    /// <summary>What <see cref="About"/> is of an event that could not be read.</summary>
    public const string SuicideAttempt = "suicide-attempt";

    /// <summary>What <see cref="About"/> is where the instrument itself is not known.</summary>
    public const string UnknownInstrument = "unknown-instrument";

    /// <summary>Names a record.</summary>
    /// <param name="about">The instrument's id, <see cref="UnknownInstrument"/> or <see cref="SuicideAttempt"/>.</param>
    /// <param name="at">When it was filled in or happened; <see langword="null"/> where that cannot be read.</param>
    /// <exception cref="ArgumentException"><paramref name="about"/> is empty.</exception>
    public UnreadableRecord(string about, ClinicalTime? at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(about);
        About = about;
        At = at;
    }

    /// <summary>The instrument's id, <see cref="UnknownInstrument"/> or <see cref="SuicideAttempt"/>.</summary>
    public string About { get; }

    /// <summary>When it was filled in or happened, or <see langword="null"/> where that cannot be read: then it may belong to any day.</summary>
    public ClinicalTime? At { get; }
}
