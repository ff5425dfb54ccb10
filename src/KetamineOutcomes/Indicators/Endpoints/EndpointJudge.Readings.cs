namespace KetamineOutcomes.Indicators.Endpoints;

internal sealed partial class EndpointJudge
{
    private static EndpointVerdict JudgeState(EndpointRule.State rule, EndpointScope scope)
    {
        var (window, fault) = scope.Resolve(rule.Window, scope.ScaleOf(rule.Meets));
        if (fault is not null)
        {
            return fault;
        }

        if (IsCutPerPerson(rule.Window?.Anchor, window, scope))
        {
            return EndpointVerdict.Unknown(Reasons.NextSeriesBegan, "the next series began before its window had closed, and what was asked after that stands there");
        }

        if (scope.TrackOf(rule.Meets) is not { } track)
        {
            return Nothing(rule.Missing, scope, window, null);
        }

        var inside = scope.Inside(track, window);
        if (Pick(rule.Pick, inside, track) is not { } picked)
        {
            return Nothing(rule.Missing, scope, window, track, inside);
        }

        var judge = new CriterionJudge(track, scope.EntryReading(track), window?.Index);
        var result = judge.Judge(rule.Meets, picked);
        var text = EndpointText.Said(track, picked, rule.Meets, judge);
        return new EndpointVerdict(result.Truth, result.Reason is null ? text : $"{text}: {Reasons.Explain(result.Reason)}")
        {
            Reason = result.Reason,
            Date = picked.At,
            EstablishedAt = picked.At,
            KnownAt = KnownAt([picked], rule.Meets, track),
            IsProvisional = rule.Pick != PickRule.First && window?.To is not null && scope.IsOpen(window),
            Used = [.. Baselines(rule.Meets, track), .. Index(track, window), new UsedReading(track, picked, "score"), .. PassedOver(track, inside)],
        };
    }

    private static EndpointVerdict JudgeBaseline(EndpointRule.AtBaseline rule, EndpointScope scope)
    {
        if (scope.TrackOf(rule.Meets) is not { Baseline: { } baseline } track)
        {
            var reason = scope.TrackOf(rule.Meets)?.BaselineFault ?? Reasons.NoBaseline;
            return EndpointVerdict.Unknown(reason, Reasons.Explain(reason));
        }

        var judge = new CriterionJudge(track, null, null);
        var result = judge.Judge(rule.Meets, baseline);
        return new EndpointVerdict(result.Truth, EndpointText.Said(track, baseline, rule.Meets, judge))
        {
            Reason = result.Reason,
            Date = baseline.At,
            EstablishedAt = baseline.At,
            KnownAt = baseline.KnownAt,
            Used = [new UsedReading(track, baseline, "baseline")],
        };
    }

