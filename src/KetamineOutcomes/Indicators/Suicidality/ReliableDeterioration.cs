using System.Globalization;
using KetamineOutcomes.Indicators.Domains;
using KetamineOutcomes.Indicators.ReliableChange;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>Whether a scale of suicidality is worse than before the series by more than error of measurement. Beside the items, and never in their place.</summary>
internal static class ReliableDeterioration
{
    private const string Rule = "reliable-deterioration";

    public static IEnumerable<IndicatorFinding> Assess(SeriesContext context, IReadOnlyCollection<string> topics)
    {
        foreach (var trajectory in context.Trajectories.Where(trajectory => topics.Contains(trajectory.Instrument.Domain, StringComparer.Ordinal) && ReferenceEquals(trajectory.Scale, trajectory.Instrument.MainScale)))
        {
            foreach (var point in trajectory.Points)
            {
                yield return Assess(trajectory, point, ReliableUnit.Find(trajectory, context.Options));
            }
        }
    }

    private static IndicatorFinding Assess(ScaleTrajectory trajectory, TrajectoryPoint point, ReliableUnit? unit)
    {
        var name = trajectory.Scale.Name;
        IndicatorOutcome outcome;
        string sentence;
        if (point.Visit is not { IsUsable: true } visit || point.Reason is not null)
        {
            var reason = point.Reason ?? point.Visit?.Fault ?? Reasons.NoAssessment;
            outcome = point.IsNotApplicable ? new IndicatorOutcome.NotApplicable(reason) : new IndicatorOutcome.Indeterminate(reason);
            sentence = Unknown(name, point.Name, reason);
        }
        else if (trajectory.Baseline is not { } baseline)
        {
            outcome = new IndicatorOutcome.Indeterminate(trajectory.BaselineFault ?? Reasons.NoBaseline);
            sentence = Unknown(name, point.Name, trajectory.BaselineFault ?? Reasons.NoBaseline);
        }
        else
        {
            var worse = trajectory.Worsening(baseline, visit.Value);
            var change = $"{name} went from {Print(trajectory, baseline)} before the series to {Print(trajectory, visit.Value)} on {Words.Where(visit.At)}";
            outcome = unit is null ? new IndicatorOutcome.Indeterminate(Reasons.NoReliableUnit) : new IndicatorOutcome.Judged(worse > unit.Points ? Judgement.Met : Judgement.NotMet);
            sentence = unit is null
                ? $"{change}. Whether that is more than error of measurement is not known: {ReasonTexts.All[Reasons.NoReliableUnit]} ({Reasons.NoReliableUnit})."
                : $"{change}: {(worse > unit.Points ? "worse by more than" : "not worse by more than")} the {unit.Points.Round(1).ToString(CultureInfo.InvariantCulture)} points that are more than error of measurement.";
        }

        var used = point.Visit is { } seen ? [seen] : Array.Empty<TrajectoryVisit>();
        return new IndicatorFinding(trajectory, Rule, DomainIndicator.NameOf(trajectory, point), outcome, sentence)
        {
            At = point.Visit?.At,
            KnownAt = trajectory.KnownAt(used),
            Sources = [.. unit?.Sources ?? [], Words.OwnRule],
            Parameters = [new Parameter("baseline-policy", trajectory.BaselinePolicy), .. unit is null ? [] : unit.Parameters.Prepend(new Parameter("reliable-change-points", unit.Points.Round(2).ToString(CultureInfo.InvariantCulture))), .. point.Parameters],
            Observations = [.. trajectory.BaselineObservations, .. used.Select(visit => visit.ToObservation("score"))],
            Flags = [.. point.Flags, "project-policy", .. unit?.Flags ?? []],
        };
    }

    private static string Unknown(string name, string point, string reason) => $"Whether {name} is reliably worse at {point} is not known: {ReasonTexts.All[reason]} ({reason}).";

    private static string Print(ScaleTrajectory trajectory, Fraction value) => value.Round(trajectory.Scale.Decimals).ToString(CultureInfo.InvariantCulture);

    private static class Words
    {
        public const string OwnRule = "KetamineOutcomes project policy (docs/suicidality.md)";

        public static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();
    }
}
