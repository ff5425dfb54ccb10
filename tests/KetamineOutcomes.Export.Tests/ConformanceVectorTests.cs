using System.Text.Json;
using KetamineOutcomes.Export.Conformance;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

public sealed class ConformanceVectorTests
{
    private static readonly Instrument Phq9 = InstrumentCatalogue.Shipped.Find("phq-9")!;

    [Fact]
    public void The_same_seed_gives_the_same_lines_and_another_one_others()
    {
        var lines = ConformanceVectors.Write(Phq9, 1, 50).ToList();
        ConformanceVectors.Write(Phq9, 1, 50).Should().Equal(lines);
        ConformanceVectors.Write(Phq9, 1, 10).Should().Equal(lines.Take(10));
        ConformanceVectors.Write(Phq9, 2, 50).Should().NotEqual(lines);
    }

    [Fact]
    public void Splitmix_gives_its_published_numbers()
    {
        // The first three of seed 1234567, from the reference implementation's test vector.
        var draw = new Draw(1234567);
        draw.Next().Should().Be(6457827717110365317UL);
        draw.Next().Should().Be(3203168211198807973UL);
        draw.Next().Should().Be(9817491932198370423UL);
    }

    [Fact]
    public void Vectors_meet_every_status_and_alert()
    {
        var vectors = ConformanceVectors.Write(Phq9, 1, 400).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        string[] Words(string list) => [.. vectors.SelectMany(vector => vector.GetProperty(list).EnumerateArray()).Select(one => one.GetProperty("status").GetString()!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Words("scales").Should().Equal("incomplete", "invalid", "prorated", "scored");
        Words("alerts").Should().Equal("clear", "not-assessed", "raised");
    }

    [Fact]
    public void No_form_and_a_negative_number_of_forms()
    {
        ConformanceVectors.Write(Phq9, 1, 0).Should().BeEmpty();
        var write = () => ConformanceVectors.Write(Phq9, 1, -1);
        write.Should().Throw<ArgumentOutOfRangeException>();
    }
}
