namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>A stretch of time on a timeline, with what was found at its anchor.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, or <see langword="null"/> for an open window.</param>
/// <param name="AfterInfusion">The infusion behind which a reading has to lie with no other between, or <see langword="null"/>.</param>
/// <param name="Index">The reading at the index, or <see langword="null"/>.</param>
internal sealed record ResolvedWindow(ClinicalTime From, ClinicalTime? To, int? AfterInfusion, EndpointReading? Index)
{
    public bool Contains(EndpointReading reading) =>
        Contains(reading.At) && (AfterInfusion is not { } number || reading.Infusions == number) && !ReferenceEquals(reading, Index);

    public bool Contains(ClinicalTime time) => time.DayNumber >= From.DayNumber && (To is not { } last || time.DayNumber <= last.DayNumber);
}

/// <summary>What the rules of one profile are judged on: a timeline, the scale in question, and the entry state where there is one.</summary>
internal sealed record EndpointScope(EndpointTimeline Timeline, ScaleKey? Own, EndpointVerdict? Entry)
{
    public ScaleKey? ScaleOf(EndpointCriterion criterion) => criterion.Scale ?? Own;

    public EndpointTrack? TrackOf(EndpointCriterion criterion) => ScaleOf(criterion) is { } key ? Timeline.Find(key) : null;

    /// <summary>The reading of a scale by which the entry state was established, or <see langword="null"/>.</summary>
    public EndpointReading? EntryReading(EndpointTrack track) =>
        Entry?.Used.LastOrDefault(used => used.Track.Key == track.Key && used.Role is not ("baseline" or "passed-over"))?.Reading;

    /// <summary>The readings of a window that came after the entry state was established.</summary>
    public List<EndpointReading> Inside(EndpointTrack track, ResolvedWindow? window)
    {
        var since = Entry?.EstablishedAt;
        var mark = since is null ? null : EntryReading(track);
        var isAfterMark = mark is null || !Has(track, mark);
        var inside = new List<EndpointReading>();
        foreach (var reading in track.Readings)
        {
            if (isAfterMark
                && (window is null || window.Contains(reading))
                && (since is not { } entry || reading.At.CompareKnown(entry) is var order && (order > 0 || (order == 0 && mark is not null))))
            {
                inside.Add(reading);
            }

            isAfterMark |= ReferenceEquals(reading, mark);
        }

        return inside;
    }

    private static bool Has(EndpointTrack track, EndpointReading mark)
    {
        foreach (var reading in track.Readings)
        {
            if (ReferenceEquals(reading, mark))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds a window, or says why there is none.</summary>
    public (ResolvedWindow? Window, EndpointVerdict? Fault) Resolve(EndpointWindow? window, ScaleKey? scale)
    {
        if (window is null)
        {
            return (null, null);
        }

        var (anchor, index, fault) = ResolveAnchor(window.Anchor, scale);
        if (anchor is not { } at)
        {
            return (null, fault);
        }

        if (at.IsRelative && (window.From.Months != 0 || window.To is { Months: not 0 }))
        {
            return (null, EndpointVerdict.Unknown(Reasons.DatesNeeded, "calendar months need dates"));
        }

        return (new ResolvedWindow(Move(at, window.From), window.To is { } to ? Move(at, to) : null, (window.Anchor as EndpointAnchor.Infusion)?.Number, index), null);
    }

    /// <summary>Finds an anchor, or says why there is none.</summary>
    public (ClinicalTime? At, EndpointReading? Index, EndpointVerdict? Fault) ResolveAnchor(EndpointAnchor anchor, ScaleKey? scale)
    {
        switch (anchor)
        {
            case EndpointAnchor.SeriesStart:
                return Timeline.Start(scale) is { } start ? (start, null, null) : (null, null, Missing(Reasons.NoBaseline));
            case EndpointAnchor.SeriesEnd:
                return Timeline.InductionInfusions is { } count and > 0
                    ? (Timeline.Infusions[count - 1], null, null)
                    : (null, null, Missing(Timeline.Infusions.IsEmpty ? Reasons.NoInfusions : Timeline.InductionFault));
            case EndpointAnchor.Infusion infusion:
                return Timeline.Infusions.IsEmpty ? (null, null, Missing(Reasons.NoInfusions))
                    : infusion.Number <= Timeline.Infusions.Count ? (Timeline.Infusions[infusion.Number - 1], null, null)
                    : (null, null, EndpointVerdict.NotApplicable(Reasons.NoSuchInfusion, "the series has too few infusions"));
            case EndpointAnchor.Date date:
                var isRelative = Timeline.Start(scale) is { IsRelative: true } || Timeline.Now is { IsRelative: true };
                return isRelative ? (null, null, Missing(Reasons.DatesNeeded)) : (ClinicalTime.OnDate(date.Day), null, null);
            case EndpointAnchor.Entry:
                return Entry?.EstablishedAt is { } established ? (established, null, null) : (null, null, Missing(Reasons.NoAssessment));
            case EndpointAnchor.Index index:
                return ResolveIndex(index.Meets);
            default:
                var track = scale is { } key ? Timeline.Find(key) : null;
                return track?.Baseline is { } baseline ? (baseline.At, null, null) : (null, null, Missing(track?.BaselineFault ?? Reasons.NoBaseline));
        }
    }

    /// <summary>Whether an assessment can still come into a window.</summary>
    public bool IsOpen(ResolvedWindow? window)
    {
        if (Timeline.ClosedAt is not null || (window?.AfterInfusion is { } number && Timeline.Infusions.Count > number))
        {
            return false;
        }

        return window?.To is not { } last || !Timeline.Clock.IsAfter(last, 0);
    }

    private static EndpointVerdict Missing(string reason) => EndpointVerdict.Unknown(reason, Reasons.Explain(reason));

    private (ClinicalTime? At, EndpointReading? Index, EndpointVerdict? Fault) ResolveIndex(EndpointCriterion meets)
    {
        if (TrackOf(meets) is not { } track)
        {
            return (null, null, Missing(Reasons.NoAssessment));
        }

        var judge = new CriterionJudge(track, EntryReading(track), null);
        IEnumerable<EndpointReading> all = track.Baseline is { } baseline ? track.Readings.Prepend(baseline) : track.Readings;
        return all.FirstOrDefault(reading => judge.Judge(meets, reading).Truth == Truth.Yes) is { } found
            ? (found.At, found, null)
            : (null, null, EndpointVerdict.NotApplicable(Reasons.NoIndex, "no assessment meets the criterion with which it begins"));
    }

    private static ClinicalTime Move(ClinicalTime at, WindowOffset offset)
    {
        if (offset.Months == 0)
        {
            return ConfirmationJudge.Later(at, offset.Days);
        }

        // A month that is too short gives its last day: 29 February and twelve months is 28 February.
        var date = DateOnly.FromDayNumber(at.DayNumber);
        var months = Math.Clamp(offset.Months, -12 * (date.Year - 1) - date.Month + 1, (12 * (9999 - date.Year)) + 12 - date.Month);
        return ConfirmationJudge.Later(ClinicalTime.OnDate(date.AddMonths(months)), offset.Days);
    }
}
