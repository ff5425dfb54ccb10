namespace KetamineOutcomes.Fhir;

/// <summary>Reads an Observation as a total, as one item's answer, or as neither.</summary>
internal sealed class ObservationReader
{
    private const string Type = "Observation";
    private const int MaxCodings = 32;
    private const int MaxComponents = 1000;
    private readonly FhirReadOptions _options;
    private readonly CodeIndex _codes;
    private readonly DefinitionStore _stream;

    public ObservationReader(FhirReadOptions options, CodeIndex codes, DefinitionStore stream)
    {
        _options = options;
        _codes = codes;
        _stream = stream;
    }

    public IEnumerable<FhirRecord> Read(FhirNode observation, FhirPlace place)
    {
        var issues = new List<Issue>();
        var codings = ReadCodes(observation, issues);
        if (FindOtherForm(codings) is { } other)
        {
            return [Refuse(place, issues, FhirCodes.VariantRefused, $"The code is that of {other.Name}, which is not read as {string.Join(" or ", other.Instruments)}.", "code")];
        }

        var targets = FindTargets(codings);
        var components = observation.List("component", issues, IssueSeverity.Warning)
            .Take(MaxComponents)
            .Select(component => (Node: component, Targets: FindTargets(ReadCodes(component, issues: null)).Where(target => target.Kind == TargetKind.Total).ToList()))
            .Where(component => component.Targets.Count > 0)
            .ToList();
        if (targets.Count == 0 && components.Count == 0)
        {
            if (IsRaisedAlert(observation))
            {
                return [new FhirRecord.Skipped(place, Type, [new Issue(
                    FhirCodes.AlertRaised, IssueSeverity.Warning, "The observation says that an alert was raised. Alerts are read from answers: look at the form from which it comes.", "code")])];
            }

            return [Skip(place, FhirCodes.NotAScore, "The code is that of no total and no item of an instrument that was asked for.")];
        }

        var source = SourceReader.Read(observation, Type, issues);
        if (SourceReader.JudgeStatus(source, issues) is { } isVoid)
        {
            return [new FhirRecord.Refused(place, Type, [isVoid])];
        }

        return targets.Exists(target => target.Kind == TargetKind.Item) && components.Count == 0
            ? [ReadItem(observation, targets, source, place, issues)]
            : ReadTotals(observation, targets, components, source, place, issues);
    }

    /// <summary>Whether it is an alert as this project writes it, raised and not void.</summary>
    public static bool IsRaisedAlert(FhirNode observation) =>
        observation.Text("status", issues: null) is not ("entered-in-error" or "cancelled")
        && observation.TryGet("valueCodeableConcept", out var value)
        && value.List("coding", issues: null).Select(coding => Coding.Read(coding)).Contains(new Coding(FhirSystems.AlertStatus, "raised"));

    private static FhirRecord.Refused Refuse(FhirPlace place, List<Issue> issues, string code, string message, string path) =>
        new(place, Type, [.. issues, new Issue(code, IssueSeverity.Error, message, path)]);

    private static FhirRecord.Skipped Skip(FhirPlace place, string code, string message) =>
        new(place, Type, [new Issue(code, IssueSeverity.Notice, message, "code")]);

    private static List<Coding> ReadCodes(FhirNode node, List<Issue>? issues) =>
        node.TryGet("code", out var code)
            ? [.. code.List("coding", issues, IssueSeverity.Warning).Take(MaxCodings).Select(coding => Coding.Read(coding)).OfType<Coding>()]
            : [];

    private static OtherForm? FindOtherForm(List<Coding> codings) =>
        codings.Where(coding => coding.System is null or FhirSystems.Loinc).Select(coding => Traps.Shipped.FindForm(coding.Code)).FirstOrDefault(form => form is not null);

    private List<Target> FindTargets(List<Coding> codings)
    {
        // The project's own code says which of several instruments that share a LOINC code is meant, unless the two contradict each other.
        var all = codings.SelectMany(_codes.Find).Distinct().ToList();
        var own = codings.Where(coding => coding.System == _options.ProjectSystem).SelectMany(_codes.Find).Distinct().ToList();
        var agree = own.Count == 1 && codings.TrueForAll(coding => _codes.Find(coding).ToList() is var meant && (meant.Count == 0 || meant.Contains(own[0])));
        return agree ? own : all;
    }

