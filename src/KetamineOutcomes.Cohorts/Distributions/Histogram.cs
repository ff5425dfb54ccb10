namespace KetamineOutcomes.Cohorts.Distributions;

/// <summary>Adds up how often things occur, in their order.</summary>
internal static class Histogram
{
    /// <summary>Collects bins; one that is named twice is added up, and an empty one is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static SortedDictionary<T, long> Collect<T>(IEnumerable<(T Value, long Times)> bins, IComparer<T>? order = null)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(bins);
        var counts = new SortedDictionary<T, long>(order);
        foreach (var (value, times) in bins)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(times, nameof(bins));
            if (times > 0)
            {
                counts[value] = counts.GetValueOrDefault(value) + times;
            }
        }

        return counts;
    }
}
