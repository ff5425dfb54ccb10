using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using Shipped = KetamineOutcomes.Instruments.Instruments;

namespace KetamineOutcomes.Tests.Indicators.Changes;

public sealed class ChangeScorerTests
{
    private static readonly ChangeScorer Phq9 = ChangeScorer.Compile(Shipped.Phq9, options: new ChangeOptions { Rules = ["response-50", "remission-5", "jacobson-truax"] }).GetValueOrThrow();

    private static ChangeState[][] Judge(ChangeScorer scorer, int[] starts, short[] scores, int threads = 1)
    {
        var states = scorer.Rules.Select(_ => new ChangeState[scores.Length]).ToArray();
        scorer.Judge(starts, scores, [.. states.Select(column => column.AsMemory())], threads);
        return states;
    }

    [Fact]
    public void Visits_are_judged_beside_the_first_score()
    {
        // Response: a fall of 50 %, remission: below 5, both from a baseline of 10. The standard error is 2.5, so that more than 1.96 * sqrt(2) * 2.5 = 6.93 points are reliable; the cut-off between the populations is 9.7.
        var states = Judge(
            Phq9,
            [0, 5, 9],
            [
                20, 10, 11, 13, 4, // 50 % and not below 9.7; 45 %, 9 points; 35 %, 7 points; 80 %
                9, 16, 15, 2, // a baseline below 10: 7 worse across 9.7; 6 worse; 7 better, but never above 9.7
                12, 19, 18, 12, // 7 worse, above 9.7 all along; 6 worse; the same
            ]);

        Phq9.Rules.Select(rule => rule.Column).Should().Equal("response_response-50", "remission_remission-5", "reliable_change_jacobson-truax");
        states[0].Should().Equal(
            ChangeState.None, ChangeState.Met, ChangeState.NotMet, ChangeState.NotMet, ChangeState.Met,
            ChangeState.None, ChangeState.NotApplicable, ChangeState.NotApplicable, ChangeState.NotApplicable,
            ChangeState.None, ChangeState.NotMet, ChangeState.NotMet, ChangeState.NotMet);
        states[1].Should().Equal(
            ChangeState.None, ChangeState.NotMet, ChangeState.NotMet, ChangeState.NotMet, ChangeState.Met,
            ChangeState.None, ChangeState.NotApplicable, ChangeState.NotApplicable, ChangeState.NotApplicable,
            ChangeState.None, ChangeState.NotMet, ChangeState.NotMet, ChangeState.NotMet);
        states[2].Should().Equal(
            ChangeState.None, ChangeState.Improved, ChangeState.Improved, ChangeState.Improved, ChangeState.Recovered,
            ChangeState.None, ChangeState.Harmed, ChangeState.Unchanged, ChangeState.Improved,
            ChangeState.None, ChangeState.Deteriorated, ChangeState.Unchanged, ChangeState.Unchanged);
    }

    [Fact]
    public void What_is_no_score_is_no_baseline_and_cannot_be_judged()
    {
        // 28 is no PHQ-9. The second course has no score at all, the third a baseline and nothing else.
        var states = Judge(Phq9, [1, 6, 8], [99, ChangeScorer.NoScore, 28, 20, ChangeScorer.NoScore, -1, ChangeScorer.NoScore, 28, 20]);

        states[0].Should().Equal(
            ChangeState.None,
            ChangeState.None, ChangeState.None, ChangeState.None, ChangeState.Indeterminate, ChangeState.Indeterminate,
            ChangeState.Indeterminate, ChangeState.Indeterminate,
            ChangeState.None);
    }

