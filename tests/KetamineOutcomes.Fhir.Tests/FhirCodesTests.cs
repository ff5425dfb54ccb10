using System.Reflection;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir.Tests;

public sealed class FhirCodesTests
{
    private static readonly string[] Codes = [.. typeof(FhirCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_code_stands_in_the_page_on_FHIR()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryFolder, "docs", "fhir.md"));

        Codes.Should().NotBeEmpty().And.OnlyContain(code => page.Contains($"`{code}`"));
    }

    [Fact]
    public void No_trap_is_a_code_of_an_instrument_that_it_warns_of()
    {
        // A code cannot be refused or called misused for an instrument whose own it is.
        foreach (var instrument in InstrumentCatalogue.Shipped.Ids.Select(id => InstrumentCatalogue.Shipped.Find(id)!))
        {
            var own = instrument.Codes.Concat(instrument.Items.SelectMany(item => item.Codes)).Concat(instrument.Scales.SelectMany(scale => scale.Codes))
                .Where(code => code.System == "loinc").Select(code => code.Value).ToList();

            own.Where(code => Traps.Shipped.FindForm(code) is not null || Traps.Shipped.FindMisuse(instrument.Id, code) is not null).Should().BeEmpty(instrument.Id);
        }
    }

    [Fact]
    public void Other_forms_name_instruments_that_ship() =>
        Traps.Shipped.OtherForms.SelectMany(form => form.Instruments).Distinct(StringComparer.Ordinal).Where(id => InstrumentCatalogue.Shipped.Find(id) is null).Should().BeEmpty();

    [Theory]
    [InlineData("44250-9", true)]
    [InlineData("101697-1", true)]
    [InlineData("PHQ-9", false)]
    [InlineData("-9", false)]
    [InlineData("9", false)]
    public void Shape_of_a_LOINC_code(string text, bool expected) => LinkIds.IsLoinc(text).Should().Be(expected);
}
