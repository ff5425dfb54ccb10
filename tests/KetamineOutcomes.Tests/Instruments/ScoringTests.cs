using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments;

public sealed class ScoringTests
{
    private const string Sum = """{"id":"all","sum":["item1","item2","item3","item4"]}""";
    private static readonly Instrument Plain = TestDefinitions.WithRule(4, Sum, "0", "12");

    private static Instrument WithPolicy(string policy, string rule = Sum, string high = "12", string alerts = "", string more = "") =>
        TestDefinitions.WithRule(4, rule, "0", high, missing: policy, alerts: alerts, more: more);

    private static IEnumerable<string> Codes(Score score) => score.Issues.Select(issue => issue.ToString());

    // Answers

    [Theory]
    [InlineData("1 2 3 3", "scored", "9")]
    [InlineData("1 2 3 .", "incomplete", "incomplete")]
    [InlineData(". . . .", "incomplete", "incomplete")]
    [InlineData("1 2 3 4", "invalid", "invalid")]
    [InlineData("1 2 3 -1", "invalid", "invalid")]
    [InlineData("1 2 3 2.5", "invalid", "invalid")]
    [InlineData("1 2 3 2.0", "scored", "8")]
    [InlineData("1 2 3 x", "invalid", "invalid")]
    [InlineData("1 2 3 na", "invalid", "invalid")]
    [InlineData("1 2 . 4", "invalid", "invalid")]
    public void A_form_is_scored_incomplete_or_invalid(string answers, string kind, string outcome)
    {
        var score = Plain.Score(answers);

        score.Kind.Should().Be(kind);
        score.Outcome().Should().Be(outcome);
        score.TryGetValue(out _).Should().Be(kind == "scored");
        score.TryGetExact(out _).Should().Be(kind == "scored");
    }

    [Theory]
    [InlineData("1 2 3 4", "item-out-of-range:item4")]
    [InlineData("1 2 3 x", "item-unreadable:item4")]
    [InlineData("1 2 3 never", "item-unreadable:item4")]
    [InlineData("1 2 3 na", "item-not-applicable:item4")]
    [InlineData("1 2 . .", "item-missing:item3;item-missing:item4")]
    public void What_is_wrong_or_missing_is_named_by_item(string answers, string issues) =>
        string.Join(';', Codes(Plain.Score(answers))).Should().Be(issues);

    [Fact]
    public void An_item_that_the_instrument_does_not_have_makes_the_form_invalid()
    {
        var score = Plain.Score(AnswerSet.Of(("item1", 0), ("item2", 0), ("item3", 0), ("item4", 0), ("item5", 0)));

        score.Should().BeOfType<Score.Invalid>();
        Codes(score).Should().Equal("item-unknown:item5");
    }

    [Fact]
    public void Messages_never_hold_the_answer()
    {
        var score = Plain.Score("1 2 3 77");

        score.Issues.Should().OnlyContain(issue => !issue.Message.Contains("77", StringComparison.Ordinal));
        score.Explain().Should().NotContain("77");
    }

    [Fact]
    public void A_score_says_how_it_came_about()
    {
        var score = Plain.Score("1 2 3 3");

        score.Rule.ToString().Should().Be("test-form/total 1.0.0");
        score.Sources.Should().Equal("Made up for the tests");
        score.Answered.Should().Be(4);
        score.Applicable.Should().Be(4);
        score.MissingItems.Should().BeEmpty();
        score.NotApplicableItems.Should().BeEmpty();
        score.Range.ToString().Should().Be("0 to 12");
        score.MissingPolicy.Should().Be("none");
        score.IsTotalOnly.Should().BeFalse();
        score.Severity.Should().BeNull();
        score.Issues.Should().BeEmpty();
    }

    [Fact]
    public void An_incomplete_score_counts_what_was_answered()
    {
        var score = Plain.Score("1 . 3 .");

        score.Answered.Should().Be(2);
        score.MissingItems.Should().Equal("item2", "item4");
        score.Value.Should().BeNull();
    }

    [Fact]
    public void Scores_compare_by_value()
    {
        Plain.Score("1 2 3 3").Should().Be(Plain.Score("1 2 3 3"));
        Plain.Score("1 2 3 3").Should().NotBe(Plain.Score("1 2 3 2"));
    }

