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

    private protected List<NodeValue> EvaluateParts(Evaluation evaluation, out int known)
    {
        var values = new List<NodeValue>(Parts.Count);
        known = 0;
        foreach (var part in Parts)
        {
            var value = part.Evaluate(evaluation);
            if (value.IsDropped)
            {
                continue;
            }

            values.Add(value);
            if (value.IsKnown)
            {
                known++;
            }
        }

        return values;
    }
}
