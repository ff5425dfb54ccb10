namespace KetamineOutcomes.Charts.Drawing;

/// <summary>An axis: what numbers it runs over, what it is called, and its ticks.</summary>
/// <param name="From">The number at its start.</param>
/// <param name="To">The number at its end; above <paramref name="From"/>.</param>
/// <param name="Title">What it is called, with the unit.</param>
/// <param name="Labels">Ticks with their labels; or <see langword="null"/> for round numbers.</param>
internal sealed record Axis(double From, double To, string Title, IReadOnlyList<(double At, string Label)>? Labels = null);

/// <summary>A rectangle of a figure with two axes, in which numbers have places.</summary>
internal sealed class Panel
{
    private readonly SvgWriter _svg;
    private readonly double _size;

    public Panel(SvgWriter svg, double left, double top, double width, double height, Axis x, Axis y, double fontSize, bool isYTurned = false)
    {
        _svg = svg;
        (Left, Top, Width, Height) = (left, top, width, height);
        (XAxis, YAxis) = (x, y);
        _size = fontSize;
        IsYTurned = isYTurned;
    }

    public double Left { get; }

    public double Top { get; }

    public double Width { get; }

    public double Height { get; }

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public Axis XAxis { get; }

    public Axis YAxis { get; }

    /// <summary>Whether small numbers stand at the top.</summary>
    public bool IsYTurned { get; }

    /// <summary>The place of a number on the horizontal axis, kept inside the panel.</summary>
    public double X(double value) => Left + (Width * Math.Clamp((value - XAxis.From) / (XAxis.To - XAxis.From), 0, 1));

    /// <summary>The place of a number on the vertical axis, kept inside the panel.</summary>
    public double Y(double value)
    {
        var share = Math.Clamp((value - YAxis.From) / (YAxis.To - YAxis.From), 0, 1);
        return IsYTurned ? Top + (Height * share) : Bottom - (Height * share);
    }

    /// <summary>Draws grid, axes, ticks and titles; the title of the vertical axis stands above the panel, higher where something else stands between them.</summary>
    public void DrawAxes(bool withXLabels = true, bool withGrid = true, double lift = 0)
    {
        var yTicks = YAxis.Labels ?? [.. Ticks.Between(YAxis.From, YAxis.To, Math.Max(3, (int)(Height / (_size * 2.4)))).Select(tick => ((double)tick, Ticks.Label(tick)))];
        foreach (var (at, label) in yTicks)
        {
            if (withGrid)
            {
                Line("grid", Left, Y(at), Right, Y(at));
            }

            Text(label, Left - (_size * 0.5), Y(at) + (_size * 0.35), "quiet", "end");
        }

        _svg.Empty("path", ("class", "axis"), ("d", $"M{N(Left)} {N(Top)}V{N(Bottom)}H{N(Right)}"));
        var xTicks = XAxis.Labels ?? [.. Ticks.Between(XAxis.From, XAxis.To, Math.Max(2, (int)(Width / (_size * 6)))).Select(tick => ((double)tick, Ticks.Label(tick)))];
        var free = double.NegativeInfinity;
        // A named place has its own share of the axis, and a long name is cut to it.
        var room = XAxis.Labels is { Count: > 0 } named ? Math.Max(_size * 4, Width / named.Count) : Width;
        foreach (var (at, label) in xTicks)
        {
            Line("axis", X(at), Bottom, X(at), Bottom + 4);
            var fitting = TextWidth.Fit(label, _size, room);
            var half = TextWidth.Of(fitting, _size) / 2;
            if (withXLabels && X(at) - half > free)
            {
                Text(fitting, X(at), Bottom + 4 + _size, "quiet", "middle");
                free = X(at) + half + (_size * 0.5);
            }
        }

        if (withXLabels && XAxis.Title.Length > 0)
        {
            Text(TextWidth.Fit(XAxis.Title, _size, Width), Left + (Width / 2), Bottom + (_size * 2.7), "", "middle");
        }

        if (YAxis.Title.Length > 0)
        {
            Text(TextWidth.Fit(YAxis.Title, _size, Width), Left, Top - (_size * 0.6) - lift, "", "start");
        }
    }

