using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Treatment;

/// <summary>A series of infusions and the boosters that follow it, up to the next series.</summary>
/// <remarks>
/// Found by the clinic's own labels: a series begins with the first infusion, with a re-induction after anything else, and with an induction after
/// a booster. Infusions without a label belong to the series in which they fall. Where a <see cref="SegmentationRule"/> was chosen, it says what segments
/// without a label are (<see cref="TreatmentStructure"/>), and series begin by its word as by a label's.
/// </remarks>
public sealed record InfusionSeries
{
    private readonly EquatableArray<InfusionKind> _kinds;
    private readonly int? _gapDays;

    private InfusionSeries(int number, EquatableArray<Infusion> infusions, EquatableArray<InfusionKind> kinds, SegmentationRule? rule)
    {
        Number = number;
        Infusions = infusions;
        _kinds = kinds;
        _gapDays = rule?.GapDays;
        for (var i = 0; i < kinds.Count; i++)
        {
            InductionInfusions = kinds[i] is InfusionKind.Induction or InfusionKind.Reinduction ? i + 1 : InductionInfusions;
        }

        // Without a label, the next one may have been induction too.
        if (InductionInfusions < kinds.Count && kinds[InductionInfusions] == InfusionKind.Unspecified)
        {
            InductionInfusions = 0;
        }
    }

    /// <summary>The number of the series, from 1.</summary>
    public int Number { get; }

    /// <summary>Its infusions and boosters, in order; one or more.</summary>
    public EquatableArray<Infusion> Infusions { get; }

    /// <summary>The first infusion.</summary>
    public Infusion First => Infusions[0];

    /// <summary>
    /// The last infusion labelled as induction or re-induction (or found to be so by a rule), or <see langword="null"/> where that is not told: none is so
    /// labelled, or an infusion without a label follows it before the first booster.
    /// </summary>
    public Infusion? LastOfInduction => InductionInfusions == 0 ? null : Infusions[InductionInfusions - 1];

    /// <summary>The number of <see cref="LastOfInduction"/> in the series, from 1; 0 where that is not told.</summary>
    internal int InductionInfusions { get; }

    /// <summary>Whether the log begins in mid-treatment: its first infusion is a booster or a re-induction, so no baseline can lie before it.</summary>
    public bool StartsInMidTreatment => Number == 1 && _kinds[0] is (InfusionKind.Booster or InfusionKind.Reinduction);

    /// <summary>After how many days without an infusion nobody expects the series to go on; <see langword="null"/> where no rule says.</summary>
    internal int? GapDays => _gapDays;

    internal static EquatableArray<InfusionSeries> Split(EquatableArray<Infusion> infusions) =>
        Split(infusions, [.. infusions.Select(infusion => infusion.Kind)], new bool[infusions.Count], rule: null);

    /// <summary>Splits by what each infusion is, by label or rule; <paramref name="starts"/> says where a rule begins a series whatever came before.</summary>
    internal static EquatableArray<InfusionSeries> Split(EquatableArray<Infusion> infusions, InfusionKind[] kinds, bool[] starts, SegmentationRule? rule)
    {
        var series = new List<InfusionSeries>();
        var label = InfusionKind.Unspecified;
        var first = 0;
        for (var i = 0; i <= infusions.Count; i++)
        {
            if (i > first && (i == infusions.Count || starts[i] || Begins(label, kinds[i])))
            {
                series.Add(new InfusionSeries(series.Count + 1, infusions.Skip(first).Take(i - first).ToEquatableArray(), kinds[first..i].ToEquatableArray(), rule));
                first = i;
                label = InfusionKind.Unspecified;
            }

            label = i == infusions.Count || kinds[i] == InfusionKind.Unspecified ? label : kinds[i];
        }

        return series.ToEquatableArray();
    }

    /// <summary>Whether a label begins a series after the last label of the series so far.</summary>
    internal static bool Begins(InfusionKind previous, InfusionKind next) =>
        (next == InfusionKind.Reinduction && previous != InfusionKind.Reinduction)
        || (next == InfusionKind.Induction && previous is (InfusionKind.Booster or InfusionKind.Reinduction));
}
