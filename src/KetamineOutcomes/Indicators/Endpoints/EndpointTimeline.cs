using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>One reading of a scale as the judge sees it: a number or why there is none. Two readings are the same only as references.</summary>
/// <param name="at">When it was made.</param>
/// <param name="value">The exact score, or <see langword="null"/>.</param>
/// <param name="fault">Why there is none (<see cref="Reasons"/>), or <see langword="null"/>.</param>
/// <param name="infusions">How many infusions of the series lie before it.</param>
/// <param name="knownAt">When it was known, or <see langword="null"/> for when it was made.</param>
/// <param name="origin">What it was made from, so that evidence refers to it.</param>
internal sealed class EndpointReading(ClinicalTime at, Fraction? value, string? fault = null, int infusions = 0, ClinicalTime? knownAt = null, object? origin = null)
{
    public ClinicalTime At { get; } = at;

    public Fraction? Value { get; } = value;

    public string? Fault { get; } = value is null ? fault ?? Reasons.NotDone : null;

    public int Infusions { get; } = infusions;

    public ClinicalTime KnownAt { get; } = knownAt ?? at;

    public object? Origin { get; } = origin;
}

/// <summary>One scale on a timeline: what it means, its baseline, and the readings after it in order of time.</summary>
internal sealed record EndpointTrack
{
    public required ScaleKey Key { get; init; }

    public required string Name { get; init; }

    public int Decimals { get; init; }

    public Direction Direction { get; init; } = Direction.HigherIsWorse;

    /// <summary>The best possible score for the items that apply, or <see langword="null"/>.</summary>
    public Fraction? Best { get; init; }

    /// <summary>The endpoints that the scale's definition declares.</summary>
    public EquatableArray<EndpointEntry> Declared { get; init; }

    /// <summary>The baseline, or <see langword="null"/>.</summary>
    public EndpointReading? Baseline { get; init; }

    /// <summary>Why there is no baseline (<see cref="Reasons"/>).</summary>
    public string? BaselineFault { get; init; }

    public EquatableArray<EndpointReading> Readings { get; init; }
}

/// <summary>What is known of one series: scales, infusions, events, and until when.</summary>
internal sealed record EndpointTimeline
{
    public required EquatableArray<EndpointTrack> Tracks { get; init; }

    /// <summary>The infusions of the series in order; empty in data without treatments.</summary>
    public EquatableArray<ClinicalTime> Infusions { get; init; }

    /// <summary>How many of the infusions are the induction, or <see langword="null"/> where that is not told.</summary>
    public int? InductionInfusions { get; init; }

    /// <summary>Why the end of the induction is not told (<see cref="Reasons"/>).</summary>
    public string InductionFault { get; init; } = Reasons.NoInfusions;

    public EquatableArray<ClinicalEvent> Events { get; init; }

    public bool EventsRecorded { get; init; }

    public FollowUpEnd? FollowUpEnd { get; init; }

    /// <summary>When the next series began, with which this one ended, or <see langword="null"/>.</summary>
    public ClinicalTime? NextSeriesAt { get; init; }

    /// <summary>Whether the last infusion of the induction is too recent to be called the last.</summary>
    public bool InductionMayContinue { get; init; }

    /// <summary>After which no assessment of the series can come, or <see langword="null"/>.</summary>
    public ClinicalTime? ClosedAt => NextSeriesAt ?? FollowUpEnd?.At;

    /// <summary>Why nothing comes after <see cref="ClosedAt"/>.</summary>
    public string ClosedReason => NextSeriesAt is null ? Reasons.FollowUpEnded : Reasons.NextSeriesBegan;

    /// <summary>What counts as now; <see langword="null"/> where nothing is on record.</summary>
    public ClinicalTime? Now { get; init; }

    /// <summary>Who keeps what was asked of <see cref="Now"/>, where somebody does.</summary>
    public NowSpan? Span { get; init; }

    /// <summary><see cref="Now"/> for whoever asks how far a time lies behind it.</summary>
    public NowSpan Clock => Span ?? new NowSpan(Now);

    /// <summary>Whether the caller gave the time, so that a window can be called not yet due.</summary>
    public bool IsAsOfGiven { get; init; }

    public EndpointTrack? Find(ScaleKey key)
    {
        foreach (var track in Tracks)
        {
            if (track.Key == key)
            {
                return track;
            }
        }

        return null;
    }

    /// <summary>The time from which days of the series count.</summary>
    public ClinicalTime? Start(ScaleKey? scale) => Infusions.IsEmpty
        ? (scale is { } key ? Find(key)?.Baseline?.At : null) ?? Tracks.Select(track => track.Baseline).FirstOrDefault(baseline => baseline is not null)?.At
        : Infusions[0];

    /// <summary>What was known by a time.</summary>
    public EndpointTimeline AsOf(ClinicalTime time) => this with
    {
        Tracks = Tracks.Select(track => track with
        {
            Baseline = track.Baseline is { } baseline && IsKnown(baseline, time) ? baseline : null,
            BaselineFault = track.Baseline is { } known && !IsKnown(known, time) ? Reasons.NoBaseline : track.BaselineFault,
            Readings = track.Readings.Where(reading => IsKnown(reading, time)).ToEquatableArray(),
        }).ToEquatableArray(),
        Infusions = Infusions.Where(infusion => infusion.CompareKnown(time) <= 0).ToEquatableArray(),
        InductionInfusions = InductionInfusions is { } count ? Math.Min(count, Infusions.Count(infusion => infusion.CompareKnown(time) <= 0)) : null,
        Events = Events.Where(each => each.At.CompareKnown(time) <= 0 && (each.RecordedAt ?? each.At).CompareKnown(time) <= 0).ToEquatableArray(),
        FollowUpEnd = FollowUpEnd is { } end && end.At.CompareKnown(time) <= 0 ? end : null,
        NextSeriesAt = NextSeriesAt is { } next && next.CompareKnown(time) <= 0 ? next : null,
        Now = time,
        Span = null,
        IsAsOfGiven = true,
    };

    private static bool IsKnown(EndpointReading reading, ClinicalTime time) => reading.At.CompareKnown(time) <= 0 && reading.KnownAt.CompareKnown(time) <= 0;
}
