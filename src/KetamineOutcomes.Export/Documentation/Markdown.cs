using System.Text;
using System.Text.RegularExpressions;

namespace KetamineOutcomes.Export.Documentation;

/// <summary>Writes GitHub-flavoured Markdown: blocks with one empty line between, and text whose signs stay signs.</summary>
internal sealed partial class Markdown
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Heading(int level, string markdown) => Block($"{new string('#', level)} {markdown}");

    public void Paragraph(string markdown) => Block(markdown);

    public void List(IEnumerable<string> markdown)
    {
        var lines = string.Join('\n', markdown.Select(item => $"- {item}"));
        if (lines.Length > 0)
        {
            Block(lines);
        }
    }

    public void Code(IEnumerable<string> lines) => Block($"```text\n{string.Join('\n', lines)}\n```");

    /// <summary>A table; a column without a word in any row is left out.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var shown = Enumerable.Range(0, header.Count).Where(column => all.Exists(row => row[column].Length > 0)).ToList();
        Block(string.Join('\n', new[] { header, [.. header.Select(_ => "---")] }.Concat(all).Select(row => $"| {string.Join(" | ", shown.Select(column => row[column]))} |")));
    }

    private void Block(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(text).Append('\n');
    }

    /// <summary>Plain text in which no sign means anything to Markdown.</summary>
    public static string Escape(string text)
    {
        var escaped = Special().Replace(text.ReplaceLineEndings(" "), @"\$0");
        return LineStart().Replace(escaped, match => match.Groups["digits"].Value + "\\" + match.Groups["sign"].Value);
    }

    /// <summary>An id or a formula in a line.</summary>
    public static string Span(string code) => $"`{code.Replace("|", "\\|", StringComparison.Ordinal)}`";

    public static string Link(string text, string target) => $"[{text}]({target})";

    /// <summary>An address as a link where it is one, else as text.</summary>
    public static string Address(string url) => WebAddress().IsMatch(url) ? $"<{url}>" : Escape(url);

    // $ opens mathematics and ~ strikes through on the usual hosts; & could be an entity.
    [GeneratedRegex(@"[\\`*_\[\]<>|~$&]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Special();

    [GeneratedRegex(@"^(?<digits>[0-9]*)(?<sign>[.)#+-])(?=\s)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^https?://[^\s<>]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex WebAddress();
}