    [Fact]
    public void Match_calls_the_case()
    {
        string Name(Score score) => score.Match(_ => "scored", _ => "prorated", _ => "incomplete", _ => "invalid");

        Name(Plain.Score("1 2 3 3")).Should().Be("scored");
        Name(WithPolicy(TestDefinitions.Policy("mean", """,  "proration":true,"personMean":[{"aggregate":"all","maxMissing":1}]""")).Score("1 2 3 .")).Should().Be("prorated");
        Name(Plain.Score("1 2 3 .")).Should().Be("incomplete");
        Name(Plain.Score("1 2 3 9")).Should().Be("invalid");
    }

    // Overloads

    [Fact]
    public void Numbers_in_printed_order_give_the_same_as_answers_by_item()
    {
        Plain.Score(1, 2, 3, 3).Should().Be(Plain.Score("1 2 3 3"));
        Plain.Score([1, 2, 3, 3]).Should().Be(Plain.Score("1 2 3 3"));
        Plain.Score(1, null, 3, 3).Should().Be(Plain.Score("1 . 3 3"));
    }

    [Fact]
    public void A_wrong_number_of_answers_throws()
    {
        var few = () => Plain.Score(1, 2, 3);
        var many = () => Plain.Score(1, 2, 3, 3, 3);
        var fewOrMissing = () => Plain.Score(1, 2, null);

        few.Should().Throw<ArgumentException>().WithMessage("test-form has 4 items.*");
        many.Should().Throw<ArgumentException>();
        fewOrMissing.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Trailing_items_that_are_never_scored_may_be_left_out()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(2) + "," + TestDefinitions.Item("item3", more: ",\"scored\":false"),
            TestDefinitions.Scale("""{"sum":["item1","item2"]}""", "0", "6")));
        var few = () => form.Score(1);

        form.Score(1, 2).Outcome().Should().Be("3");
        form.Score(1, 2, 3).Outcome().Should().Be("3");
        form.Score("1 2 9").Outcome().Should().Be("3", "an item that the scale does not use cannot spoil it");
        form.ScoreAll(TestDefinitions.Answers(form, "1 2 9")).Issues.Should().ContainSingle().Which.ToString().Should().Be("item-out-of-range:item3");
        few.Should().Throw<ArgumentException>().WithMessage("*2 scored items and 3 in all*");
    }

    [Fact]
    public void A_scale_that_does_not_exist_throws()
    {
        var score = () => Plain.Score("nothing", AnswerSet.Empty);
        var total = () => Plain.ScoreTotal(1, "nothing");
        var sheet = () => Plain.ScoreAll(AnswerSet.Empty)["nothing"];

        score.Should().Throw<ArgumentException>();
        total.Should().Throw<ArgumentException>();
        sheet.Should().Throw<KeyNotFoundException>();
    }

    [Fact]
    public void An_instrument_without_scales_gives_alerts_and_no_score()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(1), scales: null, TestDefinitions.Alert("item1")));
        var score = () => form.Score(AnswerSet.Empty);

        form.ScoreAll(TestDefinitions.Answers(form, "2")).Scores.Should().BeEmpty();
        form.ScoreAll(TestDefinitions.Answers(form, "2")).Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Raised);
        score.Should().Throw<InvalidOperationException>();
    }

    // Missing-item policies

    [Theory]
    [InlineData("1 2 3 3", "scored", "9")]
    [InlineData("1 2 3 .", "prorated", "8")] // 6 * 4 / 3
    [InlineData("1 1 3 .", "prorated", "7")] // 5 * 4 / 3 = 6.67
    [InlineData("1 1 . .", "incomplete", "incomplete")] // two missing, one allowed
    public void A_person_mean_fills_up_to_its_number_of_missing_items(string answers, string kind, string outcome)
    {
        var score = WithPolicy(TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":1,"roundTo":0}]""")).Score(answers);

        score.Kind.Should().Be(kind);
        score.Outcome().Should().Be(outcome);
    }

    [Theory]
    [InlineData("1 1 0 .", "3")] // 2 * 4 / 3 = 2.67
    [InlineData("2 1 . .", "6")] // 3 * 4 / 2
    [InlineData("1 . . .", "4")]
    public void A_person_mean_over_several_missing_items(string answers, string outcome) =>
        WithPolicy(TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":3,"roundTo":0}]""")).Score(answers).Outcome().Should().Be(outcome);

    [Fact]
    public void A_filled_in_half_is_rounded_away_from_zero()
    {
        // item1 + item2 = 5 of two parts of four; 5 * 4 / 2 = 10; of a mean: 5 / 2 = 2.5 becomes 3.
        var form = WithPolicy(
            TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":2,"roundTo":0}]"""),
            """{"id":"all","mean":["item1","item2","item3","item4"]}""", "3", more: ",\"decimals\":1");

        form.Score("3 2 . .").TryGetExact(out var rounded).Should().BeTrue();
        rounded.Should().Be((Fraction)3);
        form.Score("3 2 2 3").TryGetExact(out var complete).Should().BeTrue();
        complete.Should().Be(new Fraction(5, 2), "a complete form is not rounded by the policy");
    }

    [Fact]
    public void Without_a_rounding_the_filled_in_value_stays_exact()
    {
        var score = WithPolicy(TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":1}]"""), more: ",\"decimals\":1").Score("1 1 3 .");

        score.TryGetExact(out var exact).Should().BeTrue();
        exact.Should().Be(new Fraction(20, 3));
        score.Outcome().Should().Be("6.7");
    }

    [Theory]
    [InlineData("2 . . .", "scored", "2")]
    [InlineData("1 . 2 .", "scored", "2")]
    [InlineData(". . . .", "incomplete", "incomplete")]
    public void K_of_n_that_the_form_itself_provides_scores(string answers, string kind, string outcome)
    {
        var score = WithPolicy(TestDefinitions.Policy("either", ""","kOfN":[{"aggregate":"all","required":1}]"""), """{"id":"all","max":["item1","item2","item3","item4"]}""", "3").Score(answers);

        score.Kind.Should().Be(kind);
        score.Outcome().Should().Be(outcome);
    }

    [Fact]
    public void K_of_n_as_a_proration_is_marked()
    {
        var form = WithPolicy(
            TestDefinitions.Policy("half", ""","proration":true,"kOfN":[{"aggregate":"all","required":2}]"""),
            """{"id":"all","mean":["item1","item2","item3","item4"]}""", "3", more: ",\"decimals\":1");

        form.Score("1 2 . .").Kind.Should().Be("prorated");
        form.Score("1 2 . .").Outcome().Should().Be("1.5");
        form.Score("1 . . .").Kind.Should().Be("incomplete");
    }

    [Fact]
    public void A_policy_is_asked_for_by_name_and_the_score_says_which_was_used()
    {
        var form = WithPolicy(TestDefinitions.Policy("none") + "," + TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":1}]"""));

        form.Score("1 2 3 .").Kind.Should().Be("incomplete");
        form.Score("1 2 3 .", options: new() { MissingPolicy = "mean" }).Kind.Should().Be("prorated");
        form.Score("1 2 3 .", options: new() { MissingPolicy = "mean" }).MissingPolicy.Should().Be("mean");
        form.Score("1 2 3 .", options: new() { MissingPolicy = "nothing" }).MissingPolicy.Should().Be("none");
    }

    [Fact]
    public void An_item_with_an_alert_is_never_filled_in()
    {
        var form = WithPolicy(
            TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":2,"roundTo":0}]"""), alerts: TestDefinitions.Alert("item4"));

        var withAlertItem = form.Score("1 2 . 3");
        var without = form.Score("1 2 3 .");

        withAlertItem.Kind.Should().Be("prorated");
        without.Kind.Should().Be("incomplete");
        Codes(without).Should().Equal("alert-item-never-imputed", "item-missing:item4");
        without.Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.NotAssessed);
    }

    // Not applicable and not rated

    private static Instrument NotApplicable(string treatment) => TestDefinitions.Read(TestDefinitions.Form(
        TestDefinitions.Item("item1", more: ",\"notApplicable\":true") + "," + TestDefinitions.Item("item2"),
        TestDefinitions.Scale(
            """{"sum":["item1","item2"]}""", "0", "6",
            missing: TestDefinitions.Policy("policy", $",\"notApplicable\":\"{treatment}\""),
            more: ""","bands":[{"id":"set","default":true,"levels":[{"from":0,"id":"low","label":"low"}],"evidence":[{"source":"made-up","status":"code"}]}]""")));

    [Fact]
    public void Not_applicable_leaves_the_denominator_and_takes_the_bands_with_it()
    {
        var score = NotApplicable("out-of-denominator").Score("na 3");

        score.Kind.Should().Be("scored");
        score.Outcome().Should().Be("3");
        score.Range.ToString().Should().Be("0 to 3");
        score.Applicable.Should().Be(1);
        score.NotApplicableItems.Should().Equal("item1");
        score.Severity.Should().BeNull();
        Codes(score).Should().Equal("bands-not-applicable:total");
        NotApplicable("out-of-denominator").Score("3 3").Severity!.Band.Should().Be("low");
    }

    [Fact]
    public void Not_applicable_as_missing_cannot_be_scored()
    {
        var score = NotApplicable("as-missing").Score("na 3");

        score.Kind.Should().Be("incomplete");
        score.MissingItems.Should().Equal("item1");
        score.NotApplicableItems.Should().BeEmpty();
    }

    [Fact]
    public void A_form_on_which_nothing_applies_has_no_score()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Item("item1", more: ",\"notApplicable\":true"),
            TestDefinitions.Scale("""{"sum":["item1"]}""", "0", "3", missing: TestDefinitions.Policy("out", ""","notApplicable":"out-of-denominator" """))));

        form.Score("na").Kind.Should().Be("incomplete");
    }

    [Fact]
    public void A_not_rated_code_counts_as_missing_and_is_said()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Item("item1", more: ",\"notRated\":[9]") + """,{"id":"item2","label":"two","kind":"choice","options":[{"id":"no","value":0,"label":"no"},{"id":"yes","value":1,"label":"yes"},{"id":"unknown","label":"not known"}]}""",
            TestDefinitions.Scale("""{"sum":["item1","item2"]}""", "0", "4")));

        form.Score("9 yes").Kind.Should().Be("incomplete");
        Codes(form.Score("9 yes")).Should().Equal("item-not-rated:item1", "item-missing:item1");
        Codes(form.Score("3 unknown")).Should().Equal("item-not-rated:item2", "item-missing:item2");
        form.Score("3 yes").Outcome().Should().Be("4");
        form.Score("3 1").Outcome().Should().Be("4", "a choice may be given by its value");
        form.Score("3 2").Kind.Should().Be("invalid");
        form.Score("3 perhaps").Kind.Should().Be("invalid");
    }

    // Skips

    private static Instrument Skipping(string answered, string alerts = "") => TestDefinitions.Read(TestDefinitions.Form(
        TestDefinitions.Items(3),
        TestDefinitions.Scale("""{"sum":["item1","item2","item3"]}""", "0", "9"),
        alerts,
        TestDefinitions.Skip("""{"atMost":{"of":"item1","value":0}}""", answered, """{"item":"item2","value":1}""", """{"item":"item3","value":0}""")));

    [Theory]
    [InlineData("keep", "0 . .", "scored", "1", "")] // skipped as 1 and 0
    [InlineData("keep", "0 1 .", "scored", "1", "")] // the answer is the form's own value
    [InlineData("keep", "0 3 .", "scored", "3", "answered-though-skipped:item2")]
    [InlineData("override", "0 3 2", "scored", "1", "answered-though-skipped:item2;answered-though-skipped:item3")]
    [InlineData("keep", "1 . .", "incomplete", "incomplete", "item-missing:item2;item-missing:item3")]
    [InlineData("keep", ". 1 1", "incomplete", "incomplete", "item-missing:item1")]
    [InlineData("override", "0 9 .", "invalid", "invalid", "item-out-of-range:item2")] // nonsense is not hidden by a skip
    public void Skipped_items_have_the_forms_value(string answered, string answers, string kind, string outcome, string issues)
    {
        var score = Skipping(answered).Score(answers);

        score.Kind.Should().Be(kind);
        score.Outcome().Should().Be(outcome);
        string.Join(';', Codes(score)).Should().Be(issues);
    }

    [Fact]
    public void A_skip_may_rest_on_an_item_that_another_skip_filled_in()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(3),
            TestDefinitions.Scale("""{"sum":["item1","item2","item3"]}""", "0", "9"),
            skips: TestDefinitions.Skip("""{"atMost":{"of":"item1","value":0}}""", "keep", """{"item":"item2","value":0}""") + ","
                + TestDefinitions.Skip("""{"atMost":{"of":"item2","value":0}}""", "keep", """{"item":"item3","value":0}""")));

        form.Score("0 . .").Outcome().Should().Be("0");
    }

    // Alerts

    [Theory]
    [InlineData("0 0 0 0", "scored", AlertStatus.Clear)]
    [InlineData("0 0 0 1", "scored", AlertStatus.Raised)]
    [InlineData("0 0 . 1", "incomplete", AlertStatus.Raised)]
    [InlineData("0 0 9 1", "invalid", AlertStatus.Raised)]
    [InlineData("0 0 . 0", "incomplete", AlertStatus.Clear)]
    [InlineData("0 0 0 .", "incomplete", AlertStatus.NotAssessed)]
    [InlineData("0 0 0 7", "invalid", AlertStatus.NotAssessed)]
    [InlineData("0 0 0 x", "invalid", AlertStatus.NotAssessed)]
    [InlineData("0 0 0 na", "invalid", AlertStatus.NotAssessed)]
    public void An_alert_stands_in_every_case_of_the_score(string answers, string kind, AlertStatus status)
    {
        var form = TestDefinitions.WithRule(4, Sum, "0", "12", alerts: TestDefinitions.Alert("item4"));

        var score = form.Score(answers);

        score.Kind.Should().Be(kind);
        score.Alerts.Should().ContainSingle().Which.Status.Should().Be(status);
        form.ScoreAll(TestDefinitions.Answers(form, answers)).Alerts.Should().Equal(score.Alerts);
    }

    [Fact]
    public void A_bare_total_assesses_no_alert() =>
        TestDefinitions.WithRule(4, Sum, "0", "12", alerts: TestDefinitions.Alert("item4")).ScoreTotal(12)
            .Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.NotAssessed);

    [Fact]
    public void An_alert_on_an_item_outside_the_scale_stands_with_the_score()
    {
        var form = TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(1) + "," + TestDefinitions.Item("item2", more: ",\"scored\":false"),
            TestDefinitions.Scale("\"item1\"", "0", "3"),
            TestDefinitions.Alert("item2")));

        form.Score("0 3").Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Raised);
    }

    [Theory]
    [InlineData("0 1 . . 0", null)]
    [InlineData("0 1 . 1", null)]
    [InlineData("0 1 . 2", "high")]
    [InlineData("0 1 . 3", "high")]
    public void The_highest_published_level_reached_is_named(string answers, string? level) =>
        TestDefinitions.Complete.Score(answers).Alerts.Should().ContainSingle().Which.Level.Should().Be(level);

    [Theory]
    [InlineData("keep")]
    [InlineData("override")]
    public void A_skip_never_clears_the_alert_of_an_answer(string answered)
    {
        var form = Skipping(answered, TestDefinitions.Alert("item3"));

        form.Score("0 . 2").Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Raised);
        form.Score("0 . .").Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Clear);
        form.Score("0 . x").Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.NotAssessed);
    }

    // Bands

    [Theory]
    [InlineData("0 0 0 0", "low", "low")]
    [InlineData("1 1 1 1", "low", "low")]
    [InlineData("2 1 1 1", "high", "low")] // 5
    [InlineData("2 2 1 1", "high", "low")] // 6 is below 13/2
    [InlineData("2 2 2 1", "high", "high")] // 7
    public void The_band_holds_from_its_lower_bound(string answers, string first, string second)
    {
        TestDefinitions.Complete.Score(answers).Severity!.ToString().Should().Be(first);
        TestDefinitions.Complete.Score(answers).Severity!.BandSet.Should().Be("first");
        TestDefinitions.Complete.Score(answers, options: new() { BandSet = "second" }).Severity!.Band.Should().Be(second);
        TestDefinitions.Complete.Score(answers, options: new() { BandSet = "nothing" }).Severity!.BandSet.Should().Be("first");
    }

    [Fact]
    public void The_band_is_that_of_the_exact_score_and_not_of_the_rounded_one()
    {
        // The mean of 3 2 2 2 is 2.25, printed 2; of 3 3 2 2 it is 2.5, printed 3 and below the band from 2.75.
        var form = TestDefinitions.WithRule(
            4, """{"mean":["item1","item2","item3","item4"]}""", "0", "3",
            more: ""","bands":[{"id":"set","default":true,"levels":[{"from":0,"id":"low","label":"low"},{"from":"11/4","id":"high","label":"high"}],"evidence":[{"source":"made-up","status":"code"}]}]""");

        form.Score("3 3 2 2").Outcome().Should().Be("3");
        form.Score("3 3 2 2").Severity!.Band.Should().Be("low");
        form.Score("3 3 3 2").Severity!.Band.Should().Be("high");
    }

    // Totals

    [Fact]
    public void A_stated_total_that_differs_is_a_warning_and_is_never_used()
    {
        var score = Plain.Score("1 2 3 3", options: new() { StatedTotal = 8 });

        score.Outcome().Should().Be("9");
        Codes(score).Should().Equal("stated-total-differs:total");
        Plain.Score("1 2 3 3", options: new() { StatedTotal = 9 }).Issues.Should().BeEmpty();
    }

    [Fact]
    public void A_stated_total_is_compared_as_printed_too()
    {
        var form = TestDefinitions.WithRule(2, """{"linear":{"of":{"sum":["item1","item2"]},"multiply":"100/6"}}""", "0", "100", more: ",\"decimals\":2");

        // 1 * 100 / 6 = 16.666..., printed 16.67.
        form.Score("1 0", options: new() { StatedTotal = new Fraction(1667, 100) }).Issues.Should().BeEmpty();
        Codes(form.Score("1 0", options: new() { StatedTotal = new Fraction(1666, 100) })).Should().Equal("stated-total-differs:total");
    }

    [Fact]
    public void A_stated_total_belongs_to_the_main_scale_only() =>
        TestDefinitions.Complete.Score("1 1 1 1", "worst", new() { StatedTotal = 4 }).Issues.Should().BeEmpty();

    [Theory]
    [InlineData(0, "scored", "")]
    [InlineData(12, "scored", "")]
    [InlineData(-1, "invalid", "total-out-of-range:total")]
    [InlineData(13, "invalid", "total-out-of-range:total")]
    public void A_bare_total_must_lie_in_the_range(int total, string kind, string issues)
    {
        var score = Plain.ScoreTotal(total);

        score.Kind.Should().Be(kind);
        score.IsTotalOnly.Should().BeTrue();
        score.Answered.Should().Be(0);
        string.Join(';', Codes(score)).Should().Be(issues);
    }

    [Fact]
    public void A_bare_total_between_the_steps_is_refused()
    {
        var form = TestDefinitions.WithRule(2, """{"linear":{"of":{"sum":["item1","item2"]},"multiply":4}}""", "0", "24");

        form.ScoreTotal(20).Kind.Should().Be("scored");
        Codes(form.ScoreTotal(21)).Should().Equal("total-unreachable:total");
        Codes(Plain.ScoreTotal(new Fraction(5, 2))).Should().Equal("total-unreachable:total");
    }

    [Theory]
    [InlineData("16.67", "scored")] // 100/6 as printed
    [InlineData("50/3", "scored")]
    [InlineData("33.33", "scored")]
    [InlineData("16.66", "invalid")]
    [InlineData("16.7", "invalid")]
    [InlineData("20", "invalid")]
    public void A_bare_total_may_be_the_printed_form_of_one_that_answers_give(string total, string kind)
    {
        var form = TestDefinitions.WithRule(2, """{"linear":{"of":{"sum":["item1","item2"]},"multiply":"100/6"}}""", "0", "100", more: ",\"decimals\":2");
        Fraction.TryParse(total, out var value).Should().BeTrue();

        form.ScoreTotal(value).Kind.Should().Be(kind);
    }

    [Fact]
    public void A_bare_total_has_its_band_and_only_numbers_have_totals()
    {
        var flag = () => TestDefinitions.Complete.ScoreTotal(1, "pattern");

        TestDefinitions.Complete.ScoreTotal(5).Severity!.Band.Should().Be("high");
        TestDefinitions.Complete.ScoreTotal(5, options: new() { BandSet = "second" }).Severity!.Band.Should().Be("low");
        flag.Should().Throw<ArgumentException>();
    }

    // Results of other kinds

    [Theory]
    [InlineData("pattern", "2 2 0 0", "met")]
    [InlineData("pattern", "1 1 3 3", "not-met")]
    [InlineData("triage", "0 0 0 3 . . . . . . . . no", "much")]
    [InlineData("triage", "0 0 0 0 . . . . . . . . yes", "some")]
    [InlineData("triage", "0 0 0 0 . . . . . . . . no", "none")]
    public void Flags_and_categories_print_their_stable_words(string scale, string answers, string expected)
    {
        var score = TestDefinitions.Complete.Score(answers, scale);

        score.Outcome().Should().Be(expected);
        score.TryGetValue(out _).Should().BeFalse("the result is no number");
        score.Severity.Should().BeNull();
    }

    [Fact]
    public void A_sheet_holds_every_scale_and_each_issue_once()
    {
        var sheet = TestDefinitions.Complete.ScoreAll(TestDefinitions.Answers(TestDefinitions.Complete, "1 2 3 9"));

        sheet.Scores.Select(score => score.Rule.Scale).Should().Equal(TestDefinitions.Complete.Scales.Select(scale => scale.Id));
        sheet["total"].Kind.Should().Be("invalid");
        sheet["profile"].Kind.Should().Be("incomplete", "item4 is not its item");
        sheet.Issues.Count(issue => issue.ToString() == "item-out-of-range:item4").Should().Be(1);
    }

    // Explain

    [Fact]
    public void Explain_gives_value_range_direction_band_count_and_rule() =>
        TestDefinitions.Complete.Score("2 2 1 0").Explain().Should().Be(
            "Complete total 5 (range 0 to 12, higher is worse): high (first), 4 of 4 items answered. Rule complete-form/total 1.2.3, missing-item policy none.");

    [Fact]
    public void Explain_names_what_is_missing_and_the_alert() =>
        TestDefinitions.Complete.Score("2 . 1 3").Explain().Should().Be(
            "Complete total is not scored: 3 of 4 items answered, missing item2. Rule complete-form/total 1.2.3, missing-item policy none. Alert item4 (suicidality): raised.");

    [Fact]
    public void Explain_names_the_errors_and_the_alert_that_was_not_assessed() =>
        TestDefinitions.Complete.Score("2 2 1 9").Explain().Should().Be(
            "Complete total is not scored: item-out-of-range:item4. Rule complete-form/total 1.2.3, missing-item policy none. Alert item4 (suicidality): not assessed.");

    [Fact]
    public void Explain_says_what_is_only_a_total_or_prorated()
    {
        TestDefinitions.Complete.ScoreTotal(5).Explain().Should().Contain("5 (range 0 to 12, higher is worse): high (first), a stated total without answers.");
        WithPolicy(TestDefinitions.Policy("mean", ""","proration":true,"personMean":[{"aggregate":"all","maxMissing":1}]""")).Score("1 2 3 .").Explain()
            .Should().Be("Test total 8 (range 0 to 12, higher is worse), prorated from 3 of 4 items. Rule test-form/total 1.0.0, missing-item policy mean.");
    }

    // Validate

    [Theory]
    [InlineData("1 2 3 3", "")]
    [InlineData("1 . 3 .", "item2;item4")]
    [InlineData(". . . .", "item1;item2;item3;item4")]
    public void Validate_names_what_is_still_missing(string answers, string missing)
    {
        var check = Plain.Validate(TestDefinitions.Answers(Plain, answers));

        check.MissingItems.ToString().Should().Be(missing);
        check.IsReady.Should().Be(missing.Length == 0);
    }

    [Fact]
    public void Validate_reports_what_is_wrong_as_an_issue_and_not_as_missing()
    {
        var check = Plain.Validate(TestDefinitions.Answers(Plain, "1 2 3 9"));

        check.IsReady.Should().BeFalse();
        check.MissingItems.Should().BeEmpty();
        check.Issues.Should().ContainSingle().Which.ToString().Should().Be("item-out-of-range:item4");
    }

    [Fact]
    public void Validate_does_not_ask_for_skipped_items_or_settled_alternatives()
    {
        Skipping("keep").Validate(AnswerSet.Of(("item1", 0))).IsReady.Should().BeTrue();
        var form = TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(2), TestDefinitions.Scale("""{"oneOf":["item1","item2"]}""", "0", "3")));

        form.Validate(AnswerSet.Empty).MissingItems.Should().Equal("item1", "item2");
        form.Validate(AnswerSet.Of(("item2", 1))).IsReady.Should().BeTrue();
        form.Validate(AnswerSet.Of(("item1", 1), ("item2", 1))).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.AlternativesBothAnswered);
    }

    [Fact]
    public void Validate_does_not_ask_for_what_the_form_itself_leaves_blank()
    {
        var form = WithPolicy(TestDefinitions.Policy("either", ""","kOfN":[{"aggregate":"all","required":1}]"""), """{"id":"all","max":["item1","item2","item3","item4"]}""", "3");

        form.Validate(AnswerSet.Of(("item3", 1))).IsReady.Should().BeTrue();
        form.Validate(AnswerSet.Empty).MissingItems.Should().HaveCount(4);
    }

    [Fact]
    public void Validate_does_not_ask_for_an_item_that_counts_as_a_constant_when_blank()
    {
        // As in the PSQI, whose "other reason" is 0 if it is left blank.
        var form = WithPolicy(
            TestDefinitions.Policy("blank-is-none", ""","kOfN":[{"aggregate":"other","required":1}]"""),
            """{"sum":["item1","item2","item3",{"id":"other","max":[0,"item4"]}]}""",
            "12");

        form.Validate(AnswerSet.Of(("item1", 1), ("item2", 1), ("item3", 1))).IsReady.Should().BeTrue();
        form.Validate(AnswerSet.Of(("item1", 1), ("item2", 1), ("item4", 1))).MissingItems.Should().Equal("item3");
    }

    [Fact]
    public void Validate_does_not_ask_for_the_optional_reason_of_the_PSQI()
    {
        var psqi = InstrumentCatalogue.Shipped.Find("psqi")!;

        psqi.Validate(TestDefinitions.Answers(psqi, "23:00 10 07:00 480 0 0 0 0 0 0 0 0 0 . 0 0 0 0")).IsReady.Should().BeTrue();
        psqi.Validate(TestDefinitions.Answers(psqi, "23:00 10 07:00 480 0 0 0 0 0 0 0 0 . . 0 0 0 0")).MissingItems.Should().Equal("item5i");
    }

    [Fact]
    public void Validate_asks_again_for_what_does_not_apply_only_where_the_score_needs_it()
    {
        static Instrument Form(string treatment) => TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Item("item1", more: ",\"notApplicable\":true") + "," + TestDefinitions.Item("item2"),
            TestDefinitions.Scale("""{"sum":["item1","item2"]}""", "0", "6", missing: TestDefinitions.Policy("policy", $",\"notApplicable\":\"{treatment}\""))));

        Form("out-of-denominator").Validate(TestDefinitions.Answers(Form("out-of-denominator"), "na 1")).IsReady.Should().BeTrue();
        Form("out-of-denominator").Validate(TestDefinitions.Answers(Form("out-of-denominator"), ". 1")).MissingItems.Should().Equal("item1");
        Form("as-missing").Validate(TestDefinitions.Answers(Form("as-missing"), "na 1")).MissingItems.Should().Equal("item1");
    }

    // Culture

    [Theory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void Culture_plays_no_part(string culture)
    {
        string Everything()
        {
            var form = TestDefinitions.Read(TestDefinitions.CompleteJson);
            var sheet = form.ScoreAll(TestDefinitions.Answers(form, "1 2 3 2 na 1.5 some . 23:00 07:00 360 2 yes . 2 3"));
            return string.Join('\n', sheet.Scores.Select(score => score.Outcome() + " " + score.Explain()).Concat(sheet.Issues.Select(issue => issue + issue.Message)));
        }

        Cultures.In(culture, Everything).Should().Be(Cultures.In("", Everything));
    }

    [Theory]
    [InlineData("q-les-q-sf", "41.07", "No answers give this total: it goes by steps of 25/14 from 0, and is printed to 1 decimal: give it so, or exact.")]
    [InlineData("phq-9", "10.5", "No answers give this total: it goes by steps of 1 from 0.")]
    public void A_total_that_no_answers_give_says_how_it_is_printed(string id, string total, string message)
    {
        _ = Fraction.TryParse(total, out var value);

        InstrumentCatalogue.Shipped.Find(id)!.ScoreTotal(value).Issues.Should().ContainSingle().Which.Message.Should().Be(message);
    }
}
