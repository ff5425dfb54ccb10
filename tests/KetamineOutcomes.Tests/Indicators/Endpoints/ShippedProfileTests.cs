using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using static KetamineOutcomes.Tests.Indicators.Endpoints.Timelines;

namespace KetamineOutcomes.Tests.Indicators.Endpoints;

/// <summary>Worked examples of the other shipped profiles, by hand, at both edges of windows, thresholds and counts. Day 0 is the first infusion, the baseline on day -1.</summary>
public sealed class ShippedProfileTests
{
    private static ClinicalTime Date(string text) => ClinicalTime.TryParse(text, out var time) ? time : throw new ArgumentException("Not a date.", nameof(text));

    /// <summary>PHQ-9 on calendar dates: the first is the baseline; no infusions.</summary>
    private static EndpointTimeline Phq9(string asOf, params (string Date, int? Score)[] visits)
    {
        var track = Track("phq-9/total", null, "", []);
        var readings = visits.Select(visit => new EndpointReading(Date(visit.Date), visit.Score)).ToList();
        return new EndpointTimeline
        {
            Tracks = [track with { Baseline = readings[0], Readings = readings.Skip(1).ToEquatableArray() }],
            Now = Date(asOf),
            IsAsOfGiven = true,
        };
    }

    [Theory]
    [InlineData("response", "madrs/total", 30, "7:15", "met 7")] // (30 - 15) / 30 = 50 %
    [InlineData("response", "madrs/total", 30, "7:16", "not-met")] // 46.7 %
    [InlineData("response", "madrs/total", 30, "7:3 14:20", "not-met")] // the last one counts
    [InlineData("response", "madrs/total", null, "7:3", "indeterminate:no-baseline")]
    [InlineData("remission", "phq-9/total", 20, "7:4", "met 7")]
    [InlineData("remission", "phq-9/total", 20, "7:5", "not-met")]
    [InlineData("madrs-remission-10", "madrs/total", 30, "7:10", "met 7")]
    [InlineData("madrs-remission-10", "madrs/total", 30, "7:11", "not-met")]
    [InlineData("madrs-remission-12", "madrs/total", 30, "7:12", "met 7")]
    [InlineData("madrs-remission-12", "madrs/total", 30, "7:13", "not-met")]
    [InlineData("ham-d17-remission-7", "ham-d17/total", 20, "7:7", "met 7")]
    [InlineData("ham-d17-remission-7", "ham-d17/total", 20, "7:8", "not-met")]
    [InlineData("phq-9-remission-5", "phq-9/total", 20, "7:4", "met 7")]
    [InlineData("phq-9-remission-5", "phq-9/total", 20, "7:5", "not-met")]
    [InlineData("qids-sr16-remission-5", "qids-sr16/total", 20, "7:5", "met 7")]
    [InlineData("qids-sr16-remission-5", "qids-sr16/total", 20, "7:6", "not-met")]
    [InlineData("madrs-remission-10-and-response", "madrs/total", 20, "7:10", "met 7")] // 50 %
    [InlineData("madrs-remission-10-and-response", "madrs/total", 30, "7:11", "not-met")]
    [InlineData("partial-response-30-madrs", "madrs/total", 30, "7:21", "met 7")] // 9 of 30 = 30 %
    [InlineData("partial-response-30-madrs", "madrs/total", 30, "7:22", "not-met")]
    [InlineData("partial-response-20-qids-sr16", "qids-sr16/total", 20, "7:16", "met 7")] // 4 of 20 = 20 %
    [InlineData("partial-response-20-qids-sr16", "qids-sr16/total", 20, "7:17", "not-met")]
    [InlineData("response-30-madrs-24h", "madrs/total", 30, "1:21 2:30", "met 1")]
    [InlineData("response-30-madrs-24h", "madrs/total", 30, "2:21", "indeterminate:no-assessment")]
    [InlineData("non-response-25-janssen", "madrs/total", 40, "7:30", "met 7")] // exactly 25 %
    [InlineData("non-response-25-escape", "madrs/total", 40, "7:30", "not-met")]
    [InlineData("non-response-25-escape", "madrs/total", 40, "7:31", "met 7")] // 22.5 %
    [InlineData("phq-9-response-below-10", "phq-9/total", 12, "7:9", "met 7")]
    [InlineData("phq-9-response-below-10", "phq-9/total", 12, "7:10", "not-met")]
    public void States(string profile, string scale, int? baseline, string visits, string expected) => Say(profile, Of(scale, baseline, visits), scale).Should().Be(expected);