    private static EndpointVerdict JudgeEver(EndpointRule.Ever rule, EndpointScope scope)
    {
        var (window, fault) = scope.Resolve(rule.Window, scope.ScaleOf(rule.Meets));
        if (fault is not null)
        {
            return fault;
        }

        if (scope.TrackOf(rule.Meets) is not { } track)
        {
            return Nothing(rule.Missing, scope, window, null);
        }

        var inside = scope.Inside(track, window);
        var judge = new CriterionJudge(track, scope.EntryReading(track), window?.Index);
        var results = new List<(EndpointReading Reading, CriterionResult Result)>(inside.Count);
        foreach (var reading in inside)
        {
            if (rule.Missing != MissingRule.Ignore || IsDecisive(reading))
            {
                results.Add((reading, rule.Missing == MissingRule.Fail && reading.Value is null && IsIgnorable(reading) ? new CriterionResult(Truth.No) : judge.Judge(rule.Meets, reading)));
            }
        }

        if (results.Count == 0)
        {
            return Nothing(rule.Missing, scope, window, track, inside);
        }

        var judged = results.ConvertAll(pair => new JudgedReading(pair.Reading, pair.Result.Truth));
        if (!rule.Latch)
        {
            // What no longer holds at the last assessment is not met.
            var from = judged.FindLastIndex(each => each.Truth != Truth.Yes) + 1;
            judged = from < judged.Count ? judged.GetRange(from, judged.Count - from) : [judged[^1]];
        }

        var found = rule.Confirm is { } confirm
            ? ConfirmationJudge.Judge(confirm, judged, scope.Timeline.Clock, scope.Timeline.ClosedAt)
            : [.. judged.Where(each => each.Truth == Truth.Yes).Take(1).Select(each => new ConfirmationResult(Truth.Yes, [each.Reading]))];
        var used = Baselines(rule.Meets, track).Concat(Index(track, window)).ToList();
        if (Decide(found) is { } decided)
        {
            var chain = decided.Chain;
            return new EndpointVerdict(decided.Truth, EndpointText.SaidOfChain(track, rule, decided, judge))
            {
                Date = decided.Truth == Truth.Yes ? DateOf(rule.Date, chain) : chain[0].At,
                EstablishedAt = chain[^1].At,
                KnownAt = KnownAt(chain, rule.Meets, track),
                ConfirmBy = decided.Window,
                Confirmation = rule.Confirm?.Word,
                DatedOn = decided.Truth == Truth.Yes && rule.Confirm is not null ? rule.Date : null,
                Used = [.. used, .. chain.Select((reading, i) => new UsedReading(track, reading, i == 0 ? "onset" : "confirmation")), .. PassedOver(track, inside)],
            };
        }

        used.AddRange(results.Select(pair => new UsedReading(track, pair.Reading, pair.Reading.Value is null ? "passed-over" : "score")));
        if (results.Find(pair => pair.Result.Truth is Truth.Unknown or Truth.NotApplicable) is { Reading: not null } unknown)
        {
            return new EndpointVerdict(unknown.Result.Truth, Reasons.Explain(unknown.Result.Reason!)) { Reason = unknown.Result.Reason, Used = used.ToEquatableArray() };
        }

        var usable = results.FindAll(pair => pair.Reading.Value is not null);
        return new EndpointVerdict(Truth.No, EndpointText.SaidOfNone(track, rule, usable.ConvertAll(pair => pair.Reading), found.Count > 0, judge))
        {
            Date = results[^1].Reading.At,
            EstablishedAt = results[^1].Reading.At,
            KnownAt = KnownAt(results.Select(pair => pair.Reading), rule.Meets, track),
            Confirmation = found.Count > 0 ? rule.Confirm?.Word : null,
            Used = used.ToEquatableArray(),
        };
    }

    /// <summary>What was confirmed first; else what still waits; else what can no longer be confirmed. Refuted ones decide nothing.</summary>
    private static ConfirmationResult? Decide(List<ConfirmationResult> found)
    {
        ConfirmationResult? decided = null;
        foreach (var result in found.Where(result => result.Truth == Truth.Yes))
        {
            decided = decided is null || result.Chain[^1].At.CompareKnown(decided.Chain[^1].At) < 0 ? result : decided;
        }

        return decided ?? found.FindLast(result => result.Truth == Truth.Unconfirmed) ?? found.FindLast(result => result.Truth == Truth.CannotConfirm);
    }

    private static ClinicalTime DateOf(EventDate date, EquatableArray<EndpointReading> chain) => date switch
    {
        EventDate.First => chain[0].At,
        EventDate.Second => chain[Math.Min(1, chain.Count - 1)].At,
        _ => chain[^1].At,
    };

