using KetamineOutcomes.Indicators.Onset;

namespace KetamineOutcomes.Indicators;

/// <summary>The library's own indicators behind <see cref="IIndicator"/>, each once, in the order in which they are asked.</summary>
internal static class StandardIndicators
{
    public static IReadOnlyList<IIndicator> All { get; } =
    [
        new Cycles.DurabilityIndicator(),
        new Cycles.WearOffIndicator(),
        new AreaIndicator(),
        new DepressionFreeDays(DepressionFreeRule.Shipped),
        new FirstItemsIndicator(),
        new InfusionChangeIndicator(),
        new OnsetIndicator(),
        new OnsetHoursIndicator(),
        new SummaryIndicator(),
        new TimeInIndicator(),
    ];
}
