namespace KetamineOutcomes.Instruments;

/// <summary>What a caller may choose when a form is scored.</summary>
public sealed record ScoringOptions
{
    /// <summary>The defaults: each scale's own missing-item policy and bands, no stated total.</summary>
    public static ScoringOptions Default { get; } = new();

    /// <summary>A missing-item policy by name; scales that have none of that name keep their default, and each score says which was used.</summary>
    /// <value>The default value is <see langword="null"/>: each scale's own default.</value>
    public string? MissingPolicy { get; init; }

    /// <summary>A set of bands by id; scales that have none of that id keep their default.</summary>
    /// <value>The default value is <see langword="null"/>: each scale's own default.</value>
    public string? BandSet { get; init; }

    /// <summary>The total (<see cref="Instrument.TotalScale"/>) that came with the answers; it is compared with the recomputed one and never used.</summary>
    /// <value>The default value is <see langword="null"/>: none came.</value>
    public Fraction? StatedTotal { get; init; }

    /// <summary>What is known of the person beside the answers, for scales whose rule asks (<see cref="Scale.Covariates"/>).</summary>
    /// <value>The default value is <see cref="Covariates.None"/>.</value>
    public Covariates Covariates { get; init; } = Covariates.None;

    /// <summary>The caller's own value set, for the rules of its instrument that ask for one (EQ-5D index); other instruments do not see it.</summary>
    /// <value>The default value is <see langword="null"/>: none, and such a scale has no score.</value>
    public ValueSet? ValueSet { get; init; }
}
