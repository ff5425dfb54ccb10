using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Domains;

/// <summary>Mood beside functioning. Smallest reliable changes, those of reliable-change: PHQ-9 1.96 sqrt(2) 2.5 = 6.93, WHODAS 2.0 (12) 8.6, WHO-5 23.6, ISI 6.99 points.</summary>
public sealed class DomainIndicatorTests
{
    private static Administration Phq(int day, int total) => Given.Total("phq-9", Given.Day(day), total);

    private static Administration Who(int day, int total) => Given.Total("whodas-12", Given.Day(day), total);

    private static List<IndicatorResult> Domains(IEnumerable<Administration> given, string points = "last", string? primary = null, ClinicalTime? asOf = null, DomainMap? map = null, IEnumerable<Infusion>? infusions = null) =>
        Assess(Given.Course(given, infusions), points, primary, asOf, map);

    private static List<IndicatorResult> Assess(Course course, string points = "last", string? primary = null, ClinicalTime? asOf = null, DomainMap? map = null) =>
        [.. CourseAssessment.Assess(course, new AssessmentOptions
        {
            Points = points.Split(',').Select(text => AssessmentPoint.Parse(text).GetValueOrThrow()).ToEquatableArray(),
            Primary = primary,
            AsOf = asOf,
            Domains = map ?? DomainMap.Default,
            Include = ["domains"],
        }).Results];

    private static IndicatorResult One(List<IndicatorResult> rows, string rule, string instrument = "course") => rows.Single(row => row.Rule == rule && row.Instrument == instrument);

    [Theory]
    [InlineData(20, 13, 30, 21, "both-better")] // 7 > 6.93 and 9 > 8.6
    [InlineData(20, 14, 30, 22, "neither-changed")] // 6 and 8
    [InlineData(20, 13, 30, 22, "mood-better-functioning-same")]
    [InlineData(20, 14, 30, 21, "mood-same-functioning-better")]
    [InlineData(20, 27, 30, 39, "both-worse")]
    [InlineData(20, 27, 30, 30, "mood-worse-functioning-same")]
    [InlineData(20, 20, 30, 39, "mood-same-functioning-worse")]
    [InlineData(20, 10, 30, 39, "mood-better-functioning-worse")]
    [InlineData(20, 27, 30, 20, "mood-worse-functioning-better")]
    public void The_two_sides_agree_or_not(int phqBefore, int phqAfter, int whoBefore, int whoAfter, string state) =>
        One(Domains([Phq(-1, phqBefore), Who(-1, whoBefore), Phq(9, phqAfter), Who(9, whoAfter)]), "agreement").Said().Should().Be(state);

    [Fact]
    public void Amounts_are_said_in_reliable_changes()
    {
        var rows = Domains([Phq(-1, 20), Who(-1, 30), Phq(9, 9), Who(9, 27)]);

        // 1.96 sqrt(2) 2.5 = 6.929646...; 11 / 6.9296 = 1.5874; 3 / 8.6 = 0.3488.
        ((IndicatorOutcome.Measured)One(rows, "reliable-units", "phq-9").Outcome).Rounded.Should().Be(1.6m);
        One(rows, "reliable-units", "phq-9").Evidence.Flags.Should().Contain("derived-figure", "the standard error is half of an MCID that was two of them");
        One(rows, "reliable-units", "whodas-12").Said().Should().Be(new Fraction(30, 86).ToString());
        ((IndicatorOutcome.Measured)One(rows, "reliable-units", "whodas-12").Outcome).Rounded.Should().Be(0.3m);
        One(rows, "reliable-units", "whodas-12").Evidence.Parameters.Should().Contain(parameter => parameter.Name == "reliable-change-population" && parameter.Value.Contains("not psychiatric", StringComparison.Ordinal));
        One(rows, "agreement").Explain().Should().Be(
            "Mood is clearly better than at the start; day-to-day functioning has not clearly changed yet. PHQ-9 total went from 20 to 9, 1.6 times the smallest change that is more than chance (day 9); WHODAS 2.0 (12) simple total went from 30 to 27, 0.3 times the smallest change that is more than chance (day 9).");
    }

