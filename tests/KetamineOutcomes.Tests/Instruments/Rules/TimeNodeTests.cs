using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Tests.Instruments.Rules;

/// <summary>Clock difference and quotient.</summary>
public sealed class TimeNodeTests
{
    private const string Items =
        """{"id":"item1","label":"to bed","kind":"time-of-day"},{"id":"item2","label":"up","kind":"time-of-day"},{"id":"item3","label":"asleep","kind":"duration","min":0,"max":900}""";

    private static readonly Instrument Difference = TestDefinitions.Read(TestDefinitions.Form(
        Items.Replace("\"max\":900", "\"max\":900,\"scored\":false", StringComparison.Ordinal),
        TestDefinitions.Scale("""{"clockDifference":{"from":"item1","to":"item2"}}""", "0", "1439")));

    private static readonly Instrument Efficiency = TestDefinitions.Read(TestDefinitions.Form(
        Items,
        TestDefinitions.Scale("""{"linear":{"of":{"quotient":{"of":"item3","by":{"clockDifference":{"from":"item1","to":"item2"}}}},"multiply":100}}""", "0", null, more: ",\"decimals\":1")));

    [Theory]
    [InlineData("23:00 07:00", "480")] // eight hours across midnight
    [InlineData("00:30 07:00", "390")]
    [InlineData("07:00 07:00", "0")]
    [InlineData("07:01 07:00", "1439")]
    [InlineData("1380 420", "480")] // minutes since midnight
    [InlineData("23:00 .", "incomplete")]
    [InlineData("1440 07:00", "invalid")]
    public void A_clock_difference_runs_to_the_next_occurrence(string answers, string expected) => Difference.Score(answers).Outcome().Should().Be(expected);

    [Theory]
    [InlineData("23:00 07:00 360", "75.0")] // 360/480
    [InlineData("23:00 07:00 .", "incomplete")]
    [InlineData("07:00 07:00 360", "invalid")]
    public void A_quotient_divides_and_refuses_a_divisor_of_zero(string answers, string expected) => Efficiency.Score(answers).Outcome().Should().Be(expected);

    [Fact]
    public void A_divisor_of_zero_is_named() =>
        Efficiency.Score("07:00 07:00 360").Issues.Should().ContainSingle().Which.Code.Should().Be(IssueCodes.DivisionByZero);
}
