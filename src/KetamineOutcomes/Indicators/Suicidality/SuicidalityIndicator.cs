using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>Suicidality over time: what was asked, what it said, and how that stands to the time before and to the time before the series.</summary>
/// <remarks>
/// The items are those whose alerts have one of the topics, whatever the instrument. An answer is compared with answers to the same item by the same rater alone;
/// across instruments the worst stands and each is listed. Raised and unreadable answers have a row whatever points were asked for.
/// </remarks>
internal sealed class SuicidalityIndicator : IIndicator
{
    /// <summary>The topics of the alerts that count, as definitions write them.</summary>
    public static readonly IReadOnlyCollection<string> DefaultTopics = ["suicidality", "self-injury"];

    private readonly IReadOnlyCollection<string> _topics;

    public SuicidalityIndicator(IReadOnlyCollection<string>? topics = null) => _topics = topics ?? DefaultTopics;

    public string Id => "suicidality";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context)
    {
        var series = new SuicidalitySeries(context, SuicidalityReading.Collect(context.Course, context.Catalogue, _topics, context.Suicidality));
        var unreadable = new UnreadableRecords(context, _topics);
        return series.Assess().Concat(ReliableDeterioration.Assess(context, _topics)).Select(unreadable.Mark);
    }
}

/// <summary>The rows of one series.</summary>
internal sealed class SuicidalitySeries
{
    private const string EveryVisit = "every-visit";

    private readonly SeriesContext _context;
    private readonly List<SuicidalityTrack> _tracks;
    private readonly SuicidalityRows _rows;
    private readonly List<SuicidalityReading> _readings;
    private readonly HashSet<SuicidalityReading> _known;
    private readonly Infusion? _first;
    private readonly Infusion? _next;

    public SuicidalitySeries(SeriesContext context, List<SuicidalityTrack> tracks)
    {
        _context = context;
        _first = context.Series?.First;
        _next = context.Number < context.Course.Series.Count ? context.Course.Series[context.Number].First : null;
        _tracks = tracks;
        _readings = [.. tracks.SelectMany(track => track.Readings).Where(reading => IsBeforeEnd(reading.Administration))];
        _known = [.. _readings];
        _rows = new SuicidalityRows(context, _tracks);
    }

    public IEnumerable<IndicatorFinding> Assess()
    {
        var visits = FindVisits();
        var told = new HashSet<SuicidalityReading>();
        foreach (var point in _context.Options.Points.DistinctBy(point => point.Name, StringComparer.Ordinal))
        {
            var findings = point is AssessmentPoint.EveryVisit ? AssessVisits(visits, told)
                : point is AssessmentPoint.Last ? AssessLast(point.Name, visits)
                : AssessWindow(point, visits);
            foreach (var finding in findings)
            {
                yield return finding;
            }
        }

        // What was raised is never left out because nobody asked for that visit, and neither is what cannot be read: it may have been raised.
        foreach (var reading in _readings.Where(reading => reading.Standing is AnswerStanding.Raised or AnswerStanding.Unreadable && IsToldHere(reading.Administration) && told.Add(reading)))
        {
            yield return _rows.ItemOfVisit(reading, VisitPoint(reading));
        }

        foreach (var attempt in _context.Course.Events.Where(happened => happened.Kind == ClinicalEventKind.SuicideAttempt && IsToldHere(happened)))
        {
            yield return SuicidalityRows.Attempt(attempt);
        }

        yield return _rows.LastAsked(_readings, visits, _next?.At ?? _context.Now);
    }

    /// <summary>The forms of one day on one side of an infusion.</summary>
    private List<SuicidalityVisit> FindVisits()
    {
        var readings = _readings.Where(reading => IsInside(reading.Administration)).ToLookup(reading => PlaceOf(reading.Administration));
        return _context.Course.Administrations
            .Where(IsInside)
            .GroupBy(PlaceOf)
            .Select(group => new SuicidalityVisit([.. group], [.. readings[group.Key]]))
            // A visit that is planned and not yet due is none.
            .Where(visit => visit.IsFilledIn || (_context.Now is { } now && visit.At.CompareKnown(now) <= 0))
            .ToList();
    }

    /// <summary>Forms of one day belong to one visit unless an infusion lies between them.</summary>
    private (int Day, int InfusionsBefore) PlaceOf(Administration administration) =>
        (administration.At.DayNumber, VisitTime.CountNotBefore(administration.At, administration.Timing, _context.Course.Infusions).Count);

