namespace KetamineOutcomes.Cli.Tests;

public sealed class ProfileOptionTests
{
    // Baseline 30; 12 on day 7 is a response (60 %); 22 on days 21 and 28, 7 days apart.
    private const string Assessments = "patient_id,instrument,assessed_day,score\np,madrs,-1,30\np,madrs,7,12\np,madrs,21,22\np,madrs,28,23\n";
    private const string Treatments = "patient_id,given_day,kind\np,0,induction\np,3,induction\n";

    private static List<string[]> Rows(Call call) => [.. call.Output.Split('\n').Select(line => line.Split(',')).Where(cells => cells.Length > 9 && cells[5] == "endpoint")];

    private static Call Assess(TemporaryFolder folder, params string[] more) => Call.Run(
        ["assess", "--assessments", folder.Write("a.csv", Assessments), "--treatments", folder.Write("t.csv", Treatments), "--at", "last", .. more]);

    [Fact]
    public void The_default_profiles_are_judged_without_being_asked_for()
    {
        using var folder = new TemporaryFolder();

        var call = Assess(folder);

        call.Code.Should().Be(0, call.Error);
        Rows(call).Select(row => $"{row[3]} {row[6]} {row[7]} {row[8]} {row[9]}").Should().Equal(
            "madrs early-futility-madrs series  not-applicable",
            "madrs early-improvement-madrs series  indeterminate",
            "madrs loss-of-remission series  not-applicable",
            "madrs loss-of-remission-confirmed series  not-applicable",
            "madrs loss-of-response series 21 met",
            "madrs loss-of-response-confirmed series 21 met",
            "madrs madrs-22-twice series 28 met");
    }

    [Fact]
    public void A_shipped_profile_is_added_and_none_leaves_out_the_default_ones()
    {
        using var folder = new TemporaryFolder();

        Rows(Assess(folder, "--profile", "japan-phase-2b-relapse")).Should().HaveCount(8);
        Rows(Assess(folder, "--profile", "none,japan-phase-2b-relapse")).Should().ContainSingle().Which[6..10].Should().Equal("japan-phase-2b-relapse", "series", "28", "met");
        Rows(Assess(folder, "--profile", "none")).Should().BeEmpty();
        Rows(Assess(folder, "--profile", "all")).Count.Should().BeGreaterThan(20);
    }

    [Fact]
    public void A_profile_of_ones_own_is_judged_by_the_same_rules()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("own.json", """
            {"format":1,"id":"our-relapse","version":"1.0.0","label":"Our relapse","construct":"relapse","scales":["madrs/total"],
             "sources":[{"key":"clinic","citation":"Our clinic"}],"evidence":[{"source":"clinic","status":"project-policy"}],
             "entry":{"ever":{"meets":{"declared":{"id":"madrs/total/remission-12"}}}},
             "rule":{"ever":{"meets":{"score":{"is":">=","value":20}}}}}
            """);

        var call = Assess(folder, "--profile", "none", "--profile", file);

        call.Code.Should().Be(0, call.Error);
        Rows(call).Should().ContainSingle().Which[6..10].Should().Equal("our-relapse", "series", "21", "met");
    }

    [Theory]
    [InlineData("sustain-1-relaps", "option-invalid")]
    [InlineData("no-such.json", "file-not-found")]
    public void A_name_that_is_none_says_so(string name, string code)
    {
        using var folder = new TemporaryFolder();

        var call = Assess(folder, "--profile", name);

        call.Code.Should().Be(2);
        call.Error.Should().Contain(code);
    }

    [Fact]
    public void A_file_with_slips_lists_them_with_their_places()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("own.json", """
            {"format":1,"id":"our-relapse","version":"1.0.0","label":"Our relapse","construct":"relapse","scales":["madrs/total"],
             "sources":[{"key":"clinic","citation":"Our clinic"}],"evidence":[{"source":"clinic","status":"project-policy"}],
             "rule":{"profile":"nowhere"}}
            """);
        Assess(folder, "--profile", file).Error.Should().Contain("definition-unusable").And.Contain("There is no profile nowhere.");

        var slip = folder.Write("slip.json", """{"format":1,"id":"a","rule":{"ever":{"meets":{"score":{"is":"=","value":20}}}}}""");
        var call = Assess(folder, "--profile", slip);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("$.rule.ever.meets.score.is: json-value-invalid: Expected one of >=, >, <=, <.");
    }

    private static string Own(string id, int cut) => $$"""
        {"format":1,"id":"{{id}}","version":"1.0.0","label":"Our relapse","construct":"relapse","scales":["madrs/total"],
         "sources":[{"key":"clinic","citation":"Our clinic"}],"evidence":[{"source":"clinic","status":"project-policy"}],
         "rule":{"ever":{"meets":{"score":{"is":">=","value":{{cut}} } } } } }
        """;

    [Fact]
    public void A_file_never_takes_the_place_of_another_profile()
    {
        using var folder = new TemporaryFolder();
        var shipped = folder.Write("mine.json", Own("madrs-22-twice", 20));
        var first = folder.Write("first.json", Own("our-relapse", 20));
        var second = folder.Write("second.json", Own("our-relapse", 30));

        var call = Assess(folder, "--profile", shipped);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("mine.json").And.Contain("definition-id-duplicate").And.Contain("madrs-22-twice");
        call.Output.Should().BeEmpty();

        call = Assess(folder, "--profile", first, "--profile", second);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("first.json").And.Contain("second.json").And.Contain("definition-id-duplicate").And.Contain("our-relapse");
        call.Output.Should().BeEmpty();

        Assess(folder, "--profile", first, "--profile", first).Code.Should().Be(0, "one file named twice is one profile");
        Assess(folder, "--profile", "madrs-22-twice", "--profile", "all").Code.Should().Be(0);
    }

    [Fact]
    public void A_profile_that_finds_no_form_of_its_scales_says_so()
    {
        using var folder = new TemporaryFolder();
        var forms = folder.Write("forms.csv", "patient_id,instrument,assessed_at,score\np,madrs-24h,2026-01-04,34\np,phq-9,2026-01-04,20\n");

        var call = Call.Run(["assess", "--assessments", forms, "--profile", "early-futility-madrs,phq-9-remission-5"]);

        call.Code.Should().Be(0, call.Error);
        call.Error.Should().Contain("--profile: profile-unmatched: early-futility-madrs asks about madrs/total").And.NotContain("phq-9-remission-5");
        Call.Run(["assess", "--assessments", forms, "--profile", "all"]).Error.Should().NotContain("profile-unmatched", "all takes what does not fit too");
    }
}
