using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Tests.Indicators.Onset;

/// <summary>Which items moved first, each by its own better way.</summary>
public sealed class FirstItemsTests
{
    private static AssessmentReport Report(params (int Day, string Answers)[] forms) =>
        Given.Course([.. forms.Select(form => Given.Form("phq-9", Given.Day(form.Day), form.Answers))]).Assess("last");

    private static string Items(AssessmentReport report, string rule) =>
        report.One("first-items", rule).Evidence.Parameters.Single(parameter => parameter.Name == "items").Value;

    [Fact]
    public void The_first_visit_with_a_better_item_and_the_largest_gain_at_the_last()
    {
        var report = Report(
            (-1, "3 3 3 2 2 2 1 1 0"),
            (2, "3 3 3 3 2 2 1 1 0"),
            (5, "3 2 1 2 2 2 1 1 1"),
            (9, "0 2 3 2 2 2 1 0 1"));

        var earliest = report.One("first-items", "earliest");
        (earliest.Said(), earliest.Day, Items(report, "earliest")).Should().Be(("2", 5, "item3 2;item2 1"));
        earliest.KnownAt.Should().Be(Given.Day(5));
        earliest.Evidence.Flags.Should().Contain("recall-overlap");
        var largest = report.One("first-items", "largest");
        (largest.Said(), largest.Day, Items(report, "largest")).Should().Be(("100", 9, "item1 3")); // 3 of a range of 0 to 3
    }

    [Fact]
    public void No_better_item_is_said()
    {
        var report = Report((-1, "1 1 1 1 1 1 1 1 0"), (5, "1 1 1 1 1 1 1 1 1"));
        report.Said("first-items", "earliest").Should().Be("not-met");
        report.One("first-items", "largest").Explain().Should().Be("No item of PHQ-9 total was better than at baseline on day 5.");
    }

    [Fact]
    public void Items_that_lower_the_score_are_better_the_other_way_round()
    {
        // SIDAS item 2 (control over the thoughts): more is better; from 0 to 10 on a scale of which more is worse.
        var report = Given.Course([Given.Form("sidas", Given.Day(-1), "5 2 5 5 5"), Given.Form("sidas", Given.Day(40), "5 6 6 5 5")]).Assess("last");
        Items(report, "earliest").Should().Be("item2 4");
    }

    [Fact]
    public void Items_of_a_scale_of_which_more_is_better_are_better_when_higher()
    {
        var report = Given.Course([Given.Form("who-5", Given.Day(-1), "1 1 1 1 1"), Given.Form("who-5", Given.Day(40), "0 1 3 1 1")]).Assess("last");
        Items(report, "earliest").Should().Be("item3 2");
    }

    [Fact]
    public void Unanswered_items_play_no_part()
    {
        var report = Report((-1, "3 3 3 3 3 3 3 3 0"), (5, ". 2 3 3 3 3 3 3 0"));
        Items(report, "earliest").Should().Be("item2 1");
    }

    [Fact]
    public void Totals_have_no_items()
    {
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(5, 20)]).Assess("last").Results.Should().NotContain(result => result.Indicator == "first-items");
        Given.Course([Given.Total("phq-9", Given.Day(-1), 20), Given.Form("phq-9", Given.Day(5), "1 1 1 1 1 1 1 1 0")]).Assess("last").Said("first-items", "earliest")
            .Should().Be("indeterminate:no-item-answers");
    }
}
