namespace KetamineOutcomes.Charts.Drawing;

/// <summary>What the marks of a figure stand for: entries in rows, as many to a row as there is room for.</summary>
internal sealed class Legend
{
    private readonly List<(string Label, Action<Panel> Draw)> _entries = [];
    private readonly double _size;
    private readonly double _width;

    public Legend(double size, double width) => (_size, _width) = (size, width);

    /// <summary>How high it is.</summary>
    public double Height => Rows().Count() * _size * 1.5;

    /// <summary>Adds an entry.</summary>
    /// <param name="label">What it stands for.</param>
    /// <param name="draw">Draws the mark into a panel from -1 to 1 in both directions.</param>
    public void Add(string label, Action<Panel> draw) => _entries.Add((label, draw));

    public void Draw(SvgWriter svg, double left, double top)
    {
        var y = top;
        foreach (var row in Rows())
        {
            var x = left;
            foreach (var (label, draw) in row)
            {
                var panel = new Panel(svg, x, y + (_size * 0.1), _size * 1.6, _size, new Axis(-1, 1, ""), new Axis(-1, 1, ""), _size);
                draw(panel);
                panel.Text(TextWidth.Fit(label, _size, _width - (_size * 2.2)), x + (_size * 2.2), y + _size, "quiet", "start");
                x += WidthOf(label);
            }

            y += _size * 1.5;
        }
    }

    private double WidthOf(string label) => TextWidth.Of(label, _size) + (_size * 3.4);

    private IEnumerable<List<(string Label, Action<Panel> Draw)>> Rows()
    {
        var row = new List<(string Label, Action<Panel> Draw)>();
        var width = 0.0;
        foreach (var entry in _entries)
        {
            if (row.Count > 0 && width + WidthOf(entry.Label) - (_size * 1.2) > _width)
            {
                yield return row;
                (row, width) = ([], 0);
            }

            row.Add(entry);
            width += WidthOf(entry.Label);
        }

        if (row.Count > 0)
        {
            yield return row;
        }
    }
}
