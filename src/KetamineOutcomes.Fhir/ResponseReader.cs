using System.Globalization;
using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>Reads a QuestionnaireResponse as one form of an instrument, several, or none.</summary>
internal sealed class ResponseReader
{
    private const string Type = "QuestionnaireResponse";
    private const int MaxItems = 10_000;
    private const int MaxRepeated = 5;
    private readonly FhirReadOptions _options;
    private readonly Instrument? _only;
    private readonly CodeIndex _codes;
    private readonly DefinitionStore _stream;
    private readonly AnswerMemory _memory = new();

    public ResponseReader(FhirReadOptions options, Instrument? only, CodeIndex codes, DefinitionStore stream)
    {
        _options = options;
        _only = only;
        _codes = codes;
        _stream = stream;
    }

    /// <summary>How the last response was read.</summary>
    public ResponseTrace Trace { get; } = new();

    public IEnumerable<FhirRecord> Read(FhirNode response, FhirPlace place)
    {
        Trace.Clear();
        var issues = new List<Issue>();
        var source = SourceReader.Read(response, Type, issues);
        if (SourceReader.JudgeStatus(source, issues) is { } isVoid)
        {
            return [Refuse(place, [isVoid])];
        }

        var contained = DefinitionStore.OfContained(response);
        var model = source.Questionnaire is { } canonical
            ? contained.FindQuestionnaire(canonical) ?? _stream.FindQuestionnaire(canonical) ?? _options.Definitions?.Store.FindQuestionnaire(canonical)
            : null;
        var items = new List<ResponseItem>();
        if (!Collect(response, model, items, issues))
        {
            return [Refuse(place, [new Issue(
                FhirCodes.TooManyItems, IssueSeverity.Error, string.Create(CultureInfo.InvariantCulture, $"A form has at most {MaxItems} items."), "item")])];
        }

        ReportTwice(items, issues);
        var maps = FindMaps(source);
        foreach (var item in items)
        {
            FindTargets(item, maps);
        }

        var hinted = FindHinted(source, model, items);
        var other = FindOtherForm(model, items);
        var records = new List<FhirRecord>();
        var choice = ChooseInstruments(items, hinted, maps, issues);
        if (other is not null)
        {
            choice.Instruments.RemoveAll(instrument => other.Instruments.Contains(instrument.Id, StringComparer.Ordinal));
            records.Add(Refuse(place, [new Issue(
                FhirCodes.VariantRefused,
                IssueSeverity.Error,
                $"The form is {other.Name}, which is not scored as {string.Join(" or ", other.Instruments)}.",
                "item")]));
        }
        else if (choice.Ambiguous is { } ambiguous)
        {
            records.Add(Refuse(place, [.. issues, ambiguous]));
        }

        DefinitionStore[] stores = [contained, .. model is null ? Array.Empty<DefinitionStore>() : [model.Contained], _stream, .. _options.Definitions is { } given ? [given.Store] : Array.Empty<DefinitionStore>()];
        var answers = maps.IsEmpty && model is null && contained.Count == 0
            ? new AnswerReader(_options.ProjectSystem, _memory.At(_stream.Count), stores)
            : new AnswerReader(_options.ProjectSystem, maps, stores);
        var used = new HashSet<ResponseItem>();
        var forms = choice.Instruments
            .Select(instrument => (Instrument: instrument, Form: ReadForm(instrument, items, answers, used)))
            .ToList();
        ReportIgnored(items, used, choice.Instruments, issues);
        if (choice.Instruments is [var only])
        {
            Trace.Set(only, items);
        }

        foreach (var (instrument, form) in forms)
        {
            records.Add(new FhirRecord.Form(place, new FhirForm(instrument, AnswerSet.Create(form.Answers), source)
            {
                StatedTotals = form.Totals.ToEquatableArray(),
                Issues = issues.Concat(form.Issues).Distinct().ToEquatableArray(),
            }));
        }

        return records.Count > 0 ? records : [Unknown(place, issues)];
    }

    private static FhirRecord.Refused Refuse(FhirPlace place, EquatableArray<Issue> issues) => new(place, Type, issues);

