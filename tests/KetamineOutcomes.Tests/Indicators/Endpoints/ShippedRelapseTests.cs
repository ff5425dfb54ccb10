using KetamineOutcomes.Treatment;
using static KetamineOutcomes.Tests.Indicators.Endpoints.Timelines;

namespace KetamineOutcomes.Tests.Indicators.Endpoints;

/// <summary>
/// Worked examples of each shipped relapse profile, by hand, at both edges of windows, thresholds and counts. Day 0 is the first infusion, the baseline is MADRS 30
/// unless it is given: 50 % better is 15 or less, remission at most 10 or 12.
/// </summary>
public sealed class ShippedRelapseTests
{
    // Weeks 13 to 16 are days 84-90, 91-97, 98-104, 105-111 after the first infusion.
    private const string Remitted = "87:12 94:11 101:12 108:9 ";

    // 15 of 30 is 50 % better; above 12, so that it is no stable remission.
    private const string Responded = "87:15 94:14 101:15 108:15 ";

    private static string Madrs(string profile, string visits, string events = "", bool recorded = true, int? asOf = null, int baseline = 30, FollowUpEnd? end = null) =>
        Say(profile, Of("madrs/total", baseline, visits, events: events, recorded: recorded, asOf: asOf, end: end));

    [Theory]
    [InlineData(Remitted, "met 108")]
    [InlineData("87:13 94:12 101:12 108:12", "met 108")] // one excursion, at week 13
    [InlineData("87:12 94:60 101:12 108:12", "met 108")] // one excursion, at week 14
    [InlineData("94:12 101:12 108:12", "met 108")] // one missing, at week 13
    [InlineData("87:12 101:12 108:12", "met 108")] // one missing, at week 14
    [InlineData("87:13 94:13 101:12 108:12", "not-met")] // two excursions
    [InlineData("87:13 101:12 108:12", "not-met")] // an excursion and a missing one
    [InlineData("87:12 94:12 101:13 108:12", "not-met")] // week 15 may not deviate
    [InlineData("87:12 94:12 101:12 108:13", "not-met")] // nor week 16
    [InlineData("87:12 94:12 108:12 112:12", "not-met")] // week 15 missing and over
    [InlineData("84:12 97:12 98:12 111:12", "met 111")] // the edges of the weeks
    [InlineData("83:12 98:12 111:12", "not-met")] // day 83 is week 12: weeks 13 and 14 are both missing
    [InlineData("87:12 94:12 101:12", "indeterminate:no-assessment")] // week 16 has not come: it could still be met
    [InlineData("87:13 94:13 101:12", "not-met")] // it no longer can
    public void Sustain_1_stable_remission(string visits, string expected) => Madrs("sustain-1-stable-remission", visits).Should().Be(expected);

    [Theory]
    [InlineData(111, "indeterminate:not-yet-due")]
    [InlineData(112, "not-met")]
    public void Sustain_1_stable_remission_is_not_decided_before_week_16_is_over(int asOf, string expected) =>
        Madrs("sustain-1-stable-remission", "87:12 94:12 101:12", asOf: asOf).Should().Be(expected);

    [Theory]
    [InlineData("87:13 94:12 101:12 108:12", "met 108")]
    [InlineData("87:12 94:12 101:13 108:12", "met 108")] // the label does not say which week may deviate
    [InlineData("87:12 94:12 101:13 108:13", "not-met")]
    [InlineData("87:12 94:12 108:12 112:12", "met 108")] // 3 of 4 whatever week 15 was
    [InlineData("87:12 108:12 112:12", "indeterminate:no-assessment")] // 2 of 4, the others unknown
    public void Sustain_1_stable_remission_as_the_label_has_it(string visits, string expected) => Madrs("sustain-1-stable-remission-label", visits).Should().Be(expected);

