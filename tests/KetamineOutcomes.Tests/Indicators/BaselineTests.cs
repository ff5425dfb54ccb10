using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

public sealed class BaselineTests
{
    private static string Baseline(IEnumerable<Administration> administrations, string? policy = null, IEnumerable<Infusion>? infusions = null, InstrumentCatalogue? catalogue = null) =>
        Given.Course(administrations, infusions).Assess("last", policy, catalogue: catalogue).Said("baseline");

    [Theory]
    [InlineData(0, "30")]
    [InlineData(-30, "30")]
    [InlineData(-31, "indeterminate:no-baseline")]
    public void The_default_takes_30_days_before_the_first_infusion_and_not_31(int day, string said) =>
        Baseline([Given.Madrs(day, 30), Given.Madrs(7, 20)]).Should().Be(said);

    [Theory]
    [InlineData("last-before:7", -7, "30")]
    [InlineData("last-before:7", -8, "indeterminate:no-baseline")]
    [InlineData("worst-before:7", -7, "30")]
    [InlineData("worst-before:7", -8, "indeterminate:no-baseline")]
    [InlineData("mean-before:7", -7, "30")]
    [InlineData("mean-before:7", -8, "indeterminate:no-baseline")]
    public void A_window_of_another_length_includes_its_edge(string policy, int day, string said) =>
        Baseline([Given.Madrs(day, 30), Given.Madrs(7, 20)], policy).Should().Be(said);

    [Theory]
    [InlineData(null, "25")]
    [InlineData("last-before", "25")]
    [InlineData("worst-before", "34")]
    [InlineData("mean-before", "88/3")] // (29 + 34 + 25) / 3
    [InlineData("first", "40")]
    [InlineData("explicit:-9", "34")]
    [InlineData("explicit:-10", "indeterminate:no-baseline")]
    [InlineData("explicit:2026-03-01", "indeterminate:no-baseline")]
    public void Each_policy_takes_its_own(string? policy, string said)
    {
        Administration[] given = [Given.Madrs(-40, 40), Given.Madrs(-20, 29), Given.Madrs(-9, 34), Given.Madrs(-1, 25), Given.Madrs(7, 20)];

        Baseline(given, policy).Should().Be(said);
        Baseline([.. Enumerable.Reverse(given)], policy).Should().Be(said);
    }

    [Fact]
    public void Worst_is_lowest_where_higher_is_better() =>
        // WHO-5 totals: 36 is worse than 52.
        Baseline([Given.Total("who-5", Given.Day(-9), 36), Given.Total("who-5", Given.Day(-1), 52), Given.Total("who-5", Given.Day(7), 60)], "worst-before").Should().Be("36");

    [Fact]
    public void The_worst_baseline_says_that_it_inflates()
    {
        var report = Given.Course([Given.Madrs(-9, 34), Given.Madrs(-1, 25), Given.Madrs(7, 20)]).Assess("last", "worst-before");

        report.One("baseline").Evidence.Flags.Should().Contain("baseline-policy-inflates");
        report.One("response").Evidence.Flags.Should().Contain("baseline-policy-inflates");
        report.One("score").Evidence.Flags.Should().NotContain("baseline-policy-inflates");
    }

    [Fact]
    public void A_mean_is_compared_exactly()
    {
        // (33 + 34 + 34) / 3 = 101/3; half of it is 16.83, so 17 is not a response: (101/3 - 17) / (101/3) = 50/101 = 49.50 %.
        var report = Given.Course([Given.Madrs(-3, 33), Given.Madrs(-2, 34), Given.Madrs(-1, 34), Given.Madrs(7, 17)]).Assess("last", "mean-before");

        report.Said("change").Should().Be("50/3");
        report.Said("percentage-change").Should().Be("5000/101");
        report.Said("response").Should().Be("not-met");
        report.One("change").Evidence.Observations.Select(o => (o.Role, o.Score)).Should()
            .Equal(("baseline", "33"), ("baseline", "34"), ("baseline", "34"), ("score", "17"));
    }

    [Fact]
    public void An_incomplete_form_is_passed_over_for_an_earlier_usable_one()
    {
        var report = Given.Course([Given.Form("phq-9", Given.Day(-5), "2 2 2 2 2 2 2 2 2"), Given.Form("phq-9", Given.Day(-1), "3 3 3 3 3 3 3 3 ."), Given.Form("phq-9", Given.Day(20), "1 1 1 1 1 1 1 1 1")])
            .Assess("last");

        report.Said("baseline").Should().Be("18");
        report.One("baseline").Evidence.Observations.Select(o => (o.Role, o.Status, o.Score)).Should().Equal(("baseline", "scored", "18"), ("passed-over", "incomplete", null));
    }

    [Fact]
    public void Only_unusable_forms_are_a_baseline_that_is_not_scored()
    {
        Baseline([Given.NotDone("madrs", -1), Given.Madrs(-3, 61), Given.Madrs(7, 20)]).Should().Be("indeterminate:baseline-not-scored");
    }

    [Theory]
    [InlineData("last-before")]
    [InlineData("worst-before")]
    [InlineData("mean-before")]
    [InlineData("explicit:-1")]
    public void A_conflict_where_the_baseline_would_stand_makes_it_unknown(string policy)
    {
        Administration[] given = [Given.Madrs(-5, 40), Given.Madrs(-1, 30), Given.Madrs(-1, 31), Given.Madrs(7, 20)];

        Baseline(given, policy).Should().Be("indeterminate:baseline-conflicting");
    }