    [Theory]
    [InlineData("77:15 119:15 161:15", "met 161", "met 161")] // weeks 12, 18, 24: days 84, 126, 168, 7 either way
    [InlineData("91:12 133:12 175:12", "met 175", "met 175")]
    [InlineData("84:12 126:13 168:12", "met 168", "not-met")]
    [InlineData("84:12 126:16 168:12", "not-met", "not-met")]
    [InlineData("84:12 168:12 200:12", "not-met", "indeterminate:no-assessment")] // missing: not sustained; not evaluable
    [InlineData("84:12 134:12 168:12 200:12", "not-met", "indeterminate:no-assessment")] // day 134 is outside week 18
    [InlineData("84:12 126:12", "indeterminate:no-assessment", "indeterminate:no-assessment")] // week 24 may still come
    public void Sustained_at_fixed_visits(string visits, string response, string remission)
    {
        // The first line has 15 for response (50 % of 30) and so is above 12; it is told with 12 for remission.
        Say("sustained-response-week-12-24", Of("madrs/total", 30, visits)).Should().Be(response);
        Say("sustained-remission-week-12-24", Of("madrs/total", 30, visits.Replace(":15", ":12", StringComparison.Ordinal))).Should().Be(remission);
    }

    [Theory]
    // 20 % of 20 is 4 points. Infusions on days 0, 3, 7.
    [InlineData("2:16 5:20", "met 2")]
    [InlineData("2:17 5:16", "met 5")]
    [InlineData("2:17 5:17", "not-met")]
    [InlineData("2:17 9:10", "indeterminate:no-assessment")] // day 9 is after the third infusion
    [InlineData("2:17", "indeterminate:no-assessment")]
    public void Early_improvement_on_qids(string visits, string expected) => Say("early-improvement-qids-sr16", Of("qids-sr16/total", 20, visits, infusions: "0 3 7")).Should().Be(expected);

    [Theory]
    [InlineData("1:24", "met 1")] // 6 of 30 = 20 %
    [InlineData("1:25", "not-met")]
    [InlineData("2:10", "indeterminate:no-assessment")]
    public void Improvement_a_day_after_the_first_infusion(string visits, string expected) => Say("early-improvement-madrs", Of("madrs/total", 30, visits, infusions: "0 3")).Should().Be(expected);

    [Theory]
    // Infusions on days 0, 3, 7, 10. Less than 20 % of 30 is a score above 24.
    [InlineData("0 3 7 10", "1:10 4:10 8:10 11:25", "met 11")] // after infusion 4
    [InlineData("0 3 7 10", "1:25 4:25 8:25 11:24", "met 8")] // three in a row, known first
    [InlineData("0 3 7 10", "1:25 4:25 8:24 11:24", "not-met")]
    [InlineData("0 3 7", "1:25 4:25 8:25", "met 8")]
    [InlineData("0 3 7", "1:25 4:24 8:25", "not-met")]
    // Never earlier: after one or two infusions it says nothing.
    [InlineData("0 3", "1:25 4:25", "not-applicable:no-such-infusion")]
    [InlineData("0", "1:25", "not-applicable:no-such-infusion")]
    // The third was not asked, so that it is not known.
    [InlineData("0 3 7", "1:25 4:25", "indeterminate:no-assessment")]
    public void Early_futility(string infusions, string visits, string expected) => Say("early-futility-madrs", Of("madrs/total", 30, visits, infusions: infusions)).Should().Be(expected);

    [Theory]
    // The last infusion on day 10: the window is days 24 to 41. 10 of 20 is 50 %.
    [InlineData("0 3 7 10", "24:10", "met 24", "not-met")]
    [InlineData("0 3 7 10", "41:4", "met 41", "met 41")]
    [InlineData("0 3 7 10", "41:5", "met 41", "not-met")]
    [InlineData("0 3 7 10", "30:11", "not-met", "not-met")]
    [InlineData("0 3 7 10", "23:4 42:4", "indeterminate:no-assessment", "indeterminate:no-assessment")]
    // 4 to 8 infusions in 7 to 28 days.
    [InlineData("0 3 7", "24:4", "not-applicable:entry-not-reached", "not-applicable:entry-not-reached")]
    [InlineData("0 1 2 3", "24:4", "not-applicable:entry-not-reached", "not-applicable:entry-not-reached")]
    [InlineData("0 2 4 7", "24:4", "met 24", "met 24")]
    [InlineData("0 9 18 28", "42:4", "met 42", "met 42")]
    [InlineData("0 9 18 29", "43:4", "not-applicable:entry-not-reached", "not-applicable:entry-not-reached")]
    [InlineData("0 2 4 6 8 10 12 14", "30:4", "met 30", "met 30")]
    [InlineData("0 2 4 6 8 10 12 14 16", "32:4", "not-applicable:entry-not-reached", "not-applicable:entry-not-reached")]
    public void Mcinnes_2022(string infusions, string visits, string response, string remission)
    {
        Say("mcinnes-2022-response", Of("phq-9/total", 20, visits, infusions: infusions)).Should().Be(response);
        Say("mcinnes-2022-remission", Of("phq-9/total", 20, visits, infusions: infusions)).Should().Be(remission);
    }

