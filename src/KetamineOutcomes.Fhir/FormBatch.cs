namespace KetamineOutcomes.Fhir;

/// <summary>What can be repeated of a resource beside its form.</summary>
internal enum KeptField
{
    Id,
    Subject,
    Encounter,
    At,
    Status,
    Questionnaire,
}

/// <summary>Resources of NDJSON in their order: ordinary forms as bytes, by instrument, and everything else as the records that the reader made of it.</summary>
/// <remarks>It is filled by one thread and emptied by another, and used again.</remarks>
internal sealed class FormBatch
{
    public const int Size = 1024;

    // Records may be long: a Bundle's are, and those that have thousands of issues.
    private const int MostRecords = 256;
    private const int MostKept = 1 << 20;

    private readonly int _keep;
    private readonly Entry[] _entries = new Entry[Size];
    private readonly int[] _keptEnds;
    private readonly List<FormBlock> _blocks = [];
    private byte[] _kept = new byte[16 * 1024];
    private int _keptLength;
    private int _records;

    public FormBatch(int keep)
    {
        _keep = keep;
        _keptEnds = new int[Size * keep];
    }

    public int Count { get; private set; }

    public bool IsFull => Count == Size || _records == MostRecords || _keptLength > MostKept;

    /// <summary>The ordinary forms, by instrument.</summary>
    public IReadOnlyList<FormBlock> Blocks => _blocks;

    public ref readonly Entry this[int index] => ref _entries[index];

    /// <summary>A kept field of an ordinary form.</summary>
    public ReadOnlySpan<byte> Kept(int index, int field)
    {
        var place = (index * _keep) + field;
        var start = place == 0 ? 0 : _keptEnds[place - 1];
        return _kept.AsSpan(start, _keptEnds[place] - start);
    }

    /// <summary>Where the answers of a form of this instrument go.</summary>
    public FormBlock BlockOf(FormCells cells)
    {
        foreach (var block in _blocks)
        {
            if (ReferenceEquals(block.Cells, cells))
            {
                return block;
            }
        }

        var added = new FormBlock(cells);
        _blocks.Add(added);
        return added;
    }

    /// <summary>Adds the text of the next kept field of the form that is added next.</summary>
    public void Keep(int field, ReadOnlySpan<byte> text)
    {
        if (_kept.Length - _keptLength < text.Length)
        {
            Array.Resize(ref _kept, Math.Max(_kept.Length * 2, _keptLength + text.Length));
        }

        text.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += text.Length;
        _keptEnds[(Count * _keep) + field] = _keptLength;
    }

    /// <summary>Adds an ordinary form, whose answers stand in the block's next row and whose fields are kept.</summary>
    public void AddForm(FormBlock block, ulong missing, long resource, long line, FormOutline? outline = null, StatedTotal? total = null) =>
        _entries[Count++] = new Entry(null, block, block.Add(missing), resource, line, outline, total);

    public void AddRecord(FhirRecord record)
    {
        for (var i = 0; i < _keep; i++)
        {
            Keep(i, []);
        }

        _entries[Count++] = new Entry(record, null, 0, 0, 0, null, null);
        _records++;
    }

    public void Clear()
    {
        // Records are not kept alive.
        _entries.AsSpan(0, Count).Clear();
        foreach (var block in _blocks)
        {
            block.Clear();
        }

        Count = 0;
        _records = 0;
        _keptLength = 0;
    }

    /// <summary>One resource.</summary>
    /// <param name="Record">What the reader made of it; <see langword="null"/> for an ordinary form.</param>
    /// <param name="Block">Where the answers of an ordinary form stand.</param>
    /// <param name="Row">Its row there.</param>
    /// <param name="Resource">The number of the resource.</param>
    /// <param name="Line">The line of NDJSON.</param>
    /// <param name="Outline">What the items of an ordinary form that states a total are.</param>
    /// <param name="Total">The total that it states.</param>
    internal readonly record struct Entry(FhirRecord? Record, FormBlock? Block, int Row, long Resource, long Line, FormOutline? Outline, StatedTotal? Total);
}

/// <summary>The answers of forms of one instrument, a byte an item, one form behind the other.</summary>
internal sealed class FormBlock
{
    private readonly int _items;
    private readonly byte[] _answers;
    private readonly ulong[] _missing = new ulong[FormBatch.Size];

    public FormBlock(FormCells cells)
    {
        Cells = cells;
        _items = cells.Instrument.Items.Count;
        _answers = new byte[FormBatch.Size * _items];
    }

    public FormCells Cells { get; }

    public int Count { get; private set; }

    /// <summary>Where the answers of the next form go.</summary>
    public Span<byte> Next => _answers.AsSpan(Count * _items, _items);

    /// <summary>The answers of all forms.</summary>
    public ReadOnlyMemory<byte> Answers => _answers.AsMemory(0, Count * _items);

    public ReadOnlySpan<byte> Row(int row) => _answers.AsSpan(row * _items, _items);

    /// <summary>The scored items of a form that have no answer, a bit each.</summary>
    public ulong Missing(int row) => _missing[row];

    public int Add(ulong missing)
    {
        _missing[Count] = missing;
        return Count++;
    }

    public void Clear() => Count = 0;
}
