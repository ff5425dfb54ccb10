namespace KetamineOutcomes.Instruments.Rules;

/// <summary>The answer to an item.</summary>
public sealed record ItemNode : RuleNode
{
    private readonly Item _item;
    private readonly int _index;

    internal ItemNode(Item item, int index)
    {
        _item = item;
        _index = index;
    }

    /// <summary>The item's id.</summary>
    public string Item => _item.Id;

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [];

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var state = evaluation[_index];
        return state.Standing switch
        {
            ItemStanding.Known => NodeValue.Known(state.Value),
            ItemStanding.Dropped => NodeValue.Dropped,
            _ => NodeValue.Unknown(Range),
        };
    }

    internal override ValueRange? RangeWithout(HashSet<int> dropped) => dropped.Contains(_index) ? null : Range;

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => new ValueRange(_item.Min, _item.Max);

    private protected override Grid? DeriveGrid()
    {
        if (_item.Options.IsEmpty)
        {
            return new Grid(_item.Min, _item.Step);
        }

        Grid? union = null;
        foreach (var option in _item.Options)
        {
            if (option.Value is { } value)
            {
                union = union is { } u ? Rules.Grid.Union(u, new Grid(value, 0)) : new Grid(value, 0);
            }
        }

        return union;
    }

    /// <summary>The values that an answer can have, where they are finite.</summary>
    internal IEnumerable<Fraction>? Values()
    {
        if (!_item.Options.IsEmpty)
        {
            return _item.Options.Where(option => option.Value is not null).Select(option => option.Value!.Value);
        }

        return _item.Max is { } max ? Steps(_item.Min, max, _item.Step) : null;
    }

    private static IEnumerable<Fraction> Steps(Fraction from, Fraction to, Fraction step)
    {
        for (var value = from; value <= to; value += step)
        {
            yield return value;
        }
    }

    private protected override IEnumerable<int> CollectItems() => [_index];
}

/// <summary>A number that the rule itself states.</summary>
public sealed record ConstantNode : RuleNode
{
    internal ConstantNode(Fraction value) => Value = value;

    /// <summary>The number.</summary>
    public Fraction Value { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [];

    internal override NodeValue Evaluate(Evaluation evaluation) => NodeValue.Known(Value);

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => new ValueRange(Value, Value);

    private protected override Grid? DeriveGrid() => new Grid(Value, 0);
}

/// <summary>A fact about the person beside the answers: sex (0 male, 1 female) or age in whole years.</summary>
public sealed record CovariateNode : RuleNode
{
    internal CovariateNode(CovariateKind kind) => Kind = kind;

    /// <summary>Which fact.</summary>
    public CovariateKind Kind { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [];

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        if (evaluation.Covariates.Find(Kind) is { } value)
        {
            return NodeValue.Known(value);
        }

        evaluation.MissingCovariates.Add(Kind);
        return NodeValue.Unknown(Range);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        new ValueRange(0, Kind == CovariateKind.Sex ? 1 : Covariates.MaxAge);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);
}

/// <summary>A part of a rule that changes one other.</summary>
public abstract record UnaryNode : RuleNode
{
    private protected UnaryNode(RuleNode of) => Of = of;

    /// <summary>The part that is changed.</summary>
    public RuleNode Of { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [Of];
}

/// <summary>Whether a part is on the right side of a value (0 or 1): at least, or at most.</summary>
public sealed record ThresholdNode : UnaryNode
{
    internal ThresholdNode(RuleNode of, Comparator comparator, Fraction value)
        : base(of)
    {
        Comparator = comparator;
        Value = value;
    }

    /// <summary><see cref="Comparator.AtLeast"/> or <see cref="Comparator.AtMost"/>.</summary>
    public Comparator Comparator { get; }

    /// <summary>The value.</summary>
    public Fraction Value { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var value = Of.Evaluate(evaluation);
        if (value.IsDropped)
        {
            return value;
        }

        return Comparator == Comparator.AtLeast
            ? NodeValue.Logic(value.Low >= Value, value.High is not { } high || high >= Value)
            : NodeValue.Logic(value.High is { } top && top <= Value, value.Low <= Value);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => AndNode.LogicRange(parts);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);
}

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

/// <summary>One value of a recode and what it becomes.</summary>
/// <param name="From">The value.</param>
/// <param name="To">What it becomes.</param>
public readonly record struct RecodeEntry(Fraction From, Fraction To);

/// <summary>Whole values replaced one by one by others.</summary>
public sealed record RecodeNode : UnaryNode
{
    internal RecodeNode(RuleNode of, EquatableArray<RecodeEntry> map)
        : base(of) => Map = map;

    /// <summary>What each value becomes, by ascending value; every value that the part can take stands here.</summary>
    public EquatableArray<RecodeEntry> Map { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var value = Of.Evaluate(evaluation);
        if (value.IsDropped)
        {
            return value;
        }

        if (!value.IsKnown)
        {
            return NodeValue.Unknown(Over(value.Low, value.High));
        }

        foreach (var entry in Map)
        {
            if (entry.From == value.Low)
            {
                return NodeValue.Known(entry.To);
            }
        }

        // FindFault admits a definition only if every value stands in the map; a policy's mean may still fall between two.
        return NodeValue.Unknown(Range);
    }

