using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

public sealed class AssessmentPointTests
{
    [Theory]
    [InlineData(14, "indeterminate:no-assessment")] // the day of the last infusion, before it
    [InlineData(15, "20")]
    [InlineData(28, "20")]
    [InlineData(29, "indeterminate:no-assessment")]
    public void The_end_of_induction_is_1_to_14_days_after_its_last_infusion(int day, string said) =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(day, 20)], Given.Induction(0, 7, 14)).Assess("end-of-induction").Said("score").Should().Be(said);

    [Fact]
    public void On_the_day_of_the_last_infusion_post_is_day_0_and_so_not_the_end_of_induction() =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(14, 20, Timing.Post)], Given.Induction(0, 7, 14)).Assess("end-of-induction").Said("score")
            .Should().Be("indeterminate:no-assessment");

    [Fact]
    public void The_end_of_induction_is_the_first_usable_of_several()
    {
        Administration[] given = [Given.Madrs(-1, 30), Given.NotDone("madrs", 1), Given.Madrs(3, 20), Given.Madrs(5, 10)];

        Given.Course(given, Given.Induction(0)).Assess("end-of-induction").Said("score").Should().Be("20");
        Given.Course(given[..2], Given.Induction(0)).Assess("end-of-induction").Said("score").Should().Be("indeterminate:not-done");
    }

    [Fact]
    public void A_conflict_at_the_first_assessment_is_not_passed_over() =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(3, 20), Given.Madrs(3, 21), Given.Madrs(5, 10)], Given.Induction(0)).Assess("end-of-induction").Said("score")
            .Should().Be("indeterminate:conflicting-scores");

    [Fact]
    public void Boosters_are_not_the_end_of_induction() =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(5, 20), Given.Madrs(41, 10)], [.. Given.Induction(0), Given.Dose(40, InfusionKind.Booster)])
            .Assess("end-of-induction").One("score").Day.Should().Be(5);

    [Fact]
    public void Without_labels_or_infusions_there_is_no_end_of_induction()
    {
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(5, 20)]).Assess("end-of-induction").Said("score").Should().Be("indeterminate:induction-not-labelled");
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(5, 20)], []).Assess("end-of-induction", hasTreatments: false).Said("score").Should().Be("indeterminate:no-infusions");
    }

    [Theory]
    [InlineData(52, "20")] // 52 - 7 = 45
    [InlineData(53, "indeterminate:stale")]
    public void The_last_assessment_is_fresh_for_45_days_and_stale_at_46(int asOf, string said)
    {
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(7, 20)]).Assess("last", asOf: Given.Day(asOf)).Said("score").Should().Be(said);
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(7, 20)], [Given.Dose(0), Given.Dose(asOf)]).Assess("last").Said("score").Should().Be(said);
    }

    [Fact]
    public void What_is_stale_is_stale_for_every_indicator_but_a_raised_alert()
    {
        var report = Given.Course([Given.Item9(-1, "0"), Given.Item9(7, "0"), Given.Total("madrs", Given.Day(7), 10)]).Assess("last", asOf: Given.Day(90));

        report.Results.Where(result => result.Indicator is not "baseline" && result.Instrument == "phq-9" && result.Point != IndicatorFinding.SeriesPoint).Select(Given.Said).Distinct(StringComparer.Ordinal).Should().Equal("indeterminate:stale");

        Given.Course([Given.Item9(-1, "0"), Given.Item9(7, "1")]).Assess("last", asOf: Given.Day(90)).Results
            .Where(result => result.Indicator == "alert").Select(result => (result.Point, Given.Said(result))).Should().Equal(("every-visit", "raised"), ("last", "raised"));
    }

    [Theory]
    [InlineData("day:7+-2", "4", "indeterminate:no-assessment")]
    [InlineData("day:7+-2", "5", "5")]
    [InlineData("day:7+-2", "9", "9")]
    [InlineData("day:7+-2", "10", "indeterminate:no-assessment")]
    [InlineData("day:7", "7", "7")]
    [InlineData("day:7", "6", "indeterminate:no-assessment")]
    [InlineData("day:7+-2", "6 8", "8")] // as near: the later
    [InlineData("day:7+-2", "5 8", "8")]
    [InlineData("day:7+-2", "6 9", "6")]
    [InlineData("day:7+-2", "5 7 9", "7")]
    [InlineData("day:7+-2", "n7 9", "9")] // not done is passed over
    [InlineData("day:7+-2", "n7", "indeterminate:not-done")]
    [InlineData("day:7+-2", "n5 n6", "indeterminate:not-done")]
    [InlineData("day:7+-2", "x7 9", "9")] // an invalid total is passed over
    [InlineData("day:7+-2", "x7", "indeterminate:score-invalid")]
    public void A_day_takes_the_nearest_usable_assessment_in_its_window(string point, string visits, string said)
    {
        var given = visits.Split(' ').Select(visit => visit[0] switch
        {
            'n' => Given.NotDone("madrs", int.Parse(visit[1..])),
            'x' => Given.Madrs(int.Parse(visit[1..]), 61),
            _ => Given.Madrs(int.Parse(visit), int.Parse(visit)), // the score is the day
        });

        Given.Course([Given.Madrs(-1, 30), .. given]).Assess(point).Said("score").Should().Be(said);
    }

    [Fact]
    public void A_conflict_that_is_nearest_is_not_passed_over() =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(7, 20), Given.Madrs(7, 21), Given.Madrs(8, 10)]).Assess("day:7+-2").Said("score")
            .Should().Be("indeterminate:conflicting-scores");

    [Fact]
    public void A_window_never_takes_the_baseline_itself()
    {
        Given.Course([Given.Madrs(0, 30)]).Assess("day:0+-3").Said("score").Should().Be("indeterminate:no-assessment");
        Given.Course([Given.Madrs(0, 30)], []).Assess("day:0+-3", hasTreatments: false).Said("score").Should().Be("indeterminate:no-assessment");
        Given.Course([Given.Madrs(0, 30)], []).Assess("last", hasTreatments: false).Said("score").Should().Be("indeterminate:no-assessment");
        Given.Course([Given.Madrs(0, 30)], []).Assess("every-visit", hasTreatments: false).Results.Should().OnlyContain(result => result.Point == IndicatorFinding.SeriesPoint);
    }

    [Fact]
    public void Without_treatments_a_day_counts_from_the_baseline()
    {
        var report = Given.Course([Given.Madrs(3, 30), Given.Madrs(5, 20)], []).Assess("day:2", hasTreatments: false);

        report.Said("score").Should().Be("20");
        report.One("score").Day.Should().Be(2);
    }

    [Theory]
    [InlineData("day:7+-2", 8, "indeterminate:not-yet-due")] // the window closes on day 9
    [InlineData("day:7+-2", 9, "indeterminate:no-assessment")]
    [InlineData("day:7+-2", null, "indeterminate:no-assessment")]
    [InlineData("end-of-induction", 13, "indeterminate:not-yet-due")] // closes on day 14
    [InlineData("end-of-induction", 14, "indeterminate:no-assessment")]
    [InlineData("end-of-induction", null, "indeterminate:no-assessment")]
    [InlineData("infusion:1", 13, "indeterminate:not-yet-due")]
    [InlineData("infusion:1", 14, "indeterminate:no-assessment")]
    [InlineData("last", 3, "indeterminate:no-assessment")]
    public void Only_a_given_time_says_that_a_window_is_not_yet_due(string point, int? asOf, string said) =>
        Given.Course([Given.Madrs(-1, 30)], Given.Induction(0)).Assess(point, asOf: asOf is { } day ? Given.Day(day) : null).Said("score").Should().Be(said);

    [Fact]
    public void The_window_after_an_infusion_closes_with_the_next_one() =>
        Given.Course([Given.Madrs(-1, 30)], Given.Induction(0, 3)).Assess("infusion:1", asOf: Given.Day(5)).Said("score").Should().Be("indeterminate:no-assessment");

    [Theory]
    [InlineData("day:7+-2", 4, "indeterminate:follow-up-ended")] // the window opens on day 5
    [InlineData("day:7+-2", 5, "indeterminate:no-assessment")]
    [InlineData("last", 4, "indeterminate:no-assessment")] // the last form has no window that could have been missed
    [InlineData("end-of-induction", 0, "indeterminate:follow-up-ended")] // opens on day 1
    [InlineData("end-of-induction", 1, "indeterminate:no-assessment")]
    public void Where_follow_up_ended_before_the_window_that_is_the_reason(string point, int end, string said) =>
        Given.Course([Given.Madrs(-1, 30)], Given.Induction(0), new FollowUpEnd(Given.Day(end), FollowUpEndReason.Withdrew)).Assess(point).Said("score").Should().Be(said);

    [Theory]
    [InlineData("infusion:1", "1")]
    [InlineData("infusion:2", "7")]
    [InlineData("infusion:3", "21")]
    [InlineData("infusion:4", "not-applicable:no-such-infusion")]
    public void After_an_infusion_comes_the_first_assessment_up_to_the_next(string point, string said)
    {
        // Scores are the days; day 7 is post, so after the second infusion, and day 14 is before the third.
        Administration[] given = [Given.Madrs(-1, 30), Given.Madrs(1, 1), Given.Madrs(5, 5), Given.Madrs(7, 7, Timing.Post), Given.Madrs(14, 14), Given.Madrs(21, 21)];

        Given.Course(given, Given.Induction(0, 7, 14)).Assess(point).Said("score").Should().Be(said);
    }

    [Theory]
    [InlineData(14, "20")]
    [InlineData(15, "indeterminate:no-assessment")]
    public void An_assessment_speaks_for_an_infusion_for_14_days(int day, string said) =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(day, 20)]).Assess("infusion:1").Said("score").Should().Be(said);

    [Fact]
    public void Every_visit_is_each_assessment_after_baseline()
    {
        var report = Given.Course([Given.Madrs(-1, 30), Given.Madrs(1, 20), Given.NotDone("madrs", 3), Given.Madrs(7, 61)]).Assess("every-visit");

        report.Results.Where(result => result.Indicator == "score").Select(result => (result.Day, Given.Said(result))).Should()
            .Equal((1, "20"), (3, "indeterminate:not-done"), (7, "indeterminate:score-invalid"));
    }

    [Fact]
    public void A_classification_passes_over_a_visit_that_was_not_done()
    {
        // C-SSRS screener: no to every question.
        var given = new[] { Given.NotDone("c-ssrs-screener", 7), Given.Form("c-ssrs-screener", Given.Day(8), "0 0 . . . no") };

        Given.Course(given).Assess("day:7+-2").One("score", "risk", scale: "risk").Day.Should().Be(8);
        Given.Course(given, Given.Induction(0)).Assess("end-of-induction").One("score", "risk", scale: "risk").Day.Should().Be(8);
    }

    [Theory]
    [InlineData("end-of-induction", "end-of-induction")]
    [InlineData("last", "last")]
    [InlineData("every-visit", "every-visit")]
    [InlineData("infusion:3", "infusion:3")]
    [InlineData("day:14", "day:14")]
    [InlineData("day:14+-0", "day:14")]
    [InlineData("day:14+-3", "day:14+-3")]
    [InlineData("day:14\u00B13", "day:14+-3")]
    [InlineData("day:-1", "day:-1")]
    public void A_point_reads_its_own_name(string text, string name) => AssessmentPoint.Parse(text).GetValueOrThrow().Name.Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("Last")]
    [InlineData("infusion:0")]
    [InlineData("infusion:")]
    [InlineData("infusion:-1")]
    [InlineData("day:")]
    [InlineData("day:x")]
    [InlineData("day:2+-")]
    [InlineData("day:2+--1")]
    [InlineData("day:2+-1.5")]
    [InlineData("day:2147483647")]
    [InlineData("day:-2147483648")]
    [InlineData("day:2+-99999")]
    public void What_is_no_point_is_an_issue(string text) =>
        AssessmentPoint.Parse(text).Issues.Select(issue => issue.ToString()).Should().Equal("option-invalid:at");

    [Theory]
    [InlineData("end-of-induction")]
    [InlineData("infusion:1")]
    [InlineData("day:14+-3")]
    [InlineData("day:-14+-3")]
    public void A_date_at_the_edge_of_the_calendar_is_a_date_like_any_other(string point)
    {
        // 9999-12-31 is a common code for "open"; 0001-01-01 one for "unknown".
        foreach (var date in new[] { "9999-12-31", "0001-01-01" })
        {
            Given.Course([Given.Total("madrs", Given.At(date), 30)], [new Infusion(Given.At(date), kind: InfusionKind.Induction)]).Assess(point, asOf: Given.At(date))
                .One("score").Outcome.State.Should().Be("indeterminate");
        }
    }
}
