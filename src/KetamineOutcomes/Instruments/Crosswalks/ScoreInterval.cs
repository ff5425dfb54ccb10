namespace KetamineOutcomes.Instruments.Crosswalks;

/// <summary>The scores from a lowest to a highest one, both inside; one score where they are equal.</summary>
/// <remarks>A table that gives "14-15" gives an interval, and it stays one: no middle is made of it. <c>default</c> is the score 0.</remarks>
public readonly record struct ScoreInterval
{
    internal ScoreInterval(Fraction low, Fraction high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The lowest score, in the unit of its scale.</summary>
    public Fraction Low { get; }

    /// <summary>The highest score, in the unit of its scale.</summary>
    public Fraction High { get; }

    /// <summary>Whether it is one score only.</summary>
    public bool IsSingle => Low == High;

    /// <summary>Whether a score lies inside, ends included.</summary>
    /// <param name="score">The score.</param>
    /// <returns><see langword="true"/> if it is neither below the lowest nor above the highest.</returns>
    public bool Contains(Fraction score) => score >= Low && score <= High;

    /// <summary>For example <c>7</c> or <c>14 to 15</c>.</summary>
    /// <returns>The interval as text.</returns>
    public override string ToString() => IsSingle ? Low.ToString() : $"{Low} to {High}";
}
