namespace KetamineOutcomes.Indicators;

/// <summary>A named number that an answer used, as text: a cut-off, a window, a minimum baseline.</summary>
/// <param name="Name">The stable name.</param>
/// <param name="Value">The value.</param>
public sealed record Parameter(string Name, string Value)
{
    /// <summary>The stable name.</summary>
    public string Name { get; } = Name;

    /// <summary>The value.</summary>
    public string Value { get; } = Value;
}

/// <summary>An assessment that an answer used.</summary>
public sealed record Observation
{
    internal Observation(string role, ClinicalTime at, string? score, string status, string rater)
    {
        Role = role;
        At = at;
        Score = score;
        Status = status;
        Rater = rater;
    }

    /// <summary>What it was used as: <c>baseline</c>, <c>score</c>, <c>passed-over</c>; of a milestone or an onset <c>before</c>, <c>onset</c>, <c>confirmation</c>; <c>best</c>;
    /// of an endpoint also <c>entry</c>, <c>index</c>, <c>excursion</c>, <c>event</c>.</summary>
    public string Role { get; }

    /// <summary>The same in another role.</summary>
    internal Observation As(string role) => new(role, At, Score, Status, Rater);

    /// <summary>When it was filled in.</summary>
    public ClinicalTime At { get; }

    /// <summary>Its score as printed, or <see langword="null"/> where it has none.</summary>
    public string? Score { get; }

    /// <summary>Its status: <c>scored</c>, <c>prorated</c>, <c>incomplete</c>, <c>invalid</c>, <c>not-done</c>; of a clinical event its kind.</summary>
    public string Status { get; }

    /// <summary>Who answered: <c>self</c>, <c>clinician</c>, <c>proxy</c>, or <c>unspecified</c> (goals only).</summary>
    public string Rater { get; }
}

/// <summary>What an answer rests on: rule, sources, parameters, observations, and what a reader should bear in mind.</summary>
public sealed record IndicatorEvidence
{
    internal IndicatorEvidence()
    {
    }

    /// <summary>The rule's id with its version, for example <c>madrs/total/remission-10 1.0.0</c>.</summary>
    public string Rule { get; internal init; } = "";

    /// <summary>The sources of the rule; the project's own rules say so.</summary>
    public EquatableArray<string> Sources { get; internal init; }

    /// <summary>The numbers it used.</summary>
    public EquatableArray<Parameter> Parameters { get; internal init; }

    /// <summary>The assessments it used, in order of time.</summary>
    public EquatableArray<Observation> Observations { get; internal init; }

    /// <summary>
    /// What to bear in mind, as stable words: <c>recall-overlap</c> (the questions look back before treatment), <c>cut-off-sensitive</c> (another
    /// published cut-off says otherwise), <c>project-policy</c> (the rule is this project's own), <c>prorated</c>, <c>total-only</c>,
    /// <c>baseline-policy-inflates</c> (the chosen baseline inflates improvement), <c>starts-in-mid-treatment</c> (what came before the log is not
    /// known), <c>form-unknown</c> (a bare total does not say which items applied), <c>induction-may-continue</c> (the last infusion on record is
    /// too recent to be called the last), <c>primary</c> (the declared primary instrument), <c>not-held</c> (the milestone was reached and
    /// the next rating was below it), <c>weighted-by-difficulty</c> (weighing goals by difficulty can turn the T-score round where goals are missed),
    /// <c>goal-without-weight</c> (a goal of weight 0 plays no part), <c>provisional</c> (later infusions may still change the segment),
    /// <c>same-day-order-unknown</c> (a screen of the day of the first infusion counts as before it, and nothing tells which came first),
    /// <c>long-gap</c> (a stretch of more than 45 days without a score is bridged by a straight line),
    /// <c>window-open</c> (a later assessment in the window may say otherwise),
    /// <c>event-not-specified</c> (it is met by a hospitalisation, a discontinuation or an event of another kind, and the records do not say for what),
    /// <c>moved-by-closing-day</c> (the dose was due on another day than its rhythm puts it),
    /// <c>no-cut-off</c> (no cut-off between populations is known, so that nobody is called recovered), <c>derived-figure</c> (a figure follows by arithmetic from a verified one),
    /// <c>secondary-source</c> (a figure or a part of the definition was read in a quotation), <c>caller-figure</c> (a figure is the caller's own), <c>descriptive</c> (a description from which no state follows),
    /// and of a segment the codes of what was noticed about it (<see cref="IssueCodes.SegmentationKindDiffers"/> and the like).
    /// </summary>
    public EquatableArray<string> Flags { get; internal init; }
}

/// <summary>One answer about one course: its key, the outcome, and what it rests on.</summary>
/// <remarks>Immutable; compares by value. The key is what tables sort by.</remarks>
public sealed record IndicatorResult
{
    internal IndicatorResult()
    {
    }

    /// <summary>The opaque id of the patient.</summary>
    public string PatientId { get; internal init; } = "";

    /// <summary>The id of the course.</summary>
    public string CourseId { get; internal init; } = "";

    /// <summary>The number of the infusion series, from 1; 1 for data without treatments.</summary>
    public int Series { get; internal init; }

    /// <summary>The instrument's id.</summary>
    public string Instrument { get; internal init; } = "";

    /// <summary>The scale's id.</summary>
    public string Scale { get; internal init; } = "";

    /// <summary>The indicator: <c>baseline</c>, <c>score</c>, <c>change</c>, <c>percentage-change</c>, <c>response</c>, <c>remission</c>, <c>alert</c>, <c>milestone</c>, <c>plateau</c>, <c>reliable-change</c>;
    /// of a whole series <c>summary</c>, <c>onset</c>, <c>onset-hours</c>, <c>infusion-change</c>, <c>area</c>, <c>depression-free-days</c>, <c>first-items</c>, <c>time-in</c>;
    /// of the treatment <c>number</c>, <c>cycle</c>, <c>since-last</c>, <c>dose</c>, <c>kind</c>, <c>state</c>, <c>infusions</c>, <c>length</c>;
    /// of schedules <c>dose</c>, <c>days-off</c>, <c>adherence</c>, <c>step-condition</c>, <c>assessment-due</c>.</summary>
    public string Indicator { get; internal init; } = "";

    /// <summary>The named rule within the indicator, for example <c>remission-10</c>.</summary>
    public string Rule { get; internal init; } = "";

    /// <summary>The point in the course, as asked for: <c>last</c>, <c>day:2+-1</c>.</summary>
    public string Point { get; internal init; } = "";

    /// <summary>When the assessment at that point was filled in, or <see langword="null"/> where there is none.</summary>
    public ClinicalTime? At { get; internal init; }

    /// <summary>The answer.</summary>
    public IndicatorOutcome Outcome { get; internal init; } = null!;

    /// <summary>Days from the first infusion of the series (from the baseline in data without treatments) to <see cref="At"/>.</summary>
    public int? Day { get; internal init; }

    /// <summary>When the answer was known, or <see langword="null"/> where there is none.</summary>
    public ClinicalTime? KnownAt { get; internal init; }

    /// <summary>What it rests on.</summary>
    public IndicatorEvidence Evidence { get; internal init; } = new();

    /// <summary>What <see cref="Explain"/> gives.</summary>
    internal string Sentence { private get; init; } = "";

    /// <summary>The answer in one or two plain sentences with numbers.</summary>
    /// <returns>English text.</returns>
    public string Explain() => Sentence;
}