    private ValueRange Over(Fraction low, Fraction? high)
    {
        var targets = Map.Where(entry => entry.From >= low && (high is not { } h || entry.From <= h)).Select(entry => entry.To).ToList();
        return targets.Count == 0 ? default : new ValueRange(targets.Aggregate(Fraction.Min), targets.Aggregate(Fraction.Max));
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        parts[0] is { } range ? Over(range.Low, range.High) : null;

    private protected override Grid? DeriveGrid()
    {
        Grid? union = null;
        foreach (var entry in Map)
        {
            union = union is { } u ? Rules.Grid.Union(u, new Grid(entry.To, 0)) : new Grid(entry.To, 0);
        }

        return union;
    }

    internal override string? FindFault()
    {
        IEnumerable<Fraction> reachable;
        if (Of is ItemNode item && item.Values() is { } values)
        {
            reachable = values;
        }
        else if (Of.Grid is { Step: var step } && step > 0 && Of.Range.High is { } high)
        {
            reachable = Enumerate(Of.Range.Low, high, step);
        }
        else
        {
            return "only values that can be listed can be recoded";
        }

        var known = Map.Select(entry => entry.From).ToHashSet();
        var wanted = reachable.Take(known.Count + 1).ToHashSet();
        return wanted.SetEquals(known) ? null : "the map must have exactly the values that the part can take";
    }

    private static IEnumerable<Fraction> Enumerate(Fraction from, Fraction to, Fraction step)
    {
        for (var value = from; value <= to; value += step)
        {
            yield return value;
        }
    }
}

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

/// <summary>One row of a table: from its lower bound up to, not including, the next row's.</summary>
/// <param name="From">The lower bound, inclusive.</param>
/// <param name="Value">The value of the row.</param>
/// <param name="StandardError">Its standard error, or <see langword="null"/>.</param>
public readonly record struct LookupRow(Fraction From, Fraction Value, Fraction? StandardError);

/// <summary>A table over half-open intervals, with a standard error as second output (T-scores).</summary>
public sealed record LookupNode : UnaryNode
{
    internal LookupNode(RuleNode of, EquatableArray<LookupRow> rows)
        : base(of) => Rows = rows;

    /// <summary>The rows by ascending lower bound; the last has no upper end.</summary>
    public EquatableArray<LookupRow> Rows { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var value = Of.Evaluate(evaluation);
        if (value.IsDropped)
        {
            return value;
        }

        if (!value.IsKnown)
        {
            return NodeValue.Unknown(Over(value.Low, value.High));
        }

        var row = Rows[Find(value.Low)];
        return NodeValue.Known(row.Value, row.StandardError);
    }

    private int Find(Fraction value)
    {
        var index = 0;
        for (var i = 1; i < Rows.Count && value >= Rows[i].From; i++)
        {
            index = i;
        }

        return index;
    }

    private ValueRange Over(Fraction low, Fraction? high)
    {
        var first = Find(low);
        var last = high is { } h ? Find(h) : Rows.Count - 1;
        var values = Enumerable.Range(first, last - first + 1).Select(i => Rows[i].Value).ToList();
        return new ValueRange(values.Aggregate(Fraction.Min), values.Aggregate(Fraction.Max));
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        parts[0] is { } range ? Over(range.Low, range.High) : null;

    private protected override Grid? DeriveGrid()
    {
        Grid? union = null;
        foreach (var row in Rows)
        {
            union = union is { } u ? Rules.Grid.Union(u, new Grid(row.Value, 0)) : new Grid(row.Value, 0);
        }

        return union;
    }

    internal override string? FindFault()
    {
        for (var i = 1; i < Rows.Count; i++)
        {
            if (Rows[i].From <= Rows[i - 1].From)
            {
                return "the rows must ascend";
            }
        }

        if (Rows[0].From != Of.Range.Low)
        {
            return $"the first row must start at {Of.Range.Low}, the lowest value of its part";
        }

        return Of.Range.High is { } high && Rows[^1].From > high ? "a row lies above the highest value of its part" : null;
    }
}

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

/// <summary>Minutes from one time of day to the next occurrence of another, modulo 24 hours.</summary>
public sealed record ClockDifferenceNode : RuleNode
{
    internal ClockDifferenceNode(RuleNode from, RuleNode to)
    {
        From = from;
        To = to;
    }

    /// <summary>The earlier time of day.</summary>
    public RuleNode From { get; }

    /// <summary>The later time of day; before <see cref="From"/> on the clock it belongs to the next day.</summary>
    public RuleNode To { get; }

    /// <inheritdoc/>
    public override EquatableArray<RuleNode> Children => [From, To];

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var from = From.Evaluate(evaluation);
        var to = To.Evaluate(evaluation);
        if (from.IsDropped || to.IsDropped)
        {
            return NodeValue.Dropped;
        }

        if (!from.IsKnown || !to.IsKnown)
        {
            return NodeValue.Unknown(Range);
        }

        var minutes = to.Low - from.Low;
        return NodeValue.Known(minutes < 0 ? minutes + 1440 : minutes);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) =>
        parts.Any(part => part is null) ? null : new ValueRange(0, 1439);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault()
    {
        foreach (var part in Children)
        {
            if (part is not ItemNode || part.Range.Low < 0 || part.Range.High is not { } high || high > 1439)
            {
                return "both parts must be items that take a time of day";
            }
        }

        return null;
    }
}
