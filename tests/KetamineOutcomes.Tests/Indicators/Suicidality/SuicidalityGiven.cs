using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Suicidality;

/// <summary>Short ways to ask about suicidality.</summary>
internal static class SuicidalityGiven
{
    public static List<IndicatorResult> Suicidality(this Course course, string points = "every-visit,last", ClinicalTime? asOf = null, InstrumentCatalogue? catalogue = null, bool hasTreatments = true, string? primary = null) =>
        [.. CourseAssessment.Assess(
            course,
            new AssessmentOptions
            {
                Points = points.Split(',').Select(text => AssessmentPoint.Parse(text).GetValueOrThrow()).ToEquatableArray(),
                AsOf = asOf,
                HasTreatments = hasTreatments,
                Primary = primary,
                Include = ["suicidality"],
            },
            catalogue).Results];

    /// <summary>The states of one item at its visits, in order of time: <c>-1 clear, 7 new</c>.</summary>
    public static string Visits(this IEnumerable<IndicatorResult> rows, string rule = "item9", string instrument = "phq-9", int? series = null) => string.Join(
        ", ",
        rows.Where(row => row.Instrument == instrument && row.Rule == rule && row.Point.StartsWith("every-visit", StringComparison.Ordinal) && (series is null || row.Series == series))
            .OrderBy(row => row.At!.Value.DayNumber).ThenBy(row => row.At!.Value.TimeOfDay).ThenBy(row => row.Point, StringComparer.Ordinal)
            .Select(row => $"{row.At} {row.Said()}"));

    /// <summary>The row across instruments at a point.</summary>
    public static IndicatorResult Worst(this IEnumerable<IndicatorResult> rows, string point = "last", int series = 1) =>
        rows.Single(row => row.Instrument == "course" && row.Rule == "worst" && row.Point == point && row.Series == series);

    public static IndicatorResult Item(this IEnumerable<IndicatorResult> rows, string rule = "item9", string instrument = "phq-9", string point = "last", int series = 1) =>
        rows.Single(row => row.Instrument == instrument && row.Rule == rule && row.Point == point && row.Series == series);

    public static string? Parameter(this IndicatorResult row, string name) => row.Evidence.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    public static bool Has(this IndicatorResult row, string flag) => row.Evidence.Flags.Contains(flag, StringComparer.Ordinal);

    /// <summary>PHQ-9 with eight zeros and an item 9 by a rater.</summary>
    public static Administration Item9By(RaterKind rater, int day, string item9) => Given.Form("phq-9", Given.Day(day), "0 0 0 0 0 0 0 0 " + item9, rater);

    /// <summary>MADRS with nine zeros and an item 10.</summary>
    public static Administration Madrs10(int day, string item10) => Given.Form("madrs", Given.Day(day), "0 0 0 0 0 0 0 0 0 " + item10);

    /// <summary>PHQ-9 with an item 9 at a time.</summary>
    public static Administration Item9At(string at, string item9, Timing timing = Timing.Unspecified, ClinicalTime? recorded = null) => new(
        "phq-9",
        Given.At(at),
        new AdministrationContent.Answered(TestDefinitions.Answers(InstrumentCatalogue.Shipped.Find("phq-9")!, "0 0 0 0 0 0 0 0 " + item9)),
        timing,
        recordedAt: recorded);
}