    [Theory]
    [InlineData("101:15 108:15", "met 108")] // (30 - 15) / 30 = 50 % in each of the last two weeks
    [InlineData("101:16 108:15", "not-met")] // 46.7 %
    [InlineData("87:15 94:15 101:15 108:16", "not-met")]
    [InlineData(Remitted, "not-met")] // it is stable remission
    [InlineData("101:15 112:15", "not-met")] // week 16 missing
    public void Sustain_1_stable_response(string visits, string expected) => Madrs("sustain-1-stable-response", visits).Should().Be(expected);

    [Theory]
    [InlineData("87:15 94:15 101:15 108:30", "met 108")] // 3 of 4 by the label; the registry asks for the last two
    [InlineData("87:15 94:15 101:30 108:30", "not-met")]
    public void Sustain_1_stable_response_as_the_label_has_it(string visits, string expected) => Madrs("sustain-1-stable-response-label", visits).Should().Be(expected);

    [Theory]
    [InlineData(Remitted + "115:22 120:22", "met 120")] // 5 days apart
    [InlineData(Remitted + "115:22 130:22", "met 130")] // 15 days apart
    [InlineData(Remitted + "115:22 119:22", "unconfirmed 124..134")] // 4 days: the second is a first of its own
    [InlineData(Remitted + "115:22 131:21", "cannot-confirm")] // 16 days
    [InlineData(Remitted + "115:22 122:21", "not-met")]
    [InlineData(Remitted + "115:21 122:21", "not-met")]
    [InlineData(Remitted + "115:22", "unconfirmed 120..130")]
    [InlineData(Responded + "115:22 122:25", "met 122")] // from stable response
    [InlineData("50:22 57:22 " + Remitted + "115:9", "not-met")] // what came before the entry is no relapse
    [InlineData("87:13 94:13 101:30 108:30 115:22 122:22", "not-applicable:entry-not-reached")]
    public void Sustain_1_relapse(string visits, string expected) => Madrs("sustain-1-relapse", visits).Should().Be(expected);

    [Fact]
    public void Sustain_1_relapse_by_an_event_is_dated_at_the_event()
    {
        Madrs("sustain-1-relapse", Remitted + "115:9", "120:hospitalisation").Should().Be("met 120");
        Madrs("sustain-1-relapse", Remitted + "115:9", "120:other").Should().Be("met 120");
        Madrs("sustain-1-relapse", Remitted + "115:9", "50:hospitalisation").Should().Be("not-met", "it came before stable remission");
        Madrs("sustain-1-relapse", Remitted + "115:9", "120:discontinuation").Should().Be("not-met");

        // Known first is day 116, by the event; the second score of 22 on day 122 moves nothing.
        Madrs("sustain-1-relapse", Remitted + "115:22 122:22", "116:suicide-attempt").Should().Be("met 116");
        Madrs("sustain-1-relapse", Remitted + "115:22 122:22", "130:suicide-attempt").Should().Be("met 122");
    }

    [Fact]
    public void Events_that_were_not_recorded_are_not_taken_for_none()
    {
        Madrs("sustain-1-relapse", Remitted + "115:9", recorded: false).Should().Be("indeterminate:events-not-recorded");
        Madrs("sustain-1-relapse", Remitted + "115:22 122:22", recorded: false).Should().Be("met 122");
        Madrs("sustain-1-relapse", Remitted + "115:22", recorded: false).Should().Be("unconfirmed 120..130");
    }

    [Theory]
    // By run: 22 or more throughout, 7 days or more, no gap above 13.
    [InlineData(Remitted + "115:22 122:22", "met 122")]
    [InlineData(Remitted + "115:22 121:22", "unconfirmed 122..134")]
    [InlineData(Remitted + "115:22 118:22 122:22", "met 122")]
    [InlineData(Remitted + "115:22 128:22", "met 128")]
    [InlineData(Remitted + "115:22 129:22", "unconfirmed 136..142")]
    [InlineData(Remitted + "115:22 118:21 122:22", "unconfirmed 129..135")]
    public void Sustain_1_relapse_as_the_label_has_it(string visits, string expected)
    {
        var verdict = Judge(KetamineOutcomes.Indicators.Endpoints.EndpointProfileCatalogue.Shipped.Find("sustain-1-relapse-label")!, Of("madrs/total", 30, visits));

        Say(verdict).Should().Be(expected);
        verdict.Confirmation.Should().Be("by-run");
    }

