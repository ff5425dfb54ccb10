using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>Short ways to fill in a form for the traps.</summary>
internal static class TrapForms
{
    public static Instrument Find(string id)
    {
        var found = GoldenTests.Find(id);
        found.Should().NotBeNull("{0} ships", id);
        return found!;
    }

    /// <summary>Every scored item answered alike, of alternatives the first, but for the items named.</summary>
    public static AnswerSet All(string id, int value, params (string Item, Answer Answer)[] but)
    {
        var answers = Find(id).Items.Where(item => item.IsScored).Select(item => KeyValuePair.Create(item.Id, Answer.Number(value)));
        return but.Aggregate(AnswerSet.Create(answers), (set, each) => set.With(each.Item, each.Answer));
    }

    public static AnswerSet All(string id, int value, params (string Item, int Value)[] but) =>
        All(id, value, [.. but.Select(each => (each.Item, Answer.Number(each.Value)))]);

    public static AnswerSet All(string id, int value) => All(id, value, Array.Empty<(string, Answer)>());

    public static Score Score(string id, AnswerSet answers, string? scale = null, string? policy = null) =>
        Find(id).Score(scale ?? Find(id).MainScale.Id, answers, new ScoringOptions { MissingPolicy = policy });

    /// <summary>Answers in printed order, "." for none.</summary>
    public static Score Score(string id, string answers, string? scale = null, string? policy = null) => Score(id, TestDefinitions.Answers(Find(id), answers), scale, policy);

    public static Severity? Band(string id, int total, string? scale = null) => Find(id).ScoreTotal(total, scale).Severity;

    /// <summary>What is said at the last of two visits, of which the first is the baseline.</summary>
    public static IReadOnlyList<IndicatorResult> FromTo(Instrument instrument, Fraction baseline, Fraction last)
    {
        var course = Course.Create("p", "1", [Total(-1, baseline), Total(7, last)], [new Infusion(ClinicalTime.OnDay(0))]).GetValueOrThrow();
        return CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.Last()] }, InstrumentCatalogue.Shipped.Find(instrument.Id) is null ? InstrumentCatalogue.Shipped.With(instrument) : null).Results;

        Administration Total(int day, Fraction total) => new(instrument.Id, ClinicalTime.OnDay(day), new AdministrationContent.TotalOnly(total));
    }

    public static IndicatorOutcome One(this IReadOnlyList<IndicatorResult> results, string indicator, string? rule = null) =>
        results.Single(result => result.Indicator == indicator && result.Scale == "total" && (rule is null || result.Rule == rule)).Outcome;

    /// <summary>A figure as the definition has it, with who was measured and where it was read.</summary>
    public static IReadOnlyList<Psychometric> Figures(string id, PsychometricKind kind) => [.. Find(id).MainScale.Psychometrics.Where(figure => figure.Kind == kind)];
}
