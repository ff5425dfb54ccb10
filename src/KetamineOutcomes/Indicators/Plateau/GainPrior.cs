using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>A value and the weight it has before any score is seen.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Weighted(double Value, double Weight);

/// <summary>What the forecast of gain takes for granted. Project policy: no study gives these numbers, and docs/plateau-study.md shows what they do.</summary>
internal sealed class GainPrior
{
    /// <summary>How curves bend: the rate per visit at which further gain dies away; 0 is a straight line.</summary>
    public required ImmutableArray<Weighted> Bends { get; init; }

    /// <summary>The SD of one score about the person's course, in MCIDs.</summary>
    public required ImmutableArray<Weighted> Sds { get; init; }

    /// <summary>How much of today's deviation is left a week later.</summary>
    public required ImmutableArray<Weighted> Persistence { get; init; }

    /// <summary>The SD of the change over the series, in MCIDs.</summary>
    public required double AmountInMcids { get; init; }
}
