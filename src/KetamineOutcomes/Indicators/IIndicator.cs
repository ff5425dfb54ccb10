namespace KetamineOutcomes.Indicators;

/// <summary>An indicator over a series: this library's own, or a caller's (<see cref="AssessmentOptions.Custom"/>).</summary>
/// <remarks>It has to be a function of what it is given: no clock, no randomness, no state.</remarks>
public interface IIndicator
{
    /// <summary>The word that tables print as <c>indicator</c>: lower-case words joined by hyphens.</summary>
    string Id { get; }

    /// <summary>Answers for one series.</summary>
    /// <param name="context">The series with its scales.</param>
    /// <returns>The answers, in any order; none where it has nothing to say. No two with the same key.</returns>
    IEnumerable<IndicatorFinding> Assess(SeriesContext context);
}
