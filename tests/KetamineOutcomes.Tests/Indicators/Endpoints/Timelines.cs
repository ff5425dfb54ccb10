using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Endpoints;

/// <summary>Timelines in few words, in relative days: the first infusion is on day 0, the baseline on day -1.</summary>
internal static class Timelines
{
    /// <summary>
    /// One scale: visits as <c>day:score</c>, <c>day:.</c> for a form without a score, <c>day:!</c> for different scores at one time. Now is the last visit, the last
    /// infusion or the last event unless it is given.
    /// </summary>
    public static EndpointTimeline Of(string scale, int? baseline, string visits, string infusions = "0", string events = "", bool recorded = true, int? asOf = null, FollowUpEnd? end = null, int? induction = null)
    {
        var given = Days(infusions);
        var track = Track(scale, baseline, visits, given);
        var happened = events.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text.Split(':'))
            .Select(parts => new ClinicalEvent(EndpointWords.Events[parts[1]], Day(int.Parse(parts[0], CultureInfo.InvariantCulture))))
            .ToList();
        var last = track.Readings.Select(reading => reading.At.DayNumber)
            .Concat(given).Concat(happened.Select(each => each.At.DayNumber)).Concat(end is null ? [] : [end.At.DayNumber]).DefaultIfEmpty(0).Max();
        var timeline = new EndpointTimeline
        {
            Tracks = [track],
            Infusions = given.Select(Day).ToEquatableArray(),
            InductionInfusions = induction ?? given.Length,
            Events = happened.ToEquatableArray(),
            EventsRecorded = recorded,
            FollowUpEnd = end,
            Now = Day(asOf ?? last),
            IsAsOfGiven = asOf is not null,
        };
        return asOf is { } day ? timeline.AsOf(Day(day)) : timeline;
    }

    /// <summary>Another scale beside those of a timeline.</summary>
    public static EndpointTimeline With(this EndpointTimeline timeline, string scale, int? baseline, string visits)
    {
        var track = Track(scale, baseline, visits, [.. timeline.Infusions.Select(infusion => infusion.DayNumber)]);
        var last = track.Readings.Select(reading => reading.At.DayNumber).Append(timeline.Now!.Value.DayNumber).Max();
        return timeline with { Tracks = [.. timeline.Tracks, track], Now = timeline.IsAsOfGiven ? timeline.Now : Day(last) };
    }

    public static EndpointTrack Track(string scale, int? baseline, string visits, int[] infusions)
    {
        _ = ScaleKey.TryParse(scale, out var key);
        var definition = InstrumentCatalogue.Shipped.Find(key.Instrument)!.FindScale(key.Scale)!;
        return new EndpointTrack
        {
            Key = key,
            Name = definition.Name,
            Decimals = definition.Decimals,
            Direction = definition.Direction,
            Best = definition.BestPossible,
            Declared = definition.Endpoints,
            Baseline = baseline is { } score ? new EndpointReading(Day(-1), score) : null,
            BaselineFault = baseline is null ? Reasons.NoBaseline : null,
            Readings = visits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => Reading(text, infusions)).ToEquatableArray(),
        };
    }

    private static EndpointReading Reading(string text, int[] infusions)
    {
        var parts = text.Split(':');
        var day = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var before = infusions.Count(infusion => infusion < day);
        return parts[1] switch
        {
            "." => new EndpointReading(Day(day), null, Reasons.ScoreIncomplete, before),
            "!" => new EndpointReading(Day(day), null, Reasons.ConflictingScores, before),
            var score => new EndpointReading(Day(day), Fraction.TryParse(score, out var value) ? value : throw new ArgumentException("No score.", nameof(text)), infusions: before),
        };
    }

    public static ClinicalTime Day(int day) => ClinicalTime.OnDay(day);

    private static int[] Days(string days) => [.. days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => int.Parse(day, CultureInfo.InvariantCulture))];

    public static EndpointVerdict Judge(EndpointProfile profile, EndpointTimeline timeline, string? scale = null) =>
        new EndpointJudge(EndpointProfileCatalogue.Shipped.Find).Judge(profile, timeline, scale is not null && ScaleKey.TryParse(scale, out var key) ? key : null);

    /// <summary>What a shipped profile says: <c>met 14</c>, <c>not-met</c>, <c>unconfirmed 19..29</c>, <c>cannot-confirm</c>, <c>not-applicable:entry-not-reached</c>.</summary>
    public static string Say(string profile, EndpointTimeline timeline, string? scale = null) => Say(Judge(EndpointProfileCatalogue.Shipped.Find(profile)!, timeline, scale));

    public static string Say(EndpointVerdict verdict) => verdict.Truth switch
    {
        Truth.Yes => $"met {verdict.Date}",
        Truth.No => "not-met",
        Truth.Unconfirmed => $"unconfirmed {verdict.ConfirmBy!.From}..{verdict.ConfirmBy.To}",
        Truth.CannotConfirm => "cannot-confirm",
        Truth.NotApplicable => "not-applicable:" + verdict.Reason,
        _ => "indeterminate:" + verdict.Reason,
    };

    /// <summary>A profile of one scale around a rule.</summary>
    public static EndpointProfile Profile(string rule, string? entry = null, string scale = "madrs/total") => EndpointProfile.Read($$"""
        {"format":1,"id":"made-up","version":"1.0.0","label":"Made up","construct":"relapse","scales":["{{scale}}"],"sources":[{"key":"made-up","citation":"Made up"}],
         "evidence":[{"source":"made-up","status":"project-policy"}],{{(entry is null ? "" : $"\"entry\":{entry},")}}"rule":{{rule}} }
        """).GetValueOrThrow();
}
