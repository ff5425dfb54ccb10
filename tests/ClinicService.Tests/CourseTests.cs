using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KetamineOutcomes;
using KetamineOutcomes.Cli;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace ClinicService.Tests;

/// <summary>Courses over HTTP: the tool's own rows.</summary>
public sealed class CourseTests
{
    private static string Demo(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "KetamineOutcomes.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "samples", "demo", name);
    }

    private static EquatableArray<Course> DemoCourses()
    {
        using var forms = File.OpenRead(Demo("assessments.csv"));
        using var doses = File.OpenRead(Demo("infusions.csv"));
        using var events = File.OpenRead(Demo("events.csv"));
        return CourseTables.Read(new(forms, "a", TableFormat.Csv), new(doses, "i", TableFormat.Csv), new(events, "e", TableFormat.Csv)).Courses;
    }

    private static ILookup<string, string> FromTool(params string[] more)
    {
        using var output = new MemoryStream();
        string[] args = ["assess", "--assessments", Demo("assessments.csv"), "--treatments", Demo("infusions.csv"), "--events", Demo("events.csv"), "--format", "jsonl", .. more];
        Tool.Run(args, new ToolHost { Input = Stream.Null, Output = output, Error = TextWriter.Null }).Should().Be(0);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(line => (string)JsonNode.Parse(line)!["patient_id"]!, StringComparer.Ordinal);
    }

    private static string[] Rows(string answer) => [.. JsonNode.Parse(answer)!["indicators"]!.AsArray().Select(row => row!.ToJsonString())];

    private static string[] Plain(IEnumerable<string> lines) => [.. lines.Select(line => JsonNode.Parse(line)!.ToJsonString())];

    [Fact]
    public async Task The_demo_clinic_gives_the_tools_rows_as_JSON_and_as_FHIR()
    {
        await using var service = await Service.StartAsync();
        var expected = FromTool();
        var courses = DemoCourses();
        courses.Should().HaveCount(30);
        foreach (var course in courses)
        {
            var json = await (await service.PostAsync("/courses", OutcomesJson.Write(course), "application/json")).Content.ReadAsStringAsync();
            var fhir = await (await service.PostAsync("/courses", FhirCourses.Write(course).ToJson())).Content.ReadAsStringAsync();

            // The rows stand in the answer as the tool writes them, to the byte.
            json.Should().StartWith("{\"indicators\":[" + string.Join(',', expected[course.PatientId]) + "],\"issues\":[", course.PatientId);
            Rows(fhir).Should().Equal(Plain(expected[course.PatientId]), course.PatientId);
        }
    }

    [Fact]
    public async Task Points_and_day_are_the_tools()
    {
        await using var service = await Service.StartAsync();
        var course = DemoCourses()[0];
        var answer = await service.PostAsync("/courses?at=last,day:14&asOf=2026-02-01", OutcomesJson.Write(course), "application/json");

        Rows(await answer.Content.ReadAsStringAsync()).Should().Equal(Plain(FromTool("--at", "last,day:14", "--as-of", "2026-02-01")[course.PatientId])).And.NotBeEmpty();
    }

    [Theory]
    [InlineData("?at=MARKER")]
    [InlineData("?at=")]
    [InlineData("?asOf=MARKER")]
    [InlineData("?asOf=14")]
    public async Task A_wrong_question_is_a_bad_request_that_does_not_repeat_it(string query)
    {
        await using var service = await Service.StartAsync();
        var answer = await service.PostAsync("/courses" + query, OutcomesJson.Write(DemoCourses()[0]), "application/json");

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("MARKER");
    }

    [Fact]
    public async Task Suicidality_is_told_of_a_form_whose_score_is_invalid_and_of_an_alert_whose_form_is_not_there()
    {
        await using var service = await Service.StartAsync();
        var answers = KetamineOutcomes.Instruments.AnswerSet.Of(("item1", 9), ("item9", 2));
        var course = Course.Create("p", "1", [new Administration("phq-9", ClinicalTime.OnDate(new DateOnly(2026, 3, 1)), new AdministrationContent.Answered(answers))]).GetValueOrThrow();
        var rows = (await (await service.PostAsync("/courses", OutcomesJson.Write(course), "application/json")).JsonAsync())["indicators"]!.AsArray();
        rows.Should().Contain(row => (string?)row!["indicator"] == "alert" && (string?)row["state"] == "raised");

        var phq9 = KetamineOutcomes.Instruments.InstrumentCatalogue.Shipped.Find("phq-9")!;
        var observations = FhirWriter.Observations(phq9, answers, new FhirResourceOptions { Id = "f", Subject = "Patient/1", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1)) });
        var other = FhirWriter.Observations(phq9, KetamineOutcomes.Instruments.AnswerSet.Of([.. phq9.Items.Where(item => item.IsScored).Select(item => (item.Id, 1))]), new FhirResourceOptions { Id = "g", Subject = "Patient/1", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 9)) });
        var answer = await (await service.PostAsync("/courses", FhirWriter.Bundle(observations.Concat(other)).ToJson())).JsonAsync();
        answer["issues"]!.AsArray().Should().Contain(issue => (string?)issue!["code"] == "fhir-alert-raised");
        answer["indicators"]!.AsArray().Where(row => (string?)row!["indicator"] == "suicidality").Should().NotBeEmpty()
            .And.OnlyContain(row => ((string)row!["evidence"]!).Contains("records-unreadable"));
    }

    [Fact]
    public async Task The_machines_culture_changes_nothing()
    {
        await using var service = await Service.StartAsync();
        var course = OutcomesJson.Write(DemoCourses()[0]);
        var form = Made.Phq9("", 2, 1, 0, 3, 2, 1, 0, 1, 0);
        var expected = (await Ask("/courses", course, "application/json"), await Ask("/questionnaire-responses", form, Service.Fhir));
        var was = CultureInfo.DefaultThreadCurrentCulture;
        try
        {
            foreach (var culture in new[] { "tr-TR", "de-DE", "fa-IR" })
            {
                CultureInfo.DefaultThreadCurrentCulture = new CultureInfo(culture);
                (await Ask("/courses", course, "application/json"), await Ask("/questionnaire-responses", form, Service.Fhir)).Should().Be(expected);
            }
        }
        finally
        {
            CultureInfo.DefaultThreadCurrentCulture = was;
        }

        async Task<string> Ask(string path, string body, string type) => await (await service.PostAsync(path, body, type)).Content.ReadAsStringAsync();
    }
}
