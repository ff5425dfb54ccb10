namespace KetamineOutcomes.Instruments.Rules;

/// <summary>One condition of a case and its value.</summary>
public sealed record CaseBranch
{
    internal CaseBranch(RuleNode when, RuleNode then)
    {
        When = when;
        Then = then;
    }

    /// <summary>The condition.</summary>
    public RuleNode When { get; }

    /// <summary>The value if it is the first that holds.</summary>
    public RuleNode Then { get; }
}

/// <summary>The value of the first condition that holds, else another; three-valued under missing items.</summary>
public sealed record CaseNode : RuleNode
{
    internal CaseNode(EquatableArray<CaseBranch> branches, RuleNode otherwise)
    {
        Branches = branches;
        Otherwise = otherwise;
    }

    /// <summary>The conditions, in the order in which they are tried.</summary>
    public EquatableArray<CaseBranch> Branches { get; }

    /// <summary>The value if none holds.</summary>
    public RuleNode Otherwise { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children =>
        Branches.SelectMany(branch => new[] { branch.When, branch.Then }).Append(Otherwise).ToEquatableArray();

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var possible = 0;
        NodeValue joined = default;
        foreach (var branch in Branches.AsSpan())
        {
            var when = branch.When.Evaluate(evaluation);
            if (when.IsDropped || (when.IsKnown && when.Low == 0))
            {
                continue;
            }

            joined = Join(joined, branch.Then.Evaluate(evaluation), possible++);
            if (when.IsTrue)
            {
                return joined;
            }
        }

        return Join(joined, Otherwise.Evaluate(evaluation), possible);
    }

    // Known only if every one of them is, and they agree.
    private static NodeValue Join(NodeValue joined, NodeValue value, int possible)
    {
        if (possible == 0)
        {
            return value;
        }

        var low = Fraction.Min(joined.Low, value.Low);
        var high = ValueRange.MaxHigh(joined.High, value.High);
        return joined.IsKnown && value.IsKnown && high == low
            ? NodeValue.Known(low)
            : new NodeValue(low, high, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var values = parts.Where((_, index) => index % 2 == 1 || index == parts.Count - 1).OfType<ValueRange>().ToList();
        return values.Count == 0
            ? null
            : new ValueRange(values.Select(range => range.Low).Aggregate(Fraction.Min), values.Select(range => range.High).Aggregate(ValueRange.MaxHigh));
    }

    private protected override Grid? DeriveGrid() =>
        MaxNode.UnionGrid(Branches.Select(branch => branch.Then).Append(Otherwise).ToEquatableArray());

    internal override string? FindFault() => AndNode.FindNonCondition(Branches.Select(branch => branch.When).ToEquatableArray());
}
