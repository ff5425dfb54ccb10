namespace KetamineOutcomes.Instruments;

/// <summary>What a policy does with "not applicable".</summary>
public enum NotApplicableTreatment
{
    /// <summary>The item counts as missing: the scale cannot be scored.</summary>
    AsMissing,

    /// <summary>The item leaves its aggregate, which then has fewer parts and a shorter range (WSAS /32).</summary>
    OutOfDenominator,
}

/// <summary>Replaces missing parts of an aggregate by the mean of the answered ones.</summary>
public sealed record PersonMeanRule
{
    internal PersonMeanRule()
    {
    }

    /// <summary>The id of the aggregate in the rule.</summary>
    public string Aggregate { get; internal init; } = "";

    /// <summary>How many parts may be missing, 1 or more.</summary>
    public int MaxMissing { get; internal init; }

    /// <summary>Decimals to which the filled-in aggregate is rounded (half away from zero), or <see langword="null"/> for none.</summary>
    public int? RoundTo { get; internal init; }
}

/// <summary>Lets a mean, maximum or minimum stand on the answered parts if there are enough of them.</summary>
public sealed record KOfNRule
{
    internal KOfNRule()
    {
    }

    /// <summary>The id of the aggregate in the rule.</summary>
    public string Aggregate { get; internal init; } = "";

    /// <summary>How many parts must be answered, 1 or more.</summary>
    public int Required { get; internal init; }
}

/// <summary>A named, cited rule for missing items of one scale.</summary>
public sealed record MissingPolicy
{
    internal MissingPolicy()
    {
    }

    /// <summary>The name that callers ask for and answers repeat; <c>none</c> fills in nothing.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Whether a score that needed the policy is <see cref="Score.Prorated"/>; <see langword="false"/> where the form itself leaves the items blank.</summary>
    public bool IsProration { get; internal init; }

    /// <summary>What is done with "not applicable".</summary>
    public NotApplicableTreatment NotApplicable { get; internal init; }

    /// <summary>Aggregates filled in by the person's own mean.</summary>
    public EquatableArray<PersonMeanRule> PersonMeans { get; internal init; }

    /// <summary>Aggregates that may stand on fewer parts.</summary>
    public EquatableArray<KOfNRule> KOfNs { get; internal init; }

    /// <summary>Where the rule was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
