using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes resources as one Bundle whose references can be resolved within it.</summary>
internal static class BundleWriter
{
    public static JsonObject Write(List<FhirResource> resources)
    {
        // The same content has the same address everywhere, and other content another: no random source, and no two patients' forms with one address.
        var entries = resources.ConvertAll(resource => (Url: Address(resource.ToUtf8().Span), Json: (JsonObject)resource.Json.DeepClone()));
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (url, json) in entries)
        {
            if (json["id"] is { } id)
            {
                addresses.TryAdd($"{(string?)json["resourceType"]}/{(string?)id}", url);
            }
        }

        foreach (var (_, json) in entries)
        {
            Follow(json, addresses);
        }

        return FhirJson.Object(
            ("resourceType", "Bundle"),
            ("type", "collection"),
            ("entry", FhirJson.List(entries.Select(entry => (JsonNode?)FhirJson.Object(("fullUrl", entry.Url), ("resource", entry.Json))))));
    }

    /// <summary>A UUID of version 8 (RFC 9562, 5.8) from the SHA-256 of the content.</summary>
    private static string Address(ReadOnlySpan<byte> content)
    {
        var hash = SHA256.HashData(content).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(hash, bigEndian: true)}";
    }

    private static void Follow(JsonNode? node, Dictionary<string, string> addresses)
    {
        switch (node)
        {
            case JsonObject json:
                if (json["reference"] is JsonValue value && value.TryGetValue(out string? text) && addresses.TryGetValue(text, out var url))
                {
                    json["reference"] = url;
                }

                foreach (var (_, member) in json)
                {
                    Follow(member, addresses);
                }

                break;
            case JsonArray list:
                foreach (var element in list)
                {
                    Follow(element, addresses);
                }

                break;
        }
    }
}
