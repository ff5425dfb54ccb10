using System.Collections.Concurrent;
using KetamineOutcomes.Instruments.Rules;

namespace KetamineOutcomes.Instruments;

/// <summary>What scoring needs of a scale and does not depend on the answers, worked out once; and what was read from each value before.</summary>
/// <remarks>Safe to share between threads: what is remembered follows from the value alone, so that it does not matter who remembered it.</remarks>
internal sealed class ScalePlan
{
    // A questionnaire has fewer values than that; a caller's value set, or times of day, may have any number.
    private const int MostReadings = 4096;

    private readonly Item[] _items;
    private readonly bool _hasCutOffsBySex;

    // By sex: unknown, male, female; all in the first where no cut-off asks.
    private readonly ConcurrentDictionary<Fraction, ScaleReading>?[] _readings = new ConcurrentDictionary<Fraction, ScaleReading>?[3];
    private readonly Issue?[] _missing;
    private HashSet<string>? _ids;
    private int _kept;

    public ScalePlan(Instrument instrument, Scale scale)
    {
        Scale = scale;
        Rule = new RuleReference(instrument.Id, instrument.Version, scale.Id, scale.Name);
        Sources = scale.Evidence.Select(evidence => evidence.Source.Citation).Distinct(StringComparer.Ordinal).ToEquatableArray();
        Indexes = [.. scale.Rule.ItemIndexes];
        IsTotal = ReferenceEquals(scale, instrument.TotalScale);
        _items = [.. Indexes.Select(index => instrument.Items[index])];
        _missing = new Issue?[Indexes.Length];
        _hasCutOffsBySex = scale.CutOffs.Any(cutOff => cutOff.Sex is not null);
    }

    public Scale Scale { get; }

    public RuleReference Rule { get; }

    /// <summary>The sources of the rule, each once.</summary>
    public EquatableArray<string> Sources { get; }

    /// <summary>The indexes of the scale's items.</summary>
    public int[] Indexes { get; }

    /// <summary>Whether a number without a scale's name means this one.</summary>
    public bool IsTotal { get; }

    /// <summary>The ids of the scale's items.</summary>
    public HashSet<string> Ids => _ids ??= _items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>The issue that one of the scale's items has no answer.</summary>
    /// <param name="place">The item's place among the scale's.</param>
    public Issue Missing(int place) =>
        _missing[place] ??= new Issue(IssueCodes.ItemMissing, IssueSeverity.Notice, "The item has no answer.", _items[place].Id);

    /// <summary>Result, default band and cut-offs of a value.</summary>
    public ScaleReading Read(NodeValue value, Sex? sex)
    {
        var reading = Find(value.Low, value.StandardError, sex);

        // A table may give one value with two standard errors: what is remembered has the first.
        return reading.Value is ScoreValue.Number number && number.StandardError != value.StandardError
            ? reading with { Value = ToScoreValue(Scale, value.Low, value.StandardError) }
            : reading;
    }

    private ScaleReading Find(Fraction value, Fraction? standardError, Sex? sex)
    {
        ref var readings = ref _readings[_hasCutOffsBySex && sex is { } known ? 1 + (int)known : 0];
        if (readings is not null && readings.TryGetValue(value, out var found))
        {
            return found;
        }

        var reading = new ScaleReading(
            ToScoreValue(Scale, value, standardError),
            Scale.Result == ResultKind.Number ? FindSeverity(Scale.DefaultBandSet, value) : null,
            Scale.Result == ResultKind.Number ? ReadCutOffs(Scale, value, sex) : []);
        if (Volatile.Read(ref _kept) < MostReadings && (readings ?? Interlocked.CompareExchange(ref readings, new(), null) ?? readings!).TryAdd(value, reading))
        {
            _ = Interlocked.Increment(ref _kept);
        }

        return reading;
    }

    /// <summary>The band of a value in a set.</summary>
    public static Severity? FindSeverity(BandSet? set, Fraction value)
    {
        if (set is null)
        {
            return null;
        }

        var band = set.Find(value);
        return new Severity(band.Id, band.Label, set.Id);
    }

    /// <summary>How a value stands to each cut-off of a scale.</summary>
    public static EquatableArray<CutOffReading> ReadCutOffs(Scale scale, Fraction value, Sex? sex) =>
        scale.CutOffs.Select(cutOff => new CutOffReading(cutOff, cutOff.Sex is null || cutOff.Sex == sex
            ? cutOff.Comparator.Holds(value, cutOff.Value) ? CutOffStatus.Reached : CutOffStatus.NotReached
            : sex is null ? CutOffStatus.SexUnknown : CutOffStatus.OtherSex)).ToEquatableArray();

    private static ScoreValue ToScoreValue(Scale scale, Fraction value, Fraction? standardError) => scale.Result switch
    {
        ResultKind.Number => new ScoreValue.Number(value, scale.Decimals, standardError),
        ResultKind.Flag => new ScoreValue.Flag(value != 0),
        ResultKind.Profile => new ScoreValue.Profile(value.ToString()),
        _ => scale.Categories.Where(category => category.Value == value)
            .Select(category => new ScoreValue.Category(category.Id, category.Label, category.Value))
            .First(),
    };
}
