using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Drift;

/// <summary>The three axes of a relapse, told apart: evidence, event, currency. PHQ-9: standard error of measurement 2.5, MCID 5 (Löwe 2004).</summary>
public sealed class DriftIndicatorTests
{
    // 20 before; 8 and 6 at the end of induction (days 0, 3 and 7, scored before the infusion), so the series ends at 7.
    private static Course Phq(params (int Day, int Total)[] scores) => Given.Course(
        [
            Given.Total("phq-9", Given.Day(-1), 20),
            Given.Total("phq-9", Given.Day(3), 8),
            Given.Total("phq-9", Given.Day(7), 6),
            .. scores.Select(score => Given.Total("phq-9", Given.Day(score.Day), score.Total)),
        ],
        Given.Induction(0, 3, 7));

    private static AssessmentReport Assess(Course course, string point = "last", ClinicalTime? asOf = null, ClinicalTime? reference = null) => CourseAssessment.Assess(
        course,
        new AssessmentOptions { Points = [AssessmentPoint.Parse(point).GetValueOrThrow()], AsOf = asOf, DriftReferenceAt = reference, Include = ["drift"] });

    private static IndicatorResult Row(AssessmentReport report, string rule) => report.Results.Single(result => result.Rule == rule);

    private static string Said(Course course, string rule, ClinicalTime? asOf = null) => Row(Assess(course, "last", asOf), rule).Said();

    [Fact]
    public void Steady_scores_are_stable()
    {
        var report = Assess(Phq((14, 7), (21, 6), (28, 8), (35, 7), (42, 6)));

        Row(report, "evidence").Said().Should().Be("stable");
        Row(report, "event").Said().Should().Be("none");
        Row(report, "evidence").Evidence.Parameters.Should().Contain(new Parameter("sem", "2.5")).And.Contain(new Parameter("series-end", "7")).And.Contain(new Parameter("watched-from", "7"));
    }

    [Theory]
    [InlineData("madrs", 34, 8, "3", true)] // 5.0 x sqrt(.263) = 2.564 is less than half the MCID of 6
    [InlineData("bdi-ii", 34, 8, "3.317", false)] // 10 x sqrt(.11); half the MCID would be 1.75
    [InlineData("sds", 24, 6, "3.274", false)] // 6.3 x sqrt(.27); half the MCID would be 2
    [InlineData("ham-d17", 24, 6, "2.852", false)] // 8.6 x sqrt(.11); half the MCID would be 1.5
    public void The_error_of_the_watch_is_never_below_half_the_MCID(string instrument, int before, int after, string sem, bool isHalf)
    {
        var row = Row(Assess(Ended(instrument, before, after)), "evidence");

        row.Evidence.Parameters.Should().Contain(new Parameter("sem", sem));
        row.Evidence.Flags.Contains("sem-derived-from-mcid", StringComparer.Ordinal).Should().Be(isHalf);
    }

    [Fact]
    public void A_callers_error_is_taken_as_it_is()
    {
        var own = new ReliabilityProfile("madrs", "total", standardError: new ChangeFigure(2, "my clinic", "my records"));
        var report = CourseAssessment.Assess(Ended("madrs", 34, 8), new AssessmentOptions { Points = [AssessmentPoint.Parse("last").GetValueOrThrow()], Reliability = [own], Include = ["drift"] });

        Row(report, "evidence").Evidence.Parameters.Should().Contain(new Parameter("sem", "2"));
        Row(report, "evidence").Evidence.Flags.Should().NotContain("sem-derived-from-mcid");
    }

    private static Course Ended(string instrument, int before, int after) => Given.Course(
        [Given.Total(instrument, Given.Day(-1), before), .. new[] { 3, 7, 14, 21, 28 }.Select(day => Given.Total(instrument, Given.Day(day), after))],
        Given.Induction(0, 3, 7));

    [Fact]
    public void A_slide_back_to_the_baseline_is_drift_and_says_its_size()
    {
        var report = Assess(Phq((14, 7), (21, 6), (28, 8), (35, 12), (42, 15), (49, 17), (56, 18)));

        Row(report, "evidence").Said().Should().Be("drift");

        // From about 7 to about 18 of 13 points gained: most of it is lost.
        var points = (IndicatorOutcome.Measured)Row(report, "points").Outcome;
        points.Value.ToDouble().Should().BeInRange(7, 13);
        (points.Low < points.Value).Should().BeTrue();
        ((IndicatorOutcome.Measured)Row(report, "share-of-gain-lost").Outcome).Value.ToDouble().Should().BeInRange(50, 100);
        ((IndicatorOutcome.Measured)Row(report, "rate").Outcome).Value.ToDouble().Should().BeInRange(0.5, 3);
    }

