using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace KetamineOutcomes.Columns;

/// <summary>Turns rows of bytes into columns: sixteen rows of eight items at a time where the machine can interleave vectors, else and at the ends byte by byte.</summary>
internal static class RowBytes
{
    private const int Across = 8;
    private const int Down = 16;

    // A single wanted item of eight is quicker read by itself.
    private const int FewestForTile = 2;

    private static bool CanZip => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Writes a block's columns.</summary>
    /// <param name="cells">The rows.</param>
    /// <param name="width">How many items a row has.</param>
    /// <param name="items">The items wanted, by ascending place.</param>
    /// <param name="columns">Where the columns go, one behind the other in the order of the items.</param>
    /// <param name="height">How many places a column has; those behind the last row get <paramref name="missing"/>.</param>
    /// <param name="missing">What stands for a missing answer.</param>
    public static void Turn(ReadOnlySpan<byte> cells, int width, ReadOnlySpan<KernelItem> items, Span<byte> columns, int height, byte missing)
    {
        var rows = cells.Length / width;
        Span<int> wanted = stackalloc int[Across];
        for (var first = 0; first < items.Length;)
        {
            var from = items[first].Index;
            var count = 0;
            wanted.Fill(-1);
            while (first + count < items.Length && items[first + count].Index < from + Across)
            {
                wanted[items[first + count].Index - from] = first + count;
                count++;
            }

            var turned = 0;
            if (CanZip && count >= FewestForTile && from < width)
            {
                // Eight bytes are read of each row at once: the last rows may not have as many behind them.
                var readable = Math.Min(rows, (cells.Length - from - Across + width) / width);
                turned = readable - (readable % Down);
                TurnTiles(cells[from..], width, turned, wanted, columns, height);
            }

            for (var i = first; i < first + count; i++)
            {
                var column = columns.Slice(i * height, height);
                if (items[i].Index >= width)
                {
                    column.Fill(missing);
                    continue;
                }

                Copy(cells[items[i].Index..], width, column[turned..rows], turned);
                column[rows..].Fill(missing);
            }

            first += count;
        }
    }

    private static void Copy(ReadOnlySpan<byte> cells, int width, Span<byte> column, int from)
    {
        if (column.IsEmpty)
        {
            return;
        }

        // The last place is read once with its bounds checked; those before it lie below.
        _ = cells[(from + column.Length - 1) * width];
        ref var cell = ref Unsafe.Add(ref MemoryMarshal.GetReference(cells), (nint)from * width);
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = cell;
            cell = ref Unsafe.Add(ref cell, width);
        }
    }

    private static void TurnTiles(ReadOnlySpan<byte> cells, int width, int rows, ReadOnlySpan<int> wanted, Span<byte> columns, int height)
    {
        if (rows == 0)
        {
            return;
        }

        _ = cells.Slice((rows - 1) * width, Across);
        Span<nint> places = stackalloc nint[Across];
        for (var i = 0; i < Across; i++)
        {
            places[i] = wanted[i] < 0 ? -1 : (nint)wanted[i] * height;
            _ = wanted[i] < 0 ? default : columns.Slice(wanted[i] * height, rows);
        }

        ref var start = ref MemoryMarshal.GetReference(cells);
        ref var target = ref MemoryMarshal.GetReference(columns);
        for (var row = 0; row < rows; row += Down)
        {
            ref var tile = ref Unsafe.Add(ref start, (nint)row * width);

            // Four rounds of interleaving rows that lie 8, 4, 2 and 1 apart bring each column's sixteen bytes together.
            var (a0, a4) = Pair(ref tile, width, 0);
            var (a1, a5) = Pair(ref tile, width, 1);
            var (a2, a6) = Pair(ref tile, width, 2);
            var (a3, a7) = Pair(ref tile, width, 3);
            var (b0, b1, b2, b3) = (ZipLow(a0, a4), ZipLow(a1, a5), ZipLow(a2, a6), ZipLow(a3, a7));
            var (c0, c1, c2, c3) = (ZipHigh(a0, a4), ZipHigh(a1, a5), ZipHigh(a2, a6), ZipHigh(a3, a7));
            Store(b0, b1, b2, b3, places[..4], ref target, row);
            Store(c0, c1, c2, c3, places[4..], ref target, row);
        }
    }

    /// <summary>Rows n and n + 8 interleaved, and rows n + 4 and n + 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> Near, Vector128<byte> Far) Pair(ref byte tile, int width, int row) => (
        ZipLow(Load(ref tile, width, row), Load(ref tile, width, row + 8)),
        ZipLow(Load(ref tile, width, row + 4), Load(ref tile, width, row + 12)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ref byte tile, int width, int row) =>
        Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref tile, (nint)row * width))).AsByte();

    /// <summary>The last two rounds for four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> v0, Vector128<byte> v1, Vector128<byte> v2, Vector128<byte> v3, ReadOnlySpan<nint> places, ref byte target, int row)
    {
        var (even, odd) = (ZipLow(v0, v2), ZipLow(v1, v3));
        Put(ZipLow(even, odd), places[0], ref target, row);
        Put(ZipHigh(even, odd), places[1], ref target, row);
        (even, odd) = (ZipHigh(v0, v2), ZipHigh(v1, v3));
        Put(ZipLow(even, odd), places[2], ref target, row);
        Put(ZipHigh(even, odd), places[3], ref target, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector128<byte> column, nint place, ref byte target, int row)
    {
        if (place >= 0)
        {
            column.StoreUnsafe(ref Unsafe.Add(ref target, place + row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ZipLow(Vector128<byte> a, Vector128<byte> b) => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> ZipHigh(Vector128<byte> a, Vector128<byte> b) => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
