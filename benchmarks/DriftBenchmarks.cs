using BenchmarkDotNet.Attributes;
using KetamineOutcomes.Indicators.Drift;

namespace KetamineOutcomes.Benchmarks;

/// <summary>One more score for a drift watch that has 4, 16 or 150 already; beyond 16 the cost is level.</summary>
public class DriftBenchmarks
{
    private DriftWatch _watch = null!;

    [Params(4, 16, 150)]
    public int Visits { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _watch = DriftWatch.Start(new DriftPrior(18, 5, 2), DriftWatchParameters.For(2.5, 0, 27, 1, 5));
        for (var i = 1; i <= Visits; i++)
        {
            _watch = _watch.Append(7 * i, 4 + (i * 7 % 5), 7 * i, afterBooster: false);
        }
    }

    [Benchmark]
    public double Append() => _watch.Append((7 * Visits) + 7, 6, (7 * Visits) + 7, afterBooster: false).Evidence;
}
