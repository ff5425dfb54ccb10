using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Chair;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

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
        Rise((-5, 120), (40, 130), (89, 125)).Should().Be("indeterminate:readings-gap");
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
        Interval(Assess(Systolic((0, 120), (40, 150), (60, 125), (80, 145), (100, 122))), "systolic", "return").Should().Be("80 100 100");
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
        Interval(report, "cadss-23", "return", "within:0").Should().Be("40 90 90");
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
