using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Reads many plain items in one pass, in the narrowest lanes there are.</summary>
/// <typeparam name="TIn">The answers: bytes or shorts.</typeparam>
internal static class GroupLanes<TIn>
    where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
{
    /// <summary>Adds three items to what is known of a block: the sum of the known, less one for each that is known, and what is neither known nor missing.</summary>
    /// <remarks>Three at a time, so that what is known so far is loaded and stored once for three. All spans have one length.</remarks>
    public static void Add(KernelItem a, KernelItem b, KernelItem c, ReadOnlySpan<TIn> answersA, ReadOnlySpan<TIn> answersB, ReadOnlySpan<TIn> answersC, TIn missing, GroupState<TIn> state)
    {
        var count = state.Sums.Length;
        ref var laneA = ref First(answersA[..count]);
        ref var laneB = ref First(answersB[..count]);
        ref var laneC = ref First(answersC[..count]);
        ref var sums = ref First(state.Sums);
        ref var counts = ref First(state.Counts[..count]);
        ref var wrongs = ref First(state.Wrongs[..count]);
        var (lowA, highA) = Ends(a);
        var (lowB, highB) = Ends(b);
        var (lowC, highC) = Ends(c);
        var code = new Vector<TIn>(missing);
        for (var i = 0; i < count; i += Vector<TIn>.Count)
        {
            var sum = Load(ref sums, i);
            var known = Load(ref counts, i);
            var wrong = Load(ref wrongs, i);
            Take(Load(ref laneA, i), lowA, highA, code, ref sum, ref known, ref wrong);
            Take(Load(ref laneB, i), lowB, highB, code, ref sum, ref known, ref wrong);
            Take(Load(ref laneC, i), lowC, highC, code, ref sum, ref known, ref wrong);
            sum.StoreUnsafe(ref sums, (nuint)i);
            known.StoreUnsafe(ref counts, (nuint)i);
            wrong.StoreUnsafe(ref wrongs, (nuint)i);
        }
    }

    /// <summary>Adds one item.</summary>
    public static void Add(KernelItem item, ReadOnlySpan<TIn> answers, TIn missing, GroupState<TIn> state)
    {
        var count = state.Sums.Length;
        ref var lane = ref First(answers[..count]);
        ref var sums = ref First(state.Sums);
        ref var counts = ref First(state.Counts[..count]);
        ref var wrongs = ref First(state.Wrongs[..count]);
        var (low, high) = Ends(item);
        var code = new Vector<TIn>(missing);
        for (var i = 0; i < count; i += Vector<TIn>.Count)
        {
            var sum = Load(ref sums, i);
            var known = Load(ref counts, i);
            var wrong = Load(ref wrongs, i);
            Take(Load(ref lane, i), low, high, code, ref sum, ref known, ref wrong);
            sum.StoreUnsafe(ref sums, (nuint)i);
            known.StoreUnsafe(ref counts, (nuint)i);
            wrong.StoreUnsafe(ref wrongs, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector<TIn> lane, Vector<TIn> low, Vector<TIn> high, Vector<TIn> missing, ref Vector<TIn> sum, ref Vector<TIn> counted, ref Vector<TIn> wrong)
    {
        var known = Vector.Equals(Vector.Min(Vector.Max(lane, low), high), lane);
        sum += lane & known;
        counted += known;
        wrong |= ~(known | Vector.Equals(lane, missing));
    }

    private static (Vector<TIn> Low, Vector<TIn> High) Ends(KernelItem item) =>
        (new Vector<TIn>(TIn.CreateTruncating(item.Lowest)), new Vector<TIn>(TIn.CreateTruncating(item.Highest)));

    private static ref TIn First(ReadOnlySpan<TIn> span) => ref MemoryMarshal.GetReference(span);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<TIn> Load(ref TIn first, int index) => Vector.LoadUnsafe(ref first, (nuint)index);
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
