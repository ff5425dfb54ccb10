namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A part of a rule that changes one other.</summary>
public abstract record UnaryNode : RuleNode
{
    private protected UnaryNode(RuleNode of) => Of = of;

    /// <summary>The part that is changed.</summary>
    public RuleNode Of { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [Of];
}
