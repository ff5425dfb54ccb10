using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KetamineOutcomes.Charts.CohortFigures;
using KetamineOutcomes.Charts.Reports;

namespace KetamineOutcomes.Charts.Tests;

public sealed partial class ReportPageTests
{
    [Fact]
    public void It_is_one_page_with_one_title_and_headings_in_order()
    {
        var html = Parse(Sample("a name"));
        html.Attribute("lang")!.Value.Should().Be("en");
        html.Descendants("h1").Should().ContainSingle().Which.Value.Should().Be("a name");
        html.Descendants("title").First().Value.Should().Be("a name");
        Headings(html).Should().Equal(1, 2, 3, 2, 2, 2, 2);
        html.Descendants("main").Should().ContainSingle();
        html.Descendants("a").First().Attribute("href")!.Value.Should().Be("#main", "whoever uses a keyboard can skip the head");
    }

    [Fact]
    public void Every_part_is_reached_from_the_contents()
    {
        var html = Parse(Sample("a name"));
        var links = html.Descendants("nav").Single().Descendants("a").Select(link => link.Attribute("href")!.Value[1..]).ToList();
        links.Should().Equal(html.Descendants("main").Single().Elements("section").Select(section => section.Attribute("id")!.Value)).And.HaveCount(5);
    }

    [Fact]
    public void Few_parts_have_no_contents() =>
        Parse(new ReportPage("t", [], [new("one", [new ReportBlock.Paragraph("text")])])).Descendants("nav").Should().BeEmpty();

    [Fact]
    public void What_has_nothing_to_show_is_left_out_with_its_heading()
    {
        var html = Parse(new ReportPage("t", [new ReportBlock.Paragraph(" ")], [
            new("empty", []),
            new("empty too", [new ReportBlock.Paragraph(""), new ReportBlock.Items([]), new ReportBlock.Facts([]), new ReportBlock.Table("caption", [new("a")], [])], [new("below", [])]),
            new("full", [], [new("below", [new ReportBlock.Paragraph("text")])]),
        ]));
        html.Descendants().Where(element => element.Name.LocalName is "h2" or "h3").Select(heading => heading.Value).Should().Equal("full", "below");
        html.Descendants().Where(element => element.Name.LocalName is "table" or "ul" or "dl").Should().BeEmpty();
    }

