namespace KetamineOutcomes.Cli.Tests;

public sealed class TreatmentCommandTests
{
    // Twice weekly for three weeks (Sakurai 2020: Monday 5 January, Thursday 8, ...), then 23 January + 27 days.
    private const string Unlabelled = """
        patient_id,given_at,agent,route,dose_mg,weight_kg
        p,2026-01-05T10:00+01:00,ketamine,iv,40,80
        p,2026-01-08T10:30+01:00,ketamine,iv,40,80
        p,2026-01-12,ketamine,iv,40,
        p,2026-01-15,ketamine,iv,40,80
        p,2026-01-19,ketamine,iv,40,80
        p,2026-01-23,ketamine,iv,40,80
        p,2026-02-19,esketamine,nasal,84,80

        """;

    [Fact]
    public void Segments_cycles_and_numbers_are_rows()
    {
        using var folder = new TemporaryFolder();
        var call = Treatment(folder, Unlabelled);

        call.Code.Should().Be(0, call.Error);
        call.Error.Should().EndWith("7 rows, 1 courses, 0 errors.\n");

        // 5 to 23 January are 18 days, 23 January to 19 February 27. The last segment is one booster so far: open until 19 February + 14 = 5 March.
        Rows(call, "segment").Should().Equal(
            "p,1,1,treatment,segment,infusions,mcinnes-2022-gap-14,segment:1,2026-01-05T10:00:00+01:00,measured,6,,,infusions,0,2026-02-06,",
            "p,1,1,treatment,segment,infusions,mcinnes-2022-gap-14,segment:2,2026-02-19,measured,1,,,infusions,45,2026-02-19,",
            "p,1,1,treatment,segment,kind,mcinnes-2022-gap-14,segment:1,2026-01-05T10:00:00+01:00,induction,,,,,0,2026-02-06,",
            "p,1,1,treatment,segment,kind,mcinnes-2022-gap-14,segment:2,2026-02-19,booster,,,,,45,2026-02-19,",
            "p,1,1,treatment,segment,length,mcinnes-2022-gap-14,segment:1,2026-01-05T10:00:00+01:00,measured,18,,,days,0,2026-02-06,",
            "p,1,1,treatment,segment,length,mcinnes-2022-gap-14,segment:2,2026-02-19,measured,0,,,days,45,2026-02-19,",
            "p,1,1,treatment,segment,state,mcinnes-2022-gap-14,segment:1,2026-01-05T10:00:00+01:00,settled,,,,,0,2026-02-06,",
            "p,1,1,treatment,segment,state,mcinnes-2022-gap-14,segment:2,2026-02-19,provisional,,,,,45,2026-02-19,");
        Rows(call, "cycle", "length,days").Should().Equal(
            "p,1,1,treatment,cycle,length,days,cycle:1,2026-01-23,measured,27,,,days,18,2026-02-19,",
            "p,1,1,treatment,cycle,length,days,cycle:2,2026-02-19,indeterminate,,,,,45,,cycle-open");
        Rows(call, "infusion", "since-last,hours").Select(row => string.Join(',', row.Split(',')[9..17])).Should().Equal(
            "not-applicable,,,,,0,2026-01-05T10:00:00+01:00,no-earlier-infusion",
            "measured,72.50,,,hours,3,2026-01-08T10:30:00+01:00,", // three days and half an hour
            "indeterminate,,,,,7,2026-01-12,no-time-of-day",
            "indeterminate,,,,,10,2026-01-15,no-time-of-day",
            "indeterminate,,,,,14,2026-01-19,no-time-of-day",
            "indeterminate,,,,,18,2026-01-23,no-time-of-day",
            "indeterminate,,,,,45,2026-02-19,no-time-of-day");
        Rows(call, "infusion", "number,in-segment").Select(row => row.Split(',')[10]).Should().Equal("1", "2", "3", "4", "5", "6", "1");
        Rows(call, "infusion", "number,in-course").Select(row => row.Split(',')[10]).Should().Equal("1", "2", "3", "4", "5", "6", "7");
        Rows(call, "infusion", "cycle,").Select(row => row.Split(',')[10]).Should().Equal("1", "1", "1", "1", "1", "1", "2");
        Rows(call, "infusion", "dose,mg-per-kg").Select(row => row.Split(',')[10] + row.Split(',')[16]).Should().Equal("0.500", "0.500", "weight-missing", "0.500", "0.500", "0.500", "dose-not-by-weight");
        call.Output.Should().Contain("""{""name"":""closes-from"",""value"":""2026-03-05""}""").And.Contain("\"\"flags\"\":[\"\"project-policy\"\",\"\"provisional\"\"]");
    }

    [Fact]
    public void As_of_a_later_date_the_last_segment_is_settled_and_as_of_an_earlier_one_it_is_not_there()
    {
        using var folder = new TemporaryFolder();

        Rows(Treatment(folder, Unlabelled, "--as-of", "2026-03-04"), "segment", "state").Select(row => row.Split(',')[9]).Should().Equal("settled", "provisional");
        Rows(Treatment(folder, Unlabelled, "--as-of", "2026-03-05"), "segment", "state").Select(row => row.Split(',')[9]).Should().Equal("settled", "settled");
        Rows(Treatment(folder, Unlabelled, "--as-of", "2026-01-12"), "segment", "kind").Select(row => row.Split(',')[16]).Should().Equal("too-few-infusions");
    }

