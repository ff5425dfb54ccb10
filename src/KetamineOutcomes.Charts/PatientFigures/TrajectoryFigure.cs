using System.Globalization;
using KetamineOutcomes.Charts.Drawing;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Charts.PatientFigures;

/// <summary>How a patient's figure counts time.</summary>
public enum FigureTime
{
    /// <summary>As dates, where the course has them; else as days.</summary>
    Dates,

    /// <summary>As days since the first infusion (the first score, without infusions): no date shows when somebody was treated.</summary>
    Days,
}

/// <summary>What stands in a trajectory beside the scores and the infusions.</summary>
[Flags]
public enum TrajectoryMarks
{
    /// <summary>Nothing: for a page that a patient takes home.</summary>
    None = 0,

    /// <summary>The default severity bands.</summary>
    Bands = 1,

    /// <summary>The baseline, and the lines of the default response and remission rules.</summary>
    Rules = 2,

    /// <summary>Raised alerts.</summary>
    Alerts = 4,

    /// <summary>The level that the drift watch holds scores against.</summary>
    Drift = 8,

    /// <summary>All of it: for those who treat.</summary>
    All = Bands | Rules | Alerts | Drift,
}

/// <summary>
/// A patient's scores over time, one panel a scale: severity bands, infusions and boosters, baseline, the lines of response and remission, raised alerts, and the level that the drift watch holds
/// scores against. It draws answers and judges nothing: what was not answered is not in it.
/// </summary>
public static class TrajectoryFigure
{
    /// <summary>Draws the panels.</summary>
    /// <param name="title">The title; an opaque id or none at all, as the caller wishes it.</param>
    /// <param name="course">The course: its infusions are drawn.</param>
    /// <param name="report">The answers about it: of <see cref="CourseAssessment.Assess"/> with the point <c>every-visit</c>, so that every score is there.</param>
    /// <param name="scales">Which scales, from top to bottom, by instrument and scale id.</param>
    /// <param name="time">Dates or days.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <param name="marks">What stands beside the scores; what is left out is in the description neither.</param>
    /// <param name="names">What each scale is called, in their order, or <see langword="null"/> for the names of the definitions.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There are no scales or more than six, an instrument has no such scale, none of them has a score, or there are names for more or fewer.</exception>
    public static Figure Draw(
        string title,
        Course course,
        AssessmentReport report,
        IReadOnlyList<(Instrument Instrument, string Scale)> scales,
        FigureTime time = FigureTime.Dates,
        FigureOptions? options = null,
        TrajectoryMarks marks = TrajectoryMarks.All,
        IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(scales);
        if (scales.Count is 0 or > 6)
        {
            throw new ArgumentException("A figure has one to six scales.", nameof(scales));
        }

        if (names is not null && names.Count != scales.Count)
        {
            throw new ArgumentException("Each scale has one name.", nameof(names));
        }

        var answers = scales.Select((scale, i) => new ScaleAnswers(
            report,
            scale.Instrument,
            scale.Instrument.FindScale(scale.Scale) ?? throw new ArgumentException("The instrument has no such scale.", nameof(scales)),
            marks,
            names?[i])).ToList();
        if (answers.TrueForAll(scale => scale.Scores.Count == 0))
        {
            throw new ArgumentException("None of the scales has a score.", nameof(report));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var places = answers.SelectMany(scale => scale.Scores.Select(score => score.Time).Concat(scale.Alerts.Select(alert => alert.Time))).Concat(course.Infusions.Select(infusion => infusion.At)).Select(TimeAxis.Of).ToList();
        var (first, last) = (places.Min(), places.Max());
        var zero = course.Infusions.IsEmpty ? first : TimeAxis.Of(course.Infusions[0].At);
        var inDays = time == FigureTime.Days || course.Infusions.Select(infusion => infusion.At).Concat(answers.SelectMany(scale => scale.Scores.Select(score => score.Time))).First().IsRelative;
        var pad = Math.Max(1, (last - first) * 0.02);
        var legend = MakeLegend(course, answers, size, options.Width - (2 * size));
        var heads = answers.Sum(scale => HeadOf(scale, size));
        var below = (size * (inDays ? 3.6 : 2.4)) + legend.Height;
        return Sheet.Draw("trajectory", title, Describe(course, answers, zero, inDays), options, (answers.Count * options.Width * 0.24) + heads + below + (size * 4), (svg, left, top, width, height) =>
        {
            var side = Math.Clamp(answers.Max(scale => SideNames(scale).Select(name => TextWidth.Of(name, size)).DefaultIfEmpty(0).Max()) + size, size * 2, width * 0.31);
            var each = Math.Max(size * 3, (height - heads - below) / answers.Count);
            var at = top;
            for (var i = 0; i < answers.Count; i++)
            {
                var isLast = i == answers.Count - 1;
                at += HeadOf(answers[i], size);
                var room = width - (size * 2.4) - side;
                var axis = TimeAxis.Between(first - pad, last + pad, inDays ? zero : null, isLast ? DaysTitle(course) : "", room / size);
                var panel = new Panel(svg, left + (size * 2.4), at, room, each - (isLast ? 0 : size * 0.6), axis, ScoreAxis(answers[i]), size);
                DrawScale(svg, panel, course, answers[i], size, side, isLast);
                at += each;
            }

            legend.Draw(svg, left, at + below - legend.Height);
        });
    }

    private static string DaysTitle(Course course) => course.Infusions.IsEmpty ? "Days since the first score" : "Days since the first infusion";

    private static double HeadOf(ScaleAnswers scale, double size) => size * (scale.Alerts.Count > 0 ? 3 : 1.6);

    private static Axis ScoreAxis(ScaleAnswers scale)
    {
        // A scale without a bound ends where its scores do.
        var scores = scale.Scores.Select(score => score.Score).DefaultIfEmpty(0).ToList();
        var (low, high) = (scale.Scale.Range.Low.ToDouble(), scale.Scale.Range.High?.ToDouble() ?? scores.Max());
        return new Axis(low, high > low ? high : low + 1, $"{scale.Name} ({(scale.Scale.Direction == Direction.HigherIsBetter ? "higher is better" : "lower is better")})");
    }

    private static IEnumerable<string> SideNames(ScaleAnswers scale) =>
        (scale.Bands?.Bands.Select(band => band.Label) ?? []).Concat(Lines(scale).Select(line => line.Name));

    private static IEnumerable<(double Level, string Name, int Series)> Lines(ScaleAnswers scale)
    {
        foreach (var baseline in scale.Baselines)
        {
            if (scale.ResponseLine(baseline.Series) is { } response)
            {
                yield return (response.Level, $"response {response.Entry.Value} %", baseline.Series);
            }
        }

        if (scale.Remission is { } remission)
        {
            yield return (remission.Value.ToDouble(), $"remission {Sign(remission.Comparator)} {remission.Value}", 0);
        }
    }

    private static string Sign(Comparator comparator) => comparator.ToSign() switch
    {
        "<=" => "≤",
        ">=" => "≥",
        var sign => sign,
    };

    private static void DrawScale(SvgWriter svg, Panel panel, Course course, ScaleAnswers scale, double size, double side, bool withLabels)
    {
        var names = new SideLabels(size);
        if (scale.Bands is { } set)
        {
            for (var i = 0; i < set.Bands.Count; i++)
            {
                var (from, to) = (set.Bands[i].From.ToDouble(), i + 1 < set.Bands.Count ? set.Bands[i + 1].From.ToDouble() : panel.YAxis.To);
                panel.Stripe($"shade{i % 2}", from, to);
                names.Band(set.Bands[i].Label, panel.Y(to), panel.Y(from));
            }
        }

        panel.DrawAxes(withLabels, withGrid: scale.Bands is null, lift: scale.Alerts.Count > 0 ? size * 1.3 : 0);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (level, name, series) in Lines(scale).Reverse())
        {
            var own = course.Series.FirstOrDefault(candidate => candidate.Number == series);
            var next = course.Series.FirstOrDefault(candidate => candidate.Number == series + 1);
            var (from, to) = (own is null ? panel.Left : panel.X(TimeAxis.Of(own.First.At)), own is null || next is null ? panel.Right : panel.X(TimeAxis.Of(next.First.At)));
            panel.Line("rule", from, panel.Y(level), to, panel.Y(level), series == 0 ? "2 3" : "6 4");
            // Of several series the last is named: its line is the one that ends at the name.
            if (drawn.Add(name))
            {
                names.Line(name, panel.Y(level));
            }
        }

        foreach (var infusion in course.Infusions)
        {
            var x = panel.X(TimeAxis.Of(infusion.At));
            var isBooster = infusion.Kind == InfusionKind.Booster;
            panel.Line(isBooster ? "boost" : "dose", x, panel.Bottom, x, panel.Bottom - (size * (isBooster ? 1.3 : 0.6)));
        }

        foreach (var series in scale.Baselines.Select(baseline => baseline.Series))
        {
            if (scale.Drift(series) is { } drift)
            {
                var x = panel.X(TimeAxis.Of(drift.At));
                panel.Line("l2", panel.X(TimeAxis.Of(drift.From)), panel.Y(drift.Level), x, panel.Y(drift.Level), Palette.DashOf(2));
                panel.Line("l2", x, panel.Y(drift.Low), x, panel.Y(drift.High));
                foreach (var end in new[] { drift.Low, drift.High })
                {
                    panel.Line("l2", x - (size * 0.3), panel.Y(end), x + (size * 0.3), panel.Y(end));
                }
            }
        }

        panel.Curve("l0", scale.Scores.Select(score => (TimeAxis.Of(score.Time), score.Score)));
        foreach (var (at, score) in scale.Scores)
        {
            var isBaseline = scale.Baselines.Any(baseline => baseline.Time == at && baseline.Score == score);
            panel.Mark(0, TimeAxis.Of(at), score, isFilled: !isBaseline, scale: isBaseline ? 1.35 : 0.9);
        }

        DrawAlerts(svg, panel, scale, size);
        names.Draw(panel, side - (size * 0.5));
    }

