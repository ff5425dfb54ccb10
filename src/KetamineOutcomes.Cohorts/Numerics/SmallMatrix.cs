namespace KetamineOutcomes.Cohorts.Numerics;

/// <summary>Symmetric positive definite systems of a few unknowns; MathNet's matrices read the environment, which nothing here may.</summary>
internal static class SmallMatrix
{
    /// <summary>Solves a symmetric positive definite system by Cholesky; <see langword="null"/> if it is not positive definite.</summary>
    public static double[]? Solve(double[][] matrix, double[] right)
    {
        var n = right.Length;
        var lower = Enumerable.Range(0, n).Select(_ => new double[n]).ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i][j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[i][k] * lower[j][k];
                }

                if (i != j)
                {
                    lower[i][j] = sum / lower[j][j];
                    continue;
                }

                // Below this share of the diagonal what is left is rounding.
                if (!(sum > 1e-12 * Math.Abs(matrix[i][i])))
                {
                    return null;
                }

                lower[i][i] = Math.Sqrt(sum);
            }
        }

        var solution = new double[n];
        for (var i = 0; i < n; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++)
            {
                sum -= lower[i][k] * solution[k];
            }

            solution[i] = sum / lower[i][i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < n; k++)
            {
                sum -= lower[k][i] * solution[k];
            }

            solution[i] = sum / lower[i][i];
        }

        return solution;
    }
}
