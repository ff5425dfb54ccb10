using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;
using KetamineOutcomes.Treatment.ConcurrentCare;
using KetamineOutcomes.Treatment.Screens;

namespace KetamineOutcomes.Tables.Tests.Courses;

public sealed class NotesTablesTests
{
    private static ClinicalTime At(string text) => ClinicalTime.TryParse(text, out var time) ? time : throw new ArgumentException("Not a time.", nameof(text));

    private static Course Course(string patient, params string[] infusions) =>
        KetamineOutcomes.Treatment.Course.Create(patient, "1", [], infusions.Select(at => new Infusion(At(at)))).GetValueOrThrow();

    private static TableSource? Source(string? text, string name) =>
        text is null ? null : new(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, name.EndsWith('l') ? TableFormat.JsonLines : TableFormat.Csv);

    private static NotesTablesResult Read(string? chair = null, string? care = null, string? history = null, params Course[] courses) => NotesTables.Read(
        courses.Length > 0 ? courses : [Course("p", "2026-03-01T09:00", "2026-03-04T09:00")],
        Source(chair, chair is ['{', ..] ? "c.jsonl" : "c.csv"),
        Source(care, "k.csv"),
        Source(history, "h.csv"));

    private static string[] Errors(NotesTablesResult result) => [.. result.Errors.Select(error => $"{error.File}:{error.Line}:{error.Field}:{error.Code}")];

    private static string[] Readings(ChairSession session) => [.. session.Readings.Select(reading => $"{reading.Minute} {reading.Measure} {reading.Value}")];

    [Fact]
    public void Readings_are_tied_to_an_infusion_by_its_number_its_time_or_its_day()
    {
        var result = Read(
            """
            patient_id,infusion,given_at,minutes,measured_at,measure,value
            p,1,,-5,,blood-pressure,120/80
            p,,2026-03-01T09:00,,2026-03-01T09:40,systolic,160
            p,,2026-03-04,40,,MOAA-S,4
            p,2,,240,,side-effect:Nausea,present
            p,2,,300,,side-effect:nausea,0
            p,2,,130,,observed-until,
            p,2,,60,,spo2,NA

            """);

        result.ExitCode.Should().Be(0);
        result.Rows.Should().Be(7);
        var notes = result.Courses.Single().Notes;
        Readings(notes.Sessions[0]).Should().Equal("-5 Systolic 120", "-5 Diastolic 80", "40 Systolic 160");
        Readings(notes.Sessions[1]).Should().Equal("40 Sedation 4");
        notes.Sessions[1].Sightings.Select(sighting => (sighting.Effect, sighting.IsPresent)).Should().Equal(("nausea", true), ("nausea", false));
        notes.Sessions[1].ObservedUntil.Should().Be((Fraction)130);
    }

