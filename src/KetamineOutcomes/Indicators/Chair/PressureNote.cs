using KetamineOutcomes.Instruments;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>What the last reading before the start says beside a note's limits. A note and never a stop.</summary>
internal sealed class PressureNote
{
    private readonly string _limits;
    private readonly string _values;

    private PressureNote(IndicatorOutcome outcome, string[] flags, string limits, string values)
    {
        Outcome = outcome;
        Flags = flags;
        _limits = limits;
        _values = values;
    }

    public IndicatorOutcome Outcome { get; }

    public string[] Flags { get; }

    public static PressureNote Of(ChairRule rule, Func<ChairLimit, ChairCurve> curveOf)
    {
        var said = rule.Limits.Select(limit => (Limit: limit, Curve: curveOf(limit))).ToList();
        var isAbove = said.Exists(pair => pair.Curve.Baseline is { } value && pair.Limit.Comparator.Holds(value, pair.Limit.Value));
        var missing = said.Find(pair => pair.Curve.Baseline is null).Curve;

        // A reading without a minute may be the last one before the start.
        var isOpen = said.Exists(pair => pair.Curve.ThatDay.Exists(reading => pair.Limit.Comparator.Holds(reading.Value, pair.Limit.Value)));
        IndicatorOutcome outcome = isAbove ? new IndicatorOutcome.Classified("above")
            : isOpen ? new IndicatorOutcome.Indeterminate(Reasons.ReadingsNotTimed)
            : missing is not null ? new IndicatorOutcome.Indeterminate(missing.BaselineFault!)
            : new IndicatorOutcome.Classified("not-above");
        return new PressureNote(
            outcome,
            said.Exists(pair => pair.Curve.HasUntimed) ? [Reasons.ReadingsNotTimed] : [],
            string.Join('/', rule.Limits.Select(limit => limit.Value)),
            string.Join('/', said.Select(pair => pair.Curve.Baseline is { } value ? NoteRows.Text(value) : "?")));
    }

    /// <summary>The sentence, with what it was before.</summary>
    public string Sentence(string before) => Outcome is IndicatorOutcome.Indeterminate unknown
        ? NoteRows.Because($"Whether the pressure before {before} was above {_limits} mmHg", unknown.Reason)
        : $"The pressure before {before} was {_values} mmHg, {(Outcome.State == "above" ? "above" : "not above")} {_limits}. This is a note and no stop.";
}
