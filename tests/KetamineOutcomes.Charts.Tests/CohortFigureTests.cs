using KetamineOutcomes.Charts.CohortFigures;

namespace KetamineOutcomes.Charts.Tests;

public sealed class CohortFigureTests
{
    [Fact]
    public void A_curve_steps_down_at_its_events()
    {
        // Ten at risk, one event on day 5 of 10: 90 % from then on. The panel of a figure 640 wide in type of 12 begins at
        // 12 + 50.4 (4.2 sizes of type, more than the label "all" asks for) = 62.4 and ends at 640 - 12 - 12 = 616, so day 5 lies at 62.4 + 553.6 / 2 = 339.2.
        var svg = SurvivalFigure.Draw("Loss", "Still in response", [Curve("all", (5, 10, 0, 0.9), (10, 9, 9, 0.9))]).Xml();
        var line = svg.Named("path", "l0").First().Attribute("d")!.Value;
        line.Should().StartWith("M62.4 ").And.Contain("L339.2 ").And.EndWith(" " + line.Split(' ')[^1]);
        var places = line[1..].Split('L').Select(place => place.Split(' ')).ToList();
        places.Select(place => place[0]).Should().Equal("62.4", "339.2", "339.2", "616", "616");
        places[0][1].Should().Be(places[1][1]);
        places[2][1].Should().Be(places[3][1]).And.NotBe(places[1][1]);
    }

    [Fact]
    public void The_numbers_at_risk_stand_below_a_curve()
    {
        var texts = SurvivalFigure.Draw("Loss", "Still in response", [Curve("iv", (5, 10, 0, 0.9), (10, 9, 9, 0.9))]).Texts().ToList();
        texts.Should().Contain("Number at risk").And.Contain("iv");
        // On day 0 all ten, on day 10 the nine that are left.
        texts.SkipWhile(text => text != "iv").Skip(1).First().Should().Be("10");
        texts.SkipWhile(text => text != "iv").Last().Should().Be("9");
    }

    [Fact]
    public void A_rate_stands_beside_its_numerator_and_denominator()
    {
        var figure = RateFigure.Draw("Response", [new RateSeries("response", [Rate("infusion 1", 5, 20), Rate("infusion 2", 10, 20)])]);
        figure.Texts().Should().Contain("5/20").And.Contain("10/20").And.Contain("infusion 1");
        figure.Description.Should().Contain("infusion 2 10 of 20 (50 %)");
        // 25 % and 50 % of an axis from 0 to 100: the axis runs down from the first number to the last, and the marks lie at three quarters and half of it.
        var svg = figure.Xml();
        var axis = svg.Named("path", "axis").First().Attribute("d")!.Value; // M left top V bottom H right
        var (top, bottom) = (Of(axis.Split(' ', 'V')[1]), Of(axis.Split('V', 'H')[1]));
        svg.Named("circle", "f0").Take(2).Select(mark => mark.Number("cy")).Should().SatisfyRespectively(
            first => first.Should().BeApproximately(bottom - (0.25 * (bottom - top)), 0.011),
            second => second.Should().BeApproximately(bottom - (0.5 * (bottom - top)), 0.011));
    }

    [Fact]
    public void Nobody_seen_at_a_point_has_no_mark()
    {
        var figure = RateFigure.Draw("Response", [new RateSeries("response", [Rate("day 1", 1, 2), new RatePoint("day 2", 0, 0, 0, 0, 0, 1)])]);
        figure.Description.Should().Contain("day 2 0 of 0").And.NotContain("NaN");
        // One mark in the panel and one in the key.
        figure.Xml().Named("circle", "f0").Should().HaveCount(2);
    }

