using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Fhir.Tests;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Validators;

/// <summary>Every kind of resource that the library writes, of every instrument, in R4 and R5, as NDJSON for others' programs to judge.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Forms for tests, the same in each run.")]
internal static class Samples
{
    public static void Write(string folder, int count)
    {
        foreach (var version in Enum.GetValues<FhirVersion>())
        {
            using var writer = new StreamWriter(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"samples-{version.ToString().ToLowerInvariant()}.jsonl"))) { NewLine = "\n" };
            foreach (var resource in Write(version, count))
            {
                writer.WriteLine(resource.ToJson());
            }
        }
    }

    private static IEnumerable<FhirResource> Write(FhirVersion version, int count)
    {
        FhirWriteOptions[] ways =
        [
            new() { Version = version },
            new() { Version = version, Weights = FhirWeightExtension.OrdinalValue, Infusions = FhirInfusionForm.Procedure },
            new() { Version = version, Weights = FhirWeightExtension.Both, LinkIds = FhirLinkIds.Loinc },
        ];
        var random = new Random(20261122);
        foreach (var id in InstrumentCatalogue.Shipped.Ids)
        {
            var instrument = InstrumentCatalogue.Shipped.Find(id)!;
            for (var run = 0; run < count; run++)
            {
                var way = ways[run % ways.Length];
                if (run < ways.Length)
                {
                    yield return FhirWriter.Questionnaire(instrument, way);
                }

                var answers = GeneratedForms.Next(instrument, random, run);
                var context = Context(run);
                yield return FhirWriter.Response(instrument, answers, context, way);
                foreach (var observation in FhirWriter.Observations(instrument, answers, context with { Status = null, DerivedFrom = "QuestionnaireResponse/f" }, options: way))
                {
                    yield return observation;
                }
            }
        }

        for (var run = 0; run < 2 * count; run++)
        {
            var course = GeneratedCourses.Next(run % 4, random);
            yield return FhirCourses.Write(course, ways[run / 4 % ways.Length]);
            foreach (var infusion in course.Infusions)
            {
                yield return FhirWriter.Infusion(infusion, Context(run), ways[run % ways.Length]);
            }
        }
    }

    /// <summary>Whose and when, in each way in which it can be said.</summary>
    private static FhirResourceOptions Context(int run) => (run % 4) switch
    {
        0 => new() { Id = "f", Subject = "Patient/1", Encounter = "Encounter/2", At = ClinicalTime.OnDate(new DateOnly(2026, 3, 1)) },
        1 => new()
        {
            Id = "f",
            Subject = "patient 7",
            At = ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(-5))),
            Issued = ClinicalTime.AtInstant(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero)),
        },
        2 => new() { Id = "f", Subject = "urn:uuid:4f6f0f5e-93a5-4a6e-9f43-0d0d3d5a2a11", At = ClinicalTime.AtLocal(new DateOnly(2026, 3, 1), new TimeOnly(8, 15)) },
        _ => new() { Id = "f", At = ClinicalTime.OnDay(14) },
    };
}
