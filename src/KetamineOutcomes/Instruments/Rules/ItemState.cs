namespace KetamineOutcomes.Instruments.Rules;

/// <summary>How one item stands when a rule is evaluated.</summary>
internal enum ItemStanding : byte
{
    Missing,
    Known,
    Dropped,
}

/// <summary>The state of one item: its value if it has one.</summary>
internal readonly record struct ItemState(ItemStanding Standing, Fraction Value)
{
    public static ItemState Missing => default;

    public static ItemState Dropped => new(ItemStanding.Dropped, 0);

    public static ItemState Known(Fraction value) => new(ItemStanding.Known, value);
}
