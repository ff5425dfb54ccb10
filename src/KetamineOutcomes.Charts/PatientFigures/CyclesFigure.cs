using System.Globalization;
using KetamineOutcomes.Charts.Drawing;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Charts.PatientFigures;

/// <summary>The scores after each booster laid over one another, by days since the booster: whether the effect holds as long as it did. The last cycle is drawn strong, those before it thin.</summary>
public static class CyclesFigure
{
    /// <summary>Draws the cycles.</summary>
    /// <param name="title">The title.</param>
    /// <param name="course">The course; its infusions labelled as boosters begin cycles, and any infusion ends one.</param>
    /// <param name="report">The answers about it, of <see cref="CourseAssessment.Assess"/> with the point <c>every-visit</c>.</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">The scale's id.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The instrument has no such scale, or no score lies in a cycle after a booster.</exception>
    public static Figure Draw(string title, Course course, AssessmentReport report, Instrument instrument, string scale, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(instrument);
        var answers = new ScaleAnswers(report, instrument, instrument.FindScale(scale) ?? throw new ArgumentException("The instrument has no such scale.", nameof(scale)));
        var cycles = Cycles(course, answers).ToList();
        if (cycles.Count == 0)
        {
            throw new ArgumentException("No score lies in a cycle after a booster.", nameof(report));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var first = Math.Min(0, cycles.Min(cycle => cycle.Scores[0].Day));
        var last = Math.Max(1, cycles.Max(cycle => Math.Max(cycle.Scores[^1].Day, cycle.Days ?? 0)));
        var legend = new Legend(size, options.Width - (2 * size));
        foreach (var (cycle, style, mark, filled, dash) in Styles(cycles))
        {
            legend.Add($"booster {cycle.Number.ToString(CultureInfo.InvariantCulture)}", key =>
            {
                key.Line(style, key.Left, key.Y(0), key.Right, key.Y(0), dash);
                key.Mark(mark, 0, 0, filled);
            });
        }

        legend.Add("next infusion", key => key.Line("rule", key.X(0), key.Top, key.X(0), key.Bottom));
        return Sheet.Draw("cycles", title, Describe(answers, cycles), options, (options.Width * 0.42) + (size * 8) + legend.Height, (svg, left, top, width, height) =>
        {
            var names = new SideLabels(size);
            var side = answers.Scale.DefaultBandSet is { } set ? Math.Min(width * 0.31, set.Bands.Max(band => TextWidth.Of(band.Label, size)) + size) : size;
            var (low, high) = (answers.Scale.Range.Low.ToDouble(), answers.Scale.Range.High?.ToDouble() ?? answers.Scores.Max(score => score.Score));
            var panel = new Panel(
                svg,
                left + (size * 2.4),
                top + size,
                width - (size * 2.4) - side,
                Math.Max(size * 3, height - (size * 5) - legend.Height),
                new Axis(first - ((last - first) * 0.02), last + ((last - first) * 0.02), "Days since the booster"),
                new Axis(low, high > low ? high : low + 1, answers.Name),
                size);
            if (answers.Scale.DefaultBandSet is { } bands)
            {
                for (var i = 0; i < bands.Bands.Count; i++)
                {
                    var (from, to) = (bands.Bands[i].From.ToDouble(), i + 1 < bands.Bands.Count ? bands.Bands[i + 1].From.ToDouble() : panel.YAxis.To);
                    panel.Stripe($"shade{i % 2}", from, to);
                    names.Band(bands.Bands[i].Label, panel.Y(to), panel.Y(from));
                }
            }

            panel.DrawAxes(withGrid: answers.Scale.DefaultBandSet is null);
            if (first < 0)
            {
                panel.Line("boost", panel.X(0), panel.Bottom, panel.X(0), panel.Bottom - (size * 1.3));
            }

            foreach (var (cycle, style, mark, filled, dash) in Styles(cycles))
            {
                panel.Curve(style, cycle.Scores, dash);
                foreach (var (day, score) in cycle.Scores)
                {
                    panel.Mark(mark, day, score, filled);
                }

                if (cycle.Days is { } end)
                {
                    panel.Line("rule", panel.X(end), panel.Bottom, panel.X(end), panel.Bottom - (size * 0.8));
                }
            }

            names.Draw(panel, side - (size * 0.5));
            legend.Draw(svg, left, panel.Bottom + (size * 3.6));
        });
    }

    private static IEnumerable<(Cycle Cycle, string Style, int Mark, bool IsFilled, string? Dash)> Styles(List<Cycle> cycles) =>
        cycles.Select((cycle, i) => i == cycles.Count - 1 ? (cycle, "l1", 1, true, (string?)null) : (cycle, "m0", i % 5 == 1 ? 5 : i % 5, i % 2 == 1, Palette.DashOf(i)));

    /// <summary>
    /// A cycle: the score last known before the booster, and those up to the next infusion. A score of an infusion's own day, which nothing orders, ends the cycle before as its trough and begins the one after
    /// as its start.
    /// </summary>
    private static IEnumerable<Cycle> Cycles(Course course, ScaleAnswers answers)
    {
        var number = 0;
        for (var i = 0; i < course.Infusions.Count; i++)
        {
            var booster = course.Infusions[i];
            if (booster.Kind != InfusionKind.Booster)
            {
                continue;
            }

            number++;
            var start = TimeAxis.Of(booster.At);
            double? end = i + 1 < course.Infusions.Count ? TimeAxis.Of(course.Infusions[i + 1].At) : null;
            var previous = i > 0 ? TimeAxis.Of(course.Infusions[i - 1].At) : double.NegativeInfinity;
            var scores = answers.Scores.Select(score => (At: TimeAxis.Of(score.Time), score.Score)).Where(score => score.At >= start && (end is null || score.At <= end)).ToList();
            if (scores.Count == 0)
            {
                continue;
            }

            // The score before the booster, if it is of the week before and of the time since the infusion before.
            var before = scores[0].At == start ? (At: double.NaN, Score: 0.0) : answers.Scores.Select(score => (At: TimeAxis.Of(score.Time), score.Score)).LastOrDefault(score => score.At < start && score.At >= start - 7 && score.At > previous, (At: double.NaN, Score: 0));
            if (!double.IsNaN(before.At))
            {
                scores.Insert(0, before);
            }

            yield return new Cycle(number, booster.At, [.. scores.Select(score => (score.At - start, score.Score))], end - start);
        }
    }

    private static string Describe(ScaleAnswers answers, List<Cycle> cycles) => $"{answers.Name}. " + string.Join(' ', cycles.Select(cycle => string.Create(
        CultureInfo.InvariantCulture,
        $"Booster {cycle.Number} ({cycle.At.ToString()}): {string.Join(", ", cycle.Scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"day {score.Day:0.#} {score.Score:0.##}")))}{(cycle.Days is { } days ? string.Create(CultureInfo.InvariantCulture, $"; next infusion on day {days:0.#}") : "")}.")));

    private sealed record Cycle(int Number, ClinicalTime At, IReadOnlyList<(double Day, double Score)> Scores, double? Days);
}
