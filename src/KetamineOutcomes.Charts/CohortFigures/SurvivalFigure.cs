using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>A place on a survival curve.</summary>
/// <param name="Day">The day.</param>
/// <param name="AtRisk">How many were followed without the event just before it.</param>
/// <param name="Censored">How many were last seen then without it.</param>
/// <param name="Without">The share without the event after it, 0 to 1.</param>
/// <param name="Low">The lower end of its interval, or <see langword="null"/>.</param>
/// <param name="High">The upper end, or <see langword="null"/>.</param>
public readonly record struct SurvivalPoint(double Day, long AtRisk, long Censored, double Without, double? Low, double? High)
{
    /// <summary>The day.</summary>
    public double Day { get; } = Day;

    /// <summary>How many were followed without the event just before it.</summary>
    public long AtRisk { get; } = AtRisk;

    /// <summary>How many were last seen then without it.</summary>
    public long Censored { get; } = Censored;

    /// <summary>The share without the event after it, 0 to 1.</summary>
    public double Without { get; } = Without;

    /// <summary>The lower end of its interval, or <see langword="null"/>.</summary>
    public double? Low { get; } = Low;

    /// <summary>The upper end, or <see langword="null"/>.</summary>
    public double? High { get; } = High;
}

/// <summary>The curve of one group.</summary>
/// <param name="Label">The group's name.</param>
/// <param name="Points">Its points in order of time.</param>
public sealed record SurvivalSeries(string Label, EquatableArray<SurvivalPoint> Points)
{
    /// <summary>The group's name.</summary>
    public string Label { get; } = Label;

    /// <summary>Its points in order of time.</summary>
    public EquatableArray<SurvivalPoint> Points { get; } = Points;
}

/// <summary>Kaplan-Meier curves with their intervals and the numbers at risk below.</summary>
public static class SurvivalFigure
{
    /// <summary>Draws the curves.</summary>
    /// <param name="title">The title: what the event is.</param>
    /// <param name="axis">What the vertical axis is called: <c>Still in response</c>.</param>
    /// <param name="series">One curve a group, six at most.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is no curve, or there are more than six.</exception>
    public static Figure Draw(string title, string axis, IReadOnlyList<SurvivalSeries> series, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count is 0 or > Palette.Count || series.Any(curve => curve.Points.IsEmpty))
        {
            throw new ArgumentException("A figure has one to six curves, each with points.", nameof(series));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var last = Math.Max(1, series.Max(curve => curve.Points[^1].Day));
        var below = size * (4.6 + (1.5 * series.Count));
        return Sheet.Draw("survival", title, Describe(axis, series), options, (options.Width * 0.5) + below, (svg, left, top, width, height) =>
        {
            var label = Math.Clamp(series.Max(curve => TextWidth.Of(curve.Label, size)) + (size * 2.8), size * 4.2, width * 0.3);
            var panel = new Panel(svg, left + label, top + size, width - label - size, height - below, new Axis(0, last, "Days"), new Axis(0, 100, axis + " (%)"), size);
            panel.DrawAxes();
            for (var i = 0; i < series.Count; i++)
            {
                DrawCurve(panel, series[i], i, last);
            }

            var ticks = Ticks.Between(0, last, Math.Max(2, (int)(panel.Width / (size * 6))));
            var row = panel.Bottom + (size * 4.4);
            panel.Text("Number at risk", left, row, "quiet", "start");
            for (var i = 0; i < series.Count; i++)
            {
                row += size * 1.5;
                panel.Text(TextWidth.Fit(series[i].Label, size, label - (size * 2.3)), left, row, "", "start");
                panel.Line($"l{i}", left + label - (size * 2), row - (size * 0.35), left + label - (size * 0.6), row - (size * 0.35), Palette.DashOf(i));
                foreach (var tick in ticks)
                {
                    panel.Text(AtRisk(series[i], (double)tick).ToString(CultureInfo.InvariantCulture), panel.X((double)tick), row, "", tick == 0 ? "start" : "middle");
                }
            }
        });
    }

    private static void DrawCurve(Panel panel, SurvivalSeries curve, int i, double last)
    {
        var points = new List<(double X, double Y)> { (0, 100) };
        points.AddRange(curve.Points.Select(point => (point.Day, point.Without * 100)));
        var bounds = new List<(double X, double Low, double High)>();
        (double Low, double High) before = (100, 100);
        foreach (var point in curve.Points.Where(point => point.Low is not null && point.High is not null))
        {
            bounds.Add((point.Day, before.Low, before.High));
            before = (100 * point.Low!.Value, 100 * point.High!.Value);
            bounds.Add((point.Day, before.Low, before.High));
        }

        if (bounds.Count > 0)
        {
            bounds.Add((Math.Min(last, curve.Points[^1].Day), before.Low, before.High));
        }

        panel.Area($"a{i}", bounds);
        panel.Steps($"l{i}", points, Palette.DashOf(i));
        foreach (var point in curve.Points.Where(point => point.Censored > 0))
        {
            var (x, y) = (panel.X(point.Day), panel.Y(point.Without * 100));
            panel.Line($"l{i}", x, y - 4, x, y + 4);
        }
    }

    private static long AtRisk(SurvivalSeries curve, double day) => curve.Points.Where(point => point.Day >= day).Select(point => point.AtRisk).FirstOrDefault();

    private static string Describe(string axis, IReadOnlyList<SurvivalSeries> series) => string.Join(' ', series.Select(curve =>
    {
        var half = curve.Points.Where(point => point.Without <= 0.5).Select(point => (double?)point.Day).FirstOrDefault();
        var end = curve.Points[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{curve.Label}: {curve.Points[0].AtRisk} people; {axis.ToLowerInvariant()} on day {end.Day:0.#}: {100 * end.Without:0} %; {(half is { } day ? $"half by day {day:0.#}" : "half is not reached")}.");
    })) + " Steps are events, strokes are people last seen without one, shaded areas are intervals.";
}
