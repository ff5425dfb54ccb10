using BenchmarkDotNet.Attributes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>
/// What lazy loading saves: the first score of one instrument from a catalogue of which nothing was read, beside the first score of every instrument,
/// beside the next score of one. Each call opens a catalogue of its own; the code itself is warm.
/// </summary>
[MemoryDiagnoser]
public class LoadingBenchmarks
{
    private static readonly AnswerSet Answers = AnswerSet.Of(
        ("item1", 2), ("item2", 2), ("item3", 3), ("item4", 1), ("item5", 2), ("item6", 1), ("item7", 1), ("item8", 0), ("item9", 1));

    private readonly InstrumentCatalogue _read = InstrumentCatalogue.Shipped;

    [Benchmark]
    public EquatableArray<string> OpenCatalogue() => InstrumentCatalogue.LoadShipped().Ids;

    [Benchmark(Baseline = true)]
    public Score FirstScoreOfOne() => InstrumentCatalogue.LoadShipped().Find("phq-9")!.Score(Answers);

    [Benchmark]
    public int FirstScoreOfAll()
    {
        var catalogue = InstrumentCatalogue.LoadShipped();
        var scores = 0;
        foreach (var id in catalogue.Ids)
        {
            scores += catalogue.Find(id)!.ScoreAll(Answers).Scores.Count;
        }

        return scores;
    }

    [Benchmark]
    public Score NextScoreOfOne() => _read.Find("phq-9")!.Score(Answers);
}
