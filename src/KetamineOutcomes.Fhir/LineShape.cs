namespace KetamineOutcomes.Fhir;

/// <summary>What may differ at a place of lines that are alike otherwise.</summary>
internal enum LineSlot
{
    /// <summary>Nothing comes behind.</summary>
    End,

    /// <summary>A text that plays no part in what the line means.</summary>
    Free,

    /// <summary>The resource's id.</summary>
    Id,

    /// <summary>The patient.</summary>
    Subject,

    /// <summary>The encounter.</summary>
    Encounter,

    /// <summary>When the form was filled in.</summary>
    Authored,

    /// <summary>The items.</summary>
    Items,
}

/// <summary>Bytes that stand in each line of a shape, and what follows them.</summary>
internal readonly record struct LinePiece(byte[] Literal, LineSlot Slot);

/// <summary>Lines that have the same bytes but for the texts of some members and for their items.</summary>
/// <remarks>
/// One such line was read as JSON, as a whole. Another that has the same bytes between its slots, a text of JSON in each slot of a text, and between the brackets of its items whole items that stood at that place in lines that were
/// read, is JSON too, of the same members: nothing in a slot ends it early. So it needs no reading, and means what the shape, the items and the texts that matter mean.
/// </remarks>
internal sealed class LineShape
{
    // What an item means is looked for one by one.
    private const int MostBehindOne = 128;
    private const int MostTexts = 8192;
    private const int MostNodes = 8192;

    // What an object takes beside the bytes that it holds, roughly.
    private const int ObjectBytes = 256;

    private readonly LinePiece[] _pieces;
    private readonly byte[] _separator;
    private readonly byte[]?[] _constants;
    private readonly ItemShape _first = new("", false);
    private readonly Dictionary<(string LinkId, bool HasAnswer), ItemShape> _shapes = [];
    private readonly OutlineNode _root = new();
    private int _texts;
    private int _nodes;

    public LineShape(LineSketch sketch, byte[]?[] constants)
    {
        _pieces = [.. sketch.Pieces];
        _separator = sketch.Separator;
        _constants = constants;
        Bytes = ObjectBytes + _pieces.Sum(piece => piece.Literal.Length + ObjectBytes);
    }

    /// <summary>The memory that it takes, roughly.</summary>
    public int Bytes { get; private set; }

    /// <summary>A field that is the same in all these lines; <see langword="null"/> where a slot holds it.</summary>
    public byte[]? Constant(KeptField field) => _constants[(int)field];

    public bool Is(LineSketch sketch)
    {
        if (_pieces.Length != sketch.Pieces.Count || !_separator.AsSpan().SequenceEqual(sketch.Separator))
        {
            return false;
        }

        for (var i = 0; i < _pieces.Length; i++)
        {
            if (_pieces[i].Slot != sketch.Pieces[i].Slot || !_pieces[i].Literal.AsSpan().SequenceEqual(sketch.Pieces[i].Literal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a line of this shape.</summary>
    /// <param name="line">The line.</param>
    /// <param name="found">Takes what stands in its slots.</param>
    /// <returns>Whether it is one, of items that are known and in an order that is known.</returns>
    public bool TryMatch(ReadOnlySpan<byte> line, LineMatch found)
    {
        var at = 0;
        foreach (ref readonly var piece in _pieces.AsSpan())
        {
            if (!line[at..].StartsWith(piece.Literal))
            {
                return false;
            }

            at += piece.Literal.Length;
            if (piece.Slot == LineSlot.End)
            {
                break;
            }

            if (piece.Slot == LineSlot.Items)
            {
                if (!TryMatchItems(line, ref at, found))
                {
                    return false;
                }

                continue;
            }

            var length = JsonText.Measure(line[at..], escapes: piece.Slot == LineSlot.Free);
            if (length < 0)
            {
                return false;
            }

            found.Set(piece.Slot, at, length);
            at += length;
        }

        return at == line.Length;
    }

    /// <summary>Remembers the items of a line of this shape, each with what it was read for.</summary>
    public void Learn(ReadOnlySpan<byte> line, LineSketch sketch, LearnedForm form)
    {
        var (previous, node) = (_first, _root);
        var items = form.Items;
        for (var i = 0; i < items.Count; i++)
        {
            var key = (items[i].LinkId, items[i].HasAnswer);
            if (!_shapes.TryGetValue(key, out var shape))
            {
                _shapes.Add(key, shape = new ItemShape(key.LinkId, key.HasAnswer));
            }

            var text = line[sketch.Items[i]];
            if (previous.FindText(text) is not { } known)
            {
                if (_texts == MostTexts || previous.Texts.Count == MostBehindOne)
                {
                    return;
                }

                known = new ItemText(text.ToArray(), shape);
                previous.Texts.Add(known);
                _texts++;
                Bytes += text.Length + ObjectBytes;
            }

            if (form.ItemAt[i] >= 0)
            {
                known.Learn(form.Cells, form.ItemAt[i], form.Values[i]);
            }
            else if (i == form.TotalAt)
            {
                known.Learn(form.Total!);
            }

            var next = node.Find(shape);
            if (next is null)
            {
                if (_nodes == MostNodes)
                {
                    return;
                }

                next = new OutlineNode();
                node.Add(shape, next);
                _nodes++;
                Bytes += ObjectBytes;
            }

            (previous, node) = (shape, next);
        }

        node.Outline ??= new FormOutline(form.Cells, form.ItemAt, form.TotalAt, form.Total?.Scale, form.TotalPath);
    }

    private bool TryMatchItems(ReadOnlySpan<byte> line, ref int at, LineMatch found)
    {
        var (previous, node, count) = (_first, _root, 0);
        while (count < LineMatch.MostItems)
        {
            if (previous.FindStart(line[at..]) is not { } text || node.Find(text.Shape) is not { } next)
            {
                return false;
            }

            found.Items[count++] = text;
            at += text.Bytes.Length;
            (previous, node) = (text.Shape, next);
            if (!line[at..].StartsWith(_separator))
            {
                found.Outline = node.Outline;
                return node.Outline is not null;
            }

            at += _separator.Length;
        }

        return false;
    }
}

/// <summary>What the reader made of a line.</summary>
/// <param name="Cells">How the instrument's forms are kept.</param>
/// <param name="Items">The items of the response.</param>
/// <param name="ItemAt">The instrument's item that each is; -1 for one that answers none.</param>
/// <param name="Values">The answer of each.</param>
/// <param name="TotalAt">The one that states a total; -1 where none does.</param>
/// <param name="Total">That total.</param>
/// <param name="TotalPath">Where it stands.</param>
internal sealed record LearnedForm(FormCells Cells, IReadOnlyList<TracedItem> Items, int[] ItemAt, byte[] Values, int TotalAt, StatedTotal? Total, string? TotalPath);

/// <summary>What stands in the slots of a line.</summary>
internal sealed class LineMatch
{
    public const int MostItems = 256;

    private readonly (int Start, int Length)[] _slots = new (int, int)[(int)LineSlot.Items + 1];

    public ItemText[] Items { get; } = new ItemText[MostItems];

    public FormOutline? Outline { get; set; }

    public void Set(LineSlot slot, int start, int length) => _slots[(int)slot] = (start, length);

    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> line, LineSlot slot) => line.Slice(_slots[(int)slot].Start, _slots[(int)slot].Length);
}