    [Theory]
    [InlineData("7:15 14:22 21:22", "met 21")] // after a response
    [InlineData("7:16 14:22 21:22", "not-applicable:entry-not-reached")] // 46.7 %, and not at most 12
    [InlineData("14:22 21:22 28:12 35:9", "not-met")] // before it was well
    [InlineData("7:10 14:22 33:8", "cannot-confirm")] // 19 days later
    public void The_rule_of_sustain_1_after_any_response_or_remission(string visits, string expected) => Madrs("madrs-22-twice", visits).Should().Be(expected);

    [Fact]
    public void From_a_baseline_that_is_not_bad_enough_there_is_no_response_and_so_no_relapse() =>
        // The declared entries ask for a baseline of 20 or more.
        Madrs("madrs-22-twice", "7:5 14:22 21:22", baseline: 19).Should().Be("not-applicable:baseline-below-minimum");

    [Theory]
    [InlineData("30:7 37:18 44:18", "met 44")] // 7 days apart
    [InlineData("30:7 37:18 51:18", "met 51")] // 14 days apart
    [InlineData("30:7 37:18 43:18", "unconfirmed 50..57")] // 6 days
    [InlineData("30:7 37:18 52:17", "cannot-confirm")] // 15 days
    [InlineData("30:7 37:17 44:18", "unconfirmed 51..58")]
    [InlineData("30:7 37:18 44:17", "not-met")]
    [InlineData("30:13 37:18 44:18", "not-applicable:entry-not-reached")] // of 25: 48 % better, above 7
    public void Ham_d_of_18_or_more_twice(string visits, string expected) => Say("ham-d-18-twice", Of("ham-d17/total", 25, visits)).Should().Be(expected);

    [Theory]
    [InlineData("3:15 10:22", "met 10")] // a response on day 3, one score of 22
    [InlineData("3:10 30:22", "met 30")]
    [InlineData("3:10 31:22", "indeterminate:no-assessment")] // after 30 days; nothing was asked within
    [InlineData("3:10 14:8 31:22", "not-met")]
    [InlineData("3:15 10:21", "not-met")]
    [InlineData("3:16 10:22", "not-applicable:entry-not-reached")]
    [InlineData("2:10 4:10 10:22", "indeterminate:no-assessment")] // nobody asked on day 3
    public void Salloum_2020(string visits, string expected) => Madrs("salloum-2020-relapse", visits).Should().Be(expected);

    [Theory]
    [InlineData("28:15 35:22 36:22", "met 36")] // consecutive, no window is stated
    [InlineData("28:15 35:22 80:22", "met 80")] // 45 days, the limit of this project
    [InlineData("28:15 35:22 81:9", "cannot-confirm")] // 46 days
    [InlineData("28:15 35:22 42:21 49:22", "unconfirmed 50..94")]
    [InlineData("28:16 35:22 42:22", "not-applicable:entry-not-reached")]
    public void Japan_phase_2b(string visits, string expected) => Madrs("japan-phase-2b-relapse", visits).Should().Be(expected);

    [Theory]
    // Week 8 is day 56, 7 days either way.
    [InlineData("49:10", "met 49")]
    [InlineData("63:10", "met 63")]
    [InlineData("48:10 64:10", "not-met")]
    [InlineData("56:11 70:3", "not-met")]
    public void Escape_trd_remission(string visits, string expected) => Madrs("escape-trd-remission", visits).Should().Be(expected);

