using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Fhir;

/// <summary>What a code or a linkId means in an instrument.</summary>
internal enum TargetKind
{
    /// <summary>An item.</summary>
    Item,

    /// <summary>A scale's total.</summary>
    Total,

    /// <summary>The whole form.</summary>
    Panel,
}

/// <summary>One meaning of a code.</summary>
internal readonly record struct Target(Instrument Instrument, TargetKind Kind, string Id);

/// <summary>The codes of instruments, as their definitions give them: LOINC by system, LOINC and CDISC as linkIds, and the project's own names.</summary>
internal sealed class CodeIndex
{
    private readonly InstrumentCatalogue _catalogue;
    private readonly string _projectSystem;
    private readonly Instrument? _only;
    private readonly Dictionary<string, List<Target>> _loinc = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Target>> _cdisc = new(StringComparer.Ordinal);

    public CodeIndex(InstrumentCatalogue catalogue, Instrument? only, string projectSystem)
    {
        _catalogue = catalogue;
        _only = only;
        _projectSystem = projectSystem;
        foreach (var instrument in only is null ? catalogue.Ids.Select(id => catalogue.Find(id)!) : [only])
        {
            Add(instrument);
        }
    }

    /// <summary>The one instrument that is looked for, or <see langword="null"/> for all.</summary>
    public Instrument? Only => _only;

    /// <summary>The index that the options ask for; it goes through all definitions, so it is made once for many resources.</summary>
    /// <exception cref="ArgumentException">The options name an instrument that the catalogue does not have.</exception>
    public static CodeIndex For(FhirReadOptions options)
    {
        var only = options.Instrument is { } id
            ? options.Catalogue.Find(id) ?? throw new ArgumentException("The catalogue has no instrument of the id that the options name.", nameof(options))
            : null;
        return new CodeIndex(options.Catalogue, only, options.ProjectSystem);
    }

    /// <summary>What a code of a system means.</summary>
    public IEnumerable<Target> Find(Coding coding) =>
        coding.System == FhirSystems.Loinc ? Get(_loinc, coding.Code)
        : coding.System == _projectSystem ? FindOwn(coding.Code)
        : [];

    /// <summary>What a linkId means without a Questionnaire: a LOINC or CDISC code, or a name of the wire (<c>phq-9/item1</c>, <c>phq-9_item1</c>).</summary>
    public IEnumerable<Target> FindLinkId(string stripped)
    {
        var code = LinkIds.CodeOf(stripped);
        return _loinc.TryGetValue(code, out var found) || _cdisc.TryGetValue(code, out found) ? found : FindOwn(stripped);
    }

    /// <summary>A bare item or scale of one instrument: <c>item1</c>, <c>total</c>.</summary>
    public static Target? FindBare(Instrument instrument, string name) =>
        instrument.FindItem(name) is not null ? new Target(instrument, TargetKind.Item, name)
        : instrument.FindScale(name) is { Result: ResultKind.Number } ? new Target(instrument, TargetKind.Total, name)
        : null;

    private static List<Target> Get(Dictionary<string, List<Target>> index, string code) => index.TryGetValue(code, out var found) ? found : [];

    private IEnumerable<Target> FindOwn(string name)
    {
        var at = name.LastIndexOfAny(['/', '_']);
        var id = (at < 0 ? name : name[..at]).Replace('_', '-');
        if (Find(id) is not { } instrument)
        {
            return [];
        }

        return at < 0 ? [new Target(instrument, TargetKind.Panel, "")] : FindBare(instrument, name[(at + 1)..]) is { } target ? [target] : [];
    }

    private Instrument? Find(string id) => _only is null ? _catalogue.Find(id) : _only.Id == id ? _only : null;

    private void Add(Instrument instrument)
    {
        foreach (var code in instrument.Codes.Where(code => code.Role == "panel"))
        {
            Add(code, new Target(instrument, TargetKind.Panel, ""));
        }

        foreach (var item in instrument.Items)
        {
            foreach (var code in item.Codes.Where(code => code.Role is null or "item"))
            {
                Add(code, new Target(instrument, TargetKind.Item, item.Id));
            }
        }

        foreach (var scale in instrument.Scales.Where(scale => scale.Result == ResultKind.Number))
        {
            foreach (var code in scale.Codes.Where(code => code.Role == "total"))
            {
                Add(code, new Target(instrument, TargetKind.Total, scale.Id));
            }
        }
    }

    private void Add(Code code, Target target)
    {
        var index = code.System switch
        {
            "loinc" => _loinc,
            "cdisc" => _cdisc,
            _ => null,
        };
        if (index is null)
        {
            return;
        }

        if (!index.TryGetValue(code.Value, out var targets))
        {
            index.Add(code.Value, targets = []);
        }

        targets.Add(target);
    }
}
