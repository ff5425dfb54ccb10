using System.Xml.Linq;

namespace KetamineOutcomes.Cli.Tests;

public sealed class CohortFiguresTests : IDisposable
{
    /// <summary>Three people with a baseline on day -1 and scores on days 4 and 18: a 20, 10, 4; b 20, 11, 8; c 16, 8, 12.</summary>
    private const string Forms = """
        patient_id,instrument,assessed_day,score
        a,phq-9,-1,20
        a,phq-9,4,10
        a,phq-9,18,4
        b,phq-9,-1,20
        b,phq-9,4,11
        b,phq-9,18,8
        c,phq-9,-1,16
        c,phq-9,4,8
        c,phq-9,18,12
        """;

    private const string Infusions = """
        patient_id,given_day,agent,route,dose_mg,weight_kg,minutes,kind
        a,0,ketamine,iv,40,80,40,induction
        b,0,ketamine,iv,40,80,40,induction
        c,0,ketamine,iv,40,80,40,induction
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_has_figures_and_the_manifest_names_them()
    {
        Write("day:4,day:18").Code.Should().Be(0);
        var files = Directory.GetFiles(_folder["out/figures"]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        files.Should().Contain(["cumulative-phq-9.svg", "rates-phq-9.svg", "survival-onset-phq-9.svg", "trajectories-phq-9.svg", "waterfall-phq-9.svg"]);
        var manifest = File.ReadAllText(_folder["out/manifest.json"]);
        files.Should().AllSatisfy(file => manifest.Should().Contain($"\"figures/{file}\""));
    }

    [Fact]
    public void The_figures_say_the_numbers_of_the_clinic()
    {
        Write("day:4,day:18").Code.Should().Be(0);
        // Day 4: a (10 of 20) and c (8 of 16) fell by half; day 18: a (4) and b (8) did, c (12 of 16) no longer. Remission (below 5): a on day 18.
        Description("rates-phq-9").Should().Contain("response-50: day 4 2 of 3 (67 %), day 18 2 of 3 (67 %).").And.Contain("remission-5: day 4 0 of 3 (0 %), day 18 1 of 3 (33 %).");
        // Best: a 16 of 20 = 80 %, b 12 of 20 = 60 %, c 8 of 16 = 50 %.
        Description("waterfall-phq-9").Should().StartWith("3 people. 3 improved, 0 got worse, 0 did not change; 3 improved by 50 % or more; the best change is 80 % and the worst 50 %.");
        Description("cumulative-phq-9").Should().Contain("50 % or more 3 of 3, 60 % or more 2 of 3, 70 % or more 1 of 3, 80 % or more 1 of 3, 90 % or more 0 of 3");
        Description("trajectories-phq-9").Should().StartWith("3 people, 9 scores from day -1 to day 18.");
    }

    [Fact]
    public void Scores_before_and_after_are_points_beside_the_error_of_measurement()
    {
        Write("day:4,day:18").Code.Should().Be(0);
        // At the last point a fell by 16, b by 12, c by 4; by Jacobson and Truax more than 6.93 points of the PHQ-9 are reliable (docs/domains.md). Their cut-off b lies two standard deviations of people at
        // large above their mean: 2.7 + 2 * 3.5.
        Description("scatter-phq-9").Should().Be("PHQ-9 total, 3 people: 2 reliably better, 1 no reliable change. A change of more than 6.93 points is reliable. Cut-off: 9.7.");
    }

    [Fact]
    public void Lanes_show_what_was_seen_and_no_more()
    {
        Write("day:4,day:18").Code.Should().Be(0);
        // Half of the baseline or less: a on days 4 and 18, 14 days apart; b on day 18 alone and c on day 4 alone, a day each. Below 5: a on day 18. Events were not recorded, so nobody is said to be followed on.
        Description("swimmer-phq-9").Should().Be("3 people, followed for 18 to 18 days. response: 3 people, 16 days together. remission: 1 people, 1 days together.");
    }

    [Fact]
    public void A_lane_ends_where_a_new_series_begins()
    {
        Call.Run(
            "cohort", "--assessments", _folder.Write("forms.csv", Forms + "\na,phq-9,65,3"), "--treatments", _folder.Write("infusions.csv", Infusions + "\na,60,ketamine,iv,40,80,40,reinduction"),
            "--at", "day:4,day:18", "--output", _folder["out"]).Code.Should().Be(0);
        // As without the re-induction: what it did is not told of the first series.
        Description("swimmer-phq-9").Should().Be("3 people, followed for 18 to 18 days. response: 3 people, 16 days together. remission: 1 people, 1 days together.");
    }

    [Fact]
    public void A_lane_ends_with_the_day_as_of_which_it_is_drawn()
    {
        Cohort("--at", "day:4", "--as-of-day", "10", "--output", _folder["out"]).Code.Should().Be(0);
        // On day 4 a and c had response; what came on day 18 is not known yet.
        Description("swimmer-phq-9").Should().Be("3 people, followed for 4 to 4 days. response: 2 people, 2 days together. remission: 0 people, 0 days together.");
    }

    [Fact]
    public void A_mean_of_fewer_than_five_people_is_not_drawn()
    {
        Write("day:4").Code.Should().Be(0);
        Description("trajectories-phq-9").Should().NotContain("Means");
    }

    [Fact]
    public void Infusions_stand_in_their_order()
    {
        // As text, infusion:10 sorts before infusion:2.
        Write("infusion:10,infusion:2,day:4").Code.Should().Be(0);
        var words = Description("rates-phq-9");
        words.IndexOf("infusion 2", StringComparison.Ordinal).Should().BeLessThan(words.IndexOf("infusion 10", StringComparison.Ordinal)).And.BePositive();
    }

    [Fact]
    public void Parts_merge_to_the_same_figures_without_those_of_single_people()
    {
        Write("day:4,day:18").Code.Should().Be(0);
        foreach (var part in new[] { "1", "2" })
        {
            Cohort("--at", "day:4,day:18", "--shard", part + "/2", "--output", _folder[$"part{part}.json"]).Code.Should().Be(0);
        }

        Call.Run("cohort", "merge", _folder["part1.json"], _folder["part2.json"], "--output", _folder["merged"]).Code.Should().Be(0);
        File.ReadAllText(_folder["merged/figures/rates-phq-9.svg"]).Should().Be(File.ReadAllText(_folder["out/figures/rates-phq-9.svg"]));
        Directory.GetFiles(_folder["merged/figures"]).Select(Path.GetFileName).Should().NotContain(["waterfall-phq-9.svg", "scatter-phq-9.svg", "swimmer-phq-9.svg"]);
    }

    private Call Write(string points) => Cohort("--at", points, "--output", _folder["out"]);

    private Call Cohort(params string[] more) => Call.Run(["cohort", "--assessments", _folder.Write("forms.csv", Forms), "--treatments", _folder.Write("infusions.csv", Infusions), .. more]);

    private string Description(string figure) => XDocument.Load(_folder[$"out/figures/{figure}.svg"]).Root!.Elements().Single(element => element.Name.LocalName == "desc").Value;
}
