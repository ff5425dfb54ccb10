using System.Text;
using KetamineOutcomes.Indicators;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables.Tests.Courses;

public sealed class CourseTablesTests
{
    private static TableSource Source(string text, string name, TableFormat format = TableFormat.Csv) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, format);

    private static CourseTablesResult Read(string assessments, string? treatments = null, string? events = null, string? goals = null) => CourseTables.Read(
        Source(assessments, "a.csv"),
        treatments is null ? null : Source(treatments, "t.csv"),
        events is null ? null : Source(events, "e.csv"),
        goals is null ? null : Source(goals, "g.csv"));

    private static string[] Errors(CourseTablesResult result) => [.. result.Errors.Select(error => $"{error.File}:{error.Line}:{error.Field}:{error.Code}")];

    private static string[] Notices(CourseTablesResult result) => [.. result.Notices.Select(notice => notice.Code)];

    private const string Days = "patient_id,instrument,assessed_day,score\n";

    [Fact]
    public void Long_tables_become_courses_in_order_of_patient_and_course()
    {
        var result = Read(
            "score,assessed_at,timing,rater,recorded_at,instrument,course_id,patient_id\n20,2026-03-08,post,clinician,2026-03-09,MADRS,2,q\n30,2026-03-01,,,,madrs,,q\n9,2026-03-01T08:30,pre,,,phq-9,,B\n",
            "given_at,patient_id,agent,route,dose_mg,weight_kg,minutes,kind\n2026-03-01T09:00+01:00,q,Ketamine,IV,40,80.5,40,Induction\n2026-03-02,B,esketamine,nasal,,,,maintenance\n",
            "patient_id,event,occurred_at,reason\nq,suicide-attempt,2026-03-05,\nq,follow-up-end,2026-04-01,lost-to-follow-up\n");

        result.ExitCode.Should().Be(0);
        result.Rows.Should().Be(7);
        result.Errors.Should().BeEmpty();
        result.Courses.Select(course => (course.PatientId, course.CourseId)).Should().Equal(("B", "1"), ("q", "1"), ("q", "2"));
        var (b, q, second) = (result.Courses[0], result.Courses[1], result.Courses[2]);
        b.Infusions.Single().Should().Be(new Infusion(At("2026-03-02"), "esketamine", Route.Intranasal, InfusionKind.Booster));
        b.Administrations.Single().Should().Be(new Administration("phq-9", At("2026-03-01T08:30"), Total(9), Timing.Pre));
        q.Infusions.Single().Should().Be(new Infusion(At("2026-03-01T09:00+01:00"), "ketamine", Route.Intravenous, InfusionKind.Induction, 40, 80.5m, 40));
        q.Events.Single().Should().Be(new ClinicalEvent(ClinicalEventKind.SuicideAttempt, At("2026-03-05")));
        q.FollowUpEnd.Should().Be(new FollowUpEnd(At("2026-04-01"), FollowUpEndReason.LostToFollowUp));
        second.Administrations.Single().Should().Be(new Administration("madrs", At("2026-03-08"), Total(20), Timing.Post, RaterKind.Clinician, At("2026-03-09")));
        result.Courses.Should().OnlyContain(course => course.EventRecording == EventRecording.Recorded);
    }

    [Fact]
    public void Without_a_table_of_events_none_were_recorded() => Read(Days + "p,madrs,0,20\n").Courses.Single().EventRecording.Should().Be(EventRecording.NotRecorded);

    [Theory]
    [InlineData("p,,0,20", "a.csv:2:instrument:value-missing")]
    [InlineData(",madrs,0,20", "a.csv:2:patient_id:value-missing")]
    [InlineData("NA,madrs,0,20", "a.csv:2:patient_id:value-missing")]
    [InlineData("p,madrs,,20", "a.csv:2:assessed_day:value-missing")]
    [InlineData("p,madrs,soon,20", "a.csv:2:assessed_day:value-unreadable")]
    [InlineData("p,madrs,2026-03-01,20", "a.csv:2:assessed_day:value-unreadable")]
    [InlineData("p,madrs,100001,20", "a.csv:2:assessed_day:value-unreadable")]
    [InlineData("p,madrs,0,high", "a.csv:2:score:value-unreadable")]
    [InlineData("p,madrs,0,1e400", "a.csv:2:score:value-unreadable")]
    [InlineData("p,mards,0,20", "a.csv:2:instrument:instrument-unknown")]
    [InlineData("p,madrs/total/x,0,20", "a.csv:2:instrument:instrument-unknown")]
    [InlineData("p,madrs/,0,20", "a.csv:2:instrument:instrument-unknown")]
    [InlineData("p,c-ssrs-screener/risk,0,2", "a.csv:2:instrument:instrument-unknown")]
    [InlineData("p,c-ssrs-screener,0,2", "a.csv:2:score:value-unreadable")]
    [InlineData("p,madrs,0", "a.csv:2::row-short")]
    [InlineData("p,madrs,0,20,1", "a.csv:2::row-long")]
    public void A_row_that_cannot_be_read_is_left_out_and_listed(string row, string error)
    {
        var result = Read(Days + row + "\nq,madrs,0,20\n");

        Errors(result).Should().Equal(error);
        result.ExitCode.Should().Be(1);
        result.Courses.Where(course => !course.Administrations.IsEmpty).Select(course => course.PatientId).Should().Equal("q");
        result.Errors.Should().OnlyContain(e => !e.Message.Contains("high", StringComparison.Ordinal) && !e.Message.Contains("soon", StringComparison.Ordinal));
    }

    [Fact]
    public void Goals_among_the_questionnaires_are_sent_to_the_table_of_goals() =>
        Read(Days + "p,gas,0,40\n").Errors.Should().ContainSingle().Which.Message.Should().Contain("table of goals").And.NotContain("gaf");

    [Theory]
    [InlineData("timing", "during")]
    [InlineData("rater", "nurse")]
    public void A_word_that_is_none_of_its_columns_words_is_listed_with_those_that_are(string column, string word)
    {
        var result = Read($"patient_id,instrument,assessed_day,score,{column}\np,madrs,0,20,{word}\n");

        Errors(result).Should().Equal($"a.csv:2:{column}:value-unreadable");
        result.Errors[0].Message.Should().StartWith("Expected one of ").And.NotContain(word);
        result.Courses.Should().BeEmpty();
    }

    [Theory]
    [InlineData("route", "rectal")]
    [InlineData("kind", "first")]
    [InlineData("dose_mg", "-1")]
    [InlineData("weight_kg", "0")]
    [InlineData("minutes", "long")]
    public void A_treatment_that_cannot_be_read_is_left_out_and_listed(string column, string value)
    {
        var result = Read(Days + "p,madrs,0,20\n", $"patient_id,given_day,{column}\np,0,{value}\n");

        Errors(result).Should().Equal($"t.csv:2:{column}:value-unreadable");
        result.Courses.Single().Infusions.Should().BeEmpty();
    }

    // Goals

    private static CourseTablesResult Goals(string columns, params string[] rows) =>
        Read(Days + "p,madrs,0,20\n", goals: $"patient_id,goal,rated_day,rating{columns}\n" + string.Join('\n', rows) + "\n");

    [Fact]
    public void Ratings_of_goals_become_goals_and_ratings()
    {
        var result = Read(
            Days + "p,madrs,0,20\n",
            goals: "rating,goal,patient_id,Importance,difficulty,rated_day,set_day,timing,rater,recorded_day,note\n-1,work,p,3,2,-1,-2,pre,clinician,1,x\n+1,work,p,,,7,,,,,\n0.0,sleep,q,1.5,,7,,,,,\n,rest,q,2,,,,,,,\nNA,sleep,q,,,9,,,,,\n");

        Errors(result).Should().BeEmpty();
        Notices(result).Should().Equal("columns-ignored");
        result.Courses.Select(course => course.PatientId).Should().Equal("p", "q");
        var (p, q) = (result.Courses[0], result.Courses[1]);
        p.Goals.Should().Equal(new Goal("work", importance: 3, difficulty: 2, setAt: ClinicalTime.OnDay(-2)));
        p.GoalRatings.Should().Equal(
            new GoalRating("work", ClinicalTime.OnDay(-1), -1, Timing.Pre, RaterKind.Clinician, ClinicalTime.OnDay(1)),
            new GoalRating("work", ClinicalTime.OnDay(7), 1));
        q.Goals.Should().Equal(new Goal("rest", importance: 2), new Goal("sleep", importance: new Fraction(3, 2)));
        q.GoalRatings.Should().Equal(new GoalRating("sleep", ClinicalTime.OnDay(7), 0), new GoalRating("sleep", ClinicalTime.OnDay(9), null));
    }

    [Theory]
    [InlineData("", "p,,0,1", "g.csv:2:goal:value-missing")]
    [InlineData("", ",a,0,1", "g.csv:2:patient_id:value-missing")]
    [InlineData("", "p,a,,1", "g.csv:2:rated_day:value-missing")]
    [InlineData("", "p,a,0,3", "g.csv:2:rating:value-unreadable")]
    [InlineData("", "p,a,0,-3", "g.csv:2:rating:value-unreadable")]
    [InlineData("", "p,a,0,-0.5", "g.csv:2:rating:value-unreadable")] // a sixth level that some use is not rounded
    [InlineData("", "p,a,0,better", "g.csv:2:rating:value-unreadable")]
    [InlineData(",weight", "p,a,0,1,-1", "g.csv:2:weight:value-unreadable")]
    [InlineData(",weight", "p,a,0,1,1001", "g.csv:2:weight:value-unreadable")]
    [InlineData(",importance", "p,a,0,1,0.0001", "g.csv:2:importance:value-unreadable")]
    [InlineData(",difficulty", "p,a,0,1,high", "g.csv:2:difficulty:value-unreadable")]
    [InlineData(",weight,importance", "p,a,0,1,1,1", "g.csv:2:weight:value-contradiction")]
    [InlineData(",set_day", "p,a,0,1,5", "g.csv:2:rated_day:value-contradiction")]
    [InlineData(",rater", "p,a,0,1,nurse", "g.csv:2:rater:value-unreadable")]
    public void A_rating_of_a_goal_that_cannot_be_read_is_left_out_and_listed(string columns, string row, string error)
    {
        var result = Goals(columns, row);

        Errors(result).Should().Equal(error);
        result.ExitCode.Should().Be(1);
        result.Courses.Should().ContainSingle().Which.GoalRatings.Should().BeEmpty();
    }

    [Fact]
    public void Two_rows_that_say_unlike_things_of_one_goal_contradict_each_other()
    {
        var result = Goals(",weight,importance", "p,a,0,1,2,", "p,a,1,1,2,", "p,a,2,1,3,", "p,a,3,1,,4", "q,a,3,1,9,");

        Errors(result).Should().Equal("g.csv:4:weight:value-contradiction", "g.csv:5:weight:value-contradiction");
        result.Courses[0].Goals.Should().Equal(new Goal("a", weight: 2));
        result.Courses[0].GoalRatings.Select(rating => rating.At.DayNumber).Should().Equal(0, 1);
        result.Courses[1].Goals.Should().Equal(new Goal("a", weight: 9));
    }

    [Fact]
    public void A_table_of_goals_needs_its_columns()
    {
        Read(Days + "p,madrs,0,20\n", goals: "patient_id,rated_day,rating\np,0,1\n").Error!.Field.Should().Be("goal");
        Read(Days + "p,madrs,0,20\n", goals: "patient_id,goal,rated_day\np,a,0\n").Error!.Field.Should().Be("rating");
        Read(Days + "p,madrs,0,20\n", goals: "patient_id,goal,rating\np,a,0\n").Error!.Field.Should().Be("rated_at");
    }

    [Fact]
    public void A_bare_score_of_markers_without_a_total_names_its_scale()
    {
        var result = Read(Days + "p,functional-markers,0,2\np,functional-markers/sleep,0,2\n");

        Errors(result).Should().Equal("a.csv:2:score:value-unreadable");
        result.Errors[0].Message.Should().Contain("functional-markers/crying");
        result.Courses.Single().Administrations.Should().ContainSingle();
    }

    [Fact]
    public void A_date_and_a_day_in_one_row_contradict_each_other()
    {
        var result = Read("patient_id,instrument,assessed_at,assessed_day,score\np,madrs,2026-03-01,0,20\np,madrs,2026-03-01,,20\nq,madrs,,0,20\n");

        Errors(result).Should().Equal("a.csv:2:assessed_at:value-contradiction");
        result.Courses.Select(course => course.PatientId).Should().Equal("p", "q");
    }

    [Fact]
    public void Dates_and_days_in_one_course_are_listed_and_the_course_left_out()
    {
        var result = Read("patient_id,instrument,assessed_at,assessed_day,score\np,madrs,2026-03-01,,20\np,madrs,,7,20\nq,madrs,,0,20\n");

        Errors(result).Should().Equal("a.csv:2::mixed-time-scales");
        result.Courses.Select(course => course.PatientId).Should().Equal("q");
    }

    [Fact]
    public void A_recorded_time_of_the_other_kind_contradicts_the_assessments_own() =>
        Errors(Read("patient_id,instrument,assessed_day,recorded_at,score\np,madrs,0,2026-03-01,20\n")).Should().Equal("a.csv:2:recorded_at:value-contradiction");

    [Fact]
    public void An_empty_score_is_a_visit_that_was_not_done()
    {
        foreach (var empty in new[] { "", "NA", "NaN", ".", "  " })
        {
            Read(Days + $"p,madrs,0,{empty}\n").Courses.Single().Administrations.Single().Content.Should().Be(new AdministrationContent.NotDone(), empty);
        }
    }

    [Theory]
    [InlineData("20", 20, 1)]
    [InlineData("20.0", 20, 1)]
    [InlineData("20.5", 41, 2)]
    public void A_total_is_read_exactly(string text, int numerator, int denominator) =>
        ((AdministrationContent.TotalOnly)Read(Days + $"p,madrs,0,{text}\n").Courses.Single().Administrations.Single().Content).Total.Should().Be(new Fraction(numerator, denominator));

    [Fact]
    public void An_invalid_total_is_listed_and_kept()
    {
        var result = Read(Days + "p,madrs,0,61\n");

        Errors(result).Should().Equal("a.csv:2:score:total-out-of-range");
        result.Courses.Single().Administrations.Should().ContainSingle();
    }

    [Fact]
    public void Items_may_be_shared_or_carry_the_instruments_name()
    {
        // The column of the instrument goes before the shared one, and another instrument's plays no part: 4 + 3 + 2 + 1 + 0 = 10.
        var shared = Read("patient_id,instrument,assessed_day,item1,item2,item3,item4,item5\np,wsas,0,4,3,2,1,0\n").Courses.Single().Administrations.Single();
        var prefixed = Read("patient_id,instrument,assessed_day,item1,wsas_item1,WSAS_item2,wsas_item3,item4,item5,phq_9_item2\np,wsas,0,8,4,3,2,1,0,3\n").Courses.Single().Administrations.Single();

        Score(shared).Should().Be(10);
        Score(prefixed).Should().Be(10);

        static decimal Score(Administration administration) =>
            InstrumentCatalogue.Shipped.Find("wsas")!.Score(((AdministrationContent.Answered)administration.Content).Answers).TryGetValue(out var value) ? value : -1;
    }

    [Fact]
    public void A_stated_total_beside_answers_is_compared_and_not_used()
    {
        var result = Read("patient_id,instrument,assessed_day,score," + Items(7) + "\np,gad-7,0,9,1,1,1,1,1,1,1\n");

        result.Notices.Select(notice => $"{notice.Line}:{notice.Code}").Should().Equal("2:stated-total-differs");
        result.ExitCode.Should().Be(0);
        result.Courses.Single().Administrations.Single().Content.Should().BeOfType<AdministrationContent.Answered>().Which.StatedTotal.Should().Be((Fraction)9);
    }

    [Fact]
    public void An_answer_out_of_range_is_listed_with_its_own_column_and_kept()
    {
        var result = Read("patient_id,instrument,assessed_day,phq_9_item9\np,phq-9,0,7\n");

        Errors(result).Should().Equal("a.csv:2:phq_9_item9:item-out-of-range");
        result.Courses.Single().Administrations.Should().ContainSingle();
    }

    [Fact]
    public void A_stated_total_that_cannot_be_read_does_not_hide_the_answers_and_their_alert()
    {
        var result = Read("patient_id,instrument,assessed_day,score,item9\np,phq-9,0,twelve,2\n");

        Errors(result).Should().Equal("a.csv:2:score:value-unreadable");
        CourseAssessment.Assess(result.Courses.Single()).Results.Should().Contain(row => row.Indicator == "alert" && row.Outcome.State == "raised");
    }

    [Fact]
    public void A_scale_is_named_behind_its_instrument()
    {
        var administration = Read(Days + "p,HAM-D17/HAM-D6,0,9\n").Courses.Single().Administrations.Single();

        administration.Instrument.Should().Be("ham-d17");
        administration.Content.Should().Be(new AdministrationContent.TotalOnly(9, "ham-d6", "table"));
    }

    [Fact]
    public void Answers_to_items_under_a_scales_name_are_refused_and_not_dropped() =>
        Errors(Read("patient_id,instrument,assessed_day,score,item3\np,ham-d17/ham-d6,0,,4\np,ham-d17/ham-d6,0,9,4\n")).Should()
            .Equal("a.csv:2:instrument:value-contradiction", "a.csv:3:instrument:value-contradiction");

    [Theory]
    [InlineData("follow-up-end")]
    [InlineData("Follow-Up-End")]
    [InlineData("FOLLOW-UP-END")]
    public void The_end_of_follow_up_is_no_event_however_it_is_written(string word)
    {
        var course = Read(Days + "p,madrs,0,20\n", events: $"patient_id,event,occurred_day,reason\np,{word},9,Withdrew\n").Courses.Single();

        course.Events.Should().BeEmpty();
        course.FollowUpEnd.Should().Be(new FollowUpEnd(ClinicalTime.OnDay(9), FollowUpEndReason.Withdrew));
    }

    [Fact]
    public void Two_ends_of_follow_up_contradict_each_other_and_the_same_one_twice_does_not()
    {
        var result = Read(Days + "p,madrs,0,20\n", events: "patient_id,event,occurred_day,reason\np,follow-up-end,9,died\np,follow-up-end,9,died\np,follow-up-end,10,died\n");

        Errors(result).Should().Equal("e.csv:4:event:value-contradiction");
        result.Courses.Single().FollowUpEnd!.At.Should().Be(ClinicalTime.OnDay(9));
    }

    [Theory]
    [InlineData("p,relapse,9,", "e.csv:2:event:value-unreadable")]
    [InlineData("p,,9,", "e.csv:2:event:value-missing")]
    [InlineData("p,other,,", "e.csv:2:occurred_day:value-missing")]
    [InlineData("p,follow-up-end,9,bored", "e.csv:2:reason:value-unreadable")]
    public void An_event_that_cannot_be_read_is_left_out_and_listed(string row, string error)
    {
        var result = Read(Days + "p,madrs,0,20\n", events: "patient_id,event,occurred_day,reason\n" + row + "\n");

        Errors(result).Should().Equal(error);
        result.Courses.Single().Events.Should().BeEmpty();
        result.Courses.Single().FollowUpEnd.Should().BeNull();
    }

    [Fact]
    public void Unknown_columns_are_kept_out_with_a_notice()
    {
        var result = Read("patient_id,instrument,assessed_day,score,comment,dose_mg,item99\np,madrs,0,20,x,40,3\n");

        Notices(result).Should().Equal("columns-ignored");
        result.Notices[0].Message.Should().Contain("comment, dose_mg, item99");
        result.ExitCode.Should().Be(0);
    }

    [Fact]
    public void Names_of_columns_may_have_hyphens_and_capitals_and_are_then_not_called_unused()
    {
        var result = Read("Patient-ID,INSTRUMENT,assessed-day,Score\np,madrs,0,20\n");

        result.Courses.Should().ContainSingle();
        Notices(result).Should().BeEmpty();
    }

    [Fact]
    public void Two_columns_that_could_be_one_are_refused()
    {
        var result = Read("patient_id,instrument,assessed_day,score,Score\np,madrs,0,20,10\n");

        result.Error!.Code.Should().Be("column-ambiguous");
        result.Error.Field.Should().Be("Score");
        result.ExitCode.Should().Be(2);
        result.Courses.Should().BeEmpty();
    }

    [Theory]
    [InlineData("patient_id,assessed_day,score\n", "instrument")]
    [InlineData("instrument,assessed_day,score\n", "patient_id")]
    [InlineData("patient_id,instrument,score\n", "assessed_at")]
    public void A_table_without_a_column_that_it_needs_is_unusable(string header, string column)
    {
        var result = Read(header);

        result.ExitCode.Should().Be(2);
        result.Error!.Code.Should().Be("column-missing");
        result.Error.Field.Should().Be(column);
    }

    [Fact]
    public void Identical_rows_collapse_with_a_notice_and_different_scores_stay()
    {
        var result = Read(Days + "p,madrs,0,20\np,madrs,0,20\np,madrs,7,10\np,madrs,7,11\n");

        Notices(result).Should().Equal("duplicate-collapsed");
        result.Courses.Single().Administrations.Should().HaveCount(3);
        result.ExitCode.Should().Be(0);
    }

    [Fact]
    public void JSON_Lines_say_the_same_as_CSV()
    {
        const string Lines = """
            {"patient_id":"p","instrument":"madrs","assessed_day":0,"score":20}
            {"score":null,"patient_id":"p","instrument":"madrs","assessed_day":7}
            {"patient_id":"p","instrument":"gad-7","assessed_day":7,"item1":1,"item2":"2"}
            {"patient_id":"p","instrument":"madrs","score":3}

            """;
        var json = CourseTables.Read(Source(Lines, "a.jsonl", TableFormat.JsonLines));
        var csv = Read("patient_id,instrument,assessed_day,score,item1,item2\np,madrs,0,20,,\np,madrs,7,,,\np,gad-7,7,,1,2\np,madrs,,3,,\n");

        json.Courses.Should().Equal(csv.Courses);
        json.Courses.Single().Administrations.Should().HaveCount(3);
        json.Errors.Select(error => $"{error.Line}:{error.Code}").Should().Equal("4:value-missing");
        csv.Errors.Select(error => error.Code).Should().Equal("value-missing");
    }

    [Fact]
    public void The_order_of_rows_plays_no_part()
    {
        string[] rows = ["p,madrs,0,20", "q,madrs,0,20", "p,madrs,7,10", "p,madrs,7,11", "p,phq-9,7,10", "a,madrs,3,9"];

        Read(Days + string.Join('\n', Enumerable.Reverse(rows))).Courses.Should().Equal(Read(Days + string.Join('\n', rows)).Courses);
    }

    private static string Items(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"item{i}"));

    private static AdministrationContent.TotalOnly Total(int total) => new(total, null, "table");

    private static ClinicalTime At(string text) => ClinicalTime.TryParse(text, out var time) ? time : throw new ArgumentException("Not a time.", nameof(text));
}
