using System.Runtime.InteropServices;

namespace KetamineOutcomes.Statistics;

/// <summary>The straight line through the medians of all pairwise slopes (Theil 1950, Sen 1968): a single odd score moves it little, and real times with unequal gaps are its natural input.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TheilSen
{
    private TheilSen(double slope, double intercept, Interval? slopeInterval)
    {
        Slope = slope;
        Intercept = intercept;
        SlopeInterval = slopeInterval;
    }

    /// <summary>The median of the slopes between all pairs.</summary>
    public double Slope { get; }

    /// <summary>The median of what is left of each value when the slope is taken off: the line at time 0.</summary>
    public double Intercept { get; }

    /// <summary>
    /// The distribution-free interval of the slope (Gilbert 1987: ranks from Kendall's variance with ties, interpolated), or <see langword="null"/> where
    /// so few points have none: below 6 points without ties at 95 %.
    /// </summary>
    public Interval? SlopeInterval { get; }

    /// <summary>Fits the line.</summary>
    /// <param name="times">Times, strictly ascending.</param>
    /// <param name="values">As many values, at least 2.</param>
    /// <param name="confidence">The confidence of the interval, for example 0.95.</param>
    public static TheilSen Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> values, double confidence)
    {
        TimeSeries.Require(times, values, 2);
        var slopes = new double[times.Length * (times.Length - 1) / 2];
        var next = 0;
        for (var i = 0; i < times.Length; i++)
        {
            for (var j = i + 1; j < times.Length; j++)
            {
                slopes[next++] = (values[j] - values[i]) / (times[j] - times[i]);
            }
        }

        Array.Sort(slopes);
        var slope = Ordered.Median(slopes);
        var rests = new double[times.Length];
        for (var i = 0; i < rests.Length; i++)
        {
            rests[i] = values[i] - (slope * times[i]);
        }

        var width = NormalDistribution.Quantile((1 + confidence) / 2) * Math.Sqrt(MannKendall.Variance(values));
        var low = (slopes.Length - width) / 2;
        var high = ((slopes.Length + width) / 2) + 1;
        Interval? interval = low >= 1 && high <= slopes.Length ? new Interval(Ordered.AtRank(slopes, low), Ordered.AtRank(slopes, high)) : null;
        return new TheilSen(slope, Ordered.Median(rests), interval);
    }
}
