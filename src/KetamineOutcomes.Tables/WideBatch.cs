using KetamineOutcomes.Columns;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tables;

/// <summary>Rows of a wide table of scores that wait for one another: their answers, and what columns say of them.</summary>
/// <remarks>The rows are in the input's order. A row that has anything beside plain answers was scored by itself and waits with its sheet.</remarks>
internal sealed class WideBatch
{
    public const int Size = 4096;

    private readonly int _items;
    private readonly int _keep;
    private readonly byte[] _cells;
    private readonly int[] _keptEnds;
    private readonly UInt128[] _patterns = new UInt128[Size];
    private readonly (bool IsOwn, ScoreSheet? Sheet, string? Issues)[] _own = new (bool, ScoreSheet?, string?)[Size];
    private byte[] _kept = new byte[16 * 1024];
    private int _keptLength;

    public WideBatch(Instrument instrument, int keep)
    {
        _items = instrument.Items.Count;
        _keep = keep;
        _cells = new byte[Size * _items];
        _keptEnds = new int[Size * keep];
        Scales = [.. instrument.Scales.Select(_ => new ScaleResults())];
        Alerts = [.. instrument.Alerts.Select(_ => new ColumnAlert[Size])];
    }

    public int Count { get; private set; }

    /// <summary>The number of the first row.</summary>
    public long FirstRow { get; private set; }

    /// <summary>What columns say, by scale.</summary>
    public ScaleResults[] Scales { get; }

    /// <summary>What columns say, by alert.</summary>
    public ColumnAlert[][] Alerts { get; }

    /// <summary>The issues of rows that columns score, as a field of CSV.</summary>
    public byte[][] Issues { get; } = new byte[Size][];

    /// <summary>Where the answers of the next row go.</summary>
    public Span<byte> NextCells => _cells.AsSpan(Count * _items, _items);

    /// <summary>The answers, for columns.</summary>
    public AnswerTable<byte> Answers => AnswerTable<byte>.FromRows(_cells.AsMemory(0, Count * _items), _items, missing: PlainCells.Missing);

    public ReadOnlySpan<byte> Cells(int row) => _cells.AsSpan(row * _items, _items);

    public UInt128 Pattern(int row) => _patterns[row];

    /// <summary>The sheet and issues of a row that was scored by itself.</summary>
    public ref readonly (bool IsOwn, ScoreSheet? Sheet, string? Issues) Own(int row) => ref _own[row];

    /// <summary>Where a kept field of a row ends; they stand one behind the other in <see cref="Kept"/>.</summary>
    public int KeptEnd(int row, int index) => _keptEnds[(row * _keep) + index];

    public ReadOnlySpan<byte> Kept => _kept.AsSpan(0, _keptLength);

    /// <summary>Adds the current row, whose answers stand in <see cref="NextCells"/>.</summary>
    /// <returns>Whether the batch is full.</returns>
    public bool AddPlain(FormReader forms) => Add(forms, forms.Pattern, default);

    /// <summary>Adds the current row, which was scored by itself.</summary>
    /// <returns>Whether the batch is full.</returns>
    public bool AddScored(FormReader forms, ScoreSheet? sheet)
    {
        NextCells.Fill(PlainCells.Missing);
        return Add(forms, 0, (true, sheet, ScoreLayout.Join(sheet?.Issues ?? [], forms.RowIssues)));
    }

    /// <summary>Takes all rows away.</summary>
    public void Clear()
    {
        // Sheets are not kept alive.
        _own.AsSpan(0, Count).Clear();
        Count = 0;
        _keptLength = 0;
    }

    private bool Add(FormReader forms, UInt128 pattern, (bool IsOwn, ScoreSheet? Sheet, string? Issues) own)
    {
        if (Count == 0)
        {
            FirstRow = forms.Row;
        }

        for (var i = 0; i < _keep; i++)
        {
            var kept = forms.KeptUtf8(i);
            if (_kept.Length - _keptLength < kept.Length)
            {
                Array.Resize(ref _kept, Math.Max(_kept.Length * 2, _keptLength + kept.Length));
            }

            kept.CopyTo(_kept.AsSpan(_keptLength));
            _keptLength += kept.Length;
            _keptEnds[(Count * _keep) + i] = _keptLength;
        }

        _patterns[Count] = pattern;
        _own[Count] = own;
        Count++;

        // Few rows with long texts fill it too, so that memory stays flat.
        return Count == Size || _keptLength > TableReader.MaxRecordBytes;
    }

    /// <summary>One scale's columns.</summary>
    internal sealed class ScaleResults
    {
        public ColumnStatus[] Status { get; } = new ColumnStatus[Size];

        public int[] Scores { get; } = new int[Size];

        public byte[] Severities { get; } = new byte[Size];
    }
}
