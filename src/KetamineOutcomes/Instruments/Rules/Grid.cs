namespace KetamineOutcomes.Instruments.Rules;

/// <summary>Evenly spaced values: offset + k * step. A step of 0 is the single value.</summary>
/// <param name="Offset">One of the values.</param>
/// <param name="Step">The distance, 0 or more.</param>
internal readonly record struct Grid(Fraction Offset, Fraction Step)
{
    public bool IsInteger => Offset.IsInteger && Step.IsInteger;

    // A value on the grid has no denominator but one of the grid's own. Any other is told apart before the arithmetic, which it could overflow.
    public bool Contains(Fraction value) => Step == 0 ? value == Offset
        : (Int128)Offset.Denominator * Step.Denominator % value.Denominator == 0 && ((value - Offset) / Step).IsInteger;

    /// <summary>Whether a value is what one of the values becomes when rounded.</summary>
    public bool ContainsRounded(Fraction value, int decimals)
    {
        if (Step == 0)
        {
            return value == Fraction.FromDecimal(Offset.Round(decimals));
        }

        // What was rounded is a decimal of no more places; here too the arithmetic is for those alone.
        if (Fraction.FromDecimal(value.Round(decimals)) != value)
        {
            return false;
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
