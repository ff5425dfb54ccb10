using System.Text.Json.Nodes;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>The names and codes under which forms, items and scales are written.</summary>
internal sealed class FormCodes
{
    private readonly FhirWriteOptions _options;

    public FormCodes(FhirWriteOptions options) => _options = options;

    /// <summary>The canonical address of a form, without version.</summary>
    public string Url(Instrument instrument) => $"{_options.ProjectSystem}/{instrument.Id}";

    public string LinkId(Instrument instrument, Item item) =>
        _options.LinkIds == FhirLinkIds.Loinc && FhirJson.Loinc(item.Codes, null).FirstOrDefault() is { } loinc && IsOwn(instrument, loinc)
            ? loinc
            : OwnName(instrument, item.Id);

    public static string OwnName(Instrument instrument, string part) => $"{instrument.Id}/{part}";

    /// <summary>The codes of the whole form: LOINC's, and the project's own.</summary>
    public JsonArray Panel(Instrument instrument) => Codings(FhirJson.Loinc(instrument.Codes, "panel"), instrument.Id, instrument.ShortName);

    public JsonArray Of(Instrument instrument, Item item) => Codings(FhirJson.Loinc(item.Codes, null), OwnName(instrument, item.Id), item.Label);

    public JsonArray Of(Instrument instrument, Scale scale) =>
        Codings(scale.Result == ResultKind.Number ? FhirJson.Loinc(scale.Codes, "total") : [], OwnName(instrument, scale.Id), scale.Name);

    private static bool IsOwn(Instrument instrument, string loinc) =>
        instrument.Items.Count(item => FhirJson.Loinc(item.Codes, null).Contains(loinc, StringComparer.Ordinal)) == 1;

    // LOINC's own names are not shipped: its codings stand without a display, and the project's says in our words what is meant.
    private JsonArray Codings(IEnumerable<string> loinc, string own, string label) =>
        FhirJson.List(loinc.Select(code => (JsonNode?)FhirJson.Coding(FhirSystems.Loinc, code))
            .Append(FhirJson.Coding(_options.ProjectSystem, own, label.Length > 0 ? label : null)))!;
}
