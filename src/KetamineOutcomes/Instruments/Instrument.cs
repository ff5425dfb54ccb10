using KetamineOutcomes.Instruments.Definitions;

namespace KetamineOutcomes.Instruments;

/// <summary>A questionnaire or rating scale, as its definition file gives it: items, scales with rules, alerts, licence, codes and sources.</summary>
/// <remarks>Immutable and safe to share between threads. Definitions ship with the package (<see cref="Instruments"/>) or are read by callers.</remarks>
public sealed partial class Instrument
{
    private readonly Dictionary<string, int> _itemIndexes;

    internal Instrument(EquatableArray<Item> items, EquatableArray<Scale> scales, EquatableArray<AlertRule> alerts, EquatableArray<Skip> skips)
    {
        Items = items;
        Scales = scales;
        Alerts = alerts;
        Skips = skips;
        _itemIndexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            _itemIndexes.Add(items[i].Id, i);
        }

        _alertItems = [.. alerts.Select(alert => _itemIndexes[alert.Item])];
    }

    /// <summary>The stable id, lower case, for example <c>phq-9</c>.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The version of the definition, <c>major.minor.patch</c>; a change that can change a score raises the major.</summary>
    public string Version { get; internal init; } = "";

    /// <summary>The full name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The usual short name.</summary>
    public string ShortName { get; internal init; } = "";

    /// <summary>What it measures, lower case, for example <c>depression</c>.</summary>
    public string Domain { get; internal init; } = "";

    /// <summary>Whether the definition is a draft that is not in the catalogue.</summary>
    public bool IsDraft { get; internal init; }

    /// <summary>Who may give the answers; the first is the usual one.</summary>
    public EquatableArray<RaterKind> Raters { get; internal init; }

    /// <summary>How far back the questions look.</summary>
    public RecallPeriod Recall { get; internal init; } = new();

    /// <summary>Who owns it and what its terms say.</summary>
    public Licence Licence { get; internal init; } = new();

    /// <summary>Other systems' codes.</summary>
    public EquatableArray<Code> Codes { get; internal init; }

    /// <summary>The sources to which the definition's facts refer.</summary>
    public EquatableArray<Source> Sources { get; internal init; }

    /// <summary>Remarks for readers of the definition: conflicts among sources, traps, what was left out and why.</summary>
    public EquatableArray<string> Notes { get; internal init; }

    /// <summary>The items in printed order.</summary>
    public EquatableArray<Item> Items { get; }

    /// <summary>The scales; the first is the main one. Empty for instruments that have no score.</summary>
    public EquatableArray<Scale> Scales { get; }

    /// <summary>The alert rules.</summary>
    public EquatableArray<AlertRule> Alerts { get; }

    /// <summary>What the form tells people to leave out.</summary>
    public EquatableArray<Skip> Skips { get; }

    /// <summary>The definition's own text, for systems that embed the rules.</summary>
    /// <remarks>The JSON exactly as it was read.</remarks>
    public string DefinitionJson { get; internal init; } = "";

    /// <summary>The main scale.</summary>
    /// <exception cref="InvalidOperationException">The instrument has no score.</exception>
    public Scale MainScale => Scales.Count > 0 ? Scales[0] : throw new InvalidOperationException($"{Id} has no score.");

    /// <summary>The scale that a number without a scale's name means: <c>total</c>, or the only scale where that is a number.</summary>
    /// <value><see langword="null"/> where nobody could tell which of several is meant (BPI: severity or interference?); such a number needs the scale's name.</value>
    public Scale? TotalScale =>
        (FindScale("total") ?? (Scales.Count == 1 ? Scales[0] : null)) is { Result: ResultKind.Number } scale ? scale : null;

    /// <summary>Reads a definition. Strict: whatever the format does not know, and whatever the rule cannot reach, is an error that names the JSON path.</summary>
    /// <param name="utf8Json">The definition as UTF-8 JSON.</param>
    /// <returns>The instrument, or the issues; the places are JSON paths such as <c>$.scales[0].bands[0]</c>.</returns>
    public static ReadResult<Instrument> Read(ReadOnlyMemory<byte> utf8Json) => InstrumentReader.Read(utf8Json);

    /// <summary>Reads a definition from text; see <see cref="Read(ReadOnlyMemory{byte})"/>.</summary>
    /// <param name="json">The definition as JSON.</param>
    /// <returns>The instrument, or the issues.</returns>
    public static ReadResult<Instrument> Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return InstrumentReader.Read(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>A scale by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The scale, or <see langword="null"/> if the instrument has none of that id.</returns>
    public Scale? FindScale(string id)
    {
        foreach (var scale in Scales)
        {
            if (string.Equals(scale.Id, id, StringComparison.Ordinal))
            {
                return scale;
            }
        }

        return null;
    }

    /// <summary>An item by id.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The item, or <see langword="null"/> if the instrument has none of that id.</returns>
    public Item? FindItem(string id) => _itemIndexes.TryGetValue(id, out var index) ? Items[index] : null;

    internal int IndexOf(string item) => _itemIndexes[item];

    /// <summary>The id and version, for example <c>phq-9 1.0.0</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Id} {Version}";
}
