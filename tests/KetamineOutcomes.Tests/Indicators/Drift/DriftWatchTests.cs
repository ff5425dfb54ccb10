using KetamineOutcomes.Benchmarks.DetectionStudy;
using KetamineOutcomes.Indicators.Drift;

namespace KetamineOutcomes.Tests.Indicators.Drift;

public sealed class DriftWatchTests
{
    // A scale from 0 to 27 in whole numbers, SEM 2.5 and MCID 5 (Loewe 2004: an MCID of 5, said to be 2 SEM).
    private static readonly DriftWatchParameters Phq9 = DriftWatchParameters.For(2.5, 0, 27, 1, 5);
    private static readonly DriftPrior Responder = new(18, 5, 2);

    private static DriftWatch Weekly(params double[] scores) => Every(7, scores);

    private static DriftWatch Every(double gap, params double[] scores)
    {
        var watch = DriftWatch.Start(Responder, Phq9);
        for (var i = 0; i < scores.Length; i++)
        {
            watch = watch.Append((i + 1) * gap, scores[i], (i + 1) * gap, afterBooster: false);
        }

        return watch;
    }

    [Fact]
    public void The_evidence_is_the_odds_of_the_model_worked_out_directly()
    {
        // One SD (2), one change (a step of 5), so two scores have plain bivariate normal densities.
        var parameters = Phq9 with { NoiseSds = [2], Changes = [new(0, 5, 1)], AlarmOdds = 1 };
        var watch = DriftWatch.Start(Responder, parameters).Append(10, 6, 10, false).Append(31, 11, 31, false);

        // The level: people's mean and SD as the policy has them, drawn to the mean of two scores of SD 2.
        var people = parameters.PopulationSd * parameters.PopulationSd;
        var seen = 2.0 * 2 / 2;
        var centre = parameters.PopulationMean + (people / (people + seen) * (5 - parameters.PopulationMean)) + parameters.LevelShift;
        var level = (people * seen / (people + seen)) + (parameters.LevelSd * parameters.LevelSd);

        // Covariance: level, noise with a correlation of 0.33 to the power of three weeks, rounding on the diagonal.
        var diagonal = level + 4 + (1.0 / 12);
        var off = level + (4 * Math.Pow(0.33, 3));
        double Density(double a, double b)
        {
            var (x, y) = (6 - centre - a, 11 - centre - b);
            var determinant = (diagonal * diagonal) - (off * off);
            return Math.Exp(-0.5 * ((diagonal * x * x) - (2 * off * x * y) + (diagonal * y * y)) / determinant) / Math.Sqrt(determinant);
        }

        // Chances of an onset half-way: within 10 days about day 5, within 21 days about day 20.5; 28 gap / (gap + 14) days are added for the visit.
        double Chance(double gap, double day) => (gap + (28 * gap / (gap + 14))) * (0.1 + (0.9 * Math.Exp(-day / 90))) / 365;
        var changed = (Chance(10, 5) * Density(5, 5)) + (Chance(21, 20.5) * Density(0, 5));
        var stable = Density(0, 0) * Math.Pow(2 / 2.5, parameters.StableTilt);

        watch.Evidence.Should().BeApproximately(changed / stable, 1e-9 * changed / stable);
    }

    [Fact]
    public void Before_any_score_it_is_too_early_and_nothing_is_given()
    {
        var watch = DriftWatch.Start(Responder, Phq9);

        watch.State.Should().Be(DriftState.TooEarly);
        watch.Evidence.Should().Be(0);
        watch.Reference.Should().BeNull();
        watch.Magnitude.Should().BeNull();
        watch.Rate().Should().BeNull();
        watch.Onsets.Should().BeEmpty();
        watch.Forecast(10).Should().Be(new DriftForecast.NotGiven(DriftState.TooEarly));
        watch.Explain().Should().Be("There is no score after the series yet.");
    }

