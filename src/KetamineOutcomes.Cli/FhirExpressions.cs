using KetamineOutcomes.Export;
using KetamineOutcomes.Export.FhirPath;
using KetamineOutcomes.Fhir;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Cli;

/// <summary>Brings the exported FHIRPath into the forms that are written: neither room knows the other.</summary>
internal static class FhirExpressions
{
    private const string ItemsVariable = "items";

    /// <summary>Forms compute their totals and severities themselves, by SDC's <c>calculatedExpression</c>; scales that FHIRPath cannot say have none.</summary>
    /// <param name="options">How the forms are written otherwise.</param>
    /// <param name="mainOnly">Whether only the main scale is wanted.</param>
    public static FhirWriteOptions AddTo(FhirWriteOptions options, bool mainOnly) => options with
    {
        Variables = [new FhirVariable(ItemsVariable, FhirPathExport.ItemsExpression)],
        Expression = (instrument, scale, linkId) => mainOnly && scale != instrument.MainScale ? null : Write(FhirPathExport.Write, instrument, scale, linkId),
        SeverityExpression = (instrument, scale, linkId) => Write(FhirPathExport.WriteSeverity, instrument, scale, linkId),
    };

    private static string? Write(Func<Instrument, Scale, FhirPathOptions?, ExportResult> write, Instrument instrument, Scale scale, Func<string, string> linkId)
    {
        var options = new FhirPathOptions
        {
            Answers = FhirPathAnswers.Form,
            ItemsVariable = ItemsVariable,
            LinkIds = instrument.Items.ToDictionary(item => item.Id, item => linkId(item.Id), StringComparer.Ordinal),
        };
        return write(instrument, scale, options).TryGetText(out var text) ? text : null;
    }
}
