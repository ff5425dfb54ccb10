using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Tests.Treatment.Segments;

public sealed class TreatmentStructureTests
{
    // Days after the first infusion, computed by hand:
    // Phillips 2019 (Am J Psychiatry 176:401): 6 infusions three times a week over 2 weeks, Monday, Wednesday, Friday = 0 2 4, 7 9 11;
    // responders then 4 once-weekly infusions, Fridays = 18 25 32 39.
    private const string Phillips = "0 2 4 7 9 11 18 25 32 39";

    // Spravato label (MIMS Hong Kong): weeks 1-4 twice weekly, Monday and Thursday = 0 3 7 10 14 17 21 24; weeks 5-8 once weekly = 28 35 42 49; from week 9
    // every 2 weeks: the first one a week after 49 would be 56, then 70, 84.
    private const string Spravato = "0 3 7 10 14 17 21 24 28 35 42 49 56 70 84";

    // Sakurai 2020 (PubMed 32871698): twice weekly for three weeks, Tuesday and Friday = 0 3 7 10 14 17; then boosters at 45, 80.
    private const string Mgh = "0 3 7 10 14 17 45 80";

    [Theory]

    // A week without an infusion ends a segment: 11 to 18 is 7 days. Each weekly infusion is a booster of its own. 6 infusions over 11 days are a series.
    [InlineData(Phillips, "mcinnes-2022-gap-7", "induction:6 booster:1 booster:1 booster:1 booster:1")]

    // No pause of 14 days in 39 days: ten infusions, more than 8. Where induction ended cannot be told.
    [InlineData(Phillips, "mcinnes-2022-gap-14", "too-many-infusions:10")]

    // 24 to 28 is 4 days: the first weekly dose of the label's week 5, day 28, comes 4 days after the last of week 4, so it is no pause of a week: 9 infusions.
    [InlineData(Spravato, "mcinnes-2022-gap-7", "too-many-infusions:9 booster:1 booster:1 booster:1 booster:1 booster:1 booster:1")]

    // With the weekly dose on the Thursday (31, 38, 45, 52 and from week 9 every 2 weeks 66, 80): 24 to 31 is 7 days. 8 infusions over 24 days are a series.
    [InlineData("0 3 7 10 14 17 21 24 31 38 45 52 66 80", "mcinnes-2022-gap-7", "induction:8 booster:1 booster:1 booster:1 booster:1 booster:1 booster:1")]
    [InlineData(Mgh, "mcinnes-2022-gap-14", "induction:6 booster:1 booster:1")]
    [InlineData(Mgh, "oliver-2022-gap-14", "induction:6 booster:1 booster:1")]

    // Four infusions are a series for McInnes (4 to 8) and not for Oliver (6 within 21 days); then 40 has nothing to boost.
    [InlineData("0 3 7 10 40", "mcinnes-2022-gap-14", "induction:4 booster:1")]
    [InlineData("0 3 7 10 40", "oliver-2022-gap-14", "too-few-infusions:4 too-few-infusions:1")]

    // Ends of the rule, both inclusive: 4 over 7 days, 8 over 28 days; and one beyond each.
    [InlineData("0 2 4 7", "mcinnes-2022-gap-14", "induction:4")]
    [InlineData("0 2 4 6", "mcinnes-2022-gap-14", "span-too-short:4")]
    [InlineData("0 4 8 12 16 20 24 28", "mcinnes-2022-gap-14", "induction:8")]
    [InlineData("0 4 8 12 16 20 24 29", "mcinnes-2022-gap-14", "span-too-long:8")]
    [InlineData("0 3 6 9 12 15 18 21 24", "mcinnes-2022-gap-14", "too-many-infusions:9")]
    [InlineData("0 3 7", "mcinnes-2022-gap-14", "too-few-infusions:3")]

    // A gap of 13 days does not end a segment, one of 14 does.
    [InlineData("0 3 7 20", "mcinnes-2022-gap-14", "induction:4")]
    [InlineData("0 3 7 10 24", "mcinnes-2022-gap-14", "induction:4 booster:1")]