    [Fact]
    public void Without_a_gain_there_is_nothing_to_lose()
    {
        // 18 to 14 is 4 points, less than the MCID of 5.
        var watch = DriftWatch.Start(new DriftPrior(18, 14, 2), Phq9).Append(7, 20, 7, false).Append(14, 24, 14, false);

        watch.State.Should().Be(DriftState.NotApplicable);
        watch.Explain().Should().Be("There was no gain to lose: 4 points from baseline to the end of the series, less than 5.");
    }

    [Fact]
    public void The_reference_needs_three_scores_over_seven_days_and_then_keeps_its_level()
    {
        Weekly(5, 6).State.Should().Be(DriftState.TooEarly);
        Every(2, 5, 6, 5).Reference.Should().BeNull("three scores in four days span less than seven");

        var formed = Weekly(5, 6, 5);
        formed.State.Should().Be(DriftState.Stable);
        formed.Reference.Should().NotBeNull();
        var later = formed.Append(28, 9, 28, false).Append(35, 12, 35, false);
        later.Reference!.Level.Should().Be(formed.Reference!.Level);
        later.Reference.To.Should().Be(21);
        later.Reference.Visits.Should().Be(3);
    }

    [Fact]
    public void A_steady_rise_is_found_latched_and_sized()
    {
        var watch = Weekly(5, 4, 5, 6, 7, 8, 9, 10, 11, 12);

        watch.State.Should().Be(DriftState.Drift);
        watch.AlarmDay.Should().BeInRange(35, 70);
        watch.Magnitude!.Points.Should().BeInRange(4, 9, "the reference is about 5 and the last score 12");
        watch.Magnitude.Low.Should().BeLessThan(watch.Magnitude.Points);
        watch.Magnitude.High.Should().BeGreaterThan(watch.Magnitude.Points);
        watch.Magnitude.Sems.Should().BeApproximately(watch.Magnitude.Points / 2.5, 1e-12);
        watch.Magnitude.ShareOfGainLost.Should().BeApproximately((watch.Magnitude.Points + watch.Reference!.Level - watch.Prior.SeriesEnd) / watch.Prior.Gain, 1e-12);

        var back = watch.Append(77, 3, 77, false).Append(84, 3, 84, false).Append(91, 3, 91, false).Append(98, 3, 98, false);
        back.State.Should().Be(DriftState.Drift, "an alarm stays until a re-induction or a new reference");
        back.AlarmDay.Should().Be(watch.AlarmDay);
        back.Evidence.Should().BeLessThan(watch.Evidence);

        // A new, logged reference is a new watch from that day.
        DriftWatch.Start(new DriftPrior(18, 3, 4, origin: 98), Phq9).Append(105, 4, 105, false).State.Should().Be(DriftState.TooEarly);
    }

    [Fact]
    public void Two_scores_far_above_the_end_of_a_series_are_a_drift_at_the_second()
    {
        // 20 and 22 lie 15 and 17 points above the end of the series: 6 and 6.8 SEM of 2.5. The first alone may be a bad week.
        Weekly(20).State.Should().NotBe(DriftState.Drift);
        var watch = Weekly(20, 22);

        watch.State.Should().Be(DriftState.Drift);
        watch.AlarmDay.Should().Be(14);
        watch.Reference.Should().BeNull();
        watch.Explain().Should().EndWith("No reference is formed yet, so no size is given.");
    }

    [Fact]
    public void A_step_is_said_before_a_reference_is_formed()
    {
        // 17 and 18, 4.8 and 5.2 SEM above the end of the series: that may have been a low one by luck in an unsteady person. Said, not yet an alarm.
        var watch = Weekly(17, 18);

        watch.State.Should().Be(DriftState.Watch);
        watch.Reference.Should().BeNull();
        watch.Explain().Should().EndWith("No reference is formed yet, so no size is given.");
    }

