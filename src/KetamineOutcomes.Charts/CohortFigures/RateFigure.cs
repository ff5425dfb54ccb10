using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>A share at one point of the course.</summary>
/// <param name="Point">The point as it stands below the axis: <c>infusion 3</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Of">Out of how many with an answer.</param>
/// <param name="Low">The lower end of the interval of the share, 0 to 1.</param>
/// <param name="High">The upper end.</param>
/// <param name="Worst">The share of all who were due if none of the others met it.</param>
/// <param name="Best">The share of all who were due if each of the others met it.</param>
public readonly record struct RatePoint(string Point, long Count, long Of, double Low, double High, double Worst, double Best)
{
    /// <summary>The point as it stands below the axis.</summary>
    public string Point { get; } = Point;

    /// <summary>How many.</summary>
    public long Count { get; } = Count;

    /// <summary>Out of how many with an answer.</summary>
    public long Of { get; } = Of;

    /// <summary>The lower end of the interval of the share, 0 to 1.</summary>
    public double Low { get; } = Low;

    /// <summary>The upper end.</summary>
    public double High { get; } = High;

    /// <summary>The share of all who were due if none of the others met it.</summary>
    public double Worst { get; } = Worst;

    /// <summary>The share of all who were due if each of the others met it.</summary>
    public double Best { get; } = Best;
}

/// <summary>The shares of one rule, in the order of the course.</summary>
/// <param name="Label">The rule's name.</param>
/// <param name="Points">Its points.</param>
public sealed record RateSeries(string Label, EquatableArray<RatePoint> Points)
{
    /// <summary>The rule's name.</summary>
    public string Label { get; } = Label;

    /// <summary>Its points.</summary>
    public EquatableArray<RatePoint> Points { get; } = Points;
}

/// <summary>Response and remission along the course, with intervals, denominators, and what the missing could do to them.</summary>
public static class RateFigure
{
    /// <summary>Draws the shares.</summary>
    /// <param name="title">The title.</param>
    /// <param name="series">One to six rules over the same points.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is no rule, there are more than six, or they have unlike points.</exception>
    public static Figure Draw(string title, IReadOnlyList<RateSeries> series, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count is 0 or > Palette.Count || series[0].Points.IsEmpty || series.Any(rule => !rule.Points.Select(point => point.Point).SequenceEqual(series[0].Points.Select(point => point.Point), StringComparer.Ordinal)))
        {
            throw new ArgumentException("A figure has one to six rules over the same points.", nameof(series));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var points = series[0].Points;
        var legend = new Legend(size, options.Width - (2 * size));
        legend.Add("interval of those seen", key => key.Line("l0", key.X(0), key.Top, key.X(0), key.Bottom));
        legend.Add("worst to best, had all who were due been seen", key => DrawBounds(key, key.X(0), key.Top, key.Bottom, size));
        var description = string.Join(' ', series.Select(rule => rule.Label + ": " + string.Join(", ", rule.Points.Select(point => string.Create(
            CultureInfo.InvariantCulture,
            $"{point.Point} {point.Count} of {point.Of}{(point.Of == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100.0 * point.Count / point.Of:0} %)"))}"))) + "."))
            + " Thick bars are intervals of those seen; thin ones beside them run from the worst to the best that all who were due could show.";
        return Sheet.Draw("rates", title, description, options, (options.Width * 0.5) + (size * (4.5 + (1.5 * series.Count))) + legend.Height, (svg, left, top, width, height) =>
        {
            var below = (size * (3.4 + (1.5 * series.Count))) + legend.Height;
            var label = Math.Clamp(series.Max(rule => TextWidth.Of(rule.Label, size)) + (size * 2.4), size * 3.2, width * 0.3);
            var panel = new Panel(
                svg, left + label, top + size, width - label - size, height - below, new Axis(-0.5, points.Count - 0.5, "", [.. points.Select((point, i) => ((double)i, point.Point))]), new Axis(0, 100, "Share of those seen (%)"), size);
            panel.DrawAxes();
            for (var i = 0; i < series.Count; i++)
            {
                var shift = (i - ((series.Count - 1) / 2.0)) * 0.16;
                var seen = series[i].Points.Select((point, at) => (point, At: at + shift)).Where(entry => entry.point.Of > 0).ToList();
                foreach (var (point, at) in seen)
                {
                    var beside = panel.X(at) + (size * 0.45);
                    DrawBounds(panel, beside, panel.Y(100 * point.Worst), panel.Y(100 * point.Best), size);
                    panel.Line($"l{i}", panel.X(at), panel.Y(100 * point.Low), panel.X(at), panel.Y(100 * point.High));
                }

                panel.Curve($"t{i}", seen.Select(entry => (entry.At, 100.0 * entry.point.Count / entry.point.Of)));
                foreach (var (point, at) in seen)
                {
                    panel.Mark(i, at, 100.0 * point.Count / point.Of);
                }

                var row = panel.Bottom + (size * (3 + (1.5 * i)));
                panel.Text(TextWidth.Fit(series[i].Label, size, label - (size * 2)), left + (size * 1.4), row, "", "start");
                var key = new Panel(svg, left, row - (size * 0.7), size, size * 0.7, new Axis(0, 1, ""), new Axis(0, 1, ""), size);
                key.Mark(i, 0.5, 0.5);
                for (var at = 0; at < points.Count; at++)
                {
                    panel.Text(string.Create(CultureInfo.InvariantCulture, $"{series[i].Points[at].Count}/{series[i].Points[at].Of}"), panel.X(at), row, "quiet", "middle");
                }
            }

            legend.Draw(svg, left, panel.Bottom + (size * (2.4 + (1.5 * series.Count))));
        });
    }

    private static void DrawBounds(Panel panel, double x, double from, double to, double size)
    {
        panel.Line("rule", x, from, x, to);
        panel.Line("rule", x - (size * 0.2), from, x + (size * 0.2), from);
        panel.Line("rule", x - (size * 0.2), to, x + (size * 0.2), to);
    }
}
