namespace KetamineOutcomes.Instruments.Rules;

/// <summary>How many of its parts are a value or more; three-valued under missing ones.</summary>
public sealed record CountNode : AggregateNode
{
    internal CountNode(string? id, EquatableArray<RuleNode> parts, Fraction value)
        : base(id, parts) => Value = value;

    /// <summary>The value that a part must reach to count.</summary>
    public Fraction Value { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out _);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        var low = values.Count(value => value.Low >= Value);
        var high = values.Count(value => value.High is not { } h || h >= Value);
        return new NodeValue(low, high, IsKnown: low == high);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Count(range => range.Low >= Value), ranges.Count(range => range.High is not { } h || h >= Value));
    }

    private protected override Grid? DeriveGrid() => new Grid(0, 1);
}
