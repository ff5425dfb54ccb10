using static KetamineOutcomes.Fhir.Tests.Resources;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Seeded damage to valid resources: whatever the bytes say, there is a record with a place, no exception, and nothing of the patient in an issue.</summary>
public sealed class FuzzTests
{
    private const string Secret = "SECRET";

    internal static int Rounds => Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_FULL") == "1" ? 100_000 : 4_000;

    private static readonly string[] Seeds =
    [
        Response(Phq9(2, 1, 0, 3, 2, 1, 0, 1, 0) + "," + Item("44261-6", """{"valueDecimal":10}""") + "," + Item("SECRET-link", """{"valueString":"SECRET text"}"""), ",\"subject\":{\"reference\":\"Patient/SECRET\"},\"id\":\"SECRET-id\""),
        """
        {"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"#q","contained":[{"resourceType":"Questionnaire","id":"q","item":[
          {"linkId":"44250-9","answerValueSet":"#v","answerOption":[{"valueCoding":{"system":"SECRET-system","code":"SECRET-code"},"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":3}]}]}],
          "contained":[{"resourceType":"ValueSet","id":"v","expansion":{"contains":[{"system":"SECRET-system","code":"SECRET-code","property":[{"code":"itemWeight","valueDecimal":2}]}]}}]}],
         "item":[{"linkId":"44250-9","text":"SECRET","answer":[{"valueCoding":{"system":"SECRET-system","code":"SECRET-code","display":"SECRET"},"item":[{"linkId":"44260-8","answer":[{"valueInteger":1}]}]}]}]}
        """,
        Observation(Loinc("44261-6"), "\"valueQuantity\":{\"value\":12,\"unit\":\"{score}\"}", ",\"subject\":{\"reference\":\"Patient/SECRET\"},\"note\":[{\"text\":\"SECRET\"}],\"effectiveDateTime\":\"2026-03-01\""),
        Observation(Loinc("44250-9"), "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"LA6570-1\",\"display\":\"SECRET\"}]}"),
        Observation(Loinc("69737-5"), "\"component\":[{\"code\":{\"coding\":[" + Loinc("70274-6") + "]},\"valueString\":\"SECRET\"}]"),
        """{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","name":[{"text":"SECRET"}]}},{"resource":""" + Response(Phq9(1, 1, 1, 1, 1, 1, 1, 1, 1)) + "}]}",
    ];

    private static readonly FhirFormMap Map = new("phq-9", [new("SECRET-link", "item4")], [new(null, "SECRET-code", 1)]);

    [Fact]
    public void Damaged_bytes_never_crash_and_never_tell()
    {
        var random = new Xorshift(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            Check(Damage.Bytes(Seeds[random.Next(Seeds.Length)], random), round);
        }
    }

    [Fact]
    public void Members_of_wrong_types_never_crash_and_never_tell()
    {
        var random = new Xorshift(6);
        for (var round = 0; round < Rounds; round++)
        {
            Check(Damage.Types(Seeds[random.Next(Seeds.Length)], random), round);
        }
    }

    private static void Check(byte[] bytes, int round)
    {
        // One by one: alone and as lines, with and without the caller's word, short enough to be cut as a long Bundle.
        var options = (round % 4) switch
        {
            0 => new FhirReadOptions { Format = FhirFormat.Auto, Maps = [Map] },
            1 => new FhirReadOptions { Format = FhirFormat.Ndjson, Instrument = "phq-9" },
            2 => new FhirReadOptions { Format = FhirFormat.Json, MaxResourceBytes = 1024 },
            _ => new FhirReadOptions { Format = FhirFormat.Auto, Instrument = "phq-9", Maps = [Map], MaxResourceBytes = 1024 },
        };
        var records = FhirReader.Read(bytes, options);
        foreach (var record in records)
        {
            if (record.Place.Resource < 1 || (record is FhirRecord.Refused && record.Issues.IsEmpty))
            {
                Assert.Fail($"round {round}: a record without a place or a reason");
            }

            var issues = record is FhirRecord.Form form ? form.Value.Score().Issues : record.Issues;
            if (issues.Any(issue => $"{issue} {issue.Message}".Contains(Secret, StringComparison.Ordinal)) || $"{record}".Contains(Secret, StringComparison.Ordinal))
            {
                Assert.Fail($"round {round}: an issue repeats the patient's data");
            }

            if (record is FhirRecord.Total total)
            {
                _ = total.Value.Score();
            }
        }

        // A Bundle may be empty; anything else gives a record or a reason.
        if (bytes.AsSpan().IndexOf("Bundle"u8) < 0)
        {
            Assert.NotEmpty(records);
        }
    }
}