    private static EndpointVerdict JudgeVisits(EndpointRule.Visits rule, EndpointScope scope)
    {
        var scale = scope.ScaleOf(rule.Meets);
        var (anchor, index, fault) = scope.ResolveAnchor(rule.Anchor, scale);
        if (anchor is null)
        {
            return fault!;
        }

        var track = scope.TrackOf(rule.Meets);
        var judge = track is null ? null : new CriterionJudge(track, scope.EntryReading(track), index);
        var seen = new List<VisitResult>();
        foreach (var visit in rule.Plan)
        {
            var (window, _) = scope.Resolve(new EndpointWindow(rule.Anchor, new WindowOffset(0, visit.From), new WindowOffset(0, visit.To)), scale);
            seen.Add(SeeVisit(rule, visit, window!, track, judge, scope));
        }

        var used = track is null ? [] : Baselines(rule.Meets, track).Concat(Index(track, index)).ToList();
        used.AddRange(seen.Where(visit => visit.Reading is not null).Select(visit => new UsedReading(track!, visit.Reading!, visit.Truth == Truth.No && visit.MayDeviate ? "excursion" : "score")));
        used.AddRange(seen.SelectMany(visit => visit.PassedOver));
        var text = EndpointText.SaidOfVisits(track, seen, rule);
        var established = seen.Where(visit => visit.Reading is not null).Select(visit => visit.Reading!.At).Cast<ClinicalTime?>().LastOrDefault();
        EndpointVerdict Verdict(Truth truth, string? reason = null) => new(truth, text)
        {
            Reason = reason,
            Date = established,
            EstablishedAt = established,
            KnownAt = track is null ? null : KnownAt(seen.Where(visit => visit.Reading is not null).Select(visit => visit.Reading!), rule.Meets, track),
            Used = used.ToEquatableArray(),
        };

        if (rule.DropoutFails && Dropout(seen, anchor.Value, scope) is { } dropout)
        {
            return Verdict(Truth.No) with
            {
                Date = dropout.At,
                EstablishedAt = dropout.At,
                KnownAt = dropout.KnownAt,
                Text = $"{text}; treatment or follow-up ended on {EndpointText.Where(dropout.At)}, which counts as failure whatever was asked later",
            };
        }

        if (rule.Missing == MissingRule.Ignore)
        {
            seen.RemoveAll(visit => visit is { Truth: Truth.Unknown, IsOpen: false, Reading: null });
        }

        var atLeast = Math.Min(rule.AtLeast, seen.Count);
        if (seen.Count == 0)
        {
            return Verdict(Truth.Unknown, Reasons.NoAssessment);
        }

        if (!Holds(rule, seen, atLeast, unknownIsMet: true))
        {
            return Verdict(Truth.No);
        }

        if (Holds(rule, seen, atLeast, unknownIsMet: false))
        {
            return Verdict(Truth.Yes);
        }

        var open = seen.Find(visit => visit.Truth is Truth.Unknown or Truth.NotApplicable)!;
        return open.Truth == Truth.NotApplicable ? Verdict(Truth.NotApplicable, open.Reason) : Verdict(Truth.Unknown, open.Reason);
    }

    /// <summary>Whether enough visits meet the criterion and the others are permitted to deviate, what is unknown taken for the best or the worst.</summary>
    private static bool Holds(EndpointRule.Visits rule, List<VisitResult> seen, int atLeast, bool unknownIsMet)
    {
        var met = seen.Count(visit => visit.Truth == Truth.Yes || (unknownIsMet && visit.Truth is Truth.Unknown or Truth.NotApplicable));
        var others = seen.Where(visit => visit.Truth != Truth.Yes && !(unknownIsMet && visit.Truth is Truth.Unknown or Truth.NotApplicable)).ToList();
        return met >= atLeast && (rule.Excursion is not { } excursion || (others.Count <= excursion.AtMost && others.TrueForAll(visit => visit.MayDeviate)));
    }

