using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Crosswalks;

namespace KetamineOutcomes.Cli;

/// <summary>The published crosswalks of an instrument as lines of its sheet.</summary>
internal static class CrosswalkLines
{
    /// <summary>One line a crosswalk that leads from the instrument or to it; none if there is none.</summary>
    public static IReadOnlyList<string> Write(Instrument instrument) =>
    [
        .. CrosswalkCatalogue.Shipped.All
            .Where(crosswalk => crosswalk.From.Instrument == instrument.Id || crosswalk.To.Instrument == instrument.Id)
            .Select(crosswalk => $"{crosswalk.Id}  from {crosswalk.From} to {crosswalk.To}, {(crosswalk.Coverage == CrosswalkCoverage.Complete ? "all scores" : "some scores")}. {crosswalk.Name}."),
    ];
}
