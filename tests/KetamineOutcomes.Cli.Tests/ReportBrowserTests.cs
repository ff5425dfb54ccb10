using System.Text.RegularExpressions;

namespace KetamineOutcomes.Cli.Tests;

/// <summary>What a browser makes of the reports of the demo clinic: offline, without a script, for eyes and ears, on screens and on paper.</summary>
public sealed class ReportBrowserTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    // 96 CSS pixels are an inch, 25.4 mm. The margins of the reports are 15 mm at the sides, 16 above and 18 below.
    private const double PixelsPerMillimetre = 96 / 25.4;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Pages => ["patient", "page", "cohort"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_opens_offline_asks_for_nothing_and_runs_nothing(string page)
    {
        var file = Make(page);
        var tab = await browser.Open(file);
        tab.Requests.Should().Equal(new Uri(file).AbsoluteUri);
        tab.Complaints.Should().BeEmpty();
        (await tab.Ask("document.scripts.length + document.querySelectorAll('iframe,object,embed,link,img,form').length")).GetInt32().Should().Be(0);
        (await tab.Ask("document.documentElement.lang")).GetString().Should().Be("en");
        (await tab.Ask("document.compatMode")).GetString().Should().Be("CSS1Compat");
        (await tab.Ask("(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length > 0 && new Set(ids).size === ids.length; })()")).GetBoolean().Should().BeTrue("no id stands twice");
        (await tab.Ask("[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.getElementById(a.hash.slice(1)))")).GetBoolean().Should().BeTrue("each link has its goal");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Whoever_hears_it_finds_headings_figures_and_tables_by_name(string page)
    {
        var tab = await browser.Open(Make(page));
        var tree = await tab.Tree();
        var levels = tree.Where(node => node.Role == "heading").Select(node => node.Level!.Value).ToList();
        levels.Should().StartWith([1]).And.HaveCountGreaterThan(4);
        levels.Count(level => level == 1).Should().Be(1);
        levels.Zip(levels.Skip(1)).Should().OnlyContain(pair => pair.Second <= pair.First + 1, "no level is left out");
        var pictures = tree.Where(node => node.Role is "image" or "img" or "graphics-document").ToList();
        pictures.Should().HaveCount((await tab.Ask("document.querySelectorAll('svg').length")).GetInt32()).And.NotBeEmpty().And.OnlyContain(node => node.Name.Length > 0);
        (await tab.Ask("[...document.querySelectorAll('figure')].every(f => f.querySelector('svg > desc').textContent.length > 20 && f.querySelector('figcaption').textContent.length > 20)")).GetBoolean().Should().BeTrue();
        var tables = tree.Where(node => node.Role == "table").ToList();
        tables.Should().HaveCount((await tab.Ask("document.querySelectorAll('table').length")).GetInt32());
        tables.Exists(node => node.Name.Length == 0).Should().BeFalse();
        (page == "page" || tables.Count > 5).Should().BeTrue("the page for patients alone has no tables");
        (await tab.Ask("[...document.querySelectorAll('table')].every(t => t.querySelectorAll('thead th[scope=col]').length === t.querySelector('tbody tr').children.length && [...t.querySelectorAll('tbody tr')].every(r => r.querySelectorAll('th[scope=row]').length === 1))")).GetBoolean().Should().BeTrue();
        tree.Select(node => node.Role).Should().Contain("main");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_fits_a_phone_and_a_desk_and_goes_with_light_and_dark(string page)
    {
        var tab = await browser.Open(Make(page));
        foreach (var width in new[] { 360, 800, 1400 })
        {
            await tab.Show(width, "screen", "light");
            (await tab.Ask("document.documentElement.scrollWidth")).GetInt32().Should().BeLessThanOrEqualTo(width);
            (await tab.Ask("[...document.querySelectorAll('svg')].every(s => s.getBoundingClientRect().right <= innerWidth)")).GetBoolean().Should().BeTrue();
        }

        (await Colours(tab)).Should().Equal("rgb(255, 255, 255)", "rgb(255, 255, 255)");
        await tab.Show(800, "screen", "dark");
        (await Colours(tab)).Should().Equal("rgb(20, 23, 26)", "rgb(20, 23, 26)");
        await tab.Show(800, "print", "dark");
        (await Colours(tab)).Should().Equal(["rgb(255, 255, 255)", "rgb(255, 255, 255)"], "paper is white, whatever the screen is");
    }

    [Theory]
    [InlineData("patient", 210, 297)]
    [InlineData("patient", 215.9, 279.4)]
    [InlineData("page", 210, 297)]
    [InlineData("page", 215.9, 279.4)]
    [InlineData("cohort", 210, 297)]
    [InlineData("cohort", 215.9, 279.4)]
    public async Task On_paper_no_figure_is_cut_and_nothing_is_lost_at_the_side(string page, double width, double height)
    {
        var tab = await browser.Open(Make(page));
        var (room, tall) = ((int)((width - 30) * PixelsPerMillimetre), (height - 34) * PixelsPerMillimetre);
        await tab.Show(room, "print", "light");
        (await tab.Ask("document.documentElement.scrollWidth")).GetInt32().Should().BeLessThanOrEqualTo(room, "a wider page loses its right side");

        // What may not be broken and is lower than a page is never cut.
        (await tab.Ask("[...document.querySelectorAll('figure, tr, .boxed')].every(e => getComputedStyle(e).breakInside === 'avoid')")).GetBoolean().Should().BeTrue();
        (await tab.Ask("Math.max(...[...document.querySelectorAll('figure, tr, .boxed')].map(e => e.getBoundingClientRect().height))")).GetDouble().Should().BeInRange(100, tall);
        (await tab.Ask("[...document.querySelectorAll('thead')].every(e => getComputedStyle(e).display === 'table-header-group')")).GetBoolean().Should().BeTrue("headings repeat");

        var pdf = await tab.Print(width / 25.4, height / 25.4);
        var boxes = Regex.Matches(pdf, @"/MediaBox \[0 0 (?<width>[0-9.]+) (?<height>[0-9.]+)\]", RegexOptions.None, TimeSpan.FromSeconds(10));
        boxes.Should().NotBeEmpty("the reader's paper decides");
        foreach (Match box in boxes)
        {
            double.Parse(box.Groups["width"].Value, System.Globalization.CultureInfo.InvariantCulture).Should().BeApproximately(width / 25.4 * 72, 1);
            double.Parse(box.Groups["height"].Value, System.Globalization.CultureInfo.InvariantCulture).Should().BeApproximately(height / 25.4 * 72, 1);
        }
    }

    [Fact]
    public async Task A_hostile_id_does_nothing_and_is_read_as_it_is()
    {
        const string Id = "<script>document.title='x'</script><img src=x onerror=\"document.title='y'\">\"'\u202Eשלום";
        var forms = _folder.Write("forms.csv", $"patient_id,instrument,assessed_day,score\n\"{Id.Replace("\"", "\"\"", StringComparison.Ordinal)}\",phq-9,0,20\n");
        Call.Run("report", "patient", "--assessments", forms, "--output", _folder["out.html"]).Code.Should().Be(0);
        var tab = await browser.Open(_folder["out.html"]);
        (await tab.Ask("document.scripts.length + document.images.length")).GetInt32().Should().Be(0);
        (await tab.Ask("document.title")).GetString().Should().StartWith("A course of ketamine treatment");
        (await tab.Ask("document.querySelector('dd').textContent")).GetString().Should().Be(Id);
        tab.Requests.Should().ContainSingle();
    }

    private static async Task<IEnumerable<string?>> Colours(Tab tab) =>
        (await tab.Ask("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('svg rect.page')).fill]")).EnumerateArray().Select(colour => colour.GetString());

    private string Make(string page)
    {
        var demo = Path.Combine(SharedData.RepositoryFolder, "samples", "demo");
        List<string> call = ["report", page, "--assessments", Path.Combine(demo, "assessments.csv"), "--treatments", Path.Combine(demo, "infusions.csv"), "--events", Path.Combine(demo, "events.csv"), "--output", _folder[page + ".html"]];
        call.AddRange(page switch
        {
            "patient" => ["--patient", "D01", "--chair", Path.Combine(demo, "chair.csv"), "--schedule", Path.Combine(demo, "schedule.json")],
            "page" => ["--patient", "D01", "--crisis-text", _folder.Write("help.txt", "Call 112.\nDay and night.")],
            _ => Array.Empty<string>(),
        });
        Call.Run([.. call]).Code.Should().Be(0);
        return _folder[page + ".html"];
    }
}