    [Fact]
    public void Drift_stays_until_a_re_induction()
    {
        var scores = new[] { (14, 7), (21, 6), (28, 8), (35, 14), (42, 17), (49, 18), (56, 6), (63, 6), (70, 7) };
        Row(Assess(Phq(scores)), "evidence").Said().Should().Be("drift");

        var again = Given.Course(
            [.. Phq(scores).Administrations, Given.Total("phq-9", Given.Day(83), 6), Given.Total("phq-9", Given.Day(95), 6)],
            [.. Given.Induction(0, 3, 7), Given.Dose(80, InfusionKind.Reinduction), Given.Dose(84, InfusionKind.Reinduction)]);
        Assess(again).Results.Where(result => result is { Rule: "evidence", Series: 2 }).Select(Given.Said).Should().NotContain("drift");
    }

    [Fact]
    public void A_logged_reference_starts_the_watch_anew()
    {
        var course = Phq((14, 7), (21, 6), (28, 8), (35, 13), (42, 15), (49, 14), (56, 14), (63, 15), (70, 14), (77, 14));

        Row(Assess(course), "evidence").Said().Should().Be("drift");
        var report = Assess(course, reference: Given.Day(57));
        Row(report, "evidence").Said().Should().NotBe("drift");
        Row(report, "evidence").Evidence.Flags.Should().Contain("logged-reference");
        Row(report, "evidence").Evidence.Parameters.Should().Contain(new Parameter("series-end", "14")); // the mean of 14 and 14
    }

    [Fact]
    public void What_was_said_before_a_logged_reference_stands_and_one_that_lies_ahead_does_nothing()
    {
        var course = Phq((14, 7), (21, 6), (28, 8), (35, 13), (42, 15), (49, 15), (56, 15), (63, 15));
        List<string> Evidence(ClinicalTime? reference) => [.. Assess(course, "every-visit", reference: reference).Results.Where(row => row.Rule == "evidence" && row.Day > 7).Select(Given.Said)];

        var plain = Evidence(null);
        plain.Should().Contain("drift");
        Evidence(Given.Day(64)).Should().Equal(plain);
        Evidence(Given.Day(57)).SkipLast(1).Should().Equal(plain.SkipLast(1));
        Evidence(Given.Day(57))[^1].Should().Be("too-early");
    }

    [Fact]
    public void Who_responds_late_is_watched_from_then_on()
    {
        // 19 and 16 at the end of the series, then 8, 5 and 4 (mean 5.67, a gain of 14.3), then back to 20.
        var course = Given.Course(
            [
                .. new[] { (-1, 20), (3, 19), (7, 16), (20, 8), (27, 5), (34, 4), (48, 5), (55, 6), (62, 12), (76, 18), (90, 20), (97, 20) }
                    .Select(score => Given.Total("phq-9", Given.Day(score.Item1), score.Item2)),
            ],
            Given.Induction(0, 3, 7));
        var rows = Assess(course, "every-visit").Results.Where(row => row.Rule == "evidence").ToDictionary(row => row.Day!.Value);

        rows[27].Said().Should().Be("not-applicable:no-gain-to-lose"); // not yet: two scores are no reference
        rows[34].Said().Should().Be("too-early");
        rows[34].Evidence.Flags.Should().Contain("gain-from-later-scores");
        rows[97].Said().Should().Be("drift");
    }

    [Fact]
    public void A_score_early_in_the_series_is_not_its_end()
    {
        // The only score of the series lies 20 days before its last infusion.
        var course = Given.Course(
            [Given.Total("phq-9", Given.Day(-1), 20), Given.Total("phq-9", Given.Day(1), 18), Given.Total("phq-9", Given.Day(28), 5), Given.Total("phq-9", Given.Day(35), 5)],
            Given.Induction(0, 7, 14, 21));

        Row(Assess(course), "evidence").Evidence.Flags.Should().Contain("series-end-from-first-score");
        Row(Assess(course), "evidence").Evidence.Parameters.Should().Contain(new Parameter("series-end", "5"));
    }

    [Fact]
    public void The_reference_is_the_mean_of_its_scores_and_stays_when_boosters_come()
    {
        Administration[] scores = [.. Phq((14, 6), (21, 5), (28, 7), (35, 8)).Administrations, Given.Total("phq-9", Given.Day(43), 6)];
        var rows = Assess(Given.Course(scores, [.. Given.Induction(0, 3, 7), Given.Dose(40, InfusionKind.Booster)]), "every-visit").Results
            .Where(row => row.Rule == "evidence" && row.Day >= 28)
            .Select(row => row.Evidence.Parameters.Single(parameter => parameter.Name == "reference").Value);

        rows.Should().Equal("6", "6", "6"); // of 6, 5 and 7
    }

