using System.Text;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Seeded damage to courses and maps of forms: a course or issues with places, no exception, and nothing of the patient in an issue.</summary>
public sealed class CourseFuzzTests
{
    private const string Secret = "SECRET";

    private static readonly string[] Courses = [Write(FhirWriteOptions.Default), Write(new() { Version = FhirVersion.R5, Infusions = FhirInfusionForm.Procedure })];

    private static readonly string[] Maps =
    [
        """{"format":1,"instrument":"phq-9","questionnaire":"SECRET","links":[{"linkId":"SECRET","target":"item1"},{"linkId":"b","target":"total"}],"answers":[{"system":"SECRET","code":"SECRET","value":2}]}""",
    ];

    private static string Write(FhirWriteOptions options)
    {
        var at = ClinicalTime.OnDate(new DateOnly(2026, 3, 1));
        var course = Course.Create(
            "Patient/SECRET",
            "SECRET-course",
            [
                new Administration("phq-9", at, new AdministrationContent.Answered(AnswerSet.Of(("item1", 2), ("item9", 1)), 13), Timing.Pre, RaterKind.Self, at.AddDays(1)),
                new Administration("madrs", at.AddDays(3), new AdministrationContent.TotalOnly(21, null, "SECRET source")),
                new Administration("gad-7", at.AddDays(4), new AdministrationContent.NotDone()),
                new Administration("SECRET-form", at.AddDays(5), new AdministrationContent.NotDone()),
            ],
            [new Infusion(ClinicalTime.AtLocal(new DateOnly(2026, 3, 2), new TimeOnly(9, 30)), "SECRET agent", Route.Intravenous, InfusionKind.Induction, 35, 70, 40)],
            [new ClinicalEvent(ClinicalEventKind.SuicideAttempt, at.AddDays(6))],
            goals: [new Goal("SECRET-goal", 2)],
            goalRatings: [new GoalRating("SECRET-goal", at, -2)]).GetValueOrThrow();
        var alert = FhirWriter.Observations(InstrumentCatalogue.Shipped.Find("phq-9")!, AnswerSet.Of(("item9", 3)), new FhirResourceOptions { Id = "SECRET-2", Subject = "Patient/SECRET", At = at });
        return FhirWriter.Bundle([.. System.Text.Json.Nodes.JsonNode.Parse(FhirCourses.Write(course, options).ToJson())!["entry"]!.AsArray().Select(entry => new FhirResource(entry!["resource"]!.DeepClone().AsObject())), .. alert]).ToJson();
    }

    [Fact]
    public void The_seeds_are_courses() => Courses.Should().OnlyContain(json => FhirCourses.Read(Encoding.UTF8.GetBytes(json), null).IsSuccess);

    [Fact]
    public void Damaged_courses_never_crash_and_never_tell()
    {
        // A course is some ten times as long as a form.
        var random = new Xorshift(20261123);
        var read = 0;
        for (var round = 0; round < FuzzTests.Rounds / 4; round++)
        {
            var seed = Courses[random.Next(Courses.Length)];
            var result = FhirCourses.Read(round % 2 == 0 ? Damage.Bytes(seed, random) : Damage.Types(seed, random));
            if (result.IsSuccess)
            {
                read++;
            }
            else if (!result.Issues.Any(issue => issue.Severity == IssueSeverity.Error))
            {
                Assert.Fail($"round {round}: no course and no error");
            }

            Check(result.Issues, round);
        }

        read.Should().BePositive("some damage changes nothing that is read");
    }

    [Fact]
    public void Damaged_maps_never_crash_and_never_tell()
    {
        var random = new Xorshift(7);
        for (var round = 0; round < FuzzTests.Rounds; round++)
        {
            var seed = Maps[0];
            var result = FhirFormMap.Read(round % 2 == 0 ? Damage.Bytes(seed, random) : Damage.Types(seed, random));
            if (result.IsSuccess != result.Issues.IsEmpty)
            {
                Assert.Fail($"round {round}: a map and issues, or neither");
            }

            Check(result.Issues, round);
        }
    }

    private static void Check(EquatableArray<Issue> issues, int round)
    {
        foreach (var issue in issues)
        {
            if (string.IsNullOrEmpty(issue.Message) || $"{issue} {issue.Message}".Contains(Secret, StringComparison.Ordinal))
            {
                Assert.Fail($"round {round}: an issue says nothing, or repeats the patient's data: {issue.Code}");
            }
        }
    }
}
