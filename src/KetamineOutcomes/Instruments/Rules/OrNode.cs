namespace KetamineOutcomes.Instruments.Rules;

/// <summary>Whether at least one of its parts holds (0 or 1); three-valued under missing ones.</summary>
public sealed record OrNode : AggregateNode
{
    internal OrNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var parts = 0;
        var low = false;
        var high = false;
        foreach (var part in Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            parts++;
            low |= value.Low != 0;
            high |= value.High != 0;
        }

        return parts == 0 ? NodeValue.Dropped : NodeValue.Logic(low, high);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => AndNode.LogicRange(parts);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault() => AndNode.FindNonCondition(Parts);
}
