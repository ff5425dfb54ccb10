using System.Text.Json.Nodes;
using KetamineOutcomes.Indicators.Endpoints;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tests.Instruments.Schema;

namespace KetamineOutcomes.Tests.Indicators.Endpoints;

public sealed class EndpointProfileReaderTests
{
    /// <summary>A made-up profile with every member and every case of the format.</summary>
    private const string Complete = """
        {
          "$schema": "endpoint.schema.json", "format": 1, "id": "made-up", "version": "1.2.3", "label": "Made up", "construct": "relapse", "default": true,
          "scales": ["madrs/total", "phq-9/total"],
          "sources": [{"key": "made-up", "citation": "Made up for the tests", "url": "https://example.org"}],
          "evidence": [{"source": "made-up", "status": "project-policy", "note": "one source only"}, {"source": "made-up", "status": "verified"}],
          "entry": {"any": [
            {"state": {"window": {"anchor": {"infusion": 2}, "from": 0, "to": 7}, "pick": "first", "meets": {"declared": {"id": "madrs/total/remission-10"}}, "missing": "fail"}},
            {"baseline": {"meets": {"score": {"scale": "phq-9/total", "is": ">", "value": 9}}}},
            {"profile": "sustain-1-stable-remission"}
          ]},
          "rule": {"all": [
            {"ever": {"window": {"anchor": "entry", "from": 1, "to": {"months": 12, "days": -60}}, "meets": {"all": [
                {"worsening": {"scale": "madrs/total", "unit": "points", "is": ">", "value": 5.5, "from": "entry"}},
                {"not": {"score": {"scale": "madrs/total", "is": "<=", "value": "25/9"}}}]},
              "confirm": {"by": "literal", "assessments": 3, "visit": "any-in-window", "from": 5, "to": 15}, "date": "second", "latch": false, "missing": "not-evaluable"}},
            {"ever": {"meets": {"any": [
                {"improvement": {"scale": "phq-9/total", "unit": "percent", "percentage": "range-to-best", "is": "<", "value": 20}},
                {"declared": {"id": "phq-9/total/response-50", "from": "baseline"}}]},
              "confirm": {"by": "run", "assessments": 2, "days": 21, "maxGap": 14}}},
            {"state": {"window": {"anchor": {"index": {"score": {"scale": "phq-9/total", "is": ">", "value": 9}}}, "from": 120, "to": 240},
              "meets": {"declared": {"id": "phq-9/total/remission-5", "from": "index"}}}},
            {"visits": {"anchor": {"date": "2026-01-05"}, "plan": [{"week": 1}, {"week": 2}, {"id": "day-20", "from": 18, "to": 22}], "pick": "worst",
              "meets": {"score": {"scale": "madrs/total", "is": "<", "value": 12}}, "atLeast": 2,
              "excursion": {"atMost": 1, "visits": ["week-2"], "meets": {"score": {"scale": "madrs/total", "is": "<", "value": 20}}, "mayBeMissing": true},
              "missing": "ignore", "dropout": "fail"}},
            {"clinical": {"kinds": ["hospitalisation", "suicide-attempt"], "window": {"anchor": "series-end"}}},
            {"infusions": {"count": {"from": 4, "to": 8}, "days": {"from": 7, "to": 28}}},
            {"not": {"judgement": "investigators-judgement"}}
          ]},
          "notes": ["made up"]
        }
        """;

    private static readonly string SchemaJson = ReadSchema();

    public static TheoryData<string> Ids => [.. EndpointProfileCatalogue.Shipped.Ids];

