namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>The profiles that can be asked of a series, its timeline, and their judge: for all indicators that judge profiles.</summary>
internal sealed class SeriesEndpoints
{
    private readonly ReadResult<EndpointProfileCatalogue> _catalogue;

    public SeriesEndpoints(SeriesContext context)
    {
        _catalogue = EndpointProfileCatalogue.Shipped.With(context.Options.Profiles);
        Timeline = EndpointIndicator.TimelineOf(context);

        // Who asks for shipped profiles alone need not care whether the caller's fit together.
        Judge = new EndpointJudge((_catalogue.TryGetValue(out var all) ? all : EndpointProfileCatalogue.Shipped).Find);
    }

    /// <summary>The profiles that ship and the caller's.</summary>
    /// <param name="context">The series.</param>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    public EndpointProfileCatalogue CatalogueFor(SeriesContext context) => _catalogue.TryGetValue(out var all)
        ? all
        : throw new ArgumentException($"The profiles of the options do not fit together: {_catalogue.Issues[0].Place}: {_catalogue.Issues[0].Message}", nameof(context));

    public EndpointTimeline Timeline { get; }

    public EndpointJudge Judge { get; }
}
