using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

public sealed class EndpointTests
{
    private static AssessmentReport Madrs(int baseline, int score) => Given.Course([Given.Madrs(-1, baseline), Given.Madrs(7, score)]).Assess("last");

    [Theory]
    [InlineData(34, 17, "50", "met")] // 17/34 is exactly half
    [InlineData(34, 18, "800/17", "not-met")] // 16/34 = 47.06 %
    [InlineData(35, 17, "360/7", "met")] // 18/35 = 51.43 %
    [InlineData(35, 18, "340/7", "not-met")] // 17/35 = 48.57 %
    [InlineData(33, 17, "1600/33", "not-met")] // 16/33 = 48.48 %; 16.5 cannot be
    [InlineData(33, 16, "1700/33", "met")] // 17/33 = 51.52 %
    [InlineData(30, 0, "100", "met")]
    [InlineData(30, 30, "0", "not-met")]
    [InlineData(30, 45, "-50", "not-met")] // worse by a half is no response
    public void Response_is_half_or_more_decided_exactly(int baseline, int score, string percentage, string response)
    {
        Madrs(baseline, score).Said("percentage-change").Should().Be(percentage);
        Madrs(baseline, score).Said("response").Should().Be(response);
    }

    [Fact]
    public void The_percentage_is_rounded_once_half_away_from_zero_and_only_in_print()
    {
        // 800/17 = 47.0588...
        var outcome = (IndicatorOutcome.Measured)Madrs(34, 18).One("percentage-change").Outcome;

        outcome.Rounded.Should().Be(47.1m);
        outcome.Unit.Should().Be("%");
    }

    [Theory]
    [InlineData(13, "not-met", "not-met", false)]
    [InlineData(12, "not-met", "met", true)]
    [InlineData(11, "not-met", "met", true)]
    [InlineData(4, "met", "met", false)] // the lowest published cut-off is 4
    public void Each_published_cut_off_of_remission_has_a_row_and_says_where_they_disagree(int score, string ten, string twelve, bool sensitive)
    {
        var report = Madrs(34, score);
        var rows = report.Results.Where(result => result.Indicator == "remission").ToList();

        rows.Select(row => row.Rule).Should().OnlyHaveUniqueItems().And.Contain(["remission-10", "remission-12"]);
        rows.Should().HaveCount(InstrumentCatalogue.Shipped.Find("madrs")!.MainScale.Endpoints.Count(entry => entry.Kind == EndpointKind.Remission));
        report.Said("remission", "remission-10").Should().Be(ten);
        report.Said("remission", "remission-12").Should().Be(twelve);
        rows.Should().OnlyContain(row => row.Evidence.Flags.Contains("cut-off-sensitive", StringComparer.Ordinal) == sensitive);
        report.One("remission", "remission-12").Evidence.Parameters.Should().Contain(new Parameter("cut-off", "<= 12"));
    }

    [Fact]
    public void Remission_at_exactly_10_is_met_by_the_default() => Madrs(34, 10).Said("remission", "remission-10").Should().Be("met");

    [Theory]
    [InlineData(20, 10, "met", "met")] // 20 is the lowest baseline that counts
    [InlineData(19, 9, "not-applicable:baseline-below-minimum", "not-applicable:baseline-below-minimum")]
    [InlineData(10, 4, "not-applicable:in-remission-at-baseline", "not-applicable:in-remission-at-baseline")]
    [InlineData(11, 4, "not-applicable:baseline-below-minimum", "not-applicable:baseline-below-minimum")]
    public void Below_the_minimum_baseline_or_in_remission_at_it_the_endpoint_does_not_apply(int baseline, int score, string response, string remission)
    {
        var report = Madrs(baseline, score);

        report.Said("response").Should().Be(response);
        report.Said("remission", "remission-10").Should().Be(remission);
        report.One("change").Outcome.State.Should().Be("measured");
        report.One("percentage-change").Outcome.State.Should().Be("measured");
    }

    [Fact]
    public void Each_cut_off_asks_for_itself_whether_the_patient_was_in_remission_at_baseline()
    {
        var report = Madrs(12, 4);

        report.Said("remission", "remission-12").Should().Be("not-applicable:in-remission-at-baseline");
        report.Said("remission", "remission-10").Should().Be("not-applicable:baseline-below-minimum");
        report.Results.Where(result => result.Indicator == "remission").Should().OnlyContain(row => !row.Evidence.Flags.Contains("cut-off-sensitive", StringComparer.Ordinal));
    }

    [Fact]
    public void No_percentage_of_a_baseline_at_the_best_score() => Madrs(0, 5).Said("percentage-change").Should().Be("not-applicable:baseline-at-best");

