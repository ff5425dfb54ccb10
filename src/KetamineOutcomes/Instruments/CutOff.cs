namespace KetamineOutcomes.Instruments;

/// <summary>A published threshold of a scale.</summary>
public sealed record CutOff
{
    internal CutOff()
    {
    }

    /// <summary>The stable id, for example <c>kroenke-2001-10</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>What it separates, in our own words.</summary>
    public string Purpose { get; internal init; } = "";

    /// <summary>How a score is held against <see cref="Value"/>.</summary>
    public Comparator Comparator { get; internal init; }

    /// <summary>The threshold in the scale's points.</summary>
    public Fraction Value { get; internal init; }

    /// <summary>The sex to which it applies, or <see langword="null"/> for everyone.</summary>
    public Sex? Sex { get; internal init; }

    /// <summary>Whether it is used when none is asked for.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>Why it is, or is not, the default, where several are published.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
