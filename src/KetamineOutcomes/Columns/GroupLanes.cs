using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Reads many plain items in one pass, in the narrowest lanes there are.</summary>
/// <typeparam name="TIn">The answers: bytes or shorts.</typeparam>
internal static class GroupLanes<TIn>
    where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
{
    /// <summary>Adds four items to what is known of a block: the sum of the known, less one for each that is known, and what is neither known nor missing.</summary>
    /// <remarks>Four at a time, so that what is known so far is loaded and stored once for four. All spans have one length.</remarks>
    public static void Add<TMarks>(ReadOnlySpan<KernelItem> items, ReadOnlySpan<TIn> a, ReadOnlySpan<TIn> b, ReadOnlySpan<TIn> c, ReadOnlySpan<TIn> d, TIn missing, GroupState<TIn> state)
        where TMarks : struct, IMarks
    {
        var count = state.Sums.Length;
        ref var laneA = ref First(a[..count]);
        ref var laneB = ref First(b[..count]);
        ref var laneC = ref First(c[..count]);
        ref var laneD = ref First(d[..count]);
        var (lowA, highA) = Ends(items[0]);
        var (lowB, highB) = Ends(items[1]);
        var (lowC, highC) = Ends(items[2]);
        var (lowD, highD) = Ends(items[3]);
        var code = new Vector<TIn>(missing);
        for (nuint i = 0; i < (nuint)count; i = Lanes<TIn>.Next(i))
        {
            var so = Load<TMarks>(state, i);
            so = Take<TMarks>(Vector.LoadUnsafe(ref laneA, i), lowA, highA, code, so);
            so = Take<TMarks>(Vector.LoadUnsafe(ref laneB, i), lowB, highB, code, so);
            so = Take<TMarks>(Vector.LoadUnsafe(ref laneC, i), lowC, highC, code, so);
            so = Take<TMarks>(Vector.LoadUnsafe(ref laneD, i), lowD, highD, code, so);
            Store<TMarks>(state, i, so);
        }
    }

    /// <summary>Adds one item.</summary>
    public static void Add<TMarks>(KernelItem item, ReadOnlySpan<TIn> answers, TIn missing, GroupState<TIn> state)
        where TMarks : struct, IMarks
    {
        var count = state.Sums.Length;
        ref var lane = ref First(answers[..count]);
        var (low, high) = Ends(item);
        var code = new Vector<TIn>(missing);
        for (nuint i = 0; i < (nuint)count; i = Lanes<TIn>.Next(i))
        {
            Store<TMarks>(state, i, Take<TMarks>(Vector.LoadUnsafe(ref lane, i), low, high, code, Load<TMarks>(state, i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Marks Take<TMarks>(Vector<TIn> lane, Vector<TIn> low, Vector<TIn> high, Vector<TIn> missing, Marks so)
        where TMarks : struct, IMarks
    {
        var known = Vector.Equals(Vector.Min(Vector.Max(lane, low), high), lane);
        return new Marks(
            TMarks.Sums ? so.Sum + (lane & known) : so.Sum,
            TMarks.Counts ? so.Count + known : so.Count,
            TMarks.Wrongs ? so.Wrong | ~(known | Vector.Equals(lane, missing)) : so.Wrong);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Marks Load<TMarks>(GroupState<TIn> state, nuint place)
        where TMarks : struct, IMarks => new(
            TMarks.Sums ? Vector.LoadUnsafe(ref First(state.Sums), place) : default,
            TMarks.Counts ? Vector.LoadUnsafe(ref First(state.Counts), place) : default,
            TMarks.Wrongs ? Vector.LoadUnsafe(ref First(state.Wrongs), place) : default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TMarks>(GroupState<TIn> state, nuint place, Marks marks)
        where TMarks : struct, IMarks
    {
        if (TMarks.Sums)
        {
            marks.Sum.StoreUnsafe(ref First(state.Sums), place);
        }

        if (TMarks.Counts)
        {
            marks.Count.StoreUnsafe(ref First(state.Counts), place);
        }

        if (TMarks.Wrongs)
        {
            marks.Wrong.StoreUnsafe(ref First(state.Wrongs), place);
        }
    }

    private static (Vector<TIn> Low, Vector<TIn> High) Ends(KernelItem item) =>
        (new Vector<TIn>(TIn.CreateTruncating(item.Lowest)), new Vector<TIn>(TIn.CreateTruncating(item.Highest)));

    private static ref TIn First(ReadOnlySpan<TIn> span) => ref MemoryMarshal.GetReference(span);

    private readonly record struct Marks(Vector<TIn> Sum, Vector<TIn> Count, Vector<TIn> Wrong);
}

/// <summary>What is asked of items that are read together; the rest is not computed.</summary>
internal interface IMarks
{
    static abstract bool Sums { get; }

    static abstract bool Counts { get; }

    static abstract bool Wrongs { get; }
}

/// <summary>Whatever there is.</summary>
internal readonly struct AllMarks : IMarks
{
    public static bool Sums => true;

    public static bool Counts => true;

    public static bool Wrongs => true;
}

/// <summary>How many are known.</summary>
internal readonly struct CountMarks : IMarks
{
    public static bool Sums => false;

    public static bool Counts => true;

    public static bool Wrongs => false;
}

/// <summary>Whether one is wrong.</summary>
internal readonly struct WrongMarks : IMarks
{
    public static bool Sums => false;

    public static bool Counts => false;

    public static bool Wrongs => true;
}

/// <summary>What is known so far of the items of a block that are read together.</summary>
/// <typeparam name="TIn">The answers: bytes or shorts.</typeparam>
/// <param name="sums">The sums of the known.</param>
/// <param name="counts">Less one for each that is known.</param>
/// <param name="wrongs">A mask of the rows in which one is neither known nor missing.</param>
internal readonly ref struct GroupState<TIn>(Span<TIn> sums, Span<TIn> counts, Span<TIn> wrongs)
{
    public Span<TIn> Sums { get; } = sums;

    public Span<TIn> Counts { get; } = counts;

    public Span<TIn> Wrongs { get; } = wrongs;
}
