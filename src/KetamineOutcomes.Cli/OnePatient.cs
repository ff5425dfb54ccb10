using System.CommandLine;
using KetamineOutcomes.Charts.Reports;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary>Which course of the tables a report is about, and where the report goes.</summary>
internal sealed class OnePatient
{
    private readonly Option<string?> _patient = new("--patient") { Description = "The patient's id; needed where the tables have several patients.", HelpName = "id" };

    private readonly Option<string?> _course = new("--course") { Description = "The course's id; needed where the patient has several courses.", HelpName = "id" };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The HTML file; it appears only when it is complete; - is standard output.",
        HelpName = "file",
        Required = true,
    };

    public Option[] All => [_patient, _course, _output];

    public string Output(ParseResult call) => call.GetValue(_output)!;

    /// <summary>Finds the course. What is said where there is none or several names nobody.</summary>
    public CourseNotes Find(ParseResult call, CoursesRead read)
    {
        var patient = call.GetValue(_patient);
        var course = call.GetValue(_course);
        var known = read.Notes.Courses.Where(entry => CourseInputs.IsKnown(entry.Course, read.Options.AsOf)).ToList();
        var own = known.FindAll(entry => patient is null || entry.Course.PatientId == patient);
        if (own.Count == 0)
        {
            throw new ToolException(
                TableCodes.CourseMissing,
                known.Count == 0 ? "The tables have no course that had begun." : "The tables have no such patient, or nothing of them by then.",
                field: _patient.Name);
        }

        if (own.Select(entry => entry.Course.PatientId).Distinct(StringComparer.Ordinal).Count() is var people and > 1)
        {
            throw new ToolException(IssueCodes.OptionInvalid, FormattableString.Invariant($"The tables have {people} patients, and the report is about one: name the patient."), field: _patient.Name);
        }

        var wanted = own.FindAll(entry => course is null || entry.Course.CourseId == course);
        return wanted.Count switch
        {
            1 => wanted[0],
            0 => throw new ToolException(TableCodes.CourseMissing, "The patient has no such course, or nothing of it by then.", field: _course.Name),
            var count => throw new ToolException(IssueCodes.OptionInvalid, FormattableString.Invariant($"The patient has {count} courses, and the report is about one: name the course."), field: _course.Name),
        };
    }

    public int Write(ParseResult call, ToolHost host, ReportPage page, int code)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(page.ToHtml());
        return Math.Max(code, Files.Write(Output(call), host, stream =>
        {
            stream.Write(bytes);
            return 0;
        }));
    }
}
