using KetamineOutcomes.Tests.Instruments.Schema;
using KetamineOutcomes.Treatment.Schedules;

namespace KetamineOutcomes.Tests.Treatment.Schedules;

public sealed class ClinicPlanTests
{
    private const string Full = """
        {
          "format": 1,
          "closing": { "dates": ["2026-04-06"], "weekdays": ["saturday", "sunday"], "rule": "next-open" },
          "sources": [{ "key": "house", "citation": "House rule" }],
          "schedules": [
            { "schedule": "spravato-label", "id": "nasal", "for": "listed", "records": [
              { "patient": "p", "anchor": "2026-01-05", "changes": [{ "step": "weekly", "at": "2026-03-02" }] } ] }
          ],
          "forms": [
            { "id": "day-after", "instrument": "phq-9", "afterDoses": { "days": 1 }, "window": { "after": 2 }, "evidence": [{ "source": "house", "status": "project-policy" }] },
            { "id": "monthly", "instrument": "madrs", "every": { "months": 1 } }
          ]
        }
        """;

    [Fact]
    public void A_plan_has_anchors_changes_closing_days_and_forms()
    {
        var plan = ClinicPlan.Read(Full).GetValueOrThrow();
        var schedule = plan.Schedules.Single();

        (schedule.Id, schedule.Schedule.Id, schedule.ListedOnly).Should().Be(("nasal", "spravato-label", true));
        schedule.Closing.Weekdays.Should().Equal(DayOfWeek.Sunday, DayOfWeek.Saturday);
        schedule.Records.Single().Should().Be(new PlanRecord("p", "1", 1, ClinicalTime.OnDate(new DateOnly(2026, 1, 5)), [new StepChange("weekly", ClinicalTime.OnDate(new DateOnly(2026, 3, 2)))]));
        plan.Forms.Select(forms => forms.Rule).Should().Equal(new AssessmentRule.FromDoses("phq-9", 1, daysAfter: 2), AssessmentRule.Repeating.EveryMonths("madrs", 1));
        plan.Forms[0].Evidence.Single().Source.Citation.Should().Be("House rule");
    }

    [Fact]
    public void Places_name_the_file_and_play_no_part_when_plans_are_compared()
    {
        var plan = ClinicPlan.Read(System.Text.Encoding.UTF8.GetBytes(Full), "clinic/plan.json").GetValueOrThrow();

        plan.Schedules.Single().Place.Should().Be("clinic/plan.json: $.schedules[0]");
        plan.Schedules.Single().Records.Single().Place.Should().Be("clinic/plan.json: $.schedules[0].records[0]");
        plan.Forms.Select(forms => forms.Place).Should().Equal("clinic/plan.json: $.forms[0]", "clinic/plan.json: $.forms[1]");
        plan.Should().Be(ClinicPlan.Read(Full).GetValueOrThrow());
        ClinicPlan.Read(Full).GetValueOrThrow().Forms[1].Place.Should().Be("$.forms[1]");
    }

    [Fact]
    public void A_schedule_by_itself_is_a_plan_for_everybody()
    {
        var shipped = TestSchedules.Shipped("murrough-2013");
        var inside = shipped.ToJson();

        ClinicPlan.Read(inside).GetValueOrThrow().Should().Be(new ClinicPlan([new PlannedSchedule(shipped)]));
        ClinicPlan.Read($$"""{"format":1,"schedules":[{"schedule":{{inside}}}]}""").GetValueOrThrow().Should().Be(new ClinicPlan([new PlannedSchedule(shipped)]));
    }

