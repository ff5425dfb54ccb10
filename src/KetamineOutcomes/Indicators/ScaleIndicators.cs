using KetamineOutcomes.Instruments;
using KetamineOutcomes.Treatment;

namespace KetamineOutcomes.Indicators;

/// <summary>The indicators of one scale in one series: baseline, score, change, percentage change, response, remission and alerts.</summary>
internal sealed partial class ScaleIndicators : PointIndicators<ScaleReading>
{
    private readonly Instrument _instrument;
    private readonly Scale _scale;
    private readonly ScaleJudge _judge;
    private readonly EquatableArray<string> _citations;

    public ScaleIndicators(Course course, Instrument instrument, Scale scale, SeriesWindow<ScaleReading> window, AssessmentOptions options, NowSpan now)
        : base(course, new IndicatorSubject(instrument.Id, scale.Id, instrument.Version), window, options, now, scale.Measures == MeasureKind.Change)
    {
        _instrument = instrument;
        _scale = scale;
        _judge = new ScaleJudge(instrument, scale, window.Series, Baseline);
        _citations = scale.Evidence.Select(evidence => evidence.Source.Citation).ToEquatableArray();
    }

    /// <summary>What the indicators behind <see cref="IIndicator"/> see of this scale.</summary>
    /// <param name="before">The same scale in the same series before the course grew, or <see langword="null"/>.</param>
    public ScaleTrajectory ToTrajectory(ScaleTrajectory? before) => ScaleTrajectory.Create(_instrument, _scale, Window, Baseline, _judge, Picker, Options.Points, before);

    /// <summary>The rows.</summary>
    /// <param name="isMain">Whether it is the main scale of its instrument, with which the alerts stand.</param>
    /// <param name="alerts">The raised alerts of the series by reading, as far as they are known: those found are added.</param>
    public IEnumerable<IndicatorResult> Assess(bool isMain, RaisedAlerts alerts)
    {
        var results = new List<IndicatorResult>();
        foreach (var pick in Picks())
        {
            AssessPick(pick, isMain, results);
        }

        if (isMain)
        {
            // A raised alert is never left out because nobody asked for that visit.
            var visits = Window.Number == 1 ? Window.Before.Concat(Window.After) : Window.After;
            foreach (var reading in visits)
            {
                if (IsRaised(reading))
                {
                    results.AddRange(alerts.Get(reading, Raised));
                }
            }
        }

        return results.Distinct(SameAnswer.Instance);
    }

    private IndicatorResult[] Raised(ScaleReading reading) =>
        [.. Alerts(new PointPick<ScaleReading>(PointPick<ScaleReading>.VisitName(reading), reading, null)).Where(result => result.Outcome.State == "raised")];

