using KetamineOutcomes.Indicators.ReliableChange;

namespace KetamineOutcomes.Indicators.Changes;

/// <summary>What a caller chooses of <see cref="ChangeScorer"/>.</summary>
public sealed record ChangeOptions
{
    /// <summary>The defaults.</summary>
    public static ChangeOptions Default { get; } = new();

    /// <summary>The rules wanted, by id (<c>response-50</c>).</summary>
    /// <value>The default value is empty: all that the scale has.</value>
    public EquatableArray<string> Rules { get; init; }

    /// <summary>The caller's figures of reliability, in place of the library's.</summary>
    /// <value>The default value is empty.</value>
    public EquatableArray<ReliabilityProfile> Reliability { get; init; }
}
