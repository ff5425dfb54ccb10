using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Indicators.Plateau;

public sealed class PlateauIndicatorTests
{
    private static readonly int[] Days = [1, 4, 8, 11, 15, 18, 22, 25];

    private static AssessmentReport Assess(Course course, string point = "last", params ReliabilityProfile[] profiles) => CourseAssessment.Assess(
        course,
        new AssessmentOptions { Points = [AssessmentPoint.Parse(point).GetValueOrThrow()], Include = ["plateau"], Reliability = [.. profiles] });

    private static Course Madrs(params int[] scores) => Given.Course([Given.Madrs(-1, 34), .. scores.Select((score, i) => Given.Madrs(Days[i], score))]);

    [Theory]
    // Remission on the MADRS is 10 or less by default, response 17 or less of 34, partial response (30 %) 23 or less.
    [InlineData(9, "plateau-in-remission")]
    [InlineData(14, "plateau-in-response")]
    [InlineData(20, "plateau-in-partial-response")]
    [InlineData(30, "plateau-without-response")]
    public void A_plateau_says_where_it_stands(int level, string expected) =>
        Assess(Madrs([.. Enumerable.Repeat(level, 8)])).Said("plateau", "expected-gain").Should().Be(expected);

    [Fact]
    public void It_says_what_it_rests_on()
    {
        var row = Assess(Madrs(20, 20, 20, 20, 20, 20, 20, 20)).One("plateau", "expected-gain");

        row.Explain().Should().StartWith("MADRS total: 8 visits since baseline, the last 20 on day 25. Over the next three visits (10.29 days) a gain of 0 is to be expected (95 % interval -")
            .And.EndWith("; MCID 6): a plateau in partial response. That is no statement about whether to stop.");
        row.Evidence.Flags.Should().Contain("project-policy");
        row.Evidence.Parameters.Should().Contain([new Parameter("visits", "8"), new Parameter("mcid", "6"), new Parameter("visit-sd", "3.6"), new Parameter("visit-sd-rule", "0.6 MCID (project policy)"),
            new Parameter("reliable-change-points", "8.32"), new Parameter("reliable-change-rule", "jacobson-truax, error of 0.5 MCID (project policy)")]);
        row.Evidence.Observations.Should().HaveCount(8);
        (row.Day, row.At, row.KnownAt).Should().Be((25, Given.Day(25), Given.Day(25)));
    }

    [Fact]
    public void Descriptions_stand_beside_it()
    {
        var report = Assess(Madrs(30, 28, 26, 24, 22));

        // Better by 2 a visit of alternately 3 and 4 days: the slopes of all pairs are 8/14 twice or so; their median is 4/7 a day, 4 a week.
        var slope = report.One("plateau", "slope");
        slope.Said().Should().Be("4");
        slope.Evidence.Flags.Should().Equal("descriptive", "project-policy");
        report.Said("plateau", "no-new-best").Should().Be("not-met"); // 22 against 28: six better
    }

