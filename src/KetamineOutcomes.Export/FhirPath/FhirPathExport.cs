using KetamineOutcomes.Instruments;
using KetamineOutcomes.Programs;

namespace KetamineOutcomes.Export.FhirPath;

/// <summary>Scales as FHIRPath expressions over a QuestionnaireResponse, as an SDC <c>calculatedExpression</c> holds them.</summary>
/// <remarks>
/// An expression is empty where the library would give no score: with an answer missing that the policy does not fill in, with one that is no answer to its item, and with
/// an item that is answered twice. It is never the sum of what happens to be there. It uses whole numbers and rounds once, at the end.
/// A Number is an integer or decimal, a flag is true or false, a category its id, a profile its digits.
/// </remarks>
public static class FhirPathExport
{
    /// <summary>The longest expression that is written, in characters.</summary>
    public const int LongestExpression = 200_000;

    /// <summary>All items of a form, however they nest: what a form's variable for <see cref="FhirPathOptions.ItemsVariable"/> must be.</summary>
    public const string ItemsExpression = "%resource.repeat(item | item.answer.item)";

    /// <summary>Writes one scale.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">One of its scales.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The expression, or the coded reason why the scale has none.</returns>
    public static ExportResult Write(Instrument instrument, Scale scale, FhirPathOptions? options = null) =>
        Write(instrument, scale, options, (printer, program) => printer.Write(program));

    /// <summary>Writes the severity of one scale: the id of the band of its default set, and empty where the library names none.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="scale">One of its scales, whose result is a number.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The expression, or the coded reason why the scale has none.</returns>
    public static ExportResult WriteSeverity(Instrument instrument, Scale scale, FhirPathOptions? options = null) =>
        Write(instrument, scale, options, (printer, program) => printer.WriteSeverity(program));

    private static ExportResult Write(Instrument instrument, Scale scale, FhirPathOptions? options, Func<FhirPathPrinter, ScaleProgram, string> write)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(scale);
        options ??= new FhirPathOptions();
        try
        {
            Doors.RequireReader(scale, "fhirpath");
            Doors.RequireCodes(instrument, options.MissingCodes);
            var policy = Doors.FindPolicy(scale, options.MissingPolicy);
            var program = new InstrumentProgram(instrument, int.MaxValue);
            var text = write(new FhirPathPrinter(program, options), program.Write(scale, policy));
            return text.Length > LongestExpression
                ? ExportResult.Refused(ExportCodes.TextTooLong, "The expression would be longer than engines are known to take.", $"{instrument.Id}/{scale.Id}")
                : ExportResult.Of(text);
        }
        catch (RuleNotWrittenException e)
        {
            return ExportResult.Refused(e.Code, e.Message, $"{instrument.Id}/{scale.Id}");
        }
        catch (OverflowException)
        {
            return ExportResult.Refused(ExportCodes.NumberTooLarge, "A number on the way could be too large.", $"{instrument.Id}/{scale.Id}");
        }
    }
}
