using BenchmarkDotNet.Attributes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>One form through the scalar reader, beside the bare sum of the same nine numbers: the price of status, alerts, bands and evidence.</summary>
[MemoryDiagnoser]
public class ScoringBenchmarks
{
    private static readonly int[] Numbers = [2, 2, 3, 1, 2, 1, 1, 0, 1];

    private readonly Instrument _phq9 = Instruments.Instruments.Phq9;

    private readonly AnswerSet _answers = AnswerSet.Of(
        ("item1", 2), ("item2", 2), ("item3", 3), ("item4", 1), ("item5", 2), ("item6", 1), ("item7", 1), ("item8", 0), ("item9", 1));

    [Benchmark(Baseline = true)]
    public int BareSum()
    {
        var sum = 0;
        foreach (var number in Numbers)
        {
            sum += number;
        }

        return sum;
    }

    [Benchmark]
    public Score ScoreOneScale() => _phq9.Score(_answers);

    [Benchmark]
    public ScoreSheet ScoreAllScales() => _phq9.ScoreAll(_answers);
}
