using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Golden;

/// <summary>Sources, licence, wording and codes of every shipped definition and draft; each check is shown to fail where it should.</summary>
public sealed partial class DefinitionFactTests
{
    private static readonly IReadOnlyList<Instrument> All =
        [.. InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!).Concat(TestDefinitions.Drafts)];

    public static TheoryData<string> Ids => [.. All.Select(instrument => instrument.Id)];

    public static TheoryData<string> KnownWrong => [.. Loinc.KnownWrong.Keys];

    private static Instrument Find(string id) => All.Single(instrument => instrument.Id == id);

    // Sources

    private static IEnumerable<JsonElement> Evidence(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Evidence),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name.EndsWith("vidence", StringComparison.Ordinal) && member.Value.ValueKind == JsonValueKind.Array
            ? member.Value.EnumerateArray()
            : Evidence(member.Value)),
        _ => [],
    };

    private static IReadOnlyList<(string Source, string Status, string Note)> Evidence(Instrument instrument)
    {
        using var definition = JsonDocument.Parse(instrument.DefinitionJson);
        return [.. Evidence(definition.RootElement).Select(each => (each.GetProperty("source").GetString()!, each.GetProperty("status").GetString()!, each.TryGetProperty("note", out var note) ? note.GetString()! : ""))];
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Only_the_project_itself_is_the_source_of_its_policy(string id) =>
        Evidence(Find(id)).Where(each => each.Status == "project-policy" != each.Source.Contains("project", StringComparison.Ordinal)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_was_derived_or_decided_says_how(string id) =>
        Evidence(Find(id)).Where(each => each.Status is "derived" or "project-policy" && each.Note.Length < 5).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Ids))]
    public void No_scoring_rule_rests_on_the_project_alone(string id) =>
        Find(id).Scales.Where(scale => !IsOurOwn(Find(id)) && scale.Evidence.All(each => each.Status == EvidenceStatus.ProjectPolicy)).Select(scale => scale.Id).Should().BeEmpty();

    private static bool IsOurOwn(Instrument instrument) => instrument.Licence.Holder.Contains("KetamineOutcomes", StringComparison.Ordinal);

    [Fact]
    public void The_one_instrument_of_the_projects_own_says_that_it_is_and_that_it_is_not_validated()
    {
        var own = InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!).Where(IsOurOwn).Should().ContainSingle().Subject;

        own.Id.Should().Be("functional-markers");
        own.Notes.Should().Contain(note => note.Contains("project's own", StringComparison.Ordinal) && note.Contains("not been validated", StringComparison.Ordinal));
        own.Scales.Should().OnlyContain(scale => scale.BandSets.IsEmpty && scale.CutOffs.IsEmpty && scale.Endpoints.IsEmpty && scale.Psychometrics.IsEmpty && scale.Id != "total");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_figure_names_its_population(string id) =>
        Find(id).Scales.SelectMany(scale => scale.Psychometrics).Where(figure => figure.Population.Length < 4 || figure.Evidence.IsEmpty).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_source_can_be_found_again(string id) =>
        Find(id).Sources.Where(source => source.Citation.Length < 15).Select(source => source.Key).Should().BeEmpty();

    // Licence

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_licence_names_its_holder_and_terms_and_where_they_were_read(string id)
    {
        var licence = Find(id).Licence;

        licence.Holder.Should().NotBeNullOrWhiteSpace();
        licence.Terms.Length.Should().BeGreaterThan(15);
        licence.Evidence.Should().NotBeEmpty();
        if (licence.ItemText == ItemTextPermission.Allowed)
        {
            licence.Evidence.Should().Contain(each => each.Status == EvidenceStatus.Verified || each.Status == EvidenceStatus.Secondary || each.Status == EvidenceStatus.Code, "someone else said so");
        }
    }

    // Wording

    [Fact]
    public void No_member_of_an_item_or_an_option_can_hold_its_wording()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.RepositoryFolder, "src", "KetamineOutcomes", "Instruments", "Definitions", "instrument.schema.json")))!["$defs"]!;

        schema["item"]!["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        schema["option"]!["additionalProperties"]!.GetValue<bool>().Should().BeFalse();
        schema["item"]!["properties"]!.AsObject().Select(member => member.Key).Should()
            .BeEquivalentTo("id", "label", "kind", "min", "max", "step", "options", "notRated", "notApplicable", "scored", "codes");
        schema["option"]!["properties"]!.AsObject().Select(member => member.Key).Should().BeEquivalentTo("id", "value", "label", "codes");
    }

    [Fact]
    public void A_definition_with_a_text_of_its_own_is_refused()
    {
        var json = TestDefinitions.Changed(TestDefinitions.CompleteJson, root => root["items"]![0]!["text"] = "What is asked");

        Instrument.Read(json).Issues.Should().Contain(issue => issue.Code == IssueCodes.JsonMemberUnknown && issue.Place == "$.items[0].text");
    }

    [GeneratedRegex(@"[?""“”„]|\.\s*$|\b(I|me|my|mine|myself|you|your|yours|yourself|we|our)\b|\b(how much|how often|how well|how many times|to what extent|over the last|during the past|in the past)\b.*\b(have|has|did|do|were|was)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Question();

    private static string? WordingFault(string label, bool isItem)
    {
        var words = label.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return Question().IsMatch(label) ? "reads like a question or an answer on a form"
            : words > (isItem ? 9 : 8) ? $"has {words} words"
            : label.Length > 60 ? $"has {label.Length} characters"
            : null;
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Labels_are_topics_and_not_wording(string id)
    {
        // Whatever the licence allows: labels are this project's own words. A test cannot know the forms; it can tell a sentence from a topic.
        var items = Find(id).Items;
        var faults = items.Select(item => (item.Label, fault: WordingFault(item.Label, isItem: true)))
            .Concat(items.SelectMany(item => item.Options).Select(option => (option.Label, fault: WordingFault(option.Label, isItem: false))))
            .Where(each => each.fault is not null).Distinct();

        faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Have you been feeling this way?")]
    [InlineData("I do not feel this")]
    [InlineData("A whole sentence that ends in a stop.")]
    [InlineData("One two three four five six seven eight nine ten")]
    [InlineData("\"quoted\"")]
    public void A_label_that_is_a_sentence_is_found_out(string label) => WordingFault(label, isItem: true).Should().NotBeNull();

    // Ranges

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_declared_range_is_the_one_that_the_rule_reaches_and_one_step_more_is_refused(string id)
    {
        var instrument = Find(id);
        for (var i = 0; i < instrument.Scales.Count; i++)
        {
            var scale = instrument.Scales[i];
            scale.Range.Should().Be(scale.Rule.Range, scale.Id);
            foreach (var change in new Action<JsonNode>[] { range => range["high"] = 1_000_003, range => range["low"] = -1_000_003 })
            {
                var json = TestDefinitions.Changed(instrument.DefinitionJson, root => change(root["scales"]![i]!["range"]!));

                Instrument.Read(json).Issues.Should().Contain(issue => issue.Code == IssueCodes.DefinitionRange && issue.Place == $"$.scales[{i}].range");
            }
        }
    }

    // Codes

    [Theory]
    [MemberData(nameof(Ids))]
    public void Codes_are_well_formed_in_their_system_and_none_is_known_to_be_wrong(string id) => CodeFaults.Of(Find(id)).Should().BeEmpty();

    [Fact]
    public void Codes_of_whole_forms_and_totals_are_unique_over_the_catalogue()
    {
        // Items are shared where forms share them (PHQ-2, PHQ-9); a panel, a total and a codelist belong to one form.
        var repeated = All.SelectMany(instrument => CodeFaults.All(instrument).Select(code => (instrument.Id, code)))
            .Where(each => each.code.Place.StartsWith("$.codes", StringComparison.Ordinal) || each.code.Place.StartsWith("$.scales", StringComparison.Ordinal))
            .GroupBy(each => (each.code.System, each.code.Value))
            .Where(group => group.Select(each => each.Id).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(group => (group.Key.System, group.Key.Value, Where: string.Join(", ", group.Select(each => each.Id + " " + each.code.Place))))
            .Where(each => !Shared.Contains(each.Value))
            .Select(each => $"{each.System} {each.Value}: {each.Where}");

        repeated.Should().BeEmpty();
    }

    /// <summary>Codes of a short form that also stand on the scale of the long form that asks the same questions.</summary>
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal) { "55758-7", "75626-2", "HAMD407" };

    [Theory]
    [MemberData(nameof(KnownWrong))]
    public void A_code_that_public_files_use_wrongly_is_found_out_wherever_it_stands(string code)
    {
        foreach (var place in new[] { "$", "item", "option", "scale" })
        {
            CodeFaults.Of(WithCode(TestDefinitions.Complete, "loinc", code, place)).Should().Contain(fault => fault.Contains(Loinc.KnownWrong[code], StringComparison.Ordinal), place);
        }
    }

    [Theory]
    [InlineData("gad-7", "69737-5", "it is the panel; the total is 70274-6")]
    [InlineData("phq-9", "44249-1", "it is the panel; the total is 44261-6")]
    [InlineData("phq-9", "89204-2", "the total of the PHQ-9 modified for teens")]
    [InlineData("pcl-5", "91006-2", "which is 101697-1 and 101698-9")]
    [InlineData("pcl-5", "101697-1", "it is the panel; the total is 101698-9")]
    [InlineData("madrs", "89204-2", "seen as MADRS")]
    [InlineData("audit", "93373-9", "names c-ssrs-screener")]
    [InlineData("gad-7", "44261-6", "names phq-9")]
    public void A_code_of_something_else_is_found_out_on_a_total(string instrument, string code, string why)
    {
        var found = All.Single(each => each.Id == instrument);

        CodeFaults.Of(WithCode(found, "loinc", code, "scale")).Should().Contain(fault => fault.StartsWith("$.scales", StringComparison.Ordinal) && fault.Contains(why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("loinc", "44261-5")]
    [InlineData("ncit", "122382")]
    [InlineData("ncit", "C12")]
    [InlineData("cdisc", "PHQ0101234")]
    [InlineData("cdisc", "phq0101")]
    [InlineData("whodas-36", "D7.1")]
    [InlineData("snowmed", "1")]
    public void A_code_that_its_system_cannot_have_is_found_out(string system, string code) =>
        CodeFaults.Of(WithCode(TestDefinitions.Complete, system, code, "item")).Should().Contain(fault => fault.Contains($"{system} {code}", StringComparison.Ordinal));

    private static Instrument WithCode(Instrument instrument, string system, string code, string place)
    {
        var json = TestDefinitions.Changed(instrument.DefinitionJson, root =>
        {
            var owner = place switch
            {
                "item" => root["items"]![0]!,
                "option" => root["optionSets"]![0]!["options"]![0]!,
                "scale" => root["scales"]![0]!,
                _ => root,
            };
            var codes = owner["codes"] as JsonArray;
            if (codes is null)
            {
                codes = [];
                owner["codes"] = codes;
            }

            codes.Add(new JsonObject
            {
                ["system"] = system,
                ["code"] = code,
                ["evidence"] = new JsonArray(new JsonObject { ["source"] = instrument.Sources[0].Key, ["status"] = "code" }),
            });
        });
        return TestDefinitions.Read(json);
    }
}
