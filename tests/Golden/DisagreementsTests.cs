using System.Reflection;
using System.Text.RegularExpressions;

namespace KetamineOutcomes.Golden;

/// <summary>docs/disagreements.md: each line names the test or golden row that holds the library to what it says.</summary>
public sealed partial class DisagreementsTests
{
    private static readonly List<string[]> Lines =
        [.. File.ReadLines(Path.Combine(SharedData.RepositoryFolder, "docs", "disagreements.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Instrument |", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [Fact]
    public void Every_line_is_whole()
    {
        Lines.Count.Should().BeGreaterThan(40);
        Lines.Should().OnlyContain(line => line.Length == 6 && line.All(cell => cell.Length > 0));
    }

    [Fact]
    public void Every_line_names_a_test_or_a_row_that_is_there()
    {
        var tests = typeof(DisagreementsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name).ToList();
        var absent = new List<string>();
        foreach (var line in Lines)
        {
            var names = Name().Matches(line[5]).Select(match => match.Groups["name"].Value).ToList();
            if (names.Count == 0)
            {
                absent.Add($"{line[0]}, {line[1]}: no test");
            }

            absent.AddRange(names.Where(name => !Exists(name)).Select(name => $"{line[0]}, {line[1]}: {name}"));
        }

        absent.Should().BeEmpty();

        bool Exists(string name) => name.Split(": ") is [var instrument, var row]
            ? GoldenRow.All.TryGetValue(instrument, out var rows) && rows.Any(each => each.Case == row)
            : tests.Contains(name, StringComparer.Ordinal) || tests.Exists(test => test.StartsWith(name + "_", StringComparison.Ordinal));
    }
}
