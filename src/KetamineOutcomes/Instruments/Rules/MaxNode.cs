namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The largest of its parts; three-valued under missing ones.</summary>
public sealed record MaxNode : AggregateNode
{
    internal MaxNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation) => Extremes.Of(this, evaluation, largest: true).ToValue(this, evaluation);

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
