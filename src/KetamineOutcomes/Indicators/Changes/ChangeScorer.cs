using System.Collections.Concurrent;
using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators.Changes;

/// <summary>Response, remission and reliable change of many courses at each visit after the first score: what <see cref="CourseAssessment"/> says of one course, for registries.</summary>
/// <remarks>
/// <para>
/// The baseline is the course's first usable score (<see cref="BaselinePolicy.First"/>); infusions play no part. Here an answer follows from the baseline and the score alone, so each pair of the two is judged once, by
/// <see cref="CourseAssessment"/> itself, and looked up from then on. A test holds both to the same answers. Of an answer its state is kept; rule, sources, parameters and doubt stand in the row that
/// <see cref="CourseAssessment"/> gives of the same visit. Alerts are not looked at: a total does not have them.
/// </para>
/// <para>An instance may be used by many threads at once.</para>
/// </remarks>
public sealed class ChangeScorer
{
    /// <summary>What stands in a column of scores where there is no score; no scale reaches it.</summary>
    public const short NoScore = short.MinValue;

    private const int CoursesAPart = 1 << 13;

    // Stable words of the rows that are read.
    private static readonly string[] Judging = ["response", "remission", "reliable-change"];

    private readonly InstrumentCatalogue _catalogue;
    private readonly AssessmentOptions _options;
    private readonly int _low;
    private readonly bool[] _isScore;

    // By baseline: the states of each score after it, rule by rule; the last ones are of a visit without a score.
    private readonly ConcurrentDictionary<int, ChangeState[]> _states = new();

