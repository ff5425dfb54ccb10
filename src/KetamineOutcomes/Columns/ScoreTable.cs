using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>The scores that follow from a small number, such as a sum of answers; behind them the mark for "no score".</summary>
internal sealed class ScoreTable
{
    /// <summary>The place of "no score": the last that a byte can name, with all bits set.</summary>
    private const int None = byte.MaxValue;

    private readonly short[] _shorts;
    private readonly int[] _ints;

    private ScoreTable(long low, int[] scores)
    {
        Low = low;
        _ints = [.. scores, .. new int[None - scores.Length], ColumnScorer.NoScore];
        _shorts = Array.ConvertAll(_ints, score => unchecked((short)score));
    }

    /// <summary>The number that the first score is for.</summary>
    public long Low { get; }

    /// <summary>The table, or <see langword="null"/> where there are too many scores, or one takes more than four bytes.</summary>
    public static ScoreTable? Find(Tabulation tabulation) =>
        tabulation.Values.Count <= None
        && tabulation.Values.All(value => value is >= int.MinValue and <= int.MaxValue)
        && tabulation.Of.Low >= short.MinValue
        && tabulation.Of.High <= short.MaxValue
            ? new ScoreTable((long)tabulation.Of.Low, [.. tabulation.Values.Select(value => (int)value)])
            : null;

    /// <summary>Writes the score of each number, or the mark where none stands.</summary>
    /// <param name="of">The numbers; outside the table where no score stands only.</param>
    /// <param name="stands">0 where no score stands.</param>
    /// <param name="spare">A register to work in.</param>
    /// <param name="to">Where the scores go: shorts or ints.</param>
    public void Write<T, TScore>(ReadOnlySpan<T> of, ReadOnlySpan<T> stands, Span<T> spare, Span<TScore> to)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TScore : unmanaged
    {
        // Places first, by vectors and without a branch: rows without a score are many and come in no order.
        var low = new Vector<T>(T.CreateTruncating(Low));
        var numbers = MemoryMarshal.Cast<T, Vector<T>>(of);
        var there = MemoryMarshal.Cast<T, Vector<T>>(stands);
        var places = MemoryMarshal.Cast<T, Vector<T>>(spare);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (numbers[i] - low) | Vector.Equals(there[i], Vector<T>.Zero);
        }

        ref var first = ref typeof(TScore) == typeof(short)
            ? ref Unsafe.As<short, TScore>(ref MemoryMarshal.GetArrayDataReference(_shorts))
            : ref Unsafe.As<int, TScore>(ref MemoryMarshal.GetArrayDataReference(_ints));
        ref var place = ref MemoryMarshal.GetReference(spare[..to.Length]);
        ref var target = ref MemoryMarshal.GetReference(to);
        for (nuint i = 0; i < (nuint)to.Length; i = unchecked(i + 1))
        {
            // Any byte is a place in the table.
            Unsafe.Add(ref target, i) = Unsafe.Add(ref first, (nuint)byte.CreateTruncating(Unsafe.Add(ref place, i)));
        }
    }
}
