namespace KetamineOutcomes.Golden.Traps;

/// <summary>What is not there is not zero; what does not apply is not missing; what could not be rated is not the best rating.</summary>
public sealed class MissingAndNotApplicableTraps
{
    // CamCOPS sum_fields, an LHC-Forms sample and awell-score add up what is there and give the sum a band.
    [Theory]
    [InlineData("phq-9", "3 3 3 3 . 3 3 3 3")] // not 24, severe
    [InlineData("phq-9", ". . . . . . . . .")] // not 0, minimal
    [InlineData("gad-7", "3 3 3 3 3 3 .")] // not 18, severe
    [InlineData("madrs", ". . . . . . . . . .")]
    [InlineData("madrs", "6 6 6 6 6 6 6 6 6 .")]
    [InlineData("audit", "4 4 4 . 4 4 4 4 4 4")]
    [InlineData("dast-10", "1 1 0 1 1 1 . 1 1 1")]
    [InlineData("dast-10", "1 . . . . . . . . .")] // one answer is enough for that program
    [InlineData("bdi-ii", "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 .")]
    [InlineData("q-les-q-sf", "5 5 5 5 5 5 5 5 5 5 5 5 5 .")]
    public void Trap01_MissingIsNotZero_AndNoBandIsGivenToPartOfAForm(string id, string answers)
    {
        var score = TrapForms.Score(id, answers);

        score.Kind.Should().Be("incomplete");
        score.Value.Should().BeNull();
        score.Severity.Should().BeNull();
        score.CutOffs.Should().BeEmpty();
        score.MissingItems.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 . 3 0", "incomplete")] // not 0, and not 3
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 3 0", "2")] // 16A was rated
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 . 0", "2")]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 . 2 0", "2")]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 2 0", "invalid")] // not 4
    public void Trap06_HamD16IsAOrB_AndCode3IsNotAssessed(string answers, string expected) =>
        TrapForms.Score("ham-d17", answers).Outcome().Should().Be(expected);

    [Fact]
    public void Trap06_HamD17HasNoItems18To21()
    {
        var hamD = TrapForms.Find("ham-d17");

        hamD.Items.Should().HaveCount(18, "17 items, one of them in two forms");
        foreach (var item in new[] { "item18", "item19", "item20", "item21" })
        {
            hamD.FindItem(item).Should().BeNull();
        }

        hamD.MainScale.Range.High.Should().Be((Fraction)52, "nine items to 4 and eight to 2; not 53 or 54");
    }

    [Theory]
    [InlineData("na 8 8 8 8", "scored", "32", "32")] // the most that can be had, not 32 of 40
    [InlineData("na 0 0 0 0", "scored", "0", "32")]
    [InlineData("8 8 8 8 8", "scored", "40", "40")]
    public void Trap10_NotApplicableChangesTheDenominator(string answers, string kind, string value, string most)
    {
        var score = TrapForms.Score("wsas", answers);

        score.Kind.Should().Be(kind);
        score.Outcome().Should().Be(value);
        score.Range.High.ToString().Should().Be(most);
        (score.Severity is null).Should().Be(most == "32", "the bands are of five items");
    }

    [Fact]
    public void Trap10_SdsWithoutWorkIsNoTotalOf30()
    {
        // 10 + 10 is two thirds of what could be had, and no 20 of 30.
        var score = TrapForms.Score("sds", "na 10 10");

        score.Kind.Should().Be("incomplete");
        score.Value.Should().BeNull();
        TrapForms.Score("sds", "na 10 10", "social").Outcome().Should().Be("10");
        TrapForms.Score("sds", "0 10 10").Outcome().Should().Be("20", "an answered 0 is another thing");
    }

    // Code 0 of the CGI and of the GAF says that nothing was rated; one program adds severity, change and index.
    [Theory]
    [InlineData("cgi", "0 2 . .", "severity", "incomplete")]
    [InlineData("cgi", "4 0 . .", "severity", "4")]
    [InlineData("cgi", "4 0 . .", "improvement", "incomplete")]
    [InlineData("cgi", "4 2 . .", "improvement", "2")] // not 6
    [InlineData("gaf", "0", "total", "incomplete")]
    public void Trap22_CgiZeroIsNotAssessed(string id, string answers, string scale, string expected) =>
        TrapForms.Score(id, answers, scale).Outcome().Should().Be(expected);

    [Fact]
    public void Trap22_CgiHasNoTotal()
    {
        TrapForms.Find("cgi").FindScale("total").Should().BeNull();
        TrapForms.Find("cgi").Scales.Where(scale => scale.Items.Any(item => item.Id == "item1") && scale.Items.Any(item => item.Id == "item2")).Should().BeEmpty();
    }
}
