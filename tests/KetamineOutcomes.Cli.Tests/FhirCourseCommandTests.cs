using System.Text;
using System.Text.RegularExpressions;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tables;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>Courses out of tables into FHIR and back: the same courses, and the same answers.</summary>
public sealed class FhirCourseCommandTests
{
    private const string Forms = """
        patient_id,course_id,instrument,assessed_at,timing,rater,recorded_at,score,item1,item2,item3,item4,item5,item6,item7,item8,item9
        Jane Doe,1,phq-9,2026-03-01,pre,self,2026-03-02,,2,2,2,2,2,2,2,2,1
        Jane Doe,1,phq-9,2026-03-09T10:30,,,,12,1,1,1,1,1,1,1,,7
        Jane Doe,1,madrs,2026-03-09T10:30+01:00,post,clinician,,14,,,,,,,,,
        Jane Doe,1,ham-d17/ham-d6,2026-03-10,,,,5,,,,,,,,,
        Jane Doe,1,gad-7,2026-03-11,,,,,,,,,,,,,
        Jane Doe,2,phq-9,2026-09-01,,,,4,,,,,,,,,
        P/2,1,phq-9,2026-03-05,,,,,3,3,3,3,3,3,3,3,3
        """;

    private const string Infusions = """
        patient_id,course_id,given_at,agent,route,dose_mg,weight_kg,minutes,kind
        Jane Doe,1,2026-03-02,ketamine,iv,35.5,71,40,induction
        Jane Doe,1,2026-03-05,ketamine,iv,35.5,71,40,induction
        P/2,1,2026-03-06,esketamine,intranasal,56,,,
        """;

    private const string Events = """
        patient_id,course_id,event,occurred_at,reason
        Jane Doe,1,hospitalisation,2026-03-07,
        P/2,1,follow-up-end,2026-04-01,withdrew
        """;

    private const string Goals = """
        patient_id,course_id,goal,weight,rated_at,rating
        Jane Doe,1,walk,2,2026-03-01,-2
        Jane Doe,1,walk,2,2026-03-10,0
        """;

    private static string Demo(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "KetamineOutcomes.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "samples", "demo", name);
    }

    private static ClinicalTime Day(string date) => ClinicalTime.OnDate(DateOnly.ParseExact(date, "O", System.Globalization.CultureInfo.InvariantCulture));

