namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The largest or smallest of the parts of a maximum or minimum, those left out that are dropped.</summary>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Known">How many of them are known.</param>
/// <param name="Low">The lowest value that it can have.</param>
/// <param name="High">The highest, or <see langword="null"/> without an end.</param>
/// <param name="Answered">What it is among the known ones; 0 if there are none.</param>
internal readonly record struct Extremes(int Parts, int Known, Fraction Low, Fraction? High, Fraction Answered)
{
    public static Extremes Of(AggregateNode node, Evaluation evaluation, bool largest)
    {
        var parts = 0;
        var known = 0;
        Fraction low = 0;
        Fraction? high = null;
        Fraction answered = 0;
        foreach (var part in node.Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            low = parts == 0 ? value.Low : Further(low, value.Low, largest);
            high = parts == 0 ? value.High : largest ? ValueRange.MaxHigh(high, value.High) : ValueRange.MinHigh(high, value.High);
            parts++;
            if (value.IsKnown)
            {
                answered = known == 0 ? value.Low : Further(answered, value.Low, largest);
                known++;
            }
        }

        return new Extremes(parts, known, low, high, answered);
    }

    private static Fraction Further(Fraction left, Fraction right, bool largest) => largest ? Fraction.Max(left, right) : Fraction.Min(left, right);

    /// <summary>What the maximum or minimum is worth.</summary>
    public NodeValue ToValue(AggregateNode node, Evaluation evaluation)
    {
        if (Parts == 0)
        {
            return NodeValue.Dropped;
        }

        if (Known == Parts || High == Low)
        {
            return NodeValue.Known(Low);
        }

        return evaluation.MayFill(node, Parts, Known, out _) ? NodeValue.Known(Answered) : new NodeValue(Low, High, IsKnown: false);
    }
}
