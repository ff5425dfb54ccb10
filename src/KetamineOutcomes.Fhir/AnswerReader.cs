using System.Globalization;
using System.Text.Json;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads what stands in <c>value[x]</c> as an item's answer: by weight, by known code, by the caller's values, else as a number.</summary>
/// <remarks>Where two of these contradict each other there is no answer, and an error says so: a wrong number is worse than none.</remarks>
internal sealed class AnswerReader
{
    private readonly string _projectSystem;
    private readonly DefinitionStore[] _stores;
    private readonly EquatableArray<FhirFormMap> _maps;
    private readonly AnswerMemory? _memory;

    /// <summary>A reader for one resource whose answers mean what the same text means in others: no maps apply and nothing is contained.</summary>
    /// <param name="projectSystem">The name of the project's own code system.</param>
    /// <param name="memory">The answers of those others.</param>
    /// <param name="stores">Where value sets and code systems are looked for, nearest first.</param>
    public AnswerReader(string projectSystem, AnswerMemory memory, params DefinitionStore[] stores)
        : this(projectSystem, default(EquatableArray<FhirFormMap>), stores) => _memory = memory;

    /// <summary>A reader for one resource.</summary>
    /// <param name="projectSystem">The name of the project's own code system.</param>
    /// <param name="maps">The caller's maps that apply.</param>
    /// <param name="stores">Where value sets and code systems are looked for, nearest first.</param>
    public AnswerReader(string projectSystem, EquatableArray<FhirFormMap> maps, params DefinitionStore[] stores)
    {
        _projectSystem = projectSystem;
        _maps = maps;
        _stores = stores;
    }

    /// <summary>Reads the answers of an item of a response.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="item">The item of the instrument.</param>
    /// <param name="node">The item of the response.</param>
    /// <param name="definition">The item of the Questionnaire, or <see langword="null"/>.</param>
    /// <param name="issues">Takes what is noticed.</param>
    /// <returns>The answer; missing where there is none.</returns>
    public Answer Read(Instrument instrument, Item item, FhirNode node, QuestionnaireItem? definition, List<Issue> issues)
    {
        if (!node.TryGet("answer", out var list))
        {
            return Answer.Missing;
        }

        if (list.Element.ValueKind != JsonValueKind.Array)
        {
            return Fail(issues, list.Invalid("a list"));
        }

        if (_memory is null || definition is not null)
        {
            return ReadList(instrument, item, node, list, definition, issues);
        }

        var text = list.Element.GetRawText();
        if (!_memory.TryGet(item, text, out var answer))
        {
            var before = issues.Count;
            answer = ReadList(instrument, item, node, list, definition, issues);
            if (issues.Count == before)
            {
                _memory.Add(item, text, answer);
            }
        }

        return answer;
    }

    private Answer ReadList(Instrument instrument, Item item, FhirNode node, FhirNode list, QuestionnaireItem? definition, List<Issue> issues)
    {
        var answers = node.List("answer", issues: null).Take(2).ToList();
        if (answers.Count == 0)
        {
            return Answer.Missing;
        }

        return answers.Count == 1
            ? ReadValue(instrument, item, answers[0], definition, issues)
            : Fail(issues, FhirCodes.AnswersSeveral, "The item takes one answer and has several.", list.Path);
    }

    /// <summary>Reads the one <c>value[x]</c> of an answer or an Observation.</summary>
    public Answer ReadValue(Instrument instrument, Item item, FhirNode holder, QuestionnaireItem? definition, List<Issue> issues)
    {
        if (!holder.IsObject)
        {
            return Fail(issues, holder.Invalid("an object"));
        }

        var values = Values.Of(holder);
        if (values.Count > 1)
        {
            return Fail(issues, FhirCodes.ValueSeveral, "One value[x] was expected and several stand there: which holds cannot be told.", holder.Path);
        }

        if (values.Count == 0)
        {
            if (Weights.SaysAbsent(holder) || Values.Shadows(holder).Any(Weights.SaysAbsent) || holder.TryGet("dataAbsentReason", out _))
            {
                issues.Add(new Issue(FhirCodes.AnswerDeclined, IssueSeverity.Notice, "The answer says that there is none.", holder.Path));
                if (item.AllowsNotApplicable && SaysNotApplicable(holder))
                {
                    return Answer.NotApplicable;
                }
            }
            else
            {
                issues.Add(new Issue(FhirCodes.ValueMissing, IssueSeverity.Warning, "The answer has no value; the item counts as not answered.", holder.Path));
            }

            return Answer.Missing;
        }

        var (type, value) = values[0];
        var weights = new List<Fraction>();
        Weights.Collect(holder, weights);
        Weights.Collect(value, weights);
        foreach (var shadow in Values.Shadows(holder))
        {
            Weights.Collect(shadow, weights);
        }

        if (weights.Count > 1)
        {
            return Fail(issues, FhirCodes.AnswerContradiction, "The answer carries two weights that differ.", holder.Path);
        }

        Fraction? weight = weights.Count == 1 ? weights[0] : null;
        return type switch
        {
            "Coding" => ReadCodings(instrument, item, [value], weight, definition, issues, value.Path),
            "CodeableConcept" => ReadCodings(instrument, item, [.. value.List("coding", issues).Take(8)], weight, definition, issues, value.Path),
            _ => ReadPlain(item, type, value, weight, definition, issues),
        };
    }