    // A later series is a re-induction, also without a booster between; fewer close together are boosters.
    [InlineData("0 3 7 10 60 63 67 70", "mcinnes-2022-gap-14", "induction:4 re-induction:4")]
    [InlineData("0 3 7 10 60 63 67 70 100 103 107 110", "mcinnes-2022-gap-14", "induction:4 re-induction:4 re-induction:4")]
    [InlineData("0 3 7 10 60 63", "mcinnes-2022-gap-14", "induction:4 booster:2")]

    // What was given before the first series is not called a booster, and the series after it is the first.
    [InlineData("0 40 43 47 50", "mcinnes-2022-gap-14", "too-few-infusions:1 induction:4")]
    [InlineData("", "mcinnes-2022-gap-14", "")]
    public void Published_schedules_are_cut_as_the_rule_says(string days, string rule, string expected)
    {
        var structure = TreatmentStructure.Find(Log(days), Rule(rule), Given.Day(400));

        Words(structure).Should().Be(expected);
        structure.Segments.Where(segment => segment.IsProvisional).Should().BeEmpty();
        structure.Notices.Should().BeEmpty();
    }

    /// <summary>The day and the label of each infusion: i induction, b booster, r re-induction, - none.</summary>
    [Theory]
    [InlineData("0i 3i 7i 30b 60b", null, "induction:3 booster:1 booster:1")]
    [InlineData("0i 3i 7b 10b", null, "induction:2 booster:1 booster:1")]
    [InlineData("0- 3i 7i", null, "induction:3")]
    [InlineData("0i 3- 7i", null, "induction:3")]
    [InlineData("0i 30b 33- 60r", null, "induction:1 booster:1 not-labelled:1 re-induction:1")]
    [InlineData("0r 3r 7i", null, "re-induction:2 induction:1")]
    [InlineData("0- 3- 90-", null, "not-labelled:3")]

    // Labels win over the numbers of the rule; the gap still cuts, and the rule says what has no label.
    [InlineData("0i 3i 60b", "mcinnes-2022-gap-14", "induction:2 booster:1")]
    [InlineData("0i 3i 60i 63i", "mcinnes-2022-gap-14", "induction:2 induction:2")]
    [InlineData("0i 3i 7i 10i 40- 80- 83- 87- 90-", "mcinnes-2022-gap-14", "induction:4 booster:1 re-induction:4")]
    [InlineData("0b 30- 60- 63- 67- 70-", "mcinnes-2022-gap-14", "booster:1 booster:1 re-induction:4")]
    public void Labels_go_before_the_rule(string log, string? rule, string expected) =>
        Words(TreatmentStructure.Find(Labelled(log), Rule(rule), Given.Day(400))).Should().Be(expected);

    [Theory]
    [InlineData("0i 3i 7i 10i 40b", "")]
    [InlineData("0i 3i 7b 10b 14b 17b", "segmentation-kind-differs:segment:2 segmentation-kind-differs:segment:3 segmentation-kind-differs:segment:4 segmentation-kind-differs:segment:5")] // six in 17 days are a series
    [InlineData("0i 3i 7i 10i 60i", "segmentation-gap-in-series:segment:2 segmentation-kind-differs:segment:2")] // by the rule a booster
    [InlineData("0i 3i 7i 10i 60r", "segmentation-kind-differs:segment:2")]
    [InlineData("0i 3i", "")] // too few for the rule: it says nothing, so there is nothing to disagree with
    [InlineData("0r 3r 7r 10r", "")] // the series before it may lie before the log
    [InlineData("0i 3i 7i 10i 60-", "segmentation-partly-labelled:infusion")]
    [InlineData("0i 3i 7i 10i 392b 395b 397b 400b", "")] // still open as of day 400, so the rule says nothing of it yet
    public void What_labels_and_rule_say_differently_is_told_and_the_labels_hold(string log, string expected)
    {
        var structure = TreatmentStructure.Find(Labelled(log), SegmentationRules.McInnes2022Gap14, Given.Day(400));

        string.Join(' ', structure.Notices.Select(notice => notice.ToString())).Should().Be(expected);
        structure.Notices.Select(notice => notice.Severity).Distinct().Should().BeSubsetOf([IssueSeverity.Notice]);
    }

