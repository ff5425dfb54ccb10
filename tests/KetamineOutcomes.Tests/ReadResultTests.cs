namespace KetamineOutcomes.Tests;

public sealed class ReadResultTests
{
    private static readonly Issue Wrong = new("some-code", IssueSeverity.Error, "Something was expected.", "$.place");

    [Fact]
    public void A_success_gives_its_value_and_notices()
    {
        var result = ReadResult<string>.Success("value", [new Issue("notice", IssueSeverity.Notice, "Look.")]);

        result.IsSuccess.Should().BeTrue();
        result.TryGetValue(out var value).Should().BeTrue();
        value.Should().Be("value");
        result.GetValueOrThrow().Should().Be("value");
        result.Match(v => v, _ => "failure").Should().Be("value");
        result.Issues.Should().ContainSingle();
    }

    [Fact]
    public void A_failure_gives_its_issues_and_throws_only_when_told_to()
    {
        var result = ReadResult<string>.Failure([Wrong]);
        var get = () => result.GetValueOrThrow();

        result.IsSuccess.Should().BeFalse();
        result.TryGetValue(out _).Should().BeFalse();
        result.Match(_ => "success", issues => issues.ToString()).Should().Be("some-code:$.place");
        get.Should().Throw<FormatException>().WithMessage("some-code:$.place: Something was expected.");
    }
}