    private static bool SaysNotApplicable(FhirNode holder) =>
        holder.TryGet("dataAbsentReason", out var reason)
        && reason.List("coding", issues: null).Select(coding => Coding.Read(coding)).Contains(new Coding(FhirSystems.DataAbsentReason, "not-applicable"));

    private Answer ReadCodings(
        Instrument instrument, Item item, List<FhirNode> nodes, Fraction? weight, QuestionnaireItem? definition, List<Issue> issues, string path)
    {
        var answers = new List<Answer>();
        var unknown = false;
        foreach (var node in nodes)
        {
            if (Coding.Read(node, issues) is not { } coding)
            {
                continue;
            }

            var own = new List<Fraction>();
            Weights.Collect(node, own);
            var answer = ReadCoding(instrument, item, coding, weight ?? (own.Count == 1 ? own[0] : null), definition, issues, node.Path);
            if (answer is null)
            {
                unknown = true;
            }
            else if (!answers.Contains(answer))
            {
                answers.Add(answer);
            }
        }

        if (answers.Count == 1)
        {
            return answers[0];
        }

        if (answers.Count > 1)
        {
            return Fail(issues, FhirCodes.AnswerContradiction, "The codings of the answer mean different values.", path);
        }

        if (weight is { } bare)
        {
            return Answer.Number(bare);
        }

        return unknown
            ? Fail(issues, FhirCodes.AnswerCodeUnknown, "The code has no weight and is no known answer of the item: give its value in a map, or the Questionnaire.", path)
            : Fail(issues, FhirCodes.ValueMissing, "The coded answer has no code.", path);
    }

    /// <summary>What one coding means; <see langword="null"/> where nothing says it.</summary>
    private Answer? ReadCoding(
        Instrument instrument, Item item, Coding coding, Fraction? carried, QuestionnaireItem? definition, List<Issue> issues, string path)
    {
        if (coding.System is FhirSystems.DataAbsentReason or FhirSystems.NullFlavor || (coding.System is null or FhirSystems.Loinc && Traps.Shipped.IsNoResponse(coding.Code)))
        {
            issues.Add(new Issue(FhirCodes.AnswerDeclined, IssueSeverity.Notice, "The answer says that there is none.", path));
            return item.AllowsNotApplicable && coding.Code is "not-applicable" or "NA" ? Answer.NotApplicable : Answer.Missing;
        }

        var weight = FindWeight(coding, carried, definition, issues, path);
        var option = FindOption(item, coding, issues, path);
        Fraction? mapped = null;
        foreach (var map in _maps.Where(map => map.Instrument == instrument.Id))
        {
            mapped ??= map.FindAnswer(coding.System, coding.Code);
        }

        var known = option?.Value;
        if ((weight is { } w && known is { } k && w != k) || (mapped is { } m && (weight ?? known) is { } other && m != other))
        {
            return Fail(issues, FhirCodes.AnswerContradiction, "Weight, known code and map give the answer different values.", path);
        }

        return (weight ?? known ?? mapped) is { } value ? Answer.Number(value)
            : option is not null ? Answer.Option(option.Id)
            : null;
    }

