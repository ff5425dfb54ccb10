using System.CommandLine;
using System.Text;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli;

/// <summary><c>report page</c>: a page in plain words that a patient can take home.</summary>
internal sealed class ReportPageCommand : ToolCommand
{
    private const int LongestHelp = 20_000;

    private readonly Option<string?> _help = new("--crisis-text")
    {
        Description = "A text file (UTF-8) with where to get help now: it stands on top of the page. Needed: a page without a way to get help is not to be handed out.",
        HelpName = "file",
    };

    private readonly CourseInputs _courses;

    private readonly ToolHost _host;

    private readonly OnePatient _one = new();

    public ReportPageCommand(ToolHost host)
        : base(
            "page",
            "Writes a page in plain words for the patient: treatments, mood beside everyday life, what got better first and by how much. No cut-offs, no severity, no alerts, no id.",
            $"""
            {Tool.Name} report page --assessments forms.csv --treatments infusions.csv --patient D06 --crisis-text help.txt --output page.html
            """)
    {
        _host = host;
        _courses = new CourseInputs(host);
        foreach (var option in (Option[])[.. _one.All, _help, .. _courses.All])
        {
            Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult call)
    {
        var help = ReadHelp(call);
        var read = _courses.Read(call, _one.Output(call));
        var entry = _one.Find(call, read);
        var own = _courses.Assess(entry.Course, read.Options);
        var patient = new PatientAnswers(entry, read.Options, _host.Catalogue, own, own);
        var code = _courses.Report(call, read, [.. own.IssuesOf(entry.Course, read.Options.AsOf)]);
        return _one.Write(call, _host, new PatientPage(patient, help).Make(), code);
    }

    private string ReadHelp(ParseResult call)
    {
        if (call.GetValue(_help) is not { } name)
        {
            throw new ToolException(
                IssueCodes.OptionInvalid,
                "Say where the patient gets help now: give a text file with phone numbers and hours. A page without a way to get help is not to be handed out.",
                field: _help.Name);
        }

        Files.RequireDifferent(name, _one.Output(call));
        var text = Files.Read(name, _host, stream =>
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            try
            {
                return reader.ReadToEnd();
            }
            catch (DecoderFallbackException e)
            {
                throw new ToolException(TableCodes.InputNotUtf8, "The text must be UTF-8.", name, _help.Name, e);
            }
        });
        return text.Length > LongestHelp ? throw new ToolException(TableCodes.InputTooLong, "The text is longer than a page can use (20,000 letters).", name, _help.Name)
            : string.IsNullOrWhiteSpace(text) ? throw new ToolException(TableCodes.InputEmpty, "The file says nothing: write down where the patient gets help now.", name, _help.Name)
            : text;
    }
}
