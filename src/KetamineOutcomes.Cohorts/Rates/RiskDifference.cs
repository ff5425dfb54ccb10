namespace KetamineOutcomes.Cohorts.Rates;

/// <summary>The difference of two shares of different people.</summary>
/// <param name="Value">The first share minus the second, -1 to 1.</param>
/// <param name="Interval">Newcombe's interval of it.</param>
public sealed record RiskDifference(double Value, NumberInterval Interval)
{
    /// <summary>The first share minus the second, -1 to 1.</summary>
    public double Value { get; } = Value;

    /// <summary>Newcombe's interval of it.</summary>
    public NumberInterval Interval { get; } = Interval;

    /// <summary>Compares two shares.</summary>
    /// <param name="one">One group.</param>
    /// <param name="other">Another, with nobody in common.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <returns>The difference with Newcombe's hybrid score interval, without continuity correction; <see langword="null"/> where a group is empty.</returns>
    /// <remarks>Newcombe RG. Stat Med 1998;17:873-890, method 10: Wilson's intervals of both shares, put together.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static RiskDifference? Between(Proportion one, Proportion other, double level = 0.95)
    {
        if (one.Wilson(level) is not { } first || other.Wilson(level) is not { } second)
        {
            return null;
        }

        var (p, q) = ((double)one.Count / one.Of, (double)other.Count / other.Of);
        var difference = p - q;
        var below = Math.Sqrt(Square(p - first.Low) + Square(second.High - q));
        var above = Math.Sqrt(Square(first.High - p) + Square(q - second.Low));
        return new RiskDifference(difference, new NumberInterval(difference - below, difference + above, level));
    }

    private static double Square(double value) => value * value;
}
