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
}
