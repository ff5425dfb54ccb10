namespace KetamineOutcomes.Cli.Tests;

public sealed class ChangeCommandTests
{
    private const string Table = "patient_id,assessed_day,score\na,0,20\na,7,10\nb,0,9\n";

    private static readonly string[] Rules = ["--rules", "response-50,jacobson-truax"];

    [Fact]
    public void Standard_input_is_judged_to_standard_output()
    {
        // 10 of 20 are 50 %; 10 points are more than 6.93, and 10 is not below 9.7.
        var call = Call.RunWith(Table, ["change", "--instrument", "phq-9", .. Rules]);
        call.Code.Should().Be(0);
        call.Output.Should().Be(
            """
            patient_id,course_id,at,day,score,baseline,change,percentage_change,response_response-50,reliable_change_jacobson-truax,reasons
            a,1,7,7,10,20,10,50.0,met,improved,

            """);
        call.Error.Should().Be("3 rows: 2 courses, 1 visits judged, 1 courses without a visit after their first score.\n");
    }

    [Fact]
    public void A_file_that_is_not_sorted_gives_no_output()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("visits.csv", Table + "a,8,10\n");
        var output = Path.Combine(folder.Path, "changes.csv");
        var call = Call.Run("change", "--instrument", "phq-9", "--input", file, "--output", output);
        call.Code.Should().Be(2);
        call.Error.Should().StartWith($"{file}:5: patient_id: courses-not-sorted: ");
        File.Exists(output).Should().BeFalse();
    }

    [Fact]
    public void Rows_with_errors_are_listed_and_the_rest_is_judged()
    {
        var call = Call.RunWith(Table + "b,x,3\n", "change", "--instrument", "phq-9");
        call.Code.Should().Be(1);
        call.Error.Should().StartWith("-:5: assessed_day: value-unreadable: ");
        call.Output.Split('\n').Should().HaveCount(3);
    }

    [Theory]
    [InlineData("--rules", "remission-7", "--rules: change-rule-unknown: ")]
    [InlineData("--scale", "none", "--scale: change-scale-unknown: ")]
    [InlineData("--scale", "major-depressive-pattern", "--scale: change-scale-unfit: ")]
    public void A_call_that_cannot_be_used_says_why(string option, string value, string error)
    {
        var call = Call.RunWith(Table, "change", "--instrument", "phq-9", option, value);
        call.Code.Should().Be(2);
        call.Error.Should().StartWith(error);
        call.Output.Should().BeEmpty();
    }

    // The library has no reliability of the MADRS. SD 5 and .8: 1.96 sqrt(2) 5 sqrt(.2) = 6.198 points; 10 is more. SD 9 and .8: 11.16; 10 is not.
    [Theory]
    [InlineData("5", "improved")]
    [InlineData("9", "unchanged")]
    public void A_clinic_s_own_figures_of_reliability_are_used(string sd, string state)
    {
        using var folder = new TemporaryFolder();
        var figures = folder.Write("figures.json", $$"""{"format":1,"scales":[{"scale":"madrs/total","sd":{"value":{{sd}},"population":"our clinic","source":"our audit"},"reliability":{"value":0.8,"kind":"test-retest","population":"two weeks","source":"a paper"} }]}""");
        var call = Call.RunWith("patient_id,assessed_day,score\na,0,30\na,7,20\n", "change", "--instrument", "madrs", "--rules", "jacobson-truax", "--reliability", figures);
        call.Output.Should().EndWith($"a,1,7,7,20,30,10,33.3,{state},\n");
    }
}
