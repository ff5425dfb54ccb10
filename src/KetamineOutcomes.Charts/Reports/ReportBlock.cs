using System.Globalization;

namespace KetamineOutcomes.Charts.Reports;

/// <summary>A name and what is said of it: a line of a head, an option that was chosen.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What is said of it.</param>
public sealed record ReportFact(string Name, string Value)
{
    /// <summary>The name.</summary>
    public string Name { get; } = Name;

    /// <summary>What is said of it.</summary>
    public string Value { get; } = Value;
}

/// <summary>A column of a report's table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumber">Whether its cells are numbers, which stand at the right.</param>
public sealed record ReportColumn(string Name, bool IsNumber = false)
{
    /// <summary>Its heading.</summary>
    public string Name { get; } = Name;

    /// <summary>Whether its cells are numbers, which stand at the right.</summary>
    public bool IsNumber { get; } = IsNumber;
}

/// <summary>What a report is made of: a closed set of cases, all of plain text. Text is escaped where it is written, so that nothing a caller gives becomes markup.</summary>
public abstract record ReportBlock
{
    private ReportBlock()
    {
    }

    /// <summary>Whether nothing would be shown.</summary>
    internal abstract bool IsEmpty { get; }

    internal abstract void Write(HtmlWriter html);

    /// <summary>A paragraph.</summary>
    /// <param name="Text">The text; line breaks in it do not count.</param>
    /// <param name="IsQuiet">Whether it is a note beside the matter, set smaller.</param>
    public sealed record Paragraph(string Text, bool IsQuiet = false) : ReportBlock
    {
        /// <summary>The text.</summary>
        public string Text { get; } = Text;

        /// <summary>Whether it is a note beside the matter, set smaller.</summary>
        public bool IsQuiet { get; } = IsQuiet;

        internal override bool IsEmpty => string.IsNullOrWhiteSpace(Text);

        internal override void Write(HtmlWriter html) => html.Text("p", Text, ("class", IsQuiet ? "quiet" : null));
    }

    /// <summary>A text whose line breaks are kept.</summary>
    /// <param name="Text">The text.</param>
    public sealed record Lines(string Text) : ReportBlock
    {
        /// <summary>The text.</summary>
        public string Text { get; } = Text;

        internal override bool IsEmpty => string.IsNullOrWhiteSpace(Text);

        internal override void Write(HtmlWriter html) => html.Text("p", Text.ReplaceLineEndings("\n").Trim('\n'), ("class", "lines"), ("dir", "auto"));
    }

    private static void WriteList(HtmlWriter html, string element, EquatableArray<string> texts)
    {
        html.Open(element);
        foreach (var text in texts)
        {
            html.Text("li", text);
        }

        html.Close();
    }

    /// <summary>A list.</summary>
    /// <param name="Texts">Its entries.</param>
    public sealed record Items(EquatableArray<string> Texts) : ReportBlock
    {
        /// <summary>Its entries.</summary>
        public EquatableArray<string> Texts { get; } = Texts;

        internal override bool IsEmpty => Texts.IsEmpty;

        internal override void Write(HtmlWriter html) => WriteList(html, "ul", Texts);
    }

    /// <summary>A numbered list, to which texts refer as [1], [2].</summary>
    /// <param name="Texts">Its entries.</param>
    public sealed record Numbered(EquatableArray<string> Texts) : ReportBlock
    {
        /// <summary>Its entries.</summary>
        public EquatableArray<string> Texts { get; } = Texts;

        internal override bool IsEmpty => Texts.IsEmpty;

        internal override void Write(HtmlWriter html) => WriteList(html, "ol", Texts);
    }

    /// <summary>Names, each with what is said of it.</summary>
    /// <param name="Entries">The entries.</param>
    public sealed record Facts(EquatableArray<ReportFact> Entries) : ReportBlock
    {
        /// <summary>The entries.</summary>
        public EquatableArray<ReportFact> Entries { get; } = Entries;

        internal override bool IsEmpty => Entries.IsEmpty;

