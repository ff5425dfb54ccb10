using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Tests.Json;

public sealed class NotesJsonTests
{
    private const string Infusion = """{"at":"2026-03-01T09:00","agent":"ketamine"}""";

    private static IEnumerable<string> Issues(string json) => OutcomesJson.ReadTreatmentNotes(json).Issues.Select(issue => $"{issue.Place}: {issue.Code}");

    private static string With(string members) => $$"""{"format":1,{{members}}}""";

    private static string Session(string members) => With($$"""
        "sessions":[{"infusion":{{Infusion}},{{members}}}]
        """.Trim());

    [Fact]
    public void Notes_are_written_as_documented_and_read_back_equal()
    {
        var infusion = new Infusion(Given.At("2026-03-01T09:00+01:00"), route: Route.Intravenous, doseMg: 40, weightKg: 80);
        var session = ChairSession.Create(
            infusion,
            [
                new ChairReading(ChairMeasure.Systolic, 120, new ChairMoment.Minute(-5)),
                new ChairReading(ChairMeasure.OxygenSaturation, new Fraction(195, 2), new ChairMoment.Clock(Given.At("2026-03-01T09:40:20+01:00"))),
            ],
            [new SideEffectSighting("nausea", true, new ChairMoment.Minute(40))],
            new ChairMoment.Minute(130)).GetValueOrThrow();
        var care = CareLog.Create(
            [
                new CareInterval(CareKind.Antidepressant, "sertraline", dose: 50, unit: "mg/day"),
                new CareInterval(CareKind.Benzodiazepine, "Lorazepam", Given.At("2026-01-01"), isEndUnknown: true),
                new CareInterval(CareKind.LifeEvent, "move", Given.At("2026-03-05"), Given.At("2026-03-05"), recordedAt: Given.At("2026-03-07")),
            ],
            [CareKind.Psychotherapy]).GetValueOrThrow();
        var notes = new TreatmentNotes([session], care, [new HistoryEntry(HistoryFlag.UncontrolledBloodPressure, HistoryAnswer.NotKnown, Given.At("2026-02-01"))], new Covariates(Sex.Female, 44));

        // 40 minutes and 20 seconds are 121/3 minutes.
        const string Expected = """
            {"format":1,"sessions":[{"infusion":{"at":"2026-03-01T09:00:00+01:00","agent":"ketamine","route":"intravenous","kind":"unspecified","doseMg":40,"weightKg":80},
            "readings":[{"measure":"systolic","value":120,"minute":-5},{"measure":"spo2","value":97.5,"minute":"121/3"}],
            "sideEffects":[{"effect":"nausea","present":true,"minute":40}],"observedUntil":130}],
            "care":{"intervals":[{"kind":"antidepressant","name":"sertraline","end":"ongoing","dose":50,"unit":"mg/day"},
            {"kind":"benzodiazepine","name":"lorazepam","end":"unknown","from":"2026-01-01"},
            {"kind":"life-event","name":"move","end":"stated","from":"2026-03-05","to":"2026-03-05","recordedAt":"2026-03-07"}],"none":["psychotherapy"]},
            "history":[{"flag":"uncontrolled-blood-pressure","answer":"not-known","at":"2026-02-01"}],"person":{"sex":"female","age":44}}
            """;
        var written = OutcomesJson.Write(notes);
        written.Should().Be(Expected.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        OutcomesJson.ReadTreatmentNotes(written).GetValueOrThrow().Should().Be(notes);
    }

    [Fact]
    public void What_has_no_minute_is_written_with_its_time_and_reads_back_equal()
    {
        var infusion = new Infusion(Given.At("2026-03-01T09:00"));
        var session = ChairSession.Create(
            infusion,
            [new ChairReading(ChairMeasure.Systolic, 150, new ChairMoment.Clock(Given.At("2026-03-01T09:40Z")))],
            [new SideEffectSighting("nausea", false, new ChairMoment.Clock(Given.At("2026-03-02")))],
            new ChairMoment.Clock(Given.At("2026-03-01"))).GetValueOrThrow();
        var notes = new TreatmentNotes([session]);

        var written = OutcomesJson.Write(notes);
        written.Should().Be(
            """{"format":1,"sessions":[{"infusion":{"at":"2026-03-01T09:00:00","agent":"ketamine","route":"unspecified","kind":"unspecified"},"""
            + """
            "readings":[{"measure":"systolic","value":150,"at":"2026-03-01T09:40:00+00:00"}],"sideEffects":[{"effect":"nausea","present":false,"at":"2026-03-02"}],"untimedEnds":["2026-03-01"]}]}
            """.Trim());
        OutcomesJson.ReadTreatmentNotes(written).GetValueOrThrow().Should().Be(notes);
    }

    [Fact]
    public void Nothing_noted_is_the_empty_object_of_the_format()
    {
        OutcomesJson.Write(TreatmentNotes.Empty).Should().Be("""{"format":1}""");
        OutcomesJson.ReadTreatmentNotes("""{"format":1}""").GetValueOrThrow().Should().Be(TreatmentNotes.Empty);
    }

    [Theory]
    [InlineData("", "json-malformed")]
    [InlineData("{", "json-malformed")]
    [InlineData("null", "json-value-invalid")]
    [InlineData("[]", "json-value-invalid")]
    [InlineData("{}", "json-member-missing")]
    [InlineData("""{"format":2}""", "json-format-unsupported")]
    [InlineData("""{"format":1,"format":1}""", "json-member-duplicate")]
    [InlineData("""{"format":1,"chair":[]}""", "json-member-unknown")]
    [InlineData("""{"format":1,"Sessions":[]}""", "json-member-unknown")]
    [InlineData("""{"format":1,"care":{"intervals":[],"intervals":[]}}""", "json-member-duplicate")]
    [InlineData("""{"format":1,"history":{}}""", "json-value-invalid")]
    [InlineData("""{"format":1,"person":{"sex":1}}""", "json-value-invalid")]
    public void The_outer_object_is_read_strictly(string json, string code) =>
        OutcomesJson.ReadTreatmentNotes(json).Issues.Should().ContainSingle().Which.Code.Should().Be(code);

    [Theory]
    [InlineData("""
        "readings":[{"measure":"systolic","value":120}]
        """, "json-value-invalid", "$.sessions[0].readings[0]")]
    [InlineData("""
        "readings":[{"measure":"systolic","minute":1}]
        """, "json-member-missing", "$.sessions[0].readings[0]")]
    [InlineData("""
        "readings":[{"measure":"systolic","value":120,"minute":1,"at":"2026-03-01"}]
        """, "json-value-invalid", "$.sessions[0].readings[0]")]
    [InlineData("""
        "readings":[{"measure":"systolic","value":120,"at":3}]
        """, "json-value-invalid", "$.sessions[0].readings[0].at")]
    [InlineData("""
        "untimedEnds":[3]
        """, "json-value-invalid", "$.sessions[0].untimedEnds")]
    [InlineData("""
        "readings":[{"measure":"oxygen-saturation","value":98,"minute":1}]
        """, "json-value-invalid", "$.sessions[0].readings[0].measure")]
    [InlineData("""
        "readings":[{"measure":"spo2","value":101,"minute":1}]
        """, "json-value-invalid", "$.sessions[0].readings[0].value")]
    [InlineData("""
        "readings":[{"measure":"spo2","value":0.97,"minute":1}]
        """, "chair-percent-expected", "$.sessions[0].readings[0].value")]
    [InlineData("""
        "readings":[{"measure":"spo2","value":1,"minute":1}]
        """, "chair-percent-expected", "$.sessions[0].readings[0].value")]
    [InlineData("""
        "readings":[{"measure":"spo2","value":"x","minute":1}]
        """, "json-value-invalid", "$.sessions[0].readings[0].value")]
    [InlineData("""
        "readings":[{"measure":"moaa-s","value":5,"minute":10081}]
        """, "json-value-invalid", "$.sessions[0].readings[0].minute")]
    [InlineData("""
        "readings":[{"measure":"moaa-s","value":5,"minute":"1/7"}]
        """, "json-value-invalid", "$.sessions[0].readings[0].minute")]
    [InlineData("""
        "readings":[null]
        """, "json-value-invalid", "$.sessions[0].readings[0]")]
    [InlineData("""
        "sideEffects":[{"effect":" ","present":true,"minute":1}]
        """, "json-value-invalid", "$.sessions[0].sideEffects[0]")]
    [InlineData("""
        "sideEffects":[{"effect":"x","present":"yes","minute":1}]
        """, "json-value-invalid", "$.sessions[0].sideEffects[0].present")]
    [InlineData("""
        "observedUntil":-20000
        """, "json-value-invalid", "$.sessions[0].observedUntil")]
    [InlineData("""
        "minute":1
        """, "json-member-unknown", "$.sessions[0].minute")]
    public void A_session_is_read_strictly_and_named(string members, string code, string place) =>
        OutcomesJson.ReadTreatmentNotes(Session(members.Trim())).Issues.Select(issue => (issue.Code, issue.Place)).Should().Equal((code, place));

    [Theory]
    [InlineData("""{"kind":"other","name":"none","end":"ongoing"}""", "json-value-invalid", "$.care.intervals[0]")]
    [InlineData("""{"kind":"other","name":"","end":"ongoing"}""", "json-value-invalid", "$.care.intervals[0]")]
    [InlineData("""{"kind":"other","name":"x","end":"stated"}""", "json-value-invalid", "$.care.intervals[0].end")]
    [InlineData("""{"kind":"other","name":"x","end":"ongoing","to":3}""", "json-value-invalid", "$.care.intervals[0].end")]
    [InlineData("""{"kind":"other","name":"x"}""", "json-member-missing", "$.care.intervals[0]")]
    [InlineData("""{"kind":"drug","name":"x","end":"ongoing"}""", "json-value-invalid", "$.care.intervals[0].kind")]
    [InlineData("""{"kind":"other","name":"x","end":"ongoing","dose":-1}""", "json-value-invalid", "$.care.intervals[0]")]
    [InlineData("""{"kind":"other","name":"x","end":"stated","from":1,"to":"2026-03-01"}""", "json-value-invalid", "$.care.intervals[0]")]
    [InlineData("""{"kind":"other","name":"x","end":"stated","from":4,"to":3}""", "care-ends-before", "$.care")]
    [InlineData("""{"kind":"other","name":"x","end":"ongoing","from":4},{"kind":"other","name":"y","end":"ongoing","from":"2026-03-01"}""", "mixed-time-scales", "$")]
    public void Care_is_read_strictly_and_named(string interval, string code, string place) =>
        OutcomesJson.ReadTreatmentNotes("{\"format\":1,\"care\":{\"intervals\":[" + interval + "]}}").Issues.Select(issue => (issue.Code, issue.Place)).Should().Equal((code, place));

    [Fact]
    public void What_stands_twice_is_refused_or_told()
    {
        Issues(With("\"sessions\":[{\"infusion\":" + Infusion + "},{\"infusion\":" + Infusion + "}]")).Should().Equal("$.sessions[1].infusion: json-value-invalid");
        Issues(With("\"care\":{\"none\":[\"other\",\"other\"]}")).Should().Equal("$.care.none: json-value-invalid");
        Issues(With("\"person\":{\"age\":131}")).Should().Equal("$.person.age: json-value-invalid");

        var contradiction = OutcomesJson.ReadTreatmentNotes(With("\"care\":{\"intervals\":[{\"kind\":\"other\",\"name\":\"x\",\"end\":\"ongoing\"}],\"none\":[\"other\"]}"));
        contradiction.IsSuccess.Should().BeTrue();
        contradiction.Issues.Select(issue => (issue.Code, issue.Place)).Should().Equal((IssueCodes.CareContradiction, "$.care"));

        // What begins is no contradiction by itself: none holds until then.
        OutcomesJson.ReadTreatmentNotes(With("\"care\":{\"intervals\":[{\"kind\":\"other\",\"name\":\"x\",\"end\":\"ongoing\",\"from\":3}],\"none\":[\"other\"]}")).Issues.Should().BeEmpty();

        var repeated = OutcomesJson.ReadTreatmentNotes(Session("""
            "readings":[{"measure":"spo2","value":98,"minute":1},{"measure":"spo2","value":98,"minute":1}]
            """.Trim()));
        repeated.GetValueOrThrow().Sessions.Single().Readings.Should().ContainSingle();
        repeated.Issues.Select(issue => (issue.Code, issue.Place)).Should().Equal((IssueCodes.DuplicateCollapsed, "$.sessions"));
    }

    [Theory]
    [InlineData("""{"format":1,"care":{"intervals":[{"kind":"Secretol","name":"Secretol","end":"Secretol"}]}}""")]
    [InlineData("""{"format":1,"care":{"intervals":[{"kind":"other","name":"Secretol","end":"ongoing","dose":-1}]}}""")]
    [InlineData("""{"format":1,"Secretol":1}""")]
    [InlineData("""{"format":1,"history":[{"flag":"Secretol","answer":"present","at":"Secretol"}]}""")]
    [InlineData("""{"format":1,"person":{"age":"Secretol"}}""")]
    public void No_message_repeats_what_the_text_says(string json) =>
        OutcomesJson.ReadTreatmentNotes(json).Issues.Should().ContainSingle().Which.Message.Should().NotContain("Secretol");

    [Fact]
    public void Text_that_breaks_off_anywhere_is_an_issue_and_no_crash()
    {
        var whole = Session("""
            "readings":[{"measure":"spo2","value":98,"minute":1}]
            """.Trim());
        for (var length = 0; length < whole.Length; length++)
        {
            OutcomesJson.ReadTreatmentNotes(whole[..length]).IsSuccess.Should().BeFalse();
        }
    }
}
