using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Onset;

/// <summary>When gains began. MADRS: response is 50 % or more of a baseline of at least 20, the default remission 10 or less.</summary>
public sealed class OnsetTests
{
    private static IndicatorResult Onset(Course course, string rule, ClinicalTime? asOf = null, string? baseline = null, int series = 1) =>
        course.Assess("last", baseline, asOf).Results.Single(result => result.Indicator == "onset" && result.Rule == rule && result.Series == series && result.Scale == "total" && result.Instrument == "madrs");

    private static (Fraction? Low, Fraction Value, Fraction? High) Interval(IndicatorResult result) =>
        result.Outcome is IndicatorOutcome.Measured measured ? (measured.Low, measured.Value, measured.High) : throw new InvalidOperationException(result.Explain());

    private static string? Parameter(IndicatorResult result, string name) => result.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    // 30 to 24 is exactly 20 %, to 15 exactly 50 %.
    private static readonly Course Gradual = Given.Course(
        [Given.Madrs(-2, 30), Given.Madrs(2, 25), Given.Madrs(4, 24), Given.Madrs(9, 15), Given.Madrs(13, 12), Given.Madrs(16, 9), Given.Madrs(23, 8)],
        Given.Induction(0, 3, 7, 10));

    [Theory]
    [InlineData("improvement-20", 4, 2, "2", "1")]
    [InlineData("response-50", 9, 4, "3", "2")]
    [InlineData("remission-12", 13, 9, "4", "3")]
    [InlineData("remission-10", 16, 13, "4", "6")]
    public void The_first_time_lies_between_the_last_visit_without_and_the_first_with_it(string rule, int day, int before, string infusion, string since)
    {
        var row = Onset(Gradual, rule);

        Interval(row).Should().Be(((Fraction)before, (Fraction)day, (Fraction)day));
        (row.Day, row.At, row.KnownAt, row.Point).Should().Be((day, Given.Day(day), Given.Day(day), "series"));
        (Parameter(row, "infusion"), Parameter(row, "days-since-infusion")).Should().Be((infusion, since));
        row.Evidence.Observations.Select(observation => observation.Role).Should().Equal("baseline", "before", "onset");
    }

    [Fact]
    public void Sentences_say_the_numbers()
    {
        Onset(Gradual, "response-50").Explain().Should().Be(
            "MADRS total first showed response (>= 50 %) with 15 on day 9, 9 days after the first infusion, 2 after infusion 3; the last without it was the assessment of day 4 (24).");
        Onset(Gradual, "response-50-confirmed").Explain().Should().Be(
            "MADRS total showed response (>= 50 %) with 15 on day 9, 9 days after the first infusion, 2 after infusion 3, and held it up to 9 on day 16; the last without it was the assessment of day 4 (24).");
        Onset(Gradual, "remission-7").Explain().Should().Be("MADRS total did not show remission (<= 7) at any of 6 usable assessments up to day 23; the best was 8 on day 23.");
    }

    [Fact]
    public void A_gain_is_confirmed_a_week_on_and_known_only_then()
    {
        var row = Onset(Gradual, "response-50-confirmed");

        Interval(row).Value.Should().Be(9);
        row.KnownAt.Should().Be(Given.Day(16)); // day 13 holds and lies within the week; day 16 is the first at least 7 days on
        row.Evidence.Observations[^1].Role.Should().Be("confirmation");
        row.Evidence.Flags.Should().Contain("project-policy");
        Parameter(row, "confirm-within-days").Should().Be("7 to 45");
    }

    [Fact]
    public void Without_a_later_assessment_a_gain_is_unconfirmed_and_then_cannot_be_confirmed()
    {
        var course = Given.Course([Given.Madrs(-2, 30), Given.Madrs(5, 14)]);

        var open = Onset(course, "response-50-confirmed", asOf: Given.Day(20));
        open.Outcome.Should().Be(new IndicatorOutcome.Judged(Judgement.Unconfirmed, new ConfirmBy(Given.Day(12), Given.Day(50))));
        open.Explain().Should().EndWith("an assessment from day 12 to day 50 can still confirm it.");
        Onset(course, "response-50-confirmed", asOf: Given.Day(51)).Said().Should().Be("cannot-confirm");
        Onset(course, "response-50", asOf: Given.Day(51)).Said().Should().Be("5");
    }

    [Fact]
    public void A_gain_that_was_lost_is_no_confirmed_gain()
    {
        var row = Onset(Given.Course([Given.Madrs(-2, 30), Given.Madrs(1, 14), Given.Madrs(4, 25), Given.Madrs(20, 26)]), "response-50-confirmed");

        row.Said().Should().Be("not-met");
        row.Evidence.Flags.Should().Contain("not-held");
        row.Explain().Should().Contain("no longer did with 25 on day 4");
    }

    [Fact]
    public void The_next_series_ends_the_wait()
    {
        var course = Given.Course(
            [Given.Madrs(-2, 30), Given.Madrs(5, 14), Given.Madrs(19, 28), Given.Madrs(23, 12)],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(20, InfusionKind.Reinduction)]);

        // Day 19 lies in the first series, 14 days on, and is above half: lost. Without it nobody can say.
        Onset(course, "response-50-confirmed").Said().Should().Be("not-met");
        Onset(Given.Course([.. course.Administrations.Where(a => a.At != Given.Day(19))], course.Infusions), "response-50-confirmed").Said().Should().Be("cannot-confirm");

