using System.Globalization;
using KetamineOutcomes.Treatment;
using KetamineOutcomes.Treatment.Segments;

namespace KetamineOutcomes.Indicators.Segments;

/// <summary>The structure of a treatment as rows: one or more an infusion, a segment and a cycle.</summary>
internal sealed class SegmentIndicators
{
    private const string InfusionScale = "infusion";
    private const string SegmentScale = "segment";
    private const string CycleScale = "cycle";
    private const string OwnVersion = "1.0.0";
    private const string ByLabels = "labels";
    private const string ClinicLabels = "the clinic's own labels";
    private const string ClinicRule = "the clinic's own rule";
    private const string OwnRule = "KetamineOutcomes project policy (docs/intended-use.md)";
    private const string FixedDose = "Spravato, prescribing information (FDA, 2020), dosage forms and strengths, as reproduced at rxreasoner.com/monographs/10286 (secondary; MIMS Malaysia agrees): 28 mg of esketamine per device";

    private readonly Course _course;
    private readonly TreatmentStructure _structure;
    private readonly string _rule;
    private readonly string _version;

    public SegmentIndicators(Course course, TreatmentStructure structure)
    {
        _course = course;
        _structure = structure;
        _rule = structure.Rule?.Id ?? ByLabels;
        _version = structure.Rule?.Version ?? OwnVersion;
    }

    public IEnumerable<IndicatorResult> Assess() =>
    [
        .. _structure.Infusions.SelectMany(Describe),
        .. _structure.Segments.SelectMany(Describe),
        .. _structure.Segments.Zip(_structure.Cycles).SelectMany(pair => Describe(pair.First, pair.Second)),
    ];

    private IEnumerable<IndicatorResult> Describe(NumberedInfusion infusion)
    {
        var which = $"Infusion {Text(infusion.Number)} ({Where(infusion.Infusion.At)})";
        List<Parameter> place = [new Parameter("agent", infusion.Infusion.Agent), new Parameter("route", Word(infusion.Infusion.Route))];
        yield return Row(infusion, "number", "in-course", Count(infusion.Number, "infusions"), place, $"{which} is number {Text(infusion.Number)} of the course.");
        yield return Row(infusion, "number", "in-segment", Count(infusion.NumberInSegment, "infusions"), [new Parameter("segment", Text(infusion.Segment)), .. SegmentationParameters()], $"{which} is number {Text(infusion.NumberInSegment)} of segment {Text(infusion.Segment)}.");
        yield return Row(infusion, "cycle", _rule, Count(infusion.Cycle, "cycles"), SegmentationParameters(), $"{which} lies in cycle {Text(infusion.Cycle)}.");
        yield return Row(
            infusion,
            "since-last",
            "days",
            infusion.DaysSinceLast is { } days ? Count(days, "days") : new IndicatorOutcome.NotApplicable(Reasons.NoEarlierInfusion),
            [],
            infusion.DaysSinceLast is { } since ? $"{which} came {Plural(since, "day")} after the one before." : $"{which} has none before it on record.");
        yield return Row(
            infusion,
            "since-last",
            "hours",
            infusion.HoursSinceLast is { } hours ? Hours(hours)
                : infusion.NoHoursReason == DoseReasons.NoEarlierInfusion ? new IndicatorOutcome.NotApplicable(Reasons.NoEarlierInfusion)
                : new IndicatorOutcome.Indeterminate(infusion.NoHoursReason!),
            [],
            infusion.HoursSinceLast is { } exact
                ? $"{which} came {Hours(exact).Rounded.ToString(CultureInfo.InvariantCulture)} hours after the one before."
                : $"How many hours after the one before {char.ToLowerInvariant(which[0])}{which[1..]} came is not known: {ReasonTexts.All[infusion.NoHoursReason!]} ({infusion.NoHoursReason}).");
        yield return Dose(infusion, which, place);
        yield return DoseByWeightOf(infusion, which, place);
        if (EsketamineDevice.IsUsedFor(infusion.Infusion))
        {
            yield return Devices(infusion, which, place);
        }
    }