    [Fact]
    public void A_waterfall_runs_from_worst_to_best()
    {
        var figure = WaterfallFigure.Draw("Best change", [60, -20, 10]);
        figure.Description.Should().StartWith("3 people. 2 improved, 1 got worse, 0 did not change; 1 improved by 50 % or more; the best change is 60 % and the worst -20 %.");
        var bars = figure.Xml().Named("rect").Where(bar => (string?)bar.Attribute("class") is "f0" or "f1" or "f5").ToList();
        // Three bars, and the three colours of the legend.
        bars.Should().HaveCount(6);
        bars = bars[..3];
        bars.Select(bar => bar.Attribute("class")!.Value).Should().Equal("f1", "f5", "f0");
        bars.Select(bar => bar.Number("x")).Should().BeInAscendingOrder();
        // 20, 10 and 60 percent on one axis: the heights are as 2 to 1 to 6.
        (bars[0].Number("height") / bars[1].Number("height")).Should().BeApproximately(2, 0.01);
        (bars[2].Number("height") / bars[1].Number("height")).Should().BeApproximately(6, 0.01);
    }

    [Fact]
    public void Where_a_higher_score_is_better_improvement_points_up()
    {
        static (string Style, double Top) First(Figure figure) => figure.Xml().Named("rect").Where(bar => (string?)bar.Attribute("class") is "f1").Select(bar => ("f1", bar.Number("y"))).First();
        var down = WaterfallFigure.Draw("Best change", [60, -20]);
        var up = WaterfallFigure.Draw("Best change", [60, -20], higherIsBetter: true);
        up.Description.Should().Be(down.Description);
        // The worse one of the two hangs below the line of no change here, and stands above it there.
        First(up).Top.Should().BeGreaterThan(up.Xml().Named("rect", "f0").First().Number("y"));
        First(down).Top.Should().BeLessThan(down.Xml().Named("rect", "f0").First().Number("y"));
    }

    [Fact]
    public void The_cumulative_curve_falls_through_its_shares()
    {
        // 8 of 10 improved by 10 percent or more, 2 of 10 by 50: 80 % and 20 %, so the second point lies four times as far below the top as the first.
        var svg = CumulativeResponseFigure.Draw("Best", [new CumulativeSeries("all", [new(10, 8, 10, 0.5, 0.95), new(50, 2, 10, 0.05, 0.5)])]).Xml();
        var top = Of(svg.Named("path", "axis").First().Attribute("d")!.Value.Split(' ', 'V')[1]);
        var marks = svg.Named("circle", "f0").Take(2).Select(mark => mark.Number("cy") - top).ToList();
        (marks[1] / marks[0]).Should().BeApproximately(4, 0.01);
    }

    [Fact]
    public void Trajectories_are_one_line_a_person_and_one_for_the_mean()
    {
        var figure = TrajectoriesFigure.Draw("PHQ-9", "PHQ-9 total", 0, 27, [[(0, 20), (7, 10)], [(0, 18)]], [(0, 19, 18, 20, 2), (7, 10, 5, 15, 1)]);
        // Two people and the legend.
        figure.Xml().Named("path", "t0").Should().HaveCount(3);
        figure.Xml().Named("path", "l1").Should().NotBeEmpty();
        figure.Description.Should().Be("2 people, 3 scores from day 0 to day 7. Means: day 0 19.0 (n 2), day 7 10.0 (n 1).");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        FluentActions.Invoking(() => SurvivalFigure.Draw("t", "a", [])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => WaterfallFigure.Draw("t", [double.NaN])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrajectoriesFigure.Draw("t", "s", 0, 0, [[(0, 1)]], [])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => RateFigure.Draw("t", [new RateSeries("a", [Rate("x", 1, 2)]), new RateSeries("b", [Rate("y", 1, 2)])])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => WaterfallFigure.Draw("t", [1], options: FigureOptions.Page with { Width = 10 })).Should().Throw<InvalidOperationException>();
    }

    private static double Of(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static RatePoint Rate(string point, long count, long of) => new(point, count, of, 0.1, 0.9, 0.05, 0.95);

    private static SurvivalSeries Curve(string label, params (double Day, long AtRisk, long Censored, double Without)[] points) =>
        new(label, points.Select(point => new SurvivalPoint(point.Day, point.AtRisk, point.Censored, point.Without, point.Without - 0.1, Math.Min(1, point.Without + 0.05))).ToEquatableArray());
}
