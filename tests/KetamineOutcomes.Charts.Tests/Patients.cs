using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Charts.Tests;

/// <summary>Courses to draw.</summary>
internal static class Patients
{
    public static Instrument Phq9 { get; } = InstrumentCatalogue.Shipped.Find("phq-9")!;

    public static Instrument Wsas { get; } = InstrumentCatalogue.Shipped.Find("wsas")!;

    /// <summary>Six infusions from day 0 to 15, boosters on days 40 and 70. PHQ-9: 20 before, 8 on day 15, 12 on day 40, 6 on days 45 and 70, 18 on day 90.</summary>
    public static Course Relative { get; } = Make(ClinicalTime.OnDay);

    /// <summary>The same from 1 March 2026 on.</summary>
    public static Course Dated { get; } = Make(day => ClinicalTime.OnDate(new DateOnly(2026, 3, 1).AddDays(day)));

    public static AssessmentReport Report(Course course) => CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit(), new AssessmentPoint.Last()] });

    public static ChairSession Session { get; } = ChairSession.Create(
        new Infusion(ClinicalTime.OnDay(0), minutes: 40),
        [
            Reading(ChairMeasure.Systolic, 120, 0), Reading(ChairMeasure.Systolic, 150, 40), Reading(ChairMeasure.Systolic, 125, 90),
            Reading(ChairMeasure.Diastolic, 70, 0), Reading(ChairMeasure.Diastolic, 85, 40), Reading(ChairMeasure.Diastolic, 72, 90),
            Reading(ChairMeasure.OxygenSaturation, 97, 0), Reading(ChairMeasure.Cadss6, 0, 0), Reading(ChairMeasure.Cadss6, 10, 40),
        ]).GetValueOrThrow();

    private static ChairReading Reading(ChairMeasure measure, int value, int minute) => new(measure, value, new ChairMoment.Minute(minute));

    private static Course Make(Func<int, ClinicalTime> at) => Course.Create(
        "p",
        "1",
        new[] { (-2, 20), (15, 8), (40, 12), (45, 6), (70, 6), (90, 18) }.Select(score => Total("phq-9", at(score.Item1), score.Item2))
            .Append(Total("wsas", at(-2), 30)).Append(Total("wsas", at(45), 12))
            .Append(new Administration("phq-9", at(50), new AdministrationContent.Answered(TestDefinitions.Answers(Phq9, "0 0 0 0 0 0 0 0 1")))),
        new[] { 0, 3, 6, 9, 12, 15 }.Select(day => new Infusion(at(day), kind: InfusionKind.Induction, minutes: 40)).Concat(new[] { 40, 70 }.Select(day => new Infusion(at(day), kind: InfusionKind.Booster, minutes: 40)))).GetValueOrThrow();

    private static Administration Total(string instrument, ClinicalTime at, int total) => new(instrument, at, new AdministrationContent.TotalOnly(total, null, "test"));
}