    [Fact]
    public void A_worsening_is_not_called_the_most_of_a_gain()
    {
        One(Domains([Phq(-1, 20), Who(-1, 20), Phq(5, 26), Phq(9, 22)]), "first-reliable-gain", "phq-9").Explain().Should()
            .Be("PHQ-9 total has not clearly improved up to day 9: no rating was better than at the start.");

        // 4 / 6.9296 = 0.577.
        One(Domains([Phq(-1, 20), Who(-1, 20), Phq(5, 16), Phq(9, 22)]), "first-reliable-gain", "phq-9").Explain().Should()
            .Be("PHQ-9 total has not clearly improved up to day 9: at its best so far, on day 5, PHQ-9 total went from 20 to 16, 0.6 times the smallest change that is more than chance.");
    }

    [Fact]
    public void An_amount_next_to_the_smallest_change_is_not_rounded_to_it()
    {
        // WHO-5: 23.6 points; 24 / 23.6 = 1.0169.
        One(Domains([Phq(-1, 20), Given.Total("who-5", Given.Day(-1), 20), Given.Total("who-5", Given.Day(9), 44)]), "first-reliable-gain", "who-5").Explain().Should().Contain("from 20 to 44, 1.02 times the");

        // WHODAS 2.0 (12): 8.6 points; 8 / 8.6 = 0.9302 and 9 / 8.6 = 1.0465 round to 0.9 and to 1.0.
        One(Domains([Phq(-1, 20), Who(-1, 30), Who(9, 22)]), "first-reliable-gain", "whodas-12").Explain().Should().Contain("from 30 to 22, 0.9 times the");
        One(Domains([Phq(-1, 20), Who(-1, 30), Who(9, 21)]), "first-reliable-gain", "whodas-12").Explain().Should().Contain("from 30 to 21, 1.05 times the");
    }

    [Fact]
    public void A_scale_on_which_higher_is_better_is_turned_round()
    {
        var rows = Domains([Phq(-1, 20), Given.Total("who-5", Given.Day(-1), 20), Phq(9, 20), Given.Total("who-5", Given.Day(9), 44)]);

        One(rows, "agreement").Said().Should().Be("mood-same-functioning-better"); // 24 > 23.6
        One(rows, "first-reliable-gain", "who-5").Said().Should().Be("met");
    }

    [Fact]
    public void Where_no_verified_figure_says_what_chance_is_nothing_is_judged_and_the_numbers_are_told()
    {
        // PSQI: reliabilities, and no standard deviation.
        var rows = Domains([Phq(-1, 20), Given.Total("psqi", Given.Day(-1), 18), Phq(9, 9), Given.Total("psqi", Given.Day(9), 6)]);

        One(rows, "reliable-units", "psqi").Said().Should().Be("indeterminate:no-reliable-unit");
        One(rows, "agreement").Said().Should().Be("indeterminate:no-reliable-unit");
        One(rows, "agreement").Explain().Should().EndWith("The numbers: PHQ-9 total went from 20 to 9; PSQI global score went from 18 to 6.");
        One(rows, "first-mover").Said().Should().Be("indeterminate:no-reliable-unit");
        One(rows, "first-reliable-gain", "psqi").Said().Should().Be("indeterminate:no-reliable-unit");
    }

