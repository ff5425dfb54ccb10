using System.Text;
using BenchmarkDotNet.Attributes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Benchmarks;

/// <summary>What the first use of a definition costs: reading and checking it, beside bare JSON parsing of the same text.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    private readonly byte[] _definition = Encoding.UTF8.GetBytes(Instruments.Instruments.Phq9.DefinitionJson);

    [Benchmark(Baseline = true)]
    public int ParseJson()
    {
        using var document = System.Text.Json.JsonDocument.Parse(_definition);
        return document.RootElement.GetRawText().Length;
    }

    [Benchmark]
    public Instrument ReadDefinition() => Instrument.Read(_definition).GetValueOrThrow();
}
