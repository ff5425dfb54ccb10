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
        var values = EvaluateParts(evaluation, out _);
        return values.Count == 0
            ? NodeValue.Dropped
            : NodeValue.Logic(values.Exists(value => value.Low != 0), values.Exists(value => value.High != 0));
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => AndNode.LogicRange(parts);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault() => AndNode.FindNonCondition(Parts);
}
