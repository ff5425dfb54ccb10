using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Tests.Indicators.Segments;

public sealed class SegmentationOptionTests
{
    // Six infusions over 17 days without a label, a booster on day 45; MADRS 34 before, 17 on day 20 (three days after the last), 30 on day 40.
    private static readonly Course Unlabelled = Given.Course(
        [Given.Madrs(-1, 34), Given.Madrs(20, 17), Given.Madrs(40, 30)],
        new[] { 0, 3, 7, 10, 14, 17, 45 }.Select(day => Given.Dose(day)));

    [Fact]
    public void The_end_of_induction_is_found_by_a_chosen_rule_and_by_default_by_labels_alone()
    {
        Assess(Unlabelled, null).Said("response").Should().Be("indeterminate:induction-not-labelled");
        Assess(Unlabelled, SegmentationRules.McInnes2022Gap14).Said("response").Should().Be("met"); // 17 of 34 is half
        Assess(Unlabelled, SegmentationRules.McInnes2022Gap14).One("score").At.Should().Be(Given.Day(20));
    }

    [Fact]
    public void Where_the_rule_cannot_tell_either_the_reason_says_so()
    {
        // Once a week from the start, eleven times: over 70 days there is no pause, so no end of induction.
        var weekly = Given.Course([Given.Madrs(-1, 34), Given.Madrs(20, 17)], Enumerable.Range(0, 11).Select(week => Given.Dose(7 * week)));

        Assess(weekly, SegmentationRules.McInnes2022Gap14).Said("response").Should().Be("indeterminate:induction-not-found");
    }

    [Fact]
    public void Labels_win_over_the_rule()
    {
        // Labelled, the induction ends with its second infusion, day 3; the form on day 20 is past the window, which ends on day 17.
        var labelled = Given.Course([Given.Madrs(-1, 34), Given.Madrs(10, 30), Given.Madrs(20, 17)], [.. Given.Induction(0, 3), .. new[] { 7, 10, 14, 17 }.Select(day => Given.Dose(day, InfusionKind.Booster))]);

        Assess(labelled, SegmentationRules.McInnes2022Gap14).One("score").At.Should().Be(Given.Day(10));
        Assess(labelled, SegmentationRules.McInnes2022Gap14).Results.Should().Equal(Assess(labelled, null).Results);
    }

    [Fact]
    public void While_the_rule_keeps_a_series_open_the_answer_says_that_induction_may_go_on()
    {
        // A rule of the clinic's own: only 30 days without an infusion end a series.
        var rule = new SegmentationRule("own", 4, 8, 7, 28, 30);
        var course = Given.Course([Given.Madrs(-1, 34), Given.Madrs(20, 17)], new[] { 0, 3, 7, 10, 14, 17 }.Select(day => Given.Dose(day)));

        Assess(course, rule, Given.Day(46)).One("score").Evidence.Flags.Should().Contain("induction-may-continue"); // 17 + 30 = 47
        Assess(course, rule, Given.Day(47)).One("score").Evidence.Flags.Should().NotContain("induction-may-continue");
    }

    [Fact]
    public void A_re_induction_found_by_the_rule_is_a_series_with_its_own_baseline()
    {
        var course = Given.Course(
            [Given.Madrs(-1, 34), Given.Madrs(12, 10), Given.Madrs(59, 30), Given.Madrs(72, 15)],
            new[] { 0, 3, 7, 10, 60, 63, 67, 70 }.Select(day => Given.Dose(day)));
        var report = Assess(course, SegmentationRules.McInnes2022Gap14);

        report.Said("baseline", series: 1).Should().Be("34");
        report.Said("baseline", series: 2).Should().Be("30");
        report.Said("response", series: 2).Should().Be("met"); // 15 of 30
    }

    [Fact]
    public void Rows_about_the_treatment_are_given_when_they_are_asked_for()
    {
        var options = new AssessmentOptions { Segmentation = SegmentationRules.McInnes2022Gap14 };
        var treatment = TreatmentAssessment.Assess(Unlabelled, options).Results;

        CourseAssessment.Assess(Unlabelled, options).Results.Should().NotContain(row => row.Instrument == "treatment");
        CourseAssessment.Assess(Unlabelled, options with { IncludeTreatment = true }).Results.Where(row => row.Instrument == "treatment").Should().Equal(treatment);
    }

    [Fact]
    public void A_row_explains_itself()
    {
        var rows = TreatmentAssessment.Assess(Unlabelled, new AssessmentOptions { Segmentation = SegmentationRules.McInnes2022Gap14 }).Results;

        Explain("kind", "segment:1").Should().Be("Segment 1 (day 0, 6 infusions over 17 days) is an induction series by mcinnes-2022-gap-14.");
        Explain("kind", "segment:2").Should().Be("Segment 2 (day 45, 1 infusion over 0 days) is a booster by mcinnes-2022-gap-14. It is provisional. The rule closes it from day 59 on.");
        rows.Single(row => row is { Indicator: "length", Point: "cycle:1", Rule: "days" }).Explain().Should().Be("Cycle 1, which began with the infusion of day 17, had 28 days until the next segment began.");
        rows.Single(row => row is { Indicator: "kind", Point: "segment:1" }).Evidence.Sources.Should().Contain(source => source.StartsWith("McInnes LA", StringComparison.Ordinal));

        string Explain(string indicator, string point) => rows.Single(row => row.Indicator == indicator && row.Point == point).Explain();
    }

    private static AssessmentReport Assess(Course course, SegmentationRule? rule, ClinicalTime? asOf = null) =>
        CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.EndOfInduction()], Segmentation = rule, AsOf = asOf });
}
