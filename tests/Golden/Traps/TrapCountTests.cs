using System.Reflection;
using System.Text.RegularExpressions;

namespace KetamineOutcomes.Golden.Traps;

/// <summary>The 33 traps, seen in programs or published conflicts, each have a test that bears their number; none is left out or made up.</summary>
public sealed partial class TrapCountTests
{
    private const int Count = 33;

    [GeneratedRegex(@"\ATrap(?<number>[0-9]{2})_[A-Z]\w{11,}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [Fact]
    public void Every_trap_has_a_test_named_after_it()
    {
        var tests = typeof(TrapCountTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(TrapCountTests).Namespace && type != typeof(TrapCountTests))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name).ToList();

        tests.Should().OnlyContain(name => Name().IsMatch(name));
        tests.Select(name => int.Parse(Name().Match(name).Groups["number"].Value)).Distinct().Order().Should().Equal(Enumerable.Range(1, Count));
    }
}