    [Fact]
    public void A_table_has_a_caption_and_headings_of_columns_and_rows()
    {
        var html = Parse(Sample("a name"));
        var table = html.Descendants("table").First();
        table.Element("caption")!.Value.Should().Be("a name");
        table.Element("thead")!.Descendants("th").Select(cell => (cell.Value, (string?)cell.Attribute("scope"), (string?)cell.Attribute("class"))).Should().Equal(("a name", "col", null), ("Number", "col", "number"));
        table.Element("tbody")!.Elements("tr").Single().Elements().Select(cell => (cell.Name.LocalName, cell.Value, (string?)cell.Attribute("scope"))).Should().Equal(("th", "a name", "row"), ("td", "3.5", null));
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        var act = () => new ReportBlock.Table("caption", [new("a"), new("b")], [["only one"]]);
        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Lines_of_a_text_stay_lines()
    {
        var html = Parse(new ReportPage("t", [], [new("help", [new ReportBlock.Lines("\r\none <b>\r\n\r\ntwo\rthree\n")])]));
        var lines = html.Descendants("p").Single();
        lines.Value.Should().Be("one <b>\n\ntwo\nthree");
        lines.Attribute("class")!.Value.Should().Be("lines");
        new ReportPage("t", [], []).ToHtml().Should().Contain("p.lines{white-space:pre-wrap}");
    }

    [Fact]
    public void Nothing_a_caller_gives_becomes_markup()
    {
        foreach (var hostile in Drawn.HostileNames.Append("\u202Eright to left").Append("<img src=x onerror=alert(1)>").Where(name => !string.IsNullOrWhiteSpace(name.Replace("\0", "", StringComparison.Ordinal))))
        {
            var page = Sample(hostile);
            page.Should().NotContain("<script").And.NotContain("<img").And.NotContain("\0");
            var html = Parse(page);
            Headings(html).Should().Equal(1, 2, 3, 2, 2, 2, 2);
            html.Descendants().Attributes().Select(attribute => attribute.Name.LocalName).Should().NotContain(name => name.StartsWith("on", StringComparison.Ordinal) || name == "src");
        }
    }

    [Fact]
    public void It_takes_nothing_from_elsewhere()
    {
        var page = Sample("a name");
        page.Should().NotContain("url(").And.NotContain("@import").And.NotContain("<script").And.NotContain("<link");
        page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Should().NotContain("http://").And.NotContain("https://");
        page.Should().Contain("default-src 'none'");
    }

    [Fact]
    public void No_id_stands_twice()
    {
        var ids = Parse(Sample("a name")).Descendants().Attributes("id").Select(id => id.Value).ToList();
        ids.Should().OnlyHaveUniqueItems().And.NotBeEmpty();
    }

    [Fact]
    public void Figures_of_unlike_size_and_theme_leave_each_other_alone()
    {
        // A style sheet inside SVG holds for the whole page: each must name nothing but its own figure.
        var figures = new[] { FigureOptions.Page, FigureOptions.Slide, FigureOptions.Page with { Theme = FigureTheme.Auto }, FigureOptions.Page with { FontSize = 14 } }
            .Select(options => WaterfallFigure.Draw("t", [50, 10], options: options).Xml()).ToList();
        var classes = figures.ConvertAll(figure => figure.Attribute("class")!.Value);
        classes.Should().Equal("ko-light-12", "ko-dark-20", "ko-auto-12", "ko-light-14");
        foreach (var (figure, own) in figures.Zip(classes))
        {
            foreach (Match selector in Selector().Matches(figure.Element(Drawn.Svg + "style")!.Value))
            {
                selector.Groups["own"].Value.Should().StartWith("." + own);
            }
        }
    }

    [Fact]
    public void It_is_the_same_twice_and_in_every_culture()
    {
        var first = Sample("a name");
        Sample("a name").Should().Be(first);
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "de-DE", "ar-SA", "tr-TR" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Sample("a name").Should().Be(first);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Sample(string name) => new ReportPage(
        name,
        [new ReportBlock.Facts([new(name, name)]), new ReportBlock.Paragraph(name)],
        [
            new(name, [new ReportBlock.Table(name, [new(name), new("Number", IsNumber: true)], [[name, "3.5"]])], [new(name, [new ReportBlock.Items([name])])]),
            new("Figure", [new ReportBlock.Drawing(WaterfallFigure.Draw(name, [100, 55.5, -30]), name), new ReportBlock.Drawing(WaterfallFigure.Draw(name, [10]), name)]),
            new("Help", [new ReportBlock.Lines(name)], isBoxed: true),
            new("Sources", [new ReportBlock.Numbered([name])]),
            new("Note", [new ReportBlock.Paragraph(name, IsQuiet: true)]),
        ]).ToHtml();

    private static XElement Parse(ReportPage page) => Parse(page.ToHtml());

    /// <summary>The page as XML: only <c>meta</c> is written as HTML alone writes it.</summary>
    private static XElement Parse(string html)
    {
        html.Should().StartWith("<!DOCTYPE html>\n");
        return XDocument.Parse(Meta().Replace(html["<!DOCTYPE html>\n".Length..], "$0</meta>"), LoadOptions.PreserveWhitespace).Root!;
    }

    private static IEnumerable<int> Headings(XElement html) => html.Descendants().Where(element => element.Name.LocalName is "h1" or "h2" or "h3" or "h4").Select(heading => heading.Name.LocalName[1] - '0');

    [GeneratedRegex("<meta[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Meta();

    [GeneratedRegex(@"(?:^|[}\n])\s*(?<own>\.[^{@]+)\{", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Selector();
}
