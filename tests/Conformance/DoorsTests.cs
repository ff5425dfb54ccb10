#if NET10_0 // The file-based programs build on one framework; two runs at once would build into one folder.
using System.Diagnostics;
using System.Text;
using KetamineOutcomes.Cli;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Tables;

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
    public void The_demo_clinic_is_what_its_seeded_script_writes()
    {
        var folder = Directory.CreateTempSubdirectory("ketamine-outcomes-demo-");
        try
        {
            _ = RunSample(Path.Combine("demo", "generate.cs"), folder.FullName);
            foreach (var name in new[] { "assessments.csv", "infusions.csv", "events.csv" })
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
