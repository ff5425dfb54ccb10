using System.Globalization;
using System.Xml.Linq;
using KetamineOutcomes.Charts.PatientFigures;

namespace KetamineOutcomes.Charts.Tests;

public sealed class PatientFigureTests
{
    private static readonly Figure Trajectory = TrajectoryFigure.Draw("p", Patients.Relative, Patients.Report(Patients.Relative), [(Patients.Phq9, "total")]);

    [Fact]
    public void Every_score_is_a_mark_at_its_day()
    {
        var marks = Trajectory.Xml().Named("circle", "f0").Where(mark => mark.Number("r") < 4).Select(mark => (X: mark.Number("cx"), Y: mark.Number("cy"))).ToList();
        // Days 15, 40, 45, 50, 70, 90, and the legend's; the baseline on day -2 is a ring of its own. From day 15 to 45 it is 6 times as far as from 40 to 45, and a score of 12 lies
        // as far above 6 as 8 lies above 2: (12 - 6) / (8 - 6) = 3.
        marks.Should().HaveCount(7);
        ((marks[2].X - marks[0].X) / (marks[2].X - marks[1].X)).Should().BeApproximately(6, 0.02);
        ((marks[2].Y - marks[1].Y) / (marks[2].Y - marks[0].Y)).Should().BeApproximately(3, 0.02);
        Trajectory.Xml().Named("circle", "o0").Should().HaveCount(2);
    }

    [Fact]
    public void The_lines_of_response_and_remission_stand_where_the_definition_puts_them()
    {
        // Half of a baseline of 20 is 10; the PHQ-9's remission is below 5.
        Trajectory.Description.Should().Contain("Line of response 50 %: 10.").And.Contain("Line of remission < 5: 5.").And.Contain("Baseline: day -2 20.");
        Trajectory.Texts().Should().Contain("response 50 %").And.Contain("remission < 5").And.Contain("Moderately severe");
        // On an axis from 0 to 27 the line of 10 lies twice as high as that of 5.
        var svg = Trajectory.Xml();
        var bottom = double.Parse(svg.Named("path", "axis").First().Attribute("d")!.Value.Split('V', 'H')[1], CultureInfo.InvariantCulture);
        double Height(string dash) => bottom - double.Parse(svg.Named("path", "rule").Single(line => (string?)line.Attribute("stroke-dasharray") == dash).Attribute("d")!.Value.Split(' ', 'L')[1], CultureInfo.InvariantCulture);
        (Height("6 4") / Height("2 3")).Should().BeApproximately(2, 0.01);
    }

    [Fact]
    public void Infusions_are_short_strokes_and_boosters_long_ones()
    {
        var svg = Trajectory.Xml();
        // Six and two, and one each in the legend.
        svg.Named("path", "dose").Should().HaveCount(7);
        svg.Named("path", "boost").Should().HaveCount(3);
        Trajectory.Description.Should().StartWith("6 infusions and 2 boosters from day 0 to day 70.");
    }

    [Fact]
    public void A_raised_alert_is_marked_with_words()
    {
        Trajectory.Texts().Should().Contain("alert: item9");
        Trajectory.Xml().Named("path", "alert").Should().ContainSingle();
        Trajectory.Description.Should().Contain("Alert item9 raised on day 50.");
    }

    [Fact]
    public void Nothing_is_drawn_that_was_not_answered()
    {
        // Without the answers about response and drift there is no line of either, and nothing is worked out in their place.
        var report = Patients.Report(Patients.Relative).Where(["score", "baseline"]);
        var figure = TrajectoryFigure.Draw("p", Patients.Relative, report, [(Patients.Phq9, "total")]);
        figure.Description.Should().NotContain("Line of").And.NotContain("Drift").And.NotContain("Alert");
        figure.Xml().Named("path", "alert").Should().BeEmpty();
    }

