namespace KetamineOutcomes.Indicators.Drift;

/// <summary>One time at which a worsening may have begun.</summary>
/// <param name="From">The day of the visit before (or the watch's first day).</param>
/// <param name="To">The day of the visit after.</param>
/// <param name="Rate">The probability, given any worsening, that it began there and goes on at a rate.</param>
/// <param name="Step">The probability, given any worsening, that it was a step there.</param>
internal readonly record struct DriftOnset(double From, double To, double Rate, double Step);
