using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>A linkId of a form and what it is: an item (<c>item1</c>), or a scale whose total the form states.</summary>
/// <param name="LinkId">The linkId; a leading <c>/</c> plays no part.</param>
/// <param name="Target">The item's id, or the scale's.</param>
public readonly record struct FhirLink(string LinkId, string Target);

/// <summary>A coded answer of a publisher's own code system and its value.</summary>
/// <param name="System">The code system, or <see langword="null"/> for a coding of any system and of none.</param>
/// <param name="Code">The code.</param>
/// <param name="Value">Its value in the instrument.</param>
public readonly record struct FhirAnswerValue(string? System, string Code, Fraction Value);

/// <summary>What a caller knows of a publisher's form: which instrument it is, which linkId is which item, and what its own codes are worth.</summary>
/// <remarks>Immutable. Codes of the form and known linkIds go before it; where they disagree there is an issue.</remarks>
public sealed class FhirFormMap
{
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    /// <summary>A map.</summary>
    /// <param name="instrument">The instrument's id, for example <c>phq-9</c>.</param>
    /// <param name="links">The linkIds of items, and of stated totals by the scale's id.</param>
    /// <param name="answers">The values of the publisher's own answer codes; none where the answers are numbers, weighted or LOINC codes.</param>
    /// <param name="questionnaire">The canonical address of the form (without version) to which alone the map applies, or <see langword="null"/> for every form.</param>
    /// <exception cref="ArgumentException">The instrument or a linkId is empty, or a linkId or an answer stands twice.</exception>
    public FhirFormMap(
        string instrument,
        EquatableArray<FhirLink> links = default,
        EquatableArray<FhirAnswerValue> answers = default,
        string? questionnaire = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        foreach (var link in links)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(link.LinkId, nameof(links));
            ArgumentException.ThrowIfNullOrWhiteSpace(link.Target, nameof(links));
            if (!_links.TryAdd(LinkIds.Strip(link.LinkId), link.Target))
            {
                throw new ArgumentException("A linkId stands twice.", nameof(links));
            }
        }

        if (answers.Any(answer => string.IsNullOrWhiteSpace(answer.Code))
            || answers.Select(answer => (answer.System, answer.Code)).Distinct().Count() != answers.Count)
        {
            throw new ArgumentException("An answer has no code, or stands twice.", nameof(answers));
        }

        Instrument = instrument;
        Links = links;
        Answers = answers;
        Questionnaire = questionnaire;
    }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; }

    /// <summary>The linkIds and what they are.</summary>
    public EquatableArray<FhirLink> Links { get; }

    /// <summary>The values of the publisher's own answer codes.</summary>
    public EquatableArray<FhirAnswerValue> Answers { get; }

    /// <summary>The form to which alone the map applies, or <see langword="null"/>.</summary>
    public string? Questionnaire { get; }

    /// <summary>Reads a map from JSON (src/KetamineOutcomes.Fhir/Maps/form-map.schema.json, docs/fhir.md). Strict: unknown, repeated and null members are issues.</summary>
    /// <param name="utf8Json">The JSON as UTF-8.</param>
    /// <param name="catalogue">The instruments, or <see langword="null"/> for those that ship.</param>
    /// <returns>The map, or the issues with their places.</returns>
    public static FhirFormMapResult Read(ReadOnlyMemory<byte> utf8Json, InstrumentCatalogue? catalogue = null) =>
        new FormMapReader(catalogue ?? InstrumentCatalogue.Shipped).Read(utf8Json);

    internal string? Find(string stripped) => _links.TryGetValue(stripped, out var target) ? target : null;

    internal Fraction? FindAnswer(string? system, string code)
    {
        foreach (var answer in Answers)
        {
            if (answer.Code == code && (answer.System is null || answer.System == system))
            {
                return answer.Value;
            }
        }

        return null;
    }
}