    [Theory]
    [InlineData("30 28 26", "indeterminate:too-few-visits")]
    [InlineData("30 25 20 15 10 5", "at-floor")]
    [InlineData("30 27 24 21 18 15 12", "still-improving")]
    [InlineData("20 20 20 20 20 29", "worsening")] // 1.96 x sqrt(2) x 3 = 8.32: the error by the figures, 2.56, is less than half the MCID
    public void The_states(string scores, string expected) =>
        Assess(Madrs([.. scores.Split(' ').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))])).Said("plateau", "expected-gain").Should().Be(expected);

    [Fact]
    public void A_scale_without_an_MCID_is_not_evaluable_until_the_caller_gives_one()
    {
        var course = Given.Course([Given.Total("qids-sr16", Given.Day(-1), 20), .. Days.Select(day => Given.Total("qids-sr16", Given.Day(day), 15))]);

        Assess(course).Said("plateau", "expected-gain").Should().Be("indeterminate:mcid-unknown");
        var own = new ReliabilityProfile("qids-sr16", "total", mcid: new ChangeFigure(3, "my clinic", "my records"), visitSd: new ChangeFigure(1, "my clinic", "my records"));
        var row = Assess(course, "last", own).One("plateau", "expected-gain");
        row.Said().Should().Be("plateau-without-response");
        row.Evidence.Flags.Should().Contain("caller-figure");
    }

    [Fact]
    public void Without_a_baseline_there_is_nothing_after_it() =>
        Assess(Given.Course([.. Days.Select(day => Given.Madrs(day, 20))])).Said("plateau", "expected-gain").Should().Be("indeterminate:no-baseline");

    [Fact]
    public void Across_boosters_cycles_are_compared_and_not_visits()
    {
        Administration[] forms =
        [
            Given.Madrs(-1, 34), Given.Madrs(4, 20), Given.Madrs(11, 14),
            .. Enumerable.Range(0, 6).SelectMany(cycle => new[] { Given.Madrs(41 + (28 * cycle), 14), Given.Madrs(65 + (28 * cycle), 22) }), // a saw-tooth
        ];
        Infusion[] doses = [.. Given.Induction(0, 3, 7, 10), .. Enumerable.Range(0, 6).Select(cycle => Given.Dose(40 + (28 * cycle), InfusionKind.Booster))];
        var report = Assess(Given.Course(forms, doses), "last");

        report.Said("plateau", "expected-gain").Should().Be("not-applicable:after-booster");
        var row = report.One("plateau", "across-cycles");
        row.Said().Should().Be("plateau-in-response");
        row.Evidence.Observations.Should().OnlyContain(observation => observation.Score == "14").And.HaveCount(6);
        Assess(Given.Course(forms, doses), "every-visit").Results.Where(result => result.Rule == "across-cycles" && result.Day < 125)
            .Should().OnlyContain(result => result.Said() == "indeterminate:too-few-cycles").And.NotBeEmpty();
    }

    [Fact]
    public void Cycles_seen_at_too_different_phases_are_not_compared()
    {
        Administration[] forms = [Given.Madrs(-1, 34), Given.Madrs(4, 20), .. Enumerable.Range(0, 4).Select(cycle => Given.Madrs(41 + (28 * cycle) + (cycle * 4), 14))];
        Infusion[] doses = [.. Given.Induction(0, 3), .. Enumerable.Range(0, 4).Select(cycle => Given.Dose(40 + (28 * cycle), InfusionKind.Booster))];

        Assess(Given.Course(forms, doses)).Said("plateau", "across-cycles").Should().Be("indeterminate:phase-differs"); // days 1, 5, 9, 13
    }

    [Fact]
    public void Of_two_scores_on_one_day_the_later_counts()
    {
        var course = Given.Course([Given.Madrs(-1, 34), Given.Madrs(4, 25), Given.Madrs(4, 20, Timing.Post), Given.Madrs(8, 20), Given.Madrs(11, 20), Given.Madrs(15, 20)]);

        Assess(course).One("plateau", "expected-gain").Evidence.Observations.Select(observation => observation.Score).Should().Equal("20", "20", "20", "20");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_was_said_at_a_visit_stays_when_later_visits_arrive(int seed)
    {
        var random = new Draws(seed);
        for (var i = 0; i < 10; i++)
        {
            var scores = Days.Select((_, visit) => Math.Clamp(30 - (visit * random.Next(0, 5)) + random.Next(-5, 6), 0, 60)).ToArray();
            var all = Rows(Madrs(scores));
            for (var visits = 1; visits < scores.Length; visits++)
            {
                Rows(Madrs(scores[..visits])).Should().BeSubsetOf(all);
            }
        }

        static List<string> Rows(Course course) =>
            [.. CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit()], Include = ["plateau", "reliable-change"] }).Results
                .Select(row => $"{row.Indicator} {row.Rule} {row.At} {row.KnownAt} {row.Outcome} {row.Explain()}")];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_mirrored_scale_has_the_same_states(int seed)
    {
        // Four items from 1 to 5: 4 to 20. A score s becomes 24 - s on the scale on which higher is better; remission 8 or less becomes 16 or more.
        var worse = Given.Catalogue("range-to-best", "higher-is-worse", "<=", 8, 10);
        var better = Given.Catalogue("range-to-best", "higher-is-better", ">=", 16, 14);
        var instrument = worse.Ids.Except(InstrumentCatalogue.Shipped.Ids, StringComparer.Ordinal).Single();
        var random = new Draws(seed);
        for (var i = 0; i < 20; i++)
        {
            var scores = Days.Select((_, visit) => Math.Clamp(18 - (visit * random.Next(0, 3)) + random.Next(-2, 3), 4, 20)).ToArray();
            var plain = States(scores, 18, worse, clinical: 14, functional: 6);
            var mirrored = States([.. scores.Select(score => 24 - score)], 24 - 18, better, clinical: 10, functional: 18);

            mirrored.Should().Equal(plain);
        }

        List<string> States(int[] scores, int baseline, InstrumentCatalogue catalogue, int clinical, int functional)
        {
            ChangeFigure Own(int value) => new(value, "made up", "made up");
            var own = new ReliabilityProfile(instrument, "total", clinicalSd: Own(3), reliability: new ChangeFigure(new Fraction(3, 4), "made up", "made up"), clinicalMean: Own(clinical), functionalMean: Own(functional), functionalSd: Own(2), mcid: Own(2));
            var course = Given.Course([Given.Total(instrument, Given.Day(-1), baseline), .. scores.Select((score, visit) => Given.Total(instrument, Given.Day(Days[visit]), score))]);
            return [.. CourseAssessment.Assess(course, new AssessmentOptions { Points = [new AssessmentPoint.EveryVisit()], Include = ["plateau", "reliable-change"], Reliability = [own] }, catalogue).Results
                .Where(row => row.Rule != "slope")
                .Select(row => $"{row.Indicator} {row.Rule} {row.At} {row.Outcome}")];
        }
    }
}
