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
        var parts = 0;
        var low = 0;
        var high = 0;
        foreach (var part in Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            parts++;
            low += value.Low >= Value ? 1 : 0;
            high += value.High is not { } h || h >= Value ? 1 : 0;
        }

        return parts == 0 ? NodeValue.Dropped : new NodeValue(low, high, IsKnown: low == high);
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
