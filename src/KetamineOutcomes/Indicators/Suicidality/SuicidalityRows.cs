using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>Makes the rows of one series: their states, words and evidence.</summary>
internal sealed class SuicidalityRows
{
    private const string OwnRule = "KetamineOutcomes project policy (docs/suicidality.md)";
    private const string Version = "1.0.0";
    private const string Course = "course";

    private readonly SeriesContext _context;
    private readonly List<SuicidalityTrack> _tracks;
    private readonly Dictionary<SuicidalityTrack, SuicidalityReading?> _baselines = new(ReferenceEqualityComparer.Instance);

    public SuicidalityRows(SeriesContext context, List<SuicidalityTrack> tracks)
    {
        _context = context;
        _tracks = tracks;
    }

    /// <summary>A reading with what it is compared with.</summary>
    private sealed record Compared(SuicidalityReading Reading, SuicidalityReading? Before, SuicidalityReading? Baseline, string State)
    {
        public int Rank => SuicidalityState.Rank(State);

        public ClinicalTime KnownAt => Later(Later(Reading.KnownAt, Before?.KnownAt), Baseline?.KnownAt);

        private static ClinicalTime Later(ClinicalTime known, ClinicalTime? other) => other is { } later && later.CompareKnown(known) > 0 ? later : known;
    }

    /// <summary>The rows of the items of one instrument by one rater: of a form with one such item that item; else one row for all, and one for each item that is not clear.</summary>
    public IEnumerable<IndicatorFinding> Form(List<SuicidalityReading> readings, string point, bool isLast = false)
    {
        var items = readings.FindAll(reading => reading.Track.Rule is not null);
        if (items.Exists(reading => !reading.Track.IsOnlyItem))
        {
            yield return All(items, point, isLast);
        }

        foreach (var reading in readings)
        {
            var state = Compare(reading).State;
            if (reading.Track.IsOnlyItem || reading.Track.OwnScale is not null || SuicidalityState.IsRaised(state) || state is SuicidalityState.Unreadable or SuicidalityState.Resolved)
            {
                yield return Item(reading, point, isLast);
            }
        }
    }

    /// <summary>The row of one item at its visit, which stands whatever comes later.</summary>
    public IndicatorFinding ItemOfVisit(SuicidalityReading reading, string point)
    {
        var compared = Compare(reading);
        return _context.Suicidality.Item(_context.Number, point, reading, compared.Before, compared.Baseline, () => Item(compared, point, isLast: false));
    }

    /// <summary>The row of one item.</summary>
    public IndicatorFinding Item(SuicidalityReading reading, string point, bool isLast = false) => Item(Compare(reading), point, isLast);

    private IndicatorFinding Item(Compared compared, string point, bool isLast)
    {
        var reading = compared.Reading;
        var track = reading.Track;
        var outcome = Outcome(compared, isLast);
        var parameters = new List<Parameter> { new("topic", track.Topic), new("recall", track.Instrument.Recall.Text), new("raised-from", track.RaisedFrom) };
        if (reading.IsAnswered)
        {
            parameters.Add(new Parameter("answer", reading.Answer));
            AddIf(parameters, "level", reading.Level);
        }
        else
        {
            parameters.Add(new Parameter("standing", Word(reading.Standing)));
        }

        AddIf(parameters, "answer-before", compared.Before?.Answer);
        AddIf(parameters, "days-since-before", compared.Before is { } before ? Text(reading.At.DaysSince(before.At)) : null);
        AddIf(parameters, "answer-baseline", compared.Baseline?.Answer);
        if (compared.State == SuicidalityState.Worsening)
        {
            parameters.Add(new Parameter("higher-than", HigherThan(compared)));
        }

        AddPlace(parameters, reading);
        var observations = new List<Observation>();
        observations.AddRange(Reference(compared.Baseline, "baseline"));
        observations.AddRange(ReferenceEquals(compared.Before, compared.Baseline) ? [] : Reference(compared.Before, "before"));
        observations.AddRange(Reference(reading, "answer"));
        return new IndicatorFinding(track.Instrument.Id, track.Scale, track.Instrument.Version, track.RuleName, point, outcome, Sentence(compared, isLast, outcome))
        {
            At = reading.At,
            KnownAt = compared.KnownAt,
            Sources = [.. track.Evidence.Select(evidence => evidence.Source.Citation), OwnRule],
            Parameters = parameters.ToEquatableArray(),
            Observations = observations.ToEquatableArray(),
            Flags = Flags(reading, isLast),
        };
    }

