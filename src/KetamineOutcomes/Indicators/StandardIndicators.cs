using KetamineOutcomes.Indicators.Onset;
using KetamineOutcomes.Indicators.Plateau;
using KetamineOutcomes.Indicators.ReliableChange;

namespace KetamineOutcomes.Indicators;

/// <summary>The library's own indicators behind <see cref="IIndicator"/>, each once, in the order in which they are asked.</summary>
internal static class StandardIndicators
{
    public static IReadOnlyList<IIndicator> All { get; } =
    [
        new AreaIndicator(),
        new Cycles.DurabilityIndicator(),
        new Cycles.WearOffIndicator(),
        new DepressionFreeDays(DepressionFreeRule.Shipped),
        new Domains.DomainIndicator(),
        new FirstItemsIndicator(),
        new InfusionChangeIndicator(),
        new OnsetHoursIndicator(),
        new OnsetIndicator(),
        new PlateauIndicator(),
        new ReliableChangeIndicator(),
        new Suicidality.SuicidalityIndicator(),
        new SummaryIndicator(),
        new TimeInIndicator(),
    ];
}
