using System.CommandLine;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Cli;

/// <summary><c>treatment</c>: a table of infusions in, a table of what the treatment was out.</summary>
internal sealed class TreatmentCommand : ToolCommand
{
    private readonly Option<string?> _treatments = new("--treatments")
    {
        Description = "The infusions, one a row: patient_id,[course_id],given_at|given_day,agent,route,dose_mg|devices,weight_kg,minutes,kind; - is standard input.",
        HelpName = "file",
    };

    private readonly Option<string?> _assessments = new("--assessments")
    {
        Description = "The questionnaires, as for assess: for screens, dissociation scales, forms that were due and the conditions of a schedule's steps.",
        HelpName = "file",
    };

    private readonly Option<string?> _events = new("--events")
    {
        Description = "The events, as for assess: where the treatment was stopped or follow-up ended no dose is expected.",
        HelpName = "file",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "Where the result goes; a file appears only when it is complete; - is standard output.",
        HelpName = "file",
        DefaultValueFactory = _ => Files.StandardStream,
    };

    private readonly Option<string?> _format = FormOptions.Format("--format", "How the output is written: csv or jsonl; by default after the output's extension, else csv.");

    private readonly ToolHost _host;

    private readonly TreatmentInputs _inputs;

    private readonly FhirCourseInput _fhir;

    public TreatmentCommand(ToolHost host)
        : base(
            "treatment",
            "Says of each course of infusions its series, boosters and cycles, how it stands beside a schedule, and what was noted in the chair, of concurrent care and before treatment.",
            $"""
            {Tool.Name} treatment --treatments infusions.csv
            {Tool.Name} treatment --treatments infusions.csv --segmentation labels --as-of 2026-06-30
            {Tool.Name} treatment --treatments infusions.csv --schedule spravato-label --chair readings.csv --assessments forms.csv
            {Tool.Name} treatment --treatments infusions.csv --events events.csv --schedule plan.json --as-of 2026-06-30
            {Tool.Name} treatment --fhir courses.ndjson --schedule plan.json
            {Tool.Name} treatment --treatments days.csv --segmentation mcinnes-2022-gap-7 --as-of-day 120 --output rows.jsonl
            """)
    {
        _host = host;
        _inputs = new TreatmentInputs(host, SegmentationRules.McInnes2022Gap14);
        _fhir = new FhirCourseInput(host);
        Option[] own = [_treatments, _assessments, _events, .. _fhir.All, .. _inputs.All, _output, _format];
        foreach (var option in own)
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var output = call.GetValue(_output)!;
        _fhir.RequireOne(call, _treatments, _assessments, _events);
        List<string> inputs = [.. new[] { call.GetValue(_treatments), call.GetValue(_assessments), call.GetValue(_events), _fhir.Find(call) }.OfType<string>(), .. _inputs.Files(call)];
        CourseReport.RequireInputs(inputs, output);
        _inputs.ReadPlan(call);
        var hasForms = _fhir.IsGiven(call) || call.GetValue(_assessments) is not null;
        if (!hasForms)
        {
            _inputs.LeaveOutForms();
        }

        var options = new AssessmentOptions { Segmentation = _inputs.Segmentation(call), AsOf = _inputs.AsOf(call) };
        var tables = _fhir.IsGiven(call) ? _fhir.Read(call) : CourseReport.Read(_host, call.GetValue(_assessments), call.GetValue(_treatments), call.GetValue(_events), goals: null);
        var notes = _inputs.ReadNotes(tables, call);
        AsOfOptions.RequireSameTimeScale(tables, options.AsOf);

        // Screens are questionnaires too.
        var hasNotes = _inputs.HasNotes(call) || hasForms;
        return Files.Write(output, _host, stream =>
        {
            var issues = new List<(Course, Issue)>();
            using (var table = IndicatorTable.Create(stream, FormOptions.FormatOf(call.GetValue(_format), output)))
            {
                foreach (var entry in notes.Courses)
                {
                    _host.Interrupt.ThrowIfCancellationRequested();
                    var report = _inputs.Assess(entry.Course, hasNotes ? entry.Notes : null, options);
                    issues.AddRange(report.IssuesOf(entry.Course, options.AsOf));
                    table.Write(report);
                }
            }

            return CourseReport.Write(_host, tables, issues, notes, _inputs.FindUnusable(tables.Courses));
        });
    }
}
