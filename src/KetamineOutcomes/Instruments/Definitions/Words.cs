namespace KetamineOutcomes.Instruments.Definitions;

/// <summary>The closed word lists of the definition format: the one place where they are spelled.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, EvidenceStatus> Statuses = Ordered(
        ("verified", EvidenceStatus.Verified),
        ("recomputed", EvidenceStatus.Recomputed),
        ("code", EvidenceStatus.Code),
        ("secondary", EvidenceStatus.Secondary),
        ("derived", EvidenceStatus.Derived),
        ("project-policy", EvidenceStatus.ProjectPolicy));

    public static readonly IReadOnlyDictionary<string, RaterKind> Raters = Ordered(
        ("self", RaterKind.Self),
        ("clinician", RaterKind.Clinician),
        ("proxy", RaterKind.Proxy),
        ("interviewer", RaterKind.Interviewer));

    public static readonly IReadOnlyDictionary<string, ItemTextPermission> ItemTexts = Ordered(
        ("allowed", ItemTextPermission.Allowed),
        ("ask-first", ItemTextPermission.AskFirst),
        ("not-allowed", ItemTextPermission.NotAllowed));

    public static readonly IReadOnlyDictionary<string, ItemKind> ItemKinds = Ordered(
        ("number", ItemKind.Number),
        ("choice", ItemKind.Choice),
        ("time-of-day", ItemKind.TimeOfDay),
        ("duration", ItemKind.Duration),
        ("count", ItemKind.Count));

    public static readonly IReadOnlyDictionary<string, SkipAnswered> SkipAnswereds = Ordered(
        ("keep", SkipAnswered.Keep),
        ("override", SkipAnswered.Override));

    public static readonly IReadOnlyDictionary<string, ResultKind> ResultKinds = Ordered(
        ("number", ResultKind.Number),
        ("flag", ResultKind.Flag),
        ("category", ResultKind.Category),
        ("profile", ResultKind.Profile));

    public static readonly IReadOnlyDictionary<string, MeasureKind> Measures = Ordered(
        ("state", MeasureKind.State),
        ("change", MeasureKind.Change));

    public static readonly IReadOnlyDictionary<string, Direction> Directions = Ordered(
        ("higher-is-worse", Direction.HigherIsWorse),
        ("higher-is-better", Direction.HigherIsBetter),
        ("none", Direction.None));

    public static readonly IReadOnlyDictionary<string, NotApplicableTreatment> NotApplicables = Ordered(
        ("as-missing", NotApplicableTreatment.AsMissing),
        ("out-of-denominator", NotApplicableTreatment.OutOfDenominator));

    public static readonly IReadOnlyDictionary<string, Comparator> Comparators = Ordered(
        (">=", Comparator.AtLeast),
        (">", Comparator.MoreThan),
        ("<=", Comparator.AtMost),
        ("<", Comparator.LessThan));

    public static readonly IReadOnlyDictionary<string, Sex> Sexes = Ordered(("female", Sex.Female), ("male", Sex.Male));

    public static readonly IReadOnlyDictionary<string, CovariateKind> Covariates = Ordered(("sex", CovariateKind.Sex), ("age", CovariateKind.Age));

    public static readonly IReadOnlyDictionary<string, EndpointKind> EndpointKinds = Ordered(
        ("response", EndpointKind.Response),
        ("remission", EndpointKind.Remission));

    public static readonly IReadOnlyDictionary<string, PercentageRule> PercentageRules = Ordered(
        ("raw", PercentageRule.Raw),
        ("range-to-best", PercentageRule.RangeToBest));

    public static readonly IReadOnlyDictionary<string, PsychometricKind> PsychometricKinds = Ordered(
        ("alpha", PsychometricKind.Alpha),
        ("test-retest", PsychometricKind.TestRetest),
        ("inter-rater", PsychometricKind.InterRater),
        ("mean", PsychometricKind.Mean),
        ("sd", PsychometricKind.StandardDeviation),
        ("mcid", PsychometricKind.Mcid),
        ("mcid-percent", PsychometricKind.McidPercent),
        ("reliable-change", PsychometricKind.ReliableChange));

    /// <summary>The readers that exist; a definition may name no other.</summary>
    public static readonly IReadOnlyDictionary<string, string> Readers = Ordered(("scalar", "scalar"), ("fhirpath", "fhirpath"), ("sql", "sql"), ("columns", "columns"));

    private static Dictionary<string, T> Ordered<T>(params (string Word, T Value)[] words)
    {
        var dictionary = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, value) in words)
        {
            dictionary.Add(word, value);
        }

        return dictionary;
    }
}