    [Fact]
    public void A_reading_after_the_next_infusion_is_named_with_its_line_and_left_out()
    {
        // 1 March 09:00 to 4 March 09:00 are 4320 minutes.
        var result = Read("patient_id,infusion,minutes,measure,value\np,1,40,blood-pressure,150/85\np,1,4360,blood-pressure,190/112\n");

        result.ExitCode.Should().Be(0);
        result.Notices.Select(notice => (notice.Code, notice.File, notice.Line)).Should().Equal((IssueCodes.ChairAfterNext, "c.csv", 3L));
        Readings(result.Courses.Single().Notes.Sessions.Single()).Should().Equal("40 Systolic 150", "40 Diastolic 85");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)] // the day of the first infusion
    [InlineData("2026-03-10", false)]
    public void None_is_contradicted_only_by_care_from_before_the_first_infusion(string from, bool isError)
    {
        var result = Read(care: $"patient_id,kind,name,from_at\np,benzodiazepine,none,\np,benzodiazepine,lorazepam,{from}\n");

        Errors(result).Should().Equal(isError ? ["k.csv:2:name:care-contradiction"] : []);
        result.Courses.Single().Notes.Care.StateAt(CareKind.Benzodiazepine, At("2026-02-27")).Should().Be(from.Length == 0 ? CareState.InForce : CareState.NotInForce);
    }

    [Fact]
    public void Json_lines_say_the_same()
    {
        var csv = Read("patient_id,infusion,minutes,measure,value\np,1,40,systolic,160\n");
        var lines = Read("{\"patient_id\":\"p\",\"infusion\":1,\"minutes\":40,\"measure\":\"systolic\",\"value\":160}\n");

        lines.Courses.Should().Equal(csv.Courses);
    }

    [Theory]
    [InlineData("p,3,,40,,systolic,160", "infusion:infusion-unmatched")]
    [InlineData("p,,2026-03-02,40,,systolic,160", "given_at:infusion-unmatched")]
    [InlineData("p,,,40,,systolic,160", "given_at:value-missing")]
    [InlineData("p,0,,40,,systolic,160", "infusion:value-unreadable")]
    [InlineData("p,1,2026-03-01,40,,systolic,160", "infusion:value-contradiction")]
    [InlineData("p,1,,40,2026-03-01T09:40,systolic,160", "minutes:value-contradiction")]
    [InlineData("p,1,,,,systolic,160", "measured_at:value-missing")]
    [InlineData("p,1,,soon,,systolic,160", "minutes:value-unreadable")]
    [InlineData("p,1,,20000,,systolic,160", "minutes:value-unreadable")]
    [InlineData("p,1,,40,,pulse,60", "measure:value-unreadable")]
    [InlineData("p,1,,40,,,60", "measure:value-missing")]
    [InlineData("p,1,,40,,moaa-s,6", "value:value-unreadable")]
    [InlineData("p,1,,40,,spo2,high", "value:value-unreadable")]
    [InlineData("p,1,,40,,spo2,0.97", "value:chair-percent-expected")]
    [InlineData("p,1,,40,,spo2,1", "value:chair-percent-expected")] // nobody lives at 1 %: it is a fraction
    [InlineData("p,1,,40,,spo2,100.1", "value:value-unreadable")]
    [InlineData("p,1,,40,,blood-pressure,80/120", "value:value-unreadable")]
    [InlineData("p,1,,40,,blood-pressure,120", "value:value-unreadable")]
    [InlineData("p,1,,40,,side-effect:,1", "measure:value-unreadable")]
    [InlineData("p,1,,40,,side-effect:nausea,2", "value:value-unreadable")]
    public void A_row_of_the_chair_that_cannot_be_read_is_listed_and_left_out(string row, string error)
    {
        var result = Read("patient_id,infusion,given_at,minutes,measured_at,measure,value\n" + row + "\np,1,,5,,heart-rate,70\n");

        Errors(result).Should().Equal("c.csv:2:" + error);
        result.ExitCode.Should().Be(1);
        Readings(result.Courses.Single().Notes.Sessions.Single()).Should().Equal("5 HeartRate 70");
    }

    [Fact]
    public void A_reading_after_the_recorded_death_is_named_with_its_line_and_kept()
    {
        var course = KetamineOutcomes.Treatment.Course.Create("p", "1", [], [new Infusion(At("2026-03-01T09:00"))], [new ClinicalEvent(ClinicalEventKind.Death, At("2026-03-01T09:45"))]).GetValueOrThrow();
        var result = Read("patient_id,infusion,minutes,measured_at,measure,value\np,1,45,,systolic,120\np,1,46,,systolic,121\np,1,,2026-03-02,side-effect:nausea,present\n", courses: course);

        // Minute 45 is 09:45 itself. The day after is surely later.
        result.ExitCode.Should().Be(0);
        result.Notices.Where(notice => notice.Code == IssueCodes.AfterDeath).Select(notice => (notice.Severity, notice.File, notice.Line)).Should().Equal((IssueSeverity.Notice, "c.csv", 3L), (IssueSeverity.Notice, "c.csv", 4L));
        Readings(result.Courses.Single().Notes.Sessions.Single()).Should().Equal("45 Systolic 120", "46 Systolic 121");
    }

    [Fact]
    public void Two_infusions_of_one_day_need_the_time_of_day()
    {
        var course = Course("p", "2026-03-01T09:00", "2026-03-01T15:00");

        Errors(Read("patient_id,given_at,minutes,measure,value\np,2026-03-01,40,systolic,160\n", courses: course)).Should().Equal("c.csv:2:given_at:infusion-unmatched");
        Read("patient_id,given_at,minutes,measure,value\np,2026-03-01T15:00,40,systolic,160\n", courses: course).Courses.Single().Notes.Sessions.Single().Infusion.Should().Be(course.Infusions[1]);
    }

    [Fact]
    public void Care_has_open_ends_doses_and_none()
    {
        var result = Read(care: """
            patient_id,kind,name,from_at,to_at,end,dose,unit
            p,antidepressant,sertraline,,2026-03-02,,50,mg/day
            p,antidepressant,sertraline,2026-03-03,,,100,mg/day
            p,benzodiazepine,none,,,,,
            p,psychotherapy,CBT,2026-01-10,,unknown,,
            p,life-event,bereavement,2026-03-05,2026-03-05,,,

            """);

        result.ExitCode.Should().Be(0);
        result.Courses.Single().Notes.Care.Should().Be(CareLog.Create(
            [
                new CareInterval(CareKind.Antidepressant, "sertraline", to: At("2026-03-02"), dose: 50, unit: "mg/day"),
                new CareInterval(CareKind.Antidepressant, "sertraline", At("2026-03-03"), dose: 100, unit: "mg/day"),
                new CareInterval(CareKind.Psychotherapy, "CBT", At("2026-01-10"), isEndUnknown: true),
                new CareInterval(CareKind.LifeEvent, "bereavement", At("2026-03-05"), At("2026-03-05")),
            ],
            [CareKind.Benzodiazepine]).GetValueOrThrow());
    }

    [Theory]
    [InlineData("p,yoga,x,,,,", "kind:value-unreadable")]
    [InlineData("p,antidepressant,,,,,", "name:value-missing")]
    [InlineData("p,antidepressant,None,,,,", "name:value-missing")]
    [InlineData("p,antidepressant,none,2026-03-01,,,", "name:value-contradiction")]
    [InlineData("p,antidepressant,x,2026-03-05,2026-03-04,,", "to_at:value-contradiction")]
    [InlineData("p,antidepressant,x,,2026-03-04,unknown,", "end:value-contradiction")]
    [InlineData("p,antidepressant,x,,,,-1", "dose:value-unreadable")]
    [InlineData("p,antidepressant,x,yesterday,,,", "from_at:value-unreadable")]
    public void A_row_of_care_that_cannot_be_read_is_listed_and_left_out(string row, string error)
    {
        var result = Read(care: "patient_id,kind,name,from_at,to_at,end,dose\n" + row + "\n");

        Errors(result).Should().Equal("k.csv:2:" + error);
        result.Courses.Single().Notes.Care.Should().Be(CareLog.Empty);
    }

    [Fact]
    public void A_kind_that_is_listed_and_none_is_an_error_and_relative_days_beside_dates_too()
    {
        Errors(Read(care: "patient_id,kind,name\np,other,x\np,other,none\n")).Should().Equal("k.csv:3:name:care-contradiction");
        Errors(Read(care: "patient_id,kind,name,from_day\np,other,x,3\n")).Should().Equal("k.csv:2:from_at:mixed-time-scales");
    }

    [Fact]
    public void History_sex_and_age_are_read_and_an_empty_answer_was_not_asked()
    {
        var notes = Read(history: """
            patient_id,history,answer,asked_at,sex,age
            p,psychosis,absent,2026-02-01,F,44
            p,mania,not-known,2026-02-01,,
            p,uncontrolled-blood-pressure,,2026-02-01,,44

            """).Courses.Single().Notes;

        notes.History.Should().Equal(new HistoryEntry(HistoryFlag.Psychosis, HistoryAnswer.Absent, At("2026-02-01")), new HistoryEntry(HistoryFlag.Mania, HistoryAnswer.NotKnown, At("2026-02-01")));
        notes.Person.Should().Be(new Covariates(Sex.Female, 44));
    }

    [Theory]
    [InlineData("p,psychosis,perhaps,2026-02-01,,", "answer:value-unreadable")]
    [InlineData("p,epilepsy,absent,2026-02-01,,", "history:value-unreadable")]
    [InlineData("p,psychosis,absent,,,", "asked_at:value-missing")]
    [InlineData("p,,,,male,", "sex:value-contradiction")]
    [InlineData("p,,,,,45", "age:value-contradiction")]
    [InlineData("p,,,,,131", "age:covariate-unreadable")]
    public void A_row_of_history_that_cannot_be_read_is_listed_and_left_out(string row, string error) =>
        Errors(Read(history: "patient_id,history,answer,asked_at,sex,age\np,,,,female,44\n" + row + "\n")).Should().Equal("h.csv:3:" + error);

    [Theory]
    [InlineData("p,mania,present,2026-01-02,female,35", "")] // a birthday on the day between
    [InlineData("p,mania,present,2025-12-31,female,33", "")]
    [InlineData("p,mania,present,2027-01-01,female,35", "")]
    [InlineData("p,mania,present,2028-01-01,female,36", "")] // 730 days: two years
    [InlineData("p,mania,present,2028-01-01,female,37", "age:value-contradiction")]
    [InlineData("p,mania,present,2028-01-03,female,35", "age:value-contradiction")] // 732 days: two birthdays at least
    [InlineData("p,mania,present,2026-01-01,female,35", "age:value-contradiction")] // two ages on one day
    [InlineData("p,mania,present,2026-01-02,female,33", "age:value-contradiction")] // nobody grows younger
    [InlineData("p,mania,present,2026-01-02,male,34", "sex:value-contradiction")]
    [InlineData("p,mania,present,2026-01-02,x,34", "sex:value-unreadable")]
    [InlineData("p,mania,present,2026-01-02,female,131", "age:covariate-unreadable")]
    public void An_answer_is_never_lost_by_the_sex_or_the_age_of_its_row(string row, string error)
    {
        var result = Read(history: "patient_id,history,answer,asked_at,sex,age\np,mania,absent,2026-01-01,female,34\n" + row + "\n");

        Errors(result).Should().Equal(error.Length == 0 ? [] : ["h.csv:3:" + error]);
        result.ExitCode.Should().Be(error.Length == 0 ? 0 : 1);
        var notes = result.Courses.Single().Notes;
        notes.History.Select(entry => entry.Answer).Should().BeEquivalentTo([HistoryAnswer.Absent, HistoryAnswer.Present]);
        notes.Person.Should().Be(new Covariates(Sex.Female, row.EndsWith("33") && error.Length == 0 ? 33 : 34));
    }

    [Theory]
    [InlineData("p,2026-03-32T09:00,", 1)]
    [InlineData("p,2026-03-02T09:00,rectal", 1)]
    [InlineData("p,2026-03-02T09:00,iv", 0)]
    [InlineData("q,2026-03-32T09:00,", 0)] // another person's
    public void A_number_names_no_infusion_where_a_row_of_the_treatments_was_lost(string lost, int lostRows)
    {
        var courses = CourseTables.Read(null, Source("patient_id,given_at,route\np,2026-03-01T09:00,iv\n" + lost + "\np,2026-03-04T09:00,iv\n", "t.csv")).Courses;
        var result = Read("patient_id,infusion,given_at,minutes,measure,value\np,2,,40,systolic,160\np,,2026-03-04T09:00,41,systolic,150\n", courses: [.. courses]);

        courses.Should().ContainSingle("a row that cannot be read makes no course");
        Errors(result).Should().Equal(lostRows == 0 ? [] : ["c.csv:2:infusion:infusion-unmatched"]);
        Readings(result.Courses.Single().Notes.Sessions[^1]).Should().Contain("41 Systolic 150").And.HaveCount(lost.StartsWith('q') ? 2 : 1);
        result.Courses.Single().Notes.Sessions[^1].Infusion.At.Should().Be(At("2026-03-04T09:00"));
    }

    [Theory]
    [InlineData("p,psychosis,present,2026-13-01", "history/psychosis")]
    [InlineData("p,Psychosis,perhaps,2026-02-01", "history/psychosis@2026-02-01")]
    [InlineData("p,epilepsy,present,2026-02-01", "history@2026-02-01")]
    [InlineData("p,psychosis,,2026-13-01", "")] // not answered: it was not asked
    public void The_notes_know_of_a_row_of_history_that_was_lost(string row, string lost) =>
        Lost(Read(history: "patient_id,history,answer,asked_at\n" + row + "\n")).Should().Equal(lost.Length == 0 ? [] : [lost]);

    [Theory]
    [InlineData("p,benzodiazepine,lorazepam,2026-13-01,", "care/benzodiazepine")]
    [InlineData("p,benzodiazepine,lorazepam,2026-02-01,soon", "care/benzodiazepine@2026-02-01")]
    [InlineData("p,benzodiazepine,lorazepam,2026-02-01,2026-01-01", "care/benzodiazepine")] // either of the two may be wrong
    [InlineData("p,yoga,x,,", "care")]
    [InlineData("q,benzodiazepine,lorazepam,2026-13-01,", "")]
    public void The_notes_know_of_a_row_of_care_that_was_lost(string row, string lost) =>
        Lost(Read(care: "patient_id,kind,name,from_at,to_at\n" + row + "\n")).Should().Equal(lost.Length == 0 ? [] : [lost]);

    private static string[] Lost(NotesTablesResult result) => [.. result.Courses.Single().Notes.Unreadable.Select(record => record.About + (record.At is { } at ? $"@{at}" : ""))];

    [Fact]
    public void Every_row_of_a_patient_or_course_that_no_other_table_has_is_listed_with_its_line()
    {
        var result = Read(
            "patient_id,infusion,minutes,measure,value\nq,1,40,systolic,160\nq,1,60,systolic,150\np,1,60,systolic,150\n",
            "patient_id,course_id,kind,name\np,2,other,x\np,1,other,x\n",
            "patient_id,history,answer,asked_at\nr,mania,absent,2026-02-01\n");

        result.ExitCode.Should().Be(1);
        Errors(result).Should().Equal(
            "c.csv:2:patient_id:course-missing",
            "c.csv:3:patient_id:course-missing",
            "k.csv:2:course_id:course-missing",
            "h.csv:2:patient_id:course-missing");
        Readings(result.Courses.Single().Notes.Sessions.Single()).Should().Equal("60 Systolic 150");
        result.Courses.Single().Notes.Care.Intervals.Should().ContainSingle();
    }

    [Fact]
    public void A_row_of_a_course_without_an_infusion_is_listed_too() => Errors(Read(
        "patient_id,infusion,minutes,measure,value\np,1,60,systolic,150\n",
        "patient_id,kind,name\np,other,x\n",
        "patient_id,history,answer,asked_at\np,mania,absent,2026-02-01\n",
        Course("p"))).Should().Equal("c.csv:2:patient_id:course-missing", "k.csv:2:patient_id:course-missing", "h.csv:2:patient_id:course-missing");

    [Theory]
    [InlineData("none", "lorazepam")]
    [InlineData("NONE", "Lorazepam")]
    public void A_kind_listed_and_said_to_be_none_is_an_error_of_its_row_and_the_rest_is_kept(string none, string listed)
    {
        foreach (var isNoneFirst in new[] { true, false })
        {
            string[] rows = [$"p,benzodiazepine,{none},", $"p,benzodiazepine,{listed},2026-01-01"];
            var result = Read(care: "patient_id,kind,name,from_at\np,psychotherapy,cbt,2025-01-01\n" + string.Join('\n', isNoneFirst ? rows : Enumerable.Reverse(rows)) + "\np,life-event,Move,\n");

            result.ExitCode.Should().Be(1);
            Errors(result).Should().Equal($"k.csv:{(isNoneFirst ? 3 : 4)}:name:care-contradiction");
            result.Courses.Single().Notes.Care.Intervals.Select(interval => interval.Name).Should().Equal("cbt", "lorazepam", "move");
        }
    }

    [Fact]
    public void Pandas_None_is_a_missing_name_and_no_answer() =>
        Errors(Read(care: "patient_id,kind,name\np,other,None\n")).Should().Equal("k.csv:2:name:value-missing");

    [Fact]
    public void When_care_was_recorded_is_read()
    {
        var result = Read(care: "patient_id,kind,name,from_at,to_at,recorded_at\np,benzodiazepine,Xanax,2026-01-01,2026-03-10,2026-04-02\np,other,x,,,7\n");

        Errors(result).Should().Equal("k.csv:3:recorded_at:value-unreadable");
        result.Courses.Single().Notes.Care.Intervals.Should().Equal(new CareInterval(CareKind.Benzodiazepine, "xanax", At("2026-01-01"), At("2026-03-10"), recordedAt: At("2026-04-02")));
    }

    [Fact]
    public void A_table_without_a_needed_column_is_unusable()
    {
        Read("patient_id,measure\np,systolic\n").Error!.Code.Should().Be(TableCodes.ColumnMissing);
        Read(care: "patient_id,name\np,x\n").ExitCode.Should().Be(2);
        Read(history: "patient,history\np,mania\n").Error!.Field.Should().Be("patient_id");
    }

    [Fact]
    public void Clock_times_beside_an_infusion_without_a_time_of_day_are_a_warning()
    {
        var result = Read("patient_id,infusion,measured_at,measure,value\np,1,2026-03-01T09:40,systolic,160\n", courses: Course("p", "2026-03-01"));

        result.ExitCode.Should().Be(0);
        result.Notices.Select(notice => notice.Code).Should().Equal(IssueCodes.ChairNotTimed);
        result.Courses.Single().Notes.Sessions.Single().UntimedReadings.Single().Value.Should().Be((Fraction)160, "what was seen that day is kept");
    }

    [Fact]
    public void Each_row_whose_time_has_no_minute_is_named_by_its_line_and_nothing_of_the_person()
    {
        var result = Read("patient_id,infusion,measured_at,measure,value\np,1,2026-03-01T09:40,systolic,160\np,1,2026-03-01T09:50Z,systolic,187\np,1,2026-03-09T10:00,spo2,97\np,1,2026-03-01T10:30,side-effect:nausea,present\np,1,2026-03-01T11:00Z,observed-until,\n", courses: Course("p", "2026-03-01T09:00"));

        result.Notices.Select(notice => (notice.Code, notice.Line)).Should().Equal((IssueCodes.ChairNotTimed, 3L), (IssueCodes.ChairFar, 4L), (IssueCodes.ChairNotTimed, 6L));
        result.Notices.Should().OnlyContain(notice => !notice.ToString()!.Contains("187") && !notice.ToString()!.Contains("nausea"));
        result.Courses.Single().Notes.Sessions.Single().UntimedEnds.Should().Equal([At("2026-03-01T11:00Z")]);
    }

    [Fact]
    public void The_order_of_rows_and_the_splitting_of_a_table_change_nothing()
    {
        string[] rows = ["p,1,-5,blood-pressure,125/80", "p,1,40,blood-pressure,168/100", "p,1,90,blood-pressure,131/85", "p,2,0,blood-pressure,120/75", "p,2,40,cadss-6,9", "p,1,130,observed-until,", "p,1,100,observed-until,"];
        const string Header = "patient_id,infusion,minutes,measure,value\n";
        var whole = Read(Header + string.Join('\n', rows)).Courses.Single();

        Read(Header + string.Join('\n', Enumerable.Reverse(rows))).Courses.Single().Should().Be(whole);
        whole.Notes.Sessions[0].ObservedUntil.Should().Be((Fraction)130);
        for (var cut = 0; cut <= rows.Length; cut++)
        {
            var first = Read(Header + string.Join('\n', rows[..cut])).Courses.Single().Notes;
            var second = Read(Header + string.Join('\n', rows[cut..])).Courses.Single().Notes;
            new TreatmentNotes(first.Sessions.Concat(second.Sessions)).Should().Be(whole.Notes);
        }
    }

    [Fact]
    public void The_rows_come_out_as_the_wires_table()
    {
        var notes = Read("patient_id,infusion,minutes,measure,value\np,1,-5,blood-pressure,125/80\np,1,40,blood-pressure,168/100\np,1,125,blood-pressure,131/85\n").Courses.Single();
        using var stream = new MemoryStream();
        using (var table = IndicatorTable.Create(stream, TableFormat.Csv))
        {
            foreach (var result in NotesAssessment.Assess(notes.Course, notes.Notes).Results)
            {
                table.Write(result);
            }
        }

        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');

        // From 40 to 125 is more than an hour: the minutes above are 0 to 125; the rise of 43 was seen all the same.
        lines.Should().Contain(line => line.StartsWith("p,1,1,chair,blood-pressure,threshold,rise-40-25,infusion:1,2026-03-01T09:00:00,met,,,,,0,2026-03-01T11:05:00,,", StringComparison.Ordinal));
        lines.Should().Contain(line => line.StartsWith("p,1,1,chair,systolic,minutes-above,rise-40-25,infusion:1,2026-03-01T09:00:00,measured,0.0,0.0,125.0,min,0,2026-03-01T11:05:00,,", StringComparison.Ordinal));
        lines.Should().Contain(line => line.StartsWith("p,1,1,screen,history,history,psychosis,before-treatment,,indeterminate,,,,,,,not-asked,", StringComparison.Ordinal));
    }
}
