using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KetamineOutcomes.Columns;

/// <summary>Arithmetic on whole registers, with the framework's vectors; a register's length is a multiple of a vector's.</summary>
/// <typeparam name="T">The lane: short, int or long.</typeparam>
internal static class Lanes<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    // A whole number below this, divided in single precision by another and cut off, is exact: the quotient is farther from the next whole number than the rounding error.
    private const long SingleLimit = 1 << 24;

    public static Span<Vector<T>> Vectors(Span<T> register) => MemoryMarshal.Cast<T, Vector<T>>(register);

    public static void Binary(KernelCode code, Span<Vector<T>> to, ReadOnlySpan<Vector<T>> a, ReadOnlySpan<Vector<T>> b)
    {
        a = a[..to.Length];
        b = b[..to.Length];
        switch (code)
        {
            case KernelCode.Add:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = a[i] + b[i];
                }

                break;
            case KernelCode.Subtract:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = a[i] - b[i];
                }

                break;
            case KernelCode.Multiply:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = a[i] * b[i];
                }

                break;
            case KernelCode.Greatest:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = Vector.Max(a[i], b[i]);
                }

                break;
            case KernelCode.Least:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = Vector.Min(a[i], b[i]);
                }

                break;
            case KernelCode.AtLeast:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = Vector.GreaterThanOrEqual(a[i], b[i]);
                }

                break;
            case KernelCode.Equal:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = Vector.Equals(a[i], b[i]);
                }

                break;
            case KernelCode.And:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = a[i] & b[i];
                }

                break;
            case KernelCode.Or:
                for (var i = 0; i < to.Length; i++)
                {
                    to[i] = a[i] | b[i];
                }

                break;
            default:
                throw new InvalidOperationException($"{code} does not take two registers.");
        }
    }

    public static void Not(Span<Vector<T>> to, ReadOnlySpan<Vector<T>> a)
    {
        a = a[..to.Length];
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = ~a[i];
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

    public static void Select(Span<Vector<T>> to, ReadOnlySpan<Vector<T>> when, ReadOnlySpan<Vector<T>> then, ReadOnlySpan<Vector<T>> otherwise)
    {
        when = when[..to.Length];
        then = then[..to.Length];
        otherwise = otherwise[..to.Length];
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = Vector.ConditionalSelect(when[i], then[i], otherwise[i]);
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

    /// <summary>The numbers as bytes: each is from 0 to 255.</summary>
    public static void ToBytes(ReadOnlySpan<T> from, Span<byte> to)
    {
        var i = 0;
        if (typeof(T) == typeof(short))
        {
            var lanes = MemoryMarshal.Cast<T, short>(from);
            for (; i + Vector<byte>.Count <= to.Length; i += Vector<byte>.Count)
            {
                var low = new Vector<short>(lanes[i..]);
                var high = new Vector<short>(lanes[(i + Vector<short>.Count)..]);
                Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)).CopyTo(to[i..]);
            }
        }

        for (; i < to.Length; i++)
        {
            to[i] = byte.CreateTruncating(from[i]);
        }
    }

    /// <summary>The numbers as shorts.</summary>
    public static void ToShorts(ReadOnlySpan<T> from, Span<short> to)
    {
        if (typeof(T) == typeof(short))
        {
            MemoryMarshal.Cast<T, short>(from)[..to.Length].CopyTo(to);
            return;
        }

        for (var i = 0; i < to.Length; i++)
        {
            to[i] = short.CreateTruncating(from[i]);
        }
    }

    /// <summary>The numbers as ints.</summary>
    public static void ToInts(ReadOnlySpan<T> from, Span<int> to)
    {
        if (typeof(T) == typeof(int))
        {
            MemoryMarshal.Cast<T, int>(from)[..to.Length].CopyTo(to);
            return;
        }

        var i = 0;
        if (typeof(T) == typeof(short))
        {
            var lanes = MemoryMarshal.Cast<T, short>(from);
            for (; i + Vector<short>.Count <= to.Length; i += Vector<short>.Count)
            {
                Vector.Widen(new Vector<short>(lanes[i..]), out var low, out var high);
                low.CopyTo(to[i..]);
                high.CopyTo(to[(i + Vector<int>.Count)..]);
            }
        }

        for (; i < to.Length; i++)
        {
            to[i] = int.CreateTruncating(from[i]);
        }
    }

    private static Span<Vector<TOther>> Cast<TOther>(Span<T> register)
        where TOther : unmanaged => MemoryMarshal.Cast<T, Vector<TOther>>(register);

    private static ReadOnlySpan<Vector<TOther>> Cast<TOther>(ReadOnlySpan<T> register)
        where TOther : unmanaged => MemoryMarshal.Cast<T, Vector<TOther>>(register);
}
