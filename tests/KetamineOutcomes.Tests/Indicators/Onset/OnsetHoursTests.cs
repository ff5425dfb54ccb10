using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Onset;

/// <summary>Hours to a gain: by the clock, and never where the questions look back before treatment (MADRS 168 hours, PHQ-9 336).</summary>
public sealed class OnsetHoursTests
{
    private static readonly Infusion Start = new(Given.At("2026-01-05T10:00"));

    private static IndicatorResult Hours(string rule, params (string At, int Total)[] visits) =>
        Given.Course([Given.Total("madrs", Given.At("2026-01-05T09:00"), 30), .. visits.Select(visit => Given.Total("madrs", Given.At(visit.At), visit.Total))], [Start])
            .Assess("last").One("onset-hours", rule);

    [Fact]
    public void A_gain_beyond_the_recall_has_its_hours()
    {
        // Eight and nine days: 193 and 216.5 hours. 30 to 21 is exactly 30 %.
        var row = Hours("improvement-30", ("2026-01-13T11:00", 25), ("2026-01-14T10:30", 21));

        row.Outcome.Should().Be(new IndicatorOutcome.Measured(new Fraction(433, 2), "hours", 1, 193, new Fraction(433, 2)));
        row.Explain().Should().Be("MADRS total first showed an improvement of 30 % or more with 21 on 2026-01-14T10:30:00, 216.5 hours after the first infusion (193 hours without it).");
    }

    [Fact]
    public void A_gain_seen_inside_the_recall_is_not_known_by_the_hour() =>
        Hours("improvement-20", ("2026-01-06T10:00", 10), ("2026-01-20T10:00", 10)).Said().Should().Be("indeterminate:recall-overlap");

    [Theory]
    [InlineData("2026-01-12T09:59", "indeterminate:recall-overlap")]
    [InlineData("2026-01-12T10:00", "168")]
    public void The_recall_ends_to_the_minute(string at, string said) => Hours("improvement-50", (at, 15)).Said().Should().Be(said);

    [Fact]
    public void An_earlier_form_that_looks_back_before_treatment_does_not_say_that_there_was_no_gain()
    {
        var row = Hours("improvement-20", ("2026-01-08T10:00", 30), ("2026-01-14T10:00", 20));
        row.Outcome.Should().Be(new IndicatorOutcome.Measured(216, "hours", 0, 0, 216));
    }

    [Fact]
    public void No_gain_is_not_met_once_a_form_speaks_of_the_time_after_treatment()
    {
        Hours("improvement-20", ("2026-01-14T10:00", 29)).Said().Should().Be("not-met");
        Hours("improvement-20", ("2026-01-08T10:00", 29)).Said().Should().Be("indeterminate:recall-overlap");
    }

    [Fact]
    public void Dates_without_a_clock_have_no_hours() =>
        Hours("improvement-20", ("2026-01-14", 10)).Said().Should().Be("indeterminate:no-clock-time");

    [Fact]
    public void An_instant_and_a_local_time_have_no_hours_between_them() =>
        Hours("improvement-20", ("2026-01-14T10:00+01:00", 10)).Said().Should().Be("indeterminate:no-clock-time");

    [Fact]
    public void A_night_with_a_change_of_clocks_counts_by_the_instant()
    {
        // From noon +01:00 on 20 March to noon +02:00 on 30 March 2026: 10 days less one hour.
        var row = Given.Course(
                [Given.Total("madrs", Given.At("2026-03-20T11:00+01:00"), 30), Given.Total("madrs", Given.At("2026-03-30T12:00+02:00"), 15)],
                [new Infusion(Given.At("2026-03-20T12:00+01:00"))])
            .Assess("last").One("onset-hours", "improvement-50");
        row.Said().Should().Be("239");
    }

    [Fact]
    public void A_form_without_a_stated_recall_has_no_hours()
    {
        var catalogue = Given.Catalogue("raw", "higher-is-worse", "<=", 6, 10);
        var course = Given.Course([Given.Total("test-form", Given.At("2026-01-05T09:00"), 18), Given.Total("test-form", Given.At("2026-01-14T10:00"), 8)], [Start]);
        course.Assess("last", catalogue: catalogue).One("onset-hours", "improvement-50").Said().Should().Be("indeterminate:recall-unknown");
    }

    [Fact]
    public void Faults_of_the_baseline_come_first()
    {
        Given.Course([Given.Madrs(3, 5)]).Assess("last").One("onset-hours", "improvement-20").Said().Should().Be("indeterminate:no-baseline");
        Given.Course([Given.Madrs(-1, 12), Given.Madrs(3, 5)]).Assess("last").One("onset-hours", "improvement-20").Said().Should().Be("not-applicable:baseline-below-minimum");
        Given.Course([Given.Madrs(-1, 30)]).Assess("last").One("onset-hours", "improvement-20").Said().Should().Be("indeterminate:no-assessment");
    }
}
