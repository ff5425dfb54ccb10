using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators;

/// <summary>The stable words that say why an indicator is not applicable or indeterminate.</summary>
/// <remarks>A word is never renamed and never used for two things.</remarks>
public static class Reasons
{
    // Not applicable
    /// <summary>The baseline is not bad enough for the endpoint to have a meaning.</summary>
    public const string BaselineBelowMinimum = "baseline-below-minimum";

    /// <summary>The patient was in remission at baseline.</summary>
    public const string InRemissionAtBaseline = "in-remission-at-baseline";

    /// <summary>The baseline is the best possible score, so a percentage of it is not defined.</summary>
    public const string BaselineAtBest = "baseline-at-best";

    /// <summary>The baseline is 0 and not the best possible score, so a raw percentage of it is not defined.</summary>
    public const string BaselineZero = "baseline-zero";

    /// <summary>The course has too few infusions for this point.</summary>
    public const string NoSuchInfusion = "no-such-infusion";

    /// <summary>Whatever the scale asks was answered as "not applicable".</summary>
    public const string DoesNotApply = "does-not-apply";

    /// <summary>Every goal has the weight 0, so there is nothing to weigh.</summary>
    public const string GoalWeightsZero = "goal-weights-zero";

    // Indeterminate: baseline
    /// <summary>The course has no infusion, so nothing says what is before treatment.</summary>
    public const string NoInfusions = "no-infusions";

    /// <summary>The log starts with a booster or a re-induction: what came before is not known.</summary>
    public const string StartsInMidTreatment = "starts-in-mid-treatment";

    /// <summary>No assessment lies in the baseline window.</summary>
    public const string NoBaseline = "no-baseline";

    /// <summary>The assessments in the baseline window have no usable score.</summary>
    public const string BaselineNotScored = "baseline-not-scored";

    /// <summary>Different scores stand at the baseline's time.</summary>
    public const string BaselineConflicting = "baseline-conflicting";

    /// <summary>The scores of which the baseline would be made differ in rater or in the items that apply.</summary>
    public const string BaselineNotComparable = "baseline-not-comparable";

    // Indeterminate: point
    /// <summary>No infusion is labelled as induction, so its end is not known.</summary>
    public const string InductionNotLabelled = "induction-not-labelled";

    /// <summary>Neither labels nor the chosen rule say where induction ended.</summary>
    public const string InductionNotFound = "induction-not-found";

    /// <summary>No assessment lies in the window of the point.</summary>
    public const string NoAssessment = "no-assessment";

    /// <summary>The window of the point has not closed yet.</summary>
    public const string NotYetDue = "not-yet-due";

    /// <summary>Follow-up ended before the point.</summary>
    public const string FollowUpEnded = "follow-up-ended";

    /// <summary>The visit is listed and the form was not filled in.</summary>
    public const string NotDone = "not-done";

    /// <summary>The form is incomplete and the missing-item policy gives no score.</summary>
    public const string ScoreIncomplete = "score-incomplete";

    /// <summary>The form or total is invalid.</summary>
    public const string ScoreInvalid = "score-invalid";

    /// <summary>Different scores stand at one time.</summary>
    public const string ConflictingScores = "conflicting-scores";

    /// <summary>The last assessment is too old to say how the patient is.</summary>
    public const string Stale = "stale";

    // Treatment
    /// <inheritdoc cref="SegmentReasons.NotLabelled"/>
    public const string NotLabelled = SegmentReasons.NotLabelled;

    /// <inheritdoc cref="SegmentReasons.TooFewInfusions"/>
    public const string TooFewInfusions = SegmentReasons.TooFewInfusions;

    /// <inheritdoc cref="SegmentReasons.TooManyInfusions"/>
    public const string TooManyInfusions = SegmentReasons.TooManyInfusions;

    /// <inheritdoc cref="SegmentReasons.SpanTooShort"/>
    public const string SpanTooShort = SegmentReasons.SpanTooShort;

    /// <inheritdoc cref="SegmentReasons.SpanTooLong"/>
    public const string SpanTooLong = SegmentReasons.SpanTooLong;

    /// <inheritdoc cref="DoseReasons.DoseMissing"/>
    public const string DoseMissing = DoseReasons.DoseMissing;

    /// <inheritdoc cref="DoseReasons.WeightMissing"/>
    public const string WeightMissing = DoseReasons.WeightMissing;

    /// <inheritdoc cref="DoseReasons.DoseNotByWeight"/>
    public const string DoseNotByWeight = DoseReasons.DoseNotByWeight;

    /// <inheritdoc cref="DoseReasons.DoseNotWholeDevices"/>
    public const string DoseNotWholeDevices = DoseReasons.DoseNotWholeDevices;

    /// <inheritdoc cref="DoseReasons.NoEarlierInfusion"/>
    public const string NoEarlierInfusion = DoseReasons.NoEarlierInfusion;

    /// <inheritdoc cref="DoseReasons.NoTimeOfDay"/>
    public const string NoTimeOfDay = DoseReasons.NoTimeOfDay;

