using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>Rules that are not the sum that they look like.</summary>
public sealed class RuleTraps
{
    // Integer buckets give 84.5 % and 74.5 % the worst score (awell-score); nights run over midnight.
    [Theory]
    [InlineData("22:00 10 14:40 845", "1")] // 845 of 1000 minutes in bed
    [InlineData("22:00 10 14:40 745", "2")]
    [InlineData("22:00 10 14:40 850", "0")]
    [InlineData("22:00 10 14:40 650", "2")]
    [InlineData("22:00 10 14:40 649", "3")]
    [InlineData("23:00 10 07:00 480", "0")] // 8 of 8 hours; without midnight 8 of minus 16
    [InlineData("23:30 10 06:30 357", "0")] // 357 of 420 minutes are 85 %
    public void Trap04_PsqiEfficiencyIsExactAndRunsOverMidnight(string night, string expected) =>
        TrapForms.Score("psqi", night + " 0 0 0 0 0 0 0 0 0 0 0 0 0 0", "efficiency").Outcome().Should().Be(expected);

    [Fact]
    public void Trap05_QidsIsTheSumOfMaximaAndNotOfItems()
    {
        TrapForms.Score("qids-sr16", TrapForms.All("qids-sr16", 1)).Outcome().Should().Be("9", "nine domains, not 16 items and not 13");
        TrapForms.Score("qids-sr16", TrapForms.All("qids-sr16", 3)).Outcome().Should().Be("27");
        TrapForms.Score("qids-sr16", TrapForms.All("qids-sr16", 0, ("item1", 3), ("item4", 2), ("item6", 1), ("item9", 2))).Outcome().Should().Be("5", "3 for sleep, 2 for appetite and weight");
        TrapForms.Score("qids-c16", TrapForms.All("qids-c16", 1)).Outcome().Should().Be("9");
    }

    [Theory]
    [InlineData("ids-sr30")]
    [InlineData("ids-c30")]
    public void Trap05_IdsScores28Of30(string id)
    {
        var form = TrapForms.All(id, 1, ("item12", Answer.Missing), ("item14", Answer.Missing));

        TrapForms.Score(id, form).Outcome().Should().Be("28", "one of items 11 and 12, one of 13 and 14");
        TrapForms.Find(id).MainScale.Range.High.Should().Be((Fraction)84, "28 x 3, not 90");
    }

    [Theory]
    [InlineData("item9")]
    [InlineData("item10")]
    public void Trap07_Audit9And10Are0And2And4Only(string item)
    {
        foreach (var (answer, expected) in new[] { (0, "0"), (1, "invalid"), (2, "2"), (3, "invalid"), (4, "4") })
        {
            TrapForms.Score("audit", TrapForms.All("audit", 0, (item, answer))).Outcome().Should().Be(expected);
        }
    }

    [Theory]
    [InlineData("0 . . . . . . . 0 0", "0")] // never: on to 9 and 10
    [InlineData("0 . . . . . . . 4 2", "6")]
    [InlineData("3 0 0 . . . . . 2 2", "7")] // 2 and 3 are 0: on to 9 and 10
    [InlineData("3 0 1 . . . . . 2 2", "incomplete")] // not skipped, and so missing
    public void Trap07_AuditItemsThatTheFormSkipsAreZeroAndNotMissing(string answers, string expected) => TrapForms.Score("audit", answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("0 . . . .", "0")] // the rest is skipped; a reversed blank would be 10
    [InlineData("0 0 0 0 0", "0")]
    [InlineData("5 10 5 5 5", "20")] // full control adds nothing
    [InlineData("5 0 5 5 5", "30")]
    [InlineData("10 0 10 10 10", "50")]
    [InlineData("5 . 5 5 5", "incomplete")]
    public void Trap08_SidasItem2IsReversedAndSkippedWhereThereIsNoIdeation(string answers, string expected) => TrapForms.Score("sidas", answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("1 1 1 0 0 0 0", "3")] // not 1 + 2 + 3 and not three yeses
    [InlineData("1 1 1 1 1 0 0", "5")] // not 15
    [InlineData("0 0 . . . 0 0", "0")] // 3 to 5 are not asked after a no to 2
    [InlineData("1 0 . . . 0 0", "1")]
    [InlineData("1 1 . . . 0 0", "incomplete")] // asked and not answered
    public void Trap09_CssrsIdeationIsTheHighestAndNeverTheSum(string answers, string expected) => TrapForms.Score("c-ssrs-screener", answers, "ideation").Outcome().Should().Be(expected);

    [Theory]
    [InlineData("c-ssrs", "ideation-recent", "b")]
    [InlineData("c-ssrs", "ideation-lifetime", "a")]
    public void Trap09_TheFullCssrsDoesNotAddIdeationUpEither(string id, string scale, string column)
    {
        var form = AnswerSet.Create(Enumerable.Range(1, 5).SelectMany(i => new[] { "a", "b" }.Select(each => KeyValuePair.Create($"item{i}{each}", Answer.Number(each == column && i <= 4 ? 1 : 0)))));

        TrapForms.Score(id, form, scale).Outcome().Should().Be("4", "not 10");
    }

    [Fact]
    public void Trap11_WhodasComplexRecodesSixItemsAndDividesBy36()
    {
        // Items 2, 4, 8, 10, 11 and 12 become 0, 1, 1, 2, 2; the others keep 0 to 4.
        const string Second = "0 2 0 2 0 0 0 2 0 2 2 2"; // six items at 2 become six ones: 6 / 36
        const string First = "2 0 2 0 2 2 2 0 2 0 0 0"; // six at 2 stay: 12 / 36

        TrapForms.Score("whodas-12", Second, "complex").Outcome().Should().Be("16.67");
        TrapForms.Score("whodas-12", First, "complex").Outcome().Should().Be("33.33");
        TrapForms.Score("whodas-12", Second).Outcome().Should().Be("12", "the simple sum does not recode");
        TrapForms.Score("whodas-12", TrapForms.All("whodas-12", 4), "complex").Outcome().Should().Be("100.00");
        TrapForms.Score("whodas-12", TrapForms.All("whodas-12", 1), "complex").Outcome().Should().Be("33.33", "12 of 36; 12 of 48 are 25");
    }