    private static void DrawAlerts(SvgWriter svg, Panel panel, ScaleAnswers scale, double size)
    {
        var marks = scale.Alerts.GroupBy(alert => TimeAxis.Of(alert.Time)).Select(group => (X: panel.X(group.Key), Ids: group.Select(alert => alert.Alert).ToList())).ToList();
        var y = panel.Top - (size * 0.2);
        foreach (var (x, _) in marks)
        {
            panel.Line("event", x, y, x, panel.Bottom, "1 3");
            svg.Empty("path", ("class", "alert"), ("d", $"M{SvgWriter.Number(x)} {SvgWriter.Number(y)}L{SvgWriter.Number(x - (size * 0.45))} {SvgWriter.Number(y - (size * 0.8))}H{SvgWriter.Number(x + (size * 0.45))}Z"));
        }

        // Marks too near for words of their own share them: the words stand behind the last of the run, or before its first where the panel ends.
        var free = panel.Left;
        for (var i = 0; i < marks.Count;)
        {
            var run = 1;
            string text;
            double width;
            do
            {
                var ids = marks.Skip(i).Take(run).SelectMany(mark => mark.Ids).ToList();
                text = "alert: " + string.Join(", ", ids.Distinct(StringComparer.Ordinal)) + (run > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({run} times)") : "");
                width = TextWidth.Of(text, size) + (size * 1.4);
            }
            while (i + run < marks.Count && marks[i + run - 1].X + width > marks[i + run].X && ++run > 0);

            var (first, last) = (marks[i].X, marks[i + run - 1].X);
            if (last + width <= panel.Right + (size * 0.7))
            {
                panel.Text(text, last + (size * 0.7), y, "", "start");
                free = last + width;
            }
            else if (first - width >= free)
            {
                panel.Text(text, first - (size * 0.7), y, "", "end");
                free = last + (size * 0.7);
            }

            i += run;
        }
    }

    private static Legend MakeLegend(Course course, List<ScaleAnswers> answers, double size, double width)
    {
        var legend = new Legend(size, width);
        legend.Add("score", key =>
        {
            key.Line("l0", key.Left, key.Y(0), key.Right, key.Y(0));
            key.Mark(0, 0, 0, scale: 0.9);
        });
        if (answers.Exists(scale => scale.Baselines.Count > 0))
        {
            legend.Add("baseline", key => key.Mark(0, 0, 0, isFilled: false, scale: 1.35));
        }

        if (course.Infusions.Any(infusion => infusion.Kind != InfusionKind.Booster))
        {
            legend.Add("infusion", key => key.Line("dose", key.X(0), key.Bottom, key.X(0), key.Bottom - (size * 0.6)));
        }

        if (course.Infusions.Any(infusion => infusion.Kind == InfusionKind.Booster))
        {
            legend.Add("booster", key => key.Line("boost", key.X(0), key.Bottom, key.X(0), key.Bottom - (size * 1.1)));
        }

        if (answers.Exists(scale => scale.Baselines.Any(baseline => scale.Drift(baseline.Series) is not null)))
        {
            legend.Add("level held, and the interval of the last scores", key =>
            {
                key.Line("l2", key.Left, key.Y(0), key.X(0.8), key.Y(0), Palette.DashOf(2));
                key.Line("l2", key.X(0.8), key.Top, key.X(0.8), key.Bottom);
            });
        }

        return legend;
    }

    private static string Describe(Course course, List<ScaleAnswers> answers, double zero, bool inDays)
    {
        string At(ClinicalTime time) => inDays ? string.Create(CultureInfo.InvariantCulture, $"day {TimeAxis.Of(time) - zero:0.#}") : time.ToString()[..10];

        var said = new List<string>();
        if (!course.Infusions.IsEmpty)
        {
            var boosters = course.Infusions.Count(infusion => infusion.Kind == InfusionKind.Booster);
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{course.Infusions.Count - boosters} infusions and {boosters} boosters from {At(course.Infusions[0].At)} to {At(course.Infusions[^1].At)}."));
        }

        foreach (var scale in answers)
        {
            said.Add(scale.Scores.Count == 0 ? $"{scale.Name}: no score." : $"{scale.Name}: " + string.Join(", ", scale.Scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{At(score.Time)} {score.Score:0.##}"))) + ".");
            said.AddRange(Lines(scale).Select(line => string.Create(CultureInfo.InvariantCulture, $"Line of {line.Name}: {line.Level:0.##}.")));
            foreach (var series in scale.Baselines)
            {
                said.Add(string.Create(CultureInfo.InvariantCulture, $"Baseline: {At(series.Time)} {series.Score:0.##}."));
                if (scale.Drift(series.Series) is { } drift)
                {
                    said.Add(string.Create(CultureInfo.InvariantCulture, $"Drift watch: {(drift.State.Length == 0 ? "no state" : drift.State)} on {At(drift.At)}; level held {drift.Level:0.##}, last scores {drift.Low:0.##} to {drift.High:0.##}."));
                }
            }

            said.AddRange(scale.Alerts.Select(alert => $"Alert {alert.Alert} raised on {At(alert.Time)}."));
        }

        return string.Join(' ', said);
    }
}