    [Fact]
    public void Escape_trd_counts_a_drop_out_before_week_8_as_failure_and_a_later_one_not()
    {
        Madrs("escape-trd-remission", "28:3", "40:discontinuation").Should().Be("not-met");
        Madrs("escape-trd-remission", "28:3", end: new FollowUpEnd(Day(40), FollowUpEndReason.Withdrew)).Should().Be("not-met");
        Madrs("escape-trd-remission", "28:3 56:9", "60:discontinuation").Should().Be("met 56");

        // The registry: at most 10 and no discontinuation of treatment or study before week 8. A visit that was made all the same does not undo it.
        Madrs("escape-trd-remission", "50:8", "10:discontinuation", baseline: 40).Should().Be("not-met");
        Madrs("escape-trd-remission", "50:8", end: new FollowUpEnd(Day(10), FollowUpEndReason.Withdrew), baseline: 40).Should().Be("not-met");
        Madrs("escape-trd-remission", "50:8", "49:discontinuation", baseline: 40).Should().Be("not-met");
        Madrs("escape-trd-remission", "50:8", "50:discontinuation", baseline: 40).Should().Be("met 50", "it was not before the visit");
        Madrs("escape-trd-remission", "50:8", "-1:discontinuation", baseline: 40).Should().Be("met 50", "what was stopped before the first infusion was another treatment");
    }

    [Theory]
    [InlineData("56:10 100:22 105:22", "met 105")] // 5 days; dated at the second
    [InlineData("56:10 100:22 115:22", "met 115")] // 15 days
    [InlineData("56:10 100:22 104:22", "unconfirmed 109..119")]
    [InlineData("56:10 100:22 107:8 112:22", "met 112")] // one additional assessment in the window, whatever lies between
    [InlineData("56:10 100:22 107:8", "unconfirmed 105..115")] // another may still come in the window
    [InlineData("56:10 100:22 107:8 116:8", "not-met")]
    [InlineData("56:10 100:22 116:8", "cannot-confirm")]
    [InlineData("56:10 219:22 224:22", "met 224")] // to week 32, day 224
    [InlineData("56:11 100:22 105:22", "not-applicable:entry-not-reached")]
    public void Escape_trd_relapse(string visits, string expected) => Madrs("escape-trd-relapse", visits).Should().Be(expected);

    [Fact]
    public void Escape_trd_relapse_by_an_event_until_week_32()
    {
        Madrs("escape-trd-relapse", "56:10 100:8", "224:hospitalisation").Should().Be("met 224");
        Madrs("escape-trd-relapse", "56:10 100:8", "225:hospitalisation").Should().Be("not-met");
        Madrs("escape-trd-relapse", "56:10 100:8", "120:suicide-attempt").Should().Be("met 120");
    }

    [Theory]
    [InlineData("relapse-trial-d", "10:15 20:22", "indeterminate:clinic-judges")] // the score is there, the judgement is not ours
    [InlineData("relapse-trial-d", "10:15 20:21", "not-met")]
    [InlineData("relapse-trial-c", "10:15 20:25", "indeterminate:clinic-judges")]
    [InlineData("relapse-trial-c", "10:15 20:24", "not-met")]
    [InlineData("relapse-trial-l", "10:15 20:22", "met 20")]
    [InlineData("relapse-trial-l", "10:15 20:21", "not-met")]
    public void The_table_of_14_trials_madrs(string profile, string visits, string expected) => Madrs(profile, visits).Should().Be(expected);

