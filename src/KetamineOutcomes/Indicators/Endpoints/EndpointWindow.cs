namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>From what the days of a window are counted: a closed set of cases.</summary>
internal abstract record EndpointAnchor
{
    private EndpointAnchor()
    {
    }

    /// <summary>The baseline assessment.</summary>
    public sealed record Baseline : EndpointAnchor;

    /// <summary>The first infusion of the series; the baseline in data without treatments.</summary>
    public sealed record SeriesStart : EndpointAnchor;

    /// <summary>The last infusion of the induction.</summary>
    public sealed record SeriesEnd : EndpointAnchor;

    /// <summary>An infusion by its number in the series; a window from it ends before the next infusion.</summary>
    public sealed record Infusion(int Number) : EndpointAnchor;

    /// <summary>A calendar date.</summary>
    public sealed record Date(DateOnly Day) : EndpointAnchor;

    /// <summary>When the entry state was established.</summary>
    public sealed record Entry : EndpointAnchor;

    /// <summary>The first assessment, the baseline included, that meets a criterion.</summary>
    public sealed record Index(EndpointCriterion Meets) : EndpointAnchor;
}

/// <summary>A distance from an anchor: calendar months first (a shorter month gives its last day), then days.</summary>
internal readonly record struct WindowOffset(int Months, int Days);

/// <summary>A stretch of time from an anchor, both ends inclusive; without a last day it stays open.</summary>
internal sealed record EndpointWindow(EndpointAnchor Anchor, WindowOffset From, WindowOffset? To);

/// <summary>A visit of a plan: by the week after the anchor (week 1 is days 0 to 6), or by days.</summary>
internal sealed record PlannedVisit(string Id, int From, int To, int? Week)
{
    public static PlannedVisit OfWeek(int week) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"week-{week}"), 7 * (week - 1), (7 * week) - 1, week);
}