    private ChangeScorer(Instrument instrument, Scale scale, EquatableArray<ChangeRule> rules, InstrumentCatalogue catalogue, AssessmentOptions options, int low, bool[] isScore)
    {
        Instrument = instrument;
        Scale = scale;
        Rules = rules;
        _catalogue = catalogue;
        _options = options;
        _low = low;
        _isScore = isScore;
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The scale.</summary>
    public Scale Scale { get; }

    /// <summary>The rules, in the order of their columns: response, remission, reliable change, each by id.</summary>
    public EquatableArray<ChangeRule> Rules { get; }

    /// <summary>Prepares the rules of a scale.</summary>
    /// <param name="instrument">The instrument; one of the caller's own is as good as one that ships.</param>
    /// <param name="scale">The scale's id, or <see langword="null"/> for the instrument's total.</param>
    /// <param name="options">What the caller chooses, or <see langword="null"/> for the defaults.</param>
    /// <returns>The scorer, or why there is none: see <see cref="ChangeCodes"/>.</returns>
    /// <exception cref="ArgumentException">An instrument of this id and version ships, with another text.</exception>
    public static ReadResult<ChangeScorer> Compile(Instrument instrument, string? scale = null, ChangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        options ??= ChangeOptions.Default;
        if ((scale is null ? instrument.TotalScale : instrument.FindScale(scale)) is not { } found)
        {
            return Refuse(ChangeCodes.ScaleUnknown, scale is null ? $"{instrument.Id} has no total: name the scale." : $"{instrument.Id} has no such scale.", scale);
        }

        var unit = (int)Math.Pow(10, found.Decimals);
        if (found.Result != ResultKind.Number || found.Measures == MeasureKind.Change || found.Range.High is not { } high
            || (long)(found.Range.Low * unit).Round(0) <= NoScore || (high * unit).Round(0) > short.MaxValue)
        {
            return Refuse(ChangeCodes.ScaleUnfit, "Only a bounded number that says how a person is has a baseline and a change.", found.Id);
        }

        var low = (int)(found.Range.Low * unit).Round(0);
        var isScore = new bool[(int)(high * unit).Round(0) - low + 1];
        for (var i = 0; i < isScore.Length; i++)
        {
            isScore[i] = instrument.ScoreTotal(new Fraction(low + i, unit), found.Id) is Score.Scored;
        }

        var assessment = new AssessmentOptions
        {
            Points = [new AssessmentPoint.EveryVisit()],
            Baseline = new BaselinePolicy.First(),
            HasTreatments = false,
            Include = ["baseline", "change", "percentage-change", "score", .. Judging],
            Reliability = options.Reliability,
        };
        var catalogue = ReferenceEquals(InstrumentCatalogue.Shipped.Find(instrument.Id), instrument) ? InstrumentCatalogue.Shipped : InstrumentCatalogue.Shipped.With(instrument);
        var all = new ChangeScorer(instrument, found, [], catalogue, assessment, low, isScore).FindRules();
        if (all.IsEmpty)
        {
            return Refuse(ChangeCodes.ScaleUnfit, "The scale has no better end, and so no rule about change.", found.Id);
        }

        return options.Rules.FirstOrDefault(id => !all.Any(rule => rule.Id == id)) is { } unknown
            ? Refuse(ChangeCodes.RuleUnknown, $"The scale has no such rule; it has {string.Join(", ", all.Select(rule => rule.Id))}.", unknown)
            : ReadResult<ChangeScorer>.Success(new ChangeScorer(
                instrument,
                found,
                all.Where(rule => options.Rules.IsEmpty || options.Rules.Contains(rule.Id, StringComparer.Ordinal)).ToEquatableArray(),
                catalogue,
                assessment,
                low,
                isScore));
    }

    /// <summary>Judges the visits of one course, with their outcomes.</summary>
    /// <param name="visits">The forms or totals, in any order; those of other instruments are not looked at. Of the same time, equal ones count once and unlike ones are a conflict.</param>
    /// <returns>The rows, or the issues of <see cref="Course.Create"/>: dates beside relative days.</returns>
    /// <exception cref="ArgumentException">There are several raters, or a form is <see cref="Timing.Post"/>: for these there is <see cref="CourseAssessment"/>.</exception>
    public ReadResult<ChangeCourse> Assess(IEnumerable<Administration> visits)
    {
        ArgumentNullException.ThrowIfNull(visits);
        var own = visits.Where(visit => string.Equals(visit.Instrument, Instrument.Id, StringComparison.Ordinal)).ToList();
        if (own.Exists(visit => visit.Rater != own[0].Rater || visit.Timing == Timing.Post))
        {
            throw new ArgumentException("Forms by several raters, or from after an infusion of the same day, can stand beside each other at one time.", nameof(visits));
        }

        var created = Course.Create("1", "1", own);
        if (!created.TryGetValue(out var course))
        {
            return ReadResult<ChangeCourse>.Failure(created.Issues);
        }

        var rows = new List<ChangeRow>();
        decimal? baseline = null;
        foreach (var visit in Rows(course).GroupBy(row => row.At!.Value))
        {
            var answers = visit.ToDictionary(row => new ChangeRule(row.Indicator, row.Rule));
            decimal? Find(string indicator) => answers.Values.FirstOrDefault(row => row.Indicator == indicator)?.Outcome is IndicatorOutcome.Measured measured ? measured.Rounded : null;
            if (answers.Values.FirstOrDefault(row => row.Indicator == "baseline") is { Outcome: IndicatorOutcome.Measured found })
            {
                baseline = found.Rounded;
            }

            if (answers.Values.FirstOrDefault(row => row.Indicator == "score") is { } score)
            {
                rows.Add(new ChangeRow
                {
                    At = visit.Key,
                    Day = score.Day,
                    Baseline = null,
                    Score = Find("score"),
                    Change = Find("change"),
                    PercentageChange = Find("percentage-change"),
                    Outcomes = Rules.Select(rule => answers[rule].Outcome).ToEquatableArray(),
                });
            }
        }

        return ReadResult<ChangeCourse>.Success(new ChangeCourse { Rows = rows.Select(row => row with { Baseline = baseline }).ToEquatableArray() }, created.Issues);
    }

    /// <summary>Judges the visits of many courses.</summary>
    /// <param name="starts">Where each course's first visit stands among the scores, ascending; the visits of a course stand in the order of time, one a time.</param>
    /// <param name="scores">
    /// The scores times ten to the scale's decimals, <see cref="NoScore"/> where there is none. A number that the scale cannot give is no score either: it is no baseline, and its visit is
    /// <see cref="ChangeState.Indeterminate"/>.
    /// </param>
    /// <param name="states">A column a rule, in the order of <see cref="Rules"/>, with a place a score; an empty one is not wanted. All places from the first start on are written.</param>
    /// <param name="threads">How many threads work side by side, from 1; the answers are the same with any number.</param>
    /// <exception cref="ArgumentException">The starts do not ascend or lie outside the scores; or there are too many columns, or one is too short.</exception>
    public void Judge(ReadOnlyMemory<int> starts, ReadOnlyMemory<short> scores, IReadOnlyList<Memory<ChangeState>> states, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        RequireAscending(starts.Span, scores.Length);
        if (states.Count > Rules.Count || states.Any(column => !column.IsEmpty && column.Length < scores.Length))
        {
            throw new ArgumentException("There are more columns than rules, or one has fewer places than there are scores.", nameof(states));
        }

        var parts = (starts.Length + CoursesAPart - 1) / CoursesAPart;
        void Part(int part)
        {
            var to = Math.Min(starts.Length, (part + 1) * CoursesAPart);
            for (var course = part * CoursesAPart; course < to; course++)
            {
                JudgeCourse(scores.Span, starts.Span[course], course + 1 < starts.Length ? starts.Span[course + 1] : scores.Length, states);
            }
        }

        if (threads == 1)
        {
            for (var part = 0; part < parts; part++)
            {
                Part(part);
            }

            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, Part);
    }

    private static ReadResult<ChangeScorer> Refuse(string code, string message, string? place) =>
        ReadResult<ChangeScorer>.Failure([new Issue(code, IssueSeverity.Error, message, place)]);

    private static void RequireAscending(ReadOnlySpan<int> starts, int rows)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            if (starts[i] < 0 || starts[i] >= rows || (i > 0 && starts[i] <= starts[i - 1]))
            {
                throw new ArgumentException("Each course starts behind the one before it, at one of the scores.", nameof(starts));
            }
        }
    }

    private static ChangeState StateOf(IndicatorOutcome outcome) => outcome switch
    {
        IndicatorOutcome.Judged { Judgement: Judgement.Met } => ChangeState.Met,
        IndicatorOutcome.Judged { Judgement: Judgement.NotMet } => ChangeState.NotMet,
        IndicatorOutcome.NotApplicable => ChangeState.NotApplicable,
        IndicatorOutcome.Indeterminate => ChangeState.Indeterminate,
        _ => outcome.State switch
        {
            "recovered" => ChangeState.Recovered,
            "improved" => ChangeState.Improved,
            "unchanged" => ChangeState.Unchanged,
            "deteriorated" => ChangeState.Deteriorated,
            "harmed" => ChangeState.Harmed,
            _ => throw new InvalidOperationException("A rule about change has a state without a place in a column."),
        },
    };

    private void JudgeCourse(ReadOnlySpan<short> scores, int from, int to, IReadOnlyList<Memory<ChangeState>> states)
    {
        var baseline = from;
        while (baseline < to && !IsScore(scores[baseline]))
        {
            baseline++;
        }

        // Without a baseline nothing can be told of any visit.
        var known = baseline < to ? _states.GetOrAdd(scores[baseline], JudgeAll) : null;
        for (var rule = 0; rule < states.Count; rule++)
        {
            if (states[rule].IsEmpty)
            {
                continue;
            }

            var column = states[rule].Span;
            column[from..to].Fill(known is null ? ChangeState.Indeterminate : ChangeState.None);
            for (var i = baseline + 1; i < to; i++)
            {
                var place = IsScore(scores[i]) ? scores[i] - _low : _isScore.Length;
                column[i] = known![(place * Rules.Count) + rule];
            }
        }
    }

    private bool IsScore(short score) => score >= _low && score - _low < _isScore.Length && _isScore[score - _low];

    private EquatableArray<ChangeRule> FindRules()
    {
        var first = Array.IndexOf(_isScore, true);
        return Rows(Series([Visit(0, first), Visit(1, first)]))
            .Where(row => Judging.Contains(row.Indicator, StringComparer.Ordinal))
            .Select(row => new ChangeRule(row.Indicator, row.Rule))
            .OrderBy(rule => Array.IndexOf(Judging, rule.Indicator))
            .ThenBy(rule => rule.Id, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    // One course with every score as a visit: the answer at a visit does not change with those that follow.
    private ChangeState[] JudgeAll(int baseline)
    {
        var places = Enumerable.Range(0, _isScore.Length).Where(place => _isScore[place]).ToList();
        var visits = places.Select((place, i) => Visit(i + 1, place)).Prepend(Visit(0, baseline - _low))
            .Append(new Administration(Instrument.Id, ClinicalTime.OnDay(places.Count + 1), new AdministrationContent.NotDone()));
        var states = new ChangeState[(_isScore.Length + 1) * Rules.Count];
        states.AsSpan().Fill(ChangeState.Indeterminate);
        var numbers = Rules.Select((rule, number) => (rule, number)).ToDictionary(pair => pair.rule, pair => pair.number);
        foreach (var row in Rows(Series(visits)))
        {
            if (numbers.TryGetValue(new ChangeRule(row.Indicator, row.Rule), out var number))
            {
                var visit = row.Day!.Value - 1;
                states[((visit < places.Count ? places[visit] : _isScore.Length) * Rules.Count) + number] = StateOf(row.Outcome);
            }
        }

        return states;
    }

    private Administration Visit(int day, int place) =>
        new(Instrument.Id, ClinicalTime.OnDay(day), new AdministrationContent.TotalOnly(new Fraction(_low + place, (int)Math.Pow(10, Scale.Decimals)), Scale.Id));

    private static Course Series(IEnumerable<Administration> visits) => Course.Create("1", "1", visits).GetValueOrThrow();

    private IEnumerable<IndicatorResult> Rows(Course course) => CourseAssessment.Assess(course, _options, _catalogue).Results
        .Where(row => row.Point == "every-visit" && row.At is not null && string.Equals(row.Scale, Scale.Id, StringComparison.Ordinal));
}
