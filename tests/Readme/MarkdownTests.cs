using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace ReadmeSnippets;

/// <summary>Each C# block of a README equals the region of its name in this project. KETAMINE_OUTCOMES_ACCEPT=1 writes the region into the README.</summary>
public sealed partial class MarkdownTests
{
    private static readonly string Root = FindRoot();

    public static IEnumerable<TheoryDataRow<string>> Readmes =>
        Directory.GetDirectories(Path.Combine(Root, "src"))
            .Select(folder => Path.Combine(folder, "README.md"))
            .Append(Path.Combine(Root, "README.md"))
            .Where(File.Exists)
            .Select(path => new TheoryDataRow<string>(Path.GetRelativePath(Root, path).Replace('\\', '/')));

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Snippets_are_the_code_that_the_tests_run(string readme)
    {
        var path = Path.Combine(Root, readme);
        var regions = ReadRegions();
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var spliced = Splice(text, regions, out var unknown);
        if (Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_ACCEPT") == "1")
        {
            File.WriteAllText(path, spliced);
            text = spliced;
        }

        unknown.Should().BeEmpty("each named snippet has a region");
        text.Should().Be(spliced);
        CSharpBlock().Count(text).Should().Be(Snippet().Count(text), "each C# block stands under a snippet's name");
    }

    [Fact]
    public void Every_region_is_shown_somewhere()
    {
        var shown = Readmes.SelectMany(row => Snippet().Matches(File.ReadAllText(Path.Combine(Root, row.Data)).ReplaceLineEndings("\n"))).Select(match => match.Groups["name"].Value);
        shown.Should().Contain(ReadRegions().Keys);
    }

    [Fact]
    public void Drifted_snippet_is_found()
    {
        const string Text = "<!-- snippet: a -->\n```csharp\nold();\n```\n";
        Splice(Text, new(StringComparer.Ordinal) { ["a"] = "fresh();" }, out var unknown).Should().Be("<!-- snippet: a -->\n```csharp\nfresh();\n```\n");
        unknown.Should().BeEmpty();
        Splice(Text, [], out unknown).Should().Be(Text);
        unknown.Should().Equal("a");
    }

    [Fact]
    public void Test_command_of_the_README_is_where_the_build_script_looks_for_it()
    {
        var text = File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n");
        text.Should().Contain("<!-- command: tests -->\n```sh\n").And.Contain("<!-- command: main-job -->\n```sh\n");
    }

    [Fact]
    public void Citation_names_the_version_that_is_built()
    {
        var properties = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants().ToLookup(element => element.Name.LocalName, element => element.Value, StringComparer.Ordinal);
        var suffix = properties["VersionSuffix"].SingleOrDefault();
        var version = properties["VersionPrefix"].Single() + (string.IsNullOrEmpty(suffix) ? "" : "-" + suffix);

        File.ReadAllLines(Path.Combine(Root, "CITATION.cff")).Should().Contain($"version: {version}");
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Links_to_files_lead_somewhere(string readme)
    {
        var path = Path.Combine(Root, readme);
        Link().Matches(Comment().Replace(File.ReadAllText(path), "")).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains(':', StringComparison.Ordinal) && !target.StartsWith('#'))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target.Split('#')[0])))
            .Should().BeEmpty();
    }

    private static string Splice(string text, Dictionary<string, string> regions, out List<string> unknown)
    {
        var missing = new List<string>();
        var spliced = Snippet().Replace(text, match =>
        {
            if (regions.TryGetValue(match.Groups["name"].Value, out var code))
            {
                return $"{match.Groups["head"].Value}{code}\n```\n";
            }

            missing.Add(match.Groups["name"].Value);
            return match.Value;
        });
        unknown = missing;
        return spliced;
    }

    private static Dictionary<string, string> ReadRegions() =>
        Directory.GetFiles(Path.Combine(Root, "tests", "Readme"), "*.cs")
            .SelectMany(file => Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            .ToDictionary(match => match.Groups["name"].Value, match => Dedent(match.Groups["body"].Value), StringComparer.Ordinal);

    private static string Dedent(string body)
    {
        var lines = body.TrimEnd('\n').Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? line : line[indent..]));
    }

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

    [GeneratedRegex(@"(?<head><!-- snippet: (?<name>[a-z-]+) -->\n```csharp\n)(?<body>([^`\n][^\n]*\n|\n)*)```\n", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^```(csharp|cs|c#)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"^ *#region (?<name>[a-z-]+)\n(?<body>.*?)^ *#endregion", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Region();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();

    [GeneratedRegex("<!--.*?-->", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();
}
