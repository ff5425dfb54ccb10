using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Crosswalks;

namespace KetamineOutcomes.Golden;

/// <summary>What every shipped crosswalk is held to beyond what the reader checks.</summary>
public sealed class CrosswalkTests
{
    public static TheoryData<string> Ids => [.. CrosswalkCatalogue.Shipped.Ids];

    private static Crosswalk Find(string id) => CrosswalkCatalogue.Shipped.Find(id)!;

    private static Scale Scale(CrosswalkEnd end) =>
        InstrumentCatalogue.Shipped.Find(end.Instrument)?.FindScale(end.Scale) ?? throw new InvalidOperationException($"No shipped instrument has the scale {end}.");

    [Fact]
    public void Crosswalks_ship() => CrosswalkCatalogue.Shipped.Ids.Should().NotBeEmpty("otherwise the rules below hold of nothing");

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_resource_bears_the_id_and_the_id_bears_the_instruments(string id)
    {
        var crosswalk = Find(id);

        crosswalk.Id.Should().Be(id);
        id.Should().StartWith($"{crosswalk.From.Instrument}-to-");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Both_ends_are_scales_that_ship_with_the_ranges_that_the_crosswalk_says(string id)
    {
        foreach (var end in new[] { Find(id).From, Find(id).To })
        {
            var scale = Scale(end);

            scale.Result.Should().Be(ResultKind.Number);
            (scale.Range.Low, scale.Range.High).Should().Be((end.Range.Low, (Fraction?)end.Range.High), "{0} has this range", end);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_row_starts_and_ends_at_a_score_that_the_first_scale_can_give(string id)
    {
        var from = Find(id).From;
        var instrument = InstrumentCatalogue.Shipped.Find(from.Instrument)!;

        Find(id).Entries.SelectMany(entry => new[] { entry.From.Low, entry.From.High })
            .Where(score => instrument.ScoreTotal(score, from.Scale).Kind != "scored").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Worse_on_one_scale_is_never_better_on_the_other(string id)
    {
        var crosswalk = Find(id);
        var sameWay = Scale(crosswalk.From).Direction == Scale(crosswalk.To).Direction;
        Scale(crosswalk.From).Direction.Should().NotBe(Direction.None);

        foreach (var (first, second) in crosswalk.Entries.Zip(crosswalk.Entries.Skip(1)))
        {
            (sameWay ? second.To.Low >= first.To.Low && second.To.High >= first.To.High : second.To.Low <= first.To.Low && second.To.High <= first.To.High)
                .Should().BeTrue("{0} after {1}", second.From, first.From);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Evidence_is_two_sources_or_says_that_it_is_one(string id)
    {
        var evidence = Find(id).Evidence;

        (evidence.Select(each => each.Source.Key).Distinct(StringComparer.Ordinal).Count() >= 2
            || evidence.Any(each => each.Note?.Contains("one source only", StringComparison.OrdinalIgnoreCase) == true)).Should().BeTrue();
        evidence.Should().OnlyContain(each => each.Note != null && each.Note.Length > 10, "the note says what was read");
        evidence.Should().OnlyContain(each => each.Status != EvidenceStatus.ProjectPolicy, "a crosswalk is published, not decided");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_population_and_what_is_missing_are_said(string id)
    {
        var crosswalk = Find(id);

        crosswalk.Population.Length.Should().BeGreaterThan(20);
        crosswalk.Notes.Should().NotBeEmpty();
    }

    [Fact]
    public void The_complete_tables_cover_every_score()
    {
        foreach (var crosswalk in CrosswalkCatalogue.Shipped.All.Where(crosswalk => crosswalk.Coverage == CrosswalkCoverage.Complete))
        {
            for (var score = crosswalk.From.Range.Low; score <= crosswalk.From.Range.High; score += 1)
            {
                crosswalk.FindEntry(score).Should().NotBeNull("{0} has {1}", crosswalk, score);
            }
        }
    }
}
