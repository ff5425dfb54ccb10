#if NET10_0 // The file-based programs build on one framework; two runs at once would build into one folder.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using KetamineOutcomes.Cli;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Indicators.Schedules;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Conformance;

/// <summary>The doors of the library give the same answers for the same input, and the demo clinic is what its script writes.</summary>
public sealed class DoorsTests
{
    private static readonly string Repository = FindRepository();
    private static readonly string Assessments = Path.Combine(Repository, "samples", "demo", "assessments.csv");
    private static readonly string Infusions = Path.Combine(Repository, "samples", "demo", "infusions.csv");

    [Fact]
    public void Package_tool_and_file_based_sample_give_the_same_bytes()
    {
        var package = FromPackage();
        var tool = FromTool();
        var sample = RunSample("assess.cs", Assessments, Infusions);

        package.Should().StartWith("patient_id,course_id,series,").And.Contain("D01,1,1,phq-9,total,response,response-50,end-of-induction,");
        tool.Should().Be(package);
        sample.Should().Be(package);
    }

    [Fact]
    public void The_file_based_cohort_writes_the_tables_of_the_tool_and_figures()
    {
        var folder = Directory.CreateTempSubdirectory("ketamine-outcomes-cohort-");
        try
        {
            var (script, tool) = (Path.Combine(folder.FullName, "script"), Path.Combine(folder.FullName, "tool"));
            var printed = RunSample("cohort.cs", Path.Combine(Repository, "samples", "demo"), script);
            using var error = new StringWriter();
            Tool.Run(
                ["cohort", "--assessments", Assessments, "--treatments", Infusions, "--events", Path.Combine(Repository, "samples", "demo", "events.csv"),
                    "--at", "infusion:1,infusion:4,end-of-induction,last", "--primary", "phq-9", "--output", tool],
                new ToolHost { Input = Stream.Null, Output = Stream.Null, Error = error }).Should().Be(0, error.ToString());

            var tables = Directory.GetFiles(Path.Combine(script, "tables")).Select(path => Path.GetFileName(path)!).Where(name => name != "exact.csv").ToList();
            tables.Should().Contain(["members.csv", "rates.csv", "curves.csv", "model.csv", "adqs.csv", "adtte.csv"]);
            foreach (var name in tables)
            {
                File.ReadAllText(Path.Combine(script, "tables", name)).Should().Be(File.ReadAllText(Path.Combine(tool, "tables", name)), name);
            }

            // The numbers of the tool's table stand in what is printed: everybody's response at the end of the induction.
            var row = File.ReadLines(Path.Combine(tool, "tables", "rates.csv")).Single(line => line.StartsWith("all,all,phq-9,total,response,response-50,end-of-induction,", StringComparison.Ordinal)).Split(',');
            printed.Should().MatchRegex($@"response-50 +end-of-induction +{row[9]} of {row[8]} .*; {int.Parse(row[7], CultureInfo.InvariantCulture) - int.Parse(row[8], CultureInfo.InvariantCulture)} of {row[7]} without an answer");
            foreach (var name in new[] { "rates", "waterfall", "survival-onset", "survival-loss" })
            {
                XElement.Load(Path.Combine(script, "figures", name + ".svg")).Descendants().Count().Should().BeGreaterThan(20, name);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_demo_clinic_shows_a_late_and_a_missed_booster_a_reinduction_and_a_peak_of_blood_pressure()
    {
        var schedule = Schedule.Read(File.ReadAllText(Path.Combine(Repository, "samples", "demo", "schedule.json"))).GetValueOrThrow();
        using var infusions = File.OpenRead(Infusions);
        using var readings = File.OpenRead(Path.Combine(Repository, "samples", "demo", "chair.csv"));
        var courses = CourseTables.Read(assessments: null, new TableSource(infusions, "infusions.csv", TableFormat.Csv)).Courses;
        var notes = NotesTables.Read(courses, new TableSource(readings, "chair.csv", TableFormat.Csv));
        notes.ExitCode.Should().Be(0);

        // D08 begins on 2 February; its third booster is due on day 17 + 84 = 14 May and was given 12 days later. D10 begins on 10 February; the second
        // booster, due on day 17 + 56 = 24 April, was not given.
        States("D08", "dose:9").Should().Equal("late");
        States("D10", "dose:8").Should().Equal("missed");
        courses.Single(course => course.PatientId == "D06").Infusions.Count(infusion => infusion.Kind == InfusionKind.Reinduction).Should().Be(4);
        var safety = notes.Courses.Where(entry => !entry.Notes.Sessions.IsEmpty).SelectMany(entry => NotesAssessment.Assess(entry.Course, entry.Notes).Results);
        safety.Where(row => row.Rule == "peak-180-110" && row.Indicator == "threshold" && row.Outcome.State == "met")
            .Select(row => row.PatientId + " " + row.Point).Should().Equal("D04 infusion:3");

        IEnumerable<string> States(string patient, string point) => ScheduleAssessment.Assess(courses.Single(course => course.PatientId == patient), schedule).Results
            .Where(row => row.Scale == ScheduleAssessment.DosesScale && row.Indicator == "dose" && row.Point == point).Select(row => row.Outcome.State);
    }

    [Fact]
    public void The_demo_clinic_is_what_its_seeded_script_writes()
    {
        var folder = Directory.CreateTempSubdirectory("ketamine-outcomes-demo-");
        try
        {
            _ = RunSample(Path.Combine("demo", "generate.cs"), folder.FullName);
            foreach (var name in new[] { "assessments.csv", "infusions.csv", "events.csv", "chair.csv" })
            {
                File.ReadAllText(Path.Combine(folder.FullName, name)).Should().Be(File.ReadAllText(Path.Combine(Repository, "samples", "demo", name)), name);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string FromPackage()
    {
        using var assessments = File.OpenRead(Assessments);
        using var infusions = File.OpenRead(Infusions);
        using var output = new MemoryStream();
        var tables = CourseTables.Read(
            new TableSource(assessments, "assessments.csv", TableFormat.Csv),
            new TableSource(infusions, "infusions.csv", TableFormat.Csv));
        tables.ExitCode.Should().Be(0);
        using (var table = IndicatorTable.Create(output, TableFormat.Csv))
        {
            foreach (var result in tables.Courses.SelectMany(course => CourseAssessment.Assess(course, new AssessmentOptions { IncludeTreatment = true }).Results))
            {
                table.Write(result);
            }
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string FromTool()
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var code = Tool.Run(
            ["assess", "--assessments", Assessments, "--treatments", Infusions],
            new ToolHost { Input = Stream.Null, Output = output, Error = error });
        code.Should().Be(0, error.ToString());
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string RunSample(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["run", Path.Combine(Repository, "samples", program), "--", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Repository,
        };

        // What the test host was started with does not concern the program; a node that stays alive would hold the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, error.GetAwaiter().GetResult() + output);
        return output;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
#endif