    private IndicatorResult Devices(NumberedInfusion infusion, string which, List<Parameter> place)
    {
        var devices = EsketamineDevice.Count(infusion.Infusion, out var reason);
        return Row(
            infusion,
            "dose",
            "devices",
            devices is { } number ? Count(number, "devices") : new IndicatorOutcome.Indeterminate(reason!),
            [.. place, new Parameter("mg-per-device", Text(EsketamineDevice.Mg))],
            devices is { } count ? $"{which}: {Plural(count, "device")} of {Text(EsketamineDevice.Mg)} mg." : $"{which} has no number of devices: {ReasonTexts.All[reason!]} ({reason}).",
            [FixedDose]);
    }

    private IndicatorResult Dose(NumberedInfusion infusion, string which, List<Parameter> place) => Row(
        infusion,
        "dose",
        "mg",
        infusion.Infusion.DoseMg is { } dose ? new IndicatorOutcome.Measured(Fraction.FromDecimal(dose), "mg", 2) : new IndicatorOutcome.Indeterminate(Reasons.DoseMissing),
        place,
        infusion.Infusion.DoseMg is { } mg ? $"{which}: {mg.ToString(CultureInfo.InvariantCulture)} mg." : $"The dose of {which} is not known ({Reasons.DoseMissing}).");

    private IndicatorResult DoseByWeightOf(NumberedInfusion infusion, string which, List<Parameter> place)
    {
        var dose = infusion.Dose;
        IndicatorOutcome outcome = dose.MgPerKg is { } value ? new IndicatorOutcome.Measured(value, "mg/kg", 3)
            : dose.Reason == DoseReasons.DoseNotByWeight ? new IndicatorOutcome.NotApplicable(dose.Reason)
            : new IndicatorOutcome.Indeterminate(dose.Reason!);
        List<Parameter> parameters = infusion.Infusion.WeightKg is { } weight ? [.. place, new Parameter("weight-kg", weight.ToString(CultureInfo.InvariantCulture))] : place;
        var sentence = dose.MgPerKg is { } exact
            ? $"{which}: {exact.Round(3).ToString(CultureInfo.InvariantCulture)} mg/kg{(infusion.Infusion.Route == Route.Intravenous ? "" : ", not to be compared with another route's")}."
            : $"{which} has no mg/kg: {ReasonTexts.All[dose.Reason!]} ({dose.Reason}).";
        return Row(infusion, "dose", "mg-per-kg", outcome, parameters, sentence, dose.Reason == DoseReasons.DoseNotByWeight ? [FixedDose] : [OwnRule]);
    }

