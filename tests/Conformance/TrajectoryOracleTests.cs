using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Conformance;

/// <summary>Percentage change, response and remission of 593 real and published series against R.</summary>
/// <remarks>
/// Compared: change and percentage change at the last visit, response (y at most half the baseline; the same as an improvement of 50 % or more where
/// the baseline is more than 0) and remission (y at most the cut). Not compared, because the file's own definitions differ from the field's or have no
/// counterpart here yet: partial response, worst, sustained response, relapse, MSSD. Compared of the whole series: the best score, the day of the first response and
/// remission, the area and the time in both. The oracle judges every baseline;
/// the library answers not-applicable below a minimum baseline or in remission at baseline, and those rows must be just that.
/// </remarks>
public sealed class TrajectoryOracleTests
{
    // BDI is not among the instruments that ship; the cuts are those of the file where a shipped entry has the same one.
    private static readonly Dictionary<string, (string Instrument, string? Remission)> Datasets = new(StringComparer.Ordinal)
    {
        ["claus_hamd"] = ("ham-d17", "remission-7"),
        ["rbmi_hamd17"] = ("ham-d17", "remission-7"),
        ["reisby_hamd"] = ("ham-d17", "remission-7"),
        ["reframed_phq9"] = ("phq-9", "remission-5"), // y <= 4, which for whole numbers is < 5
        ["nimh_ketamine_madrs"] = ("madrs", "remission-10"),
        ["nimh_placebo_madrs"] = ("madrs", "remission-10"),
    };

    [Fact]
    public void Change_response_and_remission_agree_with_R()
    {
        var input = Read("oracles/stats/trajectory_input.csv").ToLookup(row => (row["dataset"], row["id"]));
        var compared = 0;
        var responses = 0;
        var remissions = 0;
        var outside = 0;
        foreach (var expected in Read("oracles/stats/trajectory_summary.csv"))
        {
            if (!Datasets.TryGetValue(expected["dataset"], out var dataset))
            {
                continue;
            }

            var visits = input[(expected["dataset"], expected["id"])].ToList();
            var instrument = InstrumentCatalogue.Shipped.Find(dataset.Instrument)!;
            if (visits.Select(visit => visit["t"]).Distinct(StringComparer.Ordinal).Count() != visits.Count)
            {
                continue;
            }

            var results = Assess(dataset.Instrument, visits);
            var name = $"{expected["dataset"]} {expected["id"]}";
            if (visits.Exists(visit => !instrument.ScoreTotal(Number(visit["y"])).TryGetExact(out _)))
            {
                outside++;
                continue;
            }

            compared++;
            var change = (IndicatorOutcome.Measured)One(results, "change").Outcome;
            change.Value.Should().Be(-Number(expected["change_last"]), name); // R counts down as negative, the library better as positive
            var percentage = One(results, "percentage-change").Outcome;
            if (percentage is IndicatorOutcome.Measured measured)
            {
                (-measured.Value.ToDouble()).Should().BeApproximately(double.Parse(expected["pct_change_last"], CultureInfo.InvariantCulture), 1e-9, name);
            }
            else
            {
                Number(expected["baseline"]).Should().Be(Fraction.Zero, name);
            }

            CompareSeries(results, dataset.Remission!, expected, name);
            responses += Compare(results, "response", "response-50", expected["response_last"], name);
            remissions += Compare(results, "remission", dataset.Remission!, expected["remission_last"], name);
        }

        compared.Should().BeGreaterThan(400, "the file holds 512 series of instruments that ship");
        responses.Should().BeGreaterThan(300);
        remissions.Should().BeGreaterThan(300);
        outside.Should().BeLessThan(100);
    }

    private static void CompareSeries(List<IndicatorResult> results, string remission, Dictionary<string, string> expected, string name)
    {
        IndicatorResult Row(string indicator, string rule) => results.Single(result => result.Indicator == indicator && result.Rule == rule && result.Scale == "total");
        ((IndicatorOutcome.Measured)Row("area", "trapezoid").Outcome).Value.Should().Be(Number(expected["auc_trapezoid"]), name);
        var best = Row("summary", "best");
        // The file counts the baseline among the visits; the library looks for the best after it.
        if (Number(expected["best_t"]) != Number(expected["t0"]))
        {
            ((IndicatorOutcome.Measured)best.Outcome).Value.Should().Be(Number(expected["best"]), name);
        }

        foreach (var (rule, first, time) in new[] { ("response-50", "t_first_response", "time_in_response_step"), (remission, "t_first_remission", "time_in_remission_step") })
        {
            var onset = Row("onset", rule);
            switch (onset.Outcome)
            {
                case IndicatorOutcome.Measured measured:
                    measured.Value.Should().Be(Number(expected[first]) - Number(expected["t0"]), name);
                    break;
                case IndicatorOutcome.NotApplicable:
                    continue;
                default:
                    onset.Outcome.State.Should().Be("not-met", name);
                    expected[first].Should().BeEmpty(name);
                    break;
            }

            ((IndicatorOutcome.Measured)Row("time-in", rule).Outcome).Value.Should().Be(Number(expected[time]), name);
        }
    }

    private static int Compare(List<IndicatorResult> results, string indicator, string rule, string flag, string name)
    {
        var result = results.Single(r => r.Indicator == indicator && r.Rule == rule && r.Scale == "total");
        if (result.Outcome.TryGetMet() is { } met)
        {
            met.Should().Be(flag == "true", $"{name} {indicator}: {result.Explain()}");
            return 1;
        }

        result.Outcome.Should().BeOfType<IndicatorOutcome.NotApplicable>(name).Which.Reason.Should().BeOneOf(Reasons.BaselineBelowMinimum, Reasons.InRemissionAtBaseline);
        return 0;
    }

    private static IndicatorResult One(List<IndicatorResult> results, string indicator) => results.Single(result => result.Indicator == indicator && result.Scale == "total");

    private static List<IndicatorResult> Assess(string instrument, List<Dictionary<string, string>> visits)
    {
        var course = Course.Create(
            "p",
            "1",
            visits.Select(visit => new Administration(
                instrument,
                ClinicalTime.OnDay(decimal.Parse(visit["t"], CultureInfo.InvariantCulture)),
                new AdministrationContent.TotalOnly(Number(visit["y"])))))
            .GetValueOrThrow();
        return [.. CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.Last()], HasTreatments = false }).Results];
    }

    private static Fraction Number(string text) => Fraction.TryParse(text, out var value) ? value : throw new FormatException("The oracle holds something else than a number.");

    private static List<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(SharedFolder.Require(path));
        var header = lines[0].Split(',');
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
