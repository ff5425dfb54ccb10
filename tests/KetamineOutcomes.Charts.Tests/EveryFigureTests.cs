using System.Globalization;

namespace KetamineOutcomes.Charts.Tests;

/// <summary>What holds for all figures alike.</summary>
public sealed class EveryFigureTests
{
    public static TheoryData<string> Names => [.. Figures.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_sound_at_every_size_and_theme(string name)
    {
        foreach (var options in new[] { FigureOptions.Page, FigureOptions.Slide, FigureOptions.Page with { Theme = FigureTheme.Auto }, new FigureOptions { Width = 320, Height = 240, FontSize = 8 } })
        {
            Figures.All[name]("a name", options).ShouldBeSound();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_survives_every_name(string name)
    {
        foreach (var hostile in Drawn.HostileNames)
        {
            var figure = Figures.All[name](hostile, FigureOptions.Page);
            figure.ShouldBeSound();
            figure.Svg.Should().NotContain("<script").And.NotContain("\0");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_same_in_every_culture(string name)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var first = Figures.All[name]("a name", FigureOptions.Page).ToFile();
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Figures.All[name]("a name", FigureOptions.Page).ToFile().Should().Be(first);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_theme_changes_colours_alone(string name)
    {
        var light = Figures.All[name]("a name", FigureOptions.Page).Xml();
        var dark = Figures.All[name]("a name", FigureOptions.Page with { Theme = FigureTheme.Dark }).Xml();
        light.Element(Drawn.Svg + "style")!.Value.Should().Contain("--page:#ffffff").And.NotContain("--page:#14171a");
        dark.Element(Drawn.Svg + "style")!.Value.Should().Contain("--page:#14171a").And.NotContain("--page:#ffffff");
        light.Element(Drawn.Svg + "style")!.Remove();
        dark.Element(Drawn.Svg + "style")!.Remove();
        light.Attribute("class")!.Value.Should().Be("ko-light-12");
        dark.Attribute("class")!.Value.Should().Be("ko-dark-12");
        light.Attribute("class")!.Remove();
        dark.Attribute("class")!.Remove();
        dark.ToString().Should().Be(light.ToString());
    }
}
