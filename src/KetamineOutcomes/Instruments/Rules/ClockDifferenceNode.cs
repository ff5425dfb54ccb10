namespace KetamineOutcomes.Instruments.Rules;

/// <summary>Minutes from one time of day to the next occurrence of another, modulo 24 hours.</summary>
public sealed record ClockDifferenceNode : RuleNode
{
    internal ClockDifferenceNode(RuleNode from, RuleNode to)
    {
        From = from;
        To = to;
    }

    /// <summary>The earlier time of day.</summary>
    public RuleNode From { get; }

    /// <summary>The later time of day; before <see cref="From"/> on the clock it belongs to the next day.</summary>
    public RuleNode To { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [From, To];

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var from = From.Evaluate(evaluation);
        var to = To.Evaluate(evaluation);
        if (from.IsDropped || to.IsDropped)
        {
            return NodeValue.Dropped;
        }

        if (!from.IsKnown || !to.IsKnown)
        {
            return NodeValue.Unknown(Range);
        }

        var minutes = to.Low - from.Low;
        return NodeValue.Known(minutes < 0 ? minutes + 1440 : minutes);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        parts.Any(part => part is null) ? null : new ValueRange(0, 1439);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault()
    {
        foreach (var part in Children)
        {
            if (part is not ItemNode || part.Range.Low < 0 || part.Range.High is not { } high || high > 1439)
            {
                return "both parts must be items that take a time of day";
            }
        }

        return null;
    }
}
