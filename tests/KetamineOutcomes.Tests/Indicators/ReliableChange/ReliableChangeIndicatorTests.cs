using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.ReliableChange;

public sealed class ReliableChangeIndicatorTests
{
    private static AssessmentReport Assess(Course course, params ReliabilityProfile[] profiles) => CourseAssessment.Assess(
        course,
        new AssessmentOptions { Points = [new AssessmentPoint.Last()], Include = ["reliable-change"], Reliability = [.. profiles] });

    private static Course Two(string instrument, int before, int after) =>
        Given.Course([Given.Total(instrument, Given.Day(-1), before), Given.Total(instrument, Given.Day(14), after)]);

    private static ChangeFigure Own(string value) => new(Fraction.TryParse(value, out var number) ? number : throw new FormatException(value), "my clinic", "my records");

    [Theory]
    // PHQ-9: the MCID of 5 is two standard errors, so the error is 2.5 and 1.96 x sqrt(2) x 2.5 = 6.93 points. Cut-off b: 2.7 + 2 x 3.5 = 9.7.
    [InlineData(20, 13, "improved", "improved", "improved")]
    [InlineData(20, 14, "unchanged", "improved", "improved")] // 6 points: 6 or more, and more than 5.66
    [InlineData(20, 15, "unchanged", "unchanged", "unchanged")]
    [InlineData(17, 9, "recovered", "improved", "improved")]
    [InlineData(17, 10, "improved", "improved", "improved")] // 10 is not below 9.7
    [InlineData(12, 19, "deteriorated", "deteriorated", "deteriorated")]
    [InlineData(9, 16, "harmed", "deteriorated", "deteriorated")]
    public void The_PHQ_9_by_three_rules(int before, int after, string jacobsonTruax, string six, string more)
    {
        var report = Assess(Two("phq-9", before, after));

        report.Said("reliable-change", "jacobson-truax").Should().Be(jacobsonTruax);
        report.Said("reliable-change", "nhs-talking-therapies").Should().Be(six);
        report.Said("reliable-change", "pmc10472176").Should().Be(more);
    }

    [Fact]
    public void The_MCID_stands_beside_it()
    {
        var report = Assess(Two("phq-9", 20, 15));

        report.Said("reliable-change", "mcid").Should().Be("improved"); // 5 of 5
        report.One("reliable-change", "jacobson-truax").Evidence.Parameters.Should().Contain(new Parameter("mcid-reached", "yes"));
        Assess(Two("phq-9", 20, 16)).Said("reliable-change", "mcid").Should().Be("unchanged");
    }

    [Fact]
    public void The_HAM_D_has_norms_for_all_of_it()
    {
        // The error is of one sample: SD 8.6, alpha .89, so 8.6 x sqrt(.11) = 2.85230, 2.771859 x 2.85230 = 7.906 points. Means 24.6 and 3.2, SDs 4.3 and 3.2:
        // a = 24.6 - 8.6 = 16, b = 3.2 + 6.4 = 9.6, c = (4.3 x 3.2 + 3.2 x 24.6) / 7.5 = 12.3307.
        var row = Assess(Two("ham-d17", 22, 12)).One("reliable-change", "jacobson-truax");

        row.Said().Should().Be("recovered");
        row.Evidence.Parameters.Should().Contain([
            new Parameter("reliable-change-points", "7.91"), new Parameter("standard-error", "2.85"),
            new Parameter("standard-error-population", "US outpatients with major depression after the first step of treatment (STAR*D); SD 8.6 x sqrt(1 - alpha 0.89) of that sample"),
            new Parameter("cut-off-a", "16"), new Parameter("cut-off-b", "9.6"), new Parameter("cut-off-c", "12.33"), new Parameter("cut-off", "c")]);
        row.Evidence.Flags.Should().Contain("derived-figure");
        row.Explain().Should().Be("HAM-D17 total went from 22 at baseline to 12 on day 14, better by 10, more than the 7.91 points beyond which a change is reliable (Jacobson-Truax), across cut-off c at 12.33: recovered.");
        Assess(Two("ham-d17", 22, 14)).Said("reliable-change", "jacobson-truax").Should().Be("improved"); // 8 points
        Assess(Two("ham-d17", 22, 15)).Said("reliable-change", "jacobson-truax").Should().Be("unchanged"); // 7 points

        // Edwards-Nunnally: expected .789 (22 - 24.6) + 24.6 = 22.5486, give or take 1.96 x 2.85230 = 5.59.
        var other = Assess(Two("ham-d17", 22, 17)).One("reliable-change", "edwards-nunnally");
        other.Said().Should().Be("unchanged"); // 5.5486 below
        other.Evidence.Parameters.Should().Contain(new Parameter("regressed-baseline", "22.55"));
        Assess(Two("ham-d17", 22, 16)).Said("reliable-change", "edwards-nunnally").Should().Be("improved"); // 6.5486 below
        Assess(Two("ham-d17", 22, 16)).Said("reliable-change", "jacobson-truax").Should().Be("unchanged"); // 6 points
    }

