using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>How the last response was read: what its items were taken for.</summary>
internal sealed class ResponseTrace
{
    private readonly List<TracedItem> _items = [];

    /// <summary>The items of a response that is one form, in their order, nested ones too; empty for every other.</summary>
    public IReadOnlyList<TracedItem> Items => _items;

    public void Clear() => _items.Clear();

    public void Set(Instrument instrument, List<ResponseItem> items)
    {
        foreach (var item in items)
        {
            var target = item.HasAnswer ? item.Find(instrument.Id, out _) : null;
            _items.Add(new TracedItem(item.LinkId, item.HasAnswer, target is { Kind: TargetKind.Item } answer ? answer.Id : null, target is { Kind: TargetKind.Total } total ? total.Id : null));
        }
    }
}

/// <summary>An item of a response.</summary>
/// <param name="LinkId">Its linkId.</param>
/// <param name="HasAnswer">Whether anything stands where answers stand.</param>
/// <param name="Item">The item of the instrument that its answer was read for, or <see langword="null"/>.</param>
/// <param name="Scale">The scale whose total it states, or <see langword="null"/>.</param>
internal readonly record struct TracedItem(string LinkId, bool HasAnswer, string? Item, string? Scale);