    [Fact]
    public void Labels_win_and_what_the_rule_says_otherwise_is_told_on_standard_error_and_in_the_row()
    {
        using var folder = new TemporaryFolder();
        var call = Treatment(folder, "patient_id,given_day,kind\np,0,induction\np,3,induction\np,7,induction\np,10,induction\np,60,re-induction\n", "--as-of-day", "100");

        call.Code.Should().Be(0, call.Error);
        Rows(call, "segment", "kind").Select(row => row.Split(',')[6] + " " + row.Split(',')[9]).Should().Equal("labels induction", "labels re-induction");
        call.Error.Should().Contain(":6: kind: segmentation-kind-differs: patient p, course 1, infusion 5: The label says re-induction; by mcinnes-2022-gap-14 it would be booster. The label holds.");
        call.Output.Should().Contain("\"\"segmentation-kind-differs\"\"");
    }

    [Fact]
    public void Notices_of_the_segmentation_name_file_line_patient_and_infusion_and_long_lists_are_counted()
    {
        using var folder = new TemporaryFolder();

        // Out of order, with a blank line and a repeated row: q's infusion without a label is its second in time and stands on line 4; the route of its third changes, line 3.
        var call = Treatment(folder, "patient_id,course_id,given_day,route,kind\nq,A,0,iv,induction\nq,A,7,im,induction\nq,A,3,iv,\n\nq,A,3,iv,\n", "--segmentation", "labels");
        call.Error.Should().Contain("treatments.csv:4: kind: segmentation-partly-labelled: patient q, course A, infusion 2: ")
            .And.Contain("treatments.csv:3: route: segmentation-route-changed: patient q, course A, infusion 3: ");
        call.Code.Should().Be(0);

        var many = Treatment(folder, "patient_id,given_day,kind\n" + string.Concat(Enumerable.Range(10, 25).Select(n => $"p{n},0,induction\np{n},3,\n")), "--segmentation", "labels");
        many.Error.Split('\n').Count(line => line.Contains("segmentation-partly-labelled", StringComparison.Ordinal)).Should().Be(20);
        many.Error.Should().Contain("... and 5 more notices.");

        // By the day only what was known then counts.
        Treatment(folder, "patient_id,given_day,kind\np,0,\np,9,induction\np,20,\n", "--segmentation", "labels", "--as-of-day", "10").Error
            .Should().Contain("treatments.csv:2: kind: segmentation-partly-labelled: patient p, course 1, infusion 1: 1 of 2 infusions");
    }

    [Fact]
    public void By_labels_alone_what_has_none_is_not_classified()
    {
        using var folder = new TemporaryFolder();
        var call = Treatment(folder, Unlabelled, "--segmentation", "labels");

        Rows(call, "segment", "kind").Select(row => row.Split(',')[6] + row.Split(',')[16]).Should().Equal("labelsnot-labelled");
    }

    [Theory]
    [InlineData("--segmentation", "mcinnes-2022-gap-15", "Did you mean mcinnes-2022-gap-14?")]
    [InlineData("--as-of-day", "3", "use --as-of.")]
    [InlineData("--as-of", "today", "Expected a date")]
    public void An_unusable_option_ends_the_run(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        var call = Treatment(folder, Unlabelled, option, value);

        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain("option-invalid").And.Contain(expected);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_listed_and_the_others_stand()
    {
        using var folder = new TemporaryFolder();
        var call = Treatment(folder, "patient_id,given_at,route\np,2026-01-05,iv\np,tomorrow,iv\n");

        call.Code.Should().Be(1);
        call.Error.Should().Contain("value-unreadable");
        Rows(call, "infusion", "number,in-course").Should().ContainSingle();
    }

    [Fact]
    public void Assess_takes_the_rule_too_and_gives_the_same_rows()
    {
        using var folder = new TemporaryFolder();

        // MADRS 34 before and 10 five days after the last infusion of induction, 23 January: inside its window of 1 to 14 days.
        var forms = folder.Write("forms.csv", "patient_id,instrument,assessed_at,score\np,madrs,2026-01-04,34\np,madrs,2026-01-28,10\n");
        var doses = folder.Write("doses.csv", Unlabelled);
        var byRule = Call.Run("assess", "--assessments", forms, "--treatments", doses, "--at", "end-of-induction", "--segmentation", "mcinnes-2022-gap-14");
        var byLabels = Call.Run("assess", "--assessments", forms, "--treatments", doses, "--at", "end-of-induction");

        byRule.Output.Should().Contain(",madrs,total,response,response-50,end-of-induction,2026-01-28,met,");
        byLabels.Output.Should().Contain(",madrs,total,response,response-50,end-of-induction,,indeterminate,,,,,,,induction-not-labelled,");
        Lines(byRule, "treatment").Should().Equal(Lines(Treatment(folder, Unlabelled), "treatment")).And.NotBeEmpty();
    }

    private static Call Treatment(TemporaryFolder folder, string treatments, params string[] more) =>
        Call.Run(["treatment", "--treatments", folder.Write("treatments.csv", treatments), .. more]);

    private static IEnumerable<string> Lines(Call call, string instrument) => call.Output.Split('\n').Where(line => line.Contains($",{instrument},", StringComparison.Ordinal));

    /// <summary>The rows of a scale without their evidence.</summary>
    private static IEnumerable<string> Rows(Call call, string scale, string indicator = "") =>
        Lines(call, "treatment").Where(line => line.Contains($",treatment,{scale},{indicator}", StringComparison.Ordinal)).Select(line => string.Join(',', line.Split(',')[..17]));
}