    /// <inheritdoc cref="DoseReasons.ClocksDisagree"/>
    public const string ClocksDisagree = DoseReasons.ClocksDisagree;

    /// <inheritdoc cref="DoseReasons.ClocksMixed"/>
    public const string ClocksMixed = DoseReasons.ClocksMixed;

    /// <summary>No later segment has begun, so that the cycle has no end yet.</summary>
    public const string CycleOpen = "cycle-open";

    // Indeterminate: goals
    /// <summary>A goal that counts has no rating at this visit.</summary>
    public const string GoalNotRated = "goal-not-rated";

    /// <summary>Some goals have a weight and others have none, or one of another kind.</summary>
    public const string GoalWeightsMixed = "goal-weights-mixed";

    // Indeterminate: schedules
    /// <summary>The source leaves the condition to a judgement that the library does not make.</summary>
    public const string ClinicJudges = "clinic-judges";

    /// <summary>The last assessment was filled in before the step in force began.</summary>
    public const string BeforeStep = "before-step";

    /// <summary>The treatment was stopped before the dose could count as missed.</summary>
    public const string TreatmentStopped = "treatment-stopped";

    /// <summary>The patient died before the dose could count as missed.</summary>
    public const string Died = "died";

    /// <summary>A new series began before the dose could count as missed.</summary>
    public const string NewSeries = "new-series";

    /// <summary>The schedule begins with the first booster, and none is on record.</summary>
    public const string NoBooster = "no-booster";

    // Indeterminate: comparison
    /// <summary>Different goals were rated at baseline and now.</summary>
    public const string GoalsDiffer = "goals-differ";

    /// <summary>Baseline and score come from different kinds of rater.</summary>
    public const string RatersDiffer = "raters-differ";

    /// <summary>Different items were left out as not applicable at baseline and now.</summary>
    public const string ApplicableItemsDiffer = "applicable-items-differ";

    // Reliable change and plateau
    /// <summary>Neither the definition nor the caller gives a verified SD and reliability, or a standard error.</summary>
    public const string ReliabilityUnknown = "reliability-unknown";

    /// <summary>Neither the definition nor the caller gives the mean of a clinical population, to which scores regress.</summary>
    public const string ClinicalMeanUnknown = "clinical-mean-unknown";

    /// <summary>Neither the definition nor the caller gives a minimal clinically important difference in points.</summary>
    public const string McidUnknown = "mcid-unknown";

    /// <summary>Too few usable visits after the baseline for a course to be judged.</summary>
    public const string TooFewVisits = "too-few-visits";

    /// <summary>The visit lies after a booster, where cycles are compared and not visits.</summary>
    public const string AfterBooster = "after-booster";

    /// <summary>Too few booster cycles have a usable visit.</summary>
    public const string TooFewCycles = "too-few-cycles";

    /// <summary>The visits of the cycles lie at too different distances from their infusions to be compared.</summary>
    public const string PhaseDiffers = "phase-differs";

    // In the chair
    /// <summary>No reading lies at or shortly before the start of the infusion.</summary>
    public const string NoReadingBefore = "no-reading-before";

    /// <summary>No reading lies after the start of the infusion.</summary>
    public const string NoReadingAfter = "no-reading-after";

    /// <summary>The readings leave a gap in which it could have happened unseen.</summary>
    public const string ReadingsGap = "readings-gap";

    /// <summary>Different readings stand at one minute.</summary>
    public const string ConflictingReadings = "conflicting-readings";

    /// <summary>The last reading was still away from the baseline, or the side effect still there.</summary>
    public const string NotBackWhileObserved = "not-back-while-observed";

    /// <summary>Nothing was seen to leave the baseline, so there is no return.</summary>
    public const string NoRiseSeen = "no-rise-seen";

    /// <summary>The side effect was asked for and never seen.</summary>
    public const string EffectNotSeen = "effect-not-seen";

    /// <summary>The readings end early and nothing says when observation ended.</summary>
    public const string ObservationEndUnknown = "observation-end-unknown";

    /// <summary>Too few infusions of the series have such a reading for a trend.</summary>
    public const string TooFewSessions = "too-few-sessions";

    // Drift
    /// <summary>The visit lies before the end of induction, or before the reference that was logged: nothing is watched yet.</summary>
    public const string BeforeWatch = "before-watch";

    /// <summary>Less than the MCID was gained by the end of the series, so that there is no gain to lose.</summary>
    public const string NoGainToLose = "no-gain-to-lose";

    /// <summary>No score lies in the series or shortly after it, so that its end is not known.</summary>
    public const string SeriesEndUnknown = "series-end-unknown";

    /// <summary>No "as of" was given, without which nothing is called overdue.</summary>
    public const string NoAsOf = "no-as-of";

    /// <summary>Nothing speaks for a worsening, or there are fewer than three scores: nothing is forecast.</summary>
    public const string NothingToForecast = "nothing-to-forecast";

    // Cycles
    /// <summary>At the first visit of the cycle the gain was not there, so there is none to lose in it.</summary>
    public const string GainNotSeen = "gain-not-seen";

