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
