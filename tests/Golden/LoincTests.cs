namespace KetamineOutcomes.Golden;

public sealed class LoincTests
{
    // Codes as the facts sheets give them, each seen at LOINC or in an implementation guide.
    [Theory]
    [InlineData("44249-1")]
    [InlineData("44261-6")]
    [InlineData("44250-9")]
    [InlineData("69722-7")]
    [InlineData("70274-6")]
    [InlineData("93373-9")]
    [InlineData("101697-1")]
    [InlineData("77861-3")]
    [InlineData("LA6568-5")]
    [InlineData("LA6575-0")]
    [InlineData("LA33-6")]
    [InlineData("LA32-8")]
    [InlineData("LA10996-9")]
    [InlineData("LA18926-8")]
    [InlineData("LL358-3")]
    [InlineData("LL2179-1")]
    public void A_published_code_is_valid(string code) => Loinc.IsValid(code).Should().BeTrue();

    [Theory]
    [InlineData("44261-5")]
    [InlineData("44216-6")] // two digits swapped
    [InlineData("442649-1")]
    [InlineData("LA6568-4")]
    [InlineData("LA6586-5")]
    [InlineData("LL358-9")]
    [InlineData("44261")]
    [InlineData("044261-6")]
    [InlineData("PHQ-9")]
    [InlineData("44261-6\n")]
    public void A_mistyped_code_is_not(string code) => Loinc.IsValid(code).Should().BeFalse();
}
