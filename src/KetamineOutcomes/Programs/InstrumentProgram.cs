using KetamineOutcomes.Instruments;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Programs;

/// <summary>An instrument as an engine computes it: its items, the skips that change them, and its scales.</summary>
internal sealed class InstrumentProgram
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly int[] _versions;

    public InstrumentProgram(Instrument instrument, Int128 openLimit)
    {
        Instrument = instrument;
        _versions = new int[instrument.Items.Count];
        Items = instrument.Items.Select((item, index) =>
        {
            _indexes.Add(item.Id, index);
            return new ProgramItem(item, index, openLimit);
        }).ToEquatableArray();
        foreach (var skip in instrument.Skips)
        {
            Skips.Add(Apply(skip));
        }
    }

    public Instrument Instrument { get; }

    public EquatableArray<ProgramItem> Items { get; }

    /// <summary>The items' states after each skip, in order.</summary>
    public List<List<ItemVersion>> Skips { get; } = [];

    public ProgramItem Find(string item) => Items[_indexes[item]];

    /// <summary>The state of an item after the skips so far.</summary>
    public Part Read(string item, bool takeOut)
    {
        var found = Find(item);
        return found.Read(_versions[found.Index], takeOut);
    }

    public ScaleProgram Write(Scale scale, MissingPolicy policy)
    {
        var lowering = new RuleLowering(this, policy);
        var part = lowering.Lower(scale.Rule);
        var items = CollectItems(scale.Rule).Select(item => _indexes[item]).Distinct().Order().ToEquatableArray();
        var takesOut = policy.NotApplicable == NotApplicableTreatment.OutOfDenominator;
        var leavable = items.Where(index => takesOut && Items[index].Item.AllowsNotApplicable);
        return new ScaleProgram
        {
            Scale = scale,
            Policy = policy,
            Items = items,
            Known = part.Known,
            Numerator = part.Numerator,
            Denominator = part.Denominator,
            Invalid = Condition.Or([.. items.Select(index => new Condition.ItemWrong(index)), part.Fault]),
            Prorated = policy.IsProration ? part.Filled : Condition.False,
            LeftOut = Condition.Or(leavable.Select(index => (Condition)new Condition.ItemNotApplicable(index))),
            Answered = Number.Add(items.Select(index => Number.Choose(new Condition.ItemKnown(index, 0), Number.One, Number.Zero))),
        };
    }

    public static IEnumerable<string> CollectItems(RuleNode node) => node is ItemNode item ? [item.Item] : node.Children.SelectMany(CollectItems);

    private List<ItemVersion> Apply(Skip skip)
    {
        var lowering = new RuleLowering(this, policy: null);
        var part = lowering.Lower(skip.When);
        var holds = Condition.And(part.Known, Condition.Not(Condition.Same(part.Numerator, Number.Zero)));
        var changed = new List<ItemVersion>();
        foreach (var (id, value) in skip.Items)
        {
            var item = Find(id);
            var before = item.Read(_versions[item.Index], takeOut: false);
            var skipped = Number.From(item.Scale(value));
            changed.Add(new ItemVersion(
                item.Index,
                _versions[item.Index] + 1,
                Condition.Or(before.Known, holds),
                skip.Answered == SkipAnswered.Keep
                    ? Number.Choose(before.Known, before.Numerator, skipped)
                    : Number.Choose(holds, skipped, before.Numerator)));
        }

        // All at once: the condition was read before any of them.
        foreach (var version in changed)
        {
            _versions[version.Item] = version.Version;
        }

        return changed;
    }

    /// <summary>The version of an item's state after all skips.</summary>
    public int LastVersion(int item) => _versions[item];
}