    /// <summary>The row of all items of one form.</summary>
    private IndicatorFinding All(List<SuicidalityReading> readings, string point, bool isLast)
    {
        var compared = readings.ConvertAll(Compare);
        var worst = compared.Aggregate((best, next) => next.Rank < best.Rank ? next : best);
        var track = worst.Reading.Track;
        var outcome = Outcome(worst, isLast);
        var raised = compared.Where(item => SuicidalityState.IsRaised(item.State)).ToList();
        var open = compared.Where(item => item.State is SuicidalityState.NotAnswered or SuicidalityState.Unreadable).ToList();
        var clear = compared.Count - raised.Count - open.Count;
        List<Parameter> parameters = [new("recall", track.Instrument.Recall.Text), new("items", Text(compared.Count)), new("items-clear", Text(clear))];
        AddIf(parameters, "items-raised", raised.Count == 0 ? null : string.Join(';', raised.Select(item => $"{item.Reading.Track.Id}={item.State}")));
        AddIf(parameters, "items-without-answer", open.Count == 0 ? null : string.Join(';', open.Select(item => item.Reading.Track.Id)));
        AddPlace(parameters, worst.Reading);
        var without = open.Count == 0 ? "" : $", {Text(open.Count)} without a usable answer";
        var name = track.Instrument.ShortName + (track.IsUsualRater ? "" : $" ({track.RaterWord})");
        var sentence = $"{name} ({track.Instrument.Recall.Text}) on {Where(worst.Reading.At)}: of {Text(compared.Count)} items about suicidality {Text(raised.Count)} raised, {Text(clear)} clear{without}. "
            + (raised.Count > 0 ? "A raised item needs a person's attention, whatever the total says."
                : clear == 0 ? "Nothing may be concluded."
                : outcome is IndicatorOutcome.Indeterminate ? StaleClause
                : open.Count > 0 ? "Of the items without an answer nothing may be concluded."
                : "None is raised.")
            + (IsLifetimeOnly(compared) ? LifetimeClause : "");
        return new IndicatorFinding(track.Instrument.Id, track.Scale, track.Instrument.Version, track.NameFor("all-items"), point, outcome, sentence)
        {
            At = worst.Reading.At,
            KnownAt = compared.Select(item => item.KnownAt).Aggregate((x, y) => y.CompareKnown(x) > 0 ? y : x),
            Sources = [.. track.Evidence.Select(evidence => evidence.Source.Citation), OwnRule],
            Parameters = parameters.ToEquatableArray(),
            Observations = readings.DistinctBy(reading => reading.Administration).Select(reading => reading.ToObservation("answer")).ToEquatableArray(),
            Flags = compared.SelectMany(item => Flags(item.Reading, isLast)).Where(flag => flag != "lifetime").Concat(IsLifetimeOnly(compared) ? ["lifetime-only"] : []).Distinct(StringComparer.Ordinal).ToEquatableArray(),
        };
    }

    /// <summary>The row of one visit across instruments.</summary>
    public IndicatorFinding Visit(SuicidalityVisit visit, string point) => Summary(point, visit.Readings, visit.Forms, at: visit.At);

