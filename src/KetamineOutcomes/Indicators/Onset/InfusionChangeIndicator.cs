using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Onset;

/// <summary>
/// The change over each infusion that has a score before and after it, positive where it is better; and of how many infusions it is known. Infusions without one
/// have no row of their own: clinics ask less often than they treat, and most rows would say only that.
/// </summary>
internal sealed class InfusionChangeIndicator : IScaleIndicator
{
    private const string Coverage = "coverage";

    public string Id => "infusion-change";

    public IEnumerable<IndicatorFinding> Assess(SeriesContext context, ScaleTrajectory trajectory) =>
        trajectory.Series is { } series && SeriesRow.IsMain(trajectory) ? Assess(trajectory, series.Infusions) : [];

    private static IEnumerable<IndicatorFinding> Assess(ScaleTrajectory trajectory, EquatableArray<Infusion> infusions)
    {
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var known = 0;
        for (var number = 1; number <= infusions.Count; number++)
        {
            if (TryAssess(trajectory, number, infusions[number - 1], out var finding, out var reason))
            {
                known++;
                yield return finding;
            }
            else
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            }
        }

        var row = new SeriesRow(trajectory) { Rule = Coverage, UsesBaseline = false }.Flag("project-policy").With(Window);
        row.At = infusions[^1].At;
        row.LookAt(trajectory.Visits).With("infusions", Phrases.Text(infusions.Count)).With(reasons.Select(pair => new Parameter(pair.Key, Phrases.Text(pair.Value))));
        var because = string.Join("; ", reasons.Select(pair => $"of {Phrases.Text(pair.Value)} {ReasonTexts.All[pair.Key]} ({pair.Key})"));
        yield return row.Say(
            new IndicatorOutcome.Measured(known, "infusions", 0),
            $"The change of {trajectory.Scale.Name} is known over {Phrases.Text(known)} of {Phrases.Text(infusions.Count)} infusions of series {Phrases.Text(trajectory.Number)}{(because.Length > 0 ? "; not known " + because : "")}.");
    }

    private static readonly Parameter[] Window =
    [
        new("before-within-days", Phrases.Text(AssessmentPoint.WindowAfterInfusion)),
        new("after-within-days", Phrases.Text(AssessmentPoint.WindowAfterInfusion)),
    ];

    private static bool TryAssess(ScaleTrajectory trajectory, int number, Infusion infusion, [NotNullWhen(true)] out IndicatorFinding? finding, out string reason)
    {
        finding = null;
        var row = new SeriesRow(trajectory) { Rule = $"infusion-{Phrases.Text(number)}", UsesBaseline = number == 1 }.Flag("project-policy").With(Window);
        if (!TryBefore(trajectory, number, infusion, row, out var before, out var seen, out reason))
        {
            return false;
        }

        var point = trajectory.Find(new AssessmentPoint.AfterInfusion(number));
        reason = point.Reason ?? point.Visit?.Fault ?? Reasons.NoAssessment;
        if (point is not { Reason: null, Visit: { IsUsable: true } after })
        {
            return false;
        }

        // The answer is about the time after the infusion alone only where its questions do not look back before it.
        row.Cite("score", after).Flag(Reasons.RecallOverlap, trajectory.Judge.OverlapsRecall(after.At, infusion.At));
        row.At = after.At;
        var change = trajectory.Judge.Improvement(before, after.Value);
        var decimals = number == 1 ? Math.Max(trajectory.Scale.Decimals, trajectory.Judge.BaselineDecimals) : trajectory.Scale.Decimals;
        var words = change == 0 ? "unchanged" : $"{(change < 0 ? "worse" : "better")} by {Phrases.Print(Fraction.Abs(change), decimals)}";
        finding = row.Say(
            new IndicatorOutcome.Measured(change, trajectory.Scale.Unit, decimals),
            $"{trajectory.Scale.Name} went from {Phrases.Print(before, decimals)} ({seen}) before infusion {Phrases.Text(number)} of {Phrases.Where(infusion.At)} to {SeriesRow.Seen(trajectory, after)} after it: {words}.");
        return true;
    }

    /// <summary>Before the first infusion the baseline; before a later one the last usable score since the infusion before it.</summary>
    private static bool TryBefore(ScaleTrajectory trajectory, int number, Infusion infusion, SeriesRow row, out Fraction before, out string seen, out string reason)
    {
        before = 0;
        seen = "";
        reason = number == 1 ? trajectory.BaselineFault ?? Reasons.NoScoreBefore : Reasons.NoScoreBefore;
        if (number == 1)
        {
            // A baseline that lies inside the series is not before its first infusion.
            if (trajectory.Baseline is not { } baseline || trajectory.BaselineVisit is not { LastInfusion: null })
            {
                return false;
            }

            before = baseline;
            seen = "baseline";
            return true;
        }

        bool IsNear(TrajectoryVisit candidate) => infusion.At.DaysSince(candidate.At) <= AssessmentPoint.WindowAfterInfusion;
        var visit = trajectory.UsableAfter(number - 1).LastOrDefault(IsNear) ?? trajectory.UsableBeforeBaselineAfter(number - 1).LastOrDefault(IsNear);
        if (visit is null)
        {
            return false;
        }

        row.Cite("before", visit);
        before = visit.Value;
        seen = Phrases.Where(visit.At);
        return true;
    }
}
