namespace KetamineOutcomes.Fhir;

/// <summary>A code and its system; the system is <see langword="null"/> where none is given.</summary>
internal readonly record struct Coding(string? System, string Code)
{
    public static Coding? Read(FhirNode node, List<Issue>? issues = null) =>
        node.IsObject && node.Text("code", issues) is { Length: > 0 } code ? new Coding(node.Text("system", issues), code) : null;
}

/// <summary>What codes are worth by one value set or code system.</summary>
internal sealed class CodeWeights
{
    private readonly Dictionary<Coding, Fraction> _weights = [];
    private readonly Dictionary<string, Fraction?> _byCode = new(StringComparer.Ordinal);

    public void Add(string? system, string code, Fraction weight)
    {
        _weights.TryAdd(new Coding(system, code), weight);
        if (!_byCode.TryAdd(code, weight) && _byCode[code] != weight)
        {
            // Two systems give the code different weights: without its system it means neither.
            _byCode[code] = null;
        }
    }

    public Fraction? Find(Coding coding) =>
        coding.System is null
            ? _byCode.TryGetValue(coding.Code, out var weight) ? weight : null
            : _weights.TryGetValue(coding, out var exact) || _weights.TryGetValue(coding with { System = null }, out exact) ? exact : null;

    /// <summary>The weights of a value set: of its expansion, and of the concepts that it lists itself.</summary>
    public static CodeWeights OfValueSet(FhirNode valueSet)
    {
        var weights = new CodeWeights();
        if (valueSet.TryGet("expansion", out var expansion))
        {
            weights.AddExpansion(expansion, PropertyCodes(expansion));
        }

        if (valueSet.TryGet("compose", out var compose))
        {
            foreach (var include in compose.List("include", issues: null))
            {
                var system = include.Text("system", issues: null);
                foreach (var concept in include.List("concept", issues: null))
                {
                    if (concept.Text("code", issues: null) is { } code && Weights.Find(concept) is { } weight)
                    {
                        weights.Add(system, code, weight);
                    }
                }
            }
        }

        return weights;
    }

    /// <summary>The weights of a code system: extensions, or the property <c>itemWeight</c>.</summary>
    public static CodeWeights OfCodeSystem(FhirNode codeSystem)
    {
        var weights = new CodeWeights();
        weights.AddConcepts(codeSystem, codeSystem.Text("url", issues: null), PropertyCodes(codeSystem));
        return weights;
    }

    /// <summary>The names that a code system or an expansion gives to the property of weights.</summary>
    private static HashSet<string> PropertyCodes(FhirNode declaring) =>
    [
        .. declaring.List("property", issues: null)
            .Where(property => property.Text("uri", issues: null) == "http://hl7.org/fhir/concept-properties#itemWeight")
            .Select(property => property.Text("code", issues: null))
            .OfType<string>(),
        "itemWeight",
    ];

    private void AddExpansion(FhirNode parent, HashSet<string> properties)
    {
        foreach (var contained in parent.List("contains", issues: null))
        {
            if (Coding.Read(contained) is { } coding && (Weights.Find(contained) ?? FindProperty(contained, properties)) is { } weight)
            {
                Add(coding.System, coding.Code, weight);
            }

            AddExpansion(contained, properties);
        }
    }

    private void AddConcepts(FhirNode parent, string? system, HashSet<string> properties)
    {
        foreach (var concept in parent.List("concept", issues: null))
        {
            if (concept.Text("code", issues: null) is { } code && (Weights.Find(concept) ?? FindProperty(concept, properties)) is { } weight)
            {
                Add(system, code, weight);
            }

            AddConcepts(concept, system, properties);
        }
    }

    private static Fraction? FindProperty(FhirNode concept, HashSet<string> properties)
    {
        foreach (var property in concept.List("property", issues: null))
        {
            if (property.Text("code", issues: null) is { } code && properties.Contains(code)
                && (property.TryGet("valueDecimal", out var value) || property.TryGet("valueInteger", out value)) && value.TryNumber(out var weight))
            {
                return weight;
            }
        }

        return null;
    }
}

/// <summary>One item of a Questionnaire: its codes and what its answers are worth.</summary>
internal sealed class QuestionnaireItem
{
    private readonly CodeWeights _options = new();
    private readonly Dictionary<string, Fraction> _plain = new(StringComparer.Ordinal);

    public QuestionnaireItem(FhirNode item)
    {
        Codes = item.List("code", issues: null).Select(code => Coding.Read(code)).OfType<Coding>().ToEquatableArray();

        // answerOption and answerValueSet since R4; option and options.reference before.
        ValueSet = item.Text("answerValueSet", issues: null)
            ?? (item.TryGet("options", out var options) ? options.Text("reference", issues: null) : null);
        foreach (var option in item.List("answerOption", issues: null).Concat(item.List("option", issues: null)))
        {
            AddOption(option);
        }
    }

