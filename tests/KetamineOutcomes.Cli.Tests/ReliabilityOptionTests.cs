namespace KetamineOutcomes.Cli.Tests;

public sealed class ReliabilityOptionTests
{
    private const string Assessments = "patient_id,instrument,assessed_day,score\np,madrs,-1,30\np,madrs,7,20\n";
    private const string Treatments = "patient_id,given_day,kind\np,0,induction\n";

    private static Call Assess(TemporaryFolder folder, string figures) => Call.Run(
        "assess", "--assessments", folder.Write("a.csv", Assessments), "--treatments", folder.Write("t.csv", Treatments), "--at", "last", "--indicator", "reliable-change", "--reliability", folder.Write("own.json", figures));

    // The library has no reliability of the MADRS. SD 5 and .8: 1.96 sqrt(2) 5 sqrt(.2) = 6.198 points; 10 is more. SD 9 and .8: 11.16; 10 is not.
    [Theory]
    [InlineData("5", "improved")]
    [InlineData("9", "unchanged")]
    public void Own_figures_make_a_change_reliable_or_not(string sd, string state)
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, $$"""{"format":1,"scales":[{"scale":"madrs/total","sd":{"value":{{sd}},"population":"our clinic","source":"our audit"},"reliability":{"value":0.8,"kind":"test-retest","population":"two weeks","source":"a paper"},"clinicalMean":{"value":28,"population":"our clinic","source":"our audit"},"functionalMean":{"value":0.5,"population":"made up","source":"made up"},"functionalSd":{"value":1,"population":"made up","source":"made up"} }]}""");

        call.Code.Should().Be(0, call.Error);
        var row = call.Output.Split('\n').Single(line => line.Contains(",jacobson-truax,last,", StringComparison.Ordinal));
        row.Split(',')[9].Should().Be(state);
        row.Should().Contain("our clinic").And.Contain("our audit").And.Contain("caller-figure").And.Contain("reliability-kind").And.Contain("two weeks");
    }

    [Fact]
    public void What_is_wrong_is_named_with_file_and_place_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        var call = Assess(folder, """{"format":1,"scales":[{"scale":"madrs/total","sd":{"value":-517.25,"population":"our clinic","source":"our audit"}}]}""");

        call.Code.Should().Be(2);
        call.Output.Should().BeEmpty();
        call.Error.Should().Contain("own.json: $.scales[0].sd.value: json-value-invalid: Expected a number more than 0.").And.Contain("definition-unusable").And.NotContain("517.25");
    }

    [Fact]
    public void A_file_that_is_not_there_is_said() => Call.Run("assess", "--assessments", "-", "--reliability", "nowhere.json").Error.Should().Contain("file-not-found");
}
