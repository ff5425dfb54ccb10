using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>fhir observations</c>: responses in, the Observations of their scores and answers out, one a line.</summary>
internal sealed class FhirObservationsCommand : ToolCommand
{
    private readonly InstrumentOptions _instrument = new();
    private readonly FhirReadOptionSet _reading = new();
    private readonly FhirWriteOptionSet _writing = new();

    private readonly Argument<string> _input = new("file")
    {
        Description = "A resource, a Bundle, or NDJSON with one a line; - is standard input.",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    public FhirObservationsCommand(ToolHost host)
        : base(
            "observations",
            "Scores the forms in FHIR resources and writes Observations as NDJSON: panel, scores, answers, alerts (raised, clear, not-assessed). A form without a score has the reason and no value.",
            $"{Tool.Name} fhir observations responses.ndjson --output observations.ndjson")
    {
        Add(_input);
        _instrument.AddTo(this);
        foreach (var option in _reading.All)
        {
            Add(option);
        }

        _writing.AddTo(this);
        SetAction(call => Run(call, host));
    }

    private int Run(ParseResult call, ToolHost host)
    {
        var input = call.GetValue(_input)!;
        var output = _writing.Output(call);
        var catalogue = _instrument.ReadCatalogue(call, host, out var lastId);
        var id = call.GetValue(_instrument.Instrument) ?? lastId;
        var reading = _reading.Read(call, host, input, catalogue, id is null ? null : InstrumentOptions.Find(catalogue, id, "--instrument"));
        var writing = _writing.Read(call) with { Catalogue = catalogue };
        Files.RequireDifferent(input, output);
        return Files.Read(input, host, source => Files.Write(output, host, target =>
        {
            var code = 0;
            var forms = 0L;
            foreach (var record in FhirReader.Read(source, reading))
            {
                host.Interrupt.ThrowIfCancellationRequested();
                if (record is FhirRecord.Form form)
                {
                    forms++;
                    Write(target, form.Value, forms, writing);
                }

                foreach (var issue in record.Issues.Where(issue => issue.Severity == IssueSeverity.Error))
                {
                    code = 1;
                    host.Error.WriteLine(new TableError(issue.Code, issue.Severity, issue.Message, input, record.Place.Line, FieldOf(record.Place, issue)).ToString());
                }
            }

            return code;
        }));
    }

    private static string? FieldOf(FhirPlace place, Issue issue) =>
        place.Path.Length == 0 ? issue.Place : $"{place.Path}: {issue.Place}";

    private static void Write(Stream target, FhirForm form, long number, FhirWriteOptions options)
    {
        foreach (var observation in FhirWriter.Observations(form, string.Create(CultureInfo.InvariantCulture, $"form-{number}"), options: options))
        {
            target.Write(observation.ToUtf8().Span);
            target.WriteByte((byte)'\n');
        }
    }
}
