using System.Globalization;
using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes an item's answer as the one <c>value[x]</c> that the reader takes for the same.</summary>
internal sealed class AnswerWriter
{
    /// <summary>The code of the project's system for an answer that cannot be read; it is no option of any item, so that no reader gives it a value.</summary>
    public const string UnreadableCode = "unreadable";

    private readonly FhirWriteOptions _options;

    public AnswerWriter(FhirWriteOptions options) => _options = options;

    /// <summary>The answer as reading the written one gives it: an option with a value is that value, and what the item cannot take is unreadable.</summary>
    public static Answer AsRead(Item item, Answer answer) => answer switch
    {
        Answer.Coded coded => item.Options.FirstOrDefault(option => option.Id == coded.Option) is not { } option ? Answer.Unreadable
            : option.Value is { } value ? Answer.Number(value)
            : answer,
        Answer.DoesNotApply when !item.AllowsNotApplicable => Answer.Unreadable,
        Answer.Numeric numeric when item.Kind == ItemKind.TimeOfDay && !IsClock(numeric.Value) => Answer.Unreadable,
        _ => answer,
    };

    /// <summary>The type and value, or <see langword="null"/> for a missing answer.</summary>
    /// <exception cref="ArgumentException">A number has no end as a decimal.</exception>
    public (string Type, JsonNode Value)? Write(Item item, Answer answer) => AsRead(item, answer) switch
    {
        Answer.NoAnswer => null,
        Answer.DoesNotApply => ("Coding", FhirJson.Coding(FhirSystems.DataAbsentReason, "not-applicable", "Not Applicable")),
        Answer.Coded coded => ("Coding", WriteOption(item, item.Options.First(option => option.Id == coded.Option), withWeight: true)),
        Answer.Numeric numeric => WriteNumber(item, numeric.Value, (answer as Answer.Coded)?.Option),
        _ => ("Coding", FhirJson.Coding(_options.ProjectSystem, UnreadableCode, "Unreadable answer")),
    };

    /// <summary>An option as a coding: LOINC where it has a code of its own within the item, else the project's.</summary>
    public JsonObject WriteOption(Item item, ItemOption option, bool withWeight)
    {
        var loinc = option.Codes.FirstOrDefault(code => code.System == "loinc" && IsOwn(item, code.Value))?.Value;
        var coding = loinc is null
            ? FhirJson.Coding(_options.ProjectSystem, option.Id, NullIfEmpty(option.Label))
            : FhirJson.Coding(FhirSystems.Loinc, loinc, NullIfEmpty(option.Label));
        if (withWeight && WriteWeights(option) is { } weights)
        {
            coding.Insert(0, "extension", weights);
        }

        return coding;
    }

    /// <summary>The extensions that say what an option is worth.</summary>
    public JsonArray? WriteWeights(ItemOption option)
    {
        if (option.Value is not { } value)
        {
            return null;
        }

        var weight = FhirJson.Decimal(value, "an option");
        return FhirJson.List(
            _options.Weights != FhirWeightExtension.OrdinalValue ? FhirJson.Extension(FhirExtensions.ItemWeight, "Decimal", weight) : null,
            _options.Weights != FhirWeightExtension.ItemWeight ? FhirJson.Extension(FhirExtensions.OrdinalValue, "Decimal", weight) : null);
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;

    private static bool IsOwn(Item item, string code) =>
        !Traps.Shipped.IsNoResponse(code)
        && item.Options.Count(option => option.Codes.Any(other => other.System == "loinc" && other.Value == code)) == 1;

    private static bool IsClock(Fraction minutes) => minutes.IsInteger && minutes.Numerator is >= 0 and < 24 * 60;

    private (string Type, JsonNode Value) WriteNumber(Item item, Fraction value, string? optionId)
    {
        if (item.Kind == ItemKind.TimeOfDay)
        {
            return ("Time", string.Create(CultureInfo.InvariantCulture, $"{value.Numerator / 60:00}:{value.Numerator % 60:00}:00"));
        }

        // Two options of one value: a number alone does not say which was ticked.
        var options = item.Options.Where(option => optionId is null ? option.Value == value : option.Id == optionId).Take(2).ToList();
        if (options.Count == 1)
        {
            return ("Coding", WriteOption(item, options[0], withWeight: true));
        }

        var number = FhirJson.Decimal(value, item.Id);
        return item.Kind == ItemKind.Duration ? ("Quantity", FhirJson.Quantity(number, "min"))
            : value.IsInteger && value.Numerator is >= int.MinValue and <= int.MaxValue ? ("Integer", (int)value.Numerator)
            : ("Decimal", number);
    }
}
