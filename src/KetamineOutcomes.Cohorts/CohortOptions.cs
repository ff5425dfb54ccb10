using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Cohorts;

/// <summary>What a caller may choose when courses are taken together.</summary>
public sealed record CohortOptions
{
    /// <summary>The defaults.</summary>
    public static CohortOptions Default { get; } = new();

    /// <summary>How each course is assessed. Its points are those of the cohort; every visit is assessed beside them.</summary>
    /// <value>The default value is <see cref="AssessmentOptions.Default"/>.</value>
    public AssessmentOptions Assessment { get; init; } = AssessmentOptions.Default;

    /// <summary>Which series count.</summary>
    /// <value>The default value is <see cref="SeriesChoice.First"/>.</value>
    public SeriesChoice Series { get; init; }

    /// <summary>The confidence level of all intervals, above 0 and below 1.</summary>
    /// <value>The default value is 0.95.</value>
    public double Level { get; init; } = 0.95;

    /// <summary>Below how many people a row about a subgroup carries a warning (project policy).</summary>
    /// <value>The default value is 20.</value>
    public int FewPeople { get; init; } = 20;
}
