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
