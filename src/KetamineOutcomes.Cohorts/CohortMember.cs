using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cohorts;

/// <summary>A named way of parting a cohort, and the part that a member is in: <c>route</c> = <c>iv</c>.</summary>
/// <param name="Name">The name of the grouping.</param>
/// <param name="Level">The member's part.</param>
public sealed record CohortGroup(string Name, string Level)
{
    /// <summary>The grouping that everybody is in, with one part of the same name.</summary>
    public static CohortGroup Everybody { get; } = new("all", "all");

    /// <summary>The name of the grouping.</summary>
    public string Name { get; } = Name;

    /// <summary>The member's part.</summary>
    public string Level { get; } = Level;
}

/// <summary>
/// One series of one course as a member of a cohort: the answers that the library gives about it, and the groups that it is in. A cohort counts these answers; it never judges
/// anybody a second time by rules of its own.
/// </summary>
public sealed class CohortMember
{
    private CohortMember(Course course, InfusionSeries? series, EquatableArray<IndicatorResult> answers, EquatableArray<CohortGroup> groups)
    {
        Course = course;
        Series = series;
        Answers = answers;
        Groups = groups;
    }

    /// <summary>The course.</summary>
    public Course Course { get; }

    /// <summary>The series; <see langword="null"/> for a course without an infusion.</summary>
    public InfusionSeries? Series { get; }

    /// <summary>The number of the series, from 1.</summary>
    public int Number => Series?.Number ?? 1;

    /// <summary>The answers about this series.</summary>
    public EquatableArray<IndicatorResult> Answers { get; }

    /// <summary>The groups that it is in, <see cref="CohortGroup.Everybody"/> first.</summary>
    public EquatableArray<CohortGroup> Groups { get; }

    /// <summary>The members that a course gives.</summary>
    /// <param name="course">The course.</param>
    /// <param name="series">Its series, as labels or a segmentation rule find them (<see cref="CohortAssessment"/> does that).</param>
    /// <param name="report">What the library says of it.</param>
    /// <param name="choice">Which series count.</param>
    /// <param name="groups">Further groups, beside everybody.</param>
    /// <returns>One member a series chosen; one for a course without an infusion.</returns>
    /// <exception cref="ArgumentException">Two groups have one name.</exception>
    public static IEnumerable<CohortMember> From(Course course, EquatableArray<InfusionSeries> series, AssessmentReport report, SeriesChoice choice = SeriesChoice.First, IEnumerable<CohortGroup>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(report);
        EquatableArray<CohortGroup> all = [CohortGroup.Everybody, .. groups ?? []];
        if (all.Select(group => group.Name).Distinct(StringComparer.Ordinal).Count() != all.Count)
        {
            throw new ArgumentException("A member is in one part of each grouping.", nameof(groups));
        }

        var count = choice == SeriesChoice.First ? 1 : Math.Max(1, series.Count);
        for (var number = 1; number <= count; number++)
        {
            var wanted = number;
            yield return new CohortMember(
                course,
                number <= series.Count ? series[number - 1] : null,
                report.Results.Where(result => result.Series == wanted).ToEquatableArray(),
                all);
        }
    }
}
