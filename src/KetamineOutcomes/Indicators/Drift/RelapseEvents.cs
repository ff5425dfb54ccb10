using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Drift;

/// <summary>The event of a relapse by one profile a scale: its own default relapse profile, else the confirmed loss of response.</summary>
internal static class RelapseEvents
{
    private const string LossOfResponse = "loss-of-response-confirmed";

    private static readonly EndpointProfile[] Defaults =
        [.. EndpointProfileCatalogue.Shipped.All.Where(candidate => candidate.IsDefault && candidate.Construct == "relapse" && candidate.Scales.Count == 1)];

    public static IndicatorFinding? Find(SeriesContext context, ScaleTrajectory trajectory)
    {
        var key = new ScaleKey(trajectory.Instrument.Id, trajectory.Scale.Id);
        var profile = Array.Find(Defaults, candidate => candidate.Scales[0] == key.ToString());
        if (profile is null && trajectory.Scale.Endpoints.Default(EndpointKind.Response) is not null)
        {
            profile = EndpointProfileCatalogue.Shipped.Find(LossOfResponse);
        }

        if (profile is null)
        {
            return null;
        }

        var verdict = context.Endpoints.Judge.Judge(profile, context.Endpoints.Timeline, profile.EachScaleWith is null ? null : key, context.Clock);
        IndicatorOutcome outcome = verdict.Truth switch
        {
            Truth.Yes => new IndicatorOutcome.Classified("relapsed"),
            Truth.No => new IndicatorOutcome.Classified("none"),
            Truth.Unconfirmed => new IndicatorOutcome.Judged(Judgement.Unconfirmed, verdict.ConfirmBy),
            Truth.CannotConfirm => new IndicatorOutcome.Judged(Judgement.CannotConfirm),
            Truth.NotApplicable => new IndicatorOutcome.NotApplicable(verdict.Reason!),
            _ => new IndicatorOutcome.Indeterminate(verdict.Reason ?? Reasons.NoAssessment),
        };
        var isKnown = verdict.Truth is not (Truth.Unknown or Truth.NotApplicable);
        return new IndicatorFinding(trajectory, "event", IndicatorFinding.SeriesPoint, outcome, $"{profile.Label}: {outcome.State.Replace('-', ' ')}; {verdict.Text}.")
        {
            At = isKnown ? verdict.Date : null,
            KnownAt = isKnown ? verdict.KnownAt : null,
            Sources = ProfileWords.Of(profile).Sources,
            Parameters = [new Parameter("profile", profile.ToString()), .. verdict.ConfirmBy is { } window ? [new Parameter("confirm-from", window.From.ToString()), new Parameter("confirm-to", window.To.ToString())] : Array.Empty<Parameter>()],
            Observations = [.. verdict.Used.Select(used => (used, visit: used.Reading.Origin as TrajectoryVisit)).Where(pair => pair.visit is not null).Select(pair => pair.visit!.ToObservation(pair.used.Role))],
            Flags = profile.Evidence.Any(evidence => evidence.Status == EvidenceStatus.ProjectPolicy) ? ["project-policy"] : [],
        };
    }
}
