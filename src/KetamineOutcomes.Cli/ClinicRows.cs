using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary>The rows from which it is said what a person has to look at first: of every indicator and at the last form, whatever the caller chose to be printed.</summary>
/// <param name="Results">The rows at the points that were asked for and at the last form.</param>
/// <param name="Earlier">Of drift and reliable worsening, where the last form tells nothing (too old, incomplete): the rows of the last visit that did tell.</param>
internal sealed record ClinicRows(List<IndicatorResult> Results, List<IndicatorResult> Earlier)
{
    /// <summary>The options by which <see cref="Results"/> are made.</summary>
    public static AssessmentOptions Widen(AssessmentOptions options) => options with
    {
        Include = [],
        Points = options.Points.Any(point => point is AssessmentPoint.Last) ? options.Points : [.. options.Points, new AssessmentPoint.Last()],
    };

    /// <summary>The rows of a course.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chose.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <param name="asked">The rows that the caller chose, which are the same where nothing has to be added.</param>
    public static ClinicRows Find(Course course, AssessmentOptions options, InstrumentCatalogue catalogue, AssessmentReport asked)
    {
        var wide = Widen(options);
        List<IndicatorResult> results = [.. (options.Include.IsEmpty && wide.Points == options.Points ? asked : CourseAssessment.Assess(course, wide, catalogue)).Results];

        // What was said of a series that another has followed is past; the next series has its own scores.
        var current = results.Count == 0 ? 0 : results.Max(row => row.Series);
        var untold = results.Where(row => row.Point == "last" && row.Series == current && IsWatched(row) && row.Outcome is IndicatorOutcome.Indeterminate).Select(KeyOf).ToHashSet();
        if (untold.Count == 0)
        {
            return new ClinicRows(results, []);
        }

        var visits = CourseAssessment.Assess(course, options with { Points = [new AssessmentPoint.EveryVisit()], Include = ["drift", "reliable-change", "suicidality"] }, catalogue).Results
            .Where(row => row.Series == current && row.At is not null && row.Point.StartsWith("every-visit", StringComparison.Ordinal))
            .ToList();
        var told = visits
            .Where(row => row.Outcome is not (IndicatorOutcome.Indeterminate or IndicatorOutcome.NotApplicable) && IsTold(row) && untold.Contains(KeyOf(row)))
            .GroupBy(row => (KeyOf(row), row.Rule))
            .Select(rows => rows.OrderBy(row => row.At!.Value.DayNumber).Last())
            .ToList();

        // How large a drift is stands beside it at the same visit.
        var sizes = visits.Where(row => row is { Indicator: "drift", Rule: "points" } && told.Exists(other => IsEvidence(other) && (other.Instrument, other.Scale, other.Point, other.At) == (row.Instrument, row.Scale, row.Point, row.At)));
        return new ClinicRows(results, [.. told, .. sizes]);
    }

    /// <summary>What alarms rest on. Where drift is not known at a visit, reliable deterioration has no row there.</summary>
    private static bool IsTold(IndicatorResult row) => IsWatched(row) || row is { Indicator: "drift", Rule: "reliable-deterioration" };

    private static bool IsWatched(IndicatorResult row) => IsEvidence(row) || row is { Indicator: "reliable-change" } or { Indicator: "suicidality", Rule: "reliable-deterioration" };

    private static bool IsEvidence(IndicatorResult row) => row is { Indicator: "drift", Rule: "evidence" };

    private static (string Instrument, string Scale, string Indicator) KeyOf(IndicatorResult row) => (row.Instrument, row.Scale, row.Indicator);
}
