using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>score</c>: a table of forms in, a table of scores out.</summary>
internal sealed class ScoreCommand : ToolCommand
{
    private readonly FormOptions _forms = new();

    private readonly Option<string?> _missingPolicy = new("--missing-policy")
    {
        Description = "A missing-item policy by name; by default each scale's own. They are named by: instruments ID.",
        HelpName = "name",
    };

    private readonly Option<string?> _valueSet = new("--value-set")
    {
        Description = "Your own value set for a scale that asks for one (EQ-5D index): a table with the columns profile and value.",
        HelpName = "file",
    };

    private readonly Option<string?> _valueSetSource = new("--value-set-source")
    {
        Description = "Where the value set was published; by default the file's name.",
        HelpName = "text",
    };

    private readonly Option<bool> _cutOffs = new("--cut-offs")
    {
        Description = "Also say how each score stands to the published cut-offs of its scale; those for one sex need a column sex.",
    };

    private readonly Option<bool> _wide = new("--wide")
    {
        Description = "One row a form, instead of one a scale and alert.",
    };

    public ScoreCommand(ToolHost host)
        : base(
            "score",
            "Scores a table of filled-in forms, one a row.",
            $"""
            {Tool.Name} score --instrument phq-9 --input forms.csv --output scores.csv --keep patient_id
            {Tool.Name} score --instrument phq-9 --map item1=DPQ010,item2=DPQ020 --missing-code 7,9 --wide < forms.csv
            {Tool.Name} score --definition my-scale.json --input forms.jsonl --format csv
            """)
    {
        _forms.AddTo(this);
        Add(_missingPolicy);
        Add(_valueSet);
        Add(_valueSetSource);
        Add(_cutOffs);
        Add(_wide);
        SetAction(call => _forms.Run(call, host, run => Score(call, host, run)));
    }

    private ValueSet? ReadValueSet(ParseResult call, ToolHost host, string instrument)
    {
        if (call.GetValue(_valueSet) is not { } file)
        {
            return call.GetValue(_valueSetSource) is null
                ? null
                : throw new ToolException(IssueCodes.OptionInvalid, "A source of a value set needs the value set: --value-set FILE.", field: "--value-set-source");
        }

        var source = call.GetValue(_valueSetSource) is { } text && !string.IsNullOrWhiteSpace(text) ? text : file;
        return Files.Read(file, host, stream =>
        {
            var set = ValueSetTable.Read(
                stream,
                instrument,
                Path.GetFileNameWithoutExtension(file) is { Length: > 0 } name ? name : file,
                source,
                new TableReadOptions { FileName = file, Format = FormOptions.FormatOf(null, file) },
                out var error);
            return set ?? throw new ToolException(error!);
        });
    }

    private FormReport Score(ParseResult call, ToolHost host, FormRun run)
    {
        var summary = ScoreTable.Run(
            run.Input,
            run.Output,
            run.Instrument,
            new ScoreTableOptions
            {
                FileName = run.FileName,
                InputFormat = run.InputFormat,
                OutputFormat = run.OutputFormat,
                Map = run.Map,
                MissingCodes = run.MissingCodes,
                Keep = run.Keep,
                MissingPolicy = call.GetValue(_missingPolicy),
                ValueSet = ReadValueSet(call, host, run.Instrument.Id),
                CutOffs = call.GetValue(_cutOffs),
                Wide = call.GetValue(_wide),
                Threads = Environment.ProcessorCount,
            },
            run.Progress,
            host.Interrupt);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Rows} rows: {summary.Scored} scored, {summary.Prorated} prorated, {summary.Incomplete} incomplete, {summary.Invalid} invalid.");
        foreach (var alert in summary.Alerts)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" Alert {alert.Id}: {alert.Raised} raised, {alert.Clear} clear, {alert.NotAssessed} not assessed.");
        }

        return new FormReport(summary.ExitCode, summary.Error, summary.Notices, summary.Errors, summary.ErrorCount, summary.Warnings, summary.WarningCount, text);
    }
}
