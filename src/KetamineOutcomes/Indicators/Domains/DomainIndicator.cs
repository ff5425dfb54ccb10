using System.Globalization;
using KetamineOutcomes.Indicators.ReliableChange;

namespace KetamineOutcomes.Indicators.Domains;

/// <summary>Mood beside functioning: how far each has moved, which moved first, whether they agree, and what was reached on the way.</summary>
/// <remarks>Words are chosen so that a patient could be shown them. Nothing is averaged across scales: each speaks in its own reliable units.</remarks>
internal sealed class DomainIndicator : IIndicator
{
    /// <summary>The days by which ratings of the two sides may lie apart and still be set beside each other.</summary>
    public const int MaxDaysApart = 14;

    private const string OwnRule = "KetamineOutcomes project policy (docs/domains.md)";
    private const string Version = "1.0.0";
    private const string Course = "course";
    private const string EveryVisit = "every-visit";

    private readonly DomainMap? _map;

    public DomainIndicator(DomainMap? map = null) => _map = map;

    public string Id => "domains";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context)
    {
        var map = _map ?? context.Options.Domains;
        var scales = context.Trajectories
            .Where(trajectory => ReferenceEquals(trajectory.Scale, trajectory.Instrument.MainScale) || trajectory.Instrument.MainScale.Result != Instruments.ResultKind.Number)
            .Select(trajectory => map.Find(trajectory.Instrument) is { } domain ? new DomainScale(trajectory, domain, ReliableUnit.Find(trajectory, context.Options)) : null)
            .OfType<DomainScale>()
            .ToList();
        var milestones = DomainMilestones.Find(context, map, scales).ToList();
        foreach (var milestone in milestones.Where(milestone => milestone.HasRow))
        {
            yield return milestone.Finding;
        }

        foreach (var finding in scales.SelectMany(scale => scale.Trajectory.Points.Select(point => Amount(scale, point))))
        {
            yield return finding;
        }

        if (scales.Exists(scale => scale.Domain == LifeDomain.Mood) && scales.Exists(scale => scale.Domain == LifeDomain.Functioning))
        {
            yield return First(context, scales);
            foreach (var finding in Agreements(context, scales))
            {
                yield return finding;
            }
        }
        else if (scales.Count > 0)
        {
            yield return CourseRow("first-mover", IndicatorFinding.SeriesPoint, new IndicatorOutcome.NotApplicable(Reasons.DomainNotMeasured), "Only one of mood and day-to-day functioning is asked about in this course, so the two cannot be set beside each other.", null, [], []);
        }

        if (milestones.Exists(milestone => milestone.IsReached))
        {
            yield return Timeline(context, milestones);
        }
    }

    /// <summary>How far a scale has moved since the baseline, in reliable changes; positive is better.</summary>
    private static IndicatorFinding Amount(DomainScale scale, TrajectoryPoint point)
    {
        var trajectory = scale.Trajectory;
        IndicatorOutcome outcome;
        string sentence;
        List<string> flags = [.. point.Flags, "project-policy", .. scale.Unit?.Flags ?? []];
        if (Visit(point) is not { } visit)
        {
            var reason = point.Reason ?? point.Visit?.Fault ?? Reasons.NoAssessment;
            outcome = point.IsNotApplicable ? new IndicatorOutcome.NotApplicable(reason) : new IndicatorOutcome.Indeterminate(reason);
            sentence = $"How far {scale.Name} has moved at {point.Name} is not known: {ReasonTexts.All[reason]} ({reason}).";
        }
        else if (scale.Fault is { } fault)
        {
            outcome = new IndicatorOutcome.Indeterminate(fault);
            sentence = $"{scale.SayNumbers(visit)} ({Where(visit.At)}). Whether that is more than chance is not known: {ReasonTexts.All[fault]} ({fault}).";
        }
        else
        {
            outcome = new IndicatorOutcome.Measured(scale.Gain(visit) / scale.Unit!.Points, "reliable changes", 1);
            sentence = $"{scale.Say(visit)} ({Where(visit.At)}): {Clearly(scale.Change(visit))}.";
            if (LooksBack(trajectory, visit))
            {
                flags.Add("recall-overlap");
            }
        }

        var used = point.Visit is { } seen ? [seen] : Array.Empty<TrajectoryVisit>();
        return new IndicatorFinding(trajectory, "reliable-units", NameOf(trajectory, point), outcome, sentence)
        {
            At = point.Visit?.At,
            KnownAt = point.Visit is null ? null : trajectory.KnownAt(used),
            Sources = [.. scale.Unit?.Sources ?? [], OwnRule],
            Parameters = [new Parameter("domain", Word(scale.Domain)), new Parameter("baseline-policy", trajectory.BaselinePolicy), .. UnitParameters(scale), .. point.Parameters],
            Observations = [.. trajectory.BaselineObservations, .. used.Select(one => one.ToObservation("score"))],
            Flags = flags.ToEquatableArray(),
        };
    }

    /// <summary>A visit after the infusion of a day is named where one before it has the same date, so that keys stay apart.</summary>
    internal static string NameOf(ScaleTrajectory trajectory, TrajectoryPoint point) =>
        IsVisit(point.Name) && point.Visit is { Timing: Treatment.Timing.Post } visit && trajectory.Visits.Any(other => other != visit && other.At == visit.At && other.Timing != Treatment.Timing.Post)
            ? point.Name + ":post"
            : point.Name;

    private static IndicatorFinding First(SeriesContext context, List<DomainScale> scales)
    {
        var mood = GainOf(context, scales, LifeDomain.Mood, out var moodFault);
        var functioning = GainOf(context, scales, LifeDomain.Functioning, out var functioningFault);
        var used = scales.Where(scale => scale.Fault is null).ToList();
        if ((moodFault ?? functioningFault) is { } fault)
        {
            return CourseRow(
                "first-mover",
                IndicatorFinding.SeriesPoint,
                new IndicatorOutcome.Indeterminate(fault),
                $"Whether mood or day-to-day functioning moved first is not known: {ReasonTexts.All[fault]} ({fault}; {(moodFault is null ? "functioning" : "mood")}).",
                null,
                scales,
                []);
        }

        var state = FirstMover.Find(mood!.Value.Days, functioning!.Value.Days);
        var first = new[] { mood.Value.Visit, functioning.Value.Visit }.OfType<(DomainScale Scale, TrajectoryVisit Visit)>().OrderBy(pair => pair.Visit.Day).ToList();
        bool Moved(LifeDomain domain) => NotBetter(used, domain, context.Options.Primary).StartsWith("is", StringComparison.Ordinal);
        var sentence = state switch
        {
            FirstMover.MoodFirst => $"Mood was clearly better first, on {Say(mood.Value)}; day-to-day functioning followed, on {Say(functioning.Value)}.",
            FirstMover.FunctioningFirst => $"Day-to-day functioning was clearly better first, on {Say(functioning.Value)}; mood followed, on {Say(mood.Value)}.",
            FirstMover.Together => $"Mood and day-to-day functioning were first clearly better on the same day, {Say(mood.Value)} and {Say(functioning.Value)}.",
            FirstMover.MoodOnly => $"Mood was clearly better on {Say(mood.Value)}; day-to-day functioning {NotBetter(used, LifeDomain.Functioning, context.Options.Primary)}.",
            FirstMover.FunctioningOnly => $"Day-to-day functioning was clearly better on {Say(functioning.Value)}; mood {NotBetter(used, LifeDomain.Mood, context.Options.Primary)}.",
            FirstMover.Neither when Moved(LifeDomain.Mood) || Moved(LifeDomain.Functioning) =>
                $"Mood {NotBetter(used, LifeDomain.Mood, context.Options.Primary)}; day-to-day functioning {NotBetter(used, LifeDomain.Functioning, context.Options.Primary)}.",
            FirstMover.Neither => "Neither mood nor day-to-day functioning has clearly improved so far.",
            _ => $"Which moved first is not known: {ReasonTexts.All[Reasons.VisitsDoNotTell]} ({Reasons.VisitsDoNotTell}).",
        };
        return CourseRow(
            "first-mover",
            IndicatorFinding.SeriesPoint,
            state is null ? new IndicatorOutcome.Indeterminate(Reasons.VisitsDoNotTell) : new IndicatorOutcome.Classified(state),
            sentence,
            first.Count > 0 ? first[0].Visit.At : null,
            used,
            [.. used.Select(scale => scale.Usable.ToList()).SelectMany(visits => visits)],
            [.. first.Select(pair => pair.Visit.ToObservation("onset"))]);
    }

    private static IEnumerable<IndicatorFinding> Agreements(SeriesContext context, List<DomainScale> scales)
    {
        foreach (var name in scales.SelectMany(scale => scale.Trajectory.Points).Select(point => point.Name).Where(name => !IsVisit(name)).Distinct(StringComparer.Ordinal))
        {
            var picks = scales
                .Select(scale => (Scale: scale, Point: scale.Trajectory.Points.FirstOrDefault(point => point.Name == name)))
                .Where(pick => pick.Point is not null)
                .Select(pick => new Pick(pick.Scale, Visit(pick.Point!), pick.Point!.Reason ?? pick.Point.Visit?.Fault))
                .ToList();
            yield return Agreement(context, name, picks);
        }

        // Each day on which one side was rated, beside the last rating of the other up to then; once more after an infusion of that day.
        ClinicalTime? said = null;
        var visits = scales.SelectMany(scale => scale.Trajectory.Points).Where(point => IsVisit(point.Name) && point.Visit is not null).Select(point => point.Visit!).ToList();
        foreach (var day in visits.GroupBy(visit => (visit.At.DayNumber, Number: visit.LastInfusion?.Number ?? 0)).OrderBy(group => group.Key.DayNumber).ThenBy(group => group.Key.Number))
        {
            var latest = day.Aggregate((x, y) => y.At.CompareKnown(x.At) > 0 ? y : x);
            if (!WasAsked(context, scales, LifeDomain.Mood, latest) || !WasAsked(context, scales, LifeDomain.Functioning, latest))
            {
                // Whether the other side is asked later must not change what this visit says.
                continue;
            }

            var picks = scales.ConvertAll(scale => new Pick(
                scale,
                scale.Usable.LastOrDefault(visit => (visit.At.DayNumber, visit.LastInfusion?.Number ?? 0).CompareTo(day.Key) <= 0 && latest.At.DaysSince(visit.At) <= MaxDaysApart),
                scale.Trajectory.Visits.FirstOrDefault(visit => (visit.At.DayNumber, visit.LastInfusion?.Number ?? 0) == day.Key)?.Fault ?? Reasons.DomainNotMeasured));
            yield return Agreement(context, said == latest.At ? EveryVisit + ":post" : EveryVisit, picks, latest.At);
            said = latest.At;
        }
    }

    private static bool WasAsked(SeriesContext context, List<DomainScale> scales, LifeDomain domain, TrajectoryVisit until) => context.Course.Administrations.Any(form =>
        form.At.CompareKnown(until.At) <= 0
        && scales.Exists(scale => scale.Domain == domain && string.Equals(scale.Trajectory.Instrument.Id, form.Instrument, StringComparison.Ordinal)));

    private sealed record Pick(DomainScale Scale, TrajectoryVisit? Visit, string? Reason);

    private static IndicatorFinding Agreement(SeriesContext context, string point, List<Pick> picks, ClinicalTime? at = null)
    {
        var mood = Join(context, picks, LifeDomain.Mood, out var moodPicks, out var moodFault);
        var functioning = Join(context, picks, LifeDomain.Functioning, out var functioningPicks, out var functioningFault);
        List<Pick> used = [.. moodPicks, .. functioningPicks];
        var visits = used.ConvertAll(pick => pick.Visit!);
        at ??= visits.Count == 0 ? null : visits.Select(visit => visit.At).Aggregate((x, y) => y.CompareKnown(x) > 0 ? y : x);
        var fault = moodFault ?? functioningFault
            ?? (moodPicks.Min(m => functioningPicks.Min(f => Math.Abs(m.Visit!.At.DaysSince(f.Visit!.At)))) > MaxDaysApart ? Reasons.NotAtOneTime : null);
        if (fault is not null)
        {
            return CourseRow(
                "agreement",
                point,
                new IndicatorOutcome.Indeterminate(fault),
                $"Mood and day-to-day functioning cannot be set beside each other at {point}{(at is { } time ? " on " + Where(time) : "")}: {ReasonTexts.All[fault]} ({fault}{(moodFault is not null ? "; mood" : functioningFault is not null ? "; functioning" : "")}).{Numbers(picks)}",
                at,
                used.ConvertAll(pick => pick.Scale),
                visits);
        }

        var sentence = $"{Both(mood!.Value, functioning!.Value)} {string.Join("; ", used.Select(pick => $"{pick.Scale.Say(pick.Visit!)} ({Where(pick.Visit!.At)})"))}.";
        return CourseRow("agreement", point, new IndicatorOutcome.Classified(DomainChanges.Word(mood.Value, functioning.Value)), sentence, at, used.ConvertAll(pick => pick.Scale), visits);
    }

    private static string Numbers(List<Pick> picks)
    {
        var told = picks.Where(pick => pick.Visit is not null && pick.Scale.Trajectory.Baseline is not null).Select(pick => pick.Scale.SayNumbers(pick.Visit!)).ToList();
        return told.Count == 0 ? "" : $" The numbers: {string.Join("; ", told)}.";
    }

    /// <summary>What one side says: the primary instrument alone where it is there, else all that can be told together.</summary>
    private static DomainChange? Join(SeriesContext context, List<Pick> picks, LifeDomain domain, out List<Pick> used, out string? fault)
    {
        var side = picks.FindAll(pick => pick.Scale.Domain == domain);
        used = side.FindAll(pick => pick.Visit is not null && pick.Scale.Fault is null);
        if (used.Find(pick => string.Equals(pick.Scale.Trajectory.Instrument.Id, context.Options.Primary, StringComparison.Ordinal)) is { } primary)
        {
            used = [primary];
        }

        if (used.Count == 0)
        {
            fault = side.Select(pick => pick.Visit is null ? pick.Reason : pick.Scale.Fault).FirstOrDefault(reason => reason is not null) ?? Reasons.DomainNotMeasured;
            return null;
        }

        var change = DomainChanges.Join(used.ConvertAll(pick => pick.Scale.Change(pick.Visit!)));
        fault = change is null ? Reasons.InstrumentsDisagree : null;
        return change;
    }

    private static ((DomainScale Scale, TrajectoryVisit Visit)? Visit, DomainGain Days)? GainOf(SeriesContext context, List<DomainScale> scales, LifeDomain domain, out string? fault)
    {
        var side = scales.FindAll(scale => scale.Domain == domain);
        var told = side.FindAll(scale => scale.Fault is null && !scale.Usable.IsEmpty);
        if (told.Find(scale => string.Equals(scale.Trajectory.Instrument.Id, context.Options.Primary, StringComparison.Ordinal)) is { } primary)
        {
            // As with the agreement: the declared primary instrument speaks alone for its side.
            told = [primary];
        }

        if (told.Count == 0)
        {
            fault = side.Select(scale => scale.Fault).FirstOrDefault(reason => reason is not null) ?? Reasons.DomainNotMeasured;
            return null;
        }

        fault = null;
        var visits = told.SelectMany(scale => scale.Usable.Select(visit => (Scale: scale, Visit: visit))).OrderBy(pair => pair.Visit.Day).ToList();
        var first = visits.FindIndex(pair => pair.Scale.Change(pair.Visit) == DomainChange.Better);
        if (first >= 0 && told.Exists(scale => IsWorseAt(scale, visits[first].Visit)))
        {
            fault = Reasons.InstrumentsDisagree;
            return null;
        }

        var start = told.Min(scale => scale.Trajectory.BaselineVisit?.Day ?? 0);
        var gainDay = first < 0 ? (double?)null : visits[first].Visit.Day;
        var without = visits.Where(pair => gainDay is null || pair.Visit.Day < gainDay).Select(pair => pair.Visit.Day).DefaultIfEmpty(start).Max();
        return (first < 0 ? null : visits[first], new DomainGain(without, gainDay, visits[^1].Visit.Day));
    }

    /// <summary>Whether the last rating of a scale up to the day of a visit, if it is not too old to be set beside it, was clearly worse.</summary>
    private static bool IsWorseAt(DomainScale scale, TrajectoryVisit visit) =>
        scale.Usable.LastOrDefault(other => other.At.DayNumber <= visit.At.DayNumber) is { } last
        && visit.At.DaysSince(last.At) <= MaxDaysApart
        && scale.Change(last) == DomainChange.Worse;

    /// <summary>What a side without a gain has done by its last ratings, as the end of a sentence.</summary>
    private static string NotBetter(List<DomainScale> scales, LifeDomain domain, string? primary)
    {
        var told = scales.FindAll(scale => scale.Domain == domain && !scale.Usable.IsEmpty);
        told = told.Find(scale => string.Equals(scale.Trajectory.Instrument.Id, primary, StringComparison.Ordinal)) is { } alone ? [alone] : told;
        var worse = told.FindAll(scale => scale.Change(scale.Usable[^1]) == DomainChange.Worse).ConvertAll(scale => (Scale: scale, Visit: scale.Usable[^1]));
        return worse.Count == 0
            ? "has not clearly improved so far"
            : $"is clearly worse than at the start: {string.Join("; ", worse.Select(one => $"{one.Scale.Say(one.Visit)} ({Where(one.Visit.At)})"))}";
    }

    private static IndicatorFinding Timeline(SeriesContext context, List<DomainMilestone> milestones)
    {
        // Of several bands entered on one day the best says it all; they come from the nearest to the best.
        var reached = milestones.Where(milestone => milestone.IsReached)
            .GroupBy(milestone => (milestone.Finding.Instrument, milestone.Finding.Scale, IsBand: milestone.Finding.Rule.StartsWith("band:", StringComparison.Ordinal), milestone.Finding.At, Key: milestone.Finding.Rule.StartsWith("band:", StringComparison.Ordinal) ? "" : milestone.Key))
            .Select(group => group.Last())
            .OrderBy(milestone => milestone.Finding.At!.Value.DayNumber).ThenBy(milestone => milestone.Label, StringComparer.Ordinal).ToList();
        return new IndicatorFinding(
            Course,
            "total",
            Version,
            "milestones",
            IndicatorFinding.SeriesPoint,
            new IndicatorOutcome.Measured(reached.Count, "milestones", 0),
            $"Reached so far: {string.Join("; ", reached.Select(milestone => $"{milestone.Label} ({Where(milestone.Finding.At!.Value)})"))}.")
        {
            At = reached[^1].Finding.At,
            KnownAt = reached.Select(milestone => milestone.Finding.KnownAt).Aggregate((x, y) => x is { } known && (y is not { } other || known.CompareKnown(other) >= 0) ? x : y),
            Sources = [OwnRule],
            Parameters = reached.Select(milestone => new Parameter(milestone.Key, milestone.Finding.At!.Value.ToString())).ToEquatableArray(),
            Flags = ["project-policy"],
        };
    }

    private static IndicatorFinding CourseRow(
        string rule,
        string point,
        IndicatorOutcome outcome,
        string sentence,
        ClinicalTime? at,
        List<DomainScale> scales,
        List<TrajectoryVisit> visits,
        List<Observation>? observations = null)
    {
        ClinicalTime? known = null;
        foreach (var time in scales.Select(scale => scale.Trajectory.BaselineKnownAt).OfType<ClinicalTime>().Concat(visits.Select(visit => visit.KnownAt)))
        {
            known = known is { } latest && latest.CompareKnown(time) >= 0 ? latest : time;
        }

        return new IndicatorFinding(Course, "total", Version, rule, point, outcome, Named(sentence, scales))
        {
            At = at,
            KnownAt = known,
            Sources = [.. scales.SelectMany(scale => scale.Unit?.Sources ?? []), OwnRule],
            Parameters =
            [
                .. scales.Select(scale => new Parameter(Word(scale.Domain), scale.Trajectory.Instrument.Id)).Distinct(),
                .. scales.Where(scale => scale.Unit is not null)
                    .Select(scale => new Parameter($"{scale.Trajectory.Instrument.Id}-reliable-change", scale.Unit!.Points.Round(2).ToString(CultureInfo.InvariantCulture))).Distinct(),
                .. rule == "agreement" ? [new Parameter("days-apart", string.Create(CultureInfo.InvariantCulture, $"<= {MaxDaysApart}"))] : Array.Empty<Parameter>(),
            ],
            Observations = (observations ?? [.. visits.Select(visit => visit.ToObservation("score"))]).ToEquatableArray(),
            Flags = ["project-policy"],
        };
    }

    /// <summary>The sentence with the side beside mood named by what was asked: sleep alone is not told as functioning.</summary>
    private static string Named(string sentence, List<DomainScale> scales)
    {
        var words = scales.Where(scale => scale.Domain == LifeDomain.Functioning).Select(scale => scale.Trajectory.Instrument.Domain).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(word => word == "functioning" ? "day-to-day functioning" : word == "quality-of-life" ? "quality of life" : word).ToList();
        if (words.Count == 0)
        {
            return sentence;
        }

        var name = words.Count == 1 ? words[0] : $"life beside mood ({string.Join(", ", words)})";
        return sentence.Replace("day-to-day functioning", name, StringComparison.Ordinal).Replace("Day-to-day functioning", char.ToUpperInvariant(name[0]) + name[1..], StringComparison.Ordinal);
    }

    internal static IEnumerable<Parameter> UnitParameters(DomainScale scale) => scale.Unit is not { } unit ? [] :
    [
        new Parameter("reliable-change-points", unit.Points.Round(2).ToString(CultureInfo.InvariantCulture)),
        new Parameter("reliable-change-rule", unit.Rule),
        .. unit.Parameters,
    ];

    private static TrajectoryVisit? Visit(TrajectoryPoint point) => point.Reason is null && point.Visit is { IsUsable: true } visit ? visit : null;

    private static bool IsVisit(string point) => point.StartsWith(EveryVisit, StringComparison.Ordinal);

    private static bool LooksBack(ScaleTrajectory trajectory, TrajectoryVisit visit) =>
        trajectory.Instrument.Recall.Hours is { } hours && trajectory.Series is not null && visit.LastInfusion is not null && visit.Day * 24 < hours;

    private static string Both(DomainChange mood, DomainChange functioning) => (mood, functioning) switch
    {
        (DomainChange.Better, DomainChange.Better) => "Mood and day-to-day functioning are both clearly better than at the start.",
        (DomainChange.Worse, DomainChange.Worse) => "Mood and day-to-day functioning are both clearly worse than at the start.",
        (DomainChange.Same, DomainChange.Same) => "Neither mood nor day-to-day functioning has clearly changed since the start.",
        (DomainChange.Better, DomainChange.Same) => "Mood is clearly better than at the start; day-to-day functioning has not clearly changed yet.",
        (DomainChange.Same, DomainChange.Better) => "Day-to-day functioning is clearly better than at the start; mood has not clearly changed yet.",
        (DomainChange.Worse, DomainChange.Same) => "Mood is clearly worse than at the start; day-to-day functioning has not clearly changed.",
        (DomainChange.Same, DomainChange.Worse) => "Day-to-day functioning is clearly worse than at the start; mood has not clearly changed.",
        (DomainChange.Better, DomainChange.Worse) => "Mood is clearly better than at the start, and day-to-day functioning is clearly worse.",
        _ => "Day-to-day functioning is clearly better than at the start, and mood is clearly worse.",
    };

    private static string Clearly(DomainChange change) => change switch
    {
        DomainChange.Better => "clearly better than at the start",
        DomainChange.Worse => "clearly worse than at the start",
        _ => "no clear change since the start",
    };

    private static string Say(((DomainScale Scale, TrajectoryVisit Visit)? Visit, DomainGain Days) gain) => $"{Where(gain.Visit!.Value.Visit.At)} ({gain.Visit.Value.Scale.Say(gain.Visit.Value.Visit)})";

    internal static string Word(LifeDomain domain) => domain == LifeDomain.Mood ? "mood" : "functioning";

    internal static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();
}
