using System.Text;
using System.Text.Json.Nodes;
using static KetamineOutcomes.Fhir.Tests.Resources;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Seeded damage to valid resources: whatever the bytes say, there is a record with a place, no exception, and nothing of the patient in an issue.</summary>
public sealed class FuzzTests
{
    private const string Secret = "SECRET";

    private static int Rounds => Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_FULL") == "1" ? 100_000 : 4_000;

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

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e400", "1e-400", "99999999999999999999999999999999", "\"\\ud800\"", "\"SECRET\"", "\"SECRET\":1,",
        "\\", "\n", "\0", "{\"resourceType\":\"Bundle\",\"entry\":[", "\"valueInteger\":1,", "\"item\":[[[", "\"linkId\":[],", "\"answer\":{},",
    ];

    private static readonly FhirFormMap Map = new("phq-9", [new("SECRET-link", "item4")], [new(null, "SECRET-code", 1)]);

    [Fact]
    public void Damaged_bytes_never_crash_and_never_tell()
    {
        var random = new Xorshift(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]).ToList();
            for (var changes = 1 + random.Next(4); changes > 0; changes--)
            {
                var at = random.Next(bytes.Count + 1);
                switch (random.Next(6))
                {
                    case 0:
                        bytes.RemoveRange(at, bytes.Count - at);
                        break;
                    case 1 when at < bytes.Count:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 2:
                        bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                        break;
                    case 3:
                        bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                        break;
                    case 4:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(200), bytes.Count - at)));
                        break;
                    default:
                        bytes.Insert(at, (byte)'\n');
                        break;
                }
            }

            Check(bytes.ToArray(), round);
        }
    }

    [Fact]
    public void Members_of_wrong_types_never_crash_and_never_tell()
    {
        var random = new Xorshift(6);
        for (var round = 0; round < Rounds; round++)
        {
            var root = JsonNode.Parse(Seeds[random.Next(Seeds.Length)])!;
            for (var changes = 1 + random.Next(3); changes > 0; changes--)
            {
                var nodes = new List<JsonNode>();
                Collect(root, nodes);
                if (nodes.Count < 2)
                {
                    break;
                }

                var target = nodes[1 + random.Next(nodes.Count - 1)];
                var other = nodes[random.Next(nodes.Count)].DeepClone();
                JsonNode? value = random.Next(9) switch
                {
                    0 => null,
                    1 => JsonValue.Create(true),
                    2 => JsonValue.Create(-1.5),
                    3 => JsonValue.Create("SECRET"),
                    4 => new JsonArray(),
                    5 => new JsonObject(),
                    6 => new JsonArray(target.DeepClone(), target.DeepClone()),
                    7 => new JsonObject { ["SECRET"] = target.DeepClone() },
                    _ => other,
                };
                target.ReplaceWith(value);
            }

            Check(Encoding.UTF8.GetBytes(root.ToJsonString()), round);
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

    private static void Collect(JsonNode node, List<JsonNode> nodes)
    {
        nodes.Add(node);
        foreach (var child in node switch { JsonObject o => o.Select(pair => pair.Value), JsonArray a => a, _ => [] })
        {
            if (child is not null)
            {
                Collect(child, nodes);
            }
        }
    }

    /// <summary>The same numbers on every machine and framework.</summary>
    private sealed class Xorshift(uint seed)
    {
        private uint _state = seed;

        public int Next(int below)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)below);
        }
    }
}