    // The patterns of the measure's test patients (endpoints.md 3.4): scores and distances as there, dates made up.
    [Theory]
    [InlineData("2025-01-10", 10, "2026-01-05", 3, "met 2026-01-05")] // 360 days later
    [InlineData("2025-01-10", 20, "2026-01-10", 4, "met 2026-01-10")]
    [InlineData("2025-01-10", 20, "2026-01-10", 7, "not-met")]
    [InlineData("2025-02-15", 20, "2024-12-19", 4, "not-met")] // before the window
    [InlineData("2024-02-19", 10, "2026-02-19", 4, "not-met")] // a year late
    [InlineData("2025-01-10", 8, "2026-01-10", 4, "not-applicable:no-index")] // not above 9: not in the denominator
    [InlineData("2025-01-10", 9, "2026-01-10", 4, "not-applicable:no-index")]
    [InlineData("2025-01-10", 10, "2026-01-10", 5, "not-met")]
    // 12 months of 10 January 2025 is 10 January 2026, 60 days either way: 11 November 2025 to 11 March 2026.
    [InlineData("2025-01-10", 10, "2025-11-11", 4, "met 2025-11-11")]
    [InlineData("2025-01-10", 10, "2025-11-10", 4, "not-met")]
    [InlineData("2025-01-10", 10, "2026-03-11", 4, "met 2026-03-11")]
    [InlineData("2025-01-10", 10, "2026-03-12", 4, "not-met")]
    // 29 February 2024 and 12 months is 28 February 2025; 60 days on is 29 April (28 February + 31 + 29 days).
    [InlineData("2024-02-29", 10, "2025-04-29", 4, "met 2025-04-29")]
    [InlineData("2024-02-29", 10, "2025-04-30", 4, "not-met")]
    public void Cms159(string index, int first, string date, int score, string expected) =>
        Say("cms159-remission-12-months", Phq9("2026-12-31", (index, first), (date, score))).Should().Be(expected);

    [Fact]
    public void Cms159_takes_the_last_usable_score_and_fails_without_one()
    {
        // A score out of range, or one of a status that does not count, gives no usable number: it is not there.
        Say("cms159-remission-12-months", Phq9("2026-12-31", ("2025-01-10", 10), ("2026-01-10", null))).Should().Be("not-met");
        Say("cms159-remission-12-months", Phq9("2026-12-31", ("2025-01-10", 20))).Should().Be("not-met");
        Say("cms159-remission-12-months", Phq9("2026-12-31", ("2025-01-10", 20), ("2025-12-01", 3), ("2026-01-10", 8))).Should().Be("not-met");
        Say("cms159-remission-12-months", Phq9("2026-12-31", ("2025-01-10", 20), ("2025-12-01", 8), ("2026-01-10", 3), ("2026-02-01", null))).Should().Be("met 2026-01-10");

        // The first score above 9 is the index, be it the baseline or not.
        Say("cms159-remission-12-months", Phq9("2026-12-31", ("2024-11-10", 8), ("2025-01-10", 12), ("2025-03-10", 20), ("2026-01-10", 3))).Should().Be("met 2026-01-10");
    }

    [Fact]
    public void A_measure_does_not_fail_before_its_window_has_closed()
    {
        Say("cms159-remission-12-months", Phq9("2026-03-11", ("2025-01-10", 20))).Should().Be("indeterminate:not-yet-due");
        Say("cms159-remission-12-months", Phq9("2026-03-12", ("2025-01-10", 20))).Should().Be("not-met");

        // Met so far: a later score in the window can still change it, and the answer says so.
        var verdict = Judge(EndpointProfileCatalogue.Shipped.Find("cms159-remission-12-months")!, Phq9("2026-02-01", ("2025-01-10", 20), ("2026-01-10", 3)));
        (Say(verdict), verdict.IsProvisional).Should().Be(("met 2026-01-10", true));
    }

