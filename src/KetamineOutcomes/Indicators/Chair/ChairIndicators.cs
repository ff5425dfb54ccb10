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
    private readonly ClinicalTime _since;
    private readonly ChairOptions _options;
    private readonly Covariates _person;
    private readonly string _point;
    private readonly string _visit;
    private readonly List<ChairCurve> _curves;

    /// <summary>Of one infusion. Its rows are there from the first note of the chair in the course on (<paramref name="since"/>), of whichever infusion that is.</summary>
    public ChairIndicators(Course course, InfusionSeries series, int number, ChairSession session, ClinicalTime since, ChairOptions options, Covariates person)
    {
        _rows = new NoteRows(course, series, Id);
        _session = session;
        _since = since;
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

        foreach (var rule in _options.NotesFor(_person))
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
        var effects = _session.Sightings.Select(sighting => sighting.Effect).Concat(_session.UntimedSightings.Select(sighting => sighting.Effect));
        foreach (var effect in effects.Distinct(StringComparer.Ordinal))
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
            ? Row(word, "baseline", window.Id, Exact(baseline, unit), window.Evidence, [Minute("minute", curve.BaselineMinute!.Value)], NotTimed(curve), $"{word} before {_visit} was {NoteRows.Text(baseline)} {unit}.", [See("baseline", baseline, curve.BaselineMinute.Value)])
            : Row(word, "baseline", window.Id, Indeterminate(curve.BaselineFault!), window.Evidence, [], NotTimed(curve), NoteRows.Because($"{word} before {_visit}", curve.BaselineFault!));
        if (curve.ThatDay.Count > 0)
        {
            yield return ThatDay(curve, worst, lower);
        }

        var flags = Flags(curve);
        if (!curve.HasReadingsAfter)
        {
            foreach (var indicator in new[] { worst, worst + "-minute", change, "return" })
            {
                yield return Row(word, indicator, indicator == "return" ? ToleranceRule(curve) : "seen", Indeterminate(curve.NothingAfter), Own, [], flags, NoteRows.Because($"{indicator} of {word} at {_visit}", curve.NothingAfter));
            }

            yield break;
        }

        var (value, minute, low, high) = curve.Worst();
        var ends = EndsText(curve);
        var bound = lower ? "at-most" : "at-least";
        var least = lower ? "at most" : "at least";
        yield return Row(word, worst, "seen", Bound(value, unit, lower), Own, [Minute("minute", minute), Until(curve)], [bound, .. flags], $"{word} at {_visit} was {least} {NoteRows.Text(value)} {unit} at its {worst}, read at minute {NoteRows.Text(minute)}.{ends}", [See(worst, value, minute)]);
        yield return Row(word, worst + "-minute", "seen", new IndicatorOutcome.Measured(minute, "min", 1, low, high), Own, [Until(curve)], flags, $"The {worst} of {word} seen at {_visit} was read at minute {NoteRows.Text(minute)}{(high is null ? "" : "; it lies between the readings beside it")}.{ends}", [See(worst, value, minute)]);
        if (curve.Baseline is { } start)
        {
            var rise = lower ? start - value : value - start;

            // Should a reading without a minute be the last before the start, the change is from there.
            var from = curve.WorstBaseline!.Value;
            var surely = lower ? from - value : value - from;
            var text = surely < rise
                ? $"went from {NoteRows.Text(start)} to {NoteRows.Text(value)} {unit} in the readings with a minute; one without may have been the last before the start, at {NoteRows.Text(from)}, so that the {change} is at least {NoteRows.Text(surely)}."
                : ChangeText(start, value, unit, lower);
            yield return Row(word, change, "seen", new IndicatorOutcome.Measured(rise, unit, 1, surely), ChairRules.BaselineWindow.Evidence, [Until(curve)], ["at-least", .. flags], $"{word} at {_visit} {text}{ends}", [See("baseline", start, curve.BaselineMinute!.Value), See(worst, value, minute)]);
        }
        else
        {
            yield return Row(word, change, "seen", Indeterminate(curve.BaselineFault!), ChairRules.BaselineWindow.Evidence, [Until(curve)], flags, NoteRows.Because($"The {change} of {word} at {_visit}", curve.BaselineFault!));
        }

        yield return Return(curve, flags);
    }

    /// <summary>From where to where, in words: where no reading was worse than the baseline nothing rose as far as was read.</summary>
    private static string ChangeText(Fraction start, Fraction value, string unit, bool lower)
    {
        var (change, worst, beyond) = lower ? ("fall", "lowest", "above") : ("rise", "highest", "below");
        var size = lower ? start - value : value - start;
        return size > 0
            ? $"went from {NoteRows.Text(start)} to {NoteRows.Text(value)} {unit}: a {change} of at least {NoteRows.Text(size)}."
            : $"showed no {change} in the readings: the {worst} after the start was {NoteRows.Text(value)} {unit}, {(size == 0 ? "as before it" : $"{NoteRows.Text(-size)} {beyond} the {NoteRows.Text(start)} before it")}.";
    }

    /// <summary>The worst value seen on the day of the infusion, readings without a minute among them: whether before the start or after it nobody knows.</summary>
    private IndicatorResult ThatDay(ChairCurve curve, string worst, bool lower)
    {
        var (word, unit) = (curve.Measure.ToWord(), curve.Measure.ToUnit());
        var values = curve.ThatDay.Select(reading => (reading.Value, At: ChairSession.ClockOf(reading.Moment), IsUntimed: true))
            .Concat(_session.Readings
                .Where(reading => reading.Measure == curve.Measure)
                .Select(reading => (reading.Value, At: _session.TimeOf(reading.Minute), IsUntimed: false))
                .Where(entry => entry.At.DaysSince(_session.Infusion.At) == 0))
            .ToList();
        var extreme = lower ? values.Min(entry => entry.Value) : values.Max(entry => entry.Value);
        var found = values.FindAll(entry => entry.Value == extreme);
        string[] open = found.TrueForAll(entry => entry.IsUntimed) ? ["time-unknown", "may-precede-start"] : [];
        return Row(
            word,
            worst + "-that-day",
            "seen",
            Bound(extreme, unit, lower),
            Own,
            [],
            [lower ? "at-most" : "at-least", .. open, .. NotTimed(curve)],
            $"{word} on the day of {_visit} was {NoteRows.Text(extreme)} {unit} at its {worst}, as far as was read{(open.Length > 0 ? "; when is not known, it may have been before the start" : "")}.",
            found.Select(entry => new Observation(worst + "-that-day", entry.At, extreme.ToString(), "read", "clinician")));
    }

    private static string[] NotTimed(ChairCurve curve) => curve.HasUntimed ? [Reasons.ReadingsNotTimed] : [];

    /// <summary>What a reader of a row about the time after the start must bear in mind.</summary>
    private static string[] Flags(ChairCurve curve) =>
    [
        .. curve.HasGap ? new[] { Reasons.ReadingsGap } : [],
        .. curve.EndsEarly ? new[] { Reasons.ReadingsEndEarly } : [],
        .. NotTimed(curve),
    ];

    private static Parameter Until(ChairCurve curve) => Minute("last-reading", curve.LastMinute!.Value);

    private static string EndsText(ChairCurve curve) => curve.EndsEarly
        ? $" Readings ended at minute {NoteRows.Text(curve.LastMinute!.Value)}, before {ChairRules.Observation.Value}: what came later was not seen."
        : "";

    private string ToleranceRule(ChairCurve curve) => $"within:{_options.ToleranceOf(curve.Measure)}";

    private IndicatorResult Return(ChairCurve curve, string[] flags)
    {
        var word = curve.Measure.ToWord();
        var tolerance = _options.ToleranceOf(curve.Measure);
        List<Parameter> parameters = [new Parameter("tolerance", $"{tolerance} {curve.Measure.ToUnit()}"), Until(curve), Minute("stated", ChairRules.Observation.Value)];
        var back = curve.Return(tolerance, ChairRules.Rise4025.CoverMinutes, out var reason, out var away);
        if (away is { } last)
        {
            parameters.Add(Minute("last-away", last));
        }

        if (back is { } found)
        {
            var sentence = $"{word} at {_visit} was seen back within {NoteRows.Text(tolerance)} of its baseline at minute {NoteRows.Text(found.Seen)}; it came back after minute {NoteRows.Text(found.Low)}.{EndsText(curve)}";
            return Row(word, "return", ToleranceRule(curve), new IndicatorOutcome.Measured(found.Seen, "min", 1, found.Low, found.High), Own, parameters, flags, sentence);
        }

        return reason == Reasons.NoRiseSeen
            ? Row(word, "return", ToleranceRule(curve), new IndicatorOutcome.NotApplicable(reason), Own, parameters, flags, $"The return of {word} at {_visit} does not apply: {ReasonTexts.All[reason]} ({reason}).")
            : Row(word, "return", ToleranceRule(curve), Indeterminate(reason!), Own, parameters, flags, NoteRows.Because($"The return of {word} at {_visit}", reason!));
    }

    private IndicatorResult Before(ChairRule rule)
    {
        var note = PressureNote.Of(rule, limit => Curve(limit.Measure));
        return Row("blood-pressure", "note", rule.Id, note.Outcome, [.. rule.Evidence, .. ChairRules.BaselineWindow.Evidence], Limits(rule), note.Flags, note.Sentence(_visit), version: rule.Version);
    }

    private IndicatorResult Threshold(ChairRule rule)
    {
        var said = rule.Limits.Select(limit => (Limit: limit, Curve: Curve(limit.Measure), Reached: Curve(limit.Measure).Reaches(limit, rule.CoverMinutes))).ToList();
        var scale = rule.Limits.Count == 1 ? rule.Limits[0].Measure.ToWord() : "blood-pressure";
        var reached = said.FindAll(one => one.Reached.Holds == true);
        var unknown = said.Find(one => one.Reached.Holds is null).Reached.Reason;
        IndicatorOutcome outcome = reached.Count > 0 ? new IndicatorOutcome.Judged(Judgement.Met)
            : unknown is not null ? Indeterminate(unknown)
            : new IndicatorOutcome.Judged(Judgement.NotMet);

        // Only by readings of which nobody knows whether they lie before the start: said, for silence would hide it, and marked.
        var isOpen = reached.Count > 0 && reached.TrueForAll(one => one.Reached.IsUntimed);
        var texts = string.Join(" and ", reached.Select(one => one.Limit.Text));
        var sentence = isOpen ? $"On the day of {_visit} there was {rule.Meaning} ({texts}); when is not known, it may have been before the start."
            : reached.Count > 0 ? $"At {_visit} there was {rule.Meaning} ({texts})."
            : unknown is not null ? NoteRows.Because($"Whether at {_visit} there was {rule.Meaning}", unknown)
            : $"At {_visit} no reading showed {rule.Meaning}.";
        List<Parameter> parameters = [.. Limits(rule), Minute("readings-up-to", rule.CoverMinutes), Minute(ChairRules.LongestGap.Id, ChairRules.LongestGap.Value)];
        string[] flags =
        [
            .. isOpen ? ["time-unknown", "may-precede-start"] : Array.Empty<string>(),
            .. reached.Count == 0 ? said.SelectMany(one => Flags(one.Curve)).Distinct(StringComparer.Ordinal) : said.SelectMany(one => NotTimed(one.Curve)).Distinct(StringComparer.Ordinal),
        ];
        return Row(scale, "threshold", rule.Id, outcome, [.. rule.Evidence, .. ChairRules.LongestGap.Evidence], parameters, flags, sentence, version: rule.Version);
    }

    private IndicatorResult Minutes(ChairRule rule, ChairLimit limit)
    {
        var curve = Curve(limit.Measure);
        var word = limit.Measure.ToWord();
        var what = $"minutes of {limit.Text} at {_visit}";
        List<Parameter> parameters = [new Parameter("limit", limit.Text), Minute(ChairRules.LongestGap.Id, ChairRules.LongestGap.Value)];
        List<Evidence> evidence = [.. rule.Evidence, .. ChairRules.LongestGap.Evidence];
        var indicator = limit.Comparator is Comparator.AtLeast or Comparator.MoreThan ? "minutes-above" : "minutes-below";
        if (curve.MinutesOf(limit, rule.CoverMinutes, out var reason) is not { } bounds)
        {
            // How long is not known; that it was reached may be.
            var seen = reason != Reasons.ReadingsNotTimed || !limit.IsRise ? curve.FirstSeen(limit) : null;
            var known = seen is { } first ? $" It was reached at minute {NoteRows.Text(first)}." : "";
            return Row(word, indicator, rule.Id, Indeterminate(reason!), evidence, parameters, Flags(curve), NoteRows.Because($"How many {what}", reason!) + known, version: rule.Version);
        }

        var (low, high) = bounds;
        string[] flags = [.. high is null ? new[] { "at-least" } : [], .. Flags(curve)];
        var sentence = high is { } most
            ? $"There were {NoteRows.Text(low)} to {NoteRows.Text(most)} {what}, while readings were taken.{EndsText(curve)}"
            : $"There were at least {NoteRows.Text(low)} {what}; the readings do not show its end.{EndsText(curve)}";
        return Row(word, indicator, rule.Id, new IndicatorOutcome.Measured(low, "min", 1, low, high), evidence, [.. parameters, Until(curve)], flags, sentence, until: curve.LastMinute, version: rule.Version);
    }

    private IndicatorResult Observed()
    {
        var rule = ChairRules.Observation;
        var last = _session.LastSeen;

        // A stated end wins: what was heard later, a call on the next day for example, is no observation. Without one, observation is what was seen without a gap.
        var longest = _session.ObservedUntil ?? SeenWithoutGap();
        IndicatorOutcome outcome = longest >= rule.Value ? new IndicatorOutcome.Judged(Judgement.Met)
            : _session.ObservedUntil is not null ? new IndicatorOutcome.Judged(Judgement.NotMet)
            : Indeterminate(_session.UntimedClocks.Any() ? Reasons.ReadingsNotTimed : last is null || last <= 0 ? Reasons.NoReadingAfter : last >= rule.Value ? Reasons.ReadingsGap : Reasons.ObservationEndUnknown);

        // A judgement rests on what went before its end and is known by then; that nothing can be told rests on all that was seen.
        var until = outcome is IndicatorOutcome.Indeterminate && last is { } seen ? Fraction.Max(longest, seen) : longest;
        var lastByThen = _session.Minutes.Where(minute => minute <= until).Order().Select(minute => (Fraction?)minute).LastOrDefault();
        List<Parameter> parameters = [Minute("stated", rule.Value), .. lastByThen is { } l ? [Minute("last-seen", l)] : Array.Empty<Parameter>(), .. _session.ObservedUntil is { } u ? [Minute("observed-until", u)] : Array.Empty<Parameter>()];
        var sentence = outcome is IndicatorOutcome.Indeterminate unknown
            ? NoteRows.Because($"Whether the patient was observed for {rule.Value} minutes at {_visit}", unknown.Reason)
            : $"At {_visit} the patient was observed until minute {NoteRows.Text(longest)} from the start of the dose: {(longest >= rule.Value ? "at least" : "less than")} {rule.Value}.";
        return Row("observation", "observed", rule.Id, outcome, rule.Evidence, parameters, _session.UntimedClocks.Any() ? [Reasons.ReadingsNotTimed] : [], sentence, until: until);
    }

    /// <summary>The last minute up to which something was seen at least every so often, from the start on.</summary>
    private Fraction SeenWithoutGap()
    {
        var reached = Fraction.Zero;
        foreach (var minute in _session.Minutes.Where(minute => minute > 0).Order())
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
        var untimed = _session.UntimedSightings.Where(sighting => string.Equals(sighting.Effect, effect, StringComparison.Ordinal)).ToList();
        var sightings = new EffectSightings(seen, untimed);
        var scale = "side-effect:" + effect;
        var rule = ChairRules.LastingEffect;
        string[] flags =
        [
            .. sightings.WasThereBefore ? new[] { Reasons.EffectBeforeStart } : [],
            .. untimed.Count > 0 ? new[] { Reasons.ReadingsNotTimed } : [],
        ];
        if (untimed.Find(sighting => sighting.IsPresent && _session.IsThatDay(sighting.Moment)) is { } loose)
        {
            yield return Row(scale, "seen-that-day", "seen", new IndicatorOutcome.Classified("present"), Own, [], ["time-unknown", "may-precede-start", .. flags], $"{effect} was there on the day of {_visit}; when is not known, it may have been before the start.", [new Observation("seen-that-day", ChairSession.ClockOf(loose.Moment), score: null, "read", "clinician")]);
        }

        yield return Row(scale, "begins", "seen", sightings.Begins, Own, [], flags, Say(sightings.Begins, $"The beginning of {effect} at {_visit}", found => $"{effect} at {_visit} was first seen at minute {NoteRows.Text(found.Value)}{(found.Low is { } not ? $" and not at minute {NoteRows.Text(not)}" : "")}."), until: sightings.First);
        yield return Row(scale, "ends", "seen", sightings.Ends, Own, sightings.Last is { } end ? [Minute("last-seen", end)] : [], flags, Say(sightings.Ends, $"The end of {effect} at {_visit}", found => $"{effect} at {_visit} was last seen at minute {NoteRows.Text(found.Low!.Value)} and gone at minute {NoteRows.Text(found.Value)}."), until: sightings.Gone ?? sightings.Last);
        var outcome = sightings.Outlasts(rule.Value);
        var before = sightings.WasThereBefore ? " It was there before the start too." : "";
        yield return Row(
            scale,
            "outlasts",
            rule.Id,
            outcome,
            rule.Evidence,
            [Minute("stated", rule.Value), .. sightings.Last is { } l ? [Minute("last-seen", l)] : Array.Empty<Parameter>()],
            flags,
            outcome is IndicatorOutcome.Judged judged
                ? $"{effect} at {_visit} {(judged.Judgement == Judgement.Met ? $"was still there at minute {NoteRows.Text(sightings.Last!.Value)}" : $"was gone at minute {NoteRows.Text(sightings.Gone!.Value)}")}; {rule.Value} minutes are the stated time.{before}"
                : Say(outcome, $"Whether {effect} at {_visit} lasted longer than {rule.Value} minutes", _ => ""),
            until: sightings.Gone ?? sightings.Last);
    }

    private static string Say(IndicatorOutcome outcome, string what, Func<IndicatorOutcome.Measured, string> measured) => outcome switch
    {
        IndicatorOutcome.Measured found => measured(found),
        IndicatorOutcome.NotApplicable no => $"{what} does not apply: {ReasonTexts.All[no.Reason]} ({no.Reason}).",
        _ => NoteRows.Because(what, ((IndicatorOutcome.Indeterminate)outcome).Reason),
    };

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
        var known = ClinicalTime.Later(_session.KnownUpTo(until ?? _session.LastSeen), _since);
        return _rows.Row(scale, indicator, rule, _point, _session.Infusion.At, known, outcome, evidence, parameters, flags, sentence, observations, version);
    }
}