    /// <summary>The weight by the specification's order: on the answer, on the option, in the value set, in the code system.</summary>
    private Fraction? FindWeight(Coding coding, Fraction? carried, QuestionnaireItem? definition, List<Issue> issues, string path)
    {
        var found = new List<Fraction>();
        Take(carried);
        Take(definition?.FindOption(coding));
        if (definition?.ValueSet is { } set)
        {
            Take(FirstOf(store => store.FindValueSet(set)?.Find(coding)));
        }

        if (coding.System is { } system)
        {
            Take(FirstOf(store => store.FindCodeSystem(system)?.Find(coding)));
        }

        if (found.Distinct().Count() > 1)
        {
            issues.Add(new Issue(
                FhirCodes.WeightsDiffer, IssueSeverity.Warning, "Answer, option, value set and code system weigh this code differently; the nearest was used.", path));
        }

        return found.Count > 0 ? found[0] : null;

        void Take(Fraction? weight)
        {
            if (weight is { } value)
            {
                found.Add(value);
            }
        }
    }

    private Fraction? FirstOf(Func<DefinitionStore, Fraction?> find)
    {
        foreach (var store in _stores)
        {
            if (find(store) is { } weight)
            {
                return weight;
            }
        }

        return null;
    }

    private ItemOption? FindOption(Item item, Coding coding, List<Issue> issues, string path)
    {
        if (coding.System == _projectSystem)
        {
            return item.Options.FirstOrDefault(option => option.Id == coding.Code);
        }

        if (coding.System is not (null or FhirSystems.Loinc))
        {
            return null;
        }

        var found = item.Options.FirstOrDefault(option => option.Codes.Any(code => code.System == "loinc" && code.Value == coding.Code));
        if (found is not null && coding.System is null)
        {
            issues.Add(new Issue(FhirCodes.CodingWithoutSystem, IssueSeverity.Notice, "The coding has no system; its code was taken as a LOINC answer code.", path));
        }

        return found;
    }

    private static Answer ReadPlain(Item item, string type, FhirNode value, Fraction? carried, QuestionnaireItem? definition, List<Issue> issues)
    {
        switch (type)
        {
            case "Integer" or "Decimal":
                if (!value.TryNumber(out var number))
                {
                    return Fail(issues, value.Invalid("a number"));
                }

                return item.Kind == ItemKind.TimeOfDay
                    ? Unexpected(issues, value)
                    : Answer.Number(carried ?? definition?.FindOption(number.ToString()) ?? number);

            case "String":
                return (carried ?? (value.Element.ValueKind == JsonValueKind.String ? definition?.FindOption(value.Element.GetString()!) : null)) is { } weight
                    ? Answer.Number(weight)
                    : Unexpected(issues, value);

            case "Boolean":
                var word = value.Element.ValueKind switch { JsonValueKind.True => "yes", JsonValueKind.False => "no", _ => null };
                var isYesNo = item.Options.Any(option => option.Id == "yes") && item.Options.Any(option => option.Id == "no");
                return carried is { } boolean ? Answer.Number(boolean)
                    : word is not null && isYesNo ? Answer.Option(word)
                    : Unexpected(issues, value);

            case "Time":
                return item.Kind == ItemKind.TimeOfDay && value.Element.ValueKind == JsonValueKind.String
                    && TimeOnly.TryParseExact(value.Element.GetString(), ["HH:mm:ss", "HH:mm", "HH:mm:ss.FFFFFFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                    ? Answer.Time(time)
                    : Unexpected(issues, value);

            case "Quantity":
                return carried is { } quantityWeight ? Answer.Number(quantityWeight) : ReadQuantity(item, value, issues);

            default:
                return carried is { } any ? Answer.Number(any) : Unexpected(issues, value);
        }
    }

    private static Answer ReadQuantity(Item item, FhirNode quantity, List<Issue> issues)
    {
        if (quantity.TryGet("comparator", out _) || !quantity.TryGet("value", out var value) || !value.TryNumber(out var number))
        {
            return Unexpected(issues, quantity);
        }

        var unit = quantity.Text("code", issues) ?? quantity.Text("unit", issues);
        if (item.Kind == ItemKind.Duration)
        {
            return unit switch
            {
                "min" => Answer.Number(number),
                "h" => Answer.Number(number * 60),
                _ => Unexpected(issues, quantity),
            };
        }

        return item.Kind != ItemKind.TimeOfDay && Values.IsScoreUnit(unit) ? Answer.Number(number) : Unexpected(issues, quantity);
    }

    private static Answer Unexpected(List<Issue> issues, FhirNode value) =>
        Fail(issues, FhirCodes.ValueUnexpected, "The item takes no value of this kind or unit.", value.Path);

    private static Answer Fail(List<Issue> issues, string code, string message, string path) => Fail(issues, new Issue(code, IssueSeverity.Error, message, path));

    private static Answer Fail(List<Issue> issues, Issue issue)
    {
        issues.Add(issue);
        return Answer.Unreadable;
    }
}
