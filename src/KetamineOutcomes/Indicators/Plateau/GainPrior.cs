using System.Runtime.InteropServices;

namespace KetamineOutcomes.Indicators.Plateau;

/// <summary>A value and the weight it has before any score is seen.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Weighted(double Value, double Weight);

/// <summary>What the forecast of gain takes for granted. Project policy: no publication gives these numbers; docs/plateau-study.md shows what they do.</summary>
internal static class GainPrior
{
    /// <summary>What lies outside the interval of the gain on each side.</summary>
    public const double Tail = 0.025;

    /// <summary>A loss of an MCID that is as likely as this is no plateau.</summary>
    public const double LossTail = 0.1;

    /// <summary>The SD of one score about the person's course where nobody gave one, in MCIDs: errs high. Published pairs lie at about 0.4 to 0.9 (PHQ-9: the MCID of 5 is two standard errors).</summary>
    public const double SdInMcids = 0.6;

    /// <summary>The SD of the change over the series, in MCIDs: hardly any restraint.</summary>
    public const double AmountInMcids = 6;

    /// <summary>How many combinations there are.</summary>
    public static int Combinations => Bends.Length * Sds.Length * Persistence.Length;

    /// <summary>How curves bend: the rate per visit at which further gain dies away; 0 is a straight line.</summary>
    public static ReadOnlySpan<Weighted> Bends => BendValues;

    /// <summary>The SD of one score, as a multiple of the one given.</summary>
    public static ReadOnlySpan<Weighted> Sds => SdValues;

    /// <summary>How much of a deviation from the course is left a week later.</summary>
    public static ReadOnlySpan<Weighted> Persistence => PersistenceValues;

    private static readonly Weighted[] BendValues = [new(0, 0.5), new(0.3, 0.2), new(0.6, 0.15), new(1.2, 0.15)];

    private static readonly Weighted[] SdValues = [new(2.0 / 3, 0.25), new(1, 0.35), new(17.0 / 12, 0.25), new(2, 0.15)];

    private static readonly Weighted[] PersistenceValues = [new(0, 0.5), new(0.35, 0.5)];
}
