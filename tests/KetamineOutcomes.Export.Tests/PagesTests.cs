using System.Text.RegularExpressions;
using KetamineOutcomes.Export.Documentation;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

/// <summary>The pages in docs/instruments are those that the definitions give. KETAMINE_OUTCOMES_ACCEPT=1 writes them; read the difference before committing it.</summary>
public sealed partial class PagesTests
{
    private static readonly string Folder = Path.Combine(FindRoot(), "docs", "instruments");

    private static IReadOnlyList<Instrument> Shipped => [.. InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!)];

    private static Dictionary<string, string> Wanted =>
        Shipped.ToDictionary(instrument => $"{instrument.Id}.md", InstrumentPage.Write, StringComparer.Ordinal)
            .Append(new("README.md", InstrumentIndex.Write(Shipped)))
            .ToDictionary(StringComparer.Ordinal);

    [Fact]
    public void Every_page_is_the_one_that_its_definition_gives()
    {
        var wanted = Wanted;
        if (Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (var name in Present().Except(wanted.Keys, StringComparer.Ordinal))
            {
                File.Delete(Path.Combine(Folder, name));
            }

            foreach (var (name, page) in wanted)
            {
                File.WriteAllText(Path.Combine(Folder, name), page);
            }
        }

        FindFaults(wanted, Present().ToDictionary(name => name, name => File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n"), StringComparer.Ordinal))
            .Should().BeEmpty("docs/instruments is generated: KETAMINE_OUTCOMES_ACCEPT=1 dotnet test tests/KetamineOutcomes.Export.Tests");
    }

    [Fact]
    public void Stale_missing_and_orphaned_pages_are_found() =>
        FindFaults(
            new(StringComparer.Ordinal) { ["a.md"] = "new\n", ["b.md"] = "same\n", ["c.md"] = "text\n" },
            new(StringComparer.Ordinal) { ["a.md"] = "old\n", ["b.md"] = "same\n", ["d.md"] = "text\n" })
            .Should().Equal("a.md is stale", "c.md is missing", "d.md belongs to no instrument");

    [Fact]
    public void Every_link_inside_a_page_leads_to_something_on_it()
    {
        foreach (var (name, page) in TestDefinitions.AllInstruments.Select(instrument => (instrument.Id, InstrumentPage.Write(instrument))))
        {
            var places = Anchor().Matches(page).Select(match => match.Groups["id"].Value)
                .Concat(Heading().Matches(page).Select(match => match.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-')))
                .ToList();
            places.Should().OnlyHaveUniqueItems(name);
            InnerLink().Matches(page).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal).Except(places, StringComparer.Ordinal).Should().BeEmpty(name);
            InnerLink().Matches(page).Should().NotBeEmpty(name);
        }
    }

    [Fact]
    public void Index_links_to_each_page() =>
        FileLink().Matches(InstrumentIndex.Write(Shipped)).Select(match => match.Groups["file"].Value)
            .Should().BeEquivalentTo(Shipped.Select(instrument => $"{instrument.Id}.md"));

    [Fact]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head()
    {
        foreach (var page in TestDefinitions.AllInstruments.Select(InstrumentPage.Write).Append(InstrumentIndex.Write(Shipped)))
        {
            var width = 0;
            foreach (var line in page.Split('\n'))
            {
                var cells = line.StartsWith('|') ? Bar().Count(line) : 0;
                if (cells > 0 && width > 0)
                {
                    cells.Should().Be(width, "of {0}", line);
                }

                width = cells;
            }
        }
    }

    private static List<string> FindFaults(Dictionary<string, string> wanted, Dictionary<string, string> present) =>
    [
        .. wanted.Where(page => present.TryGetValue(page.Key, out var text) && text != page.Value).Select(page => $"{page.Key} is stale"),
        .. wanted.Keys.Except(present.Keys, StringComparer.Ordinal).Select(name => $"{name} is missing"),
        .. present.Keys.Except(wanted.Keys, StringComparer.Ordinal).Select(name => $"{name} belongs to no instrument"),
    ];

    private static IEnumerable<string> Present() =>
        Directory.Exists(Folder) ? Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal) : [];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run inside the repository: no KetamineOutcomes.sln above the test assembly.");
    }

    [GeneratedRegex("<a id=\"(?<id>[^\"]+)\"></a>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Anchor();

    [GeneratedRegex("^## (?<text>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(#(?<id>[^)]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex InnerLink();

    [GeneratedRegex(@"\]\((?<file>[^)#]+\.md)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FileLink();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Bar();
}