    [Fact]
    public void A_measure_of_the_person_never_fails_because_the_next_series_began()
    {
        // PHQ-9 20 on 2025-12-31, below 5 a year later: met for the person, though the series of January ended with the re-induction in July.
        var course = KetamineOutcomes.Treatment.Course.Create(
            "p",
            "1",
            [KetamineOutcomes.Tests.Indicators.Given.Total("phq-9", Date("2025-12-31"), 20), KetamineOutcomes.Tests.Indicators.Given.Total("phq-9", Date("2026-12-31"), 3)],
            [new Infusion(Date("2026-01-01"), kind: InfusionKind.Induction), new Infusion(Date("2026-07-20"), kind: InfusionKind.Reinduction)]).GetValueOrThrow();
        string[] ids = ["cms159-remission-12-months", "hedis-drr-e-follow-up", "hedis-drr-e-remission", "hedis-drr-e-response"];
        var report = KetamineOutcomes.Indicators.CourseAssessment.Assess(course, new KetamineOutcomes.Indicators.AssessmentOptions
        {
            Profiles = ids.Select(id => EndpointProfileCatalogue.Shipped.Find(id)!).ToEquatableArray(),
            UseDefaultProfiles = false,
        });
        string Said(string id) => KetamineOutcomes.Tests.Indicators.Given.Said(report.Results.Single(result => result.Indicator == "endpoint" && result.Rule == id && result.Series == 1));

        Said(ids[0]).Should().Be("indeterminate:next-series-began");

        // 120 to 240 days after 2025-12-31 is 2026-04-30 to 2026-08-28: the re-induction lies inside.
        Said(ids[1]).Should().Be("indeterminate:next-series-began");
        Said(ids[2]).Should().Be("indeterminate:next-series-began");
        Said(ids[3]).Should().Be("indeterminate:next-series-began");
    }

    [Fact]
    public void A_window_that_closed_before_the_next_series_is_judged()
    {
        // 120 to 240 days after the baseline on day -1 is day 119 to 239.
        EndpointTimeline Cut(string visits, int next) => Of("phq-9/total", 20, visits, asOf: 400) with { NextSeriesAt = Day(next) };

        Say("hedis-drr-e-remission", Cut("200:4", 240)).Should().Be("met 200");
        Say("hedis-drr-e-remission", Cut("200:5", 240)).Should().Be("not-met");
        Say("hedis-drr-e-remission", Cut("", 240)).Should().Be("not-met");
        Say("hedis-drr-e-remission", Cut("200:5", 239)).Should().Be("indeterminate:next-series-began", "the last one in the window counts, and it may be in the next series");

        // Week 8 is day 49 to 63: nobody who was treated again on day 40 is known to have failed by a missing visit.
        Say("escape-trd-remission", Of("madrs/total", 30, "28:3", asOf: 400) with { NextSeriesAt = Day(40) }).Should().Be("indeterminate:next-series-began");
        Say("escape-trd-remission", Of("madrs/total", 30, "28:3", asOf: 400) with { NextSeriesAt = Day(64) }).Should().Be("not-met");
    }

    [Fact]
    public void Calendar_months_need_dates() =>
        Say("cms159-remission-12-months", Of("phq-9/total", 20, "365:3")).Should().Be("indeterminate:dates-needed");

    [Theory]
    // 120 to 240 days after an elevated score; 10 of 20 is 50 %.
    [InlineData(120, 4, "met 120", "met 120", "met 120")]
    [InlineData(240, 10, "met 240", "not-met", "met 240")]
    [InlineData(200, 11, "met 200", "not-met", "not-met")]
    [InlineData(200, 5, "met 200", "not-met", "met 200")]
    [InlineData(119, 4, "not-met", "not-met", "not-met")]
    [InlineData(241, 4, "not-met", "not-met", "not-met")]
    public void Hedis_drr_e(int day, int score, string followUp, string remission, string response)
    {
        // The baseline of 20 on day -1 is the index, so days from it are one more than from the first infusion.
        string Said(string profile) => Say(profile, Of("phq-9/total", 20, $"{day - 1}:{score}", asOf: 400)).Replace($"met {day - 1}", $"met {day}", StringComparison.Ordinal);

        Said("hedis-drr-e-follow-up").Should().Be(followUp);
        Said("hedis-drr-e-remission").Should().Be(remission);
        Said("hedis-drr-e-response").Should().Be(response);
    }

    [Theory]
    // Day 1 is day 0 here: days 2, 8, 15, 22, 28 are 1, 7, 14, 21, 27. 15 of 30 is 50 %, 22.5 would be 25 %.
    [InlineData("1:15 7:15 14:15 21:15 27:15", "met 27", "met 27")]
    [InlineData("1:15 7:22 14:15 21:15 27:15", "met 27", "not-met")] // one excursion, 26.7 % better
    [InlineData("1:15 7:15 14:15 21:22 27:15", "met 27", "not-met")]
    [InlineData("1:15 7:23 14:15 21:15 27:15", "not-met", "not-met")] // 23.3 %: below the floor of 25 %
    [InlineData("1:15 7:22 14:22 21:15 27:15", "not-met", "not-met")] // two excursions
    [InlineData("1:16 7:15 14:15 21:15 27:15", "not-met", "not-met")] // none is allowed on day 2
    [InlineData("1:15 7:15 14:15 21:15 27:16", "not-met", "not-met")] // nor on day 28
    [InlineData("1:15 7:15 21:15 27:15 40:15", "indeterminate:no-assessment", "indeterminate:no-assessment")] // day 15 missing, nobody dropped out
    [InlineData("2:15 7:15 14:15 21:15 27:15", "indeterminate:no-assessment", "indeterminate:no-assessment")] // day 2 is exact
    [InlineData("1:15 5:15 16:15 19:15 29:15", "met 29", "met 29")] // the others 2 days either way
    public void Transform_onset_by_day_2(string visits, string withExcursion, string without)
    {
        Say("transform-1-onset-day-2", Of("madrs/total", 30, visits, asOf: 60)).Should().Be(withExcursion);
        Say("transform-2-onset-day-2", Of("madrs/total", 30, visits, asOf: 60)).Should().Be(without);
    }