    // The demo clinic's patients D18 (11 and 7 at the end of the series) and D06 (8 and 4; and as it once was, with 15 at last): a week and four weeks after the series, then,
    // four and five weeks after a booster, the slide.
    [Theory]
    [InlineData(22, 9, 8, 7, 19, 20, true)] // 10 and 11 points above the end of the series: 4 SEM and more, twice
    [InlineData(15, 6, 6, 4, 13, 13, false)] // 7 points, 2.8 SEM, of which a wear-off may be 1.5
    [InlineData(15, 6, 6, 4, 13, 15, false)]
    public void A_relapse_two_months_after_a_series_and_a_month_after_a_booster_is_seen(double baseline, double end, double first, double second, double third, double fourth, bool isDrift)
    {
        var watch = DriftWatch.Start(new DriftPrior(baseline, end, 2), Phq9)
            .Append(7, first, 7, false).Append(28, second, 28, false).Append(56, third, 28, true).Append(63, fourth, 35, true);

        watch.State.Should().Be(isDrift ? DriftState.Drift : DriftState.Watch);
    }

    [Fact]
    public void A_change_within_a_longer_gap_is_likelier_and_two_scores_of_one_day_hold_none()
    {
        // 28 gap / (gap + 14) days for the visit: 7 + 9.33 and 28 + 18.67 days, both about day 28.
        (Phq9.Chance(28, 28) / Phq9.Chance(7, 28)).Should().BeApproximately((28 + (28 * 28 / 42.0)) / (7 + (28 * 7 / 21.0)), 1e-12);
        Phq9.Chance(0, 28).Should().Be(0);
    }

    [Fact]
    public void A_rise_from_the_first_day_is_said_to_have_begun_inside_the_reference()
    {
        var watch = Weekly(6, 8, 9, 11, 12, 14, 15);

        watch.State.Should().Be(DriftState.Drift);
        watch.Reference!.DriftMayHaveBegunInside.Should().BeTrue();
        watch.Explain().Should().Contain("may have begun before the reference was formed");
    }

