using System.Text;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables.Tests.Courses;

/// <summary>A row that cannot be read is left out; where alerts read something of it that is said, and never what it says.</summary>
public sealed class AlertRowTests
{
    private const string Header = "patient_id,instrument,assessed_at,rater,score,item1,item9,item10\n";

    private static CourseTablesResult Read(string assessments, string? events = null) => CourseTables.Read(
        new TableSource(new MemoryStream(Encoding.UTF8.GetBytes(assessments)), "a.csv", TableFormat.Csv),
        events: events is null ? null : new TableSource(new MemoryStream(Encoding.UTF8.GetBytes(events)), "e.csv", TableFormat.Csv));

    private static string[] Warnings(CourseTablesResult result) =>
        [.. result.Notices.Where(notice => notice.Code == TableCodes.AlertRowUnreadable).Select(notice => $"{notice.File}:{notice.Line}:{notice.Field}:{notice.Severity}")];

    [Theory]
    [InlineData("p,phq-9,2026-13-01,,,0,2,", "item9")] // no such month
    [InlineData("p,phq-9,,,,0,2,", "item9")]
    [InlineData("p,phq-9,2026-03-01,nurse,,0,2,", "item9")]
    [InlineData("p,phq-9,2026-13-01,,,0,0,", "item9")] // the warning must not tell a clear answer from a raised one
    [InlineData("p,phq-9,2026-13-01,,,0,yes,", "item9")] // cannot be read itself: it may have been raised
    [InlineData("p,phq-9/total,2026-03-01,,,0,2,", "item9")] // a scale beside answers
    [InlineData("p,phq-9/nine,2026-03-01,,,0,2,", "item9")] // no such scale
    [InlineData("p,madrs,soon,,,,,4", "item10")]
    [InlineData("p,phq9,2026-03-01,,,0,2,", "item9")] // no such instrument: any that asks may be meant
    [InlineData("p,,2026-03-01,,,0,2,", "item9")]
    [InlineData(",phq-9,2026-03-01,,,0,2,", "item9")]
    [InlineData("p,sidas,soon,,12,,,", "score")] // its total says something too
    [InlineData("p,c-ssrs-screener,soon,,,1,,", "item1")]
    public void A_lost_row_with_an_item_that_alerts_read_is_told(string row, string field)
    {
        var result = Read(Header + row + "\nq,madrs,2026-03-01,,20,,,\n");

        Warnings(result).Should().Equal($"a.csv:2:{field}:Warning");
        result.ExitCode.Should().Be(1);
        result.Errors.Should().NotBeEmpty("the row's own error stands beside it");
    }

    [Theory]
    [InlineData("p,phq-9,soon,,,1,,")] // the item was not answered
    [InlineData("p,phq-9,soon,,,1,NA,")]
    [InlineData("p,phq-9,soon,,20,,,")] // a total has no item
    [InlineData("p,wsas,soon,,,1,2,1")] // asks nothing of the kind
    [InlineData("p,phq9,2026-03-01,,20,,,")]
    public void A_lost_row_without_one_is_not(string row) => Warnings(Read(Header + row + "\nq,madrs,2026-03-01,,20,,,\n")).Should().BeEmpty();

    [Fact]
    public void A_row_that_is_kept_is_not() => Warnings(Read(Header + "p,phq-9,2026-03-01,,bad,0,2,\np,phq-9,2026-03-02,,,9,2,\n")).Should().BeEmpty("the answers stand, the total or another item alone is unusable");

    [Fact]
    public void The_course_knows_of_it_with_the_day_where_that_can_be_read()
    {
        var courses = Read(Header + "p,phq-9,2026-03-01,nurse,,0,2,\np,phq-9,soon,,,0,2,\np,phq9,2026-03-05,,,0,2,\n").Courses;

        var course = courses.Should().ContainSingle("a patient of whom nothing could be read is not passed over").Subject;
        course.Administrations.Should().BeEmpty();
        course.Unreadable.Should().Equal(new UnreadableRecord("phq-9", null), new UnreadableRecord("phq-9", At("2026-03-01")), new UnreadableRecord(UnreadableRecord.UnknownInstrument, At("2026-03-05")));
    }

    [Fact]
    public void A_suicide_attempt_that_cannot_be_read_is_told()
    {
        var result = Read(Header + "p,madrs,2026-03-01,,20,,,\n", "patient_id,event,occurred_at\np,suicide-attempt,soon\np,hospitalisation,soon\n");

        Warnings(result).Should().Equal("e.csv:2:event:Warning");
        result.Courses.Single().Unreadable.Should().Equal(new UnreadableRecord(UnreadableRecord.SuicideAttempt, null));
    }

    [Theory]
    [InlineData("suicide attempt")]
    [InlineData("Suicide_Attempt")]
    [InlineData("suicide  attempt")]
    [InlineData("SUICIDE-ATTEMPT")]
    public void A_suicide_attempt_is_read_however_its_words_are_joined(string word)
    {
        var result = Read(Header + "p,madrs,2026-03-01,,20,,,\n", $"patient_id,event,occurred_at\np,{word},2026-03-02\n");

        result.ExitCode.Should().Be(0);
        result.Courses.Single().Events.Should().Equal(new ClinicalEvent(ClinicalEventKind.SuicideAttempt, At("2026-03-02")));
    }

    [Fact]
    public void An_end_of_follow_up_is_read_so_too() =>
        Read(Header + "p,madrs,2026-03-01,,20,,,\n", "patient_id,event,occurred_at\np,follow_up end,2026-03-02\n")
            .Courses.Single().FollowUpEnd.Should().Be(new FollowUpEnd(At("2026-03-02"), FollowUpEndReason.Unspecified));

    [Theory]
    [InlineData("suicideattempt", "value-unreadable")]
    [InlineData("overdose", "value-unreadable")]
    [InlineData("", "value-missing")]
    public void An_event_whose_word_is_not_known_may_be_one(string word, string code)
    {
        var result = Read(Header + "p,madrs,2026-03-01,,20,,,\n", $"patient_id,event,occurred_at\np,{word},2026-03-02\n");

        result.Errors.Select(error => $"{error.File}:{error.Line}:{error.Field}:{error.Code}").Should().Equal("e.csv:2:event:" + code);
        Warnings(result).Should().Equal("e.csv:2:event:Warning");
        result.Courses.Single().Unreadable.Should().Equal(new UnreadableRecord(UnreadableRecord.UnknownEvent, At("2026-03-02")));
    }

    [Fact]
    public void A_course_that_cannot_be_put_together_says_that_it_has_such_rows()
    {
        // A date and a relative day in one course: neither can be used.
        var result = Read("patient_id,instrument,assessed_at,assessed_day,item9\np,phq-9,2026-03-01,,2\np,phq-9,,5,0\n");

        result.Courses.Should().BeEmpty();
        Warnings(result).Should().Equal("a.csv:2::Warning");
    }

    [Fact]
    public void Nothing_of_what_was_answered_is_told()
    {
        // The message is the same whatever was answered, so that it cannot be told back from it.
        string Message(string item9) => Read(Header + $"p,phq-9,soon,,,0,{item9},\n").Notices.Single(notice => notice.Code == TableCodes.AlertRowUnreadable).ToString();

        Message("3").Should().Be(Message("0")).And.Be("a.csv:2: item9: alert-row-unreadable: The row of phq-9 has something that alerts read, and was not assessed: look at it.");
    }

    private static ClinicalTime At(string text) => ClinicalTime.TryParse(text, out var time) ? time : throw new ArgumentException("Not a time.", nameof(text));
}