    private static string ReadSchema()
    {
        using var stream = typeof(EndpointProfile).Assembly.GetManifestResourceStream("schemas/endpoint.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [Fact]
    public void Every_member_arrives_and_survives_a_round_trip()
    {
        var profile = EndpointProfile.Read(Complete).GetValueOrThrow();

        (profile.ToString(), profile.Label, profile.Construct, profile.IsDefault).Should().Be(("made-up 1.2.3", "Made up", "relapse", true));
        profile.Scales.Should().Equal("madrs/total", "phq-9/total");
        profile.WeakestStatus.Should().Be(EvidenceStatus.ProjectPolicy);
        var ever = (EndpointRule.Ever)profile.Rule.Parts[0];
        ever.Window!.To.Should().Be(new WindowOffset(12, -60));
        ever.Confirm.Should().Be(new EndpointConfirmation.Literal(3, ConfirmingVisit.AnyInWindow, 5, 15));
        ever.Date.Should().Be(EventDate.Second);
        (ever.Latch, ever.Missing).Should().Be((false, MissingRule.NotEvaluable));
        ((EndpointRule.Visits)profile.Rule.Parts[3]).Plan.Select(visit => (visit.Id, visit.From, visit.To)).Should().Equal(("week-1", 0, 6), ("week-2", 7, 13), ("day-20", 18, 22));
        EndpointProfile.Read(profile.ToJson()).GetValueOrThrow().Should().Be(profile);
        profile.ToJson().Should().Contain("\"25/9\"").And.Contain("<=").And.NotContain("\r");
    }

    [Fact]
    public void The_schema_takes_every_member()
    {
        var schema = new JsonSchema(SchemaJson);

        schema.Accepts(Complete).Should().BeTrue();
        schema.Accepts(EndpointProfile.Read(Complete).GetValueOrThrow().ToJson()).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_shipped_profile_is_cited_valid_and_survives_a_round_trip(string id)
    {
        var profile = EndpointProfileCatalogue.Shipped.Find(id)!;

        profile.Id.Should().Be(id);
        EndpointProfile.Read(profile.ToJson()).GetValueOrThrow().Should().Be(profile);
        new JsonSchema(SchemaJson).Accepts(profile.ToJson()).Should().BeTrue();
        EndpointProfileCatalogue.Shipped.With(profile).GetValueOrThrow().Find(id).Should().Be(profile);
        profile.Explain().Should().StartWith(profile.Label).And.EndWith(".");
        profile.Sources.Should().OnlyContain(source => profile.Evidence.Any(evidence => evidence.Source == source));

        // A relapse or a loss begins with a state: who was never well has none.
        if (profile.Construct is "relapse" or "recurrence" || profile.Construct.StartsWith("loss", StringComparison.Ordinal))
        {
            profile.Entry.Should().NotBeNull();
        }

        // Nothing from memory alone: a source that was read, a definition's entry, or the project's own policy said to be so.
        profile.Evidence.Should().NotBeEmpty();
        if (profile.Evidence.All(evidence => evidence.Status == EvidenceStatus.ProjectPolicy))
        {
            profile.Id.Should().StartWith("loss-of-");
        }

        // What stands in a second source alone is no default without saying so.
        if (profile.IsDefault)
        {
            profile.Evidence.Should().Contain(evidence => evidence.Status == EvidenceStatus.Verified || evidence.Status == EvidenceStatus.ProjectPolicy);
        }
    }

    [Theory]
    [InlineData("{}", IssueCodes.JsonMemberMissing, "$")]
    [InlineData("[]", IssueCodes.JsonValueInvalid, "$")]
    [InlineData("{", IssueCodes.JsonMalformed, "$")]
    public void What_is_no_profile_says_so(string json, string code, string place) =>
        EndpointProfile.Read(json).Issues.Should().Contain(issue => issue.Code == code && issue.Place == place);

    public static TheoryData<string, string, string, string> Slips => new()
    {
        // path of what is replaced, what with, the code, the place
        { "format", "2", IssueCodes.JsonFormatUnsupported, "$" },
        { "id", "\"Made Up\"", IssueCodes.JsonValueInvalid, "$.id" },
        { "version", "\"1\"", IssueCodes.JsonValueInvalid, "$.version" },
        { "surprise", "1", IssueCodes.JsonMemberUnknown, "$.surprise" },
        { "scales", "[]", IssueCodes.EndpointScales, "$" },
        { "scales", "[\"madrs\"]", IssueCodes.JsonValueInvalid, "$.scales[0]" },
        { "scales", "[\"madrs/totals\"]", IssueCodes.DefinitionIdUnknown, "$.scales[0]" },
        { "eachScaleWith", "\"response\"", IssueCodes.EndpointScales, "$" },
        { "evidence", "[{\"source\":\"nobody\",\"status\":\"verified\"}]", IssueCodes.DefinitionIdUnknown, "$.evidence[0]" },
        { "rule", "{\"sometimes\":1}", IssueCodes.JsonValueInvalid, "$.rule" },
        { "rule", "{\"all\":[{\"judgement\":\"a\"}]}", IssueCodes.JsonValueInvalid, "$.rule.all" },
        { "rule", "{\"state\":{\"meets\":{\"score\":{\"is\":\"==\",\"value\":1}}}}", IssueCodes.JsonValueInvalid, "$.rule.state.meets.score.is" },
        { "rule", "{\"state\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":\"x\"}}}}", IssueCodes.JsonValueInvalid, "$.rule.state.meets.score.value" },
        { "rule", "{\"state\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":1}},\"missing\":\"ignore\"}}", IssueCodes.JsonValueInvalid, "$.rule.state.missing" },
        { "rule", "{\"state\":{\"meets\":{\"declared\":{\"id\":\"madrs/total/remission-99\"}}}}", IssueCodes.DefinitionIdUnknown, "$.rule.state.meets.declared" },
        { "rule", "{\"state\":{\"meets\":{\"declared\":{\"id\":\"phq-9/total/remission-5\"}}}}", IssueCodes.EndpointScales, "$.rule.state.meets.declared" },
        { "rule", "{\"state\":{\"meets\":{\"improvement\":{\"unit\":\"percent\",\"is\":\">=\",\"value\":50}}}}", IssueCodes.JsonMemberMissing, "$.rule.state.meets.improvement" },
        { "rule", "{\"state\":{\"meets\":{\"improvement\":{\"unit\":\"points\",\"percentage\":\"raw\",\"is\":\">=\",\"value\":50}}}}", IssueCodes.JsonMemberUnknown, "$.rule.state.meets.improvement.percentage" },
        { "rule", "{\"state\":{\"meets\":{\"worsening\":{\"unit\":\"points\",\"is\":\">\",\"value\":5,\"from\":\"entry\"}}}}", IssueCodes.EndpointRule, "$.rule.state.meets.worsening" },
        { "rule", "{\"state\":{\"meets\":{\"worsening\":{\"unit\":\"points\",\"is\":\">\",\"value\":5,\"from\":\"index\"}}}}", IssueCodes.EndpointRule, "$.rule.state.meets.worsening" },
        { "rule", "{\"state\":{\"window\":{\"anchor\":\"entry\"},\"meets\":{\"score\":{\"is\":\">=\",\"value\":1}}}}", IssueCodes.EndpointRule, "$.rule.state.window.anchor" },
        { "rule", "{\"state\":{\"window\":{\"anchor\":\"series-start\",\"from\":8,\"to\":7},\"meets\":{\"score\":{\"is\":\">=\",\"value\":1}}}}", IssueCodes.EndpointWindow, "$.rule.state.window" },
        { "rule", "{\"state\":{\"window\":{\"anchor\":{\"date\":\"2026-02-30\"}},\"meets\":{\"score\":{\"is\":\">=\",\"value\":1}}}}", IssueCodes.JsonValueInvalid, "$.rule.state.window.anchor.date" },
        { "rule", "{\"state\":{\"window\":{\"anchor\":{\"infusion\":0}},\"meets\":{\"score\":{\"is\":\">=\",\"value\":1}}}}", IssueCodes.JsonValueInvalid, "$.rule.state.window.anchor.infusion" },
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":22}},\"date\":\"second\"}}", IssueCodes.EndpointRule, "$.rule.ever" },
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":22}},\"confirm\":{\"by\":\"literal\",\"from\":15,\"to\":5}}}", IssueCodes.EndpointWindow, "$.rule.ever.confirm" },
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":22}},\"confirm\":{\"by\":\"literal\",\"from\":5}}}", IssueCodes.JsonMemberMissing, "$.rule.ever.confirm" },
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":22}},\"confirm\":{\"by\":\"run\",\"days\":7,\"maxGap\":0}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.confirm.maxGap" },
        // MADRS is 0 to 60, so that nobody can have 220 or change by 61 points, nor improve by more than all of it.
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\">=\",\"value\":220}}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.meets.score.value" },
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\"<\",\"value\":61}}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.meets.score.value" },
        { "rule", "{\"ever\":{\"meets\":{\"score\":{\"is\":\"<\",\"value\":-1}}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.meets.score.value" },
        { "rule", "{\"ever\":{\"meets\":{\"improvement\":{\"unit\":\"percent\",\"percentage\":\"raw\",\"is\":\">=\",\"value\":150}}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.meets.improvement.value" },
        { "rule", "{\"ever\":{\"meets\":{\"improvement\":{\"unit\":\"percent\",\"percentage\":\"range-to-best\",\"is\":\">=\",\"value\":101}}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.meets.improvement.value" },
        { "rule", "{\"ever\":{\"meets\":{\"worsening\":{\"unit\":\"points\",\"is\":\">=\",\"value\":61}}}}", IssueCodes.JsonValueInvalid, "$.rule.ever.meets.worsening.value" },
        { "rule", "{\"clinical\":{\"kinds\":[\"moved\"]}}", IssueCodes.JsonValueInvalid, "$.rule.clinical.kinds[0]" },
        { "rule", "{\"infusions\":{\"count\":{\"from\":8,\"to\":4}}}", IssueCodes.EndpointWindow, "$.rule.infusions.count" },
        { "rule", "{\"visits\":{\"anchor\":\"series-start\",\"plan\":[{\"week\":2},{\"week\":1}],\"meets\":{\"score\":{\"is\":\"<\",\"value\":1}}}}", IssueCodes.EndpointWindow, "$.rule.visits" },
        { "rule", "{\"visits\":{\"anchor\":\"series-start\",\"plan\":[{\"week\":1},{\"week\":1}],\"meets\":{\"score\":{\"is\":\"<\",\"value\":1}}}}", IssueCodes.DefinitionIdDuplicate, "$.rule.visits" },
        { "rule", "{\"visits\":{\"anchor\":\"series-start\",\"plan\":[{\"week\":1},{\"week\":2}],\"meets\":{\"score\":{\"is\":\"<\",\"value\":1}},\"atLeast\":3}}", IssueCodes.JsonValueInvalid, "$.rule.visits.atLeast" },
        { "rule", "{\"visits\":{\"anchor\":\"series-start\",\"plan\":[{\"week\":1},{\"week\":2}],\"meets\":{\"score\":{\"is\":\"<\",\"value\":1}},\"excursion\":{\"atMost\":1,\"visits\":[\"week-3\"]}}}", IssueCodes.DefinitionIdUnknown, "$.rule.visits.excursion" },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void A_slip_is_named_with_its_place(string member, string json, string code, string place)
    {
        var root = JsonNode.Parse("""
            {"format":1,"id":"a","version":"1.0.0","label":"A","construct":"relapse","scales":["madrs/total"],"sources":[{"key":"made-up","citation":"Made up"}],
             "evidence":[{"source":"made-up","status":"project-policy"}],"rule":{"ever":{"meets":{"score":{"is":">=","value":22}}}}}
            """)!.AsObject();
        EndpointProfile.Read(root.ToJsonString()).Issues.Should().BeEmpty();
        root[member] = JsonNode.Parse(json);

        var issues = EndpointProfile.Read(root.ToJsonString()).Issues;

        issues.Should().Contain(issue => issue.Code == code && issue.Place == place, "{0}", string.Join(" | ", issues.Select(issue => $"{issue} {issue.Message}")));
    }

    [Theory]
    [InlineData("""{"score":{"is":">=","value":60}}""")]
    [InlineData("""{"score":{"is":"<=","value":0}}""")]
    [InlineData("""{"improvement":{"unit":"percent","percentage":"raw","is":">=","value":100}}""")]
    [InlineData("""{"improvement":{"unit":"points","is":">=","value":60}}""")]
    [InlineData("""{"worsening":{"unit":"percent","percentage":"raw","is":">=","value":150}}""")] // from 10 to 25
    public void A_threshold_at_the_edge_of_the_scale_is_one(string meets) => Timelines.Profile($$"""{"ever":{"meets":{{meets}} } }""").Should().NotBeNull();

    [Fact]
    public void Several_scales_need_their_names_and_one_criterion_asks_of_one_scale()
    {
        static EquatableArray<Issue> Issues(string scales, string meets) => EndpointProfile.Read($$"""
            {"format":1,"id":"a","version":"1.0.0","label":"A","construct":"relapse",{{scales}},"sources":[{"key":"made-up","citation":"Made up"}],
             "evidence":[{"source":"made-up","status":"project-policy"}],"rule":{"ever":{"meets":{{meets}} } } }
            """).Issues;

        Issues("\"scales\":[\"madrs/total\",\"phq-9/total\"]", """{"score":{"is":">=","value":22}}""").Should().ContainSingle().Which.Code.Should().Be(IssueCodes.EndpointScales);
        Issues("\"scales\":[\"madrs/total\",\"phq-9/total\"]", """{"declared":{"id":"response"}}""").Should().ContainSingle().Which.Code.Should().Be(IssueCodes.EndpointScales);
        Issues("\"scales\":[\"madrs/total\",\"phq-9/total\"]", """{"all":[{"score":{"scale":"madrs/total","is":">=","value":22}},{"score":{"scale":"phq-9/total","is":">=","value":22}}]}""")
            .Should().ContainSingle().Which.Code.Should().Be(IssueCodes.EndpointScales);
        Issues("\"eachScaleWith\":\"response\"", """{"score":{"is":">=","value":22}}""").Should().ContainSingle().Which.Code.Should().Be(IssueCodes.EndpointScales);
        Issues("\"eachScaleWith\":\"response\"", """{"declared":{"id":"response"}}""").Should().BeEmpty();
        Issues("\"scales\":[\"madrs/total\"]", """{"all":[{"score":{"is":">=","value":22}},{"declared":{"id":"madrs/total/response-50"}}]}""").Should().BeEmpty("the only scale may be left out");
    }

    [Fact]
    public void A_profile_that_refers_to_none_or_to_itself_is_refused()
    {
        static EndpointProfile Make(string id, string reference) => EndpointProfile.Read($$"""
            {"format":1,"id":"{{id}}","version":"1.0.0","label":"A","construct":"relapse","scales":["madrs/total"],"sources":[{"key":"made-up","citation":"Made up"}],
             "evidence":[{"source":"made-up","status":"project-policy"}],"rule":{"profile":"{{reference}}"} }
            """).GetValueOrThrow();
        var shipped = EndpointProfileCatalogue.Shipped;

        shipped.With(Make("a", "nowhere")).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.DefinitionIdUnknown);
        shipped.With(Make("a", "a")).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.EndpointRule);
        var withA = shipped.With(Make("a", "response")).GetValueOrThrow();
        shipped.With([Make("a", "b"), Make("b", "a")]).Issues.Should().HaveCount(2).And.OnlyContain(issue => issue.Code == IssueCodes.EndpointRule);

        // An id stands for one definition.
        withA.With(Make("response", "a")).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.DefinitionIdDuplicate);
        withA.With(Make("a", "remission")).Issues.Should().ContainSingle().Which.Place.Should().Be("a");
        withA.With(Make("a", "response")).GetValueOrThrow().Ids.Should().Equal(withA.Ids);
        shipped.With([Make("a", "response"), Make("a", "remission")]).Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.DefinitionIdDuplicate);
        withA.Ids.Should().Contain("a").And.HaveCount(shipped.Ids.Count + 1);
    }
}
