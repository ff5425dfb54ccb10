using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Tests.Instruments.Schema;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Tests.Treatment.Schedules;

public sealed class ScheduleReaderTests
{
    /// <summary>A made-up schedule with every member of the format.</summary>
    private const string Complete = """
        {
          "$schema": "schedule.schema.json", "format": 1, "id": "a", "version": "1.2.3", "name": "A",
          "sources": [{"key": "made-up", "citation": "Made up for the tests", "url": "https://example.org"}],
          "evidence": [{"source": "made-up", "status": "project-policy", "note": "one source only"}],
          "steps": [
            {"id": "one", "repeat": {"days": [2, 5]}, "length": {"doses": 3}, "then": "two", "window": {"before": 0, "after": 1, "evidence": [{"source": "made-up", "status": "secondary"}]},
             "moves": [
               {"to": "three", "when": {"score": {"instrument": "madrs", "scale": "total", "comparator": ">", "value": 12.5}}, "evidence": [{"source": "made-up", "status": "verified"}]},
               {"to": "two", "when": {"percentage": {"instrument": "madrs", "scale": "total", "rule": "range-to-best", "comparator": "<=", "value": "100/3"}}, "evidence": [{"source": "made-up", "status": "code"}]}
             ], "evidence": [{"source": "made-up", "status": "derived"}]},
            {"id": "two", "repeat": {"months": 1}, "length": {"weeks": 8}, "moves": [{"to": "one", "when": {"judgement": "relapse"}, "evidence": [{"source": "made-up", "status": "recomputed"}]}],
             "window": {"before": 7, "after": 7, "evidence": [{"source": "made-up", "status": "project-policy"}]}, "evidence": [{"source": "made-up", "status": "project-policy"}]},
            {"id": "three", "repeat": {"days": [14]}, "length": {"months": 2}, "then": "end",
             "window": {"before": 0, "after": 0, "evidence": [{"source": "made-up", "status": "project-policy"}]}, "evidence": [{"source": "made-up", "status": "project-policy"}]}
          ],
          "notes": ["made up"]
        }
        """;

    private static readonly string SchemaJson = ReadSchema();

    public static TheoryData<string> Ids => [.. ScheduleCatalogue.Shipped.Ids];

