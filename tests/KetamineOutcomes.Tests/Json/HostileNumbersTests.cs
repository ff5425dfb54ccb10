using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Json;

/// <summary>Numbers that no clinic writes: each is read and judged or is an issue with its place, and none is an exception.</summary>
public sealed class HostileNumbersTests
{
    private static readonly string[] Numbers =
    [
        "0.123456789012345", "12.3456789012345", "27.000000000000001", "1e-15", "1e15", "1e400", "-1e400", "1e-400", "-0", "-0.0", "-1e-15", "999999999999999999", "9223372036854775808",
        "0.000000000000000001", "79228162514264337593543950335", "0.0000000000000000000000000001", "\"1/3\"", "\"1/9223372036854775807\"", "\"9223372036854775807/9223372036854775806\"",
        "\"9223372036854775807/1000\"", "\"-9223372036854775808/7\"", "\"1/0\"", "\"0/7\"", "\"-0/7\"", "\"7/-2\"", "\"\"", "\"1e5\"", "1E2147483647", "\"10079999999/1000000\"", "\"6047999999999/600000000\"", "\"1/600000000\"",
    ];

    // What is refused is refused at its place.
    private static void Check<T>(string json, ReadResult<T> read, Action<T> use)
        where T : class
    {
        if (read.TryGetValue(out var value))
        {
            use(value);
        }
        else
        {
            read.Issues.Should().NotBeEmpty(json).And.OnlyContain(issue => issue.Place != null && issue.Place.Length > 0, json);
        }
    }

    [Fact]
    public void In_a_course()
    {
        var assessed = 0;
        foreach (var number in Numbers)
        {
            foreach (var infusion in new[] { "\"doseMg\":" + number, "\"weightKg\":" + number, "\"minutes\":" + number, $"\"doseMg\":40.123456789012,\"weightKg\":{number}" })
            {
                var json = "{\"format\":1,\"patientId\":\"p\",\"courseId\":\"1\",\"administrations\":[],\"infusions\":[{\"at\":0,\"agent\":\"ketamine\"," + infusion + "}]}";
                Check(json, OutcomesJson.ReadCourse(json), course => TreatmentAssessmentOf(course));
            }

            foreach (var instrument in InstrumentCatalogue.Shipped.Ids)
            {
                string Form(int day, string total) => "{\"instrument\":\"" + instrument + "\",\"at\":" + day + ",\"content\":{\"kind\":\"total-only\",\"total\":" + total + ",\"provenance\":\"x\"}}";
                var json = "{\"format\":1,\"patientId\":\"p\",\"courseId\":\"1\",\"administrations\":[" + string.Join(',', Form(-1, number), Form(3, "3"), Form(9, number), Form(20, number)) + "],\"infusions\":[{\"at\":0,\"agent\":\"ketamine\"}]}";
                Check(json, OutcomesJson.ReadCourse(json), course =>
                {
                    CourseAssessment.Assess(course, new AssessmentOptions { Points = [AssessmentPoint.Parse("every-visit").GetValueOrThrow()] });
                    assessed++;
                });
            }
        }

        assessed.Should().BeGreaterThan(0, "else the JSON of the test is wrong");
    }

    [Fact]
    public void In_the_chair_and_in_care()
    {
        var assessed = 0;
        var course = Given.Course([], [Given.Dose(0)]);
        foreach (var number in Numbers)
        {
            foreach (var measure in new[] { "systolic", "diastolic", "heart-rate", "spo2", "moaa-s", "cadss-6" })
            {
                foreach (var (value, minute) in new[] { (number, "40"), ("5", number), (number, number) })
                {
                    string Reading(string read, string at) => "{\"measure\":\"" + measure + "\",\"value\":" + read + ",\"minute\":" + at + "}";
                    Judge("\"sessions\":[{\"infusion\":{\"at\":0,\"agent\":\"ketamine\"},\"readings\":[" + string.Join(',', Reading("5", "-10"), Reading(value, minute), Reading("4", "\"5400000001/60000000\""), Reading("3", "\"72000000011/600000000\"")) + "]}]");
                }
            }

            Judge("\"sessions\":[{\"infusion\":{\"at\":0,\"agent\":\"ketamine\"},\"sideEffects\":[{\"effect\":\"x\",\"present\":true,\"minute\":" + number + "}],\"observedUntil\":" + number + "}]");
            Judge("\"care\":{\"intervals\":[{\"kind\":\"other\",\"name\":\"x\",\"end\":\"ongoing\",\"from\":-3,\"dose\":" + number + "},{\"kind\":\"other\",\"name\":\"x\",\"end\":\"stated\",\"from\":-9,\"to\":2,\"dose\":1}]}");
            Judge("\"history\":[{\"flag\":\"mania\",\"answer\":\"present\",\"at\":" + number + "}],\"person\":{\"age\":" + number + "}");
        }

        assessed.Should().BeGreaterThan(0, "else the JSON of the test is wrong");

        void Judge(string members)
        {
            var json = "{\"format\":1," + members + "}";
            Check(json, OutcomesJson.ReadTreatmentNotes(json), notes =>
            {
                NotesAssessment.Assess(course, notes);
                OutcomesJson.ReadTreatmentNotes(OutcomesJson.Write(notes)).GetValueOrThrow().Should().Be(notes);
                assessed++;
            });
        }
    }

    private static void TreatmentAssessmentOf(Course course) =>
        KetamineOutcomes.Indicators.Segments.TreatmentAssessment.Assess(course, new AssessmentOptions { Segmentation = KetamineOutcomes.Treatment.Segments.SegmentationRules.McInnes2022Gap14 });
}
