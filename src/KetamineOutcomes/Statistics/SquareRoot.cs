using System.Numerics;

namespace KetamineOutcomes.Statistics;

/// <summary>Square roots of exact numbers as decimals that round as the true root does.</summary>
internal static class SquareRoot
{
    /// <summary>The decimals that are kept.</summary>
    public const int Decimals = 9;

    /// <summary>
    /// The root cut off after <see cref="Decimals"/> decimals. Where something was cut off and the last digit is 0 or 5, that digit goes up by one:
    /// so the root, which then lies above the cut-off number, never looks like a tie, and rounding to fewer decimals gives what rounding the
    /// true root would.
    /// </summary>
    /// <param name="numerator">The numerator of the square, 0 or more.</param>
    /// <param name="denominator">The denominator of the square, more than 0.</param>
    /// <returns>The root; exact where it has no more decimals than that.</returns>
    /// <exception cref="OverflowException">The root is beyond 9 000 000 000.</exception>
    public static Fraction Of(BigInteger numerator, BigInteger denominator)
    {
        var unit = BigInteger.Pow(10, Decimals);
        var scaled = numerator * unit * unit;
        var digits = Floor(scaled / denominator);
        if (digits * digits * denominator != scaled && digits % 5 == 0)
        {
            digits += 1;
        }

        return new Fraction((long)digits, (long)unit);
    }

    /// <summary>The largest whole number whose square is no larger, by Newton's method from above.</summary>
    private static BigInteger Floor(BigInteger square)
    {
        if (square.IsZero)
        {
            return square;
        }

        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (square / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