    [Theory]
    [InlineData("raw", 20, 12, "40", "not-met")] // 8/20
    [InlineData("range-to-best", 20, 12, "50", "met")] // 8/(20 - 4)
    [InlineData("raw", 20, 10, "50", "met")]
    [InlineData("range-to-best", 20, 13, "43.75", "not-met")] // 7/16
    public void The_two_percentage_rules_differ_where_the_best_score_is_not_0(string rule, int baseline, int score, string percentage, string response)
    {
        var report = Given.Course([Given.Total("test-form", Given.Day(-1), baseline), Given.Total("test-form", Given.Day(7), score)])
            .Assess("last", catalogue: Given.Catalogue(rule, "higher-is-worse", "<=", 6, 10));

        report.One("percentage-change").Rule.Should().Be(rule);
        report.Said("percentage-change").Should().Be(percentage);
        report.Said("response").Should().Be(response);
        report.One("response").Evidence.Parameters.Should().Contain(new Parameter("percentage", rule));
    }

    [Theory]
    [InlineData("range-to-best", 8, 14, "6", "50", "met", "not-met")] // 6/(20 - 8)
    [InlineData("range-to-best", 8, 13, "5", "125/3", "not-met", "not-met")] // 5/12 = 41.67 %
    [InlineData("raw", 8, 12, "4", "50", "met", "not-met")] // 4/8
    [InlineData("range-to-best", 8, 4, "-4", "-100/3", "not-met", "not-met")] // worse: -4/12
    [InlineData("range-to-best", 8, 18, "10", "250/3", "met", "met")]
    [InlineData("range-to-best", 12, 18, "6", "75", "met", "met")] // 12 is the highest baseline that counts: bad is low here
    [InlineData("range-to-best", 13, 18, "5", "500/7", "not-applicable:baseline-below-minimum", "not-applicable:baseline-below-minimum")] // 5/7
    [InlineData("range-to-best", 17, 18, "1", "100/3", "not-applicable:in-remission-at-baseline", "not-applicable:in-remission-at-baseline")] // 1/3
    [InlineData("range-to-best", 20, 18, "-2", "not-applicable:baseline-at-best", "not-applicable:in-remission-at-baseline", "not-applicable:in-remission-at-baseline")]
    public void Where_higher_is_better_everything_is_turned_round(string rule, int baseline, int score, string change, string percentage, string response, string remission)
    {
        var report = Given.Course([Given.Total("test-form", Given.Day(-1), baseline), Given.Total("test-form", Given.Day(7), score)])
            .Assess("last", catalogue: Given.Catalogue(rule, "higher-is-better", ">=", 17, 12));

        report.Said("change").Should().Be(change);
        report.Said("percentage-change").Should().Be(percentage);
        report.Said("response").Should().Be(response);
        report.Said("remission").Should().Be(remission);
    }

    [Fact]
    public void A_baseline_of_0_that_is_the_worst_score_has_no_raw_percentage_and_is_not_called_the_best()
    {
        var definition = TestDefinitions.Form(
            TestDefinitions.Items(4),
            TestDefinitions.Scale(
                """{"id":"all","sum":["item1","item2","item3","item4"]}""",
                "0",
                "12",
                more: ""","endpoints":[{"id":"response-50","kind":"response","comparator":">=","value":50,"percentage":"raw","minimumBaseline":6,"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}]""")
                .Replace("higher-is-worse", "higher-is-better", StringComparison.Ordinal));
        var report = Given.Course([Given.Total("test-form", Given.Day(-1), 0), Given.Total("test-form", Given.Day(7), 6)])
            .Assess("last", catalogue: InstrumentCatalogue.Shipped.With(TestDefinitions.Read(definition)));

        report.Said("percentage-change").Should().Be("not-applicable:baseline-zero");
        report.Said("response").Should().Be("not-applicable:baseline-zero");
    }

    [Fact]
    public void Range_to_best_knows_that_items_which_do_not_apply_lower_the_best_score()
    {
        // Three items of four apply: 3 to 15. From 5 to 10 is half the way to 15, and only a third of the way to 20.
        var catalogue = Given.Catalogue(
            "range-to-best",
            "higher-is-better",
            ">=",
            14,
            12,
            string.Join(',', Enumerable.Range(1, 4).Select(i => TestDefinitions.Item($"item{i}", 1, 5, ",\"notApplicable\":true"))),
            TestDefinitions.Policy("none", ",\"notApplicable\":\"out-of-denominator\""));
        var form = catalogue.Find("test-form")!;
        Administration Filled(int day, string answers) => new("test-form", Given.Day(day), new AdministrationContent.Answered(TestDefinitions.Answers(form, answers)));

        Given.Course([Filled(-1, "na 1 2 2"), Filled(7, "na 3 3 4")]).Assess("last", catalogue: catalogue).Said("percentage-change").Should().Be("50");
    }

    [Theory]
    [InlineData("4 4 4 4 4", "na 2 2 2 2", "indeterminate:applicable-items-differ")]
    [InlineData("na 4 4 4 4", "2 2 2 2 2", "indeterminate:applicable-items-differ")]
    [InlineData("na 4 4 4 4", "na 2 2 2 2", "8")] // 16 - 8
    [InlineData("4 4 4 4 4", "2 2 2 2 2", "10")] // 20 - 10
    public void A_WSAS_of_40_is_not_compared_with_one_of_32(string before, string after, string said)
    {
        var report = Given.Course([Given.Form("wsas", Given.Day(-1), before), Given.Form("wsas", Given.Day(7), after)]).Assess("last");

        report.Said("change").Should().Be(said);
        report.One("score").Outcome.State.Should().Be("measured");
    }

