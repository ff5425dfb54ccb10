using System.Xml.Linq;
using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

/// <summary>Only the tool has files, a console and a clock: every other room is built with the ban, and its built code is looked at as well.</summary>
public sealed class AmbientStateTests
{
    private static IEnumerable<string> BanningProjects => Repository.RoomProjects.Where(project => Repository.AssemblyName(project) != Repository.Tool);

    private static IReadOnlyList<string> BannedSymbols =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "build", "BannedSymbols.txt")).Select(line => line.Split(';')[0].Trim()).Where(line => line.Length > 0)];

    [Fact]
    public void Every_library_is_built_with_the_ban() =>
        BanningProjects.Where(project => XDocument.Load(project).Descendants("BansAmbientState").SingleOrDefault()?.Value != "true").Should().BeEmpty();

    [Fact]
    public void Ban_hands_the_list_to_the_analyzer()
    {
        var group = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.targets")).Descendants("ItemGroup")
            .Single(element => element.Attribute("Condition")?.Value == "'$(BansAmbientState)' == 'true'");

        group.Elements("AdditionalFiles").Single().Attribute("Include")!.Value.Should().EndWith("build/BannedSymbols.txt");
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("GlobalPackageReference")
            .Select(element => element.Attribute("Include")!.Value).Should().Contain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
    }

    [Theory]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTime.Today")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.TimeProvider.System")]
    [InlineData("P:System.Globalization.CultureInfo.CurrentCulture")]
    [InlineData("P:System.Globalization.CultureInfo.CurrentUICulture")]
    [InlineData("T:System.Random")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("T:System.Environment")]
    [InlineData("T:System.IO.File")]
    [InlineData("T:System.IO.Directory")]
    [InlineData("T:System.IO.FileStream")]
    [InlineData("T:System.Console")]
    public void List_names_clock_culture_random_environment_files_and_console(string symbol) => BannedSymbols.Should().Contain(symbol);

    [Fact]
    public void Built_libraries_use_nothing_banned()
    {
        var uses = new List<string>();
        foreach (var room in BanningProjects.Select(Repository.AssemblyName))
        {
            using var use = new MetadataUse(Repository.AssemblyPath(room));
            uses.AddRange(FindBanned(use.ForeignMembers()).Select(found => $"{room} uses {found}"));
        }

        uses.Should().BeEmpty();
    }

    [Theory]
    [InlineData("System.DateTime", "get_Now")]
    [InlineData("System.Random", ".ctor")]
    [InlineData("System.Environment", "get_MachineName")]
    [InlineData("System.Guid", "NewGuid")]
    [InlineData("MathNet.Numerics.LinearAlgebra.Vector`1", "get_Count")]
    public void Banned_use_is_found(string type, string member) => FindBanned([(type, member)]).Should().ContainSingle();

    [Theory]
    [InlineData("System.DateTime", "get_Year")]
    [InlineData("System.Environment", "get_CurrentManagedThreadId")]
    public void Other_use_is_not_found(string type, string member) => FindBanned([(type, member)]).Should().BeEmpty();

    private static IEnumerable<string> FindBanned(IEnumerable<(string Type, string Member)> members)
    {
        var symbols = BannedSymbols.ToHashSet(StringComparer.Ordinal);
        var namespaces = symbols.Where(symbol => symbol.StartsWith("N:", StringComparison.Ordinal)).Select(symbol => symbol[2..] + ".").ToList();
        foreach (var (type, member) in members)
        {
            // The compiler itself asks for the thread's number in every iterator.
            if (type == "System.Environment" && member == "get_CurrentManagedThreadId")
            {
                continue;
            }

            var property = member.StartsWith("get_", StringComparison.Ordinal) ? member[4..] : member;
            if (symbols.Contains($"T:{type}") || symbols.Contains($"M:{type}.{member}") || symbols.Contains($"P:{type}.{property}")
                || namespaces.Exists(name => type.StartsWith(name, StringComparison.Ordinal)))
            {
                yield return $"{type}.{member}";
            }
        }
    }
}
