namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The parts of a sum or mean added up, those left out that are dropped.</summary>
/// <param name="Parts">How many parts there are.</param>
/// <param name="Known">How many of them are known.</param>
/// <param name="Low">The lowest that all can add up to.</param>
/// <param name="High">The highest, or <see langword="null"/> without an end.</param>
/// <param name="Answered">What the known ones add up to.</param>
internal readonly record struct Totals(int Parts, int Known, Fraction Low, Fraction? High, Fraction Answered)
{
    public static Totals Of(AggregateNode node, Evaluation evaluation)
    {
        var parts = 0;
        var known = 0;
        Fraction low = 0;
        Fraction? high = 0;
        Fraction answered = 0;
        foreach (var part in node.Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            parts++;
            low += value.Low;
            high = ValueRange.AddHigh(high, value.High);
            if (value.IsKnown)
            {
                known++;
                answered += value.Low;
            }
        }

        return new Totals(parts, known, low, high, answered);
    }
}
