using System.Text;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Json;
using KetamineOutcomes.Tests.Indicators;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tests.Json;

public sealed class OutcomesJsonTests
{
    private const string Total = """{"instrument":"madrs","at":7,"content":{"kind":"total-only","total":17,"provenance":"chart"}}""";

    private static string CourseWith(string members) => $$"""{"format":1,"patientId":"p","courseId":"1",{{members}}}""";

    private static IEnumerable<string> Issues(string json) => OutcomesJson.ReadCourse(json).Issues.Select(issue => issue.ToString());

    [Fact]
    public void A_course_is_written_as_documented_and_reads_back_equal()
    {
        var course = Course.Create(
            "p",
            "1",
            [
                new Administration("phq-9", Given.At("2026-03-01T08:30:00+01:00"), new AdministrationContent.Answered(AnswerSet.Of(("item2", 3), ("item10", 1)), 3), Timing.Pre),
                new Administration("madrs", Given.At("2026-03-08"), new AdministrationContent.TotalOnly(17, null, "chart"), rater: RaterKind.Clinician, recordedAt: Given.At("2026-03-09")),
                new Administration("madrs", Given.At("2026-03-15"), new AdministrationContent.NotDone()),
            ],
            [new Infusion(Given.At("2026-03-01T09:00"), "esketamine", Route.Intranasal, InfusionKind.Induction, 56, 80.5m, 40)],
            [new ClinicalEvent(ClinicalEventKind.SuicideAttempt, Given.At("2026-03-20"), Given.At("2026-03-21"))],
            followUpEnd: new FollowUpEnd(Given.At("2026-04-01"), FollowUpEndReason.LostToFollowUp),
            plan: new AssessmentPlan([new PlannedAssessment("madrs", Given.At("2026-03-08"), 1, 2)])).GetValueOrThrow();

        const string Expected = """
            {"format":1,"patientId":"p","courseId":"1","administrations":[
            {"instrument":"phq-9","at":"2026-03-01T08:30:00+01:00","content":{"kind":"answered","answers":{"item10":1,"item2":3},"statedTotal":3},"timing":"pre"},
            {"instrument":"madrs","at":"2026-03-08","content":{"kind":"total-only","total":17,"provenance":"chart"},"timing":"unspecified","rater":"clinician","recordedAt":"2026-03-09"},
            {"instrument":"madrs","at":"2026-03-15","content":{"kind":"not-done"},"timing":"unspecified"}],
            "infusions":[{"at":"2026-03-01T09:00:00","agent":"esketamine","route":"intranasal","kind":"induction","doseMg":56,"weightKg":80.5,"minutes":40}],
            "events":[{"kind":"suicide-attempt","at":"2026-03-20","recordedAt":"2026-03-21"}],"eventRecording":"recorded",
            "followUpEnd":{"at":"2026-04-01","reason":"lost-to-follow-up"},
            "plan":[{"instrument":"madrs","due":"2026-03-08","daysBefore":1,"daysAfter":2}]}
            """;
        var written = OutcomesJson.Write(course);
        written.Should().Be(Expected.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        OutcomesJson.ReadCourse(written).GetValueOrThrow().Should().Be(course);
    }

    [Fact]
    public void Every_case_of_an_answer_reads_back_equal()
    {
        var answers = AnswerSet.Create(new Dictionary<string, Answer>(StringComparer.Ordinal)
        {
            ["number"] = Answer.Number(2),
            ["decimal"] = Answer.Number(new Fraction(5, 2)),
            ["third"] = Answer.Number(new Fraction(1, 3)),
            ["option"] = Answer.Option("16b \u00E9 \"x\""),
            ["na"] = Answer.NotApplicable,
            ["unreadable"] = Answer.Unreadable,
        });
        var course = Given.Course([new Administration("x", Given.Day(0), new AdministrationContent.Answered(answers, new Fraction(1, 3)))]);

        OutcomesJson.ReadCourse(OutcomesJson.Write(course)).GetValueOrThrow().Should().Be(course);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("""{"format":1,"patientId":"p",""")]
    [InlineData("""{"format":1,"patientId":"p","courseId":"1","administrations":[]} {}""")]
    [InlineData("""{"format":1,"patientId":"p","courseId":"1","administrations":[],}""")]
    [InlineData("""{"format":1,"patientId":"\ud800","courseId":"1","administrations":[]}""")]
    public void What_is_no_JSON_is_an_issue(string json)
    {
        OutcomesJson.ReadCourse(json).IsSuccess.Should().BeFalse();
        Issues(json).Should().ContainSingle().Which.Should().StartWith("json-");
    }

    [Fact]
    public void Text_that_breaks_off_anywhere_is_an_issue_and_no_crash()
    {
        var whole = OutcomesJson.Write(Given.Course([Given.Item9(3, "1"), Given.Madrs(3, 9)], Given.Induction(0)));

        for (var length = 0; length < whole.Length; length++)
        {
            OutcomesJson.ReadCourse(whole[..length]).IsSuccess.Should().BeFalse($"it breaks off after {length} characters");
        }
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_an_issue()
    {
        var bytes = Encoding.UTF8.GetBytes(CourseWith("\"administrations\":[]"));
        bytes[Array.IndexOf(bytes, (byte)'p')] = 0xFF;

        OutcomesJson.ReadCourse(bytes).Issues.Should().ContainSingle().Which.Code.Should().StartWith("json-");
    }

    [Theory]
    [InlineData("null", "json-value-invalid:$")]
    [InlineData("[]", "json-value-invalid:$")]
    [InlineData("""{"format":2,"patientId":"p","courseId":"1","administrations":[]}""", "json-format-unsupported:$.format")]
    [InlineData("""{"format":"1","patientId":"p","courseId":"1","administrations":[]}""", "json-value-invalid:$.format")]
    [InlineData("""{"patientId":"p","courseId":"1","administrations":[]}""", "json-member-missing:$")]
    [InlineData("""{"format":1,"patientId":"p","administrations":[]}""", "json-member-missing:$")]
    [InlineData("""{"format":1,"patientId":null,"courseId":"1","administrations":[]}""", "json-value-invalid:$.patientId")]
    [InlineData("""{"format":1,"patientId":" ","courseId":"1","administrations":[]}""", "json-value-invalid:$.patientId")]
    [InlineData("""{"format":1,"patientId":"p","courseId":"","administrations":[]}""", "json-value-invalid:$.courseId")]
    [InlineData("""{"format":1,"patientId":"p","courseId":"1","administrations":null}""", "json-value-invalid:$.administrations")]
    [InlineData("""{"format":1,"patientId":"p","courseId":"1","administrations":[],"weight":80}""", "json-member-unknown:$.weight")]
    [InlineData("""{"format":1,"patientId":"p","courseId":"1","patientId":"q","administrations":[]}""", "json-member-duplicate:$.patientId")]
    [InlineData("""{"format":1,"PatientId":"p","courseId":"1","administrations":[]}""", "json-member-unknown:$.PatientId")]
    public void The_outer_object_is_read_strictly(string json, string issue) => Issues(json).Should().Equal(issue);

    [Theory]
    [InlineData("\"administrations\":[null]", "json-value-invalid:$.administrations[0]")]
    [InlineData("\"administrations\":[],\"infusions\":[null]", "json-value-invalid:$.infusions[0]")]
    [InlineData("\"administrations\":[],\"events\":[null]", "json-value-invalid:$.events[0]")]
    [InlineData("\"administrations\":[],\"plan\":[null]", "json-value-invalid:$.plan[0]")]
    [InlineData("\"administrations\":[],\"infusions\":[{\"at\":0,\"agent\":\" \"}]", "json-value-invalid:$.infusions[0]")]
    [InlineData("\"administrations\":[],\"infusions\":[{\"at\":0,\"agent\":\"k\"},{\"at\":0,\"agent\":\"k\",\"doseMg\":-77}]", "json-value-invalid:$.infusions[1]")]
    [InlineData("\"administrations\":[],\"infusions\":[{\"at\":0,\"agent\":\"k\",\"route\":\"rectal\"}]", "json-value-invalid:$.infusions[0].route")]
    [InlineData("\"administrations\":[],\"infusions\":[{\"at\":0,\"agent\":\"k\",\"route\":1}]", "json-value-invalid:$.infusions[0].route")]
    [InlineData("\"administrations\":[],\"plan\":[{\"instrument\":\"madrs\",\"due\":3,\"daysBefore\":-77}]", "json-value-invalid:$.plan[0]")]
    [InlineData("\"administrations\":[],\"events\":[{\"kind\":\"other\",\"at\":3,\"recordedAt\":\"2026-03-01\"}]", "json-value-invalid:$.events[0]")]
    [InlineData("\"administrations\":[],\"eventRecording\":\"Recorded\"", "json-value-invalid:$.eventRecording")]
    [InlineData("\"administrations\":[],\"infusions\":[{\"at\":0,\"agent\":\"k\"},{\"at\":\"2026-03-01\",\"agent\":\"k\"}]", "mixed-time-scales")]
    public void Every_record_is_read_strictly_and_named(string members, string issue)
    {
        Issues(CourseWith(members)).Should().Equal(issue);
        OutcomesJson.ReadCourse(CourseWith(members)).Issues[0].Message.Should().NotContain("77").And.NotContain("rectal");
    }

    [Theory]
    [InlineData("""{"instrument":"madrs","content":{"kind":"not-done"}}""", "json-member-missing:$.administrations[1]")]
    [InlineData("""{"instrument":"madrs","at":"2026-02-30","content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1].at")]
    [InlineData("""{"instrument":"madrs","at":1e9,"content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1].at")]
    [InlineData("""{"instrument":"madrs","at":"7","content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1].at")]
    [InlineData("""{"instrument":" ","at":7,"content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1]")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"refused"}}""", "json-value-invalid:$.administrations[1].content")]
    [InlineData("""{"instrument":"madrs","at":7,"content":null}""", "json-value-invalid:$.administrations[1].content")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"not-done","total":77}}""", "json-value-invalid:$.administrations[1].content")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"total-only","total":77}}""", "json-value-invalid:$.administrations[1].content")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"total-only","total":77,"provenance":" "}}""", "json-value-invalid:$.administrations[1]")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"total-only","total":"77/0","provenance":"x"}}""", "json-value-invalid:$.administrations[1].content.total")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"total-only","total":1e400,"provenance":"x"}}""", "json-value-invalid:$.administrations[1].content.total")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"answered","answers":{"item1":null}}}""", "json-value-invalid:$.administrations[1].content.answers.item1")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"answered","answers":{"item1":true}}}""", "json-value-invalid:$.administrations[1].content.answers.item1")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"answered","answers":{"item1":[77]}}}""", "json-value-invalid:$.administrations[1].content.answers.item1")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"answered","answers":{"item1":{"case":"refused"}}}}""", "json-value-invalid:$.administrations[1].content.answers.item1")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"answered","answers":{"item1":77,"item1":78}}}""", "json-member-duplicate:$.administrations[1].content.answers.item1")]
    [InlineData("""{"instrument":"madrs","at":7,"content":{"kind":"answered","answers":{"":77}}}""", "json-value-invalid:$.administrations[1]")]
    [InlineData("""{"instrument":"madrs","at":7,"timing":"during","content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1].timing")]
    [InlineData("""{"instrument":"madrs","at":7,"rater":"nurse","content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1].rater")]
    [InlineData("""{"instrument":"madrs","at":7,"recordedAt":"2026-03-01","content":{"kind":"not-done"}}""", "json-value-invalid:$.administrations[1]")]
    [InlineData("""{"instrument":"madrs","at":7,"note":"77","content":{"kind":"not-done"}}""", "json-member-unknown:$.administrations[1].note")]
    public void Every_questionnaire_is_read_strictly_and_its_answers_are_not_repeated(string record, string issue)
    {
        var result = OutcomesJson.ReadCourse(CourseWith($"\"administrations\":[{Total},{record}]"));

        result.Issues.Select(i => i.ToString()).Should().Equal(issue);
        result.Issues[0].Message.Should().NotContain("77").And.NotContain("refused").And.NotContain("nurse").And.NotContain("during");
    }

    [Fact]
    public void A_course_with_a_tiny_or_huge_total_is_assessed_and_does_not_crash()
    {
        foreach (var total in new[] { "\"1/999999999999999999\"", "999999999999999999", "-999999999999999999", "\"-1/999999999999999999\"" })
        {
            foreach (var scale in new[] { "", ",\"scale\":\"complex\"" })
            {
                var read = OutcomesJson.ReadCourse(CourseWith($$$"""
                    "administrations":[{"instrument":"whodas-12","at":7,"content":{"kind":"total-only","total":{{{total}}},"provenance":"x"{{{scale}}} } }],"infusions":[{"at":0,"agent":"ketamine"}]
                    """));

                if (read.TryGetValue(out var course))
                {
                    course.Assess("last").Results.Where(result => result.Indicator == "score").Should().OnlyContain(result => result.Outcome.State == "indeterminate");
                }
            }
        }
    }

    public static TheoryData<string, string> Scores => new()
    {
        { "phq-9", "2 2 3 1 2 1 1 0 1" },
        { "phq-9", "2 2 3 1 2 1 1 0 ." },
        { "phq-9", "2 2 3 1 2 1 1 0 9" },
        { "c-ssrs-screener", "0 0 . . . no" },
        { "promis-depression-8a", "1 2 3 4 5 1 2 3" },
        { "wsas", "na 4 4 4 4" },
        { "who-5", "1 2 3 4 5" },
    };

    [Theory]
    [MemberData(nameof(Scores))]
    public void Every_score_reads_back_equal(string instrument, string answers)
    {
        var sheet = InstrumentCatalogue.Shipped.Find(instrument)!;

        foreach (var score in sheet.ScoreAll(TestDefinitions.Answers(sheet, answers)).Scores.Concat(sheet.TotalScale is not null ? [sheet.ScoreTotal(20), sheet.ScoreTotal(2000)] : []))
        {
            OutcomesJson.ReadScore(OutcomesJson.Write(score)).GetValueOrThrow().Should().Be(score);
        }
    }

    [Theory]
    [InlineData("\"kind\":\"scored\"", "\"kind\":\"incomplete\"")]
    [InlineData("\"kind\":\"scored\"", "\"kind\":\"guessed\"")]
    [InlineData("\"text\":\"13\"", "\"text\":\"14\"")]
    [InlineData("\"decimals\":0", "\"decimals\":-1")]
    [InlineData("\"decimals\":0", "\"decimals\":99")]
    [InlineData("\"exact\":13,", "")]
    [InlineData("\"exact\":13,", "\"exact\":13,\"met\":true,")]
    [InlineData("\"alerts\":[", "\"alerts\":[null,")]
    [InlineData("\"sources\":[", "\"sources\":[null,")]
    [InlineData("\"missingItems\":[", "\"missingItems\":[null")]
    [InlineData("\"format\":1", "\"format\":3")]
    [InlineData("\"answered\":9", "\"answered\":9,\"answered\":9")]
    [InlineData("\"answered\":9,", "")]
    public void A_score_is_read_strictly(string from, string to)
    {
        var written = OutcomesJson.Write(InstrumentCatalogue.Shipped.Find("phq-9")!.Score([2, 2, 3, 1, 2, 1, 1, 0, 1]));
        written.Should().Contain(from);

        var result = OutcomesJson.ReadScore(written.Replace(from, to, StringComparison.Ordinal));

        result.IsSuccess.Should().BeFalse();
        result.Issues.Should().ContainSingle().Which.Place.Should().StartWith("$");
    }

    private static readonly Course Answers = Given.Course(
        [Given.Madrs(-3, 33), Given.Madrs(-1, 34), Given.Madrs(7, 11), Given.Madrs(9, 61), Given.Item9(7, "1"), Given.Item9(30, "."), Given.Form("c-ssrs-screener", Given.Day(7), "0 0 . . . no")],
        Given.Induction(0));

    [Fact]
    public void Every_answer_reads_back_equal_with_its_sentence()
    {
        var results = new[] { "every-visit", "last", "infusion:4", "end-of-induction" }.SelectMany(point => Answers.Assess(point, "mean-before").Results).ToList();
        results.Select(result => result.Outcome.Kind).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo("judged", "measured", "classified", "not-applicable", "indeterminate");

        foreach (var result in results)
        {
            var back = OutcomesJson.ReadIndicatorResult(OutcomesJson.Write(result)).GetValueOrThrow();
            back.Should().Be(result);
            back.Explain().Should().Be(result.Explain());
        }
    }

    [Theory]
    [InlineData("\"state\":\"met\"", "\"state\":\"perhaps\"")]
    [InlineData("\"state\":\"met\"", "\"state\":\"unconfirmed\"")]
    [InlineData("\"state\":\"met\"", "\"state\":\"met\",\"reason\":\"stale\"")]
    [InlineData("\"state\":\"met\"", "\"state\":\"met\",\"value\":3")]
    [InlineData("\"kind\":\"judged\"", "\"kind\":\"measured\"")]
    [InlineData("\"kind\":\"judged\"", "\"kind\":\"indeterminate\"")]
    [InlineData("\"flags\":[", "\"flags\":[null,")]
    [InlineData("\"parameters\":[", "\"parameters\":[null,")]
    [InlineData("\"observations\":[", "\"observations\":[null,")]
    [InlineData("\"format\":1", "\"format\":0")]
    [InlineData("\"series\":1", "\"series\":\"1\"")]
    [InlineData("\"series\":1,", "")]
    public void An_answer_is_read_strictly(string from, string to)
    {
        var written = OutcomesJson.Write(Answers.Assess("day:7").Results.Single(r => r.Instrument == "madrs" && r.Indicator == "response"));
        written.Should().Contain(from);

        var result = OutcomesJson.ReadIndicatorResult(written.Replace(from, to, StringComparison.Ordinal));

        result.IsSuccess.Should().BeFalse();
        result.Issues.Should().ContainSingle().Which.Place.Should().StartWith("$");
    }

    [Fact]
    public void A_null_text_is_a_mistake_of_the_caller()
    {
        var course = () => OutcomesJson.ReadCourse((string)null!);
        var score = () => OutcomesJson.ReadScore(null!);
        var result = () => OutcomesJson.ReadIndicatorResult(null!);

        course.Should().Throw<ArgumentNullException>();
        score.Should().Throw<ArgumentNullException>();
        result.Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("0.0e5", true)]
    [InlineData("1e-40", false)] // a decimal would make it 0, a legal answer
    [InlineData("1e40", false)]
    public void A_number_is_read_as_it_is_written(string number, bool isRead) =>
        OutcomesJson.ReadCourse("{\"format\":1,\"patientId\":\"p\",\"courseId\":\"1\",\"administrations\":[{\"instrument\":\"phq-9\",\"at\":0,\"content\":{\"kind\":\"answered\",\"answers\":{\"item1\":" + number + "}}}]}")
            .IsSuccess.Should().Be(isRead);

    [Fact]
    public void Notes_that_could_not_be_read_are_not_lost_on_the_wire()
    {
        var notes = new TreatmentNotes(unreadable: [new UnreadableRecord("history/mania", Given.Day(-3)), new UnreadableRecord(UnreadableRecord.Care, null)]);

        OutcomesJson.ReadTreatmentNotes(OutcomesJson.Write(notes)).GetValueOrThrow().Should().Be(notes);
        notes.AsOf(Given.Day(-4)).Unreadable.Should().Equal(new UnreadableRecord(UnreadableRecord.Care, null));
    }
}
