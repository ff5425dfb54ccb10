using System.CommandLine;
using System.Globalization;
using KetamineOutcomes.Indicators.Changes;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>change</c>: a long table of scores in, response, remission and reliable change at every visit out.</summary>
internal sealed class ChangeCommand : ToolCommand
{
    private readonly InstrumentOptions _instrument = new();

    private readonly Option<string?> _scale = new("--scale")
    {
        Description = "The scale's id; by default the instrument's total.",
        HelpName = "id",
    };

    private readonly Option<string> _input = new("--input")
    {
        Description = "The visits, one a row: patient_id,[course_id],[instrument],assessed_at|assessed_day,score; sorted by patient and course; - is standard input.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _inputFormat = FormOptions.Format("--input-format", "How the input is written; by default after its extension (.jsonl, .ndjson, .json), else csv.");

    private readonly Option<string?> _outputFormat = FormOptions.Format("--format", "How the output is written; by default after its extension, else csv.");

    private readonly Option<string> _scoreColumn = new("--score-column")
    {
        Description = "The column that holds the score.",
        HelpName = "column",
        DefaultValueFactory = _ => "score",
    };

    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "The rules wanted (response-50, remission-5, jacobson-truax), joined by commas. By default all that the scale has.",
        HelpName = "rule,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly ReliabilityOption _reliability = new();

    private readonly ToolHost _host;

    public ChangeCommand(ToolHost host)
        : base(
            "change",
            "Says response, remission and reliable change of many courses at every visit after the first score, one row a visit. Does not look at alerts.",
            $"""
            {Tool.Name} change --instrument phq-9 --input scores.csv --output changes.csv
            {Tool.Name} change --instrument madrs --rules response-50,remission-10 --score-column madrs_total < scores.csv
            """)
    {
        _host = host;
        _instrument.AddTo(this);
        foreach (var option in (Option[])[_scale, _input, _output, _inputFormat, _outputFormat, _scoreColumn, _rules, _reliability.Option])
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var input = call.GetValue(_input)!;
        var output = call.GetValue(_output)!;
        var scorer = Compile(call);
        Files.RequireDifferent(input, output);
        var progress = new ProgressLine(_host);
        return Files.Read(input, _host, source => Files.Write(output, _host, target =>
        {
            ChangeTableSummary summary;
            try
            {
                summary = ChangeTable.Run(
                    source,
                    target,
                    scorer,
                    new ChangeTableOptions
                    {
                        FileName = input,
                        InputFormat = FormOptions.FormatOf(call.GetValue(_inputFormat), input),
                        OutputFormat = FormOptions.FormatOf(call.GetValue(_outputFormat), output),
                        ScoreColumn = call.GetValue(_scoreColumn)!,
                        Threads = Environment.ProcessorCount,
                    },
                    progress,
                    _host.Interrupt);
            }
            finally
            {
                progress.End();
            }

            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Rows} rows: {summary.Courses} courses, {summary.Visits} visits judged, {summary.CoursesWithoutRows} courses without a visit after their first score.");
            new FormReport(summary.ExitCode, summary.Error, summary.Notices, summary.Errors, summary.ErrorCount, summary.Warnings, summary.WarningCount, text, "").WriteTo(_host.Error);
            return summary.ExitCode;
        }));
    }

    private ChangeScorer Compile(ParseResult call)
    {
        var instrument = _instrument.Find(call, _host);
        var compiled = ChangeScorer.Compile(
            instrument,
            call.GetValue(_scale),
            new ChangeOptions { Rules = FormOptions.Split(call.GetValue(_rules)), Reliability = _reliability.Read(call, _host) });
        if (compiled.TryGetValue(out var scorer))
        {
            return scorer;
        }

        var issue = compiled.Issues[0];
        throw new ToolException(issue.Code, issue.Message, field: issue.Code == ChangeCodes.RuleUnknown ? "--rules" : "--scale");
    }
}
