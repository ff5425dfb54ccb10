using System.Text;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments;

public sealed class InstrumentReaderTests
{
    private static IReadOnlyList<string> Issues(string json)
    {
        var result = Instrument.Read(json);
        result.IsSuccess.Should().BeFalse("the definition must be refused");
        result.Issues.Should().OnlyContain(issue => issue.Severity == IssueSeverity.Error);
        return [.. result.Issues.Select(issue => issue.ToString())];
    }

    /// <summary>The issues after one change to the complete definition.</summary>
    private static IReadOnlyList<string> Changed(Action<JsonObject> change) => Issues(TestDefinitions.Changed(TestDefinitions.CompleteJson, change));

    private static JsonNode Scale(JsonObject root, int index = 0) => root["scales"]![index]!;

    [Fact]
    public void The_complete_definition_reads()
    {
        var form = TestDefinitions.Complete;

        form.ToString().Should().Be("complete-form 1.2.3");
        form.IsDraft.Should().BeTrue();
        form.Raters.Should().Equal(RaterKind.Self, RaterKind.Clinician, RaterKind.Proxy, RaterKind.Interviewer);
        form.Recall.Hours.Should().Be(336);
        form.Licence.ItemText.Should().Be(ItemTextPermission.Allowed);
        form.Codes.Should().ContainSingle().Which.Evidence[0].Note.Should().Be("made up");
        form.Sources.Should().HaveCount(2);
        form.FindItem("item1")!.Options.Should().HaveCount(4);
        form.FindItem("item1")!.Options[0].Id.Should().Be("0", "an option without an id is named by its value");
        form.FindItem("item6")!.Step.Should().Be(new Fraction(1, 2));
        form.FindItem("item13")!.IsScored.Should().BeFalse();
        form.FindItem("nothing").Should().BeNull();
        form.FindScale("nothing").Should().BeNull();
        form.MainScale.Id.Should().Be("total");
        form.MainScale.BestPossible.Should().Be(Fraction.Zero);
        form.FindScale("adjusted")!.BestPossible.Should().Be((Fraction)12);
        form.FindScale("pattern")!.BestPossible.Should().BeNull();
        form.FindScale("efficiency")!.Range.High.Should().BeNull();
        form.MainScale.DefaultBandSet!.Id.Should().Be("first");
        form.MainScale.CutOffs.Should().ContainSingle().Which.Comparator.Should().Be(Comparator.AtLeast);
        form.MainScale.Endpoints.Select(endpoint => endpoint.PercentageRule).Should().Equal(PercentageRule.Raw, PercentageRule.RangeToBest);
        form.MainScale.Psychometrics[0].Upper.Should().Be(new Fraction(9, 10));
        form.MainScale.Measures.Should().Be(MeasureKind.State, "it is what is left out");
        form.FindScale("improvement")!.Measures.Should().Be(MeasureKind.Change);
        form.FindScale("improvement")!.Milestones.Select(milestone => (milestone.Id, milestone.Comparator, milestone.Value)).Should().Equal(("better", Comparator.AtMost, 2), ("best", Comparator.LessThan, 2));
        form.DefinitionJson.Should().Be(TestDefinitions.CompleteJson);
    }

    // Ratings of change

    private static int Improvement(JsonObject root) => root["scales"]!.AsArray().Select((scale, index) => (scale, index)).Single(each => each.scale!["id"]!.GetValue<string>() == "improvement").index;

    private static IReadOnlyList<string> ImprovementChanged(Action<JsonObject> change)
    {
        var index = Improvement(JsonNode.Parse(TestDefinitions.CompleteJson)!.AsObject());
        return [.. Changed(root => change(Scale(root, index).AsObject())).Select(issue => issue.Replace($"$.scales[{index}]", "$", StringComparison.Ordinal))];
    }

    [Fact]
    public void A_rating_of_change_has_no_response_or_remission() => Changed(root => Scale(root)["measures"] = "change").Should().Equal("definition-rule:$.scales[0]");

