using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Chair;

namespace KetamineOutcomes.Indicators.Chair;

/// <summary>What happened in the chair at one infusion of a series.</summary>
internal sealed class ChairIndicators
{
    private const string Id = "chair";

    private readonly NoteRows _rows;
    private readonly ChairSession _session;
    private readonly ChairOptions _options;
    private readonly Covariates _person;
    private readonly string _point;
    private readonly string _visit;
    private readonly List<ChairCurve> _curves;

    public ChairIndicators(Course course, InfusionSeries series, int number, ChairSession session, ChairOptions options, Covariates person)
    {
        _rows = new NoteRows(course, series, Id);
        _session = session;
        _options = options;
        _person = person;
        _point = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"infusion:{number}");
        _visit = $"infusion {number.ToString(System.Globalization.CultureInfo.InvariantCulture)} ({NoteRows.Where(session.Infusion.At)})";
        _curves = [.. ChairMeasures.All.Select(measure => new ChairCurve(session, measure))];
    }

    public IEnumerable<IndicatorResult> Assess()
    {
        foreach (var curve in _curves.Where(curve => curve.HasReadings))
        {
            foreach (var row in Measure(curve))
            {
                yield return row;
            }
        }

        foreach (var rule in ChairRules.BeforeTreatment.Where(rule => rule.FromAge is not { } from || _person.AgeYears >= from))
        {
            yield return Before(rule);
        }

        var sedated = Curve(ChairMeasure.Sedation).HasReadings;
        foreach (var rule in ChairRules.Thresholds.Concat(sedated ? ChairRules.Sedation : []))
        {
            yield return Threshold(rule);
            foreach (var limit in rule.Limits.Where(limit => Curve(limit.Measure).HasReadings))
            {
                yield return Minutes(rule, limit);
            }
        }

        yield return Observed();
        foreach (var effect in _session.Sightings.Select(sighting => sighting.Effect).Distinct(StringComparer.Ordinal))
        {
            foreach (var row in Effect(effect))
            {
                yield return row;
            }
        }
    }

    private ChairCurve Curve(ChairMeasure measure) => _curves.Find(curve => curve.Measure == measure)!;

    private IEnumerable<IndicatorResult> Measure(ChairCurve curve)
    {
        var word = curve.Measure.ToWord();
        var unit = curve.Measure.ToUnit();
        var lower = curve.Measure.IsLowerWorse();
        var (worst, change) = lower ? ("lowest", "fall") : ("peak", "rise");
        var window = ChairRules.BaselineWindow;
        yield return curve.Baseline is { } baseline
            ? Row(word, "baseline", window.Id, Exact(baseline, unit), window.Evidence, [Minute("minute", curve.BaselineMinute!.Value)], [], $"{word} before {_visit} was {NoteRows.Text(baseline)} {unit}.", [See("baseline", baseline, curve.BaselineMinute.Value)])
            : Row(word, "baseline", window.Id, Indeterminate(curve.BaselineFault!), window.Evidence, [], [], NoteRows.Because($"{word} before {_visit}", curve.BaselineFault!));
        string[] flags = curve.HasGap ? [Reasons.ReadingsGap] : [];
        if (!curve.HasReadingsAfter)
        {
            foreach (var indicator in new[] { worst, worst + "-minute", change, "return" })
            {
                yield return Row(word, indicator, indicator == "return" ? ToleranceRule(curve) : "seen", Indeterminate(Reasons.NoReadingAfter), Own, [], [], NoteRows.Because($"{indicator} of {word} at {_visit}", Reasons.NoReadingAfter));
            }

            yield break;
        }

        var (value, minute, low, high) = curve.Worst();
        var bound = lower ? "at-most" : "at-least";
        var least = lower ? "at most" : "at least";
        yield return Row(word, worst, "seen", Bound(value, unit, lower), Own, [Minute("minute", minute)], [bound, .. flags], $"{word} at {_visit} was {least} {NoteRows.Text(value)} {unit} at its {worst}, read at minute {NoteRows.Text(minute)}.", [See(worst, value, minute)]);
        yield return Row(word, worst + "-minute", "seen", new IndicatorOutcome.Measured(minute, "min", 1, low, high), Own, [], flags, $"The {worst} of {word} seen at {_visit} was read at minute {NoteRows.Text(minute)}; it lies between the readings beside it.", [See(worst, value, minute)]);
        if (curve.Baseline is { } start)
        {
            var rise = lower ? start - value : value - start;
            yield return Row(word, change, "seen", new IndicatorOutcome.Measured(rise, unit, 1, rise), ChairRules.BaselineWindow.Evidence, [], ["at-least", .. flags], $"{word} at {_visit} went from {NoteRows.Text(start)} to {NoteRows.Text(value)} {unit}: a {change} of at least {NoteRows.Text(rise)}.", [See("baseline", start, curve.BaselineMinute!.Value), See(worst, value, minute)]);
        }
        else
        {
            yield return Row(word, change, "seen", Indeterminate(curve.BaselineFault!), ChairRules.BaselineWindow.Evidence, [], flags, NoteRows.Because($"The {change} of {word} at {_visit}", curve.BaselineFault!));
        }

        yield return Return(curve, flags);
    }

    private string ToleranceRule(ChairCurve curve) => $"within:{_options.ToleranceOf(curve.Measure)}";

    private IndicatorResult Return(ChairCurve curve, string[] flags)
    {
        var word = curve.Measure.ToWord();
        var tolerance = _options.ToleranceOf(curve.Measure);
        List<Parameter> parameters = [new Parameter("tolerance", $"{tolerance} {curve.Measure.ToUnit()}")];
        var back = curve.Return(tolerance, ChairRules.Rise4025.CoverMinutes, out var reason, out var away);
        if (away is { } last)
        {
            parameters.Add(Minute("last-away", last));
        }

        if (back is { } found)
        {
            return Row(word, "return", ToleranceRule(curve), new IndicatorOutcome.Measured(found.High, "min", 1, found.Low, found.High), Own, parameters, flags, $"{word} at {_visit} was seen back within {NoteRows.Text(tolerance)} of its baseline at minute {NoteRows.Text(found.High)}; it came back after minute {NoteRows.Text(found.Low)}.", until: found.High);
        }

        return reason == Reasons.NoRiseSeen
            ? Row(word, "return", ToleranceRule(curve), new IndicatorOutcome.NotApplicable(reason), Own, parameters, flags, $"The return of {word} at {_visit} does not apply: {ReasonTexts.All[reason]} ({reason}).")
            : Row(word, "return", ToleranceRule(curve), Indeterminate(reason!), Own, parameters, flags, NoteRows.Because($"The return of {word} at {_visit}", reason!));
    }

    private IndicatorResult Before(ChairRule rule)
    {
        var said = rule.Limits.Select(limit => (limit, curve: Curve(limit.Measure))).ToList();
        var above = said.Exists(pair => pair.curve.Baseline is { } value && pair.limit.Comparator.Holds(value, pair.limit.Value));
        var missing = said.Find(pair => pair.curve.Baseline is null).curve;
        var values = string.Join('/', said.Select(pair => pair.curve.Baseline is { } value ? NoteRows.Text(value) : "?"));
        IndicatorOutcome outcome = above ? new IndicatorOutcome.Classified("above")
            : missing is not null ? Indeterminate(missing.BaselineFault!)
            : new IndicatorOutcome.Classified("not-above");
        var sentence = outcome is IndicatorOutcome.Indeterminate
            ? NoteRows.Because($"Whether the pressure before {_visit} was above {string.Join('/', rule.Limits.Select(limit => limit.Value))} mmHg", missing!.BaselineFault!)
            : $"The pressure before {_visit} was {values} mmHg, {(above ? "above" : "not above")} {string.Join('/', rule.Limits.Select(limit => limit.Value))}. This is a note and no stop.";
        return Row("blood-pressure", "note", rule.Id, outcome, [.. rule.Evidence, .. ChairRules.BaselineWindow.Evidence], Limits(rule), [], sentence, version: rule.Version);
    }

    private IndicatorResult Threshold(ChairRule rule)
    {
        var said = rule.Limits.Select(limit => (limit, Curve(limit.Measure).Reaches(limit, rule.CoverMinutes))).ToList();
        var scale = rule.Limits.Count == 1 ? rule.Limits[0].Measure.ToWord() : "blood-pressure";
        var reached = said.Where(one => one.Item2.Holds == true).Select(one => one.limit.Text).ToList();
        var unknown = said.Find(one => one.Item2.Holds is null).Item2.Reason;
        IndicatorOutcome outcome = reached.Count > 0 ? new IndicatorOutcome.Judged(Judgement.Met)
            : unknown is not null ? Indeterminate(unknown)
            : new IndicatorOutcome.Judged(Judgement.NotMet);
        var sentence = reached.Count > 0 ? $"At {_visit} there was {rule.Meaning} ({string.Join(" and ", reached)})."
            : unknown is not null ? NoteRows.Because($"Whether at {_visit} there was {rule.Meaning}", unknown)
            : $"At {_visit} no reading showed {rule.Meaning}.";
        List<Parameter> parameters = [.. Limits(rule), Minute("readings-up-to", rule.CoverMinutes), Minute(ChairRules.LongestGap.Id, ChairRules.LongestGap.Value)];
        return Row(scale, "threshold", rule.Id, outcome, [.. rule.Evidence, .. ChairRules.LongestGap.Evidence], parameters, [], sentence, version: rule.Version);
    }

    private IndicatorResult Minutes(ChairRule rule, ChairLimit limit)
    {
        var curve = Curve(limit.Measure);
        var word = limit.Measure.ToWord();
        var what = $"minutes of {limit.Text} at {_visit}";
        List<Parameter> parameters = [new Parameter("limit", limit.Text), Minute(ChairRules.LongestGap.Id, ChairRules.LongestGap.Value)];
        List<Evidence> evidence = [.. rule.Evidence, .. ChairRules.LongestGap.Evidence];
        var indicator = limit.Comparator is Comparator.AtLeast or Comparator.MoreThan ? "minutes-above" : "minutes-below";
        var fault = limit.IsRise && curve.Baseline is null ? curve.BaselineFault : curve.HasReadingsAfter ? null : Reasons.NoReadingAfter;
        if (fault is not null)
        {
            return Row(word, indicator, rule.Id, Indeterminate(fault), evidence, parameters, [], NoteRows.Because($"How many {what}", fault), version: rule.Version);
        }

        var (low, high) = curve.MinutesOf(limit);
        string[] flags = [.. high is null ? new[] { "at-least" } : [], .. curve.HasGap ? new[] { Reasons.ReadingsGap } : []];
        var sentence = high is { } most
            ? $"There were {NoteRows.Text(low)} to {NoteRows.Text(most)} {what}, while readings were taken."
            : $"There were at least {NoteRows.Text(low)} {what}; the last reading does not show its end.";
        return Row(word, indicator, rule.Id, new IndicatorOutcome.Measured(low, "min", 1, low, high), evidence, parameters, flags, sentence, until: curve.LastMinute, version: rule.Version);
    }

    private IndicatorResult Observed()
    {
        var rule = ChairRules.Observation;
        var last = _session.LastSeen;


        // A stated end wins: what was heard later, a call on the next day for example, is no observation. Without one, observation is what was seen without a gap.
        var longest = _session.ObservedUntil ?? SeenWithoutGap();
        List<Parameter> parameters = [Minute("stated", rule.Value), .. last is { } l ? [Minute("last-seen", l)] : Array.Empty<Parameter>(), .. _session.ObservedUntil is { } u ? [Minute("observed-until", u)] : Array.Empty<Parameter>()];
        IndicatorOutcome outcome = longest >= rule.Value ? new IndicatorOutcome.Judged(Judgement.Met)
            : _session.ObservedUntil is not null ? new IndicatorOutcome.Judged(Judgement.NotMet)
            : Indeterminate(last is null || last <= 0 ? Reasons.NoReadingAfter : last >= rule.Value ? Reasons.ReadingsGap : Reasons.ObservationEndUnknown);
        var sentence = outcome is IndicatorOutcome.Indeterminate unknown
            ? NoteRows.Because($"Whether the patient was observed for {rule.Value} minutes at {_visit}", unknown.Reason)
            : $"At {_visit} the patient was observed until minute {NoteRows.Text(longest)} from the start of the dose: {(longest >= rule.Value ? "at least" : "less than")} {rule.Value}.";
        return Row("observation", "observed", rule.Id, outcome, rule.Evidence, parameters, [], sentence, until: longest);
    }

    /// <summary>The last minute up to which something was seen at least every so often, from the start on.</summary>
    private Fraction SeenWithoutGap()
    {
        var reached = Fraction.Zero;
        foreach (var minute in _session.Readings.Select(reading => reading.Minute).Concat(_session.Sightings.Select(sighting => sighting.Minute)).Where(minute => minute > 0).Order())
        {
            if (minute - reached > ChairRules.LongestGap.Value)
            {
                break;
            }

            reached = minute;
        }

        return reached;
    }

    private IEnumerable<IndicatorResult> Effect(string effect)
    {
        var seen = _session.Sightings.Where(sighting => string.Equals(sighting.Effect, effect, StringComparison.Ordinal)).ToList();
        var scale = "side-effect:" + effect;
        var rule = ChairRules.LastingEffect;

        // At a minute with both answers the side effect counts as there.
        var present = seen.Where(sighting => sighting.IsPresent).Select(sighting => sighting.Minute).ToHashSet();
        var absent = seen.Where(sighting => !sighting.IsPresent && !present.Contains(sighting.Minute)).Select(sighting => sighting.Minute).ToList();
        if (present.Count == 0)
        {
            foreach (var (indicator, id) in new[] { ("begins", "seen"), ("ends", "seen"), ("outlasts", rule.Id) })
            {
                yield return Row(scale, indicator, id, new IndicatorOutcome.NotApplicable(Reasons.EffectNotSeen), rule.Evidence, [], [], $"{effect} at {_visit} does not apply: {ReasonTexts.All[Reasons.EffectNotSeen]} ({Reasons.EffectNotSeen}).");
            }

            yield break;
        }

        var (first, last) = (present.Min(), present.Max());
        var before = absent.Where(minute => minute < first).ToList();
        yield return Row(scale, "begins", "seen", new IndicatorOutcome.Measured(first, "min", 1, before.Count > 0 ? before.Max() : null, first), Own, [], [], $"{effect} at {_visit} was first seen at minute {NoteRows.Text(first)}{(before.Count > 0 ? $" and not at minute {NoteRows.Text(before.Max())}" : "")}.", until: first);
        var gone = absent.Where(minute => minute > last).ToList();
        yield return gone.Count > 0
            ? Row(scale, "ends", "seen", new IndicatorOutcome.Measured(gone.Min(), "min", 1, last, gone.Min()), Own, [], [], $"{effect} at {_visit} was last seen at minute {NoteRows.Text(last)} and gone at minute {NoteRows.Text(gone.Min())}.", until: gone.Min())
            : Row(scale, "ends", "seen", Indeterminate(Reasons.NotBackWhileObserved), Own, [Minute("last-seen", last)], [], NoteRows.Because($"The end of {effect} at {_visit}", Reasons.NotBackWhileObserved), until: last);
        IndicatorOutcome outcome = last > rule.Value ? new IndicatorOutcome.Judged(Judgement.Met)
            : gone.Count == 0 ? Indeterminate(Reasons.NotBackWhileObserved)
            : gone.Min() <= rule.Value ? new IndicatorOutcome.Judged(Judgement.NotMet)
            : Indeterminate(Reasons.ReadingsGap);
        yield return Row(
            scale,
            "outlasts",
            rule.Id,
            outcome,
            rule.Evidence,
            [Minute("stated", rule.Value), Minute("last-seen", last)],
            [],
            outcome is IndicatorOutcome.Indeterminate unknown
                ? NoteRows.Because($"Whether {effect} at {_visit} lasted longer than {rule.Value} minutes", unknown.Reason)
                : $"{effect} at {_visit} {(last > rule.Value ? $"was still there at minute {NoteRows.Text(last)}" : $"was gone at minute {NoteRows.Text(gone.Min())}")}; {rule.Value} minutes are the stated time.",
            until: gone.Count > 0 ? gone.Min() : last);
    }

    private static EquatableArray<Evidence> Own { get; } = [ChairRules.Fact(ChairRules.Policy, EvidenceStatus.ProjectPolicy, "What the readings show and no more.")];

    private static IndicatorOutcome.Indeterminate Indeterminate(string reason) => new(reason);

    private static IndicatorOutcome.Measured Exact(Fraction value, string unit) => new(value, unit, 1);

    private static IndicatorOutcome.Measured Bound(Fraction value, string unit, bool lower) => lower ? new(value, unit, 1, high: value) : new(value, unit, 1, value);

    private static Parameter Minute(string name, Fraction value) => new(name, NoteRows.Text(value) + " min");

    private static List<Parameter> Limits(ChairRule rule) => [.. rule.Limits.Select(limit => new Parameter("limit", limit.Text))];

    private Observation See(string role, Fraction value, Fraction minute) => new(role, _session.TimeOf(minute), value.ToString(), "read", "clinician");

    // What a row says was known once the last reading of the session was taken, unless it rests on readings up to an earlier minute alone.
    private IndicatorResult Row(
        string scale,
        string indicator,
        string rule,
        IndicatorOutcome outcome,
        IEnumerable<Evidence> evidence,
        IEnumerable<Parameter> parameters,
        IEnumerable<string> flags,
        string sentence,
        IEnumerable<Observation>? observations = null,
        Fraction? until = null,
        string version = "1.0.0")
    {
        var minute = until ?? _session.LastSeen;
        var known = minute is { } m && m > 0 ? _session.TimeOf(m) : _session.Infusion.At;
        return _rows.Row(scale, indicator, rule, _point, _session.Infusion.At, known, outcome, evidence, parameters, flags, sentence, observations, version);
    }
}