        // Days of the second series count from its own first infusion.
        Interval(Onset(course, "response-50", series: 2)).Should().Be(((Fraction)(-1), (Fraction)3, (Fraction)3));
    }

    [Fact]
    public void Visits_without_a_score_neither_make_nor_hide_an_onset()
    {
        var row = Onset(
            Given.Course([Given.Madrs(-2, 30), Given.Madrs(2, 28), Given.Madrs(4, 10), Given.Madrs(4, 20), Given.NotDone("madrs", 6), Given.Madrs(8, 14)]),
            "response-50");

        // Two different totals on day 4: the onset may lie before it.
        Interval(row).Should().Be(((Fraction)2, (Fraction)8, (Fraction)8));
        row.Evidence.Observations.Select(observation => observation.Role).Should().Equal("baseline", "before", "passed-over", "onset");
    }

    [Fact]
    public void A_worst_baseline_may_leave_no_visit_without_the_gain_after_it()
    {
        var course = Given.Course([Given.Madrs(-20, 40), Given.Madrs(-1, 19), Given.Madrs(3, 18)]);

        // 19 before treatment is already half of 40, so the last visit without it is the baseline's, 20 days before.
        var row = Onset(course, "response-50", baseline: "worst-before:30");
        Interval(row).Should().Be(((Fraction)(-20), (Fraction)3, (Fraction)3));
        row.Evidence.Flags.Should().Contain("baseline-policy-inflates");
    }

    [Theory]
    [InlineData(19, "response-50", "not-applicable:baseline-below-minimum")]
    [InlineData(10, "remission-10", "not-applicable:in-remission-at-baseline")]
    [InlineData(10, "improvement-20", "not-applicable:in-remission-at-baseline")]
    public void A_baseline_that_is_not_bad_enough_has_no_onset(int baseline, string rule, string said)
    {
        var course = Given.Course([Given.Madrs(-2, baseline), Given.Madrs(3, 5)]);
        Onset(course, rule).Said().Should().Be(said);
        Onset(course, rule + "-confirmed").Said().Should().Be(said);
    }

    [Fact]
    public void Missing_data_are_said()
    {
        Onset(Given.Course([Given.Madrs(3, 5)]), "response-50").Said().Should().Be("indeterminate:no-baseline");
        Onset(Given.Course([Given.Madrs(-3, 30)]), "response-50").Said().Should().Be("indeterminate:no-assessment");
        Onset(Given.Course([Given.Madrs(-3, 30), Given.NotDone("madrs", 4)]), "response-50").Said().Should().Be("indeterminate:not-done");
        Onset(Given.Course([Given.Madrs(-3, 30), Given.Total("madrs", Given.Day(4), 12, rater: KetamineOutcomes.Instruments.RaterKind.Self)]), "response-50").Said()
            .Should().Be("indeterminate:raters-differ");
    }

    [Fact]
    public void Scales_without_a_cited_response_have_no_onset() =>
        Given.Course([Given.Total("wsas", Given.Day(-1), 30), Given.Total("wsas", Given.Day(5), 10)]).Assess("last").Results
            .Where(result => result.Instrument == "wsas" && result.Indicator is "onset" or "onset-hours").Should().BeEmpty();

    [Fact]
    public void Early_improvement_is_the_projects_own_where_no_source_has_it()
    {
        Onset(Gradual, "improvement-20").Evidence.Flags.Should().NotContain("project-policy");
        var phq = Given.Course([Given.Total("phq-9", Given.Day(-1), 20), Given.Total("phq-9", Given.Day(5), 16)]).Assess("last").One("onset", "improvement-20");
        phq.Said().Should().Be("5"); // 4 of 20 is exactly 20 %
        phq.Evidence.Flags.Should().Contain("project-policy");
    }

    [Fact]
    public void By_the_clock_days_have_parts()
    {
        var course = Given.Course(
            [Given.Total("madrs", Given.At("2026-01-05T09:00"), 30), Given.Total("madrs", Given.At("2026-01-06T16:00"), 14)],
            [new Infusion(Given.At("2026-01-05T10:00"))]);

        // 30 hours after the start; the baseline an hour before it.
        Interval(Onset(course, "response-50")).Should().Be((new Fraction(-1, 24), new Fraction(5, 4), new Fraction(5, 4)));
    }

    [Fact]
    public void A_form_that_looks_back_before_treatment_is_flagged() =>
        Onset(Given.Course([Given.Madrs(-2, 30), Given.Madrs(5, 14)]), "response-50").Evidence.Flags.Should().Contain("recall-overlap"); // 5 days of 7

    [Fact]
    public void Without_treatments_days_count_from_the_baseline()
    {
        var course = Course.Create("p", "1", [Given.Madrs(10, 30), Given.Madrs(17, 20), Given.Madrs(24, 12)]).GetValueOrThrow();
        var report = course.Assess("last", hasTreatments: false);

        Interval(report.One("onset", "response-50")).Should().Be(((Fraction)7, (Fraction)14, (Fraction)14));
        report.Results.Should().NotContain(result => result.Indicator == "onset-hours" || result.Indicator == "infusion-change");
    }
}
