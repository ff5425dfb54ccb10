namespace KetamineOutcomes.Instruments.Rules;

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