    public void Line(string style, double x1, double y1, double x2, double y2, string? dash = null) =>
        _svg.Empty("path", ("class", style), ("d", $"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}"), ("stroke-dasharray", dash));

    public void Text(string text, double x, double y, string style, string anchor) =>
        _svg.Text("text", text, ("class", style.Length == 0 ? null : style), ("x", N(x)), ("y", N(y)), ("text-anchor", anchor == "start" ? null : anchor));

    /// <summary>A line through numbers, in their order.</summary>
    public void Curve(string style, IEnumerable<(double X, double Y)> points, string? dash = null)
    {
        var path = string.Concat(points.Select((point, i) => $"{(i == 0 ? "M" : "L")}{N(X(point.X))} {N(Y(point.Y))}"));
        if (path.Length > 0)
        {
            _svg.Empty("path", ("class", style), ("d", path), ("stroke-dasharray", dash));
        }
    }

    /// <summary>A line that stays at each number until the next place, as survival curves do.</summary>
    public void Steps(string style, IReadOnlyList<(double X, double Y)> points, string? dash = null) =>
        Curve(style, points.SelectMany((point, i) => i == 0 ? new[] { point } : [(point.X, points[i - 1].Y), point]), dash);

    /// <summary>The area between two lines over the same places.</summary>
    public void Area(string style, IReadOnlyList<(double X, double Low, double High)> points)
    {
        if (points.Count > 1)
        {
            var there = points.Select((point, i) => $"{(i == 0 ? "M" : "L")}{N(X(point.X))} {N(Y(point.High))}");
            var back = points.Reverse().Select(point => $"L{N(X(point.X))} {N(Y(point.Low))}");
            _svg.Empty("path", ("class", style), ("d", string.Concat(there.Concat(back)) + "Z"));
        }
    }

    /// <summary>A shaded stripe between two numbers of the vertical axis.</summary>
    public void Stripe(string style, double low, double high) =>
        _svg.Empty("rect", ("class", style), ("x", N(Left)), ("y", N(Math.Min(Y(low), Y(high)))), ("width", N(Width)), ("height", N(Math.Abs(Y(low) - Y(high)))));

    /// <summary>A mark of one of six shapes; the shape goes with the series as its colour does.</summary>
    public void Mark(int series, double x, double y, bool isFilled = true, double scale = 1, string? ink = null)
    {
        var r = _size * 0.32 * scale;
        var (cx, cy) = (X(x), Y(y));
        var style = ink ?? (isFilled ? $"f{series % Palette.Count}" : $"o{series % Palette.Count}");
        switch (series % Palette.Count)
        {
            case 0:
                _svg.Empty("circle", ("class", style), ("cx", N(cx)), ("cy", N(cy)), ("r", N(r)));
                break;
            case 1:
                _svg.Empty("rect", ("class", style), ("x", N(cx - (r * 0.9))), ("y", N(cy - (r * 0.9))), ("width", N(r * 1.8)), ("height", N(r * 1.8)));
                break;
            case 2:
                _svg.Empty("path", ("class", style), ("d", $"M{N(cx)} {N(cy - (r * 1.2))}L{N(cx + (r * 1.1))} {N(cy + (r * 0.8))}H{N(cx - (r * 1.1))}Z"));
                break;
            case 3:
                _svg.Empty("path", ("class", style), ("d", $"M{N(cx)} {N(cy - (r * 1.25))}L{N(cx + (r * 1.25))} {N(cy)}L{N(cx)} {N(cy + (r * 1.25))}L{N(cx - (r * 1.25))} {N(cy)}Z"));
                break;
            case 4:
                _svg.Empty("path", ("class", style), ("d", $"M{N(cx)} {N(cy + (r * 1.2))}L{N(cx + (r * 1.1))} {N(cy - (r * 0.8))}H{N(cx - (r * 1.1))}Z"));
                break;
            default:
                _svg.Empty("path", ("class", $"l{series % Palette.Count}"), ("d", $"M{N(cx - r)} {N(cy - r)}L{N(cx + r)} {N(cy + r)}M{N(cx - r)} {N(cy + r)}L{N(cx + r)} {N(cy - r)}"));
                break;
        }
    }

    private static string N(double value) => SvgWriter.Number(value);
}