    public EquatableArray<Coding> Codes { get; }

    public string? ValueSet { get; }

    public Fraction? FindOption(Coding coding) => _options.Find(coding);

    public Fraction? FindOption(string plain) => _plain.TryGetValue(plain, out var weight) ? weight : null;

    private void AddOption(FhirNode option)
    {
        if (option.TryGet("valueCoding", out var value))
        {
            if (Coding.Read(value) is { } coding && (Weights.Find(option) ?? Weights.Find(value)) is { } weight)
            {
                _options.Add(coding.System, coding.Code, weight);
            }
        }
        else if (Weights.Find(option) is { } weight)
        {
            if (option.TryGet("valueInteger", out value) && value.TryNumber(out var number))
            {
                _plain.TryAdd(number.ToString(), weight);
            }
            else if (option.Text("valueString", issues: null) is { } text)
            {
                _plain.TryAdd(text, weight);
            }
        }
    }
}

/// <summary>A Questionnaire as far as reading a response needs it.</summary>
internal sealed class QuestionnaireModel
{
    private readonly Dictionary<string, QuestionnaireItem?> _items = new(StringComparer.Ordinal);

    public QuestionnaireModel(FhirNode questionnaire)
    {
        Codes = questionnaire.List("code", issues: null).Select(code => Coding.Read(code)).OfType<Coding>().ToEquatableArray();
        Contained = DefinitionStore.OfContained(questionnaire);
        AddItems(questionnaire);
    }

    public EquatableArray<Coding> Codes { get; }

    public DefinitionStore Contained { get; }

    public QuestionnaireItem? Find(string linkId) => _items.TryGetValue(linkId, out var item) ? item : null;

    private void AddItems(FhirNode parent)
    {
        foreach (var item in parent.List("item", issues: null))
        {
            if (item.Text("linkId", issues: null) is { } linkId && !_items.TryAdd(linkId, new QuestionnaireItem(item)))
            {
                // The form defines the linkId twice: it defines neither.
                _items[linkId] = null;
            }

            AddItems(item);
        }
    }
}

/// <summary>Questionnaires, value sets and code systems by address and by id.</summary>
internal sealed class DefinitionStore
{
    private readonly Dictionary<string, QuestionnaireModel> _questionnaires = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeWeights> _valueSets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeWeights> _codeSystems = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <summary>Takes a resource if it is a definition.</summary>
    public bool Add(FhirNode resource)
    {
        var taken = resource.Text("resourceType", issues: null) switch
        {
            "Questionnaire" => Add(_questionnaires, resource, new QuestionnaireModel(resource), "Questionnaire/"),
            "ValueSet" => Add(_valueSets, resource, CodeWeights.OfValueSet(resource), "ValueSet/"),
            "CodeSystem" => Add(_codeSystems, resource, CodeWeights.OfCodeSystem(resource), "CodeSystem/"),
            _ => false,
        };
        Count += taken ? 1 : 0;
        return taken;
    }

    public static DefinitionStore OfContained(FhirNode resource)
    {
        var store = new DefinitionStore();
        foreach (var contained in resource.List("contained", issues: null))
        {
            store.Add(contained);
        }

        return store;
    }

    /// <summary>A Questionnaire by its canonical address, its address on a server that ends so, or its id.</summary>
    public QuestionnaireModel? FindQuestionnaire(string canonical) => Find(_questionnaires, canonical, "Questionnaire/");

    public CodeWeights? FindValueSet(string canonical) => Find(_valueSets, canonical, "ValueSet/");

    public CodeWeights? FindCodeSystem(string url) => _codeSystems.TryGetValue(url, out var found) ? found : null;

    private static bool Add<T>(Dictionary<string, T> store, FhirNode resource, T model, string type)
    {
        if (resource.Text("url", issues: null) is { Length: > 0 } url)
        {
            store.TryAdd(url, model);
        }

        if (resource.Text("id", issues: null) is { Length: > 0 } id)
        {
            store.TryAdd("#" + id, model);
            store.TryAdd(type + id, model);
        }

        return true;
    }

    private static T? Find<T>(Dictionary<string, T> store, string canonical, string type)
        where T : class
    {
        var plain = LinkIds.WithoutVersion(canonical);
        if (store.TryGetValue(plain, out var found))
        {
            return found;
        }

        var at = plain.LastIndexOf(type, StringComparison.Ordinal);
        return at > 0 && store.TryGetValue(plain[at..], out found) ? found : null;
    }
}
