using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>Everybody's scores over time as thin lines, and the mean as a thick one.</summary>
public static class TrajectoriesFigure
{
    /// <summary>Draws the lines.</summary>
    /// <param name="title">The title.</param>
    /// <param name="scale">The scale's name, for the axis.</param>
    /// <param name="low">The least score possible.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="people">Each person's scores by day, in order of time.</param>
    /// <param name="means">The mean with its interval and the number of people, at chosen days or stretches.</param>
    /// <param name="meanLabel">What the thick line and its area are, for the legend: <c>mean, one standard error to either side</c>.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There are no scores, or the greatest is not above the least.</exception>
    public static Figure Draw(
        string title,
        string scale,
        double low,
        double high,
        IReadOnlyList<EquatableArray<(double Day, double Score)>> people,
        IReadOnlyList<(double Day, double Mean, double Low, double High, long Count)> means,
        string meanLabel = "mean and its interval",
        FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(means);
        var all = people.SelectMany(person => person).ToList();
        if (all.Count == 0 || !(high > low))
        {
            throw new ArgumentException("There is nothing to draw.", nameof(people));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var (first, last) = (Math.Min(0, all.Min(score => score.Day)), Math.Max(1, all.Max(score => score.Day)));
        var description = string.Create(CultureInfo.InvariantCulture, $"{people.Count} people, {all.Count} scores from day {first:0.#} to day {last:0.#}. ")
            + (means.Count == 0 ? "" : "Means: " + string.Join(", ", means.Select(mean => string.Create(CultureInfo.InvariantCulture, $"day {mean.Day:0.#} {mean.Mean:0.0} (n {mean.Count})"))) + ".");
        return Sheet.Draw("trajectories", title, description, options, (options.Width * 0.5) + (size * 9.6), (svg, left, top, width, height) =>
        {
            var panel = new Panel(svg, left + (size * 2.4), top + size, width - (size * 3.4), height - (size * 7.4), new Axis(first - ((last - first) * 0.02), last + ((last - first) * 0.02), "Days since the first infusion"), new Axis(low, high, scale), size);
            panel.DrawAxes();
            panel.Line("rule", panel.X(0), panel.Top, panel.X(0), panel.Bottom, "2 3");
            foreach (var person in people)
            {
                panel.Curve("t0", person.Select(score => (score.Day, score.Score)));
            }

            panel.Area("a1", [.. means.Select(mean => (mean.Day, mean.Low, mean.High))]);
            panel.Curve("l1", means.Select(mean => (mean.Day, mean.Mean)));
            foreach (var mean in means)
            {
                panel.Mark(1, mean.Day, mean.Mean);
            }

            var legend = new Legend(size, width);
            legend.Add("one person", key => key.Line("t0", key.Left, key.Y(0), key.Right, key.Y(0)));
            if (means.Count > 0)
            {
                var row = panel.Bottom + (size * 4.2);
                panel.Text("n", left, row, "quiet", "start");
                var free = double.NegativeInfinity;
                foreach (var mean in means)
                {
                    var (count, place) = (mean.Count.ToString(CultureInfo.InvariantCulture), panel.X(mean.Day));
                    var half = TextWidth.Of(count, size) / 2;
                    if (place - half > free)
                    {
                        panel.Text(count, place, row, "", "middle");
                        free = place + half + (size * 0.4);
                    }
                }

                legend.Add(meanLabel, key =>
                {
                    key.Area("a1", [(-1, -1, 1), (1, -1, 1)]);
                    key.Line("l1", key.Left, key.Y(0), key.Right, key.Y(0));
                    key.Mark(1, 0, 0);
                });
            }

            legend.Draw(svg, left, panel.Bottom + (size * 4.9));
        });
    }
}
