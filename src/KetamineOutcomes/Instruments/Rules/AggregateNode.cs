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

/// <summary>The sum of its parts.</summary>
public sealed record SumNode : AggregateNode
{
    internal SumNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        Fraction low = 0;
        Fraction? high = 0;
        Fraction answered = 0;
        foreach (var value in values)
        {
            low += value.Low;
            high = ValueRange.AddHigh(high, value.High);
            if (value.IsKnown)
            {
                answered += value.Low;
            }
        }

        if (known == values.Count)
        {
            return NodeValue.Known(low);
        }

        if (evaluation.MayFill(this, values.Count, known, out var roundTo))
        {
            var filled = answered * values.Count / known;
            return NodeValue.Known(roundTo is { } decimals ? Fraction.FromDecimal(filled.Round(decimals)) : filled);
        }

        return new NodeValue(low, high, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        Fraction low = 0;
        Fraction? high = 0;
        var any = false;
        foreach (var part in parts)
        {
            if (part is { } range)
            {
                any = true;
                low += range.Low;
                high = ValueRange.AddHigh(high, range.High);
            }
        }

        return any ? new ValueRange(low, high) : null;
    }

    private protected override Grid? DeriveGrid()
    {
        var sum = new Grid(0, 0);
        foreach (var part in Parts)
        {
            if (part.Grid is not { } grid)
            {
                return null;
            }

            sum = Rules.Grid.Sum(sum, grid);
        }

        return sum;
    }
}

/// <summary>The arithmetic mean of its parts, exact.</summary>
public sealed record MeanNode : AggregateNode
{
    internal MeanNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        Fraction low = 0;
        Fraction? high = 0;
        Fraction answered = 0;
        foreach (var value in values)
        {
            low += value.Low;
            high = ValueRange.AddHigh(high, value.High);
            if (value.IsKnown)
            {
                answered += value.Low;
            }
        }

        if (known == values.Count)
        {
            return NodeValue.Known(low / values.Count);
        }

        if (evaluation.MayFill(this, values.Count, known, out var roundTo))
        {
            var filled = answered / known;
            return NodeValue.Known(roundTo is { } decimals ? Fraction.FromDecimal(filled.Round(decimals)) : filled);
        }

        return new NodeValue(low / values.Count, high / values.Count, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        Fraction low = 0;
        Fraction? high = 0;
        var count = 0;
        foreach (var part in parts)
        {
            if (part is { } range)
            {
                count++;
                low += range.Low;
                high = ValueRange.AddHigh(high, range.High);
            }
        }

        return count == 0 ? null : new ValueRange(low / count, high / count);
    }

    private protected override Grid? DeriveGrid()
    {
        var sum = new Grid(0, 0);
        foreach (var part in Parts)
        {
            if (part.Grid is not { } grid)
            {
                return null;
            }

            sum = Rules.Grid.Sum(sum, grid);
        }

        return sum.Times(new Fraction(1, Parts.Count));
    }
}

/// <summary>The largest of its parts; three-valued under missing ones.</summary>
public sealed record MaxNode : AggregateNode
{
    internal MaxNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        var low = values.Select(value => value.Low).Aggregate(Fraction.Max);
        var high = values.Select(value => value.High).Aggregate(ValueRange.MaxHigh);
        if (known == values.Count || high == low)
        {
            return NodeValue.Known(low);
        }

        return evaluation.MayFill(this, values.Count, known, out _)
            ? NodeValue.Known(values.Where(value => value.IsKnown).Select(value => value.Low).Aggregate(Fraction.Max))
            : new NodeValue(low, high, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Max), ranges.Select(range => range.High).Aggregate(ValueRange.MaxHigh));
    }

    private protected override Grid? DeriveGrid() => UnionGrid(Parts);

    internal static Grid? UnionGrid(EquatableArray<RuleNode> parts)
    {
        Grid? union = null;
        foreach (var part in parts)
        {
            if (part.Grid is not { } grid)
            {
                return null;
            }

            union = union is { } u ? Rules.Grid.Union(u, grid) : grid;
        }

        return union;
    }
}

/// <summary>The smallest of its parts; three-valued under missing ones.</summary>
public sealed record MinNode : AggregateNode
{
    internal MinNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        var low = values.Select(value => value.Low).Aggregate(Fraction.Min);
        var high = values.Select(value => value.High).Aggregate(ValueRange.MinHigh);
        if (known == values.Count || high == low)
        {
            return NodeValue.Known(low);
        }

        return evaluation.MayFill(this, values.Count, known, out _)
            ? NodeValue.Known(values.Where(value => value.IsKnown).Select(value => value.Low).Aggregate(Fraction.Min))
            : new NodeValue(low, high, IsKnown: false);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Min), ranges.Select(range => range.High).Aggregate(ValueRange.MinHigh));
    }

    private protected override Grid? DeriveGrid() => MaxNode.UnionGrid(Parts);
}