    private static TableSource Source(string text, string name) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, TableFormat.Csv);

    [Theory]
    [InlineData("r4", "medication-administration")]
    [InlineData("r4", "procedure")]
    [InlineData("r5", "medication-administration")]
    [InlineData("r5", "procedure")]
    public void Courses_go_out_and_come_back_equal(string release, string infusions)
    {
        using var folder = new TemporaryFolder();
        var forms = folder.Write("forms.csv", Forms);
        var call = Call.Run(
            "fhir", "course", "--assessments", forms, "--treatments", folder.Write("infusions.csv", Infusions), "--events", folder.Write("events.csv", Events),
            "--goals", folder.Write("goals.csv", Goals), "--release", release, "--infusions", infusions);
        var expected = CourseTables.Read(Source(Forms, "forms.csv"), Source(Infusions, "infusions.csv"), Source(Events, "events.csv"), Source(Goals, "goals.csv"), Call.Catalogue);

        // The second form has a 7 where 3 is the most: listed, and kept.
        call.Code.Should().Be(1, call.Error);
        call.Error.Should().Contain($"{forms}:3: item9: item-out-of-range");
        call.Output.Should().NotContain("\r").And.EndWith("\n");
        var back = FhirCourses.Read(new MemoryStream(Encoding.UTF8.GetBytes(call.Output)), new FhirReadOptions { Catalogue = Call.Catalogue, Format = FhirFormat.Ndjson })
            .Select(result => result.GetCourseOrThrow()).ToList();

        // A table's cell names an option; out of FHIR it comes as that option's value, and nothing else differs.
        back.Select(OutcomesJson.Write).Should().Equal(expected.Courses.Select(course => Regex.Replace(OutcomesJson.Write(course), "\"(?<item>item[0-9]+)\":\"(?<option>[0-9])\"", "\"${item}\":${option}", RegexOptions.None, TimeSpan.FromSeconds(10))));
        back.Select(course => course.PatientId).Should().Equal("Jane Doe", "Jane Doe", "P/2");
    }

    [Fact]
    public void The_demo_clinic_gives_the_same_answers_through_FHIR_as_from_its_tables()
    {
        using var folder = new TemporaryFolder();
        string[] tables = ["--assessments", Demo("assessments.csv"), "--treatments", Demo("infusions.csv"), "--events", Demo("events.csv")];
        string[] noted = ["--schedule", Demo("plan.json"), "--chair", Demo("chair.csv")];
        var bundles = folder["courses.ndjson"];
        Call.Run(["fhir", "course", .. tables, "--output", bundles]).Code.Should().Be(0);

        foreach (var format in new[] { "csv", "jsonl", "table" })
        {
            Call.Run("assess", "--fhir", bundles, "--format", format).Output.Should().Be(Call.Run(["assess", .. tables, "--format", format]).Output).And.NotBeEmpty();
        }

        Call.Run(["assess", "--fhir", bundles, .. noted]).Output.Should().Be(Call.Run(["assess", .. tables, .. noted]).Output);
        Call.Run(["treatment", "--fhir", bundles, .. noted]).Output.Should().Be(Call.Run(["treatment", .. tables, .. noted]).Output).And.NotBeEmpty();
    }

    [Fact]
    public void One_patients_Bundle_is_read_from_standard_input()
    {
        var course = Course.Create("Patient/7", "1", [new Administration("phq-9", ClinicalTime.OnDate(new DateOnly(2026, 3, 1)), new AdministrationContent.TotalOnly(21, "total", "x"))])
            .GetValueOrThrow();
        var call = Call.RunWith(FhirCourses.Write(course).ToJson(indented: true), "assess", "--fhir", "-", "--at", "last", "--indicator", "score");

        call.Code.Should().Be(0, call.Error);
        call.Output.Should().Contain("Patient/7,1,").And.Contain(",21,");
    }

    [Fact]
    public void A_course_without_an_infusion_has_no_baseline_unless_the_caller_names_one()
    {
        var course = Course.Create("p", "1", [Total("2026-03-01", 20), Total("2026-03-20", 8)]).GetValueOrThrow();
        var bundle = FhirCourses.Write(course).ToJson();

        var call = Call.RunWith(bundle, "assess", "--fhir", "-", "--at", "last", "--indicator", "baseline");
        call.Output.Should().NotContain(",measured,").And.Contain(",baseline,");
        call.Error.Should().Contain("course-unmatched");
        Call.RunWith(bundle, "assess", "--fhir", "-", "--at", "last", "--indicator", "baseline", "--baseline", "first").Output.Should().Contain(",measured,20,");

        static Administration Total(string date, int total) =>
            new("phq-9", Day(date), new AdministrationContent.TotalOnly(total, "total", "x"));
    }

    [Fact]
    public void An_invalid_form_of_a_Bundle_is_listed_with_line_and_item_and_never_with_its_answer()
    {
        using var folder = new TemporaryFolder();
        var bundles = folder["courses.ndjson"];
        Call.Run("fhir", "course", "--assessments", folder.Write("forms.csv", Forms), "--output", bundles).Code.Should().Be(1);

        var call = Call.Run("assess", "--fhir", bundles);

        call.Code.Should().Be(1);
        call.Error.Should().Contain($"{bundles}:1: phq-9: item9: ").And.NotContain("Jane Doe");
    }

    [Fact]
    public void A_line_that_is_no_course_is_listed_and_the_others_are_assessed()
    {
        using var folder = new TemporaryFolder();
        var good = FhirCourses.Write(Course.Create("p", "1", [new Administration("phq-9", Day("2026-03-01"), new AdministrationContent.TotalOnly(21, null, "x"))]).GetValueOrThrow()).ToJson();
        var file = folder.Write("courses.ndjson", $"{{\"resourceType\":\"Bundle\",\"entry\":[{{\"resource\":{{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"MARKER\"\n{good}\n");
        var call = Call.Run("assess", "--fhir", file, "--at", "last");

        call.Code.Should().Be(1);
        call.Output.Should().Contain("p,1,");
        call.Error.Should().Contain($"{file}:1: $: json-malformed").And.NotContain("MARKER");
    }

    [Fact]
    public void Errors_are_counted_also_beyond_those_that_are_kept()
    {
        using var folder = new TemporaryFolder();
        var good = FhirCourses.Write(Course.Create("p", "1", [new Administration("phq-9", Day("2026-03-01"), new AdministrationContent.TotalOnly(21, null, "x"))]).GetValueOrThrow()).ToJson();

        // 10,000 errors are kept: 10,003 lines that are no Bundle are 10,003 errors all the same, of which 20 are listed.
        var file = folder.Write("courses.ndjson", string.Concat(Enumerable.Repeat("{}\n", 10_003)) + good + "\n");
        var call = Call.Run("assess", "--fhir", file, "--at", "last");

        call.Code.Should().Be(1);
        call.Error.Should().Contain("... and 9983 more errors.").And.Contain("10004 rows, 1 courses, 10003 errors.");
    }

    [Theory]
    [InlineData("", "fhir-input-empty")]
    [InlineData("{}", "json-value-invalid")]
    [InlineData("""{"resourceType":"Bundle"}""", "fhir-subject-mixed")]
    public void Input_without_a_course_is_unusable(string json, string code)
    {
        var call = Call.RunWith(json, "assess", "--fhir", "-");

        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain(code);
    }

    [Fact]
    public void One_course_in_two_Bundles_is_unusable_for_half_a_course_gives_wrong_answers()
    {
        var one = FhirCourses.Write(Course.Create("p", "1", [new Administration("phq-9", Day("2026-03-01"), new AdministrationContent.TotalOnly(21, null, "x"))]).GetValueOrThrow()).ToJson();
        var call = Call.RunWith($"{one}\n{one}\n", "assess", "--fhir", "-");

        call.Code.Should().Be(2);
        call.Error.Should().Contain(":2: fhir-course-twice");
    }

    [Theory]
    [InlineData("assess", "--assessments")]
    [InlineData("treatment", "--treatments")]
    public void Tables_or_FHIR_and_not_both(string command, string table)
    {
        Call.Run(command).Error.Should().Contain("option-invalid").And.Contain(table).And.Contain("--fhir");
        Call.Run(command, table, "a.csv", "--fhir", "b.json").Error.Should().Contain(table).And.Contain("not from both");
        Call.Run(command, table, "a.csv", "--map-file", "b.json").Error.Should().Contain("--map-file");
        Call.Run("fhir", "course").Error.Should().Contain("option-invalid");
    }

    [Fact]
    public void The_output_may_not_be_the_input()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("c.json", "{}");

        Call.Run("assess", "--fhir", file, "--output", file).Error.Should().Contain("output-is-input");
    }
}
