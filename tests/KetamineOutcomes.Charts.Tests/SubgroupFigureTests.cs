using KetamineOutcomes.Charts.CohortFigures;

namespace KetamineOutcomes.Charts.Tests;

public sealed class SubgroupFigureTests
{
    [Fact]
    public void A_change_is_reliable_beyond_the_stripe_and_not_on_its_edge()
    {
        // 20 to 10 is 10 points better; 20 to 15 exactly 5, which is not more than 5; 10 to 16 is 6 worse.
        var figure = ChangeScatterFigure.Draw("t", Patients.Phq9.FindScale("total")!, [(20, 10), (20, 15), (10, 16)], reliable: 5, cutOff: 10);
        figure.Description.Should().Be("PHQ-9 total, 3 people: 1 reliably better, 1 no reliable change, 1 reliably worse. A change of more than 5 points is reliable. Cut-off: 10.");
        // The axes are square: one point is as far to the right as another is up.
        var better = figure.Xml().Named("circle", "f0").First();
        var axis = figure.Xml().Named("path", "axis").First().Attribute("d")!.Value.Split('M', ' ', 'V', 'H').Skip(1).Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var (left, bottom) = (axis[0], axis[2]);
        ((better.Number("cx") - left) / (bottom - better.Number("cy"))).Should().BeApproximately(2, 0.01);
    }

    [Fact]
    public void On_a_scale_where_more_is_better_a_rise_is_better()
    {
        var who5 = Instruments.InstrumentCatalogue.Shipped.Find("who-5")!.Scales[0];
        ChangeScatterFigure.Draw("t", who5, [(20, 60)], reliable: 10).Description.Should().Contain("1 reliably better");
    }

    [Fact]
    public void A_lane_runs_as_long_as_its_person_was_followed()
    {
        var figure = SwimmerFigure.Draw("t", ["response"], [new SwimmerLane("a", 100, [new SwimmerStretch(20, 80, 0)], [0, 3], [40], true), new SwimmerLane("b", 50, [], [0], [], false)]);
        figure.Description.Should().Be("2 people, followed for 50 to 100 days. response: 1 people, 60 days together.");
        // From day 20 to 80 of 0 to 50: the bar of the one is 60 / 50 as long as the line of the other.
        // The first bar is the lane's, the last the legend's.
        var bar = Across(figure.Xml().Named("path", "f0").First());
        var lane = Across(figure.Xml().Named("path", "rule").Last());
        (bar / lane).Should().BeApproximately(1.2, 0.01);
    }

    [Fact]
    public void A_small_part_is_hollow_and_one_without_an_estimate_says_so()
    {
        var figure = ForestFigure.Draw("t", "Response (%)", 50, [new ForestRow("iv", 20, 60, 40, 80), new ForestRow("im", 3, 33.3, 5, 80, IsSmall: true), new ForestRow("oral", 0, null, null, null)]);
        figure.Texts().Should().Contain("60 (40 to 80)").And.Contain("no estimate").And.Contain("few people: says little");
        figure.Xml().Named("circle", "f0").Should().ContainSingle();
        figure.Description.Should().Be("Response (%). iv (n 20): 60 (40 to 80). im (n 3): 33.3 (5 to 80), few people. oral (n 0): no estimate. Everybody: 50.");
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        FluentActions.Invoking(() => ForestFigure.Draw("t", "a", null, [new ForestRow("x", 0, null, null, null)])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => SwimmerFigure.Draw("t", ["a"], [new SwimmerLane("x", 1, [new SwimmerStretch(0, 1, 1)], [], [], false)])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => ChangeScatterFigure.Draw("t", Patients.Phq9.FindScale("total")!, [])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => CumulativeResponseFigure.Draw("t", [new CumulativeSeries("a", [new CumulativePoint(10, 0, 0, null, null)])])).Should().Throw<ArgumentException>();
    }

    private static double Across(System.Xml.Linq.XElement path)
    {
        var x = path.Attribute("d")!.Value.Split('M', 'L', 'Z').Where(place => place.Length > 0).Select(place => double.Parse(place.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return x.Max() - x.Min();
    }
}
