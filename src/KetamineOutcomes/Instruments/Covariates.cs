namespace KetamineOutcomes.Instruments;

/// <summary>A fact about the person that a rule may need beside the answers.</summary>
public enum CovariateKind
{
    /// <summary>The sex, as the source of the rule uses it: 0 male, 1 female.</summary>
    Sex,

    /// <summary>The age in whole years, 0 to 130.</summary>
    Age,
}

/// <summary>The sex that a published rule distinguishes.</summary>
public enum Sex
{
    /// <summary>Male.</summary>
    Male,

    /// <summary>Female.</summary>
    Female,
}

/// <summary>What is known of the person beside the answers. A rule that needs more than is known gives no score.</summary>
public sealed record Covariates
{
    /// <summary>The highest age that a rule may ask about, in years.</summary>
    public const int MaxAge = 130;

    /// <summary>What is known of the person.</summary>
    /// <param name="sex">The sex, or <see langword="null"/> if not known.</param>
    /// <param name="ageYears">The age in whole years, 0 to 130, or <see langword="null"/> if not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age lies outside 0 to 130.</exception>
    public Covariates(Sex? sex = null, int? ageYears = null)
    {
        if (ageYears is < 0 or > MaxAge)
        {
            throw new ArgumentOutOfRangeException(nameof(ageYears), "An age is 0 to 130 years.");
        }

        Sex = sex;
        AgeYears = ageYears;
    }

    /// <summary>Nothing is known.</summary>
    public static Covariates None { get; } = new();

    /// <summary>The sex, or <see langword="null"/>.</summary>
    public Sex? Sex { get; }

    /// <summary>The age in whole years, or <see langword="null"/>.</summary>
    public int? AgeYears { get; }

    internal Fraction? Find(CovariateKind kind)
    {
        var value = kind == CovariateKind.Sex ? (int?)Sex : AgeYears;
        return value is { } number ? number : null;
    }
}
