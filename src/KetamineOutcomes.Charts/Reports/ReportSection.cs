namespace KetamineOutcomes.Charts.Reports;

/// <summary>A part of a report with a heading. One that has nothing to show is left out, heading and all.</summary>
public sealed record ReportSection
{
    /// <summary>A part of a report.</summary>
    /// <param name="heading">Its heading.</param>
    /// <param name="blocks">What stands in it.</param>
    /// <param name="sections">Parts of it, one level below.</param>
    /// <param name="isBoxed">Whether it stands in a box, for what must not be overlooked.</param>
    /// <exception cref="ArgumentException">There is no heading.</exception>
    public ReportSection(string heading, EquatableArray<ReportBlock> blocks, EquatableArray<ReportSection> sections = default, bool isBoxed = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(heading);
        Heading = heading;
        Blocks = blocks;
        Sections = sections;
        IsBoxed = isBoxed;
    }

    /// <summary>Its heading.</summary>
    public string Heading { get; }

    /// <summary>What stands in it.</summary>
    public EquatableArray<ReportBlock> Blocks { get; }

    /// <summary>Parts of it, one level below.</summary>
    public EquatableArray<ReportSection> Sections { get; }

    /// <summary>Whether it stands in a box.</summary>
    public bool IsBoxed { get; }

    internal bool IsEmpty => Blocks.All(block => block.IsEmpty) && Sections.All(section => section.IsEmpty);

    internal void Write(HtmlWriter html, string id, int level)
    {
        html.Open("section", ("id", id), ("aria-labelledby", id + "-h"), ("class", IsBoxed ? "boxed" : null));
        html.Text($"h{Math.Min(level, 6).ToString(System.Globalization.CultureInfo.InvariantCulture)}", Heading, ("id", id + "-h"));
        foreach (var block in Blocks.Where(block => !block.IsEmpty))
        {
            block.Write(html);
        }

        var number = 0;
        foreach (var section in Sections.Where(section => !section.IsEmpty))
        {
            section.Write(html, FormattableString.Invariant($"{id}-{++number}"), level + 1);
        }

        html.Close();
    }
}
