using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>The laws of issue 5 for every indicator that the library asks by itself (<see cref="CourseAssessment.Indicators"/>), whatever the course.</summary>
public sealed class StandardIndicatorLaws
{
    /// <summary>The indicators about scales; alerts and the rest of <see cref="CourseAssessment.Indicators"/> come with them.</summary>
    private static readonly string[] Standard =
    [
        "area", "depression-free-days", "domains", "drift", "durability", "endpoint", "first-items", "infusion-change", "onset", "onset-hours", "plateau", "reliable-change", "suicidality", "summary", "time-in", "wear-off",
    ];

    private sealed record Visit(int Pause, int First, int Second);

    private sealed record Sample(int First, int Second, Visit[] Visits, int Boosters, int Split, int Gain)
    {
        public override string ToString() => $"{First}/{Second}: {string.Join(' ', Visits.Select(visit => $"+{visit.Pause} {visit.First}/{visit.Second}"))}; {Boosters} boosters, split {Split}, gain {Gain}";
    }

    private static readonly Gen<Sample> Samples =
        from first in Gen.Choose(15, 27)
        from second in Gen.Choose(10, 27)
        from visits in Gen.Choose(1, 14).SelectMany(count => Gen.ArrayOf(
            from pause in Gen.Elements(1, 2, 3, 4, 7, 7, 7, 14, 28, 46)
            from one in Gen.Frequency((3, Gen.Choose(3, 9)), (1, Gen.Choose(0, 27)))
            from other in Gen.Choose(0, 27)
            select new Visit(pause, one, other), count))
        from boosters in Gen.Choose(0, 4)
        from split in Gen.Choose(1, 14)
        from gain in Gen.Choose(1, 8)
        select new Sample(first, second, visits, boosters, split, gain);

    private static void Check(Func<Sample, bool> law, int tests = 60) => Prop.ForAll(Arb.From(Samples), law).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    private static ClinicalTime Day(int day) => ClinicalTime.OnDay(day);

    /// <summary>Nine answers 0 to 3 that make a total from 0 to 27; the last one is raised where the total asks for it.</summary>
    private static AnswerSet Answers(int total) => AnswerSet.Create(Enumerable.Range(0, 9).Select(i => KeyValuePair.Create($"item{i + 1}", Answer.Number((total / 9) + (i < total % 9 ? 1 : 0)))));

    private static Administration Form(string instrument, int day, int total) => new(instrument, Day(day), new AdministrationContent.Answered(Answers(total)));

    private static List<(int Day, int First, int Second)> Days(Sample sample)
    {
        var day = 0;
        List<(int, int, int)> days = [(-1, sample.First, sample.Second)];
        foreach (var visit in sample.Visits)
        {
            days.Add((day += visit.Pause, visit.First, visit.Second));
        }

        return days;
    }

    private static List<Administration> Shipped(Sample sample) => [.. Days(sample).SelectMany(visit => new[]
    {
        Form("phq-9", visit.Day, visit.First),
        new Administration("madrs", Day(visit.Day), new AdministrationContent.TotalOnly(visit.First * 2)),
        new Administration("ham-d17", Day(visit.Day), new AdministrationContent.TotalOnly(visit.First)),
        new Administration("whodas-12", Day(visit.Day), new AdministrationContent.TotalOnly(visit.Second)),
    })];

    private static IEnumerable<Infusion> Infusions(Sample sample) =>
        new[] { 0, 3, 7, 10, 14, 17 }.Select(day => new Infusion(Day(day), kind: InfusionKind.Induction))
            .Concat(Enumerable.Range(1, sample.Boosters).Select(number => new Infusion(Day(17 + (28 * number)), kind: InfusionKind.Booster)));

    private static Course CourseOf(Sample sample, IEnumerable<Administration> forms, int until = int.MaxValue) =>
        Course.Create("p", "1", forms, Infusions(sample).Where(infusion => infusion.At.DayNumber <= until)).GetValueOrThrow();

    private static readonly AssessmentOptions Options = new()
    {
        Points = [new AssessmentPoint.EndOfInduction(), new AssessmentPoint.Last(), new AssessmentPoint.EveryVisit()],
        ForecastDrift = true,
    };

    private static List<IndicatorResult> Assess(Course course, ClinicalTime? asOf = null) => [.. CourseAssessment.Assess(course, Options with { AsOf = asOf }).Results];