    /// <summary>The row of a point across instruments: the worst stands, and each is listed.</summary>
    public IndicatorFinding Summary(string point, List<SuicidalityReading> picks, List<Administration> forms, bool isLast = false, ClinicalTime? at = null, ClinicalTime? until = null)
    {
        var compared = picks.ConvertAll(Compare);
        var filled = forms.Where(form => form.Content is not AdministrationContent.NotDone).Select(form => NameOf(form.Instrument)).Distinct(StringComparer.Ordinal).ToList();
        var asked = compared.Where(item => item.State != SuicidalityState.NotAnswered).OrderBy(item => Care(item, isLast)).ThenBy(item => item.Reading.Track.IsLifetime).ThenByDescending(item => item.Reading.Value ?? 0).ToList();
        var left = compared.Where(item => item.State == SuicidalityState.NotAnswered).Select(item => item.Reading.Track.Name).ToList();
        var end = at ?? until ?? (asked.Count > 0 ? asked[0].Reading.At : null);
        var parameters = new List<Parameter>();
        foreach (var group in compared.GroupBy(item => (item.Reading.Track.Instrument.Id, item.Reading.Track.Rater)))
        {
            var worstOfForm = group.Aggregate((best, next) => next.Rank < best.Rank ? next : best);
            parameters.Add(new Parameter(worstOfForm.Reading.Track.NameFor(group.Key.Id), $"{worstOfForm.State} {worstOfForm.Reading.Track.Id} {worstOfForm.Reading.At}"));
        }

        var lastBefore = LastAnswered(end, picks);
        IndicatorOutcome outcome;
        string sentence;
        if (asked.Count > 0)
        {
            var worst = asked[0];
            outcome = Outcome(worst, isLast);
            var others = asked.Skip(1).Where(item => item.State != SuicidalityState.Clear).ToList();
            var clear = asked.Skip(1).Where(item => item.State == SuicidalityState.Clear).Select(item => item.Reading.Track.Instrument.ShortName).Distinct(StringComparer.Ordinal).ToList();
            sentence = Sentence(worst, isLast, outcome)
                + (others.Count == 0 ? "" : $" Also {string.Join(", ", others.Take(4).Select(item => $"{item.Reading.Track.Name} {item.State}{(isLast ? " on " + Where(item.Reading.At) : "")}"))}{(others.Count > 4 ? $" and {Text(others.Count - 4)} more" : "")}.")
                + (clear.Count == 0 || worst.State == SuicidalityState.Clear ? "" : $" Clear answers: {string.Join(", ", clear)}.");
        }
        else
        {
            var state = compared.Count > 0 ? SuicidalityState.NotAnswered : SuicidalityState.NotAsked;
            outcome = new IndicatorOutcome.Classified(state);
            var what = compared.Count > 0
                ? $"Suicidality has no usable answer at {point}{(at is { } visit ? " on " + Where(visit) : "")}: {string.Join(", ", left.Take(4))} {(left.Count == 1 ? "has" : "have")} none."
                : $"Nothing about suicidality was asked at {point}{(at is { } then ? " on " + Where(then) : "")}{(filled.Count == 0 ? ": no form was filled in" : $": {string.Join(", ", filled)} {(filled.Count == 1 ? "does" : "do")} not ask")}.";
            sentence = what + " " + LastClause(lastBefore, end ?? (forms.Count > 0 ? forms[^1].At : _context.Now));
        }

        var waiting = isLast ? [] : Waiting(end, picks).ToList();
        if (waiting.Count > 0)
        {
            sentence += $" Raised before and not asked again: {string.Join(", ", waiting.Take(4).Select(reading => $"{reading.Track.Name} (on {Where(reading.At)})"))}{(waiting.Count > 4 ? $" and {Text(waiting.Count - 4)} more" : "")}.";
        }

        if (isLast)
        {
            sentence += RaisedInSeries(asked.Count > 0 ? asked[0].Reading : null, parameters);
        }

        var isLifetimeOnly = IsLifetimeOnly(asked);
        sentence += isLifetimeOnly ? LifetimeClause : "";
        var flags = new List<string> { "project-policy" };
        flags.AddRange(isLifetimeOnly ? ["lifetime-only"] : []);
        flags.AddRange(waiting.Count > 0 ? ["raised-not-asked-again"] : []);
        flags.AddRange(compared.SelectMany(item => Flags(item.Reading, isLast)).Where(flag => flag != "lifetime"));
        // No questionnaire outweighs an attempt: from then on no point is clear.
        var attempt = LastAttempt(isLast ? null : end);
        if (attempt is not null)
        {
            flags.Add("suicide-attempt-recorded");
            sentence += " A suicide attempt is on record.";
            var isAnsweredSince = picks.Exists(reading => reading.IsAnswered && reading.At.CompareKnown(attempt.At) > 0);
            var state = isAnsweredSince ? SuicidalityState.Raised : SuicidalityState.New;
            var byAnswers = asked.Count > 0 ? asked[0].State : outcome is IndicatorOutcome.Classified said ? said.State : SuicidalityState.NotAsked;
            parameters.Add(new Parameter("suicide-attempt", attempt.At.ToString()));
            parameters.Add(new Parameter("state-by-answers", byAnswers));
            if (SuicidalityState.Rank(state) < SuicidalityState.Rank(byAnswers))
            {
                outcome = new IndicatorOutcome.Classified(state);
                sentence += $" So this is raised whatever the questionnaires say: it was on {Where(attempt.At)}.";
            }
        }

        AddIf(parameters, "forms", filled.Count == 0 ? null : string.Join(';', forms.Where(form => form.Content is not AdministrationContent.NotDone).Select(form => form.Instrument).Distinct(StringComparer.Ordinal)));
        AddIf(parameters, "last-asked", asked.Count > 0 ? null : lastBefore?.At.ToString());
        return new IndicatorFinding(Course, "total", Version, "worst", point, outcome, sentence)
        {
            At = at ?? (attempt is not null && (asked.Count == 0 || attempt.At.CompareKnown(asked[0].Reading.At) > 0) ? attempt.At : asked.Count > 0 ? asked[0].Reading.At : null),
            KnownAt = attempt is not null ? KnownWith(attempt, at, compared)
                : asked.Count == 0 ? at
                : SuicidalityState.IsRaised(asked[0].State) ? asked[0].KnownAt
                : compared.Select(item => item.KnownAt).Aggregate((x, y) => y.CompareKnown(x) > 0 ? y : x),
            Sources = [OwnRule],
            Parameters = parameters.ToEquatableArray(),
            Observations = asked.DistinctBy(item => item.Reading.Administration).OrderBy(item => item.Reading.At.DayNumber).Select(item => item.Reading.ToObservation("answer")).ToEquatableArray(),
            Flags = flags.Distinct(StringComparer.Ordinal).ToEquatableArray(),
        };
    }

