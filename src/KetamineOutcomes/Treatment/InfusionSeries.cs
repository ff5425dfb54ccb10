namespace KetamineOutcomes.Treatment;

/// <summary>A series of infusions and the boosters that follow it, up to the next series.</summary>
/// <remarks>
/// Found by the clinic's own labels: a series begins with the first infusion, with a re-induction after anything else, and with an induction after
/// a booster. Infusions without a label belong to the series in which they fall.
/// </remarks>
public sealed record InfusionSeries
{
    private InfusionSeries(int number, EquatableArray<Infusion> infusions)
    {
        Number = number;
        Infusions = infusions;
    }

    /// <summary>The number of the series, from 1.</summary>
    public int Number { get; }

    /// <summary>Its infusions and boosters, in order; one or more.</summary>
    public EquatableArray<Infusion> Infusions { get; }

    /// <summary>The first infusion.</summary>
    public Infusion First => Infusions[0];

    /// <summary>
    /// The last infusion labelled as induction or re-induction, or <see langword="null"/> where the labels do not tell: none is so labelled, or an
    /// infusion without a label follows it before the first booster.
    /// </summary>
    public Infusion? LastOfInduction
    {
        get
        {
            var last = -1;
            for (var i = 0; i < Infusions.Count; i++)
            {
                last = Infusions[i].Kind is InfusionKind.Induction or InfusionKind.Reinduction ? i : last;
            }

            // Without a label, the next one may have been induction too.
            return last < 0 || (last + 1 < Infusions.Count && Infusions[last + 1].Kind == InfusionKind.Unspecified) ? null : Infusions[last];
        }
    }

    /// <summary>Whether the log begins in mid-treatment: its first infusion is a booster or a re-induction, so no baseline can lie before it.</summary>
    public bool StartsInMidTreatment => Number == 1 && First.Kind is (InfusionKind.Booster or InfusionKind.Reinduction);

    internal static EquatableArray<InfusionSeries> Split(EquatableArray<Infusion> infusions)
    {
        var series = new List<InfusionSeries>();
        var current = new List<Infusion>();
        var label = InfusionKind.Unspecified;
        foreach (var infusion in infusions)
        {
            if (current.Count > 0 && Begins(label, infusion.Kind))
            {
                series.Add(new InfusionSeries(series.Count + 1, current.ToEquatableArray()));
                current = [];
                label = InfusionKind.Unspecified;
            }

            current.Add(infusion);
            label = infusion.Kind == InfusionKind.Unspecified ? label : infusion.Kind;
        }

        if (current.Count > 0)
        {
            series.Add(new InfusionSeries(series.Count + 1, current.ToEquatableArray()));
        }

        return series.ToEquatableArray();
    }

    private static bool Begins(InfusionKind previous, InfusionKind next) =>
        (next == InfusionKind.Reinduction && previous != InfusionKind.Reinduction)
        || (next == InfusionKind.Induction && previous is (InfusionKind.Booster or InfusionKind.Reinduction));
}
