using static KetamineOutcomes.Fhir.Tests.Resources;

namespace KetamineOutcomes.Fhir.Tests;

/// <summary>Bundles, NDJSON, and inputs far longer than what the reader keeps. Alone, for it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(StreamTests), DisableParallelization = true)]
[Collection(nameof(StreamTests))]
public sealed class StreamTests
{
    // The long ones take minutes: .ci/run --full asks for them.
    private static bool IsFull => Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_FULL") == "1";

    private static readonly string Ten = Response(Phq9(2, 1, 0, 3, 2, 1, 0, 1, 0));

    private static string Bundle(params string[] resources) =>
        $$"""{"resourceType":"Bundle","type":"collection","entry":[{{string.Join(',', resources.Select(resource => $$"""{"fullUrl":"urn:x","resource":{{resource}}}"""))}}]}""";

    [Fact]
    public void Bundle_gives_each_resource_with_its_place()
    {
        var records = Read(Bundle("""{"resourceType":"Patient","id":"p"}""", Ten, Observation(Loinc("44261-6"), "\"valueInteger\":3")));

        records.Select(record => record.ToString()).Should().Equal(
            "skipped: resource 1, entry[0].resource", "form: resource 2, entry[1].resource", "total: resource 3, entry[2].resource");
    }

    [Fact]
    public void Questionnaire_in_the_Bundle_counts_wherever_it_stands()
    {
        var response = Response(Item("a", Coding(2)), ",\"questionnaire\":\"http://example.org/q\"");
        const string Questionnaire = """{"resourceType":"Questionnaire","url":"http://example.org/q","item":[{"linkId":"a","code":[{"system":"http://loinc.org","code":"44260-8"}]}]}""";

        Read(Bundle(response, Questionnaire))[0].Should().BeOfType<FhirRecord.Form>().Which.Value.Answers.Items.Should().Equal("item9");
        Read(Bundle(Questionnaire, response))[1].Should().BeOfType<FhirRecord.Form>();
    }

    [Fact]
    public void Ndjson_goes_on_after_a_line_that_cannot_be_read()
    {
        var records = Read($"{Ten}\r\n\n{{\"resourceType\":\n[1]\n{Ten}", new FhirReadOptions { Format = FhirFormat.Ndjson });

        records.Select(record => record.ToString()).Should().Equal("form: resource 1, line 1", "refused: resource 2, line 3", "refused: resource 3, line 4", "form: resource 4, line 5");
        records[1].Issues.Codes().Should().Equal("json-malformed");
        records[2].Issues.Codes().Should().Equal("json-value-invalid");
    }