        internal override void Write(HtmlWriter html)
        {
            html.Open("dl");
            foreach (var entry in Entries)
            {
                html.Open("div").Text("dt", entry.Name).Text("dd", entry.Value, ("dir", "auto")).Close();
            }

            html.Close();
        }
    }

    /// <summary>A table. The first cell of a row is its heading.</summary>
    public sealed record Table : ReportBlock
    {
        // Dates and single words stay on one line: a browser would break them at their hyphens.
        private const int LongestOnOneLine = 14;

        /// <summary>A table.</summary>
        /// <param name="caption">What it is about; not empty, as readers that hear a page find tables by it.</param>
        /// <param name="columns">The columns.</param>
        /// <param name="rows">The rows, each with a cell a column; without a row the table is left out.</param>
        /// <param name="isCaptionShown">Whether the caption is seen; where the heading above says the same it is there for those alone who hear the page.</param>
        /// <exception cref="ArgumentException">There is no caption, or a row has another number of cells than there are columns.</exception>
        public Table(string caption, EquatableArray<ReportColumn> columns, EquatableArray<EquatableArray<string>> rows, bool isCaptionShown = true)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(caption);
            if (columns.IsEmpty || rows.Any(row => row.Count != columns.Count))
            {
                throw new ArgumentException("A row has a cell for each column.", nameof(rows));
            }

            Caption = caption;
            Columns = columns;
            Rows = rows;
            IsCaptionShown = isCaptionShown;
        }

        /// <summary>What it is about.</summary>
        public string Caption { get; }

        /// <summary>The columns.</summary>
        public EquatableArray<ReportColumn> Columns { get; }

        /// <summary>The rows.</summary>
        public EquatableArray<EquatableArray<string>> Rows { get; }

        /// <summary>Whether the caption is seen.</summary>
        public bool IsCaptionShown { get; }

        internal override bool IsEmpty => Rows.IsEmpty;

        private string? StyleOf(int column, string cell) => Columns[column].IsNumber ? "number" : cell.Length <= LongestOnOneLine ? "short" : null;

        internal override void Write(HtmlWriter html)
        {
            // A wide table moves inside its own frame on a narrow screen; with the keyboard too.
            html.Open("div", ("class", "frame"), ("role", "region"), ("aria-label", Caption), ("tabindex", "0"));
            html.Open("table").Text("caption", Caption, ("class", IsCaptionShown ? null : "hidden")).Open("thead").Open("tr");
            foreach (var column in Columns)
            {
                html.Text("th", column.Name, ("scope", "col"), ("class", column.IsNumber ? "number" : null));
            }

            html.Close().Close().Open("tbody");
            foreach (var row in Rows)
            {
                html.Open("tr");
                for (var i = 0; i < row.Count; i++)
                {
                    html.Text(i == 0 ? "th" : "td", row[i], ("scope", i == 0 ? "row" : null), ("class", StyleOf(i, row[i])));
                }

                html.Close();
            }

            html.Close().Close().Close();
        }
    }

    /// <summary>A figure with its caption.</summary>
    public sealed record Drawing : ReportBlock
    {
        /// <summary>A figure.</summary>
        /// <param name="figure">The figure.</param>
        /// <param name="caption">What it shows, for everybody; the figure's own description has the numbers.</param>
        /// <exception cref="ArgumentException">There is no caption.</exception>
        public Drawing(Figure figure, string caption)
        {
            ArgumentNullException.ThrowIfNull(figure);
            ArgumentException.ThrowIfNullOrWhiteSpace(caption);
            Figure = figure;
            Caption = caption;
        }

        /// <summary>The figure.</summary>
        public Figure Figure { get; }

        /// <summary>What it shows.</summary>
        public string Caption { get; }

        internal override bool IsEmpty => false;

        internal override void Write(HtmlWriter html)
        {
            html.Open("figure").Raw(Figure.Svg).Open("figcaption");
            html.Text("b", string.Create(CultureInfo.InvariantCulture, $"Figure {html.NextFigure()}."));
            html.Plain(" " + Caption).Close().Close();
        }
    }
}
