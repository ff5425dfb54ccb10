using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes the form of an instrument. Item texts are the project's own short labels: definitions hold no printed wording, whatever the licence.</summary>
internal sealed class QuestionnaireWriter
{
    private const string LoincNotice =
        "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license.";

    private readonly FhirWriteOptions _options;
    private readonly FormCodes _codes;
    private readonly AnswerWriter _answers;

    public QuestionnaireWriter(FhirWriteOptions options)
    {
        _options = options;
        _codes = new FormCodes(options);
        _answers = new AnswerWriter(options);
    }

    public JsonObject Write(Instrument instrument)
    {
        var items = instrument.Items.Select(item => (JsonNode?)WriteItem(instrument, item)).Concat(instrument.Scales.SelectMany(scale => WriteTotals(instrument, scale))).ToList();
        // What no expression uses needs no variable.
        var variables = items.Exists(item => item?["readOnly"] is not null) ? _options.Variables : [];
        var json = FhirJson.Object(
            ("resourceType", "Questionnaire"),
            ("id", instrument.Id),
            ("extension", FhirJson.List(variables.Select(variable => (JsonNode?)FhirJson.Extension(FhirExtensions.Variable, "Expression", Expression(variable.Expression, variable.Name))))),
            ("url", _codes.Url(instrument)),
            ("version", instrument.Version),
            ("title", instrument.Name),
            ("status", instrument.IsDraft ? "draft" : "active"),
            ("subjectType", FhirJson.List("Patient")),
            ("code", _codes.Panel(instrument)),
            ("item", FhirJson.List(items)));
        var usesLoinc = json.ToJsonString().Contains($"\"{FhirSystems.Loinc}\"", StringComparison.Ordinal);
        json.Insert(json.IndexOf("subjectType") + 1, "copyright", Copyright(instrument.Licence, usesLoinc));
        return json;
    }

    private static string Copyright(Licence licence, bool usesLoinc) =>
        $"Instrument: {licence.Holder}. {licence.Terms} The texts of the items are short labels of the KetamineOutcomes project, not the printed wording.{(usesLoinc ? " " + LoincNotice : "")}";

    private JsonObject WriteItem(Instrument instrument, Item item)
    {
        var isCoded = !item.Options.IsEmpty;
        var isInteger = item.Step.IsInteger && item.Min.IsInteger;
        var type = isCoded ? _options.Version == FhirVersion.R4 ? "choice" : "coding"
            : item.Kind switch
            {
                ItemKind.TimeOfDay => "time",
                ItemKind.Duration => "quantity",
                _ => isInteger ? "integer" : "decimal",
            };
        return FhirJson.Object(
            ("extension", FhirJson.List(type switch
            {
                "quantity" => [FhirJson.Extension(FhirExtensions.UnitOption, "Coding", FhirJson.Coding(FhirSystems.Ucum, "min", "min"))],
                "integer" or "decimal" => [Limit(FhirExtensions.MinValue, item.Min, isInteger), item.Max is { } max ? Limit(FhirExtensions.MaxValue, max, isInteger) : null],
                _ => [],
            })),
            ("linkId", _codes.LinkId(instrument, item)),
            ("code", _codes.Of(instrument, item)),
            ("text", item.Label.Length > 0 ? item.Label : item.Id),
            ("type", type),
            ("answerOption", isCoded ? WriteOptions(item) : null));
    }

    private static JsonObject Limit(string url, Fraction value, bool isInteger) =>
        isInteger && value.IsInteger
            ? FhirJson.Extension(url, "Integer", (int)value.Numerator)
            : FhirJson.Extension(url, "Decimal", FhirJson.Decimal(value, "a limit"));

    private JsonArray? WriteOptions(Item item)
    {
        var options = item.Options.Select(option => (JsonNode?)FhirJson.Object(
            ("extension", _answers.WriteWeights(option)),
            ("valueCoding", _answers.WriteOption(item, option, withWeight: false))));
        return FhirJson.List(item.AllowsNotApplicable
            ? options.Append(FhirJson.Object(("valueCoding", FhirJson.Coding(FhirSystems.DataAbsentReason, "not-applicable", "Not Applicable"))))
            : options);
    }

    private IEnumerable<JsonNode?> WriteTotals(Instrument instrument, Scale scale)
    {
        if (Find(_options.Expression, instrument, scale) is not { } expression)
        {
            yield break;
        }

        var name = FormCodes.OwnName(instrument, scale.Id);
        var total = WriteCalculated(name, scale.Name, scale.Result switch { ResultKind.Number => "decimal", ResultKind.Flag => "boolean", _ => "string" }, expression);
        total.Insert(total.IndexOf("linkId") + 1, "code", _codes.Of(instrument, scale));
        yield return total;
        if (scale.DefaultBandSet is not null && scale.Result == ResultKind.Number && Find(_options.SeverityExpression, instrument, scale) is { } severity)
        {
            yield return WriteCalculated($"{name}/severity", $"{scale.Name}: severity", "string", severity);
        }
    }

    private string? Find(FhirScaleExpression? write, Instrument instrument, Scale scale) =>
        write?.Invoke(instrument, scale, id => _codes.LinkId(instrument, instrument.FindItem(id) ?? throw new ArgumentException("The instrument has no such item.", nameof(instrument))));

    private static JsonObject WriteCalculated(string linkId, string text, string type, string expression) => FhirJson.Object(
        ("extension", FhirJson.List(FhirJson.Extension(FhirExtensions.CalculatedExpression, "Expression", Expression(expression)))),
        ("linkId", linkId),
        ("text", text),
        ("type", type),
        ("readOnly", true));

    private static JsonObject Expression(string expression, string? name = null) =>
        FhirJson.Object(("name", name), ("language", "text/fhirpath"), ("expression", expression));
}
