using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes what a form says as Observations: the panel, each scale, each answered item, each alert. A score without a value says why and never has one.</summary>
internal sealed class ObservationWriter
{
    private const string Category = "http://terminology.hl7.org/CodeSystem/observation-category";
    private const string PanelPart = "panel";
    private const string ScorePart = "score-";
    private const string AlertPart = "alert-";
    private readonly FhirWriteOptions _options;
    private readonly FormCodes _codes;
    private readonly AnswerWriter _answers;
    private readonly AlertWriter _alerts;

    public ObservationWriter(FhirWriteOptions options)
    {
        _options = options;
        _codes = new FormCodes(options);
        _answers = new AnswerWriter(options);
        _alerts = new AlertWriter(options);
    }

    /// <summary>The panel, then the scales, then the items, then the alerts.</summary>
    public IEnumerable<JsonObject> Write(Instrument instrument, AnswerSet answers, ScoreSheet sheet, FhirResourceOptions context, Func<string, string> reference)
    {
        ResponseWriter.RequireKnown(instrument, answers);
        var items = instrument.Items
            .Where(item => answers[item.Id] is not Answer.NoAnswer)
            .Select(item => (Id: PartId(context, item.Id), item, Json: WriteItem(instrument, item, answers[item.Id], context)))
            .ToList();
        var scales = sheet.Scores
            .Select(score => (Scale: instrument.FindScale(score.Rule.Scale)!, Score: score))
            .Select(pair => (Id: PartId(context, ScorePart + pair.Scale.Id), Json: WriteScore(
                instrument,
                pair.Scale,
                pair.Score,
                context,
                items.Where(item => pair.Scale.Items.Contains(item.item)).Select(item => reference(item.Id)))))
            .ToList();
        var alerts = sheet.Alerts
            .Select(alert => (Id: PartId(context, AlertPart + alert.Id), Json: WriteAlert(
                instrument, alert, context, items.Where(item => item.item.Id == alert.Item).Select(item => reference(item.Id)))))
            .ToList();
        var panel = Begin(PartId(context, PanelPart), _codes.Panel(instrument), instrument.ShortName, context);
        AddReferences(panel, "hasMember", scales.Select(scale => reference(scale.Id)).Concat(items.Select(item => reference(item.Id))).Concat(alerts.Select(alert => reference(alert.Id))));
        AddReferences(panel, "derivedFrom", context.DerivedFrom is { } form ? [form] : []);
        return [panel, .. scales.Select(scale => scale.Json), .. items.Select(item => item.Json), .. alerts.Select(alert => alert.Json)];
    }

    /// <summary>A total that came without answers.</summary>
    public JsonObject WriteTotal(Instrument instrument, Scale scale, Fraction total, FhirResourceOptions context, IEnumerable<JsonNode?> extensions)
    {
        var json = Begin(context.Id, _codes.Of(instrument, scale), scale.Name, context);
        json.Add("valueQuantity", Value(scale, FhirJson.Decimal(total, "a total")));
        return Extend(json, extensions);
    }

    /// <summary>A form that was due and was not filled in.</summary>
    public JsonObject WriteNotDone(Instrument instrument, FhirResourceOptions context, IEnumerable<JsonNode?> extensions)
    {
        var json = Begin(context.Id, _codes.Panel(instrument), instrument.ShortName, context);
        json.Add("dataAbsentReason", Absent("not-performed", "Not Performed", "The form was not filled in."));
        return Extend(json, extensions);
    }

    /// <summary>Whether behind an id there is room for the name of each part that the instrument can have.</summary>
    public static bool HasRoom(Instrument instrument, string id) =>
        id.Length + 1 + instrument.Items.Select(item => item.Id)
            .Concat(instrument.Scales.Select(scale => ScorePart + scale.Id))
            .Concat(instrument.Alerts.Select(alert => AlertPart + alert.Id))
            .Append(PanelPart)
            .Max(part => part.Length) <= FhirResourceOptions.LongestId;

    private static JsonObject Extend(JsonObject json, IEnumerable<JsonNode?> extensions)
    {
        if (FhirJson.List(extensions) is { } list)
        {
            json.Insert(json.ContainsKey("id") ? 2 : 1, "extension", list);
        }

        return json;
    }

    private static string PartId(FhirResourceOptions context, string part)
    {
        // Ids of items and scales are words with hyphens: with the caller's id before them they stay FHIR ids.
        var id = $"{context.Id}-{part}";
        return FhirResourceOptions.IsId(id) ? id : throw new ArgumentException("With the names of items and scales behind it, the id must not be longer than 64 characters.", nameof(context));
    }

