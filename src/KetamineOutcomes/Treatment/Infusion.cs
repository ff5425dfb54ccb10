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
    /// <summary>The largest dose in mg that is taken for one: project policy, far above any that is given, so that a dose in another unit is found.</summary>
    public const int MaxDoseMg = 10_000;

    /// <summary>The smallest body weight in kg that is taken for one: project policy.</summary>
    public const int MinWeightKg = 1;

    /// <summary>The largest body weight in kg that is taken for one: project policy.</summary>
    public const int MaxWeightKg = 1_000;

    /// <summary>The longest infusion in minutes that is taken for one: project policy.</summary>
    public const int MaxMinutes = 100_000;

    /// <summary>Makes an infusion.</summary>
    /// <param name="at">When it started.</param>
    /// <param name="agent">What was given in lower case, for example <c>ketamine</c>, <c>esketamine</c>, <c>placebo</c>.</param>
    /// <param name="route">How.</param>
    /// <param name="kind">What the clinic calls it.</param>
    /// <param name="doseMg">The dose in mg, more than 0 (0 for a placebo) and at most <see cref="MaxDoseMg"/>, or <see langword="null"/> if not known.</param>
    /// <param name="weightKg">The body weight in kg, <see cref="MinWeightKg"/> to <see cref="MaxWeightKg"/>, or <see langword="null"/> if not known.</param>
    /// <param name="minutes">How long it ran, 0 to <see cref="MaxMinutes"/>, or <see langword="null"/> if not known.</param>
    /// <exception cref="ArgumentException">The agent is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range, or has more than 18 digits.</exception>
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
        if (!IsWithin(doseMg, 0, MaxDoseMg))
        {
            throw new ArgumentOutOfRangeException(nameof(doseMg), "A dose is 0 mg or more, and no more than can be given.");
        }

        if (!IsWithin(weightKg, MinWeightKg, MaxWeightKg))
        {
            throw new ArgumentOutOfRangeException(nameof(weightKg), "A weight is 1 kg or more, and no more than a person can weigh.");
        }

        if (!IsWithin(minutes, 0, MaxMinutes))
        {
            throw new ArgumentOutOfRangeException(nameof(minutes), "A length of time is 0 minutes or more, and no more than an infusion can take.");
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

    /// <summary>The dose in mg per kg of body weight, or <see langword="null"/> where dose or weight is not known: exact, or where that takes more digits than a <see cref="Fraction"/> has, to 12 decimals.</summary>
    public Fraction? MgPerKg
    {
        get
        {
            if (DoseMg is not { } dose || WeightKg is not { } weight)
            {
                return null;
            }

            try
            {
                return Fraction.FromDecimal(dose) / Fraction.FromDecimal(weight);
            }
            catch (OverflowException)
            {
                // At most MaxDoseMg, five digits, with 12 decimals: 17 digits, which fit.
                return Fraction.FromDecimal(decimal.Round(dose / weight, 12));
            }
        }
    }

    private static bool IsWithin(decimal? value, int low, int high) =>
        value is not { } number || (number >= low && number <= high && Fraction.TryFromDecimal(number, out _));

    // 40.0 and 40 are equal and so must print alike.
    private static decimal? WithoutTrailingZeros(decimal? value) => value / 1.0000000000000000000000000000m;
}
