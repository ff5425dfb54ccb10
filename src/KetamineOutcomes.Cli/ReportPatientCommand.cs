using System.CommandLine;
using System.Text;
using System.Text.Json;
using KetamineOutcomes.Charts;

namespace KetamineOutcomes.Cli;

/// <summary><c>report patient</c>: what <c>assess</c> says of one course, as a page for those who treat.</summary>
internal sealed class ReportPatientCommand : ToolCommand
{
    private readonly Option<bool> _noId = new("--no-id") { Description = "Leave out the ids of the patient and the course. Dates stay." };

    private readonly Option<bool> _brief = new("--brief") { Description = "Leave out the table of all answers with rules and sources, which takes many pages of paper." };

    private readonly Option<string?> _figures = new("--figures") { Description = "Also write the figures, each as an SVG file of its own, into this folder: all sessions in the chair too.", HelpName = "folder" };

    private readonly CourseInputs _courses;

    private readonly ToolHost _host;

    private readonly OnePatient _one = new();

    public ReportPatientCommand(ToolHost host)
        : base(
            "patient",
            "Writes a report of one course for those who treat: what to look at first, figures, all answers with rule and source, what was assumed, what is missing.",
            $"""
            {Tool.Name} report patient --assessments forms.csv --treatments infusions.csv --patient D06 --output d06.html
            {Tool.Name} report patient --assessments forms.csv --treatments infusions.csv --patient D06 --no-id --figures d06-figures --output d06.html
            {Tool.Name} report patient --fhir course.json --output report.html
            """)
    {
        _host = host;
        _courses = new CourseInputs(host);
        foreach (var option in (Option[])[.. _one.All, _noId, _brief, _figures, .. _courses.All])
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var read = _courses.Read(call, _one.Output(call));
        var entry = _one.Find(call, read);
        var own = _courses.Assess(entry.Course, read.Options);
        var report = _courses.WithTreatment(call, entry, own, read.Options);
        var patient = new PatientAnswers(entry, read.Options, _host.Catalogue, own, report);
        var code = _courses.Report(call, read, [.. report.IssuesOf(entry.Course, read.Options.AsOf)]);
        var page = new PatientReport(patient, !call.GetValue(_noId))
        {
            IsBrief = call.GetValue(_brief),
            Choices = _courses.Words(call, read.Options),
            Inputs = [.. _courses.Files(call).Select(input => RunManifest.Hash(input.Option, input.File)).Select(input => (input.Option, input.Hash))],
            RowsUnread = read.Tables.Errors.Count + read.Notes.Errors.Count,
        }.Make();
        if (call.GetValue(_figures) is { } folder)
        {
            OutputFolder.Write(folder, files =>
            {
                var figures = new PatientFigureSet(patient, FigureOptions.Page).All().ToList();
                foreach (var figure in figures)
                {
                    files.Add(figure.File + ".svg", stream => stream.Write(Encoding.UTF8.GetBytes(figure.Figure.ToFile())));
                }

                files.Add(OutputFolder.Manifest, stream => WriteManifest(stream, figures.Select(figure => figure.File + ".svg")));
                return 0;
            });
        }

        return _one.Write(call, _host, page, code);
    }

    /// <summary>By it a folder is known as one that this command wrote, and may be replaced.</summary>
    private static void WriteManifest(Stream stream, IEnumerable<string> figures)
    {
        using var json = new Utf8JsonWriter(stream, RunManifest.Indented);
        json.WriteStartObject();
        json.WriteString("tool", Tool.Name);
        json.WriteString("version", RunManifest.Version);
        json.WriteString("intended-use", "Observations by published rules, reviewed by no regulator.");
        json.WriteStartArray("figures");
        foreach (var figure in figures)
        {
            json.WriteStringValue(figure);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.Write("\n"u8);
    }
}
