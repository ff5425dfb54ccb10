namespace KetamineOutcomes.Instruments.Rules;

/// <summary>One part divided by another; a divisor of zero is an issue.</summary>
public sealed record QuotientNode : RuleNode
{
    internal QuotientNode(RuleNode of, RuleNode by)
    {
        Of = of;
        By = by;
    }

    /// <summary>What is divided, 0 or more.</summary>
    public RuleNode Of { get; }

    /// <summary>What it is divided by, 0 or more.</summary>
    public RuleNode By { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [Of, By];

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var of = Of.Evaluate(evaluation);
        var by = By.Evaluate(evaluation);
        if (of.IsDropped || by.IsDropped)
        {
            return NodeValue.Dropped;
        }

        if (!of.IsKnown || !by.IsKnown)
        {
            return NodeValue.Unknown(Range);
        }

        if (by.Low == 0)
        {
            evaluation.Issues.Add(new Issue(IssueCodes.DivisionByZero, IssueSeverity.Error, "The rule divides by a length of time that is zero."));
            return NodeValue.Unknown(Range);
        }

        return NodeValue.Known(of.Low / by.Low);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        if (parts[0] is not { } of || parts[1] is not { } by)
        {
            return null;
        }

        var low = by.High is { } top && top != 0 ? of.Low / top : 0;
        var high = of.High is { } ofHigh && by.Low > 0 ? ofHigh / by.Low : (Fraction?)null;
        return new ValueRange(low, high);
    }

    private protected override Grid? DeriveGrid() => null;

    internal override string? FindFault() =>
        Of.Range.Low < 0 || By.Range.Low < 0 ? "a quotient is defined for parts of 0 or more" : null;
}
