using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Reads answers into registers: which are legal, which are missing, which are wrong.</summary>
/// <typeparam name="TIn">The answers: bytes or shorts.</typeparam>
/// <typeparam name="T">The lane: short, int or long.</typeparam>
internal static class ItemLanes<TIn, T>
    where TIn : unmanaged, IBinaryInteger<TIn>, IMinMaxValue<TIn>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <summary>One item, with everything that an item may have.</summary>
    public static void Read(KernelItem item, ReadOnlySpan<TIn> answers, TIn missing, TIn? notApplicable, Registers<T> to, ItemsRead read)
    {
        var raw = AsLanes(answers, to.Spare);
        if (item.IsPlain)
        {
            ReadPlain(item, raw, missing, to, read);
            return;
        }

        var lanes = MemoryMarshal.Cast<T, Vector<T>>(raw);
        var missingCode = new Vector<T>(T.CreateTruncating(missing));
        var notApplicableCode = notApplicable is { } code ? new Vector<T>(T.CreateTruncating(code)) : missingCode;
        var value = Lanes<T>.Vectors(to.FindOrEmpty(read.Value));
        var known = Lanes<T>.Vectors(to.FindOrEmpty(read.Known));
        var wrong = Lanes<T>.Vectors(to.FindOrEmpty(read.Wrong));
        var leftOut = Lanes<T>.Vectors(to.FindOrEmpty(read.NotApplicable));
        for (var i = 0; i < lanes.Length; i++)
        {
            var lane = lanes[i];
            var isKnown = Vector<T>.Zero;
            foreach (var (low, high) in item.Runs.AsSpan())
            {
                isKnown |= Vector.GreaterThanOrEqual(lane, new Vector<T>(T.CreateSaturating(low))) & Vector.LessThanOrEqual(lane, new Vector<T>(T.CreateSaturating(high)));
            }

            var isMissing = Vector.Equals(lane, missingCode);
            foreach (var notRated in item.NotRated.AsSpan())
            {
                isMissing |= Vector.Equals(lane, new Vector<T>(T.CreateSaturating(notRated)));
            }

            var isLeftOut = item.AllowsNotApplicable && notApplicable is not null ? Vector.Equals(lane, notApplicableCode) : Vector<T>.Zero;
            if (!value.IsEmpty)
            {
                value[i] = lane & isKnown;
            }

            if (!known.IsEmpty)
            {
                known[i] = isKnown;
            }

            if (!wrong.IsEmpty)
            {
                wrong[i] = ~(isKnown | isMissing | isLeftOut);
            }

            if (!leftOut.IsEmpty)
            {
                leftOut[i] = isLeftOut;
            }
        }
    }

    /// <summary>What most items are: one run of answers. "Not applicable" is none of them.</summary>
    private static void ReadPlain(KernelItem item, ReadOnlySpan<T> raw, TIn missing, Registers<T> to, ItemsRead read)
    {
        var low = new Vector<T>(T.CreateSaturating(item.Lowest));
        var high = new Vector<T>(T.CreateSaturating(item.Highest));
        ref var first = ref MemoryMarshal.GetReference(raw);

        // What nobody asks for goes to the spare register, behind the place that is read next.
        ref var value = ref MemoryMarshal.GetReference(read.Value < 0 ? to.Spare : to[read.Value]);
        ref var known = ref MemoryMarshal.GetReference(read.Known < 0 ? to.Spare : to[read.Known]);
        ref var wrong = ref MemoryMarshal.GetReference(read.Wrong < 0 ? to.Spare : to[read.Wrong]);
        var code = new Vector<T>(T.CreateTruncating(missing));
        var marksWrong = read.Wrong >= 0;
        for (nuint i = 0; i < (nuint)raw.Length; i = Lanes<T>.Next(i))
        {
            var lane = Vector.LoadUnsafe(ref first, i);
            var isKnown = Vector.Equals(Vector.Min(Vector.Max(lane, low), high), lane);
            (lane & isKnown).StoreUnsafe(ref value, i);
            isKnown.StoreUnsafe(ref known, i);
            if (marksWrong)
            {
                (~(isKnown | Vector.Equals(lane, code))).StoreUnsafe(ref wrong, i);
            }
        }

        to.FindOrEmpty(read.NotApplicable).Clear();
    }

    /// <summary>The answers as lanes: where they stand, if they are as wide, else in a register.</summary>
    private static ReadOnlySpan<T> AsLanes(ReadOnlySpan<TIn> answers, Span<T> to)
    {
        // A byte above 127 is a negative sbyte, which no item takes: only what fits runs in such lanes.
        if (Unsafe.SizeOf<TIn>() == Unsafe.SizeOf<T>())
        {
            return MemoryMarshal.Cast<TIn, T>(answers);
        }

        Widen(answers, to);
        return to;
    }

    /// <summary>The answers as lanes, without a sign where they have none.</summary>
    public static void Widen(ReadOnlySpan<TIn> answers, Span<T> to)
    {
        if (typeof(TIn) == typeof(byte) && typeof(T) == typeof(sbyte))
        {
            // A byte above 127 becomes a negative number, which no item takes: only what fits runs in such lanes.
            MemoryMarshal.Cast<TIn, T>(answers).CopyTo(to);
        }
        else if (typeof(TIn) == typeof(byte) && typeof(T) == typeof(short))
        {
            var from = MemoryMarshal.Cast<TIn, Vector<byte>>(answers);
            var lanes = MemoryMarshal.Cast<T, Vector<ushort>>(to);
            for (var i = 0; i < from.Length; i++)
            {
                Vector.Widen(from[i], out lanes[2 * i], out lanes[(2 * i) + 1]);
            }
        }
        else if (typeof(TIn) == typeof(T))
        {
            MemoryMarshal.Cast<TIn, T>(answers).CopyTo(to);
        }
        else if (typeof(TIn) == typeof(byte) && typeof(T) == typeof(int))
        {
            var from = MemoryMarshal.Cast<TIn, Vector<byte>>(answers);
            var lanes = MemoryMarshal.Cast<T, Vector<uint>>(to);
            for (var i = 0; i < from.Length; i++)
            {
                Vector.Widen(from[i], out var low, out var high);
                Vector.Widen(low, out lanes[4 * i], out lanes[(4 * i) + 1]);
                Vector.Widen(high, out lanes[(4 * i) + 2], out lanes[(4 * i) + 3]);
            }
        }
        else if (typeof(TIn) == typeof(short) && typeof(T) == typeof(int))
        {
            var from = MemoryMarshal.Cast<TIn, Vector<short>>(answers);
            var lanes = MemoryMarshal.Cast<T, Vector<int>>(to);
            for (var i = 0; i < from.Length; i++)
            {
                Vector.Widen(from[i], out lanes[2 * i], out lanes[(2 * i) + 1]);
            }
        }
        else
        {
            for (var i = 0; i < answers.Length; i++)
            {
                to[i] = T.CreateTruncating(answers[i]);
            }
        }
    }
}