    private FhirRecord ReadItem(FhirNode observation, List<Target> targets, FhirSource source, FhirPlace place, List<Issue> issues)
    {
        // PHQ-2 and PHQ-9 share codes: the larger form is meant unless the caller says otherwise, and both have the same answers.
        var best = targets.Where(target => target.Kind == TargetKind.Item).OrderByDescending(target => target.Instrument.Items.Count).First();
        var item = best.Instrument.FindItem(best.Id)!;
        var contained = DefinitionStore.OfContained(observation);
        var reader = new AnswerReader(_options.ProjectSystem, _options.Maps, _options.Definitions is { } given ? [contained, _stream, given.Store] : [contained, _stream]);
        var answer = reader.ReadValue(best.Instrument, item, observation, definition: null, issues);
        return issues.Exists(issue => issue.Severity == IssueSeverity.Error)
            ? new FhirRecord.Refused(place, Type, issues.ToEquatableArray())
            : new FhirRecord.ItemAnswer(place, new FhirItemAnswer(best.Instrument, item, answer, source) { Issues = issues.ToEquatableArray() });
    }

    private static IReadOnlyList<FhirRecord> ReadTotals(
        FhirNode observation, List<Target> targets, List<(FhirNode Node, List<Target> Targets)> components, FhirSource source, FhirPlace place, List<Issue> issues)
    {
        var found = new List<(List<Target> Targets, FhirNode Holder)>();
        if (targets.Count > 0 && Values.Of(observation).Count > 0)
        {
            found.Add((targets, observation));
        }

        found.AddRange(components.Select(component => (component.Targets, component.Node)));
        if (found.Count == 0)
        {
            return [observation.TryGet("dataAbsentReason", out _)
                ? Skip(place, FhirCodes.ValueAbsent, "The observation says that it has no value.")
                : Skip(place, FhirCodes.NotAScore, "The observation of a panel or total has no value of its own.")];
        }

        var totals = new List<FhirTotal>();
        foreach (var (meant, holder) in found)
        {
            if (ReadTotal(meant, holder, source, issues, out var total) is { } error)
            {
                return [new FhirRecord.Refused(place, Type, [.. issues, error])];
            }

            if (total is null)
            {
                continue;
            }

            var same = totals.Find(other => ReferenceEquals(other.Instrument, total.Instrument) && ReferenceEquals(other.Scale, total.Scale));
            if (same is null)
            {
                totals.Add(total);
            }
            else if (same.Value != total.Value)
            {
                return [Refuse(place, issues, FhirCodes.TotalContradiction, "The observation gives two totals of one scale that differ.", holder.Path)];
            }
        }

        return totals.Count == 0
            ? [Skip(place, FhirCodes.ValueAbsent, "The total has no value.")]
            : [.. totals.Select(total => new FhirRecord.Total(place, total with { Issues = issues.ToEquatableArray() }))];
    }

    /// <summary>Reads the one value of an observation or a component.</summary>
    /// <returns>Why it cannot be read, or <see langword="null"/>; without a value there is no total and no error.</returns>
    private static Issue? ReadTotal(List<Target> targets, FhirNode holder, FhirSource source, List<Issue> issues, out FhirTotal? total)
    {
        total = null;
        var path = holder.Path.Length == 0 ? "value" : holder.Path;
        if (Choose(targets) is not { } target)
        {
            return new Issue(FhirCodes.TotalContradiction, IssueSeverity.Error, "The codings mean different scales.", path);
        }

        var scale = target.Kind == TargetKind.Panel ? target.Instrument.TotalScale : target.Instrument.FindScale(target.Id);
        var values = Values.Of(holder);
        if (scale is null || values.Count > 1)
        {
            return scale is null
                ? new Issue(FhirCodes.ValueUnexpected, IssueSeverity.Error, "The instrument has no total.", path)
                : new Issue(FhirCodes.ValueSeveral, IssueSeverity.Error, "One value[x] was expected and several stand there: which holds cannot be told.", path);
        }

        if (values.Count == 0)
        {
            return null;
        }

        var (type, value) = values[0];
        if (!TotalReader.TryRead(type, value, out var number, isPercent: scale.Unit is "%" or "percent"))
        {
            return new Issue(
                type is "Integer" or "Decimal" or "String" ? FhirCodes.TotalUnreadable : FhirCodes.ValueUnexpected,
                IssueSeverity.Error,
                "Expected a total: one number, without a unit or in a unit of scores.",
                value.Path);
        }

        if (target.Kind == TargetKind.Panel)
        {
            issues.Add(new Issue(FhirCodes.PanelAsTotal, IssueSeverity.Warning, "The code of the whole panel carries a value: it was read as the total.", path));
        }

        total = new FhirTotal(target.Instrument, scale, number, source);
        return null;
    }

    /// <summary>The one scale that codings mean. A code that is a total of one instrument and a subscale of another (PHQ-2 within PHQ-9) is the total.</summary>
    private static Target? Choose(List<Target> targets)
    {
        var totals = targets.Where(target => target.Kind == TargetKind.Total).ToList();
        var own = totals.Where(target => target.Instrument.TotalScale?.Id == target.Id).ToList();
        var best = own.Count > 0 ? own : totals.Count > 0 ? totals : targets.Where(target => target.Kind == TargetKind.Panel).ToList();
        return best.Count == 1 ? best[0] : null;
    }
}
