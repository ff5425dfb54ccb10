using System.Collections;
using System.Reflection;
using KetamineOutcomes.Charts.CohortFigures;

namespace KetamineOutcomes.Charts.Tests;

/// <summary>
/// Notebooks know the formatter by names alone (an attribute called TypeFormatterSourceAttribute, CreateTypeFormatters, MimeType, Format), so this test asks by reflection too,
/// in the steps of Formatter.cs in dotnet/interactive at commit 098a01b.
/// </summary>
public sealed class FigureFormattingTests
{
    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    public void A_notebook_that_asks_by_convention_gets_the_svg(string mimeType)
    {
        var figure = WaterfallFigure.Draw("Best change", [60, -20, 10]);
        var formatter = Formatters().Single(candidate => mimeType.Equals(candidate.GetType().GetProperty("MimeType")!.GetValue(candidate)));
        var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!;
        using var writer = new StringWriter();

        format.Invoke(formatter, [figure, writer]).Should().Be(true);

        writer.ToString().Should().StartWith("<svg ").And.EndWith("</svg>\n").And.Be(figure.Svg);
    }

    /// <summary>Verso takes a public method of an instance without parameters, by name (HtmlFormatter.cs in DataficationSDK/Verso at commit 1bb6fa4).</summary>
    [Fact]
    public void A_notebook_that_asks_for_html_by_name_gets_the_svg()
    {
        var figure = WaterfallFigure.Draw("Best change", [60, -20, 10]);

        var method = typeof(Figure).GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, null, Type.EmptyTypes, null)!;

        method.Invoke(figure, null).Should().Be(figure.Svg);
    }

    [Fact]
    public void What_is_no_figure_is_left_to_others()
    {
        foreach (var formatter in Formatters())
        {
            using var writer = new StringWriter();
            formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["text", writer]).Should().Be(false);
            writer.ToString().Should().BeEmpty();
        }
    }

    private static List<object> Formatters()
    {
        var attribute = typeof(Figure).GetCustomAttributes(inherit: true).Single(candidate => candidate.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatters = ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>().ToList();
        formatters.Should().HaveCount(2);
        return formatters;
    }
}