    [Fact]
    public void A_conflict_before_the_last_usable_score_does_not_matter_to_the_last_one()
    {
        Administration[] given = [Given.Madrs(-5, 40), Given.Madrs(-5, 41), Given.Madrs(-1, 30), Given.Madrs(7, 20)];

        Baseline(given).Should().Be("30");
        Baseline(given, "worst-before").Should().Be("indeterminate:baseline-conflicting");
        Baseline(given, "first").Should().Be("indeterminate:baseline-conflicting");
    }

    [Theory]
    [InlineData(Timing.Unspecified, Timing.Pre)]
    [InlineData(Timing.Pre, Timing.Unspecified)]
    public void Two_scores_before_one_infusion_on_one_date_conflict_whether_or_not_one_says_pre(Timing one, Timing other) =>
        Baseline([Given.Madrs(0, 30, one), Given.Madrs(0, 20, other), Given.Madrs(7, 15)]).Should().Be("indeterminate:baseline-conflicting");

    [Fact]
    public void On_the_day_of_the_infusion_post_is_no_baseline()
    {
        Baseline([Given.Madrs(0, 30, Timing.Post), Given.Madrs(7, 20)]).Should().Be("indeterminate:no-baseline");
        Baseline([Given.Madrs(0, 30, Timing.Post), Given.Madrs(0, 35, Timing.Pre), Given.Madrs(7, 20)]).Should().Be("35");
    }

    [Fact]
    public void A_log_that_starts_in_mid_treatment_has_no_baseline() =>
        Baseline([Given.Madrs(-1, 30), Given.Madrs(7, 20)], infusions: [Given.Dose(0, InfusionKind.Booster)]).Should().Be("indeterminate:starts-in-mid-treatment");

    [Fact]
    public void A_course_without_infusions_has_no_baseline_unless_the_data_have_no_treatments()
    {
        var course = Given.Course([Given.Madrs(0, 30), Given.Madrs(7, 20)], []);

        course.Assess("last").Said("baseline").Should().Be("indeterminate:no-infusions");
        course.Assess("last", hasTreatments: false).Said("baseline").Should().Be("30");
        course.Assess("last", hasTreatments: false).One("baseline").Rule.Should().Be("first");
    }

    [Fact]
    public void Each_series_has_its_own_baseline()
    {
        var report = Given.Course(
            [Given.Madrs(-1, 34), Given.Madrs(10, 10), Given.Madrs(90, 28), Given.Madrs(110, 14)],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)]).Assess("last");

        report.Said("baseline", series: 1).Should().Be("34");
        report.Said("score", series: 1).Should().Be("28");
        report.Said("baseline", series: 2).Should().Be("28");
        report.Said("score", series: 2).Should().Be("14");
        report.One("score", series: 2).Day.Should().Be(10);
    }

    [Theory]
    [InlineData("mean-before")]
    [InlineData("worst-before")]
    public void Scores_that_do_not_compare_are_neither_averaged_nor_ranked(string policy)
    {
        // WSAS with item 1 not applicable goes to 32 and not to 40; a proxy's WHODAS is not the patient's.
        Administration[] items = [Given.Form("wsas", Given.Day(-5), "4 4 4 4 4"), Given.Form("wsas", Given.Day(-1), "na 4 4 4 4"), Given.Form("wsas", Given.Day(7), "na 2 2 2 2")];
        Administration[] raters =
        [
            Given.Total("whodas-12", Given.Day(-5), 30, rater: RaterKind.Proxy), Given.Total("whodas-12", Given.Day(-1), 20), Given.Total("whodas-12", Given.Day(7), 10),
        ];

        Baseline(items, policy).Should().Be("indeterminate:baseline-not-comparable");
        Baseline(raters, policy).Should().Be("indeterminate:baseline-not-comparable");
    }

    [Fact]
    public void An_explicit_baseline_is_never_compared_with_an_earlier_score()
    {
        var course = Given.Course([Given.Madrs(-1, 34), Given.Madrs(2, 20), Given.Madrs(7, 30), Given.Madrs(14, 15)]);

        course.Assess("day:2", "explicit:7").Said("change").Should().Be("indeterminate:no-assessment");
        course.Assess("day:7", "explicit:7").Said("change").Should().Be("indeterminate:no-assessment");
        course.Assess("day:14", "explicit:7").Said("change").Should().Be("15");
    }

    [Theory]
    [InlineData("last-before", "last-before:30")]
    [InlineData("last-before:14", "last-before:14")]
    [InlineData("worst-before:0", "worst-before:0")]
    [InlineData("mean-before", "mean-before:30")]
    [InlineData("first", "first")]
    [InlineData("explicit:2026-03-01", "explicit:2026-03-01")]
    [InlineData("explicit:-1", "explicit:-1")]
    public void A_policy_reads_its_own_name(string text, string name) => BaselinePolicy.Parse(text).GetValueOrThrow().Name.Should().Be(name);

    [Theory]
    [InlineData("")]
    [InlineData("last")]
    [InlineData("last-before:")]
    [InlineData("last-before:-1")]
    [InlineData("last-before:1.5")]
    [InlineData("last-before:99999999999")]
    [InlineData("first:3")]
    [InlineData("explicit")]
    [InlineData("explicit:yesterday")]
    [InlineData("Worst-Before")]
    public void What_is_no_policy_is_an_issue(string text) =>
        BaselinePolicy.Parse(text).Issues.Select(issue => issue.ToString()).Should().Equal("option-invalid:baseline");
}
