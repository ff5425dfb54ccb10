using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Tests.Treatment.Chair;

public sealed class ChairSessionTests
{
    private static ChairReading Clock(string at, int value) => new(ChairMeasure.Systolic, value, new ChairMoment.Clock(Given.At(at)));

    private static ChairReading Minute(ChairMeasure measure, int minute, int value) => new(measure, value, new ChairMoment.Minute(minute));

    [Fact]
    public void Clock_times_become_exact_minutes_from_the_start()
    {
        // 20 minutes are a third of an hour, which no decimal holds exactly.
        var session = ChairSession.Create(new Infusion(Given.At("2026-03-01T09:00")), [Clock("2026-03-01T09:20", 150), Clock("2026-03-01T08:50", 120)]).GetValueOrThrow();

        session.Readings.Select(reading => reading.Minute).Should().Equal(-10, 20);
        session.LastSeen.Should().Be((Fraction)20);
    }

    [Fact]
    public void A_night_in_which_the_clocks_change_does_not_move_the_minutes()
    {
        // Central Europe, 29 March 2026: 02:00+01:00 is followed by 03:00+02:00. From 01:30+01:00 to 03:10+02:00 are 40 minutes.
        var session = ChairSession.Create(new Infusion(Given.At("2026-03-29T01:30+01:00")), [Clock("2026-03-29T03:10+02:00", 150)]).GetValueOrThrow();

        session.Readings.Single().Minute.Should().Be((Fraction)40);
    }

    [Fact]
    public void A_clock_time_beside_a_start_without_a_time_of_day_has_no_minute_and_is_told()
    {
        var read = ChairSession.Create(new Infusion(Given.At("2026-03-01")), [Clock("2026-03-01T09:20", 150), Minute(ChairMeasure.Systolic, 40, 160)]);

        read.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ChairNotTimed);
        read.GetValueOrThrow().Readings.Single().Value.Should().Be((Fraction)160);
        read.GetValueOrThrow().UntimedReadings.Single().Value.Should().Be((Fraction)150);
        read.GetValueOrThrow().AsOf(Given.At("2026-03-01T09:19"))!.UntimedReadings.Should().BeEmpty();
        read.GetValueOrThrow().AsOf(Given.At("2026-03-01T09:20"))!.UntimedReadings.Should().ContainSingle();
    }

    [Fact]
    public void What_has_no_minute_collapses_is_far_or_swapped_as_the_rest_and_a_relative_day_beside_a_date_is_left_out()
    {
        var infusion = new Infusion(Given.At("2026-03-01"));
        ChairReading Pressure(ChairMeasure measure, int value) => new(measure, value, new ChairMoment.Clock(Given.At("2026-03-01T10:00")));
        var read = ChairSession.Create(infusion, [Clock("2026-03-01T09:20", 150), Clock("2026-03-01T09:20", 150), Clock("2026-03-09T09:20", 150), Pressure(ChairMeasure.Systolic, 80), Pressure(ChairMeasure.Diastolic, 120)]);

        read.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.DuplicateCollapsed, IssueCodes.ChairNotTimed, IssueCodes.ChairFar, IssueCodes.ChairPressuresSwapped);
        read.GetValueOrThrow().UntimedReadings.Single().Value.Should().Be((Fraction)150);

        var unlike = ChairSession.Create(infusion, [new ChairReading(ChairMeasure.Systolic, 150, new ChairMoment.Clock(Given.Day(0)))]);
        unlike.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ChairNotTimed);
        unlike.GetValueOrThrow().UntimedReadings.Should().BeEmpty();
    }

    [Fact]
    public void Pressures_that_are_swapped_are_left_out_and_told()
    {
        var read = ChairSession.Create(new Infusion(Given.Day(0)), [Minute(ChairMeasure.Systolic, 40, 80), Minute(ChairMeasure.Diastolic, 40, 120), Minute(ChairMeasure.HeartRate, 40, 70)]);

        read.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ChairPressuresSwapped);
        read.GetValueOrThrow().Readings.Select(reading => reading.Measure).Should().Equal(ChairMeasure.HeartRate);
    }

    [Fact]
    public void Identical_readings_collapse_and_one_of_another_week_is_left_out()
    {
        var infusion = new Infusion(Given.At("2026-03-01T09:00"));
        var read = ChairSession.Create(infusion, [Minute(ChairMeasure.Systolic, 5, 120), Minute(ChairMeasure.Systolic, 5, 120), Clock("2026-03-09T09:20", 150)]);

        read.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.DuplicateCollapsed, IssueCodes.ChairFar);
        read.GetValueOrThrow().Readings.Should().ContainSingle();
    }

    [Theory]
    [InlineData(ChairMeasure.Sedation, 6)]
    [InlineData(ChairMeasure.Cadss6, 25)]
    [InlineData(ChairMeasure.Cadss23, 93)]
    [InlineData(ChairMeasure.OxygenSaturation, 101)]
    [InlineData(ChairMeasure.Systolic, 0)]
    public void A_value_that_the_measure_cannot_have_throws(ChairMeasure measure, int value)
    {
        // MOAA/S 0 to 5; CADSS-6: 6 items of 0 to 4; CADSS-23: 23 items of 0 to 4.
        var act = () => Minute(measure, 0, value);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void As_of_a_time_later_readings_are_left_out()
    {
        var session = ChairSession.Create(
            new Infusion(Given.At("2026-03-01T23:30")),
            [Minute(ChairMeasure.Systolic, 20, 140), Minute(ChairMeasure.Systolic, 40, 150)],
            [new SideEffectSighting("nausea", isPresent: true, new ChairMoment.Minute(60))],
            new ChairMoment.Minute(120)).GetValueOrThrow();

        session.AsOf(Given.At("2026-02-28")).Should().BeNull();
        session.AsOf(Given.At("2026-03-01T23:55"))!.Readings.Should().ContainSingle();

        // Minute 40 is ten past midnight: of the next day.
        var evening = session.AsOf(Given.At("2026-03-01"))!;
        evening.Readings.Should().ContainSingle();
        evening.Sightings.Should().BeEmpty();
        evening.ObservedUntil.Should().BeNull();
        session.AsOf(Given.At("2026-03-02")).Should().Be(session);
    }

    [Fact]
    public void Notes_put_two_records_of_one_infusion_together()
    {
        var infusion = new Infusion(Given.Day(0));
        ChairReading[] readings = [Minute(ChairMeasure.Systolic, 0, 120), Minute(ChairMeasure.Systolic, 40, 150)];
        var whole = new TreatmentNotes([ChairSession.Create(infusion, readings).GetValueOrThrow()]);

        new TreatmentNotes(readings.Select(reading => ChairSession.Create(infusion, [reading]).GetValueOrThrow())).Should().Be(whole);
    }
}
