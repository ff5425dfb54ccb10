using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace KetamineOutcomes.Architecture;

public sealed partial class CodeTests
{
    /// <summary>Classes of stable codes: IssueCodes in the core, TableCodes and others in other rooms.</summary>
    private static List<(string Where, string Code)> FindCodes() =>
    [
        .. Repository.Rooms
            .SelectMany(room => room.GetTypes())
            .Where(type => type.Name is "IssueCodes" or "TableCodes" || (type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Codes", StringComparison.Ordinal)))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => ($"{field.DeclaringType!.Name}.{field.Name}", (string)field.GetRawConstantValue()!)),
    ];

    [Fact]
    public void Issue_codes_are_unique()
    {
        FindCodes().Should().NotBeEmpty();
        FindCodes().GroupBy(code => code.Code, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(code => code.Where))}")
            .Should().BeEmpty();
    }

    [Fact]
    public void Issue_codes_are_lower_case_words_joined_by_hyphens() =>
        FindCodes().Where(code => !KebabCase().IsMatch(code.Code)).Should().BeEmpty();

    [Theory]
    [InlineData("item-missing", true)]
    [InlineData("Item-missing", false)]
    [InlineData("item_missing", false)]
    [InlineData("item--missing", false)]
    public void Kebab_case_is_told_from_other_cases(string code, bool expected) => KebabCase().IsMatch(code).Should().Be(expected);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KebabCase();
}