    private static bool IsRaised(ScaleReading reading)
    {
        foreach (var alert in reading.Alerts)
        {
            if (alert.Status == AlertStatus.Raised)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Answers of one series and scale that say the same.</summary>
    private sealed class SameAnswer : IEqualityComparer<IndicatorResult>
    {
        public static SameAnswer Instance { get; } = new();

        public bool Equals(IndicatorResult? x, IndicatorResult? y) => ReferenceEquals(x, y) || (x is not null && y is not null
            && x.Indicator == y.Indicator && x.Rule == y.Rule && x.Point == y.Point && x.At == y.At && x.Outcome == y.Outcome && x.Explain() == y.Explain());

        public int GetHashCode(IndicatorResult obj) => HashCode.Combine(obj.Indicator, obj.Rule, obj.Point, obj.At);
    }

    private void AssessPick(PointPick<ScaleReading> pick, bool isMain, List<IndicatorResult> results)
    {
        if (_scale.Measures == MeasureKind.Change)
        {
            // It is a change already: nothing is compared with a baseline.
            results.Add(ScoreRow(pick));
        }
        else if (_scale.Result == ResultKind.Number)
        {
            results.Add(BaselineRow(pick));
            results.Add(ScoreRow(pick));
            results.Add(ChangeRow(pick));
            var endpoints = _scale.Endpoints;
            if (endpoints.Default(EndpointKind.Response) is { } response)
            {
                results.Add(PercentageRow(pick, response));
            }

            results.AddRange(endpoints.Where(entry => entry.Kind == EndpointKind.Response).Select(entry => ResponseRow(pick, entry)));
            results.AddRange(RemissionRows(pick, [.. endpoints.Where(entry => entry.Kind == EndpointKind.Remission)]));
        }
        else
        {
            results.Add(CategoryRow(pick));
        }

        if (isMain)
        {
            results.AddRange(Alerts(pick));
        }
    }

    private IndicatorResult BaselineRow(PointPick<ScaleReading> pick)
    {
        var flags = new List<string> { "project-policy" };
        AddComparedFlags(flags);
        return Baseline.Value is { } value
            ? BaselineRow(pick, new IndicatorOutcome.Measured(value, _scale.Unit, BaselineDecimals), [OwnRule], [], flags, BaselineSentence(_scale.Name, Print(value, BaselineDecimals)))
            : BaselineRow(pick, new IndicatorOutcome.Indeterminate(Baseline.Fault!), [OwnRule], [], flags, Unknown($"{_scale.Name} at baseline", Baseline.Fault!));
    }

    private int BaselineDecimals => _judge.BaselineDecimals;

    private IndicatorResult ScoreRow(PointPick<ScaleReading> pick)
    {
        IndicatorOutcome outcome;
        string sentence;
        if (pick.Fault is null && pick.Reading!.TryGetExact(out var value))
        {
            outcome = new IndicatorOutcome.Measured(value, _scale.Unit, _scale.Decimals);
            var severity = pick.Reading.Score!.Severity is { } band ? $", {band.Label} ({band.BandSet})" : "";
            sentence = $"{_scale.Name} was {Print(value, _scale.Decimals)}{severity} on {Where(pick.Reading)}.";
        }
        else
        {
            outcome = Missing(pick);
            sentence = Unknown($"{_scale.Name} at {pick.Point}", outcome);
        }

        var flags = new List<string>();
        AddScoreFlags(pick, flags);
        return Row(pick, "score", _scale.Id, outcome, _citations, [], flags, sentence, usesBaseline: false);
    }

    private IndicatorResult CategoryRow(PointPick<ScaleReading> pick)
    {
        IndicatorOutcome outcome;
        string sentence;
        if (pick.Reading is { IsConflict: false, Score.Value: { } value } && pick.Fault is null)
        {
            outcome = new IndicatorOutcome.Classified(value.Text);
            sentence = $"{_scale.Name} was {value.Text} on {Where(pick.Reading)}.";
        }
        else
        {
            outcome = pick.Fault is null ? new IndicatorOutcome.Indeterminate(pick.Reading!.Fault) : Missing(pick);
            sentence = Unknown($"{_scale.Name} at {pick.Point}", outcome);
        }

        var flags = new List<string>();
        AddScoreFlags(pick, flags);
        return Row(pick, "score", _scale.Id, outcome, _citations, [], flags, sentence, usesBaseline: false);
    }

    private IndicatorResult ChangeRow(PointPick<ScaleReading> pick)
    {
        if (!TryCompare(pick, out var baseline, out var score, out var missing))
        {
            return Row(pick, "change", "points", missing, [OwnRule], [], ComparisonFlags(pick), Unknown($"The change of {_scale.Name} at {pick.Point}", missing));
        }

        var change = Improvement(baseline, score);
        var decimals = Math.Max(_scale.Decimals, BaselineDecimals);
        var unit = change == 1 || change == -1 ? _scale.Unit.TrimEnd('s') : _scale.Unit;
        var sentence = change == 0
            ? $"{From(pick, baseline, score)}: unchanged."
            : $"{From(pick, baseline, score)}: {(change < 0 ? "worse" : "better")} by {Print(Fraction.Abs(change), decimals)} {unit}.";
        return Row(pick, "change", "points", new IndicatorOutcome.Measured(change, _scale.Unit, decimals), [OwnRule], [], ComparisonFlags(pick), sentence);
    }

    private IndicatorResult PercentageRow(PointPick<ScaleReading> pick, EndpointEntry entry)
    {
        var rule = Word(entry.PercentageRule);
        var sources = ScaleJudge.Cite(entry);
        if (!TryPercentage(pick, entry, out var percentage, out var missing))
        {
            return Row(pick, "percentage-change", rule, missing, sources, [], ComparisonFlags(pick), Unknown($"The percentage change of {_scale.Name} at {pick.Point}", missing));
        }

        var sentence = percentage == 0
            ? $"{From(pick)}: unchanged."
            : $"{From(pick)}: {(percentage < 0 ? "worse" : "better")} by {Print(Fraction.Abs(percentage), 1)} % of baseline ({rule}).";
        return Row(pick, "percentage-change", rule, new IndicatorOutcome.Measured(percentage, "%", 1), sources, [], ComparisonFlags(pick), sentence);
    }

    private IndicatorResult ResponseRow(PointPick<ScaleReading> pick, EndpointEntry entry)
    {
        var parameters = new List<Parameter>
        {
            new("threshold", $"{entry.Comparator.ToSign()} {entry.Value} %"),
            new("percentage", Word(entry.PercentageRule)),
            new("minimum-baseline", entry.MinimumBaseline.ToString()),
        };
        if (!TryJudge(pick, entry, out var missing) || !TryPercentage(pick, entry, out var percentage, out missing))
        {
            return Row(pick, "response", entry.Id, missing, ScaleJudge.Cite(entry), parameters, EndpointFlags(pick, entry), Unknown($"Response on {_scale.Name} ({entry.Id}) at {pick.Point}", missing));
        }

        var met = entry.Comparator.Holds(percentage, entry.Value);
        var sentence = $"{From(pick)}, {(percentage < 0 ? "a worsening" : "an improvement")} of {Print(Fraction.Abs(percentage), 1)} %; response ({entry.Comparator.ToSign()} {entry.Value} %) is {(met ? "met" : "not met")}.";
        return Row(pick, "response", entry.Id, Judge(met), ScaleJudge.Cite(entry), parameters, EndpointFlags(pick, entry), sentence);
    }

    private IEnumerable<IndicatorResult> RemissionRows(PointPick<ScaleReading> pick, List<EndpointEntry> entries)
    {
        var verdicts = entries.Select(entry =>
        {
            var judged = TryJudge(pick, entry, out var missing);
            var met = judged && entry.Comparator.Holds(ScoreOf(pick), entry.Value);
            return (entry, judged, met, missing);
        }).ToList();
        var disagree = verdicts.Where(verdict => verdict.judged).Select(verdict => verdict.met).Distinct().Skip(1).Any();
        foreach (var (entry, judged, met, missing) in verdicts)
        {
            var flags = EndpointFlags(pick, entry);
            if (disagree && judged)
            {
                flags.Add("cut-off-sensitive");
            }

            var parameters = new List<Parameter>
            {
                new("cut-off", $"{entry.Comparator.ToSign()} {entry.Value}"),
                new("minimum-baseline", entry.MinimumBaseline.ToString()),
            };
            var sentence = judged
                ? $"{_scale.Name} was {Print(ScoreOf(pick), _scale.Decimals)} on {Where(pick.Reading!)}; remission ({entry.Comparator.ToSign()} {entry.Value}) is {(met ? "met" : "not met")}.{(disagree ? " Another published cut-off says otherwise." : "")}"
                : Unknown($"Remission on {_scale.Name} ({entry.Id}) at {pick.Point}", missing);
            yield return Row(pick, "remission", entry.Id, judged ? Judge(met) : missing, ScaleJudge.Cite(entry), parameters, flags, sentence);
        }
    }

    private IEnumerable<IndicatorResult> Alerts(PointPick<ScaleReading> pick)
    {
        foreach (var rule in _instrument.Alerts)
        {
            var sources = rule.Evidence.Select(e => e.Source.Citation).ToEquatableArray();
            var parameters = new List<Parameter> { new("raised-from", rule.RaisedFrom.ToString()) };
            if (pick.Reading is null)
            {
                yield return Row(pick, "alert", rule.Id, Missing(pick), sources, parameters, [], Unknown($"The alert {rule.Id} ({rule.Topic}) at {pick.Point}", Missing(pick)), usesBaseline: false);
                continue;
            }

            var alert = pick.Reading.Alerts.First(candidate => string.Equals(candidate.Id, rule.Id, StringComparison.Ordinal));
            if (pick.Fault == Reasons.Stale && alert.Status != AlertStatus.Raised)
            {
                // An old "clear" says nothing of today; what was raised stays raised.
                yield return Row(pick, "alert", rule.Id, Missing(pick), sources, parameters, [], Unknown($"The alert {rule.Id} ({rule.Topic}) at {pick.Point}", Missing(pick)), usesBaseline: false);
                continue;
            }

            if (alert.Level is { } level)
            {
                parameters.Add(new Parameter("level", level));
            }

            var (state, sentence) = alert.Status switch
            {
                AlertStatus.Raised => ("raised", $"{_instrument.ShortName} {rule.Item} was answered at or above its threshold on {Where(pick.Reading)}: {rule.Topic} needs a person's attention, whatever the total says."),
                AlertStatus.Clear => ("clear", $"{_instrument.ShortName} {rule.Item} was answered below its threshold on {Where(pick.Reading)}."),
                _ => ("not-assessed", $"{_instrument.ShortName} {rule.Item} has no usable answer on {Where(pick.Reading)}: nothing may be concluded about {rule.Topic}."),
            };
            yield return Row(pick, "alert", rule.Id, new IndicatorOutcome.Classified(state), sources, parameters, [], sentence, usesBaseline: false);
        }
    }

    /// <summary>Whether the endpoint has a meaning here: both scores are there and the baseline is bad enough.</summary>
    private bool TryJudge(PointPick<ScaleReading> pick, EndpointEntry entry, out IndicatorOutcome missing) =>
        TryCompare(pick, out _, out _, out missing) && _judge.TryBaseline(entry, out missing);

    private bool TryCompare(PointPick<ScaleReading> pick, out Fraction baseline, out Fraction score, out IndicatorOutcome missing)
    {
        baseline = default;
        score = default;
        missing = Missing(pick);
        return pick.Fault is null && pick.Reading is not null && pick.Reading.TryGetExact(out score) && _judge.TryCompare(pick.Reading, out baseline, out missing);
    }

    private bool TryPercentage(PointPick<ScaleReading> pick, EndpointEntry entry, out Fraction percentage, out IndicatorOutcome missing)
    {
        percentage = default;
        return TryCompare(pick, out _, out var score, out missing) && _judge.TryPercentage(score, entry, out percentage, out missing);
    }

    private Fraction Improvement(Fraction baseline, Fraction score) => _judge.Improvement(baseline, score);

    private static Fraction ScoreOf(PointPick<ScaleReading> pick)
    {
        Fraction score = default;
        _ = pick.Reading?.TryGetExact(out score);
        return score;
    }

    private static IndicatorOutcome.Judged Judge(bool met) => new(met ? Judgement.Met : Judgement.NotMet);

    private string From(PointPick<ScaleReading> pick)
    {
        _ = TryCompare(pick, out var baseline, out var score, out _);
        return From(pick, baseline, score);
    }

    private string From(PointPick<ScaleReading> pick, Fraction baseline, Fraction score) =>
        $"{_scale.Name} went from {Print(baseline, BaselineDecimals)} at baseline to {Print(score, _scale.Decimals)} on {Where(pick.Reading!)}";

    private static string Word(PercentageRule rule) => rule == PercentageRule.Raw ? "raw" : "range-to-best";
}
