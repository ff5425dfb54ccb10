using System.Text;

namespace KetamineOutcomes.Charts.Drawing;

/// <summary>
/// Colours by what they stand for. The series' colours are Okabe and Ito's, which people with any common colour blindness can tell apart; each goes with a dash and a marker of its
/// own, so that nothing is lost in grey.
/// </summary>
internal static class Palette
{
    /// <summary>Classes c0 to c5; order of falling contrast to white.</summary>
    public const int Count = 6;

    private static readonly string[] Light = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00", "#56b4e9"];
    private static readonly string[] Dark = ["#56b4e9", "#ff9e4a", "#3ddba4", "#e9a6cd", "#f0e442", "#9ad1ff"];

    /// <summary>Dashes by series; the first has none.</summary>
    public static string? DashOf(int series) => (series % Count) switch
    {
        0 => null,
        1 => "7 3",
        2 => "2 3",
        3 => "9 3 2 3",
        4 => "4 2",
        _ => "1 2",
    };

    /// <summary>
    /// The class of a figure's root. A style sheet inside SVG that stands in HTML holds for the whole page: the class says all that the sheet depends on, so that figures of unlike size or theme
    /// leave each other alone, and those of one kind have the same sheet.
    /// </summary>
    public static string ClassOf(FigureOptions options) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ko-{options.Theme switch { FigureTheme.Light => "light", FigureTheme.Dark => "dark", _ => "auto" }}-{options.FontSize}");

    /// <summary>The style sheet of a figure, all of it under <see cref="ClassOf"/>.</summary>
    public static string Css(FigureOptions options)
    {
        var own = "." + ClassOf(options);
        return Css(options, ".ko").Replace(".ko", own, StringComparison.Ordinal);
    }

    private static string Css(FigureOptions options, string root)
    {
        var css = new StringBuilder();
        css.Append(".ko{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;font-size:").Append(options.FontSize).Append("px}\n");
        css.Append(".ko text{fill:var(--ink)} .ko .quiet{fill:var(--quiet)} .ko .title{font-weight:600}\n");
        css.Append(".ko .page{fill:var(--page)} .ko .axis{stroke:var(--axis);fill:none;stroke-width:1} .ko .grid{stroke:var(--grid);fill:none;stroke-width:1}\n");
        css.Append(".ko .rule{stroke:var(--quiet);fill:none;stroke-width:1} .ko .alert{fill:var(--alert);stroke:var(--page)} .ko .dose{stroke:var(--ink);fill:none;stroke-width:1.5} .ko .boost{stroke:var(--ink);fill:none;stroke-width:2.5} .ko .ink{stroke:var(--ink);fill:var(--page);stroke-width:1.2} .ko .event{stroke:var(--alert);fill:none;stroke-width:1} .ko .shade0{fill:var(--shade0)} .ko .shade1{fill:var(--shade1)}\n");
        for (var i = 0; i < Count; i++)
        {
            css.Append(System.Globalization.CultureInfo.InvariantCulture, $".ko .l{i}{{stroke:var(--c{i});fill:none;stroke-width:2;stroke-linejoin:round}} .ko .f{i}{{fill:var(--c{i})}} .ko .o{i}{{stroke:var(--c{i});fill:var(--page);stroke-width:1.5}} .ko .a{i}{{fill:var(--c{i});fill-opacity:.18}} .ko .m{i}{{stroke:var(--c{i});fill:none;stroke-width:1;stroke-opacity:.7}} .ko .t{i}{{stroke:var(--c{i});fill:none;stroke-width:1;stroke-opacity:.35}}\n");
        }

        switch (options.Theme)
        {
            case FigureTheme.Light:
                Variables(css, root, isDark: false);
                break;
            case FigureTheme.Dark:
                Variables(css, root, isDark: true);
                break;
            default:
                Variables(css, root, isDark: false);
                css.Append("@media screen and (prefers-color-scheme:dark){\n");
                Variables(css, root, isDark: true);
                css.Append("}\n");
                break;
        }

        return css.ToString();
    }

    private static void Variables(StringBuilder css, string selector, bool isDark)
    {
        css.Append(selector).Append('{').Append(isDark
            ? "--page:#14171a;--ink:#f2f2f2;--quiet:#b4bac0;--axis:#8b929a;--grid:#2c3137;--alert:#ff6b6b;--shade0:#1c2126;--shade1:#252b31"
            : "--page:#ffffff;--ink:#1a1a1a;--quiet:#595f66;--axis:#6b7280;--grid:#e3e5e8;--alert:#b00020;--shade0:#f7f8f9;--shade1:#edeff1");
        var colours = isDark ? Dark : Light;
        for (var i = 0; i < Count; i++)
        {
            css.Append(System.Globalization.CultureInfo.InvariantCulture, $";--c{i}:{colours[i]}");
        }

        css.Append("}\n");
    }
}
