using System.Runtime.InteropServices;

namespace KetamineOutcomes.Statistics;

/// <summary>The straight line of least squares, with or without weights.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeastSquares
{
    private LeastSquares(double slope, double intercept, double meanTime, double weight, double spread, double squares, int count)
    {
        Slope = slope;
        Intercept = intercept;
        MeanTime = meanTime;
        Weight = weight;
        Spread = spread;
        SumOfSquares = squares;
        Count = count;
    }

    /// <summary>The change per unit of time.</summary>
    public double Slope { get; }

    /// <summary>The line at time 0.</summary>
    public double Intercept { get; }

    /// <summary>The weighted mean of the times.</summary>
    public double MeanTime { get; }

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; }

    /// <summary>The weighted sum of squares of the times about their mean.</summary>
    public double Spread { get; }

    /// <summary>The weighted sum of squares that the line leaves.</summary>
    public double SumOfSquares { get; }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>The SD about the line as the points themselves show it, or <see langword="null"/> for two points.</summary>
    public double? ResidualSd => Count > 2 ? Math.Sqrt(SumOfSquares / (Count - 2)) : null;

    /// <summary>The line at a time.</summary>
    public double At(double time) => Intercept + (Slope * time);

    /// <summary>The standard error of the slope if the SD of a value of weight 1 is known.</summary>
    public double SlopeError(double sd) => sd / Math.Sqrt(Spread);

    /// <summary>The standard error of the line at a time if the SD of a value of weight 1 is known.</summary>
    public double ErrorAt(double time, double sd) => sd * Math.Sqrt((1 / Weight) + ((time - MeanTime) * (time - MeanTime) / Spread));

    /// <summary>Fits the line, every point alike.</summary>
    /// <param name="times">Times, strictly ascending.</param>
    /// <param name="values">As many values, at least 2.</param>
    public static LeastSquares Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> values) => Fit(times, values, []);

    /// <summary>Fits the line with weights.</summary>
    /// <param name="times">Times, strictly ascending.</param>
    /// <param name="values">As many values, at least 2.</param>
    /// <param name="weights">As many weights above 0, or none for all alike.</param>
    public static LeastSquares Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        TimeSeries.Require(times, values, 2);
        if (!weights.IsEmpty && weights.Length != times.Length)
        {
            throw new ArgumentException("There must be as many weights as values.", nameof(weights));
        }

        double weight = 0;
        double time = 0;
        double value = 0;
        for (var i = 0; i < times.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(w, nameof(weights));
            weight += w;
            time += w * times[i];
            value += w * values[i];
        }

        time /= weight;
        value /= weight;
        double spread = 0;
        double product = 0;
        for (var i = 0; i < times.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            spread += w * (times[i] - time) * (times[i] - time);
            product += w * (times[i] - time) * (values[i] - value);
        }

        var slope = product / spread;
        double squares = 0;
        for (var i = 0; i < times.Length; i++)
        {
            var rest = values[i] - value - (slope * (times[i] - time));
            squares += (weights.IsEmpty ? 1 : weights[i]) * rest * rest;
        }

        return new LeastSquares(slope, value - (slope * time), time, weight, spread, squares, times.Length);
    }
}
