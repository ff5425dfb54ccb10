using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Treatment;

public sealed class CourseTests
{
    [Fact]
    public void Identical_records_collapse_with_a_notice_a_kind()
    {
        var result = Course.Create(
            "p",
            "1",
            [Given.Madrs(-1, 30), Given.Madrs(-1, 30), Given.Madrs(-1, 30)],
            [Given.Dose(0), Given.Dose(0)],
            [new ClinicalEvent(ClinicalEventKind.Other, Given.Day(3)), new ClinicalEvent(ClinicalEventKind.Other, Given.Day(3))]);

        var course = result.GetValueOrThrow();
        course.Administrations.Should().ContainSingle();
        course.Infusions.Should().ContainSingle();
        course.Events.Should().ContainSingle();
        result.Issues.Select(issue => issue.ToString()).Should().Equal("duplicate-collapsed:infusion", "duplicate-collapsed:questionnaire", "duplicate-collapsed:event");
        result.Issues.Should().OnlyContain(issue => issue.Severity == IssueSeverity.Notice);
        result.Issues[1].Message.Should().StartWith("2 identical");
    }

    [Fact]
    public void Conflicting_records_are_all_kept_without_a_notice()
    {
        var result = Course.Create("p", "1", [Given.Madrs(-1, 30), Given.Madrs(-1, 31)]);

        result.GetValueOrThrow().Administrations.Should().HaveCount(2);
        result.Issues.Should().BeEmpty();
    }

