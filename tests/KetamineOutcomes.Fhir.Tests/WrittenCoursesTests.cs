using System.Diagnostics.CodeAnalysis;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>A course to a Bundle and back: generated courses on each kind of clock, in each way of writing.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for tests, the same in each run.")]
public sealed class WrittenCoursesTests
{
    private static readonly FhirWriteOptions[] Ways =
    [
        FhirWriteOptions.Default,
        new() { Infusions = FhirInfusionForm.Procedure },
        new() { Version = FhirVersion.R5 },
        new() { Version = FhirVersion.R5, Infusions = FhirInfusionForm.Procedure, LinkIds = FhirLinkIds.Loinc },
    ];

    [Fact]
    public void A_generated_course_is_read_back_equal()
    {
        var random = new Random(45);
        for (var run = 0; run < 240; run++)
        {
            var clock = run % 4;
            var course = GeneratedCourses.Next(clock, random);
            var way = Ways[run / 4 % Ways.Length];
            var bundle = FhirCourses.Write(course, way);

            var back = FhirCourses.Read(bundle.ToUtf8());

            back.Issues.Where(issue => issue.Severity == IssueSeverity.Error).Should().BeEmpty();
            back.GetCourseOrThrow().Should().Be(course, "run {0}", run);
            FhirCourses.Write(back.GetCourseOrThrow(), way).ToJson().Should().Be(bundle.ToJson());
        }
    }

    [Fact]
    public void Another_systems_Bundle_gives_a_course_and_totals_derived_from_its_forms_are_not_taken_twice()
    {
        var json = $$$"""
            {"resourceType":"Bundle","type":"collection","entry":[
              {"fullUrl":"http://x.example/QuestionnaireResponse/1","resource":{{{Resources.Response(Resources.Phq9(1, 1, 1, 1, 1, 1, 1, 1, 0), ",\"id\":\"1\",\"subject\":{\"reference\":\"Patient/9\"}")}}}},
              {"resource":{{{Resources.Observation(Resources.Loinc("44261-6"), "\"valueInteger\":8", ",\"subject\":{\"reference\":\"Patient/9\"},\"effectiveDateTime\":\"2026-03-01\",\"derivedFrom\":[{\"reference\":\"QuestionnaireResponse/1\"}]")}}}},
              {"resource":{{{Resources.Observation(Resources.Loinc("70274-6"), "\"valueInteger\":5", ",\"subject\":{\"reference\":\"Patient/9\"},\"effectiveDateTime\":\"2026-03-02\"")}}}},
              {"resource":{"resourceType":"MedicationAdministration","status":"not-done","medicationCodeableConcept":{"text":"ketamine"},"effectiveDateTime":"2026-03-03"}},
              {"resource":{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"coding":[{"display":"esketamine"}]},"subject":{"reference":"Patient/9"},"effectivePeriod":{"start":"2026-03-04T10:00:00Z"},"dosage":{"route":{"coding":[{"system":"http://snomed.info/sct","code":"46713006"}]},"dose":{"value":56,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"} } } }
            ]}
            """;

        var course = FhirCourses.Read(System.Text.Encoding.UTF8.GetBytes(json)).GetCourseOrThrow();

        course.PatientId.Should().Be("Patient/9");
        course.CourseId.Should().Be("1");
        course.Administrations.Select(form => form.Instrument).Should().Equal("phq-9", "gad-7");
        course.Infusions.Should().ContainSingle().Which.Should().Be(new Infusion(
            ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero)), "esketamine", Route.Intranasal, doseMg: 56));
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient"}""", IssueCodes.JsonValueInvalid)]
    [InlineData("""{"resourceType":"Bundle"}""", FhirCodes.SubjectMixed)]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"text":"ketamine"},"subject":{"reference":"Patient/1"}}}]}""", FhirCodes.InfusionUnreadable)]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"text":"ketamine"},"effectiveDateTime":"2026-03-04","subject":{"reference":"Patient/1"},"dosage":{"dose":{"value":0.5,"unit":"mg/kg","code":"mg/kg"}}}}]}""", FhirCodes.InfusionUnreadable)]
    [InlineData("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic","code":{"coding":[{"system":"urn:x-ketamine-outcomes:instruments","code":"course"}]}}}]}""", FhirCodes.CourseUnreadable)]
    public void What_is_no_course_says_why(string json, string code)
    {
        var result = FhirCourses.Read(System.Text.Encoding.UTF8.GetBytes(json));

        result.IsSuccess.Should().BeFalse();
        result.Issues.Codes().Should().Contain(code);
        string.Join(";", result.Issues).Should().NotContain("Patient/1");
    }

    [Fact]
    public void Two_patients_are_no_course()
    {
        var one = FhirWriter.Infusion(new Infusion(ClinicalTime.OnDay(1)), new FhirResourceOptions { Subject = "Patient/1" });
        var other = FhirWriter.Infusion(new Infusion(ClinicalTime.OnDay(2)), new FhirResourceOptions { Subject = "Patient/2" });

        FhirCourses.Read(FhirWriter.Bundle([one, other]).ToUtf8()).Issues.Codes().Should().Equal(FhirCodes.SubjectMixed);
    }
}
