using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Endpoints;

/// <summary>Profiles as rows: for each series one row a profile, or one a profile and scale where it applies to every scale of a kind.</summary>
/// <remarks>
/// A profile has a row where one of its scales was asked; a default profile over several scales only where all were. A profile over several scales stands under
/// the word <c>course</c>.
/// </remarks>
internal sealed class EndpointIndicator : IPartedIndicator
{
    /// <summary>What a row over several scales is about.</summary>
    internal const string Course = "course";

    public string Id => "endpoint";

    public IEnumerable<IndicatorPart> Parts(SeriesContext context)
    {
        var (all, timeline) = (context.Endpoints.CatalogueFor(context), context.Endpoints.Timeline);
        var profiles = all.All.Where(profile => (profile.IsDefault && context.Options.UseDefaultProfiles) || IsChosen(profile, context));
        foreach (var profile in profiles)
        {
            if (profile.EachScaleWith is { } kind)
            {
                foreach (var trajectory in context.Trajectories.Where(trajectory => trajectory.Scale.Endpoints.Any(entry => entry.Kind == kind && entry.IsDefault)))
                {
                    yield return PartOf(profile, KeyOf(trajectory), trajectory);
                }
            }
            else
            {
                var asked = profile.Scales.Select(scale => context.FindScale(scale)).ToList();
                if (asked.Exists(trajectory => trajectory is not null) && (IsChosen(profile, context) || asked.TrueForAll(trajectory => trajectory is not null)))
                {
                    yield return PartOf(profile, null, profile.Scales.Count == 1 ? asked[0] : null);
                }
            }
        }

        IndicatorPart PartOf(EndpointProfile profile, ScaleKey? own, ScaleTrajectory? trajectory) => new(
            (profile.Id, own),
            [.. EndpointScales.Of(profile, own, all).Select(context.FindScale)],
            timeline.InductionMayContinue,
            clock => [Finding(profile, context.Endpoints.Judge.Judge(profile, timeline, own, clock), timeline, context, all, trajectory)]);
    }

    private static bool IsChosen(EndpointProfile profile, SeriesContext context) =>
        context.Options.Profiles.Any(chosen => string.Equals(chosen.Id, profile.Id, StringComparison.Ordinal));

    private static ScaleKey KeyOf(ScaleTrajectory trajectory) => new(trajectory.Instrument.Id, trajectory.Scale.Id);

    /// <summary>What the judge sees of a series. Events and times outside the series play no part.</summary>
    internal static EndpointTimeline TimelineOf(SeriesContext context)
    {
        var series = context.Series;
        var end = series?.LastOfInduction;
        return new EndpointTimeline
        {
            Tracks = context.Trajectories.Select(TrackOf).ToEquatableArray(),
            Infusions = series is null ? [] : series.Infusions.Select(infusion => infusion.At).ToEquatableArray(),
            InductionInfusions = end is null ? null : series!.InductionInfusions,
            InductionFault = series is null ? Reasons.NoInfusions : series.GapDays is null ? Reasons.InductionNotLabelled : Reasons.InductionNotFound,
            InductionMayContinue = end is not null && ReferenceEquals(end, series!.Infusions[^1])
                && context.Clock.IsWithin(end.At, Math.Max(AssessmentPoint.WindowAfterInfusion, series.GapDays ?? 0)),
            Events = context.Course.Events
                .Where(each => series is null || (each.At.CompareKnown(series.First.At) >= 0 && (context.NextSeriesAt is not { } next || each.At.CompareKnown(next) < 0)))
                .ToEquatableArray(),
            EventsRecorded = context.Course.EventRecording == EventRecording.Recorded,
            FollowUpEnd = context.NextSeriesAt is { } until && context.Course.FollowUpEnd is { } after && after.At.CompareKnown(until) >= 0 ? null : context.Course.FollowUpEnd,
            NextSeriesAt = context.NextSeriesAt,
            Now = context.Now,
            Span = context.Clock,
            IsAsOfGiven = context.Options.AsOf is not null,
        };
    }

