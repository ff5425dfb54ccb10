using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Conformance;

/// <summary>Every indicator at every visit of the real series in ../shared: answers that are none have a reason that a reader of the data accepts.</summary>
/// <remarks>
/// The series have totals and days alone: no infusions, no events, no answers to items. So suicidality was not asked, drift has no series to start from, an endpoint that
/// events can meet cannot be ruled out, and a series of few visits has no plateau. Which reasons those are was read off the data and stands here; any other fails.
/// </remarks>
public sealed class LongitudinalSetTests
{
    private static readonly Dictionary<string, string> Datasets = new(StringComparer.Ordinal)
    {
        ["claus_hamd"] = "ham-d17",
        ["rbmi_hamd17"] = "ham-d17",
        ["reisby_hamd"] = "ham-d17",
        ["reframed_phq9"] = "phq-9",
    };

    private static readonly string[] Accepted =
    [
        // What the data do not have.
        Reasons.NoInfusions, Reasons.EventsNotRecorded, Reasons.NotAsked, Reasons.DomainNotMeasured, Reasons.NoItemAnswers, Reasons.NoClockTime, Reasons.NoSuchInfusion,

        // Few, late or missing visits; totals that no answers give.
        Reasons.TooFewVisits, Reasons.NoAssessment, Reasons.NoBaseline, Reasons.Stale, Reasons.ScoreInvalid, Reasons.BaselineNotScored, Reasons.ConflictingScores, Reasons.NoTimeElapsed,

        // A baseline that was not bad enough, or a state that was never reached.
        Reasons.BaselineBelowMinimum, Reasons.InRemissionAtBaseline, Reasons.BaselineAtBest, Reasons.EntryNotReached, Reasons.EntryUnconfirmed,

        // Figures that no verified source gives (HAM-D17 has no reliability over time).
        Reasons.NoReliableUnit, Reasons.ReliabilityUnknown, Reasons.ClinicalMeanUnknown, Reasons.McidUnknown,
        Reasons.ReachedBefore, Reasons.RecallOverlap, Reasons.LossNotSeen,
    ];

    [Fact]
    public void Every_answer_that_is_none_has_an_accepted_reason_and_every_key_is_unique()
    {
        var series = 0;
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (_, report) in All())
        {
            series++;
            report.Results.Select(row => (row.Series, row.Instrument, row.Scale, row.Indicator, row.Rule, row.Point, row.At)).Should().OnlyHaveUniqueItems();
            report.Results.Should().OnlyContain(row => row.Explain().Length > 0);
            reasons.UnionWith(report.Results.Select(row => row.Outcome switch
            {
                IndicatorOutcome.Indeterminate unknown => unknown.Reason,
                IndicatorOutcome.NotApplicable none => none.Reason,
                _ => null,
            }).OfType<string>());
        }

        series.Should().BeGreaterThan(400);
        reasons.Except(Accepted, StringComparer.Ordinal).Should().BeEmpty();
    }

    [Fact]
    public void What_is_said_at_a_visit_stands_when_later_visits_arrive()
    {
        var compared = 0;
        foreach (var (visits, report) in All().Where((_, i) => i % 10 == 0))
        {
            // Two scores of one day: the second is not later, and makes the first a conflict. And a first total that no answers give is no baseline.
            if (visits.DistinctBy(visit => visit.At.DayNumber).Count() < visits.Count || !((AdministrationContent.TotalOnly)visits[0].Content).Total.IsInteger)
            {
                continue;
            }

            var at = report.Results.Where(row => row.Point == "every-visit").ToHashSet();
            for (var n = 1; n < visits.Count; n++)
            {
                foreach (var row in Assess(visits.Take(n)).Results.Where(row => row.Point == "every-visit"))
                {
                    (at.Contains(row) ? "" : $"after {n} visits: {row.Indicator} {row.Rule} {row.At}: {row.Explain()}").Should().BeEmpty();
                    compared++;
                }
            }
        }

        compared.Should().BeGreaterThan(1000);
    }

    private static IEnumerable<(List<Administration> Visits, AssessmentReport Report)> All()
    {
        foreach (var series in Read("oracles/stats/trajectory_input.csv").Where(row => Datasets.ContainsKey(row["dataset"])).GroupBy(row => (row["dataset"], row["id"])))
        {
            var visits = series
                .Select(row => new Administration(
                    Datasets[row["dataset"]],
                    ClinicalTime.OnDay(decimal.Parse(row["t"], CultureInfo.InvariantCulture)),
                    new AdministrationContent.TotalOnly(Number(row["y"]))))
                .OrderBy(visit => visit.At.DayNumber)
                .ToList();
            yield return (visits, Assess(visits));
        }
    }

    private static AssessmentReport Assess(IEnumerable<Administration> visits) => CourseAssessment.Assess(
        Course.Create("p", "1", visits).GetValueOrThrow(),
        new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit(), new AssessmentPoint.Last()], HasTreatments = false });

    private static Fraction Number(string text) => Fraction.TryParse(text, out var value) ? value : throw new FormatException("The oracle holds something else than a number.");

    private static List<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(SharedFolder.Require(path));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