    /// <summary>The gain was there at every visit of the cycle.</summary>
    public const string LossNotSeen = "loss-not-seen";

    /// <summary>Too few cycles of the person have a gain to lose.</summary>
    public const string FewCyclesWithGain = "few-cycles-with-gain";

    /// <summary>In half of the cycles or more no loss was seen, so that there is no median.</summary>
    public const string LossSeldomSeen = "loss-seldom-seen";

    /// <summary>The cycle has one usable score alone.</summary>
    public const string SingleVisit = "single-visit";

    /// <summary>No earlier cycle has a score at about as many days since the infusion.</summary>
    public const string PhaseNotMatched = "phase-not-matched";

    /// <summary>
    /// Readings by the clock have no minute from the start: the infusion or the reading has a date alone, or only one of the two has an offset from UTC.
    /// They may lie before the start or after it.
    /// </summary>
    public const string ReadingsNotTimed = "readings-not-timed";

    /// <summary>Readings end before the minute up to which they must go on for the claim: what came later was not seen.</summary>
    public const string ReadingsEndEarly = "readings-end-early";

    /// <summary>The side effect was there before the start of the infusion, so that its beginning is no effect of it.</summary>
    public const string EffectBeforeStart = "effect-before-start";

    // Concurrent care and screens
    /// <summary>It was asked after the first infusion of the series and not before: the answer came too late to be one before treatment.</summary>
    public const string RecordedAfterStart = "recorded-after-start";

    /// <summary>The end of the care is not known.</summary>
    public const string CareUnclear = "care-unclear";

    /// <summary>It was not asked before treatment.</summary>
    public const string NotAsked = "not-asked";

    /// <summary>It was answered, and the record could not be read.</summary>
    public const string RecordUnreadable = "record-unreadable";

    /// <summary>It was asked and could not be told.</summary>
    public const string AskedNotKnown = "asked-not-known";

    /// <summary>The threshold is for one sex and the person's was not given.</summary>
    public const string SexUnknown = "sex-unknown";

    /// <summary>The threshold is for the other sex.</summary>
    public const string OtherSex = "other-sex";

    // Onset and amount
    /// <summary>The questions look back before treatment, so that the answer is not about the time after it alone.</summary>
    public const string RecallOverlap = "recall-overlap";

    /// <summary>Nothing says how far back the questions look.</summary>
    public const string RecallUnknown = "recall-unknown";

    /// <summary>The assessment or the first infusion has a date and no time of day, or one is an instant and the other a local time.</summary>
    public const string NoClockTime = "no-clock-time";

    /// <summary>No usable score lies shortly before the infusion and after the one before it.</summary>
    public const string NoScoreBefore = "no-score-before";

    /// <summary>All assessments lie at the start, so that no time has gone by.</summary>
    public const string NoTimeElapsed = "no-time-elapsed";

    /// <summary>The baseline or the later assessments are totals without answers to items.</summary>
    public const string NoItemAnswers = "no-item-answers";

    // Domains
    /// <summary>The definition holds no verified figures from which a reliable change could be told from error of measurement.</summary>
    public const string NoReliableUnit = "no-reliable-unit";

    /// <summary>It was reached before the series already.</summary>
    public const string ReachedBefore = "reached-before";

    /// <summary>No instrument of the one domain was usable at this point.</summary>
    public const string DomainNotMeasured = "domain-not-measured";

    /// <summary>Instruments of one domain say opposite things.</summary>
    public const string InstrumentsDisagree = "instruments-disagree";

    /// <summary>The two domains were not rated closely enough in time.</summary>
    public const string NotAtOneTime = "not-at-one-time";

    /// <summary>The visits lie so that both orders are possible.</summary>
    public const string VisitsDoNotTell = "visits-do-not-tell";

    // Endpoints as data
    /// <summary>The state with which the endpoint begins was never reached: who was never well has no relapse.</summary>
    public const string EntryNotReached = "entry-not-reached";

    /// <summary>The state with which the endpoint begins was met once and is not confirmed.</summary>
    public const string EntryUnconfirmed = "entry-unconfirmed";

    /// <summary>The definition of the scale declares no such endpoint.</summary>
    public const string EndpointNotDeclared = "endpoint-not-declared";

    /// <summary>Events were not recorded, so that none on record does not mean that there was none.</summary>
    public const string EventsNotRecorded = "events-not-recorded";

    /// <summary>The endpoint counts calendar months or from a date, and the data have relative days.</summary>
    public const string DatesNeeded = "dates-needed";

    /// <summary>The next series began before it.</summary>
    public const string NextSeriesBegan = "next-series-began";

    /// <summary>No assessment meets the criterion with which the endpoint begins to count.</summary>
    public const string NoIndex = "no-index";

    /// <summary>A reason in plain words.</summary>
    /// <param name="reason">One of the words of this class.</param>
    /// <returns>A clause in English, for example <c>no assessment lies in the baseline window</c>.</returns>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static string Explain(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return ReasonTexts.All.TryGetValue(reason, out var text) ? text : throw new ArgumentException($"{reason} is no reason.", nameof(reason));
    }
}
