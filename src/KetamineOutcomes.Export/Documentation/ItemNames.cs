using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>Names the items of one instrument, several at a time: "items 1 to 9", <c>item1..item9</c>.</summary>
internal sealed class ItemNames
{
    // Two items are named one by one; three or more whose printed numbers follow one another are a run.
    private const int Run = 3;

    private const string Prefix = "item";

    private readonly Dictionary<string, int> _order;

    public ItemNames(Instrument instrument)
    {
        Instrument = instrument;
        _order = instrument.Items.Select((item, index) => (item.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
    }

    public Instrument Instrument { get; }

    /// <summary>For people, in the form's order: "item 3", "items 1 to 9 and 12".</summary>
    public string Say(IEnumerable<string> ids, string word = "and")
    {
        var parts = new List<string>();
        var known = ids.Distinct(StringComparer.Ordinal).OrderBy(id => _order[id]).ToList();
        foreach (var (first, last, length) in Runs(known))
        {
            parts.AddRange(length == 1 ? [Number(first)] : [$"{Number(first)} to {Number(last)}"]);
        }

        return $"{(known.Count == 1 ? "item" : "items")} {Wording.Join(parts, word)}";
    }

    /// <summary>For formulas, in the form's order unless the given one matters: <c>item1..item9, item12</c>.</summary>
    public string Write(IReadOnlyList<string> ids, bool keepOrder) =>
        string.Join(", ", Runs(keepOrder ? ids : [.. ids.OrderBy(id => _order[id])]).Select(run => run.Length == 1 ? run.First : $"{run.First}..{run.Last}"));

    /// <summary>The item's label and printed number: "item 9 (suicidality)".</summary>
    public string SayWithLabel(string id) => $"item {Number(id)} ({Instrument.FindItem(id)!.Label})";

    private static string Number(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;

    /// <summary>Whether one item stands next on the form, and its printed number too: the HAM-D6 has items 1, 2 and 7, which nobody would read in "1 to 7".</summary>
    private bool Follows(string earlier, string later) =>
        _order[later] == _order[earlier] + 1
        && (PrintedNumber(earlier) is not { } from || PrintedNumber(later) is not { } to || to - from is 0 or 1);

    /// <summary>16 of <c>item16a</c>; nothing where the id has no number.</summary>
    private static int? PrintedNumber(string id) =>
        int.TryParse(Number(id).AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private IEnumerable<(string First, string Last, int Length)> Runs(IReadOnlyList<string> ids)
    {
        for (var start = 0; start < ids.Count;)
        {
            var end = start + 1;
            while (end < ids.Count && Follows(ids[end - 1], ids[end]))
            {
                end++;
            }

            if (end - start >= Run)
            {
                yield return (ids[start], ids[end - 1], end - start);
            }
            else
            {
                for (var i = start; i < end; i++)
                {
                    yield return (ids[i], ids[i], 1);
                }
            }

            start = end;
        }
    }
}