    [Fact]
    public void Format_is_told_from_the_beginning()
    {
        Read($"{Ten}\n{Ten}\n").Select(record => record.Place.Line).Should().Equal(1, 2);
        Read($"{Ten}\n").Select(record => record.Place.Line).Should().Equal((long?)null);
        Read(Parse(Ten).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true })).Select(record => record.Kind).Should().Equal("form");
        Read("\uFEFF" + Ten).Select(record => record.Kind).Should().Equal("form");
    }

    [Theory]
    [InlineData("", "fhir-input-empty")]
    [InlineData(" \n", "fhir-input-empty")]
    [InlineData("{}", "fhir-resource-type-missing")]
    [InlineData("[]", "json-value-invalid")]
    [InlineData("null", "json-value-invalid")]
    [InlineData("not json", "json-malformed")]
    [InlineData("""{"resourceType":"Bundle","entry":{}}""", "json-value-invalid")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","status":"completed","item":{}}""", "json-value-invalid")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","resourceType":"Patient"}""", "json-member-duplicate")]
    [InlineData("""{"resourceType":"QuestionnaireResponse","id":"\ud800"}""", "json-malformed")]
    public void Input_that_is_no_resource_is_refused(string json, string code) => Refused(json).Issues.Codes().Should().Equal(code);

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused() =>
        FhirReader.Read(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Should().ContainSingle().Which.Issues.Codes().Should().Equal("json-malformed");

    [Fact]
    public void Member_that_stands_twice_is_named_by_its_path_if_it_is_FHIRs_and_by_no_other_name()
    {
        var twice = Response(Item("44250-9", """{"valueInteger":1,"valueInteger":2}"""));

        Refused(twice).Issues.Should().ContainSingle().Which.ToString().Should().Be("json-member-duplicate:item[0].answer[0].valueInteger");
        Refused("""{"resourceType":"Patient","Jane Doe":1,"Jane Doe":2}""").Issues.Should().ContainSingle().Which.ToString().Should().Be("json-member-duplicate:?");
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        foreach (var deep in new[] { new string('[', 100_000), string.Concat(Enumerable.Repeat("""{"item":[""", 50_000)), Response(string.Concat(Enumerable.Repeat("""{"linkId":"g","item":[""", 500)) + string.Concat(Enumerable.Repeat("]}", 500))) })
        {
            Refused(deep).Issues.Codes().Should().Equal("json-malformed");
        }
    }

    [Fact]
    public void Form_of_too_many_items_is_refused()
    {
        var items = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $$"""{"linkId":"q{{i}}"}"""));

        Refused(Response(items)).Issues.Codes().Should().Equal("fhir-too-many-items");
    }

    [Fact]
    public void Very_many_of_one_thing_take_no_time_that_grows_by_its_square()
    {
        // Two million comparisons a second would make each of these a matter of hours.
        var weights = string.Join(',', Enumerable.Range(0, 150_000).Select(i => $$"""{"url":"http://hl7.org/fhir/StructureDefinition/itemWeight","valueDecimal":{{i}}}"""));
        var path = "44249-1/" + new string('/', 1_000_000) + "44250-9";
        var members = string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"value{(char)('A' + (i % 26))}{i}\":1"));

        Form(Response(Item("44260-8", $$$"""{"valueCoding":{"code":"x","extension":[{{{weights}}}]}}"""))).Issues.Codes().Should().Equal("fhir-answer-contradiction");
        Read(Response(Item(path, Coding(1)))).Should().ContainSingle().Which.Kind.Should().Be("skipped");
        Form(Response(Item("44260-8", "{" + members + "}"))).Issues.Codes().Should().Equal("fhir-value-several");
    }

    [Fact]
    public void Options_that_name_no_instrument_are_the_callers_mistake()
    {
        FluentActions.Invoking(() => Read(Ten, new FhirReadOptions { Instrument = "phq-99" })).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Read(Ten, new FhirReadOptions { MaxResourceBytes = 100 })).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Bundle_longer_than_a_resource_may_be_is_read_entry_by_entry()
    {
        var small = new FhirReadOptions { MaxResourceBytes = 4096 };
        var huge = Response(Phq9(1, 1, 1, 1, 1, 1, 1, 1, 1), $",\"id\":\"{new string('x', 3000)}\"");
        var json = Bundle([.. Enumerable.Repeat(Ten, 20), huge.Replace("\"id\"", "\"language\":\"" + new string('y', 2000) + "\",\"id\""), Ten]);
        var records = Read(json, small);

        records.Should().HaveCount(22);
        records.Select((record, i) => (i, record)).Where(pair => pair.i != 20).Should().OnlyContain(pair => pair.record is FhirRecord.Form);
        records[20].Issues.Codes().Should().Equal("fhir-resource-too-large");
        records[21].Place.ToString().Should().Be("resource 22, entry[21].resource");
        Read(json).Select(record => record.Place.ToString()).Should().Equal(records.Select(record => record.Place.ToString()), "the length changes nothing else");
    }

    [Theory]
    [InlineData("", "json-malformed")]
    [InlineData("]", "json-malformed")]
    [InlineData("]}x", "json-malformed")]
    public void Long_Bundle_that_is_cut_off_gives_what_was_whole_and_says_so(string end, string code)
    {
        var json = "{\"resourceType\":\"Bundle\",\"entry\":[" + string.Join(',', Enumerable.Repeat($$"""{"resource":{{Ten}}}""", 20)) + end;
        var records = Read(json, new FhirReadOptions { MaxResourceBytes = 4096 });

        records.Should().HaveCount(21);
        records[20].Issues.Codes().Should().Equal(code);
    }

    [Theory]
    [InlineData("5", "json-value-invalid")]
    [InlineData("[]", "json-value-invalid")]
    [InlineData("{\"resource\":5}", "json-value-invalid")]
    [InlineData("{\"resource\":[{}]}", "json-value-invalid")]
    public void Entry_that_is_none_is_told_in_a_short_Bundle_and_in_a_long_one(string entry, string code)
    {
        var json = "{\"resourceType\":\"Bundle\",\"entry\":[" + string.Join(',', Enumerable.Repeat($$"""{"resource":{{Ten}}}""", 20)) + "," + entry + "]}";
        foreach (var records in new[] { Read(json), Read(json, new FhirReadOptions { MaxResourceBytes = 4096 }) })
        {
            records.Should().HaveCount(21);
            records[20].Should().BeOfType<FhirRecord.Refused>().Which.Issues.Codes().Should().Equal(code);
            records[20].Place.Path.Should().Be("entry[20].resource");
        }
    }

    [Fact]
    public void Long_Bundle_with_a_member_twice_says_so()
    {
        var entries = string.Join(',', Enumerable.Repeat($$"""{"resource":{{Ten}}}""", 20));
        var small = new FhirReadOptions { MaxResourceBytes = 4096 };

        Read($$"""{"resourceType":"Bundle","entry":[{{entries}}],"entry":[]}""", small)[^1].Issues.Codes().Should().Equal("json-member-duplicate");
        Read($$"""{"resourceType":"Bundle","entry":[{{entries}},{"resource":{{Ten}},"resource":{{Ten}}}]}""", small)
            .SelectMany(record => record.Issues.Codes()).Should().Equal("json-member-duplicate");
    }

    [Theory]
    [InlineData("{\"resourceType\":\"QuestionnaireResponse\",\"id\":\"", "xxxxxxxxxx", "\"}")]
    [InlineData("{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{\"linkId\":\"a\"}", ",{\"linkId\":\"a\"}", "]}")]
    [InlineData("{\"resourceType\":\"Patient\",\"entry\":[{\"linkId\":\"a\"}", ",{\"linkId\":\"a\"}", "]}")]
    [InlineData("[1", ",1", "]")]
    [InlineData("{\"id\":1", ",\"id\":1", "}")]
    [InlineData("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"id\":\"", "xxxxxxxxxx", "\"}}]}")]
    public void Long_input_that_is_no_Bundle_is_refused_and_not_kept(string first, string repeated, string last)
    {
        using var input = new RepeatStream(first, repeated, IsFull ? 100_000_000 / repeated.Length : 4_000_000 / repeated.Length, last);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var records = FhirReader.Read(input, new FhirReadOptions { MaxResourceBytes = 1024 * 1024 }).ToList();

        records.Should().ContainSingle().Which.Issues.Codes().Should().Equal("fhir-resource-too-large");

        // A buffer that doubles up to 1 MiB, the copy that the Bundle is cut from, and the instruments' definitions.
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(150_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_does_not_grow_with_the_input(bool isBundle)
    {
        // 1.2 kB each: 4,000 are 5 MB, 85,000 are 100 MB.
        var times = IsFull ? 85_000L : 4_000L;
        using var input = isBundle
            ? new RepeatStream("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\"}}", $$""",{"resource":{{Ten}}}""", times, "]}")
            : new RepeatStream("", Ten + "\n", times);
        var memory = new List<long>();
        var forms = 0L;
        foreach (var record in FhirReader.Read(input, new FhirReadOptions { MaxResourceBytes = 256 * 1024, Instrument = "phq-9" }))
        {
            forms += record is FhirRecord.Form ? 1 : 0;
            if (record is FhirRecord.Form && (forms == times / 4 || forms == times))
            {
                memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        forms.Should().Be(times);
        memory.Should().HaveCount(2);

        // 3,000 records of 1.2 kB or more lie between: holding their text would take 3.6 MB.
        (memory[1] - memory[0]).Should().BeLessThan(1_000_000);
    }

    [Fact]
    public void Line_of_ndjson_that_is_too_long_is_passed_over_and_not_kept()
    {
        using var input = new RepeatStream(Ten + "\n{\"id\":\"", "xxxxxxxxxx", IsFull ? 10_000_000 : 400_000, "\"}\n" + Ten);
        var records = FhirReader.Read(input, new FhirReadOptions { MaxResourceBytes = 64 * 1024, Format = FhirFormat.Ndjson }).ToList();

        records.Select(record => record.ToString()).Should().Equal("form: resource 1, line 1", "refused: resource 2, line 2", "form: resource 3, line 3");
        records[1].Issues.Codes().Should().Equal("fhir-resource-too-large");
    }

    [Fact]
    public void Records_are_read_as_they_are_asked_for()
    {
        using var input = new RepeatStream("", Ten + "\n", long.MaxValue);

        FhirReader.Read(input, new FhirReadOptions { Format = FhirFormat.Ndjson }).Take(3).Should().HaveCount(3);
        input.Handed.Should().BeLessThan(1_000_000);
    }
}
