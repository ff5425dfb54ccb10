using System.Globalization;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Conformance;

/// <summary>Published counts that rest on shared data or on printed tables, made again (docs/published-counts.md says which, and which cannot be).</summary>
public sealed class PublishedCountsTests
{
    /// <summary>The 40 of 43 inpatients of claus_2020 (OSF rc754) with a HAM-D at t = 1 and t = 4.</summary>
    [Fact]
    public void Response_and_remission_of_claus_2020()
    {
        var people = Claus();
        people.Should().HaveCount(40);

        // 16 responders at 50 % or more, 6 at 7 or less; nobody got worse by 30 %.
        Rows("response", "response-50").Count(row => row.Outcome.TryGetMet() == true).Should().Be(16);
        Rows("remission", "remission-7").Count(row => row.Outcome.TryGetMet() == true).Should().Be(6);
        Rows("response", "response-50").Should().OnlyContain(row => row.Outcome.TryGetMet() != null, "all 40 began at 15 or more");
        Rows("percentage-change", "raw").Select(row => ((IndicatorOutcome.Measured)row.Outcome).Value).Should().HaveCount(40).And.OnlyContain(change => change > -30);

        List<IndicatorResult> Rows(string indicator, string rule) => [.. people.SelectMany(course => CourseAssessment.Assess(course, Last).Results).Where(row => row.Indicator == indicator && row.Rule == rule)];
    }

    /// <summary>The same through <c>assess</c>, with that paper's figures as a caller's: reliability .80, SD and mean of the 40, functional mean and SD 8.</summary>
    [Fact]
    public void Categories_of_reliable_change_of_claus_2020()
    {
        static ChangeFigure Figure(string value) => new(Number(value), "claus_2020", "OSF rc754");
        var own = new ReliabilityProfile(
            "ham-d17",
            "total",
            Figure("3.34012"),
            Figure("0.8"),
            clinicalMean: Figure("24.85"),
            functionalMean: Figure("8"),
            functionalSd: Figure("8"));
        var rows = Claus().SelectMany(course => CourseAssessment.Assess(course, Last with { Reliability = [own], Include = ["reliable-change"] }).Results).ToList();

        int[] Counts(string rule) => [.. new[] { "recovered", "improved", "unchanged", "deteriorated", "harmed" }.Select(state => rows.Count(row => row.Rule == rule && row.Outcome.State == state))];
        Counts("jacobson-truax").Should().Equal(26, 3, 10, 1, 0);
        Counts("edwards-nunnally").Should().Equal(26, 6, 5, 3, 0);
        rows.First(row => row.Rule == "jacobson-truax").Evidence.Parameters.Should().Contain([new Parameter("reliable-change-points", "4.14"), new Parameter("cut-off-c", "19.89")]);
    }

    /// <summary>Printed rates, as one final rounding half away from zero gives them: 10 of 32 is 31.25 % and printed 31.3.</summary>
    [Theory]
    // PMC10439056, table 3: esketamine arms, 24 cells.
    [InlineData("23/32 71.9, 47/64 73.4, 15/32 46.9, 40/63 63.5, 20/32 62.5, 39/64 60.9, 7/32 21.9, 34/64 53.1")]
    [InlineData("12/32 37.5, 43/62 69.4, 10/32 31.3, 35/61 57.4, 13/32 40.6, 36/62 58.1, 9/32 28.1, 26/62 41.9")]
    [InlineData("13/32 40.6, 34/62 54.8, 10/32 31.3, 30/61 49.2, 12/32 37.5, 26/62 41.9, 9/32 28.1, 21/62 33.9")]
    // Turkoz 2021; ESCAPE-TRD; SUSTAIN-1; MGH (Sakurai 2020).
    [InlineData("55/318 17.3, 19/203 9.4, 182/310 58.7, 94/208 45.2")]
    [InlineData("91/336 27.1, 60/340 17.6, 24/90 26.7, 39/86 45.3")]
    [InlineData("15/82 18.3, 42/85 49.4")]
    public void Printed_rates(string cells)
    {
        foreach (var cell in cells.Split(", "))
        {
            var parts = cell.Split(' ', '/');
            (new Fraction(Int(parts[0]) * 100, Int(parts[1]))).Round(1).ToString("0.0", CultureInfo.InvariantCulture).Should().Be(parts[2], cell);
        }
    }

    /// <summary>Daly 2018, table 2 (PMC5838571), prints 42 and 46 % for 41.46 and 45.45: rounded twice. One rounding gives 41 and 45, and this library does not print 42.</summary>
    [Theory]
    [InlineData(22, 34, 65, 65)]
    [InlineData(23, 41, 56, 56)]
    [InlineData(17, 41, 41, 42)]
    [InlineData(10, 22, 45, 46)]
    public void Rates_that_were_rounded_twice(int met, int of, int once, int printed)
    {
        var exact = new Fraction(met * 100, of);

        exact.Round(0).Should().Be(once);
        Fraction.FromDecimal(exact.Round(1)).Round(0).Should().BeInRange(once, printed);
    }

    private static readonly AssessmentOptions Last = new() { Points = [new AssessmentPoint.Last()], HasTreatments = false };

    private static List<Course> Claus() =>
    [
        .. File.ReadLines(SharedFolder.Require("oracles/stats/trajectory_input.csv")).Select(line => line.Split(','))
            .Where(cells => cells[0] == "claus_hamd" && cells[3] is "1" or "4")
            .GroupBy(cells => cells[1], StringComparer.Ordinal)
            .Where(person => person.Count() == 2)
            .Select(person => Course.Create(
                person.Key,
                "1",
                person.Select(cells => new Administration("ham-d17", ClinicalTime.OnDay(Int(cells[3])), new AdministrationContent.TotalOnly(Number(cells[4]))))).GetValueOrThrow()),
    ];

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static Fraction Number(string text) => Fraction.TryParse(text, out var value) ? value : throw new FormatException("No number.");
}