    [Theory]
    // 2.771859 x SD x sqrt(1 - r), with the SD and the reliability of reliable change.
    [InlineData("wsas", 30, 17, "12.82", "met")] // 8.9, .73: 2.771859 x 8.9 x .519615 = 12.819
    [InlineData("wsas", 30, 18, "12.82", "not-met")]
    [InlineData("sds", 20, 10, "9.07", "met")] // 6.3, .73: 9.074
    [InlineData("sds", 20, 11, "9.07", "not-met")]
    [InlineData("bdi-ii", 30, 20, "9.19", "met")] // 10, .89: 9.193
    [InlineData("bdi-ii", 30, 21, "9.19", "not-met")]
    [InlineData("qids-sr16", 18, 11, "6.91", "met")] // 4.8, .73: 6.913
    [InlineData("qids-sr16", 18, 12, "6.91", "not-met")]
    [InlineData("q-les-q-sf", 25, 50, "10.41", "met")] // 14.2, .93: 2.771859 x 14.2 x .264575 = 10.414
    [InlineData("madrs", 34, 26, "7.11", "met")] // 5.0, .737: 7.108; not the SD 13.2 of ill and well together, which would ask for 18.8
    [InlineData("madrs", 34, 27, "7.11", "not-met")]
    [InlineData("ham-d17", 24, 16, "7.91", "met")] // 8.6, .89 of one sample: 2.771859 x 8.6 x .331662 = 7.906
    [InlineData("ham-d17", 24, 17, "7.91", "not-met")]
    public void Units_computed_from_the_definitions(string instrument, int before, int after, string points, string gained)
    {
        var rows = Domains([Given.Total(instrument, Given.Day(-1), before), Given.Total(instrument, Given.Day(9), after)]);

        One(rows, "first-reliable-gain", instrument).Said().Should().Be(gained);
        One(rows, "reliable-units", instrument).Evidence.Parameters.Should().Contain(new Parameter("reliable-change-points", points));
    }

    [Theory]
    [InlineData("p7:12 w8:30 w14:12", "mood-first")] // functioning was not yet better on day 8
    [InlineData("p5:20 w5:20 p7:12", "functioning-first")]
    [InlineData("p7:12 w7:20", "together")]
    [InlineData("p7:12 w5:30 w14:12", "indeterminate:visits-do-not-tell")] // functioning may have moved on day 6
    [InlineData("p3:20 w5:20 p7:12", "indeterminate:visits-do-not-tell")] // mood may have moved on day 4
    [InlineData("p7:12 w5:30", "indeterminate:visits-do-not-tell")] // functioning was not rated since
    [InlineData("p7:12 w9:30", "mood-only")]
    [InlineData("p9:20 w9:20", "functioning-only")]
    [InlineData("p7:18 w7:28", "neither")]
    public void Which_moved_first_is_told_only_where_the_visits_tell(string visits, string state)
    {
        static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var given = visits.Split(' ').Select(visit => visit[1..].Split(':') is var parts && visit[0] == 'p' ? Phq(Number(parts[0]), Number(parts[1])) : Who(Number(parts[0]), Number(parts[1])));

        One(Domains([Phq(-1, 20), Who(-1, 30), .. given]), "first-mover").Said().Should().Be(state);
    }

    [Theory]
    [InlineData(20, null, "indeterminate:instruments-disagree")]
    [InlineData(20, "phq-9", "together")] // the primary instrument speaks alone for its side
    [InlineData(6, null, "indeterminate:instruments-disagree")] // 14 days before
    [InlineData(5, null, "together")] // too old to be set beside it
    [InlineData(21, null, "together")] // not known on the day of the gain
    public void Instruments_of_one_side_that_disagree_on_the_day_of_the_gain_tell_no_first_mover(int hamDay, string? primary, string state)
    {
        // PHQ-9 10 > 6.93 better; HAM-D17 8 > 7.91 worse; ISI 15 > 6.99 better.
        List<Administration> given = [Phq(-1, 20), Given.Total("ham-d17", Given.Day(-1), 10), Given.Total("isi", Given.Day(-1), 20), Phq(20, 10), Given.Total("ham-d17", Given.Day(hamDay), 18), Given.Total("isi", Given.Day(20), 5)];

        One(Domains(given, primary: primary), "first-mover").Said().Should().Be(state);
    }

