using System.Text;
using System.Text.Json.Nodes;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Seeded damage to valid JSON, and SECRET in it for what must not be repeated.</summary>
internal static class Damage
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e400", "1e-400", "99999999999999999999999999999999", "\"\\ud800\"", "\"SECRET\"", "\"SECRET\":1,",
        "\\", "\n", "\0", "{\"resourceType\":\"Bundle\",\"entry\":[", "\"valueInteger\":1,", "\"item\":[[[", "\"linkId\":[],", "\"answer\":{},",
    ];

    /// <summary>The text cut off, with bytes changed, left out, repeated or put in.</summary>
    public static byte[] Bytes(string seed, Xorshift random)
    {
        var bytes = Encoding.UTF8.GetBytes(seed).ToList();
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

        return [.. bytes];
    }

    /// <summary>JSON all the same, with values of other types in other places.</summary>
    public static byte[] Types(string seed, Xorshift random)
    {
        var root = JsonNode.Parse(seed)!;
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

        return Encoding.UTF8.GetBytes(root.ToJsonString());
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
}

/// <summary>The same numbers on every machine and framework.</summary>
internal sealed class Xorshift(uint seed)
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
