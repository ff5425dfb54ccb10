using System.CommandLine;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>The options that say how FHIR is read, shared by the commands.</summary>
internal sealed class FhirReadOptionSet
{
    private readonly Option<string?> _inputFormat = new("--input-format")
    {
        Description = "How the input is written; by default after its extension (.ndjson, .jsonl), else told from its beginning.",
    };

    private readonly Option<string[]> _map = new("--map")
    {
        Description = "The linkIds of a form whose items have no known codes: item1=LINKID,item2=LINKID; total=LINKID is the stated total. Needs --instrument.",
        HelpName = "item=linkid,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _answer = new("--answer")
    {
        Description = "What a publisher's own answer code is worth: CODE=VALUE, or SYSTEM|CODE=VALUE. May be given several times. Needs --instrument.",
        HelpName = "code=value",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _mapFile = new("--map-file")
    {
        Description = "The same for one form in a file: {\"format\":1,\"instrument\":ID,\"questionnaire\":URL,\"links\":[{\"linkId\":..,\"target\":..}],\"answers\":[{\"system\":..,\"code\":..,\"value\":..}]}. May be given several times.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _definitions = new("--questionnaire")
    {
        Description = "A file with the Questionnaire, ValueSet or CodeSystem to which responses refer, or a Bundle of them; may be given several times.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
    };

    public FhirReadOptionSet() => _inputFormat.AcceptOnlyFromAmong("json", "ndjson");

    public Option[] All => [_inputFormat, _map, _answer, _mapFile, _definitions];

    /// <summary>Reads the options and the files that they name.</summary>
    /// <param name="call">The call.</param>
    /// <param name="host">The outside.</param>
    /// <param name="input">The input's name, whose extension may say how it is written.</param>
    /// <param name="catalogue">The instruments.</param>
    /// <param name="instrument">The one instrument that is asked for, or <see langword="null"/>.</param>
    public FhirReadOptions Read(ParseResult call, ToolHost host, string input, InstrumentCatalogue catalogue, Instrument? instrument) => new()
    {
        Catalogue = catalogue,
        Instrument = instrument?.Id,
        Maps = ReadMaps(call, host, catalogue, instrument),
        Definitions = ReadDefinitions(call, host),
        Format = FormatOf(call.GetValue(_inputFormat), input),
    };

    /// <summary>The options of a command that takes no instrument and no map.</summary>
    public static FhirFormat FormatOf(string? word, string input) => word switch
    {
        "json" => FhirFormat.Json,
        "ndjson" => FhirFormat.Ndjson,
        _ when input.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) => FhirFormat.Ndjson,
        _ => FhirFormat.Auto,
    };

    /// <summary>The maps that files hold.</summary>
    public static IEnumerable<FhirFormMap> ReadMapFiles(IEnumerable<string> files, ToolHost host, InstrumentCatalogue catalogue)
    {
        foreach (var file in files)
        {
            var read = FhirFormMap.Read(ReadAll(file, host), catalogue);
            if (!read.TryGetMap(out var map))
            {
                foreach (var issue in read.Issues)
                {
                    host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, file, line: null, issue.Place));
                }

                throw new ToolException(TableCodes.DefinitionUnusable, "The map has the errors above.", file, "--map-file");
            }

            yield return map;
        }
    }

    private static ReadOnlyMemory<byte> ReadAll(string file, ToolHost host) => Files.Read(file, host, stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return (ReadOnlyMemory<byte>)bytes.ToArray();
    });

    private EquatableArray<FhirFormMap> ReadMaps(ParseResult call, ToolHost host, InstrumentCatalogue catalogue, Instrument? instrument)
    {
        var fromFiles = ReadMapFiles(call.GetValue(_mapFile) ?? [], host, catalogue).ToList();
        return ReadMap(call, instrument) is { } map ? [map, .. fromFiles] : fromFiles.ToEquatableArray();
    }

    private FhirFormMap? ReadMap(ParseResult call, Instrument? instrument)
    {
        var links = FormOptions.Split(call.GetValue(_map));
        var answers = call.GetValue(_answer) ?? [];
        if (links.IsEmpty && answers.Length == 0)
        {
            return null;
        }

        if (instrument is null)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "A map needs the instrument that it is for: --instrument ID.", field: "--instrument");
        }

        var pairs = links.Select(pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var target = at > 0 ? pair[..at].Trim() : "";
            return at > 0 && at < pair.Length - 1 && (instrument.FindItem(target) is not null || instrument.FindScale(target) is not null)
                ? new FhirLink(pair[(at + 1)..].Trim(), target)
                : throw new ToolException(IssueCodes.OptionInvalid, $"Expected item=linkid pairs, separated by commas, with items and scales of {instrument.Id}.", field: "--map");
        }).ToEquatableArray();
        var values = answers.Select(pair =>
        {
            var at = pair.LastIndexOf('=');
            var bar = at > 0 ? pair.LastIndexOf('|', at) : -1;
            return at > bar + 1 && Fraction.TryParse(pair[(at + 1)..].Trim(), out var value)
                ? new FhirAnswerValue(bar > 0 ? pair[..bar] : null, pair[(bar + 1)..at], value)
                : throw new ToolException(IssueCodes.OptionInvalid, "Expected code=value, or system|code=value.", field: "--answer");
        }).ToEquatableArray();
        try
        {
            return new FhirFormMap(instrument.Id, pairs, values);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "A linkId or an answer code is empty or stands twice.", field: "--map", inner: e);
        }
    }

    private FhirDefinitions? ReadDefinitions(ParseResult call, ToolHost host)
    {
        var files = call.GetValue(_definitions) ?? [];
        if (files.Length == 0)
        {
            return null;
        }

        var definitions = FhirDefinitions.Read(files.Select(file => ReadAll(file, host)).ToList());
        return definitions.Issues.IsEmpty
            ? definitions
            : throw new ToolException(TableCodes.DefinitionUnusable, $"{definitions.Issues[0].Message} ({definitions.Issues[0]})", field: "--questionnaire");
    }
}
