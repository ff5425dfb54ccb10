using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>One item, or one scale that is about suicidality, of one instrument by one kind of rater: the only answers that are compared with each other.</summary>
internal sealed class SuicidalityTrack
{
    private readonly List<SuicidalityReading> _readings = [];
    private readonly Dictionary<SuicidalityReading, SuicidalityReading?> _before = new(ReferenceEqualityComparer.Instance);
    private SuicidalityReading? _answered;
    private SuicidalityReading? _raised;

    private SuicidalityTrack(Instrument instrument, RaterKind rater, AlertRule? rule, Scale? scale)
    {
        Instrument = instrument;
        Rater = rater;
        Rule = rule;
        OwnScale = scale;
    }

    public Instrument Instrument { get; }

    public RaterKind Rater { get; }

    /// <summary>The alert of the item, or <see langword="null"/> for a scale.</summary>
    public AlertRule? Rule { get; }

    /// <summary>The scale, or <see langword="null"/> for an item.</summary>
    public Scale? OwnScale { get; }

    /// <summary>Whether the instrument asks about suicidality with no other item.</summary>
    public bool IsOnlyItem { get; private init; }

    /// <summary>
    /// Whether the item has no alert and is asked only where there were thoughts (C-SSRS items 7 and 8): any answer of its range means that there were. Project policy.
    /// </summary>
    public bool IsImplied { get; private init; }

    /// <summary>Whether it asks about the whole life: of an instrument about suicidality the items that end in <c>a</c> (<c>item12a</c>) and the scales that end in <c>-lifetime</c>.</summary>
    public bool IsLifetime => Instrument.Domain == "suicidality"
        && (OwnScale is { } scale ? scale.Id.EndsWith("-lifetime", StringComparison.Ordinal) : Id.Length > 5 && Id[^1] == 'a' && char.IsAsciiDigit(Id[^2]) && Id.StartsWith("item", StringComparison.Ordinal));

    /// <summary>The scale of the thoughts of an implied item's own period.</summary>
    public Scale? Thoughts => !IsLifetime ? Instrument.MainScale : Instrument.Scales.FirstOrDefault(scale => scale.Id.EndsWith("-lifetime", StringComparison.Ordinal));

    /// <summary>The readings in order of time.</summary>
    public IReadOnlyList<SuicidalityReading> Readings => _readings;

    /// <summary>The item's id, or <c>scale:</c> and the scale's.</summary>
    public string Id => Rule?.Item ?? $"scale:{OwnScale!.Id}";

    public string Topic => Rule?.Topic ?? Instrument.Domain;

    /// <summary>From where an answer is raised: the alert's threshold; of a scale any number above its best (project policy).</summary>
    public string RaisedFrom => Rule?.RaisedFrom.ToString() ?? $"above {Lowest}";

    /// <summary>The best number of the scale.</summary>
    public Fraction Lowest => OwnScale is not { } scale ? default : scale.Result == ResultKind.Category ? scale.Categories.Min(category => category.Value) : scale.Range.Low;

    public EquatableArray<Evidence> Evidence => Rule?.Evidence ?? OwnScale!.Evidence;

    public string RaterWord => Rater.ToString().ToLowerInvariant();

    /// <summary>The rule column of its rows; raters other than the instrument's usual one are named, so that keys stay apart.</summary>
    public string RuleName => NameFor(Rule?.Id ?? Id);

    /// <summary>For people: <c>PHQ-9 item 9</c>, and who answered where that is not the usual rater.</summary>
    public string Name => (OwnScale is { } scale ? scale.Name
            : Id.StartsWith("item", StringComparison.Ordinal) ? $"{Instrument.ShortName} item {Id[4..]}"
            : $"{Instrument.ShortName} {Id}")
        + (IsUsualRater ? "" : $" ({RaterWord})");

    /// <summary>The scale column of its rows: that of the alerts, or its own.</summary>
    public string Scale => OwnScale?.Id ?? (Instrument.Scales.Count > 0 ? Instrument.MainScale.Id : "total");

    public bool IsUsualRater => Rater == Instrument.Raters[0];

    public static SuicidalityTrack OfItem(Instrument instrument, RaterKind rater, AlertRule rule, bool isOnlyItem) => new(instrument, rater, rule, null) { IsOnlyItem = isOnlyItem };

    /// <summary>The items of an instrument about suicidality that have no alert and whose lowest answer already says that there were thoughts.</summary>
    public static IEnumerable<SuicidalityTrack> OfImplied(Instrument instrument, RaterKind rater) => instrument.Items
        .Where(item => item is { Kind: ItemKind.Number } && item.Min > 0 && !instrument.Alerts.Any(rule => rule.Item == item.Id))
        .Select(item => new SuicidalityTrack(instrument, rater, new AlertRule { Id = item.Id, Item = item.Id, Topic = instrument.Domain, RaisedFrom = item.Min }, null) { IsImplied = true });

    public static SuicidalityTrack OfScale(Instrument instrument, RaterKind rater, Scale scale) => new(instrument, rater, null, scale);

    public string NameFor(string rule) => IsUsualRater ? rule : $"{rule}:{RaterWord}";

    public void Add(SuicidalityReading reading)
    {
        // The answer before is known when a reading is added, for readings come in order of time.
        _before[reading] = _answered;
        _readings.Add(reading);
        _answered = reading.IsAnswered ? reading : _answered;
        _raised = reading.IsRaised && !(_raised is { } worst && (worst.Value ?? 0) >= (reading.Value ?? 0)) ? reading : _raised;
    }

    /// <summary>The worst raised answer so far, the first of several.</summary>
    public SuicidalityReading? WorstRaised => _raised;

    /// <summary>The answer before a reading: the last time that the item was asked and answered, however long ago.</summary>
    public SuicidalityReading? FindBefore(SuicidalityReading reading) => _before.TryGetValue(reading, out var before) ? before : _answered;
}
