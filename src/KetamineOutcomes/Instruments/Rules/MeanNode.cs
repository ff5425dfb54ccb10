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
        var totals = Totals.Of(this, evaluation);
        if (totals.Parts == 0)
        {
            return NodeValue.Dropped;
        }

        if (totals.Known == totals.Parts)
        {
            return NodeValue.Known(totals.Low / totals.Parts);
        }

        if (evaluation.MayFill(this, totals.Parts, totals.Known, out var roundTo))
        {
            var filled = totals.Answered / totals.Known;
            return NodeValue.Known(roundTo is { } decimals ? Fraction.FromDecimal(filled.Round(decimals)) : filled);
        }

        return new NodeValue(totals.Low / totals.Parts, totals.High / totals.Parts, IsKnown: false);
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