    [Fact]
    public void Dates_are_dates_and_days_hide_them()
    {
        var report = Patients.Report(Patients.Dated);
        var dates = TrajectoryFigure.Draw("p", Patients.Dated, report, [(Patients.Phq9, "total"), (Patients.Wsas, "total")]);
        dates.Texts().Should().Contain("1 Mar 2026").And.Contain("1 Apr").And.NotContain("Days since the first infusion");
        var days = TrajectoryFigure.Draw("p", Patients.Dated, report, [(Patients.Phq9, "total"), (Patients.Wsas, "total")], FigureTime.Days);
        days.Texts().Should().Contain("Days since the first infusion");
        days.Svg.Should().NotContain("2026");
    }

    [Fact]
    public void Cycles_are_counted_from_their_booster()
    {
        var figure = CyclesFigure.Draw("p", Patients.Relative, Patients.Report(Patients.Relative), Patients.Phq9, "total");
        // Boosters on days 40 and 70: scores on days 40, 45, 50 and 70 are days 0, 5, 10 and 30 of the first; those on days 70 and 90 days 0 and 20 of the second.
        figure.Description.Should().Be("PHQ-9 total. Booster 1 (40): day 0 12, day 5 6, day 10 1, day 30 6; next infusion on day 30. Booster 2 (70): day 0 6, day 20 18.");
    }

    [Fact]
    public void Readings_stand_at_their_minute()
    {
        var figure = ChairFigure.Draw("p", Patients.Session);
        figure.Description.Should().StartWith("systolic (mmHg): minute 0 120, minute 40 150, minute 90 125. diastolic (mmHg): minute 0 70").And.Contain("cadss-6 (points): minute 0 0, minute 40 10.")
            .And.EndWith("The shaded time is the infusion, 40 minutes.");
        figure.Texts().Should().Contain("systolic").And.Contain("diastolic").And.Contain("Dissociation (CADSS)");
        // Minutes 0, 40 and 90: 4 to 5.
        var x = figure.Xml().Named("circle", "f0").Take(3).Select(mark => mark.Number("cx")).ToList();
        ((x[1] - x[0]) / (x[2] - x[1])).Should().BeApproximately(0.8, 0.001);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        var report = Patients.Report(Patients.Relative);
        FluentActions.Invoking(() => TrajectoryFigure.Draw("p", Patients.Relative, report, [])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrajectoryFigure.Draw("p", Patients.Relative, report, [(Patients.Phq9, "nothing")])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrajectoryFigure.Draw("p", Patients.Relative, report.Where(["response"]), [(Patients.Phq9, "total")])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => CyclesFigure.Draw("p", Patients.Relative, report.Where(["response"]), Patients.Phq9, "total")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_page_for_the_patient_has_the_scores_and_treatments_alone()
    {
        // The course has bands, a baseline, response and remission lines and an alert on day 50 (item9): none of it is in words or marks, and each score still is.
        var plain = TrajectoryFigure.Draw("p", Patients.Relative, Patients.Report(Patients.Relative), [(Patients.Phq9, "total")], marks: TrajectoryMarks.None, names: ["Mood"]);
        plain.ShouldBeSound();
        plain.Description.Should().Be("6 infusions and 2 boosters from day 0 to day 70. Mood: day -2 20, day 15 8, day 40 12, day 45 6, day 50 1, day 70 6, day 90 18.");
        plain.Texts().Should().Contain("Mood (lower is better)").And.NotContain(text => text.Contains("response", StringComparison.Ordinal) || text.Contains("remission", StringComparison.Ordinal) || text.Contains("alert", StringComparison.Ordinal) || text.Contains("evere", StringComparison.Ordinal));
        plain.Xml().Descendants().Attributes("class").Select(style => style.Value).Should().NotContain(style => style.StartsWith("shade", StringComparison.Ordinal) || style == "alert" || style == "event" || style == "o0" || style == "rule" || style == "l2");
        plain.Xml().Named("circle", "f0").Where(mark => mark.Number("r") < 4).Should().HaveCount(8, "seven scores and the legend's");
    }

    [Fact]
    public void Names_are_as_many_as_scales() =>
        FluentActions.Invoking(() => TrajectoryFigure.Draw("p", Patients.Relative, Patients.Report(Patients.Relative), [(Patients.Phq9, "total")], names: [])).Should().Throw<ArgumentException>();
}
