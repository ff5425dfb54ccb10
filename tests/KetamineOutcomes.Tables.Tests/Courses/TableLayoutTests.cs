using System.Text;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Tables.Tests.Courses;

/// <summary>Tables of other shapes: an export of REDCap with repeating instruments, and ADaM's BDS.</summary>
public sealed class TableLayoutTests
{
    /// <summary>One record in two events: PHQ-9 and MADRS stand side by side, infusions repeat; -9 is "no answer", and the clinic's routes are numbers.</summary>
    private const string Export = """
        record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,phq_date,phq1,phq2,phq3,phq4,phq5,phq6,phq7,phq8,phq9,madrs_date,madrs_total,inf_date,inf_dose,inf_route,notes
        1,baseline_arm_1,,,2026-01-02,3,3,3,3,3,3,3,3,0,2026-01-02,40,,,,x
        1,baseline_arm_1,infusion,1,,,,,,,,,,,,,2026-01-05 09:30,40,1,
        1,baseline_arm_1,infusion,2,,,,,,,,,,,,,2026-01-08 09:30,45,2,
        1,week_1_arm_1,,,2026-01-14,1,1,1,1,1,1,1,1,-9,2026-01-14,,,,,
        1,week_2_arm_1,,,2026-01-21,,,,,,,,,,2026-01-21,12,,,,

        """;

    private const string Redcap = """
        {"format":1,"layout":"redcap","patient":"record_id",
         "visits":{"baseline_arm_1":"baseline","week_1_arm_1":"week-1"},
         "forms":[
          {"instrument":"phq-9","columns":{"assessed_at":"phq_date","item1":"phq1","item2":"phq2","item3":"phq3","item4":"phq4","item5":"phq5","item6":"phq6","item7":"phq7","item8":"phq8","item9":"phq9"},"values":{"rater":"self"},"missing":["-9"]},
          {"instrument":"madrs","columns":{"assessed_at":"madrs_date","score":"madrs_total"}}],
         "treatments":{"repeat-instrument":"infusion","columns":{"given_at":"inf_date","dose_mg":"inf_dose","route":"inf_route"},"values":{"kind":"induction"},"words":{"route":{"1":"iv","2":"im"}}}}
        """;

    private const string Adam = """{"format":1,"layout":"adam","time":"ADT","scales":{"PHQ9TOT":"phq-9","HAMD6":"ham-d17/ham-d6"},"visits":{"Week 1":"week-1"}}""";

    [Fact]
    public void Rows_of_REDCap_give_the_forms_that_were_answered_and_the_infusions()
    {
        var read = Read(Redcap, Export, Export);

        read.Error.Should().BeNull();
        read.Errors.Should().BeEmpty();
        var course = read.Courses.Single();
        course.PatientId.Should().Be("1");
        // The event of week 2 has no answer of PHQ-9, and that of week 1 no score of MADRS: dates alone are no forms.
        course.Administrations.Select(form => $"{form.Instrument} {form.At} {form.Visit} {form.Rater}").Should().BeEquivalentTo(
            "phq-9 2026-01-02 baseline Self", "madrs 2026-01-02 baseline ", "phq-9 2026-01-14 week-1 Self", "madrs 2026-01-21  ");
        var answered = course.Administrations.Where(form => form.Instrument == "phq-9").Select(form => ((AdministrationContent.Answered)form.Content).Answers).ToList();
        answered[0].Items.Should().HaveCount(9);
        answered[1].Items.Should().HaveCount(8).And.NotContain("item9", "-9 is no answer");
        course.Infusions.Select(infusion => $"{infusion.At} {infusion.Route} {infusion.DoseMg} {infusion.Kind}").Should().Equal("2026-01-05T09:30:00 Intravenous 40 Induction", "2026-01-08T09:30:00 Intramuscular 45 Induction");
        read.Notices.Select(notice => notice.Code).Should().Equal([TableCodes.VisitNotRead], "the layout does not name week 2; other columns of an export are nobody's mistake");
    }

    [Fact]
    public void A_code_that_the_layout_does_not_name_is_an_error_that_names_the_callers_column()
    {
        var read = Read(Redcap, Export, Export.Replace(",45,2,", ",45,3,", StringComparison.Ordinal));

        var error = read.Errors.Single();
        (error.Code, error.Field, error.Line).Should().Be((TableCodes.ValueUnreadable, "inf_route", 4L));
        error.Message.Should().NotContain("3");
        read.Courses.Single().Infusions.Should().ContainSingle();
    }

