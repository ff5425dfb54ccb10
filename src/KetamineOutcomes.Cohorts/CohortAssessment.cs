using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cohorts;

/// <summary>A course as members of a cohort, and what was noticed about it.</summary>
/// <param name="Members">The members.</param>
/// <param name="Issues">What was noticed while the course was assessed.</param>
public sealed record CohortEntry(EquatableArray<CohortMember> Members, EquatableArray<Issue> Issues)
{
    /// <summary>The members.</summary>
    public EquatableArray<CohortMember> Members { get; } = Members;

    /// <summary>What was noticed while the course was assessed.</summary>
    public EquatableArray<Issue> Issues { get; } = Issues;
}

/// <summary>Assesses courses one at a time for a cohort. Memory does not grow with their number.</summary>
public static class CohortAssessment
{
    /// <summary>Assesses a course and makes members of it.</summary>
    /// <param name="course">The course.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <param name="groups">Groups of the caller's own (<c>psychotherapy</c> = <c>yes</c>) beside <see cref="StandardGroups"/>.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The members and what was noticed.</returns>
    /// <exception cref="ArgumentException">"As of" is a calendar date and the course has relative days, or the reverse; or two groups have one name.</exception>
    public static CohortEntry Assess(Course course, CohortOptions? options = null, IEnumerable<CohortGroup>? groups = null, InstrumentCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        options ??= CohortOptions.Default;
        catalogue ??= InstrumentCatalogue.Shipped;
        var assessment = options.Assessment with
        {
            Points = options.Assessment.Points.Append(new AssessmentPoint.EveryVisit()).Append(new AssessmentPoint.Last()).Distinct().ToEquatableArray(),
        };
        var report = CourseAssessment.Assess(course, assessment, catalogue);
        var series = TreatmentStructure.Find(course, assessment.Segmentation, assessment.AsOf).Series;
        var own = (groups ?? []).ToList();
        var members = CohortMember.From(course, series, report, options.Series, StandardGroups.Of(course, series, report, assessment, catalogue).Where(group => own.All(other => other.Name != group.Name)).Concat(own));
        return new CohortEntry(members.ToEquatableArray(), report.Issues);
    }
}