    private IEnumerable<IndicatorFinding> AssessVisits(List<SuicidalityVisit> visits, HashSet<SuicidalityReading> told)
    {
        foreach (var visit in visits)
        {
            foreach (var finding in visit.Readings.GroupBy(reading => (reading.Track.Instrument.Id, reading.Track.Rater, At: reading.At.ToMoment(), reading.Administration.Timing))
                .SelectMany(group => _rows.Form([.. group], VisitPoint(group.First()))))
            {
                yield return finding;
            }

            told.UnionWith(visit.Readings);
            yield return _rows.Visit(visit, EveryVisit + (visits.Exists(other => other != visit && other.At == visit.At && visits.IndexOf(other) < visits.IndexOf(visit)) ? ":post" : ""));
        }
    }

    /// <summary>The last answer to each item, however long ago, and what was asked since.</summary>
    private IEnumerable<IndicatorFinding> AssessLast(string point, List<SuicidalityVisit> visits)
    {
        var picks = new List<SuicidalityReading>();
        foreach (var track in _tracks)
        {
            var readings = track.Readings.Where(_known.Contains).ToList();
            var answered = readings.FindLast(reading => reading.IsAnswered);
            var unreadable = readings.FindLast(reading => reading.Standing == AnswerStanding.Unreadable);

            // What cannot be read does not take back what was raised, and is no clear answer either.
            var pick = unreadable is not null && answered is not { IsRaised: true } && (answered is null || readings.IndexOf(unreadable) > readings.IndexOf(answered))
                ? unreadable
                : answered ?? readings.FindLast(reading => reading.Standing != AnswerStanding.NotDone) ?? readings.LastOrDefault();
            if (pick is not null)
            {
                picks.Add(pick);
            }
        }

        var findings = picks.GroupBy(reading => (reading.Track.Instrument.Id, reading.Track.Rater)).SelectMany(group => _rows.Form([.. group], point, isLast: true)).ToList();
        return findings.Append(_rows.Summary(point, picks, [.. visits.SelectMany(visit => visit.Forms)], isLast: true));
    }

    private IEnumerable<IndicatorFinding> AssessWindow(AssessmentPoint point, List<SuicidalityVisit> visits)
    {
        var window = SuicidalityWindow.Find(point, _context, visits.Count > 0 ? visits[0].At : null);
        if (window.Fault is { } fault)
        {
            return [_rows.Unknown(point.Name, window.IsNotApplicable ? new IndicatorOutcome.NotApplicable(fault) : new IndicatorOutcome.Indeterminate(fault))];
        }

        var within = visits.Where(visit => visit.Forms.Exists(window.Contains)).ToList();
        if (!within.Exists(visit => visit.IsFilledIn) && window.WhyEmpty(_context) is { } reason)
        {
            return [_rows.Unknown(point.Name, new IndicatorOutcome.Indeterminate(reason))];
        }

        // The worst answer of the window stands, not the first: a later clear one takes nothing back.
        var picks = within.SelectMany(visit => visit.Readings)
            .GroupBy(reading => reading.Track)
            .Select(group => group.Aggregate((best, reading) => IsWorse(best, reading) ? reading : best))
            .ToList();
        var findings = picks.GroupBy(reading => (reading.Track.Instrument.Id, reading.Track.Rater)).SelectMany(group => _rows.Form([.. group], point.Name)).ToList();
        return findings.Append(_rows.Summary(point.Name, picks, [.. within.SelectMany(visit => visit.Forms)], until: window.End));
    }

    /// <summary>Whether the second of two readings, the later, is to stand for both.</summary>
    private static bool IsWorse(SuicidalityReading best, SuicidalityReading reading)
    {
        if (best.IsRaised && reading.IsRaised)
        {
            return !(best.Value > reading.Value);
        }

        static int Care(SuicidalityReading of) => of.Standing switch
        {
            AnswerStanding.Raised => 0,
            AnswerStanding.Unreadable => 1,
            AnswerStanding.Clear => 2,
            _ => 3,
        };
        return Care(reading) <= Care(best);
    }

    /// <summary>The point of a single reading: raters and a second visit of one date are named where two rows would else have one key.</summary>
    private static string VisitPoint(SuicidalityReading reading) =>
        reading.Administration.Timing == Timing.Post && reading.Track.Readings.Any(other => other != reading && other.At == reading.At && other.Administration.Timing != Timing.Post)
            ? EveryVisit + ":post"
            : EveryVisit;

    private bool IsBeforeEnd(Administration administration) => _next is null || administration.IsBefore(_next);

    private bool IsInside(Administration administration) => IsBeforeEnd(administration) && (_first is null || !administration.IsBefore(_first));

