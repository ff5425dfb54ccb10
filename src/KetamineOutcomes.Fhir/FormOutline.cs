namespace KetamineOutcomes.Fhir;

/// <summary>An item of a response as far as the choice of the instrument goes: its linkId, and whether there is an answer.</summary>
internal sealed class ItemShape(string linkId, bool hasAnswer)
{
    public string LinkId => linkId;

    public bool HasAnswer => hasAnswer;

    /// <summary>The items that were seen behind it, as they are written.</summary>
    public List<ItemText> Texts { get; } = [];

    /// <summary>The item behind it, of those that were seen there: a whole item is never the beginning of another.</summary>
    public ItemText? FindStart(ReadOnlySpan<byte> line)
    {
        var texts = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Texts);
        for (var i = 0; i < texts.Length; i++)
        {
            var text = texts[i];
            if (line.StartsWith(text.Bytes))
            {
                if (i > 3)
                {
                    // What is seen often comes to the front.
                    (texts[i - 1], texts[i]) = (texts[i], texts[i - 1]);
                }

                return text;
            }
        }

        return null;
    }

    public ItemText? FindText(ReadOnlySpan<byte> text)
    {
        foreach (var known in Texts)
        {
            if (text.SequenceEqual(known.Bytes))
            {
                return known;
            }
        }

        return null;
    }
}

/// <summary>An item of a response as it is written, answer and all, and what it was read as.</summary>
internal sealed class ItemText(byte[] bytes, ItemShape shape)
{
    private (FormCells Cells, int Item, byte Cell)[] _meanings = [];

    /// <summary>The total that it states, where it is read for one.</summary>
    private StatedTotal? _total;

    public byte[] Bytes => bytes;

    public ItemShape Shape => shape;

    public bool TryCell(FormCells cells, int item, out byte cell)
    {
        foreach (ref readonly var meaning in _meanings.AsSpan())
        {
            if (ReferenceEquals(meaning.Cells, cells) && meaning.Item == item)
            {
                cell = meaning.Cell;
                return true;
            }
        }

        cell = FormCells.Missing;
        return false;
    }

    public StatedTotal? FindTotal(string scale) => _total is { } total && string.Equals(total.Scale, scale, StringComparison.Ordinal) ? total : null;

    public void Learn(StatedTotal total) => _total ??= total;

    public void Learn(FormCells cells, int item, byte cell)
    {
        if (!TryCell(cells, item, out var known))
        {
            _meanings = [.. _meanings, (cells, item, cell)];
        }
        else if (known != cell)
        {
            // Two readings of one text that differ are a fault of ours, and nothing is scored.
            throw new InvalidOperationException($"An item of {cells.Instrument.Id} was read in two ways.");
        }
    }
}

/// <summary>A total that an item states.</summary>
/// <param name="Scale">The scale's id.</param>
/// <param name="Value">The total as stated.</param>
internal sealed record StatedTotal(string Scale, Fraction Value);

/// <summary>Items of a response, from the first to one of them.</summary>
internal sealed class OutlineNode
{
    private Dictionary<ItemShape, OutlineNode>? _others;
    private ItemShape? _shape;
    private OutlineNode? _node;

    /// <summary>What a response means that ends here, if one did.</summary>
    public FormOutline? Outline { get; set; }

    public OutlineNode? Find(ItemShape shape) => ReferenceEquals(shape, _shape) ? _node : _others?.GetValueOrDefault(shape);

    public void Add(ItemShape shape, OutlineNode node)
    {
        if (_shape is null)
        {
            (_shape, _node) = (shape, node);
        }
        else
        {
            (_others ??= []).Add(shape, node);
        }
    }
}

/// <summary>What the items of a response are, by their order: the instrument, and the item whose answer each holds.</summary>
internal sealed class FormOutline
{
    private readonly int[] _itemAt;

    public FormOutline(FormCells cells, ReadOnlySpan<int> itemAt, int totalAt, string? totalScale, string? totalPath)
    {
        Cells = cells;
        TotalAt = totalAt;
        TotalScale = totalScale;
        TotalPath = totalPath;
        _itemAt = itemAt.ToArray();
        Missing = cells.Scored;
        foreach (var item in itemAt)
        {
            Missing &= item < 0 ? ulong.MaxValue : ~(1UL << item);
        }
    }

    public FormCells Cells { get; }

    /// <summary>The scored items that no item of the response answers.</summary>
    public ulong Missing { get; }

    /// <summary>The place of the item that states a total; -1 where none does.</summary>
    public int TotalAt { get; }

    /// <summary>The scale whose total that is.</summary>
    public string? TotalScale { get; }

    /// <summary>Where that stands in the resource.</summary>
    public string? TotalPath { get; }

    /// <summary>The instrument's item by the place in the response; -1 for one that answers none.</summary>
    public ReadOnlySpan<int> ItemAt => _itemAt;
}
