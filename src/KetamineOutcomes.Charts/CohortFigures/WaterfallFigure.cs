using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>Each person's change as a bar, from the most worsened to the most improved.</summary>
public static class WaterfallFigure
{
    /// <summary>Draws the bars.</summary>
    /// <param name="title">The title: which scale and which point.</param>
    /// <param name="changes">Each person's improvement in percent of the baseline; negative if it got worse. No names: a bar stands for somebody.</param>
    /// <param name="response">At what percentage the line of response stands; <see langword="null"/> for none.</param>
    /// <param name="higherIsBetter">Whether the score rises as people get better; then improvement points up, else down.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is nobody.</exception>
    public static Figure Draw(string title, IReadOnlyList<double> changes, double? response = 50, bool higherIsBetter = false, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count == 0 || changes.Any(change => !double.IsFinite(change)))
        {
            throw new ArgumentException("A waterfall has a number for each of one or more people.", nameof(changes));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        // As papers draw it: a fall of the score points down, which on most scales is the better.
        var better = higherIsBetter ? 1 : -1;
        var sorted = changes.Order().ToList();
        var low = Math.Min(-10, Math.Floor(((better < 0 ? -sorted[^1] : sorted[0]) - 1) / 10) * 10);
        var high = Math.Max(10, Math.Ceiling(((better < 0 ? -sorted[0] : sorted[^1]) + 1) / 10) * 10);
        var responders = response is { } limit ? changes.Count(change => change >= limit) : 0;
        var description = string.Create(
            CultureInfo.InvariantCulture,
            $"{changes.Count} people. {changes.Count(change => change > 0)} improved, {changes.Count(change => change < 0)} got worse, {changes.Count(change => change == 0)} did not change; {(response is null ? "" : $"{responders} improved by {response:0.#} % or more; ")}the best change is {sorted[^1]:0.#} % and the worst {sorted[0]:0.#} %.");
        return Sheet.Draw("waterfall", title, description, options, (options.Width * 0.52) + (size * 2.4), (svg, left, top, width, height) =>
        {
            var panel = new Panel(svg, left + (size * 3.2), top + size, width - (size * 4.2), height - (size * 4), new Axis(0, sorted.Count, "", []), new Axis(low, high, $"Change from baseline (%; {(higherIsBetter ? "up" : "down")} is better)"), size);
            panel.DrawAxes(withXLabels: false);
            var step = panel.Width / sorted.Count;
            for (var i = 0; i < sorted.Count; i++)
            {
                var (from, to) = (panel.Y(0), panel.Y(better * sorted[i]));
                var series = sorted[i] < 0 ? 1 : response is { } at && sorted[i] >= at ? 0 : 5;
                svg.Empty(
                    "rect",
                    ("class", $"f{series}"),
                    ("x", SvgWriter.Number(panel.Left + (i * step) + (step * 0.1))),
                    ("y", SvgWriter.Number(Math.Min(from, to))),
                    ("width", SvgWriter.Number(Math.Max(0.5, step * 0.8))),
                    ("height", SvgWriter.Number(Math.Max(0.5, Math.Abs(to - from)))));
            }

            panel.Line("axis", panel.Left, panel.Y(0), panel.Right, panel.Y(0));
            if (response is { } line)
            {
                panel.Line("rule", panel.Left, panel.Y(better * line), panel.Right, panel.Y(better * line), "6 4");
                panel.Text(string.Create(CultureInfo.InvariantCulture, $"response: {line:0.#} % better"), panel.Left + (size * 0.5), panel.Y(better * line) + (size * (better < 0 ? 1.2 : -0.5)), "quiet", "start");
            }

            var legend = new Legend(size, width);
            foreach (var (label, series, count) in new[] { ("worse", 1, sorted.Count(change => change < 0)), (response is null ? "better" : "short of response", 5, sorted.Count(change => change >= 0 && !(change >= response))), ("response", 0, responders) })
            {
                if (count > 0)
                {
                    legend.Add(string.Create(CultureInfo.InvariantCulture, $"{label}: {count}"), key => svg.Empty("rect", ("class", $"f{series}"), ("x", SvgWriter.Number(key.Left)), ("y", SvgWriter.Number(key.Top)), ("width", SvgWriter.Number(key.Width)), ("height", SvgWriter.Number(key.Height))));
                }
            }

            legend.Draw(svg, left, panel.Bottom + (size * 1.4));
        });
    }
}
