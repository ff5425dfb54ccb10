namespace KetamineOutcomes.Statistics;

/// <summary>The weighted mean of values.</summary>
internal static class WeightedMean
{
    /// <summary>The sum of weight times value over the sum of the weights.</summary>
    /// <param name="values">At least one value.</param>
    /// <param name="weights">As many weights, 0 or more, not all 0.</param>
    public static double Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length)
        {
            throw new ArgumentException("There must be as many weights as values.", nameof(weights));
        }

        double sum = 0;
        double weight = 0;
        for (var i = 0; i < values.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weights[i], nameof(weights));
            sum += weights[i] * values[i];
            weight += weights[i];
        }

        return weight > 0 ? sum / weight : throw new ArgumentException("The weights sum to 0.", nameof(weights));
    }
}
