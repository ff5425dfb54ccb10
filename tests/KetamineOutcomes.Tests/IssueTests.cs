using System.Reflection;
using System.Text.RegularExpressions;

namespace KetamineOutcomes.Tests;

public sealed partial class IssueTests
{
    [GeneratedRegex(@"\A[a-z]+(-[a-z]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();

    [Fact]
    public void Issues_compare_by_value_and_print_without_the_message()
    {
        new Issue("code", IssueSeverity.Error, "A sentence.", "item1").Should().Be(new Issue("code", IssueSeverity.Error, "A sentence.", "item1"));
        new Issue("code", IssueSeverity.Error, "A sentence.", "item1").ToString().Should().Be("code:item1");
        new Issue("code", IssueSeverity.Notice, "A sentence.").ToString().Should().Be("code");
    }

    [Theory]
    [InlineData("", "A sentence.")]
    [InlineData("code", " ")]
    public void An_issue_needs_a_code_and_a_sentence(string code, string message)
    {
        var make = () => new Issue(code, IssueSeverity.Error, message);

        make.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Codes_are_unique_and_well_formed()
    {
        var codes = typeof(IssueCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        codes.Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        codes.Should().OnlyContain(code => CodePattern().IsMatch(code));
    }
}
