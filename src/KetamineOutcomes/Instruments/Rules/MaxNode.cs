namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The largest of its parts; three-valued under missing ones.</summary>
public sealed record MaxNode : AggregateNode
{
    internal MaxNode(string? id, EquatableArray<RuleNode> parts)
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

        var low = values.Select(value => value.Low).Aggregate(Fraction.Max);
        var high = values.Select(value => value.High).Aggregate(ValueRange.MaxHigh);
        if (known == values.Count || high == low)
        {
            return NodeValue.Known(low);
        }

        return evaluation.MayFill(this, values.Count, known, out _)
            ? NodeValue.Known(values.Where(value => value.IsKnown).Select(value => value.Low).Aggregate(Fraction.Max))
            : new NodeValue(low, high, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Max), ranges.Select(range => range.High).Aggregate(ValueRange.MaxHigh));
    }

    private protected override Grid? DeriveGrid() => UnionGrid(Parts);

    internal static Grid? UnionGrid(EquatableArray<RuleNode> parts)
    {
        Grid? union = null;
        foreach (var part in parts)
        {
            if (part.Grid is not { } grid)
            {
                return null;
            }

            union = union is { } u ? Rules.Grid.Union(u, grid) : grid;
        }

        return union;
    }
}
