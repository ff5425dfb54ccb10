using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

/// <summary>The public API is what the approved files say. To accept a change: KETAMINE_OUTCOMES_ACCEPT=1, then read the difference before committing it.</summary>
public sealed class PublicApiTests
{
    public static IEnumerable<TheoryDataRow<string>> Libraries => Repository.Libraries.Select(room => new TheoryDataRow<string>(room.GetName().Name!));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_api_is_the_approved_one(string library)
    {
        var path = Path.Combine(Repository.Root, "tests", "Architecture", "PublicApi", $"{library}.{Repository.Framework}.txt");
        var actual = ApiDump.Write(Repository.Rooms.Single(room => room.GetName().Name == library));
        if (Environment.GetEnvironmentVariable("KETAMINE_OUTCOMES_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        Compare(approved, actual).Should().BeEmpty("the public API of {0} is approved in {1}", library, Path.GetFileName(path));
    }

    [Fact]
    public void Approved_files_are_those_of_the_libraries()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Architecture", "PublicApi");
        Directory.GetFiles(folder, $"*.{Repository.Framework}.txt").Select(Path.GetFileName)
            .Should().BeEquivalentTo(Repository.Libraries.Select(room => $"{room.GetName().Name}.{Repository.Framework}.txt"));
    }

    [Fact]
    public void Difference_names_what_came_and_what_went() =>
        Compare("a\nb\nc\n", "a\nc\nd\n").Should().Equal("- b", "+ d");

    private static List<string> Compare(string approved, string actual)
    {
        var before = approved.ReplaceLineEndings("\n").Split('\n');
        var after = actual.ReplaceLineEndings("\n").Split('\n');
        return [.. before.Except(after, StringComparer.Ordinal).Select(line => "- " + line), .. after.Except(before, StringComparer.Ordinal).Select(line => "+ " + line)];
    }
}
