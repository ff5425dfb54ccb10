using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

/// <summary>A made-up index over two items, and a value set with made-up values: none of a country's is repeated here.</summary>
public sealed class ValueSetNodeTests
{
    private static readonly Instrument Form = TestDefinitions.Read(TestDefinitions.Form(
        TestDefinitions.Items(2),
        TestDefinitions.Scale("""{"valueSet":{"of":{"profile":["item1","item2"]},"low":-1,"high":1}}""", "-1", "1")));

    private static ValueSet Set(params (string Profile, decimal Value)[] rows) =>
        ValueSet.Create(Form.Id, "Made-up 2026", "Made up for the tests", rows.Select(row => KeyValuePair.Create(row.Profile, row.Value)));

    private static Score Score(ValueSet? set, int? first = 1, int? second = 2)
    {
        var answers = new List<(string, Answer)>();
        foreach (var (item, value) in new[] { ("item1", first), ("item2", second) })
        {
            answers.Add((item, value is { } number ? Answer.Number(number) : Answer.Missing));
        }

        return Form.Score(AnswerSet.Create(answers.Select(a => KeyValuePair.Create(a.Item1, a.Item2))), new ScoringOptions { ValueSet = set });
    }

    [Fact]
    public void The_profile_is_looked_up_and_the_set_is_named_and_cited()
    {
        var score = Score(Set(("12", 0.25m), ("21", 0.5m)));
        score.Should().BeOfType<Score.Scored>().Which.Result.Should().BeOfType<ScoreValue.Number>().Which.Exact.Should().Be(new Fraction(1, 4));
        score.ValueSet.Should().Be("Made-up 2026");
        score.Sources.Should().Contain("Made up for the tests");
    }

    [Fact]
    public void A_profile_that_begins_with_0_is_found_by_its_digits() =>
        Score(Set(("02", -0.75m), ("20", 0.5m)), first: 0).Should().BeOfType<Score.Scored>().Which.Result.As<ScoreValue.Number>().Exact.Should().Be(new Fraction(-3, 4));

    [Fact]
    public void Without_a_set_there_is_no_score_and_the_answer_says_why()
    {
        var score = Score(set: null);
        score.Should().BeOfType<Score.Incomplete>();
        score.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ValueSetMissing);
        score.ValueSet.Should().BeNull();
    }

    [Fact]
    public void A_set_for_another_instrument_is_not_used()
    {
        var other = ValueSet.Create("another", "Other", "Made up", [KeyValuePair.Create("12", 0.25m)]);
        Score(other).Should().BeOfType<Score.Incomplete>().Which.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ValueSetMissing);
    }

    [Fact]
    public void A_missing_answer_leaves_no_value()
    {
        var score = Score(Set(("12", 0.25m)), second: null);
        score.Should().BeOfType<Score.Incomplete>().Which.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ItemMissing);
    }

    [Theory]
    [InlineData("11", 0.5, IssueCodes.ValueSetIncomplete)] // the form's profile is 12
    [InlineData("12", 1.5, IssueCodes.ValueSetOutOfRange)]
    [InlineData("12", -1.001, IssueCodes.ValueSetOutOfRange)]
    public void A_set_that_does_not_fit_is_an_error(string profile, double value, string code)
    {
        var score = Score(Set((profile, (decimal)value)));
        score.Should().BeOfType<Score.Invalid>();
        score.Issues.Select(issue => issue.Code).Should().Contain(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1x")]
    [InlineData("1234567890")]
    public void A_profile_is_1_to_9_digits(string profile)
    {
        var make = () => Set((profile, 0.5m));
        make.Should().Throw<ArgumentException>().WithMessage("A profile is written as 1 to 9 digits.*");
    }

    [Fact]
    public void A_profile_stands_once_and_a_set_is_not_empty()
    {
        var twice = () => Set(("12", 0.5m), ("12", 0.5m));
        twice.Should().Throw<ArgumentException>().WithMessage("A profile stands twice.*");
        var none = () => Set();
        none.Should().Throw<ArgumentException>().WithMessage("A value set needs at least one row.*");
    }

    [Theory]
    [InlineData("""{"valueSet":{"of":"item1","low":0,"high":1}}""")]
    [InlineData("""{"valueSet":{"of":{"profile":["item1","item2"]},"low":1,"high":1}}""")]
    [InlineData("""{"sum":[{"profile":["item1","item2"]}]}""")]
    public void What_no_value_set_can_read_is_refused(string rule) =>
        Instrument.Read(TestDefinitions.Form(TestDefinitions.Items(2), TestDefinitions.Scale(rule, "0", "1")))
            .Issues.Should().Contain(issue => issue.Code == IssueCodes.DefinitionRule);
}
