using System.Text.Json;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Tests.Instruments.Schema;

/// <summary>Holds the published schema and the reader to each other.</summary>
public sealed class InstrumentSchemaTests
{
    private static readonly string SchemaJson = ReadSchema();

    public static TheoryData<string> Ids => [.. TestDefinitions.AllInstruments.Select(instrument => instrument.Id)];

    private static string ReadSchema()
    {
        using var stream = typeof(Instrument).Assembly.GetManifestResourceStream("schemas/instrument.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static Instrument Find(string id) => TestDefinitions.AllInstruments.Single(instrument => instrument.Id == id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_definition_that_reads_is_valid(string id) => new JsonSchema(SchemaJson).Accepts(Find(id).DefinitionJson).Should().BeTrue();

    [Fact]
    public void The_complete_definition_uses_every_member_that_the_schema_has()
    {
        var schema = new JsonSchema(SchemaJson);
        schema.Accepts(TestDefinitions.CompleteJson).Should().BeTrue();

        // The id of an aggregate is one member, written once for each kind.
        var all = Members(schema.Root, "#").Where(place => !place.EndsWith("/properties/id", StringComparison.Ordinal) || !place.StartsWith("#/$defs/node/", StringComparison.Ordinal));

        all.Except(schema.Met, StringComparer.Ordinal).Should().BeEmpty();
    }

    private static IEnumerable<string> Members(JsonElement schema, string place)
    {
        foreach (var (name, value) in schema.EnumerateObject().Select(member => (member.Name, member.Value)))
        {
            var below = name switch
            {
                "properties" => value.EnumerateObject().SelectMany(property => Members(property.Value, $"{place}/properties/{property.Name}").Prepend($"{place}/properties/{property.Name}")),
                "$defs" => value.EnumerateObject().SelectMany(definition => Members(definition.Value, $"#/$defs/{definition.Name}")),
                "oneOf" => value.EnumerateArray().SelectMany((each, index) => Members(each, $"{place}/oneOf/{index}")),
                "items" => Members(value, place + "/items"),
                _ => [],
            };
            foreach (var member in below)
            {
                yield return member;
            }
        }
    }

    [Fact]
    public void Every_object_is_closed_and_every_member_is_described()
    {
        var open = new List<string>();
        var undescribed = new List<string>();
        Walk(JsonDocument.Parse(SchemaJson).RootElement, "#", isCondition: false);

        open.Should().BeEmpty();
        undescribed.Should().BeEmpty();

        void Walk(JsonElement schema, string place, bool isCondition)
        {
            if (schema.ValueKind == JsonValueKind.Array)
            {
                foreach (var each in schema.EnumerateArray())
                {
                    Walk(each, place, isCondition);
                }
            }

            if (schema.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            if (!isCondition && schema.TryGetProperty("properties", out var properties))
            {
                if (!schema.TryGetProperty("additionalProperties", out var additional) || additional.ValueKind != JsonValueKind.False)
                {
                    open.Add(place);
                }

                undescribed.AddRange(properties.EnumerateObject()
                    .Where(property => !property.Value.TryGetProperty("description", out var text) || text.GetString() is not { Length: > 5 })
                    .Select(property => $"{place}/{property.Name}"));
            }

            foreach (var member in schema.EnumerateObject())
            {
                Walk(member.Value, $"{place}/{member.Name}", isCondition || member.Name == "allOf");
            }
        }
    }

    [Theory]
    [InlineData("evidence", "status", "Statuses")]
    [InlineData("licence", "itemText", "ItemTexts")]
    [InlineData("item", "kind", "ItemKinds")]
    [InlineData("skip", "answered", "SkipAnswereds")]
    [InlineData("scale", "result", "ResultKinds")]
    [InlineData("scale", "measures", "Measures")]
    [InlineData("scale", "direction", "Directions")]
    [InlineData("missingPolicy", "notApplicable", "NotApplicables")]
    [InlineData("cutOff", "comparator", "Comparators")]
    [InlineData("cutOff", "sex", "Sexes")]
    [InlineData("covariateNode", "covariate", "Covariates")]
    [InlineData("endpoint", "comparator", "Comparators")]
    [InlineData("milestone", "comparator", "Comparators")]
    [InlineData("endpoint", "kind", "EndpointKinds")]
    [InlineData("endpoint", "percentage", "PercentageRules")]
    [InlineData("psychometric", "kind", "PsychometricKinds")]
    [InlineData("scale", "readers", "Readers")]
    [InlineData(null, "raters", "Raters")]
    public void Word_lists_are_those_of_the_reader(string? definition, string member, string list)
    {
        var schema = new JsonSchema(SchemaJson);
        var place = (definition is null ? schema.Root : schema.Resolve("#/$defs/" + definition)).GetProperty("properties").GetProperty(member);
        if (place.TryGetProperty("items", out var items))
        {
            place = items;
        }

        var words = (System.Collections.IEnumerable)typeof(Words).GetField(list)!.GetValue(null)!;
        var keys = words.Cast<object>().Select(pair => (string)pair.GetType().GetProperty("Key")!.GetValue(pair)!);

        place.GetProperty("enum").EnumerateArray().Select(word => word.GetString()).Should().Equal(keys);
    }

    [Fact]
    public void No_word_list_of_the_reader_is_forgotten()
    {
        var tested = typeof(InstrumentSchemaTests).GetMethod(nameof(Word_lists_are_those_of_the_reader))!
            .GetCustomAttributesData().Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[2].Value!);

        typeof(Words).GetFields().Select(field => field.Name).Should().BeSubsetOf(tested);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Schema_and_reader_agree_on_every_broken_structure(string id)
    {
        var schema = new JsonSchema(SchemaJson);
        var disagreements = new List<string>();
        var root = JsonNode.Parse(Find(id).DefinitionJson)!;
        var mutations = Mutations(root, "$").ToList();

        // An even sample, always the same: a prime stride meets every kind of change. Dense on the made-up definition, which uses every member.
        var stride = id == TestDefinitions.Complete.Id ? 5 : 211;
        for (var i = 0; i < mutations.Count; i += stride)
        {
            var (name, apply, restore) = mutations[i];
            apply();
            var json = root.ToJsonString();
            restore();
            var accepted = schema.Accepts(json);
            var result = Instrument.Read(json);
            var isStructural = result.Issues.Any(issue => issue.Code.StartsWith("json-", StringComparison.Ordinal));
            if ((!accepted && result.IsSuccess) || (accepted && isStructural))
            {
                disagreements.Add($"{name}: schema {(accepted ? "accepts" : "rejects")}, reader says {result.Issues}");
            }
        }

        mutations.Should().NotBeEmpty();
        disagreements.Should().BeEmpty();
        root.ToJsonString().Should().Be(JsonNode.Parse(Find(id).DefinitionJson)!.ToJsonString(), "every change was taken back");
    }

    /// <summary>For each member and element: left out, renamed, doubled under another name, and replaced by values of other kinds.</summary>
    private static IEnumerable<(string Name, Action Apply, Action Restore)> Mutations(JsonNode node, string place)
    {
        switch (node)
        {
            case JsonObject container:
                foreach (var name in container.Select(member => member.Key).ToList())
                {
                    var index = container.IndexOf(name);
                    var value = container[name]!;
                    yield return ($"{place}.{name} removed", () => container.Remove(name), () => container.Insert(index, name, value));
                    yield return ($"{place}.{name} renamed", () => Rename(container, index, name, name + "X"), () => Rename(container, index, name + "X", name));
                    foreach (var (what, other) in Others(value))
                    {
                        yield return ($"{place}.{name} = {what}", () => container[name] = other, () => container[name] = value);
                    }

                    foreach (var below in Mutations(value, $"{place}.{name}"))
                    {
                        yield return below;
                    }
                }

                yield return ($"{place} with more", () => container["extra"] = 1, () => container.Remove("extra"));
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var index = i;
                    var value = list[i]!;
                    foreach (var (what, other) in Others(value))
                    {
                        yield return ($"{place}[{i}] = {what}", () => list[index] = other, () => list[index] = value);
                    }

                    foreach (var below in Mutations(value, $"{place}[{i}]"))
                    {
                        yield return below;
                    }
                }

                break;
        }
    }

    private static void Rename(JsonObject container, int index, string from, string to)
    {
        var value = container[from];
        container.Remove(from);
        container.Insert(index, to, value);
    }

    private static IEnumerable<(string What, JsonNode? Other)> Others(JsonNode value)
    {
        string[] others = ["null", "true", "0", "-1.5", "2000000000000", "\"\"", "\"Some Words\"", "\"?\"", "\"item1\"", "\"1/0\"", "\"-3/2\"", "\"a-b\\n\"", "[]", "[null]", "{\"sum\":[]}"];
        var own = value.ToJsonString();
        return others.Where(other => other != own).Select(other => (other, JsonNode.Parse(other)));
    }
}