    /// <summary>The row of a point that has no window.</summary>
    public IndicatorFinding Unknown(string point, IndicatorOutcome outcome)
    {
        var reason = outcome is IndicatorOutcome.NotApplicable none ? none.Reason : ((IndicatorOutcome.Indeterminate)outcome).Reason;
        var last = LastAnswered(_context.Now, []);
        return new IndicatorFinding(
            Course,
            "total",
            Version,
            "worst",
            point,
            outcome,
            $"Suicidality at {point} is not known: {ReasonTexts.All[reason]} ({reason}). {LastClause(last, _context.Now)}")
        {
            Sources = [OwnRule],
            Flags = ["project-policy"],
        };
    }

    /// <summary>How long ago it was last asked and answered, and at how many visits of the series it was not.</summary>
    public IndicatorFinding LastAsked(List<SuicidalityReading> readings, List<SuicidalityVisit> visits, ClinicalTime? end)
    {
        var last = Latest(readings.Where(reading => reading.IsAnswered));
        var without = visits.Count(visit => visit.IsFilledIn && !visit.Readings.Exists(reading => reading.IsAnswered));
        List<Parameter> parameters = [new("visits", Text(visits.Count(visit => visit.IsFilledIn))), new("visits-not-asked", Text(without))];
        AddIf(parameters, "until", end?.ToString());
        if (last is null || end is not { } until)
        {
            return LastRow(new IndicatorOutcome.Indeterminate(Reasons.NotAsked), $"Nothing about suicidality has been asked and answered up to {(end is { } to ? Where(to) : "now")} ({Text(without)} {(without == 1 ? "visit" : "visits")} of the series without it).", parameters, null);
        }

        var infusions = _context.Series is { } given ? given.Infusions.Count - last.CountInfusions(given.Infusions).Count : 0;
        parameters.Add(new Parameter("infusions-since", Text(infusions)));
        var days = Math.Max(0, until.DaysSince(last.At));
        var since = infusions == 0 ? "" : $", {Text(infusions)} {(infusions == 1 ? "infusion" : "infusions")} ago";
        return LastRow(
            new IndicatorOutcome.Measured(days, "days", 0),
            $"Suicidality was last asked and answered on {Where(last.At)} ({last.Track.Name}: {(last.IsRaised ? "raised" : "clear")}){(days == 0 ? "" : $", {Days(days)} before {Where(until)}")}{since}; {Text(without)} of {Text(visits.Count(visit => visit.IsFilledIn))} visits of the series did not ask.",
            parameters,
            last);
    }

    /// <summary>A suicide attempt on record: no questionnaire outweighs it.</summary>
    public static IndicatorFinding Attempt(ClinicalEvent attempt) => new(
        Course,
        "total",
        Version,
        "suicide-attempt",
        IndicatorFinding.SeriesPoint,
        new IndicatorOutcome.Classified("recorded"),
        $"A suicide attempt is on record for {Where(attempt.At)}: it stands whatever the questionnaires say.")
    {
        At = attempt.At,
        KnownAt = attempt.RecordedAt ?? attempt.At,
        Sources = [OwnRule],
        Flags = ["project-policy"],
    };

