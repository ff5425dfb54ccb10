using System.Xml.Linq;

namespace KetamineOutcomes.Cli.Tests;

/// <summary><c>report</c>: what stands on a page and what does not. What a browser makes of it is in <see cref="ReportBrowserTests"/>.</summary>
public sealed class ReportCommandTests : IDisposable
{
    /// <summary>Two people. Of a: 20 before, 10 on day 4, 4 on day 18; WSAS 30, 29 on day 4, and 8. An answer above the lowest to PHQ-9's question 9 on day 11.</summary>
    private const string Forms = """
        patient_id,course_id,instrument,assessed_day,score,item1,item2,item3,item4,item5,item6,item7,item8,item9
        a,1,phq-9,-1,,3,2,2,2,2,3,2,2,2
        a,1,phq-9,4,,1,1,1,1,1,2,2,1,0
        a,1,phq-9,11,,1,1,1,1,1,1,1,0,1
        a,1,phq-9,18,,1,0,1,0,1,0,1,0,0
        a,1,wsas,-1,30,,,,,,,,,
        a,1,wsas,4,29,,,,,,,,,
        a,1,wsas,18,8,,,,,,,,,
        b,1,phq-9,-1,20,,,,,,,,,
        b,2,phq-9,90,15,,,,,,,,,
        """;

    private const string Infusions = """
        patient_id,course_id,given_day,agent,route,dose_mg,weight_kg,minutes,kind
        a,1,0,ketamine,iv,40,80,40,induction
        a,1,3,ketamine,iv,40,80,40,induction
        a,1,20,ketamine,iv,40,80,40,booster
        b,1,0,ketamine,iv,40,80,40,induction
        b,2,91,ketamine,iv,40,80,40,induction
        """;

