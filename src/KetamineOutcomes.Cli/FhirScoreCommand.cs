using System.CommandLine;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>fhir score</c>: responses and observations in, the table of scores out.</summary>
internal sealed class FhirScoreCommand : ToolCommand
{
    private readonly InstrumentOptions _instrument = new();

    private readonly Argument<string> _input = new("file")
    {
        Description = "A resource, a Bundle, or NDJSON with one a line; - is standard input.",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _inputFormat = new("--input-format")
    {
        Description = "How the input is written; by default after its extension (.ndjson, .jsonl), else told from its beginning.",
    };

    private readonly Option<string?> _outputFormat = FormOptions.Format("--format", "How the output is written; by default after its extension, else csv.");

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

    private readonly Option<string[]> _definitions = new("--questionnaire")
    {
        Description = "A file with the Questionnaire, ValueSet or CodeSystem to which responses refer, or a Bundle of them; may be given several times.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = $"What of each resource to repeat in the output: {string.Join(", ", FhirScoreTable.Kept)}.",
        HelpName = "name,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _missingPolicy = new("--missing-policy")
    {
        Description = "A missing-item policy by name; scales that have none of that name keep their own. They are named by: instruments ID.",
        HelpName = "name",
    };

    public FhirScoreCommand(ToolHost host)
        : base(
            "score",
            "Scores the forms in FHIR resources, and takes the totals of observations; compares stated totals with the recomputed ones.",
            $"""
            {Tool.Name} fhir score responses.ndjson --keep subject,at --output scores.csv
            {Tool.Name} fhir score bundle.json --instrument phq-9 --questionnaire form.json
            {Tool.Name} fhir score - --instrument phq-9 --map item1=PHQ.1,item2=PHQ.2,total=PHQ.Score < response.json
            """)
    {
        _inputFormat.AcceptOnlyFromAmong("json", "ndjson");
        _input.Validators.Add(result =>
        {
            // An option that there is not would else be taken for a file.
            if (result.Tokens is [{ Value: ['-', _, ..] name }])
            {
                result.AddError($"There is no option {TableError.OneLine(name)}; a file of that name is ./{TableError.OneLine(name)}.");
            }
        });
        Add(_input);
        _instrument.AddTo(this);
        Option[] own = [_output, _inputFormat, _outputFormat, _map, _answer, _definitions, _keep, _missingPolicy];
        foreach (var option in own)
        {
            Add(option);
        }

        SetAction(call => Run(call, host));
    }

    private int Run(ParseResult call, ToolHost host)
    {
        var input = call.GetValue(_input)!;
        var output = call.GetValue(_output)!;
        var options = ReadOptions(call, host, input);
        var keep = FormOptions.Split(call.GetValue(_keep));
        if (keep.FirstOrDefault(name => !FhirScoreTable.Kept.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ToolException(
                IssueCodes.OptionInvalid, $"A resource has no {TableError.OneLine(unknown)} to keep.{Nearest.Suggest(unknown, FhirScoreTable.Kept)}", field: "--keep");
        }

        if (keep.Distinct(StringComparer.Ordinal).Count() != keep.Count)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "The output would have two columns of one name: keep each once.", field: "--keep");
        }

        Files.RequireDifferent(input, output);
        return Files.Read(input, host, source => Files.Write(output, host, target =>
        {
            using var table = new FhirScoreTable(target, FormOptions.FormatOf(call.GetValue(_outputFormat), output), keep, input, call.GetValue(_missingPolicy));
            foreach (var record in FhirReader.Read(source, options))
            {
                host.Interrupt.ThrowIfCancellationRequested();
                if (!table.Write(record))
                {
                    break;
                }
            }

            var report = table.Summarise();
            report.WriteTo(host.Error);
            return report.ExitCode;
        }));
    }

    private FhirReadOptions ReadOptions(ParseResult call, ToolHost host, string input)
    {
        var catalogue = _instrument.ReadCatalogue(call, host, out var lastId);
        var id = call.GetValue(_instrument.Instrument) ?? lastId;
        var instrument = id is null ? null : InstrumentOptions.Find(catalogue, id, "--instrument");
        if (call.GetValue(_missingPolicy) is { } policy && instrument is not null && instrument.Scales.All(scale => scale.FindMissingPolicy(policy) is null))
        {
            throw new ToolException(TableCodes.MissingPolicyUnknown, $"No scale of {instrument.Id} has the policy {TableError.OneLine(policy)}.", field: "--missing-policy");
        }

        return new FhirReadOptions
        {
            Catalogue = catalogue,
            Instrument = id,
            Maps = ReadMap(call, instrument) is { } map ? [map] : [],
            Definitions = ReadDefinitions(call, host),
            Format = call.GetValue(_inputFormat) switch
            {
                "json" => FhirFormat.Json,
                "ndjson" => FhirFormat.Ndjson,
                _ when input.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || input.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) => FhirFormat.Ndjson,
                _ => FhirFormat.Auto,
            },
        };
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

        var documents = files.Select(file => Files.Read(file, host, stream =>
        {
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return (ReadOnlyMemory<byte>)bytes.ToArray();
        })).ToList();
        var definitions = FhirDefinitions.Read(documents);
        return definitions.Issues.IsEmpty
            ? definitions
            : throw new ToolException(TableCodes.DefinitionUnusable, $"{definitions.Issues[0].Message} ({definitions.Issues[0]})", field: "--questionnaire");
    }
}