    [Theory]
    [InlineData("\"for\": \"listed\"", "\"for\": \"some\"", "json-value-invalid", "$.schedules[0].for")]
    [InlineData("\"weekly\", \"at\"", "\"fortnightly\", \"at\"", "schedule-step-unknown", "$.schedules[0].records[0].changes[0]")]
    [InlineData("\"2026-03-02\"", "56", "mixed-time-scales", "$.schedules[0].records[0]")]
    [InlineData("\"2026-03-02\"", "\"2 March\"", "json-value-invalid", "$.schedules[0].records[0].changes[0].at")]
    [InlineData("spravato-label", "spravato", "definition-id-unknown", "$.schedules[0].schedule")]
    [InlineData("\"saturday\", \"sunday\"", "\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\",\"saturday\",\"sunday\"", "json-value-invalid", "$.closing")]
    [InlineData("\"monthly\"", "\"day-after\"", "definition-id-duplicate", "$")]
    [InlineData("\"patient\"", "\"person\"", "json-member-missing", "$.schedules[0].records[0]")]
    [InlineData("\"every\"", "\"each\"", "json-member-missing", "$.forms[1]")]
    [InlineData("\"format\": 1", "\"format\": 2", "json-format-unsupported", "$")]
    public void What_is_wrong_is_said_with_its_place(string old, string text, string code, string place)
    {
        var issues = ClinicPlan.Read(Full.Replace(old, text, StringComparison.Ordinal)).Issues;

        issues.Should().Contain(issue => issue.Code == code && issue.Place == place);
    }

    [Fact]
    public void Two_records_of_one_series_are_refused()
    {
        var twice = Full.Replace("""{ "patient": "p",""", """{ "patient": "p" }, { "patient": "p",""", StringComparison.Ordinal);

        ClinicPlan.Read(twice).Issues.Single().Code.Should().Be(IssueCodes.DefinitionIdDuplicate);
        ClinicPlan.Read("[]").Issues.Should().NotBeEmpty();
        ClinicPlan.Read("{}").Issues.Should().NotBeEmpty();
    }

    private const string Own = """
        {"format":1,"id":"own","version":"1.0.0","name":"Own","sources":[{"key":"k","citation":"c"}],"evidence":[{"source":"k","status":"project-policy"}],
        "steps":[{"id":"a","repeat":{"days":[7]},"window":{"before":1,"after":1,"evidence":[{"source":"k","status":"project-policy"}]},"evidence":[{"source":"k","status":"project-policy"}]}]}
        """;

    // Every member of the format, all but $schema with a value that is not the default; days as dates and as numbers.
    private const string Complete = $$"""
        {
          "$schema": "plan.schema.json",
          "format": 1,
          "closing": { "dates": ["2026-04-06", "2026-12-25"], "weekdays": ["sunday"], "rule": "nearest-open" },
          "sources": [{ "key": "house", "citation": "House rule", "url": "https://example.org" }, { "key": "board", "citation": "The board" }],
          "schedules": [
            { "schedule": "spravato-label", "id": "nasal", "for": "listed", "records": [
              { "patient": "p", "course": "B", "series": 2, "anchor": "2026-01-05", "changes": [{ "step": "every-2-weeks", "at": "2026-03-16" }, { "step": "weekly", "at": "2026-03-02" }] },
              { "patient": "a", "anchor": -3, "changes": [{ "step": "weekly", "at": 56 }] } ] },
            { "schedule": {{Own}}, "for": "all", "closing": { "rule": "previous-open" } }
          ],
          "forms": [
            { "id": "day-after", "instrument": "phq-9", "afterDoses": { "days": -1, "first": 2, "every": 3 }, "window": { "before": 1, "after": 2 }, "evidence": [{ "source": "house", "status": "project-policy", "note": "n" }, { "source": "board", "status": "secondary" }] },
            { "id": "monthly", "instrument": "madrs", "every": { "months": 2 } },
            { "id": "weekly", "instrument": "gad-7", "every": { "days": 7 }, "window": { "after": 2 } }
          ]
        }
        """;

