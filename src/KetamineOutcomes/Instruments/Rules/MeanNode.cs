namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The arithmetic mean of its parts, exact.</summary>
public sealed record MeanNode : AggregateNode
{
    internal MeanNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        Fraction low = 0;
        Fraction? high = 0;
        Fraction answered = 0;
        foreach (var value in values)
        {
            low += value.Low;
            high = ValueRange.AddHigh(high, value.High);
            if (value.IsKnown)
            {
                answered += value.Low;
            }
        }

        if (known == values.Count)
        {
            return NodeValue.Known(low / values.Count);
        }

        if (evaluation.MayFill(this, values.Count, known, out var roundTo))
        {
            var filled = answered / known;
            return NodeValue.Known(roundTo is { } decimals ? Fraction.FromDecimal(filled.Round(decimals)) : filled);
        }

        return new NodeValue(low / values.Count, high / values.Count, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        Fraction low = 0;
        Fraction? high = 0;
        var count = 0;
        foreach (var part in parts)
        {
            if (part is { } range)
            {
                count++;
                low += range.Low;
                high = ValueRange.AddHigh(high, range.High);
            }
        }

        return count == 0 ? null : new ValueRange(low / count, high / count);
    }

    private protected override Grid? DeriveGrid()
    {
        var sum = new Grid(0, 0);
        foreach (var part in Parts)
        {
            if (part.Grid is not { } grid)
            {
                return null;
            }

            sum = Rules.Grid.Sum(sum, grid);
        }

        return sum.Times(new Fraction(1, Parts.Count));
    }
}
