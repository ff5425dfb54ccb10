using KetamineOutcomes.Export.FhirPath;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Export.Tests;

/// <summary>The texts themselves; that engines compute the library's answers from them is shown by tests/Engines and tests/Validators.</summary>
public sealed class FhirPathFormTests
{
    private static string Write(string id, string scale, FhirPathOptions options)
    {
        var instrument = InstrumentCatalogue.Shipped.Find(id)!;
        var result = FhirPathExport.Write(instrument, instrument.FindScale(scale)!, options);
        result.TryGetText(out var text).Should().BeTrue();
        return text!;
    }

    // On a form a PHQ-2 item is a choice, whose options have weights 0 to 3.
    [Fact]
    public void The_variable_of_a_form_holds_its_items()
    {
        const string Both = "%all.where(linkId in ('item1' | 'item2'))";
        Write("phq-2", "total", new FhirPathOptions { Answers = FhirPathAnswers.Form, ItemsVariable = "all" }).Should().Be(
            $"iif(({Both}.answer.count() = 2 and {Both}.where(answer.where(weight() in (0 | 1 | 2 | 3)).exists()).linkId.distinct().count() = 2), "
            + $"{Both}.answer.weight().aggregate($this + $total, 0), {{}})");
        Write("phq-2", "total", new FhirPathOptions { ItemsVariable = "all", DefinesVariable = true }).Should().NotContain("repeat(").And.Contain("%all.where(linkId in %ko_ids1)");
        FhirPathExport.ItemsExpression.Should().Be("%resource.repeat(item | item.answer.item)");
    }

    // MADRS items are integers without options, PSQI's first times and durations; others of it are choices.
    [Fact]
    public void On_a_form_an_item_without_options_is_a_number_a_time_or_a_quantity_of_minutes()
    {
        var form = new FhirPathOptions { Answers = FhirPathAnswers.Form };

        Write("madrs", "total", form).Should().NotContain("weight()").And.Contain(".where(value in (0 | 1 | 2 | 3 | 4 | 5 | 6))");
        Write("psqi", "total", form).Should().Contain("value.ofType(time)").And.Contain("value.ofType(Quantity).where(code = 'min').value").And.Contain("weight()");
    }

    // Kroenke 2001: from 5 mild, 10 moderate, 15 moderately severe, 20 severe; below 5 minimal.
    [Fact]
    public void A_severity_is_the_band_of_the_whole_forms_score()
    {
        var phq9 = InstrumentCatalogue.Shipped.Find("phq-9")!;

        FhirPathExport.WriteSeverity(phq9, phq9.MainScale).TryGetText(out var text).Should().BeTrue();

        text.Should().StartWith("iif((").And.EndWith(", {})");
        string[] bands = ["minimal", "mild", "moderate", "moderately-severe", "severe"];
        bands.Should().AllSatisfy(band => text.Should().Contain($"'{band}'"));
        text.Should().Contain(" >= 20), 'severe', iif(").And.Contain(" >= 5), 'mild', 'minimal')");
    }

    [Fact]
    public void A_scale_without_bands_has_no_severity()
    {
        var phq9 = InstrumentCatalogue.Shipped.Find("phq-9")!;

        FhirPathExport.WriteSeverity(phq9, phq9.FindScale("major-depressive-pattern")!).Refusal!.Code.Should().Be(ExportCodes.ScaleUnfit);
        FhirPathExport.WriteSeverity(phq9, phq9.FindScale("phq-2")!).Refusal!.Code.Should().Be(ExportCodes.ScaleUnfit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("a'b")]
    public void A_variable_has_a_name_that_no_engine_misreads(string name)
    {
        var make = () => new FhirPathOptions { ItemsVariable = name };

        make.Should().Throw<ArgumentException>();
    }
}
