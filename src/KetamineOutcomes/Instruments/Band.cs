namespace KetamineOutcomes.Instruments;

/// <summary>One severity band: from its lower bound up to the next band's, or the scale's end.</summary>
public sealed record Band
{
    internal Band()
    {
    }

    /// <summary>The stable id, for example <c>moderately-severe</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The label for people.</summary>
    public string Label { get; internal init; } = "";

    /// <summary>The lowest score of the band, inclusive.</summary>
    public Fraction From { get; internal init; }
}

/// <summary>A published set of severity bands that covers the whole scale.</summary>
public sealed record BandSet
{
    internal BandSet()
    {
    }

    /// <summary>The stable id, for example <c>snaith-1986</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>Whether this set is used when none is asked for.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>Why it is, or is not, the default, where several are published.</summary>
    public string? Reason { get; internal init; }

    /// <summary>The bands, by ascending lower bound; the first starts at the scale's lowest score.</summary>
    public EquatableArray<Band> Bands { get; internal init; }

    /// <summary>Where the set was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }

    /// <summary>The band of an exact, unrounded score.</summary>
    /// <param name="score">A score on the scale.</param>
    /// <returns>The band.</returns>
    internal Band Find(Fraction score)
    {
        var found = Bands[0];
        foreach (var band in Bands)
        {
            if (score >= band.From)
            {
                found = band;
            }
        }

        return found;
    }
}