    [Theory]
    [InlineData("7:15 14:15 21:15 27:15", "met 27", "met 27")]
    [InlineData("7:15 14:22 21:15 27:15", "met 27", "not-met")]
    [InlineData("7:22 14:15 21:15 27:15", "not-met", "not-met")] // the onset itself is no excursion
    public void Transform_onset_by_day_8(string visits, string withExcursion, string without)
    {
        Say("transform-1-onset-day-8", Of("madrs/total", 30, visits, asOf: 60)).Should().Be(withExcursion);
        Say("transform-2-onset-day-8", Of("madrs/total", 30, visits, asOf: 60)).Should().Be(without);
    }

    [Fact]
    public void Transform_counts_a_drop_out_before_day_28_as_failure()
    {
        Say("transform-1-onset-day-2", Of("madrs/total", 30, "1:15 7:15 14:15", events: "18:discontinuation")).Should().Be("not-met");
        Say("transform-1-onset-day-2", Of("madrs/total", 30, "1:15 7:15 14:15", end: new FollowUpEnd(Day(18), FollowUpEndReason.Withdrew))).Should().Be("not-met");
        Say("transform-1-onset-day-2", Of("madrs/total", 30, "1:15 7:15 14:15 21:15 27:15", events: "40:discontinuation")).Should().Be("met 27");

        // Discontinued before day 28 is non-response, whatever the visits after it say: 20 of 40 is 50 %.
        foreach (var profile in new[] { "transform-1-onset-day-2", "transform-1-onset-day-8" })
        {
            const string Visits = "1:20 7:20 14:20 21:20 27:20";
            Say(profile, Of("madrs/total", 40, Visits)).Should().Be("met 27");
            Say(profile, Of("madrs/total", 40, Visits, events: "20:discontinuation")).Should().Be("not-met");
            Say(profile, Of("madrs/total", 40, Visits, events: "20:death")).Should().Be("not-met");
            Say(profile, Of("madrs/total", 40, Visits, end: new FollowUpEnd(Day(20), FollowUpEndReason.Withdrew))).Should().Be("not-met");
            Say(profile, Of("madrs/total", 40, Visits, end: new FollowUpEnd(Day(20), FollowUpEndReason.Completed))).Should().Be("met 27");
        }

        var verdict = Judge(EndpointProfileCatalogue.Shipped.Find("transform-1-onset-day-2")!, Of("madrs/total", 40, "1:20 7:20 14:20 21:20 27:20", events: "20:discontinuation"));
        (verdict.Date, verdict.KnownAt).Should().Be((Day(20), Day(20)));

        // The planned end of a study is no drop-out: what is missing then is missing.
        Say("transform-1-onset-day-2", Of("madrs/total", 30, "1:15 7:15 14:15 21:15", end: new FollowUpEnd(Day(24), FollowUpEndReason.Completed))).Should().Be("indeterminate:follow-up-ended");
    }

    /// <summary>PHQ-9 and GAD-7 on dates: the infusion on 2026-01-05, the end of treatment on 2026-01-10, and what came later.</summary>
    private static EndpointTimeline Two(int phq, int gad, params (string Date, int? Phq, int? Gad)[] later)
    {
        EndpointTrack Make(string scale, int baseline, int end, Func<(string Date, int? Phq, int? Gad), int?> of) => Track(scale, null, "", []) with
        {
            Baseline = new EndpointReading(Date("2026-01-04"), baseline),
            BaselineFault = null,
            Readings = [new EndpointReading(Date("2026-01-10"), end, infusions: 1), .. later.Where(visit => of(visit) is not null).Select(visit => new EndpointReading(Date(visit.Date), of(visit), infusions: 1))],
        };
        return new EndpointTimeline
        {
            Tracks = [Make("phq-9/total", 18, phq, visit => visit.Phq), Make("gad-7/total", 15, gad, visit => visit.Gad)],
            Infusions = [Date("2026-01-05")],
            InductionInfusions = 1,
            Now = Date("2028-06-01"),
        };
    }

