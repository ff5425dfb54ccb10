using System.CommandLine;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary><c>treatment</c>: a table of infusions in, a table of what the treatment was out.</summary>
internal sealed class TreatmentCommand : ToolCommand
{
    private readonly Option<string> _treatments = new("--treatments")
    {
        Description = "The infusions, one a row: patient_id,[course_id],given_at|given_day,agent,route,dose_mg,weight_kg,minutes,kind; - is standard input.",
        HelpName = "file",
        Required = true,
    };

    private readonly SegmentationOption _segmentation = new(SegmentationRules.McInnes2022Gap14);

    private readonly AsOfOptions _asOf = new();

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _format = FormOptions.Format("--format", "How the output is written: csv or jsonl; by default after the output's extension, else csv.");

    private readonly ToolHost _host;

    public TreatmentCommand(ToolHost host)
        : base(
            "treatment",
            "Says of each course of infusions its induction series, boosters, re-inductions and cycles, and of each infusion its numbers, the time since the last and the dose by weight.",
            $"""
            {Tool.Name} treatment --treatments infusions.csv
            {Tool.Name} treatment --treatments infusions.csv --segmentation labels --as-of 2026-06-30
            {Tool.Name} treatment --treatments days.csv --segmentation mcinnes-2022-gap-7 --as-of-day 120 --output rows.jsonl
            """)
    {
        _host = host;
        Option[] own = [_treatments, _segmentation.Option, .. _asOf.All, _output, _format];
        foreach (var option in own)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var input = call.GetValue(_treatments)!;
        var output = call.GetValue(_output)!;
        Files.RequireDifferent(input, output);
        var options = new AssessmentOptions { Segmentation = _segmentation.Read(call), AsOf = _asOf.Read(call) };
        var tables = ReadTables(input);
        if (tables.Error is not null)
        {
            throw new ToolException(tables.Error);
        }

        AsOfOptions.RequireSameTimeScale(tables, options.AsOf);
        return Files.Write(output, _host, stream =>
        {
            var issues = new List<Issue>();
            using (var table = IndicatorTable.Create(stream, FormOptions.FormatOf(call.GetValue(_format), output)))
            {
                foreach (var course in tables.Courses)
                {
                    _host.Interrupt.ThrowIfCancellationRequested();
                    var report = TreatmentAssessment.Assess(course, options);
                    issues.AddRange(report.Issues);
                    foreach (var result in report.Results)
                    {
                        table.Write(result);
                    }
                }
            }

            CourseReport.Write(_host, tables, issues);
            return tables.ExitCode;
        });
    }

    private CourseTablesResult ReadTables(string input)
    {
        var progress = new ProgressLine(_host);
        try
        {
            return _host.With(input, treatments => CourseTables.Read(assessments: null, treatments, catalogue: _host.Catalogue, progress: progress));
        }
        finally
        {
            progress.End();
        }
    }
}
