namespace KetamineOutcomes;

/// <summary>The stable codes of every <see cref="Issue"/> that the core can raise.</summary>
/// <remarks>A code is never renamed and never used for two things; a test holds them unique and well-formed.</remarks>
public static class IssueCodes
{
    // Answers
    /// <summary>An item that the scale needs has no answer.</summary>
    public const string ItemMissing = "item-missing";

    /// <summary>An answer lies outside the item's range or between its steps.</summary>
    public const string ItemOutOfRange = "item-out-of-range";

    /// <summary>An answer could not be read as what the item asks for (a number, an option, a time).</summary>
    public const string ItemUnreadable = "item-unreadable";

    /// <summary>The instrument has no such item.</summary>
    public const string ItemUnknown = "item-unknown";

    /// <summary>"Not applicable" was answered where the item does not offer it.</summary>
    public const string ItemNotApplicable = "item-not-applicable";

    /// <summary>The rater marked the item as not rated (for example HAM-D 16B, code 3): it counts as missing.</summary>
    public const string ItemNotRated = "item-not-rated";

    /// <summary>Two items of which the form wants one were both answered.</summary>
    public const string AlternativesBothAnswered = "alternatives-both-answered";

    /// <summary>An item that the form skips was answered all the same.</summary>
    public const string AnsweredThoughSkipped = "answered-though-skipped";

    /// <summary>A division in the rule has a divisor of zero.</summary>
    public const string DivisionByZero = "division-by-zero";

    /// <summary>An item of an alert is missing, so the missing-item rule may not fill it in.</summary>
    public const string AlertItemNeverImputed = "alert-item-never-imputed";

    // Totals and scales
    /// <summary>The total that came with the answers is not the recomputed one.</summary>
    public const string StatedTotalDiffers = "stated-total-differs";

    /// <summary>A bare total lies outside the scale's range.</summary>
    public const string TotalOutOfRange = "total-out-of-range";

    /// <summary>A bare total lies between the values that the rule can give.</summary>
    public const string TotalUnreachable = "total-unreachable";

    /// <summary>Items were left out as not applicable: the bands of the full form do not apply.</summary>
    public const string BandsNotApplicable = "bands-not-applicable";

    /// <summary>A rule needs a covariate (sex, age) that was not given.</summary>
    public const string CovariateMissing = "covariate-missing";

    /// <summary>A rule needs a caller's value set (EQ-5D index) and none was given for the instrument.</summary>
    public const string ValueSetMissing = "value-set-missing";

    /// <summary>The caller's value set has no value for the form's profile.</summary>
    public const string ValueSetIncomplete = "value-set-incomplete";

    /// <summary>The caller's value set gives a value outside the scale's declared range.</summary>
    public const string ValueSetOutOfRange = "value-set-out-of-range";

    // Course
    /// <summary>Identical records were collapsed to one.</summary>
    public const string DuplicateCollapsed = "duplicate-collapsed";

    /// <summary>Different scores stand at one time and no correction says which holds.</summary>
    public const string ConflictingScores = "conflicting-scores";

    /// <summary>Different infusions stand at one time; both are counted.</summary>
    public const string ConflictingInfusions = "conflicting-infusions";

    /// <summary>An infusion or a reading in the chair is listed after the recorded death of the patient: one of the two is wrong.</summary>
    public const string AfterDeath = "after-death";

    /// <summary>A record was superseded by a later-recorded correction.</summary>
    public const string Corrected = "corrected";

    /// <summary>A course mixes calendar dates and relative days.</summary>
    public const string MixedTimeScales = "mixed-time-scales";

    /// <summary>Some infusions have a label and others have none.</summary>
    public const string SegmentationPartlyLabelled = "segmentation-partly-labelled";

    /// <summary>The label of a segment is not what the rule finds; the label holds.</summary>
    public const string SegmentationKindDiffers = "segmentation-kind-differs";

    /// <summary>Labels go on as one series across a gap at which the rule begins a new segment.</summary>
    public const string SegmentationGapInSeries = "segmentation-gap-in-series";

    /// <summary>The route changes within a segment.</summary>
    public const string SegmentationRouteChanged = "segmentation-route-changed";

    /// <summary>One goal is given twice and not alike, or is rated before it was set.</summary>
    public const string GoalContradiction = "goal-contradiction";

    /// <summary>A rating is of a goal that the course does not have.</summary>
    public const string GoalUnknown = "goal-unknown";

    /// <summary>A record names an instrument that the catalogue does not hold.</summary>
    public const string InstrumentUnknown = "instrument-unknown";

    /// <summary>A record names a scale that the instrument does not have.</summary>
    public const string ScaleUnknown = "scale-unknown";