    private static EndpointTrack TrackOf(ScaleTrajectory trajectory)
    {
        var range = trajectory.BaselineVisit?.Score?.Range ?? trajectory.Scale.Range;
        return new EndpointTrack
        {
            Key = KeyOf(trajectory),
            Name = trajectory.Scale.Name,
            Decimals = trajectory.Scale.Decimals,
            Direction = trajectory.Scale.Direction,
            Best = trajectory.Scale.Direction switch
            {
                Direction.HigherIsWorse => range.Low,
                Direction.HigherIsBetter => range.High,
                _ => null,
            },
            Declared = trajectory.Scale.Endpoints,
            Baseline = trajectory is { Baseline: { } baseline, BaselineVisit: { } visit }
                ? new EndpointReading(visit.At, baseline, infusions: visit.LastInfusion?.Number ?? 0, knownAt: trajectory.BaselineKnownAt, origin: trajectory)
                : null,
            BaselineFault = trajectory.BaselineFault,
            Readings = trajectory.Visits
                .Select(each => new EndpointReading(each.At, each.IsUsable ? each.Value : null, each.Fault, each.LastInfusion?.Number ?? 0, each.KnownAt, each))
                .ToEquatableArray(),
        };
    }

    private static IndicatorFinding Finding(EndpointProfile profile, EndpointVerdict verdict, EndpointTimeline timeline, SeriesContext context, EndpointProfileCatalogue catalogue, ScaleTrajectory? trajectory)
    {
        var (instrument, scale) = trajectory is null ? (Course, "total") : (trajectory.Instrument.Id, trajectory.Scale.Id);
        var outcome = Outcome(verdict);
        var entries = EntriesUsed(profile, trajectory, context, catalogue).ToList();
        return new IndicatorFinding(instrument, scale, profile.Version, profile.Id, IndicatorFinding.SeriesPoint, outcome, Sentence(profile, verdict, outcome))
        {
            At = verdict.Truth is Truth.Unknown or Truth.NotApplicable ? null : verdict.Date,
            KnownAt = verdict.Truth is Truth.Unknown or Truth.NotApplicable ? null : verdict.KnownAt,
            Sources = ProfileWords.Of(profile).Sources,
            Parameters = Parameters(profile, verdict, entries).ToEquatableArray(),
            Observations = Observations(verdict),
            Flags = Flags(profile, verdict, timeline, context, entries).Distinct(StringComparer.Ordinal).ToEquatableArray(),
        };
    }

    private static IndicatorOutcome Outcome(EndpointVerdict verdict) => verdict.Truth switch
    {
        Truth.Yes => new IndicatorOutcome.Judged(Judgement.Met),
        Truth.No => new IndicatorOutcome.Judged(Judgement.NotMet),
        Truth.Unconfirmed => new IndicatorOutcome.Judged(Judgement.Unconfirmed, verdict.ConfirmBy),
        Truth.CannotConfirm => new IndicatorOutcome.Judged(Judgement.CannotConfirm),
        Truth.NotApplicable => new IndicatorOutcome.NotApplicable(verdict.Reason!),
        _ => new IndicatorOutcome.Indeterminate(verdict.Reason ?? Reasons.NoAssessment),
    };

    private static string Sentence(EndpointProfile profile, EndpointVerdict verdict, IndicatorOutcome outcome)
    {
        var state = outcome.State switch
        {
            "indeterminate" => $"is not known ({verdict.Reason})",
            "not-applicable" => $"does not apply ({verdict.Reason})",
            "unconfirmed" => "is met once and not confirmed",
            "cannot-confirm" => "was met once and can no longer be confirmed",
            var word => $"is {word.Replace('-', ' ')}",
        };
        var dated = verdict is { Truth: Truth.Yes, Date: { } date } ? $" Dated {EndpointText.Where(date)}{(verdict.DatedOn is { } on ? $", the {Word(on)} assessment" : "")}." : "";
        var confirmation = verdict.Confirmation is { } word2 ? $" Confirmation: {word2}." : "";
        return $"{profile.Label} {state}: {verdict.Text}.{dated}{confirmation}";
    }

