namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A part times a number.</summary>
public sealed record WeightNode : UnaryNode
{
    internal WeightNode(RuleNode of, Fraction by)
        : base(of) => By = by;

    /// <summary>The number, not 0.</summary>
    public Fraction By { get; }

    internal override NodeValue Evaluate(Evaluation evaluation) => LinearNode.Apply(Of.Evaluate(evaluation), By, 0);

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => LinearNode.Apply(parts[0], By, 0);

    private protected override Grid? DeriveGrid() => Of.Grid?.Times(By);

    internal override string? FindFault() => By == 0 ? "a weight of 0 hides its part" : null;
}
