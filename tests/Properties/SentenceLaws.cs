using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Properties;

/// <summary>What answers say in words: numbers agree with their nouns, 0 has no sign, and nothing stands twice.</summary>
public sealed partial class SentenceLaws
{
    [GeneratedRegex(@"(?<![\d.-])1 (points|days|weeks|months|hours|scores|visits|cycles|infusions|assessments|forms|items)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex OneOfMany();

    [GeneratedRegex(@"(?<![\d.>=-])(0|[2-9]|[1-9]\d+|\d+\.\d+) (point|day|week|month|hour|score|visit|cycle|infusion|assessment)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex ManyOfOne();

    [GeneratedRegex(@"(?<![\w.])-0(\.0+)?(?![\d.]*[1-9])\b|  |\.\.|\bNaN\b|Infinity|\b(better|worse|higher|lower) by 0(\.0+)?\b(?!\.)|(?<entry>; the state at entry was reached on [^;]*).*\k<entry>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Odd();

    private static readonly Gen<(int Day, int Total)[]> Visits = Gen.ArrayOf(
        from day in Gen.Choose(1, 60)
        from total in Gen.Choose(0, 27)
        select (day, total));

    private static List<IndicatorResult> Assess((int Day, int Total)[] visits, int boosters) => [.. CourseAssessment.Assess(
        Course.Create(
            "p",
            "1",
            visits.Append((-1, 20)).DistinctBy(visit => visit.Item1).SelectMany(visit => new[]
            {
                new Administration("phq-9", ClinicalTime.OnDay(visit.Item1), new AdministrationContent.TotalOnly(visit.Item2)),
                new Administration("gad-7", ClinicalTime.OnDay(visit.Item1), new AdministrationContent.TotalOnly(Math.Min(21, visit.Item2))),
                new Administration("madrs", ClinicalTime.OnDay(visit.Item1), new AdministrationContent.TotalOnly(visit.Item2 * 2)),
            }),
            new[] { 0, 3, 7, 10 }.Select(day => new Infusion(ClinicalTime.OnDay(day), kind: InfusionKind.Induction))
                .Concat(Enumerable.Range(1, boosters).Select(number => new Infusion(ClinicalTime.OnDay(10 + (14 * number)), kind: InfusionKind.Booster))),
            events: [new ClinicalEvent(ClinicalEventKind.Other, ClinicalTime.OnDay(40))],
            eventRecording: EventRecording.Recorded).GetValueOrThrow(),
        new AssessmentOptions
        {
            Points = [new AssessmentPoint.EndOfInduction(), new AssessmentPoint.Last(), new AssessmentPoint.EveryVisit()],
            Profiles = [.. EndpointProfileCatalogue.Shipped.All],
            IncludeTreatment = true,
            ForecastDrift = true,
        }).Results];

    [Fact]
    public void Sentences_are_plain_English() => Prop.ForAll(
        Arb.From(from visits in Visits from boosters in Gen.Choose(0, 3) select (visits, boosters)),
        sample =>
        {
            foreach (var row in Assess(sample.visits, sample.boosters).Where(row => row.Indicator != "drift"))
            {
                var said = row.Explain();
                var odd = new[] { OneOfMany(), ManyOfOne(), Odd() }.Select(rule => rule.Match(said)).Where(match => match.Success).Select(match => match.Value);
                odd.Should().BeEmpty("{0} {1} says: {2}", row.Indicator, row.Rule, said);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
}
