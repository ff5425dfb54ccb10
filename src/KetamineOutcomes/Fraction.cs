using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace KetamineOutcomes;

/// <summary>An exact rational number: integer numerator over positive integer denominator, in lowest terms.</summary>
/// <remarks>
/// Scores, percentages and cut-offs are compared as fractions, never in binary floating point, so that every engine
/// agrees and "50 % or more" means exactly that. <c>default</c> is 0. Arithmetic that leaves the range of
/// <see cref="long"/> throws <see cref="OverflowException"/>; the numbers of questionnaires are far inside it.
/// </remarks>
public readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private static ReadOnlySpan<long> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    // Stored as denominator - 1 so that default(Fraction) is 0/1.
    private readonly long _denominatorLessOne;

    /// <summary>Makes a fraction and reduces it to lowest terms.</summary>
    /// <param name="numerator">The numerator, any sign.</param>
    /// <param name="denominator">The denominator, not 0; a negative one moves its sign to the numerator.</param>
    /// <exception cref="DivideByZeroException"><paramref name="denominator"/> is 0.</exception>
    /// <exception cref="OverflowException">A part is <see cref="long.MinValue"/> and cannot change its sign.</exception>
    public Fraction(long numerator, long denominator)
    {
        // Scores are whole numbers nearly always: they need no divisor, and no arithmetic of 128 bits.
        this = denominator == 1 ? new Fraction(numerator) : new Fraction((Int128)numerator, denominator);
    }

    private Fraction(long whole)
    {
        Numerator = whole;
        _denominatorLessOne = 0;
    }

    private Fraction(Int128 numerator, Int128 denominator)
    {
        if (denominator == 0)
        {
            throw new DivideByZeroException();
        }

        if (Int128.Abs(numerator) <= long.MaxValue && Int128.Abs(denominator) <= long.MaxValue)
        {
            // Of numbers that fit, nothing is worked out with 128 bits.
            var (above, below) = ((long)numerator, (long)denominator);
            var common = GreatestCommonDivisor(Math.Abs(above), Math.Abs(below));
            common = below < 0 ? -common : common;
            Numerator = above / common;
            _denominatorLessOne = (below / common) - 1;
            return;
        }

        var divisor = GreatestCommonDivisor(Int128.Abs(numerator), Int128.Abs(denominator));
        if (denominator < 0)
        {
            divisor = -divisor;
        }

        checked
        {
            Numerator = (long)(numerator / divisor);
            _denominatorLessOne = (long)(denominator / divisor) - 1;
        }
    }

    /// <summary>Zero.</summary>
    public static Fraction Zero => default;

    /// <summary>One.</summary>
    public static Fraction One => new(1L);

    /// <summary>The numerator in lowest terms; carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>The denominator in lowest terms, 1 or more.</summary>
    public long Denominator => _denominatorLessOne + 1;

    /// <summary>Whether the value is a whole number.</summary>
    public bool IsInteger => _denominatorLessOne == 0;

    /// <summary>A whole number as a fraction.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Fraction(int value) => new((long)value);

    /// <summary>A decimal as the fraction it exactly is (0.1 is 1/10).</summary>
    /// <param name="value">The number.</param>
    /// <returns>The fraction.</returns>
    /// <exception cref="OverflowException">The value needs more than 18 significant digits.</exception>
    public static Fraction FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var magnitude = ((UInt128)unchecked((uint)bits[2]) << 64) | ((UInt128)unchecked((uint)bits[1]) << 32) | unchecked((uint)bits[0]);
        var denominator = Int128.One;
        for (var i = 0; i < scale; i++)
        {
            denominator *= 10;
        }

        var numerator = (Int128)magnitude;
        return new Fraction(bits[3] < 0 ? -numerator : numerator, denominator);
    }

    /// <summary>Reads <c>7</c>, <c>-2.5</c> or <c>25/9</c>; culture plays no part.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number, or 0 when the text is none.</param>
    /// <returns>Whether the text is a number in range.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Fraction value)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (!long.TryParse(text.AsSpan(0, slash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var numerator)
                || !long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
                || denominator == 0)
            {
                return false;
            }

            value = new Fraction(numerator, denominator);
            return true;
        }

        return FitsDecimal(text)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && TryFromDecimal(number, out value);
    }

    /// <summary>Whether a number as written has no more digits than <see cref="decimal"/> holds, which would round the rest away without a word.</summary>
    /// <param name="text">The number.</param>
    /// <returns><see langword="true"/> up to 28 digits.</returns>
    internal static bool FitsDecimal(string text) => text.Count(char.IsAsciiDigit) <= 28;

    /// <summary>A decimal as the fraction it exactly is, if its digits fit.</summary>
    /// <param name="number">The number.</param>
    /// <param name="value">The fraction, or 0 when it does not fit.</param>
    /// <returns>Whether it fits: at most 18 significant digits and 18 decimals.</returns>
    public static bool TryFromDecimal(decimal number, out Fraction value)
    {
        try
        {
            value = FromDecimal(number);
            return true;
        }
        catch (OverflowException)
        {
            value = default;
            return false;
        }
    }

    /// <summary>The value rounded half away from zero, as questionnaires' manuals round.</summary>
    /// <param name="decimals">The number of decimals, 0 to 15.</param>
    /// <returns>The rounded value, with exactly that many decimals (13.0 for one).</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decimals"/> is outside 0 to 15.</exception>
    public decimal Round(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 15);
        if (IsInteger && Numerator is > int.MinValue and <= int.MaxValue && decimals <= 9)
        {
            // At most 2^31 times 10^9: inside a long, and the digits of a decimal of as many places.
            var digits = Math.Abs(Numerator) * PowersOfTen[decimals];
            var whole = new decimal(unchecked((int)digits), (int)(digits >> 32), 0, isNegative: false, (byte)decimals);
            return Numerator < 0 ? -whole : whole;
        }

        if (Numerator is > int.MinValue and <= int.MaxValue && decimals <= 9)
        {
            var (digits, rest) = Math.DivRem(Math.Abs(Numerator) * PowersOfTen[decimals], Denominator);
            digits += rest >= Denominator - rest ? 1 : 0;
            var rounded = new decimal(unchecked((int)digits), (int)(digits >> 32), 0, isNegative: false, (byte)decimals);
            return Numerator < 0 ? -rounded : rounded;
        }

        var scaled = BigInteger.Abs(Numerator) * BigInteger.Pow(10, decimals);
        var quotient = BigInteger.DivRem(scaled, Denominator, out var remainder);
        if (remainder * 2 >= Denominator)
        {
            quotient += 1;
        }

        var unit = new decimal(1, 0, 0, isNegative: false, (byte)decimals);
        var magnitude = (decimal)quotient * unit;
        return Numerator < 0 ? -magnitude : magnitude;
    }

    /// <summary>The nearest <see cref="double"/>, for statistics and charts; never for comparing with a cut-off.</summary>
    /// <returns>The value, to binary precision.</returns>
    public double ToDouble() => (double)Numerator / Denominator;

    /// <summary>The size without the sign.</summary>
    /// <param name="value">The value.</param>
    /// <returns>0 or more.</returns>
    public static Fraction Abs(Fraction value) => value.Numerator < 0 ? -value : value;

    /// <summary>The larger of two values.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    /// <returns>The larger.</returns>
    public static Fraction Max(Fraction left, Fraction right) => left >= right ? left : right;

    /// <summary>The smaller of two values.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    /// <returns>The smaller.</returns>
    public static Fraction Min(Fraction left, Fraction right) => left <= right ? left : right;

    /// <summary>The largest fraction of which both values are whole multiples.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other value.</param>
    /// <returns>0 if both are 0.</returns>
    internal static Fraction GreatestCommonDivisor(Fraction left, Fraction right) =>
        new(GreatestCommonDivisor(
                Int128.Abs((Int128)left.Numerator * right.Denominator),
                Int128.Abs((Int128)right.Numerator * left.Denominator)),
            (Int128)left.Denominator * right.Denominator);

    private static Int128 GreatestCommonDivisor(Int128 left, Int128 right)
    {
        while (right != 0)
        {
            if (left <= long.MaxValue && right <= long.MaxValue)
            {
                return GreatestCommonDivisor((long)left, (long)right);
            }

            (left, right) = (right, left % right);
        }

        return left == 0 ? Int128.One : left;
    }

    private static long GreatestCommonDivisor(long left, long right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }

    /// <inheritdoc/>
    public int CompareTo(Fraction other) => _denominatorLessOne == other._denominatorLessOne
        ? Numerator.CompareTo(other.Numerator)
        : ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(Fraction other) => Numerator == other.Numerator && _denominatorLessOne == other._denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>The value as a decimal where that is exact (<c>2.5</c>), else as <c>25/9</c>; culture plays no part.</summary>
    /// <returns>Text that <see cref="TryParse"/> reads back to the same value.</returns>
    public override string ToString()
    {
        if (IsInteger)
        {
            return Numerator.ToString(CultureInfo.InvariantCulture);
        }

        for (var decimals = 1; decimals <= 6; decimals++)
        {
            var rounded = Round(decimals);
            if (TryFromDecimal(rounded, out var back) && back == this)
            {
                return rounded.ToString(CultureInfo.InvariantCulture);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
    }

#pragma warning disable CS1591 // The operators mean what they mean for numbers.
    public static Fraction operator +(Fraction left, Fraction right) => left.IsInteger && right.IsInteger
        ? new(checked(left.Numerator + right.Numerator))
        : new((Int128)left.Numerator * right.Denominator + (Int128)right.Numerator * left.Denominator, (Int128)left.Denominator * right.Denominator);

    public static Fraction operator -(Fraction left, Fraction right) => left.IsInteger && right.IsInteger
        ? new(checked(left.Numerator - right.Numerator))
        : new((Int128)left.Numerator * right.Denominator - (Int128)right.Numerator * left.Denominator, (Int128)left.Denominator * right.Denominator);

    public static Fraction operator -(Fraction value) => value.IsInteger
        ? new(checked(-value.Numerator))
        : new(-(Int128)value.Numerator, value.Denominator);

    public static Fraction operator *(Fraction left, Fraction right) => left.IsInteger && right.IsInteger
        ? new(checked(left.Numerator * right.Numerator))
        : new((Int128)left.Numerator * right.Numerator, (Int128)left.Denominator * right.Denominator);

    public static Fraction operator /(Fraction left, Fraction right) => left.IsInteger && right.Numerator == 1 && right.IsInteger
        ? left
        : new((Int128)left.Numerator * right.Denominator, (Int128)left.Denominator * right.Numerator);

    public static bool operator ==(Fraction left, Fraction right) => left.Equals(right);

    public static bool operator !=(Fraction left, Fraction right) => !left.Equals(right);

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591
}
