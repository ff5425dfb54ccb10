using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Onset;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Onset;

/// <summary>How much: area, depression-free days, change over infusions, summary.</summary>
public sealed class AmountTests
{
    private static AssessmentReport Report(IEnumerable<Administration> administrations, IEnumerable<Infusion>? infusions = null, string? baseline = null, ClinicalTime? asOf = null) =>
        Given.Course(administrations, infusions).Assess("last", baseline, asOf);

    [Fact]
    public void The_area_is_that_of_trapezoids_from_the_day_of_the_first_infusion()
    {
        // Baseline 30 on day 0, 20 on day 4, 10 on day 14: 25 x 4 + 15 x 10 = 250; 250 / 14.
        var report = Report([Given.Madrs(-3, 30), Given.Madrs(4, 20), Given.Madrs(14, 10)]);

        report.Said("area", "trapezoid").Should().Be("250");
        report.Said("area", "per-day").Should().Be(new Fraction(125, 7).ToString());
        var row = report.One("area", "per-day");
        row.Evidence.Parameters.Should().Contain(new Parameter("longest-gap-days", "10"));
        row.Evidence.Flags.Should().NotContain("long-gap");
        row.Explain().Should().Be("MADRS total was 17.9 on the average day over 14 days up to day 14, with straight lines between assessments at most 10 days apart; the baseline was 30.");
    }

    [Fact]
    public void A_gap_of_more_than_45_days_is_flagged() =>
        Report([Given.Madrs(-3, 30), Given.Madrs(46, 20)]).One("area", "trapezoid").Evidence.Flags.Should().Contain("long-gap");

    [Fact]
    public void Without_time_or_scores_there_is_no_area()
    {
        Report([Given.Madrs(-3, 30), Given.Madrs(0, 20, Timing.Post)]).Said("area", "trapezoid").Should().Be("indeterminate:no-time-elapsed");
        Report([Given.Madrs(-3, 30)]).Said("area", "trapezoid").Should().Be("indeterminate:no-assessment");
        Report([Given.Madrs(3, 30)]).Said("area", "trapezoid").Should().Be("indeterminate:no-baseline");
    }

    [Theory]
    [InlineData(7, 7, "10")] // wholly free
    [InlineData(15, 22, "0")] // not free at all
    [InlineData(11, 11, "5")] // half-way between 7 and 15, every day
    [InlineData(7, 15, "5")] // the weight falls from 1 to 0 in a straight line
    [InlineData(15, 7, "5")]
    // From 3 to 15: 4/12 of the days at 7 or less are free, 8/12 half so: 10 x (1/3 + 1/3).
    [InlineData(3, 15, "20/3")]
    // From 23 to 7: 8/16 of the days above 15 count nothing, 8/16 half.
    [InlineData(23, 7, "2.5")]
    public void Days_between_the_two_cuts_count_in_proportion(int from, int to, string days)
    {
        new ScoreCurve([(0, from), (10, to)]).FreeDays(7, 15).ToString().Should().Be(days);

        // The same where more is better.
        new ScoreCurve([(0, 100 - from), (10, 100 - to)]).FreeDays(93, 85).ToString().Should().Be(days);
    }

    [Fact]
    public void Depression_free_days_ship_for_the_HAM_D17_by_the_two_published_pairs()
    {
        // Baseline 22, then 15 after 7 days, 7 after 14, 7 after 21: 7 and 15 give 0 + 3.5 + 7.
        var report = Report([.. new[] { (-1, 22), (7, 15), (14, 7), (21, 7) }.Select(visit => Given.Total("ham-d17", Given.Day(visit.Item1), visit.Item2))]);

        report.Said("depression-free-days", "ham-d17-7-15").Should().Be("10.5");
        // 7 and 22: weights 0, 7/15, 1, 1 at the visits: 7 x (7/30 + 22/30 + 1) = 413/30.
        report.Said("depression-free-days", "ham-d17-7-22").Should().Be("413/30");
        report.One("depression-free-days", "ham-d17-7-15").Evidence.Flags.Should().Contain("project-policy");
        Report([Given.Madrs(-1, 30), Given.Madrs(5, 10)]).Results.Should().NotContain(result => result.Indicator == "depression-free-days");
    }

    [Fact]
    public void A_clinic_may_give_its_own_two_scores()
    {
        var own = new DepressionFreeDays([new DepressionFreeRule("own-10-30", "madrs", 10, 30, ["the clinic"])]);
        var wrongWay = new DepressionFreeDays([new DepressionFreeRule("own-30-10", "madrs", 30, 10, ["the clinic"])]);
        var report = CourseAssessment.Assess(
            Given.Course([Given.Madrs(-1, 30), Given.Madrs(10, 10), Given.Madrs(20, 10)]),
            new AssessmentOptions { Custom = [own, wrongWay] });

        report.Results.Single(result => result.Indicator == "depression-free-days").Said().Should().Be("15"); // 5 + 10
    }