    [Theory]
    [InlineData("isi", 20, 5, "Sleep")] // 15 > 6.99
    [InlineData("who-5", 20, 48, "Well-being")] // 28 > 23.6
    [InlineData("whodas-12", 30, 15, "Day-to-day functioning")]
    public void The_side_beside_mood_is_named_by_what_was_asked(string instrument, int before, int after, string name)
    {
        var rows = Domains([Phq(-1, 20), Given.Total(instrument, Given.Day(-1), before), Phq(9, 20), Given.Total(instrument, Given.Day(9), after)]);

        One(rows, "first-mover").Explain().Should().StartWith(name + " was clearly better on day 9");
        One(rows, "agreement").Explain().Should().StartWith(name + " is clearly better than at the start; mood has not clearly changed yet.");
    }

    [Fact]
    public void Where_several_things_beside_mood_were_asked_each_is_named() =>
        One(Domains([Phq(-1, 20), Who(-1, 30), Given.Total("isi", Given.Day(-1), 20), Phq(9, 20), Who(9, 15), Given.Total("isi", Given.Day(9), 5)]), "agreement").Explain()
            .Should().StartWith("Life beside mood (day-to-day functioning, sleep) is clearly better than at the start; ");

    [Fact]
    public void A_side_that_is_clearly_worse_is_not_said_to_be_merely_not_better()
    {
        One(Domains([Phq(-1, 20), Who(-1, 30), Phq(9, 27), Who(9, 15)]), "first-mover").Explain().Should().Contain("; mood is clearly worse than at the start: PHQ-9 total went from 20 to 27, 1.01 times").And.NotContain("not clearly improved"); // 7 / 6.93 = 1.01
        One(Domains([Phq(-1, 20), Who(-1, 30), Phq(9, 9), Who(9, 39)]), "first-mover").Explain().Should().Contain("day-to-day functioning is clearly worse than at the start");
        One(Domains([Phq(-1, 20), Who(-1, 30), Phq(9, 27), Who(9, 30)]), "first-mover").Explain().Should().StartWith("Mood is clearly worse than at the start").And.EndWith("day-to-day functioning has not clearly improved so far.");
    }

    [Fact]
    public void Ratings_too_far_apart_are_not_set_beside_each_other()
    {
        List<Administration> given = [Phq(-1, 20), Who(-1, 30), Who(5, 10), Phq(19, 9)];
        One(Domains(given), "agreement").Said().Should().Be("both-better", "14 days");
        One(Domains([.. given, Phq(20, 9)]), "agreement").Said().Should().Be("indeterminate:not-at-one-time");
    }

    [Fact]
    public void At_each_visit_the_last_rating_of_the_other_side_counts_and_never_a_later_one()
    {
        List<Administration> given = [Phq(-1, 20), Who(-1, 30), Phq(3, 20), Phq(7, 12), Who(8, 30), Who(12, 15), Phq(40, 22)];
        var rows = Domains(given, "every-visit").Where(row => row.Rule == "agreement").Select(row => (row.At!.Value.DayNumber, row.Said()));

        rows.Should().Equal((3, "indeterminate:domain-not-measured"), (7, "indeterminate:domain-not-measured"), (8, "mood-better-functioning-same"), (12, "both-better"), (40, "indeterminate:domain-not-measured"));
    }

    [Fact]
    public void Before_and_after_the_infusion_of_one_day_are_two_visits_with_keys_of_their_own()
    {
        var after = new Administration("whodas-12", Given.Day(10), new AdministrationContent.TotalOnly(15), Timing.Post);
        var rows = Domains([Phq(-1, 20), Who(-1, 30), Phq(10, 12), after], "every-visit", infusions: [new Infusion(Given.Day(0)), new Infusion(Given.Day(10))]).Where(row => row.Rule == "agreement");

        // WHODAS before the infusion: 11 days ago, the baseline's own form does not speak for a visit.
        rows.Select(row => (row.Point, row.At!.Value.DayNumber, row.Said())).Should().Equal(("every-visit", 10, "indeterminate:domain-not-measured"), ("every-visit:post", 10, "both-better"));
    }