    [Fact]
    public void A_segment_is_provisional_until_a_later_infusion_would_begin_another()
    {
        var course = Log("0 3 7 10");

        // Four infusions over 10 days are a series already; one on day 23 would still belong to it, one on day 24 = 10 + 14 not.
        var before = TreatmentStructure.Find(course, SegmentationRules.McInnes2022Gap14, Given.Day(23)).Segments.Single();
        before.Should().Match<TreatmentSegment>(segment => segment.IsProvisional && segment.Kind == SegmentKind.Induction && segment.ClosesFrom == Given.Day(24));
        var after = TreatmentStructure.Find(course, SegmentationRules.McInnes2022Gap14, Given.Day(24)).Segments.Single();
        after.Should().Match<TreatmentSegment>(segment => !segment.IsProvisional && segment.Kind == SegmentKind.Induction && segment.ClosesFrom == Given.Day(24));

        // Without a date, as of the last record, which is the last infusion.
        TreatmentStructure.Find(course, SegmentationRules.McInnes2022Gap14).Segments.Single().IsProvisional.Should().BeTrue();

        // Nothing looks ahead: as of day 7 there are three, too few.
        var early = TreatmentStructure.Find(course, SegmentationRules.McInnes2022Gap14, Given.Day(7)).Segments.Single();
        early.Should().Match<TreatmentSegment>(segment => segment.IsProvisional && segment.Reason == SegmentReasons.TooFewInfusions && segment.ClosesFrom == Given.Day(21));
    }

    [Fact]
    public void Without_a_rule_only_the_next_label_closes_a_segment_and_a_booster_is_closed_from_the_start()
    {
        var segments = TreatmentStructure.Find(Labelled("0i 3i 30b 60r"), null, Given.Day(400)).Segments;

        segments.Select(segment => (segment.IsProvisional, segment.ClosesFrom)).Should().Equal((false, Given.Day(30)), (false, null), (true, null));
    }

    [Fact]
    public void Another_agent_begins_a_segment_and_another_route_is_told()
    {
        Infusion Dose(int day, string agent, Route route) => new(Given.Day(day), agent, route);
        var course = Given.Course(
            [],
            [
                Dose(0, "midazolam", Route.Intravenous),
                Dose(3, "ketamine", Route.Intravenous), Dose(5, "ketamine", Route.Intravenous), Dose(7, "ketamine", Route.Intramuscular), Dose(10, "ketamine", Route.Intravenous),
                Dose(12, "esketamine", Route.Intranasal),
            ]);
        var structure = TreatmentStructure.Find(course, SegmentationRules.McInnes2022Gap14, Given.Day(400));

        Words(structure).Should().Be("too-few-infusions:1 induction:4 booster:1");
        structure.Segments[0].ClosesFrom.Should().Be(Given.Day(3));
        structure.Notices.Select(notice => notice.ToString()).Should().Equal("segmentation-route-changed:segment:2");
    }

    [Fact]
    public void Each_infusion_has_its_numbers_and_the_days_since_the_last()
    {
        var infusions = TreatmentStructure.Find(Log(Mgh), SegmentationRules.McInnes2022Gap14, Given.Day(400)).Infusions;

        infusions.Select(infusion => infusion.Number).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
        infusions.Select(infusion => infusion.NumberInSegment).Should().Equal(1, 2, 3, 4, 5, 6, 1, 1);
        infusions.Select(infusion => infusion.Cycle).Should().Equal(1, 1, 1, 1, 1, 1, 2, 3);
        infusions.Select(infusion => infusion.DaysSinceLast).Should().Equal(null, 3, 4, 3, 4, 3, 28, 35);
        infusions.Select(infusion => infusion.NoHoursReason).Should().Equal(["no-earlier-infusion", .. Enumerable.Repeat("no-time-of-day", 7)]);
    }