    /// <summary>An option or a named point is not one that this library knows.</summary>
    public const string OptionInvalid = "option-invalid";

    // JSON
    /// <summary>The text is not JSON.</summary>
    public const string JsonMalformed = "json-malformed";

    /// <summary>A member that must be there is absent.</summary>
    public const string JsonMemberMissing = "json-member-missing";

    /// <summary>A member that is not part of the format.</summary>
    public const string JsonMemberUnknown = "json-member-unknown";

    /// <summary>The same member stands twice in one object.</summary>
    public const string JsonMemberDuplicate = "json-member-duplicate";

    /// <summary>A value is of the wrong type or outside its permitted values.</summary>
    public const string JsonValueInvalid = "json-value-invalid";

    /// <summary>The format version is not one that this library reads.</summary>
    public const string JsonFormatUnsupported = "json-format-unsupported";

    // Definitions
    /// <summary>An id is used that is not defined.</summary>
    public const string DefinitionIdUnknown = "definition-id-unknown";

    /// <summary>An id is defined twice.</summary>
    public const string DefinitionIdDuplicate = "definition-id-duplicate";

    /// <summary>A declared range is not the one the rule can reach.</summary>
    public const string DefinitionRange = "definition-range";

    /// <summary>Bands leave a gap, overlap or lie outside the scale.</summary>
    public const string DefinitionBands = "definition-bands";

    /// <summary>A rule cannot be evaluated on all the values that its parts can take.</summary>
    public const string DefinitionRule = "definition-rule";

    /// <summary>One default is needed and none or several are named.</summary>
    public const string DefinitionDefault = "definition-default";

    // Crosswalks
    /// <summary>The entries of a crosswalk overlap, do not ascend, or run both ways.</summary>
    public const string CrosswalkOrder = "crosswalk-order";

    /// <summary>A crosswalk calls itself complete and lacks scores, or calls itself partial and lacks none.</summary>
    public const string CrosswalkCoverage = "crosswalk-coverage";

    // Schedules
    /// <summary>The steps of a schedule do not fit together: windows overlap, a step without an end has a follower, or nothing leads to a step.</summary>
    public const string ScheduleSteps = "schedule-steps";

    /// <summary>A schedule counts in calendar months and the data have relative days.</summary>
    public const string ScheduleNeedsDates = "schedule-needs-dates";

    /// <summary>A recorded change leads to a step that the schedule does not have.</summary>
    public const string ScheduleStepUnknown = "schedule-step-unknown";

    /// <summary>A recorded change lies before the plan begins, or two unlike changes stand on one day.</summary>
    public const string ScheduleChangeOrder = "schedule-change-order";

    /// <summary>A record of a plan is of a series that the course does not have.</summary>
    public const string ScheduleSeriesUnknown = "schedule-series-unknown";

    /// <summary>The stated anchor of a plan lies more than 180 days from every infusion of its series: its year or its series may be wrong.</summary>
    public const string ScheduleAnchorFar = "schedule-anchor-far";

    // Endpoints
    /// <summary>An endpoint profile names scales it cannot be asked of, none, or several where one is meant.</summary>
    public const string EndpointScales = "endpoint-scales";

    /// <summary>A window of an endpoint profile ends before it begins, or windows of visits overlap.</summary>
    public const string EndpointWindow = "endpoint-window";

    /// <summary>The parts of an endpoint profile do not fit together.</summary>
    public const string EndpointRule = "endpoint-rule";

    // In the chair, concurrent care, screens
    /// <summary>A reading by the clock cannot be placed: it or the start of the infusion has no time of day.</summary>
    public const string ChairNotTimed = "chair-not-timed";

    /// <summary>A reading lies too far from the infusion to be tied to it.</summary>
    public const string ChairFar = "chair-far";

    /// <summary>A reading tied to one infusion was taken at or after the start of the next one; it was left out and not moved.</summary>
    public const string ChairAfterNext = "chair-after-next";

    /// <summary>At one minute the diastolic pressure is not below the systolic one.</summary>
    public const string ChairPressuresSwapped = "chair-pressures-swapped";

    /// <summary>An oxygen saturation is written as a fraction of 1 where percent are expected.</summary>
    public const string ChairPercentExpected = "chair-percent-expected";

    /// <summary>Readings are tied to an infusion that the course does not have.</summary>
    public const string ChairInfusionUnknown = "chair-infusion-unknown";

    /// <summary>Concurrent care ends before it begins.</summary>
    public const string CareEndsBefore = "care-ends-before";

    /// <summary>A kind of care is listed and also said to be none.</summary>
    public const string CareContradiction = "care-contradiction";
}