    private static VisitResult SeeVisit(EndpointRule.Visits rule, PlannedVisit visit, ResolvedWindow window, EndpointTrack? track, CriterionJudge? judge, EndpointScope scope)
    {
        var isListed = rule.Excursion is { } excursion && (excursion.Visits.IsEmpty || excursion.Visits.Contains(visit.Id, StringComparer.Ordinal));
        List<EndpointReading> inside = track is null ? [] : scope.Inside(track, window);
        var passed = track is null ? [] : PassedOver(track, inside).ToEquatableArray();
        if (track is null || Pick(rule.Pick, inside, track) is not { } picked)
        {
            var isOpen = scope.IsOpen(window);
            var reason = isOpen ? (scope.Timeline.IsAsOfGiven ? Reasons.NotYetDue : Reasons.NoAssessment)
                : IsCut(window, scope) && rule.Missing == MissingRule.Fail ? Reasons.NextSeriesBegan
                : inside.Count > 0 ? inside[^1].Fault!
                : scope.Timeline.ClosedAt is { } end && end.DayNumber < window.From.DayNumber ? scope.Timeline.ClosedReason
                : Reasons.NoAssessment;
            return !isOpen && rule.Missing == MissingRule.Fail && !IsCut(window, scope)
                ? new VisitResult(visit, window, null, Truth.No, reason, isListed && rule.Excursion!.MayBeMissing, isOpen, passed)
                : new VisitResult(visit, window, null, Truth.Unknown, reason, false, isOpen, passed);
        }

        var result = judge!.Judge(rule.Meets, picked);
        var mayDeviate = isListed && result.Truth == Truth.No && (rule.Excursion!.Meets is not { } floor || judge.Judge(floor, picked).Truth == Truth.Yes);
        return new VisitResult(visit, window, picked, result.Truth, result.Reason, mayDeviate, scope.IsOpen(window), passed);
    }

    /// <summary>
    /// When treatment or follow-up ended, and when that was known, before a visit that was judged or before the end of the window of one that was not made; or
    /// <see langword="null"/>. A visit made later by someone who had dropped out does not undo it.
    /// </summary>
    private static (ClinicalTime At, ClinicalTime KnownAt)? Dropout(List<VisitResult> seen, ClinicalTime anchor, EndpointScope scope)
    {
        // What ended before the anchor was another treatment.
        var ends = scope.Timeline.Events
            .Where(each => each.Kind is Treatment.ClinicalEventKind.Discontinuation or Treatment.ClinicalEventKind.Death && each.At.DayNumber >= anchor.DayNumber)
            .Select(each => (each.At, KnownAt: each.RecordedAt ?? each.At))
            .Concat(scope.Timeline.FollowUpEnd is { Reason: not Treatment.FollowUpEndReason.Completed } end ? [(end.At, end.At)] : [])
            .ToList();
        (ClinicalTime At, ClinicalTime KnownAt)? first = null;
        foreach (var stop in ends.Where(stop => seen.Exists(visit => visit.Reading is { } reading ? stop.At.DayNumber < reading.At.DayNumber : stop.At.DayNumber <= visit.Window.To!.Value.DayNumber)))
        {
            first = first is { } known && known.At.CompareKnown(stop.At) <= 0 ? first : stop;
        }

        return first;
    }

    /// <summary>The reading of several that decides: a conflict stands in its place and is no number, a form without a score is passed over.</summary>
    private static EndpointReading? Pick(PickRule rule, List<EndpointReading> readings, EndpointTrack track)
    {
        var decisive = readings.FindAll(IsDecisive);
        if (decisive.Count == 0)
        {
            return null;
        }

        if (rule is PickRule.Last or PickRule.First)
        {
            return rule == PickRule.Last ? decisive[^1] : decisive[0];
        }

        if (decisive.Find(reading => reading.Value is null) is { } conflict)
        {
            return conflict;
        }

        var highest = (rule == PickRule.Best) == (track.Direction == Instruments.Direction.HigherIsBetter);
        return decisive.Aggregate((x, y) => (highest ? y.Value > x.Value : y.Value < x.Value) ? y : x);
    }

    private static bool IsDecisive(EndpointReading reading) => reading.Value is not null || !IsIgnorable(reading);

    /// <summary>A form that gives no score can be passed over. Different scores at one time cannot: each of them may be the one.</summary>
    private static bool IsIgnorable(EndpointReading reading) => !string.Equals(reading.Fault, Reasons.ConflictingScores, StringComparison.Ordinal);

