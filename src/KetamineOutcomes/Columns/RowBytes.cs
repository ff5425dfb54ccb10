using System.Buffers.Binary;

namespace KetamineOutcomes.Columns;

/// <summary>Turns rows of bytes into columns: eight rows of eight items at a time, in plain 64-bit arithmetic.</summary>
internal static class RowBytes
{
    private const int Side = 8;

    // Below this many wanted items of eight, reading them one by one is quicker.
    private const int FewestForSquare = 4;

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
        Span<int> wanted = stackalloc int[Side];
        for (var first = 0; first < items.Length;)
        {
            var from = items[first].Index;
            var count = 0;
            wanted.Fill(-1);
            while (first + count < items.Length && items[first + count].Index < from + Side)
            {
                wanted[items[first + count].Index - from] = first + count;
                count++;
            }

            // A square is read by eight bytes at once: near the end of the memory there are not as many.
            var squares = 0;
            if (count >= FewestForSquare)
            {
                while (squares + Side <= rows && ((long)(squares + Side - 1) * width) + from + Side <= cells.Length)
                {
                    squares += Side;
                }

                TurnSquares(cells[from..], width, squares, wanted, columns, height);
            }

            for (var i = first; i < first + count; i++)
            {
                var column = columns.Slice(i * height, height);
                if (items[i].Index >= width)
                {
                    column.Fill(missing);
                    continue;
                }

                for (int row = squares, at = (squares * width) + items[i].Index; row < rows; row++, at += width)
                {
                    column[row] = cells[at];
                }

                column[rows..].Fill(missing);
            }

            first += count;
        }
    }

    private static void TurnSquares(ReadOnlySpan<byte> cells, int width, int rows, ReadOnlySpan<int> wanted, Span<byte> columns, int height)
    {
        Span<ulong> square = stackalloc ulong[Side];
        for (var row = 0; row < rows; row += Side)
        {
            for (var i = 0; i < Side; i++)
            {
                square[i] = BinaryPrimitives.ReadUInt64LittleEndian(cells[((row + i) * width)..]);
            }

            Transpose(square);
            for (var i = 0; i < Side; i++)
            {
                if (wanted[i] >= 0)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(columns[((wanted[i] * height) + row)..], square[i]);
                }
            }
        }
    }

    /// <summary>Exchanges rows and columns of eight by eight bytes: blocks of four, then of two, then single ones.</summary>
    private static void Transpose(Span<ulong> square)
    {
        Exchange(ref square[0], ref square[4], 32, 0x00000000FFFFFFFF);
        Exchange(ref square[1], ref square[5], 32, 0x00000000FFFFFFFF);
        Exchange(ref square[2], ref square[6], 32, 0x00000000FFFFFFFF);
        Exchange(ref square[3], ref square[7], 32, 0x00000000FFFFFFFF);
        Exchange(ref square[0], ref square[2], 16, 0x0000FFFF0000FFFF);
        Exchange(ref square[1], ref square[3], 16, 0x0000FFFF0000FFFF);
        Exchange(ref square[4], ref square[6], 16, 0x0000FFFF0000FFFF);
        Exchange(ref square[5], ref square[7], 16, 0x0000FFFF0000FFFF);
        Exchange(ref square[0], ref square[1], 8, 0x00FF00FF00FF00FF);
        Exchange(ref square[2], ref square[3], 8, 0x00FF00FF00FF00FF);
        Exchange(ref square[4], ref square[5], 8, 0x00FF00FF00FF00FF);
        Exchange(ref square[6], ref square[7], 8, 0x00FF00FF00FF00FF);
    }

    /// <summary>Exchanges the upper parts of one with the lower parts of the other.</summary>
    private static void Exchange(ref ulong a, ref ulong b, int shift, ulong low)
    {
        var differ = ((a >> shift) ^ b) & low;
        a ^= differ << shift;
        b ^= differ;
    }
}