    [Fact]
    public void Instruments_of_one_side_that_say_opposite_things_are_no_answer_and_the_primary_one_speaks_alone()
    {
        Administration Isi(int day, int total) => Given.Total("isi", Given.Day(day), total);
        List<Administration> given = [Phq(-1, 20), Who(-1, 30), Isi(-1, 10), Phq(9, 9), Who(9, 15), Isi(9, 18)];

        One(Domains(given), "agreement").Said().Should().Be("indeterminate:instruments-disagree");
        One(Domains(given, primary: "isi"), "agreement").Said().Should().Be("mood-better-functioning-worse");
        One(Domains([.. given.Take(5), Isi(9, 12)]), "agreement").Said().Should().Be("both-better", "one that has not changed contradicts nobody");
    }

    [Theory]
    [InlineData("phq-9", "PHQ-9 total")]
    [InlineData("whodas-12", "WHODAS 2.0 (12) simple total")]
    public void A_course_with_one_side_only_says_so_once(string instrument, string name)
    {
        var rows = Domains([Given.Total(instrument, Given.Day(-1), 25), Given.Total(instrument, Given.Day(9), 10)]);

        One(rows, "first-mover").Said().Should().Be("not-applicable:domain-not-measured");
        rows.Should().NotContain(row => row.Rule == "agreement");
        One(rows, "first-reliable-gain", instrument).Explain().Should().StartWith(name + " was clearly better for the first time on day 9, after infusion 1: ");
    }

    [Fact]
    public void A_course_with_neither_has_no_row() => Domains([Given.Total("gad-7", Given.Day(-1), 15), Given.Total("gad-7", Given.Day(9), 5)]).Should().BeEmpty();

    [Fact]
    public void The_first_time_in_each_better_band_is_told_and_whether_it_was_held()
    {
        // PHQ-9 bands: 0, 5, 10, 15, 20 (kroenke-2001).
        var rows = Domains([Phq(-1, 22), Phq(2, 12), Phq(5, 16), Phq(9, 9)]);

        rows.Where(row => row.Rule.StartsWith("band:", StringComparison.Ordinal)).Select(row => (row.Rule, row.Said(), row.Day, row.Evidence.Flags.Contains("not-held", StringComparer.Ordinal))).Should().BeEquivalentTo(
        [
            ("band:moderately-severe", "met", (int?)2, false),
            ("band:moderate", "met", (int?)2, true),
            ("band:mild", "met", (int?)9, false),
            ("band:minimal", "not-met", (int?)null, false),
        ]);
        One(rows, "band:moderate", "phq-9").Explain().Should().Contain("for the first time on day 2, after infusion 1: 12, from 22 at the start. At the next rating it no longer was.");
        One(rows, "milestones").Explain().Should().Be("Reached so far: PHQ-9 total clearly better (day 2); PHQ-9 total moderate or better (day 2); PHQ-9 total mild or better (day 9).");
        One(rows, "milestones").Said().Should().Be("3");
    }

    [Fact]
    public void The_first_reliable_gain_has_the_day_before_which_it_was_not_there()
    {
        var row = One(Domains([Phq(-1, 20), Phq(3, 18), Phq(10, 13), Phq(12, 19)], infusions: [Given.Dose(0), Given.Dose(4)]), "first-reliable-gain", "phq-9");

        (row.Said(), row.Day, row.KnownAt).Should().Be(("met", 10, Given.Day(10)));
        row.Evidence.Parameters.Should().Contain(new Parameter("infusion", "2")).And.Contain(new Parameter("not-yet-on", "3"));
        row.Evidence.Flags.Should().Contain("not-held");
    }

    [Theory]
    [InlineData(14, "not-met")] // 6.93 is not reached by 6
    [InlineData(15, "not-met")]
    public void A_gain_that_is_not_reliable_is_none(int after, string said) =>
        One(Domains([Phq(-1, after + 6), Phq(9, after)]), "first-reliable-gain", "phq-9").Said().Should().Be(said);

