using System.Text;

namespace KetamineOutcomes.Cli.Tests;

public sealed class AssessCommandTests
{
    // MADRS 34 before, 17 two days after: an improvement of 17/34 = 50 %, and above every remission cut-off.
    private const string Assessments = "patient_id,instrument,assessed_at,score\np,madrs,2026-03-01,34\np,madrs,2026-03-05,17\n";
    private const string Treatments = "patient_id,given_at,kind\np,2026-03-03,induction\n";

    [Fact]
    public void Response_at_exactly_half_is_met()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--at", "day:2+-1");
        call.Code.Should().Be(0, call.Error);
        var response = Row(call, "response");
        response[1..10].Should().Equal("1", "1", "madrs", "total", "response", "response-50", "day:2+-1", "2026-03-05", "met");
        Row(call, "percentage-change")[9..11].Should().Equal("measured", "50.0");
        Row(call, "remission")[9].Should().Be("not-met");
        call.Error.Should().EndWith("3 rows, 1 courses, 0 errors.\n");
    }

    [Fact]
    public void Without_treatments_the_first_score_is_the_baseline()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, null, "--at", "last");
        Row(call, "baseline")[6].Should().Be("first");
        Row(call, "response")[9].Should().Be("met");
    }

    [Fact]
    public void A_window_without_an_assessment_is_indeterminate_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--at", "day:20");
        Row(call, "response")[9].Should().Be("indeterminate");
        Row(call, "response")[16].Should().Be("no-assessment");
    }

    [Fact]
    public void As_of_an_earlier_date_later_records_are_not_looked_at()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--at", "day:2+-1", "--as-of", "2026-03-04");
        Row(call, "response")[9].Should().Be("indeterminate");
        Row(call, "response")[16].Should().Be("not-yet-due");
    }

    [Fact]
    public void Treated_patients_without_a_questionnaire_are_told()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments + "q,2026-03-03,induction\n", "--at", "last", "--format", "table");
        call.Output.Should().Contain("1 of them have no readable questionnaire");
        call.Error.Should().Contain("course-unmatched");
    }

    [Fact]
    public void The_table_for_people_names_patient_change_and_verdict()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--at", "day:2+-1", "--format", "table");
        call.Output.Should().Contain("reviewed by no regulator")
            .And.MatchRegex("p +MADRS +34 +17 +2026-03-05 +50.0 % better +yes +no\n")
            .And.Contain("MADRS response (response-50): 1 of 1 judged (100.0 %); 0 not applicable, 0 not known");
    }

    [Fact]
    public void The_table_for_people_begins_with_the_alerts_of_every_visit()
    {
        using var folder = new TemporaryFolder();
        var forms = "patient_id,instrument,assessed_at,item1,item2,item3,item4,item5,item6,item7,item8,item9\np,phq-9,2026-03-01,0,0,0,0,0,0,0,0,1\np,phq-9,2026-03-05,0,0,0,0,0,0,0,0,0\n";
        var call = Assess(folder, forms, Treatments, "--at", "last", "--format", "table");
        call.Output.Should().MatchRegex("Patient +Scale +Alert +About +Raised +How often\n +p +PHQ-9 +item9 +suicidality +last 2026-03-01 +once\n");
    }

    // One goal: ten points of T a level, so -1 is 40 and 1 is 60.
    [Fact]
    public void Indicators_can_be_chosen_by_their_word()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--at", "last", "--indicator", "response,onset");
        call.Code.Should().Be(0, call.Error);
        call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[5]).Distinct(StringComparer.Ordinal).Should().Equal("onset", "response");
        // 34 on 1 March, 17 on 5 March, the infusion on 3 March: between 2 days before it and 2 days after it.
        call.Output.Should().Contain("p,1,1,madrs,total,onset,response-50,series,2026-03-05,measured,2,-2,2,days,2,2026-03-05,,");
    }

    [Fact]
    public void Every_row_has_a_word_by_which_it_can_be_chosen()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--at", "last");
        call.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[5]).Distinct(StringComparer.Ordinal)
            .Should().BeSubsetOf(KetamineOutcomes.Indicators.CourseAssessment.Indicators.Concat(KetamineOutcomes.Indicators.Segments.TreatmentAssessment.Indicators));
    }

    private const string Goals = "patient_id,goal,rated_at,rating\np,work,2026-03-01,-1\np,work,2026-03-05,1\n";

    private static Call AssessGoals(TemporaryFolder folder, string goals, params string[] more) =>
        Assess(folder, Assessments, Treatments, ["--goals", folder.Write("goals.csv", goals), .. more]);

    [Fact]
    public void Goals_are_rows_of_the_instrument_gas()
    {
        using var folder = new TemporaryFolder();
        var call = AssessGoals(folder, Goals, "--at", "last");
        call.Code.Should().Be(0, call.Error);
        call.Output.Split('\n').Where(line => line.StartsWith("p,1,1,gas,", StringComparison.Ordinal)).Select(line => string.Join(',', line.Split(',')[4..17])).Should().Equal(
            "total,baseline,last-before:30,last,2026-03-01,measured,40.0,,,T,-2,2026-03-01,",
            "total,change,points,last,2026-03-05,measured,20.0,,,T,2,2026-03-05,",
            "total,domains,goal:work,series,2026-03-05,met,,,,,2,2026-03-05,",
            "total,score,total,last,2026-03-05,measured,60.0,,,T,2,2026-03-05,");
        call.Error.Should().EndWith("5 rows, 1 courses, 0 errors.\n");
    }

    [Fact]
    public void The_table_for_people_shows_goals_beside_the_scores()
    {
        using var folder = new TemporaryFolder();
        AssessGoals(folder, Goals, "--at", "last", "--format", "table").Output.Should().MatchRegex("GAS +40.0 +60.0 +2026-03-05 +20.0 better +- +-\n").And.Contain("GAS: T-score of the patient's own goals; 50 is every goal attained as expected.");
    }

    [Fact]
    public void The_table_for_people_has_the_milestones_and_not_every_marker()
    {
        using var folder = new TemporaryFolder();
        var forms = "patient_id,instrument,assessed_at,item1,item2\np,functional-markers,2026-03-04,0,1\np,functional-markers,2026-03-06,2,-1\n";
        var call = Assess(folder, forms, Treatments, "--at", "last", "--format", "table");
        call.Code.Should().Be(0, call.Error);
        call.Output.Should().Contain("MILESTONES")
            .And.MatchRegex("p +Functional markers/crying +better +2026-03-06 +no later rating yet\n")
            .And.MatchRegex("p +Functional markers/sleep +better +2026-03-04 +not held at the next rating\n")
            .And.NotContain("Functional markers/energy");
        Assess(folder, Assessments, Treatments, "--at", "last", "--format", "table").Output.Should().NotContain("MILESTONES").And.NotContain("GAS");
    }

    [Theory]
    [InlineData("--at", "somewhere", "option-invalid")]
    [InlineData("--baseline", "worst", "option-invalid")]
    [InlineData("--as-of", "yesterday", "option-invalid")]
    [InlineData("--as-of-day", "3", "option-invalid")]
    [InlineData("--baseline", "explicit:3", "option-invalid")]
    [InlineData("--primary", "mardas", "instrument-unknown")]
    [InlineData("--missing-policy", "guess", "missing-policy-unknown")]
    [InlineData("--indicator", "response,onste", "Did you mean onset?")]
    public void A_bad_option_is_an_unusable_call(string option, string value, string code)
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, option, value);
        call.Code.Should().Be(2);
        call.Error.Should().Contain(code).And.NotContain("   at ");
        call.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "input-empty")]
    [InlineData("patient_id,instrument,score\np,madrs,3\n", "column-missing")]
    [InlineData("patient_id,instrument,assessed_at,PHQ9_TOTAL\np,phq-9,2026-03-01,3\n", "column-missing")]
    [InlineData("patient_id,instrument,assessed_at,score,score\np,madrs,2026-03-01,3,4\n", "header-duplicate")]
    [InlineData("patient_id,instrument,assessed_at,score\n\"p,madrs,2026-03-01,3\n", "quote-unclosed")]
    public void An_unusable_table_ends_with_two_and_a_code(string assessments, string code)
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, assessments, null);
        call.Code.Should().Be(2);
        call.Error.Should().Contain(code).And.NotContain("   at ");
    }

    [Theory]
    [InlineData("p,madrs,2026-13-01,3", "value-unreadable")]
    [InlineData("p,madrs,2026-03-01,abc", "value-unreadable")]
    [InlineData("p,madrs,2026-03-01,1e400", "value-unreadable")]
    [InlineData("p,madrs,2026-03-01,-4", "total-out-of-range")]
    [InlineData("p,madrs,2026-03-01,61", "total-out-of-range")]
    [InlineData("p,madrs,2026-03-01,3.5", "total-unreachable")]
    [InlineData("p,mardas,2026-03-01,3", "instrument-unknown")]
    [InlineData(",madrs,2026-03-01,3", "value-missing")]
    [InlineData("p,madrs,2026-03-01", "row-short")]
    public void A_bad_row_is_listed_with_its_line_and_the_run_goes_on(string row, string code)
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments + row + "\n", Treatments, "--at", "day:2+-1");
        call.Code.Should().Be(1);
        call.Error.Should().Contain("assessments.csv:4: ").And.Contain(code).And.NotContain("   at ").And.NotContain("abc").And.NotContain("3.5");
        Row(call, "response")[9].Should().Be("met");
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public void Byte_order_mark_line_ends_and_semicolons_change_nothing(string mark)
    {
        using var folder = new TemporaryFolder();
        var plain = Assess(folder, Assessments, Treatments);
        var other = Assess(folder, mark + Assessments.Replace(",", ";", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal), Treatments);
        other.Output.Should().Be(plain.Output);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.csv"], [.. Encoding.ASCII.GetBytes("patient_id,instrument,assessed_at,score\np"), 0xE9, .. Encoding.ASCII.GetBytes(",madrs,2026-03-01,3\n")]);
        var call = Call.Run("assess", "--assessments", folder["a.csv"]);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("input-not-utf8");
    }

    [Fact]
    public void The_output_may_not_be_an_input()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, Assessments, Treatments, "--output", folder["infusions.csv"]);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("output-is-input");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var call = Call.Run("assess", "--assessments", "nowhere.csv");
        call.Code.Should().Be(2);
        call.Error.Should().StartWith("nowhere.csv: ").And.Contain("file-not-found");
    }

    private static Call Assess(TemporaryFolder folder, string assessments, string? treatments, params string[] more)
    {
        string[] args = ["assess", "--assessments", folder.Write("assessments.csv", assessments)];
        if (treatments is not null)
        {
            args = [.. args, "--treatments", folder.Write("infusions.csv", treatments)];
        }

        return Call.Run([.. args, .. more]);
    }

    private static string[] Row(Call call, string indicator) =>
        call.Output.Split('\n').Select(line => line.Split(',')).First(cells => cells.Length > 9 && cells[5] == indicator);
}
