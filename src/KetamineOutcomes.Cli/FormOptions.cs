using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>The options of commands that read a table of forms and write a table.</summary>
internal sealed class FormOptions
{
    private readonly InstrumentOptions _instrument = new();

    private readonly Option<string> _input = new("--input")
    {
        Description = "The table of forms, one a row; - is standard input.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _inputFormat = Format("--input-format", "How the input is written; by default after its extension (.jsonl, .ndjson, .json), else csv.");

    private readonly Option<string?> _outputFormat = Format("--format", "How the output is written; by default after its extension, else csv.");

    private readonly Option<string[]> _map = new("--map")
    {
        Description = "Columns of items that are not named after them: item1=COLUMN,item2=COLUMN; total=COLUMN is a stated total to compare.",
        HelpName = "item=column,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _missingCode = new("--missing-code", "--missing-codes")
    {
        Description = "Codes that mean \"no answer\", such as 7,9. Empty, NA, NaN, NULL, None and . always do.",
        HelpName = "code,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = "Columns to repeat in the output.",
        HelpName = "column,...",
        Arity = ArgumentArity.OneOrMore,
    };

    public void AddTo(Command command)
    {
        _instrument.AddTo(command);
        Option[] own = [_input, _output, _inputFormat, _outputFormat, _map, _missingCode, _keep];
        foreach (var option in own)
        {
            command.Add(option);
        }
    }

    /// <summary>Opens what the call names, runs, reports on standard error.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult call, ToolHost host, Func<FormRun, FormReport> run)
    {
        var input = call.GetValue(_input)!;
        var output = call.GetValue(_output)!;
        var instrument = _instrument.Find(call, host);
        Files.RequireDifferent(input, output);
        var progress = new ProgressLine(host);
        return Files.Read(input, host, source => Files.Write(output, host, target =>
        {
            FormReport report;
            try
            {
                report = run(new FormRun(
                    source,
                    target,
                    instrument,
                    progress,
                    input,
                    FormatOf(call.GetValue(_inputFormat), input),
                    FormatOf(call.GetValue(_outputFormat), output),
                    ReadMap(call),
                    Split(call.GetValue(_missingCode)),
                    Split(call.GetValue(_keep))));
            }
            finally
            {
                progress.End();
            }

            report.WriteTo(host.Error);
            return report.ExitCode;
        }));
    }

    /// <summary>An option that names a format.</summary>
    public static Option<string?> Format(string name, string description, params string[] more)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(["csv", "jsonl", .. more]);
        return option;
    }

    /// <summary>The format that an option or else the file's extension says.</summary>
    public static TableFormat FormatOf(string? word, string file) =>
        TableFormats.TryParse(word, out var format) ? format : TableFormats.FromFileName(file);

    /// <summary>The parts of values that may be lists joined by commas.</summary>
    public static EquatableArray<string> Split(string[]? values) =>
        (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToEquatableArray();

    private EquatableArray<ItemMapping> ReadMap(ParseResult call) =>
        Split(call.GetValue(_map)).Select(pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            return at > 0 && at < pair.Length - 1
                ? new ItemMapping(pair[..at].Trim(), pair[(at + 1)..].Trim())
                : throw new ToolException(IssueCodes.OptionInvalid, "Expected item=column pairs, separated by commas.", field: "--map");
        }).ToEquatableArray();
}

/// <summary>What a command needs to run over a table of forms.</summary>
internal sealed record FormRun(
    Stream Input,
    Stream Output,
    Instrument Instrument,
    IProgress<TableProgress> Progress,
    string FileName,
    TableFormat InputFormat,
    TableFormat OutputFormat,
    EquatableArray<ItemMapping> Map,
    EquatableArray<string> MissingCodes,
    EquatableArray<string> Keep);

/// <summary>What a run over a table of forms has to say.</summary>
internal sealed record FormReport(
    int ExitCode,
    TableError? Error,
    EquatableArray<TableError> Notices,
    EquatableArray<TableError> Errors,
    long ErrorCount,
    EquatableArray<TableError> Warnings,
    long WarningCount,
    string Summary,
    string WhereAllStand = "; the issues column of the output names them all")
{
    public void WriteTo(TextWriter error)
    {
        foreach (var line in Notices.Concat(Warnings))
        {
            error.WriteLine(line);
        }

        WriteRest(error, WarningCount - Warnings.Count, "warnings");
        foreach (var line in Errors)
        {
            error.WriteLine(line);
        }

        WriteRest(error, ErrorCount - Errors.Count, "errors");
        if (Error is not null)
        {
            error.WriteLine(Error);
            return;
        }

        error.WriteLine(Summary);
    }

    private void WriteRest(TextWriter error, long count, string what)
    {
        if (count > 0)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {count} more {what}{WhereAllStand}."));
        }
    }
}
