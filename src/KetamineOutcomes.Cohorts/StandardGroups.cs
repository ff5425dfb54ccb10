using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cohorts;

/// <summary>The groups that follow from the course itself: route, dose per kg, and severity at baseline.</summary>
public static class StandardGroups
{
    /// <summary>The part of those of whom the grouping is not known.</summary>
    public const string Unknown = "not-known";

    /// <summary>The groups of a course, by its first series.</summary>
    /// <param name="course">The course.</param>
    /// <param name="series">Its series.</param>
    /// <param name="report">What the library says of it.</param>
    /// <param name="options">How it was assessed.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <returns>
    /// <c>route</c>: that of all infusions of the series, or <c>mixed</c>. <c>dose</c>: the median mg/kg of the series' infusions to the nearest tenth (<c>0.5-mg-kg</c>).
    /// <c>baseline-severity</c>: the band of the baseline of the primary instrument's main scale (of the only instrument, if none is declared), by its default bands. Each is
    /// <see cref="Unknown"/> where that is not known.
    /// </returns>
    public static IEnumerable<CohortGroup> Of(Course course, EquatableArray<InfusionSeries> series, AssessmentReport report, AssessmentOptions options, InstrumentCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalogue);
        var infusions = series.IsEmpty ? [] : series[0].Infusions;
        var routes = infusions.Select(infusion => infusion.Route).Distinct().ToList();
        yield return new CohortGroup("route", routes.Count switch { 0 => Unknown, 1 => RouteWord(routes[0]), _ => "mixed" });

        var doses = infusions.Select(infusion => infusion.MgPerKg).OfType<Fraction>().ToList();
        yield return new CohortGroup("dose", Distributions.ValueCounts.Of(doses).Median is { } dose
            ? string.Create(CultureInfo.InvariantCulture, $"{dose.Round(1):0.0}-mg-kg")
            : Unknown);
        yield return new CohortGroup("baseline-severity", Severity(course, report, options, catalogue) ?? Unknown);
    }

    /// <summary>Whether psychotherapy went on beside the first series, by what the library says of concurrent care.</summary>
    /// <param name="notes">The answers about the course's notes (<see cref="NotesAssessment"/>).</param>
    /// <param name="series">Its series.</param>
    /// <returns>
    /// <c>psychotherapy</c>: <c>yes</c> where some was in force at the first infusion; <c>begun-later</c> where none was, and some began by the last infusion of the series: that depends on how the
    /// course went, so that it is no part of <c>yes</c>; <c>no</c>; or <see cref="Unknown"/> where it was not asked about or the record does not tell.
    /// </returns>
    public static CohortGroup PsychotherapyOf(AssessmentReport notes, EquatableArray<InfusionSeries> series)
    {
        ArgumentNullException.ThrowIfNull(notes);
        const string Name = "psychotherapy";
        var rows = notes.Results.Where(row => row.Series == 1 && row.Instrument == "care" && row.Scale == Name).ToList();
        var atFirst = rows.Find(row => row is { Indicator: "in-force", Rule: "any" })?.Outcome.State;
        var isLater = !series.IsEmpty && rows.Exists(row => row.Indicator == "change" && row.Outcome.State == "started" && row.At is { } at && at.CompareKnown(series[0].Infusions[^1].At) <= 0);
        return new CohortGroup(Name, atFirst switch
        {
            "in-force" => "yes",
            "not-in-force" => isLater ? "begun-later" : "no",
            _ => Unknown,
        });
    }

    private static string? Severity(Course course, AssessmentReport report, AssessmentOptions options, InstrumentCatalogue catalogue)
    {
        var ids = course.Administrations.Select(administration => administration.Instrument).Distinct(StringComparer.Ordinal).ToList();
        var id = options.Primary ?? (ids.Count == 1 ? ids[0] : null);
        if (id is null || catalogue.Find(id) is not { TotalScale: { } scale } || scale.DefaultBandSet is not { } bands)
        {
            return null;
        }

        var baseline = report.Results.FirstOrDefault(result => result.Series == 1 && result.Indicator == "baseline" && result.Instrument == id && result.Scale == scale.Id);
        return baseline?.Outcome is IndicatorOutcome.Measured { Value: var value } ? bands.Bands.LastOrDefault(band => band.From <= value)?.Id : null;
    }

    private static string RouteWord(Route route) => route switch
    {
        Route.Intravenous => "iv",
        Route.Intramuscular => "im",
        Route.Subcutaneous => "sc",
        Route.Intranasal => "intranasal",
        Route.Oral => "oral",
        Route.Sublingual => "sublingual",
        _ => Unknown,
    };
}
