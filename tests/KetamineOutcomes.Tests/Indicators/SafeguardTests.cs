using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>Cases in which a plausible answer would mislead: each was once given.</summary>
public sealed class SafeguardTests
{
    [Fact]
    public void A_correction_of_the_total_does_not_take_back_an_alert()
    {
        var course = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "3", recorded: Given.Day(5)), Given.Total("phq-9", Given.Day(5), 12, recorded: Given.Day(6))]);

        var report = course.Assess("last");

        report.Results.Should().ContainSingle(result => result.Indicator == "alert" && result.Point == "every-visit" && result.Outcome.State == "raised");
        report.Said("score").Should().Be("12");
    }

    [Fact]
    public void A_correction_that_answers_the_item_replaces_its_alert() =>
        Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "3", recorded: Given.Day(5)), Given.Item9(5, "0", recorded: Given.Day(6))])
            .Assess("last").Said("alert").Should().Be("clear");

    [Fact]
    public void An_unlabelled_infusion_after_the_induction_leaves_its_end_unknown() =>
        Given.Course(
            [Given.Madrs(-1, 30), Given.Madrs(2, 20), Given.Madrs(10, 10)],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(3), Given.Dose(7), Given.Dose(30, InfusionKind.Booster)])
            .Assess("end-of-induction").Said("response").Should().Be("indeterminate:induction-not-labelled");

    [Theory]
    [InlineData(5, true)] // two days after the last infusion on record
    [InlineData(16, true)]
    [InlineData(17, false)] // 14 days after it
    public void Soon_after_an_infusion_nobody_knows_that_it_was_the_last(int asOf, bool marked) =>
        Given.Course([Given.Madrs(-1, 30), Given.Madrs(4, 10)], Given.Induction(0, 3)).Assess("end-of-induction", asOf: Given.Day(asOf))
            .One("response").Evidence.Flags.Contains("induction-may-continue", StringComparer.Ordinal).Should().Be(marked);

    [Fact]
    public void The_baselines_rater_is_compared_where_two_raters_saw_the_patient()
    {
        Administration Rated(int day, int total, RaterKind rater) => Given.Total("phq-9", Given.Day(day), total, rater: rater);
        var report = Given.Course([Rated(-1, 20, RaterKind.Self), Rated(10, 10, RaterKind.Self), Rated(10, 9, RaterKind.Clinician)]).Assess("day:10");

        // 10 of 20 is exactly half.
        report.Said("response").Should().Be("met");
        report.Said("score").Should().Be("10");
    }

    [Fact]
    public void Visits_of_an_unusual_rater_have_keys_of_their_own()
    {
        Administration Rated(int day, int total, RaterKind rater) => Given.Total("phq-9", Given.Day(day), total, rater: rater);
        var report = Given.Course([Rated(-1, 20, RaterKind.Self), Rated(10, 10, RaterKind.Self), Rated(10, 9, RaterKind.Clinician)]).Assess("every-visit");

        report.Results.Where(result => result.Indicator == "score").Select(result => (result.Point, result.Said()))
            .Should().Equal(("every-visit", "10"), ("every-visit:clinician", "9"));
    }

    [Fact]
    public void A_course_without_the_primary_instrument_stays_in_the_denominator()
    {
        var report = CourseAssessment.Assess(
            Given.Course([Given.Madrs(-1, 30)]),
            new AssessmentOptions { Primary = "phq-9", Points = [new AssessmentPoint.Last()] });

        report.Results.Where(result => result.Instrument == "phq-9" && result.Indicator == "response").Should().ContainSingle()
            .Which.Said().Should().Be("indeterminate:no-assessment");
    }

    [Fact]
    public void A_response_from_a_baseline_without_answers_is_marked() =>
        Given.Course([Given.Total("phq-9", Given.Day(-1), 20), Given.Item9(10, "0")]).Assess("day:10")
            .One("response").Evidence.Flags.Should().Contain("total-only");

    [Fact]
    public void Unlike_infusions_at_one_time_are_told()
    {
        var read = Course.Create("p", "1", [], [new Infusion(Given.Day(0), doseMg: 40), new Infusion(Given.Day(0), doseMg: 45)]);

        read.Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.ConflictingInfusions);
        read.GetValueOrThrow().Infusions.Count.Should().Be(2);
    }

    [Fact]
    public void A_first_score_of_a_log_that_starts_in_mid_treatment_is_marked() =>
        Given.Course([Given.Madrs(1, 30), Given.Madrs(9, 10)], [Given.Dose(0, InfusionKind.Booster)]).Assess("last", "first")
            .One("response").Evidence.Flags.Should().Contain("starts-in-mid-treatment");

    [Fact]
    public void A_visit_that_was_planned_and_not_kept_is_neither_the_last_record_nor_the_last_form()
    {
        var course = Given.Course([Given.Madrs(-1, 30), Given.Madrs(10, 12), Given.NotDone("madrs", 200)]);

        course.LastRecord.Should().Be(Given.Day(10));
        course.Assess("last").Said("score").Should().Be("12");
    }

    [Theory]
    [InlineData(30, 30, "unchanged")]
    [InlineData(30, 36, "a worsening of 20.0 %")]
    [InlineData(30, 24, "an improvement of 20.0 %")]
    public void Sentences_say_the_direction(int before, int after, string said)
    {
        var report = Given.Course([Given.Madrs(-1, before), Given.Madrs(10, after)]).Assess("day:10");
        (report.One("change").Explain() + report.One("response").Explain()).Should().Contain(said);
    }
}
