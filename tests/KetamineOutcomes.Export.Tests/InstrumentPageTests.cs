using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KetamineOutcomes.Export.Documentation;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

public sealed partial class InstrumentPageTests
{
    /// <summary>Members whose text people read. Ids are looked for in the model, below.</summary>
    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "name", "shortName", "label", "citation", "url", "holder", "terms", "text", "note", "notes", "purpose", "population", "reason", "code", "role", "topic",
    };

    public static TheoryData<string> Instruments => [.. TestDefinitions.AllInstruments.Select(instrument => instrument.Id)];

    public static TheoryData<string> Cultures => Testing.Cultures.Names;

    [Theory]
    [MemberData(nameof(Instruments))]
    public void Page_says_everything_that_the_definition_says(string id)
    {
        var instrument = Find(id);
        var page = Backslash().Replace(InstrumentPage.Write(instrument), "${sign}").ToUpperInvariant();

        var texts = CollectTexts("", JsonNode.Parse(instrument.DefinitionJson)!).Distinct(StringComparer.Ordinal).ToList();
        texts.Should().HaveCountGreaterThan(10);
        texts.Where(text => !page.Contains(text.TrimEnd('.').ToUpperInvariant(), StringComparison.Ordinal)).Should().BeEmpty();

        var ids = instrument.Scales.SelectMany(scale => new[] { scale.Id }
                .Concat(scale.MissingPolicies.Select(policy => policy.Name))
                .Concat(scale.BandSets.SelectMany(set => set.Bands.Select(band => band.Id).Prepend(set.Id)))
                .Concat(scale.CutOffs.Select(cutOff => cutOff.Id))
                .Concat(scale.Endpoints.Select(endpoint => endpoint.Id))
                .Concat(scale.Categories.Select(category => category.Id)))
            .Concat(instrument.Items.Select(item => item.Id))
            .Concat(instrument.Alerts.SelectMany(alert => alert.Levels.Select(level => level.Id)))
            .Append(instrument.Id);
        ids.Where(word => !page.Contains($"`{word.ToUpperInvariant()}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Page_is_the_same_in_every_culture(string culture)
    {
        foreach (var instrument in TestDefinitions.AllInstruments)
        {
            var page = InstrumentPage.Write(instrument);
            Testing.Cultures.In(culture, () => InstrumentPage.Write(TestDefinitions.Read(instrument.DefinitionJson))).Should().Be(page);
        }
    }

    [Fact]
    public void Bands_name_the_whole_numbers_they_hold_also_where_the_bound_lies_between_two() =>
        // Bands of the made-up form: 0 and 5; 0 and 13/2. Whole scores below 6.5 end at 6.
        InstrumentPage.Write(TestDefinitions.Complete).Should()
            .Contain("| 0 to 4 | low | `low` |\n| 5 to 12 | high | `high` |")
            .And.Contain("| 0 to 6 | low | `low` |\n| 7 to 12 | high | `high` |");

    [Fact]
    public void Bands_of_a_score_with_fractions_leave_no_gap() =>
        Page(TestDefinitions.Scale("""{"mean":["item1","item2"]}""", "0", "3", more: ""","decimals":2,"bands":[{"id":"set","default":true,"levels":[{"from":0,"id":"low","label":"Low"},{"from":1,"id":"high","label":"High"}],"evidence":[{"source":"made-up","status":"project-policy"}]}]"""))
            .Should().Contain("| 0 to below 1 | Low | `low` |\n| 1 to 3 | High | `high` |")
            .And.Contain("- Rounded once, at the end, half away from zero, to 2 decimals. Bands and cut-offs are held against the exact value.");

    [Fact]
    public void Endpoints_of_a_scale_where_higher_is_better_turn_round()
    {
        const string Endpoint = ""","endpoints":[{"id":"r","kind":"response","comparator":">=","value":50,"percentage":"range-to-best","minimumBaseline":2,"minimumBaselineEvidence":[{"source":"made-up","status":"project-policy"}],"default":true,"evidence":[{"source":"made-up","status":"project-policy"}]}]""";
        var scale = TestDefinitions.Scale("""{"sum":["item1","item2"]}""", "0", "6", more: Endpoint);

        // The best possible is 0 where higher is worse, and 6 where it is better.
        Page(scale).Should().Contain("an improvement of 50 % or more, from a baseline of 2 or more").And.Contain("`100 * (baseline - score) / (baseline - 0)`");
        Page(scale.Replace("higher-is-worse", "higher-is-better", StringComparison.Ordinal)).Should()
            .Contain("an improvement of 50 % or more, from a baseline of 2 or less").And.Contain("`100 * (score - baseline) / (6 - baseline)`");
    }

    [Fact]
    public void Missing_policies_are_said_with_their_numbers() =>
        InstrumentPage.Write(TestDefinitions.Complete).Should()
            .Contain("- `person-mean`: in the sum of items 1 to 4 up to 1 of 4 parts may be missing; each gets the mean of the person's answered parts, and the result is rounded to a whole number, half away from zero; a score that needed this is marked prorated; item 4 carries an alert and is never filled in.")
            .And.Contain("- `two-of-three`: the highest of these 3 (worst) is taken over its known parts if at least 2 of 3 are known; a score that needed this is not marked prorated.")
            .And.Contain("- `not-applicable-out`: nothing is filled in; not-applicable items leave the rule; the range shrinks and the bands of the full form no longer apply.");

    [Theory]
    [InlineData("ham-d6", "items 1, 2, 7, 8, 10 and 13", "item1, item2, item7, item8, item10, item13")]
    [InlineData("cadss-6", "items 1, 2, 6, 7, 15 and 22", "item1, item2, item6, item7, item15, item22")]
    public void Items_whose_printed_numbers_have_gaps_are_no_run(string id, string words, string formula) =>
        InstrumentPage.Write(InstrumentCatalogue.Shipped.Find(id)!).Should()
            .Contain($"- Uses {words}.").And.Contain($"The sum of {words}.").And.Contain($"total = sum({formula})");

    [Fact]
    public void Lettered_items_of_one_number_and_the_next_are_a_run() =>
        InstrumentPage.Write(InstrumentCatalogue.Shipped.Find("bpi-sf")!).Should().Contain("- Uses items 9a to 9g.").And.Contain("- Uses items 3 to 6.");

    [Fact]
    public void Instrument_without_a_score_has_a_page()
    {
        var page = InstrumentPage.Write(TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(2), scales: null)));
        page.Should().Contain("| Gives | no score |").And.NotContain("## Scales").And.Contain("| Alerts | none |");
    }

    [Fact]
    public void Signs_of_Markdown_in_a_text_stay_signs() =>
        Markdown.Escape("a|b <c> *d* _e_ [f](g) `h` ~1 $2 &lt; \\").Should().Be(@"a\|b \<c\> \*d\* \_e\_ \[f\](g) \`h\` \~1 \$2 \&lt; \\");

    [Theory]
    [InlineData("1. first", @"1\. first")]
    [InlineData("- dash", @"\- dash")]
    [InlineData("# head", @"\# head")]
    [InlineData("2001 was the year. So", "2001 was the year. So")]
    [InlineData("-2 to 1", "-2 to 1")]
    public void Start_of_a_line_makes_no_list(string text, string escaped) => Markdown.Escape(text).Should().Be(escaped);

    [Fact]
    public void Words_of_the_format_are_those_of_its_schema()
    {
        using var stream = typeof(Instrument).Assembly.GetManifestResourceStream("schemas/instrument.schema.json")!;
        using var schema = JsonDocument.Parse(stream);
        var root = schema.RootElement;

        Enum.GetValues<RaterKind>().Select(Wording.Wire)
            .Should().BeEquivalentTo(Strings(root.GetProperty("properties").GetProperty("raters").GetProperty("items").GetProperty("enum")));
        Enum.GetValues<ItemTextPermission>().Select(Wording.Wire)
            .Should().BeEquivalentTo(Strings(root.GetProperty("$defs").GetProperty("licence").GetProperty("properties").GetProperty("itemText").GetProperty("enum")));
    }

    [Fact]
    public void Every_case_has_words_of_its_own()
    {
        AllDiffer(Enum.GetValues<RaterKind>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<ItemTextPermission>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<EvidenceStatus>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<ResultKind>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<PsychometricKind>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<Comparator>().Select(comparator => Wording.Say(comparator, "5")));
        AllDiffer(Enum.GetValues<EndpointKind>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<Direction>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<CovariateKind>().Select(Wording.Say));
        AllDiffer(Enum.GetValues<Sex>().Select(Wording.Say));

        static void AllDiffer(IEnumerable<string> words) => words.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(1);
    }

    [Fact]
    public void Index_groups_by_domain_and_names_who_fills_in() =>
        InstrumentIndex.Write([TestDefinitions.Usual, TestDefinitions.Complete]).Should()
            .Contain("## Testing\n")
            .And.Contain("| [A made-up form that uses every member of the format](complete-form.md) | `complete-form` | 16 | the patient, a clinician, someone who knows the patient, an interviewer | the last two weeks | 0 to 12 points; higher is worse | may be reproduced |");

    private static string Page(string scale) => InstrumentPage.Write(TestDefinitions.Read(TestDefinitions.Form(TestDefinitions.Items(2), scale)));

    private static Instrument Find(string id) => TestDefinitions.AllInstruments.Single(instrument => instrument.Id == id);

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(element => element.GetString()!);

    private static IEnumerable<string> CollectTexts(string member, JsonNode? node) => node switch
    {
        JsonObject children => children.SelectMany(child => CollectTexts(child.Key, child.Value)),
        JsonArray parts => parts.SelectMany(part => CollectTexts(member, part)),
        JsonValue value when Texts.Contains(member) && value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    [GeneratedRegex(@"\\(?<sign>[\\`*_\[\]<>|~$&.)#+-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Backslash();
}