    [Theory]
    [InlineData(13, "not-met")] // 6 more than 7; 1.96 x 1.414 x 2.5 = 6.93
    [InlineData(14, "met")]     // 7 more
    public void Reliable_deterioration_runs_from_the_first_score(int score, string said) =>
        Said(Phq((9, score)), "reliable-deterioration").Should().Be(said);

    [Theory]
    [InlineData(15, "not-met")] // 7 more than 8; 1.96 x sqrt(2) x 5 x sqrt(1 - .737) = 7.107
    [InlineData(16, "met")] // 8 more: half the MCID would ask for more than 1.96 x sqrt(2) x 3 = 8.316
    public void A_single_comparison_takes_the_error_without_the_floor(int score, string said)
    {
        var course = Given.Course([.. Ended("madrs", 34, 8).Administrations, Given.Total("madrs", Given.Day(35), score)], Given.Induction(0, 3, 7));
        var row = Row(Assess(course), "reliable-deterioration");

        row.Said().Should().Be(said);
        row.Evidence.Parameters.Should().Contain(new Parameter("sem", "2.564"));
        row.Evidence.Flags.Should().NotContain("sem-derived-from-mcid");
        Row(Assess(course), "evidence").Evidence.Parameters.Should().Contain(new Parameter("sem", "3"));
    }

    [Fact]
    public void Who_gained_less_than_the_MCID_has_no_gain_to_lose()
    {
        var course = Given.Course([Given.Total("phq-9", Given.Day(-1), 20), Given.Total("phq-9", Given.Day(7), 16), Given.Total("phq-9", Given.Day(20), 19)], Given.Induction(0, 3, 7));

        var report = Assess(course);
        Row(report, "evidence").Said().Should().Be("not-applicable:no-gain-to-lose");
        report.Results.Should().NotContain(result => result.Rule == "points");
    }

    [Fact]
    public void A_first_score_soon_after_stands_for_the_end_of_a_series_without_scores()
    {
        Administration[] before = [Given.Total("phq-9", Given.Day(-1), 20)];
        var soon = Given.Course([.. before, Given.Total("phq-9", Given.Day(21), 7), Given.Total("phq-9", Given.Day(30), 8)], Given.Induction(0, 3, 7)); // 14 days after day 7
        var late = Given.Course([.. before, Given.Total("phq-9", Given.Day(22), 7), Given.Total("phq-9", Given.Day(30), 8)], Given.Induction(0, 3, 7));

        Row(Assess(soon), "evidence").Evidence.Flags.Should().Contain("series-end-from-first-score");
        Row(Assess(late), "evidence").Said().Should().Be("indeterminate:series-end-unknown");
    }

    [Fact]
    public void Without_an_end_of_induction_or_figures_nothing_is_watched()
    {
        Row(Assess(Given.Course([Given.Total("phq-9", Given.Day(-1), 20), Given.Total("phq-9", Given.Day(20), 9)], [Given.Dose(0), Given.Dose(7)])), "evidence")
            .Said().Should().Be("indeterminate:induction-not-labelled");
        Row(Assess(Given.Course([Given.Total("phq-9", Given.Day(5), 9)], Given.Induction(0, 3, 7))), "evidence").Said().Should().Be("indeterminate:no-baseline");
        Row(Assess(Phq(), "infusion:1"), "evidence").Said().Should().Be("not-applicable:before-watch"); // day 3 lies in the induction
    }

    [Fact]
    public void A_relapse_is_an_event_of_its_own()
    {
        // Response (at most half of 20) at the end; 15 on day 28 is a loss, confirmed by 15 on day 40, 12 days later.
        var course = Phq((14, 8), (28, 15), (40, 15));

        var row = Row(Assess(course), "event");
        row.Said().Should().Be("relapsed");
        row.At.Should().Be(Given.Day(28));
        row.KnownAt.Should().Be(Given.Day(40));
        row.Evidence.Parameters.Should().Contain(parameter => parameter.Name == "profile" && parameter.Value.StartsWith("loss-of-response-confirmed", StringComparison.Ordinal));
        Said(Phq((14, 8), (28, 15)), "event").Should().Be("unconfirmed");
    }

