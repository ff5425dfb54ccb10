namespace KetamineOutcomes.Fhir;

/// <summary>The stable codes of the <see cref="Issue"/>s that the FHIR room raises, beside the core's <see cref="IssueCodes"/>.</summary>
/// <remarks>A code is never renamed and never used for two things; a test holds them unique, well-formed and listed in docs/fhir.md.</remarks>
public static class FhirCodes
{
    // Input
    /// <summary>The input holds nothing.</summary>
    public const string InputEmpty = "fhir-input-empty";

    /// <summary>A resource, or one text in it, is longer than the reader takes.</summary>
    public const string ResourceTooLarge = "fhir-resource-too-large";

    /// <summary>A form has more items than the reader takes.</summary>
    public const string TooManyItems = "fhir-too-many-items";

    /// <summary>More questionnaires, value sets and code systems came than the reader keeps.</summary>
    public const string TooManyDefinitions = "fhir-too-many-definitions";

    /// <summary>What should be a FHIR resource has no <c>resourceType</c>.</summary>
    public const string ResourceTypeMissing = "fhir-resource-type-missing";

    // Which form
    /// <summary>The resource is of a type, or an observation of a code, that holds no score.</summary>
    public const string NotAScore = "fhir-not-a-score";

    /// <summary>No item of the form is one of a known instrument: a map may be needed.</summary>
    public const string FormUnknown = "fhir-form-unknown";

    /// <summary>The form's items fit several instruments alike: the caller must say which.</summary>
    public const string InstrumentAmbiguous = "fhir-instrument-ambiguous";

    /// <summary>Several instruments fit; the one whose items are all on the form was taken.</summary>
    public const string InstrumentChosen = "fhir-instrument-chosen";

    /// <summary>The form is a variant that must not be scored as the instrument it resembles.</summary>
    public const string VariantRefused = "fhir-variant-refused";

    /// <summary>A code that is often used for this and means something else; it was not used.</summary>
    public const string CodeMisused = "fhir-code-misused";

    /// <summary>The code of a whole panel carries a number: it was read as the total.</summary>
    public const string PanelAsTotal = "fhir-panel-as-total";

    // Items
    /// <summary>Answered items that belong to no item of the instrument were not used.</summary>
    public const string ItemsIgnored = "fhir-items-ignored";

    /// <summary>Two items of the form are the same item of the instrument.</summary>
    public const string ItemTwice = "fhir-item-twice";

    /// <summary>A linkId stands twice in one form.</summary>
    public const string LinkIdTwice = "fhir-link-id-twice";

    /// <summary>The code of an item and its linkId, or the caller's map, mean different items; the code was used.</summary>
    public const string ItemContradiction = "fhir-item-contradiction";

    // Answers
    /// <summary>One item has more than one answer.</summary>
    public const string AnswersSeveral = "fhir-answers-several";

    /// <summary>One answer or observation has more than one <c>value[x]</c>.</summary>
    public const string ValueSeveral = "fhir-value-several";

    /// <summary>An answer has no value.</summary>
    public const string ValueMissing = "fhir-value-missing";

    /// <summary>A value is of a kind, or in a unit, that the item or the total does not take.</summary>
    public const string ValueUnexpected = "fhir-value-unexpected";

    /// <summary>A coded answer has no weight and is no known code of the item.</summary>
    public const string AnswerCodeUnknown = "fhir-answer-code-unknown";

    /// <summary>A coding has no system; its code was taken as a LOINC answer code.</summary>
    public const string CodingWithoutSystem = "fhir-coding-without-system";

    /// <summary>Weight, known code and the caller's map give one answer different values.</summary>
    public const string AnswerContradiction = "fhir-answer-contradiction";

    /// <summary>Two places give one answer different weights; the nearer one was used, as the specification has it.</summary>
    public const string WeightsDiffer = "fhir-weights-differ";

    /// <summary>The answer says that none was given.</summary>
    public const string AnswerDeclined = "fhir-answer-declined";

    // Totals
    /// <summary>A stated total is no number.</summary>
    public const string TotalUnreadable = "fhir-total-unreadable";

    /// <summary>A total is stated where the answers allow none.</summary>
    public const string TotalUnsupported = "fhir-total-unsupported";

    /// <summary>An observation gives two totals that differ, or codes that mean different scales.</summary>
    public const string TotalContradiction = "fhir-total-contradiction";

    /// <summary>An observation says that it has no value, and why.</summary>
    public const string ValueAbsent = "fhir-value-absent";

    /// <summary>An observation says that an alert was raised; the alert itself is not read, since alerts come from answers.</summary>
    public const string AlertRaised = "fhir-alert-raised";

    // Status and time
    /// <summary>The resource was entered in error or cancelled: it was not read.</summary>
    public const string StatusVoid = "fhir-status-void";

    /// <summary>The resource is not final (draft, stopped, preliminary), or its status is not known.</summary>
    public const string StatusNotFinal = "fhir-status-not-final";

    /// <summary>A time cannot be read, or is no whole date.</summary>
    public const string TimeUnreadable = "fhir-time-unreadable";

    // Infusions and courses
    /// <summary>An infusion has no time, agent, route, dose, weight or length that can be read.</summary>
    public const string InfusionUnreadable = "fhir-infusion-unreadable";

    /// <summary>The resources of a course are not all of one patient, or none says whose they are.</summary>
    public const string SubjectMixed = "fhir-subject-mixed";

    /// <summary>A form, a total or an infusion of a course has no time.</summary>
    public const string TimeMissing = "fhir-time-missing";

    /// <summary>The Bundle holds the frames of several courses, or one that cannot be read.</summary>
    public const string CourseUnreadable = "fhir-course-unreadable";

    /// <summary>Two Bundles of one input are of one patient and course.</summary>
    public const string CourseTwice = "fhir-course-twice";
}
