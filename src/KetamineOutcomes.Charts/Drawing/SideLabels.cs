namespace KetamineOutcomes.Charts.Drawing;

/// <summary>Names at the right of a panel, each beside its number, none on another: those of lines first, then those of bands that still have room.</summary>
internal sealed class SideLabels
{
    private readonly List<(double Y, double Low, double High, string Text, string Style)> _lines = [];
    private readonly List<(double Y, double Low, double High, string Text, string Style)> _bands = [];
    private readonly double _size;

    public SideLabels(double size) => _size = size;

    /// <summary>Names a line.</summary>
    public void Line(string text, double y) => _lines.Add((y, double.NegativeInfinity, double.PositiveInfinity, text, ""));

    /// <summary>Names a band between two heights; its name stays inside it or is left out.</summary>
    public void Band(string text, double top, double bottom) => _bands.Add(((top + bottom) / 2, top, bottom, text, "quiet"));

    public void Draw(Panel panel, double room)
    {
        var taken = new List<double>();
        var step = _size * 1.1;
        foreach (var (y, low, high, text, style) in _lines.OrderBy(line => line.Y).Concat(_bands))
        {
            // As near to its own height as there is room, a little further each time.
            var place = Enumerable.Range(0, 40).Select(i => y + ((i % 2 == 0 ? 1 : -1) * ((i + 1) / 2) * _size * 0.3))
                .Where(at => at >= Math.Max(low, panel.Top) && at <= Math.Min(high, panel.Bottom) && taken.TrueForAll(other => Math.Abs(other - at) >= step))
                .Cast<double?>().FirstOrDefault();
            if (place is { } found)
            {
                taken.Add(found);
                panel.Text(TextWidth.Fit(text, _size, room), panel.Right + (_size * 0.5), found + (_size * 0.35), style, "start");
            }
        }
    }
}
