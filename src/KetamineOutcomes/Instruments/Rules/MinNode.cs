namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The smallest of its parts; three-valued under missing ones.</summary>
public sealed record MinNode : AggregateNode
{
    internal MinNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation) => Extremes.Of(this, evaluation, largest: false).ToValue(this, evaluation);

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Min), ranges.Select(range => range.High).Aggregate(ValueRange.MinHigh));
    }

    private protected override Grid? DeriveGrid() => MaxNode.UnionGrid(Parts);
}
