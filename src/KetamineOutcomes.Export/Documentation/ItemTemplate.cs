using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>What is done to a single item, with <c>x</c> in the item's place, so that like parts can be said once.</summary>
/// <param name="Item">The item.</param>
/// <param name="Text">The part with <c>x</c>; <c>x</c> alone for the plain item.</param>
internal readonly record struct ItemTemplate(string Item, string Text)
{
    /// <summary>Reads a part that changes one item and nothing else.</summary>
    public static bool TryRead(RuleNode node, Func<RuleNode, string> write, out ItemTemplate template)
    {
        template = default;
        if (ItemOf(node) is not { Length: > 0 } item)
        {
            return false;
        }

        template = new ItemTemplate(item, node is ItemNode ? "x" : ReplaceWord(write(node), item));
        return true;
    }

    /// <summary>The single item beneath, or an empty text.</summary>
    public static string ItemOf(RuleNode node) => node switch
    {
        ItemNode item => item.Item,
        UnaryNode unary => ItemOf(unary.Of),
        _ => "",
    };

    // A chain of single parts writes its item once and nothing else that looks like it: item1 is no part of item10 here.
    private static string ReplaceWord(string text, string item)
    {
        var at = text.IndexOf(item, StringComparison.Ordinal);
        return $"{text[..at]}x{text[(at + item.Length)..]}";
    }
}