    private static string ReadSchema()
    {
        using var stream = typeof(Schedule).Assembly.GetManifestResourceStream("schemas/schedule.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static JsonObject StepOf(JsonObject root, int index) => root["steps"]!.AsArray()[index]!.AsObject();

    [Fact]
    public void Every_member_arrives()
    {
        var schedule = Schedule.Read(Complete).GetValueOrThrow();

        (schedule.ToString(), schedule.Name, schedule.UsesCalendarMonths, schedule.IsResponseGuided).Should().Be(("a 1.2.3", "A", true, true));
        schedule.Steps.Select(step => $"{step.Id}: {step.Repeat.Explain()}, {step.Length!.Explain()}, then {step.Then}")
            .Should().Equal("one: 2 a week (days 1, 3 of each), 3 doses, then two", "two: once a month, 8 weeks, then ", "three: every 2 weeks, 2 months, then end");
        schedule.Steps[0].Moves.Select(move => $"{move.To}: {move.When.Explain()}").Should().Equal("three: madrs/total more than 12.5", "two: madrs/total improved by at most 100/3 per cent");
        schedule.Steps[1].Moves[0].When.Should().Be(schedule.Steps[1].Moves[0].When).And.BeOfType<StepCondition.Judgement>().Which.Name.Should().Be("relapse");
        (schedule.Steps[0].Window.DaysBefore, schedule.Steps[0].Window.DaysAfter).Should().Be((0, 1));
        schedule.Steps[0].Window.Evidence[0].Status.Should().Be(EvidenceStatus.Secondary);
        schedule.Notes.Should().Equal("made up");
        schedule.Sources[0].Url.Should().Be("https://example.org");
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        var schedule = Schedule.Read(Complete).GetValueOrThrow();

        Schedule.Read(schedule.ToJson()).GetValueOrThrow().Should().Be(schedule);
        schedule.ToJson().Should().Contain("\"100/3\"").And.Contain("<=").And.NotContain("\r");
    }

    [Fact]
    public void The_schema_takes_every_member()
    {
        var schema = new JsonSchema(SchemaJson);

        schema.Accepts(Complete).Should().BeTrue();
        schema.Accepts(Schedule.Read(Complete).GetValueOrThrow().ToJson()).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_shipped_schedule_is_valid_cited_and_survives_a_round_trip(string id)
    {
        var schedule = ScheduleCatalogue.Shipped.Find(id)!;

        schedule.Id.Should().Be(id);
        Schedule.Read(schedule.ToJson()).GetValueOrThrow().Should().Be(schedule);
        new JsonSchema(SchemaJson).Accepts(schedule.ToJson()).Should().BeTrue();
        schedule.Steps.Should().OnlyContain(step => step.Evidence.Any(evidence => evidence.Status != EvidenceStatus.ProjectPolicy && evidence.Status != EvidenceStatus.Derived));
        schedule.Steps.SelectMany(step => step.Window.Evidence).Should().OnlyContain(evidence => evidence.Status == EvidenceStatus.ProjectPolicy, "no window was read in a source");

        // The rule of the definitions: two independent sources, or a note that says that there is one.
        var all = schedule.Evidence.Select(evidence => evidence.Source.Key).Distinct(StringComparer.Ordinal).Count();
        (all > 1 || schedule.Evidence.Any(evidence => evidence.Note!.Contains("one source only", StringComparison.Ordinal))).Should().BeTrue();
    }

    [Fact]
    public void The_shipped_schedules_are_these() => ScheduleCatalogue.Shipped.Ids.Should().Equal(
        "murrough-2013", "phillips-2020-ladder", "singh-2016-thrice-weekly", "singh-2016-twice-weekly", "spravato-label", "sustain-2");

    [Fact]
    public void The_conditions_of_shipped_schedules_name_scales_that_ship() =>
        ScheduleCatalogue.Shipped.All.SelectMany(schedule => schedule.Steps).SelectMany(step => step.Moves).Select(move => move.When switch
        {
            StepCondition.Score score => (score.Instrument, score.Scale),
            StepCondition.Percentage percentage => (percentage.Instrument, percentage.Scale),
            _ => ("madrs", "total"),
        }).Should().NotBeEmpty().And.OnlyContain(pair => InstrumentCatalogue.Shipped.Find(pair.Item1)!.FindScale(pair.Item2) != null);

    /// <summary>The page that shows them is written by hand but for its charts and texts, which are those that the library prints.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_shows_each_schedule_as_the_library_prints_it(string id)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
        {
            folder = folder.Parent;
        }

        var page = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "schedules.md")).ReplaceLineEndings("\n");
        var schedule = ScheduleCatalogue.Shipped.Find(id)!;

        page.Should().Contain($"## {id}\n\n```text\n{schedule.ToText()}```\n\n```mermaid\n{schedule.ToMermaid()}```\n");
    }

