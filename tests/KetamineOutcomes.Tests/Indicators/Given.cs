using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators;

/// <summary>Short ways to say what a course holds and what is asked of it. Days are relative; the first infusion is on day 0.</summary>
internal static class Given
{
    public static ClinicalTime Day(int day) => ClinicalTime.OnDay(day);

    public static ClinicalTime At(string text) =>
        ClinicalTime.TryParse(text, out var time) ? time : throw new ArgumentException("Not a time.", nameof(text));

    public static Administration Total(string instrument, ClinicalTime at, int total, Timing timing = Timing.Unspecified, RaterKind? rater = null, ClinicalTime? recorded = null, string? scale = null) =>
        new(instrument, at, new AdministrationContent.TotalOnly(total, scale, "test"), timing, rater, recorded);

    public static Administration Madrs(int day, int total, Timing timing = Timing.Unspecified, ClinicalTime? recorded = null) =>
        Total("madrs", Day(day), total, timing, recorded: recorded);

    public static Administration NotDone(string instrument, int day) => new(instrument, Day(day), new AdministrationContent.NotDone());

    public static Administration Form(string instrument, ClinicalTime at, string answers, RaterKind? rater = null, ClinicalTime? recorded = null) =>
        new(instrument, at, new AdministrationContent.Answered(TestDefinitions.Answers(InstrumentCatalogue.Shipped.Find(instrument)!, answers)), rater: rater, recordedAt: recorded);

    /// <summary>PHQ-9 with eight zeros and an item 9, "." for none.</summary>
    public static Administration Item9(int day, string item9, ClinicalTime? recorded = null) => Form("phq-9", Day(day), "0 0 0 0 0 0 0 0 " + item9, recorded: recorded);

    public static Infusion Dose(int day, InfusionKind kind = InfusionKind.Unspecified) => new(Day(day), kind: kind);

    public static Infusion[] Induction(params int[] days) => [.. days.Select(day => Dose(day, InfusionKind.Induction))];

    public static Course Course(IEnumerable<Administration> administrations, IEnumerable<Infusion>? infusions = null, FollowUpEnd? end = null) =>
        KetamineOutcomes.Treatment.Course.Create("p", "1", administrations, infusions ?? [Dose(0)], followUpEnd: end).GetValueOrThrow();

    /// <summary>All but what is said of the course as a whole, which speaks also where nothing was asked and has tests of its own.</summary>
    private static EquatableArray<string> OfScales { get; } = CourseAssessment.Indicators.Except(["domains", "suicidality"], StringComparer.Ordinal).ToEquatableArray();

    public static AssessmentReport Assess(this Course course, string point, string? baseline = null, ClinicalTime? asOf = null, InstrumentCatalogue? catalogue = null, bool hasTreatments = true) =>
        CourseAssessment.Assess(
            course,
            new AssessmentOptions
            {
                Points = [AssessmentPoint.Parse(point).GetValueOrThrow()],
                Baseline = baseline is null ? null : BaselinePolicy.Parse(baseline).GetValueOrThrow(),
                AsOf = asOf,
                HasTreatments = hasTreatments,
                Include = OfScales,
            },
            catalogue);

    public static IndicatorResult One(this AssessmentReport report, string indicator, string? rule = null, int series = 1, string scale = "total") =>
        report.Results.Single(result => result.Indicator == indicator && (rule is null || result.Rule == rule) && result.Series == series && result.Scale == scale);

    /// <summary>A value as exact text, a judgement's or classification's word, or the reason: <c>20</c>, <c>met</c>, <c>indeterminate:stale</c>.</summary>
    public static string Said(this IndicatorResult result) => result.Outcome.Match(
        judged => judged.State,
        measured => measured.Value.ToString(),
        classified => classified.State,
        notApplicable => "not-applicable:" + notApplicable.Reason,
        indeterminate => "indeterminate:" + indeterminate.Reason);

    public static string Said(this AssessmentReport report, string indicator, string? rule = null, int series = 1, string scale = "total") =>
        report.One(indicator, rule, series, scale).Said();

    /// <summary>A made-up form of four items 1 to 5 (so 4 to 20) with response and remission.</summary>
    public static InstrumentCatalogue Catalogue(string percentage, string direction, string comparator, int remission, int minimum, string items = "", string missing = "") =>
        InstrumentCatalogue.Shipped.With(TestDefinitions.Read(TestDefinitions.Form(
            items.Length > 0 ? items : TestDefinitions.Items(4, 1, 5),
            TestDefinitions.Scale(
                """{"id":"all","sum":["item1","item2","item3","item4"]}""",
                "4",
                "20",
                more: ",\"endpoints\":[" + Endpoint("response-50", "response", ">=", 50, percentage, minimum) + "," + Endpoint("remission-x", "remission", comparator, remission, percentage, minimum) + "]",
                missing: missing.Length > 0 ? missing : null).Replace("higher-is-worse", direction, StringComparison.Ordinal))));

    private static string Endpoint(string id, string kind, string comparator, int value, string percentage, int minimum) =>
        $$"""{"id":"{{id}}","kind":"{{kind}}","comparator":"{{comparator}}","value":{{value}},"percentage":"{{percentage}}","minimumBaseline":{{minimum}},"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}""";
}
