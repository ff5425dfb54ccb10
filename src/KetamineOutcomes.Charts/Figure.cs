namespace KetamineOutcomes.Charts;

/// <summary>A figure as SVG. Notebooks that ask by convention draw it: .NET Interactive by the attribute, Verso by <see cref="ToHtml"/>.</summary>
[TypeFormatterSource(typeof(FigureFormatterSource))]
public sealed record Figure
{
    internal Figure(string id, string title, string description, string svg)
    {
        Id = id;
        Title = title;
        Description = description;
        Svg = svg;
    }

    /// <summary>What kind of figure it is, as files are named by: <c>trajectory</c>, <c>waterfall</c>.</summary>
    public string Id { get; }

    /// <summary>Its title, also the SVG's <c>title</c>.</summary>
    public string Title { get; }

    /// <summary>What it shows, in words and numbers, for those who cannot see it; also the SVG's <c>desc</c>.</summary>
    public string Description { get; }

    /// <summary>The SVG: one element, self-contained, without script; it stands in HTML as it is, or in a file of its own.</summary>
    public string Svg { get; }

    /// <summary>The figure as it stands in HTML: the SVG element.</summary>
    /// <returns>The element.</returns>
    public string ToHtml() => Svg;

    /// <summary>The SVG as a file: with the XML declaration.</summary>
    /// <returns>The text, to be written as UTF-8.</returns>
    public string ToFile() => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Svg;
}
