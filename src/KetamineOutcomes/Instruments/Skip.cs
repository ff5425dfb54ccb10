using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>What a skip does with an item that was answered all the same.</summary>
public enum SkipAnswered
{
    /// <summary>The given answer stands (the safe choice for risk items).</summary>
    Keep,

    /// <summary>The form's own value replaces it, with a warning if that changes anything.</summary>
    Override,
}

/// <summary>Items that the form tells people to leave out, and the value they then have. Applied before anything counts as missing.</summary>
public sealed record Skip
{
    internal Skip()
    {
    }

    /// <summary>When it applies; where this cannot be told, the skip does not apply.</summary>
    public RuleNode When { get; internal init; } = null!;

    /// <summary>The items left out and the value each then has.</summary>
    public EquatableArray<SkippedItem> Items { get; internal init; }

    /// <summary>What happens to an answer given all the same.</summary>
    public SkipAnswered Answered { get; internal init; }

    /// <summary>Where the skip was read.</summary>
    public EquatableArray<Evidence> Evidence { get; internal init; }
}

/// <summary>A skipped item and the value it then has.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Value">The value.</param>
public readonly record struct SkippedItem(string Item, Fraction Value);