    private static string Word(EventDate date) => EndpointWords.Of(EndpointWords.Dates, date);

    private static IEnumerable<Parameter> Parameters(EndpointProfile profile, EndpointVerdict verdict, List<EndpointEntry> entries)
    {
        yield return new Parameter("asked", ProfileWords.Of(profile).Asked);
        if (ProfileWords.Of(profile).Entry is { } entry)
        {
            yield return new Parameter("entry", entry);
        }

        if (verdict.Used.FirstOrDefault(used => used.Role == "baseline") is { Reading.Origin: ScaleTrajectory trajectory })
        {
            yield return new Parameter("baseline-policy", trajectory.BaselinePolicy);
        }

        if (verdict.Confirmation is { } confirmation)
        {
            yield return new Parameter("confirmation", confirmation);
        }

        if (verdict.DatedOn is { } on)
        {
            yield return new Parameter("dated-on", Word(on));
        }

        if (verdict.ConfirmBy is { } window)
        {
            yield return new Parameter("confirm-from", window.From.ToString());
            yield return new Parameter("confirm-to", window.To.ToString());
        }

        yield return new Parameter("evidence-status", Words(profile, entries));
    }

    /// <summary>
    /// The entries of definitions that stand where a profile, or one to which it refers, asks for a scale's own response or remission: how well those are known is how well the
    /// answer is. Over several scales an entry can only be asked for by its name; over one scale, an entry that a profile names is evidenced by the profile itself.
    /// </summary>
    private static IEnumerable<EndpointEntry> EntriesUsed(EndpointProfile profile, ScaleTrajectory? trajectory, SeriesContext context, EndpointProfileCatalogue catalogue)
    {
        var own = trajectory is not null ? KeyOf(trajectory).ToString() : profile.Scales.Count > 0 ? profile.Scales[0] : null;
        return EntriesUsed(profile, own, scale => (scale is null ? null : context.FindScale(scale))?.Scale, catalogue).Distinct();
    }

    private static IEnumerable<EndpointEntry> EntriesUsed(EndpointProfile profile, string? own, Func<string?, Scale?> find, EndpointProfileCatalogue catalogue)
    {
        EndpointRule[] rules = profile.Entry is { } begin ? [begin, profile.Rule] : [profile.Rule];
        var declared = rules.SelectMany(rule => rule.Criteria).SelectMany(criterion => criterion.Leaves).OfType<EndpointCriterion.Declared>()
            .Select(criterion => criterion.Entry is null
                ? find(criterion.Named?.ToString() ?? own)?.Endpoints.FirstOrDefault(entry => entry.Kind == criterion.Kind && entry.IsDefault)
                : profile.Scales.Count > 1 ? criterion.Entry : null)
            .OfType<EndpointEntry>();

        // Profiles never refer to themselves, not even by way of others: the catalogue refuses it.
        return declared.Concat(rules.SelectMany(References)
            .Select(catalogue.Find)
            .OfType<EndpointProfile>()
            .SelectMany(other => EntriesUsed(other, other.EachScaleWith is not null ? own : other.Scales.Count > 0 ? other.Scales[0] : null, find, catalogue)));
    }

    private static IEnumerable<string> References(EndpointRule rule) => rule is EndpointRule.Profile reference ? [reference.Id] : rule.Parts.SelectMany(References);

    private static string Words(EndpointProfile profile, List<EndpointEntry> entries) =>
        string.Join(";", profile.Evidence.Concat(entries.SelectMany(entry => entry.Evidence)).Select(evidence => evidence.Status).Distinct().Order().Select(status => EndpointWords.Of(Instruments.Definitions.Words.Statuses, status)));

    private static readonly Comparer<ClinicalTime> InTime = Comparer<ClinicalTime>.Create(ClinicalTime.CompareAsWritten);

