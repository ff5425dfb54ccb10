namespace KetamineOutcomes.Charts.Drawing;

/// <summary>The sheet of a figure: background, title, description, and what is drawn between them.</summary>
internal static class Sheet
{
    /// <summary>Draws a figure.</summary>
    /// <param name="id">What kind it is.</param>
    /// <param name="title">Its title.</param>
    /// <param name="description">What it shows, in words and numbers.</param>
    /// <param name="options">How it is drawn.</param>
    /// <param name="height">The height that suits it, if the caller has none in mind.</param>
    /// <param name="draw">Draws into the room below the title: its left, top, width and height.</param>
    public static Figure Draw(string id, string title, string description, FigureOptions options, double height, Action<SvgWriter, double, double, double, double> draw)
    {
        options.Checked();
        var (width, whole, size) = (options.Width, options.Height ?? (int)Math.Round(height), options.FontSize);
        var svg = new SvgWriter();
        svg.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", Palette.ClassOf(options)),
            ("viewBox", $"0 0 {SvgWriter.Number(width)} {SvgWriter.Number(whole)}"),
            ("width", SvgWriter.Number(width)),
            ("height", SvgWriter.Number(whole)),
            ("role", "img"),
            ("aria-label", title));
        svg.Text("title", title).Text("desc", description).Style(Palette.Css(options));
        svg.Empty("rect", ("class", "page"), ("width", SvgWriter.Number(width)), ("height", SvgWriter.Number(whole)));
        svg.Text("text", TextWidth.Fit(title, size * 1.25, width - (2 * size)), ("class", "title"), ("x", SvgWriter.Number(size)), ("y", SvgWriter.Number(size * 1.8)), ("font-size", SvgWriter.Number(size * 1.15)));
        draw(svg, size, size * 3, width - (2 * size), whole - (size * 4));
        svg.Close();
        return new Figure(id, title, description, svg.ToString());
    }
}
