using System.CommandLine;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>The options that say which instrument is meant, shared by the commands.</summary>
internal sealed class InstrumentOptions
{
    public Option<string?> Instrument { get; } = new("--instrument")
    {
        Description = "The instrument's id, for example phq-9; see: instruments.",
        HelpName = "id",
    };

    public Option<string[]> Definition { get; } = new("--definition")
    {
        Description = "A file with your own instrument in the format of the shipped definitions; may be given several times. Alone, it is the instrument meant.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        command.Add(Instrument);
        command.Add(Definition);
    }

    /// <summary>Whether the call says which instrument it means.</summary>
    public bool IsNamed(ParseResult call) => call.GetValue(Instrument) is not null || call.GetValue(Definition) is { Length: > 0 };

    /// <summary>The catalogue with the caller's definitions.</summary>
    public InstrumentCatalogue ReadCatalogue(ParseResult call, ToolHost host, out string? lastId)
    {
        var catalogue = host.Catalogue;
        lastId = null;
        foreach (var file in call.GetValue(Definition) ?? [])
        {
            var instrument = ReadDefinition(file, host);
            try
            {
                catalogue = catalogue.With(instrument);
            }
            catch (ArgumentException e)
            {
                throw new ToolException(TableCodes.DefinitionUnusable, $"{instrument} is in the catalogue with another text: give the definition another version.", file, inner: e);
            }

            lastId = instrument.Id;
        }

        return catalogue;
    }

    /// <summary>The instrument that the call means.</summary>
    public Instrument Find(ParseResult call, ToolHost host)
    {
        var catalogue = ReadCatalogue(call, host, out var lastId);
        var id = call.GetValue(Instrument) ?? lastId
            ?? throw new ToolException(IssueCodes.OptionInvalid, "Say which instrument: --instrument ID. The ids are listed by: instruments.", field: "--instrument");
        return Find(catalogue, id, "--instrument");
    }

    // What people look for here and will not find: the nearest id would send them to another scale.
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gas"] = $"Goal Attainment Scaling scores a patient's own goals, not items: {Tool.Name} assess --goals FILE.",
        ["kset"] = "The Ketamine Side Effect Tool has no score, so there is no rule to apply.",
        ["prise"] = "Of the PRISE only the French version of 32 items ships. Did you mean prise-m?",
    };

    public static Instrument Find(InstrumentCatalogue catalogue, string id, string field) =>
        catalogue.Find(id)
        ?? throw new ToolException(
            IssueCodes.InstrumentUnknown,
            $"There is no instrument {TableError.OneLine(id)}.{(Elsewhere.TryGetValue(id, out var where) ? " " + where : Nearest.Suggest(id, catalogue.Ids))} The ids are listed by: {Tool.Name} instruments",
            field: field);

    private static Instrument ReadDefinition(string file, ToolHost host)
    {
        var read = Files.Read(file, host, stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return Instruments.Instrument.Read(bytes.ToArray());
        });
        if (read.TryGetValue(out var instrument))
        {
            return instrument;
        }

        foreach (var issue in read.Issues)
        {
            host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, file, line: null, issue.Place));
        }

        throw new ToolException(TableCodes.DefinitionUnusable, "The definition has the errors above.", file);
    }
}
