using System.CommandLine;
using KetamineOutcomes.Indicators.ReliableChange;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>--reliability</c>: a clinic's own figures about scales in place of the library's, for every command whose rows rest on such.</summary>
internal sealed class ReliabilityOption
{
    public Option<string?> Option { get; } = new("--reliability")
    {
        Description = "A file (.json) with your own SD, reliability or standard error, MCID and norms of scales, each with its population and source, in place of the library's (docs/reliable-change.md).",
        HelpName = "file",
    };

    /// <summary>The figures; empty where none were given.</summary>
    public EquatableArray<ReliabilityProfile> Read(ParseResult call, ToolHost host)
    {
        if (call.GetValue(Option) is not { } file)
        {
            return [];
        }

        var read = Files.Read(file, host, stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return ReliabilityFigures.Read(bytes.ToArray(), host.Catalogue);
        });
        if (read.TryGetValue(out var figures))
        {
            return figures.Profiles;
        }

        foreach (var issue in read.Issues)
        {
            host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, file, line: null, issue.Place));
        }

        throw new ToolException(TableCodes.DefinitionUnusable, "The figures have the errors above.", file);
    }
}
