using System.Text;
using KetamineOutcomes.Indicators;

namespace KetamineOutcomes.Tables.Tests.Courses;

/// <summary>A row of the wrong length is not read, and was a record all the same: the courses of its patient know that one was lost.</summary>
public sealed class MisshapenRowTests
{
    private const string Header = "patient_id,course_id,instrument,assessed_at,item1,item9\n";
    private const string Good = "p,1,phq-9,2026-03-01,0,0\np,2,phq-9,2026-06-01,0,0\nq,1,phq-9,2026-03-01,0,0\n";

    private static TableSource Source(string text, string name) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, TableFormat.Csv);

    private static CourseTablesResult Read(string assessments, string? treatments = null, string? events = null) => CourseTables.Read(
        Source(assessments, "a.csv"),
        treatments is null ? null : Source(treatments, "t.csv"),
        events is null ? null : Source(events, "e.csv"));

    private static string[] Doubtful(CourseTablesResult result) =>
        [.. result.Courses.SelectMany(course => course.Unreadable.Select(record => $"{course.PatientId}/{course.CourseId} {record.About} {record.At}".TrimEnd()))];

    [Theory]
    [InlineData("p,1,phq-9,2026-03-08,0,2,", "row-long")] // a comma too many
    [InlineData("p,1,phq-9,2026-03-08,0", "row-short")]
    [InlineData("p,1", "row-short")]
    public void The_course_that_it_names_is_doubtful(string row, string code)
    {
        var result = Read(Header + Good + row + "\n");

        result.Errors.Select(error => $"{error.Line} {error.Code}").Should().Equal("5 " + code);
        Doubtful(result).Should().Equal("p/1 unknown-instrument");
    }

    [Theory]
    [InlineData("p,,phq-9,2026-03-08,0,2,")] // no course named
    [InlineData("p,phq-9,2026-03-08,0,2")] // moved: the course reads as the instrument
    [InlineData("p")]
    public void Without_a_course_that_is_known_it_may_be_of_any_of_the_patient(string row) =>
        Doubtful(Read(Header + Good + row + "\n")).Should().Equal("p/1 unknown-instrument", "p/2 unknown-instrument");

    [Theory]
    [InlineData("x,1,phq-9,2026-03-08,0,2,")] // nobody else's row knows this patient: it may be another field
    [InlineData(",1,phq-9,2026-03-08,0")]
    public void Whose_it_was_cannot_be_said_where_no_other_row_knows_the_patient(string row)
    {
        var result = Read(Header + Good + row + "\n");

        Doubtful(result).Should().BeEmpty();
        result.Courses.Should().HaveCount(3);
        result.ExitCode.Should().Be(1);
    }

    [Fact]
    public void The_order_of_rows_plays_no_part() => Doubtful(Read(Header + "p,1,phq-9,2026-03-08,0\n" + Good)).Should().Equal("p/1 unknown-instrument");

    [Fact]
    public void An_event_may_have_been_an_attempt_and_an_infusion_moves_the_numbers()
    {
        var result = Read(Header + Good, "patient_id,course_id,given_at,kind\np,1,2026-03-02\nq,1,2026-03-02,induction\n", "patient_id,course_id,event,occurred_at\nq,1,suicide-attempt\n");

        Doubtful(result).Should().Equal("p/1 infusion", "q/1 unknown-event");
    }

    [Fact]
    public void The_answers_about_suicidality_say_that_a_record_was_lost()
    {
        var course = Read(Header + Good + "q,1,phq-9,2026-03-08,0,3,\n").Courses.Single(each => each.PatientId == "q");

        var rows = CourseAssessment.Assess(course, new AssessmentOptions { HasTreatments = false, Include = ["suicidality"] }).Results;
        rows.Where(row => row.Rule == "worst").Should().NotBeEmpty().And.OnlyContain(row => row.Evidence.Flags.Contains("records-unreadable"));
    }

    [Fact]
    public void Notes_of_care_and_history_too()
    {
        var courses = Read(Header + Good, "patient_id,course_id,given_at,kind\np,1,2026-03-02,induction\nq,1,2026-03-02,induction\n").Courses;
        var notes = NotesTables.Read(
            courses,
            care: Source("patient_id,course_id,kind,name\np,1,benzodiazepine\n", "c.csv"),
            history: Source("patient_id,course_id,history,answer\nq,1,mania,present,\n", "h.csv"));

        notes.Courses.SelectMany(entry => entry.Notes.Unreadable.Select(record => $"{entry.Course.PatientId} {record.About}")).Should().Equal("p care", "q history");
    }
}
