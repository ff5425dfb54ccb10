using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>Bands without gaps and without two owners, and names on what sources do not agree about.</summary>
public sealed class BandTraps
{
    // A rule written "> 15" leaves 15 in no band (GDL).
    [Theory]
    [InlineData("3 3 3 3 2 0 0", "14", "moderate")]
    [InlineData("3 3 3 3 3 0 0", "15", "severe")]
    [InlineData("3 3 3 3 3 1 0", "16", "severe")]
    public void Trap02_Gad7Of15IsSevere(string answers, string value, string band)
    {
        var score = TrapForms.Score("gad-7", answers);

        score.Outcome().Should().Be(value);
        score.Severity!.Band.Should().Be(band);
    }

    [Fact]
    public void Trap02_NoScoreFallsBetweenTwoBands()
    {
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(TrapForms.Find))
        {
            foreach (var scale in instrument.Scales)
            {
                foreach (var set in scale.BandSets)
                {
                    ScaleValues.Of(instrument, scale).Select(value => instrument.ScoreTotal(value, scale.Id, new ScoringOptions { BandSet = set.Id }))
                        .Where(score => score is Score.Scored).Should().OnlyContain(score => score.Severity != null && score.Severity.BandSet == set.Id, $"{instrument.Id} {scale.Id}");
                }
            }
        }
    }

    [Fact]
    public void Trap03_APercentageBetweenTwoPrintedEdgesHasABand()
    {
        // Ten of 48 points are 20.83 %: more than "20 and less", less than "21 and more" (GDL, WHODAS). Made up: WHODAS itself has no bands.
        var form = TestDefinitions.WithRule(
            12,
            """{"linear":{"of":{"sum":["item1","item2","item3","item4","item5","item6","item7","item8","item9","item10","item11","item12"]},"multiply":"25/12"}}""",
            "0",
            "100",
            max: 4,
            more: """
                ,"decimals":2,"bands":[{"id":"printed","default":true,"levels":[{"from":0,"id":"low","label":"to 20"},{"from":21,"id":"high","label":"from 21"}],"evidence":[{"source":"made-up","status":"project-policy","note":"one source only"}]}]
                """);

        form.Score("1 1 1 1 1 1 1 1 1 1 0 0").Outcome().Should().Be("20.83");
        form.Score("1 1 1 1 1 1 1 1 1 1 0 0").Severity!.Band.Should().Be("low");
        form.Score("1 1 1 1 1 1 1 1 1 1 1 0").Severity!.Band.Should().Be("high", "11 of 48 are 22.92 %");
    }

    [Fact]
    public void Trap03_WhodasHasNoBandsOfItsOwn()
    {
        var score = TrapForms.Score("whodas-12", "1 1 1 1 1 1 1 1 1 1 0 0");

        score.Outcome().Should().Be("10");
        score.Severity.Should().BeNull("no official bands are published");
        TrapForms.Find("whodas-12").Scales.Should().OnlyContain(scale => scale.BandSets.IsEmpty);
    }

    // Items 5, 6, 8 and 9 count double: they are answered 0 to 8, and 11 x 4 is not the maximum.
    [Fact]
    public void Trap16_YmrsCountsFourItemsDouble()
    {
        var most = TrapForms.All("ymrs", 4, ("item5", 8), ("item6", 8), ("item8", 8), ("item9", 8));

        TrapForms.Score("ymrs", most).Outcome().Should().Be("60.0");
        foreach (var item in new[] { "item5", "item6", "item8", "item9" })
        {
            TrapForms.Score("ymrs", TrapForms.All("ymrs", 0, (item, 8))).Outcome().Should().Be("8.0", item);
        }

        foreach (var item in new[] { "item1", "item2", "item3", "item4", "item7", "item10", "item11" })
        {
            TrapForms.Score("ymrs", TrapForms.All("ymrs", 0, (item, 4))).Outcome().Should().Be("4.0", item);
            TrapForms.Score("ymrs", TrapForms.All("ymrs", 0, (item, 8))).Outcome().Should().Be("invalid", item);
        }
    }

    [Fact]
    public void Trap16_YmrsBandsNameTheirSet()
    {
        TrapForms.Find("ymrs").MainScale.BandSets.Count.Should().BeGreaterThanOrEqualTo(3, "three sets are published");
        TrapForms.Find("ymrs").MainScale.BandSets.Count(set => set.IsDefault).Should().Be(1);
        TrapForms.Band("ymrs", 20)!.BandSet.Should().NotBeNullOrEmpty();
    }

    // Studies call 9, 10 and 12 remission, and end the first band at 6 or at 12: the answer says which was used.
    [Theory]
    [InlineData(9, "met", "met", "met")]
    [InlineData(10, "not-met", "met", "met")]
    [InlineData(11, "not-met", "not-met", "met")]
    [InlineData(12, "not-met", "not-met", "met")]
    [InlineData(13, "not-met", "not-met", "not-met")]
    public void Trap23_MadrsRemissionKeepsTheNameOfItsDefinition(int last, string nine, string ten, string twelve)
    {
        var results = TrapForms.FromTo(TrapForms.Find("madrs"), 34, last);

        results.One("remission", "remission-9").State.Should().Be(nine);
        results.One("remission", "remission-10").State.Should().Be(ten);
        results.One("remission", "remission-12").State.Should().Be(twelve);
    }

    [Fact]
    public void Trap23_MadrsOf7IsMildBySnaithAndTheBandSaysSo()
    {
        TrapForms.Band("madrs", 7).Should().BeEquivalentTo(new { Band = "mild", BandSet = "snaith-1986" });
        TrapForms.Band("madrs", 6)!.Band.Should().Be("none");
        TrapForms.Score("madrs", "1 1 1 1 1 1 1 0 0 0").Explain().Should().Contain("snaith-1986");
    }

    [Fact]
    public void Trap31_OneRuleIsReadByAll()
    {
        // CamCOPS writes each rule twice, and 23 is very severe for its server and not for its client. Here the answers, the positions, the
        // bare total and the course give one band by one rule.
        var hamD = TrapForms.Find("ham-d17");
        var convention = new ScoringOptions { BandSet = "convention-unsourced" };
        const string TwentyThree = "4 4 3 0 0 0 4 4 4 0 0 0 0 0 0 0 . 0";

        hamD.Score("total", TestDefinitions.Answers(hamD, TwentyThree), convention).Severity!.Band.Should().Be("very-severe");
        hamD.ScoreTotal(23, options: convention).Severity!.Band.Should().Be("very-severe");
        hamD.ScoreTotal(22, options: convention).Severity!.Band.Should().Be("severe");
        hamD.Score(4, 4, 3, 0, 0, 0, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, null, 0).Outcome().Should().Be("23");
        TrapForms.FromTo(hamD, 30, 23).One("score").Should().BeOfType<IndicatorOutcome.Measured>().Which.Value.Should().Be(23);
    }
}