    private static JsonObject Begin(string? id, JsonArray codes, string text, FhirResourceOptions context)
    {
        var json = FhirJson.Object(
            ("resourceType", "Observation"),
            ("id", id),
            ("status", context.Status ?? "final"),
            ("category", FhirJson.List(FhirJson.Concept([FhirJson.Coding(Category, "survey", "Survey")], null))),
            ("code", FhirJson.Object(("coding", codes), ("text", text.Length > 0 ? text : null))),
            ("subject", FhirJson.Reference(context.Subject)),
            ("encounter", FhirJson.Reference(context.Encounter)));
        FhirTimes.Add(json, "effectiveDateTime", context.At);
        if (context.Issued is { Kind: ClinicalTimeKind.Instant } issued)
        {
            json.Add("issued", issued.ToString());
        }

        return json;
    }

    private static void AddReferences(JsonObject json, string name, IEnumerable<string> references)
    {
        if (FhirJson.List(references.Select(text => (JsonNode?)FhirJson.Object(("reference", text)))) is { } list)
        {
            json.Add(name, list);
        }
    }

    private static JsonObject Absent(string code, string display, string text) =>
        FhirJson.Concept([FhirJson.Coding(FhirSystems.DataAbsentReason, code, display)], text);

    private static JsonObject Value(Scale scale, decimal number) => FhirJson.Quantity(FhirJson.Plain(number), scale.Unit is "%" or "percent" ? "%" : "{score}");

    private JsonObject WriteScore(Instrument instrument, Scale scale, Score score, FhirResourceOptions context, IEnumerable<string> items)
    {
        var json = Begin(PartId(context, ScorePart + scale.Id), _codes.Of(instrument, scale), scale.Name, context);
        switch (score.Value)
        {
            case ScoreValue.Number number:
                json.Add("valueQuantity", Value(scale, number.Rounded));
                break;
            case ScoreValue.Flag flag:
                json.Add("valueBoolean", flag.IsMet);
                break;
            case ScoreValue.Category category:
                json.Add("valueCodeableConcept", FhirJson.Concept(
                    [FhirJson.Coding(_options.ProjectSystem, $"{FormCodes.OwnName(instrument, scale.Id)}/{category.Id}", category.Label)], category.Label));
                break;
            case ScoreValue.Profile profile:
                json.Add("valueString", profile.Digits);
                break;
            default:
                json.Add("dataAbsentReason", score is Score.Incomplete
                    ? Absent("unknown", "Unknown", "incomplete: answers are missing, and the rule gives no score without them")
                    : Absent("error", "Error", "invalid: an answer is none that the item takes"));
                break;
        }

        if (score.Severity is { } severity)
        {
            json.Add("interpretation", FhirJson.List(FhirJson.Concept(
                [FhirJson.Coding(_options.ProjectSystem, $"{FormCodes.OwnName(instrument, scale.Id)}/{severity.BandSet}/{severity.Band}", severity.Label)], severity.Label)));
        }

        json.Add("note", FhirJson.List(FhirJson.Object(("text", score.Explain()))));
        json.Add("method", FhirJson.Concept(
            [FhirJson.Coding(_options.ProjectSystem, FormCodes.OwnName(instrument, scale.Id), version: score.Rule.Version)],
            $"{score.Rule}, missing-item policy {score.MissingPolicy}{(score is Score.Prorated ? ", prorated" : "")}"));
        AddReferences(json, "derivedFrom", context.DerivedFrom is { } form ? items.Prepend(form) : items);
        return json;
    }

    private JsonObject WriteAlert(Instrument instrument, Alert alert, FhirResourceOptions context, IEnumerable<string> items)
    {
        var text = $"{instrument.ShortName}: alert about {alert.Topic}, {alert.Item}";
        var code = FhirJson.List(FhirJson.Coding(_options.ProjectSystem, AlertWriter.CodeOf(instrument, alert.Id), text))!;
        var json = Begin(PartId(context, AlertPart + alert.Id), code, text, context);
        _alerts.Write(json, instrument, alert);
        AddReferences(json, "derivedFrom", context.DerivedFrom is { } form ? items.Prepend(form) : items);
        return json;
    }

    private JsonObject WriteItem(Instrument instrument, Item item, Answer answer, FhirResourceOptions context)
    {
        var json = Begin(PartId(context, item.Id), _codes.Of(instrument, item), item.Label, context);
        var read = AnswerWriter.AsRead(item, answer);
        if (read is Answer.DoesNotApply)
        {
            json.Add("dataAbsentReason", Absent("not-applicable", "Not Applicable", "not applicable"));
        }
        else if (read is Answer.CannotBeRead || _answers.Write(item, answer) is not var (type, value))
        {
            json.Add("dataAbsentReason", Absent("error", "Error", "the answer cannot be read"));
        }
        else if (type == "Coding")
        {
            json.Add("valueCodeableConcept", FhirJson.Concept([value], null));
        }
        else if (type == "Decimal")
        {
            // An Observation has no decimal (observation.html): a quantity of scores is the number.
            json.Add("valueQuantity", FhirJson.Quantity((decimal)value, "{score}"));
        }
        else
        {
            json.Add("value" + type, value);
        }

        AddReferences(json, "derivedFrom", context.DerivedFrom is { } form ? [form] : []);
        return json;
    }
}