    /// <summary>Whether the series tells of it: each record in one series, those before the first in the first.</summary>
    private bool IsToldHere(Administration administration) => IsInside(administration) || (_context.Number == 1 && IsBeforeEnd(administration));

    private bool IsToldHere(ClinicalEvent happened) =>
        (_next is null || happened.At.CompareKnown(_next.At) < 0) && (_context.Number == 1 || _first is null || happened.At.CompareKnown(_first.At) >= 0);
}

/// <summary>The forms of one day on one side of an infusion, and what they say about suicidality.</summary>
internal sealed record SuicidalityVisit(List<Administration> Forms, List<SuicidalityReading> Readings)
{
    public ClinicalTime At => Forms[0].At;

    public bool IsFilledIn => Forms.Exists(form => form.Content is not AdministrationContent.NotDone);
}

/// <summary>The days of a point, both ends inclusive, or why it has none. As for scores (<see cref="AssessmentPoint"/>).</summary>
internal sealed record SuicidalityWindow(string? Fault, bool IsNotApplicable = false)
{
    private Func<Administration, bool> Holds { get; init; } = _ => true;

    private (ClinicalTime Anchor, long First, long Last)? Days { get; init; }

    public bool Contains(Administration administration) =>
        Holds(administration) && (Days is not { } days || (administration.At.DaysSince(days.Anchor) is var day && day >= days.First && day <= days.Last));

    /// <summary>The last day of the window, as far as a time can say it.</summary>
    public ClinicalTime? End
    {
        get
        {
            if (Days is not { } days)
            {
                return null;
            }

            var day = Math.Min(days.Anchor.DayNumber + days.Last, days.Anchor.IsRelative ? ClinicalTime.MaxRelativeDay : DateOnly.MaxValue.DayNumber);
            return days.Anchor.IsRelative ? ClinicalTime.OnDay((int)Math.Max(day, -ClinicalTime.MaxRelativeDay)) : ClinicalTime.OnDate(DateOnly.FromDayNumber((int)Math.Max(day, 0)));
        }
    }

    /// <summary>Why an empty window says nothing yet, or no more; <see langword="null"/> where nothing was filled in and that is all.</summary>
    public string? WhyEmpty(SeriesContext context)
    {
        if (Days is not { } days)
        {
            return null;
        }

        return context.Course.FollowUpEnd is { } end && end.At.DaysSince(days.Anchor) < days.First ? Reasons.FollowUpEnded
            : context.Options.AsOf is { } now && now.DaysSince(days.Anchor) < days.Last ? Reasons.NotYetDue
            : null;
    }

    public static SuicidalityWindow Find(AssessmentPoint point, SeriesContext context, ClinicalTime? firstVisit)
    {
        switch (point)
        {
            case AssessmentPoint.Day day:
                return (context.Series?.First.At ?? firstVisit) is { } anchor
                    ? new SuicidalityWindow((string?)null) { Days = (anchor, (long)day.Number - day.Window, (long)day.Number + day.Window) }
                    : new SuicidalityWindow(Reasons.NoAssessment);
            case AssessmentPoint.EndOfInduction:
                return context.Series is not { } treated ? new SuicidalityWindow(Reasons.NoInfusions)
                    : treated.LastOfInduction is not { } end ? new SuicidalityWindow(treated.GapDays is null ? Reasons.InductionNotLabelled : Reasons.InductionNotFound)
                    : new SuicidalityWindow((string?)null) { Days = (end.At, 1, AssessmentPoint.WindowAfterInfusion) };
            case AssessmentPoint.Visit visit:
                return new SuicidalityWindow((string?)null) { Holds = administration => string.Equals(administration.Visit, visit.NominalName, StringComparison.Ordinal) };
            case AssessmentPoint.AfterInfusion after:
                if (context.Series is not { } series)
                {
                    return new SuicidalityWindow(Reasons.NoInfusions);
                }

                if (after.Number > series.Infusions.Count)
                {
                    return new SuicidalityWindow(Reasons.NoSuchInfusion, IsNotApplicable: true);
                }

                var infusion = series.Infusions[after.Number - 1];
                var next = after.Number < series.Infusions.Count ? series.Infusions[after.Number] : null;
                var closes = Math.Min(AssessmentPoint.WindowAfterInfusion, next?.At.DaysSince(infusion.At) ?? AssessmentPoint.WindowAfterInfusion);
                return new SuicidalityWindow((string?)null)
                {
                    Days = (infusion.At, 0, closes),
                    Holds = administration => !administration.IsBefore(infusion) && (next is null || administration.IsBefore(next)),
                };
            default:
                throw new InvalidOperationException("A point has no window.");
        }
    }
}