    [Fact]
    public void A_late_step_did_not_begin_inside_the_reference_and_its_onset_is_found()
    {
        var watch = Weekly(5, 5, 4, 5, 6, 5, 5, 4, 5, 12, 13, 12);

        watch.State.Should().Be(DriftState.Drift);
        watch.Reference!.DriftMayHaveBegunInside.Should().BeFalse();
        var likely = watch.Onsets.OrderByDescending(onset => onset.Rate + onset.Step).First();
        likely.From.Should().Be(63);
        likely.To.Should().Be(70);
        likely.Step.Should().BeGreaterThan(likely.Rate);
        watch.Onsets.Sum(onset => onset.Rate + onset.Step).Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void A_stable_saw_tooth_between_boosters_is_no_drift_however_the_boosters_are_spaced()
    {
        // 4 points three days after a booster, 8 points before the next; then the clinic lengthens the interval.
        var watch = DriftWatch.Start(Responder, Phq9);
        var (day, booster) = (0.0, 0.0);
        foreach (var interval in new[] { 21.0, 21, 21, 28, 28, 35, 42 })
        {
            watch = watch.Append(booster + 3, 4, 3, booster > 0);
            day = booster + interval;
            watch = watch.Append(day, 8, interval, booster > 0);
            booster = day;
            watch.State.Should().NotBe(DriftState.Drift);
        }

        watch.Visits.Should().HaveCount(14);
        watch.State.Should().Be(DriftState.Stable);
        watch.BoostersKnown.Should().BeTrue();
    }

    [Fact]
    public void A_rise_across_boosters_at_matched_days_is_found()
    {
        var watch = DriftWatch.Start(Responder, Phq9);
        for (var cycle = 0; cycle < 8; cycle++)
        {
            watch = watch.Append((cycle * 21) + 3, 4 + (1.5 * cycle), 3, cycle > 0).Append((cycle * 21) + 21, 7 + (1.5 * cycle), 21, cycle > 0);
        }

        watch.State.Should().Be(DriftState.Drift);
    }

    [Fact]
    public void Two_high_scores_a_day_apart_say_less_than_two_high_scores_three_weeks_apart()
    {
        var stable = Weekly(5, 5, 5, 5).Append(49, 9, 49, false);

        stable.Append(50, 9, 50, false).Evidence.Should().BeLessThan(stable.Append(70, 9, 70, false).Evidence);
    }

    [Fact]
    public void Someone_at_the_floor_is_not_taken_for_someone_without_noise()
    {
        // Eight scores of 0 say "no more than 0.5" each: a 4 after them is no alarm.
        Weekly(0, 0, 0, 0, 0, 0, 0, 0, 4).State.Should().NotBe(DriftState.Drift);
        Weekly(0, 0, 0).Reference!.Level.Should().BeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void An_unsteady_person_needs_more_evidence_than_a_steady_one()
    {
        var steady = Weekly(5, 5, 4, 5, 5, 4, 5, 5, 9, 9);
        var unsteady = Weekly(5, 9, 1, 8, 2, 9, 1, 5, 9, 9);

        steady.Evidence.Should().BeGreaterThan(10 * unsteady.Evidence);
        unsteady.NoiseSd.Should().BeGreaterThan(steady.NoiseSd);
        unsteady.State.Should().NotBe(DriftState.Drift);
    }

    [Fact]
    public void The_answer_at_a_visit_rests_on_nothing_later_and_is_the_same_from_scratch()
    {
        double[] scores = [5, 7, 4, 9, 6, 8, 10, 9, 12, 11, 13, 12];
        var appended = DriftWatch.Start(Responder, Phq9);
        for (var i = 0; i < scores.Length; i++)
        {
            // A booster on day 40: what was seen is taken in once more with a wear-off.
            var day = 9.0 * (i + 1);
            appended = appended.Append(day, scores[i], day > 40 ? day - 40 : day, day > 40);
            var scratch = DriftWatch.Start(Responder, Phq9);
            for (var k = 0; k <= i; k++)
            {
                var at = 9.0 * (k + 1);
                scratch = scratch.Append(at, scores[k], at > 40 ? at - 40 : at, at > 40);
            }

            scratch.Evidence.Should().Be(appended.Evidence);
            scratch.State.Should().Be(appended.State);
            scratch.Explain().Should().Be(appended.Explain());
        }
    }

    [Fact]
    public void Three_years_of_weekly_scores_cost_no_more_a_visit_and_stay_numbers()
    {
        var watch = DriftWatch.Start(Responder, Phq9);
        for (var i = 1; i <= 156; i++)
        {
            watch = watch.Append(7 * i, 4 + (i * 7 % 5), 7 * i, false);
            double.IsFinite(watch.Evidence).Should().BeTrue();
        }

        watch.Onsets.Should().HaveCount(Phq9.MostOnsets);
        watch.Onsets.Sum(onset => onset.Rate + onset.Step).Should().BeApproximately(1, 1e-9);
        watch.Onsets[0].From.Should().Be(0);
        watch.Onsets[^1].To.Should().Be(7 * 156);
        watch.State.Should().Be(DriftState.Stable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    public void Scores_from_one_end_of_the_scale_to_the_other_stay_numbers(double first)
    {
        var watch = DriftWatch.Start(new DriftPrior(27, 0, 1), DriftWatchParameters.For(0.5, 0, 27, 1, 1));
        for (var i = 1; i <= 20; i++)
        {
            watch = watch.Append(i, i % 2 == 0 ? first : 27 - first, i, false);
            double.IsFinite(watch.Evidence).Should().BeTrue();
            watch.Explain().Should().NotContain("NaN");
        }
    }

    [Fact]
    public void The_rate_of_a_straight_line_is_found_with_an_interval_on_real_time()
    {
        // One point a week from the first day at irregular visits, without noise; the onset is unknown to the watch.
        var watch = DriftWatch.Start(Responder, Phq9);
        foreach (var day in new[] { 7.0, 21, 28, 56, 63, 91, 105 })
        {
            watch = watch.Append(day, 5 + (day / 7), day, false);
        }

        var (rate, low, high) = watch.Rate()!.Value;
        rate.Should().BeInRange(0.8, 1.25);
        low.Should().BeLessThan(1);
        high.Should().BeGreaterThan(1);
    }

    [Fact]
    public void A_forecast_is_an_interval_of_days_and_never_beyond_one_visit_interval()
    {
        Weekly(5, 5, 5, 5).Forecast(10).Should().Be(new DriftForecast.NotGiven(DriftState.Stable));

        var watch = Every(14, 5, 5, 6, 8, 10, 12);
        watch.State.Should().Be(DriftState.Drift);
        watch.Forecast(2).Should().Be(new DriftForecast.AlreadyCrossed());
        watch.Forecast(26).Should().Be(new DriftForecast.NotWithin(98));
        var crossing = watch.Forecast(13.5).Should().BeOfType<DriftForecast.Crossing>().Subject;
        crossing.From.Should().BeInRange(85, 98);
        (crossing.To ?? crossing.From).Should().BeInRange(crossing.From, 98);
    }

    [Fact]
    public void Points_stretched_with_the_scale_change_no_state()
    {
        var random = new StudyRandom(5, 0, 0);
        foreach (var factor in new[] { 2, 3, 10.0 / 3, 0.5 })
        {
            var stretched = DriftWatchParameters.For(2.5 * factor, 0, 27 * factor, factor, 5 * factor);
            for (var person = 0; person < 40; person++)
            {
                var a = DriftWatch.Start(Responder, Phq9);
                var b = DriftWatch.Start(new DriftPrior(18 * factor, 5 * factor, 2), stretched);
                for (var (i, day) = (0, 0); i < 12; i++)
                {
                    day += random.Whole(5, 30);
                    var score = Math.Clamp(random.Whole(2, 8) + (person % 2 * i / 2), 0, 27);
                    a = a.Append(day, score, day, false);
                    b = b.Append(day, score * factor, day, false);
                    b.State.Should().Be(a.State);
                    (b.Evidence / a.Evidence).Should().BeApproximately(1, 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Moving_the_zero_of_the_points_changes_no_state()
    {
        // A higher-is-better scale is watched as badness = -score: from -27 to 0.
        var moved = DriftWatchParameters.For(2.5, -27, 0, 1, 5);
        var a = DriftWatch.Start(Responder, Phq9);
        var b = DriftWatch.Start(new DriftPrior(18 - 27, 5 - 27, 2), moved);
        foreach (var (day, score) in new[] { (7, 5), (20, 0), (30, 6), (41, 9), (60, 8), (74, 12) })
        {
            a = a.Append(day, score, day, false);
            b = b.Append(day, score - 27, day, false);
            b.State.Should().Be(a.State);
            (b.Evidence / a.Evidence).Should().BeApproximately(1, 1e-9);
        }
    }

    [Fact]
    public void Time_does_not_run_backwards_and_scores_are_numbers()
    {
        var watch = Weekly(5, 6);

        FluentActions.Invoking(() => watch.Append(13, 5, 13, false)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => watch.Append(21, double.NaN, 21, false)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => watch.Append(21, 5, -1, false)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => watch.Forecast(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new DriftPrior(18, 5, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new DriftPrior(double.NaN, 5, 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => DriftWatchParameters.For(0, 0, 27, 1, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => DriftWatchParameters.For(2.5, 27, 0, 1, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => DriftWatchParameters.For(2.5, 0, 27, 0, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => DriftWatchParameters.For(2.5, 0, 27, 1, 0)).Should().Throw<ArgumentOutOfRangeException>();

        // Two scores of one day are two scores.
        watch.Append(14, 6, 14, false).Visits.Should().HaveCount(3);
    }
}
