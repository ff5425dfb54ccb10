using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>What the rows of one table of answers are about: the first part of their key, and the version of its rules.</summary>
internal sealed record IndicatorSubject(string Instrument, string Scale, string Version);

/// <summary>What the indicators of one series at named points share: picks, rows, and the words in which they are explained.</summary>
internal abstract class PointIndicators<TReading>
    where TReading : Reading
{
    protected const string OwnRule = Phrases.OwnRule;

    private readonly IndicatorSubject _subject;

    protected PointIndicators(Course course, IndicatorSubject subject, SeriesWindow<TReading> window, AssessmentOptions options, NowSpan now, bool isChange = false)
    {
        Course = course;
        _subject = subject;
        Window = window;
        Options = options;
        Clock = new AssessmentClock(options.AsOf, now);
        var policy = options.Baseline
            ?? (window.Series is null && !options.HasTreatments ? new BaselinePolicy.First() : BaselinePolicy.Default);
        Baseline = isChange ? Baseline<TReading>.None(window, policy) : Baseline<TReading>.Find(window, policy);
        Picker = new PointPicker<TReading>(Window, Baseline, Course, Clock);
    }

    protected Course Course { get; }

    protected SeriesWindow<TReading> Window { get; }

    protected AssessmentOptions Options { get; }

    protected AssessmentClock Clock { get; }

    protected Baseline<TReading> Baseline { get; }

    /// <summary>The readings by the points that ask for them.</summary>
    protected PointPicker<TReading> Picker { get; }

    protected IEnumerable<PointPick<TReading>> Picks() => Options.Points.SelectMany(Picker.Find);

    /// <summary>A row about what a pick found.</summary>
    protected IndicatorResult Row(
        PointPick<TReading> pick,
        string indicator,
        string rule,
        IndicatorOutcome outcome,
        EquatableArray<string> sources,
        List<Parameter> parameters,
        List<string> flags,
        string sentence,
        bool usesBaseline = true,
        bool usesScore = true)
    {
        var observations = new List<Observation>();
        if (usesBaseline)
        {
            observations.AddRange(Baseline.Observations);
            parameters = [new Parameter("baseline-policy", Baseline.Policy.Name), .. parameters];
        }

        flags = WithPrimary(flags);
        if (usesScore)
        {
            flags = [.. flags.Concat(pick.Flags)];
            parameters = [.. parameters, .. pick.Parameters];
        }

        if (usesScore && pick.Reading is { } reading)
        {
            observations.Add(reading.ToObservation(pick.Fault is null ? "score" : "passed-over"));
        }

        return Row(indicator, rule, pick.Point, pick.Reading?.At, KnownAt(pick, usesBaseline), outcome, sources, parameters, observations, flags, sentence);
    }

    /// <summary>A row with everything that it rests on given.</summary>
    protected IndicatorResult Row(
        string indicator,
        string rule,
        string point,
        ClinicalTime? at,
        ClinicalTime? knownAt,
        IndicatorOutcome outcome,
        EquatableArray<string> sources,
        List<Parameter> parameters,
        List<Observation> observations,
        List<string> flags,
        string sentence) =>
        new IndicatorResult
        {
            PatientId = Course.PatientId,
            CourseId = Course.CourseId,
            Series = Window.Number,
            Instrument = _subject.Instrument,
            Scale = _subject.Scale,
            Indicator = indicator,
            Rule = rule,
            Point = point,
            At = at,
            Day = DayOf(at),
            KnownAt = knownAt,
            Outcome = outcome,
            Evidence = new IndicatorEvidence
            {
                Rule = $"{_subject.Instrument}/{_subject.Scale}/{rule} {_subject.Version}",
                Sources = DistinctWords.Of(sources),
                Parameters = parameters.ToEquatableArray(),
                Observations = observations.ToEquatableArray(),
                Flags = DistinctWords.Of([.. flags]),
            },
            Sentence = sentence,
        };

    /// <summary>The row of the baseline itself, whose time and day are the baseline's own.</summary>
    protected IndicatorResult BaselineRow(PointPick<TReading> pick, IndicatorOutcome outcome, EquatableArray<string> sources, List<Parameter> parameters, List<string> flags, string sentence) =>
        Row(pick, "baseline", Baseline.Policy.Name, outcome, sources, parameters, flags, sentence, usesScore: false) with
        {
            At = Baseline.Reading?.At,
            Day = DayOf(Baseline.Reading?.At),
            KnownAt = Baseline.KnownAt,
        };

    /// <summary>The baseline policy and what it makes readers bear in mind.</summary>
    protected void AddBaselineFlags(List<string> flags) => AddBaselineFlags(Baseline, Window.Series, flags);

    /// <summary>The baseline policy and what it makes readers bear in mind.</summary>
    internal static void AddBaselineFlags(Baseline<TReading> baseline, InfusionSeries? series, List<string> flags)
    {
        if (baseline.Policy is BaselinePolicy.WorstBefore)
        {
            flags.Add("baseline-policy-inflates");
        }

        // Only the policies that need no time before treatment get here: the others give no baseline.
        if (baseline.Reading is not null && series is { StartsInMidTreatment: true })
        {
            flags.Add(Reasons.StartsInMidTreatment);
        }
    }

    /// <summary>The baseline's number, where the policy found one, as the sentence about it says it.</summary>
    protected string BaselineSentence(string name, string number) =>
        $"{name} before series {Text(Window.Number)} was {number} ({Baseline.Policy.Name}, {string.Join(" and ", Baseline.Observations.Where(o => o.Role == "baseline").Select(o => o.At))}).";

    private int? DayOf(ClinicalTime? at) => at is { } time && (Window.Series?.First.At ?? Baseline.Anchor) is { } start ? time.DaysSince(start) : null;

    private ClinicalTime? KnownAt(PointPick<TReading> pick, bool usesBaseline)
    {
        var known = pick.Reading?.KnownAt;
        return usesBaseline && known is { } k && Baseline.KnownAt is { } b && b.CompareKnown(k) > 0 ? b : known;
    }

    protected List<string> WithPrimary(List<string> flags) =>
        Options.Primary is { } primary && string.Equals(primary, _subject.Instrument, StringComparison.Ordinal) ? [.. flags, "primary"] : flags;

    protected static IndicatorOutcome Missing(PointPick<TReading> pick) =>
        pick.IsNotApplicable ? new IndicatorOutcome.NotApplicable(pick.Fault!) : new IndicatorOutcome.Indeterminate(pick.Fault ?? Reasons.NoAssessment);

    protected static string Where(Reading reading) => Where(reading.At);

    protected static string Where(ClinicalTime at) => Phrases.Where(at);

    protected static string Unknown(string what, string reason) => Phrases.Unknown(what, reason);

    protected static string Unknown(string what, IndicatorOutcome outcome) => Phrases.Unknown(what, outcome);

    protected static string Print(Fraction value, int decimals) => Phrases.Print(value, decimals);

    protected static string Text(int number) => Phrases.Text(number);
}