    private static readonly string[] NotForPatients = ["suicid", "alert", "drift", "relapse", "remission", "response", "severe", "severity", "moderate", "mild", "cut-off", "threshold", "item9", "deteriorat", "worse", "hurting", "death"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_several_people_one_must_be_named_and_nobody_is_listed()
    {
        var call = Report("patient", "--output", _folder["out.html"]);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("option-invalid").And.Contain("--patient").And.Contain("2 patients");
        File.Exists(_folder["out.html"]).Should().BeFalse();
    }

    [Fact]
    public void A_patient_who_is_not_there_is_an_error_that_repeats_no_id()
    {
        var call = Report("patient", "--patient", "a-name-of-somebody", "--output", _folder["out.html"]);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("course-missing").And.NotContain("a-name-of-somebody");
    }

    [Fact]
    public void Of_several_courses_one_must_be_named()
    {
        Report("patient", "--patient", "b", "--output", _folder["out.html"]).Should().Match<Call>(call => call.Code == 2 && call.Error.Contains("--course") && call.Error.Contains("2 courses"));
        Report("patient", "--patient", "b", "--course", "3", "--output", _folder["out.html"]).Should().Match<Call>(call => call.Code == 2 && call.Error.Contains("course-missing"));
        Report("patient", "--patient", "b", "--course", "2", "--output", _folder["out.html"]).Code.Should().Be(0);
        Page().Should().Contain("<dt>Course</dt>\n<dd dir=\"auto\">2</dd>");
    }

    [Fact]
    public void The_report_says_what_assess_says()
    {
        Report("patient", "--patient", "a", "--output", _folder["out.html"]).Code.Should().Be(0);
        var page = Page();

        // The baseline is 20 (3+2+2+2+2+3+2+2+2); 4 on day 18 is 80 % less: response, and below 5 remission. The answer above the lowest to question 9 on day 11 stands first.
        page.Should().Contain("80.0 % better").And.Contain("<td class=\"short\">item9</td>").And.Contain("suicidality");
        page.Should().Contain("PHQ-9 total went from 20 at baseline to 4 on day 18: better by 16 points.");
        page.IndexOf("To look at first", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(page.IndexOf("<figure>", StringComparison.Ordinal));
        foreach (var heading in new[] { "To look at first", "How it goes", "Figures", "Answers by question", "What was assumed", "What is missing", "Versions and sources", "Intended use" })
        {
            page.Should().Contain($"{heading}</h2>");
        }

        page.Should().Contain("reviewed by no regulator").And.Contain("last-before:30 (by default)").And.Contain("by the clinic's labels alone").And.Contain("phq-9</td>\n<td class=\"short\">1.");
        page.Should().Contain("Kroenke").And.Contain("[1]", "sources are numbered");
    }

    [Fact]
    public void Every_known_answer_of_a_series_stands_on_it()
    {
        Report("patient", "--patient", "a", "--output", _folder["out.html"]).Code.Should().Be(0);
        Call.Run("assess", "--assessments", _folder["forms.csv"], "--treatments", _folder["infusions.csv"], "--format", "jsonl", "--output", _folder["rows.jsonl"]).Code.Should().Be(0);
        var rows = File.ReadAllLines(_folder["rows.jsonl"]).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).Where(row => row.GetProperty("patient_id").GetString() == "a").ToList();
        string Of(System.Text.Json.JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

        // Each indicator that is known for some scale is a row of the tables; those of each infusion are left to the table of assess.
        var known = rows.Where(row => Of(row, "state") is not ("indeterminate" or "not-applicable") && !(Of(row, "instrument") == "treatment" && Of(row, "point").StartsWith("infusion:", StringComparison.Ordinal))).ToList();
        known.Should().HaveCountGreaterThan(50);
        var cells = Html().Descendants("td").Select(cell => cell.Value.Split(',')[0]).ToHashSet(StringComparer.Ordinal);
        known.Select(row => Of(row, "indicator")).Distinct(StringComparer.Ordinal).Should().OnlyContain(indicator => cells.Contains(indicator));
        var missing = rows.Where(row => Of(row, "state") == "indeterminate" && !Of(row, "point").StartsWith("infusion:", StringComparison.Ordinal)).Select(row => Of(row, "reason")).Distinct(StringComparer.Ordinal).ToList();
        missing.Should().NotBeEmpty().And.OnlyContain(reason => Page().Contains($">{reason}: "));
    }

    [Fact]
    public void Nothing_that_came_later_stands_on_it()
    {
        Report("patient", "--patient", "a", "--as-of-day", "5", "--output", _folder["out.html"]).Code.Should().Be(0);
        var page = Page();
        page.Should().Contain("2 infusions from day 0 to day 3").And.Contain("PHQ-9 2, WSAS 2");
        Html().Descendants().Where(element => element.Name.LocalName == "desc").Should().OnlyContain(text => !text.Value.Contains("day 18") && !text.Value.Contains("day 20") && !text.Value.Contains("raised on day 11"));
        page.Should().NotContain("from 20 at baseline to 4");
    }

    [Fact]
    public void Ids_can_be_left_out()
    {
        File.WriteAllText(_folder["forms.csv"], Forms.Replace("\na,1,", "\nperson-of-mine,course-of-mine,", StringComparison.Ordinal));
        File.WriteAllText(_folder["infusions.csv"], Infusions.Replace("\na,1,", "\nperson-of-mine,course-of-mine,", StringComparison.Ordinal));
        Run("patient", "--patient", "person-of-mine", "--output", _folder["out.html"]).Code.Should().Be(0);
        Page().Should().Contain("person-of-mine").And.Contain("course-of-mine");
        Html().Descendants("title").First().Value.Should().NotContain("person-of-mine", "a browser keeps titles");
        Run("patient", "--patient", "person-of-mine", "--no-id", "--output", _folder["out.html"]).Code.Should().Be(0);
        Page().Should().NotContain("person-of-mine").And.NotContain("course-of-mine");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"'><b>&amp;")]
    [InlineData("\u202Eשלום\u202C")]
    public void A_hostile_id_is_text(string id)
    {
        var quoted = $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        File.WriteAllText(_folder["forms.csv"], Forms.Replace("\na,1,", $"\n{quoted},1,", StringComparison.Ordinal));
        File.WriteAllText(_folder["infusions.csv"], Infusions.Replace("\na,1,", $"\n{quoted},1,", StringComparison.Ordinal));
        Run("patient", "--patient", id, "--output", _folder["out.html"]).Code.Should().Be(0);
        Page().Should().NotContain("<script").And.NotContain("<b>&amp;");
        Html().Descendants("dd").First().Value.Should().Be(id);
    }

    [Fact]
    public void It_is_the_same_twice_and_in_every_culture()
    {
        var first = Made();
        Made().Should().Be(first);
        foreach (var culture in Cultures.All)
        {
            Cultures.In(culture, Made).Should().Be(first);
        }

        string Made()
        {
            Report("patient", "--patient", "a", "--output", _folder["out.html"]).Code.Should().Be(0);
            return Page();
        }
    }

    [Fact]
    public void Brief_leaves_out_the_table_of_all_answers_and_nothing_else()
    {
        Report("patient", "--patient", "a", "--brief", "--output", _folder["out.html"]).Code.Should().Be(0);
        Page().Should().NotContain("Answers by question").And.Contain("To look at first</h2>").And.Contain("What is missing</h2>").And.Contain("Intended use</h2>");
    }

    [Fact]
    public void Figures_go_into_a_folder_of_their_own()
    {
        Report("patient", "--patient", "a", "--figures", _folder["figures"], "--output", _folder["out.html"]).Code.Should().Be(0);
        Directory.GetFiles(_folder["figures"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).Should().Equal("manifest.json", "mood-and-functioning.svg");
        XDocument.Load(_folder["figures/mood-and-functioning.svg"]).Root!.Value.Should().Contain("PHQ-9 total").And.Contain("WSAS total");

        // A second run replaces it; what the tool did not write is left alone.
        Run("patient", "--patient", "a", "--figures", _folder["figures"], "--output", _folder["out.html"]).Code.Should().Be(0);
        Directory.CreateDirectory(_folder["mine"]);
        _folder.Write("mine/notes.txt", "mine");
        Run("patient", "--patient", "a", "--figures", _folder["mine"], "--output", _folder["out.html"]).Should().Match<Call>(call => call.Code == 2 && call.Error.Contains("file-unwritable"));
        File.ReadAllText(_folder["mine/notes.txt"]).Should().Be("mine");
    }

    [Fact]
    public void An_incomplete_form_is_named_among_what_is_missing()
    {
        File.WriteAllText(_folder["forms.csv"], Forms + "\na,1,phq-9,25,,1,,1,,1,,1,,0");
        File.WriteAllText(_folder["infusions.csv"], Infusions);
        Run("patient", "--patient", "a", "--output", _folder["out.html"]).Code.Should().Be(0);
        var form = Html().Descendants("table").Single(table => table.Element("caption")!.Value == "Forms without a score").Descendants("tbody").Single().Elements("tr").Single();
        form.Elements().Select(cell => cell.Value).Should().StartWith(["PHQ-9", "day 25"]).And.HaveCount(3);
        form.Value.Should().Contain("score-incomplete");
    }

    [Fact]
    public void A_page_for_the_patient_needs_a_way_to_get_help()
    {
        var call = Report("page", "--patient", "a", "--output", _folder["page.html"]);
        call.Code.Should().Be(2);
        call.Error.Should().Contain("option-invalid").And.Contain("--crisis-text");
        File.Exists(_folder["page.html"]).Should().BeFalse();
        Report("page", "--patient", "a", "--crisis-text", _folder.Write("empty.txt", " \n"), "--output", _folder["page.html"]).Should().Match<Call>(refused => refused.Code == 2 && refused.Error.Contains("input-empty"));
        File.Exists(_folder["page.html"]).Should().BeFalse();
    }

    [Fact]
    public void The_callers_text_stands_first_as_plain_text_with_its_lines()
    {
        var page = PatientPage("Call <b>112</b> & stay.\n\nOr: 030 000 000", "a");
        page.Should().Contain("<p class=\"lines\" dir=\"auto\">Call &lt;b&gt;112&lt;/b&gt; &amp; stay.\n\nOr: 030 000 000</p>").And.NotContain("<b>112");
        page.IndexOf("Call &lt;b&gt;", StringComparison.Ordinal).Should().BeLessThan(page.IndexOf("Your treatments", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_for_the_patient_tells_what_got_better_and_frightens_nobody()
    {
        var page = PatientPage("help", "a");
        page.Should().Contain("You have had 3 treatments, from day 0 to day 20.");

        // 20 to 4 and 30 to 8, both lower is better. On day 4 loss of interest fell by 2 (3 to 1) and was the largest with item 6's 1 and the rest; item 9 fell by 2 as well and is not named.
        page.Should().Contain("Mood (PHQ-9): 20 at the start, 4 on day 18. Here a lower number is better.").And.Contain("Everyday life (WSAS): 30 at the start, 8 on day 18.");
        page.Should().Contain("PHQ-9, on day 4: loss of interest or pleasure (by 2 points)");

        // Reliable are more than 6.93 points of the PHQ-9 (day 4: 10) and 12.82 of the WSAS (day 18: 22).
        page.Should().Contain("Day 4: Mood (PHQ-9) was clearly better than at the start for the first time.").And.Contain("Day 18: Everyday life (WSAS) was clearly better than at the start for the first time.");
        page.Should().Contain("Your mood got better first. Then everyday life got better too.");
        Lacks(page);
        page.Should().NotContain("<dd", "no id and no head of facts");
    }

    [Fact]
    public void A_page_for_the_patient_calls_nothing_better_that_is_not()
    {
        // PHQ-9 from 10 to 20 and WSAS from 10 to 30: both reliably worse. The numbers stand there; nothing says that nothing changed, and nothing is a milestone.
        File.WriteAllText(_folder["forms.csv"], "patient_id,instrument,assessed_day,score\nc,phq-9,-1,10\nc,phq-9,18,20\nc,wsas,-1,10\nc,wsas,18,30\n");
        File.WriteAllText(_folder["infusions.csv"], "patient_id,given_day,agent,route,dose_mg,weight_kg,minutes,kind\nc,0,ketamine,iv,40,80,40,induction\n");
        Run("page", "--crisis-text", _folder.Write("help.txt", "help"), "--output", _folder["page.html"]).Code.Should().Be(0);
        var page = File.ReadAllText(_folder["page.html"]);
        page.Should().Contain("Mood (PHQ-9): 10 at the start, 20 on day 18. Here a lower number is better.").And.Contain("Everyday life (WSAS): 10 at the start, 30 on day 18.");
        page.Should().Contain("Your answers do not yet show that things are clearly better.").And.NotContain("Milestones").And.NotContain("got better.").And.NotContain("by 1 point");
        Lacks(page);
    }

    [Theory]
    [InlineData("D04")]
    [InlineData("D06")]
    [InlineData("D18")]
    public void Nor_does_that_of_somebody_with_alerts_drift_or_relapse(string patient)
    {
        var demo = Path.Combine(SharedData.RepositoryFolder, "samples", "demo");
        string[] call = ["--assessments", Path.Combine(demo, "assessments.csv"), "--treatments", Path.Combine(demo, "infusions.csv"), "--events", Path.Combine(demo, "events.csv"), "--patient", patient];
        Call.Run(["report", "patient", .. call, "--output", _folder["out.html"]]).Code.Should().Be(0);
        Page().Should().Contain("suicidality", "those who treat see it");
        Call.Run(["report", "page", .. call, "--crisis-text", _folder.Write("help.txt", "help"), "--output", _folder["page.html"]]).Code.Should().Be(0);
        var page = File.ReadAllText(_folder["page.html"]);
        Lacks(page);
        page.Should().NotContain(patient, "the page has no id");
    }

    [Fact]
    public void A_cohort_has_a_report_of_its_own_and_one_in_its_folder()
    {
        var inputs = Inputs();
        Call.Run(["report", "cohort", .. inputs, "--at", "day:4,day:18", "--output", _folder["cohort.html"]]).Code.Should().Be(0);
        Call.Run(["cohort", .. inputs, "--at", "day:4,day:18", "--output", _folder["cohort"]]).Code.Should().Be(0);
        var page = File.ReadAllText(_folder["cohort.html"]);
        File.ReadAllText(_folder["cohort/report.html"]).Should().Be(page);
        File.ReadAllText(_folder["cohort/manifest.json"]).Should().Contain("\"report\": \"report.html\"");

        // Three courses; on day 18 one PHQ-9 is known (4 of 20: response), so that the others could make it 1 or 3 of 3: 33.3 to 100 %.
        var rates = Tables(XDocument.Parse(Xml(page)).Root!).Single(table => table.Element("caption")!.Value.StartsWith("Response and remission at each point", StringComparison.Ordinal));
        rates.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToList()).Single(row => row[1] == "response-50" && row[2] == "day 18").Should()
            .Equal("PHQ-9", "response-50", "day 18", "3", "1", "1", "100 (20.65 to 100)", "33.3 to 100", "half-missing");
        foreach (var heading in new[] { "Who is in it", "Response and remission", "What is missing", "What was assumed", "Versions and inputs", "Intended use" })
        {
            page.Should().Contain($"{heading}</h2>");
        }

        page.Should().Contain("forms.csv").And.Contain("reviewed by no regulator");
    }

    [Fact]
    public void Parts_of_a_cohort_merge_to_a_folder_with_a_report()
    {
        var inputs = Inputs();
        Call.Run(["cohort", .. inputs, "--shard", "1/1", "--output", _folder["part.json"]]).Code.Should().Be(0);
        Call.Run("cohort", "merge", _folder["part.json"], "--output", _folder["merged"]).Code.Should().Be(0);
        File.ReadAllText(_folder["merged/report.html"]).Should().Contain("Response and remission</h2>").And.NotContain("swimmer");
    }

    private static void Lacks(string page)
    {
        var words = XDocument.Parse(Xml(page)).Root!.Descendants("body").Single().Descendants().Where(element => element.Name.LocalName != "style").SelectMany(element => element.Nodes().OfType<XText>()).Select(text => text.Value);
        var text = string.Join(' ', words);
        foreach (var word in NotForPatients)
        {
            text.Should().NotContainEquivalentOf(word);
        }
    }

    private static IEnumerable<XElement> Tables(XElement html) => html.Descendants("table");

    private string[] Inputs() => ["--assessments", _folder.Write("forms.csv", Forms), "--treatments", _folder.Write("infusions.csv", Infusions)];

    private Call Report(string what, params string[] more)
    {
        Inputs();
        return Run(what, more);
    }

    private Call Run(string what, params string[] more) => Call.Run(["report", what, "--assessments", _folder["forms.csv"], "--treatments", _folder["infusions.csv"], .. more]);

    private string PatientPage(string help, string patient)
    {
        Report("page", "--patient", patient, "--crisis-text", _folder.Write("help.txt", help), "--output", _folder["page.html"]).Code.Should().Be(0);
        return File.ReadAllText(_folder["page.html"]);
    }

    private string Page() => File.ReadAllText(_folder["out.html"]);

    private XElement Html() => XDocument.Parse(Xml(Page())).Root!;

    /// <summary>The page as XML: only <c>meta</c> is written as HTML alone writes it.</summary>
    private static string Xml(string html) => System.Text.RegularExpressions.Regex.Replace(html["<!DOCTYPE html>\n".Length..], "<meta[^>]*>", "$0</meta>", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10));
}