    [Theory]
    [InlineData("relapse-trial-e", "10:7 20:14 34:14 41:14", "met 20")] // 21 days from 20 to 41
    [InlineData("relapse-trial-e", "10:7 20:14 34:14 40:14", "unconfirmed 41..54")]
    [InlineData("relapse-trial-e", "10:7 20:14 34:13", "indeterminate:clinic-judges")] // the other way is a diagnosis
    [InlineData("relapse-trial-f", "10:7 20:18 27:18", "met 27")]
    [InlineData("relapse-trial-f", "10:7 20:18 27:17", "indeterminate:clinic-judges")]
    [InlineData("relapse-trial-i", "10:7 20:18", "met 20")]
    [InlineData("relapse-trial-i", "10:7 20:15 27:17", "met 27")]
    [InlineData("relapse-trial-i", "10:7 20:15 27:14", "indeterminate:clinic-judges")]
    [InlineData("relapse-trial-o", "10:7 20:16", "met 20")]
    [InlineData("relapse-trial-o", "10:7 20:15", "not-met")]
    [InlineData("relapse-trial-o", "10:14 20:16", "not-applicable:entry-not-reached")] // of 25: 44 %
    public void The_table_of_14_trials_ham_d(string profile, string visits, string expected) => Say(profile, Of("ham-d17/total", 25, visits)).Should().Be(expected);

    [Theory]
    [InlineData("relapse-trial-g", "10:3 20:4", "", "met 20")]
    [InlineData("relapse-trial-g", "10:4 20:4", "", "not-applicable:entry-not-reached")]
    [InlineData("relapse-trial-a", "10:3 20:3", "30:discontinuation", "indeterminate:clinic-judges")] // the source counts lack of efficacy; the reason is not on record
    [InlineData("relapse-trial-a", "10:3 20:4", "30:discontinuation", "met 20")] // the score decides by itself
    [InlineData("relapse-trial-a", "10:3 20:3", "", "not-met")]
    public void The_table_of_14_trials_cgi(string profile, string visits, string events, string expected) => Say(profile, Of("cgi/severity", 5, visits, events: events)).Should().Be(expected);

    [Fact]
    public void A_discontinuation_for_an_unknown_reason_is_no_relapse()
    {
        // L and O: discontinuation for lack of efficacy or insufficient response.
        Madrs("relapse-trial-l", "10:15 20:21", "30:discontinuation").Should().Be("indeterminate:clinic-judges");
        Madrs("relapse-trial-l", "10:15 20:22", "30:discontinuation").Should().Be("met 20");
        Madrs("relapse-trial-l", "10:15 20:21", recorded: false).Should().Be("indeterminate:events-not-recorded");
        Say("relapse-trial-o", Of("ham-d17/total", 25, "10:7 20:15", events: "30:discontinuation")).Should().Be("indeterminate:clinic-judges");
        Say("relapse-trial-o", Of("ham-d17/total", 25, "10:7 20:15", events: "30:discontinuation 40:hospitalisation")).Should().Be("met 40");
    }

    [Theory]
    [InlineData("hospitalisation", true)]
    [InlineData("other", true)]
    [InlineData("suicide-attempt", false)] // the definition means every one
    public void A_row_met_by_an_event_of_which_the_records_say_no_more_is_flagged(string kind, bool isFlagged)
    {
        var at = KetamineOutcomes.Tests.Indicators.Given.Day(30);
        var course = KetamineOutcomes.Treatment.Course.Create(
            "p",
            "1",
            [KetamineOutcomes.Tests.Indicators.Given.Madrs(-1, 30), KetamineOutcomes.Tests.Indicators.Given.Madrs(7, 10)],
            [KetamineOutcomes.Tests.Indicators.Given.Dose(0)],
            events: [new ClinicalEvent(KetamineOutcomes.Indicators.Endpoints.EndpointWords.Events[kind], at)],
            eventRecording: EventRecording.Recorded).GetValueOrThrow();
        var row = KetamineOutcomes.Indicators.CourseAssessment.Assess(course, new KetamineOutcomes.Indicators.AssessmentOptions())
            .Results.Single(result => result.Indicator == "endpoint" && result.Rule == "madrs-22-twice");

        row.Outcome.State.Should().Be("met");
        row.Evidence.Flags.Contains("event-not-specified", StringComparer.Ordinal).Should().Be(isFlagged);
        row.Explain().Contains("the records do not say for what", StringComparison.Ordinal).Should().Be(isFlagged);
    }
}
