using System.Text;
using System.Text.Json;
using KetamineOutcomes.Tests.Instruments.Schema;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Maps of forms from JSON, and the schema beside them.</summary>
public sealed class FormMapReaderTests
{
    private const string Whole = """
        {"$schema":"form-map.schema.json","format":1,"instrument":"phq-9","questionnaire":"http://clinic.example/q",
         "links":[{"linkId":"/q1","target":"item1"},{"linkId":"sum","target":"total"}],"answers":[{"system":"http://clinic.example/a","code":"often","value":2},{"code":"often","value":1.5}]}
        """;

    private static readonly JsonSchema Schema = new(File.ReadAllText(Path.Combine(SharedData.RepositoryFolder, "src", "KetamineOutcomes.Fhir", "Maps", "form-map.schema.json")));

    private static FhirFormMapResult ReadMap(string json) => FhirFormMap.Read(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void A_whole_map_is_read_and_uses_every_member_that_the_schema_has()
    {
        ReadMap(Whole).TryGetMap(out var map).Should().BeTrue();
        map!.Instrument.Should().Be("phq-9");
        map.Questionnaire.Should().Be("http://clinic.example/q");
        map.Links.Should().Equal(new FhirLink("/q1", "item1"), new FhirLink("sum", "total"));
        map.Answers.Should().Equal(new FhirAnswerValue("http://clinic.example/a", "often", 2), new FhirAnswerValue(null, "often", new Fraction(3, 2)));
        Schema.Accepts(Whole).Should().BeTrue();
        Schema.Met.Should().HaveCount(Places(Schema.Root));

        static int Places(JsonElement schema) => schema.ValueKind switch
        {
            JsonValueKind.Object => schema.EnumerateObject().Sum(member => (member.Name == "properties" ? member.Value.EnumerateObject().Count() : 0) + Places(member.Value)),
            JsonValueKind.Array => schema.EnumerateArray().Sum(Places),
            _ => 0,
        };
    }

    // What the reader refuses for its shape, the schema refuses too.
    [Theory]
    [InlineData("[]", "json-value-invalid:$")]
    [InlineData("""{"instrument":"phq-9","links":[]}""", "json-member-missing:$")]
    [InlineData("""{"format":2,"instrument":"phq-9","links":[]}""", "json-format-unsupported:$.format")]
    [InlineData("""{"format":"1","instrument":"phq-9","links":[]}""", "json-format-unsupported:$.format")]
    [InlineData("""{"format":1,"instrument":"phq-9"}""", "json-member-missing:$")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":{}}""", "json-value-invalid:$.links")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[{"linkId":" ","target":"item1"}]}""", "json-value-invalid:$.links[0].linkId")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[{"linkId":"a"}]}""", "json-member-missing:$.links[0]")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[{"linkId":"a","target":"item1","SECRET":1}]}""", "json-member-unknown:$.links[0]")]
    [InlineData("""{"format":1,"instrument":"phq-9","answers":[{"code":"a","value":"SECRET"}]}""", "json-value-invalid:$.answers[0].value")]
    [InlineData("""{"format":1,"instrument":"phq-9","answers":[{"system":null,"code":"a","value":1}]}""", "json-value-invalid:$.answers[0].system")]
    [InlineData("""{"format":1,"instrument":"phq-9","answers":["SECRET"]}""", "json-value-invalid:$.answers[0]")]
    [InlineData("""{"format":1,"instrument":"phq-9","questionnaire":"http://x|1","links":[{"linkId":"a","target":"item1"}]}""", "json-value-invalid:$.questionnaire")]
    public void A_map_of_another_shape_is_refused_by_reader_and_schema(string json, string issue)
    {
        var read = ReadMap(json);

        read.IsSuccess.Should().BeFalse();
        read.Issues.Select(found => found.ToString()).Should().Contain(issue);
        string.Join(' ', read.Issues.Select(found => $"{found} {found.Message}")).Should().NotContain("SECRET");
        Schema.Accepts(json).Should().Be(json.Contains("\"links\":[]", StringComparison.Ordinal) && json.StartsWith("""{"format":1,""", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"format":1,"instrument":"phq-99","links":[{"linkId":"a","target":"item1"}]}""", "instrument-unknown:$.instrument")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[{"linkId":"a","target":"item10x"}]}""", "json-value-invalid:$.links[0].target")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[{"linkId":"a","target":"item1"},{"linkId":"/a","target":"item2"}]}""", "json-value-invalid:$.links[1].linkId")]
    [InlineData("""{"format":1,"instrument":"phq-9","answers":[{"code":"a","value":1},{"code":"a","value":2}]}""", "json-value-invalid:$.answers[1].code")]
    [InlineData("""{"format":1,"instrument":"phq-9","answers":[{"code":"a","value":1e-400}]}""", "json-value-invalid:$.answers[0].value")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[]}""", "json-member-missing:$")]
    [InlineData("""{"format":1,"format":1,"instrument":"phq-9","links":[]}""", "json-member-duplicate:?")]
    [InlineData("""{"format":1,"instrument":"phq-9","links":[""", "json-malformed:$")]
    [InlineData("", "json-malformed:$")]
    public void What_a_schema_cannot_say_is_refused_too(string json, string issue) => ReadMap(json).Issues.Select(found => found.ToString()).Should().Equal(issue);

    [Fact]
    public void Nesting_without_end_is_refused() => ReadMap(new string('[', 100_000)).Issues.Codes().Should().Equal("json-malformed");
}
