using KetamineOutcomes.Indicators.Cycles;
using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Indicators.Drift;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Indicators.Onset;
using KetamineOutcomes.Indicators.Plateau;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Indicators.Suicidality;

namespace KetamineOutcomes.Indicators;

/// <summary>The library's own indicators behind <see cref="IIndicator"/>, each once, in the order in which they are asked.</summary>
internal static class StandardIndicators
{
    public static IReadOnlyList<IIndicator> All { get; } =
    [
        new AreaIndicator(),
        new DepressionFreeDays(DepressionFreeRule.Shipped),
        new DomainIndicator(),
        new DriftIndicator(),
        new DurabilityIndicator(),
        new EndpointIndicator(),
        new FirstItemsIndicator(),
        new InfusionChangeIndicator(),
        new OnsetHoursIndicator(),
        new OnsetIndicator(),
        new PlateauIndicator(),
        new ReliableChangeIndicator(),
        new SuicidalityIndicator(),
        new SummaryIndicator(),
        new TimeInIndicator(),
        new WearOffIndicator(),
    ];
}