    [Fact]
    public void Numbers_stand_for_decimals_and_for_steps_that_the_scale_has()
    {
        // The WHO-5 goes from 0 to 100 by fours, and higher is better: 30 is no score, and by 60 points the person is better.
        var who = ChangeScorer.Compile(InstrumentCatalogue.Shipped.Find("who-5")!, options: new ChangeOptions { Rules = ["danish-who-5"] }).GetValueOrThrow();
        Judge(who, [0], [20, 30, 80])[0].Should().Equal(ChangeState.None, ChangeState.Indeterminate, ChangeState.Improved);
        Judge(who, [0], [30, 80, 20])[0].Should().Equal(ChangeState.None, ChangeState.None, ChangeState.Deteriorated);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same()
    {
        // 30,000 courses of three visits: several parts.
        var scores = Enumerable.Range(0, 90_000).Select(i => (short)(i * 7919L % 31 - 1)).ToArray();
        var starts = Enumerable.Range(0, 30_000).Select(i => 3 * i).ToArray();

        var one = Judge(Phq9, starts, scores);
        var three = Judge(Phq9, starts, scores, threads: 3);

        for (var rule = 0; rule < one.Length; rule++)
        {
            three[rule].Should().Equal(one[rule]);
        }

        one[0].Distinct().Should().Contain([ChangeState.Met, ChangeState.NotMet, ChangeState.NotApplicable, ChangeState.Indeterminate]);
    }

    [Fact]
    public void A_column_that_is_not_wanted_is_not_written()
    {
        var remission = new ChangeState[2];
        Phq9.Judge(new[] { 0 }, new short[] { 20, 3 }, [Memory<ChangeState>.Empty, remission]);
        remission.Should().Equal(ChangeState.None, ChangeState.Met);
    }

    [Fact]
    public void Nothing_to_judge_is_nothing()
    {
        var none = () => Phq9.Judge(ReadOnlyMemory<int>.Empty, ReadOnlyMemory<short>.Empty, []);
        none.Should().NotThrow();
        Phq9.Assess([]).GetValueOrThrow().Rows.Should().BeEmpty();
    }

    [Theory]
    [InlineData(new[] { 0, 0 })]
    [InlineData(new[] { 1, 0 })]
    [InlineData(new[] { -1 })]
    [InlineData(new[] { 3 })]
    public void Starts_that_do_not_ascend_are_refused(int[] starts)
    {
        var judge = () => Judge(Phq9, starts, [1, 2, 3]);
        judge.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_column_too_short_or_too_many_is_refused()
    {
        var tooShort = () => Phq9.Judge(new[] { 0 }, new short[] { 1, 2 }, [new ChangeState[1]]);
        var tooMany = () => Phq9.Judge(new[] { 0 }, new short[] { 1 }, [.. Enumerable.Repeat(new ChangeState[1].AsMemory(), 4)]);
        tooShort.Should().Throw<ArgumentException>();
        tooMany.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("phq-9", "no-such-scale", null, ChangeCodes.ScaleUnknown)]
    [InlineData("phq-9", "major-depressive-pattern", null, ChangeCodes.ScaleUnfit)] // no number
    [InlineData("functional-markers", "crying", null, ChangeCodes.ScaleUnfit)] // a change already
    [InlineData("functional-markers", null, null, ChangeCodes.ScaleUnknown)] // no total
    [InlineData("phq-9", null, "remission-7", ChangeCodes.RuleUnknown)]
    public void What_cannot_be_judged_is_refused_with_a_code(string id, string? scale, string? rule, string code) =>
        ChangeScorer.Compile(InstrumentCatalogue.Shipped.Find(id)!, scale, new ChangeOptions { Rules = rule is null ? [] : [rule] }).Issues.Select(issue => issue.Code).Should().Equal(code);

    [Fact]
    public void A_course_is_judged_with_its_reasons_in_any_order_of_its_visits()
    {
        Administration Visit(int day, int score) => new("phq-9", ClinicalTime.OnDay(day), new AdministrationContent.TotalOnly(score));
        var rows = Phq9.Assess([Visit(9, 8), Visit(9, 9), Visit(3, 6), Visit(0, 16), new Administration("phq-9", ClinicalTime.OnDay(5), new AdministrationContent.NotDone()), new Administration("gad-7", ClinicalTime.OnDay(1), new AdministrationContent.TotalOnly(3))])
            .GetValueOrThrow().Rows;

        // 10 of 16 are 62.5 %.
        rows.Select(row => (row.Day, row.Baseline, row.Score, row.Change, row.PercentageChange)).Should().Equal((3, 16, 6, 10, 62.5m), (5, 16, null, null, null), (9, 16, null, null, null));
        rows[0].Outcomes.Select(outcome => outcome.State).Should().Equal("met", "not-met", "recovered");
        rows[1].Outcomes.Should().AllBeEquivalentTo(new IndicatorOutcome.Indeterminate(Reasons.NotDone));
        rows[2].Outcomes.Should().AllBeEquivalentTo(new IndicatorOutcome.Indeterminate(Reasons.ConflictingScores));
    }

    [Fact]
    public void Forms_that_can_stand_beside_each_other_are_refused()
    {
        Administration Visit(RaterKind? rater, Timing timing) => new("phq-9", ClinicalTime.OnDay(1), new AdministrationContent.TotalOnly(1), timing, rater);
        var raters = () => Phq9.Assess([Visit(RaterKind.Self, Timing.Pre), Visit(RaterKind.Proxy, Timing.Pre)]);
        var post = () => Phq9.Assess([Visit(null, Timing.Post)]);
        raters.Should().Throw<ArgumentException>();
        post.Should().Throw<ArgumentException>();
    }
}
