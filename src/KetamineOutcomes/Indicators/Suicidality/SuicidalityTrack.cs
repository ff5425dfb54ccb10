using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Suicidality;

/// <summary>One item of one instrument by one kind of rater: the only answers that are compared with each other.</summary>
internal sealed class SuicidalityTrack
{
    private readonly List<SuicidalityReading> _readings = [];

    public SuicidalityTrack(Instrument instrument, AlertRule rule, RaterKind rater, bool isOnlyOne)
    {
        Instrument = instrument;
        Rule = rule;
        Rater = rater;
        IsOnlyOne = isOnlyOne;
    }

    public Instrument Instrument { get; }

    public AlertRule Rule { get; }

    public RaterKind Rater { get; }

    /// <summary>Whether the instrument asks about suicidality with no other item.</summary>
    public bool IsOnlyOne { get; }

    /// <summary>The readings in order of time.</summary>
    public IReadOnlyList<SuicidalityReading> Readings => _readings;

    public string RaterWord => Rater.ToString().ToLowerInvariant();

    /// <summary>The rule's id; raters other than the instrument's usual one are named, so that keys stay apart.</summary>
    public string RuleName => NameFor(Rule.Id);

    /// <summary>For people: <c>PHQ-9 item 9</c>, and who answered where that is not the usual rater.</summary>
    public string Name => (Rule.Item.StartsWith("item", StringComparison.Ordinal) ? $"{Instrument.ShortName} item {Rule.Item[4..]}" : $"{Instrument.ShortName} {Rule.Item}")
        + (IsUsualRater ? "" : $" ({RaterWord})");

    /// <summary>The scale column of its rows: that of the alerts.</summary>
    public string Scale => Instrument.Scales.Count > 0 ? Instrument.MainScale.Id : "total";

    public bool IsUsualRater => Rater == Instrument.Raters[0];

    public string NameFor(string rule) => IsUsualRater ? rule : $"{rule}:{RaterWord}";

    public void Add(SuicidalityReading reading) => _readings.Add(reading);

    /// <summary>The answer before a reading: the last time that the item was asked and answered, however long ago.</summary>
    public SuicidalityReading? FindBefore(SuicidalityReading reading)
    {
        SuicidalityReading? before = null;
        foreach (var candidate in _readings)
        {
            if (ReferenceEquals(candidate, reading))
            {
                break;
            }

            before = candidate.IsAnswered ? candidate : before;
        }

        return before;
    }
}
