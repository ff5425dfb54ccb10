using System.Runtime.InteropServices;

namespace KetamineOutcomes.Statistics;

/// <summary>The test of Mann and Kendall for a monotone trend. Its p says whether there is a trend; a large p says nothing of there being none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MannKendall
{
    /// <summary>Below this many values p is exact; from it on the normal approximation is used.</summary>
    public const int ExactBelow = 10;

    private MannKendall(int score, double variance, double p, bool isExact)
    {
        Score = score;
        ScoreVariance = variance;
        P = p;
        IsExact = isExact;
    }

    /// <summary>S: later values that are higher less later values that are lower, over all pairs.</summary>
    public int Score { get; }

    /// <summary>The variance of S if there is no trend, with ties.</summary>
    public double ScoreVariance { get; }

    /// <summary>Two-sided p; 1 where all values are equal.</summary>
    public double P { get; }

    /// <summary>Whether p comes from the exact distribution given the ties.</summary>
    public bool IsExact { get; }

    /// <summary>Runs the test.</summary>
    /// <param name="values">The values in order of time, at least 2.</param>
    public static MannKendall Test(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
        {
            throw new ArgumentException("A trend needs two values.", nameof(values));
        }

        var score = 0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                score += Math.Sign(values[j] - values[i]);
            }
        }

        var variance = Variance(values);
        return values.Length < ExactBelow
            ? new MannKendall(score, variance, Exact(values, score), isExact: true)
            : new MannKendall(score, variance, Approximate(score, variance), isExact: false);
    }

    /// <summary>The z of the normal approximation, S brought towards 0 by 1 for continuity.</summary>
    public static double Z(int score, double variance) => score == 0 || variance <= 0 ? 0 : (score - Math.Sign(score)) / Math.Sqrt(variance);

    /// <summary>[n(n-1)(2n+5) - sum over ties t(t-1)(2t+5)] / 18.</summary>
    public static double Variance(ReadOnlySpan<double> values)
    {
        long n = values.Length;
        var sum = n * (n - 1) * ((2 * n) + 5);
        foreach (long ties in TieSizes(values))
        {
            sum -= ties * (ties - 1) * ((2 * ties) + 5);
        }

        return sum / 18.0;
    }

    private static double Approximate(int score, double variance) => Math.Min(1, 2 * NormalDistribution.Below(-Math.Abs(Z(score, variance))));

    /// <summary>
    /// With d pairs in falling order S is (pairs without a tie) - 2d. Over all orders of the values d is counted by the multinomial coefficient in q
    /// (MacMahon), built up here group by group: putting t equal values among m others multiplies the counts by the Gaussian binomial of m + t over t.
    /// </summary>
    private static double Exact(ReadOnlySpan<double> values, int score)
    {
        double[] counts = [1];
        var placed = 0;
        var free = 0;
        foreach (var size in TieSizes(values))
        {
            free += placed * size;
            placed += size;
            counts = Multiply(counts, GaussianBinomial(placed, size));
        }

        double all = 0;
        double extreme = 0;
        for (var falling = 0; falling < counts.Length; falling++)
        {
            all += counts[falling];
            if (Math.Abs(free - (2 * falling)) >= Math.Abs(score))
            {
                extreme += counts[falling];
            }
        }

        return extreme / all;
    }

    private static double[] GaussianBinomial(int n, int k)
    {
        // Pascal's rule in q: [n, k] = [n-1, k-1] + q^k [n-1, k].
        var row = new double[k + 1][];
        row[0] = [1];
        for (var j = 1; j <= k; j++)
        {
            row[j] = [];
        }

        for (var i = 1; i <= n; i++)
        {
            for (var j = Math.Min(i, k); j >= 1; j--)
            {
                var sum = new double[Math.Max(row[j - 1].Length, row[j].Length == 0 ? 0 : row[j].Length + j)];
                row[j - 1].CopyTo(sum, 0);
                for (var power = 0; power < row[j].Length; power++)
                {
                    sum[power + j] += row[j][power];
                }

                row[j] = sum;
            }
        }

        return row[k];
    }

    private static double[] Multiply(double[] left, double[] right)
    {
        var product = new double[left.Length + right.Length - 1];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                product[i + j] += left[i] * right[j];
            }
        }

        return product;
    }

    private static List<int> TieSizes(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var sizes = new List<int>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i].Equals(sorted[i - 1]))
            {
                sizes[^1]++;
            }
            else
            {
                sizes.Add(1);
            }
        }

        return sizes;
    }
}