    [Fact]
    public void Delgadillo_2018()
    {
        string Relapse(int phq, int gad, params (string, int?, int?)[] later) => Say("delgadillo-2018-relapse", Two(phq, gad, later));
        string Recurrence(int phq, int gad, params (string, int?, int?)[] later) => Say("delgadillo-2018-recurrence", Two(phq, gad, later));

        // 4 to 10 is an increase of 6, more than 5, and 10 is above 9.
        Relapse(4, 3, ("2026-03-10", 10, 3)).Should().Be("met 2026-03-10");
        Relapse(5, 3, ("2026-03-10", 10, 3)).Should().Be("not-met", "an increase of 5 is not more than 5");
        Relapse(3, 3, ("2026-03-10", 9, 3)).Should().Be("not-met", "9 is not above the cut-off");
        // GAD-7: 2 to 8 is 6, and 8 is above 7. Either scale is enough.
        Relapse(4, 2, ("2026-03-10", 4, 8)).Should().Be("met 2026-03-10");
        Relapse(4, 1, ("2026-03-10", 4, 7)).Should().Be("not-met");
        Relapse(4, 3, ("2026-03-10", 12, null)).Should().Be("met 2026-03-10");
        // Entry: remission on both at the end of treatment.
        Relapse(10, 3, ("2026-03-10", 20, 3)).Should().Be("not-applicable:entry-not-reached");
        Relapse(9, 7, ("2026-03-10", 15, 7)).Should().Be("met 2026-03-10");
        Relapse(9, 8, ("2026-03-10", 15, 8)).Should().Be("not-applicable:entry-not-reached");

        // 12 months after the last infusion is 2027-01-05: the last day of relapse.
        Relapse(4, 3, ("2026-06-10", 4, 3), ("2027-01-05", 12, 3)).Should().Be("met 2027-01-05");
        Recurrence(4, 3, ("2026-06-10", 4, 3), ("2027-01-05", 12, 3), ("2027-03-05", 4, 3)).Should().Be("not-met");
        Relapse(4, 3, ("2026-06-10", 4, 3), ("2027-01-06", 12, 3)).Should().Be("not-met");
        Recurrence(4, 3, ("2026-06-10", 4, 3), ("2027-01-06", 12, 3)).Should().Be("met 2027-01-06");
    }

    [Theory]
    [InlineData(18, 15, 9, 7, "met", "met")]
    [InlineData(18, 15, 10, 7, "not-met", "not-met")]
    [InlineData(18, 15, 9, 8, "not-met", "not-met")]
    [InlineData(9, 7, 3, 3, "not-applicable:entry-not-reached", "not-applicable:entry-not-reached")] // no case at the start
    [InlineData(10, 7, 9, 7, "met", "not-met")] // a case by PHQ-9; 1 point better: recovered, not reliably
    [InlineData(10, 8, 9, 4, "met", "met")] // 4 points on GAD-7
    [InlineData(14, 7, 8, 7, "met", "met")] // 6 points on PHQ-9
    [InlineData(14, 7, 9, 7, "met", "not-met")] // 5 points
    public void Nhs_talking_therapies_recovery(int phqBefore, int gadBefore, int phq, int gad, string recovery, string reliable)
    {
        var timeline = Of("phq-9/total", phqBefore, $"30:{phq}").With("gad-7/total", gadBefore, $"30:{gad}");

        Say("nhs-tt-recovery", timeline).Split(' ')[0].Should().Be(recovery);
        Say("nhs-tt-reliable-recovery", timeline).Split(' ')[0].Should().Be(reliable);
    }

    [Theory]
    [InlineData(12, 15, "met", "not-met")] // 6 and 0
    [InlineData(18, 11, "met", "not-met")] // 0 and 4
    [InlineData(12, 11, "met", "met")]
    [InlineData(13, 12, "not-met", "not-met")] // 5 and 3
    [InlineData(10, 20, "met", "not-met")] // one scale better and the other worse: the wordings differ, and both are told
    public void Nhs_reliable_improvement_has_two_wordings(int phq, int gad, string either, string both)
    {
        var timeline = Of("phq-9/total", 18, $"30:{phq}").With("gad-7/total", 15, $"30:{gad}");

        Say("nhs-tt-reliable-improvement-either", timeline).Split(' ')[0].Should().Be(either);
        Say("nhs-tt-reliable-improvement-both", timeline).Split(' ')[0].Should().Be(both);
    }

