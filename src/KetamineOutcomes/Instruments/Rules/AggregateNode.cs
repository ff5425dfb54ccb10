namespace KetamineOutcomes.Instruments.Rules;

/// <summary>A part of a rule that combines several others, and to which a missing-item policy may refer by its id.</summary>
public abstract record AggregateNode : RuleNode
{
    private protected AggregateNode(string? id, EquatableArray<RuleNode> parts)
    {
        Id = id;
        Parts = parts;
    }

    /// <summary>The id by which policies name it, or <see langword="null"/>.</summary>
    public string? Id { get; }

    /// <summary>The parts, one or more.</summary>
    public EquatableArray<RuleNode> Parts { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => Parts;
}
