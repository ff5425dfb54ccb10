namespace KetamineOutcomes.Instruments.Rules;

/// <summary>Whether a part is on the right side of a value (0 or 1): at least, or at most.</summary>
public sealed record ThresholdNode : UnaryNode
{
    internal ThresholdNode(RuleNode of, Comparator comparator, Fraction value)
        : base(of)
    {
        Comparator = comparator;
        Value = value;
    }

    /// <summary><see cref="Comparator.AtLeast"/> or <see cref="Comparator.AtMost"/>.</summary>
    public Comparator Comparator { get; }

    /// <summary>The value.</summary>
    public Fraction Value { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var value = Of.Evaluate(evaluation);
        if (value.IsDropped)
        {
            return value;
        }

        return Comparator == Comparator.AtLeast
            ? NodeValue.Logic(value.Low >= Value, value.High is not { } high || high >= Value)
            : NodeValue.Logic(value.High is { } top && top <= Value, value.Low <= Value);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => AndNode.LogicRange(parts);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);
}
