using System.Diagnostics;
using System.Text.Json;
using KetamineOutcomes.Tables;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>A clinic of four: PHQ-9 of 20 before the first of two infusions, then one score a week after the last.</summary>
public sealed class CohortCommandTests
{
    // a and b have response at 8 and 10 (half of 20 or less), c at 15 has not; d was never seen again.
    private const string Forms = """
        patient_id,instrument,assessed_day,score
        a,phq-9,-1,20
        a,phq-9,10,8
        b,phq-9,-1,20
        b,phq-9,10,10
        c,phq-9,-1,20
        c,phq-9,10,15
        d,phq-9,-1,20

        """;

    private const string Infusions = """
        patient_id,given_day,agent,route,dose_mg,weight_kg,minutes,kind
        a,0,ketamine,iv,40,80,40,induction
        a,3,ketamine,iv,40,80,40,induction
        b,0,ketamine,iv,40,80,40,induction
        b,3,ketamine,iv,40,80,40,induction
        c,0,ketamine,iv,40,80,40,induction
        c,3,ketamine,iv,40,80,40,induction
        d,0,ketamine,iv,40,80,40,induction
        d,3,ketamine,iv,40,80,40,induction

        """;

    private const string People = """
        patient_id,psychotherapy
        a,yes
        b,no
        c,no

        """;