    /// <summary>Codes 1 to 4 for 0 to 3: a 0 that the layout does not name is no answer, though it looks like a legal one.</summary>
    [Fact]
    public void Codes_of_items_are_read_by_the_layout_alone()
    {
        const string Layout = """
            {"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_day":"day","item1":"q1","item2":"q2"},"words":{"items":{"1":"0","2":"1","3":"2","4":"3"}}}]}
            """;

        var read = Read(Layout, "id,day,q1,q2\np,0,4,1\nq,0,0,1\n", null);

        read.Courses.Select(course => ((AdministrationContent.Answered)course.Administrations[0].Content).Answers["item1"]).Should().Equal(Instruments.Answer.Option("3"), Instruments.Answer.Unreadable);
        read.Errors.Select(error => (error.Code, error.Line, error.Field)).Should().Equal((IssueCodes.ItemUnreadable, 3L, "q1"));
    }

    /// <summary>A lost row that alerts read is told by the caller's column.</summary>
    [Fact]
    public void A_form_without_a_date_is_listed_and_its_alert_told()
    {
        var read = Read(Redcap, Export.Replace("2026-01-14,1,1,1,1,1,1,1,1,-9", ",1,1,1,1,1,1,1,1,2", StringComparison.Ordinal), Export);

        read.Errors.Select(error => (error.Code, error.Line, error.Field)).Should().Equal((TableCodes.ValueMissing, 5L, "phq_date"));
        read.Notices.Select(notice => (notice.Code, notice.Line, notice.Field)).Should().Contain((TableCodes.AlertRowUnreadable, 5L, "phq9"));
    }

    [Fact]
    public void A_column_that_is_not_there_makes_the_table_unusable()
    {
        var read = Read(Redcap, Export.Replace("phq_date", "date_of_phq", StringComparison.Ordinal), null);

        (read.Error!.Code, read.Error.Field, read.Error.Line).Should().Be((TableCodes.ColumnUnknown, "phq_date", 1L));
    }

    [Fact]
    public void Rows_of_ADaM_are_totals_of_the_scales_that_the_layout_names()
    {
        var read = Read(Adam, """
            STUDYID,USUBJID,PARAMCD,AVAL,ADT,ADY,AVISIT,ABLFL,DTYPE
            S,p,PHQ9TOT,20,2026-01-02,-3,Baseline,Y,
            S,p,PHQ9TOT,10,2026-01-12,8,Week 1,,
            S,p,PHQ9TOT,10,2026-01-19,15,Week 2,,LOCF
            S,p,HAMD6,7,2026-01-12,8,Week 1,,
            S,p,PHQ0101,3,2026-01-12,8,Week 1,,
            S,p,PHQ9TOT,,2026-01-26,22,Week 3,,

            """, null);

        read.Errors.Should().BeEmpty();
        read.Courses.Single().Administrations.Select(form => $"{form.Instrument}/{((AdministrationContent.TotalOnly)form.Content).Scale} {((AdministrationContent.TotalOnly)form.Content).Total} {form.At} {form.Visit}")
            .Should().BeEquivalentTo("phq-9/ 20 2026-01-02 ", "phq-9/ 10 2026-01-12 week-1", "ham-d17/ham-d6 7 2026-01-12 week-1");
        read.Notices.Select(notice => notice.Code).Should().Contain([TableCodes.RowsNotMapped, TableCodes.ImputedLeftOut, TableCodes.VisitNotRead], "PHQ0101 is not in the layout, a carried score was not observed, and Baseline has no name there");
        read.Notices.Single(notice => notice.Code == TableCodes.RowsNotMapped).Message.Should().Contain("PHQ0101");
    }

    [Fact]
    public void A_sponsors_word_for_observed_is_the_callers_to_name()
    {
        var read = Read(Adam.Replace("\"time\"", "\"observed\":[\"OBSERVED\"],\"time\"", StringComparison.Ordinal), "USUBJID,PARAMCD,AVAL,ADT,AVISIT,DTYPE\np,PHQ9TOT,20,2026-01-02,Week 1,OBSERVED\np,HAMD6,7,2026-01-02,Week 1,IMPUTED\n", null);

        read.Courses.Single().Administrations.Select(form => form.Instrument).Should().Equal("phq-9");
    }

    /// <summary>ADaM's day 1 is the day of the first dose and -1 the day before it: days 0 and -1 here. There is no day 0.</summary>
    [Fact]
    public void ADaM_has_no_day_0()
    {
        var read = Read(Adam.Replace("\"ADT\"", "\"ADY\"", StringComparison.Ordinal).Replace(",\"visits\":{\"Week 1\":\"week-1\"}", "", StringComparison.Ordinal), "USUBJID,PARAMCD,AVAL,ADY\np,PHQ9TOT,20,-1\np,PHQ9TOT,19,1\np,PHQ9TOT,18,0\np,PHQ9TOT,17,8\n", null);

        read.Courses.Single().Administrations.Select(form => form.At.ToString()).Should().Equal("-1", "0", "7");
        read.Errors.Select(error => (error.Code, error.Line, error.Field)).Should().Equal((TableCodes.ValueUnreadable, 4L, "ADY"));
    }

