using System.Globalization;
using KetamineOutcomes.Charts.Drawing;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Charts.PatientFigures;

/// <summary>What was read in the chair at one infusion, by minute from its start: pressure, heart rate, oxygen saturation, sedation and dissociation, each in a panel of its own.</summary>
public static class ChairFigure
{
    private static readonly (string Title, ChairMeasure[] Measures)[] Panels =
    [
        ("Blood pressure (mmHg)", [ChairMeasure.Systolic, ChairMeasure.Diastolic]),
        ("Heart rate (beats a minute)", [ChairMeasure.HeartRate]),
        ("Oxygen saturation (%)", [ChairMeasure.OxygenSaturation]),
        ("Sedation (MOAA/S; 5 is alert)", [ChairMeasure.Sedation]),
        ("Dissociation (CADSS)", [ChairMeasure.Cadss6, ChairMeasure.Cadss23, ChairMeasure.Cadss28]),
    ];

    /// <summary>Draws the readings.</summary>
    /// <param name="title">The title.</param>
    /// <param name="session">The readings; what has no minute from the start is not drawn, and counted in the description.</param>
    /// <param name="options">How it is drawn, or <see langword="null"/> for a page.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">There is no reading with a minute.</exception>
    public static Figure Draw(string title, ChairSession session, FigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(session);
        if (session.Readings.IsEmpty)
        {
            throw new ArgumentException("There is no reading with a minute.", nameof(session));
        }

        options ??= FigureOptions.Page;
        double size = options.FontSize;
        var drawn = Panels.Select(panel => (panel.Title, Measures: panel.Measures.Where(measure => session.Readings.Any(reading => reading.Measure == measure)).ToList())).Where(panel => panel.Measures.Count > 0).ToList();
        var minutes = session.Readings.Select(reading => reading.Minute.ToDouble()).ToList();
        var length = (double?)session.Infusion.Minutes;
        var (first, last) = (Math.Min(0, minutes.Min()), Math.Max(Math.Max(1, minutes.Max()), Math.Min(length ?? 0, 600)));
        var pad = (last - first) * 0.02;
        return Sheet.Draw("chair", title, Describe(session, drawn), options, (drawn.Count * options.Width * 0.24) + (size * (6.6 + (1.6 * drawn.Count))), (svg, left, top, width, height) =>
        {
            var side = size + drawn.SelectMany(panel => panel.Measures).Max(measure => TextWidth.Of(NameOf(measure), size));
            var each = Math.Max(size * 4.6, (height - (size * 3.6)) / drawn.Count);
            for (var i = 0; i < drawn.Count; i++)
            {
                var isLast = i == drawn.Count - 1;
                var own = session.Readings.Where(reading => drawn[i].Measures.Contains(reading.Measure)).ToList();
                var (low, high) = RangeOf(drawn[i].Measures[0], [.. own.Select(reading => reading.Value.ToDouble())]);
                var panel = new Panel(
                    svg,
                    left + (size * 2.6),
                    top + (i * each) + (size * 1.6),
                    width - (size * 2.6) - side,
                    each - (size * 2.2),
                    new Axis(first - pad, last + pad, isLast ? "Minutes since the start of the infusion" : ""),
                    new Axis(low, high, drawn[i].Title),
                    size);
                if (length is > 0)
                {
                    svg.Empty("rect", ("class", "shade1"), ("x", SvgWriter.Number(panel.X(0))), ("y", SvgWriter.Number(panel.Top)), ("width", SvgWriter.Number(panel.X(length.Value) - panel.X(0))), ("height", SvgWriter.Number(panel.Height)));
                }

                panel.DrawAxes(isLast);
                panel.Line("rule", panel.X(0), panel.Top, panel.X(0), panel.Bottom);
                if (i == 0 && length is > 0 && panel.X(length.Value) - panel.X(0) > TextWidth.Of("infusion", size) + size)
                {
                    panel.Text("infusion", panel.X(0) + (size * 0.4), panel.Top + (size * 1.1), "quiet", "start");
                }

                var names = new SideLabels(size);
                for (var j = 0; j < drawn[i].Measures.Count; j++)
                {
                    var curve = own.Where(reading => reading.Measure == drawn[i].Measures[j]).Select(reading => (X: reading.Minute.ToDouble(), Y: reading.Value.ToDouble())).ToList();
                    panel.Curve($"l{j}", curve, Palette.DashOf(j));
                    foreach (var (x, y) in curve)
                    {
                        panel.Mark(j, x, y);
                    }

                    if (drawn[i].Measures.Count > 1 || drawn[i].Measures[0] >= ChairMeasure.Cadss23)
                    {
                        names.Line(NameOf(drawn[i].Measures[j]), panel.Y(curve[^1].Y));
                    }
                }

                names.Draw(panel, side - (size * 0.5));
            }
        });
    }

    private static string NameOf(ChairMeasure measure) => measure switch
    {
        ChairMeasure.Systolic => "systolic",
        ChairMeasure.Diastolic => "diastolic",
        ChairMeasure.Cadss6 => "CADSS-6",
        ChairMeasure.Cadss23 => "CADSS-23",
        ChairMeasure.Cadss28 => "CADSS-28",
        _ => "",
    };

    /// <summary>Scores from none to their greatest reading; vital signs around what was read, so that their changes can be seen.</summary>
    private static (double Low, double High) RangeOf(ChairMeasure measure, List<double> values) => measure switch
    {
        ChairMeasure.Systolic or ChairMeasure.HeartRate or ChairMeasure.Diastolic => (Math.Floor((values.Min() - 5) / 20) * 20, Math.Ceiling((values.Max() + 5) / 20) * 20),
        ChairMeasure.OxygenSaturation => (Math.Min(90, Math.Floor((values.Min() - 1) / 5) * 5), 100),
        ChairMeasure.Sedation => (0, 5),
        _ => (0, Math.Max(4, Math.Ceiling(values.Max() / 4) * 4)),
    };

    private static string Describe(ChairSession session, List<(string Title, List<ChairMeasure> Measures)> drawn)
    {
        var untimed = session.UntimedReadings.Count;
        return string.Join(' ', drawn.SelectMany(panel => panel.Measures).Select(measure =>
        {
            var own = session.Readings.Where(reading => reading.Measure == measure);
            return $"{measure.ToWord()} ({measure.ToUnit()}): " + string.Join(", ", own.Select(reading => string.Create(CultureInfo.InvariantCulture, $"minute {reading.Minute.ToDouble():0.#} {reading.Value.ToDouble():0.##}"))) + ".";
        })) + (session.Infusion.Minutes is { } length ? string.Create(CultureInfo.InvariantCulture, $" The shaded time is the infusion, {length:0.#} minutes.") : "")
            + (untimed > 0 ? string.Create(CultureInfo.InvariantCulture, $" {untimed} readings without a minute are not drawn.") : "");
    }
}
