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

    /// <summary>The answers of this report and of another about the same course, in the one order of tables.</summary>
    /// <param name="other">The other report.</param>
    /// <returns>A new report; issues that both have stand once.</returns>
    public AssessmentReport With(AssessmentReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var results = Results.Concat(other.Results).ToList();
        results.Sort(IndicatorOrder.Compare);
        return new AssessmentReport(results.ToEquatableArray(), Issues.Concat(other.Issues).Distinct().ToEquatableArray());
    }

    /// <summary>The answers of some indicators alone.</summary>
    /// <param name="indicators">Their words (<see cref="IndicatorResult.Indicator"/>); empty for all.</param>
    /// <returns>This report, or a new one with the same issues.</returns>
    public AssessmentReport Where(EquatableArray<string> indicators) => indicators.IsEmpty
        ? this
        : new AssessmentReport(Results.Where(result => indicators.Contains(result.Indicator, StringComparer.Ordinal)).ToEquatableArray(), Issues);
}
