using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>One part of a grouping in a forest: an estimate with its interval.</summary>
/// <param name="Label">The part: <c>route: intravenous</c>.</param>
/// <param name="Count">How many people it is of.</param>
/// <param name="Value">The estimate, or <see langword="null"/> where there is none.</param>
/// <param name="Low">The lower end of its interval, or <see langword="null"/>.</param>
/// <param name="High">The upper end, or <see langword="null"/>.</param>
/// <param name="IsSmall">Whether it is of so few people that it says little; it is drawn hollow.</param>
public sealed record ForestRow(string Label, long Count, double? Value, double? Low, double? High, bool IsSmall = false)
{
    /// <summary>The part: <c>route: intravenous</c>.</summary>
    public string Label { get; } = Label;

    /// <summary>How many people it is of.</summary>
    public long Count { get; } = Count;

    /// <summary>The estimate, or <see langword="null"/> where there is none.</summary>
    public double? Value { get; } = Value;

    /// <summary>The lower end of its interval, or <see langword="null"/>.</summary>
    public double? Low { get; } = Low;

    /// <summary>The upper end, or <see langword="null"/>.</summary>
    public double? High { get; } = High;

    /// <summary>Whether it is of so few people that it says little; it is drawn hollow.</summary>
    public bool IsSmall { get; } = IsSmall;
}

/// <summary>Estimates of subgroups with their intervals, one a row, beside that of everybody.</summary>
public static class ForestFigure
{
    /// <summary>Draws the rows.</summary>
    /// <param name="title">The title.</param>
    /// <param name="axis">What is estimated, with its unit: <c>Response at the end of induction (%)</c>.</param>
    /// <param name="all">The estimate of everybody, drawn as a line through all rows; <see langword="null"/> for none.</param>
    /// <param name="rows">The rows, from top to bottom; 60 at most.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There are no rows or more than 60, or none of them has an estimate.</exception>
    public static Figure Draw(string title, string axis, double? all, IReadOnlyList<ForestRow> rows, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(axis);
        ArgumentNullException.ThrowIfNull(rows);
        var numbers = rows.SelectMany(row => new[] { row.Value, row.Low, row.High }).Append(all).OfType<double>().ToList();
        if (rows.Count is 0 or > 60 || rows.All(row => row.Value is null) || numbers.Exists(number => !double.IsFinite(number)))
        {
            throw new ArgumentException("A forest has 1 to 60 rows, one of them at least with an estimate.", nameof(rows));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var (low, high) = (numbers.Min(), numbers.Max());
        var pad = high > low ? (high - low) * 0.05 : 1;
        var description = axis + ". " + string.Join(' ', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Label} (n {row.Count}): {Said(row)}{(row.IsSmall ? ", few people" : "")}.")))
            + (all is { } everybody ? string.Create(CultureInfo.InvariantCulture, $" Everybody: {everybody:0.##}.") : "");
        var legend = new Legend(size, options.Width - (2 * size));
        if (all is not null)
        {
            legend.Add("everybody", key => key.Line("rule", key.X(0), key.Top, key.X(0), key.Bottom, "6 4"));
        }

        if (rows.Any(row => row.IsSmall))
        {
            legend.Add("few people: says little", key => key.Mark(0, 0, 0, isFilled: false));
        }

        return Sheet.Draw("forest", title, description, options, (rows.Count * size * 1.8) + (size * 9.4) + legend.Height, (svg, left, top, width, height) =>
        {
            var names = Math.Min(width * 0.3, Math.Max(size * 4, rows.Max(row => TextWidth.Of(row.Label, size)) + size));
            var counts = Math.Max(size * 2, rows.Max(row => TextWidth.Of(row.Count.ToString(CultureInfo.InvariantCulture), size)) + size);
            var said = Math.Min(width * 0.3, rows.Max(row => TextWidth.Of(Said(row), size)) + size);
            var room = Math.Max(size * 3, height - (size * 5) - legend.Height);
            var each = room / rows.Count;
            var panel = new Panel(svg, left + names + counts, top + size, width - names - counts - said, room, new Axis(low - pad, high + pad, axis), new Axis(0, rows.Count, "", []), size, isYTurned: true);
            panel.DrawAxes(withGrid: false);
            panel.Text("n", left + names + counts - (size * 0.8), panel.Top - (size * 0.4), "quiet", "end");
            if (all is { } line)
            {
                panel.Line("rule", panel.X(line), panel.Top, panel.X(line), panel.Bottom, "6 4");
            }

            var free = double.NegativeInfinity;
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, y) = (rows[i], panel.Y(i + 0.5));
                // Where rows are lower than type, every other one is named, and the description has them all.
                if (y - (size * 0.7) > free)
                {
                    panel.Text(TextWidth.Fit(row.Label, size, names - (size * 0.5)), left, y + (size * 0.35), "", "start");
                    panel.Text(row.Count.ToString(CultureInfo.InvariantCulture), left + names + counts - (size * 0.8), y + (size * 0.35), "", "end");
                    panel.Text(TextWidth.Fit(Said(row), size, said - (size * 0.5)), panel.Right + (size * 0.5), y + (size * 0.35), "quiet", "start");
                    free = y + (size * 0.35);
                }

                if (row is { Low: { } from, High: { } to })
                {
                    panel.Line("l0", panel.X(from), y, panel.X(to), y);
                }

                if (row.Value is { } value)
                {
                    panel.Mark(0, value, i + 0.5, isFilled: !row.IsSmall, scale: Math.Min(1.1, each / size));
                }
            }

            legend.Draw(svg, left, panel.Bottom + (size * 3.6));
        });
    }

    private static string Said(ForestRow row) => row.Value is not { } value ? "no estimate"
        : row is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"{value:0.#} ({low:0.#} to {high:0.#})") : string.Create(CultureInfo.InvariantCulture, $"{value:0.#}");
}
