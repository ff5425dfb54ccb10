using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Tests.Indicators.Chair;

public sealed class ChairIndicatorsTests
{
    private static ChairReading Read(ChairMeasure measure, int minute, int value) => new(measure, value, new ChairMoment.Minute(minute));

    private static IEnumerable<ChairReading> Systolic(params (int Minute, int Value)[] readings) => readings.Select(reading => Read(ChairMeasure.Systolic, reading.Minute, reading.Value));

    private static IEnumerable<ChairReading> Diastolic(params (int Minute, int Value)[] readings) => readings.Select(reading => Read(ChairMeasure.Diastolic, reading.Minute, reading.Value));

    private static SideEffectSighting See(int minute, bool isPresent) => new("nausea", isPresent, new ChairMoment.Minute(minute));

    private static AssessmentReport Assess(IEnumerable<ChairReading> readings, IEnumerable<SideEffectSighting>? sightings = null, int? until = null, ChairOptions? options = null, Covariates? person = null)
    {
        var infusion = Given.Dose(0);
        var session = ChairSession.Create(infusion, readings, sightings, until is { } minute ? new ChairMoment.Minute(minute) : null).GetValueOrThrow();
        var report = NotesAssessment.Assess(Given.Course([], [infusion]), new TreatmentNotes([session], person: person), options);

        // The screens before treatment have tests of their own.
        return new AssessmentReport(report.Results.Where(result => result.Instrument == "chair").ToEquatableArray(), report.Issues);
    }

    private static string Said(AssessmentReport report, string scale, string indicator, string? rule = null) => report.Said(indicator, rule, scale: scale);

    private static string Interval(AssessmentReport report, string scale, string indicator, string? rule = null)
    {
        var measured = (IndicatorOutcome.Measured)report.One(indicator, rule, scale: scale).Outcome;
        return $"{measured.Low?.ToString() ?? "-"} {measured.Value} {measured.High?.ToString() ?? "-"}";
    }

    // One visit, read as the label asks (before, about 40 minutes, later): 125 before, 168 at minute 40, 150 at 60, 131 at 90, 128 at 125.
    private static readonly (int, int)[] Visit = [(-5, 125), (40, 168), (60, 150), (90, 131), (125, 128)];

    [Fact]
    public void A_visit_has_baseline_peak_rise_and_return_as_the_readings_tell()
    {
        var report = Assess(Systolic(Visit));

        Said(report, "systolic", "baseline").Should().Be("125");

        // The highest seen; the true one may be higher, and lies between its neighbours: the start and minute 60.
        Interval(report, "systolic", "peak").Should().Be("168 168 -");
        report.One("peak", scale: "systolic").Evidence.Flags.Should().Contain("at-least");
        Interval(report, "systolic", "peak-minute").Should().Be("0 40 60");

        // 168 - 125.
        Interval(report, "systolic", "rise").Should().Be("43 43 -");

        // Within 10 of 125 is 135 or less: away at 60 (150), back at 90 (131).
        Interval(report, "systolic", "return", "within:10").Should().Be("60 90 90");
    }

    [Fact]
    public void What_was_read_after_the_next_infusion_is_left_out_and_told()
    {
        // From 5 January 10:00 to 8 January 10:00 are 3 x 1440 = 4320 minutes: minute 4360 is 40 minutes into the second infusion, and 4320 its very start.
        Infusion[] infusions = [new(Given.At("2026-01-05T10:00")), new(Given.At("2026-01-08T10:00"))];
        AssessmentReport Of(params ChairReading[] readings) => NotesAssessment.Assess(Given.Course([], infusions), new TreatmentNotes([ChairSession.Create(infusions[0], readings).GetValueOrThrow()]));
        static string In(AssessmentReport report, string point, string scale, string indicator, string? rule = null) =>
            report.Results.Single(row => row.Instrument == "chair" && row.Point == point && row.Scale == scale && row.Indicator == indicator && (rule is null || row.Rule == rule)).Said();
        ChairReading[] day = [.. Systolic((0, 120), (40, 150), (90, 125)), .. Diastolic((0, 80), (40, 85), (90, 82))];

        var report = Of([.. day, .. Systolic((4320, 190), (4360, 190)), .. Diastolic((4320, 112), (4360, 112))]);
        report.Issues.Select(issue => issue.Code).Should().Equal(IssueCodes.ChairAfterNext);
        In(report, "infusion:1", "systolic", "peak").Should().Be("150");
        In(report, "infusion:1", "blood-pressure", "threshold", "peak-180-110").Should().Be("not-met");
        In(report, "infusion:2", "blood-pressure", "threshold", "peak-180-110").Should().Be("indeterminate:no-reading-after", "nothing is moved");

        // A minute before the start of the second it is the first one's.
        var before = Of([.. day, .. Systolic((4319, 190))]);
        before.Issues.Should().BeEmpty();
        In(before, "infusion:1", "systolic", "peak").Should().Be("190");
    }

    [Theory]
    [InlineData("2026-01-05T10:50", 135, "indeterminate:readings-not-timed", "27 42 -")] // 162 - 120 = 42, but 162 - 135 = 27 were the 135 the baseline
    [InlineData("2026-01-05T10:50", 121, "met", "41 42 -")] // 41 is 40 or more as well
    [InlineData("2026-01-05T10:50", 110, "met", "42 42 -")] // from 110 it would be 52: 42 is the least
    [InlineData("2026-01-08T10:50", 135, "met", "42 42 -")] // three days later it is no baseline, whatever its offset
    public void A_rise_that_a_reading_without_a_minute_could_undo_is_not_met(string at, int value, string threshold, string rise)
    {
        static ChairReading Clock(string time, ChairMeasure measure, int read) => new(measure, read, new ChairMoment.Clock(Given.At(time)));
        var infusion = new Infusion(Given.At("2026-01-05T10:00+01:00"));
        ChairReading[] readings =
        [
            Clock("2026-01-05T09:55+01:00", ChairMeasure.Systolic, 120), Clock("2026-01-05T09:55+01:00", ChairMeasure.Diastolic, 80),
            Clock("2026-01-05T10:40+01:00", ChairMeasure.Systolic, 162), Clock("2026-01-05T10:40+01:00", ChairMeasure.Diastolic, 90),
            Clock(at, ChairMeasure.Systolic, value), Clock(at, ChairMeasure.Diastolic, 80),
        ];
        var report = NotesAssessment.Assess(Given.Course([], [infusion]), new TreatmentNotes([ChairSession.Create(infusion, readings).GetValueOrThrow()]));

        report.Results.Single(row => row.Instrument == "chair" && row.Rule == "rise-40-25" && row.Indicator == "threshold").Said().Should().Be(threshold);
        Interval(report, "systolic", "rise").Should().Be(rise);
    }

