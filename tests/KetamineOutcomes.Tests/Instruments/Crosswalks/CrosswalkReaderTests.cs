using System.Text.Json;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments.Crosswalks;
using KetamineOutcomes.Tests.Instruments.Schema;

namespace KetamineOutcomes.Tests.Instruments.Crosswalks;

public sealed class CrosswalkReaderTests
{
    /// <summary>A made-up table with every member of the format.</summary>
    private const string Json = """
        {
          "$schema": "crosswalk.schema.json", "format": 1, "id": "a-to-b", "version": "1.2.3", "name": "A to B",
          "from": {"instrument": "a", "scale": "total", "range": {"low": 0, "high": 4}},
          "to": {"instrument": "b", "scale": "total", "range": {"low": 0, "high": 10}},
          "method": "item-response-theory", "coverage": "complete", "approximate": true, "population": "nobody",
          "sources": [{"key": "made-up", "citation": "Made up for the tests", "url": "https://example.org"}],
          "evidence": [{"source": "made-up", "status": "project-policy", "note": "one source only"}],
          "entries": [
            {"from": {"low": 0, "high": 1}, "to": 0},
            {"from": 2, "to": {"low": 1, "high": 4}, "standardError": 0.5},
            {"from": 3, "to": {"low": "7/2", "high": 4}},
            {"from": 4, "to": 9.5}
          ],
          "notes": ["made up"]
        }
        """;

    private static readonly string SchemaJson = ReadSchema();

    private static string ReadSchema()
    {
        using var stream = typeof(Crosswalk).Assembly.GetManifestResourceStream("schemas/crosswalk.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Changed(Action<JsonObject> change) => TestDefinitions.Changed(Json, change);

    private static IEnumerable<string> Issues(string json) => Crosswalk.Read(json).Issues.Select(issue => $"{issue.Code} {issue.Place}");

    [Fact]
    public void Every_member_arrives()
    {
        var crosswalk = Crosswalk.Read(Json).GetValueOrThrow();

        (crosswalk.Id, crosswalk.Version, crosswalk.Name, crosswalk.Population).Should().Be(("a-to-b", "1.2.3", "A to B", "nobody"));
        (crosswalk.From.ToString(), crosswalk.From.Range.ToString(), crosswalk.To.ToString(), crosswalk.To.Range.ToString()).Should().Be(("a/total", "0 to 4", "b/total", "0 to 10"));
        (crosswalk.Method, crosswalk.Coverage, crosswalk.IsApproximate).Should().Be((LinkingMethod.ItemResponseTheory, CrosswalkCoverage.Complete, true));
        crosswalk.Entries.Select(entry => $"{entry.From}: {entry.To} ({entry.StandardError})").Should().Equal("0 to 1: 0 ()", "2: 1 to 4 (0.5)", "3: 3.5 to 4 ()", "4: 9.5 ()");
        crosswalk.Evidence.Should().ContainSingle().Which.Source.Url.Should().Be("https://example.org");
        crosswalk.Sources.Should().ContainSingle();
        crosswalk.Notes.Should().Equal("made up");
        crosswalk.DefinitionJson.Should().Be(Json);
        crosswalk.ToString().Should().Be("a-to-b 1.2.3");
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "0")]
    [InlineData("1/2", "0")]
    [InlineData("2", "1 to 4")]
    [InlineData("5/2", "none")]
    [InlineData("4", "9.5")]
    [InlineData("5", "none")]
    [InlineData("-1", "none")]
    public void A_row_holds_for_its_scores_ends_included(string score, string expected)
    {
        Fraction.TryParse(score, out var value).Should().BeTrue();

        (Crosswalk.Read(Json).GetValueOrThrow().FindEntry(value)?.To.ToString() ?? "none").Should().Be(expected);
    }

    [Fact]
    public void A_table_may_fall() =>
        Issues(Changed(root =>
        {
            root["entries"]![0]!["to"] = 10;
            root["entries"]![1]!["to"] = 9;
            root["entries"]![2]!["to"] = 9;
            root["entries"]![3]!["to"] = 1;
        })).Should().BeEmpty();

    [Fact]
    public void A_row_outside_its_scale_is_refused_at_its_path()
    {
        Issues(Changed(root => root["entries"]![3]!["from"] = 5)).Should().Equal("definition-range $.entries[3].from");
        Issues(Changed(root => root["entries"]![3]!["to"] = 10.1)).Should().Equal("definition-range $.entries[3].to");
        Issues(Changed(root => root["entries"]![0]!["to"] = -1)).Should().Equal("definition-range $.entries[0].to");
    }

    [Fact]
    public void Ends_the_wrong_way_round_are_refused_as_the_misprint_that_they_are() =>
        // The page of the IDS prints 62-24.
        Issues(Changed(root => root["entries"]![1]!["to"]!["low"] = 6)).Should().Equal("definition-range $.entries[1].to");

    [Fact]
    public void A_negative_standard_error_is_refused() =>
        Issues(Changed(root => root["entries"]![1]!["standardError"] = -0.5)).Should().Equal("definition-range $.entries[1].standardError");

    [Fact]
    public void Rows_that_overlap_on_the_first_scale_are_refused() =>
        Issues(Changed(root => root["entries"]![0]!["from"]!["high"] = 2)).Should().Contain("crosswalk-order $");

    [Fact]
    public void Rows_that_run_both_ways_are_refused() =>
        Issues(Changed(root => root["entries"]![3]!["to"] = 2)).Should().Equal("crosswalk-order $");

    [Fact]
    public void A_gap_in_a_table_that_calls_itself_complete_is_refused()
    {
        Issues(Changed(root => root["entries"]!.AsArray().RemoveAt(2))).Should().Equal("crosswalk-coverage $");
        Issues(Changed(root => root["entries"]!.AsArray().RemoveAt(0))).Should().Equal("crosswalk-coverage $");
        Issues(Changed(root => root["entries"]!.AsArray().RemoveAt(3))).Should().Equal("crosswalk-coverage $");
    }

    [Fact]
    public void A_whole_table_that_calls_itself_partial_is_refused() =>
        Issues(Changed(root => root["coverage"] = "partial")).Should().Equal("crosswalk-coverage $");

    [Fact]
    public void A_table_from_a_scale_to_itself_is_refused() =>
        Issues(Changed(root => root["to"]!["instrument"] = "a")).Should().Equal("definition-id-duplicate $");

    [Fact]
    public void An_unknown_source_and_a_repeated_one_are_refused()
    {
        Issues(Changed(root => root["evidence"]![0]!["source"] = "nobody")).Should().Equal("definition-id-unknown $.evidence[0]");
        Issues(Changed(root => root["sources"]!.AsArray().Add(root["sources"]![0]!.DeepClone()))).Should().Equal("definition-id-duplicate $");
    }

    [Fact]
    public void Text_that_is_no_JSON_and_another_format_are_refused()
    {
        Issues("{").Should().Equal("json-malformed $");
        Issues("{\"format\":2}").Should().Equal("json-format-unsupported $");
        Crosswalk.Read(new byte[] { 0xFF }).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.JsonMalformed);
        var read = () => Crosswalk.Read((string)null!);
        read.Should().Throw<ArgumentNullException>();
    }

