using System.Globalization;
using System.Xml.Linq;
using KetamineOutcomes.Charts.Drawing;

namespace KetamineOutcomes.Charts.Tests;

/// <summary>A figure as the XML that it is, and what holds for every figure.</summary>
internal static class Drawn
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Names as a careless or hostile file has them.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
    [
        "<script>alert(1)</script>", "a & b \"c\" 'd'", "]]>", "</svg>", "\0\u0001\uFFFF\uFFFE", "\uD800 alone", "Größe 🙂 العربية", new string('W', 500), "",
    ];

    public static XElement Xml(this Figure figure) => XDocument.Parse(figure.ToFile()).Root!;

    public static IEnumerable<XElement> Named(this XElement svg, string name, string? style = null) =>
        svg.Descendants(Svg + name).Where(element => style is null || (string?)element.Attribute("class") == style);

    public static IEnumerable<string> Texts(this Figure figure) => figure.Xml().Named("text").Select(text => text.Value);

    public static double Number(this XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>Well-formed, named and described, without script or anything from elsewhere, every number a number, and everything inside the sheet.</summary>
    public static void ShouldBeSound(this Figure figure)
    {
        var svg = figure.Xml();
        svg.Name.Should().Be(Svg + "svg");
        svg.Attribute("role")!.Value.Should().Be("img");
        svg.Elements().Take(2).Select(element => element.Name.LocalName).Should().Equal("title", "desc");
        svg.Element(Svg + "desc")!.Value.Should().NotBeNullOrWhiteSpace();
        svg.Descendants().Select(element => element.Name.LocalName).Should().NotContain(["script", "foreignObject", "image", "use", "a"]);
        svg.Descendants().Attributes().Select(attribute => attribute.Name.LocalName).Should().NotContain(name => name.StartsWith("on", StringComparison.Ordinal) || name == "href");
        figure.Svg.Should().NotContain("url(").And.NotContain("@import");
        var (width, height) = (svg.Number("width"), svg.Number("height"));
        foreach (var element in svg.Descendants().Where(element => element.Name.LocalName is "rect" or "circle" or "text"))
        {
            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "cx" or "cy" or "width" or "height" or "r"))
            {
                double.Parse(attribute.Value, CultureInfo.InvariantCulture).Should().BeInRange(0, attribute.Name.LocalName is "x" or "cx" or "width" or "r" ? width : height, element.ToString());
            }
        }

        var shown = svg.Named("text").Select(Box).ToList();
        shown.Should().OnlyContain(text => text.Left >= -0.5 && text.Right <= width + 0.5, "no text is cut off");
        for (var i = 0; i < shown.Count; i++)
        {
            for (var j = i + 1; j < shown.Count; j++)
            {
                var (one, other) = (shown[i], shown[j]);
                (one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom).Should().BeFalse($"\"{one.Text}\" and \"{other.Text}\" must not stand on each other in {figure.Id} ({width} wide)");
            }
        }

        foreach (var path in svg.Named("path").Select(path => path.Attribute("d")!.Value))
        {
            path.Should().MatchRegex("^M-?[0-9.]+ -?[0-9.]+([MLHVZ]?[-0-9. ]*)*$");
        }
    }

    /// <summary>About the place of a text: narrower and lower than the estimate that figures are laid out by, so that what touches in this is sure to touch on a screen.</summary>
    private static (string Text, double Left, double Right, double Top, double Bottom) Box(XElement text)
    {
        var size = double.Parse((string?)text.Attribute("font-size") ?? text.Document!.Root!.Element(Svg + "style")!.Value.Split("font-size:")[1].Split("px")[0], CultureInfo.InvariantCulture);
        var (x, y, width) = (text.Number("x"), text.Number("y"), 0.85 * TextWidth.Of(text.Value, size));
        var left = (string?)text.Attribute("text-anchor") switch
        {
            "end" => x - width,
            "middle" => x - (width / 2),
            _ => x,
        };
        return (text.Value, left, left + width, y - (size * 0.7), y);
    }
}
