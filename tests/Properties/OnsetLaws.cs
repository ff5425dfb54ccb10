using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>Laws of onset and amount, whatever the visits: order, later records, better scores, the scale's direction.</summary>
public sealed class OnsetLaws
{
    private static readonly string[] Words = ["area", "depression-free-days", "first-items", "infusion-change", "onset", "onset-hours", "summary", "time-in"];

    // A made-up form of four items 1 to 5, so 4 to 20, and the same with its direction turned round: y becomes 24 - y.
    private static readonly InstrumentCatalogue Worse = Catalogue("higher-is-worse", "<=", 7, 12);
    private static readonly InstrumentCatalogue Better = Catalogue("higher-is-better", ">=", 17, 12);

    private sealed record Visit(int Pause, int Score, bool IsPost, int RecordedLate);

    private sealed record Sample(int Baseline, Visit[] Visits, int[] Infusions, int Split, int Gain);

    private static readonly Gen<Visit> Visits =
        from pause in Gen.Elements(1, 1, 2, 3, 4, 5, 7, 9, 14, 30, 46)
        from score in Gen.Choose(4, 20)
        from isPost in Gen.Elements(false, false, true)
        from late in Gen.Elements(0, 0, 0, 3, 10)
        select new Visit(pause, score, isPost, late);

    private static readonly Gen<Sample> Samples =
        from baseline in Gen.Choose(10, 20)
        from count in Gen.Choose(0, 12)
        from visits in Gen.ArrayOf(Visits, count)
        from infusions in Gen.Choose(1, 6).SelectMany(n => Gen.ArrayOf(Gen.Choose(1, 5), n))
        from split in Gen.Choose(0, 12)
        from gain in Gen.Choose(1, 6)
        select new Sample(baseline, visits, infusions, split, gain);

    private static void Check(Func<Sample, bool> law) => Prop.ForAll(Arb.From(Samples), law).MustHold(300);

    private static Administration Form(int day, int total, bool isPost = false, int late = 0) =>
        new("test-form", ClinicalTime.OnDay(day), new AdministrationContent.TotalOnly(total), isPost ? Timing.Post : Timing.Unspecified, recordedAt: ClinicalTime.OnDay(day + late));

    private static List<Administration> Administrations(Sample sample, Func<int, int>? score = null, bool isOnTime = false)
    {
        score ??= value => value;
        var day = 0;
        List<Administration> forms = [Form(-1, score(sample.Baseline))];
        foreach (var visit in sample.Visits)
        {
            day += visit.Pause;
            forms.Add(Form(day, score(visit.Score), visit.IsPost, isOnTime ? 0 : visit.RecordedLate));
        }

        return forms;
    }

    private static Course CourseOf(Sample sample, IEnumerable<Administration> forms)
    {
        var day = 0;
        var infusions = new List<Infusion> { new(ClinicalTime.OnDay(0), kind: InfusionKind.Induction) };
        foreach (var pause in sample.Infusions)
        {
            infusions.Add(new Infusion(ClinicalTime.OnDay(day += pause), kind: InfusionKind.Induction));
        }

        return Course.Create("p", "1", forms, infusions).GetValueOrThrow();
    }

    private static List<IndicatorResult> Assess(Course course, ClinicalTime? asOf = null, InstrumentCatalogue? catalogue = null) =>
        [.. CourseAssessment.Assess(course, new AssessmentOptions { AsOf = asOf, Include = [.. Words], Points = [new AssessmentPoint.Last()] }, catalogue ?? Worse).Results];

    private static bool Same(List<IndicatorResult> left, List<IndicatorResult> right) =>
        left.SequenceEqual(right) && left.Select(result => result.Explain()).SequenceEqual(right.Select(result => result.Explain()), StringComparer.Ordinal);

    private static IndicatorResult One(List<IndicatorResult> results, string indicator, string rule) => results.Single(result => result.Indicator == indicator && result.Rule == rule);

    [Fact]
    public void The_order_of_the_records_changes_nothing() => Check(sample =>
    {
        var forms = Administrations(sample);
        return Same(Assess(CourseOf(sample, forms)), Assess(CourseOf(sample, Enumerable.Reverse(forms))));
    });

    [Fact]
    public void Later_records_change_nothing_as_of_an_earlier_day() => Check(sample =>
    {
        var forms = Administrations(sample, isOnTime: true);
        var kept = forms.Take(1 + Math.Min(sample.Split, sample.Visits.Length)).ToList();
        var asOf = kept[^1].At;
        return Same(Assess(CourseOf(sample, kept), asOf), Assess(CourseOf(sample, forms), asOf));
    });

