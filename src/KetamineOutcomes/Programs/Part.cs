namespace KetamineOutcomes.Programs;

/// <summary>The lowest and highest value that a part could still have, over one denominator.</summary>
internal readonly record struct Bounds(Number Low, Number High, Int128 Denominator);

/// <summary>A part of a rule as an engine computes it. Where it is not known its numbers mean nothing.</summary>
internal sealed record Part(Condition Known, Number Numerator, Number Denominator, Func<Bounds> FindBounds)
{
    /// <summary>Whether all beneath it was taken out as not applicable; never together with <see cref="Known"/>.</summary>
    public Condition Dropped { get; init; } = Condition.False;

    /// <summary>Whether the form contradicts itself here: two alternatives answered, a division by zero.</summary>
    public Condition Fault { get; init; } = Condition.False;

    /// <summary>Whether a missing-item policy was needed.</summary>
    public Condition Filled { get; init; } = Condition.False;

    /// <summary>The denominator, where it is the same for every form.</summary>
    public Int128? FixedDenominator => Denominator.Fixed;
}