    [Theory]
    // 1.96 x sqrt(2) = 2.771859. Error = SD x sqrt(1 - reliability); cut-off a = mean, two SDs towards the better end.
    // WSAS: 8.9 x sqrt(.27) = 4.6246, 12.819 points; a = 23.8 - 17.8 = 6.
    [InlineData("wsas", 30, 17, "improved", "12.82", "8.9", "0.73", "6")]
    [InlineData("wsas", 30, 18, "unchanged", "12.82", "8.9", "0.73", "6")]
    [InlineData("wsas", 30, 6, "improved", "12.82", "8.9", "0.73", "6")] // on the cut-off is clinical
    [InlineData("wsas", 30, 5, "recovered", "12.82", "8.9", "0.73", "6")]
    [InlineData("wsas", 17, 30, "deteriorated", "12.82", "8.9", "0.73", "6")]
    // SDS: 6.3 x sqrt(.27) = 3.2736, 9.074 points; a = 18.3 - 12.6 = 5.7.
    [InlineData("sds", 20, 10, "improved", "9.07", "6.3", "0.73", "5.7")]
    [InlineData("sds", 20, 11, "unchanged", "9.07", "6.3", "0.73", "5.7")]
    [InlineData("sds", 20, 5, "recovered", "9.07", "6.3", "0.73", "5.7")]
    // BDI-II: 10 x sqrt(.11) = 3.3166, 9.193 points; a = 27 - 20 = 7.
    [InlineData("bdi-ii", 30, 20, "improved", "9.19", "10", "0.89", "7")]
    [InlineData("bdi-ii", 30, 21, "unchanged", "9.19", "10", "0.89", "7")]
    [InlineData("bdi-ii", 30, 6, "recovered", "9.19", "10", "0.89", "7")]
    // QIDS-SR16: 4.8 x sqrt(.27) = 2.4942, 6.913 points; a = 15.4 - 9.6 = 5.8.
    [InlineData("qids-sr16", 18, 11, "improved", "6.91", "4.8", "0.73", "5.8")]
    [InlineData("qids-sr16", 18, 12, "unchanged", "6.91", "4.8", "0.73", "5.8")]
    [InlineData("qids-sr16", 18, 5, "recovered", "6.91", "4.8", "0.73", "5.8")]
    // Q-LES-Q-SF in per cent, higher is better: 14.2 x sqrt(.07) = 3.7570, 10.414; a = 41.5 + 28.4 = 69.9.
    [InlineData("q-les-q-sf", 25, 50, "improved", "10.41", "14.2", "0.93", "69.9")]
    [InlineData("q-les-q-sf", 50, 25, "deteriorated", "10.41", "14.2", "0.93", "69.9")]
    [InlineData("q-les-q-sf", 50, 75, "recovered", "10.41", "14.2", "0.93", "69.9")]
    public void Scales_with_an_SD_of_depressed_outpatients(string instrument, int before, int after, string state, string points, string sd, string reliability, string cutOff)
    {
        var row = Assess(Two(instrument, before, after)).One("reliable-change", "jacobson-truax");

        row.Said().Should().Be(state);
        row.Evidence.Parameters.Should().Contain([
            new Parameter("reliable-change-points", points), new Parameter("sd", sd), new Parameter("reliability", reliability),
            new Parameter("cut-off-a", cutOff), new Parameter("cut-off", "a")]);
    }

    [Theory]
    // 5.0 x sqrt(1 - .737) = 2.5642, 7.108 points.
    [InlineData(34, 26, "improved")]
    [InlineData(34, 27, "unchanged")]
    [InlineData(20, 28, "deteriorated")]
    [InlineData(34, 2, "improved")] // without means nobody recovers
    public void The_MADRS_by_the_retest_of_treated_patients(int before, int after, string state)
    {
        var report = Assess(Two("madrs", before, after));
        var row = report.One("reliable-change", "jacobson-truax");

        row.Said().Should().Be(state);
        row.Evidence.Parameters.Should().Contain([new Parameter("reliable-change-points", "7.11"), new Parameter("standard-error", "2.56"), new Parameter("sd", "5"), new Parameter("reliability", "0.737")]);
        row.Evidence.Flags.Should().Contain("no-cut-off");
        report.Results.Should().NotContain(result => result.Rule == "edwards-nunnally");
    }

