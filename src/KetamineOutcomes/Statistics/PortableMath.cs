namespace KetamineOutcomes.Statistics;

/// <summary>
/// Exponential, logarithm and the normal distribution from additions, multiplications, divisions and square roots only. The platform's own
/// functions may differ in the last bit from machine to machine; these give the same bits wherever doubles follow IEEE 754, so an answer that
/// rests on them is byte-identical everywhere.
/// </summary>
internal static class PortableMath
{
    /// <summary>ln 2.</summary>
    public const double Ln2 = 0.693147180559945309417232;

    // ln 2 in two parts: the first has 21 trailing zero bits, so its product with an exponent is exact.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SquareRootOfTwo = 1.41421356237309504880;

    /// <summary>1 / sqrt(2 pi).</summary>
    private const double NormalPeak = 0.398942280401432677940;

    // The grid of the tables below: from -10 to 10 in steps of 1/64.
    private const double TableFrom = -10;
    private const int TableSteps = 1280;
    private const double TableScale = 64;
    private static readonly double[] LogCdfTable = LogCdfs();
    private static readonly double[] HazardTable = Hazards();

    /// <summary>e to the power of x, within 2 units in the last place; 0 below -708.</summary>
    /// <param name="x">Any number up to 709.</param>
    /// <returns>The power.</returns>
    public static double Exp(double x)
    {
        if (x < -708)
        {
            return 0;
        }

        if (x > 709)
        {
            return double.PositiveInfinity;
        }

        var k = Math.Floor((x / Ln2) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);

        // Taylor to r^13 with |r| <= 0.347: the rest is below 1e-17.
        var p = 1.0 / 6227020800;
        p = (p * r) + (1.0 / 479001600);
        p = (p * r) + (1.0 / 39916800);
        p = (p * r) + (1.0 / 3628800);
        p = (p * r) + (1.0 / 362880);
        p = (p * r) + (1.0 / 40320);
        p = (p * r) + (1.0 / 5040);
        p = (p * r) + (1.0 / 720);
        p = (p * r) + (1.0 / 120);
        p = (p * r) + (1.0 / 24);
        p = (p * r) + (1.0 / 6);
        p = (p * r) + 0.5;
        p = (p * r) + 1;
        p = (p * r) + 1;
        return p * BitConverter.Int64BitsToDouble((1023L + (long)k) << 52);
    }

    /// <summary>The natural logarithm, within 2 units in the last place.</summary>
    /// <param name="x">A normal number above 0; 0 gives minus infinity.</param>
    /// <returns>The logarithm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or no number.</exception>
    public static double Log(double x)
    {
        if (!(x >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), "A logarithm needs a number that is not negative.");
        }

        if (x == 0)
        {
            return double.NegativeInfinity;
        }

        var lift = 0;
        if (x < 2.3e-308)
        {
            x *= 18014398509481984;
            lift = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023 + lift;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1023L << 52));
        if (m > SquareRootOfTwo)
        {
            m /= 2;
            exponent++;
        }

        // ln m = 2 artanh((m - 1)/(m + 1)), with |s| <= 0.1716: the term s^23 is below 1e-18.
        var s = (m - 1) / (m + 1);
        var q = s * s;
        var sum = 1.0 / 21;
        for (var n = 19; n >= 1; n -= 2)
        {
            sum = (sum * q) + (1.0 / n);
        }

        return (exponent * Ln2High) + ((2 * s * sum) + (exponent * Ln2Low));
    }

    /// <summary>The logarithm of the share of a standard normal distribution below x. Error below 1e-8 from -10 up; below that by the tail's expansion.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logarithm, at most 0.</returns>
    public static double LogNormalCdf(double x)
    {
        if (x < TableFrom)
        {
            return Tail(x);
        }

        if (x >= -TableFrom)
        {
            return 0;
        }

        // Cubic Hermite: the slope of ln Phi is the hazard below.
        var at = (x - TableFrom) * TableScale;
        var i = (int)at;
        var t = at - i;
        return Hermite(LogCdfTable[i], LogCdfTable[i + 1], HazardTable[i] / TableScale, HazardTable[i + 1] / TableScale, t);
    }

    /// <summary>The density over the share below (phi/Phi): how far the mean of a standard normal falls when it is known to lie below x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The ratio, above 0. Error below 1e-7.</returns>
    public static double LowerHazard(double x)
    {
        if (x < TableFrom)
        {
            return -x * (1 + (1 / (x * x)));
        }

        if (x >= -TableFrom)
        {
            return 0;
        }

        // The slope of the hazard is -hazard * (x + hazard).
        var at = (x - TableFrom) * TableScale;
        var i = (int)at;
        var t = at - i;
        var low = TableFrom + (i / TableScale);
        var high = low + (1 / TableScale);
        var a = HazardTable[i];
        var b = HazardTable[i + 1];
        return Hermite(a, b, -a * (low + a) / TableScale, -b * (high + b) / TableScale, t);
    }

    /// <summary>The share of a standard normal distribution below x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>0 to 1.</returns>
    public static double NormalCdf(double x) => x >= -TableFrom ? 1 : Exp(LogNormalCdf(x));

    private static double Hermite(double a, double b, double slopeA, double slopeB, double t)
    {
        var d = b - a;
        return a + (t * (slopeA + (t * ((3 * d) - (2 * slopeA) - slopeB + (t * (slopeA + slopeB - (2 * d)))))));
    }

    private static double Tail(double x)
    {
        var q = 1 / (x * x);
        return (-x * x / 2) + Log(NormalPeak / -x) + Log(1 - (q * (1 - (3 * q * (1 - (5 * q))))));
    }

    private static double[] LogCdfs()
    {
        var table = new double[TableSteps + 1];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = Log(SlowCdf(TableFrom + (i / TableScale)));
        }

        return table;
    }

    private static double[] Hazards()
    {
        var table = new double[TableSteps + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var x = TableFrom + (i / TableScale);
            table[i] = NormalPeak * Exp(-x * x / 2) / SlowCdf(x);
        }

        return table;
    }

    /// <summary>The distribution function by its series near 0 and by Laplace's continued fraction in the tails.</summary>
    private static double SlowCdf(double x)
    {
        var density = NormalPeak * Exp(-x * x / 2);
        if (x > -3 && x < 3)
        {
            // Phi = 1/2 + phi (x + x^3/3 + x^5/(3*5) + ...)
            var term = x;
            var sum = x;
            for (var n = 3; n < 120; n += 2)
            {
                term *= x * x / n;
                sum += term;
            }

            return 0.5 + (density * sum);
        }

        var distance = Math.Abs(x);
        var fraction = distance;
        for (var n = 120; n >= 1; n--)
        {
            fraction = distance + (n / fraction);
        }

        return x < 0 ? density / fraction : 1 - (density / fraction);
    }
}
