namespace KetamineOutcomes.Indicators;

/// <summary>What an <see cref="IIndicator"/> found: an <see cref="IndicatorResult"/> without the course's part of the key.</summary>
/// <remarks>Immutable; compares by value.</remarks>
public sealed record IndicatorFinding
{
    /// <summary>Something found about a scale.</summary>
    /// <param name="trajectory">The scale in its series.</param>
    /// <param name="rule">The named rule within the indicator.</param>
    /// <param name="point">The point in the course; <see cref="SeriesPoint"/> for what is said once a series.</param>
    /// <param name="outcome">The answer.</param>
    /// <param name="sentence">One or two plain sentences with numbers.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public IndicatorFinding(ScaleTrajectory trajectory, string rule, string point, IndicatorOutcome outcome, string sentence)
        : this(NotNull(trajectory).Instrument.Id, trajectory.Scale.Id, trajectory.Instrument.Version, rule, point, outcome, sentence)
    {
    }

    /// <summary>Something found about the whole series, or across scales.</summary>
    /// <param name="instrument">What the row is about: an instrument's id, or a word such as <c>course</c>.</param>
    /// <param name="scale">The scale's id, or <c>total</c>.</param>
    /// <param name="version">The version of the rules used.</param>
    /// <param name="rule">The named rule within the indicator.</param>
    /// <param name="point">The point in the course; <see cref="SeriesPoint"/> for what is said once a series.</param>
    /// <param name="outcome">The answer.</param>
    /// <param name="sentence">One or two plain sentences with numbers.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public IndicatorFinding(string instrument, string scale, string version, string rule, string point, IndicatorOutcome outcome, string sentence)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instrument);
        ArgumentException.ThrowIfNullOrWhiteSpace(scale);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentException.ThrowIfNullOrWhiteSpace(rule);
        ArgumentException.ThrowIfNullOrWhiteSpace(point);
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentException.ThrowIfNullOrWhiteSpace(sentence);
        Instrument = instrument;
        Scale = scale;
        Version = version;
        Rule = rule;
        Point = point;
        Outcome = outcome;
        Sentence = sentence;
    }

    /// <summary>The point of what is said once a series.</summary>
    public const string SeriesPoint = "series";

    /// <summary>What the row is about: an instrument's id, or a word such as <c>course</c>.</summary>
    public string Instrument { get; }

    /// <summary>The scale's id, or <c>total</c>.</summary>
    public string Scale { get; }

    /// <summary>The version of the rules used.</summary>
    public string Version { get; }

    /// <summary>The named rule within the indicator.</summary>
    public string Rule { get; }

    /// <summary>The point in the course.</summary>
    public string Point { get; }

    /// <summary>The answer.</summary>
    public IndicatorOutcome Outcome { get; }

    /// <summary>One or two plain sentences with numbers.</summary>
    public string Sentence { get; private init; }

    /// <summary>The same with one more sentence.</summary>
    internal IndicatorFinding Adding(string sentence) => this with { Sentence = $"{Sentence} {sentence}" };

    /// <summary>The time that the answer is about, or <see langword="null"/>.</summary>
    public ClinicalTime? At { get; init; }

    /// <summary>When the answer was known, or <see langword="null"/>.</summary>
    public ClinicalTime? KnownAt { get; init; }

    /// <summary>The sources of the rule, at least one; the project's own rules and the caller's say so.</summary>
    public EquatableArray<string> Sources { get; init; }

    /// <summary>The numbers it used.</summary>
    public EquatableArray<Parameter> Parameters { get; init; }

    /// <summary>The assessments it used, in order of time.</summary>
    public EquatableArray<Observation> Observations { get; init; }

    /// <summary>What to bear in mind, as stable words.</summary>
    public EquatableArray<string> Flags { get; init; }

    internal IndicatorResult ToResult(SeriesContext context, string indicator) => new IndicatorResult
    {
        PatientId = context.Course.PatientId,
        CourseId = context.Course.CourseId,
        Series = context.Number,
        Instrument = Instrument,
        Scale = Scale,
        Indicator = indicator,
        Rule = Rule,
        Point = Point,
        At = At,
        Day = At is { } at && (context.Series?.First.At ?? context.Find(Instrument, Scale)?.BaselineVisit?.At) is { } start ? at.DaysSince(start) : null,
        KnownAt = KnownAt,
        Outcome = Outcome,
        Evidence = new IndicatorEvidence
        {
            Rule = $"{Instrument}/{Scale}/{Rule} {Version}",
            Sources = DistinctWords.Of(Sources),
            Parameters = Parameters,
            Observations = Observations,
            Flags = DistinctWords.Of(string.Equals(context.Options.Primary, Instrument, StringComparison.Ordinal) ? [.. Flags, "primary"] : Flags),
        },
        Sentence = Sentence,
    };

    private static ScaleTrajectory NotNull(ScaleTrajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        return trajectory;
    }
}
