namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The sum of its parts.</summary>
public sealed record SumNode : AggregateNode
{
    internal SumNode(string? id, EquatableArray<RuleNode> parts)
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
            return NodeValue.Known(totals.Low);
        }

        if (evaluation.MayFill(this, totals.Parts, totals.Known, out var roundTo))
        {
            var filled = totals.Answered * totals.Parts / totals.Known;
            return NodeValue.Known(roundTo is { } decimals ? Fraction.FromDecimal(filled.Round(decimals)) : filled);
        }

        return new NodeValue(totals.Low, totals.High, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        Fraction low = 0;
        Fraction? high = 0;
        var any = false;
        foreach (var part in parts)
        {
            if (part is { } range)
            {
                any = true;
                low += range.Low;
                high = ValueRange.AddHigh(high, range.High);
            }
        }

        return any ? new ValueRange(low, high) : null;
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

        return sum;
    }
}
