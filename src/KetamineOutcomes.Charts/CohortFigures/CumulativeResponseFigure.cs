using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>How many people improved by at least so much.</summary>
/// <param name="AtLeast">The improvement, in percent of the baseline.</param>
/// <param name="Count">How many had at least that.</param>
/// <param name="Of">Out of how many.</param>
/// <param name="Low">The lower end of the interval of the share, 0 to 1; or <see langword="null"/>.</param>
/// <param name="High">The upper end, or <see langword="null"/>.</param>
public readonly record struct CumulativePoint(double AtLeast, long Count, long Of, double? Low, double? High)
{
    /// <summary>The improvement, in percent of the baseline.</summary>
    public double AtLeast { get; } = AtLeast;

    /// <summary>How many had at least that.</summary>
    public long Count { get; } = Count;

    /// <summary>Out of how many.</summary>
    public long Of { get; } = Of;

    /// <summary>The lower end of the interval of the share, 0 to 1; or <see langword="null"/>.</summary>
    public double? Low { get; } = Low;

    /// <summary>The upper end, or <see langword="null"/>.</summary>
    public double? High { get; } = High;
}

/// <summary>The curve of one point of the course or one group.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Points">Its points, by ascending improvement.</param>
public sealed record CumulativeSeries(string Label, EquatableArray<CumulativePoint> Points)
{
    /// <summary>Its name.</summary>
    public string Label { get; } = Label;

    /// <summary>Its points, by ascending improvement.</summary>
    public EquatableArray<CumulativePoint> Points { get; } = Points;
}

/// <summary>The share of people who improved by at least so many percent, for every percentage: response without a choice of cut-off.</summary>
public static class CumulativeResponseFigure
{
    /// <summary>Draws the curves.</summary>
    /// <param name="title">The title.</param>
    /// <param name="series">One to six curves.</param>
    /// <param name="response">At what percentage the line of response stands; <see langword="null"/> for none.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is no curve, there are more than six, or one counts nobody.</exception>
    public static Figure Draw(string title, IReadOnlyList<CumulativeSeries> series, double? response = 50, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count is 0 or > Palette.Count || series.Any(curve => curve.Points.IsEmpty || curve.Points.Any(point => point.Of <= 0)))
        {
            throw new ArgumentException("A figure has one to six curves, each of somebody.", nameof(series));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var last = Math.Max(100, series.Max(curve => curve.Points[^1].AtLeast));
        var legend = new Legend(size, options.Width - (2 * size));
        for (var i = 0; i < series.Count; i++)
        {
            var at = i;
            legend.Add(string.Create(CultureInfo.InvariantCulture, $"{series[i].Label} (n {series[i].Points[0].Of})"), key =>
            {
                key.Line($"l{at}", key.Left, key.Y(0), key.Right, key.Y(0), Palette.DashOf(at));
                key.Mark(at, 0, 0);
            });
        }

        var description = string.Join(' ', series.Select(curve => $"{curve.Label}: " + string.Join(", ", curve.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.AtLeast:0.#} % or more {point.Count} of {point.Of}"))) + "."))
            + " Shaded areas are intervals.";
        return Sheet.Draw("cumulative-response", title, description, options, (options.Width * 0.45) + (size * 8) + legend.Height, (svg, left, top, width, height) =>
        {
            var panel = new Panel(
                svg,
                left + (size * 2.6),
                top + size,
                width - (size * 3.6),
                Math.Max(size * 3, height - (size * 5) - legend.Height),
                new Axis(0, last, "Improvement of at least so many percent of the baseline"),
                new Axis(0, 100, "Share of people (%)"),
                size);
            panel.DrawAxes();
            if (response is { } line)
            {
                panel.Line("rule", panel.X(line), panel.Top, panel.X(line), panel.Bottom, "6 4");
                panel.Text("response", panel.X(line) + (size * 0.4), panel.Top + (size * 0.9), "quiet", "start");
            }

            for (var i = 0; i < series.Count; i++)
            {
                panel.Area($"a{i}", [.. series[i].Points.Where(point => point.Low is not null && point.High is not null).Select(point => (point.AtLeast, 100 * point.Low!.Value, 100 * point.High!.Value))]);
                var points = series[i].Points.Select(point => (X: point.AtLeast, Y: 100.0 * point.Count / point.Of)).ToList();
                panel.Curve($"l{i}", points, Palette.DashOf(i));
                foreach (var (x, y) in points)
                {
                    panel.Mark(i, x, y, scale: 0.8);
                }
            }

            legend.Draw(svg, left, panel.Bottom + (size * 3.6));
        });
    }
}
