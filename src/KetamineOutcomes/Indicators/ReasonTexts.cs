namespace KetamineOutcomes.Indicators;

/// <summary>The plain words for each of the <see cref="Reasons"/>.</summary>
internal static class ReasonTexts
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Reasons.BaselineBelowMinimum] = "the baseline is not bad enough for it to have a meaning",
        [Reasons.InRemissionAtBaseline] = "the patient was in remission at baseline",
        [Reasons.BaselineAtBest] = "the baseline is the best possible score, so no percentage of it exists",
        [Reasons.BaselineZero] = "the baseline is 0, so no percentage of it exists",
        [Reasons.NoSuchInfusion] = "the series has too few infusions",
        [Reasons.DoesNotApply] = "it was answered as not applicable",
        [Reasons.GoalWeightsZero] = "every goal has the weight 0, so there is nothing to weigh",
        [Reasons.NoInfusions] = "the course has no infusion, so nothing says what is before treatment",
        [Reasons.StartsInMidTreatment] = "the log starts in mid-treatment, so the state before it is not known",
        [Reasons.NoBaseline] = "no assessment lies in the baseline window",
        [Reasons.BaselineNotScored] = "the assessments in the baseline window have no usable score",
        [Reasons.BaselineConflicting] = "different scores stand at the baseline's time",
        [Reasons.BaselineNotComparable] = "the scores in the baseline window come from different raters or leave out different items",
        [Reasons.InductionNotLabelled] = "no infusion is labelled as induction, so its end is not known",
        [Reasons.NoAssessment] = "no assessment lies in the window of this point",
        [Reasons.NotYetDue] = "the window of this point has not closed yet",
        [Reasons.FollowUpEnded] = "follow-up ended before this point",
        [Reasons.NotDone] = "the visit is listed and the form was not filled in",
        [Reasons.ScoreIncomplete] = "the form is incomplete and the missing-item policy gives no score",
        [Reasons.ScoreInvalid] = "the form or total is invalid",
        [Reasons.ConflictingScores] = "different scores stand at one time",
        [Reasons.Stale] = "the last assessment is too old to say how the patient is",
        [Reasons.GoalNotRated] = "a goal that counts has no rating at this visit, and none is guessed",
        [Reasons.GoalWeightsMixed] = "some goals have a weight and others have none, or one of another kind",
        [Reasons.ClinicJudges] = "the source leaves it to a judgement that the library does not make",
        [Reasons.BeforeStep] = "the last assessment was filled in before the step in force began",
        [Reasons.GoalsDiffer] = "different goals were rated at baseline and now",
        [Reasons.RatersDiffer] = "baseline and score come from different kinds of rater",
        [Reasons.ApplicableItemsDiffer] = "different items were left out as not applicable at baseline and now",
    };
}