    [Fact]
    public void A_cycle_runs_from_the_last_infusion_of_a_segment_to_the_first_of_the_next()
    {
        var cycles = TreatmentStructure.Find(Log(Mgh), SegmentationRules.McInnes2022Gap14, Given.Day(101)).Cycles;

        // 17 to 45, 45 to 80, and 80 to now, day 101: at least 21 days.
        cycles.Select(cycle => (cycle.Number, cycle.Days, cycle.DaysSoFar)).Should().Equal((1, 28, null), (2, 35, null), (3, null, 21));
    }

    [Theory]

    // The clock goes forward in Berlin on 29 March 2026, from +01:00 to +02:00: 10:00 to 10:00 is 24 hours less one. In local time without an offset, 24.
    [InlineData("2026-03-28T10:00+01:00", "2026-03-29T10:00+02:00", 1, 23.0)]
    [InlineData("2026-03-28T10:00", "2026-03-29T10:00", 1, 24.0)]

    // The same two instants written in another zone.
    [InlineData("2026-03-28T09:00Z", "2026-03-29T08:00Z", 1, 23.0)]
    [InlineData("2026-03-28", "2026-03-29T08:00Z", 1, null)]
    public void Hours_are_exact_between_instants(string first, string second, int days, double? hours)
    {
        var infusion = TreatmentStructure.Find(Given.Course([], [new Infusion(Given.At(second)), new Infusion(Given.At(first))])).Infusions[1];

        infusion.DaysSinceLast.Should().Be(days);
        infusion.HoursSinceLast.Should().Be((decimal?)hours);
        (infusion.NoHoursReason is null).Should().Be(hours is not null);
    }

    [Theory]
    [InlineData("2026-03-01T09:00", "2026-03-04T09:00+01:00", DoseReasons.ClocksMixed)]
    [InlineData("2026-03-01T09:00Z", "2026-03-04T09:00", DoseReasons.ClocksMixed)]
    [InlineData("2026-03-01", "2026-03-04T09:00Z", DoseReasons.NoTimeOfDay)]
    public void A_local_time_beside_an_instant_gives_days_and_no_hours(string first, string second, string reason)
    {
        var infusion = TreatmentStructure.Find(Given.Course([], [new Infusion(Given.At(second)), new Infusion(Given.At(first))])).Infusions[1];

        infusion.DaysSinceLast.Should().Be(3, "the dates as written are three days apart");
        infusion.HoursSinceLast.Should().BeNull();
        infusion.NoHoursReason.Should().Be(reason);
    }

    [Fact]
    public void Clocks_that_turn_the_dates_round_give_no_hours()
    {
        // 1 March 11:00 UTC, and 2 March 00:30 fourteen hours east of it, which is 1 March 10:30 UTC: half an hour before.
        var infusion = TreatmentStructure.Find(Given.Course([], [new Infusion(Given.At("2026-03-01T11:00Z")), new Infusion(Given.At("2026-03-02T00:30+14:00"))])).Infusions[1];

        infusion.HoursSinceLast.Should().BeNull();
        infusion.NoHoursReason.Should().Be(DoseReasons.ClocksDisagree);
    }

