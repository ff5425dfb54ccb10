using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Suicidality;

/// <summary>What an answer is called beside the time before and the time before the series.</summary>
public sealed class SuicidalityStateTests
{
    private static Course Answers(params (int Day, string Answer)[] answers) => Given.Course(answers.Select(answer => Given.Item9(answer.Day, answer.Answer)));

    [Theory]
    [InlineData("0 0", "1 clear, 2 clear")]
    [InlineData("0 2", "1 clear, 2 new")]
    [InlineData("2 0", "1 new, 2 resolved")]
    [InlineData("1 0 0", "1 new, 2 resolved, 3 clear")]
    [InlineData("1 1", "1 new, 2 worsening")] // as the time before, and higher than the 0 before the series
    [InlineData("1 2", "1 new, 2 worsening")]
    [InlineData("3 1", "1 new, 2 worsening")] // lower than the time before, and still higher than before the series
    [InlineData("1 0 1", "1 new, 2 resolved, 3 new")]
    [InlineData("1 . 1", "1 new, 2 not-answered, 3 worsening")]
    [InlineData("0 . 1", "1 clear, 2 not-answered, 3 new")]
    [InlineData("0 7 1", "1 clear, 2 unreadable, 3 new")]
    public void After_a_clear_answer_before_the_series(string after, string states)
    {
        var answers = after.Split(' ').Select((item9, index) => (index + 1, item9)).Prepend((-1, "0")).ToArray();
        Answers(answers).Suicidality().Visits().Should().Be(states);
    }

    [Theory]
    [InlineData("2 2", "-1 raised, 1 persisting, 2 persisting")]
    [InlineData("1 1", "-1 raised, 1 persisting, 2 persisting")]
    [InlineData("3 2", "-1 raised, 1 worsening, 2 persisting")] // 3 is above the 2 before the series; 2 is not
    [InlineData("1 2", "-1 raised, 1 persisting, 2 worsening")] // above the time before
    [InlineData("0 1", "-1 raised, 1 resolved, 2 new")] // below the 2 before the series, and clear the time before
    [InlineData("0 3", "-1 raised, 1 resolved, 2 new")]
    [InlineData("0 0", "-1 raised, 1 resolved, 2 clear")]
    public void After_a_raised_answer_before_the_series(string after, string states) =>
        Answers([(-1, "2"), .. after.Split(' ').Select((item9, index) => (index + 1, item9))]).Suicidality().Visits().Should().Be(states);

    [Fact]
    public void What_it_is_higher_than_is_said()
    {
        var rows = Answers((-1, "1"), (1, "3"), (2, "2")).Suicidality("every-visit");

        rows.Single(row => row.Rule == "item9" && row.At == Given.Day(1)).Parameter("higher-than").Should().Be("before;baseline");
        var third = rows.Single(row => row.Rule == "item9" && row.At == Given.Day(2));
        (third.Said(), third.Parameter("higher-than"), third.Parameter("answer"), third.Parameter("answer-before"), third.Parameter("answer-baseline"))
            .Should().Be(("worsening", "baseline", "2", "3", "1"));
        third.Evidence.Observations.Select(seen => (seen.Role, seen.At)).Should().Equal(("baseline", Given.Day(-1)), ("before", Given.Day(1)), ("answer", Given.Day(2)));
        third.Explain().Should().Be("PHQ-9 item 9 (asks about: the last two weeks) was answered 2 on day 2; it was 3 on day 1, and 1 before the series (day -1): still raised, and higher than before the series. It needs a person's attention, whatever the total says. The question looks back to before the first infusion.");
    }

    [Fact]
    public void Only_the_same_item_of_the_same_instrument_by_the_same_rater_is_compared()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), SuicidalityGiven.Madrs10(5, "4"), SuicidalityGiven.Item9By(KetamineOutcomes.Instruments.RaterKind.Clinician, 6, "2")]).Suicidality();

        rows.Visits("item10", "madrs").Should().Be("5 raised");
        rows.Visits("item9:clinician").Should().Be("6 raised");
    }

    [Fact]
    public void The_time_before_may_lie_in_the_series_before()
    {
        var course = Given.Course(
            [Given.Item9(-1, "0"), Given.Item9(20, "0"), Given.Item9(95, "1"), Given.Item9(102, "1")],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)]);

        var rows = course.Suicidality();
        rows.Visits(series: 1).Should().Be("20 clear, 95 new");
        rows.Visits(series: 2).Should().Be("102 persisting", "before the second series it was 1 too");
        rows.Item(series: 2).Parameter("answer-baseline").Should().Be("1");
    }

    [Theory]
    [InlineData(7, true)] // 7 of 14 days
    [InlineData(13, true)]
    [InlineData(14, false)]
    [InlineData(-1, false)] // before treatment nothing overlaps
    public void A_question_that_looks_back_before_treatment_is_marked(int day, bool marked) =>
        Answers((-5, "0"), (day, "1")).Suicidality("last").Item().Has("recall-overlap").Should().Be(marked);

    [Fact]
    public void A_published_level_and_the_recall_are_named()
    {
        var row = Given.Course([SuicidalityGiven.Madrs10(-1, "0"), SuicidalityGiven.Madrs10(9, "4")]).Suicidality("last").Item("item10", "madrs");

        (row.Parameter("level"), row.Parameter("recall"), row.Parameter("raised-from"), row.Parameter("days-since-before")).Should().Be(("urgent", "the last seven days", "1", "10"));
        row.Evidence.Flags.Should().Equal("project-policy");
    }
}
