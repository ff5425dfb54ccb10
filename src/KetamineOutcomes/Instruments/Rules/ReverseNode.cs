namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A part reflected on its own range: lowest plus highest minus the value.</summary>
public sealed record ReverseNode : UnaryNode
{
    internal ReverseNode(RuleNode of)
        : base(of)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation) => LinearNode.Apply(Of.Evaluate(evaluation), -1, Ends);

    private Fraction Ends => Of.Range.Low + (Of.Range.High ?? 0);

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => LinearNode.Apply(parts[0], -1, Ends);

    private protected override Grid? DeriveGrid() => Of.Grid?.Times(-1).Plus(Ends);

    internal override string? FindFault() => Of.Range.High is null ? "a part without an upper end cannot be reversed" : null;
}
