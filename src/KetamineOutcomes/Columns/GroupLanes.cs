using System.Numerics;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Reads many plain items in one pass, in the narrowest lanes there are.</summary>
/// <typeparam name="TIn">The answers: bytes or shorts.</typeparam>
internal static class GroupLanes<TIn>
    where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
{
    /// <summary>Adds an item to what is known of a block: the sum of the known, less one for each that is known, and what is neither known nor missing.</summary>
    public static void Add(KernelItem item, ReadOnlySpan<TIn> answers, TIn missing, Span<TIn> sums, Span<TIn> counts, Span<TIn> wrongs)
    {
        var lanes = MemoryMarshal.Cast<TIn, Vector<TIn>>(answers);
        var sum = MemoryMarshal.Cast<TIn, Vector<TIn>>(sums)[..lanes.Length];
        var count = MemoryMarshal.Cast<TIn, Vector<TIn>>(counts)[..lanes.Length];
        var wrong = MemoryMarshal.Cast<TIn, Vector<TIn>>(wrongs)[..lanes.Length];
        var low = Vector.Create(TIn.CreateTruncating(item.Lowest));
        var high = Vector.Create(TIn.CreateTruncating(item.Highest));
        var code = Vector.Create(missing);
        if (item.Lowest == 0 && typeof(TIn) == typeof(byte))
        {
            for (var i = 0; i < lanes.Length; i++)
            {
                var lane = lanes[i];
                var known = Vector.Equals(Vector.Min(lane, high), lane);
                sum[i] += lane & known;
                count[i] += known;
                wrong[i] |= ~(known | Vector.Equals(lane, code));
            }

            return;
        }

        for (var i = 0; i < lanes.Length; i++)
        {
            var lane = lanes[i];
            var known = Vector.Equals(Vector.Min(Vector.Max(lane, low), high), lane);
            sum[i] += lane & known;
            count[i] += known;
            wrong[i] |= ~(known | Vector.Equals(lane, code));
        }
    }
}