    private IEnumerable<IndicatorResult> Describe(TreatmentSegment segment)
    {
        var which = $"Segment {Text(segment.Number)} ({Where(segment.First.At)}, {Plural(segment.Infusions.Count, "infusion")} over {Plural(segment.Days, "day")})";
        var word = TreatmentStructure.Word(segment.Kind);
        IndicatorOutcome kind = segment.Reason is { } reason ? new IndicatorOutcome.Indeterminate(reason) : new IndicatorOutcome.Classified(word);
        var state = segment.IsProvisional ? "provisional" : "settled";
        var until = segment.ClosesFrom is { } closes ? $"The rule closes it from {Where(closes)} on." : "No rule closes it.";
        var still = segment.IsProvisional ? $" It is provisional. {until}" : "";
        yield return Row(
            segment,
            "kind",
            segment.Basis == SegmentBasis.Label ? ByLabels : _rule,
            kind,
            (segment.Reason is { } why
                ? $"{which} is not classified: {ReasonTexts.All[why]} ({why})."
                : $"{which} is {Article(segment.Kind)} {(segment.Basis == SegmentBasis.Label ? "by the clinic's label" : $"by {_rule}")}.") + still,
            segment.Basis == SegmentBasis.Label ? [ClinicLabels] : RuleSources());
        yield return Row(segment, "state", _rule, new IndicatorOutcome.Classified(state), segment.IsProvisional ? $"{which} is provisional. {until}" : $"{which} is settled: no later infusion can belong to it.");
        yield return Row(segment, "infusions", _rule, Count(segment.Infusions.Count, "infusions"), $"{which}: {Plural(segment.Infusions.Count, "infusion")}.{still}");
        yield return Row(segment, "length", _rule, Count(segment.Days, "days"), $"{which}: {Plural(segment.Days, "day")} from the first infusion to the last.{still}");
    }

    private IEnumerable<IndicatorResult> Describe(TreatmentSegment segment, TreatmentCycle cycle)
    {
        var which = $"Cycle {Text(cycle.Number)}, which began with the infusion of {Where(cycle.From)}";
        var atLeast = cycle.DaysSoFar is { } soFar ? $", at least {Plural(soFar, "day")} so far" : "";
        yield return Row(
            segment,
            cycle,
            "days",
            cycle.Days is { } days ? Count(days, "days") : new IndicatorOutcome.Indeterminate(Reasons.CycleOpen),
            cycle.Days is { } length ? $"{which}, had {Plural(length, "day")} until the next segment began." : $"{which}, has not ended{atLeast} ({Reasons.CycleOpen}).");
        yield return Row(
            segment,
            cycle,
            "hours",
            cycle.Hours is { } hours ? Hours(hours)
                : new IndicatorOutcome.Indeterminate(cycle.To is null ? Reasons.CycleOpen : cycle.To.Value.HoursSince(cycle.From) is null ? DoseReasons.NoHours(cycle.From, cycle.To.Value) : Reasons.ClocksDisagree),
            cycle.Hours is { } exact ? $"{which}, had {Hours(exact).Rounded.ToString(CultureInfo.InvariantCulture)} hours until the next segment began."
                : cycle.To is null ? $"{which}, has not ended{atLeast} ({Reasons.CycleOpen})."
                : $"{which}, has no hours: one of its ends has no time of day, or the clocks are mixed or disagree.");
    }

    // The point is the number in the series, which stands in the key, as everywhere else; the number in the course is a row of its own.
    private IndicatorResult Row(NumberedInfusion infusion, string indicator, string rule, IndicatorOutcome outcome, List<Parameter> parameters, string sentence, List<string>? sources = null) => Row(
        _structure.SeriesOf(infusion),
        InfusionScale,
        indicator,
        rule,
        $"infusion:{Text(_structure.NumberInSeries(infusion))}",
        infusion.Infusion.At,
        infusion.Infusion.At,
        outcome,
        sources ?? [OwnRule],
        parameters,
        [],
        sentence);

    private IndicatorResult Row(TreatmentSegment segment, string indicator, string rule, IndicatorOutcome outcome, string sentence, List<string>? sources = null) => Row(
        _structure.SeriesOf(segment.Infusions[0]),
        SegmentScale,
        indicator,
        rule,
        $"segment:{Text(segment.Number)}",
        segment.First.At,
        segment.IsProvisional || segment.ClosesFrom is null ? segment.Last.At : segment.ClosesFrom,
        outcome,
        sources ?? (segment.Basis == SegmentBasis.Label ? [ClinicLabels, .. RuleSources()] : RuleSources()),
        [
            .. SegmentationParameters(),
            .. segment.ClosesFrom is { } closes ? [new Parameter("closes-from", closes.ToString())] : Array.Empty<Parameter>(),
        ],
        Flags(segment),
        sentence);

    private IndicatorResult Row(TreatmentSegment segment, TreatmentCycle cycle, string rule, IndicatorOutcome outcome, string sentence) => Row(
        _structure.SeriesOf(segment.Infusions[0]),
        CycleScale,
        "length",
        rule,
        $"cycle:{Text(cycle.Number)}",
        cycle.From,
        cycle.To,
        outcome,
        RuleSources(),
        [
            new Parameter("segmentation", _rule),
            .. cycle.To is { } to ? [new Parameter("to", to.ToString())] : Array.Empty<Parameter>(),
            .. cycle.DaysSoFar is { } soFar ? [new Parameter("days-so-far", Text(soFar))] : Array.Empty<Parameter>(),
        ],
        segment.IsProvisional ? ["provisional"] : [],
        sentence);

    private IndicatorResult Row(
        InfusionSeries series,
        string scale,
        string indicator,
        string rule,
        string point,
        ClinicalTime at,
        ClinicalTime? knownAt,
        IndicatorOutcome outcome,
        List<string> sources,
        List<Parameter> parameters,
        List<string> flags,
        string sentence) =>
        new IndicatorResult
        {
            PatientId = _course.PatientId,
            CourseId = _course.CourseId,
            Series = series.Number,
            Instrument = TreatmentAssessment.Id,
            Scale = scale,
            Indicator = indicator,
            Rule = rule,
            Point = point,
            At = at,
            Day = at.DaysSince(series.First.At),
            KnownAt = knownAt,
            Outcome = outcome,
            Evidence = new IndicatorEvidence
            {
                Rule = $"{TreatmentAssessment.Id}/{scale}/{rule} {(string.Equals(rule, _rule, StringComparison.Ordinal) ? _version : OwnVersion)}",
                Sources = sources.Distinct(StringComparer.Ordinal).ToEquatableArray(),
                Parameters = parameters.ToEquatableArray(),
                Flags = flags.ToEquatableArray(),
            },
            Sentence = sentence,
        };

    private List<Parameter> SegmentationParameters() => _structure.Rule is not { } rule
        ? [new Parameter("segmentation", ByLabels)]
        :
        [
            new Parameter("segmentation", rule.Id),
            new Parameter("infusions", $"{Text(rule.MinInfusions)} to {Text(rule.MaxInfusions)}"),
            new Parameter("days", $"{Text(rule.MinDays)} to {Text(rule.MaxDays)}"),
            new Parameter("gap-days", Text(rule.GapDays)),
        ];

    private List<string> RuleSources() => _structure.Rule is not { } rule ? [ClinicLabels]
        : rule.SeriesEvidence.IsEmpty ? [ClinicRule]
        : [.. rule.SeriesEvidence.Concat(rule.GapEvidence).Select(evidence => evidence.Source.Citation), .. rule.HasPolicy ? [OwnRule] : Array.Empty<string>()];

    private List<string> Flags(TreatmentSegment segment) =>
    [
        .. _structure.Rule is { HasPolicy: true } ? ["project-policy"] : Array.Empty<string>(),
        .. segment.IsProvisional ? ["provisional"] : Array.Empty<string>(),

        // What was noticed about the segment stands in its rows too, where the patient is known.
        .. _structure.Notices.Where(notice => string.Equals(notice.Place, $"segment:{Text(segment.Number)}", StringComparison.Ordinal)).Select(notice => notice.Code),
    ];

    private static IndicatorOutcome.Measured Count(int number, string unit) => new(number, unit, 0);

    private static IndicatorOutcome.Measured Hours(decimal hours) =>
        new(new Fraction((long)decimal.Round(hours * TimeSpan.TicksPerHour), TimeSpan.TicksPerHour), "hours", 2);

    private static string Article(SegmentKind kind) => kind switch
    {
        SegmentKind.Induction => "an induction series",
        SegmentKind.Reinduction => "a re-induction series",
        _ => "a booster",
    };

    private static string Word(Route route) => route switch
    {
        Route.Intravenous => "intravenous",
        Route.Intramuscular => "intramuscular",
        Route.Subcutaneous => "subcutaneous",
        Route.Intranasal => "intranasal",
        Route.Oral => "oral",
        Route.Sublingual => "sublingual",
        _ => "unspecified",
    };

    private static string Where(ClinicalTime at) => at.IsRelative ? $"day {at}" : at.ToString();

    private static string Plural(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Text(number)} {noun}s";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
