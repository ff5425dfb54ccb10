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
        new AssessmentOptions { Include = ["drift", "summary", "endpoint"] },
        new AssessmentOptions { DriftReferenceAt = ClinicalTime.OnDay(60), Baseline = new BaselinePolicy.First() },
        new AssessmentOptions { Custom = [new VisitsAndNow()] });

    // Six infusions, boosters four weeks apart and both scales at most visits, so that cycles close, the watch forms its reference and endpoints are confirmed; some visits have a second form.
    private static readonly Gen<(Infusion[] Doses, Administration[] Forms)> Regular =
        from visits in Gen.Choose(8, 16)
        from levels in Gen.ArrayOf(Gen.Choose(0, 3), 2 * visits)
        from wobble in Gen.ArrayOf(Gen.Choose(-1, 1), 20)
        from again in Gen.ArrayOf(Gen.Frequency((7, Gen.Constant(false)), (1, Gen.Constant(true))), 2 * visits)
        from left in Gen.ArrayOf(Gen.Frequency((7, Gen.Constant(false)), (1, Gen.Constant(true))), 2 * visits)
        let days = RegularDays(visits)
        select (
            days.Take(visits - 2).Select((day, i) => new Infusion(ClinicalTime.OnDay(day), kind: i < 6 ? InfusionKind.Induction : InfusionKind.Booster)).ToArray(),
            Enumerable.Range(0, 2 * visits)
                .Where(i => !left[i])
                .SelectMany(i => Enumerable.Range(0, again[i] ? 2 : 1).Select(more => FormOf(i % 2 == 0 ? "phq-9" : "madrs", days[i / 2], i < 4 ? 3 : levels[i] + more, wobble)))
                .ToArray());

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
    public void A_regular_course_that_grows_form_by_form_has_the_answers_from_scratch() => Prop.ForAll(Arb.From(Regular), Arb.From(Options), (given, options) =>
    {
        var assessed = AssessedCourse.Assess(Course.Create("p", "1", [], given.Doses).GetValueOrThrow(), options);
        return Course.Create("p", "1", given.Forms, given.Doses).GetValueOrThrow().Administrations.All(form => IsFromScratch(assessed = assessed.Append(form).GetValueOrThrow(), options));
    }).MustHold(30);

    [Fact]
    public void Forms_of_earlier_visits_that_come_late_to_a_regular_course_give_the_answers_from_scratch() => Prop.ForAll(Arb.From(Regular), Arb.From(Options), Arb.From(Gen.Choose(2, 7)), (given, options, step) =>
    {
        var forms = Course.Create("p", "1", given.Forms, given.Doses).GetValueOrThrow().Administrations;
        var assessed = AssessedCourse.Assess(Course.Create("p", "1", forms.Where((_, i) => i % step != 0), given.Doses).GetValueOrThrow(), options);
        return forms.Where((_, i) => i % step == 0).All(form => IsFromScratch(assessed = assessed.Append(form).GetValueOrThrow(), options));
    }).MustHold(20);

    [Fact]
    public void Courses_that_grow_out_of_one_have_nothing_to_do_with_each_other() => Prop.ForAll(Arb.From(Regular), Arb.From(Options), Arb.From(Forms), (given, options, other) =>
    {
        // One goes on with what is known of the other's scales, at the same time.
        var forms = Course.Create("p", "1", given.Forms, given.Doses).GetValueOrThrow().Administrations;
        var before = AssessedCourse.Assess(Course.Create("p", "1", forms.Take(forms.Count - 3), given.Doses).GetValueOrThrow(), options);
        var grown = new[] { forms[^3], other, forms[^2], forms[^1] }.AsParallel().Select(form => before.Append(form).GetValueOrThrow()).ToList();
        return grown.TrueForAll(assessed => IsFromScratch(assessed, options))
            && grown.TrueForAll(assessed => IsFromScratch(assessed.Append(forms[^1]).GetValueOrThrow(), options))
            && IsFromScratch(before, options);
    }).MustHold(15);

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

    private static int[] RegularDays(int visits) => [0, 2, 4, 7, 9, 11, .. Enumerable.Range(1, visits - 6).Select(month => 11 + (28 * month))];

    private static Administration FormOf(string instrument, int day, int level, int[] wobble) =>
        new(instrument, ClinicalTime.OnDay(day), new AdministrationContent.Answered(AnswersOf(InstrumentCatalogue.Shipped.Find(instrument)!, level, wobble, isPartly: false)));

    /// <summary>A caller's indicator: it looks at all that a series shows, and at now.</summary>
    private sealed class VisitsAndNow : IIndicator
    {
        public string Id => "visits-and-now";

        public IEnumerable<IndicatorFinding> Assess(SeriesContext context) => context.Trajectories.Select(trajectory => new IndicatorFinding(
            trajectory,
            "visits",
            IndicatorFinding.SeriesPoint,
            new IndicatorOutcome.Measured(trajectory.Visits.Count, "visits", 0),
            $"{trajectory.Visits.Count} visits up to {context.Now}."));
    }
}
