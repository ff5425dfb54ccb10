namespace KetamineOutcomes.Instruments;

/// <summary>How a value is held against a threshold.</summary>
public enum Comparator
{
    /// <summary>The value is the threshold or more.</summary>
    AtLeast,

    /// <summary>The value is more than the threshold.</summary>
    MoreThan,

    /// <summary>The value is the threshold or less.</summary>
    AtMost,

    /// <summary>The value is less than the threshold.</summary>
    LessThan,
}

/// <summary>Applies and prints a <see cref="Comparator"/>.</summary>
public static class Comparators
{
    /// <summary>Whether a value meets a threshold, exactly and without rounding.</summary>
    /// <param name="comparator">How to compare.</param>
    /// <param name="value">The value.</param>
    /// <param name="threshold">The threshold.</param>
    /// <returns><see langword="true"/> if it does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The comparator is none of the four.</exception>
    public static bool Holds(this Comparator comparator, Fraction value, Fraction threshold) => comparator switch
    {
        Comparator.AtLeast => value >= threshold,
        Comparator.MoreThan => value > threshold,
        Comparator.AtMost => value <= threshold,
        Comparator.LessThan => value < threshold,
        _ => throw new ArgumentOutOfRangeException(nameof(comparator)),
    };

    internal static bool TryParseSign(string sign, out Comparator comparator)
    {
        (var found, comparator) = sign switch
        {
            ">=" => (true, Comparator.AtLeast),
            ">" => (true, Comparator.MoreThan),
            "<=" => (true, Comparator.AtMost),
            "<" => (true, Comparator.LessThan),
            _ => (false, default),
        };
        return found;
    }

    /// <summary>The comparator as a sign: <c>&gt;=</c>, <c>&gt;</c>, <c>&lt;=</c>, <c>&lt;</c>.</summary>
    /// <param name="comparator">The comparator.</param>
    /// <returns>The sign.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The comparator is none of the four.</exception>
    public static string ToSign(this Comparator comparator) => comparator switch
    {
        Comparator.AtLeast => ">=",
        Comparator.MoreThan => ">",
        Comparator.AtMost => "<=",
        Comparator.LessThan => "<",
        _ => throw new ArgumentOutOfRangeException(nameof(comparator)),
    };
}
