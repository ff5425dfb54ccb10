namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A part times an exact fraction, plus another.</summary>
public sealed record LinearNode : UnaryNode
{
    internal LinearNode(RuleNode of, Fraction multiply, Fraction add)
        : base(of)
    {
        Multiply = multiply;
        Add = add;
    }

    /// <summary>The factor, not 0.</summary>
    public Fraction Multiply { get; }

    /// <summary>The term.</summary>
    public Fraction Add { get; }

    internal override NodeValue Evaluate(Evaluation evaluation) => Apply(Of.Evaluate(evaluation), Multiply, Add);

    internal static NodeValue Apply(NodeValue value, Fraction multiply, Fraction add)
    {
        if (value.IsDropped)
        {
            return value;
        }

        if (value.IsKnown)
        {
            return NodeValue.Known((value.Low * multiply) + add);
        }

        var range = Apply(new ValueRange(value.Low, value.High), multiply, add)!.Value;
        return NodeValue.Unknown(range);
    }

    internal static ValueRange? Apply(ValueRange? part, Fraction multiply, Fraction add)
    {
        if (part is not { } range)
        {
            return null;
        }

        var low = (range.Low * multiply) + add;
        var high = range.High is { } h ? (h * multiply) + add : (Fraction?)null;
        return multiply < 0 && high is { } reflected ? new ValueRange(reflected, low) : new ValueRange(low, high);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => Apply(parts[0], Multiply, Add);

    private protected override Grid? DeriveGrid() => Of.Grid?.Times(Multiply).Plus(Add);

    internal override string? FindFault() =>
        Multiply == 0 ? "a factor of 0 hides its part"
        : Multiply < 0 && Of.Range.High is null ? "a part without an upper end cannot have a negative factor"
        : null;
}
