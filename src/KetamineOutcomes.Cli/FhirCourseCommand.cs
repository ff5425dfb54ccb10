using System.CommandLine;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>fhir course</c>: the tables of courses in, a Bundle for each course out; <c>assess --fhir</c> and <c>treatment --fhir</c> take them again.</summary>
internal sealed class FhirCourseCommand : ToolCommand
{
    private const string Procedure = "procedure";

    private readonly Option<string?> _assessments = Table("--assessments", "The questionnaires, as for assess; - is standard input.");
    private readonly Option<string?> _treatments = Table("--treatments", "The infusions, as for assess.");
    private readonly Option<string?> _events = Table("--events", "The events, as for assess.");
    private readonly Option<string?> _goals = Table("--goals", "The patients' own goals, as for assess.");

    private readonly Option<string> _infusions = new("--infusions")
    {
        Description = "The resource that an infusion becomes.",
        DefaultValueFactory = _ => "medication-administration",
    };

    private readonly FhirWriteOptionSet _writing = new();
    private readonly ToolHost _host;

    public FhirCourseCommand(ToolHost host)
        : base(
            "course",
            "Writes the courses of tables as FHIR, one Bundle a line: forms, totals and infusions, and what FHIR has no resource for as the project's JSON. assess --fhir reads it.",
            $"""
            {Tool.Name} fhir course --assessments phq9.csv --treatments infusions.csv --output courses.ndjson
            {Tool.Name} assess --fhir courses.ndjson --format table
            """)
    {
        _host = host;
        _infusions.AcceptOnlyFromAmong("medication-administration", Procedure);
        Option[] own = [_assessments, _treatments, _events, _goals, _infusions];
        foreach (var option in own)
        {
            Add(option);
        }

        _writing.AddTo(this);
        SetAction(Run);
    }

    private static Option<string?> Table(string name, string description) => new(name) { Description = description, HelpName = "file" };

    private int Run(ParseResult call)
    {
        var output = _writing.Output(call);
        var (assessments, treatments, events, goals) = (call.GetValue(_assessments), call.GetValue(_treatments), call.GetValue(_events), call.GetValue(_goals));
        if (assessments is null && treatments is null)
        {
            throw new ToolException(IssueCodes.OptionInvalid, "Give questionnaires or infusions: --assessments FILE, --treatments FILE, or both.", field: _assessments.Name);
        }

        CourseReport.RequireInputs([.. new[] { assessments, treatments, events, goals }.OfType<string>()], output);
        var options = _writing.Read(call) with
        {
            Catalogue = _host.Catalogue,
            Infusions = call.GetValue(_infusions) == Procedure ? FhirInfusionForm.Procedure : FhirInfusionForm.MedicationAdministration,
        };
        var tables = CourseReport.Read(_host, assessments, treatments, events, goals);
        return Files.Write(output, _host, target =>
        {
            foreach (var course in tables.Courses)
            {
                _host.Interrupt.ThrowIfCancellationRequested();
                target.Write(FhirCourses.Write(course, options).ToUtf8().Span);
                target.WriteByte((byte)'\n');
            }

            return CourseReport.Write(_host, tables, [], NotesTables.Read(tables.Courses), []);
        });
    }
}
