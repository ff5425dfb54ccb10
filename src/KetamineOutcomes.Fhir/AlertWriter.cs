using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Writes the alerts of a form as Observations: each that the instrument has, whatever it says, so that none is lost and silence is never taken for "clear".</summary>
internal sealed class AlertWriter
{
    private readonly FhirWriteOptions _options;

    public AlertWriter(FhirWriteOptions options) => _options = options;

    /// <summary>The code of an alert in the project's system. It has one part more than a scale's or an item's, so that no reader takes it for one of these.</summary>
    public static string CodeOf(Instrument instrument, string alert) => $"{FormCodes.OwnName(instrument, "alert")}/{alert}";

    /// <summary>What an alert says, and by which rule.</summary>
    public void Write(JsonObject json, Instrument instrument, Alert alert)
    {
        var (code, display, text) = alert.Status switch
        {
            AlertStatus.Raised => ("raised", "Raised", "raised: someone has to look at the answer"),
            AlertStatus.Clear => ("clear", "Clear", "clear: the item was answered and raises nothing"),
            _ => ("not-assessed", "Not assessed", "not assessed: the item has no usable answer, and nothing may be concluded"),
        };
        json.Add("valueCodeableConcept", FhirJson.Concept([FhirJson.Coding(FhirSystems.AlertStatus, code, display)], text));
        var rule = instrument.Alerts.First(candidate => candidate.Id == alert.Id);
        var own = CodeOf(instrument, alert.Id);
        if (rule.Levels.FirstOrDefault(level => level.Id == alert.Level) is { } reached)
        {
            json.Add("interpretation", FhirJson.List(FhirJson.Concept(
                [FhirJson.Coding(_options.ProjectSystem, $"{own}/{reached.Id}", reached.Label.Length > 0 ? reached.Label : null)], reached.Label)));
        }

        json.Add("method", FhirJson.Concept(
            [FhirJson.Coding(_options.ProjectSystem, own, version: instrument.Version)],
            $"{instrument}, alert {alert.Id} about {alert.Topic}: raised from an answer of {rule.RaisedFrom} to {alert.Item}"));
    }
}
