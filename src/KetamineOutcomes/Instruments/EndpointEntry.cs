namespace KetamineOutcomes.Instruments;

/// <summary>What an endpoint entry of a scale declares.</summary>
public enum EndpointKind
{
    /// <summary>A percentage change from baseline.</summary>
    Response,

    /// <summary>A score inside the range of the well.</summary>
    Remission,
}

/// <summary>How a percentage change is computed.</summary>
public enum PercentageRule
{
    /// <summary>(baseline - score) / baseline.</summary>
    Raw,

    /// <summary>The best possible score is subtracted from both first.</summary>
    RangeToBest,
}

/// <summary>A cited entry that gives a scale response or remission. A scale without one has neither.</summary>
public sealed record EndpointEntry
{
    internal EndpointEntry()
    {
    }

    /// <summary>The stable id, for example <c>remission-10</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>Response or remission.</summary>
    public EndpointKind Kind { get; internal init; }

    /// <summary>How the value is held against <see cref="Value"/>.</summary>
    public Comparator Comparator { get; internal init; }

    /// <summary>For response, the improvement in per cent of baseline; for remission, the cut-off in points.</summary>
    public Fraction Value { get; internal init; }

    /// <summary>How percentages are computed; used for response and reported with remission.</summary>
    public PercentageRule PercentageRule { get; internal init; }

    /// <summary>The baseline that is bad enough for the endpoint to have a meaning; on the wrong side of it the answer is not-applicable.</summary>
    public Fraction MinimumBaseline { get; internal init; }

    /// <summary>Where <see cref="MinimumBaseline"/> was read.</summary>
    public EquatableArray<Evidence> MinimumBaselineEvidence { get; internal init; }

    /// <summary>Whether it is used when none is asked for.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>Why it is, or is not, the default, where several are published.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Where it was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}