    [Fact]
    public void Trap11_WhodasImputesNothingThatNoSourceAllows()
    {
        // The VA's routine divides by the wrong number of items and cuts decimals off. No rule for twelve items was read: none is applied.
        TrapForms.Score("whodas-12", "2 2 2 2 2 2 2 2 2 2 2 .").Kind.Should().Be("incomplete");
        TrapForms.Score("whodas-12", "2 2 2 2 2 2 2 2 2 2 2 .", "complex").Kind.Should().Be("incomplete");
    }

    [Theory]
    [InlineData(1, "14", "0.0")] // the lowest form is 0 %, not 20 %
    [InlineData(3, "42", "50.0")] // 28 of 56, not 42 of 70
    [InlineData(5, "70", "100.0")]
    public void Trap12_QlesqBeginsAt14AndItsPercentageAtZero(int answer, string raw, string percent)
    {
        var form = TrapForms.All("q-les-q-sf", answer);

        TrapForms.Score("q-les-q-sf", form, "raw").Outcome().Should().Be(raw);
        TrapForms.Score("q-les-q-sf", form).Outcome().Should().Be(percent);
    }

    [Fact]
    public void Trap12_QlesqLeavesItems15And16OutAndASkippedItemIsNotBelowTheLowest()
    {
        TrapForms.Score("q-les-q-sf", TrapForms.All("q-les-q-sf", 3, ("item15", 5), ("item16", 5)), "raw").Outcome().Should().Be("42");
        TrapForms.Score("q-les-q-sf", TrapForms.All("q-les-q-sf", 3, ("item15", Answer.Missing), ("item16", Answer.Missing)), "raw").Outcome().Should().Be("42");
        TrapForms.Score("q-les-q-sf", TrapForms.All("q-les-q-sf", 3, ("item7", Answer.Missing)), "raw").Outcome().Should().Be("incomplete", "not 39");
        TrapForms.Score("q-les-q-sf", TrapForms.All("q-les-q-sf", 1, ("item7", 0)), "raw").Outcome().Should().Be("invalid", "the lowest answer is 1");
    }

    [Fact]
    public void Trap13_ShapsHasTwoScoringsOfOneForm()
    {
        // Coded 1 strongly agree to 4 strongly disagree whatever the order of the options in print; both disagreements count 1.
        foreach (var (answer, dichotomous, ordinal) in new[] { (1, "0", "14"), (2, "0", "28"), (3, "14", "42"), (4, "14", "56") })
        {
            TrapForms.Score("shaps", TrapForms.All("shaps", answer)).Outcome().Should().Be(dichotomous);
            TrapForms.Score("shaps", TrapForms.All("shaps", answer), "ordinal").Outcome().Should().Be(ordinal);
        }
    }

    [Theory]
    [InlineData("item2")]
    [InlineData("item4")]
    [InlineData("item14")]
    public void Trap13_ShapsItemsWhosePrintIsReversedAreNotReversedAgain(string item)
    {
        TrapForms.Score("shaps", TrapForms.All("shaps", 1, (item, 4))).Outcome().Should().Be("1");
        TrapForms.Score("shaps", TrapForms.All("shaps", 1, (item, 4)), "ordinal").Outcome().Should().Be("17");
    }

    [Fact]
    public void Trap15_BssCounts19Of21()
    {
        // A deployed program added all 21 up and was corrected later.
        var form = TrapForms.All("bss", 2, ("item20", 2), ("item21", 2));

        TrapForms.Score("bss", form).Outcome().Should().Be("38", "not 42");
        TrapForms.Score("bss", TrapForms.All("bss", 0, ("item20", 2), ("item21", 2))).Outcome().Should().Be("0");
        TrapForms.Find("bss").Items.Should().HaveCount(21);
    }

    [Theory]
    [InlineData(1, 1, 1, 63.7)] // 50 + 10 x 3 / sqrt(0.7 x 3 + 0.3 x 9) = 50 + 30 / sqrt(4.8) = 63.693
    [InlineData(0, 0, 0, 50)]
    [InlineData(-1, -1, -1, 36.3)]
    [InlineData(2, 0, -1, 54.6)] // 50 + 10 / sqrt(4.8) = 54.564
    public void Trap32_GasTakesTheSquareRootOfTheWholeDenominator(int first, int second, int third, double expected)
    {
        // Turner-Stokes 2009 was printed with an erratum: T = 50 + 10 sum(wx) / sqrt((1 - rho) sum(w^2) + rho (sum w)^2), rho 0.3.
        TScore((first, 1), (second, 1), (third, 1)).Should().Be((decimal)expected);
    }

    [Fact]
    public void Trap32_GasSquaresTheWeightsAndTheirSum() =>
        // Weights 1, 2 and 3, levels 1, 1 and 0: 10 x 3 / sqrt(0.7 x 14 + 0.3 x 36) = 30 / sqrt(20.6) = 6.610
        TScore((1, 1), (1, 2), (0, 3)).Should().Be(56.6m);

    private static decimal TScore(params (int Level, int Weight)[] goals) =>
        ((IndicatorOutcome.Measured)GoalAttainment.TScore(goals.Select(goal => new GoalLevel(goal.Level, goal.Weight)))).Rounded;
}