    [Fact]
    public void A_folder_holds_tables_dictionary_and_manifest()
    {
        using var folder = new TemporaryFolder();
        var call = Cohort(folder, "--people", folder.Write("people.csv", People), "--output", folder["cohort"]);

        call.Code.Should().Be(0, call.Error);
        // 2 of 3 seen (66.7 %), Wilson: centre (2/3 + 3.8415/6) / (1 + 3.8415/3) = 0.5729, half width 1.96 sqrt((2/9)/3 + 3.8415/36) / 2.2805 = 0.3654; worst 2 of 4, best 3 of 4.
        Rows(folder, "rates", "all,all,phq-9,total,response,response-50,end-of-induction").Should().Equal("all,all,phq-9,total,response,response-50,end-of-induction,4,3,2,66.7,20.76596,93.850806,50,75,66.7,");
        Rows(folder, "missing", "all,all,phq-9,total,response,response-50,end-of-induction").Should().Equal(
            "all,all,phq-9,total,response,response-50,end-of-induction,4,answered,,3,75",
            "all,all,phq-9,total,response,response-50,end-of-induction,4,no-assessment,never-known,1,25");
        Rows(folder, "members", "psychotherapy").Should().Equal("psychotherapy,no,2,50,few-people", "psychotherapy,not-known,1,25,few-people", "psychotherapy,yes,1,25,few-people");
        Rows(folder, "adqs", "a,").Should().HaveCount(2);
        var dictionary = Columns(folder["cohort/tables/dictionary.csv"]);
        foreach (var file in Directory.GetFiles(folder["cohort/tables"]).Where(file => Path.GetFileName(file) != "dictionary.csv"))
        {
            var table = Path.GetFileNameWithoutExtension(file);
            File.ReadAllLines(file)[0].Split(',').Should().Equal(dictionary.Where(entry => entry.Table == table).Select(entry => entry.Column), table);
        }

        using var manifest = JsonDocument.Parse(File.ReadAllText(folder["cohort/manifest.json"]));
        manifest.RootElement.GetProperty("members").GetInt32().Should().Be(4);
        manifest.RootElement.GetProperty("options").GetProperty("baseline").GetString().Should().Be("last-before:30");
        manifest.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("sha256").GetString()!.Length).Should().Equal(64, 64, 64);
    }

    [Fact]
    public void Without_a_folder_tables_are_printed()
    {
        using var folder = new TemporaryFolder();
        var call = Cohort(folder);

        call.Code.Should().Be(0, call.Error);
        call.Output.Should().Contain("RESPONSE AND REMISSION AT EACH POINT").And.Contain("66.7");
    }

    /// <summary>Shards that ran in processes of their own, merged in another order, give the tables of one run to the byte.</summary>
    [Fact]
    public async Task Shards_of_several_processes_merge_to_the_whole()
    {
        using var folder = new TemporaryFolder();
        Cohort(folder, "--output", folder["cohort"]).Code.Should().Be(0);
        var tool = typeof(Tool).Assembly.Location;
        var runs = Enumerable.Range(1, 3).Select(async part =>
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, UseShellExecute = false };
            string[] arguments =
            [
                "exec", "--roll-forward", "Major", tool, "cohort", "--assessments", folder["forms.csv"], "--treatments", folder["infusions.csv"],
                "--shard", $"{part}/3", "--output", folder[$"part{part}.json"],
            ];
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.Should().Be(0, error);
        });
        await Task.WhenAll(runs);

        var merged = Call.Run("cohort", "merge", folder["part3.json"], folder["part1.json"], folder["part2.json"], "--output", folder["merged"]);

        merged.Code.Should().Be(0, merged.Error);
        var tables = Directory.GetFiles(folder["merged/tables"]).Select(file => Path.GetFileName(file)).Where(name => name != "dictionary.csv").ToList();
        tables.Should().Contain("rates.csv").And.NotContain("model.csv", "a mixed model needs every score");
        foreach (var name in tables)
        {
            var whole = await File.ReadAllTextAsync(folder["cohort/tables/" + name], TestContext.Current.CancellationToken);
            (await File.ReadAllTextAsync(folder["merged/tables/" + name], TestContext.Current.CancellationToken)).Should().Be(whole, name);
        }
    }

    [Fact]
    public void Parts_of_other_options_and_parts_given_twice_are_refused()
    {
        using var folder = new TemporaryFolder();
        Cohort(folder, "--shard", "1/2", "--output", folder["one.json"]).Code.Should().Be(0);
        Cohort(folder, "--shard", "2/2", "--at", "last", "--output", folder["two.json"]).Code.Should().Be(0);

        var other = Call.Run("cohort", "merge", folder["one.json"], folder["two.json"], "--output", folder["merged"]);
        other.Code.Should().Be(2);
        other.Error.Should().Contain("two.json").And.Contain("cohort-parts-differ");

        Call.Run("cohort", "merge", folder["one.json"], folder["one.json"]).Code.Should().Be(2);
        Directory.Exists(folder["merged"]).Should().BeFalse();
    }

    [Fact]
    public void A_folder_of_something_else_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["cohort"]);
        File.WriteAllText(folder["cohort/thesis.txt"], "years of work");

        var call = Cohort(folder, "--output", folder["cohort"]);

        call.Code.Should().Be(2);
        call.Error.Should().Contain("file-unwritable");
        File.ReadAllText(folder["cohort/thesis.txt"]).Should().Be("years of work");
        Directory.GetFileSystemEntries(folder["cohort"]).Should().ContainSingle();
    }

    [Fact]
    public void A_folder_of_an_earlier_run_is_replaced_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        Cohort(folder, "--output", folder["cohort"]).Code.Should().Be(0);
        File.WriteAllText(folder["cohort/tables/old.csv"], "left over");

        Cohort(folder, "--output", folder["cohort"]).Code.Should().Be(0);

        File.Exists(folder["cohort/tables/old.csv"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("--shard", "0/3", "--output")]
    [InlineData("--shard", "4/3", "--output")]
    [InlineData("--shard", "1", "--output")]
    [InlineData("--at", "every-visit", "--output")]
    [InlineData("--at", "day:7,every-visit", "--output")]
    [InlineData("--level", "120", "--output")]
    [InlineData("--series", "second", "--output")]
    [InlineData("--paramcd", "phq-9/total=phq9", "--output")]
    [InlineData("--shard", "1/2", null)]
    public void What_cannot_be_asked_is_an_unusable_call(string option, string value, string? output)
    {
        using var folder = new TemporaryFolder();

        var call = output is null ? Cohort(folder, option, value) : Cohort(folder, option, value, output, folder["out"]);

        call.Code.Should().Be(2);
        call.Error.Should().Contain(option);
        Path.Exists(folder["out"]).Should().BeFalse();
    }

    [Fact]
    public void A_person_with_two_groups_is_listed_and_the_first_counts()
    {
        using var folder = new TemporaryFolder();
        var call = Cohort(folder, "--people", folder.Write("people.csv", "patient_id,site\na,north\na,south\n"), "--output", folder["cohort"]);

        call.Code.Should().Be(1);
        call.Error.Should().Contain("people.csv").And.Contain("value-contradiction").And.NotContain("south");
        Rows(folder, "members", "site,north").Should().ContainSingle();
    }

    /// <summary>Of the people x and y nobody knows anything: a denominator without them is said to be one.</summary>
    [Fact]
    public void People_without_a_form_are_counted_in_a_notice()
    {
        using var folder = new TemporaryFolder();
        var call = Cohort(folder, "--people", folder.Write("people.csv", People + "x,yes\ny,no\n"), "--output", folder["cohort"]);

        call.Code.Should().Be(0, call.Error);
        call.Error.Should().Contain("people-unmatched: 2 people").And.NotContain("x,");
        File.ReadAllText(folder["cohort/manifest.json"]).Should().Contain("\"people-unmatched: 1\"");
        Cohort(folder, "--people", folder.Write("people.csv", People), "--output", folder["again"]).Error.Should().NotContain("people-unmatched");
    }

    /// <summary>What cohort writes in ADaM's shape says the same when it is read back: rows, rates and times; and so does a layout that is no layout say its place.</summary>
    [Theory]
    [InlineData("ADT-as-days")]
    [InlineData("ADY")]
    public void Scores_in_the_shape_of_ADaM_read_back_to_the_same_tables(string time)
    {
        using var folder = new TemporaryFolder();
        Cohort(folder, "--at", "day:10,last", "--output", folder["cohort"]).Code.Should().Be(0);
        var layout = folder.Write("layout.json", "{\"format\":1,\"layout\":\"adam\",\"time\":\"" + time + "\",\"scales\":{\"PHQ9\":\"phq-9/total\"}}");

        var call = Call.Run("cohort", "--assessments", folder["cohort/tables/adqs.csv"], "--layout", layout, "--treatments", folder["infusions.csv"], "--at", "day:10,last", "--output", folder["again"]);

        call.Code.Should().Be(0, call.Error);
        foreach (var table in new[] { "adqs", "adtte", "members", "rates", "missing", "changes", "best-change", "times", "curves", "bounds", "reliable-change" })
        {
            File.ReadAllText(folder[$"again/tables/{table}.csv"]).Should().Be(File.ReadAllText(folder[$"cohort/tables/{table}.csv"]), table);
        }

        using var manifest = JsonDocument.Parse(File.ReadAllText(folder["again/manifest.json"]));
        manifest.RootElement.GetProperty("options").GetProperty("layout").GetString().Should().Be("adam");
        manifest.RootElement.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("option").GetString()).Should().Contain("--layout");

        // The same visit by its name: all three were seen on day 10, d was not.
        var named = folder.Write("named.json", File.ReadAllText(layout).Replace("}}", "},\"visits\":{\"VISIT 1\":\"one\"}}", StringComparison.Ordinal));
        Call.Run("cohort", "--assessments", folder["cohort/tables/adqs.csv"], "--layout", named, "--treatments", folder["infusions.csv"], "--at", "visit:one", "--output", folder["cohort"]).Code.Should().Be(0);
        Rows(folder, "rates", "all,all,phq-9,total,response,response-50,visit:one").Single().Should().StartWith("all,all,phq-9,total,response,response-50,visit:one,4,3,2,66.7,");
    }

    /// <summary>
    /// a (response) had psychotherapy at the first infusion, b (response) and c (none) had not, d was not asked about it. Response at the end of induction: 1 of 1 beside 1 of 2, which is 50 points more;
    /// Newcombe with Wilson's (0.2065, 1) and (0.0945, 0.9055): 0.5 - sqrt(0.7935^2 + 0.4055^2) = -0.3910, and 0.5 + 0.4055 = 0.9055. Fisher: all tables with 2 of 3 are as probable or more, p = 1.
    /// Pearson: (1/3)^2 / (2/3) + (1/3)^2 / (1/3) + (1/3)^2 / (4/3) + (1/3)^2 / (2/3) = 0.75.
    /// </summary>
    [Fact]
    public void Psychotherapy_is_a_subgroup_by_the_table_of_care()
    {
        using var folder = new TemporaryFolder();
        var care = folder.Write("care.csv", "patient_id,kind,name,from_day,end\na,psychotherapy,cbt,-60,ongoing\nb,psychotherapy,none,,\nc,psychotherapy,none,,\n");

        var call = Cohort(folder, "--care", care, "--output", folder["cohort"]);

        call.Code.Should().Be(0, call.Error);
        Rows(folder, "members", "psychotherapy").Should().Equal("psychotherapy,no,2,50,few-people", "psychotherapy,not-known,1,25,few-people", "psychotherapy,yes,1,25,few-people");
        Rows(folder, "subgroup-differences", "psychotherapy,yes,phq-9,total,response,response-50,end-of-induction").Should().Equal(
            "psychotherapy,yes,phq-9,total,response,response-50,end-of-induction,no,1,1,2,1,50,-39.104934,90.546879,1,few-people");
        Rows(folder, "subgroup-tests", "psychotherapy,phq-9,total,response,response-50,end-of-induction").Should().Equal(
            "psychotherapy,phq-9,total,response,response-50,end-of-induction,2,3,2,0.75,1,0.386476,small-expected;few-people");
        var forest = File.ReadAllText(folder["cohort/figures/forest-phq-9.svg"]);
        forest.Should().Contain("psychotherapy: yes").And.NotContain("route: iv", "everybody had it by one route, so that nothing is compared");

        // The caller's own table of who had psychotherapy goes before it.
        Cohort(folder, "--care", care, "--people", folder.Write("people.csv", People), "--output", folder["cohort"]).Code.Should().Be(0);
        Rows(folder, "members", "psychotherapy").Should().Contain("psychotherapy,no,2,50,few-people");
    }

    /// <summary>
    /// Twenty people with complete forms of the PHQ-9 at baseline, the nine items all 1, all 2 or all 3, but for item 9, which is 0 in the first two: alpha 9/8 (1 - sum of the items' variances / the
    /// total's) = 0.995743 and SD 7.500175, worked out in Python. What the cohort says of its reliability goes into assess as it stands.
    /// </summary>
    [Fact]
    public void A_cohorts_own_reliability_can_be_used_for_reliable_change()
    {
        using var folder = new TemporaryFolder();
        var items = string.Join(',', Enumerable.Range(1, 9).Select(item => $"item{item}"));
        var forms = folder.Write("items.csv", $"patient_id,instrument,assessed_day,{items}\n" + string.Concat(Enumerable.Range(0, 20).Select(id => $"p{id},phq-9,-1,{string.Join(',', Enumerable.Repeat(1 + (id % 3), 8))},{(id < 2 ? 0 : 1 + (id % 3))}\n")));
        var infusions = folder.Write("all.csv", "patient_id,given_day,kind\n" + string.Concat(Enumerable.Range(0, 20).Select(id => $"p{id},0,induction\n")));

        var call = Call.Run("cohort", "--assessments", forms, "--treatments", infusions, "--output", folder["cohort"]);

        call.Code.Should().Be(0, call.Error);
        using var figures = JsonDocument.Parse(File.ReadAllText(folder["cohort/reliability.json"]));
        var scale = figures.RootElement.GetProperty("scales").EnumerateArray().Single();
        scale.GetProperty("scale").GetString().Should().Be("phq-9/total");
        scale.GetProperty("reliability").GetProperty("population").GetString().Should().Be("20 complete forms at baseline of this cohort");
        var row = Rows(folder, "reliability", "all,all,phq-9,total").Single().Split(',');
        scale.GetProperty("reliability").GetProperty("value").GetRawText().Should().Be(row[6]);
        scale.GetProperty("sd").GetProperty("value").GetRawText().Should().Be(row[9]);
        (row[4], row[5], row[6], row[9]).Should().Be(("20", "9", "0.995743", "7.500175"));
        foreach (var command in new[] { "assess", "cohort" })
        {
            var again = Call.Run(command, "--assessments", forms, "--treatments", infusions, "--reliability", folder["cohort/reliability.json"]);
            again.Code.Should().Be(0, again.Error);
        }

        // Of four people the tool says an alpha and no figure to rest on.
        Cohort(folder, "--output", folder["few"]).Code.Should().Be(0);
        File.Exists(folder["few/reliability.json"]).Should().BeFalse();
    }

    [Fact]
    public void Care_without_infusions_is_an_unusable_call()
    {
        using var folder = new TemporaryFolder();

        var call = Call.Run("cohort", "--assessments", folder.Write("forms.csv", Forms), "--care", folder.Write("care.csv", "patient_id,kind,name\n"));

        call.Code.Should().Be(2);
        call.Error.Should().Contain("--care").And.Contain("--treatments");
    }

    [Fact]
    public void A_layout_that_cannot_be_used_ends_the_call()
    {
        using var folder = new TemporaryFolder();

        var call = Cohort(folder, "--layout", folder.Write("layout.json", "{\"format\":1,\"layout\":\"sas\"}"), "--output", folder["out"]);

        call.Code.Should().Be(2);
        call.Error.Should().Contain("layout.json: $.layout: layout-unusable: Expected redcap, adam or table.");
        Path.Exists(folder["out"]).Should().BeFalse();
    }

    private static Call Cohort(TemporaryFolder folder, params string[] more) =>
        Call.Run(["cohort", "--assessments", folder.Write("forms.csv", Forms), "--treatments", folder.Write("infusions.csv", Infusions), .. more]);

    private static List<(string Table, string Column)> Columns(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = TableReader.Open(stream);
        var columns = new List<(string, string)>();
        while (reader.Read())
        {
            columns.Add((reader[0]!, reader[2]!));
        }

        return columns;
    }

    private static IEnumerable<string> Rows(TemporaryFolder folder, string table, string start) =>
        File.ReadAllLines(folder[$"cohort/tables/{table}.csv"]).Where(line => line.StartsWith(start, StringComparison.Ordinal));
}