    private static JsonSchema Schema()
    {
        return new JsonSchema(Text("plan"), new JsonSchema(Text("schedule")));

        static string Text(string name)
        {
            using var stream = typeof(ClinicPlan).Assembly.GetManifestResourceStream($"schemas/{name}.schema.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    [Theory]
    [InlineData(Full)]
    [InlineData(Complete)]
    [InlineData(Own)]
    [InlineData("""{"format":1,"schedules":[]}""")]
    [InlineData("""{"format":1,"closing":{"weekdays":["friday"]},"schedules":[{"schedule":"murrough-2013"},{"schedule":"sustain-2"}]}""")]
    public void Written_and_read_again_a_plan_is_the_same_and_by_the_schema(string json)
    {
        var plan = ClinicPlan.Read(json).GetValueOrThrow();

        ClinicPlan.Read(plan.ToJson()).GetValueOrThrow().Should().Be(plan);
        Schema().Accepts(plan.ToJson()).Should().BeTrue();
        plan.ToJson().Should().EndWith("}\n").And.NotContain("\r");
    }

    [Fact]
    public void The_schema_takes_every_member_and_nothing_else()
    {
        var schema = Schema();

        schema.Accepts(Complete).Should().BeTrue();
        Members(schema.Root, "#").Except(schema.Met, StringComparer.Ordinal).Should().BeEmpty("the example has every member");
        schema.Accepts(Complete.Replace("\"patient\"", "\"person\"", StringComparison.Ordinal)).Should().BeFalse();
        schema.Accepts("""{"format":1}""").Should().BeFalse("a plan has schedules or forms");
        schema.Accepts("""{"format":1,"forms":[{"id":"a","instrument":"phq-9"}]}""").Should().BeFalse("a form is due some time");

        static IEnumerable<string> Members(System.Text.Json.JsonElement schema, string place) =>
            (schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(member => $"{place}/properties/{member.Name}") : [])
            .Concat(schema.TryGetProperty("$defs", out var parts) ? parts.EnumerateObject().SelectMany(part => Members(part.Value, "#/$defs/" + part.Name)) : []);
    }

    [Fact]
    public void Closing_days_of_a_schedule_stand_in_place_of_those_of_the_file()
    {
        var plan = ClinicPlan.Read(Complete).GetValueOrThrow();

        plan.Schedules[0].Closing.Dates.Should().HaveCount(2);
        plan.Schedules[1].Closing.Should().Be(new ClosingDays(rule: ClosedDayRule.PreviousOpen));
    }

    [Fact]
    public void Unlike_sources_of_one_key_stay_two()
    {
        static ClinicPlan Plan(string id, string citation) => ClinicPlan.Read($$"""
            {"format":1,"sources":[{"key":"house","citation":"{{citation}}"}],"forms":[{"id":"{{id}}","instrument":"phq-9","every":{"days":7},"evidence":[{"source":"house","status":"project-policy"}]}]}
            """).GetValueOrThrow();

        var read = ClinicPlan.Read(Plan("a", "One").With(Plan("b", "Two")).ToJson()).GetValueOrThrow();

        read.Forms.Select(forms => forms.Evidence.Single().Source).Select(source => (source.Key, source.Citation)).Should().Equal(("house", "One"), ("house-2", "Two"));
    }

    [Fact]
    public void What_the_format_cannot_hold_is_said_when_it_is_written()
    {
        var shipped = TestSchedules.Shipped("murrough-2013");
        var write = () => new ClinicPlan([new PlannedSchedule(shipped, "In Capitals")]).ToJson();

        write.Should().Throw<InvalidOperationException>().WithMessage("*$.schedules[0].id*");

        // Times of day play no part in plans.
        var anchor = new PlanRecord("p", "1", 1, ClinicalTime.AtLocal(new DateOnly(2026, 1, 5), new TimeOnly(9, 0)), []);
        ClinicPlan.Read(new ClinicPlan([new PlannedSchedule(shipped, records: [anchor])]).ToJson()).GetValueOrThrow().Schedules[0].Records[0].Anchor.Should().Be(ClinicalTime.OnDate(new DateOnly(2026, 1, 5)));
    }
}
