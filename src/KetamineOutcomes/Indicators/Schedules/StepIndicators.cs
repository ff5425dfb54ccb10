using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment.Schedules;
using static KetamineOutcomes.Indicators.Schedules.ScheduleRows;

namespace KetamineOutcomes.Indicators.Schedules;

/// <summary>The branches of the step in force as rows: which of the source's conditions the observations meet.</summary>
internal static class StepIndicators
{
    public static IEnumerable<IndicatorResult> Assess(SchedulePlan plan, ScheduleRows rows, AssessmentReport report, ClinicalTime day)
    {
        var step = plan.StepOn(day);
        var began = plan.StepBegan(day);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var move in step.Moves)
        {
            // Two branches may lead to one step on conditions of one kind; the second and later ones have their number.
            var point = $"{step.Id}:{move.To}:{move.When.Kind}";
            var number = seen[point] = seen.GetValueOrDefault(point) + 1;
            yield return Condition(rows, step, move, number == 1 ? point : $"{point}:{Text(number)}", report, began);
        }
    }

    private static IndicatorResult Condition(ScheduleRows rows, ScheduleStep step, StepMove move, string point, AssessmentReport report, int began)
    {
        var (found, comparator, value) = move.When switch
        {
            StepCondition.Score score => (Find(report, score.Instrument, score.Scale, "score", score.Scale), score.Comparator, score.Value),
            StepCondition.Percentage percentage => (Find(report, percentage.Instrument, percentage.Scale, "percentage-change", percentage.Rule == PercentageRule.Raw ? "raw" : "range-to-best"), percentage.Comparator, percentage.Value),
            _ => (null, Comparator.AtLeast, Fraction.Zero),
        };
        var outcome = move.When is StepCondition.Judgement ? new IndicatorOutcome.Indeterminate(Reasons.ClinicJudges)
            : found is null ? new IndicatorOutcome.Indeterminate(Reasons.NoAssessment)
            : found.At is { } at && at.DayNumber < began ? new IndicatorOutcome.Indeterminate(Reasons.BeforeStep)
            : found.Outcome is IndicatorOutcome.Measured measured ? new IndicatorOutcome.Judged(comparator.Holds(measured.Value, value) ? Judgement.Met : Judgement.NotMet)
            : found.Outcome;
        var what = $"The schedule {rows.Rule} goes from {step.Id} to {move.To} on: {move.When.Explain()}";
        var sentence = outcome switch
        {
            IndicatorOutcome.Judged judged => $"{what}. That is {(judged.Judgement == Judgement.Met ? "met" : "not met")} by what was observed. {found!.Explain()} It is an observation and no order.",
            IndicatorOutcome.NotApplicable notApplicable => $"{what}. That does not apply: {ReasonTexts.All[notApplicable.Reason]} ({notApplicable.Reason}).",
            IndicatorOutcome.Indeterminate indeterminate => $"{what}. That is not known: {ReasonTexts.All[indeterminate.Reason]} ({indeterminate.Reason}).",
            _ => what + ".",
        };
        return rows.Make(
            ScheduleAssessment.StepsScale,
            "step-condition",
            point,
            found?.At,
            found?.KnownAt,
            outcome,
            [new Parameter("step", step.Id), new Parameter("to", move.To), new Parameter("condition", move.When.Explain())],
            move.Evidence.Select(evidence => evidence.Source.Citation),
            found?.Evidence.Flags ?? [],
            sentence,
            found?.Evidence.Observations ?? []);
    }

    private static IndicatorResult? Find(AssessmentReport report, string instrument, string scale, string indicator, string rule) =>
        report.Results.LastOrDefault(result => string.Equals(result.Instrument, instrument, StringComparison.Ordinal)
            && string.Equals(result.Scale, scale, StringComparison.Ordinal)
            && result.Indicator == indicator && result.Rule == rule && result.Point == "last");
}