    private static IndicatorFinding LastRow(IndicatorOutcome outcome, string sentence, List<Parameter> parameters, SuicidalityReading? last) =>
        new(Course, "total", Version, "last-asked", IndicatorFinding.SeriesPoint, outcome, sentence)
        {
            At = last?.At,
            KnownAt = last?.KnownAt,
            Sources = [OwnRule],
            Parameters = parameters.ToEquatableArray(),
            Observations = [.. Reference(last, "answer")],
            Flags = ["project-policy"],
        };

    private Compared Compare(SuicidalityReading reading)
    {
        var before = reading.Track.FindBefore(reading);
        var baseline = FindBaseline(reading);
        return new Compared(reading, before, baseline, SuicidalityState.Find(reading, before, baseline));
    }

    /// <summary>The last answer before the series, or the first of all in data without treatments; none for what lies before the series itself.</summary>
    private SuicidalityReading? FindBaseline(SuicidalityReading reading)
    {
        if (_context.Series is not { } series)
        {
            var first = reading.Track.Readings.FirstOrDefault(candidate => candidate.IsAnswered);
            return ReferenceEquals(first, reading) || first is null || reading.Track.FindBefore(reading) is null ? null : first;
        }

        if (reading.IsBefore(series.First))
        {
            return null;
        }

        if (!_baselines.TryGetValue(reading.Track, out var baseline))
        {
            _baselines[reading.Track] = baseline = reading.Track.Readings.LastOrDefault(candidate => candidate.IsAnswered && candidate.IsBefore(series.First));
        }

        return baseline;
    }

    /// <summary>The last answered reading up to a time that is none of those given.</summary>
    private SuicidalityReading? LastAnswered(ClinicalTime? until, List<SuicidalityReading> except) => Latest(_tracks
        .SelectMany(track => track.Readings)
        .Where(reading => reading.IsAnswered && IsWithinSeries(reading) && (until is not { } end || reading.At.CompareKnown(end) <= 0) && !except.Contains(reading)));

    /// <summary>Items whose last answer up to then was raised and that were not asked again.</summary>
    private IEnumerable<SuicidalityReading> Waiting(ClinicalTime? until, List<SuicidalityReading> picks) => until is not { } end ? [] : _tracks
        .Where(track => !picks.Exists(pick => ReferenceEquals(pick.Track, track) && pick.IsAnswered))
        .Select(track => track.Readings.LastOrDefault(reading => reading.IsAnswered && IsWithinSeries(reading) && reading.At.CompareKnown(end) <= 0))
        .OfType<SuicidalityReading>()
        .Where(reading => reading.IsRaised);

    /// <summary>The visits of the series at which an answer was raised: what is clear now was not always so.</summary>
    private string RaisedInSeries(SuicidalityReading? except, List<Parameter> parameters)
    {
        var raised = _tracks.SelectMany(track => track.Readings)
            .Where(reading => reading.IsRaised && IsWithinSeries(reading) && (_context.Series is not { } series || !reading.IsBefore(series.First)))
            .ToList();
        var days = raised.Select(reading => reading.At.DayNumber).Distinct().Count();
        parameters.Add(new Parameter("days-raised-in-series", Text(days)));
        if (Latest(raised.Where(reading => !ReferenceEquals(reading, except))) is not { } last)
        {
            return "";
        }

        parameters.Add(new Parameter("last-raised", last.At.ToString()));
        return $" In this series an answer was raised on {Days(days)}{(except is { IsRaised: true } ? "" : $", last on {Where(last.At)} ({last.Track.Name})")}.";
    }

    private bool IsWithinSeries(SuicidalityReading reading) =>
        _context.Number >= _context.Course.Series.Count || reading.IsBefore(_context.Course.Series[_context.Number].First);

    private static SuicidalityReading? Latest(IEnumerable<SuicidalityReading> readings) => readings.Aggregate(
        (SuicidalityReading?)null,
        (best, reading) => best is null || reading.At.CompareKnown(best.At) > 0 || (reading.At.CompareKnown(best.At) == 0 && reading.IsRaised && !best.IsRaised) ? reading : best);

    /// <summary>The order of care; an old clear answer comes after one that still says something.</summary>
    private int Care(Compared compared, bool isLast) => isLast && compared.Reading.Standing == AnswerStanding.Clear && IsStale(compared.Reading)
        ? (SuicidalityState.Rank(SuicidalityState.Clear) * 2) + 1
        : compared.Rank * 2;

