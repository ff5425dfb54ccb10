using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Golden;

/// <summary>What every shipped definition and draft is held to beyond what the reader checks.</summary>
public sealed class DefinitionTests
{
    private static readonly IReadOnlyList<Instrument> Shipped = [.. InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!)];

    private static readonly IReadOnlyList<Instrument> All = [.. Shipped, .. TestDefinitions.Drafts];

    public static TheoryData<string> Ids => [.. All.Select(instrument => instrument.Id)];

    private static Instrument Find(string id) => All.Single(instrument => instrument.Id == id);

    [Fact]
    public void Ids_are_unique_over_catalogue_and_drafts() => All.Select(instrument => instrument.Id).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Drafts_say_so_and_shipped_definitions_do_not()
    {
        TestDefinitions.Drafts.Should().NotContain(draft => !draft.IsDraft);
        Shipped.Should().OnlyContain(instrument => !instrument.IsDraft);
    }

    [Fact]
    public void The_named_accessors_are_exactly_the_shipped_ids()
    {
        Assert.SkipWhen(Shipped.Count == 0, "No definition ships with this build.");
        var named = typeof(Instruments.Instruments).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(Instrument))
            .Select(property => ((Instrument)property.GetValue(null)!).Id);

        named.Should().BeEquivalentTo(Shipped.Select(instrument => instrument.Id));
        Instruments.Instruments.All.Should().Equal(Shipped);
    }

    [Fact]
    public void A_depression_form_that_raises_no_alert_says_that_it_asks_nothing_about_suicide() =>
        All.Where(instrument => instrument.Domain == "depression" && instrument.Alerts.IsEmpty && !instrument.Notes.Any(note => note.Contains("suicide", StringComparison.Ordinal) && note.Contains("no alert", StringComparison.Ordinal)))
            .Select(instrument => instrument.Id).Should().BeEmpty("who reads no alert must not take it for an all-clear");

    [Fact]
    public void Topics_of_items_begin_with_a_capital_letter_or_a_digit() =>
        All.SelectMany(instrument => instrument.Items.Where(item => char.IsLower(item.Label[0])).Select(item => $"{instrument.Id} {item.Id}: {item.Label}")).Should().BeEmpty("the pages look alike");

    [Fact]
    public void The_resource_of_a_definition_bears_its_id() =>
        InstrumentCatalogue.Shipped.Ids.Should().OnlyContain(id => InstrumentCatalogue.Shipped.Find(id)!.Id == id);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_number_stands_under_evidence(string id)
    {
        var bare = new List<string>();
        Walk(JsonDocument.Parse(Find(id).DefinitionJson).RootElement, "$", isCited: false);

        bare.Should().BeEmpty();

        void Walk(JsonElement element, string path, bool isCited)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Number when !isCited:
                    bare.Add(path);
                    break;
                case JsonValueKind.Array:
                    foreach (var each in element.EnumerateArray())
                    {
                        Walk(each, path + "[]", isCited);
                    }

                    break;
                case JsonValueKind.Object:
                    var cited = isCited || (element.TryGetProperty("evidence", out var evidence) && evidence.GetArrayLength() > 0);
                    foreach (var member in element.EnumerateObject())
                    {
                        // The form itself (its items and their answers) is cited by the scales that use it.
                        Walk(member.Value, $"{path}.{member.Name}", cited || (path == "$" && member.Name is "format" or "items" or "optionSets"));
                    }

                    break;
            }
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_default_has_two_sources_or_says_that_it_has_one(string id)
    {
        var thin = new List<string>();
        foreach (var scale in Find(id).Scales)
        {
            Check($"{scale.Id} rule", scale.Evidence);
            var policy = scale.MissingPolicies[0];
            if (policy.Name != "none")
            {
                Check($"{scale.Id} policy {policy.Name}", policy.Evidence);
            }

            foreach (var set in scale.BandSets.Where(set => set.IsDefault))
            {
                Check($"{scale.Id} bands {set.Id}", set.Evidence);
            }

            foreach (var cutOff in scale.CutOffs.Where(cutOff => cutOff.IsDefault))
            {
                Check($"{scale.Id} cut-off {cutOff.Id}", cutOff.Evidence);
            }

            foreach (var endpoint in scale.Endpoints.Where(endpoint => endpoint.IsDefault))
            {
                Check($"{scale.Id} endpoint {endpoint.Id}", endpoint.Evidence);
            }
        }

        thin.Should().BeEmpty();

        void Check(string what, EquatableArray<Evidence> evidence)
        {
            if (evidence.Select(each => each.Source.Key).Distinct(StringComparer.Ordinal).Count() < 2
                && !evidence.Any(each => each.Note?.Contains("one source only", StringComparison.OrdinalIgnoreCase) == true))
            {
                thin.Add(what);
            }
        }
    }

    private static IEnumerable<(string Place, Code Code)> Codes(Instrument instrument) =>
        instrument.Codes.Select(code => ("instrument", code))
            .Concat(instrument.Scales.SelectMany(scale => scale.Codes.Select(code => ("scale " + scale.Id, code))))
            .Concat(instrument.Items.SelectMany(item => item.Codes.Select(code => ("item " + item.Id, code))));

    private static IEnumerable<(Item Item, ItemOption Option, Code Code)> OptionCodes(Instrument instrument) =>
        instrument.Items.SelectMany(item => item.Options.SelectMany(option => option.Codes.Select(code => (item, option, code))));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Codes_are_unique_in_a_system_unless_the_repeat_is_documented(string id)
    {
        var repeated = Codes(Find(id))
            .GroupBy(each => (each.Code.System, each.Code.Value))
            .Where(group => group.Count() > 1 && !group.Any(each => each.Code.Evidence.Any(evidence => evidence.Note?.Contains("repeat", StringComparison.OrdinalIgnoreCase) == true)))
            .Select(group => $"{group.Key.System} {group.Key.Value}: {string.Join(", ", group.Select(each => each.Place))}");

        repeated.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void An_answer_code_means_one_thing_in_a_list(string id)
    {
        // LOINC shares answer codes between lists, with other values; within one item's list each stands once.
        var repeated = OptionCodes(Find(id))
            .GroupBy(each => (each.Item.Id, each.Code.System, each.Code.Value))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}");

        repeated.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void LOINC_codes_are_well_formed_and_none_of_the_known_wrong_ones(string id)
    {
        var instrument = Find(id);
        var codes = Codes(instrument).Concat(OptionCodes(instrument).Select(each => ($"option {each.Item.Id}/{each.Option.Id}", each.Code)))
            .Where(each => each.Item2.System == "loinc").ToList();

        codes.Where(each => !Loinc.IsValid(each.Item2.Value)).Select(each => $"{each.Item1}: {each.Item2.Value}").Should().BeEmpty();
        codes.Where(each => Loinc.KnownWrong.ContainsKey(each.Item2.Value)).Select(each => $"{each.Item1}: {each.Item2.Value}, {Loinc.KnownWrong[each.Item2.Value]}").Should().BeEmpty();
        foreach (var (code, owner, role, why) in Loinc.KnownMisplaced.Where(entry => entry.Instrument == id))
        {
            instrument.Scales.SelectMany(scale => scale.Codes).Should().NotContain(each => each.System == "loinc" && each.Value == code, "{0} is no {1} of {2}: {3}", code, role, owner, why);
        }
    }

    [Fact]
    public void The_difficulty_answers_of_the_PHQ9_are_not_swapped()
    {
        var item = GoldenTests.Find("phq-9")?.FindItem("item10");
        Assert.SkipWhen(item is null || item.Options.IsEmpty || !item.Options.Any(option => !option.Codes.IsEmpty), "The PHQ-9 of this build has no codes on the difficulty question.");

        // LL359-1: LA6575-0 is "very difficult", LA6574-3 "extremely"; a public file has them the other way round.
        var order = item.Options.OrderBy(option => option.Value).SelectMany(option => option.Codes).Where(code => code.System == "loinc").Select(code => code.Value);
        order.Should().Equal("LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3");
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void A_changed_range_is_refused_at_its_path(string id)
    {
        var instrument = Find(id);
        for (var i = 0; i < instrument.Scales.Count; i++)
        {
            var place = $"$.scales[{i}].range";
            var json = TestDefinitions.Changed(instrument.DefinitionJson, root => root["scales"]![i]!["range"]!["low"] = -7);

            Instrument.Read(json).Issues.Should().Contain(issue => issue.Code == IssueCodes.DefinitionRange && issue.Place == place);
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void A_definition_carries_its_own_text(string id) =>
        JsonNode.Parse(Find(id).DefinitionJson)!["id"]!.GetValue<string>().Should().Be(id);

    // Golden rows

    [Fact]
    public void The_golden_files_are_those_of_the_instruments()
    {
        Assert.SkipWhen(All.Count == 0, "Neither a definition nor a draft is in this build.");

        GoldenRow.All.Keys.Should().BeEquivalentTo(All.Select(instrument => instrument.Id));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Golden_rows_have_unique_names_and_a_source(string id)
    {
        var rows = GoldenRow.All[id];

        rows.Select(row => row.Case).Should().OnlyHaveUniqueItems();
        rows.Should().OnlyContain(row => row.Source.Length > 3 && row.Case.Length > 0);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_scale_has_golden_rows_at_both_ends_and_one_without_a_value(string id)
    {
        var rows = GoldenRow.All[id];
        var absent = new List<string>();
        foreach (var scale in Find(id).Scales)
        {
            var own = rows.Where(row => row.Scale == scale.Id).ToList();
            if (!own.Exists(row => row.Status == "incomplete" || row.Status == "invalid"))
            {
                absent.Add($"{scale.Id} without a value");
            }

            // The ends of a value set's index are bounds for the caller's set and no scores of a form.
            if (scale.Result != ResultKind.Number || scale.Rule is ValueSetNode)
            {
                absent.AddRange(own.Count == 0 ? [$"{scale.Id} at all"] : []);
                continue;
            }

            var ends = scale.Range.High is { } high ? new[] { scale.Range.Low, high } : [scale.Range.Low];
            absent.AddRange(ends.Where(end => !own.Exists(row => HasScore(row, end))).Select(end => $"{scale.Id} at {end}"));
        }

        absent.Should().BeEmpty();
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Ids))]
    public void Every_edge_of_the_default_bands_has_a_golden_row(string id)
    {
        var instrument = Find(id);
        var absent = new List<string>();
        foreach (var scale in instrument.Scales.Where(scale => scale.DefaultBandSet is not null))
        {
            foreach (var band in scale.DefaultBandSet!.Bands)
            {
                var own = GoldenRow.All[id].Where(row => row.Scale == scale.Id && row.Severity == band.Id).ToList();
                var edge = Edge(instrument, scale, band);
                if (own.Count == 0 || (edge is { } value && !own.Exists(row => HasScore(row, value))))
                {
                    absent.Add($"{scale.Id} {band.Id} at {edge?.ToString() ?? "its lowest reachable score"}");
                }
            }
        }

        absent.Should().BeEmpty();
    }

    /// <summary>The lowest score of a band that answers can give, where that is easily told.</summary>
    private static Fraction? Edge(Instrument instrument, Scale scale, Band band)
    {
        if (scale.Rule is LookupNode lookup)
        {
            return lookup.Rows.Select(row => row.Value).Where(value => value >= band.From).Aggregate(Fraction.Min);
        }

        return instrument.ScoreTotal(band.From, scale.Id).Kind == "scored" ? band.From : null;
    }

    private static bool HasScore(GoldenRow row, Fraction value) => Fraction.TryParse(row.Score, out var score) && score == value;
}