    [Fact]
    public void The_order_of_input_plays_no_part()
    {
        Administration[] administrations =
        [
            Given.Madrs(-1, 30), Given.Madrs(-1, 31), Given.Madrs(-1, 12, Timing.Post), Given.NotDone("madrs", 9), Given.Item9(-1, "2"), Given.Item9(-1, "1"),
            Given.Madrs(3, 20, recorded: Given.Day(4)), Given.Madrs(3, 20, recorded: Given.Day(10)), Given.Total("whodas-12", Given.Day(3), 9, rater: RaterKind.Proxy),
            Given.Total("whodas-12", Given.Day(3), 9),
        ];
        Infusion[] infusions =
        [
            Given.Dose(0), Given.Dose(2), new(Given.Day(2), doseMg: 40, weightKg: 80), new(Given.Day(2), doseMg: 10.5m), new(Given.Day(2), doseMg: 100), new(Given.Day(2), "placebo"),
        ];
        ClinicalEvent[] events = [new(ClinicalEventKind.Other, Given.Day(5)), new(ClinicalEventKind.Death, Given.Day(5)), new(ClinicalEventKind.Other, Given.Day(4))];
        PlannedAssessment[] plan = [new("phq-9", Given.Day(14)), new("phq-9", Given.Day(7)), new("madrs", Given.Day(7))];

        var forward = Course.Create("p", "1", administrations, infusions, events, plan: new AssessmentPlan(plan)).GetValueOrThrow();
        var backward = Course.Create("p", "1", Enumerable.Reverse(administrations), Enumerable.Reverse(infusions), Enumerable.Reverse(events), plan: new AssessmentPlan(Enumerable.Reverse(plan))).GetValueOrThrow();

        backward.Should().Be(forward);
        OutcomesJson.Write(backward).Should().Be(OutcomesJson.Write(forward));
        forward.Administrations.Select(a => a.At.DayNumber).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Numbers_that_are_equal_are_one_record_and_one_text_whatever_their_trailing_zeros()
    {
        Infusion[] both = [new(Given.Day(0), doseMg: 40.0m, weightKg: 80.00m, minutes: 40m), new(Given.Day(0), doseMg: 40m, weightKg: 80m, minutes: 40.0m)];

        var forward = Course.Create("p", "1", [], both).GetValueOrThrow();
        var backward = Course.Create("p", "1", [], Enumerable.Reverse(both)).GetValueOrThrow();

        forward.Infusions.Should().ContainSingle();
        OutcomesJson.Write(forward).Should().Be(OutcomesJson.Write(backward));
    }

    [Theory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void The_order_of_infusions_is_the_same_in_every_culture(string culture)
    {
        Infusion[] infusions = [new(Given.Day(0), doseMg: 10.5m), new(Given.Day(0), doseMg: 100)];

        var order = Cultures.In(culture, () => Course.Create("p", "1", [], infusions).GetValueOrThrow().Infusions.Select(i => i.DoseMg).ToList());

        order.Should().Equal(10.5m, 100m);
    }

    [Fact]
    public void Instants_of_one_day_are_in_order_of_the_instant_and_not_of_the_clock_on_the_wall()
    {
        // The night on which the clocks go back: 02:30 summer time is 00:30 UTC, 02:15 winter time is 01:15 UTC.
        var first = Given.Total("madrs", Given.At("2026-10-25T02:30:00+02:00"), 30);
        var second = Given.Total("madrs", Given.At("2026-10-25T02:15:00+01:00"), 20);

        Course.Create("p", "1", [second, first]).GetValueOrThrow().Administrations.Should().Equal(first, second);
    }

    [Fact]
    public void Times_of_day_decide_the_order_on_one_day_whatever_the_timing_says()
    {
        var post = Given.Total("madrs", Given.At("2026-03-01T10:00"), 20, Timing.Post);
        var evening = Given.Total("madrs", Given.At("2026-03-01T18:00"), 15);
        var dated = Given.Total("madrs", Given.At("2026-03-01"), 30);
        var datedPost = Given.Total("madrs", Given.At("2026-03-01"), 18, Timing.Post);

        Course.Create("p", "1", [datedPost, evening, post, dated]).GetValueOrThrow().Administrations.Should().Equal(dated, post, evening, datedPost);
    }

    [Theory]
    [InlineData("administration")]
    [InlineData("infusion")]
    [InlineData("event")]
    [InlineData("end")]
    [InlineData("plan")]
    public void Dates_and_relative_days_in_one_course_are_refused(string which)
    {
        var date = Given.At("2026-03-01");
        var result = Course.Create(
            "p",
            "1",
            which == "administration" ? [Given.Madrs(0, 30), Given.Total("madrs", date, 20)] : [Given.Madrs(0, 30)],
            which == "infusion" ? [new Infusion(date)] : [],
            which == "event" ? [new ClinicalEvent(ClinicalEventKind.Other, date)] : [],
            followUpEnd: which == "end" ? new FollowUpEnd(date, FollowUpEndReason.Withdrew) : null,
            plan: which == "plan" ? new AssessmentPlan([new PlannedAssessment("madrs", date)]) : null);

        result.IsSuccess.Should().BeFalse();
        result.Issues.Select(issue => issue.ToString()).Should().Equal("mixed-time-scales");
    }

    [Fact]
    public void A_record_cannot_mix_dates_and_relative_days_itself()
    {
        var administration = () => Given.Madrs(0, 30, recorded: Given.At("2026-03-01"));
        var happened = () => new ClinicalEvent(ClinicalEventKind.Other, Given.Day(1), Given.At("2026-03-01"));

        administration.Should().Throw<ArgumentException>();
        happened.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void An_empty_id_is_a_mistake_of_the_caller()
    {
        var patient = () => Course.Create(" ", "1", []);
        var course = () => Course.Create("p", "", []);

        patient.Should().Throw<ArgumentException>();
        course.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Listing_an_event_says_that_events_were_recorded()
    {
        Course.Create("p", "1", []).GetValueOrThrow().EventRecording.Should().Be(EventRecording.NotRecorded);
        Course.Create("p", "1", [], events: [new ClinicalEvent(ClinicalEventKind.Other, Given.Day(1))]).GetValueOrThrow()
            .EventRecording.Should().Be(EventRecording.Recorded);
    }

    [Fact]
    public void As_of_a_time_later_records_and_later_entered_corrections_are_not_known()
    {
        var course = Course.Create(
            "p",
            "1",
            [Given.Madrs(0, 30, recorded: Given.Day(0)), Given.Madrs(0, 25, recorded: Given.Day(9)), Given.Madrs(7, 20), Given.Madrs(8, 10)],
            [Given.Dose(0), Given.Dose(8)],
            [new ClinicalEvent(ClinicalEventKind.Other, Given.Day(3), Given.Day(8)), new ClinicalEvent(ClinicalEventKind.Death, Given.Day(7))],
            followUpEnd: new FollowUpEnd(Given.Day(8), FollowUpEndReason.Died)).GetValueOrThrow();

        var asOf = course.AsOf(Given.Day(7));

        asOf.Administrations.Select(a => ((AdministrationContent.TotalOnly)a.Content).Total).Should().Equal(30, 20);
        asOf.Infusions.Should().ContainSingle();
        asOf.Events.Select(e => e.Kind).Should().Equal(ClinicalEventKind.Death);
        asOf.FollowUpEnd.Should().BeNull();
        course.AsOf(Given.Day(9)).Should().Be(course);
    }

    [Fact]
    public void As_of_a_date_takes_in_the_whole_day()
    {
        var course = Course.Create("p", "1", [Given.Total("madrs", Given.At("2026-03-01T23:59"), 20), Given.Total("madrs", Given.At("2026-03-02"), 10)]).GetValueOrThrow();

        course.AsOf(Given.At("2026-03-01")).Administrations.Should().ContainSingle();
        course.AsOf(Given.At("2026-03-01T12:00")).Administrations.Should().BeEmpty();
    }

    [Fact]
    public void The_last_record_is_of_any_kind()
    {
        Course.Create("p", "1", []).GetValueOrThrow().LastRecord.Should().BeNull();
        Given.Course([Given.Madrs(3, 20)], [Given.Dose(0), Given.Dose(9)]).LastRecord.Should().Be(Given.Day(9));
        Given.Course([Given.Madrs(3, 20)], end: new FollowUpEnd(Given.Day(12), FollowUpEndReason.Completed)).LastRecord.Should().Be(Given.Day(12));
    }
}
