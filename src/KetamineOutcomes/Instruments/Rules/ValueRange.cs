namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The values that a part of a rule can take, from lowest to highest.</summary>
/// <remarks>Derived from the items, never declared; <c>default</c> is 0 to 0.</remarks>
public readonly record struct ValueRange
{
    internal ValueRange(Fraction low, Fraction? high)
    {
        Low = low;
        IsOpen = high is null;
        Bound = high ?? 0;
    }

    /// <summary>The lowest value.</summary>
    public Fraction Low { get; }

    /// <summary>The highest value, or <see langword="null"/> where there is none (an open count).</summary>
    public Fraction? High => IsOpen ? null : Bound;

    private bool IsOpen { get; }

    private Fraction Bound { get; }

    /// <summary>Whether a value lies inside.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="true"/> if it is neither below the lowest nor above the highest.</returns>
    public bool Contains(Fraction value) => value >= Low && (High is not { } high || value <= high);

    /// <summary>For example <c>0 to 27</c>.</summary>
    /// <returns>The range as text.</returns>
    public override string ToString() => High is { } high ? $"{Low} to {high}" : $"{Low} or more";

    internal static Fraction? AddHigh(Fraction? left, Fraction? right) => left is { } l && right is { } r ? l + r : null;

    internal static Fraction? MaxHigh(Fraction? left, Fraction? right) => left is { } l && right is { } r ? Fraction.Max(l, r) : null;

    internal static Fraction? MinHigh(Fraction? left, Fraction? right) => (left, right) switch
    {
        ({ } l, { } r) => Fraction.Min(l, r),
        ({ } l, null) => l,
        (null, { } r) => r,
        _ => null,
    };
}

/// <summary>Evenly spaced values: offset + k * step. A step of 0 is the single value.</summary>
/// <param name="Offset">One of the values.</param>
/// <param name="Step">The distance, 0 or more.</param>
internal readonly record struct Grid(Fraction Offset, Fraction Step)
{
    public bool IsInteger => Offset.IsInteger && Step.IsInteger;

    public bool Contains(Fraction value) => Step == 0 ? value == Offset : ((value - Offset) / Step).IsInteger;

    /// <summary>Whether a value is what one of the values becomes when rounded.</summary>
    public bool ContainsRounded(Fraction value, int decimals)
    {
        if (Step == 0)
        {
            return value == Fraction.FromDecimal(Offset.Round(decimals));
        }

        // Only the two neighbours on the grid can be the nearest.
        var steps = (value - Offset) / Step;
        var below = Offset + (Step * Floor(steps));
        return value == Fraction.FromDecimal(below.Round(decimals)) || value == Fraction.FromDecimal((below + Step).Round(decimals));
    }

    private static Fraction Floor(Fraction value) => new(Math.DivRem(value.Numerator, value.Denominator) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient, 1);

    public static Grid Union(Grid left, Grid right) =>
        new(left.Offset, Join(Join(left.Step, right.Step), Fraction.Abs(left.Offset - right.Offset)));

    public static Grid Sum(Grid left, Grid right) => new(left.Offset + right.Offset, Join(left.Step, right.Step));

    public Grid Times(Fraction factor) => new(Offset * factor, Step * Fraction.Abs(factor));

    public Grid Plus(Fraction term) => new(Offset + term, Step);

    private static Fraction Join(Fraction left, Fraction right) =>
        left == 0 ? right : right == 0 ? left : Fraction.GreatestCommonDivisor(left, right);
}