    [Fact]
    public void Rules_of_free_days_need_two_scores_and_a_source()
    {
        var same = () => new DepressionFreeRule("own", "madrs", 10, 10, ["the clinic"]);
        same.Should().Throw<ArgumentException>();
        var none = () => new DepressionFreeRule("own", "madrs", 10, 30, []);
        none.Should().Throw<ArgumentException>();
        var word = () => new DepressionFreeRule("Own rule", "madrs", 10, 30, ["the clinic"]);
        word.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Time_in_response_counts_a_stretch_by_its_beginning()
    {
        // Response (15 or less) on days 4 and 14: 10 days with it at both ends, 6 more from day 14 on, 4 more before day 4.
        var report = Report([Given.Madrs(-3, 30), Given.Madrs(4, 15), Given.Madrs(14, 12), Given.Madrs(20, 20)]);

        report.One("time-in", "response-50").Outcome.Should().Be(new IndicatorOutcome.Measured(16, "days", 0, 10, 20));
        report.Results.Where(result => result.Indicator == "time-in").Select(result => (result.Rule, result.Said())).Should().Equal(("remission-10", "0"), ("response-50", "16"));
        Report([Given.Madrs(-3, 19), Given.Madrs(4, 5)]).Said("time-in", "response-50").Should().Be("not-applicable:baseline-below-minimum");
    }

    [Fact]
    public void The_change_over_an_infusion_is_the_score_after_it_against_the_last_before_it()
    {
        var report = Report(
            [Given.Madrs(-3, 30), Given.Madrs(1, 22), Given.Madrs(3, 25), Given.Madrs(4, 20), Given.Madrs(12, 21)],
            Given.Induction(0, 3, 7, 10, 40));

        // Day 3 is filled in before that day's infusion. Infusion 3: day 4 before it, none between it and infusion 4; of 4 nothing between 7 and 10.
        report.Said("infusion-change", "infusion-1").Should().Be("8");
        report.Said("infusion-change", "infusion-2").Should().Be("5");
        report.Results.Where(result => result.Indicator == "infusion-change").Select(result => result.Rule).Should().Equal("coverage", "infusion-1", "infusion-2");
        var row = report.One("infusion-change", "infusion-2");
        row.Explain().Should().Be("MADRS total went from 25 (day 3) before infusion 2 of day 3 to 20 on day 4 after it: better by 5.");
        (row.KnownAt, row.Evidence.Observations.Count).Should().Be((Given.Day(4), 2));
        row.Evidence.Flags.Should().Contain("recall-overlap"); // a day after the infusion, the form looks back a week
        report.One("infusion-change", "coverage").Explain().Should().Be(
            "The change of MADRS total is known over 2 of 5 infusions of series 1; not known of 1 no assessment lies in the window of this point (no-assessment); of 2 no usable score lies at most 14 days before the infusion and after the infusion before it (no-score-before).");
    }

    [Fact]
    public void A_baseline_inside_the_series_is_not_before_its_first_infusion() =>
        Report([Given.Madrs(-3, 30), Given.Madrs(2, 28), Given.Madrs(4, 20)], baseline: "explicit:2").Results
            .Where(result => result.Indicator == "infusion-change").Select(result => result.Said()).Should().Equal("0");

    [Fact]
    public void One_set_of_rows_sums_a_scale_up()
    {
        var report = Report([Given.Madrs(-3, 30), Given.Madrs(4, 12), Given.Madrs(11, 12), Given.Madrs(18, 18)]);

        report.Results.Where(result => result.Indicator == "summary").Select(result => (result.Rule, result.Said(), result.Day))
            .Should().Equal(("baseline", "30", -3), ("best", "12", 4), ("change", "12", 18), ("current", "18", 18), ("percentage", "40", 18));
        report.One("summary", "best").KnownAt.Should().Be(Given.Day(18)); // until then a better one might have come
    }

    [Fact]
    public void The_current_score_is_not_known_once_it_is_old()
    {
        var report = Report([Given.Madrs(-3, 30), Given.Madrs(4, 12)], asOf: Given.Day(50));

        report.Said("summary", "current").Should().Be("indeterminate:stale");
        report.Said("summary", "change").Should().Be("indeterminate:stale");
        report.Said("summary", "percentage").Should().Be("indeterminate:stale");
        report.Said("summary", "best").Should().Be("12");
    }

    [Fact]
    public void A_score_of_other_items_is_current_and_no_change()
    {
        // WSAS item 1 does not apply after the job was lost: the score stands, a difference to a form of five items does not.
        var report = Report([Given.Form("wsas", Given.Day(-1), "8 8 8 8 8"), Given.Form("wsas", Given.Day(5), "na 4 4 4 4")]);

        report.Said("summary", "current").Should().Be("16");
        report.Said("summary", "change").Should().Be("indeterminate:applicable-items-differ");
    }

    [Fact]
    public void Where_more_is_better_the_best_is_the_highest()
    {
        // Of 100, in steps of 4.
        var report = Report([Given.Total("who-5", Given.Day(-3), 20), Given.Total("who-5", Given.Day(20), 60), Given.Total("who-5", Given.Day(27), 40)]);

        (report.Said("summary", "best"), report.One("summary", "best").Day, report.Said("summary", "change")).Should().Be(("60", 20, "20"));
    }
}
