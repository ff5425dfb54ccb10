namespace KetamineOutcomes.Fhir;

/// <summary>One item of a response, wherever it was nested.</summary>
internal sealed class ResponseItem
{
    public ResponseItem(FhirNode node, string linkId, QuestionnaireItem? definition)
    {
        Node = node;
        LinkId = linkId;
        Stripped = LinkIds.Strip(linkId);
        Definition = definition;
        HasAnswer = node.TryGet("answer", out var answer)
            && (answer.Element.ValueKind != System.Text.Json.JsonValueKind.Array || answer.Element.GetArrayLength() > 0);
    }

    public FhirNode Node { get; }

    public string LinkId { get; }

    public string Stripped { get; }

    public QuestionnaireItem? Definition { get; }

    /// <summary>Whether anything stands where answers stand, right or wrong.</summary>
    public bool HasAnswer { get; }

    /// <summary>What the codes of the Questionnaire's item mean.</summary>
    public List<Target> ByCode { get; } = [];

    /// <summary>What the linkId means.</summary>
    public List<Target> ByLinkId { get; } = [];

    /// <summary>What the caller's maps mean by it.</summary>
    public List<Target> ByMap { get; } = [];

    public IEnumerable<Target> Targets => ByCode.Concat(ByLinkId).Concat(ByMap);

    /// <summary>The LOINC codes that the item has or is named by.</summary>
    public IEnumerable<string> LoincCodes =>
        (Definition?.Codes ?? []).Where(code => code.System is null or FhirSystems.Loinc).Select(code => code.Code).Append(LinkIds.CodeOf(Stripped));

    /// <summary>What the item is in an instrument: by code, then linkId, then map.</summary>
    /// <param name="instrument">The instrument's id.</param>
    /// <param name="contradicts">Whether two of the three mean different things.</param>
    /// <returns>The target, or <see langword="null"/>.</returns>
    public Target? Find(string instrument, out bool contradicts)
    {
        contradicts = false;
        Target? chosen = null;
        foreach (var target in Targets.Where(target => target.Instrument.Id == instrument))
        {
            if (chosen is null)
            {
                chosen = target;
            }
            else
            {
                contradicts |= chosen != target;
            }
        }

        return chosen;
    }
}
