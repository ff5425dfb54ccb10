namespace KetamineOutcomes.Cohorts.Numerics;

/// <summary>The smallest value of a smooth function of a few unknowns, by Nelder and Mead, started again where it stopped until that gains nothing.</summary>
internal static class Simplex
{
    private const int MaxRestarts = 40;

    public static double[] Minimize(Func<double[], double> function, double[] start)
    {
        var best = start;
        var value = function(best);
        for (var restart = 0; restart < MaxRestarts; restart++)
        {
            // Every second time small and every second time large, so that it leaves both a flat end and a wrong valley.
            var (found, reached) = Run(function, best, restart % 2 == 0 ? 0.5 : 0.01);
            var gained = value - reached;
            (best, value) = (found, reached);
            if (restart >= 3 && gained <= 1e-12 * (1 + Math.Abs(value)))
            {
                break;
            }
        }

        return best;
    }

    private static (double[] Point, double Value) Run(Func<double[], double> function, double[] start, double step)
    {
        var n = start.Length;
        var points = new (double[] At, double Value)[n + 1];
        points[0] = (start, function(start));
        for (var i = 0; i < n; i++)
        {
            var corner = (double[])start.Clone();
            corner[i] += step;
            points[i + 1] = (corner, function(corner));
        }

        for (var iteration = 0; iteration < 2000; iteration++)
        {
            Array.Sort(points, (x, y) => x.Value.CompareTo(y.Value));
            var size = points.Skip(1).Max(point => point.At.Zip(points[0].At, (x, y) => Math.Abs(x - y)).Max());
            if (size < 1e-10)
            {
                break;
            }

            var centre = Enumerable.Range(0, n).Select(i => points.Take(n).Average(point => point.At[i])).ToArray();
            var worst = points[n];
            var reflected = Try(1);
            if (reflected.Value < points[0].Value)
            {
                var expanded = Try(2);
                points[n] = expanded.Value < reflected.Value ? expanded : reflected;
            }
            else if (reflected.Value < points[n - 1].Value)
            {
                points[n] = reflected;
            }
            else
            {
                var contracted = reflected.Value < worst.Value ? Try(0.5) : Try(-0.5);
                if (contracted.Value < Math.Min(reflected.Value, worst.Value))
                {
                    points[n] = contracted;
                }
                else
                {
                    for (var i = 1; i <= n; i++)
                    {
                        var shrunk = points[i].At.Zip(points[0].At, (x, best) => best + ((x - best) / 2)).ToArray();
                        points[i] = (shrunk, function(shrunk));
                    }
                }
            }

            (double[] At, double Value) Try(double factor)
            {
                var at = centre.Zip(worst.At, (middle, x) => middle + (factor * (middle - x))).ToArray();
                return (at, function(at));
            }
        }

        Array.Sort(points, (x, y) => x.Value.CompareTo(y.Value));
        return (points[0].At, points[0].Value);
    }
}
