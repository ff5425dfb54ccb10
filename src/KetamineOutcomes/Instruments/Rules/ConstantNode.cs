namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A number that the rule itself states.</summary>
public sealed record ConstantNode : RuleNode
{
    internal ConstantNode(Fraction value) => Value = value;

    /// <summary>The number.</summary>
    public Fraction Value { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [];

    internal override NodeValue Evaluate(Evaluation evaluation) => NodeValue.Known(Value);

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => new ValueRange(Value, Value);

    private protected override Grid? DeriveGrid() => new Grid(Value, 0);
}
