using System.Globalization;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>Judges a profile on a timeline. A pure function of both; it sees nothing that the timeline does not hold.</summary>
internal sealed partial class EndpointJudge
{
    private readonly Func<string, EndpointProfile?> _find;

    // Profiles refer to each other, and several indicators ask for one: what was said of the last timeline is kept.
    private readonly Dictionary<EndpointProfile, List<(ScaleKey? Own, EndpointVerdict Verdict, NowLimits Limits)>> _said = new(ReferenceEqualityComparer.Instance);
    private EndpointTimeline? _timeline;

    /// <summary>A judge.</summary>
    /// <param name="find">Finds the profiles to which others refer.</param>
    public EndpointJudge(Func<string, EndpointProfile?> find) => _find = find;

    /// <summary>What a profile says of a timeline.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="timeline">What is known.</param>
    /// <param name="own">The scale that stands for the profile's own, or <see langword="null"/> for the only one it names.</param>
    /// <param name="clock">Who keeps what was asked of now, beside the timeline's own; or <see langword="null"/>.</param>
    /// <returns>The verdict; dates of an entry state that was not reached are none.</returns>
    public EndpointVerdict Judge(EndpointProfile profile, EndpointTimeline timeline, ScaleKey? own = null, NowSpan? clock = null)
    {
        own ??= profile.Scales.Count > 0 && ScaleKey.TryParse(profile.Scales[0], out var key) ? key : null;
        if (!ReferenceEquals(timeline, _timeline))
        {
            _timeline = timeline;
            _said.Clear();
        }

        if (!_said.TryGetValue(profile, out var said))
        {
            _said[profile] = said = [];
        }

        foreach (var (of, verdict, held) in said)
        {
            if (of == own)
            {
                timeline.Span?.Hold(held);
                clock?.Hold(held);
                return verdict;
            }
        }

        var limits = NowLimits.None;
        var found = timeline.Span is { } span
            ? span.Listen(() => JudgeAnew(profile, timeline, own), out limits)
            : JudgeAnew(profile, timeline, own);
        clock?.Hold(limits);
        said.Add((own, found, limits));
        return found;
    }

    private EndpointVerdict JudgeAnew(EndpointProfile profile, EndpointTimeline timeline, ScaleKey? own)
    {
        var scope = new EndpointScope(timeline, own, null);
        if (profile.Entry is null)
        {
            return Judge(profile.Rule, scope);
        }

        var entry = Judge(profile.Entry, scope);
        switch (entry.Truth)
        {
            case Truth.Yes:
                var verdict = Judge(profile.Rule, scope with { Entry = entry });
                return verdict with
                {
                    KnownAt = Latest(entry.KnownAt, verdict.KnownAt),
                    Used = entry.Used.Select(used => used.Role == "baseline" ? used : used with { Role = used.Role == "passed-over" ? used.Role : "entry" })
                        .Concat(verdict.Used)
                        .DistinctBy(used => (used.Reading, used.Role))
                        .ToEquatableArray(),
                    Events = entry.Events.Concat(verdict.Events).Distinct().ToEquatableArray(),
                    Text = entry.EstablishedAt is { } since ? EndpointText.WithEntry(verdict.Text, since) : verdict.Text,
                };
            case Truth.No:
                return EndpointVerdict.NotApplicable(Reasons.EntryNotReached, $"the state with which it begins was not reached ({entry.Text})") with { KnownAt = entry.KnownAt, Used = entry.Used };
            case Truth.NotApplicable:
                return entry;
            default:
                return EndpointVerdict.Unknown(entry.Reason ?? Reasons.EntryUnconfirmed, $"whether the state with which it begins was reached is not known ({entry.Text})") with { KnownAt = entry.KnownAt, Used = entry.Used };
        }
    }

