namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The one of its parts that was answered; that two were is an issue (HAM-D 16A and 16B).</summary>
public sealed record OneOfNode : AggregateNode
{
    internal OneOfNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var parts = 0;
        var known = 0;
        NodeValue answered = default;
        foreach (var part in Parts.AsSpan())
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            parts++;
            if (value.IsKnown && known++ == 0)
            {
                answered = value;
            }
        }

        if (parts == 0)
        {
            return NodeValue.Dropped;
        }

        switch (known)
        {
            case 1:
                return answered;
            case 0:
                return NodeValue.Unknown(Range);
            default:
                evaluation.Issues.Add(new Issue(
                    IssueCodes.AlternativesBothAnswered,
                    IssueSeverity.Error,
                    "The form wants one of these items and more than one is answered.",
                    string.Join('+', Parts.OfType<ItemNode>().Select(part => part.Item))));
                return NodeValue.Unknown(Range);
        }
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Min), ranges.Select(range => range.High).Aggregate(ValueRange.MaxHigh));
    }

    private protected override Grid? DeriveGrid() => MaxNode.UnionGrid(Parts);
}
