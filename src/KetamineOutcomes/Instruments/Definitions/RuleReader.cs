using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>Reads the rule algebra: a text is an item, a number a constant, an object with one member a node.</summary>
internal sealed class RuleReader
{
    private readonly IReadOnlyDictionary<string, (Item Item, int Index)> _items;

    public RuleReader(IReadOnlyDictionary<string, (Item Item, int Index)> items) => _items = items;

    /// <summary>The ids of the aggregates read since the last call, for the policies that refer to them.</summary>
    public Dictionary<string, AggregateNode> Aggregates { get; } = new(StringComparer.Ordinal);

    public RuleNode Read(StrictValue value)
    {
        var node = ReadUnchecked(value);
        if (node.FindFault() is { } fault)
        {
            value.Fail(IssueCodes.DefinitionRule, $"The rule cannot be evaluated: {fault}.");
        }

        return node;
    }

    private RuleNode ReadUnchecked(StrictValue value)
    {
        switch (value.Kind)
        {
            case System.Text.Json.JsonValueKind.String when !value.TryNumber(out _):
                return ReadItem(value);
            case System.Text.Json.JsonValueKind.String:
            case System.Text.Json.JsonValueKind.Number:
                return new ConstantNode(value.Number());
            case System.Text.Json.JsonValueKind.Object:
                return ReadNode(value);
            default:
                value.FailValue("an item id, a number or a rule node");
                return new ConstantNode(0);
        }
    }

    private RuleNode ReadItem(StrictValue value)
    {
        var id = value.Text();
        if (!_items.TryGetValue(id, out var found))
        {
            value.Fail(IssueCodes.DefinitionIdUnknown, $"There is no item {id}.");
            return new ConstantNode(0);
        }

        if (!found.Item.IsScored)
        {
            value.Fail(IssueCodes.DefinitionRule, $"{id} is declared as never scored.");
        }

        return new ItemNode(found.Item, found.Index);
    }

    private RuleNode ReadNode(StrictValue value)
    {
        var node = value.Object();
        var kinds = node.Names.Where(Kinds.Contains).ToList();
        if (kinds.Count != 1)
        {
            value.FailValue("exactly one of " + string.Join(", ", Kinds));
            return new ConstantNode(0);
        }

        var id = node.Optional("id", v => v.Text());
        var kind = kinds[0];
        var isAggregate = Aggregating.Contains(kind);
        if (id is not null && !isAggregate)
        {
            node.Fail(IssueCodes.DefinitionRule, "Only sum, mean, max, min, count, and, or, oneOf and profile can have an id.");
        }

        var read = node.Get(kind, v => ReadKind(kind, id, v), new ConstantNode(0));
        node.Close();
        if (id is not null && read is AggregateNode aggregate && !Aggregates.TryAdd(id, aggregate))
        {
            node.Fail(IssueCodes.DefinitionIdDuplicate, $"The aggregate {id} is defined twice.");
        }

        return read;
    }

    private static readonly string[] Kinds =
    [
        "sum", "mean", "max", "min", "count", "and", "or", "oneOf", "profile",
        "atLeast", "atMost", "weight", "reverse", "linear", "recode", "case", "lookup", "quotient", "clockDifference", "covariate", "valueSet",
    ];

    private static readonly string[] Aggregating = ["sum", "mean", "max", "min", "count", "and", "or", "oneOf", "profile"];

    private RuleNode ReadKind(string kind, string? id, StrictValue value) => kind switch
    {
        "sum" => new SumNode(id, Parts(value)),
        "mean" => new MeanNode(id, Parts(value)),
        "max" => new MaxNode(id, Parts(value)),
        "min" => new MinNode(id, Parts(value)),
        "and" => new AndNode(id, Parts(value)),
        "or" => new OrNode(id, Parts(value)),
        "oneOf" => new OneOfNode(id, Parts(value)),
        "profile" => new ProfileNode(id, Parts(value)),
        "reverse" => new ReverseNode(Read(value)),
        "covariate" => new CovariateNode(value.Word(Words.Covariates)),
        _ => ReadWithMembers(kind, id, value),
    };

    private EquatableArray<RuleNode> Parts(StrictValue value)
    {
        var parts = value.List(atLeast: 1).Select(Read).ToEquatableArray();
        return parts.IsEmpty ? [new ConstantNode(0)] : parts;
    }

    private RuleNode ReadWithMembers(string kind, string? id, StrictValue value)
    {
        var members = value.Object();
        var node = ReadMembers(kind, id, members);
        members.Close();
        return node;
    }

    private RuleNode ReadMembers(string kind, string? id, StrictObject members)
    {
        switch (kind)
        {
            case "count":
                return new CountNode(id, members.Get("of", Parts, [new ConstantNode(0)]), Number(members, "atLeast"));
            case "atLeast":
                return new ThresholdNode(Of(members), Comparator.AtLeast, Number(members, "value"));
            case "atMost":
                return new ThresholdNode(Of(members), Comparator.AtMost, Number(members, "value"));
            case "weight":
                return new WeightNode(Of(members), Number(members, "by"));
            case "linear":
                return new LinearNode(Of(members), Number(members, "multiply"), members.Optional("add", v => v.Number(), Fraction.Zero));
            case "recode":
                return new RecodeNode(Of(members), members.Array("map", ReadRecode, atLeast: 1));
            case "lookup":
                var rows = members.Array("rows", ReadRow, atLeast: 1);
                return new LookupNode(Of(members), rows.IsEmpty ? [default] : rows);
            case "quotient":
                return new QuotientNode(Of(members), Node(members, "by"));
            case "valueSet":
                return new ValueSetNode(Of(members), Number(members, "low"), Number(members, "high"));
            case "clockDifference":
                return new ClockDifferenceNode(Node(members, "from"), Node(members, "to"));
            default:
                return new CaseNode(members.Array("branches", ReadBranch, atLeast: 1), Node(members, "else"));
        }
    }

    private RuleNode Of(StrictObject members) => Node(members, "of");

    private RuleNode Node(StrictObject members, string name) => members.Get(name, Read, new ConstantNode(0));

    private static Fraction Number(StrictObject members, string name) => members.Get(name, v => v.Number(), Fraction.Zero);

    private static RecodeEntry ReadRecode(StrictValue value)
    {
        var members = value.Object();
        var entry = new RecodeEntry(Number(members, "from"), Number(members, "to"));
        members.Close();
        return entry;
    }

    private static LookupRow ReadRow(StrictValue value)
    {
        var members = value.Object();
        var row = new LookupRow(
            Number(members, "from"),
            Number(members, "value"),
            members.TryGet("standardError", out var error) ? error.Value.Number() : null);
        members.Close();
        return row;
    }

    private CaseBranch ReadBranch(StrictValue value)
    {
        var members = value.Object();
        var branch = new CaseBranch(Node(members, "if"), Node(members, "then"));
        members.Close();
        return branch;
    }
}
