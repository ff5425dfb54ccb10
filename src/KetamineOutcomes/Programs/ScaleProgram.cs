using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Programs;

/// <summary>What an item's state is after a skip was applied to it.</summary>
internal sealed record ItemVersion(int Item, int Version, Condition Known, Number Value);

/// <summary>One scale under one missing-item policy, as an engine computes it.</summary>
internal sealed record ScaleProgram
{
    public required Scale Scale { get; init; }

    public required MissingPolicy Policy { get; init; }

    /// <summary>The indexes of the items that the rule uses, ascending.</summary>
    public required EquatableArray<int> Items { get; init; }

    /// <summary>Whether there is a score, provided that nothing is wrong.</summary>
    public required Condition Known { get; init; }

    public required Number Numerator { get; init; }

    public required Number Denominator { get; init; }

    /// <summary>Whether the form is invalid for this scale.</summary>
    public required Condition Invalid { get; init; }

    public required Condition Prorated { get; init; }

    /// <summary>Whether an item was taken out as not applicable, so that the bands of the full form do not hold.</summary>
    public required Condition LeftOut { get; init; }

    /// <summary>How many of the items have a usable answer.</summary>
    public required Number Answered { get; init; }

    /// <summary>The score times ten to the scale's decimals, rounded once, half away from zero.</summary>
    public Number Rounded => Round(Numerator, Denominator, Power(Scale.Decimals));

    /// <summary>Whether the exact score is at least a value.</summary>
    public Condition AtLeast(Fraction value) =>
        Condition.AtLeast(Number.Multiply(Numerator, Number.From(value.Denominator)), Number.Multiply(Denominator, Number.From(value.Numerator)));

    public static Int128 Power(int decimals)
    {
        Int128 power = 1;
        for (var i = 0; i < decimals; i++)
        {
            power *= 10;
        }

        return power;
    }

    /// <summary>A fraction times a factor, rounded half away from zero.</summary>
    public static Number Round(Number numerator, Number denominator, Int128 factor)
    {
        if (denominator.Fixed is { } fixedDenominator && factor % fixedDenominator == 0)
        {
            return Number.Multiply(numerator, Number.From(factor / fixedDenominator));
        }

        Number Half(Number size) => Number.Divide(
            Number.Add(Number.Multiply(size, Number.From(2 * factor)), denominator),
            Number.Multiply(denominator, Number.From(2)));
        return numerator.Low >= 0
            ? Half(numerator)
            : Number.Choose(
                Condition.AtMost(numerator, Number.From(-1)),
                Number.Negate(Half(Number.Negate(numerator))),
                Half(numerator));
    }
}