    [Fact]
    public void Raters_are_not_compared_with_each_other()
    {
        Administration[] given = [Given.Total("whodas-12", Given.Day(-1), 30), Given.Total("whodas-12", Given.Day(7), 10, rater: RaterKind.Proxy)];

        Given.Course(given).Assess("last").Said("change").Should().Be("indeterminate:raters-differ");
        Given.Course([given[0], Given.Total("whodas-12", Given.Day(7), 10, rater: RaterKind.Self)]).Assess("last").Said("change").Should().Be("20", "no rater means the usual one");
    }

    [Fact]
    public void A_scale_without_a_cited_entry_has_neither_response_nor_remission_nor_a_percentage()
    {
        var report = Given.Course([Given.Form("wsas", Given.Day(-1), "4 4 4 4 4"), Given.Form("wsas", Given.Day(7), "1 1 1 1 1")]).Assess("last");

        string[] compared = ["baseline", "change", "percentage-change", "remission", "response", "score"];
        report.Results.Select(result => result.Indicator).Intersect(compared, StringComparer.Ordinal).Should().Equal("baseline", "change", "score");
    }

    [Theory]
    [InlineData(13, true)]
    [InlineData(14, false)]
    public void The_PHQ_9_looks_back_before_treatment_for_14_days(int day, bool overlaps)
    {
        var report = Given.Course([Given.Item9(-1, "0"), Given.Item9(day, "0")]).Assess("last");

        foreach (var indicator in new[] { "score", "change", "percentage-change", "response", "remission" })
        {
            report.One(indicator).Evidence.Flags.Contains("recall-overlap", StringComparer.Ordinal).Should().Be(overlaps);
        }
    }

    [Theory]
    [InlineData("2026-03-15T08:59", true)] // 13 days 23:59 after the first infusion
    [InlineData("2026-03-15T09:00", false)]
    public void With_times_of_day_the_recall_period_counts_in_hours(string at, bool overlaps)
    {
        var course = Course.Create(
            "p",
            "1",
            [Given.Form("phq-9", Given.At("2026-03-01T08:00"), "2 2 2 2 2 2 2 2 2"), Given.Form("phq-9", Given.At(at), "1 1 1 1 1 1 1 1 1")],
            [new Infusion(Given.At("2026-03-01T09:00"))]).GetValueOrThrow();

        course.Assess("last").One("score").Evidence.Flags.Contains("recall-overlap", StringComparer.Ordinal).Should().Be(overlaps);
    }

    [Fact]
    public void Totals_without_answers_and_prorated_forms_are_marked()
    {
        Madrs(34, 17).One("response").Evidence.Flags.Should().Contain("total-only");
        Given.Course([Given.Item9(-1, "0"), Given.Item9(20, "0")]).Assess("last").One("response").Evidence.Flags.Should().Equal("project-policy");
    }

    [Fact]
    public void Every_endpoint_cites_its_source_and_the_projects_own_rules_say_so()
    {
        var report = Madrs(34, 17);

        report.One("response").Evidence.Sources.Should().NotBeEmpty();
        report.One("response").Evidence.Rule.Should().Be("madrs/total/response-50 " + InstrumentCatalogue.Shipped.Find("madrs")!.Version);
        report.One("baseline").Evidence.Flags.Should().Contain("project-policy");
        report.One("baseline").Evidence.Sources.Should().ContainSingle().Which.Should().Contain("project policy");
    }

    [Fact]
    public void An_answer_was_known_when_the_last_record_that_it_used_was_entered()
    {
        var course = Given.Course([Given.Madrs(-1, 34, recorded: Given.Day(9)), Given.Madrs(7, 17, recorded: Given.Day(8))]);

        course.Assess("last").One("score").KnownAt.Should().Be(Given.Day(8));
        course.Assess("last").One("change").KnownAt.Should().Be(Given.Day(9));

        var mean = Given.Course([Given.Madrs(-3, 34, recorded: Given.Day(12)), Given.Madrs(-1, 34), Given.Madrs(7, 17)]);
        mean.Assess("last", "mean-before").One("change").KnownAt.Should().Be(Given.Day(12), "the mean uses the score that was entered late");
    }

    [Fact]
    public void The_primary_instrument_is_marked()
    {
        var report = CourseAssessment.Assess(Given.Course([Given.Madrs(-1, 34), Given.Madrs(7, 17), Given.Item9(7, "0")]), new AssessmentOptions { Primary = "madrs" });

        report.Results.Should().OnlyContain(result => result.Evidence.Flags.Contains("primary", StringComparer.Ordinal) == (result.Instrument == "madrs"));
    }
}
