using System.CommandLine;
using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Segments;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli;

/// <summary><c>assess</c>: tables of questionnaires and treatments in, a table of indicators out.</summary>
internal sealed class AssessCommand : ToolCommand
{
    private const string ForPeople = "table";

    private readonly Option<string[]> _indicator = new("--indicator")
    {
        Description = "The indicators wanted, by the word of the column indicator (response, onset); several joined by commas. By default all.",
        HelpName = "word,...",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _format = FormOptions.Format(
        "--format",
        "How the output is written: csv or jsonl for programs, table for people; by default after the output's extension, else csv.",
        ForPeople);

    private readonly CourseInputs _courses;

    private readonly ToolHost _host;

    public AssessCommand(ToolHost host)
        : base(
            "assess",
            "Says baseline, change, response, remission and alerts of each course at named points, milestones, how far goals were attained, and what the treatment was.",
            $"""
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --format table
            {Tool.Name} assess --assessments madrs.csv --at day:2+-1 --baseline first --output day2.csv
            {Tool.Name} assess --assessments phq9.csv --treatments infusions.csv --at last --as-of 2026-06-30 --primary phq-9
            {Tool.Name} assess --assessments forms.csv --treatments infusions.csv --schedule plan.json --chair readings.csv
            {Tool.Name} assess --assessments redcap.csv --treatments redcap.csv --layout layout.json --at visit:week-4
            {Tool.Name} assess --fhir courses.ndjson --format table
            """)
    {
        _host = host;
        _courses = new CourseInputs(host);
        foreach (var option in (Option[])[.. _courses.All, _indicator, _output, _format])
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var output = call.GetValue(_output)!;
        var read = _courses.Read(call, output, () => ReadIndicators(call));
        var options = read.Options;
        var format = call.GetValue(_format);
        return Files.Write(output, _host, stream =>
        {
            var issues = new List<(Course, Issue)>();
            var known = read.Notes.Courses.Where(entry => CourseInputs.IsKnown(entry.Course, options.AsOf));
            AssessmentReport Add(CourseNotes entry, AssessmentReport own)
            {
                var report = _courses.WithTreatment(call, entry, own, options);
                issues.AddRange(report.IssuesOf(entry.Course, options.AsOf));
                return report;
            }

            if (format == ForPeople)
            {
                var first = new ClinicRows([], []);
                var results = new List<IndicatorResult>();
                foreach (var entry in known)
                {
                    var own = _courses.Assess(entry.Course, options);
                    var rows = ClinicRows.Find(entry.Course, options, _host.Catalogue, own);
                    first.Results.AddRange(rows.Results);
                    first.Earlier.AddRange(rows.Earlier);
                    results.AddRange(Add(entry, own).Results);
                }

                WriteForPeople(stream, read.Tables, results, first, options);
            }
            else
            {
                using var table = IndicatorTable.Create(stream, FormOptions.FormatOf(format, output));
                foreach (var entry in known)
                {
                    table.Write(Add(entry, _courses.Assess(entry.Course, options)));
                }
            }

            return _courses.Report(call, read, issues);
        });
    }

    private EquatableArray<string> ReadIndicators(ParseResult call)
    {
        var words = FormOptions.Split(call.GetValue(_indicator));
        var known = CourseAssessment.Indicators.Concat(TreatmentAssessment.Indicators).ToList();
        return words.FirstOrDefault(word => !known.Contains(word, StringComparer.Ordinal)) is { } unknown
            ? throw new ToolException(IssueCodes.OptionInvalid, $"There is no indicator {unknown}.{Nearest.Suggest(unknown, known)}", field: "--indicator")
            : words;
    }

    private void WriteForPeople(Stream stream, CourseTablesResult tables, List<IndicatorResult> results, ClinicRows first, AssessmentOptions options)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        new ClinicTable(_host.Catalogue, options, tables.Courses, results, first).Write(writer);
    }
}
