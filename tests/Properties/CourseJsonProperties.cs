using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>What is written as JSON reads back equal, and is the same text whatever the order in which records came.</summary>
public sealed class CourseJsonProperties
{
    private static readonly string[] Ids = ["phq-9", "madrs", "wsas", "who-5", "c-ssrs-screener", "whodas-12", "promis-depression-8a", "functional-markers", "no-such-form"];

    private static readonly Gen<string> Texts = Gen.Elements("p", "1", "a b", "\u00E9\u4E2D\uD83D\uDE00", "\"quoted\"", "back\\slash", "line\nbreak", "<&'>", "=1+1", "0");

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));

    private static Gen<ClinicalTime> Dates =>
        from day in Gen.Choose(0, 60)
        from minutes in Gen.Choose(0, (24 * 60) - 1)
        from kind in Gen.Choose(0, 2)
        from offset in Gen.Elements(-300, 0, 60, 330)
        select kind switch
        {
            0 => ClinicalTime.OnDate(new DateOnly(2026, 3, 1).AddDays(day)),
            1 => ClinicalTime.AtLocal(new DateOnly(2026, 3, 1).AddDays(day), new TimeOnly(minutes / 60, minutes % 60)),
            _ => ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 1, minutes / 60, minutes % 60, 0, TimeSpan.FromMinutes(offset)).AddDays(day)),
        };

    private static Gen<ClinicalTime> Days => Gen.OneOf(
        Gen.Choose(-40, 60).Select(ClinicalTime.OnDay),
        from day in Gen.Choose(-40, 60)
        from minutes in Gen.Choose(1, (24 * 60) - 1)
        select ClinicalTime.OnDay(day + (minutes / 1440m)));

    private static Gen<Fraction> Numbers => Gen.OneOf(
        Gen.Choose(-3, 70).Select(number => (Fraction)number),
        from numerator in Gen.Choose(-200, 200)
        from denominator in Gen.Choose(1, 12)
        select new Fraction(numerator, denominator));

    private static Gen<Answer> Answers => Gen.OneOf(
        Gen.Choose(0, 4).Select(number => Answer.Number(number)),
        Numbers.Select(Answer.Number),
        Gen.Elements("no", "ever", "16b").Select(Answer.Option),
        Gen.Elements(Answer.NotApplicable, Answer.Unreadable, Answer.Missing));

    private static Gen<AnswerSet> Forms =>
        from count in Gen.Choose(0, 10)
        from answers in Gen.ArrayOf(Answers, count)
        select AnswerSet.Create(answers.Select((answer, index) => KeyValuePair.Create($"item{index + 1}", answer)));

    private static Gen<AdministrationContent> Contents => Gen.OneOf(
        from form in Forms
        from stated in OrNull(Numbers)
        select (AdministrationContent)new AdministrationContent.Answered(form, stated),
        from total in Numbers
        from scale in Gen.Elements("total", "complex", "risk", null)
        from provenance in Texts
        select (AdministrationContent)new AdministrationContent.TotalOnly(total, scale, provenance),
        Gen.Constant((AdministrationContent)new AdministrationContent.NotDone()));

    private static Gen<Administration> Administrations(Gen<ClinicalTime> times) =>
        from instrument in Gen.Elements(Ids)
        from at in times
        from content in Contents
        from timing in Gen.Elements(Enum.GetValues<Timing>())
        from rater in OrNull(Gen.Elements(Enum.GetValues<RaterKind>()))
        from recorded in OrNull(times)
        from visit in Gen.Elements("baseline", "week-1", null)
        select new Administration(instrument, at, content, timing, rater, recorded, visit);

    private static Gen<Infusion> Infusions(Gen<ClinicalTime> times) =>
        from at in times
        from agent in Texts
        from route in Gen.Elements(Enum.GetValues<Route>())
        from kind in Gen.Elements(Enum.GetValues<InfusionKind>())
        from dose in OrNull(Gen.Choose(0, 2000).Select(tenths => tenths / 10m))
        from weight in OrNull(Gen.Choose(10, 2000).Select(tenths => tenths / 10m))
        from minutes in OrNull(Gen.Elements(0m, 40m, 40.0m, 40.50m))
        select new Infusion(at, agent, route, kind, dose, weight, minutes);

    private static Gen<ClinicalEvent> Events(Gen<ClinicalTime> times) =>
        from kind in Gen.Elements(Enum.GetValues<ClinicalEventKind>())
        from at in times
        from recorded in OrNull(times)
        select new ClinicalEvent(kind, at, recorded);

    private static Gen<PlannedAssessment> Planned(Gen<ClinicalTime> times) =>
        from instrument in Gen.Elements(Ids)
        from due in times
        from before in Gen.Choose(0, 3)
        from after in Gen.Choose(0, 3)
        select new PlannedAssessment(instrument, due, before, after);

    private static readonly Goal[] Aims = [new("a"), new("b", weight: 3), new("c", importance: 2, difficulty: new Fraction(1, 2)), new("d", importance: 0)];

    private static Gen<GoalRating> GoalRatings(Gen<ClinicalTime> times) =>
        from goal in Gen.Elements(Aims)
        from at in times
        from level in OrNull(Gen.Choose(GoalRating.Lowest, GoalRating.Highest))
        from timing in Gen.Elements(Enum.GetValues<Timing>())
        from rater in OrNull(Gen.Elements(Enum.GetValues<RaterKind>()))
        from recorded in OrNull(times)
        select new GoalRating(goal.Id, at, level, timing, rater, recorded);

    private static Gen<T[]> Some<T>(Gen<T> gen) => Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(gen, count));

    /// <summary>The records of a course, given in one order and in the other.</summary>
    private static Gen<(Course Forward, Course Backward)> Courses(Gen<ClinicalTime> times) =>
        from patient in Texts
        from id in Texts
        from administrations in Some(Administrations(times))
        from infusions in Some(Infusions(times))
        from events in Some(Events(times))
        from recording in Gen.Elements(Enum.GetValues<EventRecording>())
        from end in Gen.OneOf(Gen.Constant<FollowUpEnd?>(null), from at in times from reason in Gen.Elements(Enum.GetValues<FollowUpEndReason>()) select (FollowUpEnd?)new FollowUpEnd(at, reason))
        from plan in Gen.OneOf(Gen.Constant<PlannedAssessment[]?>(null), Some(Planned(times)).Select(list => (PlannedAssessment[]?)list))
        from ratings in Some(GoalRatings(times))
        from goals in Gen.Elements<Goal[]>([.. Aims], [.. Aims.Where(goal => ratings.Any(rating => rating.Goal == goal.Id))])
        select (
            Course.Create(patient, id, administrations, infusions, events, recording, end, plan is null ? null : new AssessmentPlan(plan), goals, ratings).GetValueOrThrow(),
            Course.Create(patient, id, Enumerable.Reverse(administrations), Enumerable.Reverse(infusions), Enumerable.Reverse(events), recording, end, plan is null ? null : new AssessmentPlan(Enumerable.Reverse(plan)), Enumerable.Reverse(goals), Enumerable.Reverse(ratings)).GetValueOrThrow());

    private static Arbitrary<(Course Forward, Course Backward)> Both => Arb.From(Gen.OneOf(Courses(Dates), Courses(Days)));

    private static readonly AssessmentOptions Options = new()
    {
        Points = [new AssessmentPoint.EveryVisit(), new AssessmentPoint.Last(), new AssessmentPoint.EndOfInduction(), new AssessmentPoint.Day(7, 3), new AssessmentPoint.AfterInfusion(2)],
        Baseline = new BaselinePolicy.MeanBefore(30),
    };

    [Fact]
    public void A_course_reads_back_equal() => Prop.ForAll(Both, both =>
    {
        var text = OutcomesJson.Write(both.Forward);
        var back = OutcomesJson.ReadCourse(text).GetValueOrThrow();
        back.Should().Be(both.Forward);
        OutcomesJson.Write(back).Should().Be(text);
    }).MustHold();

    [Fact]
    public void The_order_in_which_records_come_changes_neither_the_course_nor_its_text_nor_its_answers() => Prop.ForAll(Both, both =>
    {
        both.Backward.Should().Be(both.Forward);
        OutcomesJson.Write(both.Backward).Should().Be(OutcomesJson.Write(both.Forward));
        CourseAssessment.Assess(both.Backward, Options).Results.Select(OutcomesJson.Write).Should().Equal(CourseAssessment.Assess(both.Forward, Options).Results.Select(OutcomesJson.Write));
    }).MustHold();

    [Fact]
    public void Every_answer_about_a_course_reads_back_equal() => Prop.ForAll(Both, both =>
    {
        foreach (var result in CourseAssessment.Assess(both.Forward, Options).Results)
        {
            var text = OutcomesJson.Write(result);
            var back = OutcomesJson.ReadIndicatorResult(text).GetValueOrThrow();
            back.Should().Be(result);
            OutcomesJson.Write(back).Should().Be(text);
        }
    }).MustHold();

    [Fact]
    public void Every_score_reads_back_equal() => Prop.ForAll(
        Arb.From(from id in Gen.Elements(Ids[..^1]) from form in Forms select (id, form)),
        pair =>
        {
            foreach (var score in InstrumentCatalogue.Shipped.Find(pair.id)!.ScoreAll(pair.form).Scores)
            {
                OutcomesJson.ReadScore(OutcomesJson.Write(score)).GetValueOrThrow().Should().Be(score);
            }
        }).MustHold();
}
