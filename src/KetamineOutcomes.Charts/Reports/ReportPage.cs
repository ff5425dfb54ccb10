namespace KetamineOutcomes.Charts.Reports;

/// <summary>
/// A report as one HTML file: self-contained, without script, fonts or anything from elsewhere, the same bytes on every machine. It prints on whatever paper the reader has (A4 and Letter are
/// tested), with no figure and no row of a table cut, and follows the light or dark of the reader's device on a screen.
/// </summary>
public sealed record ReportPage
{
    // Below this many parts a reader needs no list of them.
    private const int FewestForContents = 5;

    /// <summary>A report.</summary>
    /// <param name="title">Its title, the page's only heading of the first level. It stands in the window's title too, and so in the history of a browser: no patient's id belongs in it.</param>
    /// <param name="opening">What stands below the title.</param>
    /// <param name="sections">The parts.</param>
    /// <param name="language">The language of all its texts, as BCP 47 writes it.</param>
    /// <param name="isLarge">Whether it is a sheet of a few words: in larger type on paper, and without a list of contents.</param>
    /// <exception cref="ArgumentException">There is no title or no language.</exception>
    public ReportPage(string title, EquatableArray<ReportBlock> opening, EquatableArray<ReportSection> sections, string language = "en", bool isLarge = false)
    {
        IsLarge = isLarge;
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(language);
        Title = title;
        Opening = opening;
        Sections = sections;
        Language = language;
    }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>What stands below the title.</summary>
    public EquatableArray<ReportBlock> Opening { get; }

    /// <summary>The parts.</summary>
    public EquatableArray<ReportSection> Sections { get; }

    /// <summary>The language of all its texts.</summary>
    public string Language { get; }

    /// <summary>Whether it is a sheet of a few words.</summary>
    public bool IsLarge { get; }

    /// <summary>Writes the page. Figures made with <see cref="FigureTheme.Auto"/> go with the light and dark of the page.</summary>
    /// <returns>The HTML, to be written as UTF-8.</returns>
    public string ToHtml()
    {
        var html = new HtmlWriter();
        html.Raw("<!DOCTYPE html>\n").Open("html", ("lang", Language)).Open("head");
        html.Empty("meta", ("charset", "utf-8"));
        // Nothing is loaded and nothing runs, even if something in here were broken.
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Empty("meta", ("name", "robots"), ("content", "noindex"));
        html.Text("title", Title).Raw("<style>\n" + ReportStyle.Css + "</style>\n").Close();
        html.Open("body", ("class", IsLarge ? "large" : null)).Text("a", "Skip to the content", ("class", "skip"), ("href", "#main"));
        html.Open("header").Text("h1", Title);
        foreach (var block in Opening.Where(block => !block.IsEmpty))
        {
            block.Write(html);
        }

        html.Close();
        var shown = Sections.Where(section => !section.IsEmpty).Select((section, i) => (Section: section, Id: FormattableString.Invariant($"part-{i + 1}"))).ToList();
        if (!IsLarge && shown.Count >= FewestForContents)
        {
            html.Open("nav", ("aria-label", "Contents")).Open("ol");
            foreach (var (section, id) in shown)
            {
                html.Open("li").Text("a", section.Heading, ("href", "#" + id)).Close();
            }

            html.Close().Close();
        }

        html.Open("main", ("id", "main"), ("tabindex", "-1"));
        foreach (var (section, id) in shown)
        {
            section.Write(html, id, 2);
        }

        return html.Close().Close().Close().ToString();
    }
}