    public static TheoryData<string, string, Action<JsonObject>> Faults => new()
    {
        { "json-member-unknown", "$.dose", root => root["dose"] = 1 },
        { "json-member-missing", "$", root => root.Remove("name") },
        { "json-format-unsupported", "$", root => root["format"] = 2 },
        { "json-value-invalid", "$.steps[0].repeat.days[0]", root => StepOf(root, 0)["repeat"] = JsonNode.Parse("""{"days":[0]}""") },
        { "json-value-invalid", "$.steps[0].repeat.days", root => StepOf(root, 0)["repeat"] = JsonNode.Parse("""{"days":[]}""") },
        { "json-value-invalid", "$.steps[0].repeat", root => StepOf(root, 0)["repeat"] = JsonNode.Parse("{}") },
        { "json-member-unknown", "$.steps[0].repeat.months", root => StepOf(root, 0)["repeat"] = JsonNode.Parse("""{"days":[7],"months":1}""") },
        { "json-value-invalid", "$.steps[0].length.doses", root => StepOf(root, 0)["length"] = JsonNode.Parse("""{"doses":1.5}""") },
        { "json-value-invalid", "$.steps[0].moves[0].when", root => StepOf(root, 0)["moves"]![0]!["when"] = JsonNode.Parse("{}") },
        { "json-value-invalid", "$.steps[0].moves[0].when.score.comparator", root => StepOf(root, 0)["moves"]![0]!["when"]!["score"]!["comparator"] = "=" },
        { "definition-id-unknown", "$", root => StepOf(root, 0)["then"] = "four" },
        { "definition-id-unknown", "$.evidence[0]", root => root["evidence"]![0]!["source"] = "nobody" },
        { "definition-id-duplicate", "$", root => StepOf(root, 1)["id"] = "three" },
        { "schedule-steps", "$.steps[0]", root => StepOf(root, 0).Remove("length") },
        { "schedule-steps", "$.steps[2]", root => StepOf(root, 2).Remove("then") },
        { "schedule-steps", "$.steps[2]", root => StepOf(root, 2)["id"] = "end" },
        { "schedule-steps", "$", root => StepOf(root, 0)["window"]!["before"] = 1 }, // 1 + 1 = 2, the shortest gap: neighbours would share a day
        { "schedule-steps", "$", root => StepOf(root, 0)["moves"]!.AsArray().RemoveAt(0) }, // nothing leads to the third step
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_an_issue_with_its_place(string code, string place, Action<JsonObject> fault) =>
        Schedule.Read(TestDefinitions.Changed(Complete, fault)).Issues.Select(issue => $"{issue.Code} {issue.Place}").Should().Contain($"{code} {place}");

    [Fact]
    public void What_is_no_JSON_is_an_issue_too() => Schedule.Read("{").Issues.Single().Code.Should().Be(IssueCodes.JsonMalformed);

    [Fact]
    public void As_text_it_says_rhythm_window_branches_and_sources() => ScheduleCatalogue.Shipped.Find("phillips-2020-ladder")!.ToText().Split('\n')[..5].Should().Equal(
        "Phillips 2020 (CAN-BIND protocol): maintenance ladder (phillips-2020-ladder 1.0.0)",
        "1. weekly: once a week, 1 month. On time: 2 days before to 2 days after the due date. Then every-2-weeks.",
        "2. every-2-weeks: every 2 weeks, 2 months. On time: 3 days before to 3 days after the due date. Then monthly.",
        "3. monthly: once a month, 3 months. On time: 7 days before to 7 days after the due date. Then the schedule ends.",
        "   - to every-2-weeks on: relapse (as the clinic judges it)");

    [Fact]
    public void Drawn_it_shows_the_branches_as_dotted_arrows() => ScheduleCatalogue.Shipped.Find("sustain-2")!.ToMermaid().Should().Be("""
        flowchart TD
          start(["first dose"]) --> s1
          s1["induction<br/>2 a week<br/>(days 1, 4 of each)<br/>4 weeks"]
          s2["weekly-for-4-weeks<br/>once a week<br/>4 weeks"]
          s3["every-2-weeks<br/>every 2 weeks<br/>no end of its own"]
          s4["weekly<br/>once a week<br/>no end of its own"]
          s1 -.->|"madrs/total improved by at least 50 per cent"| s2
          s2 -.->|"madrs/total at most 12"| s3
          s2 -.->|"madrs/total more than 12"| s4
          s3 -.->|"madrs/total more than 12"| s4
          s4 -.->|"madrs/total at most 12"| s3

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Drawn_a_ladder_ends_and_goes_back() => ScheduleCatalogue.Shipped.Find("phillips-2020-ladder")!.ToMermaid().Should().EndWith("""
          s1 -->|"after 1 month"| s2
          s2 -->|"after 2 months"| s3
          s3 -->|"after 3 months"| finish
          s3 -.->|"relapse (as the clinic judges it)"| s2
          finish(["the schedule ends"])

        """.ReplaceLineEndings("\n"));
}