/// <summary>How many of its parts are a value or more; three-valued under missing ones.</summary>
public sealed record CountNode : AggregateNode
{
    internal CountNode(string? id, EquatableArray<RuleNode> parts, Fraction value)
        : base(id, parts) => Value = value;

    /// <summary>The value that a part must reach to count.</summary>
    public Fraction Value { get; }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out _);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        var low = values.Count(value => value.Low >= Value);
        var high = values.Count(value => value.High is not { } h || h >= Value);
        return new NodeValue(low, high, IsKnown: low == high);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Count(range => range.Low >= Value), ranges.Count(range => range.High is not { } h || h >= Value));
    }

    private protected override Grid? DeriveGrid() => new Grid(0, 1);
}

/// <summary>Whether all its parts hold (0 or 1); three-valued under missing ones.</summary>
public sealed record AndNode : AggregateNode
{
    internal AndNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out _);
        return values.Count == 0
            ? NodeValue.Dropped
            : NodeValue.Logic(values.TrueForAll(value => value.Low != 0), values.TrueForAll(value => value.High != 0));
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => LogicRange(parts);

    internal static ValueRange? LogicRange(IReadOnlyList<ValueRange?> parts) => parts.Any(part => part is not null) ? new ValueRange(0, 1) : null;

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault() => FindNonCondition(Parts);

    internal static string? FindNonCondition(EquatableArray<RuleNode> parts)
    {
        foreach (var part in parts)
        {
            if (!IsCondition(part))
            {
                return "each part must be a condition: 0 or 1";
            }
        }

        return null;
    }

    internal static bool IsCondition(RuleNode part) =>
        part.Range.Low >= 0 && part.Range.High is { } high && high <= 1 && part.Grid is { IsInteger: true };
}

/// <summary>Whether at least one of its parts holds (0 or 1); three-valued under missing ones.</summary>
public sealed record OrNode : AggregateNode
{
    internal OrNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out _);
        return values.Count == 0
            ? NodeValue.Dropped
            : NodeValue.Logic(values.Exists(value => value.Low != 0), values.Exists(value => value.High != 0));
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts) => AndNode.LogicRange(parts);

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault() => AndNode.FindNonCondition(Parts);
}

/// <summary>The one of its parts that was answered; that two were is an issue (HAM-D 16A and 16B).</summary>
public sealed record OneOfNode : AggregateNode
{
    internal OneOfNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (values.Count == 0)
        {
            return NodeValue.Dropped;
        }

        switch (known)
        {
            case 1:
                return values.Find(value => value.IsKnown);
            case 0:
                return NodeValue.Unknown(Range);
            default:
                evaluation.Issues.Add(new Issue(
                    IssueCodes.AlternativesBothAnswered,
                    IssueSeverity.Error,
                    "The form wants one of these items and more than one is answered.",
                    string.Join('+', Parts.OfType<ItemNode>().Select(part => part.Item))));
                return NodeValue.Unknown(Range);
        }
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        var ranges = parts.OfType<ValueRange>().ToList();
        return ranges.Count == 0
            ? null
            : new ValueRange(ranges.Select(range => range.Low).Aggregate(Fraction.Min), ranges.Select(range => range.High).Aggregate(ValueRange.MaxHigh));
    }

    private protected override Grid? DeriveGrid() => MaxNode.UnionGrid(Parts);
}

/// <summary>The digits of its items side by side (EQ-5D: 11111 to 55555); only at the top of a rule.</summary>
public sealed record ProfileNode : AggregateNode
{
    internal ProfileNode(string? id, EquatableArray<RuleNode> parts)
        : base(id, parts)
    {
    }

    internal override NodeValue Evaluate(Evaluation evaluation)
    {
        var values = EvaluateParts(evaluation, out var known);
        if (known < Parts.Count)
        {
            return NodeValue.Unknown(Range);
        }

        Fraction digits = 0;
        foreach (var value in values)
        {
            digits = (digits * 10) + value.Low;
        }

        return NodeValue.Known(digits);
    }

    private protected override ValueRange? DeriveRange(IReadOnlyList<ValueRange?> parts)
    {
        Fraction low = 0;
        Fraction high = 0;
        foreach (var part in parts)
        {
            if (part is not { High: { } partHigh } range)
            {
                return null;
            }

            low = (low * 10) + range.Low;
            high = (high * 10) + partHigh;
        }

        return new ValueRange(low, high);
    }

    private protected override Grid? DeriveGrid() => new Grid(0, 1);

    internal override string? FindFault()
    {
        foreach (var part in Parts)
        {
            if (part is not ItemNode || part.Range.Low < 0 || part.Range.High is not { } high || high > 9 || part.Grid is not { IsInteger: true })
            {
                return "each part must be an item with single digits";
            }
        }

        return null;
    }
}
