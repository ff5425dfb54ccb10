using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>Which way is better, how much is half, and whose figure it is.</summary>
public sealed class ChangeTraps
{
    [Theory]
    [InlineData("who-5", 20, 60, "40")] // more is better: 40 points better
    [InlineData("who-5", 60, 20, "-40")]
    [InlineData("phq-9", 20, 8, "12")] // less is better: 12 points better
    [InlineData("phq-9", 8, 20, "-12")]
    [InlineData("gaf", 40, 65, "25")]
    [InlineData("moaa-s", 2, 5, "3")]
    [InlineData("q-les-q-sf", 25, 75, "50")]
    public void Trap17_BetterIsPositiveWhicheverEndIsGood(string id, int baseline, int last, string change) =>
        ((IndicatorOutcome.Measured)TrapForms.FromTo(TrapForms.Find(id), baseline, last).One("change")).Value.ToString().Should().Be(change);

    [Theory]
    [InlineData("who-5", "total", Direction.HigherIsBetter)]
    [InlineData("who-5", "raw", Direction.HigherIsBetter)]
    [InlineData("q-les-q-sf", "total", Direction.HigherIsBetter)]
    [InlineData("gaf", "total", Direction.HigherIsBetter)]
    [InlineData("sofas", "total", Direction.HigherIsBetter)]
    [InlineData("moaa-s", "total", Direction.HigherIsBetter)]
    [InlineData("eq-5d-5l", "index", Direction.HigherIsBetter)]
    [InlineData("eq-5d-5l", "vas", Direction.HigherIsBetter)]
    [InlineData("phq-9", "total", Direction.HigherIsWorse)]
    [InlineData("shaps", "total", Direction.HigherIsWorse)] // pleasure scale, and yet
    [InlineData("wsas", "total", Direction.HigherIsWorse)]
    [InlineData("sds", "total", Direction.HigherIsWorse)]
    public void Trap17_DirectionIsAFactOfEachScale(string id, string scale, Direction expected) => TrapForms.Find(id).FindScale(scale)!.Direction.Should().Be(expected);