    [Fact]
    public void Minutes_above_lie_between_bounds()
    {
        // 125 + 40 = 165: above at 40 alone. Somewhere in 0 to 40 it came and in 40 to 60 it went: 0 to 60 minutes.
        Interval(Assess(Systolic(Visit)), "systolic", "minutes-above", "rise-40-25").Should().Be("0 0 60");

        // Above at 20, 40 and 60 and not at 0 and 80: surely 20 to 60, at most 0 to 80.
        Interval(Assess(Systolic((0, 120), (20, 160), (40, 170), (60, 165), (80, 130), (120, 125))), "systolic", "minutes-above", "rise-40-25").Should().Be("40 40 80");

        // The last reading is above: no upper end.
        var open = Assess(Systolic((0, 120), (20, 160), (40, 170)));
        Interval(open, "systolic", "minutes-above", "rise-40-25").Should().Be("20 20 -");
        open.One("minutes-above", "rise-40-25", scale: "systolic").Evidence.Flags.Should().Contain("at-least");
    }

    [Theory]

    // One reading of 185 and nothing that tells how long: from 0 minutes to no end. 180 or more counts.
    [InlineData("readings-end-early", 40, "0,120;40,185")]
    [InlineData("readings-end-early", 40, "0,120;40,185;60,150")] // below at 60, and nobody looked after it
    [InlineData("readings-end-early", 95, "0,120;40,130;95,185")] // read past minute 90, and above at the last reading
    [InlineData("readings-gap", 20, "0,120;20,185;85,185")] // 65 minutes between the two: it may have been below in between
    [InlineData("readings-end-early", null, "0,120;40,130")] // never seen, and not seen for long enough to say that there was none
    public void Where_nothing_tells_how_long_there_are_no_minutes(string reason, int? reached, string readings)
    {
        var report = Assess(Systolic([.. readings.Split(';').Select(reading => reading.Split(',')).Select(pair => (Number(pair[0]), Number(pair[1])))]));
        var row = report.One("minutes-above", "peak-180-110", scale: "systolic");

        row.Said().Should().Be("indeterminate:" + reason);
        row.Evidence.Flags.Should().NotContain("at-least");
        if (reached is { } minute)
        {
            row.Explain().Should().EndWith($"It was reached at minute {minute.ToString(System.Globalization.CultureInfo.InvariantCulture)}.");
        }
        else
        {
            row.Explain().Should().NotContain("reached");
        }

        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void In_a_gap_of_more_than_an_hour_anything_may_have_happened()
    {
        // From 20 to 90 are 70 minutes: neither surely above nor surely not.
        Interval(Assess(Systolic((0, 120), (20, 160), (90, 165), (120, 125))), "systolic", "minutes-above", "rise-40-25").Should().Be("0 0 120");
        Interval(Assess(Systolic((0, 120), (20, 130), (90, 130), (120, 125))), "systolic", "minutes-above", "rise-40-25").Should().Be("0 0 70");
        Interval(Assess(Systolic((0, 120), (30, 130), (90, 130), (120, 125))), "systolic", "minutes-above", "rise-40-25").Should().Be("0 0 0");
    }

    [Theory]

    // Systolic rise exactly 40: the rule is 40 or more.
    [InlineData(120, 160, 80, 90, "met")]
    [InlineData(120, 159, 80, 104, "not-met")]

    // Diastolic rise exactly 25.
    [InlineData(120, 150, 80, 105, "met")]
    public void Either_rise_meets_the_rule(int systolic, int systolicAt40, int diastolic, int diastolicAt40, string expected)
    {
        var report = Assess([.. Systolic((-5, systolic), (40, systolicAt40), (90, systolic)), .. Diastolic((-5, diastolic), (40, diastolicAt40), (90, diastolic))]);

        Said(report, "blood-pressure", "threshold", "rise-40-25").Should().Be(expected);
        report.One("threshold", "rise-40-25", scale: "blood-pressure").Evidence.Parameters.Should().Contain(new Parameter("evidence", "secondary"));
    }

    [Theory]
    [InlineData(179, 109, "not-met")]
    [InlineData(180, 109, "met")]
    [InlineData(179, 110, "met")]
    public void The_peak_rule_is_180_or_110_or_more(int systolic, int diastolic, string expected) =>
        Said(Assess([.. Systolic((40, systolic), (95, 120)), .. Diastolic((40, diastolic), (95, 80))]), "blood-pressure", "threshold", "peak-180-110").Should().Be(expected);

    [Fact]
    public void What_was_not_seen_is_only_not_met_where_readings_went_on()
    {
        string Rise(params (int, int)[] minutes) => Said(
            Assess([.. Systolic(minutes), .. Diastolic([.. minutes.Select(reading => (reading.Item1, 80))])]), "blood-pressure", "threshold", "rise-40-25");

        Rise((-5, 120), (40, 130), (90, 125)).Should().Be("not-met");
        Rise((-5, 120), (40, 130), (89, 125)).Should().Be("indeterminate:readings-end-early", "the rule counts rises up to 90 minutes");
        Rise((-5, 120), (40, 130)).Should().Be("indeterminate:readings-end-early");
        Rise((-5, 120), (61, 130), (90, 125)).Should().Be("indeterminate:readings-gap");
        Rise((40, 130), (90, 125)).Should().Be("indeterminate:no-reading-before");
        Rise((-5, 120)).Should().Be("indeterminate:no-reading-after");

        // More than two hours before is no baseline.
        Rise((-121, 120), (40, 130), (90, 125)).Should().Be("indeterminate:no-reading-before");

        // A rise that was seen stands whatever was not read.
        Rise((-5, 120), (61, 165)).Should().Be("met");

        // One pressure is not seen and the other is not known.
        Said(Assess(Systolic((-5, 120), (40, 130), (90, 125))), "blood-pressure", "threshold", "rise-40-25").Should().Be("indeterminate:no-reading-before");
    }

    [Fact]
    public void Two_readings_of_one_minute_on_both_sides_tell_nothing_but_the_worse_one_is_seen()
    {
        var report = Assess(Systolic((0, 120), (20, 130), (20, 165), (40, 125), (90, 120)));

        Said(report, "systolic", "peak").Should().Be("165");
        Said(report, "blood-pressure", "threshold", "rise-40-25").Should().Be("met");

        // At minute 20 it may have been above, so on either side of it too: at most from 0 to 40.
        Interval(report, "systolic", "minutes-above", "rise-40-25").Should().Be("0 0 40");
        Said(Assess(Systolic((0, 120), (0, 130), (40, 150))), "systolic", "baseline").Should().Be("indeterminate:conflicting-readings");
    }

    [Fact]
    public void No_return_is_guessed()
    {
        Said(Assess(Systolic((0, 120), (40, 150), (90, 140))), "systolic", "return").Should().Be("indeterminate:not-back-while-observed");
        Said(Assess(Systolic((0, 120), (40, 125), (90, 120))), "systolic", "return").Should().Be("not-applicable:no-rise-seen");
        Said(Assess(Systolic((0, 120), (80, 125), (120, 120))), "systolic", "return").Should().Be("indeterminate:readings-gap");
        Said(Assess(Systolic((40, 125), (90, 120))), "systolic", "return").Should().Be("indeterminate:no-reading-before");

        // Back at 60 and away again at 80: back for good after 80.
        Interval(Assess(Systolic((0, 120), (40, 150), (60, 125), (80, 145), (100, 122), (120, 121))), "systolic", "return").Should().Be("80 100 100");

        // Seen back at 60; between 75 and 150 lie 75 minutes without a reading, in which it may have left once more: for good not after 150.
        Interval(Assess(Systolic((0, 120), (40, 150), (60, 125), (75, 122), (150, 121))), "systolic", "return").Should().Be("40 60 150");
    }

    [Fact]
    public void Readings_that_end_early_are_said_and_bound_nothing_later()
    {
        // An infusion of 40 minutes is still running at minute 20: the highest so far is no peak, and having come back once is no return.
        var early = Assess(Systolic((0, 120), (10, 170), (20, 125)));
        Interval(early, "systolic", "peak").Should().Be("170 170 -");
        Interval(early, "systolic", "peak-minute").Should().Be("0 10 -");
        Interval(early, "systolic", "rise").Should().Be("50 50 -");
        Said(early, "systolic", "return").Should().Be("indeterminate:readings-end-early");
        Said(early, "systolic", "minutes-above", "rise-40-25").Should().Be("indeterminate:readings-end-early");
        Said(early, "blood-pressure", "threshold", "rise-40-25").Should().Be("met", "what was seen was seen");
        foreach (var indicator in new[] { "peak", "peak-minute", "rise", "return" })
        {
            var row = early.One(indicator, scale: "systolic");
            row.Evidence.Flags.Should().Contain("readings-end-early", indicator);
            row.Evidence.Parameters.Should().Contain(new Parameter("last-reading", "20 min"), indicator);
        }

        early.One("peak", scale: "systolic").Explain().Should().EndWith("Readings ended at minute 20, before 120: what came later was not seen.");
        Said(Assess(Systolic((0, 120), (20, 122))), "systolic", "return").Should().Be("indeterminate:readings-end-early", "a later rise is possible");

        // From 90 minutes on, the time of the rule, the minutes have an end; the flag stays up to two hours.
        Said(Assess(Systolic((0, 120), (40, 165), (89, 125))), "systolic", "minutes-above", "rise-40-25").Should().Be("indeterminate:readings-end-early");
        var late = Assess(Systolic((0, 120), (40, 165), (90, 125)));
        Interval(late, "systolic", "minutes-above", "rise-40-25").Should().Be("0 0 90");
        late.One("minutes-above", "rise-40-25", scale: "systolic").Evidence.Flags.Should().Contain("readings-end-early");
        Assess(Systolic(Visit)).Results.Should().NotContain(result => result.Evidence.Flags.Contains("readings-end-early"));
    }

    [Fact]
    public void Where_nothing_rose_no_rise_is_told()
    {
        // 198 before and 120 after: -78 is the number, and no rise.
        var report = Assess(Systolic((0, 198), (40, 120), (120, 118)));

        Said(report, "systolic", "rise").Should().Be("-78");
        report.One("rise", scale: "systolic").Explain().Should().EndWith("showed no rise in the readings: the highest after the start was 120 mmHg, 78 below the 198 before it.");
        Assess(Systolic((0, 120), (60, 120), (120, 118))).One("rise", scale: "systolic").Explain().Should().EndWith("was 120 mmHg, as before it.");
        Assess([Read(ChairMeasure.OxygenSaturation, 0, 95), Read(ChairMeasure.OxygenSaturation, 60, 97), Read(ChairMeasure.OxygenSaturation, 120, 97)])
            .One("fall", scale: "spo2").Explain().Should().EndWith("showed no fall in the readings: the lowest after the start was 97 %, 2 above the 95 before it.");
    }

    private static AssessmentReport Clock(string start, params (string At, ChairMeasure Measure, int Value)[] readings) => Clock(start, readings, []);

    private static AssessmentReport Clock(string start, (string At, ChairMeasure Measure, int Value)[] readings, (string At, bool IsPresent)[] effects)
    {
        var infusion = new Infusion(Given.At(start));
        var session = ChairSession.Create(
            infusion,
            readings.Select(reading => new ChairReading(reading.Measure, reading.Value, new ChairMoment.Clock(Given.At(reading.At)))),
            effects.Select(effect => new SideEffectSighting("nausea", effect.IsPresent, new ChairMoment.Clock(Given.At(effect.At))))).GetValueOrThrow();
        return NotesAssessment.Assess(Given.Course([], [infusion]), new TreatmentNotes([session]));
    }

    private static string InChair(AssessmentReport report, string scale, string indicator, string? rule = null) =>
        report.Results.Single(result => result.Instrument == "chair" && result.Scale == scale && result.Indicator == indicator && (rule is null || result.Rule == rule)).Said();

    [Theory]

    // A start by the date alone, and a local start beside readings with an offset from UTC.
    [InlineData("2026-03-01", "2026-03-01T09:00", "2026-03-01T09:40")]
    [InlineData("2026-03-01T09:00", "2026-03-01T09:00Z", "2026-03-01T09:40Z")]
    [InlineData("2026-03-01T09:00", "2026-03-01", "2026-03-01")]
    public void Readings_without_a_minute_say_so_and_what_was_seen_that_day_stays(string start, string first, string second)
    {
        var report = Clock(start, (first, ChairMeasure.Systolic, 120), (first, ChairMeasure.Diastolic, 80), (second, ChairMeasure.Systolic, 190), (second, ChairMeasure.Diastolic, 95), (second, ChairMeasure.Sedation, 2));

        foreach (var indicator in new[] { "baseline", "peak", "peak-minute", "rise", "return" })
        {
            InChair(report, "systolic", indicator).Should().Be("indeterminate:readings-not-timed", indicator);
        }

        InChair(report, "observation", "observed").Should().Be("indeterminate:readings-not-timed");
        InChair(report, "blood-pressure", "threshold", "rise-40-25").Should().Be("indeterminate:readings-not-timed", "a rise needs to know which came first");
        InChair(report, "systolic", "minutes-above", "peak-180-110").Should().Be("indeterminate:readings-not-timed");
        InChair(report, "blood-pressure", "note", "before-140-90").Should().Be("indeterminate:readings-not-timed");

        // What is about the value itself does not vanish: 190 of systolic pressure, and 2 of MOAA/S, were seen that day.
        InChair(report, "systolic", "peak-that-day").Should().Be("190");
        InChair(report, "moaa-s", "lowest-that-day").Should().Be("2");
        InChair(report, "blood-pressure", "threshold", "peak-180-110").Should().Be("met");
        InChair(report, "moaa-s", "threshold", "esketamine-2").Should().Be("met");
        foreach (var row in report.Results.Where(result => result.Instrument == "chair" && (result.Indicator.EndsWith("-that-day", StringComparison.Ordinal) || result.Said() == "met")))
        {
            row.Evidence.Flags.Should().Contain(["time-unknown", "may-precede-start", "readings-not-timed"]);
            row.Explain().Should().Contain("it may have been before the start");
            row.KnownAt!.Value.CompareKnown(Given.At(second)).Should().Be(0);
            row.KnownAt!.Value.HasTimeOfDay.Should().BeTrue("a date alone would take in the hours before the reading");
        }
    }

    [Fact]
    public void A_reading_without_a_minute_beside_timed_ones_takes_away_what_it_could_have_changed()
    {
        // 200 at 09:55Z may lie before the start at 10:00 local time or after it.
        var report = Clock("2026-01-05T10:00", ("2026-01-05T09:50", ChairMeasure.Systolic, 120), ("2026-01-05T10:40", ChairMeasure.Systolic, 122), ("2026-01-05T11:30", ChairMeasure.Systolic, 121), ("2026-01-05T12:10", ChairMeasure.Systolic, 121), ("2026-01-05T09:55Z", ChairMeasure.Systolic, 200));
        InChair(report, "systolic", "baseline").Should().Be("120");
        InChair(report, "systolic", "peak").Should().Be("122");
        InChair(report, "systolic", "peak-that-day").Should().Be("200");
        InChair(report, "systolic", "return").Should().Be("indeterminate:readings-not-timed");
        InChair(report, "blood-pressure", "threshold", "rise-40-25").Should().Be("indeterminate:readings-not-timed", "200 - 120 is 80, were it after the start");
        InChair(report, "blood-pressure", "note", "before-140-90").Should().Be("indeterminate:readings-not-timed", "200 may be the last before the start");
        InChair(report, "systolic", "minutes-above", "peak-180-110").Should().Be("indeterminate:readings-not-timed");

        // 118 changes nothing of what was surely above or surely not: 118 - 120 and 122 - 118 are no rise of 40.
        var harmless = Clock("2026-01-05T10:00", ("2026-01-05T09:50", ChairMeasure.Systolic, 120), ("2026-01-05T09:50", ChairMeasure.Diastolic, 80), ("2026-01-05T10:40", ChairMeasure.Systolic, 122), ("2026-01-05T10:40", ChairMeasure.Diastolic, 80), ("2026-01-05T11:30", ChairMeasure.Systolic, 121), ("2026-01-05T11:30", ChairMeasure.Diastolic, 80), ("2026-01-05T09:55Z", ChairMeasure.Systolic, 118));
        InChair(harmless, "blood-pressure", "threshold", "rise-40-25").Should().Be("not-met");
        InChair(harmless, "blood-pressure", "note", "before-140-90").Should().Be("not-above");
    }

    [Theory]

    // Within 10 of 120 is 130 or less: away at 10:40 (150), back at 11:30 (128). Were the one at 09:55Z the last before the start at 10:00:
    [InlineData(118, "90")] // 128 or less: 128 at 11:30 is back all the same
    [InlineData(117, "indeterminate:readings-not-timed")] // 127 or less: 128 at 11:30 would still be away, 121 at 12:10 back
    [InlineData(141, "indeterminate:readings-not-timed")] // 151 or less: nothing would have been away at all
    [InlineData(139, "indeterminate:readings-not-timed")] // 150 would be away by more than 10 from it too, but after the start 139 is away from 120
    [InlineData(130, "90")] // 140 or less: away at 10:40 and back at 11:30, and after the start 130 is not away from 120
    public void A_return_that_a_reading_without_a_minute_could_undo_is_not_told(int value, string expected)
    {
        var report = Clock("2026-01-05T10:00", ("2026-01-05T09:50", ChairMeasure.Systolic, 120), ("2026-01-05T10:40", ChairMeasure.Systolic, 150), ("2026-01-05T11:30", ChairMeasure.Systolic, 128), ("2026-01-05T12:10", ChairMeasure.Systolic, 121), ("2026-01-05T09:55Z", ChairMeasure.Systolic, value));
        var row = report.Results.Single(result => result.Instrument == "chair" && result.Scale == "systolic" && result.Indicator == "return");

        row.Said().Should().Be(expected);
        row.Evidence.Flags.Should().Contain("readings-not-timed");
    }

    [Fact]
    public void Infusions_whose_rise_a_reading_without_a_minute_could_change_are_left_out_of_the_trend()
    {
        // Rises of 20, 18, 16, 14 and of 90 at the fifth infusion: with it the median slope were another.
        var infusions = Enumerable.Range(0, 5).Select(i => new Infusion(Given.At($"2026-01-0{i + 1}T10:00"), kind: InfusionKind.Induction)).ToArray();
        int[] peaks = [140, 138, 136, 134, 210];
        ChairSession Session(int i, string? at, int value)
        {
            IEnumerable<ChairReading> readings = Systolic((-10, 120), (40, peaks[i]), (120, 120));
            return ChairSession.Create(infusions[i], at is null ? readings : readings.Append(new ChairReading(ChairMeasure.Systolic, value, new ChairMoment.Clock(Given.At(at))))).GetValueOrThrow();
        }

        var course = Given.Course([], infusions);
        IndicatorResult Trend(int count, int untimed, int value) =>
            NotesAssessment.Assess(course, new TreatmentNotes(Enumerable.Range(0, count).Select(i => Session(i, i == untimed ? $"2026-01-0{i + 1}T09:55Z" : null, value)))).One("trend", "theil-sen-rise", scale: "systolic");

        // 150 may be the baseline (the rise were 60) and is no peak above 210: left out, and 20, 18, 16, 14 fall by 2.
        var row = Trend(5, untimed: 4, 150);
        row.Said().Should().Be("-2");
        row.Evidence.Parameters.Should().Contain([new Parameter("n", "4"), new Parameter("readings-not-timed", "infusion:5")]);
        row.Evidence.Flags.Should().Contain("readings-not-timed");

        // 120 is the same baseline and no higher peak: whatever its minute, the rise is the same, so that it counts.
        Trend(5, untimed: 4, 120).Evidence.Parameters.Should().Contain(new Parameter("n", "5"));

        // A fourth whose baseline may be another, or whose peak may be higher (139 beside 134), is the one that is missing.
        Trend(4, untimed: 3, 125).Said().Should().Be("indeterminate:readings-not-timed");
        Trend(4, untimed: 3, 139).Said().Should().Be("indeterminate:readings-not-timed");
        Trend(3, untimed: 2, 125).Said().Should().Be("indeterminate:too-few-sessions");
    }

    [Fact]
    public void A_reading_without_a_minute_of_another_day_is_none_of_the_day_of_the_infusion()
    {
        var report = Clock("2026-03-01", ("2026-03-02T09:00", ChairMeasure.Systolic, 190));

        InChair(report, "systolic", "peak").Should().Be("indeterminate:readings-not-timed");
        InChair(report, "blood-pressure", "threshold", "peak-180-110").Should().Be("indeterminate:readings-not-timed");
        report.Results.Should().NotContain(result => result.Indicator == "peak-that-day");
    }

    [Fact]
    public void A_side_effect_without_a_minute_is_told_and_its_times_are_not()
    {
        var report = Clock("2026-03-01", [], [("2026-03-01T10:00", true), ("2026-03-01T15:30", false)]);

        InChair(report, "side-effect:nausea", "seen-that-day").Should().Be("present");
        InChair(report, "side-effect:nausea", "begins").Should().Be("indeterminate:readings-not-timed");
        InChair(report, "side-effect:nausea", "ends").Should().Be("indeterminate:readings-not-timed");
        InChair(report, "side-effect:nausea", "outlasts").Should().Be("indeterminate:readings-not-timed");
        InChair(Clock("2026-03-01", [], [("2026-03-01T10:00", false)]), "side-effect:nausea", "begins").Should().Be("indeterminate:readings-not-timed", "asked and not there, and nobody knows whether after the start");
    }

    [Fact]
    public void A_side_effect_from_before_the_start_did_not_begin_with_the_infusion()
    {
        const string Nausea = "side-effect:nausea";

        // There before, at 30 and at 300: it lasted, and is marked as one that was there before.
        var report = Assess([], [See(-10, true), See(30, true), See(300, true)]);
        Said(report, Nausea, "begins").Should().Be("not-applicable:effect-before-start");
        Said(report, Nausea, "outlasts").Should().Be("met");
        report.One("outlasts", scale: Nausea).Evidence.Flags.Should().Contain("effect-before-start");
        report.One("outlasts", scale: Nausea).Explain().Should().EndWith("It was there before the start too.");

        // There before, then gone: nothing of it was an effect of the infusion. Minute 0 is before.
        var gone = Assess([], [See(0, true), See(30, false)]);
        foreach (var indicator in new[] { "begins", "ends", "outlasts" })
        {
            Said(gone, Nausea, indicator).Should().Be("not-applicable:effect-before-start", indicator);
        }

        // There an hour before, gone at the start, there again at 30: it began between.
        var again = Assess([], [See(-60, true), See(-5, false), See(30, true), See(60, false)]);
        Interval(again, Nausea, "begins").Should().Be("-5 30 30");
        again.One("outlasts", scale: Nausea).Evidence.Flags.Should().NotContain("effect-before-start");

        // Asked before the start alone: nobody looked after it.
        Said(Assess([], [See(-10, true)]), Nausea, "ends").Should().Be("indeterminate:no-reading-after");
        Said(Assess([], [See(-10, false)]), Nausea, "begins").Should().Be("indeterminate:no-reading-after");
    }

    [Fact]
    public void The_notes_on_the_pressure_before_treatment_are_the_callers_to_replace()
    {
        ChairReading[] readings = [Read(ChairMeasure.Systolic, 0, 155), Read(ChairMeasure.Diastolic, 0, 85)];
        var own = ChairRule.PressureBefore("before-160-100", 160, 100, "The clinic's own procedure, version 3", EvidenceStatus.ProjectPolicy);
        var report = NotesAssessment.Assess(
            Given.Course([], [Given.Dose(0)]),
            new TreatmentNotes([ChairSession.Create(Given.Dose(0), readings).GetValueOrThrow()]),
            new ChairOptions { BeforeTreatment = [own] });

        // At the infusion and as a screen before the series: both go by the same limits.
        var notes = report.Results.Where(result => result.Indicator == "note").ToList();
        notes.Select(result => $"{result.Instrument} {result.Rule} {result.Said()}").Should().Equal("chair before-160-100 not-above", "screen before-160-100 not-above");
        notes.Should().OnlyContain(result => result.Explain().Contains("155/85 mmHg, not above 160/100. This is a note and no stop.") && result.Evidence.Sources.Contains("The clinic's own procedure, version 3"));
        NotesAssessment.Assess(Given.Course([], [Given.Dose(0)]), TreatmentNotes.Empty, new ChairOptions { BeforeTreatment = [] }).Results.Should().NotContain(result => result.Indicator == "note");

        var twice = () => new ChairOptions { BeforeTreatment = [own, own] };
        twice.Should().Throw<ArgumentException>();
        var after = () => new ChairOptions { BeforeTreatment = [ChairRules.Peak180110] };
        after.Should().Throw<ArgumentException>();
        var none = () => ChairRule.PressureBefore("x", 0, 90, "s", EvidenceStatus.Secondary);
        none.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Series_points_and_trends_follow_the_segmentation()
    {
        // Four infusions on days 0 to 10, then four from day 60 on, none labelled: by the rule two series, by labels alone one.
        var infusions = new[] { 0, 3, 7, 10, 60, 63, 67, 70 }.Select(day => Given.Dose(day)).ToArray();
        int[] peaks = [10, 8, 6, 4, 50, 60, 70, 80];
        var notes = new TreatmentNotes(
            infusions.Select((infusion, i) => ChairSession.Create(infusion, [Read(ChairMeasure.Cadss23, 40, peaks[i]), Read(ChairMeasure.Cadss23, 90, 0)]).GetValueOrThrow()),
            CareLog.Create([new CareInterval(CareKind.Psychotherapy, "cbt", Given.Day(0))]).GetValueOrThrow());
        var course = Given.Course([], infusions);
        var rule = SegmentationRules.McInnes2022Gap14;
        var report = NotesAssessment.Assess(course, notes, new ChairOptions { Segmentation = rule });

        // 10, 8, 6, 4 fall by 2 from infusion to infusion; 50, 60, 70, 80 rise by 10. One slope over all eight would be neither.
        report.Said("trend", "theil-sen-peak", series: 1, scale: "cadss-23").Should().Be("-2");
        report.Said("trend", "theil-sen-peak", series: 2, scale: "cadss-23").Should().Be("10");
        report.Results.Where(result => result.Series == 2).Select(result => result.Instrument).Distinct(StringComparer.Ordinal).Should().Equal("care", "chair", "screen");

        // One meaning of series and of infusion:N beside the rows about the treatment itself: at, series and point go together.
        static HashSet<(int, string, string?)> Keys(IEnumerable<IndicatorResult> results) =>
            [.. results.Where(result => result.Point.StartsWith("infusion:", StringComparison.Ordinal)).Select(result => (result.Series, result.Point, result.At?.ToString()))];
        var treatment = TreatmentAssessment.Assess(course, new AssessmentOptions { Segmentation = rule });
        Keys(report.Results).Should().BeEquivalentTo(Keys(treatment.Results)).And.HaveCount(8).And.Contain((2, "infusion:1", "60"));
        treatment.Results.Single(result => result.Series == 2 && result.Point == "infusion:1" && result.Rule == "in-course").Said().Should().Be("5");

        // The questionnaires' point is the same one: the first form after the first infusion of series 2.
        var forms = CourseAssessment.Assess(
            Given.Course([Given.Madrs(-1, 30), Given.Madrs(59, 28), Given.Madrs(61, 20)], infusions),
            new AssessmentOptions { Segmentation = rule, Points = [AssessmentPoint.Parse("infusion:1").GetValueOrThrow()] });
        forms.One("score", series: 2).At.Should().Be(Given.Day(61));
        NotesAssessment.Assess(course, notes).Results.Select(result => result.Series).Distinct().Should().Equal(1);
    }

    [Fact]
    public void Infusions_whose_readings_end_early_are_left_out_of_the_trend()
    {
        var infusions = Given.Induction(0, 3, 7, 10, 14);

        // The last one is read up to minute 20 alone: its 2 is no peak beside 20, 18, 16, 14, which fall by 2.
        ChairSession Session(int i, int last) => ChairSession.Create(infusions[i], [Read(ChairMeasure.Cadss23, 20, i == 4 ? 2 : 20 - (2 * i)), Read(ChairMeasure.Cadss23, last, 0)]).GetValueOrThrow();
        var course = Given.Course([], infusions);
        var report = NotesAssessment.Assess(course, new TreatmentNotes(Enumerable.Range(0, 5).Select(i => Session(i, i == 4 ? 25 : 120))));
        var row = report.One("trend", "theil-sen-peak", scale: "cadss-23");
        row.Said().Should().Be("-2");
        row.Evidence.Parameters.Should().Contain([new Parameter("n", "4"), new Parameter("readings-end-early", "infusion:5")]);
        row.Evidence.Flags.Should().Contain("readings-end-early");

        NotesAssessment.Assess(course, new TreatmentNotes(Enumerable.Range(0, 5).Select(i => Session(i, i >= 3 ? 25 : 120)))).Said("trend", "theil-sen-peak", scale: "cadss-23")
            .Should().Be("indeterminate:readings-end-early");
    }

    [Fact]
    public void The_tolerance_is_stated_and_the_callers_to_choose()
    {
        var report = Assess(Systolic(Visit), options: new ChairOptions { Tolerances = [new ChairTolerance(ChairMeasure.Systolic, 5)] });

        // Within 5 of 125 is 130 or less: 131 at minute 90 is still away.
        Interval(report, "systolic", "return", "within:5").Should().Be("90 125 125");
    }

    [Theory]
    [InlineData(140, 90, "not-above")]
    [InlineData(141, 90, "above")]
    [InlineData(140, 91, "above")]
    public void The_pressure_before_treatment_is_a_note(int systolic, int diastolic, string expected)
    {
        var report = Assess([Read(ChairMeasure.Systolic, 0, systolic), Read(ChairMeasure.Diastolic, 0, diastolic)]);

        Said(report, "blood-pressure", "note", "before-140-90").Should().Be(expected);
        report.Results.Single(result => result.Instrument == "chair" && result.Rule == "before-140-90").Explain().Should().Contain("a note and no stop");
    }

    [Fact]
    public void The_note_for_people_of_65_needs_the_age()
    {
        ChairReading[] readings = [Read(ChairMeasure.Systolic, 0, 145), Read(ChairMeasure.Diastolic, 0, 80)];

        Said(Assess(readings, person: new Covariates(ageYears: 65)), "blood-pressure", "note", "before-150-90").Should().Be("not-above");
        Assess(readings, person: new Covariates(ageYears: 64)).Results.Should().NotContain(result => result.Rule == "before-150-90");
        Assess(readings).Results.Should().NotContain(result => result.Rule == "before-150-90");
        Said(Assess([readings[0]]), "blood-pressure", "note", "before-140-90").Should().Be("above");
        Said(Assess([readings[1]]), "blood-pressure", "note", "before-140-90").Should().Be("indeterminate:no-reading-before");
    }

    [Fact]
    public void Two_hours_of_observation_are_seen_stated_or_not_known()
    {
        Said(Assess(Systolic((0, 120), (60, 120), (120, 120))), "observation", "observed").Should().Be("met");
        Said(Assess(Systolic((0, 120), (120, 120))), "observation", "observed").Should().Be("indeterminate:readings-gap", "nobody says what was in between");
        Said(Assess(Systolic((0, 120), (60, 120), (1440, 120)), until: 60), "observation", "observed").Should().Be("not-met", "a stated end wins over a later reading");
        Said(Assess(Systolic((0, 120), (119, 120))), "observation", "observed").Should().Be("indeterminate:observation-end-unknown");
        Said(Assess(Systolic((0, 120), (90, 120)), until: 119), "observation", "observed").Should().Be("not-met");
        Said(Assess(Systolic((0, 120), (90, 120)), until: 120), "observation", "observed").Should().Be("met");
        Said(Assess(Systolic((0, 120))), "observation", "observed").Should().Be("indeterminate:no-reading-after");
    }

    [Theory]

    // PMC8547110: 4 or less any, 3 or less moderate or greater, 2 or less severe.
    [InlineData(5, "not-met", "not-met", "not-met")]
    [InlineData(4, "met", "not-met", "not-met")]
    [InlineData(3, "met", "met", "not-met")]
    [InlineData(2, "met", "met", "met")]
    public void Sedation_has_three_levels(int lowest, string any, string moderate, string severe)
    {
        var report = Assess([Read(ChairMeasure.Sedation, 0, 5), Read(ChairMeasure.Sedation, 40, lowest), Read(ChairMeasure.Sedation, 90, 5)]);

        Said(report, "moaa-s", "threshold", "esketamine-4").Should().Be(any);
        Said(report, "moaa-s", "threshold", "esketamine-3").Should().Be(moderate);
        Said(report, "moaa-s", "threshold", "esketamine-2").Should().Be(severe);
        Interval(report, "moaa-s", "lowest").Should().Be($"- {lowest} {lowest}");
        Said(report, "moaa-s", "fall").Should().Be((5 - lowest).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Sedation_that_was_not_rated_has_no_rows() =>
        Assess(Systolic(Visit)).Results.Should().NotContain(result => result.Scale == "moaa-s");

    [Fact]
    public void Dissociation_returns_to_its_baseline()
    {
        // PMC8547110 has a peak at 40 minutes and the predose value by 1.5 hours: as one visit read at those times.
        var report = Assess([Read(ChairMeasure.Cadss23, -10, 0), Read(ChairMeasure.Cadss23, 40, 6), Read(ChairMeasure.Cadss23, 90, 0)]);

        Said(report, "cadss-23", "peak").Should().Be("6");
        // Two hours are the stated end of observation: after minute 90 nobody looked, so that "back for good" has no upper end.
        Interval(report, "cadss-23", "return", "within:0").Should().Be("40 90 -");
        report.One("return", scale: "cadss-23").Evidence.Flags.Should().Contain("readings-end-early");
    }

    [Fact]
    public void A_side_effect_outlasts_four_hours_only_where_it_was_seen_later()
    {
        string Outlasts(params SideEffectSighting[] sightings) => Said(Assess([], sightings), "side-effect:nausea", "outlasts", "lasting-240");

        Outlasts(See(30, true), See(241, true)).Should().Be("met");
        Outlasts(See(30, true), See(240, false)).Should().Be("not-met");
        Outlasts(See(30, true), See(300, false)).Should().Be("indeterminate:readings-gap");
        Outlasts(See(30, true), See(240, true)).Should().Be("indeterminate:not-back-while-observed");
        Outlasts(See(30, false)).Should().Be("not-applicable:effect-not-seen");

        var report = Assess([], [See(10, false), See(30, true), See(60, true), See(120, false)]);
        Interval(report, "side-effect:nausea", "begins").Should().Be("10 30 30");
        Interval(report, "side-effect:nausea", "ends").Should().Be("60 120 120");
    }

    [Fact]
    public void An_infusion_without_readings_says_so_where_others_have_some()
    {
        var infusions = Given.Induction(0, 3);
        var notes = new TreatmentNotes([ChairSession.Create(infusions[0], Systolic(Visit)).GetValueOrThrow()]);
        var report = NotesAssessment.Assess(Given.Course([], infusions), notes);

        report.Results.Single(result => result.Indicator == "observed" && result.Point == "infusion:2").Said().Should().Be("indeterminate:no-reading-after");
        NotesAssessment.Assess(Given.Course([], infusions), TreatmentNotes.Empty).Results.Should().NotContain(result => result.Instrument == "chair");
    }

    [Fact]
    public void The_trend_is_the_median_of_slopes_and_needs_four_infusions()
    {
        // Peaks 20, 14, 30, 8, 6 at infusions 1 to 5. Slopes: -6, 5, -4, -3.5 (from 1); 16, -3, -8/3 (from 2); -22, -12 (from 3); -2 (from 4).
        // Sorted: -22 -12 -6 -4 -3.5 -3 -8/3 -2 5 16; the middle two are -3.5 and -3.
        var infusions = Given.Induction(0, 3, 7, 10, 14);
        int[] peaks = [20, 14, 30, 8, 6];
        ChairSession Session(int i) => ChairSession.Create(infusions[i], [Read(ChairMeasure.Cadss23, 40, peaks[i]), Read(ChairMeasure.Cadss23, 90, 0)]).GetValueOrThrow();
        var course = Given.Course([], infusions);
        var all = NotesAssessment.Assess(course, new TreatmentNotes(Enumerable.Range(0, 5).Select(Session)));
        var three = NotesAssessment.Assess(course, new TreatmentNotes(Enumerable.Range(0, 3).Select(Session)));

        all.Said("trend", "theil-sen-peak", scale: "cadss-23").Should().Be("-3.25");
        all.One("trend", "theil-sen-peak", scale: "cadss-23").Evidence.Parameters.Should().Contain([new Parameter("n", "5"), new Parameter("n-needed", "4")]);
        three.Said("trend", "theil-sen-peak", scale: "cadss-23").Should().Be("indeterminate:too-few-sessions");
        three.One("trend", scale: "cadss-23").Explain().Should().EndWith("3 of 4 are there.");
    }

    [Fact]
    public void Nothing_looks_ahead()
    {
        var infusions = new[] { new Infusion(Given.At("2026-03-01T09:00")), new Infusion(Given.At("2026-03-08T09:00")) };
        var notes = new TreatmentNotes(infusions.Select(infusion => ChairSession.Create(infusion, Systolic(Visit)).GetValueOrThrow()));
        var course = Given.Course([], infusions);
        var early = new TreatmentNotes([ChairSession.Create(infusions[0], Systolic(Visit[..3])).GetValueOrThrow()]);

        // Ten o'clock is minute 60.
        NotesAssessment.Assess(course, notes, new ChairOptions { AsOf = Given.At("2026-03-01T10:00") }).Results
            .Should().Equal(NotesAssessment.Assess(Given.Course([], infusions[..1]), early).Results);
    }

    [Fact]
    public void Readings_of_an_infusion_that_the_course_does_not_have_are_told()
    {
        var notes = new TreatmentNotes([ChairSession.Create(Given.Dose(3), Systolic(Visit)).GetValueOrThrow()]);

        NotesAssessment.Assess(Given.Course([], [Given.Dose(0)]), notes).Issues.Single().Code.Should().Be(IssueCodes.ChairInfusionUnknown);
    }

    [Fact]
    public void What_stands_after_the_recorded_death_is_told()
    {
        ClinicalEvent[] death = [new ClinicalEvent(ClinicalEventKind.Death, Given.Day(3))];
        var read = Course.Create("p", "1", [], Given.Induction(0, 3, 4), death);
        read.Issues.Select(issue => (issue.Code, issue.Severity, issue.Place)).Should().Equal((IssueCodes.AfterDeath, IssueSeverity.Notice, "infusion"));
        read.GetValueOrThrow().Death.Should().Be(Given.Day(3));
        Course.Create("p", "1", [], Given.Induction(0, 3), death).Issues.Should().BeEmpty("on the day itself nobody knows which came first");

        var notes = new TreatmentNotes([ChairSession.Create(Given.Induction(4)[0], Systolic(Visit)).GetValueOrThrow()]);
        NotesAssessment.Assess(read.GetValueOrThrow(), notes).Issues.Select(issue => (issue.Code, issue.Message[..1])).Should().Equal([(IssueCodes.AfterDeath, "4")], "the one five minutes before a dose of day 4 may be of day 3");
    }

    [Fact]
    public void None_is_contradicted_by_care_from_before_the_first_infusion_of_the_course()
    {
        var course = Given.Course([], [Given.Dose(0)]);
        IEnumerable<string?> Places(int from) => NotesAssessment
            .Assess(course, new TreatmentNotes(care: CareLog.Create([new CareInterval(CareKind.Benzodiazepine, "x", Given.Day(from))], [CareKind.Benzodiazepine]).GetValueOrThrow()))
            .Issues.Where(issue => issue.Code == IssueCodes.CareContradiction).Select(issue => issue.Place);

        Places(-1).Should().Equal("care/benzodiazepine");
        Places(0).Should().BeEmpty();
    }

    [Fact]
    public void Every_rule_has_evidence_and_says_where_only_one_source_was_read()
    {
        var rules = ChairRules.Thresholds.Concat(ChairRules.BeforeTreatment).Concat(ChairRules.Sedation).ToList();

        rules.Should().HaveCount(7).And.OnlyContain(rule => rule.Evidence.Count > 0 && rule.Meaning.Length > 0 && rule.Limits.Count > 0);
        rules.Select(rule => rule.Id).Should().OnlyHaveUniqueItems();
        new[] { ChairRules.Observation, ChairRules.LastingEffect, ChairRules.LongestGap, ChairRules.BaselineWindow, ChairRules.TrendSessions }
            .Should().OnlyContain(number => number.Evidence.Count > 0);
        rules.Where(rule => rule.Evidence.Count == 1).Should().OnlyContain(rule => rule.Evidence[0].Note!.Contains("one source only", StringComparison.OrdinalIgnoreCase));
    }
}
