using System.Globalization;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.CohortFigures;

/// <summary>A stretch of one person's time in a state.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last.</param>
/// <param name="State">The state, 0 to 5: an index into the figure's names.</param>
public readonly record struct SwimmerStretch(double From, double To, int State)
{
    /// <summary>The first day.</summary>
    public double From { get; } = From;

    /// <summary>The last.</summary>
    public double To { get; } = To;

    /// <summary>The state, 0 to 5: an index into the figure's names.</summary>
    public int State { get; } = State;
}

/// <summary>One person's lane.</summary>
/// <param name="Label">What stands beside it; may be empty.</param>
/// <param name="Until">The last day of follow-up.</param>
/// <param name="Stretches">Time in states.</param>
/// <param name="Infusions">Days of infusions.</param>
/// <param name="Boosters">Days of boosters.</param>
/// <param name="IsFollowed">Whether follow-up goes on after the last day.</param>
public sealed record SwimmerLane(string Label, double Until, EquatableArray<SwimmerStretch> Stretches, EquatableArray<double> Infusions, EquatableArray<double> Boosters, bool IsFollowed)
{
    /// <summary>What stands beside it; may be empty.</summary>
    public string Label { get; } = Label;

    /// <summary>The last day of follow-up.</summary>
    public double Until { get; } = Until;

    /// <summary>Time in states.</summary>
    public EquatableArray<SwimmerStretch> Stretches { get; } = Stretches;

    /// <summary>Days of infusions.</summary>
    public EquatableArray<double> Infusions { get; } = Infusions;

    /// <summary>Days of boosters.</summary>
    public EquatableArray<double> Boosters { get; } = Boosters;

    /// <summary>Whether follow-up goes on after the last day.</summary>
    public bool IsFollowed { get; } = IsFollowed;
}

/// <summary>A lane a person: how long they were followed, when they were treated, and when they were in which state.</summary>
public static class SwimmerFigure
{
    /// <summary>Draws the lanes.</summary>
    /// <param name="title">The title.</param>
    /// <param name="states">The names of the states; six at most.</param>
    /// <param name="lanes">The people, from top to bottom; 100 at most.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is nobody, there are more than 100, or a stretch is in a state that has no name.</exception>
    public static Figure Draw(string title, IReadOnlyList<string> states, IReadOnlyList<SwimmerLane> lanes, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(lanes);
        if (lanes.Count is 0 or > 100 || states.Count > Palette.Count || lanes.Any(lane => lane.Stretches.Any(stretch => stretch.State < 0 || stretch.State >= states.Count)))
        {
            throw new ArgumentException("A figure has 1 to 100 lanes and at most six states, each with a name.", nameof(lanes));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var first = Math.Min(0, lanes.Min(lane => lane.Infusions.Concat(lane.Boosters).Concat(lane.Stretches.Select(stretch => stretch.From)).DefaultIfEmpty(0).Min()));
        var last = Math.Max(1, lanes.Max(lane => lane.Until));
        var legend = new Legend(size, options.Width - (2 * size));
        for (var i = 0; i < states.Count; i++)
        {
            var state = i;
            legend.Add(states[i], key => DrawState(key, state, -1, 1, 0.35, 0));
        }

        legend.Add("infusion", key => key.Mark(0, 0, 0, scale: 0.7, ink: "ink"));
        legend.Add("booster", key => key.Mark(3, 0, 0, scale: 0.9, ink: "ink"));
        legend.Add("followed on", key => DrawArrow(key, 0, 0, size));
        var description = string.Create(CultureInfo.InvariantCulture, $"{lanes.Count} people, followed for {lanes.Min(lane => lane.Until):0.#} to {lanes.Max(lane => lane.Until):0.#} days. ")
            + string.Join(' ', states.Select((state, i) => string.Create(CultureInfo.InvariantCulture, $"{state}: {lanes.Count(lane => lane.Stretches.Any(stretch => stretch.State == i))} people, {lanes.Sum(lane => lane.Stretches.Where(stretch => stretch.State == i).Sum(stretch => stretch.To - stretch.From)):0.#} days together.")));
        return Sheet.Draw("swimmer", title, description, options, (lanes.Count * size * 1.3) + (size * 9.4) + legend.Height, (svg, left, top, width, height) =>
        {
            var side = Math.Min(width * 0.25, lanes.Max(lane => TextWidth.Of(lane.Label, size)) + size);
            var room = Math.Max(size * 3, height - (size * 5) - legend.Height);
            var each = room / lanes.Count;
            // Names only where each lane has room for its own.
            var names = each >= size * 1.05 ? lanes.Select((lane, i) => (i + 0.5, TextWidth.Fit(lane.Label, size, side - (size * 0.5)))).Where(name => name.Item2.Length > 0).ToList() : [];
            var panel = new Panel(svg, left + side, top + size, width - side - size, room, new Axis(first - ((last - first) * 0.01), last + ((last - first) * 0.02), "Days since the first infusion"), new Axis(0, lanes.Count, "", names), size, isYTurned: true);
            panel.DrawAxes(withGrid: false);
            for (var i = 0; i < lanes.Count; i++)
            {
                var middle = i + 0.5;
                panel.Line("rule", panel.X(Math.Min(0, first)), panel.Y(middle), panel.X(lanes[i].Until), panel.Y(middle));
                foreach (var stretch in lanes[i].Stretches)
                {
                    DrawState(panel, stretch.State, stretch.From, stretch.To, 0.3, middle);
                }

                foreach (var day in lanes[i].Infusions)
                {
                    panel.Mark(0, day, middle, scale: Math.Min(0.7, each / size * 0.6), ink: "ink");
                }

                foreach (var day in lanes[i].Boosters)
                {
                    panel.Mark(3, day, middle, scale: Math.Min(0.9, each / size * 0.7), ink: "ink");
                }

                if (lanes[i].IsFollowed)
                {
                    DrawArrow(panel, lanes[i].Until, middle, size);
                }
            }

            legend.Draw(svg, left, panel.Bottom + (size * 3.6));
        });
    }

    private static void DrawState(Panel panel, int state, double from, double to, double half, double at) => panel.Area($"f{state}", [(from, at - half, at + half), (to, at - half, at + half)]);

    private static void DrawArrow(Panel panel, double x, double y, double size)
    {
        // Behind the end, so that it is seen beside a bar too.
        var tip = panel.X(x) + (size * 0.55);
        panel.Line("dose", tip - (size * 0.3), panel.Y(y) - (size * 0.3), tip, panel.Y(y));
        panel.Line("dose", tip - (size * 0.3), panel.Y(y) + (size * 0.3), tip, panel.Y(y));
    }
}
