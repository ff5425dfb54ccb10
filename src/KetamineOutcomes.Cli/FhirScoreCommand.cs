using System.Collections.Concurrent;
using System.CommandLine;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>fhir score</c>: responses and observations in, the table of scores out.</summary>
internal sealed class FhirScoreCommand : ToolCommand
{
    private readonly InstrumentOptions _instrument = new();
    private readonly FhirReadOptionSet _reading = new();

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

    private readonly Option<string?> _outputFormat = FormOptions.Format("--format", "How the output is written; by default after its extension, else csv.");

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
            {Tool.Name} fhir score responses.ndjson --map-file clinic-form.json
            {Tool.Name} fhir score - --instrument phq-9 --map item1=PHQ.1,item2=PHQ.2,total=PHQ.Score < response.json
            """)
    {
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
        Option[] own = [_output, .. _reading.All, _outputFormat, _keep, _missingPolicy];
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
            var format = FormOptions.FormatOf(call.GetValue(_outputFormat), output);
            using var table = new FhirScoreTable(target, format, keep, input, call.GetValue(_missingPolicy));
            if (format == TableFormat.Csv && host.RememberFormsFrom is { } from)
            {
                WriteBatches(source, options, table, FhirScoreTable.FieldsOf(keep), from, host.Interrupt);
            }
            else
            {
                WriteRecords(source, options, table, host.Interrupt);
            }

            var report = table.Summarise();
            report.WriteTo(host.Error);
            return report.ExitCode;
        }));
    }

    private static void WriteRecords(Stream source, FhirReadOptions options, FhirScoreTable table, CancellationToken interrupt)
    {
        foreach (var record in ReadAhead.Of(FhirReader.Read(source, options)))
        {
            interrupt.ThrowIfCancellationRequested();
            if (!table.Write(record))
            {
                break;
            }
        }
    }

    // The same rows, many forms at a time. Batches are read ahead, and come back when they are written.
    private static void WriteBatches(Stream source, FhirReadOptions options, FhirScoreTable table, IReadOnlyList<KeptField> keep, long from, CancellationToken interrupt)
    {
        var empty = new ConcurrentQueue<FormBatch>();
        var memory = new LineMemory(table.FindScores, keep, from);
        FormBatch Rent() => empty.TryDequeue(out var batch) ? batch : new FormBatch(keep.Count);
        foreach (var batch in ReadAhead.Of(FhirReader.ReadBatches(source, options, memory, Rent), batch: 1))
        {
            if (!table.Write(batch, interrupt))
            {
                break;
            }

            batch.Clear();
            empty.Enqueue(batch);
        }
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

        return _reading.Read(call, host, input, catalogue, instrument);
    }
}