    [Fact]
    public void The_QIDS_SR16_after_regression_to_the_mean()
    {
        // Expected .73 (20 - 15.4) + 15.4 = 18.758, give or take 1.96 x 2.4942 = 4.889: below 13.869.
        var row = Assess(Two("qids-sr16", 20, 13)).One("reliable-change", "edwards-nunnally");

        row.Said().Should().Be("improved");
        row.Evidence.Parameters.Should().Contain(new Parameter("regressed-baseline", "18.76"));
        Assess(Two("qids-sr16", 20, 14)).Said("reliable-change", "edwards-nunnally").Should().Be("unchanged");
    }

    [Fact]
    public void Without_verified_figures_nothing_is_guessed()
    {
        // The YMRS has a verified SD (9.9) and no verified reliability over time; the MADRS-S has a reliability and no SD.
        var report = Assess(Two("ymrs", 34, 12));

        report.Said("reliable-change", "jacobson-truax").Should().Be("indeterminate:reliability-unknown");
        report.Said("reliable-change", "mcid").Should().Be("improved");
        Assess(Two("madrs-s", 34, 12)).Said("reliable-change", "jacobson-truax").Should().Be("indeterminate:reliability-unknown");
        report.Results.Should().NotContain(row => row.Rule == "edwards-nunnally");
    }

    [Fact]
    public void A_callers_figures_take_the_place_of_the_librarys()
    {
        // SD 10, reliability .75: error 5, 13.86 points.
        var own = new ReliabilityProfile("madrs", "total", clinicalSd: Own("10"), reliability: Own("0.75"));
        var row = Assess(Two("madrs", 34, 20), own).One("reliable-change", "jacobson-truax");

        row.Said().Should().Be("improved"); // 14; no means are chosen for the MADRS, so nobody recovers
        row.Evidence.Flags.Should().Contain("caller-figure");
        row.Evidence.Sources.Should().Contain("my records");
        Assess(Two("madrs", 34, 21), own).Said("reliable-change", "jacobson-truax").Should().Be("unchanged"); // 13

        // A caller's reliability sets the PHQ-9's own standard error aside; alone it is not enough.
        Assess(Two("phq-9", 20, 5), new ReliabilityProfile("phq-9", "total", reliability: Own("0.9"))).Said("reliable-change", "jacobson-truax")
            .Should().Be("indeterminate:reliability-unknown");
    }

    [Fact]
    public void What_has_no_score_or_no_baseline_says_why()
    {
        Assess(Given.Course([Given.Madrs(7, 10)])).Said("reliable-change", "mcid").Should().Be("indeterminate:no-baseline");
        Assess(Given.Course([Given.Madrs(-1, 30), Given.NotDone("madrs", 7)])).Said("reliable-change", "mcid").Should().Be("indeterminate:not-done");
        Assess(Given.Course([Given.Madrs(-1, 30)])).Said("reliable-change", "mcid").Should().Be("indeterminate:no-assessment");
    }

    [Fact]
    public void Impossible_figures_are_refused()
    {
        FluentActions.Invoking(() => new ReliabilityProfile("madrs", "total", reliability: Own("1"))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ReliabilityProfile("madrs", "total", clinicalSd: Own("0"))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ReliabilityProfile("madrs", "total", mcid: Own("-1"))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ChangeFigure(1, " ", "s")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Every_default_points_at_verified_figures_of_a_definition()
    {
        // A pointer that finds nothing would silently leave a rule without its number.
        var found = 0;
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!))
        {
            foreach (var scale in instrument.Scales)
            {
                var profile = FigureChoices.For(instrument, scale);
                ChangeFigure?[] figures = [profile.ClinicalSd, profile.Reliability, profile.ClinicalMean, profile.FunctionalMean, profile.FunctionalSd, profile.Mcid];
                found += figures.Count(figure => figure is not null);
                figures.OfType<ChangeFigure>().Where(figure => figure.Status != EvidenceStatus.Verified).Should().BeEmpty();
            }
        }

        found.Should().Be(FigureChoices.Pointers);
    }
}
