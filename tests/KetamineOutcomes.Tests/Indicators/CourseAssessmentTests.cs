using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

public sealed class CourseAssessmentTests
{
    private static IEnumerable<(string Point, int? Day, string Said)> Alerts(AssessmentReport report) =>
        report.Results.Where(result => result.Indicator == "alert").Select(result => (result.Point, result.Day, result.Said()));

    [Fact]
    public void A_raised_alert_is_listed_whatever_the_point()
    {
        var course = Given.Course([Given.Item9(-40, "1"), Given.Item9(-1, "0"), Given.Item9(3, "2"), Given.Item9(20, "0")]);

        Alerts(course.Assess("last")).Should().Equal(("every-visit", -40, "raised"), ("every-visit", 3, "raised"), ("last", 20, "clear"));
        Alerts(course.Assess("every-visit")).Should().Equal(("every-visit", -40, "raised"), ("every-visit", 3, "raised"), ("every-visit", 20, "clear"));
    }

    [Fact]
    public void A_raised_alert_is_listed_once_in_a_course_of_several_series()
    {
        var course = Given.Course(
            [Given.Item9(-1, "1"), Given.Item9(99, "1"), Given.Item9(100, "1")],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)]);

        course.Assess("infusion:9").Results.Where(result => result.Outcome.State == "raised").Select(result => result.At!.Value.DayNumber)
            .Should().BeEquivalentTo([-1, 99, 100]);
    }

    [Theory]
    [InlineData(". . . . . . . . 1", "raised")] // incomplete
    [InlineData("7 0 0 0 0 0 0 0 1", "raised")] // invalid
    [InlineData("0 0 0 0 0 0 0 0 .", "not-assessed")]
    [InlineData("0 0 0 0 0 0 0 0 7", "not-assessed")]
    public void Alerts_do_not_wait_for_a_score(string answers, string said)
    {
        var report = Given.Course([Given.Form("phq-9", Given.Day(3), answers)]).Assess("every-visit");

        report.One("score").Outcome.State.Should().Be("indeterminate");
        Alerts(report).Should().Equal(("every-visit", 3, said));
    }

    [Fact]
    public void Totals_and_visits_that_were_not_done_assess_no_alert()
    {
        Alerts(Given.Course([Given.Total("phq-9", Given.Day(3), 12)]).Assess("last")).Should().Equal(("last", 3, "not-assessed"));
        Alerts(Given.Course([Given.NotDone("phq-9", 3)]).Assess("last")).Should().Equal(("last", 3, "not-assessed"));
        Alerts(Given.Course([Given.Total("phq-9", Given.Day(-3), 12)]).Assess("last")).Should().Equal(("last", null, "indeterminate:no-assessment"));
    }

    [Theory]
    [InlineData("0", "1", "raised")]
    [InlineData("1", "0", "raised")]
    [InlineData(".", "0", "clear")]
    public void Conflicting_forms_all_count_for_the_alert(string one, string other, string said)
    {
        var report = Given.Course([Given.Item9(3, one), Given.Item9(3, other)]).Assess("every-visit");

        Alerts(report).Should().Equal(("every-visit", 3, said));
    }

    [Fact]
    public void Of_conflicting_forms_the_alert_has_the_highest_level()
    {
        // HAM-D17 item 3 has published levels; 1 and 3 stand at one time.
        var instrument = InstrumentCatalogue.Shipped.Find("ham-d17")!;
        var rule = instrument.Alerts.Single();
        Administration Form(int answer) => new("ham-d17", Given.Day(3), new AdministrationContent.Answered(AnswerSet.Of((rule.Item, answer))));
        string? Level(params Administration[] forms) => Given.Course(forms).Assess("every-visit").One("alert").Evidence.Parameters.SingleOrDefault(p => p.Name == "level")?.Value;

        Level(Form(3)).Should().NotBeNull().And.NotBe(Level(Form(1)));
        Level(Form(1), Form(3)).Should().Be(Level(Form(3)));
        Level(Form(3), Form(1)).Should().Be(Level(Form(3)));
    }

    [Fact]
    public void Different_scores_at_one_time_make_the_point_indeterminate()
    {
        var report = Given.Course([Given.Madrs(-1, 34), Given.Madrs(7, 17), Given.Madrs(7, 18)]).Assess("last");

        foreach (var indicator in new[] { "score", "change", "percentage-change", "response" })
        {
            report.Said(indicator).Should().Be("indeterminate:conflicting-scores");
        }

        report.One("score").Evidence.Observations.Single().Status.Should().Be("conflicting");
    }

    [Fact]
    public void Equal_scores_from_different_records_are_no_conflict() =>
        // Answers that sum to 9, and a total of 9; a PROMIS T-score with and without its standard error.
        Given.Course([Given.Form("phq-9", Given.Day(7), "1 1 1 1 1 1 1 1 1"), Given.Total("phq-9", Given.Day(7), 9)]).Assess("last").Said("score").Should().Be("9");

    [Fact]
    public void The_same_T_score_with_and_without_its_standard_error_is_no_conflict()
    {
        var answered = Given.Form("promis-depression-8a", Given.Day(7), "1 1 1 1 1 1 1 1");
        var stated = new Administration("promis-depression-8a", Given.Day(7), new AdministrationContent.TotalOnly(Fraction.FromDecimal(38.2m), null, "test")); // raw 8 is T 38.2

        Given.Course([answered, stated]).Assess("last").Said("score").Should().Be("38.2");
    }

    [Fact]
    public void One_moment_written_in_two_time_zones_is_one_time()
    {
        Administration[] given = [Given.Total("madrs", Given.At("2026-03-08T10:00:00+01:00"), 17), Given.Total("madrs", Given.At("2026-03-08T09:00:00Z"), 18)];

        Given.Course(given, [new Infusion(Given.At("2026-03-01"))]).Assess("last").Said("score").Should().Be("indeterminate:conflicting-scores");
    }

    [Fact]
    public void A_correction_supersedes_what_was_entered_before_it_and_is_noticed_once()
    {
        var report = Given.Course([Given.Madrs(-1, 34), Given.Madrs(7, 17, recorded: Given.Day(7)), Given.Madrs(7, 27, recorded: Given.Day(9)), Given.Madrs(7, 37)]).Assess("last");

        report.Said("score").Should().Be("27");
        report.Issues.Select(issue => issue.ToString()).Should().Equal("corrected:madrs/total");
    }

    [Fact]
    public void A_correction_is_noticed_for_the_scales_that_are_reported_only()
    {
        var report = Given.Course([Given.Item9(3, "1", recorded: Given.Day(3)), Given.Item9(3, "0", recorded: Given.Day(9))]).Assess("last");

        report.Issues.Select(issue => issue.ToString()).Should().Equal("corrected:phq-9/total");
        Alerts(report).Should().Equal(("last", 3, "clear"));
    }

    [Fact]
    public void Two_corrections_entered_at_one_time_conflict() =>
        Given.Course([Given.Madrs(7, 17), Given.Madrs(7, 18, recorded: Given.Day(9)), Given.Madrs(7, 19, recorded: Given.Day(9))]).Assess("last").Said("score")
            .Should().Be("indeterminate:conflicting-scores");

    [Fact]
    public void Before_the_correction_was_entered_the_first_record_stands()
    {
        var course = Given.Course([Given.Madrs(-1, 34), Given.Madrs(7, 17), Given.Madrs(7, 27, recorded: Given.Day(9))]);

        course.Assess("last", asOf: Given.Day(8)).Said("response").Should().Be("met");
        course.Assess("last", asOf: Given.Day(9)).Said("response").Should().Be("not-met");
    }

    [Fact]
    public void An_unknown_instrument_is_an_issue_and_the_rest_is_assessed()
    {
        var report = Given.Course([Given.Total("no-such-form", Given.Day(7), 3), Given.Madrs(7, 17)]).Assess("last");

        report.Issues.Select(issue => issue.ToString()).Should().Equal("instrument-unknown:no-such-form");
        report.Results.Select(result => result.Instrument).Distinct(StringComparer.Ordinal).Should().Equal("madrs");
    }

    [Theory]
    [InlineData("madrs", "no-such-scale", "scale-unknown:madrs/no-such-scale")]
    [InlineData("c-ssrs-screener", null, "scale-unknown:c-ssrs-screener/total")]
    [InlineData("c-ssrs-screener", "risk", "scale-unknown:c-ssrs-screener/risk")]
    [InlineData("phq-9", "major-depressive-pattern", "scale-unknown:phq-9/major-depressive-pattern")]
    public void A_total_of_what_has_none_is_an_issue_and_no_crash(string instrument, string? scale, string issue)
    {
        var report = Given.Course([Given.Total(instrument, Given.Day(7), 1, scale: scale)]).Assess("last");

        report.Issues.Select(i => i.ToString()).Should().Equal(issue);
        report.Results.Should().BeEmpty();
    }

    [Fact]
    public void A_total_of_a_further_scale_is_assessed_for_that_scale_alone()
    {
        var report = Given.Course([Given.Total("ham-d17", Given.Day(-1), 12, scale: "ham-d6"), Given.Total("ham-d17", Given.Day(7), 6, scale: "ham-d6")]).Assess("last");

        report.Results.Select(result => result.Scale).Distinct(StringComparer.Ordinal).Should().Equal("ham-d6");
        report.Said("response", scale: "ham-d6").Should().Be("met"); // 6/12
    }

    [Fact]
    public void Errors_of_invalid_forms_are_listed_without_the_answers()
    {
        var report = Given.Course([Given.Madrs(7, 61), Given.Form("phq-9", Given.Day(7), "0 0 0 0 0 0 0 0 88")]).Assess("last");

        report.Issues.Select(issue => issue.ToString()).Should().BeEquivalentTo("total-out-of-range:total", "item-out-of-range:item9");
        report.Issues.Should().OnlyContain(issue => !issue.Message.Contains("88", StringComparison.Ordinal) && !issue.Message.Contains("61", StringComparison.Ordinal));
    }

    private static readonly Administration[] Many =
    [
        Given.Madrs(-3, 34), Given.Madrs(-3, 33), Given.Madrs(-1, 30), Given.Madrs(1, 20), Given.Madrs(1, 20, Timing.Post), Given.Madrs(9, 12), Given.NotDone("madrs", 16),
        Given.Item9(-1, "3"), Given.Item9(9, "1"), Given.Item9(9, "0"), Given.Item9(30, "0", Given.Day(60)), Given.Item9(30, "2"), Given.Total("whodas-12", Given.Day(9), 12),
        Given.Total("whodas-12", Given.Day(9), 20, rater: RaterKind.Proxy), Given.Total("ham-d17", Given.Day(9), 9, scale: "ham-d6"),
    ];

    private static string[] Texts(AssessmentReport report) => [.. report.Results.Select(OutcomesJson.Write)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_answers_are_the_same_to_the_byte_whatever_the_order_of_input(int seed)
    {
        // Fifteen records: 3, 5, 7 and 11 share no factor with 16, so each step visits every place once, in another order.
        var step = new[] { 3, 5, 7, 11 }[seed - 1];
        var shuffled = Enumerable.Range(1, 15).Select(i => Many[(i * step % 16) - 1]).ToArray();
        Infusion[] infusions = [.. Given.Induction(0, 7), Given.Dose(20, InfusionKind.Booster), Given.Dose(40, InfusionKind.Reinduction)];

        foreach (var point in new[] { "every-visit", "last", "day:9+-8", "end-of-induction" })
        {
            Texts(Given.Course(shuffled, [.. Enumerable.Reverse(infusions)]).Assess(point)).Should().Equal(Texts(Given.Course(Many, infusions).Assess(point)));
        }
    }

    [Fact]
    public void The_answers_are_sorted_by_their_key()
    {
        var keys = Given.Course(Many, Given.Induction(0, 7)).Assess("every-visit").Results
            .Select(r => (r.Series, r.Instrument, r.Scale, r.Indicator, r.Rule, r.Point, Day: r.At?.DayNumber ?? int.MinValue)).ToList();

        keys.Should().HaveCountGreaterThan(40);
        for (var i = 1; i < keys.Count; i++)
        {
            var (x, y) = (keys[i - 1], keys[i]);
            var order = new[]
            {
                x.Series.CompareTo(y.Series), string.CompareOrdinal(x.Instrument, y.Instrument), string.CompareOrdinal(x.Scale, y.Scale), string.CompareOrdinal(x.Indicator, y.Indicator),
                string.CompareOrdinal(x.Rule, y.Rule), string.CompareOrdinal(x.Point, y.Point), x.Day.CompareTo(y.Day),
            }.FirstOrDefault(part => part != 0);
            order.Should().BeLessThanOrEqualTo(0, $"{x} stands before {y}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(30)]
    public void Answers_as_of_a_time_do_not_change_when_later_records_are_appended(int asOf)
    {
        Infusion[] infusions = [.. Given.Induction(0, 7), Given.Dose(20, InfusionKind.Booster), Given.Dose(40, InfusionKind.Reinduction)];
        var until = Given.Course(Many.Where(record => record.KnownAt.DayNumber <= asOf), infusions.Where(infusion => infusion.At.DayNumber <= asOf));
        var all = Given.Course(Many, infusions, new FollowUpEnd(Given.Day(70), FollowUpEndReason.Completed));

        foreach (var point in new[] { "every-visit", "last", "day:9+-8", "end-of-induction", "infusion:2" })
        {
            Texts(all.Assess(point, asOf: Given.Day(asOf))).Should().Equal(Texts(until.Assess(point, asOf: Given.Day(asOf))));
        }
    }

    [Fact]
    public void An_as_of_of_the_other_kind_is_a_mistake_of_the_caller()
    {
        var assess = () => Given.Course([Given.Madrs(0, 3)]).Assess("last", asOf: Given.At("2026-03-01"));

        assess.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_course_without_questionnaires_has_no_answers()
    {
        var report = Given.Course([], Given.Induction(0, 7)).Assess("last");

        report.Results.Should().BeEmpty();
        report.Issues.Should().BeEmpty();
    }
}