    // The schema

    [Fact]
    public void Every_shipped_crosswalk_and_the_made_up_one_are_valid()
    {
        var schema = new JsonSchema(SchemaJson);

        CrosswalkCatalogue.Shipped.All.Select(crosswalk => crosswalk.DefinitionJson).Append(Json).Should().OnlyContain(json => schema.Accepts(json));
    }

    [Fact]
    public void Word_lists_are_those_of_the_reader()
    {
        var root = JsonDocument.Parse(SchemaJson).RootElement;
        IEnumerable<string?> Enum(JsonElement properties, string member) => properties.GetProperty(member).GetProperty("enum").EnumerateArray().Select(word => word.GetString());

        Enum(root.GetProperty("properties"), "method").Should().Equal(CrosswalkWords.Methods.Keys);
        Enum(root.GetProperty("properties"), "coverage").Should().Equal(CrosswalkWords.Coverages.Keys);
        Enum(root.GetProperty("$defs").GetProperty("evidence").GetProperty("properties"), "status").Should().Equal(KetamineOutcomes.Instruments.Definitions.Words.Statuses.Keys);
    }

    [Fact]
    public void Schema_and_reader_agree_on_every_member_that_is_missing_extra_or_of_another_kind()
    {
        var schema = new JsonSchema(SchemaJson);
        var disagreements = new List<string>();
        var tried = 0;
        foreach (var (name, json) in Mutations())
        {
            tried++;
            var accepted = schema.Accepts(json);
            var result = Crosswalk.Read(json);
            var isStructural = result.Issues.Any(issue => issue.Code.StartsWith("json-", StringComparison.Ordinal));
            if ((!accepted && result.IsSuccess) || (accepted && isStructural))
            {
                disagreements.Add($"{name}: schema {(accepted ? "accepts" : "rejects")}, reader says {result.Issues}");
            }
        }

        tried.Should().BeGreaterThan(200);
        disagreements.Should().BeEmpty();
    }

    /// <summary>Every member left out, renamed and replaced by values of other kinds, one change at a time.</summary>
    private static IEnumerable<(string Name, string Json)> Mutations()
    {
        string[] others = ["null", "true", "-1.5", "\"\"", "\"Some Words\"", "\"1/0\"", "[]", "[null]", "{}"];
        var paths = Paths(JsonNode.Parse(Json)!, []).ToList();
        foreach (var path in paths)
        {
            foreach (var other in others)
            {
                yield return ($"{string.Join('.', path)} = {other}", Changed(root => Set(root, path, JsonNode.Parse(other))));
            }

            if (path[^1] is string member)
            {
                yield return ($"{string.Join('.', path)} removed", Changed(root => ((JsonObject)At(root, path)).Remove(member)));
                yield return ($"{string.Join('.', path)} doubled", Changed(root => ((JsonObject)At(root, path))[member + "X"] = 1));
            }
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node, object[] path) => node switch
    {
        JsonObject members => members.SelectMany(member => Paths(member.Value!, [.. path, member.Key]).Prepend([.. path, member.Key])),
        JsonArray list => list.SelectMany((each, index) => Paths(each!, [.. path, index]).Prepend([.. path, index])),
        _ => [],
    };

    private static JsonNode At(JsonNode root, object[] path) =>
        path[..^1].Aggregate(root, (node, step) => step is string member ? node[member]! : node[(int)step]!);

    private static void Set(JsonNode root, object[] path, JsonNode? value)
    {
        var parent = At(root, path);
        if (path[^1] is string member)
        {
            parent[member] = value;
        }
        else
        {
            parent[(int)path[^1]] = value;
        }
    }
}
