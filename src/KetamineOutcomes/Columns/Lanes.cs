using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Arithmetic on whole registers, with the framework's vectors; a register's length is a multiple of a vector's.</summary>
/// <typeparam name="T">The lane: sbyte, short, int or long.</typeparam>
internal static class Lanes<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    // A whole number below this, divided in single precision by another and cut off, is exact: the quotient is farther from the next whole number than the rounding error.
    private const long SingleLimit = 1 << 24;

    public static Span<Vector<T>> Vectors(Span<T> register) => MemoryMarshal.Cast<T, Vector<T>>(register);

    public static void Binary(KernelCode code, Span<T> to, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        switch (code)
        {
            case KernelCode.Add:
                Each<Add>(to, a, b);
                break;
            case KernelCode.Subtract:
                Each<Subtract>(to, a, b);
                break;
            case KernelCode.Multiply:
                Each<Multiply>(to, a, b);
                break;
            case KernelCode.Greatest:
                Each<Greatest>(to, a, b);
                break;
            case KernelCode.Least:
                Each<Least>(to, a, b);
                break;
            case KernelCode.AtLeast:
                Each<AtLeast>(to, a, b);
                break;
            case KernelCode.Equal:
                Each<Equal>(to, a, b);
                break;
            case KernelCode.And:
                Each<And>(to, a, b);
                break;
            case KernelCode.Or:
                Each<Or>(to, a, b);
                break;
            default:
                throw new InvalidOperationException($"{code} does not take two registers.");
        }
    }

    public static void Not(Span<T> to, ReadOnlySpan<T> a)
    {
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var left = ref MemoryMarshal.GetReference(a[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i = Next(i))
        {
            (~Vector.LoadUnsafe(ref left, i)).StoreUnsafe(ref target, i);
        }
    }

    public static void Select(Span<T> to, ReadOnlySpan<T> when, ReadOnlySpan<T> then, ReadOnlySpan<T> otherwise)
    {
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var mask = ref MemoryMarshal.GetReference(when[..to.Length]);
        ref var yes = ref MemoryMarshal.GetReference(then[..to.Length]);
        ref var no = ref MemoryMarshal.GetReference(otherwise[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i = Next(i))
        {
            Vector.ConditionalSelect(Vector.LoadUnsafe(ref mask, i), Vector.LoadUnsafe(ref yes, i), Vector.LoadUnsafe(ref no, i)).StoreUnsafe(ref target, i);
        }
    }

    /// <summary>Turns a number into a mask where it equals another.</summary>
    public static void Mask(Span<Vector<T>> register, Vector<T> where)
    {
        for (var i = 0; i < register.Length; i++)
        {
            register[i] = Vector.Equals(register[i], where);
        }
    }

    /// <summary>How many entries a table in lanes has.</summary>
    public const int TableLength = Tabulation.MostValues;

    /// <summary>A table as lanes, filled up to <see cref="TableLength"/>.</summary>
    public static void Fill(Span<T> entries, KernelTable table)
    {
        entries[table.Values.Count..].Clear();
        for (var i = 0; i < table.Values.Count; i++)
        {
            entries[i] = T.CreateTruncating(table.Values[i]);
        }
    }

    /// <summary>What a table has for each number. A number outside it is one of a row that nobody asks for: what is written there means nothing.</summary>
    public static void LookUp(Span<T> to, ReadOnlySpan<T> of, ReadOnlySpan<T> entries, long low)
    {
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var numbers = ref MemoryMarshal.GetReference(of[..to.Length]);
        ref var first = ref MemoryMarshal.GetReference(entries[..TableLength]);
        var offset = byte.CreateTruncating(low);
        for (nuint i = 0; i < (nuint)to.Length; i = unchecked(i + 1))
        {
            // Any byte is a place in the table.
            var place = unchecked((byte)(byte.CreateTruncating(Unsafe.Add(ref numbers, i)) - offset));
            Unsafe.Add(ref target, i) = Unsafe.Add(ref first, (nuint)place);
        }
    }

    /// <summary>Whole division of numbers from 0 by numbers from 1. Where nobody asks for a row its divisor may be 0; what is written there means nothing.</summary>
    public static void Divide(Span<T> to, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Int128 highest)
    {
        if (typeof(T) == typeof(short))
        {
            DivideShorts(Cast<short>(to), Cast<short>(a), Cast<short>(b));
        }
        else if (typeof(T) == typeof(int) && highest < SingleLimit)
        {
            DivideInts(Cast<int>(to), Cast<int>(a), Cast<int>(b));
        }
        else
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = b[i] > T.Zero ? a[i] / b[i] : T.Zero;
            }
        }
    }

    private static void DivideShorts(Span<Vector<short>> to, ReadOnlySpan<Vector<short>> a, ReadOnlySpan<Vector<short>> b)
    {
        for (var i = 0; i < to.Length; i++)
        {
            Vector.Widen(a[i], out var lowA, out var highA);
            Vector.Widen(b[i], out var lowB, out var highB);
            to[i] = Vector.Narrow(Quotient(lowA, lowB), Quotient(highA, highB));
        }
    }

    private static void DivideInts(Span<Vector<int>> to, ReadOnlySpan<Vector<int>> a, ReadOnlySpan<Vector<int>> b)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Quotient(a[i], b[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Quotient(Vector<int> a, Vector<int> b) =>
        Vector.ConvertToInt32(Vector.ConvertToSingle(a) / Vector.ConvertToSingle(Vector.Max(b, Vector<int>.One)));

    /// <summary>The numbers cut off to bytes.</summary>
    public static void ToBytes(ReadOnlySpan<T> from, Span<byte> to)
    {
        var i = 0;
        if (typeof(T) == typeof(sbyte))
        {
            MemoryMarshal.AsBytes(from)[..to.Length].CopyTo(to);
            return;
        }

        if (typeof(T) == typeof(short))
        {
            var lanes = MemoryMarshal.Cast<T, ushort>(from);
            for (; i + Vector<byte>.Count <= to.Length; i += Vector<byte>.Count)
            {
                Vector.Narrow(new Vector<ushort>(lanes[i..]), new Vector<ushort>(lanes[(i + Vector<ushort>.Count)..])).CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++)
        {
            to[i] = byte.CreateTruncating(from[i]);
        }
    }

    /// <summary>The scores as shorts.</summary>
    public static void ToShorts(ReadOnlySpan<T> scores, ReadOnlySpan<T> stands, Span<short> to)
    {
        var i = 0;
        if (typeof(T) == typeof(sbyte))
        {
            var none = new Vector<short>(ColumnScorer.NoScore);
            var lanes = MemoryMarshal.Cast<T, sbyte>(scores);
            var masks = MemoryMarshal.Cast<T, sbyte>(stands);
            for (; i + Vector<sbyte>.Count <= to.Length; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(lanes[i..]), out var low, out var high);
                Vector.Widen(new Vector<sbyte>(masks[i..]), out var lowStands, out var highStands);
                Vector.ConditionalSelect(Vector.Equals(lowStands, Vector<short>.Zero), none, low).CopyTo(to[i..]);
                Vector.ConditionalSelect(Vector.Equals(highStands, Vector<short>.Zero), none, high).CopyTo(to[(i + Vector<short>.Count)..]);
            }
        }
        else if (typeof(T) == typeof(short))
        {
            var none = new Vector<short>(ColumnScorer.NoScore);
            var lanes = MemoryMarshal.Cast<T, short>(scores);
            var masks = MemoryMarshal.Cast<T, short>(stands);
            for (; i + Vector<short>.Count <= to.Length; i += Vector<short>.Count)
            {
                Vector.ConditionalSelect(Vector.Equals(new Vector<short>(masks[i..]), Vector<short>.Zero), none, new Vector<short>(lanes[i..])).CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++)
        {
            to[i] = T.IsZero(stands[i]) ? ColumnScorer.NoScore : short.CreateTruncating(scores[i]);
        }
    }

    /// <summary>The scores as ints.</summary>
    public static void ToInts(ReadOnlySpan<T> scores, ReadOnlySpan<T> stands, Span<int> to)
    {
        if (typeof(T) == typeof(sbyte) || typeof(T) == typeof(short))
        {
            // By way of shorts, a few at a time.
            Span<short> shorts = stackalloc short[256];
            for (var from = 0; from < to.Length; from += shorts.Length)
            {
                var part = shorts[..Math.Min(shorts.Length, to.Length - from)];
                ToShorts(scores[from..], stands[from..], part);
                Widen(part, to.Slice(from, part.Length));
            }

            return;
        }

        for (var i = 0; i < to.Length; i++)
        {
            to[i] = T.IsZero(stands[i]) ? ColumnScorer.NoScore : int.CreateTruncating(scores[i]);
        }
    }

    private static void Widen(ReadOnlySpan<short> from, Span<int> to)
    {
        var i = 0;
        for (; i + Vector<short>.Count <= to.Length; i += Vector<short>.Count)
        {
            Vector.Widen(new Vector<short>(from[i..]), out var low, out var high);
            low.CopyTo(to[i..]);
            high.CopyTo(to[(i + Vector<int>.Count)..]);
        }

        for (; i < to.Length; i++)
        {
            to[i] = from[i];
        }
    }

    /// <summary>Where the next vector begins. Registers are short: a place in one never leaves its range, so it is not checked in the innermost loops.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Next(nuint place) => unchecked(place + (nuint)Vector<T>.Count);

    private static void Each<TStep>(Span<T> to, ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where TStep : struct, IStep
    {
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var left = ref MemoryMarshal.GetReference(a[..to.Length]);
        ref var right = ref MemoryMarshal.GetReference(b[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i = Next(i))
        {
            TStep.Of(Vector.LoadUnsafe(ref left, i), Vector.LoadUnsafe(ref right, i)).StoreUnsafe(ref target, i);
        }
    }

    private static Span<Vector<TOther>> Cast<TOther>(Span<T> register)
        where TOther : unmanaged => MemoryMarshal.Cast<T, Vector<TOther>>(register);

    private static ReadOnlySpan<Vector<TOther>> Cast<TOther>(ReadOnlySpan<T> register)
        where TOther : unmanaged => MemoryMarshal.Cast<T, Vector<TOther>>(register);

    /// <summary>What is done with two vectors.</summary>
    private interface IStep
    {
        static abstract Vector<T> Of(Vector<T> a, Vector<T> b);
    }

    private readonly struct Add : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => a + b;
    }

    private readonly struct Subtract : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => a - b;
    }

    private readonly struct Multiply : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => a * b;
    }

    private readonly struct Greatest : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.Max(a, b);
    }

    private readonly struct Least : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.Min(a, b);
    }

    private readonly struct AtLeast : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.GreaterThanOrEqual(a, b);
    }

    private readonly struct Equal : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.Equals(a, b);
    }

    private readonly struct And : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => a & b;
    }

    private readonly struct Or : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => a | b;
    }
}