    private static EquatableArray<Observation> Observations(EndpointVerdict verdict)
    {
        var observations = new List<Observation>();
        foreach (var used in verdict.Used)
        {
            switch (used.Reading.Origin)
            {
                case TrajectoryVisit visit:
                    observations.Add(visit.ToObservation(used.Role));
                    break;
                case ScaleTrajectory trajectory when used.Role == "baseline":
                    observations.AddRange(trajectory.BaselineObservations);
                    break;
                case ScaleTrajectory { BaselineVisit: { } baseline }:
                    observations.Add(baseline.ToObservation(used.Role));
                    break;
            }
        }

        observations.AddRange(verdict.Events.Select(each => new Observation("event", each.At, null, EndpointWords.Of(EndpointWords.Events, each.Kind), "unspecified")));
        for (var i = 1; i < observations.Count; i++)
        {
            // Nearly always in order, each once: then nothing is sorted and compared.
            if (ClinicalTime.CompareAsWritten(observations[i - 1].At, observations[i].At) >= 0)
            {
                return observations.Distinct().OrderBy(observation => observation.At, InTime).ToEquatableArray();
            }
        }

        return observations.ToEquatableArray();
    }

    private static IEnumerable<string> Flags(EndpointProfile profile, EndpointVerdict verdict, EndpointTimeline timeline, SeriesContext context, List<EndpointEntry> entries)
    {
        var evidenceOfEntries = entries.SelectMany(entry => entry.Evidence).ToList();
        if (profile.Evidence.Concat(evidenceOfEntries).Any(evidence => evidence.Status == EvidenceStatus.ProjectPolicy))
        {
            yield return "project-policy";
        }

        if (profile.Evidence.Concat(evidenceOfEntries).Any(evidence => evidence.Status == EvidenceStatus.Secondary))
        {
            yield return "secondary-source";
        }

        if (verdict.Truth == Truth.Yes && verdict.Events.Any(each => EndpointJudge.IsUnspecified(each.Kind)))
        {
            yield return "event-not-specified";
        }

        if (verdict.IsProvisional && verdict.Truth is Truth.Yes or Truth.No)
        {
            yield return "window-open";
        }

        if (context.Series is not null && UsesSeriesEnd(profile) && verdict.Truth is not (Truth.Unknown or Truth.NotApplicable) && timeline.InductionMayContinue)
        {
            yield return "induction-may-continue";
        }

        foreach (var used in verdict.Used)
        {
            if (used.Reading.Origin is TrajectoryVisit { Score: Score.Prorated } or ScaleTrajectory { BaselineVisit.Score: Score.Prorated })
            {
                yield return "prorated";
            }

            if (used.Reading.Origin is TrajectoryVisit { Score.IsTotalOnly: true } or ScaleTrajectory { BaselineVisit.Score.IsTotalOnly: true })
            {
                yield return "total-only";
            }

            if (used is { Role: "baseline", Reading.Origin: ScaleTrajectory trajectory } && trajectory.BaselinePolicy.StartsWith("worst", StringComparison.Ordinal))
            {
                yield return "baseline-policy-inflates";
            }
        }

        if (context.Options.Primary is { } primary && profile.Scales.Count > 1 && profile.Scales.Any(scale => scale.StartsWith(primary + "/", StringComparison.Ordinal)))
        {
            yield return "primary";
        }
    }

    private static bool UsesSeriesEnd(EndpointProfile profile) => UsesSeriesEnd(profile.Rule) || (profile.Entry is { } entry && UsesSeriesEnd(entry));

    private static bool UsesSeriesEnd(EndpointRule rule) => rule
        is EndpointRule.Infusions
        or EndpointRule.State { Window.Anchor: EndpointAnchor.SeriesEnd }
        or EndpointRule.Ever { Window.Anchor: EndpointAnchor.SeriesEnd }
        or EndpointRule.Visits { Anchor: EndpointAnchor.SeriesEnd }
        || rule.Parts.Any(UsesSeriesEnd);
}