    private EndpointVerdict Judge(EndpointRule rule, EndpointScope scope) => rule switch
    {
        EndpointRule.State state => JudgeState(state, scope),
        EndpointRule.Ever ever => JudgeEver(ever, scope),
        EndpointRule.AtBaseline baseline => JudgeBaseline(baseline, scope),
        EndpointRule.Visits visits => JudgeVisits(visits, scope),
        EndpointRule.Clinical clinical => JudgeClinical(clinical, scope),
        EndpointRule.Infusions infusions => JudgeInfusions(infusions, scope),
        EndpointRule.Judgement judgement => EndpointVerdict.Unknown(Reasons.ClinicJudges, $"{judgement.Name.Replace('-', ' ')} is for a person to judge"),
        EndpointRule.Profile profile => JudgeProfile(profile, scope),
        EndpointRule.Not not => Negate(Judge(not.Inner, scope)),
        EndpointRule.AllOf all => JoinAll(all.Inner.Select(part => Judge(part, scope)).ToList()),
        _ => JoinAny(((EndpointRule.AnyOf)rule).Inner.Select(part => Judge(part, scope)).ToList()),
    };

    private EndpointVerdict JudgeProfile(EndpointRule.Profile reference, EndpointScope scope) =>
        _find(reference.Id) is { } profile
            ? Judge(profile, scope.Timeline, profile.EachScaleWith is null ? null : scope.Own)
            : throw new InvalidOperationException($"There is no profile {reference.Id}.");

    private static EndpointVerdict Negate(EndpointVerdict verdict) => verdict.Truth switch
    {
        Truth.Yes => verdict with { Truth = Truth.No, Confirmation = null, DatedOn = null },
        Truth.No => verdict with { Truth = Truth.Yes },
        Truth.Unconfirmed or Truth.CannotConfirm => verdict with { Truth = Truth.Unknown, Reason = Reasons.EntryUnconfirmed, ConfirmBy = null },
        _ => verdict,
    };

    /// <summary>All: one that does not hold decides; the date is that of the last one.</summary>
    private static EndpointVerdict JoinAll(List<EndpointVerdict> parts)
    {
        foreach (var truth in new[] { Truth.No, Truth.NotApplicable, Truth.Unknown, Truth.CannotConfirm, Truth.Unconfirmed })
        {
            if (parts.Find(part => part.Truth == truth) is { } decides)
            {
                return decides with { Used = Together(parts), Events = TogetherEvents(parts), KnownAt = truth == Truth.No ? decides.KnownAt : Latest(parts) };
            }
        }

        var last = parts.Aggregate((x, y) => (y.EstablishedAt, x.EstablishedAt) is ({ } left, { } right) && left.CompareKnown(right) > 0 ? y : x.EstablishedAt is null ? y : x);
        return last with
        {
            Text = string.Join(" and ", parts.Select(part => part.Text)),
            KnownAt = Latest(parts),
            IsProvisional = parts.Exists(part => part.IsProvisional),
            Used = Together(parts),
            Events = TogetherEvents(parts),
        };
    }

    /// <summary>Any: what was known first decides, so that a later finding moves no date.</summary>
    private static EndpointVerdict JoinAny(List<EndpointVerdict> parts)
    {
        if (parts.Where(part => part.Truth == Truth.Yes).ToList() is { Count: > 0 } met)
        {
            return met.Aggregate((x, y) => IsEarlier(y, x) ? y : x);
        }

        foreach (var truth in new[] { Truth.Unconfirmed, Truth.CannotConfirm, Truth.Unknown })
        {
            if (parts.Find(part => part.Truth == truth) is { } decides)
            {
                return decides with { Used = Together(parts), Events = TogetherEvents(parts) };
            }
        }

        if (parts.TrueForAll(part => part.Truth == Truth.NotApplicable))
        {
            return parts[0];
        }

        var said = parts.Where(part => part.Truth == Truth.No).ToList();
        return said[0] with
        {
            Text = string.Join(" and ", said.Select(part => part.Text)),
            KnownAt = Latest(parts),
            IsProvisional = said.Exists(part => part.IsProvisional),
            Used = Together(parts),
            Events = TogetherEvents(parts),
        };
    }

    private static bool IsEarlier(EndpointVerdict verdict, EndpointVerdict than)
    {
        var byKnown = Compare(verdict.KnownAt, than.KnownAt);
        return byKnown < 0 || (byKnown == 0 && Compare(verdict.Date, than.Date) < 0);
    }

