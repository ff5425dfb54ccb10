namespace KetamineOutcomes.Indicators;

/// <summary>The answers about a course, sorted by their key, and what was noticed.</summary>
public sealed class AssessmentReport
{
    internal AssessmentReport(EquatableArray<IndicatorResult> results, EquatableArray<Issue> issues)
    {
        Results = results;
        Issues = issues;
    }

    /// <summary>The answers, sorted by patient, course, series, instrument, scale, indicator, rule, point and time.</summary>
    public EquatableArray<IndicatorResult> Results { get; }

    /// <summary>What was noticed: unknown instruments, corrected records, invalid forms.</summary>
    public EquatableArray<Issue> Issues { get; }
}