    [Theory]
    [InlineData("ketamine", Route.Intravenous, 40, 80, "1/2", null)]
    [InlineData("ketamine", Route.Intramuscular, 40, 80, "1/2", null)]
    [InlineData("ketamine", Route.Subcutaneous, 40, 80, "1/2", null)]
    [InlineData("ketamine", Route.Oral, 160, 80, "2", null)]
    [InlineData("ketamine", Route.Sublingual, 160, 80, "2", null)]
    [InlineData("ketamine", Route.Intranasal, 40, 80, "1/2", null)]
    [InlineData("esketamine", Route.Intravenous, 20, 80, "1/4", null)]
    [InlineData("esketamine", Route.Intranasal, 84, 80, null, "dose-not-by-weight")]
    [InlineData("ketamine", Route.Intravenous, 40, null, null, "weight-missing")]
    [InlineData("ketamine", Route.Intravenous, null, 80, null, "dose-missing")]
    [InlineData("placebo", Route.Intravenous, 0, 80, "0", null)]
    public void A_dose_by_weight_needs_a_weight_and_says_when_it_has_none(string agent, Route route, int? dose, int? weight, string? expected, string? reason)
    {
        var found = DoseByWeight.Of(new Infusion(Given.Day(0), agent, route, doseMg: dose, weightKg: weight));

        found.MgPerKg?.ToString().Should().Be(expected is null ? null : Fraction.TryParse(expected, out var parsed) ? parsed.ToString() : expected);
        found.Reason.Should().Be(reason);
    }

    [Fact]
    public void Every_shipped_rule_says_where_each_number_was_read_and_that_its_gap_is_policy()
    {
        SegmentationRules.All.Should().HaveCount(3).And.OnlyContain(rule => rule.HasPolicy && rule.SeriesEvidence.Count > 0 && rule.GapEvidence.Count > 0);
        SegmentationRules.All.Select(rule => rule.Id).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        SegmentationRules.All.Should().OnlyContain(rule => SegmentationRules.Find(rule.Id.ToUpperInvariant()) == rule);
        SegmentationRules.Find("no-such-rule").Should().BeNull();
    }

    [Theory]
    [InlineData("", 4, 8, 7, 28, 14)]
    [InlineData("Own", 4, 8, 7, 28, 14)]
    [InlineData("own--rule", 4, 8, 7, 28, 14)]
    [InlineData("own", 0, 8, 7, 28, 14)]
    [InlineData("own", 4, 3, 7, 28, 14)]
    [InlineData("own", 4, 8, -1, 28, 14)]
    [InlineData("own", 4, 8, 7, 6, 14)]
    [InlineData("own", 4, 8, 7, 28, 0)]
    public void A_rule_without_sense_is_a_mistake_of_the_caller(string id, int minInfusions, int maxInfusions, int minDays, int maxDays, int gapDays)
    {
        var make = () => new SegmentationRule(id, minInfusions, maxInfusions, minDays, maxDays, gapDays);

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Series_begin_by_the_rules_word_as_by_a_labels()
    {
        // A series, a booster, two re-inductions in a row: each re-induction begins a series, the booster belongs to the first.
        var series = TreatmentStructure.Find(Log("0 3 7 10 40 60 63 67 70 100 103 107 110"), SegmentationRules.McInnes2022Gap14, Given.Day(400)).Series;

        series.Select(one => one.Infusions.Count).Should().Equal(5, 4, 4);
        series.Select(one => one.LastOfInduction?.At).Should().Equal(Given.Day(10), Given.Day(70), Given.Day(110));
        series.Should().OnlyContain(one => !one.StartsInMidTreatment);
    }

    private static Course Log(string days) => Given.Course([], days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => Given.Dose(int.Parse(day, System.Globalization.CultureInfo.InvariantCulture))));

    private static Course Labelled(string log) => Given.Course([], log.Split(' ').Select(word => Given.Dose(int.Parse(word[..^1], System.Globalization.CultureInfo.InvariantCulture), word[^1] switch
    {
        'i' => InfusionKind.Induction,
        'b' => InfusionKind.Booster,
        'r' => InfusionKind.Reinduction,
        _ => InfusionKind.Unspecified,
    })));

    private static SegmentationRule? Rule(string? id) => id is null ? null : SegmentationRules.Find(id) ?? throw new ArgumentException("No such rule.", nameof(id));

    private static string Words(TreatmentStructure structure) => string.Join(' ', structure.Segments.Select(segment => $"{segment.Reason ?? Word(segment.Kind)}:{segment.Infusions.Count}"));

    private static string Word(SegmentKind kind) => kind switch
    {
        SegmentKind.Induction => "induction",
        SegmentKind.Booster => "booster",
        _ => "re-induction",
    };
}