    private static int Compare(ClinicalTime? x, ClinicalTime? y) => (x, y) is ({ } left, { } right) ? left.CompareKnown(right) : (x is null ? 1 : 0) - (y is null ? 1 : 0);

    private static ClinicalTime? Latest(ClinicalTime? x, ClinicalTime? y) => (x, y) is ({ } left, { } right) ? (left.CompareKnown(right) >= 0 ? left : right) : x ?? y;

    private static ClinicalTime? Latest(List<EndpointVerdict> parts) => parts.Aggregate((ClinicalTime?)null, (latest, part) => Latest(latest, part.KnownAt));

    private static EquatableArray<UsedReading> Together(List<EndpointVerdict> parts) => parts.SelectMany(part => part.Used).DistinctBy(used => (used.Reading, used.Role)).ToEquatableArray();

    private static EquatableArray<ClinicalEvent> TogetherEvents(List<EndpointVerdict> parts) => parts.SelectMany(part => part.Events).Distinct().ToEquatableArray();

    /// <summary>Whether published definitions mean some events of a kind alone (a hospitalisation for worsening depression), while the records do not tell them apart.</summary>
    public static bool IsUnspecified(ClinicalEventKind kind) => kind is ClinicalEventKind.Hospitalisation or ClinicalEventKind.Discontinuation or ClinicalEventKind.Other;

    private static EndpointVerdict JudgeClinical(EndpointRule.Clinical rule, EndpointScope scope)
    {
        var (window, fault) = scope.Resolve(rule.Window, scope.Own);
        if (fault is not null)
        {
            return fault;
        }

        var kinds = string.Join(" or ", rule.Kinds.Select(EndpointText.Event));
        // On the day of the entry state itself nobody can tell which came first: the event counts.
        var found = scope.Timeline.Events
            .Where(each => rule.Kinds.Contains(each.Kind) && (window is null || window.Contains(each.At)) && (scope.Entry?.EstablishedAt is not { } since || each.At.CompareKnown(since) >= 0))
            .OrderBy(each => each.At.DayNumber)
            .ToList();
        if (found.Count > 0)
        {
            var first = found.Aggregate((x, y) => y.At.CompareKnown(x.At) < 0 ? y : x);
            var unspecified = IsUnspecified(first.Kind) ? " (the records do not say for what; it counts as one that the definition means)" : "";
            return new EndpointVerdict(Truth.Yes, $"{EndpointText.Event(first.Kind)} on {EndpointText.Where(first.At)}{unspecified}")
            {
                Date = first.At,
                EstablishedAt = first.At,
                KnownAt = first.RecordedAt ?? first.At,
                Events = [first],
            };
        }

        return scope.Timeline.EventsRecorded
            ? new EndpointVerdict(Truth.No, $"no {kinds} is on record")
            : EndpointVerdict.Unknown(Reasons.EventsNotRecorded, $"events were not recorded, so that {kinds} cannot be ruled out");
    }

    private static EndpointVerdict JudgeInfusions(EndpointRule.Infusions rule, EndpointScope scope)
    {
        var timeline = scope.Timeline;
        if (timeline.InductionInfusions is not { } count || count == 0)
        {
            var reason = timeline.Infusions.IsEmpty ? Reasons.NoInfusions : timeline.InductionFault;
            return EndpointVerdict.Unknown(reason, Reasons.Explain(reason));
        }

        var days = timeline.Infusions[count - 1].DaysSince(timeline.Infusions[0]);
        var holds = count >= rule.FewestInfusions && count <= rule.MostInfusions && (rule.FewestDays is not { } low || days >= low) && (rule.MostDays is not { } high || days <= high);
        return new EndpointVerdict(holds ? Truth.Yes : Truth.No, string.Create(CultureInfo.InvariantCulture, $"the induction had {EndpointText.Count(count, "infusion")} in {EndpointText.Count(days, "day")}"))
        {
            Date = timeline.Infusions[count - 1],
            EstablishedAt = timeline.Infusions[count - 1],
            KnownAt = timeline.Infusions[count - 1],
        };
    }
}
