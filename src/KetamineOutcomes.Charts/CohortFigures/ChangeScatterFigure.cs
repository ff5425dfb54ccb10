using System.Globalization;
using KetamineOutcomes.Charts.Drawing;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>Each person's score before and after as a point, with the stripe within which a difference may be error of measurement (Jacobson and Truax' plot).</summary>
public static class ChangeScatterFigure
{
    /// <summary>Draws the points.</summary>
    /// <param name="title">The title.</param>
    /// <param name="scale">The scale: its range is both axes, its direction says on which side people are better.</param>
    /// <param name="people">Each person's score before and after.</param>
    /// <param name="reliable">A change of more than so many points is called reliable, as the caller's rule has it; <see langword="null"/> for none.</param>
    /// <param name="cutOff">The cut-off between populations, or <see langword="null"/> where none is known.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is nobody, the scale has no range, or a number is none.</exception>
    public static Figure Draw(string title, Scale scale, IReadOnlyList<(double Before, double After)> people, double? reliable = null, double? cutOff = null, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(people);
        if (people.Count == 0 || people.Any(person => !double.IsFinite(person.Before) || !double.IsFinite(person.After)) || scale.Range.High is not { } top || top <= scale.Range.Low)
        {
            throw new ArgumentException("A scatter has scores before and after of one or more people, on a scale with a range.", nameof(people));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var (low, high) = (scale.Range.Low.ToDouble(), top.ToDouble());
        var better = scale.Direction == Direction.HigherIsBetter ? 1 : -1;
        var kinds = people.GroupBy(person => KindOf(better * (person.After - person.Before), reliable)).ToDictionary(kind => kind.Key, kind => kind.Count());
        (int Series, string Label)[] labels = [(0, reliable is null ? "better" : "reliably better"), (5, reliable is null ? "the same" : "no reliable change"), (1, reliable is null ? "worse" : "reliably worse")];
        var shown = labels.Where(label => kinds.ContainsKey(label.Series)).ToList();
        var description = string.Create(CultureInfo.InvariantCulture, $"{scale.Name}, {people.Count} people: ")
            + string.Join(", ", shown.Select(label => string.Create(CultureInfo.InvariantCulture, $"{kinds[label.Series]} {label.Label}"))) + "."
            + (reliable is { } needed ? string.Create(CultureInfo.InvariantCulture, $" A change of more than {needed:0.##} points is reliable.") : "")
            + (cutOff is { } between ? string.Create(CultureInfo.InvariantCulture, $" Cut-off: {between:0.##}.") : "");
        var legend = new Legend(size, options.Width - (2 * size));
        foreach (var label in shown)
        {
            legend.Add(string.Create(CultureInfo.InvariantCulture, $"{label.Label}: {kinds[label.Series]}"), key => key.Mark(label.Series, 0, 0));
        }

        if (reliable is not null)
        {
            legend.Add("within error of measurement", key => key.Area("a4", [(-1, -1, 1), (1, -1, 1)]));
        }

        return Sheet.Draw("change-scatter", title, description, options, (options.Width * 0.72) + (size * 8) + legend.Height, (svg, left, up, width, height) =>
        {
            var side = Math.Max(size * 3, Math.Min(width - (size * 3.6), height - (size * 5) - legend.Height));
            var indent = Math.Max(0, (width - side - (size * 3.6)) / 2);
            var panel = new Panel(svg, left + (size * 2.6) + indent, up + size, side, side, new Axis(low, high, "Before"), new Axis(low, high, $"After: {scale.Name}"), size);
            if (reliable is { } stripe)
            {
                // The corners where the stripe leaves the panel: a straight line kept inside would be bent.
                var places = new[] { low, Math.Min(high, low + stripe), Math.Max(low, high - stripe), high }.Distinct().Order();
                panel.Area("a4", [.. places.Select(at => (at, Math.Max(low, at - stripe), Math.Min(high, at + stripe)))]);
            }

            panel.DrawAxes();
            panel.Line("rule", panel.X(low), panel.Y(low), panel.X(high), panel.Y(high));
            if (cutOff is { } line)
            {
                panel.Line("rule", panel.Left, panel.Y(line), panel.Right, panel.Y(line), "6 4");
                panel.Line("rule", panel.X(line), panel.Top, panel.X(line), panel.Bottom, "6 4");
            }

            // Several people at one place are one larger mark: areas are as their numbers.
            foreach (var place in people.GroupBy(person => person).OrderBy(place => place.Key.Before).ThenBy(place => place.Key.After))
            {
                panel.Mark(KindOf(better * (place.Key.After - place.Key.Before), reliable), place.Key.Before, place.Key.After, scale: Math.Min(3, Math.Sqrt(place.Count())));
            }

            legend.Draw(svg, left, panel.Bottom + (size * 3.6));
        });
    }

    private static int KindOf(double gain, double? reliable) => reliable is { } needed
        ? gain > needed ? 0 : gain < -needed ? 1 : 5
        : gain > 0 ? 0 : gain < 0 ? 1 : 5;
}
