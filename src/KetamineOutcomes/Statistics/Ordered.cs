namespace KetamineOutcomes.Statistics;

/// <summary>What the order of numbers gives: medians, and values between ranks.</summary>
internal static class Ordered
{
    /// <summary>The median; the mean of the two middle values of an even number.</summary>
    /// <param name="values">At least one value, in any order.</param>
    public static double Median(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A median needs a value.", nameof(values));
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The value at a rank of sorted values, on the straight line between the two ranks beside it.</summary>
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="rank">From 1 to the number of values.</param>
    public static double AtRank(ReadOnlySpan<double> sorted, double rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, sorted.Length);
        var below = (int)Math.Floor(rank);
        var left = sorted[below - 1];
        return below == sorted.Length ? left : left + ((rank - below) * (sorted[below] - left));
    }
}
