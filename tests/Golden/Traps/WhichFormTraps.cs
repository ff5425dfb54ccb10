using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>One name, several forms: other items, other codings, other recall, other tables.</summary>
public sealed class WhichFormTraps
{
    [Fact]
    public void Trap14_AsrmIsCoded0To4AndTheApaFormIsAnother()
    {
        // On the 1 to 5 of the APA's form, five ones are 5 and a cut of 6 means one point above nothing.
        TrapForms.Find("asrm").MainScale.Range.High.Should().Be((Fraction)20);
        TrapForms.Score("asrm", "1 1 1 1 1").Outcome().Should().Be("5");
        TrapForms.Score("asrm", "1 1 1 1 1").CutOffs.Single(reading => reading.Threshold == 6).Status.Should().Be(CutOffStatus.NotReached);
        TrapForms.Score("asrm", "2 1 1 1 1").CutOffs.Single(reading => reading.Threshold == 6).Status.Should().Be(CutOffStatus.Reached);
        TrapForms.Score("asrm", "5 1 1 1 1").Outcome().Should().Be("invalid", "5 is an answer of the other form");
    }

    [Theory]
    [InlineData("1 1 1 1 1 1 1 .", "incomplete")] // not 38.2, and no pro rata: the table is of eight answers
    [InlineData("1 1 1 1 1 1 1 1", "38.2")]
    [InlineData("5 5 5 5 5 5 5 5", "81.3")]
    [InlineData("2 2 2 2 2 2 2 2", "55.1")] // raw 16, the ninth row
    public void Trap18_PromisTableNeedsAllEightAnswers(string answers, string expected) =>
        TrapForms.Score("promis-depression-8a", answers).Outcome().Should().Be(expected);

    [Fact]
    public void Trap18_PromisForm8bIsNot8a() => InstrumentCatalogue.Shipped.Find("promis-depression-8b").Should().BeNull("its table was not read");

    [Theory]
    [InlineData("total", "4")]
    [InlineData("derealization-janssen", "4")]
    [InlineData("depersonalization-janssen", "0")]
    [InlineData("depersonalization-stanford", "4")]
    [InlineData("derealization-stanford", "0")]
    public void Trap19_CadssItem21BelongsWhereTheNamedSourcePutsIt(string scale, string expected) =>
        TrapForms.Score("cadss-23", TrapForms.All("cadss-23", 0, ("item21", 4)), scale).Outcome().Should().Be(expected);

    [Fact]
    public void Trap19_CadssSubscalesNameTheirSourceAndTheFormsAreApart()
    {
        TrapForms.Find("cadss-23").Scales.Select(scale => scale.Id).Where(scale => scale != "total").Should().OnlyContain(scale => scale.EndsWith("-janssen") || scale.EndsWith("-stanford"));
        TrapForms.Find("cadss-23").MainScale.Range.High.Should().Be((Fraction)92);
        TrapForms.Find("cadss-28").Items.Should().HaveCount(28);
        TrapForms.Find("cadss-6").Items.Select(item => item.Id).Should().Equal("item1", "item2", "item6", "item7", "item15", "item22");
        TrapForms.Score("cadss-6", TrapForms.All("cadss-6", 4)).Outcome().Should().Be("24");
    }

    [Fact]
    public void Trap20_MoaasIsTheFormOf0To5OnWhich5IsAwake()
    {
        var scale = TrapForms.Find("moaa-s").MainScale;

        scale.Direction.Should().Be(Direction.HigherIsBetter);
        (scale.Range.Low, scale.Range.High).Should().Be(((Fraction)0, (Fraction?)5));
        TrapForms.Score("moaa-s", "6").Outcome().Should().Be("invalid", "another variant runs from 1 to 6");
        TrapForms.Score("moaa-s", "3", "moderate-or-greater-sedation").Outcome().Should().Be("met");
        TrapForms.Score("moaa-s", "4", "moderate-or-greater-sedation").Outcome().Should().Be("not-met");
        TrapForms.Score("moaa-s", "0", "moderate-or-greater-sedation").Outcome().Should().Be("met", "0 is the deepest sedation and not the least");
    }

    [Fact]
    public void Trap21_BprsIs18ItemsOf1To7AndCode0IsNotRated()
    {
        TrapForms.Score("bprs-18", TrapForms.All("bprs-18", 1)).Outcome().Should().Be("18", "the floor is 18 and not 0");
        TrapForms.Score("bprs-18", TrapForms.All("bprs-18", 7)).Outcome().Should().Be("126");
        TrapForms.Score("bprs-18", TrapForms.All("bprs-18", 1, ("item5", 0))).Outcome().Should().Be("incomplete", "not 17 of 126");
        TrapForms.Find("bprs-18").Items.Should().HaveCount(18);
        TrapForms.Score("bprs-18", TrapForms.All("bprs-18", 1, ("item4", 7), ("item11", 7), ("item12", 7), ("item15", 7)), "positive-symptoms").Outcome().Should().Be("28");
    }

    [Fact]
    public void Trap27_Phq9Item10IsAskedAndNotScored()
    {
        TrapForms.Score("phq-9", "1 1 1 1 1 1 1 1 1 3").Outcome().Should().Be("9", "not 12");
        TrapForms.Score("phq-9", "1 1 1 1 1 1 1 1 1 .").Outcome().Should().Be("9");
        TrapForms.Score("phq-9", "1 1 1 1 1 1 1 1 .", "phq-8").Kind.Should().Be("incomplete", "a PHQ-9 without item 9 is not a PHQ-8");
    }

    [Theory]
    [InlineData("phq-9", "89204-2")] // teens
    [InlineData("phq-9", "89206-7")]
    [InlineData("phq-9", "54635-8")] // interview of the minimum data set
    [InlineData("phq-9", "69724-3")] // PHQ-4
    [InlineData("pcl-5", "70221-7")] // DSM-IV
    public void Trap27_NeighboursOfTheSameNameAreNotTheForm(string id, string code) =>
        CodeFaults.All(TrapForms.Find(id)).Should().NotContain(each => each.Value == code);

    [Fact]
    public void Trap27_RecallMakesAFormItsOwn()
    {
        TrapForms.Find("madrs").Recall.Hours.Should().Be(168);
        TrapForms.Find("madrs-24h").Recall.Hours.Should().Be(24);
        TrapForms.Find("pcl-5").Recall.Text.Should().Contain("month", "the weekly form is another");
        CodeFaults.All(TrapForms.Find("madrs-24h")).Should().NotContain(each => each.Value == "C122382", "that is the seven-day form");
    }

    [Fact]
    public void Trap29_Eq5dHasNoIndexWithoutANamedValueSet()
    {
        var answers = TestDefinitions.Answers(TrapForms.Find("eq-5d-5l"), "2 1 1 1 1 80");

        TrapForms.Score("eq-5d-5l", answers, "profile").Outcome().Should().Be("21111");
        TrapForms.Score("eq-5d-5l", answers, "index").Outcome().Should().Be("incomplete", "there is no index as such, and 21111 is no number");
        var set = ValueSet.Create("eq-5d-5l", "Made up 2026", "Made up for the tests", [KeyValuePair.Create("21111", 0.9m)]);
        var score = TrapForms.Find("eq-5d-5l").Score("index", answers, new ScoringOptions { ValueSet = set });
        score.Outcome().Should().Be("0.900");
        score.ValueSet.Should().Be("Made up 2026");
        score.Sources.Should().Contain("Made up for the tests");
    }
}
