namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The smallest of its parts; three-valued under missing ones.</summary>
public sealed record MinNode : AggregateNode
{
    internal MinNode(string? id, EquatableArray<RuleNode> parts)
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

        var low = values.Select(value => value.Low).Aggregate(Fraction.Min);
        var high = values.Select(value => value.High).Aggregate(ValueRange.MinHigh);
        if (known == values.Count || high == low)
        {
            return NodeValue.Known(low);
        }

        return evaluation.MayFill(this, values.Count, known, out _)
            ? NodeValue.Known(values.Where(value => value.IsKnown).Select(value => value.Low).Aggregate(Fraction.Min))
            : new NodeValue(low, high, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Min), ranges.Select(range => range.High).Aggregate(ValueRange.MinHigh));
    }

    private protected override Grid? DeriveGrid() => MaxNode.UnionGrid(Parts);
}
