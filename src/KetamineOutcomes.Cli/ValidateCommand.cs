using System.Globalization;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>validate</c>: what each form of a table still lacks.</summary>
internal sealed class ValidateCommand : ToolCommand
{
    private readonly FormOptions _forms = new();

    public ValidateCommand(ToolHost host)
        : base(
            "validate",
            "Says of each form in a table what it still lacks and what is wrong, before it is submitted.",
            $"""
            {Tool.Name} validate --instrument phq-9 --input forms.csv --keep patient_id
            {Tool.Name} validate --instrument gad-7 --missing-code -9 < forms.csv
            """)
    {
        _forms.AddTo(this);
        SetAction(call => _forms.Run(call, host, run => Validate(host, run)));
    }

    private static FormReport Validate(ToolHost host, FormRun run)
    {
        var summary = ValidateTable.Run(
            run.Input,
            run.Output,
            run.Instrument,
            new ValidateTableOptions
            {
                FileName = run.FileName,
                InputFormat = run.InputFormat,
                OutputFormat = run.OutputFormat,
                Map = run.Map,
                MissingCodes = run.MissingCodes,
                Keep = run.Keep,
            },
            run.Progress,
            host.Interrupt);
        var text = string.Create(CultureInfo.InvariantCulture, $"{summary.Rows} rows: {summary.Ready} ready, {summary.Rows - summary.Ready} not.");
        return new FormReport(summary.ExitCode, summary.Error, summary.Notices, summary.Errors, summary.ErrorCount, summary.Warnings, summary.WarningCount, text);
    }
}