    [Fact]
    public void An_onset_that_was_seen_or_confirmed_keeps_its_day_when_later_visits_arrive() => Check(sample =>
    {
        var forms = Administrations(sample, isOnTime: true);
        var before = Assess(CourseOf(sample, forms.Take(1 + Math.Min(sample.Split, sample.Visits.Length))));
        var after = Assess(CourseOf(sample, forms));
        return before.Where(result => result.Indicator == "onset" && result.Outcome is IndicatorOutcome.Measured)
            .All(result => One(after, "onset", result.Rule) is var later && later.Outcome == result.Outcome && later.At == result.At && later.KnownAt == result.KnownAt);
    });

    [Fact]
    public void An_onset_was_known_when_it_says_so() => Check(sample =>
    {
        var course = CourseOf(sample, Administrations(sample));
        return Assess(course).Where(result => result.Indicator == "onset" && result.Outcome is IndicatorOutcome.Measured)
            .All(result => One(Assess(course, result.KnownAt), "onset", result.Rule).Outcome == result.Outcome);
    });

    [Fact]
    public void A_better_score_after_baseline_keeps_response_and_makes_no_onset_later() => Check(sample =>
    {
        if (sample.Visits.Length == 0)
        {
            return true;
        }

        var index = sample.Split % sample.Visits.Length;
        var visits = sample.Visits.ToArray();
        visits[index] = visits[index] with { Score = Math.Max(4, visits[index].Score - sample.Gain) };
        var options = new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit()] };
        List<IndicatorResult> All(Visit[] visits) =>
            [.. CourseAssessment.Assess(CourseOf(sample, Administrations(sample with { Visits = visits })), options, Worse).Results];
        var before = All(sample.Visits);
        var after = All(visits);
        var kept = before.Where(result => result.Indicator == "response" && result.Outcome.TryGetMet() == true)
            .All(result => after.Single(other => other.Indicator == "response" && other.At == result.At && other.Evidence.Observations[^1].Status == "scored").Outcome == result.Outcome);
        return kept && before.Where(result => result.Indicator == "onset" && !result.Rule.EndsWith("-confirmed", StringComparison.Ordinal) && result.Outcome is IndicatorOutcome.Measured)
            .All(result => ((IndicatorOutcome.Measured)One(after, "onset", result.Rule).Outcome).Value <= ((IndicatorOutcome.Measured)result.Outcome).Value);
    });

    [Fact]
    public void Turning_the_direction_round_changes_no_answer() => Check(sample =>
    {
        var worse = Assess(CourseOf(sample, Administrations(sample)));
        var better = Assess(CourseOf(sample, Administrations(sample, value => 24 - value)), catalogue: Better);

        // Scores are turned round themselves; the average day and the area with them.
        static bool IsScore(IndicatorResult result) => result.Indicator == "area" || (result.Indicator == "summary" && result.Rule is "baseline" or "current" or "best");
        return worse.Count == better.Count && worse.Zip(better).All(pair => pair.First.Rule == pair.Second.Rule && pair.First.At == pair.Second.At && pair.First.KnownAt == pair.Second.KnownAt
            && (IsScore(pair.First)
                ? pair.First.Outcome.State == pair.Second.Outcome.State && (pair.First.Rule != "per-day" && pair.First.Indicator == "area" || Turned(pair.First.Outcome, pair.Second.Outcome))
                : pair.First.Outcome == pair.Second.Outcome));
    });

    private static bool Turned(IndicatorOutcome left, IndicatorOutcome right) =>
        (left, right) is (IndicatorOutcome.Measured x, IndicatorOutcome.Measured y) ? x.Value + y.Value == 24 : left == right;

    private static InstrumentCatalogue Catalogue(string direction, string comparator, int remission, int minimum)
    {
        string Endpoint(string id, string kind, string sign, int value) =>
            $$"""{"id":"{{id}}","kind":"{{kind}}","comparator":"{{sign}}","value":{{value}},"percentage":"range-to-best","minimumBaseline":{{minimum}},"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}""";
        return InstrumentCatalogue.Shipped.With(TestDefinitions.Read(TestDefinitions.Form(
            TestDefinitions.Items(4, 1, 5),
            TestDefinitions.Scale(
                """{"id":"all","sum":["item1","item2","item3","item4"]}""",
                "4",
                "20",
                more: ",\"endpoints\":[" + Endpoint("response-50", "response", ">=", 50) + "," + Endpoint("remission-x", "remission", comparator, remission) + "]")
            .Replace("higher-is-worse", direction, StringComparison.Ordinal))));
    }
}
