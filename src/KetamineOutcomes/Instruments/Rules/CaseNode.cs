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
        var possible = new List<NodeValue>();
        foreach (var branch in Branches)
        {
            var when = branch.When.Evaluate(evaluation);
            if (when.IsDropped || (when.IsKnown && when.Low == 0))
            {
                continue;
            }

            possible.Add(branch.Then.Evaluate(evaluation));
            if (when.IsTrue)
            {
                return Join(possible);
            }
        }

        possible.Add(Otherwise.Evaluate(evaluation));
        return Join(possible);
    }

    private static NodeValue Join(List<NodeValue> possible)
    {
        if (possible.Count == 1)
        {
            return possible[0];
        }

        var low = possible.Select(value => value.Low).Aggregate(Fraction.Min);
        var high = possible.Select(value => value.High).Aggregate(ValueRange.MaxHigh);
        return possible.TrueForAll(value => value.IsKnown) && high == low
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