    [Theory]
    [InlineData(59, "current")] // 45 days after day 14
    [InlineData(60, "overdue")]
    public void Overdue_is_said_only_as_of_a_given_time(int asOf, string said)
    {
        Said(Phq((14, 7)), "currency", Given.Day(asOf)).Should().Be(said);
        Said(Phq((14, 7)), "currency").Should().Be("indeterminate:no-as-of");
        Row(Assess(Phq((14, 7)), asOf: Given.Day(60)), "currency").Evidence.Parameters.Should().Contain(new Parameter("overdue-since", "60"));
    }

    [Fact]
    public void A_forecast_is_given_only_when_asked_for_and_within_one_visit_interval()
    {
        // Weekly scores; response is lost above 10 (half of 20).
        var course = Phq((14, 7), (21, 6), (28, 7), (35, 8), (42, 9), (49, 10));
        Assess(course).Results.Should().NotContain(result => result.Rule.StartsWith("forecast", StringComparison.Ordinal));

        IndicatorResult Forecast(Course given) => CourseAssessment.Assess(given, new AssessmentOptions { Points = [new AssessmentPoint.Last()], ForecastDrift = true, Include = ["drift"] })
            .Results.Single(result => result.Rule == "forecast/response-50");
        var row = Forecast(course);
        row.Said().Should().Be("within-one-interval");
        row.Evidence.Parameters.Should().Contain(new Parameter("lost-beyond", "10"));
        int.Parse(row.Evidence.Parameters.Single(parameter => parameter.Name == "from").Value, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(50, 56);

        Forecast(Phq((14, 7), (21, 6), (28, 7), (35, 6), (42, 7), (49, 6))).Said().Should().Be("not-applicable:nothing-to-forecast");
        Forecast(Phq((14, 7), (21, 6), (28, 7), (35, 16), (42, 18), (49, 19))).Said().Should().Be("crossed");
    }

    [Fact]
    public void Beside_a_declared_primary_instrument_the_others_inform()
    {
        var report = CourseAssessment.Assess(Phq((14, 7)), new AssessmentOptions { Points = [new AssessmentPoint.Last()], Include = ["drift"], Primary = "madrs" });
        report.Results.Single(result => result is { Instrument: "phq-9", Rule: "evidence" }).Evidence.Flags.Should().Contain("informs");
    }

    [Fact]
    public void The_answer_at_a_visit_does_not_change_when_later_visits_arrive()
    {
        (int Day, int Total)[] scores = [(14, 7), (21, 6), (28, 8), (35, 12), (42, 15), (49, 17), (56, 18)];
        var all = Assess(Phq(scores), "every-visit").Results.Where(result => result.Point == "every-visit").ToList();
        for (var n = 1; n < scores.Length; n++)
        {
            var then = Assess(Phq(scores[..n]), "every-visit").Results.Where(result => result.Point == "every-visit").ToList();
            then.Should().OnlyContain(row => all.Contains(row));
        }
    }

    [Fact]
    public void A_mirrored_scale_says_the_same()
    {
        // A made-up form of four items (4 to 20) whose figures the caller gives; and its mirror, in which 24 - x stands for x.
        (int Day, int Total)[] scores = [(-1, 18), (3, 8), (7, 6), (14, 7), (21, 6), (28, 7), (35, 12), (42, 15), (49, 16)];
        string Answer(string direction, Func<int, int> mirror)
        {
            var catalogue = Given.Catalogue("range-to-best", direction, direction == "higher-is-worse" ? "<=" : ">=", mirror(6), mirror(10));
            var form = catalogue.Ids.Single(id => InstrumentIsMadeUp(id));
            var course = Given.Course([.. scores.Select(score => Given.Total(form, Given.Day(score.Day), mirror(score.Total)))], Given.Induction(0, 3, 7));
            var figures = new ReliabilityProfile(
                form,
                catalogue.Find(form)!.MainScale.Id,
                standardError: new ChangeFigure(2, "made up", "made up"),
                mcid: new ChangeFigure(4, "made up", "made up"));
            var report = CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit()], Include = ["drift"], Reliability = [figures] }, catalogue);
            return string.Join(' ', report.Results.Where(result => result.Rule is "evidence" or "reliable-deterioration" or "points" or "event").Select(result => result.Rule + ":" + result.Said()));
        }

        static bool InstrumentIsMadeUp(string id) => KetamineOutcomes.Instruments.InstrumentCatalogue.Shipped.Find(id) is null;
        var worse = Answer("higher-is-worse", x => x);
        worse.Should().Contain("evidence:stable").And.Contain("points:");
        Answer("higher-is-better", x => 24 - x).Should().Be(worse);
    }
}
