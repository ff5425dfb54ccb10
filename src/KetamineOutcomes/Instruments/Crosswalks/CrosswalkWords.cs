namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>The closed word lists of the crosswalk format: the one place where they are spelled.</summary>
internal static class CrosswalkWords
{
    public static readonly IReadOnlyDictionary<string, LinkingMethod> Methods = new Dictionary<string, LinkingMethod>(StringComparer.Ordinal)
    {
        ["item-response-theory"] = LinkingMethod.ItemResponseTheory,
        ["equipercentile"] = LinkingMethod.Equipercentile,
    };

    public static readonly IReadOnlyDictionary<string, CrosswalkCoverage> Coverages = new Dictionary<string, CrosswalkCoverage>(StringComparer.Ordinal)
    {
        ["complete"] = CrosswalkCoverage.Complete,
        ["partial"] = CrosswalkCoverage.Partial,
    };
}