    [Theory]
    [InlineData("7:5 14:5 21:5 28:5", "met 7")] // 21 days from day 7 to 28
    [InlineData("7:5 14:5 21:5 27:5", "unconfirmed 28..41")]
    [InlineData("7:5 14:6 21:5 28:5", "unconfirmed 42..42")] // from day 21: 21 days on is 42, the last day of a gap of 14 too
    [InlineData("7:5 21:5 28:5", "met 7")] // a gap of 14
    [InlineData("7:5 22:5 29:5", "unconfirmed 43..43")] // a gap of 15: the run begins on day 22
    [InlineData("7:5 14:5 21:5 28:5 35:20", "met 7")] // lost only by a relapse
    public void Acnp_2006_on_qids(string visits, string expected) => Say("acnp-2006-remission", Of("qids-sr16/total", 20, visits), "qids-sr16/total").Should().Be(expected);

    [Theory]
    [InlineData("7:12 30:10", "met 7")]
    [InlineData("7:12 52:12", "met 7")] // 45 days
    [InlineData("7:12 53:12", "unconfirmed 54..98")] // 46 days: the second is a first of its own
    [InlineData("7:12 14:13", "not-met")]
    public void Aspire_consistent_remission(string visits, string consistent) =>
        Say("aspire-consistent-remission", Of("madrs/total", 30, visits)).Should().Be(consistent);

    [Theory]
    // Baseline 30: response at 15 or less, remission at 10 or less.
    [InlineData("7:15 14:16", "met 14", "unconfirmed 21..59", "not-applicable:entry-not-reached")]
    [InlineData("7:15 14:16 21:16", "met 14", "met 14", "not-applicable:entry-not-reached")] // 7 days
    [InlineData("7:15 14:16 20:16", "met 14", "unconfirmed 27..65", "not-applicable:entry-not-reached")] // 6 days
    [InlineData("7:15 14:16 59:16", "met 14", "met 14", "not-applicable:entry-not-reached")] // 45 days
    [InlineData("7:15 14:16 60:15", "met 14", "cannot-confirm", "not-applicable:entry-not-reached")] // 46 days
    [InlineData("7:15 14:16 21:15", "met 14", "not-met", "not-applicable:entry-not-reached")]
    [InlineData("7:10 14:11 21:10", "not-met", "not-met", "met 14")]
    [InlineData("7:16 14:30", "not-applicable:entry-not-reached", "not-applicable:entry-not-reached", "not-applicable:entry-not-reached")]
    [InlineData("7:15", "indeterminate:no-assessment", "indeterminate:no-assessment", "not-applicable:entry-not-reached")]
    public void Loss_of_response_and_of_remission(string visits, string response, string confirmed, string remission)
    {
        Say("loss-of-response", Of("madrs/total", 30, visits), "madrs/total").Should().Be(response);
        Say("loss-of-response-confirmed", Of("madrs/total", 30, visits), "madrs/total").Should().Be(confirmed);
        Say("loss-of-remission", Of("madrs/total", 30, visits), "madrs/total").Should().Be(remission);
    }

    [Fact]
    public void Every_scale_with_a_declared_response_has_a_loss_of_it()
    {
        var scales = InstrumentCatalogue.Shipped.Ids.SelectMany(id => InstrumentCatalogue.Shipped.Find(id)!.Scales.Select(scale => (Key: $"{id}/{scale.Id}", scale)))
            .Where(pair => pair.scale.Endpoints.Any(entry => entry.Kind == EndpointKind.Response && entry.IsDefault))
            .ToList();

        scales.Should().NotBeEmpty();
        foreach (var (key, scale) in scales)
        {
            // From the worst score to the best is a response, and back again is its loss.
            var best = scale.BestPossible!.Value;
            var worst = scale.Direction == Direction.HigherIsBetter ? scale.Range.Low : scale.Range.High!.Value;
            var visits = $"7:{best} 14:{worst} 28:{worst}";
            Say("loss-of-response", Of(key, (int)worst.Numerator, visits), key).Should().Be("met 14", key);
            Say("loss-of-response-confirmed", Of(key, (int)worst.Numerator, visits), key).Should().Be("met 14", key);
        }
    }

    [Fact]
    public void The_next_series_ends_what_can_still_be_confirmed()
    {
        var timeline = Of("madrs/total", 30, "7:15 14:16");

        Say("loss-of-response-confirmed", timeline with { NextSeriesAt = Day(20), Now = Day(25) }, "madrs/total").Should().Be("cannot-confirm");
    }