    [Fact]
    public void Only_a_rating_of_change_with_a_better_end_has_milestones()
    {
        ImprovementChanged(scale => scale.Remove("measures")).Should().Equal("definition-rule:$");
        ImprovementChanged(scale => scale["direction"] = "none").Should().Equal("definition-rule:$");
    }

    [Fact]
    public void A_milestone_lies_towards_the_better_end_and_inside_the_scale()
    {
        ImprovementChanged(scale => scale["direction"] = "higher-is-better").Should().Equal("definition-rule:$");
        ImprovementChanged(scale => scale["milestones"]![0]!["comparator"] = ">=").Should().Equal("definition-rule:$");
        ImprovementChanged(scale => scale["milestones"]![0]!["value"] = 6).Should().Equal("definition-range:$.milestones[0]");
        ImprovementChanged(scale => scale["milestones"]![1]!["id"] = "better").Should().Equal("definition-id-duplicate:$");
    }

    // Texts that are no JSON

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"format\": 1,}")]
    [InlineData("{\"format\": 1} x")]
    [InlineData("// note\n{}")]
    [InlineData("{'format': 1}")]
    [InlineData("\uFEFF{\"format\": 1}")]
    public void Text_that_is_not_JSON_is_malformed(string json) => Issues(json).Should().Equal("json-malformed:$");

    [Fact]
    public void A_truncated_definition_is_malformed_wherever_it_ends()
    {
        var text = TestDefinitions.CompleteJson.TrimEnd();
        for (var length = 0; length < text.Length; length += 97)
        {
            Issues(text[..length]).Should().Equal("json-malformed:$");
        }
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_malformed()
    {
        var bytes = Encoding.UTF8.GetBytes(TestDefinitions.CompleteJson);
        bytes[Encoding.UTF8.GetByteCount(TestDefinitions.CompleteJson[..TestDefinitions.CompleteJson.IndexOf("made-up form", StringComparison.Ordinal)])] = 0xFF;

        var result = Instrument.Read(bytes);

        result.Issues.Should().ContainSingle().Which.ToString().Should().Be("json-malformed:$");
    }

    [Theory]
    [InlineData("{\"format\": 1, \"id\": \"\\uD800\"}")]
    [InlineData("{\"format\": 1, \"\\uDC00\": 1}")]
    public void Half_a_surrogate_pair_is_malformed(string json) => Issues(json).Should().Equal("json-malformed:$");

    [Fact]
    public void Nesting_without_end_is_malformed() =>
        Issues(string.Concat(Enumerable.Repeat("[", 100000))).Should().Equal("json-malformed:$");

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    public void A_definition_is_an_object(string json) => Issues(json).Should().Contain("json-value-invalid:$");

    [Fact]
    public void A_null_text_throws()
    {
        var read = () => Instrument.Read((string)null!);

        read.Should().Throw<ArgumentNullException>();
    }

    // Members

    [Fact]
    public void Another_format_is_refused_without_reading_on() => Changed(root => root["format"] = 2).Should().Equal("json-format-unsupported:$");

    [Fact]
    public void A_missing_member_is_named_at_its_object()
    {
        Changed(root => root.Remove("format")).Should().Equal("json-member-missing:$");
        Changed(root => root.Remove("licence")).Should().Equal("json-member-missing:$");
        Changed(root => Scale(root).AsObject().Remove("name")).Should().Equal("json-member-missing:$.scales[0]");
        Changed(root => root["items"]![4]!.AsObject().Remove("max")).Should().Contain("json-member-missing:$.items[4]");
    }

    [Fact]
    public void An_unknown_member_is_named()
    {
        Changed(root => root["extra"] = 1).Should().Equal("json-member-unknown:$.extra");
        Changed(root => Scale(root)["bands"]![0]!["levels"]![0]!["to"] = 4).Should().Equal("json-member-unknown:$.scales[0].bands[0].levels[0].to");
        Changed(root => root["items"]![8]!["min"] = 0).Should().Equal("json-member-unknown:$.items[8].min");
        Changed(root => root["items"]![6]!["max"] = 1).Should().Equal("json-member-unknown:$.items[6].max");
        Changed(root => Scale(root)["rule"]!["max"] = new JsonArray("item1")).Should().Contain("json-value-invalid:$.scales[0].rule");
        Changed(root => Scale(root)["rule"]!["of"] = "item1").Should().Equal("json-member-unknown:$.scales[0].rule.of");
    }

    [Fact]
    public void A_member_that_stands_twice_is_named()
    {
        Issues(TestDefinitions.CompleteJson.Replace("\"format\": 1,", "\"format\": 1, \"format\": 1,", StringComparison.Ordinal)).Should().Equal("json-member-duplicate:$.format");
        Issues(TestDefinitions.CompleteJson.Replace("\"label\": \"five\",", "\"label\": \"five\", \"label\": \"5\",", StringComparison.Ordinal)).Should().Equal("json-member-duplicate:$.items[4].label");
    }

    [Theory]
    [InlineData("id", "\"PHQ 9\"")]
    [InlineData("id", "\"phq-9\\n\"")]
    [InlineData("id", "\"?\"")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "7")]
    [InlineData("id", "null")]
    [InlineData("version", "\"1.0\"")]
    [InlineData("version", "\"01.0.0\"")]
    [InlineData("name", "\"\"")]
    [InlineData("raters", "[]")]
    [InlineData("raters", "\"self\"")]
    [InlineData("draft", "\"true\"")]
    [InlineData("format", "\"1\"")]
    [InlineData("format", "1.5")]
    [InlineData("format", "0")]
    public void A_value_of_the_wrong_kind_is_named(string member, string value) =>
        Changed(root => root[member] = JsonNode.Parse(value)).Should().Equal($"json-value-invalid:$.{member}");

    [Fact]
    public void A_word_outside_its_list_is_named_with_the_words()
    {
        var json = TestDefinitions.Changed(TestDefinitions.CompleteJson, root => Scale(root)["direction"] = "up");

        var issue = Instrument.Read(json).Issues.Should().ContainSingle().Subject;
        issue.ToString().Should().Be("json-value-invalid:$.scales[0].direction");
        issue.Message.Should().Be("Expected one of higher-is-worse, higher-is-better, none.");
        Changed(root => root["raters"]![1] = "Self").Should().Equal("json-value-invalid:$.raters[1]");
        Changed(root => Scale(root)["readers"] = new JsonArray("prose")).Should().Equal("json-value-invalid:$.scales[0].readers[0]");
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("1e-30")]
    [InlineData("99999999999999999999")]
    [InlineData("1.00000000000000000000000000000001")]
    [InlineData("\"3\"")]
    [InlineData("\"1/0\"")]
    [InlineData("\"1/2/3\"")]
    [InlineData("true")]
    public void A_number_that_is_none_or_does_not_fit_is_named(string number) =>
        Issues(TestDefinitions.CompleteJson.Replace("\"value\": 6, \"sex\"", $"\"value\": {number}, \"sex\"", StringComparison.Ordinal))
            .Should().Contain("json-value-invalid:$.scales[0].cutOffs[0].value");

    [Fact]
    public void Evidence_is_never_optional_and_never_empty()
    {
        Changed(root => Scale(root)["evidence"] = new JsonArray()).Should().Equal("json-value-invalid:$.scales[0].evidence");
        Changed(root => Scale(root)["psychometrics"]![0]!.AsObject().Remove("evidence")).Should().Equal("json-member-missing:$.scales[0].psychometrics[0]");
        Changed(root => Scale(root)["endpoints"]![0]!.AsObject().Remove("minimumBaselineEvidence")).Should().Equal("json-member-missing:$.scales[0].endpoints[0]");
    }

    // Ids

    [Fact]
    public void An_id_that_does_not_exist_is_named()
    {
        Changed(root => Scale(root)["rule"]!["sum"]![0] = "item99").Should().Contain("definition-id-unknown:$.scales[0].rule.sum[0]");
        Changed(root => Scale(root)["evidence"]![0]!["source"] = "nobody-1999").Should().Equal("definition-id-unknown:$.scales[0].evidence[0]");
        Changed(root => root["alerts"]![0]!["item"] = "item99").Should().Equal("definition-id-unknown:$.alerts[0].item");
        Changed(root => root["skips"]![0]!["as"]![0]!["item"] = "item99").Should().Equal("definition-id-unknown:$.skips[0].as[0].item");
        Changed(root => Scale(root)["missing"]![1]!["personMean"]![0]!["aggregate"] = "nothing").Should().Equal("definition-id-unknown:$.scales[0].missing[1].personMean[0].aggregate");
        Changed(root => root["items"]![0]!["options"] = "nothing").Should().Contain("definition-id-unknown:$.items[0].options");
    }

    [Fact]
    public void A_source_called_question_mark_does_not_exist_either() =>
        Changed(root => Scale(root)["evidence"]![0]!["source"] = "?").Should().NotBeEmpty();

    [Fact]
    public void An_id_that_stands_twice_is_named()
    {
        Changed(root => root["sources"]![1]!["key"] = "made-up").Should().Contain("definition-id-duplicate:$");
        Changed(root => root["items"]![1]!["id"] = "item1").Should().Contain("definition-id-duplicate:$");
        Changed(root => root["optionSets"]!.AsArray().Add(root["optionSets"]![0]!.DeepClone())).Should().Equal("definition-id-duplicate:$.optionSets[1]");
        Changed(root => root["alerts"]!.AsArray().Add(root["alerts"]![0]!.DeepClone())).Should().Equal("definition-id-duplicate:$");
        Changed(root => Scale(root, 1)["id"] = "total").Should().Equal("definition-id-duplicate:$");
        Changed(root => Scale(root)["bands"]![1]!["id"] = "first").Should().Equal("definition-id-duplicate:$.scales[0]");
        Changed(root => Scale(root)["bands"]![0]!["levels"]![1]!["id"] = "low").Should().Equal("definition-id-duplicate:$.scales[0].bands[0]");
        Changed(root => Scale(root)["endpoints"]![1]!["id"] = "response-50").Should().Equal("definition-id-duplicate:$.scales[0]");
        Changed(root => Scale(root)["missing"]![1]!["name"] = "none").Should().Equal("definition-id-duplicate:$.scales[0]");
        Changed(root => root["items"]![6]!["options"]![1]!["id"] = "none").Should().Equal("definition-id-duplicate:$.items[6]");
        Changed(root => Scale(root)["rule"]!["sum"]![0] = JsonNode.Parse("""{"id":"all","max":["item1"]}""")).Should().Contain("definition-id-duplicate:$.scales[0].rule");
    }

    // Ranges

    [Theory]
    [InlineData("low", 1)]
    [InlineData("high", 13)]
    [InlineData("high", 11)]
    public void A_declared_range_must_be_the_one_the_rule_reaches(string end, int value) =>
        Changed(root => Scale(root)["range"]![end] = value).Should().Contain("definition-range:$.scales[0].range");

    [Fact]
    public void A_bounded_rule_needs_its_upper_end_and_an_open_one_has_none()
    {
        Changed(root => Scale(root)["range"]!.AsObject().Remove("high")).Should().Equal("definition-range:$.scales[0].range");
        Changed(root => Scale(root, 8)["range"]!["high"] = 100).Should().Equal("definition-range:$.scales[8].range");
    }

    [Fact]
    public void Values_outside_their_item_or_scale_are_refused()
    {
        Changed(root => Scale(root)["cutOffs"]![0]!["value"] = 13).Should().Equal("definition-range:$.scales[0].cutOffs[0]");
        Changed(root => Scale(root)["endpoints"]![0]!["value"] = 0).Should().Equal("definition-range:$.scales[0].endpoints[0]");
        Changed(root => Scale(root)["endpoints"]![0]!["value"] = 101).Should().Equal("definition-range:$.scales[0].endpoints[0]");
        Changed(root => Scale(root)["endpoints"]![1]!["minimumBaseline"] = 13).Should().Equal("definition-range:$.scales[0].endpoints[1]");
        Changed(root => Scale(root)["endpoints"]![1]!["value"] = -1).Should().Equal("definition-range:$.scales[0].endpoints[1]");
        Changed(root => Scale(root)["psychometrics"]![0]!["upper"] = "11/10").Should().Equal("definition-range:$.scales[0].psychometrics[0]");
        Changed(root => Scale(root)["psychometrics"]![0]!["value"] = -0.1).Should().Equal("definition-range:$.scales[0].psychometrics[0]");
        Changed(root => root["alerts"]![0]!["raisedFrom"] = 0).Should().Equal("definition-range:$.alerts[0]");
        Changed(root => root["alerts"]![0]!["raisedFrom"] = 4).Should().Equal("definition-range:$.alerts[0]");
        Changed(root => root["alerts"]![0]!["levels"]![0]!["from"] = 0).Should().Equal("definition-range:$.alerts[0]");
        Changed(root => root["skips"]![1]!["as"]![0]!["value"] = 4).Should().Equal("definition-range:$.skips[1].as[0]");
        Changed(root => root["items"]![5]!["notRated"]![0] = 2).Should().Equal("definition-range:$.items[5]");
        Changed(root => root["items"]![5]!["step"] = 3).Should().Contain("definition-range:$.items[5]");
        Changed(root => root["items"]![5]!["step"] = 0).Should().Contain("definition-range:$.items[5]");
        Changed(root => root["items"]![4]!["max"] = -1).Should().Contain("definition-range:$.items[4]");
    }

    [Theory]
    [InlineData("max", 4)]
    [InlineData("max", 2)]
    [InlineData("min", -1)]
    public void A_numbers_ends_must_be_those_of_its_options(string end, int value) =>
        Changed(root => root["items"]![0]![end] = value).Should().Contain("definition-range:$.items[0]");

    // Bands

    [Fact]
    public void Bands_with_a_gap_below_are_refused() =>
        Changed(root => Scale(root)["bands"]![0]!["levels"]![0]!["from"] = 1).Should().Equal("definition-bands:$.scales[0].bands[0]");

    [Fact]
    public void Bands_that_start_below_the_scale_are_refused() =>
        Changed(root => Scale(root)["bands"]![0]!["levels"]![0]!["from"] = -1).Should().Equal("definition-bands:$.scales[0].bands[0]");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Bands_that_overlap_are_refused(int from) =>
        Changed(root => Scale(root)["bands"]![0]!["levels"]![1]!["from"] = from).Should().Contain("definition-bands:$.scales[0].bands[0]");

    [Fact]
    public void A_band_above_the_scale_is_refused() =>
        Changed(root => Scale(root)["bands"]![0]!["levels"]![1]!["from"] = 13).Should().Equal("definition-bands:$.scales[0].bands[0]");

    // Defaults

    [Fact]
    public void One_default_is_needed_and_two_are_too_many()
    {
        Changed(root => Scale(root)["bands"]![0]!["default"] = false).Should().Equal("definition-default:$.scales[0]");
        Changed(root => Scale(root)["bands"]![1]!["default"] = true).Should().Equal("definition-default:$.scales[0]");
        Changed(root => Scale(root)["endpoints"]![0]!.AsObject().Remove("default")).Should().Equal("definition-default:$.scales[0]");
        Changed(root => Scale(root)["endpoints"]![1]!["default"] = false).Should().Equal("definition-default:$.scales[0]");
    }

    [Fact]
    public void The_default_of_several_needs_a_reason() =>
        Changed(root => Scale(root)["bands"]![0]!.AsObject().Remove("reason")).Should().Equal("definition-default:$.scales[0]");

    // Rules

    [Theory]
    [InlineData("{\"and\":[\"item1\"]}", "$.scales[0].rule")]
    [InlineData("{\"or\":[\"item1\"]}", "$.scales[0].rule")]
    [InlineData("{\"weight\":{\"of\":\"item1\",\"by\":0}}", "$.scales[0].rule")]
    [InlineData("{\"linear\":{\"of\":\"item1\",\"multiply\":0}}", "$.scales[0].rule")]
    [InlineData("{\"linear\":{\"of\":\"item11\",\"multiply\":-1}}", "$.scales[0].rule")]
    [InlineData("{\"reverse\":\"item11\"}", "$.scales[0].rule")]
    [InlineData("{\"recode\":{\"of\":\"item1\",\"map\":[{\"from\":0,\"to\":0}]}}", "$.scales[0].rule")]
    [InlineData("{\"recode\":{\"of\":\"item14\",\"map\":[{\"from\":1,\"to\":0},{\"from\":2,\"to\":0},{\"from\":3,\"to\":0},{\"from\":4,\"to\":0},{\"from\":5,\"to\":0},{\"from\":6,\"to\":0}]}}", "$.scales[0].rule")]
    [InlineData("{\"recode\":{\"of\":\"item11\",\"map\":[{\"from\":0,\"to\":0}]}}", "$.scales[0].rule")]
    [InlineData("{\"lookup\":{\"of\":\"item1\",\"rows\":[{\"from\":1,\"value\":0}]}}", "$.scales[0].rule")]
    [InlineData("{\"lookup\":{\"of\":\"item1\",\"rows\":[{\"from\":-2,\"value\":0},{\"from\":0,\"value\":1}]}}", "$.scales[0].rule")]
    [InlineData("{\"lookup\":{\"of\":\"item1\",\"rows\":[{\"from\":0,\"value\":0},{\"from\":4,\"value\":1}]}}", "$.scales[0].rule")]
    [InlineData("{\"lookup\":{\"of\":\"item1\",\"rows\":[{\"from\":0,\"value\":0},{\"from\":2,\"value\":1},{\"from\":2,\"value\":2}]}}", "$.scales[0].rule")]
    [InlineData("{\"case\":{\"branches\":[{\"if\":\"item1\",\"then\":1}],\"else\":0}}", "$.scales[0].rule")]
    [InlineData("{\"quotient\":{\"of\":{\"weight\":{\"of\":\"item1\",\"by\":-1}},\"by\":\"item2\"}}", "$.scales[0].rule")]
    [InlineData("{\"clockDifference\":{\"from\":\"item8\",\"to\":\"item11\"}}", "$.scales[0].rule")]
    [InlineData("{\"sum\":[{\"profile\":[\"item14\",\"item15\"]}]}", "$.scales[0]")]
    [InlineData("{\"profile\":[\"item14\",\"item15\"]}", "$.scales[0]")]
    [InlineData("\"item13\"", "$.scales[0].rule")]
    [InlineData("{\"id\":\"one\",\"weight\":{\"of\":\"item1\",\"by\":2}}", "$.scales[0].rule")]
    public void A_rule_that_cannot_be_evaluated_everywhere_is_refused(string rule, string path) =>
        Changed(root => Scale(root)["rule"] = JsonNode.Parse(rule)).Should().Contain($"definition-rule:{path}");

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"add\":[\"item1\"]}")]
    [InlineData("{\"sum\":[\"item1\"],\"mean\":[\"item1\"]}")]
    [InlineData("[\"item1\"]")]
    [InlineData("null")]
    [InlineData("true")]
    public void A_rule_is_an_item_a_number_or_one_node(string rule) =>
        Changed(root => Scale(root)["rule"] = JsonNode.Parse(rule)).Should().Contain("json-value-invalid:$.scales[0].rule");

    [Fact]
    public void Results_must_fit_their_rule()
    {
        Changed(root => Scale(root, 1)["result"] = "flag").Should().Contain("definition-rule:$.scales[1]");
        Changed(root => Scale(root, 1)["result"] = "category").Should().Contain("definition-rule:$.scales[1]");
        Changed(root => Scale(root, 1)["result"] = "profile").Should().Contain("definition-rule:$.scales[1]");
        Changed(root => Scale(root, 5)["result"] = "number").Should().Contain("definition-rule:$.scales[5]");
        Changed(root => Scale(root, 4)["categories"]!.AsArray().RemoveAt(1)).Should().Equal("definition-rule:$.scales[4]");
        Changed(root => Scale(root, 1)["categories"] = Scale(root, 4)["categories"]!.DeepClone()).Should().Equal("definition-rule:$.scales[1]");
        Changed(root => Scale(root)["direction"] = "none").Should().Equal("definition-rule:$.scales[0]");
        Changed(root => Scale(root, 3)["cutOffs"] = JsonNode.Parse("""[{"id":"c","purpose":"p","comparator":">=","value":1,"evidence":[{"source":"made-up","status":"code"}]}]""")).Should().Equal("definition-rule:$.scales[3]");
    }

    [Fact]
    public void An_item_that_no_scale_uses_must_say_so() =>
        Changed(root => root["items"]!.AsArray().Add(JsonNode.Parse(TestDefinitions.Item("item99")))).Should().Equal("definition-rule:$");

    [Fact]
    public void Policies_must_fit_their_aggregate()
    {
        Changed(root => Scale(root)["missing"]![1]!["proration"] = false).Should().Equal("definition-rule:$.scales[0].missing[1]");
        Changed(root => Scale(root)["missing"]![1]!["personMean"]![0]!["maxMissing"] = 4).Should().Equal("definition-rule:$.scales[0].missing[1].personMean[0]");
        Changed(root => Scale(root, 2)["missing"]![1]!["kOfN"]![0]!["required"] = 3).Should().Equal("definition-rule:$.scales[2].missing[1].kOfN[0]");
        Changed(root => Scale(root)["missing"]![0]!["kOfN"] = JsonNode.Parse("""[{"aggregate":"all","required":2}]""")).Should().Equal("definition-rule:$.scales[0].missing[0].kOfN[0]");
        Changed(root => Scale(root, 2)["missing"]![0]!["personMean"] = JsonNode.Parse("""[{"aggregate":"worst","maxMissing":1}]""")).Should().Contain("definition-rule:$.scales[2].missing[0].personMean[0]");
    }

    [Theory]
    [InlineData("{\"recode\":{\"of\":\"item5\",\"map\":[{\"from\":0,\"to\":0}]}}", "$.scales[0].rule")]
    [InlineData("{\"weight\":{\"of\":\"item5\",\"by\":900000000000000000}}", "$")]
    public void Numbers_too_large_to_compute_with_are_an_issue(string rule, string path)
    {
        Changed(root =>
        {
            root["items"]![4]!["max"] = 2000000000000;
            Scale(root)["rule"] = JsonNode.Parse(rule);
        }).Should().Contain(issue => issue.EndsWith(":" + path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_skip_needs_a_condition() =>
        Changed(root => root["skips"]![0]!["when"] = "item1").Should().Equal("definition-rule:$.skips[0]");

    [Theory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void Culture_plays_no_part(string culture)
    {
        string Read(string json) => string.Join('\n', Instrument.Read(json).Issues.Select(issue => $"{issue} {issue.Message}"));
        var wrong = TestDefinitions.Changed(TestDefinitions.CompleteJson, root =>
        {
            Scale(root)["range"]!["high"] = 11.5;
            root["id"] = "\u0130d";
            Scale(root)["decimals"] = 7;
        });

        Cultures.In(culture, () => Read(TestDefinitions.CompleteJson)).Should().BeEmpty();
        Cultures.In(culture, () => Read(wrong)).Should().Be(Cultures.In("", () => Read(wrong))).And.Contain("json-value-invalid:$.id");
    }
}