    [Fact]
    public void Goals_and_functional_markers_are_milestones_too()
    {
        var marker = Given.Form("functional-markers", Given.Day(4), "0 1");
        var course = Course.Create(
            "p",
            "1",
            [marker],
            [Given.Dose(0)],
            goals: [new Goal("walk"), new Goal("work"), new Goal("sing"), new Goal("rest")],
            goalRatings: [
                new GoalRating("walk", Given.Day(-1), -1), new GoalRating("walk", Given.Day(3), -1), new GoalRating("walk", Given.Day(7), 1),
                new GoalRating("work", Given.Day(7), -2),
                new GoalRating("sing", Given.Day(-1), 0), new GoalRating("sing", Given.Day(7), 1),
                new GoalRating("rest", Given.Day(7), 0, recordedAt: Given.Day(7)), new GoalRating("rest", Given.Day(7), -1, recordedAt: Given.Day(8))]).GetValueOrThrow();
        var rows = Assess(course);

        rows.Where(row => row.Instrument == "gas").Select(row => (row.Rule, row.Said(), row.Day)).Should().BeEquivalentTo(
            [("goal:walk", "met", (int?)7), ("goal:work", "not-met", null), ("goal:sing", "not-applicable:reached-before", null), ("goal:rest", "not-met", null)]);
        One(rows, "goal:walk", "gas").Explain().Should().Be("Goal walk was reached for the first time on day 7: rated +1, better than expected.");
        One(rows, "milestones").Explain().Should().StartWith("Reached so far: ").And.Contain("better (day 4)").And.EndWith("goal walk reached (day 7).");
        rows.Should().NotContain(row => row.Instrument == "functional-markers", "they have rows of their own as milestones");
    }

    [Fact]
    public void The_baseline_that_is_missing_is_the_reason()
    {
        var rows = Domains([Phq(3, 20), Who(3, 30), Phq(9, 9), Who(9, 15)]);

        One(rows, "agreement").Said().Should().Be("indeterminate:no-baseline");
        One(rows, "first-reliable-gain", "phq-9").Said().Should().Be("indeterminate:no-baseline");
        rows.Should().NotContain(row => row.Rule.StartsWith("band:", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_later_than_as_of_changes_nothing()
    {
        List<Administration> given = [Phq(-1, 20), Who(-1, 30), Phq(9, 9), Who(9, 28)];
        Domains(given, "every-visit,last", asOf: Given.Day(10)).Should().Equal(Domains([.. given, Phq(20, 25), Who(20, 2)], "every-visit,last", asOf: Given.Day(10)));
    }

    [Fact]
    public void A_question_that_looks_back_before_treatment_is_marked() =>
        One(Domains([Phq(-1, 20), Phq(9, 9)]), "reliable-units", "phq-9").Evidence.Flags.Should().Contain("recall-overlap");

    [Fact]
    public void A_unit_is_made_of_the_figures_of_reliable_change()
    {
        // QIDS-SR16: SD 4.8, alpha .73: 1.96 sqrt(2) 4.8 sqrt(.27) = 6.9134...
        Administration Qids(int day, int total) => Given.Total("qids-sr16", Given.Day(day), total);
        var row = One(Domains([Qids(-1, 20), Qids(9, 10)]), "reliable-units", "qids-sr16");

        row.Evidence.Parameters.Should().Contain(new Parameter("reliable-change-rule", "jacobson-truax")).And.Contain(new Parameter("sd", "4.8")).And.Contain(new Parameter("reliability", "0.73"))
            .And.Contain(new Parameter("reliable-change-points", "6.91"));
        row.Evidence.Sources.Should().Contain(source => source.StartsWith("Jacobson NS, Truax P.", StringComparison.Ordinal));
        ((IndicatorOutcome.Measured)row.Outcome).Rounded.Should().Be(1.4m); // 10 / 6.9134 = 1.446
    }
}