    [Theory]
    [InlineData("isi")]
    [InlineData("madrs")]
    public void The_remission_of_a_scale_is_known_as_well_as_the_entry_of_its_definition(string instrument)
    {
        var scale = InstrumentCatalogue.Shipped.Find(instrument)!.MainScale;
        var entry = scale.Endpoints.Single(each => each is { Kind: EndpointKind.Remission, IsDefault: true });
        var isSecondary = instrument == "isi";
        entry.Evidence.Any(evidence => evidence.Status == EvidenceStatus.Secondary).Should().Be(isSecondary, "the definition says so");
        var course = KetamineOutcomes.Treatment.Course.Create(
            "p",
            "1",
            [KetamineOutcomes.Tests.Indicators.Given.Total(instrument, Day(-1), 26), KetamineOutcomes.Tests.Indicators.Given.Total(instrument, Day(7), 10)],
            [KetamineOutcomes.Tests.Indicators.Given.Dose(0)]).GetValueOrThrow();
        var row = KetamineOutcomes.Indicators.CourseAssessment.Assess(course, new KetamineOutcomes.Indicators.AssessmentOptions
        {
            Profiles = [EndpointProfileCatalogue.Shipped.Find("remission")!],
            UseDefaultProfiles = false,
        }).Results.Single(result => result.Indicator == "endpoint");

        row.Evidence.Flags.Contains("secondary-source", StringComparer.Ordinal).Should().Be(isSecondary);
        row.Evidence.Parameters.Single(parameter => parameter.Name == "evidence-status").Value.Contains("secondary", StringComparison.Ordinal).Should().Be(isSecondary);
    }

    // ISI's default remission is secondary, the two entries of the MADRS and the made-up profile itself are not.
    [Theory]
    [InlineData("madrs/total", "isi/total", """{"all":[{"state":{"meets":{"declared":{"id":"madrs/total/response-50"} } } },{"state":{"meets":{"declared":{"id":"isi/total/ISI"} } } }]}""", null, true)]
    [InlineData("madrs/total", "isi/total", """{"state":{"meets":{"score":{"scale":"madrs/total","is":">=","value":22} } } }""", """{"state":{"meets":{"declared":{"id":"isi/total/ISI"} } } }""", true)]
    [InlineData("madrs/total", "isi/total", """{"all":[{"state":{"meets":{"declared":{"id":"madrs/total/response-50"} } } },{"state":{"meets":{"score":{"scale":"isi/total","is":">=","value":10} } } }]}""", null, false)]
    [InlineData("isi/total", "madrs/total", """{"all":[{"profile":"remission"},{"state":{"meets":{"score":{"scale":"madrs/total","is":">=","value":10} } } }]}""", null, true)]
    public void Over_several_scales_too_an_answer_is_known_as_well_as_the_entries_that_it_asks_for(string first, string second, string rule, string? entry, bool isSecondary)
    {
        var remission = InstrumentCatalogue.Shipped.Find("isi")!.MainScale.Endpoints.Single(each => each is { Kind: EndpointKind.Remission, IsDefault: true });
        remission.Evidence.Should().Contain(evidence => evidence.Status == EvidenceStatus.Secondary, "the definition says so");
        string Name(string text) => text.Replace("/ISI", "/" + remission.Id, StringComparison.Ordinal);
        var profile = EndpointProfile.Read($$"""
            {"format":1,"id":"made-up","version":"1.0.0","label":"Made up","construct":"relapse","scales":["{{first}}","{{second}}"],"sources":[{"key":"made-up","citation":"Made up"}],
             "evidence":[{"source":"made-up","status":"verified"}],{{(entry is null ? "" : $"\"entry\":{Name(entry)},")}}"rule":{{Name(rule)}} }
            """).GetValueOrThrow();
        var course = KetamineOutcomes.Treatment.Course.Create(
            "p",
            "1",
            [.. new[] { "madrs", "isi" }.SelectMany(instrument => new[] { KetamineOutcomes.Tests.Indicators.Given.Total(instrument, Day(-1), 26), KetamineOutcomes.Tests.Indicators.Given.Total(instrument, Day(7), 10) })],
            [KetamineOutcomes.Tests.Indicators.Given.Dose(0)]).GetValueOrThrow();
        var row = KetamineOutcomes.Indicators.CourseAssessment.Assess(course, new KetamineOutcomes.Indicators.AssessmentOptions { Profiles = [profile], UseDefaultProfiles = false })
            .Results.Single(result => result is { Indicator: "endpoint", Rule: "made-up" });

        row.Instrument.Should().Be("course");
        row.Evidence.Flags.Contains("secondary-source", StringComparer.Ordinal).Should().Be(isSecondary);
        row.Evidence.Parameters.Single(parameter => parameter.Name == "evidence-status").Value.Contains("secondary", StringComparison.Ordinal).Should().Be(isSecondary);
    }

    [Theory]
    [InlineData("transform-2-onset-day-2")]
    [InlineData("transform-2-onset-day-8")]
    public void What_transform_2_does_not_say_of_drop_out_is_labelled(string id) =>
        EndpointProfileCatalogue.Shipped.Find(id)!.Evidence.Should().Contain(evidence => evidence.Status == EvidenceStatus.ProjectPolicy && evidence.Note!.Contains("drop-out before day 28 counts as failure", StringComparison.Ordinal));
}
