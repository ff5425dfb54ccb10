using System.CommandLine;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>--layout</c>: how tables of another shape (REDCap's, ADaM's) are read.</summary>
internal sealed class LayoutOption
{
    public Option<string?> Option { get; } = new("--layout")
    {
        Description = "A file (.json) that says how --assessments (and --treatments) of another shape are read: an export of REDCap, or ADaM's BDS; and how nominal visits are called (docs/wire.md, Layouts).",
        HelpName = "file",
    };

    /// <summary>The layout; <see langword="null"/> where the tables are of the library's own shape.</summary>
    public TableLayout? Read(ParseResult call, ToolHost host)
    {
        if (call.GetValue(Option) is not { } file)
        {
            return null;
        }

        var json = Files.Read(file, host, stream =>
        {
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        });
        return TableLayout.TryRead(json, out var layout, out var issue, host.Catalogue) ? layout : throw new ToolException(issue.Code, issue.Message, file, issue.Place);
    }
}
