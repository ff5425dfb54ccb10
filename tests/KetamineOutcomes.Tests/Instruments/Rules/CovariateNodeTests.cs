using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

/// <summary>A made-up scale that adds 1 for women and 2 from the age of 65.</summary>
public sealed class CovariateNodeTests
{
    private static readonly Instrument Form = TestDefinitions.Read(TestDefinitions.Form(
        TestDefinitions.Items(2),
        TestDefinitions.Scale(
            """{"sum":["item1","item2",{"covariate":"sex"},{"case":{"branches":[{"if":{"atLeast":{"of":{"covariate":"age"},"value":65}},"then":2}],"else":0}}]}""",
            "0",
            "9")));

    private static Score Score(Sex? sex, int? age) =>
        Form.Score(AnswerSet.Of(("item1", 3), ("item2", 1)), new ScoringOptions { Covariates = new Covariates(sex, age) });

    [Theory]
    [InlineData(Sex.Male, 64, 4)] // 3 + 1
    [InlineData(Sex.Male, 65, 6)] // + 2
    [InlineData(Sex.Female, 64, 5)] // + 1
    [InlineData(Sex.Female, 90, 7)]
    public void Sex_and_age_enter_the_rule(Sex sex, int age, int expected)
    {
        Score(sex, age).TryGetValue(out var value).Should().BeTrue();
        value.Should().Be(expected);
    }

    [Theory]
    [InlineData(null, 70, "covariate-missing:sex")]
    [InlineData(Sex.Female, null, "covariate-missing:age")]
    public void Without_it_there_is_no_score_and_the_answer_says_why(Sex? sex, int? age, string issue)
    {
        var score = Score(sex, age);
        score.Should().BeOfType<Score.Incomplete>();
        score.MissingItems.Should().BeEmpty();
        score.Issues.Select(i => i.ToString()).Should().Equal(issue);
        score.Explain().Should().Contain(issue);
    }

    [Fact]
    public void A_scale_says_what_it_asks_and_most_ask_nothing()
    {
        Form.MainScale.Covariates.Should().Equal(CovariateKind.Sex, CovariateKind.Age);
        InstrumentCatalogue.Shipped.Find("phq-9")!.MainScale.Covariates.Should().BeEmpty();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(131)]
    public void An_age_outside_0_to_130_throws(int age)
    {
        var make = () => new Covariates(ageYears: age);
        make.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void An_unknown_covariate_is_an_error_with_its_place() =>
        Instrument.Read(TestDefinitions.Form(TestDefinitions.Items(1), TestDefinitions.Scale("""{"sum":["item1",{"covariate":"height"}]}""", "0", "4")))
            .Issues.Should().Contain(issue => issue.Code == IssueCodes.JsonValueInvalid && issue.Place == "$.scales[0].rule.sum[1].covariate");
}