    [Theory]
    [InlineData(4, 11, "not-met")]
    [InlineData(4, 12, "met")] // 8 of the 16 points that can be gained
    [InlineData(12, 4, "not-met")] // a fall is no response
    public void Trap17_ResponseOnAHigherIsBetterScaleIsARise(int baseline, int last, string expected)
    {
        // Made up: no scale on which more is better has a cited response. From 4, the lowest, half of what can be gained is 8.
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(4, 1, 5),
            TestDefinitions.Scale(
                """{"sum":["item1","item2","item3","item4"]}""",
                "4",
                "20",
                more: """
                ,"endpoints":[{"id":"response-50","kind":"response","comparator":">=","value":50,"percentage":"range-to-best","minimumBaseline":18,"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}]
                """).Replace("higher-is-worse", "higher-is-better", StringComparison.Ordinal)));

        TrapForms.FromTo(form, baseline, last).One("response", "response-50").State.Should().Be(expected);
    }

    [Fact]
    public void Trap24_ConflictingReliableChangesStandBesideEachOtherWithTheirSources()
    {
        var gad = TrapForms.Figures("gad-7", PsychometricKind.ReliableChange);

        gad.Select(figure => figure.Value.ToString()).Should().BeEquivalentTo("5.59", "4"); // 5.59 (Bischoff 2020), 4 (NHS)
        gad.Select(figure => figure.Evidence[0].Source.Key).Should().OnlyHaveUniqueItems();
        var pcl = TrapForms.Figures("pcl-5", PsychometricKind.ReliableChange).Select(figure => figure.Value.ToString()).ToList();
        pcl.Should().Contain(["15", "18"]); // two samples of Marx 2022
        var mid = TrapForms.Figures("pcl-5", PsychometricKind.Mcid);
        mid.Should().Contain(figure => figure.Value == 9 && figure.Upper == 12);
        mid.Should().NotContain(figure => figure.Value == 5 || figure.Value == 10, "5 and 10 were said of the DSM-IV form");
    }

    [Fact]
    public void Trap25_TheImportantDifferenceOfTheBdiIsAPercentage()
    {
        var percent = TrapForms.Figures("bdi-ii", PsychometricKind.McidPercent);

        percent.Should().Contain(figure => figure.Value == new Fraction(35, 2)); // 17.5 %
        percent.Should().Contain(figure => figure.Value == 32);
        TrapForms.Figures("bdi-ii", PsychometricKind.Mcid).Should().NotContain(figure => figure.Value == new Fraction(35, 2) || figure.Value == 32, "they are no points");
    }

    [Fact]
    public void Trap26_APercentageOfNothingIsUndefinedAndAScoreOf0IsAScore()
    {
        var results = TrapForms.FromTo(TrapForms.Find("phq-9"), 0, 5);

        results.One("percentage-change").Should().BeOfType<IndicatorOutcome.NotApplicable>();
        results.One("response", "response-50").State.Should().Be("not-applicable");
        ((IndicatorOutcome.Measured)results.One("change")).Value.Should().Be(-5, "the change is known");
        TrapForms.Score("phq-9", "0 0 0 0 0 0 0 0 0").Should().BeOfType<Score.Scored>().Which.Severity!.Band.Should().Be("minimal");
        ((IndicatorOutcome.Measured)TrapForms.FromTo(TrapForms.Find("phq-9"), 20, 0).One("percentage-change")).Value.Should().Be(100);
    }

    [Theory]
    [InlineData(2000, 1000, "met")]
    [InlineData(2000, 1001, "not-met")] // 49.95 %, which is 50.0 to one decimal
    public void Trap26_HalfIsDecidedBeforeRounding(int baseline, int last, string expected)
    {
        // A made-up scale long enough for a percentage between 49.95 and 50.
        var form = TestDefinitions.WithRule(
            1,
            "\"item1\"",
            "0",
            "2000",
            max: 2000,
            more: """
                ,"endpoints":[{"id":"response-50","kind":"response","comparator":">=","value":50,"percentage":"raw","minimumBaseline":100,"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}]
                """);
        var results = TrapForms.FromTo(form, baseline, last);

        ((IndicatorOutcome.Measured)results.One("percentage-change")).Rounded.Should().Be(50.0m);
        results.One("response", "response-50").State.Should().Be(expected);
    }

    [Fact]
    public void Trap30_AStandardDeviationTruncatedByEntryCriteriaSaysSo()
    {
        // NIMH trial, MADRS: 4.57 at baseline, where entry asked for 20 and more, and 5.88 after placebo.
        var figures = TrapForms.Figures("madrs", PsychometricKind.StandardDeviation);

        figures.Single(figure => figure.Value == new Fraction(457, 100)).Population.Should().Contain("truncated").And.Contain("entry");
        figures.Should().ContainSingle(figure => figure.Value == new Fraction(588, 100)).Which.Population.Should().Contain("after placebo");
        TrapForms.Figures("madrs", PsychometricKind.ReliableChange).Should().BeEmpty("none was published, and none is made from a truncated deviation");
    }

    [Fact]
    public void Trap33_AnImportantDifferenceNamesItsGroupAndJudgesNoPerson()
    {
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(TrapForms.Find))
        {
            foreach (var figure in instrument.Scales.SelectMany(scale => scale.Psychometrics).Where(figure => figure.Kind is PsychometricKind.Mcid or PsychometricKind.McidPercent))
            {
                figure.Population.Length.Should().BeGreaterThan(5, "{0} {1}", instrument.Id, figure.Value);
            }
        }

        var results = TrapForms.FromTo(TrapForms.Find("madrs"), 34, 28);
        results.Should().NotContain(result => result.Indicator.Contains("mcid") || result.Indicator.Contains("important"));
    }

    [Theory]
    [InlineData(34, 17, "met", "50")]
    [InlineData(34, 18, "not-met", "800/17")] // one point short of response, and the number says how near
    public void Trap33_ResponseNeverStandsWithoutTheChangeThatItLeavesOut(int baseline, int last, string response, string percent)
    {
        var results = TrapForms.FromTo(TrapForms.Find("madrs"), baseline, last);

        results.One("response", "response-50").State.Should().Be(response);
        ((IndicatorOutcome.Measured)results.One("percentage-change")).Value.ToString().Should().Be(percent);
        ((IndicatorOutcome.Measured)results.One("change")).Value.Should().Be(baseline - last);
    }
}
