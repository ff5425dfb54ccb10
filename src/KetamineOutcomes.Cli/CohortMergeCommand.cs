using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Cohorts;
using KetamineOutcomes.Cohorts.Tables;
using KetamineOutcomes.Cohorts.Tallies;

namespace KetamineOutcomes.Cli;

/// <summary><c>cohort merge</c>: parts that were counted on several machines into the tables of the whole.</summary>
internal sealed class CohortMergeCommand : ToolCommand
{
    private readonly Argument<string[]> _parts = new("part") { Description = "The files that cohort --shard wrote, in any order.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string?> _output = CohortCommand.OutputOption("The folder for tables, data dictionary, figures and manifest. Without it tables are printed.");

    private readonly ToolHost _host;

    public CohortMergeCommand(ToolHost host)
        : base(
            "merge",
            "Merges parts of a cohort. Tidy rows, mixed models and figures of single people need every score, and are not in parts.",
            $"""
            {Tool.Name} cohort merge part1.json part2.json --output cohort
            """)
    {
        _host = host;
        Add(_parts);
        Add(_output);
        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var names = call.GetValue(_parts)!;
        var tally = CohortTally.Empty;
        CohortPart? first = null;
        var hashes = new List<(string Option, string File, string Hash)>();
        foreach (var name in names)
        {
            var json = Files.Read(name, _host, stream =>
            {
                using var reader = new StreamReader(stream);
                return reader.ReadToEnd();
            });
            if (!TallyJson.TryRead(json, out var part, out var issue))
            {
                throw new ToolException(issue.Code, issue.Message, name, issue.Place);
            }

            first ??= part;
            if (part.Version != first.Version || !part.Options.OrderBy(option => option.Key, StringComparer.Ordinal).SequenceEqual(first.Options.OrderBy(option => option.Key, StringComparer.Ordinal)))
            {
                throw new ToolException(CohortCodes.PartsDiffer, "This part was made with other options or another version than the first: their counts do not belong together.", name);
            }

            var hash = RunManifest.Hash("part", name);
            if (hashes.Exists(other => other.Hash == hash.Hash))
            {
                throw new ToolException(CohortCodes.PartsDiffer, "This part was given twice.", name);
            }

            hashes.Add(hash);
            tally = tally.Merge(part.Tally);
        }

        var options = CohortOptions.Default with
        {
            Series = first!.Options.TryGetValue("series", out var series) && series == "each" ? SeriesChoice.Each : SeriesChoice.First,
            Level = first.Options.TryGetValue("level", out var level) && double.TryParse(level, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 50 and <= 99.9
                ? percent / 100
                : throw new ToolException(CohortCodes.PartInvalid, "The part does not say its confidence level.", names[0], "options.level"),
        };
        return CohortCommand.Put(_host, call.GetValue(_output), CohortTables.All(tally, options, _host.Catalogue), first.Options.TryGetValue("primary", out var primary) && primary != "none" ? primary : null, new RunManifest
        {
            Options = first.Options,
            // By hash, not in the order given: the same parts give the same manifest.
            Inputs = [.. hashes.OrderBy(part => part.Hash, StringComparer.Ordinal)],
            Definitions = CohortCommand.Definitions(tally, _host),
            Members = tally.Members,
            Warnings = ["merged-from-parts: tidy rows and mixed models need every score"],
        });
    }
}
