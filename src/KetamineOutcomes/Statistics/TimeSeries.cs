namespace KetamineOutcomes.Statistics;

/// <summary>What every estimator over times and values asks of its input.</summary>
internal static class TimeSeries
{
    /// <summary>Throws unless there are enough points, as many times as values, all finite, the times strictly ascending.</summary>
    public static void Require(ReadOnlySpan<double> times, ReadOnlySpan<double> values, int atLeast)
    {
        if (times.Length != values.Length)
        {
            throw new ArgumentException("There must be as many times as values.", nameof(values));
        }

        if (times.Length < atLeast)
        {
            throw new ArgumentException("There are too few points.", nameof(times));
        }

        for (var i = 0; i < times.Length; i++)
        {
            if (!double.IsFinite(times[i]) || !double.IsFinite(values[i]))
            {
                throw new ArgumentException("A time or a value is no finite number.", nameof(values));
            }

            if (i > 0 && times[i] <= times[i - 1])
            {
                throw new ArgumentException("The times must ascend strictly.", nameof(times));
            }
        }
    }
}