    /// <summary>Whether the next series began before a window had closed, so that its later assessments are not among those of this series.</summary>
    private static bool IsCut(ResolvedWindow? window, EndpointScope scope) =>
        scope.Timeline.NextSeriesAt is { } next && (window?.To is not { } last || next.DayNumber <= last.DayNumber);

    /// <summary>
    /// Whether a window that is counted for the person, from an elevated score or a date and not from treatment, was cut by the next series. The measure goes on
    /// there, so that neither an assessment before the cut nor the want of one answers it.
    /// </summary>
    private static bool IsCutPerPerson(EndpointAnchor? anchor, ResolvedWindow? window, EndpointScope scope) =>
        anchor is EndpointAnchor.Index or EndpointAnchor.Date && IsCut(window, scope);

    private static EndpointVerdict Nothing(MissingRule missing, EndpointScope scope, ResolvedWindow? window, EndpointTrack? track, List<EndpointReading>? inside = null)
    {
        var isOpen = scope.IsOpen(window) && (window?.To is not null || window?.AfterInfusion is not null);
        var passed = track is null || inside is null ? [] : PassedOver(track, inside).ToEquatableArray();
        if (missing == MissingRule.Fail && !isOpen && IsCut(window, scope))
        {
            return EndpointVerdict.Unknown(Reasons.NextSeriesBegan, Reasons.Explain(Reasons.NextSeriesBegan)) with { Used = passed };
        }

        if (missing == MissingRule.Fail && !isOpen)
        {
            return new EndpointVerdict(Truth.No, "no usable assessment lies in the window, which counts as failure")
            {
                Date = window?.To,
                EstablishedAt = window?.To,
                KnownAt = window?.To is { } closed ? ConfirmationJudge.Later(closed, 1) : null,
                Used = passed,
            };
        }

        var reason = isOpen && scope.Timeline.IsAsOfGiven ? Reasons.NotYetDue
            : inside is { Count: > 0 } ? inside[^1].Fault!
            : scope.Timeline.ClosedAt is { } end && window is not null && end.DayNumber < window.From.DayNumber ? scope.Timeline.ClosedReason
            : Reasons.NoAssessment;
        var why = reason == Reasons.NoAssessment && window is null && scope.Entry is not null ? "no assessment has come since" : Reasons.Explain(reason);
        return EndpointVerdict.Unknown(reason, why) with { Used = passed };
    }

    private static IEnumerable<UsedReading> Baselines(EndpointCriterion criterion, EndpointTrack track) =>
        track.Baseline is { } baseline && UsesBaseline(criterion) ? [new UsedReading(track, baseline, "baseline")] : [];

    private static IEnumerable<UsedReading> Index(EndpointTrack track, ResolvedWindow? window) => Index(track, window?.Index);

    private static IEnumerable<UsedReading> Index(EndpointTrack track, EndpointReading? index) => index is null ? [] : [new UsedReading(track, index, "index")];

    private static IEnumerable<UsedReading> PassedOver(EndpointTrack track, IEnumerable<EndpointReading> inside) =>
        inside.Where(reading => reading.Value is null).Select(reading => new UsedReading(track, reading, "passed-over"));

    private static bool UsesBaseline(EndpointCriterion criterion) => criterion.Leaves.Any(leaf => leaf
        is EndpointCriterion.Change { From: ChangeReference.Baseline } or EndpointCriterion.Declared { From: ChangeReference.Baseline });

    private static ClinicalTime? KnownAt(IEnumerable<EndpointReading> readings, EndpointCriterion criterion, EndpointTrack track)
    {
        ClinicalTime? latest = track.Baseline is { } baseline && UsesBaseline(criterion) ? baseline.KnownAt : null;
        foreach (var reading in readings)
        {
            latest = Latest(latest, reading.KnownAt);
        }

        return latest;
    }
}

/// <summary>What was seen at a planned visit.</summary>
internal sealed record VisitResult(
    PlannedVisit Visit,
    ResolvedWindow Window,
    EndpointReading? Reading,
    Truth Truth,
    string? Reason,
    bool MayDeviate,
    bool IsOpen,
    EquatableArray<UsedReading> PassedOver);
