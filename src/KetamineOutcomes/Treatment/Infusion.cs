namespace KetamineOutcomes.Treatment;

/// <summary>How a dose was given.</summary>
public enum Route
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Into a vein.</summary>
    Intravenous,

    /// <summary>Into a muscle.</summary>
    Intramuscular,

    /// <summary>Under the skin.</summary>
    Subcutaneous,

    /// <summary>Into the nose.</summary>
    Intranasal,

    /// <summary>Swallowed.</summary>
    Oral,

    /// <summary>Under the tongue.</summary>
    Sublingual,
}

/// <summary>What the clinic calls an infusion.</summary>
public enum InfusionKind
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Part of the first series.</summary>
    Induction,

    /// <summary>A single one to hold the effect.</summary>
    Booster,

    /// <summary>Part of a later series after the effect was lost.</summary>
    Reinduction,
}

/// <summary>One treatment visit: an infusion, or a dose by another route.</summary>
/// <remarks>Immutable; compares by value. Units are fixed by the names: mg, kg, minutes.</remarks>
public sealed record Infusion
{
    /// <summary>Makes an infusion.</summary>
    /// <param name="at">When it started.</param>
    /// <param name="agent">What was given in lower case, for example <c>ketamine</c>, <c>esketamine</c>, <c>placebo</c>.</param>
    /// <param name="route">How.</param>
    /// <param name="kind">What the clinic calls it.</param>
    /// <param name="doseMg">The dose in mg, more than 0 (0 for a placebo), or <see langword="null"/> if not known.</param>
    /// <param name="weightKg">The body weight in kg, more than 0, or <see langword="null"/> if not known.</param>
    /// <param name="minutes">How long it ran, 0 or more, or <see langword="null"/> if not known.</param>
    /// <exception cref="ArgumentException">The agent is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public Infusion(
        ClinicalTime at,
        string agent = "ketamine",
        Route route = Route.Unspecified,
        InfusionKind kind = InfusionKind.Unspecified,
        decimal? doseMg = null,
        decimal? weightKg = null,
        decimal? minutes = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agent);
        if (doseMg < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(doseMg), "A dose is 0 mg or more.");
        }

        if (weightKg <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(weightKg), "A weight is more than 0 kg.");
        }

        if (minutes < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(minutes), "A length of time is 0 minutes or more.");
        }

        At = at;
        Agent = agent;
        Route = route;
        Kind = kind;
        DoseMg = WithoutTrailingZeros(doseMg);
        WeightKg = WithoutTrailingZeros(weightKg);
        Minutes = WithoutTrailingZeros(minutes);
    }

    /// <summary>When it started.</summary>
    public ClinicalTime At { get; }

    /// <summary>What was given.</summary>
    public string Agent { get; }

    /// <summary>How.</summary>
    public Route Route { get; }

    /// <summary>What the clinic calls it.</summary>
    public InfusionKind Kind { get; }

    /// <summary>The dose in mg, or <see langword="null"/>.</summary>
    public decimal? DoseMg { get; }

    /// <summary>The body weight in kg, or <see langword="null"/>.</summary>
    public decimal? WeightKg { get; }

    /// <summary>How long it ran in minutes, or <see langword="null"/>.</summary>
    public decimal? Minutes { get; }

    /// <summary>The dose in mg per kg of body weight, or <see langword="null"/> where dose or weight is not known.</summary>
    public Fraction? MgPerKg =>
        DoseMg is { } dose && WeightKg is { } weight ? Fraction.FromDecimal(dose) / Fraction.FromDecimal(weight) : null;

    // 40.0 and 40 are equal and so must print alike.
    private static decimal? WithoutTrailingZeros(decimal? value) => value / 1.0000000000000000000000000000m;
}
