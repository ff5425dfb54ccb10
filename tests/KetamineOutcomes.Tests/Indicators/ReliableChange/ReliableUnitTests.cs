using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Indicators.ReliableChange;

/// <summary>Whoever asks whether a change is more than error of measurement gets one answer.</summary>
public sealed class ReliableUnitTests
{
    // A change by so many points is reliable by the one and by the other, or by neither. Every whole-point change of the scale in both directions.
    [Theory]
    [InlineData("phq-9", "jacobson-truax", 27)]
    [InlineData("ham-d17", "jacobson-truax", 52)]
    [InlineData("isi", "dieperink-2020", 28)]
    [InlineData("who-5", "danish-who-5", 100)]
    [InlineData("whodas-12", "pmc7649960", 48)]
    public void Domains_and_reliable_change_agree(string instrument, string rule, int range) =>
        Compare(instrument, rule, range, AssessmentOptions.Default).Should().Be(instrument == "who-5" ? 51 : range + range + 1);

    // 1.96 sqrt(2) 4 sqrt(1 - .5) = 7.84 exactly for an SD of 4 and a reliability of .5; 1.96 sqrt(2) 2 = 5.544 for a SEM of 2.
    [Theory]
    [InlineData("madrs", 60)] // has none of its own
    [InlineData("wsas", 40)]
    [InlineData("phq-9", 27)]
    [InlineData("isi", 28)] // goes before the published number
    public void So_they_do_with_figures_of_the_caller(string instrument, int range)
    {
        ReliabilityProfile[] own =
        [
            new(instrument, "total", clinicalSd: new ChangeFigure(4, "clinic", "made up"), reliability: new ChangeFigure(new Fraction(1, 2), "clinic", "made up")),
            new(instrument, "total", standardError: new ChangeFigure(2, "clinic", "made up")),
        ];
        foreach (var profile in own)
        {
            Compare(instrument, "jacobson-truax", range, AssessmentOptions.Default with { Reliability = [profile] }).Should().Be(range + range + 1);
        }
    }

    [Fact]
    public void A_change_of_exactly_the_unit_is_none_for_either()
    {
        // A SEM of 5 / (1.96 sqrt(2)) cannot be written; an SD of 5/1.96 = 125/49 with a reliability of .5 makes 1.96 sqrt(2 x .5) 125/49 = 5 points exactly.
        var options = AssessmentOptions.Default with { Reliability = [new ReliabilityProfile("phq-9", "total", clinicalSd: new ChangeFigure(new Fraction(125, 49), "clinic", "made up"), reliability: new ChangeFigure(new Fraction(1, 2), "clinic", "made up"))] };
        Rows("phq-9", 20, 15, options).Should().Be(((Fraction)1, "unchanged"));
    }

    private static int Compare(string instrument, string rule, int range, AssessmentOptions options)
    {
        var compared = 0;
        var scale = InstrumentCatalogue.Shipped.Find(instrument)!.MainScale;
        // WHO-5 percentages go in steps of 4.
        var step = instrument == "who-5" ? 4 : 1;
        for (var change = -range; change <= range; change += step)
        {
            var from = Math.Max(0, -change);
            var to = from + change;
            var (units, category) = Rows(instrument, from, to, options, rule);
            var better = scale.Direction == Direction.HigherIsBetter ? change > 0 : change < 0;
            var isReliable = Fraction.Abs(units) > 1;
            (category is "unchanged").Should().Be(!isReliable, $"{instrument} {from} to {to}");
            if (isReliable)
            {
                (category is "improved" or "recovered").Should().Be(better, $"{instrument} {from} to {to}");
                (units > 0).Should().Be(better);
            }

            compared++;
        }

        return compared;
    }

    private static (Fraction Units, string Category) Rows(string instrument, int from, int to, AssessmentOptions options, string rule = "jacobson-truax")
    {
        var course = Given.Course([Given.Total(instrument, Given.Day(-1), from), Given.Total(instrument, Given.Day(9), to)]);
        var rows = CourseAssessment.Assess(course, options with { Points = [AssessmentPoint.Parse("last").GetValueOrThrow()], Include = ["domains", "reliable-change"] }).Results;
        var units = (IndicatorOutcome.Measured)rows.Single(row => row.Rule == "reliable-units").Outcome;
        return (units.Value, rows.Single(row => row.Indicator == "reliable-change" && row.Rule == rule).Said());
    }
}
