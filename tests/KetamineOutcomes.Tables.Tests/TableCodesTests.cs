using System.Reflection;

namespace KetamineOutcomes.Tables.Tests;

public sealed class TableCodesTests
{
    private static readonly string[] Codes = [.. typeof(TableCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Codes_are_lower_case_words_joined_by_hyphens() =>
        Codes.Should().NotBeEmpty().And.OnlyContain(code => code.Split('-').All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))));

    [Fact]
    public void Codes_are_unique_and_none_is_one_of_the_cores()
    {
        var core = typeof(IssueCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Codes.Should().OnlyHaveUniqueItems().And.NotIntersectWith(core);
    }

    [Fact]
    public void Every_code_stands_in_the_wires_documentation()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KetamineOutcomes.sln")))
        {
            folder = folder.Parent;
        }

        Assert.SkipWhen(folder is null, "The test does not run inside the repository, so docs/wire.md cannot be read.");
        var wire = File.ReadAllText(Path.Combine(folder!.FullName, "docs", "wire.md"));
        Codes.Should().OnlyContain(code => wire.Contains($"`{code}`"));
    }

    [Fact]
    public void An_error_keeps_to_one_line_whatever_a_column_is_named() =>
        new TableError("column-unknown", IssueSeverity.Error, "No.", "f", 1, "a\nb\u001b[31m").ToString().Should().Be("f:1: a?b?[31m: column-unknown: No.");
}