    private IndicatorOutcome Outcome(Compared compared, bool isLast) =>
        // An old clear answer says nothing of today; what was raised stays raised.
        isLast && compared.Reading.Standing == AnswerStanding.Clear && IsStale(compared.Reading)
            ? new IndicatorOutcome.Indeterminate(Reasons.Stale)
            : new IndicatorOutcome.Classified(compared.State);

    private bool IsStale(SuicidalityReading reading) => _context.Now is { } now && now.DaysSince(reading.At) > AssessmentPoint.StaleAfterDays;

    private EquatableArray<string> Flags(SuicidalityReading reading, bool isLast)
    {
        var flags = new List<string> { "project-policy" };
        flags.AddRange(reading.Flags);
        if (reading.Track.IsLifetime)
        {
            flags.Add("lifetime");
        }

        if (LooksBackBeforeTreatment(reading))
        {
            flags.Add("recall-overlap");
        }

        if (isLast && _context.Series is { } series && reading.IsBefore(series.First))
        {
            flags.Add("not-asked-since-start");
        }

        if (isLast && reading.Track.Readings.SkipWhile(other => !ReferenceEquals(other, reading)).Skip(1).Any(other => !other.IsAnswered && IsWithinSeries(other) && other.Standing != AnswerStanding.NotDone))
        {
            flags.Add("not-answered-since");
        }

        return flags.ToEquatableArray();
    }

    private bool LooksBackBeforeTreatment(SuicidalityReading reading)
    {
        if (reading.Track.Instrument.Recall.Hours is not { } hours || _context.Series is not { } series || reading.IsBefore(series.First))
        {
            return false;
        }

        var elapsed = reading.At.HoursSince(series.First.At) ?? reading.At.DaysSince(series.First.At) * 24;
        return elapsed < hours;
    }

    private void AddPlace(List<Parameter> parameters, SuicidalityReading reading)
    {
        if (_context.Series is { } series && reading.CountInfusions(series.Infusions) is ( > 0 and var given, { } last))
        {
            parameters.Add(new Parameter("infusion", Text(given)));
            parameters.Add(new Parameter("days-since-infusion", Text(reading.At.DaysSince(last.At))));
        }
    }

    private string Sentence(Compared compared, bool isLast, IndicatorOutcome outcome)
    {
        var reading = compared.Reading;
        var asked = $"{reading.Track.Name} (asks about: {reading.Track.Instrument.Recall.Text})";
        var start = compared.Baseline is { } baseline && !ReferenceEquals(baseline, compared.Before) ? $", and {baseline.Answer} before the series ({Where(baseline.At)})" : "";
        var before = compared.Before is { } earlier ? $"{earlier.Answer} on {Where(earlier.At)}{start}" : "";
        var said = $"{asked} was {(reading.Track.OwnScale is null ? "answered " : "")}{reading.Answer} on {Where(reading.At)}";
        var text = compared.State switch
        {
            SuicidalityState.New => $"{said}; it was {before}: newly raised.",
            SuicidalityState.Worsening when SuicidalityState.IsHigher(reading, compared.Before) => $"{said}; it was {before}: higher than the time before.",
            SuicidalityState.Worsening => $"{said}; it was {before}: still raised, and higher than before the series.",
            SuicidalityState.Raised => $"{said}: raised, with no earlier answer to compare.",
            SuicidalityState.Persisting when compared.Before!.Value > reading.Value => $"{said}; it was {before}: lower than the time before, and still raised.",
            SuicidalityState.Persisting => $"{said}; it was {before}: still raised.",
            SuicidalityState.Unreadable => $"{asked} has an answer on {Where(reading.At)} that cannot be used: it may have been a raised one.",
            SuicidalityState.Resolved => $"{said}; it was {before}: no longer raised there.",
            SuicidalityState.Clear => $"{said}: not raised{(compared.Before is null ? ", with no earlier answer to compare" : $", as on {Where(compared.Before.At)}")}.",
            _ => $"{asked} has no answer on {Where(reading.At)} ({Word(reading.Standing)}): nothing may be concluded. {LastClause(compared.Before, reading.At)}",
        };
        var attention = SuicidalityState.IsRaised(compared.State) || compared.State == SuicidalityState.Unreadable ? " It needs a person's attention, whatever the total says." : "";
        var stale = outcome is IndicatorOutcome.Indeterminate ? " " + StaleClause : "";
        var ago = isLast && outcome is not IndicatorOutcome.Indeterminate && _context.Now is { } now && now.DaysSince(reading.At) is var days and > 0 ? $" That was {Days(days)} before {Where(now)}." : "";
        var corrected = reading.Flags.Contains("corrected-from-raised", StringComparer.Ordinal) ? " An earlier entry of this form was raised and has been corrected." : "";
        var conflicting = reading.Flags.Contains("conflicting-answers", StringComparer.Ordinal) ? " Several forms of that time differ; the worst answer stands." : "";
        var lifetime = !reading.Track.IsLifetime ? "" : reading.Kept is { } kept
            ? $" The question is about the whole life: this answer contradicts that of {Where(kept.At)} ({kept.Answer}), which stands."
            : " The question is about the whole life.";
        var overlap = reading.IsAnswered && LooksBackBeforeTreatment(reading) ? " The question looks back to before the first infusion." : "";
        return text + attention + lifetime + conflicting + corrected + overlap + stale + ago;
    }

