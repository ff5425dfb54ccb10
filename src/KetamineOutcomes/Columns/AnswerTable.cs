using System.Numerics;

namespace KetamineOutcomes.Columns;

/// <summary>Answers of many people in the caller's memory, a number an item, by columns or by rows.</summary>
/// <typeparam name="T"><see cref="byte"/> or <see cref="short"/>.</typeparam>
/// <remarks>
/// The items stand in the instrument's printed order; items behind the last one that is needed may be left out. A number is the answer as the definition has it; of a time of day and a duration it is minutes.
/// Nothing is copied: the memory must not change while a scorer reads it.
/// </remarks>
public sealed class AnswerTable<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly ReadOnlyMemory<T>[] _columns;
    private readonly ReadOnlyMemory<byte>[] _validity;
    private readonly ReadOnlyMemory<T> _cells;

    private AnswerTable(int rows, int items, ReadOnlyMemory<T>[] columns, ReadOnlyMemory<byte>[] validity, ReadOnlyMemory<T> cells, T? missing, T? notApplicable)
    {
        if (typeof(T) != typeof(byte) && typeof(T) != typeof(short))
        {
            throw new NotSupportedException("Answers are bytes or shorts.");
        }

        if (missing is { } one && notApplicable is { } other && one == other)
        {
            throw new ArgumentException("One code cannot mean both missing and not applicable.", nameof(notApplicable));
        }

        Rows = rows;
        Items = items;
        Missing = missing;
        NotApplicable = notApplicable;
        _columns = columns;
        _validity = validity;
        _cells = cells;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many items each row has.</summary>
    public int Items { get; }

    /// <summary>The number that stands for a missing answer, or <see langword="null"/> where none does.</summary>
    public T? Missing { get; }

    /// <summary>The number that stands for "not applicable", or <see langword="null"/> where none does.</summary>
    public T? NotApplicable { get; }

    internal bool IsByRows => !_cells.IsEmpty;

    /// <summary>A column an item.</summary>
    /// <param name="columns">The columns in printed order, each with at least <paramref name="rows"/> numbers; an empty one stands for an item that nobody was asked.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="missing">The number that stands for a missing answer.</param>
    /// <param name="notApplicable">The number that stands for "not applicable".</param>
    /// <param name="validity">
    /// A bitmap a column, as Arrow has it (bit 0 of byte 0 is row 0; 1 is there, 0 is missing); an empty one says that all are there. <see langword="null"/>: no bitmaps.
    /// </param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A column or bitmap is too short, or there are not as many bitmaps as columns.</exception>
    /// <exception cref="NotSupportedException">The numbers are neither bytes nor shorts.</exception>
    public static AnswerTable<T> FromColumns(
        IReadOnlyList<ReadOnlyMemory<T>> columns,
        int rows,
        T? missing = null,
        T? notApplicable = null,
        IReadOnlyList<ReadOnlyMemory<byte>>? validity = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (columns.Any(column => !column.IsEmpty && column.Length < rows))
        {
            throw new ArgumentException("A column has fewer numbers than there are rows.", nameof(columns));
        }

        if (validity is not null && (validity.Count != columns.Count || validity.Any(bits => !bits.IsEmpty && bits.Length < (rows + 7L) / 8)))
        {
            throw new ArgumentException("There must be a bitmap for each column, with a bit for each row.", nameof(validity));
        }

        return new AnswerTable<T>(rows, columns.Count, [.. columns], validity is null ? [] : [.. validity], default, missing, notApplicable);
    }

    /// <summary>A row a person, the items side by side.</summary>
    /// <param name="cells">The numbers, row after row.</param>
    /// <param name="items">How many stand in a row; those behind the instrument's last item are not looked at.</param>
    /// <param name="missing">The number that stands for a missing answer.</param>
    /// <param name="notApplicable">The number that stands for "not applicable".</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">The numbers do not make whole rows.</exception>
    /// <exception cref="NotSupportedException">The numbers are neither bytes nor shorts.</exception>
    public static AnswerTable<T> FromRows(ReadOnlyMemory<T> cells, int items, T? missing = null, T? notApplicable = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        if (cells.Length % items != 0)
        {
            throw new ArgumentException("The numbers do not make whole rows.", nameof(cells));
        }

        return new AnswerTable<T>(cells.Length / items, items, [], [], cells, missing, notApplicable);
    }

    /// <summary>Whether the numbers of an item can be read where they stand, from a row on.</summary>
    internal bool TryGetColumn(int item, int row, int count, out ReadOnlySpan<T> column)
    {
        if (Missing is null || IsByRows || item >= _columns.Length || _columns[item].IsEmpty || (_validity.Length > 0 && !_validity[item].IsEmpty))
        {
            column = default;
            return false;
        }

        column = _columns[item].Span.Slice(row, count);
        return true;
    }

    /// <summary>The cells of some rows, where a row's items stand side by side.</summary>
    internal ReadOnlySpan<T> Cells(int row, int count) => _cells.Span.Slice(row * Items, count * Items);

    /// <summary>Writes the numbers of an item side by side; what is missing by its bitmap, or because there is no such column, becomes <paramref name="absent"/>.</summary>
    /// <param name="item">The item's place.</param>
    /// <param name="row">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="absent">What a reader takes for missing.</param>
    /// <param name="wrong">What no item takes: stands for a number that is there and happens to be <paramref name="absent"/>.</param>
    /// <param name="to">Where to.</param>
    internal void Copy(int item, int row, int count, T absent, T wrong, Span<T> to)
    {
        if (IsByRows)
        {
            if (item >= Items)
            {
                to[..count].Fill(absent);
                return;
            }

            var cells = _cells.Span.Slice(row * Items + item);
            var step = Items;
            for (int i = 0, from = 0; i < count; i++, from += step)
            {
                to[i] = cells[from];
            }

            Reserve(absent, wrong, to[..count]);
            return;
        }

        if (item >= _columns.Length || _columns[item].IsEmpty)
        {
            to[..count].Fill(absent);
            return;
        }

        _columns[item].Span.Slice(row, count).CopyTo(to);
        Reserve(absent, wrong, to[..count]);
        if (_validity.Length > 0 && !_validity[item].IsEmpty)
        {
            var bits = _validity[item].Span;
            for (var i = 0; i < count; i++)
            {
                if ((bits[(row + i) >> 3] & (1 << ((row + i) & 7))) == 0)
                {
                    to[i] = absent;
                }
            }
        }
    }

    /// <summary>Where the caller named no code for missing, a number that looks like ours is an answer, and a wrong one.</summary>
    internal void Reserve(T absent, T wrong, Span<T> to)
    {
        if (Missing is null)
        {
            MemoryExtensions.Replace(to, absent, wrong);
        }
    }
}
