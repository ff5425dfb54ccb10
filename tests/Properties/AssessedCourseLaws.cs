using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Properties;

/// <summary>A course that grows record by record has, after each, the answers that it has from scratch.</summary>
public sealed class AssessedCourseLaws
{
    private static readonly string[] Instruments = ["phq-9", "phq-9", "madrs", "gad-7", "c-ssrs-screener", "wsas"];

    // A series, or two; boosters; some logs without labels, and some without infusions.
    private static readonly Gen<Infusion[]> Treatments =
        from first in Gen.Choose(0, 5)
        from boosters in Gen.Choose(0, 5)
        from again in Gen.Choose(0, 3)
        from isLabelled in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        select Enumerable.Range(0, first).Select(i => (Day: 3 * i, Kind: InfusionKind.Induction))
            .Concat(Enumerable.Range(1, boosters).Select(i => (Day: 12 + (21 * i), Kind: InfusionKind.Booster)))
            .Concat(Enumerable.Range(0, again).Select(i => (Day: 150 + (3 * i), Kind: InfusionKind.Reinduction)))
            .Select(dose => new Infusion(ClinicalTime.OnDay(dose.Day), kind: isLabelled ? dose.Kind : InfusionKind.Unspecified))
            .ToArray();

    private static readonly Gen<Administration> Forms =
        from instrument in Gen.Elements(Instruments)
        from day in Gen.OneOf(Gen.Elements(0, 3, 6, 9, 12, 33, 54, 75, 96, 150, 156), Gen.Choose(-20, 200))
        from level in Gen.Choose(0, 3)
        from wobble in Gen.ArrayOf(Gen.Choose(-1, 1), 20)
        from kind in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(2)))
        from timing in Gen.Frequency((5, Gen.Constant(Timing.Unspecified)), (1, Gen.Constant(Timing.Post)))
        from rater in Gen.Frequency((9, Gen.Constant<RaterKind?>(null)), (1, Gen.Constant<RaterKind?>(RaterKind.Clinician)))
        from delay in Gen.Frequency((6, Gen.Constant(-1)), (1, Gen.Choose(0, 30)))
        select new Administration(
            instrument,
            ClinicalTime.OnDay(day),
            kind == 1 ? new AdministrationContent.NotDone() : new AdministrationContent.Answered(AnswersOf(InstrumentCatalogue.Shipped.Find(instrument)!, level, wobble, kind == 2)),
            timing,
            rater,
            delay < 0 ? null : ClinicalTime.OnDay(day + delay));

    private static readonly Gen<ClinicalEvent> Events =
        from kind in Gen.Elements(Enum.GetValues<ClinicalEventKind>())
        from day in Gen.Choose(0, 200)
        select new ClinicalEvent(kind, ClinicalTime.OnDay(day));

    private static readonly Gen<AssessmentOptions> Options = Gen.Elements(
        new AssessmentOptions(),
        new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit()], ForecastDrift = true },
        new AssessmentOptions { Points = [new AssessmentPoint.Day(28, 7), new AssessmentPoint.AfterInfusion(2), new AssessmentPoint.Last()], Primary = "madrs" },
        new AssessmentOptions { AsOf = ClinicalTime.OnDay(90) },
        new AssessmentOptions { Segmentation = SegmentationRules.McInnes2022Gap14, IncludeTreatment = true },
        new AssessmentOptions { Profiles = EndpointProfileCatalogue.Shipped.All.ToEquatableArray(), HasTreatments = false },
        new AssessmentOptions { Include = ["drift", "summary", "endpoint"] });

    private static readonly Gen<(Infusion[] Doses, Administration[] Forms, ClinicalEvent[] Events, AssessmentOptions Options)> Cases =
        from doses in Treatments
        from count in Gen.Choose(0, 16)
        from forms in Gen.ArrayOf(Forms, count)
        from happened in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
        from events in Gen.ArrayOf(Events, happened)
        from options in Options
        select (doses, forms, events, options);

    [Fact]
    public void Forms_appended_in_order_give_the_answers_from_scratch() => Prop.ForAll(Arb.From(Cases), Arb.From(Gen.Choose(0, 16)), (given, split) =>
    {
        var whole = Course.Create("p", "1", given.Forms, given.Doses, given.Events).GetValueOrThrow();
        var first = whole.Administrations.Take(split).ToList();
        var assessed = AssessedCourse.Assess(Course.Create("p", "1", first, given.Doses, given.Events).GetValueOrThrow(), given.Options);
        return IsFromScratch(assessed, given.Options)
            && whole.Administrations.Skip(split).All(form => IsFromScratch(assessed = assessed.Append(form).GetValueOrThrow(), given.Options))
            && assessed.Course == whole;
    }).MustHold(60);

    [Fact]
    public void Records_that_come_late_or_twice_and_infusions_and_events_between_give_the_answers_from_scratch() => Prop.ForAll(Arb.From(Cases), Arb.From(Gen.Choose(0, 1000)), (given, shuffle) =>
    {
        // Forms as drawn, which is in no order of time; each infusion and event somewhere between them; the first form once more at the end.
        var assessed = AssessedCourse.Assess(Course.Create("p", "1", []).GetValueOrThrow(), given.Options);
        var records = given.Forms.Concat(given.Forms.Take(1)).Cast<object>().ToList();
        foreach (var (record, i) in given.Doses.Cast<object>().Concat(given.Events).Select((record, i) => (record, i)))
        {
            records.Insert((shuffle + (7 * i)) % (records.Count + 1), record);
        }

        return records.TrueForAll(record =>
        {
            assessed = (record switch
            {
                Administration form => assessed.Append(form),
                Infusion dose => assessed.Append(dose),
                _ => assessed.Append((ClinicalEvent)record),
            }).GetValueOrThrow();
            return IsFromScratch(assessed, given.Options);
        }) && assessed.Course == Course.Create("p", "1", given.Forms, given.Doses, given.Events).GetValueOrThrow();
    }).MustHold(60);

    [Fact]
    public void The_course_from_before_stands() => Prop.ForAll(Arb.From(Cases), Arb.From(Forms), (given, form) =>
    {
        var before = AssessedCourse.Assess(Course.Create("p", "1", given.Forms, given.Doses, given.Events).GetValueOrThrow(), given.Options);
        var rows = Rows(before.Report);
        _ = before.Append(form).GetValueOrThrow();
        _ = before.Append(new ClinicalEvent(ClinicalEventKind.Other, ClinicalTime.OnDay(500))).GetValueOrThrow();
        return Rows(before.Report) == rows && IsFromScratch(before, given.Options);
    }).MustHold(30);

    private static bool IsFromScratch(AssessedCourse assessed, AssessmentOptions options) => Rows(assessed.Report) == Rows(CourseAssessment.Assess(assessed.Course, options));

    /// <summary>All that a report says, in its order.</summary>
    private static string Rows(AssessmentReport report) =>
        string.Join('\n', report.Results.Select(result => OutcomesJson.Write(result) + result.Explain())) + string.Join('\n', report.Issues.Select(issue => $"{issue.Code} {issue.Place} {issue.Message}"));

    private static AnswerSet AnswersOf(Instrument instrument, int level, int[] wobble, bool isPartly) => AnswerSet.Create(instrument.Items
        .Where((_, i) => !isPartly || i % 3 > 0)
        .Select((item, i) =>
        {
            var (low, high) = ((int)item.Min.Numerator, (int)(item.Max ?? item.Min).Numerator);
            return KeyValuePair.Create(item.Id, Answer.Number(Math.Clamp(low + ((high - low) * level / 3) + wobble[i % wobble.Length], low, high)));
        }));
}