    /// <summary>Whether all that is raised is about the whole life, and what was answered about the recent past is clear.</summary>
    private static bool IsLifetimeOnly(List<Compared> compared) =>
        compared.Exists(item => item.Reading.IsRaised)
        && compared.TrueForAll(item => item.Reading.Track.IsLifetime || item.Reading.Standing is not (AnswerStanding.Raised or AnswerStanding.Unreadable))
        && compared.Exists(item => !item.Reading.Track.IsLifetime && item.Reading.Standing == AnswerStanding.Clear);

    private const string LifetimeClause = " What is raised is about the whole life; what was answered about the recent past is clear.";

    /// <summary>The last suicide attempt up to a time, or up to the end of the series; also one from before it.</summary>
    private ClinicalEvent? LastAttempt(ClinicalTime? until)
    {
        var next = _context.Number < _context.Course.Series.Count ? _context.Course.Series[_context.Number].First : null;
        return _context.Course.Events
            .Where(happened => happened.Kind == ClinicalEventKind.SuicideAttempt
                && (until is not { } end || happened.At.CompareKnown(end) <= 0)
                && (next is null || happened.At.CompareKnown(next.At) < 0))
            .Aggregate((ClinicalEvent?)null, (last, happened) => last is null || happened.At.CompareKnown(last.At) > 0 ? happened : last);
    }

    private static ClinicalTime KnownWith(ClinicalEvent attempt, ClinicalTime? at, List<Compared> compared) =>
        compared.Select(item => item.KnownAt).Concat(at is { } visit ? [visit] : []).Aggregate(attempt.RecordedAt ?? attempt.At, (x, y) => y.CompareKnown(x) > 0 ? y : x);

    private static string StaleClause => $"That is more than {Text(AssessmentPoint.StaleAfterDays)} days ago and says nothing of now ({Reasons.Stale}).";

    private static string LastClause(SuicidalityReading? last, ClinicalTime? now) => last is null
        ? "It has not been answered before."
        : $"It was last answered on {Where(last.At)}{(now is { } time && time.DaysSince(last.At) is var days and > 0 ? $", {Days(days)} before" : "")} ({last.Track.Name}: {(last.IsRaised ? "raised" : "clear")}).";

    private static string HigherThan(Compared compared) =>
        (SuicidalityState.IsHigher(compared.Reading, compared.Before), SuicidalityState.IsHigher(compared.Reading, compared.Baseline)) switch
        {
            (true, true) => "before;baseline",
            (true, false) => "before",
            _ => "baseline",
        };

    private static IEnumerable<Observation> Reference(SuicidalityReading? reading, string role) => reading is null ? [] : [reading.ToObservation(role)];

    private static void AddIf(List<Parameter> parameters, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            parameters.Add(new Parameter(name, value));
        }
    }

    private string NameOf(string instrument) => _context.Catalogue.Find(instrument)?.ShortName ?? instrument;

    private static string Word(AnswerStanding standing) => standing switch
    {
        AnswerStanding.NotRated => "not-rated",
        AnswerStanding.Missing => "item-missing",
        AnswerStanding.TotalOnly => "total-only",
        AnswerStanding.NotDone => "not-done",
        AnswerStanding.Unreadable => "unreadable",
        _ => "answered",
    };

    private static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} {(days == 1 ? "day" : "days")}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
