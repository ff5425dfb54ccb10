using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>Many courses at once are judged as each of them is by itself, with every visit and every rule.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Courses for tests, the same in each run.")]
public sealed class ChangeLaws
{
    private const int Courses = 60;
    private const int MostVisits = 9;

    private static readonly AssessmentOptions AtEveryVisit = new()
    {
        Points = [new AssessmentPoint.EveryVisit()],
        Baseline = new BaselinePolicy.First(),
        HasTreatments = false,
    };

    public static TheoryData<string, string> Scales => new(InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!).SelectMany(instrument => instrument.Scales
        .Where(scale => ChangeScorer.Compile(instrument, scale.Id).TryGetValue(out _))
        .Select(scale => (instrument.Id, scale.Id))));

    [Theory]
    [MemberData(nameof(Scales))]
    public void Columns_say_what_the_assessment_of_each_course_says(string id, string scaleId)
    {
        var scorer = ChangeScorer.Compile(InstrumentCatalogue.Shipped.Find(id)!, scaleId).GetValueOrThrow();
        var random = new Random(id.Sum(c => c) * 31 + scaleId.Sum(c => c));
        var unit = (int)Math.Pow(10, scorer.Scale.Decimals);
        var reachable = Reachable(scorer, unit);
        var drawn = Enumerable.Range(0, Courses).Select(_ => Enumerable.Range(0, random.Next(1, MostVisits + 1)).Select(_ => Draw(random, reachable)).ToArray()).ToList();
        var scores = drawn.SelectMany(course => course).ToArray();
        var starts = drawn.Select((_, i) => drawn.Take(i).Sum(course => course.Length)).ToArray();
        var states = scorer.Rules.Select(_ => new ChangeState[scores.Length]).ToArray();

        scorer.Judge(starts, scores, [.. states.Select(column => column.AsMemory())]);

        for (var course = 0; course < Courses; course++)
        {
            var expected = Expect(scorer, drawn[course], unit);
            for (var rule = 0; rule < scorer.Rules.Count; rule++)
            {
                states[rule].Skip(starts[course]).Take(drawn[course].Length).Should().Equal(
                    expected[scorer.Rules[rule]], "course {0}: {1}, {2}", course, string.Join(' ', drawn[course]), scorer.Rules[rule]);
            }
        }

        var said = states.SelectMany(column => column).Distinct().ToList();
        said.Should().Contain(ChangeState.Indeterminate, "courses without a score were drawn");
        if (!scorer.Scale.Endpoints.IsEmpty)
        {
            said.Should().Contain([ChangeState.Met, ChangeState.NotMet], "else little would have been compared");
        }
    }

    // Now and then none, or one that the scale may not give.
    private static short Draw(Random random, short[] reachable) => random.Next(8) switch
    {
        0 => ChangeScorer.NoScore,
        1 => (short)random.Next(reachable[0] - 1, reachable[^1] + 2),
        _ => reachable[random.Next(reachable.Length)],
    };

    private static short[] Reachable(ChangeScorer scorer, int unit) =>
        [.. Enumerable.Range((int)(scorer.Scale.Range.Low * unit).Round(0), (int)((scorer.Scale.Range.High!.Value - scorer.Scale.Range.Low) * unit).Round(0) + 1)
            .Where(score => scorer.Instrument.ScoreTotal(new Fraction(score, unit), scorer.Scale.Id) is Score.Scored)
            .Select(score => (short)score)];

    private static Dictionary<ChangeRule, ChangeState[]> Expect(ChangeScorer scorer, short[] course, int unit)
    {
        var visits = course.Select((score, day) => new Administration(
            scorer.Instrument.Id,
            ClinicalTime.OnDay(day),
            score == ChangeScorer.NoScore ? new AdministrationContent.NotDone() : new AdministrationContent.TotalOnly(new Fraction(score, unit), scorer.Scale.Id)));
        var rows = CourseAssessment.Assess(Course.Create("p", "1", visits).GetValueOrThrow(), AtEveryVisit).Results
            .Where(row => row.Scale == scorer.Scale.Id && row.Point == "every-visit")
            .ToList();
        return scorer.Rules.ToDictionary(
            rule => rule,
            rule =>
            {
                // A further scale that no form has is not assessed at all: nothing can be told of it.
                var states = new ChangeState[course.Length];
                states.AsSpan().Fill(rows.Count == 0 && course.All(score => score == ChangeScorer.NoScore) ? ChangeState.Indeterminate : ChangeState.None);
                foreach (var row in rows.Where(row => row.Indicator == rule.Indicator && row.Rule == rule.Id))
                {
                    // Days stand for places: they count from day 0 of the course, whatever its baseline.
                    var place = Enumerable.Range(0, course.Length).Single(day => row.At == ClinicalTime.OnDay(day));
                    states[place] = Enum.Parse<ChangeState>(row.Outcome.State.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                }

                return states;
            });
    }
}