    private static bool Same(List<IndicatorResult> left, List<IndicatorResult> right) =>
        left.SequenceEqual(right) && left.Select(row => row.Explain()).SequenceEqual(right.Select(row => row.Explain()), StringComparer.Ordinal);

    [Fact]
    public void Every_indicator_is_held_to_these_laws()
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Check(sample =>
        {
            foreach (var row in Assess(CourseOf(sample, Shipped(sample))))
            {
                seen[row.Indicator] = true;
            }

            return true;
        });
        seen.Keys.Should().Contain(Standard);
        CourseAssessment.Indicators.Except(Standard, StringComparer.Ordinal).Should().BeEquivalentTo(
            ["alert", "baseline", "change", "milestone", "percentage-change", "remission", "response", "score"], "a new indicator is to be added here");
    }

    [Fact]
    public void The_order_of_input_changes_no_answer() => Check(sample =>
        Same(Assess(CourseOf(sample, Shipped(sample))), Assess(CourseOf(sample, Enumerable.Reverse(Shipped(sample))))));

    [Fact]
    public void Later_visits_change_no_answer_as_of_a_day() => Check(sample =>
    {
        var asOf = Day(Days(sample)[Math.Min(sample.Split, sample.Visits.Length)].Day);
        var forms = Shipped(sample);
        return Same(
            Assess(CourseOf(sample, forms), asOf),
            Assess(CourseOf(sample, forms.Where(form => form.At.CompareKnown(asOf) <= 0), asOf.DayNumber), asOf));
    });

    [Fact]
    public void What_is_said_at_a_visit_stays_when_later_visits_arrive() => Check(sample =>
    {
        var cut = Days(sample)[Math.Min(sample.Split, sample.Visits.Length)].Day;
        var forms = Shipped(sample);
        string[] Until(IEnumerable<Administration> given) => [.. Assess(CourseOf(sample, given))
            .Where(row => row.Point.StartsWith("every-visit", StringComparison.Ordinal) && row.At is { } at && at.DayNumber <= cut)
            .Select(row => $"{row.Series} {row.Instrument} {row.Scale} {row.Indicator} {row.Rule} {row.Point} {row.At} {row.Outcome} {row.KnownAt} {row.Explain()}")];
        return AreSame(Until(forms.Where(form => form.At.DayNumber <= cut)), Until(forms));
    });

    [Fact]
    public void A_better_score_after_baseline_keeps_response_at_that_form() => Check(sample =>
    {
        var index = sample.Split % sample.Visits.Length;
        var visits = sample.Visits.ToArray();
        visits[index] = visits[index] with { First = Math.Max(0, visits[index].First - sample.Gain) };
        var better = sample with { Visits = visits };
        List<IndicatorResult> Responses(Sample of) => [.. Assess(CourseOf(of, Shipped(of))).Where(row => row.Indicator == "response" && row.Point == "every-visit" && row.Outcome.TryGetMet() == true)];
        var after = Responses(better);
        return Responses(sample).TrueForAll(row => after.Exists(other => other.Instrument == row.Instrument && other.Rule == row.Rule && other.At == row.At));
    });

    [Fact]
    public void Turning_a_scale_round_with_its_direction_changes_no_state() => Check(sample => AreSame(States(sample, Plain), States(sample, Turned)));

    [Fact]
    public void Scaling_points_with_sd_cut_offs_and_mcid_changes_no_state() => Check(sample => AreSame(States(sample, Plain), States(sample, Tenth)));

    [Fact]
    public void The_made_up_scales_have_answers_of_every_indicator_that_asks_no_scale_by_its_name()
    {
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Check(sample =>
        {
            foreach (var row in AssessMadeUp(sample, Plain).Where(row => row.Outcome is not (IndicatorOutcome.Indeterminate or IndicatorOutcome.NotApplicable)))
            {
                seen[row.Indicator] = true;
            }

            return true;
        });
        seen.Keys.Should().Contain(Standard.Except(["depression-free-days", "onset-hours"], StringComparer.Ordinal), "these two know published scales alone, or times of day");
    }

    /// <summary>Fails with the first row that differs, which a bare false would not name.</summary>
    private static bool AreSame(string[] left, string[] right)
    {
        left.Except(right, StringComparer.Ordinal).Take(3).Should().BeEmpty("the other says {0}", string.Join("; ", right.Except(left, StringComparer.Ordinal).Take(3)));
        right.Except(left, StringComparer.Ordinal).Take(3).Should().BeEmpty();
        return left.Length == right.Length;
    }

    private sealed record MadeUp(InstrumentCatalogue Catalogue, EquatableArray<ReliabilityProfile> Figures);

    private static readonly MadeUp Plain = Make("higher-is-worse", "1", 1, 0);
    private static readonly MadeUp Turned = Make("higher-is-better", "-1", -1, 27);
    private static readonly MadeUp Tenth = Make("higher-is-worse", "1/10", new Fraction(1, 10), 0);

    private static string[] States(Sample sample, MadeUp form) => [.. AssessMadeUp(sample, form)
        .Select(row => $"{row.Series} {row.Instrument} {row.Indicator} {row.Rule} {row.Point} {row.At} {row.Outcome.State} {Reason(row.Outcome)} {row.KnownAt}")];

    private static string Reason(IndicatorOutcome outcome) => outcome switch
    {
        IndicatorOutcome.Indeterminate indeterminate => indeterminate.Reason,
        IndicatorOutcome.NotApplicable none => none.Reason,
        _ => "",
    };

    private static List<IndicatorResult> AssessMadeUp(Sample sample, MadeUp form) => [.. CourseAssessment.Assess(
        CourseOf(sample, Days(sample).SelectMany(visit => new[] { Form("made-up-mood", visit.Day, visit.First), Form("made-up-life", visit.Day, visit.Second) })),
        Options with { Reliability = form.Figures },
        form.Catalogue).Results];

    /// <summary>Two forms of nine items 0 to 3, one about mood and one about functioning, whose score is so many times the sum, plus an amount; figures, bands of response and remission go with it.</summary>
    private static MadeUp Make(string direction, string multiply, Fraction factor, int add)
    {
        // A tenth of the points is printed with one decimal, so that the step from one score to the next is scaled too.
        var decimals = factor.IsInteger ? 0 : 1;
        Fraction At(int points) => (factor * points) + add;
        string Print(Fraction value) => value.Round(decimals).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string Entry(string id, string kind, string sign, Fraction value, Fraction minimum) =>
            $$"""{"id":"{{id}}","kind":"{{kind}}","comparator":"{{sign}}","value":{{Print(value)}},"percentage":"range-to-best","minimumBaseline":{{Print(minimum)}},"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}""";
        var decreasing = factor < 0 ? ",\"decreasingIn\":[" + string.Join(',', Enumerable.Range(1, 9).Select(i => $"\"item{i}\"")) + "]" : "";
        var scale = TestDefinitions.Scale(
            $$"""{ "linear":{"of":{"sum":[{{string.Join(',', Enumerable.Range(1, 9).Select(i => $"\"item{i}\""))}}]},"multiply":{{(factor.IsInteger ? multiply : "\"" + multiply + "\"")}},"add":{{add}} } }""",
            Print(factor < 0 ? At(27) : At(0)),
            Print(factor < 0 ? At(0) : At(27)),
            more: decreasing + (decimals > 0 ? ",\"decimals\":1" : "") + ",\"endpoints\":[" + Entry("response-50", "response", ">=", 50, At(10)) + "," + Entry("remission-x", "remission", factor < 0 ? ">=" : "<=", At(5), At(10)) + "]")
            .Replace("higher-is-worse", direction, StringComparison.Ordinal);
        Instrument Read(string id, string domain, string alerts) => TestDefinitions.Read(
            TestDefinitions.Form(TestDefinitions.Items(9), scale, alerts, id: id).Replace("\"testing\"", $"\"{domain}\"", StringComparison.Ordinal));
        ChangeFigure Figure(Fraction value) => new(value, "made up", "made up");
        var size = Fraction.Abs(factor);
        ReliabilityProfile Figures(string id) => new(
            id,
            "total",
            Figure(size * 4),
            Figure(new Fraction(4, 5)),
            clinicalMean: Figure(At(18)),
            functionalMean: Figure(At(3)),
            functionalSd: Figure(size * 3),
            mcid: Figure(size * 4));
        return new MadeUp(
            InstrumentCatalogue.Shipped.With(Read("made-up-mood", "depression", TestDefinitions.Alert("item9"))).With(Read("made-up-life", "functioning", "")),
            [Figures("made-up-mood"), Figures("made-up-life")]);
    }
}
