using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>A caller's own indicator stands beside the library's, and sees what it may see.</summary>
public sealed class CustomIndicatorTests
{
    /// <summary>How many usable visits a scale has, and on which days.</summary>
    private sealed class VisitCount(Action<SeriesContext>? look = null) : IIndicator
    {
        public string Id => "visit-count";

        public IEnumerable<IndicatorFinding> Assess(SeriesContext context)
        {
            look?.Invoke(context);
            return context.Trajectories.Select(trajectory => new IndicatorFinding(
                trajectory,
                "usable",
                IndicatorFinding.SeriesPoint,
                new IndicatorOutcome.Measured(trajectory.Visits.Count(visit => visit.IsUsable), "visits", 0),
                "So many visits.")
            {
                At = trajectory.Visits.IsEmpty ? null : trajectory.Visits[^1].At,
                Sources = ["the test"],
            });
        }
    }

    private static AssessmentReport Assess(Course course, IIndicator indicator, ClinicalTime? asOf = null, EquatableArray<string> include = default) =>
        CourseAssessment.Assess(course, new AssessmentOptions { Custom = [indicator], AsOf = asOf, Include = include, Primary = "madrs" });

    private static SeriesContext See(Course course, ClinicalTime? asOf = null, int series = 1)
    {
        SeriesContext? seen = null;
        _ = Assess(course, new VisitCount(context => seen = context.Number == series ? context : seen), asOf);
        return seen!;
    }

    [Fact]
    public void Its_rows_have_the_key_of_the_course_and_stand_among_the_others()
    {
        var course = Given.Course([Given.Madrs(-1, 30), Given.Madrs(3, 20), Given.NotDone("madrs", 10)]);

        var row = Assess(course, new VisitCount()).One("visit-count");

        (row.PatientId, row.CourseId, row.Series, row.Instrument, row.Scale, row.Rule, row.Point, row.Day, row.Said())
            .Should().Be(("p", "1", 1, "madrs", "total", "usable", "series", 10, "1"));
        row.Evidence.Flags.Should().Equal("primary");
        row.Explain().Should().Be("So many visits.");
    }

    [Fact]
    public void Indicators_can_be_chosen_by_name()
    {
        var course = Given.Course([Given.Madrs(-1, 30), Given.Madrs(3, 20)]);

        Assess(course, new VisitCount(), include: ["visit-count"]).Results.Should().ContainSingle();
        Assess(course, new VisitCount(), include: ["score"]).Results.Should().OnlyContain(result => result.Indicator == "score").And.NotBeEmpty();
    }

    [Fact]
    public void What_is_later_than_as_of_is_not_seen()
    {
        var course = Given.Course([Given.Madrs(-1, 30), Given.Madrs(3, 20), Given.Madrs(9, 10)]);

        See(course, Given.Day(5)).Trajectories.Single().Visits.Select(visit => visit.Day).Should().Equal(3d);
    }

    [Fact]
    public void Visits_stand_behind_the_infusions_of_their_series()
    {
        var course = Given.Course(
            [Given.Madrs(-1, 30), Given.Madrs(0, 29), Given.Madrs(0, 20, Timing.Post), Given.Madrs(5, 15), Given.Madrs(30, 25), Given.Madrs(43, 12)],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(3, InfusionKind.Induction), Given.Dose(40, InfusionKind.Reinduction)]);

        var first = See(course).Trajectories.Single();
        first.Baseline.Should().Be((Fraction)29); // the last before the first infusion: on its day, not marked as after
        first.Before.Select(visit => visit.Day).Should().Equal(-1d, 0d);
        first.Visits.Select(visit => (visit.Day, visit.LastInfusion!.Number, visit.LastInfusion.Days)).Should().Equal((0d, 1, 0d), (5d, 2, 2d), (30d, 2, 27d));
        first.UsableUntil(first.Visits[1]).Select(visit => visit.Value).Should().Equal(20, 15);

        var context = See(course, series: 2);
        context.NextSeriesAt.Should().BeNull();
        context.Trajectories.Single().Baseline.Should().Be((Fraction)25);
        context.Trajectories.Single().Visits.Select(visit => (visit.Day, visit.LastInfusion!.Number)).Should().Equal((3d, 1));
    }

    [Fact]
    public void Days_are_exact_by_the_clock_and_never_run_backwards()
    {
        var course = Given.Course(
            [
                Given.Total("madrs", Given.At("2026-01-05T09:00"), 30),
                Given.Total("madrs", Given.At("2026-01-06T16:00"), 20), // 30 hours after the start: day 1.25
                Given.Total("madrs", Given.At("2026-01-07"), 18),       // no clock: calendar day 2
                Given.Total("madrs", Given.At("2026-01-07T09:00"), 16), // 47 hours, less than 2 days: stays at day 2
            ],
            [new Infusion(Given.At("2026-01-05T10:00"))]);

        See(course).Trajectories.Single().Visits.Select(visit => visit.Day).Should().Equal(1.25, 2, 2);
    }

    [Fact]
    public void Without_treatments_the_first_score_is_the_baseline_and_no_visit()
    {
        var course = KetamineOutcomes.Treatment.Course.Create("p", "1", [Given.Madrs(10, 30), Given.Madrs(17, 12)]).GetValueOrThrow();
        SeriesContext? seen = null;
        _ = CourseAssessment.Assess(course, new AssessmentOptions { HasTreatments = false, Custom = [new VisitCount(context => seen = context)] });

        var trajectory = seen!.Trajectories.Single();
        trajectory.BaselineVisit!.Value.Should().Be((Fraction)30);
        trajectory.Visits.Select(visit => (visit.Day, visit.Value)).Should().Equal((7d, (Fraction)12));
    }

    [Fact]
    public void Visits_without_a_number_say_why_and_throw_when_asked_for_one()
    {
        var visit = See(Given.Course([Given.Madrs(-1, 30), Given.NotDone("madrs", 10)])).Trajectories.Single().Visits.Single();

        visit.Fault.Should().Be(Reasons.NotDone);
        var ask = () => visit.Value;
        ask.Should().Throw<InvalidOperationException>();
    }

    [Theory]
    [InlineData("met")]
    [InlineData("Plateau")]
    [InlineData("no plateau")]
    [InlineData("-plateau")]
    [InlineData("")]
    public void A_state_is_a_stable_word_of_its_own(string state)
    {
        var make = () => new IndicatorOutcome.Classified(state);
        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Outcomes_cannot_contradict_themselves()
    {
        var unconfirmed = () => new IndicatorOutcome.Judged(Judgement.Unconfirmed);
        unconfirmed.Should().Throw<ArgumentException>();
        var confirmed = () => new IndicatorOutcome.Judged(Judgement.Met, new ConfirmBy(Given.Day(1), Given.Day(2)));
        confirmed.Should().Throw<ArgumentException>();
        var reversed = () => new IndicatorOutcome.Measured(1, "points", 0, 2, 0);
        reversed.Should().Throw<ArgumentException>();
    }
}
