namespace KetamineOutcomes.Instruments.Rules;

/// <summary>What a part of a rule is worth: one value, or the values that it could still take while items are missing.</summary>
/// <param name="Low">The lowest value possible.</param>
/// <param name="High">The highest value possible, or <see langword="null"/> without an end.</param>
/// <param name="IsKnown">Whether the rule says what it is; if so, low and high are that value.</param>
/// <param name="IsDropped">Whether it left its aggregate as not applicable.</param>
/// <param name="StandardError">The standard error that a table gave, if one did.</param>
internal readonly record struct NodeValue(Fraction Low, Fraction? High, bool IsKnown, bool IsDropped = false, Fraction? StandardError = null)
{
    public static NodeValue Dropped => new(0, 0, IsKnown: false, IsDropped: true);

    public static NodeValue Known(Fraction value, Fraction? standardError = null) => new(value, value, IsKnown: true, StandardError: standardError);

    public static NodeValue Unknown(ValueRange range) => new(range.Low, range.High, IsKnown: false);

    public static NodeValue Logic(bool low, bool high) => new(low ? 1 : 0, high ? 1 : 0, IsKnown: low == high);

    public bool IsTrue => IsKnown && Low != 0;
}