    [Fact]
    public void A_SAS_number_is_no_date()
    {
        var read = Read(Adam, "USUBJID,PARAMCD,AVAL,ADT,AVISIT\np,PHQ9TOT,20,24108,Week 1\n", null);

        read.Errors.Select(error => (error.Code, error.Field)).Should().Equal((TableCodes.ValueUnreadable, "ADT"));
    }

    /// <summary>In a table of the library's own a visit is read as it stands, or by the layout's names.</summary>
    [Fact]
    public void A_nominal_visit_stands_beside_the_day()
    {
        const string Table = "patient_id,instrument,assessed_day,visit,score\np,madrs,9,Week 1,20\np,madrs,16,Day -1,19\n";

        var plain = CourseTables.Read(Source(Table));
        plain.Courses.Single().Administrations.Select(form => $"{form.At} {form.Visit}").Should().Equal("9 week-1", "16 ");
        plain.Notices.Select(notice => notice.Code).Should().Equal(TableCodes.VisitNotRead);
        Read("""{"format":1,"layout":"table","visits":{"Day -1":"before"}}""", Table, null).Courses.Single().Administrations.Select(form => form.Visit).Should().Equal(null, "before");
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("""{"format":2,"layout":"adam"}""", "$.format")]
    [InlineData("""{"format":1,"layout":"sas"}""", "$.layout")]
    [InlineData("""{"format":1,"layout":"table"}""", "$.visits")]
    [InlineData("""{"format":1,"layout":"adam","layout":"adam"}""", "$.layout")]
    [InlineData("""{"format":1,"layout":"adam","time":"ADT","scales":{}}""", "$.scales")]
    [InlineData("""{"format":1,"layout":"adam","scales":{"A":"phq-9"}}""", "$")]
    [InlineData("""{"format":1,"layout":"adam","time":"VISITDY","scales":{"A":"phq-9"}}""", "$.time")]
    [InlineData("""{"format":1,"layout":"adam","time":"ADT","scales":{"A":"phq9"}}""", "$.scales.A", "instrument-unknown")]
    [InlineData("""{"format":1,"layout":"adam","time":"ADT","scales":{"A":"c-ssrs-screener"}}""", "$.scales.A")]
    [InlineData("""{"format":1,"layout":"adam","time":"ADT","scales":{"A":"phq-9"},"visits":{"Week 1":"Week 1"}}""", "$.visits.Week 1")]
    [InlineData("""{"format":1,"layout":"adam","time":"ADT","scales":{"A":"phq-9"},"forms":[]}""", "$.forms")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"item1":"a"}}]}""", "$.forms[0].columns")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d"}}]}""", "$.forms[0].columns")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","item10b":"a"}}]}""", "$.forms[0].columns.item10b")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","item1":"a","item2":"a"}}]}""", "$.forms[0].columns.item2", "map-twice")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","item1":"a"},"missing":["3"]}]}""", "$.forms[0].missing", "missing-code-legal")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","score":"a"},"missing":["9"]}]}""", "$.forms[0].missing", "missing-code-legal")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","item1":"a"},"values":{"item2":"0"}}]}""", "$.forms[0].values.item2")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","item1":"a"},"words":{"rater":{"1":"self"}}}]}""", "$.forms[0].words.rater")]
    [InlineData("""{"format":1,"layout":"redcap","patient":"id","forms":[{"instrument":"phq-9","columns":{"assessed_at":"d","item1":"a"},"words":{"item1":{"1":4}}}]}""", "$.forms[0].words.item1.1")]
    public void What_is_no_layout_is_refused_with_its_place(string json, string place, string code = TableCodes.LayoutUnusable)
    {
        TableLayout.TryRead(json, out var layout, out var issue).Should().BeFalse();

        layout.Should().BeNull();
        (issue!.Code, issue.Place).Should().Be((code, place));
    }

    private static CourseTablesResult Read(string layout, string assessments, string? treatments)
    {
        TableLayout.TryRead(layout, out var read, out var issue).Should().BeTrue(issue?.Message);
        return CourseTables.Read(Source(assessments), treatments is null ? null : Source(treatments), layout: read);
    }

    private static TableSource Source(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "export.csv", TableFormat.Csv);
}
