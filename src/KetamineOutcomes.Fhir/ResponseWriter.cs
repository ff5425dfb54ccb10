using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes a filled-in form: one flat list of the answered items, each with its weight, so that it can be read without its Questionnaire.</summary>
internal sealed class ResponseWriter
{
    private readonly FormCodes _codes;
    private readonly AnswerWriter _answers;

    public ResponseWriter(FhirWriteOptions options)
    {
        _codes = new FormCodes(options);
        _answers = new AnswerWriter(options);
    }

    public JsonObject Write(Instrument instrument, AnswerSet answers, Fraction? statedTotal, FhirResourceOptions context, IEnumerable<JsonNode?> extensions)
    {
        RequireKnown(instrument, answers);
        var json = FhirJson.Object(
            ("resourceType", "QuestionnaireResponse"),
            ("id", context.Id),
            ("extension", FhirJson.List(extensions)),
            ("questionnaire", $"{_codes.Url(instrument)}|{instrument.Version}"),
            ("status", context.Status ?? "completed"),
            ("subject", FhirJson.Reference(context.Subject)),
            ("encounter", FhirJson.Reference(context.Encounter)));
        FhirTimes.Add(json, "authored", context.At);
        var items = instrument.Items.Select(item => _answers.Write(item, answers[item.Id]) is var (type, value) ? WriteItem(_codes.LinkId(instrument, item), item.Label, type, value) : null);
        if (FhirJson.List(statedTotal is { } total ? items.Append(WriteTotal(instrument, total)) : items) is { } list)
        {
            json.Add("item", list);
        }

        return json;
    }

    /// <summary>An answer to an item that the instrument does not have would be lost, and the form then look valid.</summary>
    public static void RequireKnown(Instrument instrument, AnswerSet answers)
    {
        if (answers.Items.FirstOrDefault(id => instrument.FindItem(id) is null) is not null)
        {
            throw new ArgumentException($"There is an answer to an item that {instrument.Id} does not have.", nameof(answers));
        }
    }

    private static JsonObject WriteItem(string linkId, string text, string type, JsonNode value) => FhirJson.Object(
        ("linkId", linkId),
        ("text", text.Length > 0 ? text : null),
        ("answer", FhirJson.List(FhirJson.Object(("value" + type, value)))));

    private static JsonObject WriteTotal(Instrument instrument, Fraction total)
    {
        var scale = instrument.MainScale;
        return scale.Result == ResultKind.Number
            ? WriteItem(FormCodes.OwnName(instrument, scale.Id), scale.Name, "Decimal", FhirJson.Decimal(total, "a stated total"))
            : throw new ArgumentException($"The main scale of {instrument.Id} is no number, and a total is stated.", nameof(total));
    }
}