    private static FhirRecord Unknown(FhirPlace place, List<Issue> issues)
    {
        // What cannot be read as a form at all is refused; a form of something else is skipped.
        if (issues.Exists(issue => issue.Severity == IssueSeverity.Error))
        {
            return Refuse(place, issues.ToEquatableArray());
        }

        return new FhirRecord.Skipped(place, Type, [new Issue(
            FhirCodes.FormUnknown, IssueSeverity.Warning, "No item of the form is one of an instrument that was asked for: give a map of its linkIds, or its Questionnaire.", "item")]);
    }

    private static bool Collect(FhirNode parent, QuestionnaireModel? model, List<ResponseItem> items, List<Issue> issues)
    {
        foreach (var node in parent.List("item", issues))
        {
            // What is no item counts as well: a short text can hold millions of them, and each would be an issue.
            if (items.Count >= MaxItems || issues.Count >= MaxItems)
            {
                return false;
            }

            if (!node.IsObject)
            {
                issues.Add(node.Invalid("an item"));
                continue;
            }

            if (node.Text("linkId", issues, IssueSeverity.Error) is { Length: > 0 } linkId)
            {
                items.Add(new ResponseItem(node, linkId, model?.Find(linkId)));
            }
            else if (!node.TryGet("linkId", out _))
            {
                issues.Add(new Issue(IssueCodes.JsonMemberMissing, IssueSeverity.Error, "The item has no linkId.", node.Path));
            }

            if (!Collect(node, model, items, issues))
            {
                return false;
            }

            foreach (var answer in node.TryGet("answer", out var list) && list.Element.ValueKind == System.Text.Json.JsonValueKind.Array ? node.List("answer", issues: null) : [])
            {
                if (answer.IsObject && !Collect(answer, model, items, issues))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void ReportTwice(List<ResponseItem> items, List<Issue> issues)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var reported = 0;
        foreach (var item in items)
        {
            if (!seen.Add(item.LinkId) && reported++ < MaxRepeated)
            {
                issues.Add(new Issue(FhirCodes.LinkIdTwice, IssueSeverity.Warning, "The linkId stands twice in the form.", item.Node.Path));
            }
        }
    }

    private EquatableArray<FhirFormMap> FindMaps(FhirSource source)
    {
        var canonical = source.Questionnaire is { } text ? LinkIds.WithoutVersion(text) : null;
        return _options.Maps
            .Where(map => map.Questionnaire is null || LinkIds.WithoutVersion(map.Questionnaire) == canonical)
            .OrderBy(map => map.Questionnaire is null)
            .ToEquatableArray();
    }

    private void FindTargets(ResponseItem item, EquatableArray<FhirFormMap> maps)
    {
        foreach (var code in item.Definition?.Codes ?? [])
        {
            item.ByCode.AddRange(_codes.Find(code.System is null ? code with { System = FhirSystems.Loinc } : code));
        }

        item.ByLinkId.AddRange(_codes.FindLinkId(item.Stripped));
        if (_only is not null && CodeIndex.FindBare(_only, item.Stripped) is { } bare)
        {
            item.ByLinkId.Add(bare);
        }

        foreach (var map in maps)
        {
            if (map.Find(item.Stripped) is { } name
                && (_only is null || _only.Id == map.Instrument)
                && _options.Catalogue.Find(map.Instrument) is { } instrument
                && CodeIndex.FindBare(instrument, name) is { } target)
            {
                item.ByMap.Add(target);
            }
        }
    }

    /// <summary>The instruments whose panel the form names: in its Questionnaire, its address, or a group.</summary>
    private HashSet<Instrument> FindHinted(FhirSource source, QuestionnaireModel? model, List<ResponseItem> items)
    {
        var targets = (model?.Codes ?? []).SelectMany(_codes.Find).Concat(items.SelectMany(item => item.Targets));
        if (source.Questionnaire is { } canonical)
        {
            var plain = LinkIds.WithoutVersion(canonical);
            var last = plain.LastIndexOf('/');
            targets = targets.Concat(_codes.Find(new Coding(FhirSystems.Loinc, plain[(last + 1)..])));

            // The project's own forms have their address below its code system.
            if (last > 0 && plain[..last] == _options.ProjectSystem)
            {
                targets = targets.Concat(_codes.Find(new Coding(_options.ProjectSystem, plain[(last + 1)..])));
            }
        }

        return [.. targets.Where(target => target.Kind == TargetKind.Panel).Select(target => target.Instrument)];
    }

    private static OtherForm? FindOtherForm(QuestionnaireModel? model, List<ResponseItem> items)
    {
        foreach (var code in model?.Codes ?? [])
        {
            if (code.System is null or FhirSystems.Loinc && Traps.Shipped.FindForm(code.Code) is { } form)
            {
                return form;
            }
        }

        foreach (var item in items)
        {
            if (item.LoincCodes.Select(Traps.Shipped.FindForm).FirstOrDefault(form => form is not null) is { } form)
            {
                return form;
            }

            if (Traps.Shipped.FindFormByLinkId(item.Stripped) is { } byLinkId)
            {
                return byLinkId;
            }
        }

        return null;
    }

    private static (List<Instrument> Instruments, Issue? Ambiguous) ChooseInstruments(
        List<ResponseItem> items, HashSet<Instrument> hinted, EquatableArray<FhirFormMap> maps, List<Issue> issues)
    {
        var matches = new Dictionary<Instrument, List<(ResponseItem Item, Target Target)>>();
        foreach (var item in items)
        {
            foreach (var instrument in item.Targets.Select(target => target.Instrument).Distinct())
            {
                if (item.Find(instrument.Id, out _) is { Kind: not TargetKind.Panel } target)
                {
                    if (!matches.TryGetValue(instrument, out var list))
                    {
                        matches.Add(instrument, list = []);
                    }

                    list.Add((item, target));
                }
            }
        }

        var chosen = new List<Instrument>();
        var taken = new HashSet<ResponseItem>();
        while (true)
        {
            var candidates = matches
                .Where(pair => !chosen.Contains(pair.Key))
                .Select(pair => (Instrument: pair.Key, Left: pair.Value.Where(match => !taken.Contains(match.Item)).ToList()))
                .Where(candidate => candidate.Left.Exists(match => IsScoredItem(match.Target)))
                .ToList();
            if (candidates.Count == 0)
            {
                return (chosen, null);
            }

            // What the form or the caller names goes before what the items alone suggest.
            var named = candidates.Where(candidate => maps.Any(map => map.Questionnaire is not null && map.Instrument == candidate.Instrument.Id)).ToList();
            named = named.Count > 0 ? named : candidates.Where(candidate => hinted.Contains(candidate.Instrument)).ToList();
            candidates = named.Count > 0 ? named : candidates;
            var most = candidates.Max(candidate => candidate.Left.Count);
            var best = candidates.Where(candidate => candidate.Left.Count == most).ToList();
            if (best.Count > 1)
            {
                var whole = best.Where(candidate => IsWhole(candidate.Instrument, candidate.Left)).ToList();
                if (whole.Count != 1)
                {
                    return (chosen, new Issue(
                        FhirCodes.InstrumentAmbiguous,
                        IssueSeverity.Error,
                        $"The items fit {string.Join(" and ", best.Select(candidate => candidate.Instrument.Id).Order(StringComparer.Ordinal))} alike: say which is meant.",
                        "item"));
                }

                best = whole;
                issues.Add(new Issue(
                    FhirCodes.InstrumentChosen, IssueSeverity.Notice, $"The items fit more than one instrument; all of {best[0].Instrument.Id} are there, so it was taken.", "item"));
            }

            chosen.Add(best[0].Instrument);
            taken.UnionWith(best[0].Left.Select(match => match.Item));
        }
    }

    private static bool IsScoredItem(Target target) => target.Kind == TargetKind.Item && target.Instrument.FindItem(target.Id)!.IsScored;

    private static bool IsWhole(Instrument instrument, List<(ResponseItem Item, Target Target)> matches)
    {
        var found = matches.Where(match => match.Target.Kind == TargetKind.Item).Select(match => match.Target.Id).ToHashSet(StringComparer.Ordinal);
        return instrument.Items.Where(item => item.IsScored).All(item => found.Contains(item.Id));
    }

    private static FormParts ReadForm(Instrument instrument, List<ResponseItem> items, AnswerReader reader, HashSet<ResponseItem> used)
    {
        var parts = new FormParts();
        var byItem = new Dictionary<string, List<ResponseItem>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var found = item.Find(instrument.Id, out var contradicts);
            if (found is not { } target)
            {
                continue;
            }

            if (contradicts)
            {
                parts.Issues.Add(new Issue(
                    FhirCodes.ItemContradiction, IssueSeverity.Warning, "Code, linkId and map mean different items; the code was used, then the linkId.", item.Node.Path));
            }

            used.Add(item);
            if (target.Kind == TargetKind.Item)
            {
                if (!byItem.TryGetValue(target.Id, out var list))
                {
                    byItem.Add(target.Id, list = []);
                }

                list.Add(item);
            }
            else if (item.HasAnswer)
            {
                ReadTotal(instrument, target, item, parts);
            }
        }

        foreach (var item in instrument.Items)
        {
            if (byItem.TryGetValue(item.Id, out var list))
            {
                parts.Answers.Add(new(item.Id, ReadItem(instrument, item, list, reader, parts.Issues)));
            }
        }

        return parts;
    }

    private static Answer ReadItem(Instrument instrument, Item item, List<ResponseItem> list, AnswerReader reader, List<Issue> issues)
    {
        var answered = list.Where(candidate => candidate.HasAnswer).ToList();
        if (answered.Count > 1)
        {
            issues.Add(new Issue(
                FhirCodes.ItemTwice, IssueSeverity.Error, $"The form answers {item.Id} twice: which answer holds cannot be told.", answered[1].Node.Path));
            return Answer.Unreadable;
        }

        return answered.Count == 0 ? Answer.Missing : reader.Read(instrument, item, answered[0].Node, answered[0].Definition, issues);
    }

    private static void ReadTotal(Instrument instrument, Target target, ResponseItem item, FormParts parts)
    {
        var scale = target.Kind == TargetKind.Panel ? instrument.TotalScale?.Id : target.Id;
        if (scale is null)
        {
            return;
        }

        if (target.Kind == TargetKind.Panel)
        {
            parts.Issues.Add(new Issue(FhirCodes.PanelAsTotal, IssueSeverity.Warning, "The code of the whole panel carries an answer: it was read as the stated total.", item.Node.Path));
        }

        var answers = item.Node.List("answer", issues: null).Take(2).ToList();
        var values = answers.Count == 1 && answers[0].IsObject ? Values.Of(answers[0]) : [];
        if (values.Count == 1 && TotalReader.TryRead(values[0].Type, values[0].Value, out var total))
        {
            parts.Totals.Add(new FhirStatedTotal(scale, total, item.Node.Path));
        }
        else
        {
            parts.Issues.Add(new Issue(FhirCodes.TotalUnreadable, IssueSeverity.Warning, "The stated total is no single number; it was not compared.", item.Node.Path));
        }
    }

    private static void ReportIgnored(List<ResponseItem> items, HashSet<ResponseItem> used, List<Instrument> instruments, List<Issue> issues)
    {
        if (instruments.Count == 0)
        {
            return;
        }

        var ignored = items.Where(item => item.HasAnswer && !used.Contains(item)).ToList();
        var misused = 0;
        foreach (var item in ignored)
        {
            foreach (var instrument in instruments)
            {
                if (item.LoincCodes.Select(code => Traps.Shipped.FindMisuse(instrument.Id, code)).FirstOrDefault(found => found is not null) is { } meaning)
                {
                    misused++;
                    issues.Add(new Issue(
                        FhirCodes.CodeMisused, IssueSeverity.Warning, $"The code is often put in the place of one of {instrument.Id} and means something else ({meaning}); it was not used.", item.Node.Path));
                    break;
                }
            }
        }

        if (ignored.Count > misused)
        {
            issues.Add(new Issue(
                FhirCodes.ItemsIgnored,
                IssueSeverity.Notice,
                string.Create(CultureInfo.InvariantCulture, $"Answered items that belong to no item of the instrument were not used: {ignored.Count - misused}, the first here."),
                ignored[0].Node.Path));
        }
    }

    private sealed class FormParts
    {
        public List<KeyValuePair<string, Answer>> Answers { get; } = [];

        public List<FhirStatedTotal> Totals { get; } = [];

        public List<Issue> Issues { get; } = [];
    }
}
