using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators.Segments;

/// <summary>Assesses the treatment itself: the numbers of each infusion, segments and cycles, as rows of the instrument <c>treatment</c>.</summary>
public static class TreatmentAssessment
{
    /// <summary>The id under which rows about the treatment stand.</summary>
    public const string Id = "treatment";

    /// <summary>Assesses the treatment of a course.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chooses: <see cref="AssessmentOptions.Segmentation"/> and <see cref="AssessmentOptions.AsOf"/>; or
    /// <see langword="null"/> for the defaults.</param>
    /// <returns>The rows by key, and as issues where labels and rule disagree. A course without an infusion has none.</returns>
    /// <exception cref="ArgumentException"><see cref="AssessmentOptions.AsOf"/> is a calendar date and the course has relative days, or the reverse.</exception>
    public static AssessmentReport Assess(Course course, AssessmentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        options ??= AssessmentOptions.Default;
        var structure = TreatmentStructure.Find(course, options.Segmentation, options.AsOf);
        var results = new SegmentIndicators(course, structure).Assess().ToList();
        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), structure.Notices);
    }
}
