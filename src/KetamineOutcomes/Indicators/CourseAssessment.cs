using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>Assesses a course: baseline, score, change, percentage change, response and remission for every scale, milestones, goals, and the alerts.</summary>
public static class CourseAssessment
{
    /// <summary>The words that its rows can have as <c>indicator</c>, in order; those of the treatment (<see cref="Segments.TreatmentAssessment.Indicators"/>) and a caller's own come beside
    /// them. <see cref="AssessmentOptions.Include"/> chooses by all of them.</summary>
    public static EquatableArray<string> Indicators { get; } = new[]
    {
        "alert", "baseline", "change", "milestone", "percentage-change", "remission", "response", "score",
    }.Concat(StandardIndicators.All.Select(indicator => indicator.Id)).Order(StringComparer.Ordinal).ToEquatableArray();

    /// <summary>Assesses a course at named points.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>
    /// For each series, instrument and point the rows <c>baseline</c>, <c>score</c>, <c>change</c>, and where a cited entry declares them
    /// <c>percentage-change</c>, <c>response</c> and one <c>remission</c> a cut-off; the alerts at these points; and every raised alert of the
    /// course, whatever the points. A rating of change (<see cref="MeasureKind.Change"/>) has <c>score</c> alone and, whatever the points, a
    /// <c>milestone</c> row for each of its milestones. The patient's goals have the rows <c>baseline</c>, <c>score</c> and <c>change</c> under
    /// <see cref="GoalAttainment.Id"/>. With <see cref="AssessmentOptions.IncludeTreatment"/>, also the rows of <see cref="Segments.TreatmentAssessment"/>.
    /// Once a series and scale, at the point <c>series</c>: <c>summary</c>, <c>onset</c>, <c>onset-hours</c>, <c>infusion-change</c>, <c>area</c>,
    /// <c>depression-free-days</c>, <c>first-items</c> and <c>time-in</c>.
    /// </returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, AssessmentOptions? options = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        return AssessedParts.Of(course, options ?? AssessmentOptions.Default, catalogue ?? InstrumentCatalogue.Shipped, null).Report;
    }
}

/// <summary>The order of answers in tables: by their key, compared ordinally.</summary>
internal static class IndicatorOrder
{
    public static int Compare(IndicatorResult x, IndicatorResult y)
    {
        var result = Compare(x.PatientId, y.PatientId);
        result = result != 0 ? result : Compare(x.CourseId, y.CourseId);
        result = result != 0 ? result : x.Series.CompareTo(y.Series);
        result = result != 0 ? result : Compare(x.Instrument, y.Instrument);
        result = result != 0 ? result : Compare(x.Scale, y.Scale);
        result = result != 0 ? result : Compare(x.Indicator, y.Indicator);
        result = result != 0 ? result : string.CompareOrdinal(x.Rule, y.Rule);
        result = result != 0 ? result : string.CompareOrdinal(x.Point, y.Point);
        result = result != 0 ? result : CompareTimes(x.At, y.At);
        return result != 0 ? result : string.CompareOrdinal(x.Explain(), y.Explain());
    }

    // Words of one course are one object nearly always.
    private static int Compare(string x, string y) => ReferenceEquals(x, y) ? 0 : string.CompareOrdinal(x, y);

    private static int CompareTimes(ClinicalTime? x, ClinicalTime? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        ({ } left, { } right) => ClinicalTime.CompareAsWritten(left, right),
    };
}
