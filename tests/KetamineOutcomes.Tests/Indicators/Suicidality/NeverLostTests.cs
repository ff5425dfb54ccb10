using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Suicidality;

/// <summary>Each way in which a raised answer could be lost, averaged away, delayed or passed over in silence.</summary>
public sealed class NeverLostTests
{
    [Theory]
    [InlineData("last")]
    [InlineData("end-of-induction")]
    [InlineData("infusion:9")]
    [InlineData("day:300")]
    public void It_is_told_whatever_points_are_asked_for(string points) =>
        Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "2"), Given.Item9(9, "0")]).Suicidality(points).Visits().Should().StartWith("5 new");

    [Theory]
    [InlineData(". . . . . . . . 1")] // incomplete
    [InlineData("7 0 0 0 0 0 0 0 1")] // another answer is out of range
    [InlineData("x 0 0 0 0 0 0 0 1")] // another answer is unreadable
    [InlineData("3 3 3 3 3 3 3 3 1")]
    [InlineData("0 0 0 0 0 0 0 0 1")] // a total of 1 says "none or minimal"
    public void The_form_around_it_plays_no_part(string answers) =>
        Given.Course([Given.Item9(-1, "0"), Given.Form("phq-9", Given.Day(5), answers)]).Suicidality("last").Item().Said().Should().Be("new");

    [Fact]
    public void A_missing_answer_is_no_clear_one()
    {
        var rows = Given.Course([Given.Item9(-1, "1"), Given.Item9(5, ".")]).Suicidality();

        rows.Visits().Should().Be("-1 raised, 5 not-answered");
        var last = rows.Item();
        (last.Said(), last.At, last.Has("not-answered-since"), last.Has("not-asked-since-start")).Should().Be(("raised", Given.Day(-1), true, true));
        rows.Worst().Said().Should().Be("raised");
        rows.Worst("every-visit").Said().Should().Be("not-answered");
        rows.Worst("every-visit").Has("raised-not-asked-again").Should().BeTrue();
        rows.Worst("every-visit").Explain().Should().Be("Suicidality has no usable answer at every-visit on day 5: PHQ-9 item 9 has none. It was last answered on day -1, 6 days before (PHQ-9 item 9: raised). Raised before and not asked again: PHQ-9 item 9 (on day -1).");
    }

    [Theory]
    [InlineData("7")] // out of range
    [InlineData("x")] // unreadable
    [InlineData("na")] // not offered by the item
    public void A_code_that_cannot_be_used_is_told_like_a_raised_one_and_is_never_clear(string item9)
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, item9)]).Suicidality("last");

        rows.Visits().Should().Be("5 unreadable", "whatever points were asked for");
        rows.Item().Said().Should().Be("unreadable");
        rows.Worst().Said().Should().Be("unreadable");
        rows.Item().Explain().Should().Contain("may have been a raised one").And.Contain("needs a person's attention").And.NotContain("answered 7");
    }

    [Fact]
    public void A_code_that_cannot_be_used_takes_nothing_back()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "2"), Given.Item9(9, "7")]).Suicidality("last");

        (rows.Item().Said(), rows.Item().At, rows.Item().Has("not-answered-since")).Should().Be(("new", Given.Day(5), true));
    }

    [Fact]
    public void A_retake_of_the_same_day_takes_nothing_back()
    {
        var course = Given.Course(
            [SuicidalityGiven.Item9At("2026-01-04", "0"), SuicidalityGiven.Item9At("2026-01-12T09:00", "3"), SuicidalityGiven.Item9At("2026-01-12T11:00", "0")],
            [new Infusion(Given.At("2026-01-05T10:00"))]);

        var rows = course.Suicidality();
        rows.Visits().Should().Be("2026-01-12T09:00:00 new, 2026-01-12T11:00:00 resolved");
        rows.Worst("every-visit").Said().Should().Be("new", "the worst of the visit stands");
        rows.Worst().Said().Should().Be("resolved");
        rows.Worst().Parameter("last-raised").Should().Be("2026-01-12T09:00:00");
    }

    [Fact]
    public void Of_forms_that_conflict_the_worst_stands()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "0"), Given.Item9(5, "2"), Given.Item9(5, "1")]).Suicidality();

        rows.Visits().Should().Be("5 new");
        (rows.Item().Parameter("answer"), rows.Item().Has("conflicting-answers")).Should().Be(("2", true));
        rows.Item().Explain().Should().Contain("the worst answer stands");
    }

    [Fact]
    public void A_form_that_answers_stands_before_one_that_does_not()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "."), Given.Item9(5, "1"), Given.Item9(5, "7"), Given.Total("phq-9", Given.Day(5), 3), Given.NotDone("phq-9", 5)]).Suicidality();

        rows.Visits().Should().Be("5 new");
        rows.Item().Has("also-unreadable").Should().BeTrue();
    }

    [Fact]
    public void Identical_records_are_one_row() =>
        Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "1"), Given.Item9(5, "1")]).Suicidality().Visits().Should().Be("5 new");

    [Fact]
    public void A_correction_of_the_total_takes_back_no_answer()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "3", Given.Day(5)), Given.Total("phq-9", Given.Day(5), 12, recorded: Given.Day(6))]).Suicidality("last");

        (rows.Item().Said(), rows.Item().Has("from-superseded-form")).Should().Be(("new", true));
    }

    [Fact]
    public void A_correction_that_answers_the_item_replaces_it_and_says_so()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "3", Given.Day(5)), Given.Item9(5, "0", Given.Day(6))]).Suicidality("last");

        (rows.Item().Said(), rows.Item().Has("corrected-from-raised")).Should().Be(("clear", true));
        rows.Item().Explain().Should().Contain("has been corrected");
    }

    [Fact]
    public void A_correction_that_was_entered_later_than_as_of_is_not_known()
    {
        var course = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "3", Given.Day(5)), Given.Item9(5, "0", Given.Day(8))]);

        course.Suicidality("last", asOf: Given.Day(7)).Item().Said().Should().Be("new");
        course.Suicidality("last", asOf: Given.Day(8)).Item().Said().Should().Be("clear");
    }

    [Fact]
    public void It_is_known_from_the_day_on_which_it_was_entered()
    {
        var course = Given.Course([Given.Item9(-1, "0"), Given.Item9(5, "3", Given.Day(9))]);

        course.Suicidality("last", asOf: Given.Day(8)).Item().Said().Should().Be("clear");
        course.Suicidality("last", asOf: Given.Day(9)).Item().KnownAt.Should().Be(Given.Day(9));
    }

    [Fact]
    public void What_one_rater_says_does_not_cover_what_another_says()
    {
        var rows = Given.Course([
            SuicidalityGiven.Item9By(RaterKind.Self, -1, "0"), SuicidalityGiven.Item9By(RaterKind.Clinician, -1, "0"),
            SuicidalityGiven.Item9By(RaterKind.Clinician, 5, "2"), SuicidalityGiven.Item9By(RaterKind.Self, 5, "0")]).Suicidality();

        rows.Item("item9:clinician").Said().Should().Be("new");
        rows.Item().Said().Should().Be("clear");
        rows.Worst().Said().Should().Be("new");
        rows.Worst("every-visit").Said().Should().Be("new");
    }

    [Fact]
    public void Before_and_after_the_infusion_of_one_day_are_two_rows_with_keys_of_their_own()
    {
        Administration On(Timing timing, string item9) => SuicidalityGiven.Item9At("2026-01-08", item9, timing);
        var rows = Given.Course(
            [SuicidalityGiven.Item9At("2026-01-04", "0"), On(Timing.Pre, "2"), On(Timing.Post, "0")],
            [new Infusion(Given.At("2026-01-05")), new Infusion(Given.At("2026-01-08"))]).Suicidality();

        rows.Where(row => row.Rule == "item9" && row.Point != "last").Select(row => (row.Point, row.Said())).Should().BeEquivalentTo([("every-visit", "new"), ("every-visit:post", "resolved")]);
        rows.Select(row => (row.Series, row.Instrument, row.Scale, row.Rule, row.Point, row.At)).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Before_the_first_infusion_it_is_told_in_the_first_series()
    {
        var rows = Given.Course([Given.Item9(-20, "0"), Given.Item9(-10, "1"), Given.Item9(-1, "0")]).Suicidality("last");

        rows.Visits().Should().Be("-10 new");
        rows.Item().Said().Should().Be("resolved");
    }

    [Fact]
    public void Between_two_series_it_is_told_once_and_stays_open_in_the_next()
    {
        var rows = Given.Course(
            [Given.Item9(-1, "0"), Given.Item9(60, "2")],
            [Given.Dose(0, InfusionKind.Induction), Given.Dose(100, InfusionKind.Reinduction)]).Suicidality();

        rows.Where(row => row.Point == "every-visit" && row.Rule == "item9").Select(row => (row.Series, row.At)).Should().Equal((1, Given.Day(60)));
        var next = rows.Item(series: 2);
        (next.Said(), next.Has("not-asked-since-start")).Should().Be(("new", true));
        rows.Worst(series: 2).Said().Should().Be("new");
    }

    [Fact]
    public void On_the_day_of_a_re_induction_it_belongs_to_the_side_of_the_infusion_on_which_it_was_said()
    {
        List<IndicatorResult> Ask(Timing timing) => Given.Course(
            [SuicidalityGiven.Item9At("2026-01-04", "0"), SuicidalityGiven.Item9At("2026-04-01", "1", timing)],
            [new Infusion(Given.At("2026-01-05"), kind: InfusionKind.Induction), new Infusion(Given.At("2026-04-01"), kind: InfusionKind.Reinduction)]).Suicidality("infusion:9");

        Ask(Timing.Unspecified).Single(row => row.Rule == "item9").Series.Should().Be(1);
        Ask(Timing.Post).Single(row => row.Rule == "item9").Series.Should().Be(2);
    }

    [Fact]
    public void Two_zones_that_write_one_moment_are_one_visit() =>
        Given.Course(
            [SuicidalityGiven.Item9At("2026-01-04T08:00:00Z", "0"), SuicidalityGiven.Item9At("2026-01-12T10:00:00+01:00", "0"), SuicidalityGiven.Item9At("2026-01-12T09:00:00Z", "1")],
            [new Infusion(Given.At("2026-01-05T10:00:00Z"))]).Suicidality("infusion:9").Visits().Should().EndWith(" new").And.NotContain(",");

    [Fact]
    public void A_clear_answer_on_one_instrument_resolves_nothing_on_another()
    {
        var rows = Given.Course([Given.Item9(-1, "0"), SuicidalityGiven.Madrs10(-1, "1"), SuicidalityGiven.Madrs10(5, "4"), Given.Item9(9, "0")]).Suicidality();

        var last = rows.Worst();
        (last.Said(), last.At, last.Parameter("madrs"), last.Parameter("phq-9")).Should().Be(("worsening", Given.Day(5), "worsening item10 5", "clear item9 9"));
        var visit = rows.Single(row => row.Rule == "worst" && row.At == Given.Day(9));
        (visit.Said(), visit.Has("raised-not-asked-again")).Should().Be(("clear", true));
        visit.Explain().Should().EndWith("Raised before and not asked again: MADRS item 10 (on day 5).");
    }

    [Theory]
    [InlineData("day:7+-3", 5)] // day 7 is nearer to the middle and clear
    [InlineData("infusion:1", 5)]
    [InlineData("end-of-induction", 5)]
    public void In_a_window_the_worst_answer_stands_and_not_the_first_or_nearest(string point, int day)
    {
        var rows = Given.Course([Given.Item9(-1, "0"), Given.Item9(4, "0"), Given.Item9(5, "1"), Given.Item9(7, "0")], Given.Induction(0)).Suicidality(point);

        (rows.Item(point: point).Said(), rows.Item(point: point).At).Should().Be(("new", Given.Day(day)));
        rows.Worst(point).Said().Should().Be("new");
    }

    [Fact]
    public void An_old_clear_answer_says_nothing_of_now_and_an_old_raised_one_stays()
    {
        Given.Course([Given.Item9(-1, "0"), Given.Item9(7, "0")]).Suicidality("last", asOf: Given.Day(52)).Item().Said().Should().Be("clear", "45 days");
        var stale = Given.Course([Given.Item9(-1, "0"), Given.Item9(7, "0")]).Suicidality("last", asOf: Given.Day(53));
        stale.Item().Said().Should().Be("indeterminate:stale");
        stale.Worst().Said().Should().Be("indeterminate:stale");
        Given.Course([Given.Item9(-1, "0"), Given.Item9(7, "1")]).Suicidality("last", asOf: Given.Day(400)).Item().Said().Should().Be("new");
    }

    [Fact]
    public void What_the_patient_answered_decides_and_not_what_a_skip_makes_of_it()
    {
        // SIDAS: item 1 is 0 and the rest is to be left out, and item 3 was answered 5.
        var rows = Given.Course([Given.Form("sidas", Given.Day(-1), "0"), Given.Form("sidas", Given.Day(5), "0 . 5 . .")]).Suicidality("last");

        rows.Item("item3", "sidas").Said().Should().Be("new", "the skip on day -1 says 0");
        rows.Item("all-items", "sidas").Said().Should().Be("new");
    }

    [Fact]
    public void Answers_by_name_count_and_a_form_without_a_total_too()
    {
        var rows = Given.Course([Given.Form("c-ssrs-screener", Given.Day(-1), "no no no no no no no"), Given.Form("c-ssrs-screener", Given.Day(5), "yes yes no yes no no no")]).Suicidality("last");

        rows.Where(row => row.Instrument == "c-ssrs-screener" && row.Point == "last").Select(row => (row.Rule, row.Said()))
            .Should().BeEquivalentTo([("all-items", "new"), ("item1", "new"), ("item2", "new"), ("item4", "new"), ("scale:risk", "new")]);
        rows.Item("item4", "c-ssrs-screener").Parameter("level").Should().Be("triage-high");
        rows.Item("scale:risk", "c-ssrs-screener").Explain().Should().StartWith("C-SSRS screener triage").And.Contain("was 3 (high) on day 5; it was 0 (negative-screen) on day -1: newly raised.");
    }

    [Fact]
    public void A_bare_total_of_a_scale_of_suicidality_counts()
    {
        // The SIDAS total is 0 only where every answer says none.
        var rows = Given.Course([Given.Total("sidas", Given.Day(-1), 0), Given.Total("sidas", Given.Day(5), 12), Given.Total("sidas", Given.Day(9), 60)]).Suicidality();

        rows.Visits("scale:total", "sidas").Should().Be("5 new, 9 unreadable");
        rows.Item("scale:total", "sidas").Said().Should().Be("new");
        rows.Worst().Said().Should().Be("new");
    }

    [Fact]
    public void A_bare_total_of_depression_says_nothing_about_it()
    {
        var rows = Given.Course([Given.Madrs(-1, 30), Given.Madrs(5, 12)]).Suicidality("last");

        (rows.Item("item10", "madrs").Said(), rows.Item("item10", "madrs").Parameter("standing")).Should().Be(("not-answered", "total-only"));
        rows.Worst().Said().Should().Be("not-answered");
    }

    [Fact]
    public void The_items_come_from_the_definitions_and_not_from_a_list()
    {
        var own = TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(2), TestDefinitions.Scale("""{"sum":["item1","item2"]}""", "0", "6"), TestDefinitions.Alert("item2", from: 2)));
        Administration Form(int day, int item2) => new("test-form", Given.Day(day), new AdministrationContent.Answered(AnswerSet.Of(("item1", 0), ("item2", item2))));

        Given.Course([Form(-1, 1), Form(5, 2)]).Suicidality("last", catalogue: InstrumentCatalogue.Shipped.With(own)).Item("item2", "test-form").Said().Should().Be("new");
    }

    [Fact]
    public void Every_shipped_item_with_an_alert_about_suicidality_is_found()
    {
        var missed = new List<string>();
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!).Where(instrument => instrument.Alerts.Any(alert => alert.Topic is "suicidality" or "self-injury")))
        {
            foreach (var alert in instrument.Alerts.Where(alert => alert.Topic is "suicidality" or "self-injury"))
            {
                var item = instrument.FindItem(alert.Item)!;
                var answer = item.Kind == ItemKind.Choice ? Answer.Option(item.Options.First(option => option.Value >= alert.RaisedFrom).Id) : Answer.Number(alert.RaisedFrom);
                var form = new Administration(instrument.Id, Given.Day(5), new AdministrationContent.Answered(AnswerSet.Create([new(alert.Item, answer)])));
                var rows = Given.Course([form]).Suicidality("infusion:9");
                if (!rows.Exists(row => row.Instrument == instrument.Id && row.Rule == alert.Id && row.Outcome.State == "raised"))
                {
                    missed.Add($"{instrument.Id}/{alert.Id}");
                }
            }
        }

        missed.Should().BeEmpty();
    }
}
